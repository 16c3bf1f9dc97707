"""Previews over REST: what the server shows is what "platen preview" draws, and what bad input gets."""
import base64
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import unittest
import urllib.error
import urllib.request

from support import PATIENCE, PLATEN, Case, pdf, run

PROFILE = "/usr/share/color/icc/colord/AdobeRGB1998.icc"
PAGE = "BT /F1 48 Tf 72 700 Td (A page) Tj ET 0.9 0.2 0.1 rg 100 100 300 400 re f"


class Refused(Exception):
    def __init__(self, status, error):
        super().__init__(f"{status}: {error}")
        self.status, self.code, self.message = status, error["code"], error["message"]


class PreviewCase(Case):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        root = ["--allow-root"] if os.getuid() == 0 else []
        with (self.folder / "server.log").open("wb") as log:
            self.server = subprocess.Popen([PLATEN, "server", "--demo", "--state", self.state, "--port", "0", *root], stdout=subprocess.PIPE,
                                           stderr=log, text=True)
        self.addCleanup(self.stop)
        self.port = next(int(found[1]) for line in self.server.stdout if (found := re.search(r"127\.0\.0\.1:(\d+)/", line)))

    def stop(self):
        self.server.terminate()
        self.server.wait()
        self.server.stdout.close()

    def ask(self, method, path, data=None, kind="application/json", **fields):
        body = json.dumps(data).encode() if isinstance(data, (dict, list)) else data
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/{path}", data=body, method=method,
                                       headers={**({"Content-Type": kind} if body is not None else {}), **fields})
        try:
            with urllib.request.urlopen(asked, timeout=60 * PATIENCE) as answer:
                got = answer.read()
                return json.loads(got) if answer.headers["Content-Type"] == "application/json" else (answer.headers["Content-Type"], got)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, json.loads(error.read())["error"]) from None

    def login(self, name, *role):
        code, _, err = run("user", "set", "--state", self.state, *role, name, stdin=f"{name} has a password\n".encode())
        self.assertEqual(code, 0, err)
        return {"Authorization": "Basic " + base64.b64encode(f"{name}:{name} has a password".encode()).decode()}

    def send(self, name, data):
        return self.ask("POST", f"documents?name={name}", data, "application/octet-stream")["id"]

    def preview(self, documents, printer="pro-1000", **options):
        return self.ask("POST", "previews", {"printer": printer, "documents": documents, "options": options})

    def side(self, preview, number=1, query="format=png&size=600"):
        return self.ask("GET", f"previews/{preview['id']}/sides/{number}?{query}")

    def platen(self, *words):
        code, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock")})
        self.assertEqual(code, 0, err)
        return out

    def photo(self, name="photo.jpg", size="1800x1200"):
        path = self.folder / name
        self.tool("convert", "-size", "900x600", "-seed", "3", "plasma:red-blue", "-resize", f"{size}!", "-density", "300", "-units", "PixelsPerInch", path)
        return path.read_bytes()

    def pixels(self, png):
        return self.tool("convert", "png:-", "-depth", "8", "rgb:-", stdin=png)

    def commands_picture(self, model, document, *options, size=600):
        """What platen preview draws, as PNG."""
        out = self.folder / "look"
        words = [word for option in options for word in (("-o", option) if "=" in option else (option,))]
        code, _, err = run("preview", "-m", model, *words, "--size", size, "-O", out, self.folder / document)
        self.assertEqual(code, 0, err)
        return (out / "side-1.png").read_bytes()

    def assert_refused_with(self, status, says, act):
        with self.assertRaises(Refused) as caught:
            act()
        self.assertEqual(caught.exception.status, status, caught.exception.message)
        self.assertRegex(caught.exception.message, says or ".")


class TruePreview(PreviewCase):
    def test_a_picture_is_what_the_command_draws(self):
        document = self.send("photo.jpg", self.photo())
        for rest, options in [({}, []), ({"media": "iso_a3_297x420mm", "print-scaling": "fill"}, ["media=a3", "print-scaling=fill"]),
                              ({"canon-image-rotation": "90", "canon-image-crop": "10,20,50,50"}, ["image-rotation=90", "image-crop=10,20,50,50"]),
                              ({"canon-black-and-white": "sepia"}, ["black-and-white=sepia"])]:
            with self.subTest(options=options):
                media_type, png = self.side(self.preview([document], **rest))
                self.assertEqual(media_type, "image/png")
                self.assertEqual(self.pixels(png), self.pixels(self.commands_picture("canon-pro-1000", "photo.jpg", *options)))

    def test_so_is_a_page(self):
        self.write("page.pdf", pdf([PAGE]))
        document = self.send("page.pdf", pdf([PAGE]))
        for printer, model in (("pro-1000", "canon-pro-1000"), ("ir1024", "canon-ir1024")):
            with self.subTest(model):
                _, png = self.side(self.preview([document], printer))
                self.assertEqual(self.pixels(png), self.pixels(self.commands_picture(model, "page.pdf")))

    def test_the_same_question_has_the_same_name_and_another_one_another(self):
        document = self.send("photo.jpg", self.photo())
        first = self.preview([document])
        self.assertEqual(first["id"], self.preview([document])["id"])
        self.assertNotEqual(first["id"], self.preview([document], media="iso_a3_297x420mm")["id"])

    def test_profile_gamut_and_paper(self):
        self.platen("profiles", "add", PROFILE, "--paper", "photographic-matte", "--name", "P")
        document = self.send("photo.jpg", self.photo())
        plain = self.preview([document])
        self.assertFalse(plain["soft-proof"])
        proof = self.preview([document], **{"media-type": "photographic-matte"})
        self.assertEqual((proof["soft-proof"], proof["profile"]), (True, "P"))
        _, shown = self.side(proof)
        wanted = self.commands_picture("canon-pro-1000", "photo.jpg", "media-type=photographic-matte", f"icc-profile={PROFILE}")
        self.assertEqual(self.pixels(shown), self.pixels(wanted))
        _, gamut = self.side(proof, query="format=png&size=600&gamut=yes")
        wanted = self.commands_picture("canon-pro-1000", "photo.jpg", "media-type=photographic-matte", f"icc-profile={PROFILE}", "--gamut")
        self.assertEqual(self.pixels(gamut), self.pixels(wanted))
        _, white = self.side(proof, query="format=png&size=600&paper-white=no")
        wanted = self.commands_picture("canon-pro-1000", "photo.jpg", "media-type=photographic-matte", f"icc-profile={PROFILE}", "--no-paper-white")
        self.assertEqual(self.pixels(white), self.pixels(wanted))

    def test_what_is_told_of_sides(self):
        document = self.send("small.jpg", self.photo("small.jpg", "400x300"))
        side = self.preview([document], media="iso_a4_210x297mm", **{"print-scaling": "fill"})["sides"][0]
        self.assertEqual((side["media"], side["width-hmm"], side["height-hmm"]), ("iso_a4_210x297mm", 21000, 29700))
        self.assertLess(side["effective-resolution"], 72)
        self.assertRegex(side["warnings"][0], "few pixels")
        pages = self.send("pages.pdf", pdf([PAGE] * 5))
        self.assertEqual(self.preview([pages], "ir1024", sides="two-sided-long-edge")["sheets"], 3)
        self.assertEqual(self.preview([pages], "ir1024", copies=2)["sheets"], 10)
        both = self.preview([pages, pages], "ir1024", **{"number-up": 2})
        self.assertEqual((both["sheets"], len(both["sides"])), (6, 6))
        self.assertEqual([page["page"] for page in both["sides"][0]["pages"]], [1, 2])

    def test_a_part_in_device_pixels(self):
        document = self.send("photo.jpg", self.photo())
        preview = self.preview([document], media="iso_a4_210x297mm")
        _, png = self.side(preview, query="format=png&part=1000,1000,300x200")
        code, _, err = run("preview", "-m", "canon-pro-1000", "-o", "media=a4", "--part", "1000,1000,300x200", "-O", self.folder / "look", self.folder / "photo.jpg")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.pixels(png), self.pixels((self.folder / "look/side-1.png").read_bytes()))

    def test_pictures_that_cannot_be_decoded_smaller_are_told_as_approximate(self):
        self.tool("convert", "-size", "3000x2000", "-seed", "3", "plasma:red-blue", "big.png")
        document = self.send("big.png", (self.folder / "big.png").read_bytes())
        preview = self.preview([document])
        _, shown = self.side(preview, query="format=png&size=300")
        said = self.ask("GET", f"previews/{preview['id']}")["sides"][0]["approximations"]
        self.assertTrue(any("smaller copies" in text for text in said), said)
        # And they are near: the mean difference is less than 2 of 255.
        wanted, got = self.pixels(self.commands_picture("canon-pro-1000", "big.png", size=300)), self.pixels(shown)
        self.assertEqual(len(wanted), len(got))
        self.assertLess(sum(abs(a - b) for a, b in zip(wanted, got)) / len(got), 2)

    def test_pages_of_documents(self):
        document = self.send("photo.jpg", self.photo())
        self.assertEqual(self.ask("GET", f"documents/{document}/pages"),
                         [{"width-hmm": 15240, "height-hmm": 10160, "width": 1800, "height": 1200, "resolution": 300}])
        media_type, jpeg = self.ask("GET", f"documents/{document}/pages/1?size=90")
        self.assertEqual(media_type, "image/jpeg")
        self.assertEqual(self.tool("identify", "-format", "%w %h", "jpeg:-", stdin=jpeg), b"90 60")
        pages = self.send("pages.pdf", pdf([PAGE, ""]))
        self.assertEqual(len(self.ask("GET", f"documents/{pages}/pages")), 2)
        _, png = self.ask("GET", f"documents/{pages}/pages/1?size=200&format=png")
        self.assertIn(self.tool("identify", "-format", "%w %h", "png:-", stdin=png), (b"141 200", b"142 200"))
        self.assert_refused_with(404, "has 2 pages", lambda: self.ask("GET", f"documents/{pages}/pages/3"))


class BadInput(PreviewCase):
    def test_wrong_questions(self):
        document = self.send("page.pdf", pdf([PAGE]))
        self.assert_refused_with(400, "JSON", lambda: self.ask("POST", "previews", b"{nothing"))
        self.assert_refused_with(400, "documents", lambda: self.preview([]))
        self.assert_refused_with(404, "printer", lambda: self.preview([document], "nobody"))
        self.assert_refused_with(404, "document", lambda: self.preview(["0123456789abcdef"]))
        self.assert_refused_with(400, "page-ranges", lambda: self.preview([document], **{"page-ranges": "5-2"}))
        self.assert_refused_with(501, "media", lambda: self.preview([document], media="iso_a0_841x1189mm"))
        self.assert_refused_with(501, "no-such", lambda: self.preview([document], **{"no-such": 1}))
        preview = self.preview([document])
        self.assert_refused_with(404, "no side 2", lambda: self.side(preview, 2))
        self.assert_refused_with(404, "side", lambda: self.side(preview, "x1"))
        self.assert_refused_with(400, "16 to", lambda: self.side(preview, query="size=1000000"))
        self.assert_refused_with(400, "yes or no", lambda: self.side(preview, query="gamut=maybe"))
        self.assert_refused_with(400, "part", lambda: self.side(preview, query="part=1,2,3"))
        self.assert_refused_with(400, "must lie on the page", lambda: self.side(preview, query="part=0,0,900000x9"))
        self.assert_refused_with(404, "ask for it again", lambda: self.ask("GET", "previews/0123/sides/1"))

    def test_damaged_documents_are_told_and_hold_up_nobody(self):
        broken = self.send("broken.jpg", self.photo()[:20_000])
        self.assert_refused_with(400, "", lambda: self.side(self.preview([broken])))
        bad = self.send("bad.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")
        self.assert_refused_with(400, "", lambda: self.preview([bad]))
        self.assert_refused_with(400, "", lambda: self.ask("GET", f"documents/{bad}/pages"))
        loop = self.send("loop.ps", b"%!PS-Adobe-3.0\n{} loop\n")
        good = self.send("page.pdf", pdf([PAGE]))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            hung = pool.submit(self.preview, [loop])
            self.side(self.preview([good]))  # meanwhile
            for worker in self.workers():
                os.kill(worker, signal.SIGKILL)
            with self.assertRaises(Refused):
                hung.result()
        self.side(self.preview([good], media="iso_a3_297x420mm"))

    def workers(self):
        """Processes of the sandbox, children of the server."""
        children = subprocess.run(["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True, check=False).stdout.split()
        return [int(child) for child in children if "virtual" not in open(f"/proc/{child}/cmdline", encoding="utf-8").read()]

    def test_a_preview_is_given_up_for_the_next(self):
        document = self.send("photo.jpg", self.photo())
        first = self.preview([document])
        question = {"printer": "pro-1000", "documents": [document], "options": {"media": "iso_a3_297x420mm"}, "instead-of": first["id"]}
        second = self.ask("POST", "previews", question)
        self.assert_refused_with(404, "again", lambda: self.side(first))
        self.side(second)
        self.ask("DELETE", f"previews/{second['id']}")
        self.assert_refused_with(404, "again", lambda: self.side(second))

    def test_previews_of_one_caller_are_bounded(self):
        document = self.send("photo.jpg", self.photo())
        all_ = [self.preview([document], copies=n) for n in range(1, 16)]
        self.assertEqual(len({one["id"] for one in all_}), 15)
        self.side(all_[-1])
        self.assert_refused_with(404, "again", lambda: self.side(all_[0]))

    def test_what_is_not_ones_own_is_not_there(self):
        login = {name: self.login(name) for name in ("ada", "bob")}
        document = self.ask("POST", "documents?name=a.pdf", pdf([PAGE]), "application/pdf", **login["ada"])["id"]
        preview = self.ask("POST", "previews", {"printer": "ir1024", "documents": [document]}, **login["ada"])
        self.ask("GET", f"previews/{preview['id']}/sides/1", **login["ada"])
        for other in (login["bob"], {}):
            self.assert_refused_with(404, "", lambda other=other: self.ask("GET", f"previews/{preview['id']}/sides/1", **other))
            self.assert_refused_with(404, "", lambda other=other: self.ask("GET", f"documents/{document}/pages/1", **other))
            self.assert_refused_with(404, "", lambda other=other: self.ask("POST", "previews", {"printer": "ir1024", "documents": [document]}, **other))


class SidesOfJobs(PreviewCase):
    def test_a_side_of_a_job_and_who_may_see_it(self):
        page = self.write("page.pdf", pdf([PAGE, ""]))
        self.platen("pause", "-d", "ir1024")
        job = re.search(r"\d+", self.platen("submit", "-d", "ir1024", page).decode())[0]
        ada = self.login("ada", "--administrator")
        media_type, png = self.ask("GET", f"jobs/{job}/sides/1?size=600&format=png", **ada)
        self.assertEqual(media_type, "image/png")
        self.assertEqual(self.pixels(png), self.pixels(self.commands_picture("canon-ir1024", "page.pdf")))
        self.assert_refused_with(404, "no side 3", lambda: self.ask("GET", f"jobs/{job}/sides/3", **ada))
        self.assert_refused_with(404, "", lambda: self.ask("GET", "jobs/99999/sides/1", **ada))
        bob = self.login("bob")
        self.assert_refused_with(403, "owner", lambda: self.ask("GET", f"jobs/{job}/sides/1", **bob))

    def test_not_before_its_pin(self):
        document = self.send("page.pdf", pdf([PAGE]))
        job = self.ask("POST", "jobs", {"printer": "ir1024", "documents": [document], "pin": "1234"})["job-id"]
        self.assert_refused_with(403, "PIN", lambda: self.ask("GET", f"jobs/{job}/sides/1"))


if __name__ == "__main__":
    unittest.main()
