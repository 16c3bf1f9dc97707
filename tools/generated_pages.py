#!/usr/bin/env python3
"""The manual's pages that are made of what the program says: generated_pages.py PLATEN [--check] [--source DIR]

docs/manual/administrator/devices.md   of "platen drivers" and "platen options": the models and what is known of them
docs/manual/administrator/findings.md  of "platen doctor --codes": what the doctor finds, by severity
With --check nothing is written; exit code 1 and the difference where a page is not what it should be.
"""
import argparse
import difflib
import json
import pathlib
import re
import subprocess
import sys

EVIDENCE = {"verified": "seen on paper or in an answer of such a device",
            "captured": "in a recording of what the maker's driver and such a device said to each other",
            "documented": "in a file or a text of the maker, or of others who had the device",
            "inferred": "concluded from other models or from general knowledge: nobody has confirmed it"}
SEVERITIES = {"problem": "Something does not work", "warning": "It works, and may soon not", "note": "Worth knowing", "good": "As it should be"}


def asked(platen, *words):
    return json.loads(subprocess.run([platen, *words], capture_output=True, check=True).stdout)


def cell(text):
    return " ".join(str(text).replace("|", "\\|").split())


def words_of(value):
    return ", ".join(map(str, value)) if value else ""


def sizes(option):
    """"A4, A3, ..." of the registered names, which say what they are."""
    names = []
    for value in option["values"]:
        family, name, size = value.split("_", 2) if value.count("_") >= 2 else ("", value, "")
        names.append(name.upper() if family in ("iso", "jis") else f"{name} ({size})")
        if family == "jis":
            names[-1] += " (JIS)"
    return ", ".join(names)


def scanner_words(scanner):
    if not scanner:
        return "none"
    area = f"{scanner['width-300ths'] / 300 * 25.4:.0f} x {scanner['height-300ths'] / 300 * 25.4:.0f} mm"
    feeder = f", feeder for {scanner['feeder-capacity']} sheets" if scanner.get("feeder-capacity") else ""
    both = ", both sides" if scanner.get("two-sided") else ""
    return f"{words_of(scanner['modes'])}; {words_of(scanner['resolutions'])} dpi; {area}{feeder}{both} (`{scanner['language']}`)"


def languages(model):
    others = [f"`{one['name']}` ({one['evidence']})" for one in model.get("other-languages", [])]
    return ", ".join([f"`{model['language']}`", *others])


def device(platen, model):
    options = {one["name"]: one for one in asked(platen, "options", "-m", model["id"], "--json")}
    rows = [("model file", f"`{model['id']}`"),
            ("calls itself", ", ".join(f"`{name}`" for name in model.get("ieee1284-models", []))),
            ("languages", languages(model)),
            ("colour", "yes" if model["color"] else "black and white"),
            ("resolutions", words_of(options["printer-resolution"]["values"])),
            ("sides", words_of(options["sides"]["values"])),
            ("paper sizes", sizes(options["media"])),
            ("paper feeds", words_of(options.get("media-source", {}).get("values"))),
            ("scanner", scanner_words(model.get("scanner")))]
    lines = [f"## {model['title']}", "", "| | |", "|---|---|", *(f"| {name} | {cell(text)} |" for name, text in rows), "",
             "How well its facts are known, and by whom:", "", "| evidence | source |", "|---|---|"]
    seen = []
    for source in model["sources"]:
        row = f"| {source['evidence']} | {cell(source['source'])} |"
        if row not in seen:
            seen.append(row)
    return [*lines, *seen, ""]


def devices(platen):
    models = asked(platen, "drivers", "--json")
    lines = ["<!-- manual: administrator 80 -->", "# Supported devices", "",
             "This page is made of the model files (`tools/generated_pages.py`). A file is all that a model needs: [add one](../../howto/add-a-model.md).", "",
             f"| device | language | scans | {' | '.join(EVIDENCE)} |", f"|---|---|---|{'---|' * len(EVIDENCE)}"]
    for model in models:
        counts = " | ".join(str(model["evidence"].get(level, 0)) for level in EVIDENCE)
        anchor = re.sub(r"[^\w\- ]", "", model["title"].lower()).replace(" ", "-")
        lines.append(f"| [{model['title']}](#{anchor}) | `{model['language']}` | {'yes' if model.get('scanner') else 'no'} | {counts} |")
    lines += ["", "The numbers count facts by their evidence. Each group of facts in a model file has one, with its source:", ""]
    lines += [f"- *{level}*: {meaning}" for level, meaning in EVIDENCE.items()]
    lines.append("")
    for model in models:
        lines += device(platen, model)
    return "\n".join(lines)


def shown(text):
    return re.sub(r"\{([a-z-]+)\}", lambda match: f"*{match[1]}*", text).replace("**", "* *").replace("|", "\\|").replace("<", "&lt;")


def finding(code):
    yield f"### {code['code']}"
    yield ""
    yield f"**{shown(code['title'])}.** {shown(code['cause'])}"
    yield ""
    for advice in code["advice"]:
        yield f"- {shown(advice)}"
    if code["fix"]:
        yield f"- `--fix`: {shown(code['fix'])}. {shown(code['changes'])}"
    if code["advice"] or code["fix"]:
        yield ""


def findings(platen):
    codes = asked(platen, "doctor", "--codes")
    lines = ["<!-- manual: administrator 75 -->", "# What the doctor says, and what to do", "",
             "This page is made of what `platen doctor --codes` prints (`tools/generated_pages.py`). Words in italics stand for the name, address or number",
             "of the case. [When it does not print](../../howto/troubleshooting.md) goes by what people see; [the table](../../doctor.md) says who looks.", ""]
    for severity, title in SEVERITIES.items():
        of_it = sorted((code for code in codes if code["severity"] == severity), key=lambda code: code["code"])
        lines += [f"## {title}", ""]
        for code in of_it:
            lines += finding(code)
    return "\n".join(lines).rstrip("\n") + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("platen")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--source", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    given = parser.parse_args()
    different = 0
    for name, make in (("devices", devices), ("findings", findings)):
        file = given.source / f"docs/manual/administrator/{name}.md"
        text = make(given.platen)
        before = file.read_text() if file.exists() else ""
        if text == before:
            continue
        different += 1
        if not given.check:
            file.write_text(text)
            continue
        sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), text.splitlines(True), str(file), "as the program says"))
    if different and given.check:
        print(f"tools/generated_pages.py {given.platen} writes them anew")
    return 1 if different and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
