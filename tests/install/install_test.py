"""What `cmake --install` makes: it works wherever it is moved to, knows nothing of the tree that it came from, and serves others by find_package."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

BUILD = pathlib.Path(sys.argv.pop()).resolve()
SOURCE = pathlib.Path(sys.argv.pop()).resolve()
CMAKE = os.environ["CMAKE"]
CONSUMER = pathlib.Path(__file__).resolve().parent / "consumer"


def tool(*words, **how):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, **how)
    if done.returncode:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="platen-install-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        tool(CMAKE, "--install", BUILD, "--prefix", "/usr", env={**os.environ, "DESTDIR": str(cls.folder / "stage")})
        cls.stage = cls.folder / "stage"
        # Somewhere else than where it was told to be.
        cls.tree = cls.folder / "a place of its own"
        (cls.stage / "usr").rename(cls.tree)
        cls.platen = cls.tree / "bin/platen"
        cls.env = {"PATH": f"{cls.tree}/bin:/usr/bin:/bin", "HOME": str(cls.folder)}

    def files(self, pattern):
        return sorted(path for path in self.tree.rglob(pattern) if path.is_file())

    def test_the_program_finds_its_data_wherever_it_is(self):
        drivers = tool(self.platen, "drivers", "--json", env=self.env)
        self.assertIn(str(self.tree / "share/platen/printers"), drivers)
        self.assertNotIn(str(SOURCE), drivers)

    def test_no_text_knows_the_tree_that_it_came_from(self):
        for path in self.files("*"):
            data = path.read_bytes()
            if b"\0" not in data[:4096]:
                self.assertNotIn(str(SOURCE).encode(), data, path)

    def test_shells_find_their_completions(self):
        for name in ("bash-completion/completions/platen", "zsh/vendor-completions/_platen", "fish/vendor_completions.d/platen.fish"):
            self.assertTrue((self.tree / "share" / name).is_file(), name)
        completed = tool("bash", "-c", f"source '{self.tree}/share/bash-completion/completions/platen'; complete -p platen", env=self.env)
        self.assertEqual(completed, "complete -F _platen platen\n")

    def test_desktops_are_told_of_it(self):
        tool("desktop-file-validate", *self.files("*.desktop"))
        metainfo, = self.files("*.metainfo.xml")
        tool("appstreamcli", "validate", "--no-net", "--strict", metainfo)
        component = xml.parse(metainfo).getroot()
        identity = component.find("id").text
        self.assertEqual(component.find("launchable").text, f"{identity}.desktop")
        icon, = self.files(f"{identity}.svg")
        self.assertEqual(xml.parse(icon).getroot().tag, "{http://www.w3.org/2000/svg}svg")
        for element in ("summary",):
            self.assertEqual(len(component.findall(element)), 2, "English and German")

    def test_the_manual_is_there(self):
        pages = self.files("share/doc/platen/html/**/*.html")
        self.assertGreater(len(pages), 100)
        self.assertTrue((self.tree / "share/doc/platen/html/manual/user/print-and-scan.html").is_file())

    def test_another_program_is_built_with_it(self):
        build = self.folder / "consumer"
        how = ["-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.tree}", f"-DCMAKE_CXX_COMPILER={os.environ['CXX']}"]
        if sanitizers := os.environ.get("SANITIZE"):
            how.append(f"-DCMAKE_CXX_FLAGS=-fsanitize={sanitizers}")
        tool(CMAKE, "-S", CONSUMER, "-B", build, *how)
        tool(CMAKE, "--build", build)
        self.assertGreater(len(re.findall("#include", (build / "headers.cpp").read_text())), 30)
        for language in ("pcl-xl", "pcl-5e"):
            job, sheets = self.folder / f"{language}.bin", self.folder / language
            tool(build / "disc", job, f"printer-language={language}")
            tool(self.platen, "decode", "-q", "-O", sheets, job, env=self.env)
            self.measure(sheets / "job-0001-sheet-001-front.png")
        refused = subprocess.run([build / "disc", job, "sides=both"], capture_output=True, text=True, check=False)
        self.assertEqual((refused.returncode, "two-sided-long-edge" in refused.stderr), (1, True), refused.stderr)

    def measure(self, sheet):
        """A disc of 100 mm on A4 is black on an eighth of it: pi * 50^2 / (210 * 297)."""
        words = tool("convert", sheet, "-colorspace", "gray", "-format", "%[fx:mean]", "info:")
        self.assertAlmostEqual(1 - float(words), 0.1259, delta=0.002)

    def test_other_versions_are_refused(self):
        (self.folder / "later").mkdir()
        text = 'cmake_minimum_required(VERSION 3.25)\nproject(later LANGUAGES CXX)\nfind_package(platen 0.2 REQUIRED)\n'
        (self.folder / "later/CMakeLists.txt").write_text(text)
        done = subprocess.run([CMAKE, "-S", self.folder / "later", "-B", self.folder / "later/build", f"-DCMAKE_PREFIX_PATH={self.tree}"],
                              capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("0.1.0", done.stderr)


if __name__ == "__main__":
    unittest.main()
