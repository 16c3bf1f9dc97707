"""What the replays share: a server with its three virtual printers, and rulers for the sheets that they draw."""
import functools
import json
import re
import socket
import subprocess
import unittest

import replay
import server

A4, LETTER = (21000, 29700), (21590, 27940)
BAR = (300, 300, 1500, 600)  # pixels at 300 dpi
OTHER_BAR = (300, 1200, 900, 1500)
HOST = socket.gethostname().split(".")[0].lower()
OK = range(0x0000, 0x0003)  # successful-ok, -ignored-or-substituted, -conflicting
COMPLETED, CANCELED = 9, 7


def size_of(media):
    size = media["media-size"].values[0]
    return size["x-dimension"].values[0], size["y-dimension"].values[0]


def inked(picture, threshold):
    """Width and height of a drawn sheet, and (left, top, right, bottom) of what is darker than `threshold` percent of white."""
    told = subprocess.run(["convert", picture, "-colorspace", "Gray", "-threshold", f"{threshold}%", "-format", "%w %h %@", "info:"],
                          check=True, capture_output=True, text=True).stdout
    width, height, *box = map(int, re.findall(r"\d+", told))
    return width, height, (box[2], box[3], box[2] + box[0], box[3] + box[1])


def middle_of_bar(picture, size):
    """Red, green and blue (0 to 255) of the sheet in the middle of BAR."""
    width = int(subprocess.run(["convert", picture, "-format", "%w", "info:"], check=True, capture_output=True, text=True).stdout)
    x, y = (round((BAR[i] + BAR[i + 2]) / 2 * width * 2540 / size[0] / 300) for i in (0, 1))
    pixel = subprocess.run(["convert", picture, "-crop", f"5x5+{x - 2}+{y - 2}", "+repage", "-resize", "1x1!", "-depth", "8", "rgb:-"],
                           check=True, capture_output=True).stdout
    return tuple(pixel[:3])


def words_of(attributes):
    """(name, syntax, value) of every value, those within collections too."""
    for name, attribute in attributes.items():
        for value in attribute.values:
            if isinstance(value, dict):
                yield from words_of(value)
            else:
                yield name, attribute.syntax, value


class Replayed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = server.server()
        cls.running = cls.context.__enter__()
        cls.printed = {printer: 0 for printer in server.PRINTERS}

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def talk(self, client, printer, **documents):
        return replay.Conversation(client, self.running.port, printer, HOST, documents)

    def finish(self, talk, state=COMPLETED):
        """Polls as the client does until the job has ended; its last attributes."""
        job = server.wait_for(lambda: (reply := talk.run("poll")).job["job-state"].values[0] >= CANCELED and reply.job, 400, "the job's end")
        self.assertEqual(job["job-state"].values, [state], job)
        return job

    def sheets(self, printer):
        """What the virtual printer tells of the job that it has just taken, and its drawn sides."""
        folder = self.running.state / "virtual" / printer
        type(self).printed[printer] += 1
        number = self.printed[printer]

        def record():
            try:
                return json.loads((folder / f"job-{number:04d}.json").read_text())
            except (OSError, json.JSONDecodeError):  # not there, or being written
                return None
        told = server.wait_for(record, 400, f"job {number} of {printer}")
        self.assertEqual(told["state"], "completed", told)
        return told["sides"], sorted(folder.glob(f"job-{number:04d}*.png"), key=lambda path: path.name.replace("-back", "-verso"))

    def sides_printed(self, sides):
        return sum(side["copies"] for side in sides)

    def check_bar(self, picture, size, bar):
        """The bar is where the client put it, to a millimetre; the rest of the sheet is white."""
        width, _, found = inked(picture, 50)
        scale = width * 2540 / size[0] / 300  # sheet pixels to one of the raster's
        for have, want in zip(found, bar):
            self.assertAlmostEqual(have / scale, want, delta=12, msg=f"{picture}: {found}, scale {scale}")


def each_printer(test):
    """The test for each of the three."""
    @functools.wraps(test)
    def run(self):
        for printer in server.PRINTERS:
            with self.subTest(printer=printer):
                test(self, printer)
    return run
