"""The photographer's layout over IPP: what a job of the server prints is what convert makes of the same options, byte for byte."""
import re
import unittest

from server_commands_test import ServerCase
from support import pdf, run

PAPER = ("media=na_index-4x6_4x6in", "media-type=stationery", "printer-resolution=300dpi")
# Each as people write it. Lengths have fractions, texts have what quoting could lose.
LAYOUTS = {
    "exact width": ("image-width=61.37mm",),
    "fractions of an inch": ("image-height=2.0625in", "x-image-position=left", "y-image-position=bottom"),
    "both edges, cut": ("image-width=55mm", "image-height=70.5mm", "crop-anchor=bottom-right", "print-scaling=fill"),
    "both edges, inside": ("image-width=55mm", "image-height=70.5mm", "print-scaling=fit", "orientation-requested=5"),
    "shifts": ("image-width=40mm", "x-image-shift=5.25mm", "y-image-shift=-737"),
    "a part, turned": ("image-crop=10,5.5,70,80", "image-rotation=90"),
    "frames": ("image-width=50mm", "border-width=1.5mm", "border-color=#804020", "mat-width=5mm,4mm,8.25mm,4mm", "mat-color=ivory"),
    "marks and words": ("image-width=50mm", "image-marks=crop", "caption-size=3.5mm",
                        "image-caption={number}: it's \"a\" 100 % {tie}, (ä) = b; c\\d".replace("{tie}", "tie")),
    "corners": ("image-width=2in", "image-marks=corner"),
    "package": ("image-package=40x30mm*3,2x1.5in", "image-gap=2.5mm"),
    "borderless": ("borderless=on", "overspray=low", "media-type=canon-pro-luster", "printer-resolution=600dpi"),
    "safe margins": ("media-type=canon-fine-art-smooth", "media=a5", "printer-resolution=600dpi", "safe-margins=off"),
    "looks": ("image-width=60mm", "sharpening=high", "black-and-white=split", "black-and-white-shadows=250,40",
              "black-and-white-mix=50,40,10", "black-and-white-curve=25:20,75:80"),
}
# Of documents whose pages share sides.
OFFICE = {
    "two on a side": ("number-up=2", "page-border=single", "presentation-direction-number-up=toleft-tobottom"),
    "booklet": ("imposition-template=signature", "booklet-creep=0.35mm"),
    "poster": ("poster=2x3", "poster-overlap=7.5mm"),
    "bound": ("binding-margin=12.5mm", "x-side1-image-shift=-150", "y-side2-image-shift=2.5mm"),
    "texts": ("page-header={user}: it's \"a\" 100 %|(ä) = b; c\\d|{page}/{pages}", "page-footer={title}", "watermark=DRAFT",
              "watermark-layer=over", "stamp=COPY {page}", "stamp-corner=bottom-left"),
    "covers and slips": ("front-cover=blank", "back-cover=printed", "slip-sheets=on", "copies=2"),
    "backwards": ("page-delivery=reverse-order-face-down",),
}


def name_and_value(option):
    return option.split("=", 1)


def collection_with(text, start):
    """From there to the brace that closes it."""
    begin = text.index(start)
    depth = 0
    for at in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[begin:at + 1]
    raise AssertionError(f"{start} is not closed in {text}")


class SubmitLayout(ServerCase):
    def setUp(self):
        super().setUp()
        self.photo = self.folder / "photo.png"
        self.tool("convert", "-size", "240x180", "-seed", "5", "plasma:red-blue", "-depth", "8", "-strip", self.photo)
        self.device = self.folder / "device"
        self.platen("add", "-d", "paper", "-m", "canon-pro-1000", "-v", f"file:{self.device}")
        self.addCleanup(run, "delete", "-d", "paper", env={"PLATEN_SERVER": str(self.server.socket)})

    @staticmethod
    def settings(options):
        return [word for option in options for word in ("-o", option)]

    def pages(self, path):
        """All that a device is told of its pages: names and times of the job come before that."""
        stream = path.read_bytes()
        start = stream.index(b"<ivec:operation>SetConfiguration<")
        return stream[stream.rindex(b"<?xml", 0, start):]

    def converted(self, options, *documents):
        out = self.folder / "converted"
        code, _, err = run("convert", "-m", "canon-pro-1000", *self.settings([*PAPER, *options]), "-O", out, *documents)
        self.assertEqual(code, 0, err)
        return self.pages(out)

    def submitted(self, options, *documents):
        self.device.unlink(missing_ok=True)
        job = self.submit("-d", "paper", *self.settings(options), "--wait", *documents)
        self.assertEqual(self.job(job)["job-state"], "completed")
        return self.pages(self.device)

    def test_every_option_arrives_as_it_is(self):
        for what, options in LAYOUTS.items():
            with self.subTest(what):
                self.assertEqual(self.submitted([*PAPER, *options], self.photo), self.converted(options, self.photo))

    def test_office_layouts_arrive_as_they_are(self):
        document = self.write("in.pdf", pdf([f"BT /F1 80 Tf 60 {100 + 90 * i} Td (page {i}) Tj ET" for i in range(1, 6)]))
        plain = self.converted((), document)
        for what, options in OFFICE.items():
            with self.subTest(what):
                made = self.submitted([*PAPER, *options], document)
                self.assertEqual(made, self.converted(options, document))
                self.assertNotEqual(made, plain)

    def test_the_options_matter(self):
        pages = [self.converted(options, self.photo) for options in ((), *LAYOUTS.values())]
        self.assertEqual(len(set(pages)), len(pages))

    def test_several_documents_share_a_sheet(self):
        documents = [self.photo, self.write("drawing.pdf", pdf(["0 0 300 300 re f"])), self.photo]
        options = ("contact-sheet=2x2", "image-gap=3.3mm", "border-width=1pt", "image-caption=Nr. {number}")
        self.assertEqual(self.submitted([*PAPER, *options], *documents), self.converted(options, *documents))

    def test_defaults_of_a_printer_are_options_too(self):
        options = ("image-width=1.75in", "border-width=1.5mm", "mat-width=3mm", "x-image-shift=2mm")
        self.platen("modify", "-d", "paper", *self.settings(options))
        shown = {option["name"]: option["default"] for option in self.json("options", "-d", "paper")}
        self.assertEqual((shown["canon-image-width"], shown["canon-mat-width"], shown["x-image-shift"]), ("1.75in", "3mm", "200"))
        self.assertEqual(self.submitted(PAPER, self.photo), self.converted(options, self.photo))

    def test_a_recipe_carries_them_under_its_name_and_as_a_preset(self):
        options = [option for what in ("frames", "looks") for option in LAYOUTS[what] if not option.startswith("image-width")]
        options += ["image-width=1.875in", "x-image-shift=-1.25mm"]
        self.platen("recipes", "add", "Framed", "-d", "paper", *self.settings([*PAPER, *options]))
        self.addCleanup(run, "recipes", "remove", "Framed", env={"PLATEN_SERVER": str(self.server.socket)})
        expected = self.converted(options, self.photo)
        self.assertEqual(self.submitted(["recipe=Framed"], self.photo), expected)
        # What a client reads in the preset, and sends back without knowing what it is.
        shown = self.ipp("Get-Printer-Attributes", "", "STATUS successful-ok")
        preset = collection_with(shown.replace("\n", " "), "{preset-name=Framed")
        attributes = []
        for option in options:
            name, value = name_and_value(option)
            said = re.search(rf"(?:canon-)?{name}=(?:\"([^\"]*)\"|(\S+?))[ }}]", preset)
            self.assertTrue(said, f"{name} in {preset}")
            if name != "x-image-shift":
                self.assertEqual(said.group(1) or said.group(2), value)
            attributes.append(self.attribute(name, value))
        self.device.unlink(missing_ok=True)
        self.print_by_ipptool([*map(self.attribute_of, PAPER), *attributes])
        self.assertEqual(self.pages(self.device), expected)

    def test_ipptool_sends_each_of_them(self):
        for what, options in LAYOUTS.items():
            if what in ("borderless", "safe margins"):
                continue  # another paper: one that the attributes of PAPER contradict
            with self.subTest(what):
                self.device.unlink(missing_ok=True)
                self.print_by_ipptool([self.attribute_of(option) for option in (*PAPER, *options)])
                self.assertEqual(self.pages(self.device), self.converted(options, self.photo))

    # ---- IPP as somebody else's client sends it

    def attribute_of(self, option):
        return self.attribute(*name_and_value(option))

    @staticmethod
    def attribute(name, value):
        if name.endswith("image-shift"):
            hundredths = value if not value.endswith("mm") else str(round(float(value[:-2]) * 100))
            return f"ATTR integer {name} {hundredths}"
        if name == "printer-resolution":
            return f"ATTR resolution {name} {value}"
        if name == "orientation-requested":
            return f"ATTR enum {name} {value}"
        registered = name in ("media", "media-type", "print-scaling", "x-image-position", "y-image-position")
        kind = "keyword" if registered or name in ("crop-anchor", "image-rotation", "image-marks", "sharpening", "black-and-white") else "name"
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'ATTR {kind} {name if registered else "canon-" + name} "{text}"'

    def ipp(self, operation, job_group, tail):
        script = self.write("ipp.test", f"""{{ NAME "x" OPERATION {operation}
            GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en
            ATTR uri printer-uri $uri ATTR name requesting-user-name $user {job_group} {tail} }}""")
        return self.tool("ipptool", "-tv", f"ipp://localhost:{self.server.port}/ipp/print/paper", script).decode()

    def print_by_ipptool(self, attributes):
        before = {job["job-id"] for job in self.json("jobs", "--all")}
        self.ipp("Print-Job", "ATTR boolean ipp-attribute-fidelity true ATTR mimeMediaType document-format image/png "
                 f"GROUP job-attributes-tag {' '.join(attributes)}", f"FILE {self.photo} STATUS successful-ok EXPECT job-id")
        job = ({job["job-id"] for job in self.json("jobs", "--all")} - before).pop()
        self.until(lambda: self.job(job)["job-state"] == "completed")


if __name__ == "__main__":
    unittest.main()
