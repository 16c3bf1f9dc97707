"""TIFF files without compression, made by hand so that every sample and tag is the test's."""
import struct

XMP, ICC_PROFILE = 700, 34675  # tags of bytes


def tiff_file(data, width, height, channels, bits, photometric, ppi=600, blocks=()):
    """Little-endian, in one strip; `blocks` are (tag, bytes) in ascending order, empty ones left out."""
    start = 8 + len(data) + len(data) % 2
    entries = [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * channels), (259, 3, [1]), (262, 3, [photometric]),
               (273, 4, [8]), (277, 3, [channels]), (278, 3, [height]), (279, 4, [len(data)]), (282, 5, [ppi, 1]),
               (283, 5, [ppi, 1]), (296, 3, [2])]
    entries += [(tag, 7, list(block)) for tag, block in blocks if block]
    directory, tail = struct.pack("<H", len(entries)), b""
    tail_at = start + 2 + 12 * len(entries) + 4
    for tag, kind, values in entries:
        packed = struct.pack("<" + {3: "H", 4: "I", 5: "I", 7: "B"}[kind] * len(values), *values)
        count = len(values) // 2 if kind == 5 else len(values)
        if len(packed) > 4:
            at = struct.pack("<I", tail_at + len(tail))
            tail += packed + b"\0" * (len(packed) % 2)
        else:
            at = packed.ljust(4, b"\0")
        directory += struct.pack("<HHI", tag, kind, count) + at
    return b"II*\0" + struct.pack("<I", start) + data.ljust(start - 8, b"\0") + directory + bytes(4) + tail
