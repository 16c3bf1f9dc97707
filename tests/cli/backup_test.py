"""All of a server's state as one archive and back, with tar and sha256sum as referees."""
import base64
import hashlib
import io
import json
import os
import pathlib
import subprocess
import tarfile
import unittest

from monitor_world import Server, wait_for
from support import Case, pdf, run

# A small disk of its own, in a mount namespace of its own.
SMALL_DISK = """set -eu
mount -t tmpfs -o size=$1 none "$2"
shift 2
cp -a "$1/." "$2/"
shift 2
exec "$@"
"""


class BackupCase(Case):
    def serve(self, name="state", config="", *options):
        state = self.folder / name
        state.mkdir(mode=0o700, exist_ok=True)
        server = Server(state, config, *options)
        self.addCleanup(lambda: server.close())
        return server

    def filled(self):
        """A server with a held job, a user, a setting and a target."""
        server = self.serve()
        server.administrate()
        server.platen("add", "-d", "files", "-m", "canon-ir1020", "-v", f"file:{self.folder}/out.prn")
        code, _, err = server.platen("submit", "-d", "files", "-o", "job-hold-until=indefinite",
                                     self.write("page.pdf", pdf(["BT /F1 40 Tf 100 700 Td (x) Tj ET"])))
        self.assertEqual(code, 0, err)
        self.assertEqual(server.api("PUT", "settings", {"server.name": "before"})[0], 200)
        self.assertEqual(server.api("PUT", "notification-targets/hook", {"kind": "webhook", "address": "https://example.org/", "secret": "s"})[0], 200)
        self.assertEqual(server.api("PUT", "accounts", {"departments": {"10": {"name": "Labor"}}})[0], 200)
        return server

    def jobs(self, server):
        return json.loads(server.platen("jobs", "--json", "--all")[1])

    def archive(self, server):
        file = self.folder / "backup.tar"
        code, out, err = run("backup", "--state", server.state, "--config", server.config, file)
        self.assertEqual(code, 0, err + out.decode())
        return file

    def edit(self, file, change):
        """Another archive of the same files but for what `change` does to them: {name: bytes}."""
        with tarfile.open(file) as tar:
            files = {one.name: tar.extractfile(one).read() for one in tar.getmembers()}
        files.pop("SHA256SUMS")
        change(files)
        if "SHA256SUMS" not in files:
            files["SHA256SUMS"] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()
        made = self.folder / "edited.tar"
        with tarfile.open(made, "w", format=tarfile.PAX_FORMAT) as tar:
            for name, data in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
        return made


class RoundTrip(BackupCase):
    def test_others_read_the_archive(self):
        server = self.filled()
        file = self.archive(server)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        apart = self.folder / "apart"
        apart.mkdir()
        self.tool("tar", "-xf", file, "-C", apart)
        subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=apart, check=True)
        self.assertEqual(json.loads((apart / "platen-backup.json").read_text())["format"], 1)
        self.assertTrue((apart / "state/users").exists() and (apart / "state/monitor/secrets").exists())
        self.assertFalse((apart / "state/audit.log").exists())
        self.assertEqual(list(server.state.glob("backup.*")), [])

    def test_over_the_network_to_another_machine(self):
        server = self.filled()
        login = {"Authorization": "Basic " + base64.b64encode(b"root:a password").decode()}
        status, headers, data = server.ask("GET", "/api/v1/backup", headers=login)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-tar"))
        self.assertEqual(int(headers["Content-Length"]), len(data))
        server.close()
        other = self.serve("other")
        other.administrate()
        other.api("PUT", "settings", {"server.name": "other"})
        status, answer = other.api("POST", "restore", data)
        self.assertEqual((status, answer["restart"]), (200, True), answer)
        self.assertEqual(json.loads(other.ask("GET", "/api/v1/settings", headers=login)[2])[0]["value"], "other")  # not yet
        other.close()
        other.start()
        self.assertEqual([one["job-state"] for one in self.jobs(other)], ["pending-held"])
        settings = {one["key"]: one["value"] for one in other.api("GET", "settings")[1]}
        self.assertEqual(settings["server.name"], "before")
        self.assertEqual([one["name"] for one in other.api("GET", "notification-targets")[1]], ["hook"])
        self.assertEqual(other.api("GET", "accounts")[1]["departments"][0]["name"], "Labor")
        self.assertIn("restored", other.said())
        self.assertIn("other", (other.state / "before-restore/settings.toml").read_text())
        self.assertFalse((other.state / "restore.ready").exists())
        # The restored job prints.
        self.assertEqual(other.platen("release", "1")[0], 0)
        wait_for(lambda: self.jobs(other)[0]["job-state"] == "completed")

    def test_beside_itself(self):
        server = self.filled()
        file = self.archive(server)
        server.platen("cancel", "1")
        server.api("PUT", "settings", {"server.name": "after"})
        code, _, err = run("restore", "--state", server.state, "--config", server.config, file)
        self.assertEqual(code, 0, err)
        server.close()
        server.start()
        self.assertEqual([one["job-state"] for one in self.jobs(server)], ["pending-held"])
        server.close()
        server.start()  # only once
        self.assertEqual(server.said().count("restored 1 jobs"), 1)


class Refusals(BackupCase):
    def refused(self, server, file, says, status=400):
        got, answer = server.api("POST", "restore", pathlib.Path(file).read_bytes())
        self.assertEqual(got, status, answer)
        self.assertIn(says, answer["error"]["message"])
        self.assertEqual([one.name for one in server.state.iterdir() if one.name.startswith("restore")], [])

    def test_what_is_no_backup_changes_nothing(self):
        server = self.filled()
        file = self.archive(server)
        whole = file.read_bytes()
        cut = self.folder / "cut.tar"
        for length in (0, 100, 512, 4096, len(whole) // 2, len(whole) - 1024):
            with self.subTest(length=length):
                cut.write_bytes(whole[:length])
                self.refused(server, cut, "")
        with self.subTest("noise"):
            cut.write_bytes(os.urandom(5000))
            self.refused(server, cut, "no archive of a backup")
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        with self.subTest("one bit"):
            cut.write_bytes(flipped)
            self.refused(server, cut, "")
        cases = {
            "belongs to no backup": lambda files: files.update({"state/../../../etc/passwd": b"x"}),
            "belongs": lambda files: files.update({"/etc/passwd": b"x"}),
            "to no backup": lambda files: files.update({"state/audit.log": b"x"}),
            "does not begin with": lambda files: files.pop("platen-backup.json"),
            "is missing": lambda files: files.update({"SHA256SUMS": b"0" * 64 + b"  state/nothing\n"}),
            "files that its SHA256SUMS does not name": lambda files: files.update(
                {"SHA256SUMS": f"{hashlib.sha256(files['platen-backup.json']).hexdigest()}  platen-backup.json\n".encode()}),
            "cannot be read": lambda files: files.update({"platen-backup.json": b"[]"}),
            "damaged": lambda files: files.update({"store/platen.db": files["store/platen.db"][:-4096]}),
        }
        for says, change in cases.items():
            with self.subTest(says=says):
                self.refused(server, self.edit(file, change), says)
        with self.subTest("newer"):
            self.refused(server, self.edit(file, lambda files: files.update({"platen-backup.json": b'{"format": 2}'})), "newer platen", 501)
        with self.subTest("a link"):
            with tarfile.open(cut, "w") as tar:
                link = tarfile.TarInfo("state/users")
                link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(link)
            self.refused(server, cut, "something that is no file")
        server.close()
        server.start()
        self.assertEqual([one["job-state"] for one in self.jobs(server)], ["pending-held"])

    def test_a_folder_for_a_file(self):
        server = self.filled()
        file = self.archive(server)
        self.refused(server, self.edit(file, lambda files: files.update({"state/users/x": b"x"})), "cannot make state/users", 400)

    def test_words_of_the_command(self):
        self.assert_refused(2, "backup")
        (self.folder / "state").mkdir()
        self.assert_refused(1, "restore", "--state", self.folder / "state", self.write("x.tar", b"nothing"), says=["breaks off|no archive"])

    def test_a_full_disk(self):
        server = self.filled()
        file = self.archive(server)
        big = self.edit(file, lambda files: files.update({"state/scan/filler": os.urandom(60 << 20)}))
        server.close()
        small = self.folder / "small"
        small.mkdir()
        command = ["unshare", "-m", "--propagation", "private", "sh", "-c", SMALL_DISK, "sh", "50m", str(small), str(server.state), str(small),
                   os.environ["PLATEN"], "restore", "--state", str(small), "--config", str(server.config), str(big)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if "unshare" in done.stderr:
            print(f"no private world: {done.stderr}")
            raise unittest.SkipTest(done.stderr)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("no room", done.stderr)


if __name__ == "__main__":
    unittest.main()
