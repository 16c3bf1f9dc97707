"""What an administrator changes: platen.toml at SIGHUP, folders, users and limits of a running server."""
import contextlib
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import ssl
import stat
import subprocess
import tempfile
import sys
import unittest

import server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "hostile"))
from watch import children_of, is_spare  # noqa: E402

ROOT = os.geteuid() == 0
NOBODY = 65534


class Settings(unittest.TestCase):
    """Each test has a server with a platen.toml of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-settings-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.config = self.folder / "platen.toml"
        self.config.write_text("")

    def begin(self, text="", *options, **more):
        self.config.write_text(text)
        state = self.folder / "state"
        state.mkdir(exist_ok=True)
        running = server.Server(state, "--config", str(self.config), *options, **more)
        self.addCleanup(lambda: running.process.poll() is None and self.assertEqual(running.stop(), 0, running.log()))
        return running

    def reload(self, running, text, says="the configuration was read again"):
        """SIGHUP with another platen.toml; the new lines of the log, up to the one that tells the end."""
        before = len(running.log())
        self.config.write_text(text)
        running.process.send_signal(signal.SIGHUP)
        server.wait_for(lambda: says in running.log()[before:], what=f'"{says}" in the log')
        return running.log()[before:]

    def remote(self, running, *words):
        """A command as somebody without a login, over TCP."""
        done = subprocess.run([server.PLATEN, *map(str, words)], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "PLATEN_SERVER": f"127.0.0.1:{running.port}"}, check=False,
                              stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def status(self, running, method="GET", path="/healthz", body=None, headers=None):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)) as connection:
            connection.request(method, path, body, headers or {})
            return connection.getresponse().status

    def letter(self):
        path = self.folder / "letter.txt"
        path.write_text("a letter\n")
        return path


class Access(Settings):
    def test_who_may_print(self):
        running = self.begin()
        self.assertEqual(self.remote(running, "submit", "-d", "ir1020", self.letter())[0], 0)
        self.reload(running, "[access]\nlogin-to-print = true\n")
        code, _, err = self.remote(running, "submit", "-d", "ir1020", self.letter())
        self.assertEqual(code, 1, err)
        self.assertIn("login", err)
        self.reload(running, "")
        self.assertEqual(self.remote(running, "submit", "-d", "ir1020", self.letter())[0], 0)

    def test_who_sees_jobs_and_names(self):
        running = self.begin()
        running.run("pause", "-d", "ir1020")
        running.run("submit", "-d", "ir1020", "-t", "a secret", self.letter())
        jobs = lambda: json.loads(self.remote(running, "jobs", "--json")[1])
        self.assertEqual(len(jobs()), 1)
        self.assertNotEqual(jobs()[0]["job-name"], "a secret")
        self.reload(running, "[access]\nothers-see-names = true\n")
        self.assertEqual(jobs()[0]["job-name"], "a secret")
        self.reload(running, "[access]\nothers-see-jobs = false\n")
        self.assertEqual(jobs(), [])

    def test_administrators_by_the_local_socket(self):
        running = self.begin()
        for folder in (self.folder, running.state):
            os.chmod(folder, 0o711)  # another user reaches the socket
        other = {"user": NOBODY, "group": NOBODY} if ROOT else {}
        pause = lambda: running.run("pause", "-d", "ir1020", check=False, **other).returncode
        self.assertEqual(pause(), 1 if ROOT else 0)  # whoever runs the server administers it
        name = "nobody" if ROOT else subprocess.check_output(["id", "-un"], text=True).strip()
        self.reload(running, f'[access]\nadministrators = ["{name}"]\n')
        self.assertEqual(pause(), 0)

    def test_jobs_of_each_user(self):
        running = self.begin()
        running.run("pause", "-d", "ir1020")
        self.reload(running, "[limits]\njobs-per-user = 1\n")
        running.run("submit", "-d", "ir1020", self.letter())
        refused = running.run("submit", "-d", "ir1020", self.letter(), check=False)
        self.assertIn("you have 1 unfinished jobs, which is the limit", refused.stderr)


class Serving(Settings):
    def test_renderers_that_wait(self):
        running = self.begin("[printing]\nspare-renderers = 2\n")
        spares = lambda: [pid for pid, name, _ in children_of(running.process.pid) if is_spare(pid, name)]
        self.assertEqual(spares(), [])  # no document has come
        running.run("submit", "-d", "ir1020", self.letter())
        server.wait_for(lambda: len(spares()) == 2, what="two that wait")
        self.reload(running, "[printing]\nspare-renderers = 0\n")
        server.wait_for(lambda: not spares(), what="none that waits")
        self.reload(running, "")
        running.run("submit", "-d", "ir1020", self.letter())
        server.wait_for(lambda: len(spares()) == 1, what="one that waits")
        self.reload(running, "[printing]\nspare-seconds = 1\n")
        server.wait_for(lambda: not spares(), what="its end")

    def test_history(self):
        running = self.begin()
        running.run("submit", "-d", "ir1020", "--wait", self.letter())
        self.assertEqual(len(json.loads(running.run("jobs", "--all", "--json").stdout)), 1)
        self.reload(running, "[history]\njobs = 0\n")
        server.wait_for(lambda: json.loads(running.run("jobs", "--all", "--json").stdout) == [], what="the end of the job")

    def test_the_log(self):
        running = self.begin()
        self.reload(running, '[log]\nrequests = true\nformat = "json"\n')
        self.assertEqual(self.status(running, path="/there-is-nothing"), 404)
        line = server.wait_for(lambda: next((one for one in running.log().splitlines() if "/there-is-nothing" in one), None))
        self.assertEqual(json.loads(line)["status"], "404")
        self.reload(running, "")
        self.assertEqual(self.status(running, path="/unseen"), 404)
        self.assertIn(" info the configuration was read again\n", running.log())  # as text again
        self.assertNotIn("/unseen", running.log())

    def test_names_and_limits(self):
        running = self.begin()
        there = {"Host": "print.example.org"}
        self.assertEqual(self.status(running, headers=there), 421)
        document = b"x" * (2 << 20)
        self.reload(running, '[server]\nhost-names = ["print.example.org"]\n[limits]\ndocument-mb = 1\n')
        self.assertEqual(self.status(running, headers=there), 200)
        ipp = {"Content-Type": "application/ipp"}
        self.assertEqual(self.status(running, "POST", "/ipp/print/ir1020", document, ipp), 413)

    def test_certificate(self):
        running = self.begin()
        shown = lambda: ssl.get_server_certificate(("127.0.0.1", running.port))
        own = shown()
        files = [self.folder / "given.pem", self.folder / "given.key"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                        "/CN=given", "-days", "30", "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        text = f'[tls]\ncertificate = "{files[0]}"\nkey = "{files[1]}"\n'
        self.reload(running, text)
        self.assertEqual(shown(), files[0].read_text())
        files[1].write_text("no key\n")
        self.reload(running, text + "[access]\nlogin-to-print = true\n", says="the configuration stays as it was")
        self.assertEqual(shown(), files[0].read_text())
        self.assertEqual(self.remote(running, "submit", "-d", "ir1020", self.letter())[0], 0)  # all of it or nothing
        self.reload(running, "")
        self.assertEqual(shown(), own)

    def test_what_needs_a_restart_is_named(self):
        running = self.begin(demo=False)
        said = self.reload(running, '[server]\nlisten = ["127.0.0.1"]\nspool = "/nonexistent"\nname = "house"\n')
        for key in ("[server] listen", "[server] spool"):
            self.assertIn(f"{key} was changed: restart the server for it to count", said)
        self.assertNotIn("[server] name", said)
        self.assertNotIn("[server] port", said)  # --port is what counts
        self.assertEqual(self.status(running), 200)
        said = self.reload(running, "")
        self.assertNotIn("restart", said)

    def test_a_wrong_file_changes_nothing(self):
        running = self.begin("[access]\nlogin-to-print = true\n")
        for text, place in (("[access]\nlogin-to-prin = false\n", ":2:"), ("[access\n", ":1:"),
                            ('[access]\nadministrators = ["no such user"]\n', ":2:18: "),
                            ('[log]\nlevel = "loud"\n', ":2:9: ")):
            with self.subTest(text=text):
                said = self.reload(running, text, says="the configuration stays as it was")
                self.assertIn(f"error the configuration stays as it was: {self.config}{place}", said)
                self.assertEqual(self.remote(running, "submit", "-d", "ir1020", self.letter())[0], 1)
        self.config.unlink()
        running.process.send_signal(signal.SIGHUP)  # it was named: it has to be there
        server.wait_for(lambda: running.log().count("the configuration stays as it was") == 5)
        self.reload(running, "")
        self.assertEqual(self.remote(running, "submit", "-d", "ir1020", self.letter())[0], 0)


class Devices(Settings):
    def test_whether_printers_are_asked(self):
        running = self.begin("[devices]\nstatus-seconds = 1\n")
        loaded = lambda: json.loads(running.run("status", "-d", "ir1024", "--json").stdout)["loaded"]
        server.wait_for(loaded, 60, "what the virtual printer says")
        self.assertNotIn("restart", self.reload(running, "[devices]\nstatus = false\n"))
        server.wait_for(lambda: not loaded(), 60, "nothing: it is not asked any more")
        self.reload(running, "[devices]\nstatus-seconds = 2\n")
        server.wait_for(loaded, 60, "what the virtual printer says again")


class Folders(Settings):
    def test_documents_lie_in_the_spool_folder(self):
        spool = self.folder / "spool"
        running = self.begin(f'[server]\nspool = "{spool}"\n')
        large = self.folder / "large.txt"
        large.write_text("many words\n" * 20_000)
        running.run("pause", "-d", "ir1020")
        running.run("submit", "-d", "ir1020", large)
        documents = [path for path in spool.rglob("*") if path.is_file() and path.stat().st_size == large.stat().st_size]
        self.assertEqual(len(documents), 1)
        self.assertFalse((running.state / "documents").exists())
        running.stop()
        spool.rename(self.folder / "elsewhere")
        with self.assertRaisesRegex(AssertionError, r"the documents of this store's jobs are not in .*spool/documents"):
            running.start()
        shutil.rmtree(spool)
        (self.folder / "elsewhere").rename(spool)
        running.start()
        self.assertEqual(len(json.loads(running.run("jobs", "--json").stdout)), 1)
        self.assertTrue(documents[0].exists())

    def test_a_user_without_state_option_gets_the_folders_of_his_own(self):
        home = {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "run"), "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "",
                "STATE_DIRECTORY": ""}
        root = ["--allow-root"] if ROOT else []
        process = subprocess.Popen([server.PLATEN, "server", "--port", "0", *root], env={**os.environ, **home},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            line = process.stdout.readline()
            self.assertIn("http://", line, line or process.stderr.read())
            self.assertTrue(stat.S_ISSOCK((self.folder / "run/platen/platen.sock").stat().st_mode))
            self.assertTrue((self.folder / ".local/state/platen/platen.db").exists())
        finally:
            process.terminate()
            process.communicate(timeout=30)

    def test_a_user_that_root_sets_can_be_read_by_the_server(self):
        state = self.folder / "state"
        state.mkdir(mode=0o700)
        owner = NOBODY if ROOT else os.geteuid()
        if ROOT:
            os.chown(state, owner, owner)
        for _ in range(2):
            subprocess.run([server.PLATEN, "user", "set", "--administrator", "--state", state, "ann"], input="secret\n", text=True,
                           check=True)
            about = (state / "users").stat()
            self.assertEqual((about.st_uid, stat.S_IMODE(about.st_mode)), (owner, 0o600))
        subprocess.run([server.PLATEN, "user", "remove", "--state", state, "ann"], check=True)
        self.assertEqual((state / "users").stat().st_uid, owner)

    def test_root_makes_no_state_folder_for_users(self):
        done = subprocess.run([server.PLATEN, "user", "set", "--state", self.folder / "none", "ann"], input="secret\n", text=True,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 1 if ROOT else 0, done.stderr)
        self.assertEqual((self.folder / "none").exists(), not ROOT)
        if ROOT:
            self.assertIn("there is no state folder", done.stderr)


class Descriptors(Settings):
    def limit(self, running):
        line = next(one for one in pathlib.Path(f"/proc/{running.process.pid}/limits").read_text().splitlines()
                    if one.startswith("Max open files"))
        return int(line.split()[3])

    def begin_with(self, soft, hard):
        return self.begin("", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))

    def test_the_soft_limit_is_raised(self):
        hard = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 20_000)
        running = self.begin_with(256, hard)
        self.assertEqual(self.limit(running), min(hard, 8_512))
        if hard >= 8_512:
            self.assertNotIn("files open", running.log())

    def test_a_hard_limit_that_is_too_low_is_told(self):
        running = self.begin_with(256, 600)
        self.assertEqual(self.limit(running), 600)
        self.assertIn("this process may have 600 files open, but 4000 connections need 8512", running.log())
        self.assertNotIn("files open", self.reload(running, "[limits]\nconnections = 8\n"))


if __name__ == "__main__":
    unittest.main()
