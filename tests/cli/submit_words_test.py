"""What `platen submit` and `platen modify` take of a setting, and what they say where they take it not: the same as `platen convert`."""
import unittest

from server_commands_test import ServerCase
from support import run
from web_api import Api, Description

TEXTS = {"page-footer": "{page} of {pages}", "page-header": "{title}||{page} of {pages}", "watermark": "{user}", "stamp": "{date}"}
OVERRIDES = ('[{"pages":"1","media-source":"tray-2"}]', "{pages=1 media-source=tray-2}", "{pages=1 media-col={media-source=tray-2}}",
             "{pages=1 orientation-requested=landscape}", '[{"pages":"1","orientation-requested":"5"}]')


class SubmitWords(ServerCase):
    def setUp(self):
        super().setUp()
        self.platen("add", "-d", "words", "-m", "canon-ir1020", "-v", f"file:{self.folder / 'device'}")
        self.addCleanup(run, "delete", "-d", "words", env={"PLATEN_SERVER": str(self.server.socket)})

    def sent(self, *options, code=0):
        """The number of a job with these settings; or, with a code, what was said against it."""
        words = ["submit", "-d", "words", *[word for option in options for word in ("-o", option)], self.page()]
        return self.platen(*words, code=code) if code else self.json(*words)["job-id"]

    def test_a_text_with_fields_is_a_default(self):
        for name, text in TEXTS.items():
            self.platen("modify", "-d", "words", "-o", f"{name}={text}")
            told = {option["name"]: option["default"] for option in self.json("options", "-d", "words")}
            self.assertEqual(told[f"canon-{name}"], text)
        self.platen("modify", "-d", "words", "-o", "watermark=true")
        api = Api(self.server, Description())
        self.assertEqual(api.ask("PUT", "printers/words", {"options": {"page-footer": "{title}"}}).status, 200)

    def test_pages_that_differ_have_two_forms_everywhere(self):
        api = Api(self.server, Description())
        for text in OVERRIDES:
            with self.subTest(text):
                self.sent(f"overrides={text}", "job-hold-until=indefinite")
                self.convert("canon-ir1020", self.page(), f"overrides={text}")
                api.do("POST", "printers/words/check", {"options": {"overrides": text}})
        for text, says, code in (("{pages=1 sides=one-sided}", "sides cannot differ from page to page; media, media-type, ", 2),
                                 ("{pages=1 media-source=tray-9}", "media-source=tray-9: canon-ir1020 takes auto", 1), ("{media=a5}", 'for which "pages"', 2)):
            self.assertIn(says, self.sent(f"overrides={text}", code=code))

    def test_a_default_in_the_way_is_named(self):
        self.platen("modify", "-d", "words", "-o", "number-up=2", "-o", "binding-margin=10mm")
        said = self.sent("poster=2x2", code=1)
        self.assertIn("number-up=2 is a default of this printer; say number-up=1 as well", said)
        self.assertNotIn("leave one of them out", said)
        self.sent("poster=2x2", "number-up=1", "job-hold-until=indefinite")
        self.assertIn("say binding-margin=0mm as well", self.sent("imposition-template=signature", "number-up=1", code=1))

    def test_limits_are_named_as_by_convert(self):
        for option, says in (("binding-margin=60mm", "at most 50.8mm"), ("poster=11x11", "at most 100 sheets"), ("booklet-creep=5", "a length of at most 5mm")):
            self.assertIn(says, self.sent(option, code=1))
            self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", option, "-O", self.folder / "out", self.page(), says=[says])
        self.assertIn("at most 100mm here", self.sent("media=a4", "poster=2x2", "poster-overlap=200mm", code=1))

    def test_names_of_paper_are_those_of_convert(self):
        for name in ("dl", "DL", "monarch", "com10", "c5", "b5", "letter"):
            self.sent(f"media={name}", "media-type=auto" if name in ("b5", "letter") else "media-type=envelope", "job-hold-until=indefinite")
        self.assertIn("--title", self.sent("job-name=x", code=1))

    def test_ranges_beyond_the_document_are_told(self):
        self.assertIn("the document has only 1 page", self.platen("submit", "-w", "-d", "words", "-o", "page-ranges=100-200", self.page(), code=1))


if __name__ == "__main__":
    unittest.main()
