"""Transparency: opacity, groups, blend modes, soft masks; and shadings of each kind."""
from .pdf_file import Pdf, heading, label, name_of

MODES = ("Normal", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight", "Difference",
         "Exclusion", "Hue", "Saturation", "Color", "Luminosity")
GROUP = "/Group<</S/Transparency/CS/DeviceRGB>>"


def states(**given):
    """An entry of resources with these graphics states."""
    return "/ExtGState<<" + "".join(f"/{name}<<{keys}>>" for name, keys in given.items()) + ">>"


def groups():
    """Opacity of fills and strokes; groups that are isolated, knocked out, neither."""
    pdf = Pdf()
    state = states(Half="/ca 0.5/CA 0.5", Some="/ca 0.25")
    content = heading("Transparency") + "/Half gs 0 0 0.6 rg 60 600 120 120 re f 0.8 0 0 rg 120 540 120 120 re f 0 0.5 0 rg 90 510 60 240 re f\n"
    content += "q /Half gs 20 w 0 G 300 560 m 400 720 l 500 560 l S /Some gs 0 g 300 600 200 60 re f Q\n"
    inner = "/Half gs 0 g 0 0 60 60 re f 30 30 60 60 re f 0.7 0 0 rg 50 10 30 70 re f"
    names = ""
    for i, flags in enumerate(("/I false/K false", "/I true/K false", "/I false/K true", "/I true/K true")):
        made = pdf.form(inner, "0 0 90 90", f"/Group<</S/Transparency{flags}>>", state)
        names += f"/G{i} {name_of(made)}"
        content += (f"q 1 0 0 1 {60 + 125 * i} 350 cm 0.8 g 0 40 100 20 re f /G{i} Do Q\n" + label(60 + 125 * i, 335, flags.replace('/', ' '), 6))
    shadow = pdf.form(" ".join(f"/Some gs 0 g {i} {i} {200 - 2 * i} {60 - 2 * i} re f" for i in range(0, 12, 2)), "0 0 200 60", GROUP, state)
    content += f"q /Half gs 1 0 0 1 70 220 cm /Shadow Do Q 1 1 0.8 rg 62 228 190 52 re f 0 G 0.5 w 62 228 190 52 re S\n" + label(80, 250, "A box with a shadow", 12)
    content += "q 0 g " + label(310, 240, "Watermark", 40) + "/Some gs BT 0.8 0.6 -0.6 0.8 330 120 Tm /F1 60 Tf (DRAFT) Tj ET Q\n"
    content += label(60, 180, "Words below a sheet of glass", 16) + "q /Half gs 1 1 1 rg 150 170 120 30 re f Q\n"
    pdf.page(content, resources=state + f"/XObject<<{names}/Shadow {name_of(shadow)}>>", extra=GROUP)
    return pdf.bytes()


def blend_modes():
    pdf, content = Pdf(), heading("Blend modes")
    for i, mode in enumerate(MODES):
        x, y = 50 + 130 * (i % 4), 620 - 160 * (i // 4)
        content += f"q 1 0 0 1 {x} {y} cm " + " ".join(f"{0.1 + 0.2 * j:.1f} {0.9 - 0.15 * j:.2f} {0.2 * j:.1f} rg {20 * j} 0 20 100 re f" for j in range(5))
        content += f" /M{i} gs 0.9 0.4 0.2 rg 0 10 100 35 re f 0.5 g 0 55 100 35 re f Q\n" + label(x, y - 11, mode, 8)
    pdf.page(content, resources=states(**{f"M{i}": f"/BM/{mode}" for i, mode in enumerate(MODES)}), extra=GROUP)
    return pdf.bytes()


def soft_masks():
    """Luminosity and alpha, with a backdrop; words that fade."""
    pdf = Pdf()
    fade = pdf.add("<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 300 0]/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>/Extend[true true]>>")
    light = pdf.form("/Fade sh", "0 0 300 100", "/Group<</S/Transparency/CS/DeviceGray>>", f"/Shading<</Fade {name_of(fade)}>>")
    disc = pdf.form("150 50 m 150 78 128 100 100 100 c 72 100 50 78 50 50 c 50 22 72 0 100 0 c 128 0 150 22 150 50 c f /Half gs 160 10 120 80 re f",
                    "0 0 300 100", "/Group<</S/Transparency/CS/DeviceGray>>", states(Half="/ca 0.5"))
    state = states(Light=f"/SMask<</S/Luminosity/G {name_of(light)}>>", Disc=f"/SMask<</S/Alpha/G {name_of(disc)}>>", Plain="/SMask/None",
                   Turned=f"/SMask<</S/Luminosity/G {name_of(light)}/TR<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>>>")
    content = heading("Soft masks")
    for i, name in enumerate(("Light", "Disc", "Turned", "Plain")):
        content += f"q 1 0 0 1 60 {620 - 150 * i} cm 0.85 g 0 40 300 20 re f /{name} gs 0 0 0.3 rg 0 0 300 100 re f Q\n" + label(380, 665 - 150 * i, name)
    content += "q 1 0 0 1 60 80 cm /Light gs BT /F1 40 Tf 10 20 Td (Words that fade in) Tj ET Q\n"
    pdf.page(content, resources=state, extra=GROUP)
    return pdf.bytes()


def shadings():
    """Types 1, 2, 3, 4 and 7, and one as a pattern."""
    pdf = Pdf()
    ramp = "<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>"
    steps = f"<</FunctionType 3/Domain[0 1]/Bounds[0.3 0.6]/Encode[0 1 1 0 0 1]/Functions[{ramp}{ramp}{ramp}]>>"
    waves = name_of(pdf.stream("/FunctionType 4/Domain[0 1 0 1]/Range[0 1]", "{ 360 mul sin exch 360 mul sin mul 1 add 2 div }"))
    box = "/ColorSpace/DeviceGray"
    corner = "".join(f"{flag:02x}{x:04x}{y:04x}{tone:02x}" for flag, x, y, tone in
                     ((0, 0, 0, 0), (0, 65535, 0, 255), (0, 32768, 65535, 64), (1, 65535, 65535, 200)))
    triangles = pdf.stream(f"/ShadingType 4{box}/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8/Decode[0 200 0 150 0 1]", bytes.fromhex(corner))
    points = [(0, 0), (0, 1 / 3), (0, 2 / 3), (0, 1), (1 / 3, 0.8), (2 / 3, 1), (1, 1), (0.8, 2 / 3), (1, 1 / 3), (1, 0), (2 / 3, 0.2), (1 / 3, 0),
              (1 / 3, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 2 / 3), (2 / 3, 1 / 3)]
    patch = "00" + "".join(f"{round(65535 * x):04x}{round(65535 * y):04x}" for x, y in points) + "00ff40c0"
    mesh = pdf.stream(f"/ShadingType 7{box}/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8/Decode[0 200 0 150 0 1]", bytes.fromhex(patch))
    made = [pdf.add(f"<</ShadingType 2{box}/Coords[0 0 200 150]/Function{ramp}/BBox[0 0 200 150]>>"),
            pdf.add(f"<</ShadingType 3{box}/Coords[80 90 5 100 75 75]/Function{ramp}/Extend[true false]>>"),
            pdf.add(f"<</ShadingType 1{box}/Domain[0 1 0 1]/Matrix[200 0 0 150 0 0]/Function {waves}>>"),
            pdf.add(f"<</ShadingType 2{box}/Coords[0 0 200 0]/Function{steps}>>"), triangles, mesh]
    content = heading("Shadings")
    for i in range(len(made)):
        content += f"q 1 0 0 1 {60 + 250 * (i % 2)} {580 - 190 * (i // 2)} cm 0 0 200 150 re W n /S{i} sh Q\n"
    content += "/Pattern cs /Across scn BT /F1 60 Tf 60 90 Td (Shaded words) Tj ET\n"
    names = "".join(f"/S{i} {name_of(number)}" for i, number in enumerate(made))
    across = pdf.add(f"<</Type/Pattern/PatternType 2/Shading<</ShadingType 2{box}/Coords[60 0 500 0]/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[0.75]/N 1>>>>>>")
    pdf.page(content, resources=f"/Shading<<{names}>>/Pattern<</Across {name_of(across)}>>")
    return pdf.bytes()
