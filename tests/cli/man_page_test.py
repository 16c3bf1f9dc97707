"""The man pages and --help tell the same options, and man reads the pages without a complaint."""
import os
import pathlib
import re
import subprocess
import unittest

from support import run

MAN = pathlib.Path(os.environ["MAN_PAGES"])


def commands():
    _, out, _ = run("--help")
    return re.findall(r"^  ([a-z][a-z-]*)  ", out.decode(), re.M)


class ManPages(unittest.TestCase):
    def test_every_command_has_a_page_with_its_options(self):
        self.assertGreaterEqual(len(commands()), 45)
        for command in commands():
            with self.subTest(command):
                code, out, _ = run(command, "--help")
                self.assertEqual(code, 0)
                helped = set(re.findall(r"^\s+(?:-\w, )?(--[a-z-]+)", out.decode(), re.M))
                page = (MAN / f"platen-{command}.1").read_text().replace("\\-", "-")
                told = set(re.findall(r"^\.B (?:-\w, )?(--[a-z-]+)", page, re.M))
                self.assertEqual(helped, told)

    def test_a_page_tells_each_word_of_the_usage_line(self):
        for command in commands():
            usage = run(command, "--help")[1].decode().splitlines()[0].split("[OPTION]...")[1]
            page = (MAN / f"platen-{command}.1").read_text().replace("\\-", "-")
            for word in re.findall(r"(?<![\w.-])[a-z][a-z-]+(?![\w.-])", usage):
                self.assertRegex(page, rf"(?m)^\.(B|BR|BI|RB).*\b{word}\b", command)

    def test_the_overview_names_every_command(self):
        page = (MAN / "platen.1").read_text().replace("\\-", "-")
        for command in commands():
            self.assertRegex(page, rf"(?m)^\.B {command}$")

    def test_groff_has_nothing_to_say(self):
        for page in sorted(MAN.glob("*.[15]")):
            done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", str(page)], capture_output=True,
                                  env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8"}, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, b""), page.name)

    def test_mandoc_has_nothing_to_say(self):
        for page in sorted(MAN.glob("*.[15]")):
            done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", str(page)], capture_output=True, text=True, check=False)
            # A date would be one more thing that two builds do not share.
            self.assertEqual([line for line in done.stdout.splitlines() if "missing date" not in line], [])


if __name__ == "__main__":
    unittest.main()
