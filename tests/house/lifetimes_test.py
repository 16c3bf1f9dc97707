"""What a loop goes over lives as long as the loop: `for (x : *list())` ends the holder that list() returns before the first pass (until C++23)."""
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
# A range that is what a call's result points to, or a part of that.
LOOP = re.compile(r"\bfor \((?:[^;()]*(?:\([^()]*\)[^;()]*)*; )?[^;:()]*(?:::[^;:()]*)* : (?:\*[\w.>()-]+\(\)|[\w.()]+\(\)->\w+[\w.]*)\)")


def loops(text):
    return [" ".join(found.group().split()) for found in LOOP.finditer(re.sub(r"\s+", " ", text))]


class Lifetimes(unittest.TestCase):
    def test_a_loop_over_what_a_temporary_holds_is_found(self):
        for text in ("for (const job::Printer& printer : *store.printers())", "for (auto& one : *parts_.core.store().printers())",
                     "for (const auto& one : policy.get()->rules)", "for (int i = 0;\n     const auto& one : *held())"):
            self.assertEqual(len(loops(text)), 1, text)

    def test_others_are_not(self):
        for text in ("for (const auto printers = store.printers(); const job::Printer& printer : *printers)", "for (auto& one : list())",
                     "for (const Json& one : *found)", "for (std::size_t i = 0; i < text.size(); ++i)", "for (const auto& one : info_.pages)"):
            self.assertEqual(loops(text), [], text)

    def test_there_is_none(self):
        found = {}
        for folder in ("src", "apps", "fuzz", "benchmarks"):
            for path in sorted((SOURCE / folder).rglob("*")):
                if path.suffix in (".h", ".cpp") and (lines := loops(path.read_text())):
                    found[str(path.relative_to(SOURCE))] = lines
        self.assertEqual(found, {})


if __name__ == "__main__":
    unittest.main()
