"""Photographs and other pictures: JPEG in gray, colour and CMYK, masks, 16 bits, palettes, stencils."""
import functools
import math
import subprocess

from .pdf_file import Pdf, heading, label, name_of

WIDTH, HEIGHT = 320, 240


def scene(x, y):
    """Red, green and blue (0 to 1) of something with sky, a sun, hills and texture."""
    sky = (0.45 + 0.4 * y / HEIGHT, 0.65 + 0.25 * y / HEIGHT, 0.95)
    if (x - 240) ** 2 + (y - 55) ** 2 < 900:
        return 1.0, 0.93, 0.55
    hill = 130 + 25 * math.sin(x / 37) + 12 * math.sin(x / 11)
    if y < hill:
        return sky
    near = 190 + 12 * math.sin(x / 23 + 2)
    shade = 0.12 * math.sin(x * 0.9) * math.sin(y * 0.7)
    return (0.25 + shade, 0.42 + shade, 0.3) if y < near else (0.42 + shade, 0.33 + shade, 0.12 + shade)


@functools.cache
def samples(depth=255):
    return [round(max(0.0, min(1.0, part)) * depth) for y in range(HEIGHT) for x in range(WIDTH) for part in scene(x, y)]


def jpeg(*operations):
    pixels = b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + bytes(samples())
    return subprocess.run(["convert", "ppm:-", *operations, "-strip", "-quality", "85", "jpeg:-"], input=pixels, capture_output=True, check=True).stdout


def image(pdf, colours, data, more="", packed=True, bits=8, size=(WIDTH, HEIGHT)):
    space = f"/ColorSpace{colours}" if colours else ""
    return pdf.stream(f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/BitsPerComponent {bits}{space}{more}", data, packed)


def page(pdf, title, pictures):
    """A page of pictures: (object, x, y, width, height, caption), on a striped ground."""
    content = heading(title)
    for i, (_, x, y, width, height, caption) in enumerate(pictures):
        content += f"q {width} 0 0 {height} {x} {y} cm /P{i} Do Q\n" + label(x, y - 11, caption, 8)
    names = "".join(f"/P{i} {name_of(picture[0])}" for i, picture in enumerate(pictures))
    return content, f"/XObject<<{names}>>"


def colour():
    """JPEG in colour (progressive, too) and gray; one behind a soft mask."""
    pdf = Pdf()
    oval = bytes(max(0, min(255, int(600 * (1 - ((x - 160) / 160) ** 2 - ((y - 120) / 120) ** 2)))) for y in range(HEIGHT) for x in range(WIDTH))
    mask = image(pdf, "/DeviceGray", oval)
    dct = "/Filter/DCTDecode"
    first = image(pdf, "/DeviceRGB", jpeg(), dct, packed=False)
    content, resources = page(pdf, "Photographs", [
        (first, 50, 520, 240, 180, "JPEG, sRGB"),
        (image(pdf, "/DeviceGray", jpeg("-colorspace", "Gray"), dct, packed=False), 310, 520, 240, 180, "JPEG, gray"),
        (image(pdf, "/DeviceRGB", jpeg("-interlace", "Plane", "-sampling-factor", "4:2:0"), dct, packed=False), 50, 300, 240, 180, "progressive"),
        (image(pdf, "/DeviceRGB", jpeg(), f"{dct}/SMask {name_of(mask)}", packed=False), 310, 300, 240, 180, "behind a soft mask")])
    stripes = "q 0.8 g " + " ".join(f"{310 + 12 * i} 300 6 180 re" for i in range(20)) + " f Q\n"
    pdf.page(stripes + content + f"q 0.866 0.5 -0.5 0.866 300 60 cm 200 0 0 150 0 0 cm /P0 Do Q\n", resources=resources)
    return pdf.bytes()


def deep_and_shallow():
    """16 bits, a palette, one bit, a stencil, a colour key, samples upside down in value, a picture of 2 x 2 pixels."""
    pdf = Pdf()
    deep = b"".join(value.to_bytes(2, "big") for value in samples(65535))
    colours = samples()
    gray = bytes(sum(colours[i:i + 3]) // 3 for i in range(0, len(colours), 3))
    palette = bytes(part for i in range(16) for part in (17 * i, 17 * i, 255 - 10 * i))
    coarse = bytes(gray[i] // 16 * 16 + gray[i + 1] // 16 for i in range(0, WIDTH * HEIGHT, 2))
    bits = bytes(sum((gray[8 * i + j] > 120) << (7 - j) for j in range(8)) for i in range(WIDTH * HEIGHT // 8))
    content, resources = page(pdf, "Pictures of other kinds", [
        (image(pdf, "/DeviceRGB", deep, bits=16), 50, 540, 200, 150, "16 bits"),
        (image(pdf, f"[/Indexed/DeviceRGB 15<{palette.hex()}>]", coarse, bits=4), 300, 540, 200, 150, "a palette of 16"),
        (image(pdf, "/DeviceGray", bits, bits=1), 50, 350, 200, 150, "1 bit"),
        (image(pdf, "", bits, "/ImageMask true/Decode[1 0]", bits=1), 300, 350, 200, 150, "a stencil, gray"),
        (image(pdf, "/DeviceGray", gray, "/Mask[150 255]"), 50, 160, 200, 150, "transparent where light"),
        (image(pdf, "/DeviceGray", gray, "/Decode[1 0]"), 300, 160, 200, 150, "negative"),
        (image(pdf, "/DeviceGray", bytes([0, 128, 200, 60]), size=(2, 2)), 50, 60, 80, 80, ""),
        (image(pdf, "/DeviceGray", bytes([0, 128, 200, 60]), "/Interpolate true", size=(2, 2)), 300, 60, 80, 80, "")])
    pdf.page("0.9 g 50 160 200 150 re f 0.5 g\n" + content.replace("200 0 0 150 300 350 cm", "0.5 g 200 0 0 150 300 350 cm"), resources=resources)
    return pdf.bytes()


def cmyk():
    """CMYK as samples and as JPEG, as Adobe's programs write it: inverted, with /Decode that says so. A second page of words and areas."""
    pdf = Pdf()
    inks, colours = bytearray(), samples()
    for i in range(0, len(colours), 3):
        red, green, blue = colours[i:i + 3]
        black = 255 - max(red, green, blue)
        inks += bytes((255 - red - black, 255 - green - black, 255 - blue - black, black))
    photo = jpeg("-colorspace", "CMYK")
    content, resources = page(pdf, "Photographs in CMYK", [
        (image(pdf, "/DeviceCMYK", photo, "/Filter/DCTDecode/Decode[1 0 1 0 1 0 1 0]", packed=False), 50, 480, 260, 195, "JPEG"),
        (image(pdf, "/DeviceCMYK", bytes(inks)), 50, 240, 260, 195, "samples")])
    pdf.page(content, resources=resources)
    content = heading("Drawn beside photographs in CMYK")
    for i, ink in enumerate(("1 0 0 0", "0 1 0 0", "0 0 1 0", "0 0 0 1", "1 1 0 0", "0 0.5 1 0", "0.6 0.5 0.5 0.2")):
        content += f"{ink} k 60 {640 - 80 * i} 160 65 re f\n" + label(60, 628 - 80 * i, ink + " k", 7)
        content += label(260, 660 - 80 * i, f"Words in {ink} k", 20, colour=f"{ink} k")
    pdf.page(content)
    return pdf.bytes()
