"""The documentation holds together: links lead somewhere, files that are named are there, the manual is whole."""
import html.parser
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(0, str(SOURCE / "tools"))
import manual  # noqa: E402

GENERATED = {"build", "node_modules", ".git"}


def texts(*endings):
    for folder, below, names in os.walk(SOURCE):
        below[:] = sorted(set(below) - GENERATED)  # a build may hold a whole Debian
        for name in sorted(names):
            if name.endswith(endings):
                yield pathlib.Path(folder) / name


class Markup(html.parser.HTMLParser):
    """What a page links to and can be linked at, and whether its tags close."""
    VOID = {"meta", "link", "br", "img", "hr", "col", "input"}

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.open, self.wrong, self.headings = [], set(), [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(given[name])
        if "id" in given:
            if given["id"] in self.ids:
                self.wrong.append(f"two of id {given['id']}")
            self.ids.add(given["id"])
        self.headings += tag == "h1"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID or (self.open and self.open[-1] == tag):
            self.open = self.open if tag in self.VOID else self.open[:-1]
        else:
            self.wrong.append(f"</{tag}> behind {self.open[-1:]}")


class Links(unittest.TestCase):
    def test_links_of_markdown_files_lead_to_files_and_headings(self):
        bodies, broken, count = {}, [], 0
        for path in texts(".md"):
            bodies[path] = manual.markdown(path.read_text())
        for path, body in bodies.items():
            for target in re.findall(r'(?:href|src)="([^"]*)"', body):
                if re.match(r"[a-z]+:", target) or target.startswith("<"):
                    continue
                count += 1
                name, _, anchor = manual.html.unescape(target).partition("#")
                file = (path.parent / name).resolve() if name else path
                if not file.exists():
                    broken.append(f"{path.relative_to(SOURCE)}: {target}: there is no such file")
                elif anchor and file in bodies and anchor not in manual.anchors(bodies[file]):
                    broken.append(f"{path.relative_to(SOURCE)}: {target}: there is no such heading")
        self.assertEqual(broken, [])
        self.assertGreater(count, 50)

    def test_documents_that_are_named_are_there(self):
        missing, count = [], 0
        for path in texts(".md", ".h", ".cpp", ".js", ".py", ".toml", ".1", ".5", ".sh", ".txt", ".mjs"):
            for name in re.findall(r"(?<![\w/])docs/[\w/.-]+\.(?:md|json|[15])\b", path.read_text(errors="replace").replace("\\-", "-")):
                count += 1
                if not (SOURCE / name).exists() and "NNNN" not in name:
                    missing.append(f"{path.relative_to(SOURCE)}: {name}")
        self.assertEqual(missing, [])
        self.assertGreater(count, 100)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="platen-manual-")
        cls.addClassCleanup(holder.cleanup)
        cls.out = pathlib.Path(holder.name) / "html"
        made = [subprocess.run([sys.executable, "-B", SOURCE / "tools/manual.py", SOURCE, out], capture_output=True, text=True, check=True)
                for out in (cls.out, cls.out.with_name("again"))]
        cls.words = made[0].stdout
        cls.pages = {path: Markup(path.read_text()) for path in sorted(cls.out.rglob("*.html"))}

    def test_every_chapter_and_every_man_page_is_in_it(self):
        chapters = [*(SOURCE / "docs").rglob("*.md"), *(SOURCE / "docs/man").glob("*.[15]")]
        self.assertEqual(len(self.pages), len(chapters) + 3)  # and three of the tree's own root
        listed = {(self.out / link.partition("#")[0]).resolve() for link in self.pages[self.out / "index.html"].links}
        self.assertLessEqual(set(self.pages) - {self.out / "index.html"}, listed)

    def test_every_reader_has_chapters(self):
        readers = [section for section, title in manual.READERS.items() if title in (self.out / "index.html").read_text()]
        self.assertEqual(readers, ["user", "photographer", "administrator", "developer"])
        self.assertNotIn('class="file"', (self.out / "index.html").read_text())
        for reader in readers:
            self.assertTrue(list((self.out / "manual" / reader).glob("*.html")), reader)

    def test_pages_are_whole_and_link_to_pages(self):
        for path, page in self.pages.items():
            with self.subTest(path.name):
                self.assertEqual((page.wrong, page.open, page.headings), ([], [], 1))
                for link in page.links:
                    name, _, anchor = link.partition("#")
                    if re.match(r"[a-z]+:", link):
                        continue
                    file = (path.parent / name).resolve() if name else path
                    self.assertTrue(file.is_file(), link)
                    if anchor and file in self.pages:
                        self.assertIn(anchor, self.pages[file].ids, link)

    def test_two_builds_are_the_same(self):
        again = self.out.with_name("again")
        first, second = ({path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()} for root in (self.out, again))
        self.assertEqual(first, second)


if __name__ == "__main__":
    unittest.main()
