"""Forms: fields with an appearance of their own, and fields that whoever shows them has to draw."""
from .pdf_file import Pdf, heading, label, name_of

LABELS = ("Name", "Street", "Town", "Amount", "Remarks")
VALUES = ("Erika Mustermann", "Heidestrasse 17", "51147 Koeln", "1,234.56", "As agreed by telephone")


def field(pdf, kind, name, box, more, flags=4):
    x, y, width, height = box
    return pdf.add(f"<</Type/Annot/Subtype/Widget/FT/{kind}/T({name})/Rect[{x} {y} {x + width} {y + height}]/F {flags}/DA(/F1 12 Tf 0 g){more}>>")


def check_states(pdf, mark, frame):
    on = pdf.form(f"{frame} {mark}", "0 0 16 16")
    off = pdf.form(frame, "0 0 16 16")
    return f"/AP<</N<</Yes {name_of(on)}/Off {name_of(off)}>>>>"


def form(fields_of, catalogue=""):
    pdf = Pdf()
    page_content = heading("Application form")
    for i, words in enumerate(LABELS):
        page_content += label(60, 714 - 50 * i, words, 11) + f"q 0.6 G 0.5 w 160 {705 - 50 * i} 300 24 re S Q\n"
    for i, words in enumerate(("agreed", "not agreed", "round, chosen", "round, not chosen")):
        page_content += label(190, 464 - 30 * i, words, 11)
    fields = fields_of(pdf)
    listed = " ".join(map(name_of, fields))
    pdf.catalogue = f"/AcroForm<</Fields[{listed}]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 {name_of(pdf.font)}>>>>{catalogue}>>"
    pdf.page(page_content, extra=f"/Annots[{listed}]")
    return pdf.bytes()


def with_appearances():
    def fields(pdf):
        made = []
        for i, value in enumerate(VALUES):
            look = pdf.form(f"/Tx BMC q BT /F1 12 Tf 0 g 4 7 Td ({value}) Tj ET Q EMC", "0 0 300 24")
            made.append(field(pdf, "Tx", f"text{i}", (160, 705 - 50 * i, 300, 24), f"/V({value})/AP<</N {name_of(look)}>>"))
        cross, box = "1.5 w 3 3 m 13 13 l 3 13 m 13 3 l S", "1 w 0.5 0.5 15 15 re S"
        disc = "8 12 m 10 12 12 10 12 8 c 12 6 10 4 8 4 c 6 4 4 6 4 8 c 4 10 6 12 8 12 c f"
        ring = "1 w 8 15 m 12 15 15 12 15 8 c 15 4 12 1 8 1 c 4 1 1 4 1 8 c 1 12 4 15 8 15 c s"
        for i, (mark, frame, state) in enumerate(((cross, box, "Yes"), (cross, box, "Off"), (disc, ring, "Yes"), (disc, ring, "Off"))):
            made.append(field(pdf, "Btn", f"check{i}", (160, 460 - 30 * i, 16, 16), f"/V/{state}/AS/{state}{check_states(pdf, mark, frame)}"))
        chosen = pdf.form("0.85 g 0 20 120 20 re f BT /F1 12 Tf 0 g 4 26 Td (by post) Tj 0 -20 Td (by courier) Tj ET", "0 0 120 40")
        made.append(field(pdf, "Ch", "list", (160, 300, 120, 40), f"/Opt[(by post)(by courier)]/V(by post)/AP<</N {name_of(chosen)}>>"))
        hidden = pdf.form("0 g 0 0 100 40 re f", "0 0 100 40")
        made.append(field(pdf, "Tx", "secret", (320, 300, 100, 40), f"/V(x)/AP<</N {name_of(hidden)}>>", flags=2))
        return made
    return form(fields)


def without_appearances():
    """NeedAppearances: the values stand in the fields only."""
    def fields(pdf):
        made = [field(pdf, "Tx", f"text{i}", (160, 705 - 50 * i, 300, 24), f"/V({value})") for i, value in enumerate(VALUES)]
        for i, state in enumerate(("Yes", "Off")):
            made.append(field(pdf, "Btn", f"check{i}", (160, 460 - 30 * i, 16, 16),
                              f"/V/{state}/AS/{state}/MK<</CA(4)/BC[0]>>{check_states(pdf, '3 3 10 10 re f', '0.5 0.5 15 15 re S')}"))
        return made
    return form(fields, "/NeedAppearances true")
