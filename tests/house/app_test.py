"""What the web app must keep to that no compiler sees: its texts, its style and script where the CSP wants them."""
import json
import pathlib
import re
import sys
import unittest

UI = pathlib.Path(sys.argv.pop(1)) / "src" / "web" / "ui"
PLURALS = {"one", "other", "zero", "two", "few", "many"}


def leaves(words, path=""):
    """{"jobs.title": TEXT or {"one": ..., "other": ...}} of a catalogue."""
    found = {}
    for key, value in words.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            found |= leaves(value, f"{path}{key}.")
        else:
            found[path + key] = value
    return found


def filled_in(value):
    """What a text has filled in."""
    texts = value.values() if isinstance(value, dict) else [value]
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


# text/LANGUAGE.json, and text/PART/LANGUAGE.json of pages that load their words when they are opened.
CATALOGUES = {path.stem: leaves(json.loads(path.read_text())) for path in sorted((UI / "text").glob("*.json"))}
for part in sorted((UI / "text").glob("*/*.json")):
    CATALOGUES[part.stem] |= leaves(json.loads(part.read_text()))
SCRIPTS = {path.relative_to(UI): path.read_text() for path in sorted(UI.rglob("*.js"))}
SCRIPTS = {path: re.sub(r"\b(?:h|svg)\(\s*\"[^\"]*\"", "", text) for path, text in SCRIPTS.items()}  # names of elements are no keys
ALL = "\n".join(SCRIPTS.values())
PLAIN = "\n".join(path.read_text() for path in sorted(UI.parent.glob("*.cpp")))  # the pages without script have the section "plain"
STRING = r"[\"'`]([A-Za-z][\w-]*(?:\.[\w-]+)+)[\"'`]"


class Texts(unittest.TestCase):
    def test_languages_have_the_same_keys(self):
        english = CATALOGUES["en"]
        for language, texts in CATALOGUES.items():
            self.assertEqual(sorted(set(english) - set(texts)), [], f"missing in {language}")
            self.assertEqual(sorted(set(texts) - set(english)), [], f"in {language} alone")

    def test_they_fill_in_what_is_there(self):
        for language, texts in CATALOGUES.items():
            for key, value in texts.items():
                self.assertLessEqual(filled_in(value), filled_in(CATALOGUES["en"][key]), f"{key} in {language}")
                self.assertEqual(bool(value), bool(CATALOGUES["en"][key]), f"{key} is empty in one language")
                if isinstance(value, dict):
                    self.assertIn("other", value, f"{key} in {language}")

    def test_each_key_in_a_script_is_there(self):
        """As t("a.b"), and any other string that begins with a section's name: keys are handed on, too."""
        sections = {key.split(".")[0] for key in CATALOGUES["en"] if "." in key}
        for path, script in SCRIPTS.items():
            wanted = set(re.findall(r"\bt\(\s*\"([^\"]+)\"", script))
            wanted |= {one for one in re.findall(STRING, script) if one.split(".")[0] in sections and not one.endswith((".js", ".css", ".json"))}
            self.assertEqual(sorted(wanted - set(CATALOGUES["en"])), [], path)
            for prefix in re.findall(r"\bt\(\s*`([\w.-]+)\$\{", script):
                self.assertTrue(any(key.startswith(prefix) for key in CATALOGUES["en"]), f"{path}: {prefix}")
            for group in re.findall(r"\b(?:word|knownWord)\(\s*\"([^\"]+)\"", script):
                self.assertTrue(any(key.startswith(f"{group}.") for key in CATALOGUES["en"]), f"{path}: {group}")

    def test_each_key_of_the_plain_pages_is_there(self):
        for key in re.findall(r"\bwords\(\s*\"([^\"]+[^.\"])\"\s*[),]", PLAIN):
            self.assertIn(f"plain.{key}", CATALOGUES["en"])

    def plain_uses(self, key):
        """Keys of the plain pages are named whole, by their section and a dot, or by their section."""
        name = key.removeprefix("plain.")
        return key.startswith("plain.") and any(f'"{one}"' in PLAIN for one in (name, name.split(".")[0], name.split(".")[0] + "."))

    def test_each_setting_of_the_server_has_words(self):
        rows = (UI.parents[1] / "server" / "setting_keys.cpp").read_text()
        keys = re.findall(r"\b(?:text|texts|number|choice|yes_no)\(\"(\w+)\", \"([\w-]+)\"", rows)
        self.assertGreater(len(keys), 20)
        for section, key in keys:
            self.assertIn(f"setting.{section}.{key}", CATALOGUES["en"])

    def test_none_is_unused(self):
        whole = {f"{group}." for group in re.findall(r"\b(?:word|knownWord)\(\s*\"([^\"]+)\"", ALL)} | set(re.findall(r"`(\w+\.[\w.-]*)\$\{", ALL))
        named = set(re.findall(STRING, ALL)) | set(re.findall(r"\bt\(\s*\"([^\"]+)\"", ALL))
        unused = [key for key in CATALOGUES["en"] if key not in named and not any(key.startswith(group) for group in whole)]
        self.assertEqual([key for key in unused if not self.plain_uses(key)], [])


class Said(unittest.TestCase):
    """said/LANGUAGE.json: what the server says, which the app says in its language."""
    FORMS = {path.stem: json.loads(path.read_text()) for path in sorted((UI / "said").glob("*.json"))}
    LITERAL = r'"((?:[^"\\\n]|\\.)*)"'

    def test_the_server_says_so(self):
        """Each part of a form between what differs stands in a text of the server's sources."""
        sources = "\n".join(re.sub(r"\"\s+\"", "", path.read_text()) for path in sorted(UI.parents[1].rglob("*.cpp")) if "virtual" not in path.parts)
        labels = "\n".join(path.read_text() for path in sorted((UI.parents[2] / "data" / "printers").rglob("*.toml")))  # of inks and toners
        texts = "\0".join(re.sub(r"\\(.)", r"\1", one) for one in re.findall(self.LITERAL, sources + labels))
        for language, forms in self.FORMS.items():
            for form in forms:
                for part in re.split(r"\{\+?\w+\}", form):
                    self.assertTrue(self.stands_in(texts, part.strip()), f"{language}: {form}: nothing says \"{part}\"")

    def stands_in(self, texts, part):
        """Whole, or put together of several that follow on each other."""
        words = part.split(" ")
        return part in texts or any(" ".join(words[:at]) in texts and self.stands_in(texts, " ".join(words[at:])) for at in range(len(words) - 1, 0, -1))

    def test_each_language_has_all_of_them(self):
        self.assertEqual(set(self.FORMS), set(CATALOGUES) - {"en"})
        for language, forms in self.FORMS.items():
            self.assertEqual(set(forms), set.union(*(set(one) for one in self.FORMS.values())), language)
            for form, words in forms.items():
                self.assertLessEqual(set(re.findall(r"\{\+?\w+\}", words)), set(re.findall(r"\{\+?\w+\}", form)), form)
                self.assertTrue(words.strip(), form)


class Files(unittest.TestCase):
    def test_no_text_goes_over_the_end_of_a_line(self):
        """web/assets.cpp leaves out lines that begin as comments, and indentation."""
        for path, script in SCRIPTS.items():
            for number, line in enumerate(script.split("\n"), 1):
                self.assertEqual(line.replace("\\`", "").count("`") % 2, 0, f"{path}:{number}")
                self.assertFalse(line.endswith("\\"), f"{path}:{number}")
        for path in UI.rglob("*.js"):
            self.assertNotRegex(path.read_text(), r"(?m)^\s*(/\*|\*)", path)

    def test_no_script_or_style_within_a_page(self):
        page = (UI / "index.html").read_text()
        self.assertNotRegex(page, r"<style|\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)")

    def test_what_a_page_names_is_there(self):
        for name in re.findall(r"(?:src|href)=\"/app/([^\"]+)\"", (UI / "index.html").read_text()):
            self.assertTrue((UI / name).is_file(), name)
        for path, script in SCRIPTS.items():
            for name in re.findall(r"from \"(\.[^\"]+)\"", script):
                self.assertTrue((UI / path.parent / name).is_file(), f"{path}: {name}")
            for name in re.findall(r"\bstyle\(\"([^\"]+)\"\)", script):
                self.assertTrue((UI / name).is_file(), f"{path}: {name}")

    def test_the_first_page_is_asked_for_at_once(self):
        """index.html names each module that app.js and the first page begin with, so that none is found only when another one has come."""
        needed, left = set(), ["app.js", "pages/home.js"]
        while left:
            path = left.pop()
            if path not in needed:
                needed.add(path)
                left += [str((UI / path).parent.joinpath(name).resolve().relative_to(UI.resolve())) for name in re.findall(r"from \"(\.[^\"]+)\"", (UI / path).read_text())]
        named = re.findall(r"<(?:link rel=\"modulepreload\" href|script type=\"module\"[^>]* src)=\"/app/([^\"]+)\"", (UI / "index.html").read_text())
        self.assertEqual(sorted(named), sorted(needed))
        self.assertEqual(named[0], "lib/early.js")

    def test_nothing_becomes_markup_or_script(self):
        for path, script in SCRIPTS.items():
            self.assertNotRegex(script, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", path)

    def test_nothing_comes_from_another_host(self):
        for path in UI.rglob("*"):
            if path.suffix in (".js", ".css", ".html"):
                loaded = r"(?:from|import|import\(|fetch\(|EventSource\(|src[=:]|href[=:]|url\()\s*[\"'`]?https?://[^\s\"'`)]+"
                self.assertEqual(re.findall(loaded, path.read_text()), [], path)


if __name__ == "__main__":
    unittest.main()
