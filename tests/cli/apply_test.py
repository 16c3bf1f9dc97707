"""Configuration as files: export and apply, against servers of their own."""
import base64
import http.client
import os
import pathlib
import re
import subprocess
import unittest

from one_server import Server
from server_commands_test import ServerCase
from support import run

ICC = pathlib.Path("/usr/share/color/icc/ghostscript/srgb.icc")


def bare_server():
    """Without any printer, and asking no device."""
    return Server("[devices]\nstatus = false\n", demo=False)


FILES = {
    "printers/office.toml": 'model = "canon-ir1020"\ndevice-uri = "socket://192.0.2.9/?snmp=off"\nlocation = "Büro \\"2\\""\n'
                            'raw-port = 0\nerror-policy = "hold-job"\nshared = false\n[options]\nsides = "two-sided-long-edge"\ncopies = 2\n',
    "printers/photo.toml": 'model = "canon-pro-1000"\ndevice-uri = "ipps://ada:s3cret@192.0.2.8/ipp/print"\ndefault = true\ninfo = "Photo"\n',
    "papers/rag.toml": 'name = "rag"\nmodel = "canon-pro-1000"\nmedia-type = "canon-baryta"\nprice = "2.10 EUR"\n',
    "profiles/rag.toml": 'name = "rag-srgb"\nmodel = "canon-pro-1000"\npaper = "rag"\nfile = "rag.icc"\n',
    "recipes/gallery.toml": 'name = "Gallery"\nmodel = "canon-pro-1000"\n[options]\nprint-quality = "high"\n',
    "users.toml": '[ada]\nrole = "administrator"\nmail = "ada@example.org"\npassword-file = "secrets/ada"\n[bob]\nrole = "user"\npassword-file = "secrets/bob"\n',
    "secrets/ada": "correct horse battery\n",
    "secrets/bob": "another long password\n",
    "departments.toml": '[42]\nname = "Accounts"\nallowance = "500-sheets-month"\npin-file = "secrets/pin"\n',
    "secrets/pin": "4711\n",
    "quotas.toml": '["*"]\nallowance = "20-sheets-day"\n[bob]\ndepartment = "42"\n',
    "scanners.toml": '[copier]\nuri = "bjnp://192.0.2.9:8612"\nmodel = "canon-ir1020"\nprofile-file = "scanner.icc"\n',
    "contacts.toml": '[bob]\nmail = ["bob@example.org"]\n["the office"]\nmail = ["a@example.org", "b@example.org"]\n',
    "destinations.toml": '[post]\nkind = "mail"\naddress = "smtp://192.0.2.1"\nfrom = "scanner@example.org"\nto = ["@bob"]\nuser = "mailer"\nsecret-file = "secrets/mail"\n',
    "secrets/mail": "mail-s3cret",
    "scan-recipes.toml": '[invoice.options]\ninput-resolution = 300\n',
    "notification-targets.toml": '[admin]\nkind = "webhook"\naddress = "https://192.0.2.7/hook"\nevents = ["jam"]\n[admin.quiet]\nfrom = "22:00"\nto = "07:00"\n',
    "settings.toml": '[printing]\nqueue = "age"\n[history]\ndays = 30\n',
}
SECRETS = ("correct horse", "another long", "4711", "mail-s3cret", "s3cret")


class ApplyCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        super().setUp()
        self.server = bare_server()
        self.addCleanup(self.server.close)
        self.place = self.folder / "site"

    def lay(self, files=None, **changed):
        for name, text in {**(FILES if files is None else files), **changed}.items():
            path = self.place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if files is None:
            for name in ("profiles/rag.icc", "scanner.icc"):
                (self.place / name).write_bytes(ICC.read_bytes())
        return self.place

    def apply(self, *words, at=None, code=0):
        got, out, err = run("apply", *words, at or self.place, env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(got, code, err + out.decode())
        if code:
            self.assertEqual(err.count("\n"), 1, err)
        return out.decode(), err

    def export(self, name):
        self.platen("export", self.folder / name)
        return self.folder / name

    @staticmethod
    def tree(folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Whole(ApplyCase):
    def test_round_trip(self):
        self.lay()
        shown, _ = self.apply("--dry-run")
        self.assertIn("+ printer office\n", shown)
        self.assertIn("+ recipe Gallery (canon-pro-1000)\n", shown)
        self.assertIn('    password-file = "(secret)"\n', shown)
        self.assertRegex(shown, r"(?m)^\d+ to add, 2 to change, 0 to remove$")
        self.assertEqual(self.json("printers"), [])  # nothing was changed
        made, _ = self.apply()
        self.assertRegex(made, r"made (\d+) of \1\n$")
        for secret in SECRETS:
            self.assertNotIn(secret, shown + made)
        # Again: there is nothing to do.
        self.assertEqual(self.apply()[0], "nothing to change\n")
        self.assertEqual(self.json("apply", self.place), {"changes": [], "made": 0, "missing-secrets": []})
        # What is there is what was said.
        printer = {one["printer-name"]: one for one in self.json("printers")}
        self.assertEqual((printer["office"]["printer-location"], printer["office"]["default"], printer["photo"]["default"]), ('Büro "2"', False, True))
        defaults = {one["name"]: one["default"] for one in self.json("options", "-d", "office")}
        self.assertEqual((defaults["sides"], defaults["copies"]), ("two-sided-long-edge", "2"))
        # Its export has no secret, and makes a second server the same, byte for byte.
        first = self.export("first")
        tree = self.tree(first)
        for name, data in tree.items():
            if not name.endswith(".icc"):
                for secret in SECRETS:
                    self.assertNotIn(secret.encode(), data, name)
        self.assertEqual((tree["profiles/rag-srgb.icc"], tree["scanner-profiles/copier.icc"]), (ICC.read_bytes(), ICC.read_bytes()))
        self.assertEqual(self.apply(at=first)[0], "nothing to change\n")
        before = self.tree(first)
        self.export("first")  # over itself
        self.assertEqual(self.tree(first), before)
        self.server.close()
        self.server = bare_server()
        self.addCleanup(self.server.close)
        again = self.folder / "again"
        subprocess.run(["cp", "-r", first, again], check=True)
        _, err = self.apply(at=again, code=1)  # passwords are missing: told before anything is done
        self.assertRegex(err, r"users\.toml:\d+:\d+: user ada is new to the server: give password-file")
        self.assertEqual(self.json("printers"), [])
        users = (again / "users.toml").read_text()
        for name in ("ada", "bob"):
            users = users.replace(f"[{name}]\n", f'[{name}]\npassword-file = "{self.place}/secrets/{name}"\n')
        (again / "users.toml").write_text(users)
        photo = again / "printers/photo.toml"
        photo.write_text(photo.read_text().replace("ipps://", "ipps://ada:s3cret@"))
        for name in ("departments", "destinations"):  # the secrets that the files know of
            secret = {"departments": ("pin = true", "pin-file", "pin"), "destinations": ("has-secret = true", "secret-file", "mail")}[name]
            file = again / f"{name}.toml"
            file.write_text(file.read_text().replace(secret[0], f'{secret[0]}\n{secret[1]} = "{self.place}/secrets/{secret[2]}"'))
        self.assertNotIn("!", self.apply(at=again)[0])
        self.assertEqual(self.tree(self.export("second")), tree)

    def test_log_ins_travel_as_hashes(self):
        """An export that was asked for them has them in a file of its own; a new server lets the same people in."""
        self.lay()
        self.apply()
        out = self.platen("export", "--password-hashes", self.folder / "moving")
        hashes = self.folder / "moving/password-hashes.toml"
        self.assertIn("password-hashes.toml, which is a secret", out)
        self.assertEqual(hashes.stat().st_mode & 0o777, 0o600)
        self.assertRegex(hashes.read_text(), r'(?m)^ada = "\$argon2id\$v=19\$[^"]+"$')
        self.assertFalse((self.export("plain") / "password-hashes.toml").exists())
        self.server.close()
        self.server = bare_server()
        self.addCleanup(self.server.close)
        shown = self.apply(at=self.folder / "moving")[0]
        self.assertIn('    password-hash = "(secret)"', shown)
        self.assertNotIn("argon2", shown)
        for secret, says in (("destination post", 'secret-file = "FILE"'), ("department 42", 'pin-file = "FILE"'), ("printer photo", "NAME:PASSWORD@HOST")):
            self.assertRegex(shown, rf"(?m)^! {secret}: its secret is not known here \(.*:\d+:\d+\): .*{re.escape(says)}.*apply again$")
        for name, password, status in (("ada", "correct horse battery", 200), ("bob", "another long password", 403), ("ada", "wrong", 401)):
            self.assertEqual(self.asked(name, password), status, name)
        # Until they are given there is nothing to change, and the word about them stays.
        self.assertIn("nothing to change", self.apply(at=self.folder / "moving")[0])
        missing = self.json("apply", self.folder / "moving")["missing-secrets"]
        self.assertEqual({(one["kind"], one["name"], one["member"]) for one in missing},
                         {("destinations", "post", "secret-file"), ("departments", "42", "pin-file"), ("printers", "photo", "device-uri")})
        file = self.folder / "moving/destinations.toml"
        file.write_text(file.read_text() + f'secret-file = "{self.place}/secrets/mail"\n')
        self.assertIn("~ destination post\n    has-secret: (nothing) -> true\n", self.apply(at=self.folder / "moving")[0])
        self.assertEqual(len(self.json("apply", self.folder / "moving")["missing-secrets"]), 2)
        # An export without them takes the file away again, and one that nobody described is told.
        self.platen("export", self.folder / "moving")
        self.assertFalse(hashes.exists())
        hashes.write_text('eve = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"\n')
        self.assertRegex(self.apply(at=self.folder / "moving", code=1)[1], r'password-hashes\.toml:1:7: users\.toml has no user "eve"')

    def asked(self, name, password):
        """The status with which somebody is let in, over HTTP on this machine, or not."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        self.addCleanup(connection.close)
        authorization = base64.b64encode(f"{name}:{password}".encode()).decode()
        connection.request("GET", "/api/v1/users", headers={"Authorization": f"Basic {authorization}"})
        return connection.getresponse().status

    def test_a_scanners_profile_comes_and_goes(self):
        self.lay()
        self.apply()
        scanners = self.place / "scanners.toml"
        before = scanners.read_text()
        scanners.write_text(before.replace('profile-file = "scanner.icc"\n', ""))
        self.assertRegex(self.apply()[0], r'~ scanner copier\n    sha256: "[0-9a-f]{64}" -> \(nothing\)')
        self.assertFalse((self.export("without") / "scanner-profiles").exists())
        scanners.write_text(before)
        self.apply()
        self.assertEqual(self.apply()[0], "nothing to change\n")
        (self.place / "scanner.icc").write_bytes(b"no profile")
        self.assertRegex(self.apply(code=1)[1], r"scanners\.toml:1:1: scanner copier: .*profile")

    def test_changes_and_pruning(self):
        self.lay()
        self.apply()
        (self.place / "printers/office.toml").write_text('model = "canon-ir1020"\ndevice-uri = "socket://192.0.2.10/?snmp=off"\n')
        (self.place / "contacts.toml").unlink()
        shown, _ = self.apply("--dry-run")
        self.assertIn("~ printer office\n", shown)
        self.assertIn('    location: "Büro \\"2\\"" -> (nothing)\n', shown)
        self.assertIn("1 to change, 0 to remove", shown)
        self.apply()
        defaults = {one["name"]: one["default"] for one in self.json("options", "-d", "office")}
        self.assertEqual(defaults["sides"], "one-sided")  # as the model has it
        self.assertEqual(len(self.json("contacts")), 2)   # nobody said that they shall go
        shown, _ = self.apply("--prune", "--dry-run")
        self.assertIn("- contact bob\n", shown)
        (self.place / "destinations.toml").unlink()       # it needs bob
        (self.place / "printers/photo.toml").unlink()
        self.apply("--prune")
        self.assertEqual((self.json("contacts"), [one["printer-name"] for one in self.json("printers")]), ([], ["office"]))
        self.assertEqual(self.apply("--prune")[0], "nothing to change\n")
        # An export over an older one takes away what is no more, and leaves what is not its own.
        first = self.export("first")
        (first / "printers/mine.txt").write_text("kept")
        self.platen("delete", "-d", "office")
        self.export("first")
        self.assertEqual(sorted(path.name for path in (first / "printers").iterdir()), ["mine.txt"])

    def test_a_failure_midway_is_told_and_mended(self):
        self.lay(**{"printers/zz.toml": 'model = "nothing"\ndevice-uri = "socket://192.0.2.1"\n'})
        out, err = self.apply(code=1)
        self.assertRegex(err, r"zz\.toml:1:1: printer zz: .*; \d+ of \d+ changes were made, and the others not: mend it and apply again")
        self.assertRegex(out, r"made \d+ of \d+\n$")
        self.assertEqual(len(self.json("printers")), 2)
        (self.place / "printers/zz.toml").write_text('model = "canon-ir1024"\ndevice-uri = "socket://192.0.2.1/?snmp=off"\n')
        self.apply()
        self.assertEqual(self.apply()[0], "nothing to change\n")


class Wrong(ApplyCase):
    """What is found before anything is done: a line with its place, and nothing is changed."""

    def test_files(self):
        office = FILES["printers/office.toml"]
        long = "x" * 200
        for name, text, says in (
                ("printers/office.toml", office.replace('"canon-ir1020"', "canon"), r"office\.toml:1:9: "),
                ("printers/office.toml", office + "[options]\n", r"office\.toml:\d+:\d+: "),
                ("printers/office.toml", "colour = 1\n" + office, r'office\.toml:1:10: a printer has no "colour"'),
                ("printers/office.toml", office.replace("raw-port = 0", 'raw-port = "x"'), r"office\.toml:4:12: raw-port is not a whole number"),
                ("printers/office.toml", 'model = "m"\n', r"office\.toml:1:1: device-uri is missing"),
                ("printers/office.toml", 'name = "../x"\n' + office, r"office\.toml:1:1: .*name"),
                ("printers/two.toml", 'name = "good"\n' + office, r"two\.toml:1:1: printer good is described twice, first at .*good\.toml"),
                ("printers/\u00e4.toml", office, r"\.toml:1:1: .*name"),
                (f"printers/{long}.toml", office, "name"),
                ("printers/office.toml", office[:40], r'office\.toml:2:\d+: .*the text is not closed: end it with " on the same line'),
                ("printers/office.toml", office.replace('"canon-ir1020"', "canon"), r'office\.toml:1:9: .*write a text in quotes: KEY = "TEXT"'),
                ("printers/office.toml", "model canon\n", r"office\.toml:1:7: .*a line is KEY = VALUE"),
                ("printers/office.toml", office + "[options]\n", r"office\.toml:\d+:\d+: .*this \[NAME\] stands twice"),
                ("printers/office.toml", '{"model": "canon"}', r"office\.toml:1:1: .*looks like JSON"),
                ("printers/office.toml", "\x00\x01", r"office\.toml:1:1: .*mend this line"),
                ("users.toml", '[ada]\nrole = "user"\npassword-hash = "$1$abc"\n', r"users\.toml:3:17: this is no hash of a password"),
                ("users.toml", '[ada]\nrole = "user"\npassword-hash = "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"\n', r"users\.toml:3:17: this is no hash"),
                ("scanners.toml", '[c]\nuri = "x"\nprofile-file = "../x.icc"\n', r"scanners\.toml:3:16: .*no path within the folder"),
                ("printers/office.toml", "#" * (2 << 20), "office.toml"),
                ("printer/office.toml", office, "none of the files and folders"),
                ("user.toml", "", "none of the files and folders"),
                ("users.toml", 'ada = "administrator"\n', r'users\.toml:1:7: "ada" is no table'),
                ("users.toml", "[ada]\n", r"users\.toml:1:1: role is missing"),
                ("users.toml", '["a/b"]\nrole = "user"\n', r"users\.toml:1:1: a name has"),
                ("users.toml", '[ada]\nrole = "user"\npassword = "plain"\n', r'users\.toml:3:12: a user has no "password"'),
                ("users.toml", '[ada]\nrole = "user"\npassword-file = "missing"\n', r"users\.toml:3:17: .*No such file"),
                ("users.toml", '[ada]\nrole = "user"\npassword-file = "../../etc/passwd"\n', "no path within the folder"),
                ("profiles/rag.toml", 'name = "p"\nmodel = "m"\npaper = "x"\nfile = "/etc/passwd"\n', r"rag\.toml:4:8: .*no path within the folder"),
                ("profiles/rag.toml", 'name = "p"\nmodel = "m"\npaper = "x"\n', r"rag\.toml:1:1: file is missing"),
                ("contacts.toml", "[bob]\nmail = [1]\n", r"contacts\.toml:2:8: mail is not a list of texts"),
                ("contacts.toml", "[bob]\nmail = 2026-01-01\n", r"contacts\.toml:2:8: "),
                ("settings.toml", "queue = 1\n", r"settings\.toml:1:9: "),
        ):
            with self.subTest(name=name, text=text[:60]):
                self.place = self.folder / f"site-{os.urandom(4).hex()}"
                self.lay({"printers/good.toml": office.replace("Büro", "x"), name: text})
                _, err = self.apply(code=1)
                self.assertRegex(err, says)
                self.assertEqual(self.json("printers"), [])

    def test_wrong_use(self):
        for words in ((), ("a", "b")):
            self.assertEqual(run("apply", *words)[0], 2)
            self.assertEqual(run("export", *words)[0], 2)
        self.assertEqual(run("apply", self.folder / "missing", env={"PLATEN_SERVER": str(self.server.socket)})[0], 1)
        self.lay({"contacts.toml": '[bob]\nmail = ["b@example.org"]\n'})
        self.assertEqual(run("apply", self.place, env={"PLATEN_SERVER": "127.0.0.1:1"})[0], 3)
        full = run("export", "/proc/nothing", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(full[0], 1)
        self.assertIn("/proc/nothing", full[2])

    def test_the_default_printer_and_a_login_stay(self):
        self.lay()
        self.apply()
        photo = self.place / "printers/photo.toml"
        photo.write_text(photo.read_text().replace("ada:s3cret@", "").replace("default = true\n", ""))
        self.assertEqual(self.apply()[0], "nothing to change\n")


if __name__ == "__main__":
    unittest.main()
