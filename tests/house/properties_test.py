"""What rc::check() finds is said by its value alone: a test that drops it passes whatever is found."""
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
COMMENT = re.compile(r"//[^\n]*")
DROPPED = re.compile(r"(?:^|[;{}])\s*rc::check\(")


def drops(text):
    return DROPPED.search(COMMENT.sub("", text)) is not None


class Properties(unittest.TestCase):
    def test_a_dropped_value_is_found(self):
        for text in ("  rc::check([] {", "TEST(A, B) { rc::check(", "int x; // of all\n  // That it holds.\n  rc::check(\"name\", [&] {"):
            self.assertTrue(drops(text), text)

    def test_others_are_not(self):
        for text in ("  EXPECT_TRUE(rc::check([] {", "const bool held =\n    rc::check(\"rows\", [] {"):
            self.assertFalse(drops(text), text)

    def test_there_is_none(self):
        found = [str(path.relative_to(SOURCE)) for path in sorted((SOURCE / "tests").rglob("*.cpp")) if drops(path.read_text())]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
