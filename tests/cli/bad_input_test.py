"""Every bad input gets one clear line, the right exit code, and leaves nothing behind."""
import os
import socket
import struct
import threading
import unittest
import zlib

from support import Case, pdf, run


def png_header(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


class Documents(Case):
    def refused(self, name, data, *says, code=1, model="canon-ir1020", timeout=120):
        path = self.write(name, data)
        return self.assert_refused(code, "convert", "-m", model, "-O", self.folder / "out", path, says=says, timeout=timeout)

    def picture(self, name, *operations):
        self.tool("convert", "-size", "400x300", "gradient:red-blue", *operations, self.folder / name)
        return (self.folder / name).read_bytes()

    def test_an_empty_file(self):
        self.refused("empty.pdf", b"", "empty")

    def test_empty_standard_input(self):
        self.assert_refused(1, "convert", "-m", "canon-ir1020", "-O", self.folder / "out", "-", stdin=b"", says=["empty"])

    def test_standard_input_twice(self):
        for command in (("convert", "-m", "canon-ir1020", "-O", self.folder / "out"), ("submit", "-d", "ir1020"),
                        ("preview", "-m", "canon-ir1020", "-O", self.folder / "look")):
            with self.subTest(command[0]):
                self.assert_refused(2, *command, "-", "-", stdin=pdf([""]), says=["more than once.*only once.*their files"])
        self.assertFalse((self.folder / "out").exists())

    def test_an_unknown_type(self):
        self.refused("noise", bytes(range(256)) * 40, "type|recogni")

    def test_a_truncated_jpeg(self):
        data = self.picture("a.jpg")
        self.refused("cut.jpg", data[:len(data) // 2], "jpeg", "row|early|end")

    def test_a_truncated_png(self):
        data = self.picture("a.png")
        self.refused("cut.png", data[:len(data) // 2], "png", "row|early|end")

    def test_a_truncated_tiff(self):
        data = self.picture("a.tif", "-compress", "LZW")
        self.refused("cut.tif", data[:len(data) // 2], "tiff", "row|early|end|damaged|director")

    def test_a_truncated_pdf(self):
        data = pdf(["BT /F1 20 Tf 50 700 Td (hello) Tj ET"])
        self.refused("cut.pdf", data[:200], "pdf")

    def test_a_pdf_that_needs_a_password(self):
        plain = self.write("plain.pdf", pdf([""]))
        self.tool("qpdf", "--encrypt", "user", "owner", "256", "--", plain, self.folder / "locked.pdf")
        data = (self.folder / "locked.pdf").read_bytes()
        self.refused("locked2.pdf", data, "password")

    def test_a_pdf_without_pages(self):
        self.refused("none.pdf", pdf([]), "no pages|page")

    def test_a_header_of_100000_by_100000_pixels(self):
        self.refused("huge.png", png_header(100_000, 100_000), "100.?000", "pixel|px")

    def test_postscript_that_never_ends(self):
        path = self.write("loop.ps", "%!PS\n{ } loop\n")
        self.assert_refused(1, "convert", "-m", "canon-ir1020", "--timeout", "1", "-O", self.folder / "out", path, says=["time|second"])

    def test_postscript_that_takes_all_memory(self):
        self.refused("bomb.ps", "%!PS\n/a [ { 100000 string } loop ] def\n", "memory|VMerror|limit")

    def test_a_pdf_bomb_of_pixels_ends_within_the_limits(self):
        body = zlib.compress(b"\0" * 50_000_000)
        data = pdf(["q 500 0 0 500 0 0 cm BI /W 60000 /H 60000 /BPC 8 /CS /RGB /F /Fl ID " +
                    body[:2000].decode("latin-1") + " EI Q"])
        code, _, err = run("convert", "-m", "canon-ir1020", "-O", self.folder / "out", self.write("bomb.pdf", data))
        self.assertIn(code, (0, 1), err)
        self.assertLessEqual(err.count("\n"), 3, err)

    def test_a_missing_file_and_a_folder(self):
        self.assert_refused(1, "convert", "-m", "canon-ir1020", "-O", self.folder / "out", self.folder / "no.pdf",
                            says=["no.pdf", "no such file"])
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-O", self.folder / "out", self.folder, says=["folder"])


class WrongUse(Case):
    def setUp(self):
        super().setUp()
        self.good = self.write("good.pdf", pdf(["BT /F1 20 Tf 50 700 Td (good) Tj ET"]))

    def refused(self, *arguments, says=(), code=2):
        return self.assert_refused(code, "convert", "-O", self.folder / "out", *arguments, self.good, says=says)

    def test_an_unknown_model_lists_the_known_ones(self):
        self.refused("-m", "canon-ir1021", says=["canon-ir1021", "canon-ir1020"])

    def test_a_wrong_option_name_is_told_with_the_nearest(self):
        self.refused("-m", "canon-ir1020", "-o", "side=one-sided", says=["side", "sides"])

    def test_a_wrong_value_is_told_with_the_legal_ones(self):
        self.refused("-m", "canon-ir1020", "-o", "sides=both",
                     says=["both", "one-sided", "two-sided-long-edge", "two-sided-short-edge"])

    def test_a_title_is_checked_like_a_job_name(self):
        self.refused("-m", "canon-pro-1000", "-t", "x" * 256, says=["job-name", "255"])
        self.refused("-m", "canon-ir1020", "-t", 'x"\n@PJL', says=["job-name", "control"])

    def test_copies_beyond_the_limit(self):
        self.refused("-m", "canon-ir1020", "-o", "copies=1000", says=["999"])
        self.refused("-m", "canon-ir1020", "-o", "copies=0", says=["copies"])

    def test_a_conflict_names_both_and_a_way_out(self):
        self.refused("-m", "canon-ir1020", "-o", "media=iso_a5_148x210mm", "-o", "sides=two-sided-long-edge",
                     says=["a5", "one-sided", "a4"])

    def test_pages_that_the_document_does_not_have(self):
        self.assert_refused(2, "convert", "-O", self.folder / "out", "-m", "canon-ir1020", "-o", "page-ranges=5-7", self.good,
                            says=["page", "1"])

    def test_missing_arguments(self):
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-O", self.folder / "out", says=["document"])
        self.assert_refused(2, "convert", "-O", self.folder / "out", self.good, says=["--model"])
        self.assert_refused(2, "convert", "-m", "canon-ir1020", self.good, says=["--output"])
        self.assert_refused(2, "convert", "--modell", "x", says=["--modell", "--model"])
        self.assert_refused(2, "konvert", says=["konvert", "convert"])

    def test_a_damaged_model_file_is_told_with_line_and_column(self):
        data = self.folder / "data" / "printers"
        data.mkdir(parents=True)
        (data / "bad.toml").write_text('schema = 1\nid = "x"\nsurprise = 3\n')
        self.assert_refused(1, "drivers", says=[r"bad\.toml:\d+:\d+"], env={"PLATEN_DATA": str(self.folder / "data")})


class Outputs(Case):
    def setUp(self):
        super().setUp()
        self.good = self.write("good.pdf", pdf(["BT /F1 20 Tf 50 700 Td (good) Tj ET"] * 3))

    def refused(self, out, *says, code=1):
        return self.assert_refused(code, "convert", "-m", "canon-ir1020", "-O", out, self.good, says=says)

    def test_a_folder_that_does_not_exist(self):
        self.refused(self.folder / "no" / "out", "no/out", "no such file")

    def test_a_full_disk(self):
        code, _, err = run("convert", "-m", "canon-ir1020", "-O", "-", self.good)
        self.assertEqual(code, 0, err)
        with open("/dev/full", "wb") as full:
            import subprocess
            from support import PLATEN
            done = subprocess.run([PLATEN, "convert", "-m", "canon-ir1020", "-O", "-", str(self.good)], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No space left", done.stderr)

    def test_a_device_that_refuses(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.refused(f"socket://127.0.0.1:{unused.getsockname()[1]}", "127.0.0.1", "refused", code=3)

    def test_a_name_that_nobody_knows(self):
        self.refused("socket://printer.invalid", "printer.invalid", code=3)

    def test_a_device_that_closes_in_the_middle(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def serve():
                peer, _ = server.accept()
                taken = 0
                while taken < 600:
                    taken += len(peer.recv(600))
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                peer.close()
            thread = threading.Thread(target=serve)
            thread.start()
            port = server.getsockname()[1]
            code, _, err = run("convert", "-m", "canon-ir1020", "-O", f"socket://127.0.0.1:{port}", self.good)
            thread.join()
        self.assertEqual(code, 1, err)
        self.assertEqual(err.count("\n"), 1, err)
        self.assertRegex(err, "closed|reset")
        self.assertRegex(err, r"\d+ of 3 sides")

    def test_a_device_that_breaks_off_at_the_first_question(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def serve():
                peer, _ = server.accept()
                peer.recv(1)  # a reset before the first byte may pass for a refused connection
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                peer.close()
            thread = threading.Thread(target=serve)
            thread.start()
            self.refused(f"socket://127.0.0.1:{server.getsockname()[1]}", "127.0.0.1", "none of the job")
            thread.join()

    def test_an_interrupted_conversion_leaves_nothing(self):
        import signal
        import subprocess
        from support import PATIENCE, PLATEN
        loop = self.write("loop.ps", "%!PS\n{ } loop\n")
        out = self.folder / "out"
        process = subprocess.Popen([PLATEN, "convert", "-m", "canon-ir1020", "-O", str(out), str(loop)], stderr=subprocess.PIPE)
        try:
            process.wait(0.5)
            self.fail("ended by itself")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        err = process.communicate(timeout=20 * PATIENCE)[1]
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"cancel", err)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["good.pdf", "loop.ps"])


if __name__ == "__main__":
    unittest.main()
