"""What becomes of a document: changes of its parts, by the rules of its format, and of its bytes, by none."""
import re
import struct
import zlib

import documents

NUMBERS = (0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


# Bytes

def flip(data, rng):
    for _ in range(rng.choice((1, 1, 2, 5, 20, 100))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def overwrite(data, rng):
    """A number that is at the edge of something, in either order of bytes."""
    form = rng.choice((">H", "<H", ">I", "<I", "B"))
    number = rng.choice(NUMBERS) & (1 << 8 * struct.calcsize(form)) - 1
    at = rng.randrange(max(1, len(data) - 4))
    data[at:at + struct.calcsize(form)] = struct.pack(form, number)


def cut(data, rng):
    del data[rng.randrange(1, len(data) + 1):]


def take_out(data, rng):
    at = rng.randrange(len(data))
    del data[at:at + rng.randrange(1, 200)]


def put_in(data, rng):
    at = rng.randrange(len(data) + 1)
    data[at:at] = rng.choice((rng.randbytes(rng.randrange(1, 100)), b"\0" * 1000, b"\xff" * 50, bytes(data[at:at + 100]) * 3))


def join(data, rng):
    """The beginning of one and the end of another of any format."""
    other = documents.seed(rng.choice(list(documents.FORMATS)), rng)
    if other:
        del data[rng.randrange(len(data)) + 1:]
        data += other[rng.randrange(len(other)):]


BYTES = (flip, flip, flip, overwrite, overwrite, cut, take_out, put_in, join)


# PNG: chunks with a right checksum, so that the lie inside is read

def png_chunks(data):
    at, chunks = 8, []
    while at + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunks.append([kind, bytes(data[at + 8:at + 8 + size])])
        at += 12 + size
    return chunks


def png(data, rng):
    chunks = png_chunks(data)
    if not chunks:
        return
    kind = rng.randrange(7)
    head = chunks[0]
    if kind == 0 and len(head[1]) == 13:  # dimensions
        head[1] = struct.pack(">II", rng.choice(NUMBERS), rng.choice(NUMBERS)) + head[1][8:]
    elif kind == 1 and len(head[1]) == 13:  # depth, colour, compression, filter, interlace
        head[1] = head[1][:8] + bytes(rng.choice((0, 1, 2, 3, 4, 6, 8, 16, 255)) for _ in range(5))
    elif kind == 2:
        rng.shuffle(chunks)
    elif kind == 3:
        chunks.insert(rng.randrange(len(chunks) + 1), list(rng.choice(chunks)))
    elif kind == 4:
        chosen = rng.choice(chunks)
        chosen[1] = chosen[1][:rng.randrange(len(chosen[1]) + 1)] + rng.randbytes(rng.randrange(20))
    elif kind == 5:
        profile = rng.choice((documents.mutated_profile(rng), b"\0" * 20_000_000, b""))
        chunks.insert(1, [b"iCCP", b"x\0\0" + zlib.compress(profile)])
    else:
        chunks.insert(rng.randrange(1, len(chunks) + 1),
                      [rng.choice((b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"eXIf", b"bKGD", b"sBIT", b"IDAT", b"IEND")),
                       rng.randbytes(rng.choice((0, 1, 3, 4, 9, 32, 768)))])
    data[8:] = b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks)


# JPEG: segments

def jpeg_segments(data):
    """[(offset of the marker, marker, length)] up to the first scan."""
    at, found = 2, []
    while at + 4 <= len(data) and data[at] == 0xFF:
        size = struct.unpack(">H", data[at + 2:at + 4])[0]
        found.append((at, data[at + 1], size))
        if data[at + 1] == 0xDA:
            break
        at += 2 + size
    return found


def jpeg(data, rng):
    segments = jpeg_segments(data)
    if not segments:
        return
    at, marker, size = rng.choice(segments)
    frame = next((s for s in segments if 0xC0 <= s[1] <= 0xCF and s[1] not in (0xC4, 0xC8, 0xCC)), None)
    kind = rng.randrange(7)
    if kind == 0 and frame:  # dimensions
        data[frame[0] + 5:frame[0] + 9] = struct.pack(">HH", rng.choice(NUMBERS) & 0xFFFF, rng.choice(NUMBERS) & 0xFFFF)
    elif kind == 1 and frame:  # precision, components, sampling, tables
        data[frame[0] + rng.choice((4, 9, 10, 11, 12, 13, 14))] = rng.choice((0, 1, 2, 3, 4, 5, 8, 0x11, 0x44, 0xFF))
    elif kind == 2:
        data[at + 2:at + 4] = struct.pack(">H", rng.choice((0, 1, 2, size + 1, 65535)))
    elif kind == 3:
        data[at + 1] = rng.choice((0xC0, 0xC2, 0xC4, 0xC9, 0xD0, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0x00, 0xFF))
    elif kind == 4:  # the same again, perhaps as further scans of a progressive picture
        data[at:at] = data[at:at + 2 + size] * rng.choice((1, 2, 500))
    elif kind == 5:
        profile = documents.mutated_profile(rng)
        body = b"ICC_PROFILE\0" + bytes((rng.choice((0, 1, 2, 255)), rng.choice((0, 1, 2, 255)))) + profile
        data[2:2] = b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body
    else:
        data[at:at + 2 + size] = b""


# TIFF: directory entries

def tiff(data, rng):
    if len(data) < 8:
        return
    order = "<" if data[:2] == b"II" else ">"
    directory = struct.unpack(order + "I", data[4:8])[0]
    if directory + 2 > len(data):
        return
    count = struct.unpack(order + "H", data[directory:directory + 2])[0]
    end = directory + 2 + 12 * count
    kind = rng.randrange(6)
    if end + 4 > len(data) or kind == 0:
        data[4:8] = struct.pack(order + "I", rng.choice((0, 4, 8, len(data) - 1, 0xFFFFFFFF)))
        return
    entry = directory + 2 + 12 * rng.randrange(max(1, count))
    if kind == 1:  # the next directory: itself
        data[end:end + 4] = struct.pack(order + "I", rng.choice((directory, directory, 1, 0xFFFFFFF0)))
    elif kind == 2:
        data[entry + 4:entry + 8] = struct.pack(order + "I", rng.choice(NUMBERS))  # how many values
    elif kind == 3:
        data[entry + 8:entry + 12] = struct.pack(order + "I", rng.choice(NUMBERS))  # the value, or where it is
    elif kind == 4:
        data[entry + 2:entry + 4] = struct.pack(order + "H", rng.randrange(20))  # its type
    else:
        tag = rng.choice((256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 284, 317, 320, 322, 323, 324, 325, 338, 339, 347, 34675, 34665))
        data[entry:entry + 2] = struct.pack(order + "H", tag)


# Raster: the header's numbers

def header(first, last):
    def change(data, rng):
        at = rng.randrange(first, last, 4)
        if at + 4 <= len(data):
            data[at:at + 4] = struct.pack(">I", rng.choice((*NUMBERS, 24, 100, 600)))
    return change


# PDF and PostScript: words

def words(data, rng):
    found = list(re.finditer(rb"-?\d+|/[A-Za-z]+|obj|endstream|<<|>>|\[|\]", bytes(data[:200_000])))
    if not found:
        return
    for _ in range(rng.choice((1, 1, 2, 5))):
        word = rng.choice(found)
        other = rng.choice((rng.choice(found)[0], b"-1", b"0", b"99999999999", b"1e39", b"null", b"<<", b">>", b"[", b"]", b"(", b"1 0 R", b"/Length"))
        data[word.start():word.end()] = other.ljust(len(word[0]))[:max(len(word[0]), 1)] if rng.random() < 0.7 else other


BY_FORMAT = {"png": png, "jpeg": jpeg, "tiff": tiff, "pwg": header(4 + 276, 4 + 452), "urf": header(12, 44), "pdf": words, "ps": words}


def make(kind, rng):
    """(bytes, what was done): now and then the document as it is, which must print."""
    data, done = bytearray(documents.seed(kind, rng)), []
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        if not data:
            break
        mutation = BY_FORMAT[kind] if kind in BY_FORMAT and rng.random() < 0.6 else rng.choice(BYTES)
        mutation(data, rng)
        done.append(mutation.__name__)
    return bytes(data), done or ["as it is"]
