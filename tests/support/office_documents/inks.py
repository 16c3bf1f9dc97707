"""Spot colours and overprint."""
from .pdf_file import Pdf, heading, label, name_of


def tint(inks, *of_cmyk):
    """A function from tints to CMYK: the sum of what each ink is."""
    return "/FunctionType 4/Domain[" + "0 1 " * inks + "]/Range[0 1 0 1 0 1 0 1]", " ".join(of_cmyk)


def spot_colours():
    """Separation, DeviceN, All, None; their tints in steps."""
    pdf = Pdf()
    one = pdf.stream(*tint(1, "{ dup 0 mul exch dup 0.7 mul exch 0.1 mul 0 exch pop 0 }"))
    two = pdf.stream(*tint(2, "{ exch dup 0.9 mul exch 0.4 mul 3 2 roll dup 0.8 mul exch 0.1 mul }"))
    spaces = {"Orange": f"[/Separation/Orange/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0.6 1 0]/N 1>>]",
              "Navy": f"[/Separation/Navy/DeviceRGB<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[0.05 0.1 0.4]/N 1>>]",
              "Lilac": f"[/Separation/Lilac/DeviceCMYK {name_of(one)}]",
              "Two": f"[/DeviceN[/Navy/Orange]/DeviceCMYK {name_of(two)}]",
              "All": "[/Separation/All/DeviceGray<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>]",
              "None": "[/Separation/None/DeviceGray<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>]"}
    content = heading("Spot colours")
    for i, name in enumerate(spaces):
        for step in range(5):
            amount = f"{0.2 * (step + 1):.1f}" + (f" {1 - 0.2 * step:.1f}" if name == "Two" else "")
            content += f"/{name} cs {amount} scn {140 + 75 * step} {680 - 80 * i} 70 50 re f\n"
        content += label(50, 700 - 80 * i, name)
    content += "/Navy cs 1 scn BT /F1 36 Tf 140 180 Td (Words in Navy) Tj ET /Orange CS 1 SCN 6 w 140 150 m 500 150 l S\n"
    names = "".join(f"/{name}{space}" for name, space in spaces.items())
    pdf.page(content, resources=f"/ColorSpace<<{names}>>")
    return pdf.bytes()


def overprint():
    """Black over cyan with overprint mode 1 keeps the cyan; with mode 0, or without, it does not. Spot inks leave what is below."""
    pdf = Pdf()
    spot = "[/Separation/Varnish/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0.5 0]/N 1>>]"
    content = heading("Overprint")
    for i, (name, what) in enumerate((("Off", "knocked out"), ("Zero", "overprint, mode 0"), ("One", "overprint, mode 1"))):
        y = 560 - 180 * i
        content += f"/Off gs 1 0 0 0 k 60 {y} 400 130 re f /{name} gs 0 1 0 0 k 90 {y + 20} 90 90 re f 0 0 0 0.5 k 210 {y + 20} 90 90 re f\n"
        content += f"/Spot cs 1 scn 330 {y + 20} 90 90 re f 0 0 0 1 k BT /F1 14 Tf 100 {y + 5} Td (Black words, {what}) Tj ET\n"
    states = "/ExtGState<</Off<</OP false/op false/OPM 0>>/Zero<</OP true/op true/OPM 0>>/One<</OP true/op true/OPM 1>>>>"
    pdf.page(content, resources=f"{states}/ColorSpace<</Spot{spot}>>")
    return pdf.bytes()
