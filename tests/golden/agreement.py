"""A drawn sheet against poppler's and MuPDF's rendering of the same page. Which of the two counts where they differ, and why."""
import dataclasses
import re
import subprocess

import golden
from office_documents import drawings, sheets

POPPLER, MUPDF = "poppler", "MuPDF"
BOTH = (POPPLER, MUPDF)
SHEET_DPI = 75  # dots of the screen are gray
# The printable area of A4 on the imageRUNNERs: 4724 x 6779 dots of 600 to the inch, 5 mm from the left and the top (points).
PRINTABLE = (5 * 72 / 25.4, 841.89 - 5 * 72 / 25.4 - 6779 * 0.12, 4724 * 0.12, 6779 * 0.12)


@dataclasses.dataclass
class Agreement:
    """How alike a document's sheets are to the referees' pages: of structure at least, of ink in a square of 2 mm at most."""
    referees: tuple = BOTH
    similarity: float = 0.92
    apart: float = 0.10
    colour: bool = False      # the referee draws colours, which become gray afterwards
    hairlines: bool = False   # the referee draws as finely as the device, without gray edges: lines are a pixel wide
    pages: tuple = ()         # of these alone; all without
    drawn: object = None      # makes what the referees draw in place of the document
    why: str = ""


PLAIN = Agreement()
# Where nothing is said here, both count. Several: each for its pages.
DOCUMENTS = {
    "fonts-not-embedded": Agreement(pages=(1,), why="each takes other fonts for those of the second page"),
    "form-without-looks": Agreement((MUPDF,), why="poppler draws check marks of its own in place of the states that the file has"),
    "plan": Agreement(hairlines=True, apart=0.13, why="MuPDF paints each pixel that a slanted hairline touches"),
    "plan-a3": Agreement(hairlines=True, drawn=lambda: drawings.large_sheet_as_printed(PRINTABLE),
                         why="where it lies on A4 is reckoned here, and told to them"),
    "photographs-cmyk": (Agreement((POPPLER,), similarity=0.90, colour=True, pages=(1,), why="pictures in CMYK go by a profile (ADR 21)"),
                         Agreement(pages=(2,), why="what is drawn beside them does not")),
    "pictures-deep": Agreement((MUPDF,), why="poppler smooths a picture of 2 x 2 pixels towards the edges of its pixels only"),
    "transparency": Agreement((MUPDF,), colour=True, why="poppler has no knockout groups"),
    "blend-modes": Agreement(colour=True, why="in gray, poppler blends gray values"),
    "soft-masks": Agreement((POPPLER,), similarity=0.88, colour=True, why="MuPDF ignores /TR of a soft mask"),
    "spot-colours": Agreement((POPPLER,), why="MuPDF mixes DeviceN and /All from inks of its own in place of the file's function"),
    "overprint": Agreement((MUPDF,), colour=True, apart=0.16, why="poppler shows it in CMYK alone; MuPDF mixes inks in CMYK, which goes to RGB in its own way"),
    "layers": Agreement((POPPLER,), drawn=lambda: sheets.layers(hidden=False), why="what is off is not there for poppler at all; MuPDF goes by no /P"),
    "annotations": Agreement(drawn=lambda: sheets.annotations(hidden=False), why="they draw what is for the screen only"),
    "boxes": Agreement((MUPDF,), why="poppler does not know /UserUnit"),
}
NO_REFEREE = {
    "postscript": "no other renderer of PostScript is here",
    "eps": "no other renderer of PostScript is here",
    "plain-text": "its layout is platen's own",
    "fax": "its size and place on the sheet are platen's own: printed_size_test",
}


class Referee:
    """Draws pages of a document as portable graymaps, upright on upright paper."""

    def __init__(self, document, folder, agreement):
        self.document, self.folder, self.agreement = document, folder, agreement
        self.dpi = 600 if agreement.hairlines else 300

    def drawn(self, program, number):
        path = self.folder / f"{program}-{number}.pnm"
        colours = self.agreement.colour
        if program == POPPLER:
            command = ["pdftoppm", "-cropbox", *(["-aaVector", "no"] if self.agreement.hairlines else []), *([] if colours else ["-gray"]),
                       "-r", str(self.dpi), "-f", str(number), "-l", str(number), "-singlefile", self.document, path.with_suffix("")]
        else:
            command = ["mutool", "draw", "-q", *(["-A", "0"] if self.agreement.hairlines else []), "-c", "rgb" if colours else "gray",
                       "-F", "ppm" if colours else "pgm", "-r", str(self.dpi), "-o", path, self.document, str(number)]
        subprocess.run(command, capture_output=True, check=True)
        made = next(self.folder.glob(f"{program}-{number}.p[gpn]m"))
        return self.upright(made)

    def upright(self, path):
        """Wide pages lie a quarter turned, counter-clockwise, on upright paper."""
        with path.open("rb") as file:
            width, height = map(int, re.match(rb"P[56]\s+(?:#.*\s+)*(\d+)\s+(\d+)", file.read(200)).groups())
        if width <= height and not self.agreement.colour:
            return path
        turned = path.with_name(f"{path.stem}-upright.pgm")
        subprocess.run(["convert", path, "-rotate", "-90>", "-grayscale", "Rec601Luma", turned], capture_output=True, check=True)
        return turned


def of(name):
    """What is to agree of a document: one for all its pages, or each for some of them."""
    said = DOCUMENTS.get(name, PLAIN)
    return said if isinstance(said, tuple) else (said,)


def differences(name, document, sheets_drawn, folder, out):
    """What of the sheets (drawn at SHEET_DPI) the referees draw otherwise: lines for people, empty where they agree."""
    return [line for agreement in of(name) for line in differences_of(agreement, name, document, sheets_drawn, folder, out)]


def differences_of(agreement, name, document, sheets_drawn, folder, out):
    if agreement.drawn:
        document = folder / "drawn.pdf"
        document.write_bytes(agreement.drawn())
    referee, found = Referee(document, folder, agreement), []
    for number in agreement.pages or range(1, len(sheets_drawn) + 1):
        for program in agreement.referees:
            other = referee.drawn(program, number)
            says = compare(sheets_drawn[number - 1], other, agreement, referee.dpi, out / f"{name}-{number}-{program}.png")
            other.unlink()
            if says:
                found.append(f"{name}, page {number}, {program}: {says}")
    return found


def compare(sheet, other, agreement, dpi, difference):
    """"" where they agree."""
    difference.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([golden.COMPARE, "--shrink-second", str(dpi // SHEET_DPI), "--threshold", str(agreement.similarity), "--cell", "6",
                           "--apart", str(agreement.apart), "--difference", difference, sheet, other], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"{done.stdout.strip()}{done.stderr.strip()} See {difference}."
