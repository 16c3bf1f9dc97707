"""Pages that lie, and measure, otherwise than usual: rotation, sizes, boxes, units; layers that are off; annotations."""
from .pdf_file import A4, Pdf, heading, label, name_of

A5, LETTER = (419.53, 595.276), (612, 792)
GRAPH = "q 2 w 0 G 60 {bottom} m 60 {top} l S 60 {bottom} m {right} {bottom} l S 0.5 g 80 {bottom} 40 120 re 140 {bottom} 40 200 re 200 {bottom} 40 60 re f Q\n"


def marked(width, height, title):
    """A frame, a mark in each corner that no other has, a title, a graph."""
    content = f"q 1 w 30 30 {width - 60} {height - 60} re S Q 30 30 20 20 re {width - 60} 30 30 10 re 30 {height - 70} 10 40 re f\n"
    content += f"q 3 w {width - 60} {height - 60} m {width - 30} {height - 30} l S Q\n"
    return content + label(60, height - 90, title, 18) + GRAPH.format(bottom=120, top=360, right=width - 80)


def rotated():
    """Each /Rotate, upright and across, one inherited and one of less than nothing."""
    pdf = Pdf(pages_extra="/Rotate 90")
    for angle in (0, 90, 180, 270):
        pdf.page(marked(*A4, f"Rotated by {angle}"), extra=f"/Rotate {angle}")
    pdf.page(marked(A4[1], A4[0], "Across, inherits 90"), (A4[1], A4[0]))
    pdf.page(marked(A4[1], A4[0], "Across, rotated by -90"), (A4[1], A4[0]), extra="/Rotate -90")
    return pdf.bytes()


def mixed_sizes():
    pdf = Pdf()
    for size, name in ((A4, "A4"), ((A5[1], A5[0]), "A5 across"), (LETTER, "Letter"), ((A4[1], A4[0]), "A4 across"), (A5, "A5")):
        pdf.page(marked(*size, name), size)
    return pdf.bytes()


def boxes():
    """A crop box inside the medium, an origin elsewhere, a unit of two points, boxes upside down."""
    pdf = Pdf()
    outside = "0.3 g 0 0 900 100 re 0 0 100 900 re f 0 g q 1 0 0 1 100 100 cm "
    pdf.page(outside + marked(*A5, "Only the crop box") + " Q", extra=f"/MediaBox[0 0 700 800]/CropBox[100 100 {100 + A5[0]} {100 + A5[1]}]")
    pdf.page("q 1 0 0 1 -200 -300 cm " + marked(*A4, "Origin elsewhere") + " Q", extra=f"/MediaBox[-200 -300 {A4[0] - 200} {A4[1] - 300}]")
    pdf.page(marked(A4[0] / 2, A4[1] / 2, "Units of 1/36 in"), (A4[0] / 2, A4[1] / 2), extra="/UserUnit 2")
    pdf.page(marked(*A4, "Corners swapped"), extra=f"/MediaBox[{A4[0]} {A4[1]} 0 0]/CropBox[{A4[0]} 0 -50 {A4[1]}]")
    return pdf.bytes()


def layers(hidden=True):
    """Optional content that is on, off, and by membership; on a second page forms, an annotation, and layers that say what is printed of
    them. Without `hidden`: what of it is to be seen, alone, in no layer."""
    pdf = Pdf(version="1.6")
    usage = {"On": "", "Off": "", "ScreenOnly": "/Usage<</Print<</PrintState/OFF>>>>", "PrintOnly": "/Usage<</Print<</PrintState/ON>>>>"}
    groups = {name: pdf.add(f"<</Type/OCG/Name({name}){words}>>") for name, words in usage.items()}
    on, off, screen, paper = (name_of(number) for number in groups.values())
    sets = {"AllOn": False, "AnyOn": True, "AnyOff": True, "AllOff": False}  # and whether they show
    properties = {**groups, **{rule: pdf.add(f"<</Type/OCMD/OCGs[{on} {off}]/P/{rule}>>") for rule in sets}}
    states = f"/ON[{on} {screen}]/OFF[{off} {paper}]/AS[<</Event/Print/Category[/Print]/OCGs[{screen} {paper}]>>]"
    pdf.catalogue = f"/OCProperties<</OCGs[{on} {off} {screen} {paper}]/D<<{states}>>>>" if hidden else ""
    names = "".join(f"/{name} {name_of(number)}" for name, number in properties.items())
    content = heading("Layers")
    for i, (name, shown) in enumerate({"On": True, "Off": False, **sets, "PrintOnly": True, "ScreenOnly": False}.items()):
        content += label(60, 690 - 80 * i, name)
        area = f"0.5 g 200 {650 - 80 * i} 200 60 re f {label(220, 670 - 80 * i, name, 24)}"
        if hidden:
            content += f"/OC /{name} BDC {area} EMC\n"
        elif shown:
            content += area
    pdf.page(content, resources=f"/Properties<<{names}>>" if hidden else "")
    pdf.page(*layers_of_forms(pdf, on, off, properties["AnyOn"], hidden))
    return pdf.bytes()


def layers_of_forms(pdf, on, off, either, hidden):
    """(operators, size, resources, fonts, further keys) of the page whose forms and annotations are in layers."""
    look, box, content = "0.5 g 0 0 200 60 re f", "0 0 200 60", heading("Layers of forms")
    forms = {"On": (f"/OC {on}", True), "Off": (f"/OC {off}", False), "Either": (f"/OC {name_of(either)}", True), "Inner": ("", False)}
    made = {name: pdf.form(look, box, layer if hidden else "") for name, (layer, _) in forms.items()}
    made["Inner"] = pdf.form("/Off Do", box, resources=f"/XObject<</Off {name_of(made['Off'])}>>")
    for i, (name, (_, shown)) in enumerate(forms.items()):
        content += label(60, 690 - 100 * i, name) + (f"q 1 0 0 1 200 {650 - 100 * i} cm /{name} Do Q\n" if hidden or shown else "")
    notes = [pdf.add(f"<</Type/Annot/Subtype/Square/Rect[200 {y} 400 {y + 60}]/F 4{f'/OC {layer}' if hidden else ''}/AP<</N {name_of(pdf.form(look, box))}>>>>")
             for y, layer in ((250, on), (150, off)) if hidden or layer == on]
    content += label(60, 290, "An annotation, on") + label(60, 190, "An annotation, off")
    names = "".join(f"/{name} {name_of(number)}" for name, number in made.items())
    return content, A4, f"/XObject<<{names}>>", "", f"/Annots[{' '.join(map(name_of, notes))}]"


PRINTED, HIDDEN, SCREEN_ONLY = 4, 2 + 4, 0  # the flags of an annotation


def annotations(hidden=True):
    """With appearances: stamp, highlight, free text, ink; a link; unless without `hidden`, what is not to be printed, too."""
    pdf, made, content = Pdf(), [], heading("Annotations")

    def add(kind, box, look, flags=PRINTED, more="", state=""):
        x, y, width, height = box
        shape = pdf.form(look, f"0 0 {width} {height}", "/Group<</S/Transparency>>" if state else "", state)
        if hidden or flags == PRINTED:
            made.append(pdf.add(f"<</Type/Annot/Subtype/{kind}/Rect[{x} {y} {x + width} {y + height}]/F {flags}{more}/AP<</N {name_of(shape)}>>>>"))
    for i in range(6):
        content += label(60, 700 - 30 * i, "A paragraph of the contract, which somebody has read and marked where it matters.", 12)
    quads = "/QuadPoints[60 712 300 712 60 696 300 696]/C[1 1 0]"
    add("Highlight", (60, 696, 240, 16), "/Mult gs 0.9 0.9 0.3 rg 0 0 240 16 re f", more=quads, state="/ExtGState<</Mult<</BM/Multiply>>>>")
    add("Stamp", (330, 480, 180, 60), "4 w 2 2 176 56 re S " + label(22, 18, "APPROVED", 26))
    add("FreeText", (60, 470, 200, 50), "0.92 g 0 0 200 50 re f 0 G 0 0 200 50 re S " + label(10, 20, "A note that is free text", 13), more="/DA(/F1 13 Tf)/Contents(A note)")
    add("Ink", (60, 350, 200, 80), "3 w 5 10 m 60 90 100 -40 195 70 c S", more="/InkList[[65 360 255 420]]")
    add("Square", (330, 350, 150, 80), "0.7 g 0 0 150 80 re f", flags=HIDDEN)
    add("Square", (330, 240, 150, 80), "0.3 g 0 0 150 80 re f", flags=SCREEN_ONLY)
    add("Square", (60, 240, 200, 80), "0.5 g 0 0 m 40 0 l 40 80 l 0 40 l f", more="/C[0 0 0]")
    made.append(pdf.add("<</Type/Annot/Subtype/Link/Rect[60 180 300 200]/Border[0 0 0]/F 4/A<</S/URI/URI(https://example.org/)>>>>"))
    content += label(60, 185, "https://example.org/ is a link", 12) + label(330, 225, "nothing here: hidden above, not for print below it", 6)
    pdf.page(content, extra=f"/Annots[{' '.join(map(name_of, made))}]")
    return pdf.bytes()
