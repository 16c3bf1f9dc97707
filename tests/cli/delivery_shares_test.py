"""Scans to Samba, OpenSSH's SFTP and nginx's WebDAV; what lies there is read back with their own clients."""
import os
import re
import unittest

from delivery_servers import PASSWORD, USER, Place, openssh, samba, samba_of_the_nineties, webdav
from delivery_world import SFTP, SMB, WEBDAV, Delivery, DeliveryCase

NAME = "Scan ä 100% #1.pdf"
SECOND = "Scan ä 100% #1 (2).pdf"


class ShareCase(DeliveryCase):
    """Each kind says how it is reached, listed and read."""

    secret = PASSWORD
    large_bytes = 16_000_000  # more than the buffers of a socket hold

    @classmethod
    def setUpClass(cls):
        cls.place = Place()
        cls.addClassCleanup(cls.place.close)

    def start(self, path=None, name=NAME, id="delivery-1", secret=None, patience=20, number=1, **where):
        return Delivery(self.destination(**where), [(path or self.scan, name)], id=id,
                        secret=self.secret if secret is None else secret, patience=patience, number=number)

    def send(self, *words, **more):
        return self.start(*words, **more).end()


class Behaviour:
    def setUp(self):
        super().setUp()
        for name in self.names():
            self.remove(name)

    def whole_names(self):
        """Without what a server still holds open for a connection that is gone: nobody can remove that yet."""
        return [name for name in self.names() if not name.startswith(".platen-")]

    def test_arrives_whole_and_once(self):
        end = self.send()
        self.assert_end(end, "done")
        self.assertEqual(end["where"], [NAME])
        self.assertEqual(self.names(), [NAME])
        self.assertEqual(self.content(NAME), self.scan.read_bytes())
        self.assert_end(self.send(id="delivery-2"), "done")  # the same content: done already
        self.assertEqual(self.names(), [NAME])
        empty = self.write("empty", b"")
        self.assert_end(self.send(empty, "empty.txt"), "done")
        self.assertEqual(self.content("empty.txt"), b"")

    def test_a_taken_name_gets_a_number(self):
        self.assert_end(self.send(self.write("other", b"other")), "done")
        end = self.send()
        self.assert_end(end, "done")
        self.assertEqual(end["where"], [SECOND])
        self.assertEqual(self.names(), sorted([NAME, SECOND]))
        self.assertEqual(self.content(NAME), b"other")
        self.assertEqual(self.content(SECOND), self.scan.read_bytes())
        self.assert_end(self.send(), "done")
        self.assertEqual(self.names(), sorted([NAME, SECOND]))

    def test_a_wrong_password_is_refused(self):
        end = self.send(secret="wrong-password")
        self.assert_end(end, "refused", USER)
        self.assertNotIn("wrong-password", end["words"])
        self.assertEqual(self.names(), [])

    def test_nobody_there_is_tried_again(self):
        self.assert_end(self.send(port=1), "again", "nobody answers")

    def test_leaves_no_half_file_under_its_name(self):
        large = self.write("large", os.urandom(self.large_bytes))
        for number, then in enumerate(("cut", "hold"), 1):
            with self.subTest(then=then):
                link = self.proxy(self.server.port, allow=300_000, then=then)
                end = self.send(large, port=link.port, patience=2, number=number)
                self.assert_end(end, "again")
                self.assertEqual(end["where"], [])
                self.assertNotIn(NAME, self.names())
                link.close()
        self.assert_end(self.send(large, number=3), "done")
        self.assertEqual(self.whole_names(), [NAME])
        self.assertEqual(self.content(NAME), large.read_bytes())

    def test_survives_kills_of_its_helper(self):
        large = self.write("large", os.urandom(self.large_bytes))
        moments = (500, 5_000, 100_000, 1_000_000, 8_000_000)  # bytes of the client that the link lets through
        for number, allow in enumerate(moments, 1):
            link = self.proxy(self.server.port, allow=allow, then="hold")
            delivery = self.start(large, port=link.port, number=number)
            self.assertTrue(link.reached.wait(60))
            delivery.kill_helper()
            self.assert_end(delivery.end(), "again", "SIGKILL")
            link.close()
            self.assertNotIn(NAME, self.names())
        self.assert_end(self.send(large, number=len(moments) + 1), "done")
        self.assertEqual(self.whole_names(), [NAME])
        self.assertEqual(self.content(NAME), large.read_bytes())


class SambaTest(Behaviour, ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = samba(cls.place)

    def destination(self, port=None, share="scans", folder="", **more):
        return {"kind": SMB, "address": f"smb://127.0.0.1:{port or self.server.port}/{share}{folder}", "user": USER, **more}

    def client(self, command, share="scans"):
        return self.tool(*self.server.client, f"//127.0.0.1/{share}", "-c", command).decode()

    def names(self):
        listed = re.findall(r"^  (.+?) +[A-Z]* +\d+  \w{3} \w{3} ", self.client("ls"), re.M)
        return sorted(name for name in listed if name not in (".", ".."))

    def remove(self, name):
        self.client(f'del "{name}"')

    def content(self, name):
        self.client(f'get "{name}" got')
        return (self.folder / "got").read_bytes()

    def test_speaks_of_shares_that_are_not_there_or_closed(self):
        self.assert_end(self.send(share="none"), "refused", "no such share or folder")
        self.assert_end(self.send(folder="/none"), "refused", "no such share or folder")
        self.assert_end(self.send(share="closed"), "refused", "may not")

    def test_does_not_speak_the_first_smb(self):
        end = self.send(port=samba_of_the_nineties(self.place).port)
        self.assertIn(end["kind"], ("again", "refused"))
        self.assertEqual(self.names(), [])

    def test_a_full_share_is_tried_again(self):
        large = self.write("large", os.urandom(4_000_000))
        self.assert_end(self.send(large, share="small"), "again", "full")
        self.assertNotIn("Scan", self.client("ls", "small"))
        self.assertNotIn(".part", self.client("ls", "small"))


class SftpTest(Behaviour, ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = openssh(cls.place)

    def destination(self, port=None, at=None, **more):
        at = at or self.place.home
        return {"kind": SFTP, "address": f"sftp://127.0.0.1:{port or self.server.port}{at}", "user": USER,
                "host_key": self.server.fingerprint, **more}

    def client(self, command):
        return self.tool(*self.server.client, stdin=command.encode() + b"\n").decode()

    def names(self):
        listed = [line for line in self.client("ls -1a").splitlines() if not line.startswith("sftp>")]
        return sorted(line.strip() for line in listed if line.strip() not in (".", ".."))

    def remove(self, name):
        (self.place.home / name).unlink()

    def content(self, name):
        self.client(f'get "{name}" {self.folder}/got')
        return (self.folder / "got").read_bytes()

    def test_logs_in_with_a_key(self):
        self.assert_end(self.send(secret=self.server.login_key, login="key"), "done")
        self.assertEqual(self.content(NAME), self.scan.read_bytes())
        end = self.send(secret=self.server.stranger_key, login="key")
        self.assert_end(end, "refused", USER)
        self.assertNotIn("PRIVATE", end["words"])

    def test_goes_to_the_folder_of_the_user(self):
        self.assert_end(self.send(at="/~/"), "done")
        self.assertEqual(self.names(), [NAME])

    def test_a_server_with_another_key_gets_nothing(self):
        end = self.send(host_key="SHA256:" + "A" * 43)
        self.assert_end(end, "refused", "another key", self.server.fingerprint.removeprefix("SHA256:"))
        self.assertEqual(self.names(), [])

    def test_speaks_of_folders_that_are_not_there_or_closed(self):
        self.assert_end(self.send(at=f"{self.place.home}/none"), "refused", "not there")
        self.assertFalse((self.place.home / "none").exists())
        self.assert_end(self.send(at="/etc"), "refused", "/etc")


class WebDavTest(Behaviour, ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        maker = DeliveryCase("certificate")
        maker.folder = cls.place.base
        cls.authority, leaf, key = maker.certificate()
        cls.server = webdav(cls.place, leaf, key)

    def destination(self, port=None, at="/dav/", **more):
        return {"kind": WEBDAV, "address": f"davs://localhost:{port or self.server.port}{at}", "user": USER,
                "trust": str(self.authority), **more}

    def names(self):
        return sorted(os.listdir(self.server.folder))

    def remove(self, name):
        self.tool("rm", "-rf", self.server.folder / name)

    def content(self, name):
        (self.folder / "auth").write_text('user = "' + f"{USER}:{PASSWORD}".replace("\\", "\\\\").replace('"', '\\"') + '"\n')
        url = f"https://localhost:{self.server.port}/dav/" + name.replace("%", "%25").replace("#", "%23").replace(" ", "%20")
        return self.tool("curl", "-sf", "--cacert", self.authority, "-K", self.folder / "auth", url)

    def test_makes_folders_that_are_missing(self):
        self.assert_end(self.send(at="/dav/2026/für uns"), "done")
        self.assertEqual((self.server.folder / "2026/für uns" / NAME).read_bytes(), self.scan.read_bytes())

    def test_wants_the_right_certificate(self):
        self.assert_end(self.send(trust=""), "refused", "certificate")
        self.assertEqual(self.names(), [])

    def test_says_what_the_server_does_not_take(self):
        self.assert_end(self.send(at="/closed/"), "refused", "not permitted")
        self.assert_end(self.send(at="/limited/"), "refused", "too large")


if __name__ == "__main__":
    unittest.main()
