"""Models that come alone: from a server over TLS, a folder and a file; what is refused, and that it leaves all as it was."""
import base64
import json
import os
import random
import re
import signal
import stat
import subprocess
import time
import unittest

from doctor_world import Local
from models_world import Key, Repository, Server, broken_off, certificate, endless, redirect, slow
from scan_world import Scanner
from support import PLATEN, Case, pdf, run

# A small disk of its own, in a mount namespace of its own, with what is in a folder.
SMALL_DISK = 'set -eu; mount -t tmpfs -o size=$1 none "$3"; cp -a "$2/." "$3/"; shift 3; "$@" || code=$?; cp -a "$OUT_OF/." "$KEPT/"; exit ${code:-0}'


class ModelsCase(Case):
    def setUp(self):
        super().setUp()
        code, out, err = run("models", "show", "canon-pro-1000", "--toml", "--state", self.folder / "none")
        self.assertEqual(code, 0, err)
        self.key = Key(self.folder, "key")
        self.repository = Repository(self.folder / "repository", self.key, out.decode())
        self.state = self.folder / "state"
        self.state.mkdir(mode=0o700)

    def configure(self, source="", keys=None, **more):
        keys = [self.key.text] if keys is None else keys
        lines = [f"source = {json.dumps(str(source))}", f"keys = {json.dumps(keys)}", *(f"{name} = {json.dumps(value)}" for name, value in more.items())]
        (self.state / "platen.toml").write_text("[discovery]\nannounce = false\n[updates]\n" + "\n".join(lines) + "\n")

    def platen(self, *words):
        code, out, err = run(*words, "--state", self.state)
        self.assertEqual(code, 0, err)
        return out.decode()

    def models(self):
        """{id: version in force}"""
        return {one["id"]: one["version"] for one in json.loads(self.platen("models", "list", "--json")) if one["version"] is not None}

    def refused(self, says, *words, code=1):
        """What is refused, in words, leaves the models as they were."""
        before = self.models()
        got, out, err = run(*(words or ("models", "update")), "--state", self.state)
        self.assertEqual((got, out), (code, b""), err)
        self.assertEqual(err.count("\n"), 1, err)
        self.assertRegex(err, says)
        self.assertEqual(self.models(), before)
        return err


class OverTls(ModelsCase):
    def setUp(self):
        super().setUp()
        self.pem, key = certificate(self.folder, "server")
        self.server = Server(self.repository.folder, self.pem, key)
        self.addCleanup(self.server.close)
        self.configure(self.server.url, trust=str(self.pem), seconds=5)
        self.repository.offer("acme-one", 1)
        self.repository.sign()

    def installed(self):
        self.platen("models", "update")
        self.assertEqual(self.models()["acme-one"], 1)
        self.repository.offer("acme-one", 2)
        self.repository.sign()

    def test_models_come_and_nothing_about_who_asks_goes(self):
        self.assertIn("acme-one: new, version 1 is installed", self.platen("models", "update"))
        self.assertEqual([path for path, _ in self.server.asked[:3]], ["/index.json.sig", "/index.json", "/models/acme-one-1.toml"])
        for _, headers in self.server.asked:
            self.assertEqual({name.lower() for name in headers}, {"host", "user-agent", "accept"})
            self.assertEqual((headers["User-Agent"], headers["Accept"]), ("platen", "*/*"))
        self.assertIn("as new as", self.platen("models", "update"))
        code, out, err = run("drivers", "--state", self.state)
        self.assertEqual(code, 0, err)
        self.assertIn(b"acme-one", out)
        self.assertIn("acme-one", self.platen("drivers", "--json"))
        page = self.write("page.pdf", pdf())
        code, _, err = run("convert", "-m", "acme-one", "--state", self.state, "-O", self.folder / "job", page)
        self.assertEqual(code, 0, err)

    def test_an_index_that_is_not_believed(self):
        self.installed()
        folder = self.repository.folder
        index, lines = (folder / "index.json").read_bytes(), (folder / "index.json.sig").read_bytes()
        other = Key(self.folder, "other")
        self.repository.sign(other)
        self.refused(f"key {other.id}, which is none of those that are trusted")
        for at in (0, len(index) // 2, len(index) - 1):
            (folder / "index.json").write_bytes(index[:at] + bytes([index[at] ^ 1]) + index[at + 1:])
            (folder / "index.json.sig").write_bytes(lines)
            self.refused("signature of the index is wrong")
        (folder / "index.json").write_bytes(index[:-10])
        self.refused("signature of the index is wrong")
        (folder / "index.json").write_bytes(index)
        (folder / "index.json.sig").write_bytes(lines[:-20])
        self.refused("damaged or cut off")
        (folder / "index.json.sig").unlink()
        self.refused("there is no .*index.json.sig")
        (folder / "index.json.sig").write_bytes(lines)
        self.platen("models", "update")
        self.assertEqual(self.models()["acme-one"], 2)

    def test_an_index_of_another_time(self):
        self.installed()
        self.repository.sign(serial=1)
        self.refused(r"older than the one that is known here \(serial number 1, known 2\)")
        self.repository.sign(serial=10, expires=self.repository.moment(-1))
        self.refused("expired on .* what is there stays")
        self.repository.sign(expires=self.repository.moment(9e6), issued=self.repository.moment(3e5))
        self.refused("is the clock of this machine right")
        self.repository.sign(issued=self.repository.moment(-9), repository="else")
        self.refused('"test" is followed here')
        status = json.loads(self.platen("models", "list", "--json"))
        self.assertEqual([one["version"] for one in status if one["id"] == "acme-one"], [1])

    def test_keys_that_expired_or_were_withdrawn(self):
        self.configure(self.server.url, keys=[self.key.text + " 2026-01-01"], trust=str(self.pem))
        self.refused("expired on 2026-01-01")
        self.configure(self.server.url, trust=str(self.pem))
        other = Key(self.folder, "other")
        self.repository.sign(keys=[other.text])
        self.platen("models", "update")
        self.repository.sign()
        self.refused("which was withdrawn with the index 3")
        self.repository.sign(other)
        self.platen("models", "update")
        self.configure(self.server.url, keys=[], trust=str(self.pem))
        self.refused("no key is trusted")

    def test_a_server_that_gives_without_end_or_hardly_anything(self):
        self.installed()
        for name in ("index.json", "index.json.sig", "models/acme-one-2.toml"):
            self.server.misdeeds[name] = endless
            self.refused("is larger than")
            self.server.misdeeds.clear()
        self.configure(self.server.url, trust=str(self.pem), seconds=1)
        self.server.misdeeds["index.json"] = slow
        self.refused("took too long")
        self.server.misdeeds["index.json"] = broken_off
        self.refused("broke off in the middle")

    def test_a_server_that_is_another_or_leads_elsewhere(self):
        self.installed()
        for target in ("http://127.0.0.1:1/index.json.sig", self.server.url + "/index.json.sig?again", "file:///etc/passwd"):
            self.server.misdeeds["index.json.sig"] = redirect(target)
            self.refused("leads on to .* not followed")
        self.server.misdeeds.clear()
        strange, _ = certificate(self.folder, "strange")
        self.configure(self.server.url, trust=str(strange))
        self.refused("certificate of .* is not to be trusted")
        self.configure(self.server.url)
        self.refused("certificate of .* is not to be trusted")
        self.configure("https://127.0.0.1:1", trust=str(self.pem))
        self.refused("does not answer", code=3)
        self.configure("https://no.such.host.invalid", trust=str(self.pem))
        self.refused("is not known to the name service", code=3)
        for source in ("http://127.0.0.1/", "ftp://127.0.0.1/", "models"):
            self.configure(source)
            code, _, err = run("models", "update", "--state", self.state)
            self.assertEqual(code, 1, err)
            self.assertRegex(err, r"platen.toml:4:\d+: \[updates\] source")

    def test_a_file_that_is_not_what_the_index_says(self):
        self.installed()
        file = self.repository.folder / "models/acme-one-2.toml"
        good = file.read_bytes()
        file.write_bytes(good[:-1])
        self.refused("cut off; the former model stays")
        file.write_bytes(good + b"#")
        self.refused("is larger than")
        file.write_bytes(good.replace(b"schema", b"Schema", 1))
        self.refused("SHA-256 is another")
        file.unlink()
        self.refused("there is no .*acme-one-2.toml")
        for text, says in ((b"schema = 1\nid = ", "models/acme-one-3.toml:2:"), (b"schema = 1\n", '"id"'),
                           (self.repository.text("acme-two", 3), 'version 3 of "acme-two"'),
                           (self.repository.text("acme-one", 4), "version 4 of"),
                           (b'extends = "family/canon-ir1020-family"\n' + self.repository.text("acme-one", 3), "extends no other file"),
                           (self.repository.text("acme-one", 3).replace(b'["acme-one"]', b'["PRO-1000 series"]'), "PRO-1000 series")):
            self.repository.offer("acme-one", 3, text)
            self.repository.sign()
            self.refused(says)
        for name in ("../../acme.toml", "/etc/passwd", "models/.././x"):
            self.repository.offer("acme-one", 3)
            self.repository.index["models"][0]["file"] = name
            self.repository.sign()
            self.refused("no name of a file beside the index")
        self.repository.offer("acme-one", 3)
        self.repository.index["models"][0]["id"] = ".."
        self.repository.sign()
        self.refused("no id of a model")

    def test_the_newest_program_is_told_with_the_command_that_installs_it(self):
        self.repository.sign(program={"version": "99.1.0", "date": "2026-11-20", "changes": ["Prints faster"]})
        out = self.platen("update", "check")
        self.assertRegex(out, r"platen 99.1.0 is there; this is \d")
        self.assertIn("Prints faster", out)
        self.assertIn("acme-one version 1", out)
        told = json.loads(self.platen("update", "check", "--json"))
        self.assertEqual((told["program"]["newer"], told["program"]["newest"]), (True, "99.1.0"))
        self.assertNotIn("acme-one", self.models())  # told, not installed
        self.repository.sign(program={"version": "0.0.1", "date": "", "changes": []})
        self.assertIn("is the newest", self.platen("update", "check"))


class Offline(ModelsCase):
    def setUp(self):
        super().setUp()
        self.configure()
        self.repository.offer("acme-one", 1)
        self.repository.sign()

    def update(self, *words):
        return self.platen("models", "update", "--from", self.repository.folder, *words)

    def test_a_folder_and_a_file(self):
        self.refused("no source of models is configured")
        before = sorted(self.state.rglob("*"))
        self.assertIn("would be installed", self.update("--dry-run"))
        self.assertEqual(sorted(self.state.rglob("*")), before)
        self.update()
        self.repository.offer("acme-one", 2)
        self.repository.sign()
        packed = self.folder / "models.platen"
        code, _, err = run("models", "pack", self.repository.folder, "-O", packed)
        self.assertEqual(code, 0, err)
        self.platen("models", "update", "--from", packed)
        self.assertEqual(self.models()["acme-one"], 2)
        self.repository.sign()
        run("models", "pack", self.repository.folder, "-O", packed)
        packed.write_bytes(packed.read_bytes()[:-1])
        self.refused("damaged or cut off", "models", "update", "--from", packed)
        self.refused("there is no folder and no file", "models", "update", "--from", self.folder / "nowhere")

    def test_pins_and_the_way_back(self):
        self.update()
        self.repository.offer("acme-one", 2)
        self.repository.offer("canon-ir1020", 5, re.sub(rb'(?m)^id\s*=.*$', b'id = "canon-ir1020"\nversion = 5', self.whole("canon-ir1020")))
        self.repository.sign()
        self.platen("models", "pin", "acme-one")
        code, out, err = run("models", "update", "--from", self.repository.folder, "--state", self.state)
        self.assertEqual(code, 0, err)
        self.assertIn("version 1 is pinned; version 2 is there", err)
        self.assertEqual((self.models()["acme-one"], self.models()["canon-ir1020"]), (1, 5))
        self.assertIn("is back at version 1", self.platen("models", "rollback", "canon-ir1020"))
        self.update()
        self.assertEqual(self.models()["canon-ir1020"], 1)
        self.assertIn("version 5 is in force", self.platen("models", "unpin", "canon-ir1020"))
        self.platen("models", "unpin", "acme-one")
        self.update()
        self.assertEqual(self.models()["acme-one"], 2)
        self.platen("models", "pin", "acme-one", "1")
        self.assertEqual(self.models()["acme-one"], 1)
        self.refused("has no version 7 here; there is 1, 2", "models", "pin", "acme-one", "7")
        self.refused("there is no version before 1 here", "models", "rollback", "acme-one")
        self.refused("is not pinned", "models", "unpin", "canon-pro-1000")
        self.refused("there is no model", "models", "pin", "acme")
        shown = json.loads(self.platen("models", "show", "acme-one", "--json"))
        self.assertEqual((shown["versions"], shown["pinned"], shown["bundled"]), ([1, 2], True, None))

    def whole(self, name):
        code, out, err = run("models", "show", name, "--toml", "--state", self.state)
        self.assertEqual(code, 0, err)
        return out

    def test_a_lower_version_is_not_taken(self):
        self.repository.offer("acme-one", 4)
        self.repository.sign()
        self.update()
        self.repository.offer("acme-one", 3)
        self.repository.sign()
        self.refused("older than version 4, which is in force: it is not taken", "models", "update", "acme-one", "--from", self.repository.folder)

    def test_a_file_that_was_damaged_on_the_disk(self):
        self.update()
        self.assertIn("1 files are as they were installed", self.platen("models", "verify"))
        kept = self.state / "models/acme-one/1.toml"
        self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o600)
        kept.write_bytes(kept.read_bytes() + b"\n")
        code, _, err = run("models", "verify", "--state", self.state)
        self.assertEqual(code, 1)
        self.assertIn("is not as it was installed", err)
        self.assertNotIn("acme-one", self.models())

    def test_a_full_disk_leaves_the_former_models(self):
        self.update()
        self.repository.offer("acme-one", 2, self.repository.text("acme-one", 2) + b"# long\n" * 60_000)
        self.repository.sign()
        small, kept = self.folder / "small", self.folder / "kept"
        for folder in (small, kept):
            folder.mkdir(mode=0o700)
        done = subprocess.run(["unshare", "-m", "sh", "-c", SMALL_DISK, "sh", "300k", self.state, small, PLATEN, "models", "update", "--from",
                               self.repository.folder, "--state", small], capture_output=True, check=False,
                              env={**os.environ, "OUT_OF": str(small), "KEPT": str(kept)})
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b"No space left on device", done.stderr)
        self.state = kept
        self.assertEqual(self.models()["acme-one"], 1)
        self.assertEqual([file.name for file in (kept / "models/acme-one").iterdir()], ["1.toml"])
        self.update()
        self.assertEqual(self.models()["acme-one"], 2)

    def test_killed_at_any_moment_it_is_the_former_state_or_the_new_one(self):
        self.update()
        chance, seen = random.Random(9), set()
        for version in range(2, 22):
            self.repository.offer("acme-one", version)
            self.repository.offer("acme-two", version)
            self.repository.sign()
            before = self.models()
            process = subprocess.Popen([PLATEN, "models", "update", "--from", self.repository.folder, "--state", self.state],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 0.12))
            process.send_signal(signal.SIGKILL)
            process.wait()
            after = self.models()
            both = (after["acme-one"], after.get("acme-two"))
            self.assertIn(both, {(before["acme-one"], before.get("acme-two")), (version, version)})
            seen.add(both == (version, version))
            self.platen("models", "verify")
        self.update()
        self.assertEqual(self.models()["acme-two"], 21)


class Publishing(ModelsCase):
    def test_openssl_agrees_with_what_is_signed(self):
        secret = self.folder / "secret"
        code, out, err = run("models", "keygen", secret)
        self.assertEqual(code, 0, err)
        self.assertEqual(stat.S_IMODE(secret.stat().st_mode), 0o600)
        seed = base64.b64decode(secret.read_text().split()[1])
        theirs = Key(self.folder, "same", seed)
        self.assertEqual(out.decode().strip(), theirs.text)
        self.assert_refused(1, "models", "keygen", secret, says=["never written over"])
        (self.repository.folder / "models/ours.toml").write_bytes(self.repository.text("acme-ours", 1, 'changes = ["new"]'))
        self.assert_refused(2, "models", "sign", self.repository.folder, "--key", secret, says=["--repository"])
        code, out, err = run("models", "sign", self.repository.folder, "--key", secret, "--repository", "ours")
        self.assertEqual(code, 0, err)
        index, lines = ((self.repository.folder / name).read_bytes() for name in ("index.json", "index.json.sig"))
        self.assertTrue(theirs.verifies(index, lines.splitlines()[1]))
        self.assertFalse(theirs.verifies(index + b" ", lines.splitlines()[1]))
        self.assertEqual(json.loads(index)["models"][0]["changes"], ["new"])
        self.configure(keys=[theirs.text])
        self.platen("models", "update", "--from", self.repository.folder)
        self.assertEqual(self.models()["acme-ours"], 1)

    def test_a_file_never_changes_without_a_higher_version(self):
        secret, file = self.folder / "secret", self.repository.folder / "models/ours.toml"
        run("models", "keygen", secret)
        sign = ("models", "sign", self.repository.folder, "--key", secret)
        file.write_bytes(self.repository.text("acme-ours", 1))
        self.assertEqual(run(*sign, "--repository", "ours")[0], 0)
        file.write_bytes(self.repository.text("acme-ours", 1) + b"\n")
        self.assert_refused(1, *sign, says=['give it the "version" 2'])
        file.write_bytes(self.repository.text("acme-ours", 2))
        code, out, err = run(*sign, "--json", "--program", "2.0", "--change", "more")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["serial"], 2)
        secret.chmod(0o644)
        self.assert_refused(1, *sign, says=["can be read by others"])
        self.assert_refused(2, "models", "sell", says=["it takes list, show"])
        self.assert_refused(2, "update", "install", says=["it takes \"check\""])


class Running(ModelsCase):
    """What a running server does with a new model."""

    def setUp(self):
        super().setUp()
        self.configure(self.repository.folder)
        self.start()
        self.addCleanup(self.stop)

    def start(self):
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen([PLATEN, "server", "--state", self.state, "--config", self.state / "platen.toml", "--listen", "127.0.0.1", "--port", "0", *root],
                                        stdout=subprocess.PIPE, stderr=self.log)
        self.assertIn(b"http", self.process.stdout.readline(), (self.folder / "server.log").read_text())

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        self.process.stdout.close()
        self.log.close()

    def ask(self, *words):
        code, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock")})
        self.assertEqual(code, 0, err)
        return out.decode()

    def print_a_page(self, printer):
        self.ask("submit", "-d", printer, "-w", self.write("page.pdf", pdf()))

    def test_a_printer_of_a_new_model_prints_at_once(self):
        self.repository.offer("acme-one", 1)
        self.repository.sign()
        self.assertIn("acme-one", self.ask("update", "check"))
        self.assertIn("is installed", self.ask("models", "update"))
        self.ask("add", "-d", "new", "-m", "acme-one", "-v", f"file:{self.folder / 'out.bin'}")
        self.print_a_page("new")
        self.assertGreater((self.folder / "out.bin").stat().st_size, 1000)
        audit = (self.state / "audit.log").read_text()
        self.assertIn("POST updates/install", audit)
        self.stop()
        self.start()
        self.print_a_page("new")
        self.assertEqual(self.models()["acme-one"], 1)

    def files(self):
        """{id: what GET models says of its file}"""
        link = Local(self.state / "platen.sock")
        link.request("GET", "/api/v1/models")
        listed = json.loads(link.getresponse().read())
        link.close()
        return {one["id"]: {name: one[name] for name in ("version", "versions", "from-repository", "pinned")} for one in listed}

    def test_a_scanner_of_a_new_model_scans_in_the_version_that_counts(self):
        code, out, err = run("models", "show", "canon-ir1020", "--toml", "--state", self.folder / "none")
        self.assertEqual(code, 0, err)
        self.repository.base = out.decode()
        twin = Scanner()
        self.addCleanup(twin.close)
        for version, resolutions in ((1, b"[75, 150]"), (2, b"[75, 150, 300]")):
            text = self.repository.text("acme-copier", version)
            self.repository.offer("acme-copier", version, re.sub(rb"(?s)(\[scanner\].*?resolutions\s*=\s*)\[[^\]]*\]", rb"\g<1>" + resolutions, text))
            self.repository.sign()
            self.ask("models", "update", "acme-copier")
            name = f"copier{version}"
            self.ask("scanners", "add", name, "-v", twin.uri, "-m", "acme-copier")
            page = self.folder / f"{name}.png"
            self.ask("scan", "-d", name, "-o", "input-resolution=75", "-o", "input-source=platen", "-O", page)
            self.assertEqual(page.read_bytes()[:4], b"\x89PNG")
        self.assertEqual(self.files()["acme-copier"], {"version": 2, "versions": [1, 2], "from-repository": True, "pinned": False})
        self.assertIn(300, self.resolutions("copier2"))
        self.ask("models", "pin", "acme-copier", "1")
        self.assertEqual(self.files()["acme-copier"], {"version": 1, "versions": [1, 2], "from-repository": True, "pinned": True})
        self.assertFalse(self.files()["canon-pro-1000"]["from-repository"])
        self.ask("scanners", "add", "pinned", "-v", twin.uri, "-m", "acme-copier")
        self.assertEqual(self.resolutions("pinned"), [75, 150])

    def resolutions(self, name):
        return json.loads(self.ask("scanners", "show", name, "--json"))["platen"]["resolutions"]

    def test_a_changed_model_counts_without_a_restart_and_goes_back(self):
        self.repository.offer("acme-one", 1)
        self.repository.sign()
        self.ask("models", "update")
        self.ask("add", "-d", "new", "-m", "acme-one", "-v", f"file:{self.folder / 'out.bin'}")
        def name():
            return json.loads(self.ask("status", "-d", "new", "--json"))["printer-make-and-model"]
        self.assertEqual(name(), "The acme-one")
        self.repository.offer("acme-one", 2, self.repository.text("acme-one", 2).replace(b"The acme-one", b"Another title"))
        self.repository.sign()
        self.ask("models", "update", "acme-one")
        self.assertEqual(name(), "Another title")
        self.print_a_page("new")
        self.ask("models", "rollback", "acme-one")
        self.assertEqual(name(), "The acme-one")
        self.print_a_page("new")

    def test_packed_models_go_through_the_server_and_are_believed_as_little(self):
        self.repository.offer("acme-one", 1)
        self.repository.sign()
        packed = self.folder / "models.platen"
        run("models", "pack", self.repository.folder, "-O", packed)
        self.assertIn("is installed", self.ask("models", "update", "--from", packed))
        self.repository.offer("acme-one", 2)
        self.repository.sign(Key(self.folder, "other"))
        self.refused("none of those that are trusted", "models", "update", "--from", self.repository.folder)
        self.refused("none of those that are trusted", "models", "update")
        self.refused("none of those that are trusted", "update", "check")
        self.assertIn("none of those that are trusted", run("models", "list", "--state", self.state)[2])

    def test_a_damaged_record_does_not_keep_a_server_from_starting(self):
        self.repository.offer("acme-one", 1)
        self.repository.sign()
        self.ask("models", "update")
        self.stop()
        (self.state / "models/record.json").write_text("{")
        self.start()
        self.assertIn("record of model updates is damaged", (self.folder / "server.log").read_text())
        self.assertEqual(set(self.models()), {"canon-ir1020", "canon-ir1024", "canon-pro-1000"})


if __name__ == "__main__":
    unittest.main()
