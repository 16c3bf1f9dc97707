#!/usr/bin/env python3
"""Makes the manual, HTML without script, of the Markdown files and man pages of the tree: manual.py SOURCE OUT

A chapter is a file of docs/manual/READER/ or docs/howto/. "<!-- manual: READER PLACE -->" in it says whose it is and where
it stands among the others; without it a chapter is of the folder's reader, or else the administrator's, behind those with
a place. Everything else below docs/ is reference. Links between Markdown files become links between pages.
"""
import argparse
import html
import os
import pathlib
import re
import shutil
import subprocess
import sys

READERS = {"user": "For everybody who prints and scans", "photographer": "For the photographer",
           "administrator": "For the administrator", "developer": "For the developer"}
SECTIONS = {**READERS, "commands": "Commands", "files": "File formats", "reference": "Reference",
            "protocols": "Protocols and languages", "decisions": "Decisions"}
PLACE = re.compile(r"^<!-- manual: ([a-z]+)(?: (\d+))? -->$", re.M)
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.S)
LINK = re.compile(r'(<a href="|<img src=")([^"]*)(")')
MAN_NAME = re.compile(r"\b(platen(?:[-.][a-z.-]+)?)</b>\((\d)\)|\b(platen(?:[-.][a-z.-]+)?)\((\d)\)")


def markdown(text):
    """The HTML of a Markdown text, as GitHub has it."""
    done = subprocess.run(["cmark-gfm", "-e", "table", "-e", "strikethrough"], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().replace("<!-- raw HTML omitted -->\n", "")


def slug(words, taken):
    """The anchor that GitHub gives to a heading."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", words)).strip().lower()
    name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
    count = taken.get(name, 0)
    taken[name] = count + 1
    return name if count == 0 else f"{name}-{count}"


def with_anchors(body):
    taken = {}
    return HEADING.sub(lambda m: f'<h{m[1]} id="{slug(m[2], taken)}">{m[2]}</h{m[1]}>', body)


def anchors(body):
    return set(re.findall(r'<h[1-6] id="([^"]*)"', with_anchors(body)))


class Page:
    def __init__(self, source, path, section, place, title, body):
        self.source, self.path, self.section, self.place = source, path, section, place
        self.title, self.body = title, body

    @property
    def key(self):
        return list(SECTIONS).index(self.section), self.place, self.title.lower()


def title_of(body, path):
    found = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    return html.unescape(re.sub(r"<[^>]*>", "", found[1])) if found else path.stem


def section_of(path, text):
    """(section, place) of a Markdown file, by what it says or where it is."""
    said = PLACE.search(text)
    if said and said[1] in SECTIONS:
        return said[1], int(said[2] or 500)
    folder = path.parent.name
    if folder in READERS:
        return folder, 500
    return {"howto": ("administrator", 500), "protocols": ("protocols", 500), "adr": ("decisions", 500)}.get(folder, ("reference", 500))


def markdown_pages(source):
    files = [*sorted((source / "docs").rglob("*.md")), *(source / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"))]
    for path in files:
        text = path.read_text()
        body = with_anchors(markdown(text))
        inner = path.relative_to(source / "docs") if path.is_relative_to(source / "docs") else pathlib.Path("about") / path.name.lower()
        section, place = section_of(path, text)
        title = title_of(body, path)
        if path.name == "CHANGELOG.md":
            title, section, place = "Release notes", "reference", 1
        yield Page(path, inner.with_suffix(".html"), section, place, title, body)


def man_pages(source):
    for path in sorted((source / "docs/man").glob("*.[1-8]")):
        done = subprocess.run(["mandoc", "-Thtml", "-Ofragment", str(path)], capture_output=True, check=True)
        body = re.sub(r"<table class=\"(head|foot)\">.*?</table>", "", done.stdout.decode(), flags=re.S)
        body = re.sub(r"<(/?)h([12])\b", lambda m: f"<{m[1]}h{int(m[2]) + 1}", body)
        title = path.name[:-2] + f"({path.name[-1]})"
        yield Page(path, pathlib.Path("man") / (path.name + ".html"), "files" if path.suffix == ".5" else "commands",
                   1 if path.name == "platen.1" else 500, title, f"<h1>{title}</h1>\n{body}")


def relative(target, page):
    return os.path.relpath(target, page.path.parent)


def linked(page, pages, pictures):
    """Its body with links that lead to the other pages; what is not in the manual is no link."""
    by_source = {one.source.resolve(): one for one in pages}

    def link(match):
        before, target, after = match.groups()
        if re.match(r"[a-z]+:|#|//", target):
            return match[0]
        name, _, anchor = html.unescape(target).partition("#")
        file = (page.source.parent / name).resolve()
        if file in by_source:
            return before + html.escape(relative(by_source[file].path, page) + (f"#{anchor}" if anchor else "")) + after
        if before.startswith("<img") and file.is_file():
            pictures.add(file)
            return before + html.escape(relative(pathlib.Path("images") / file.name, page)) + after
        return '<a class="file" title="' + html.escape(target) + after

    def man(match):
        name, number = (match[1] or match[3]), (match[2] or match[4])
        target = pathlib.Path("man") / f"{name}.{number}.html"
        words = f"{name}({number})" if match[3] else f"{name}</b>({number})"
        if not any(one.path == target for one in pages) or target == page.path:
            return match[0]
        return f'<a href="{relative(target, page)}">{words}</a>' if match[3] else f'<a href="{relative(target, page)}">{name}</a></b>({number})'

    body = LINK.sub(link, page.body)
    return re.sub(r"(<pre.*?</pre>|<h1.*?</h1>|<a .*?</a>|<code.*?</code>)|" + MAN_NAME.pattern,
                  lambda m: m[1] if m[1] else man(_Shifted(m)), body, flags=re.S)


class _Shifted:
    """A match whose groups begin one later."""

    def __init__(self, match):
        self.match = match

    def __getitem__(self, number):
        return self.match[number + 1] if number else self.match[0]


def navigation(page, pages):
    parts = []
    for section, title in SECTIONS.items():
        of_it = [one for one in pages if one.section == section]
        if not of_it:
            continue
        is_open = " open" if section == page.section or (page.section == "" and section in READERS) else ""
        rows = "".join(f'<li><a href="{relative(one.path, page)}"{" aria-current=page" if one is page else ""}>{html.escape(one.title)}</a></li>'
                       for one in of_it)
        parts.append(f"<details{is_open}><summary>{title}</summary><ul>{rows}</ul></details>")
    return "\n".join(parts)


def steps(page, pages):
    """The links to the chapters before and behind it, within its section."""
    of_it = [one for one in pages if one.section == page.section]
    at = of_it.index(page) if page in of_it else -1
    before = of_it[at - 1] if at > 0 else None
    behind = of_it[at + 1] if 0 <= at < len(of_it) - 1 else None
    words = [f'<a rel="{rel}" href="{relative(one.path, page)}">{arrow(rel, one.title)}</a>' for rel, one in (("prev", before), ("next", behind)) if one]
    return f'<nav class="steps" aria-label="Chapters">{"".join(words)}</nav>' if words else ""


def arrow(rel, title):
    return f"← {html.escape(title)}" if rel == "prev" else f"{html.escape(title)} →"


def whole(page, pages, pictures):
    style = relative(pathlib.Path("manual.css"), page)
    home = relative(pathlib.Path("index.html"), page)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(page.title)} · platen</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<a class="skip" href="#chapter-text">To the text</a>
<header><a href="{home}">platen</a> <span>the manual</span> <a class="contents" href="#contents">Contents</a></header>
<div class="columns">
<nav class="chapters" id="contents" aria-label="Contents">
{navigation(page, pages)}
</nav>
<main id="chapter-text">
{linked(page, pages, pictures)}
{by_reader(pages) if page.section == "" else steps(page, pages)}
</main>
</div>
</body>
</html>
"""


def first_page(source, pages):
    """docs/manual/index.md, with the chapters of each reader below it."""
    path = source / "docs/manual/index.md"
    return Page(path, pathlib.Path("index.html"), "", 0, "Manual", with_anchors(markdown(path.read_text())))


def by_reader(pages):
    """What stands below its text: the chapters of each reader."""
    parts = []
    for reader, title in READERS.items():
        rows = "".join(f'<li><a href="{one.path}">{html.escape(one.title)}</a></li>' for one in pages if one.section == reader)
        parts.append(f'<section><h2 id="{reader}">{title}</h2><ul>{rows}</ul></section>')
    return "\n".join(parts)


def all_pages(source):
    pages = [page for page in (*markdown_pages(source), *man_pages(source)) if page.source != source / "docs/manual/index.md"]
    assert len({page.path for page in pages}) == len(pages), "two pages have one name"
    return sorted(pages, key=lambda page: page.key)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    given = parser.parse_args()
    source = given.source.resolve()
    pages = all_pages(source)
    home = first_page(source, pages)
    shutil.rmtree(given.out, ignore_errors=True)  # nothing stays of a chapter that has gone
    pictures = set()
    for page in [home, *pages]:
        file = given.out / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(whole(page, pages if page is home else [*pages], pictures))
    (given.out / "images").mkdir(exist_ok=True)
    for picture in sorted(pictures):
        shutil.copy(picture, given.out / "images" / picture.name)
    shutil.copy(source / "docs/manual/manual.css", given.out / "manual.css")
    print(f"{len(pages) + 1} pages, {len(pictures)} pictures: {given.out}/index.html")


if __name__ == "__main__":
    sys.exit(main())
