"""Scans to a folder and to a web server; what a helper is allowed; wrong destinations."""
import email
import email.policy
import http.server
import os
import pathlib
import resource
import socket
import stat
import subprocess
import threading
import unittest

from delivery_world import FOLDER, HTTP, MAIL, SFTP, Delivery, DeliveryCase, helper_of, wait_for

# A file system of 1 MB at $1, or an fstab($2) that names it; the names in it go to $3.
SMALL_DISK = """set -eu
folder=$1; fstab=$2; listing=$3; shift 3
if [ -n "$fstab" ]; then mount --bind "$fstab" /etc/fstab; else mount -t tmpfs -o size=1m none "$folder"; fi
"$@"
ls -A "$folder" >"$listing"
"""


class FolderTest(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.target = self.folder / "target"
        self.target.mkdir()
        self.destination = {"kind": FOLDER, "address": str(self.target)}

    def names(self):
        return sorted(os.listdir(self.target))

    def test_arrives_whole_once_and_as_open_as_its_folder(self):
        for mode, wanted in ((0o700, 0o600), (0o2770, 0o660), (0o755, 0o644)):
            self.target.chmod(mode)
            self.assert_end(self.deliver(self.destination), "done")
            self.assertEqual(self.names(), ["Scan 1.pdf"])
            file = self.target / "Scan 1.pdf"
            self.assertEqual(file.read_bytes(), self.scan.read_bytes())
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), wanted)
            self.assert_end(self.deliver(self.destination, id="delivery-2"), "done")
            self.assertEqual(self.names(), ["Scan 1.pdf"])
            file.unlink()

    def test_a_taken_name_gets_a_number(self):
        (self.target / "Scan 1.pdf").write_bytes(b"other")
        (self.target / "Scan 1 (2).pdf").mkdir()
        (self.target / "Scan 1 (3).pdf").symlink_to(self.scan)
        end = self.deliver(self.destination)
        self.assertEqual(end["where"], ["Scan 1 (4).pdf"])
        self.assertEqual((self.target / "Scan 1.pdf").read_bytes(), b"other")

    def test_a_folder_that_is_gone_is_not_made(self):
        self.target.rmdir()
        self.assert_end(self.deliver(self.destination), "again", str(self.target), "mount")
        self.assertFalse(self.target.exists())
        self.target.write_bytes(b"")
        self.assert_end(self.deliver(self.destination), "refused", "no folder")

    def private(self, fstab=""):
        """Runs it with a small disk, or an fstab, that nobody else sees; (end, names in the folder)."""
        listing = self.folder / "listing"
        prefix = ["unshare", "-m", "--propagation", "private", "sh", "-c", SMALL_DISK, "sh", self.target, fstab, listing]
        end = Delivery(self.destination, [(self.large, "Large.pdf")], command=prefix).end()
        return end, listing.read_text().split()

    @property
    def large(self):
        return self.write("large", os.urandom(2_000_000))

    def test_a_full_disk_is_tried_again_and_keeps_no_half_file(self):
        self.assertEqual(self.private()[1], [])
        self.assert_end(self.private()[0], "again", "full")
        limit = 1_000_000
        end = Delivery(self.destination, [(self.large, "Large.pdf")],
                       limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))).end()
        self.assert_end(end, "again", "no file grow so large")
        self.assertEqual(self.names(), [])

    def test_a_file_system_that_is_not_mounted_is_not_written_beneath(self):
        fstab = self.write("fstab", f"server:/scans {self.folder} nfs defaults 0 0\n")
        end, names = self.private(fstab)
        self.assert_end(end, "again", f"belongs on {self.folder}", "not mounted")
        self.assertEqual(names, [])

    def test_what_was_scanned_must_be_whole_here(self):
        small = self.write("b", b"b")
        (self.folder / "gone").write_bytes(b"x")
        gone = Delivery(self.destination, [(small, "b"), (pathlib.Path("/dev/null"), "Null.pdf")])
        self.assert_end(gone.end(), "done")
        request = Gone(self.folder / "nothing")
        end = Delivery(self.destination, [(small, "c"), (request, "Gone.pdf")]).end()
        self.assert_end(end, "refused", "Gone.pdf")
        self.assertNotIn("c", self.names())


class Gone(type(pathlib.Path())):
    """A file of which everybody thinks that it is there."""

    def stat(self, **how):
        return os.stat("/")


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):
            return
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        self.server.requests.append((dict(self.headers), email.message_from_bytes(head + body, policy=email.policy.HTTP)))
        if self.server.silent:
            self.close_connection = True
            return
        self.send_response(self.server.code)
        self.send_header("Content-Length", "0")
        self.end_headers()


class HttpTest(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.server.requests, self.server.code, self.server.silent = [], 201, False
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def post(self, port=None, secret="", **more):
        more = {"login": "none", **more}
        return self.deliver({"kind": HTTP, "address": f"http://127.0.0.1:{port or self.server.server_port}/in box", **more},
                            [(self.scan, "Scan ä.pdf"), (self.write("b.txt", b""), "b.txt")], secret=secret)

    def test_posts_the_files_with_a_key(self):
        end = self.post()
        self.assert_end(end, "done")
        self.assertEqual(end["where"], ["Scan ä.pdf", "b.txt"])
        self.post()
        (header, form), (again, _) = self.server.requests
        first, second = form.iter_parts()
        self.assertEqual(first.get_payload(decode=True), self.scan.read_bytes())
        self.assertEqual((first.get_content_type(), second.get_payload(decode=True)), ("application/pdf", b""))
        self.assertIn('filename="Scan ä.pdf"'.encode(), first["content-disposition"].encode("utf-8", "surrogateescape"))
        self.assertEqual(header["Idempotency-Key"], '"delivery-1"')
        self.assertEqual(again["Idempotency-Key"], header["Idempotency-Key"])
        self.assertNotIn("Authorization", header)

    def test_logs_in(self):
        self.assert_end(self.post(secret="t0ken", login="xoauth2"), "done")
        self.assert_end(self.post(secret="pass", login="password", user="u"), "done")
        self.assertEqual([header["Authorization"] for header, _ in self.server.requests], ["Bearer t0ken", "Basic dTpwYXNz"])

    def test_understands_answers(self):
        for code, kind, words in ((200, "done", ""), (202, "done", ""), (400, "refused", "400"), (401, "refused", "login"),
                                  (404, "refused", "address"), (413, "refused", "too large"), (429, "again", "429"),
                                  (500, "again", "500"), (503, "again", "503"), (507, "again", "no room"), (302, "refused", "somewhere else")):
            with self.subTest(code=code):
                self.server.code = code
                self.assert_end(self.post(), kind, words)

    def test_is_unsure_where_the_answer_is_lost(self):
        self.server.silent = True
        self.assert_end(self.post(), "unsure", "may have arrived")
        self.assertEqual(len(self.server.requests), 1)

    def test_a_server_that_vanishes_in_mid_file_has_nothing(self):
        link = self.proxy(self.server.server_port, allow=300_000)
        self.scan = self.write("large", os.urandom(16_000_000))
        self.assert_end(self.post(link.port), "again")
        self.assertEqual(self.server.requests, [])


class HelperTest(DeliveryCase):
    def test_the_secret_is_neither_argument_nor_environment_and_little_is_left(self):
        server = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        destination = {"kind": HTTP, "address": f"http://127.0.0.1:{server.getsockname()[1]}/", "user": "u"}
        delivery = Delivery(destination, [(self.scan, "a")], secret="hide-this-secret", patience=60)
        at_work = self.enterContext(server.accept()[0])
        at_work.recv(1)
        helper = helper_of(delivery.process.pid)
        place = pathlib.Path("/proc", str(helper))
        for name in ("cmdline", "environ"):
            self.assertNotIn(b"hide-this-secret", (place / name).read_bytes())
        status = (place / "status").read_text()
        self.assertRegex(status, r"NoNewPrivs:\t1")
        self.assertRegex(status, r"CapEff:\t0+\n")
        self.assertEqual({os.readlink(place / "fd" / str(number)) for number in (0, 2)}, {"/dev/null"})
        limits = (place / "limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 ")
        delivery.process.kill()
        delivery.process.communicate()
        os.kill(helper, 9)
        wait_for(lambda: not place.exists() or "Z" in (place / "stat").read_text(), "its end")

    def test_is_no_command(self):
        done = subprocess.run([pathlib.Path(os.environ["DELIVER_ONCE"]).with_name("platen-deliver")], input=b"hello", capture_output=True,
                              check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_wrong_destinations_are_refused_with_what_to_do(self):
        mail = {"kind": MAIL, "address": "smtp://h", "user": "u", "from": "a@b.c", "to": ["d@e.f"]}
        for destination, words in (({**mail, "to": []}, "recipients are missing"), ({**mail, "to": ["Bo <bo@x>"]}, "no mail address"),
                                   ({**mail, "address": "smtp://u:p@h"}, "must not hold a login"), ({**mail, "subject": "{when}"}, "no field"),
                                   ({"kind": SFTP, "address": "sftp://h/x", "user": "u"}, "ssh-keygen -lf"),
                                   ({"kind": HTTP, "address": "http://h/x", "user": "u"}, "in the clear"),
                                   ({"kind": FOLDER, "address": "scans"}, "from /")):
            with self.subTest(words=words):
                self.assert_end(self.deliver(destination, secret="p"), "refused", words)


if __name__ == "__main__":
    unittest.main()
