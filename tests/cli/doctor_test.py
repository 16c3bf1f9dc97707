"""What the doctor can find: the registry, the documentation, the app's texts and the tests have the same codes."""
import json
import re
import unittest

import discovery_test
import doctor_device_test
import doctor_library_test
import doctor_machine_test
import doctor_queue_test
import doctor_way_test
from doctor_world import MENDED, SOURCE, TRIED, DoctorCase
from support import run

# Their tests note what they try; they run on their own.
NOTED = (discovery_test, doctor_device_test, doctor_library_test, doctor_machine_test, doctor_queue_test, doctor_way_test)


class Words(DoctorCase):
    """The registry, the documentation and the app's texts say the same."""

    def codes(self):
        code, out, err = run("doctor", "--codes")
        self.assertEqual(code, 0, err)
        return {one["code"]: one for one in json.loads(out)}

    def test_every_code_is_brought_about(self):
        codes = self.codes()
        self.assertGreaterEqual(len(codes), 60)
        self.assertEqual(set(TRIED), set(codes), "each code, and no other, is brought about by a test")
        self.assertEqual(set(MENDED), {name for name, one in codes.items() if one["fix"]}, "each repair is tried")

    def test_the_app_has_the_words_of_what_the_server_finds(self):
        codes = {name: one for name, one in self.codes().items() if one["where"] != "command"}
        texts = {language: json.loads((SOURCE / f"src/web/ui/text/{language}.json").read_text())["doctor"]["codes"] for language in ("en", "de")}
        for language, all_words in texts.items():
            self.assertEqual(set(all_words), set(codes), language)
        for name, one in codes.items():
            parts = {"title": one["title"], "cause": one["cause"], **{f"advice{i + 1}": words for i, words in enumerate(one["advice"])}}
            if one["fix"]:
                parts |= {"fix": one["fix"], "changes": one["changes"]}
            self.assertEqual(texts["en"][name], parts, "the catalogue differs from src/doctor/codes_*.cpp")
            self.assertEqual(set(texts["de"][name]), set(parts), name)
            for key, words in texts["de"][name].items():
                self.assertLessEqual(set(re.findall(r"\{(\w+)\}", words)), set(re.findall(r"\{(\w+)\}", parts[key])), f"{name} {key}")

    def test_every_command_in_the_words_is_one(self):
        commands = set(re.findall(r"^  ([a-z][a-z-]*)  ", run("--help")[1].decode(), re.M))
        for one in self.codes().values():
            for words in (one["cause"], *one["advice"], one["changes"]):
                for command in re.findall(r"\bplaten ([a-z-]+) (?=-|[A-Z]|\{|[a-z]+ NAME|[a-z]+\b)", words):
                    if command in ("server", "install") or command in commands:
                        continue
                    self.assertNotRegex(words, rf"platen {command} -", f"{one['code']}: there is no command {command}")

if __name__ == "__main__":
    unittest.main()
