"""The doctor's support bundle, and who gets it."""
import http.client
import json
import pathlib
import subprocess
import tarfile
import unittest

from doctor_world import Alone, DoctorCase
from support import pdf, run


class Bundle(DoctorCase):
    SECRETS = ("wilhelmina", "sesame-open-9", "Resignation-Letter", "moving-plans.pdf", "/srv/secret-scans", "hook.example", "hunter2-token", "third floor east",
               "Chief Desk", "198.51.100.77", "4711-pin")

    def test_tells_no_secrets(self):
        words = self.SECRETS
        config = f'# {words[0]} wrote this\n[server]\nname = "{words[8]}"\nhost-names = ["{words[5]}"]\n[discovery]\nannounce = false\n'
        server = Alone(self, config, "--demo")
        at = {"PLATEN_SERVER": str(server.socket)}
        code, _, err = run("user", "set", "--state", server.state, words[0], stdin=words[1].encode() + b"\n")
        self.assertEqual(code, 0, err)
        name = self.write(words[3], pdf(["BT /F1 40 Tf 100 500 Td (page) Tj ET"]))
        folder = self.folder / "secret-scans"
        folder.mkdir()
        for line in (("add", "-d", "far", "-m", "canon-ir1024", "-v", f"socket://{words[9]}", "--no-probe", "-o", f"printer-location={words[7]}", "-o", f"printer-info={words[8]}"),
                     ("submit", "-d", "far", "-t", words[2], name), ("submit", "-d", "ir1024", "-t", words[2], "-o", f"job-password={words[10]}", name),
                     ("destinations", "add", words[6], "-o", "kind=folder", "-o", f"address={folder}")):
            code, _, err = run(*line, env=at)
            if line[0] in ("add", "submit") and "job-password" not in " ".join(map(str, line)):
                self.assertEqual(code, 0, err)
        target = self.folder / "bundle.tar.gz"
        code, out, err = run("doctor", "--bundle", target, env=at)
        self.assertEqual(code, 0, err)
        self.assertIn(b"look into it", out)
        self.assertEqual(target.stat().st_mode & 0o777, 0o600)
        with tarfile.open(target) as archive:  # Python's reader of tar and gzip
            names = archive.getnames()
            content = {one: archive.extractfile(one).read().decode() for one in names}
        self.assertEqual(sorted(pathlib.Path(one).name for one in names), ["about.txt", "files.txt", "findings.json", "log.txt", "platen.toml", "printers.json", "store.json"])
        subprocess.run(["tar", "-tzf", target], check=True, capture_output=True)
        whole = "\n".join(content.values())
        for secret in (*words, "argon2", str(folder)):
            self.assertNotIn(secret, whole)
        self.assertIn("printer-ready", content["platen-doctor/findings.json"])
        self.assertIn("announce = false", content["platen-doctor/platen.toml"])
        self.assertEqual(len(json.loads(content["platen-doctor/printers.json"])), 4)
        self.assertIn("users", content["platen-doctor/files.txt"])
        # What the server said lately is there: that it began, and of the job, without its title.
        self.assertIn(" info ", content["platen-doctor/log.txt"])
        self.assertLess(len(content["platen-doctor/log.txt"]), 200_000)

    def test_has_the_last_lines_of_the_log(self):
        """Of many lines the last ones; who is in them is not told."""
        server = Alone(self, '[log]\nrequests = true\n', "--demo")
        at = {"PLATEN_SERVER": str(server.socket)}
        code, _, err = run("user", "set", "--state", server.state, "wilhelmina", stdin=b"sesame-open-9\n")
        self.assertEqual(code, 0, err)
        for i in range(600):
            link = http.client.HTTPConnection("127.0.0.1", server.port)
            link.request("GET", f"/healthz?{i:04}")
            link.getresponse().read()
            link.close()
        link = http.client.HTTPConnection("127.0.0.1", server.port)
        link.request("POST", "/api/v1/session", json.dumps({"user": "wilhelmina", "password": "wrong"}), {"Content-Type": "application/json"})
        self.assertEqual(link.getresponse().status, 401)
        link.close()
        target = self.folder / "bundle.tar.gz"
        code, _, err = run("doctor", "--bundle", target, env=at)
        self.assertEqual(code, 0, err)
        with tarfile.open(target) as archive:
            log = archive.extractfile("platen-doctor/log.txt").read().decode()
        lines = log.splitlines()
        self.assertLessEqual(len(lines), 500)
        self.assertGreater(len(lines), 300)
        self.assertIn("/healthz", log)
        self.assertNotIn("wilhelmina", log)
        self.assertIn("user-", log)

    def test_is_for_administrators(self):
        server = Alone(self, "", "--demo")
        for path in ("doctor", "doctor/bundle"):
            link = http.client.HTTPConnection("127.0.0.1", server.port)
            link.request("GET", f"/api/v1/{path}")
            self.assertIn(link.getresponse().status, (401, 403))
            link.close()
        link = http.client.HTTPConnection("127.0.0.1", server.port)
        link.request("POST", "/api/v1/doctor/fix", "{}")
        self.assertIn(link.getresponse().status, (401, 403))
        link.close()

if __name__ == "__main__":
    unittest.main()
