#!/usr/bin/env python3
"""Prints the documents of a public corpus, by hand: each must end in sheets or in one clear line, never in a crash or a hang.

    PLATEN=build/release/bin/platen tests/conform/public_documents.py FOLDER...

A FOLDER holds *.pdf, at any depth; the corpora themselves are not part of platen. public_documents.toml has every document that
is refused, with the reason: the run fails at a crash, at more than --seconds, at an answer of several lines, at one that says
nothing of the document, and at every difference from that list. --record FILE writes the list anew. For what is refused poppler and
MuPDF are asked whether they draw anything of it."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import tomllib

PLATEN = os.environ.get("PLATEN", "build/release/bin/platen")
LIST = pathlib.Path(__file__).with_name("public_documents.toml")
END = b"\x1b%-12345X"  # of PJL, behind a whole job


def name_of(path, folder):
    """Where it is in its corpus: equal wherever that lies."""
    return str(path.relative_to(folder.parent))


def convert(path, model, seconds, folder):
    """"" for a document that was printed whole, ("refused", reason), or ("wrong", what)."""
    out = pathlib.Path(folder) / f"{os.getpid()}-{abs(hash(path))}.prn"
    begun = time.monotonic()
    try:
        done = subprocess.run([PLATEN, "convert", "-m", model, "-O", out, path], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
        sent = out.read_bytes() if out.exists() else b""
    except subprocess.TimeoutExpired:
        return "wrong", f"does not end within {seconds} s", time.monotonic() - begun
    finally:
        out.unlink(missing_ok=True)
    return *judge(done, sent, str(path)), time.monotonic() - begun


def judge(done, sent, path):
    said = done.stderr.decode(errors="replace")
    lines = [line for line in said.splitlines() if not line.startswith("platen: convert: warning")]
    if done.returncode == 0:
        return ("printed", "") if sent.endswith(END) else ("wrong", "the job has no end")
    if done.returncode != 1:
        return "wrong", f"ends with {done.returncode}: {said[-200:]}"
    if len(lines) != 1 or not lines[0].startswith("platen: convert: "):
        return "wrong", f"says {len(lines)} lines: {said[:300]}"
    return "refused", lines[0].removeprefix("platen: convert: ").replace(path + ": ", "").replace(path, "the document")


def others_draw(path):
    """Which other renderers make a page of it."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, words in (("poppler", ["pdftoppm", "-r", "20", "-png", path, f"{folder}/p"]), ("MuPDF", ["mutool", "draw", "-q", "-r", "20", "-o", f"{folder}/m%d.png", path])):
            try:
                subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            except subprocess.TimeoutExpired:
                continue
            if list(pathlib.Path(folder).glob(f"{name[0].lower()}*.png")):
                names.append(name)
        return names


def read_list(path):
    if not path.exists():
        return {}
    return {name: entry["reason"] for entry in tomllib.loads(path.read_text()).get("refused", []) for name in entry["documents"]}


def write_list(path, refused, drawn):
    reasons = {}
    for name, reason in sorted(refused.items()):
        reasons.setdefault(reason, []).append(name)
    text = "# Documents of public corpora that are not printed, and what is said of them (tests/conform/public_documents.py).\n"
    for reason, names in sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        quoted = reason.replace("\\", "\\\\").replace('"', '\\"')
        listed = ",\n".join(f'  "{name}"' + (f"  # drawn by {', '.join(drawn[name])}" if drawn.get(name) else "") for name in names)
        # TOML wants the comma before the comment
        listed = re.sub(r'("  # [^\n]*),\n', lambda found: found.group(1).replace('"  #', '",  #') + "\n", listed)
        text += f'\n[[refused]]\nreason = "{quoted}"\ndocuments = [\n{listed}\n]\n'
    path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--model", default="canon-ir1020")
    parser.add_argument("--seconds", type=int, default=120, help="for one document")
    parser.add_argument("--jobs", type=int, default=2, help="documents at a time")
    parser.add_argument("--record", type=pathlib.Path, metavar="FILE")
    how = parser.parse_args()
    documents = {name_of(path, folder.resolve()): path for folder in how.folders for path in sorted(folder.resolve().rglob("*.pdf"))}
    if not documents:
        parser.error("there are no *.pdf in these folders")
    known, refused, wrong, slowest = read_list(LIST), {}, {}, (0, "")
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(how.jobs) as pool:
        ends = pool.map(lambda path: convert(path, how.model, how.seconds, folder), documents.values())
        for name, (end, what, took) in zip(documents, ends):
            slowest = max(slowest, (took, name))
            if end == "wrong":
                wrong[name] = what
            if end == "refused":
                refused[name] = what
    drawn = {name: others_draw(documents[name]) for name in refused}
    if how.record:
        write_list(how.record, refused, drawn)
    else:
        wrong.update({name: f"is refused, and not in {LIST.name}: {reason}" for name, reason in refused.items() if known.get(name) != reason})
        wrong.update({name: f"is printed, and in {LIST.name}" for name in documents if name in known and name not in refused})
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(documents)} documents: {len(documents) - len(refused) - sum(name not in refused for name in wrong)} printed, {len(refused)} refused in one line "
          f"({sum(bool(names) for names in drawn.values())} of them are drawn by others); slowest {slowest[0]:.1f} s ({slowest[1]}), largest process {peak} MB")
    for name, what in sorted(wrong.items()):
        print(f"WRONG {name}: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
