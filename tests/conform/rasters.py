"""Pages of PWG and Apple raster as clients send them: white, with a solid bar of ink where a test says."""
import struct

WHITE = 0xFF


def _runs(count, pixel):
    """`count` times one pixel in the run-length code of PWG 5102.4, 4.4."""
    out = b""
    while count > 0:
        out += bytes([min(count, 128) - 1]) + pixel
        count -= min(count, 128)
    return out


def _lines(width, height, channels, bar, ink):
    """Every line of the page. `bar`: (left, top, right, bottom) of what is inked."""
    white, black = bytes([WHITE] * channels), ink or bytes(channels)
    left, top, right, bottom = bar
    empty = _runs(width, white)
    inked = _runs(left, white) + _runs(right - left, black) + _runs(width - right, white)
    out = b""
    for first, end, line in ((0, top, empty), (top, bottom, inked), (bottom, height, empty)):
        while first < end:
            repeats = min(end - first, 256)
            out += bytes([repeats - 1]) + line
            first += repeats
    return out


def pixels(hundredths_mm, dpi):
    return round(hundredths_mm * dpi / 2540)


def urf(size, bars, dpi=300, channels=3, duplex=1, ink=None):
    """Apple raster: a page for each bar, on `size` in hundredths of a millimetre. duplex: 1 one-sided, 3 long edge; ink: a pixel."""
    width, height = (pixels(edge, dpi) for edge in size)
    out = b"UNIRAST\0" + struct.pack(">I", len(bars))
    for bar in bars:
        out += struct.pack(">BBBBIIIII", 8 * channels, 1 if channels == 3 else 0, duplex, 4, 0, 0, width, height, dpi)
        out += bytes(8) + _lines(width, height, channels, bar, ink)
    return out


def pwg(size, bars, dpi=300, channels=1, duplex=False, ink=None):
    """PWG raster, sgray_8 or srgb_8 (PWG 5102.4, table 2)."""
    width, height = (pixels(edge, dpi) for edge in size)
    header = bytearray(1796)
    header[0:9] = b"PwgRaster"
    for at, value in ((272, int(duplex)), (276, dpi), (280, dpi), (340, 1), (372, width), (376, height), (384, 8),
                      (388, 8 * channels), (392, width * channels), (400, 19 if channels == 3 else 18), (420, channels),
                      (452, len(bars))):
        struct.pack_into(">I", header, at, value)
    return b"RaS2" + b"".join(bytes(header) + _lines(width, height, channels, bar, ink) for bar in bars)
