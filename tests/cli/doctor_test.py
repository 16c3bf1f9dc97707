"""platen doctor: a fault for each code on real servers and virtual devices, its finding, its words and its repair."""
import contextlib
import fcntl
import http.client
import http.server
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import tarfile
import tempfile
import threading
import time
import unittest

from server_commands_test import Server, ServerCase
from status_test import Twin
from support import PATIENCE, PLATEN, Case, pdf, run

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WITHOUT = os.environ["WITHOUT"]
AVAHI = pathlib.Path("/run/avahi-daemon/socket")
ROOT = ["--allow-root"] if os.geteuid() == 0 else []
# 0.0.0.0 leads to this machine, and is no name of it: what happens over a network happens there, too.
AFAR = "0.0.0.0"
TRIED = {}


def fault(*codes):
    """The codes that a test brings about."""
    def note(test):
        for code in codes:
            TRIED.setdefault(code, []).append(test.__qualname__)
        return test
    return note


# What this machine cannot be brought to; tests/unit/doctor has each of these with its words.
FACTS_ALONE = {
    "inbox-refuses": "needs a server where nobody prints without a log-in: inbox_test.py has one",
    "usb-device-missing": "needs a USB bus: look_test.cpp has a bus of its own",
    "usb-held-by-process": "needs a USB bus: look_test.cpp has a bus and a /proc of its own",
    "usb-not-permitted": "needs a USB bus: look_test.cpp has a bus of its own",
    "device-needs-attention": "no virtual device has a fault that no other code names",
    "waste-full": "the virtual printers' waste container never stops them",
    "defaults-impossible": "the server refuses such defaults; only a changed model file brings them about",
    "language-not-confirmed": "every channel of the virtual printers names languages",
    "wrong-language": "the virtual copiers have all languages of their model",
}


class Alone:
    """A server of one test's own: config, and what it starts in."""

    def __init__(self, case, config="", *words, before=(), env=None, state=None, preexec=None, program=PLATEN):
        self.state = state or pathlib.Path(tempfile.mkdtemp(prefix="platen-doctor-"))
        if state is None:
            case.addCleanup(shutil.rmtree, self.state, ignore_errors=True)
        self.socket = self.state / "platen.sock"
        if config:
            (self.state / "platen.toml").write_text(config)
        self.log = (self.state.parent / f"{self.state.name}.log").open("ab+")
        self.process = subprocess.Popen([*before, program, "server", "--state", self.state, "--port", "0", *words, *ROOT],
                                        stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **(env or {})}, preexec_fn=preexec)
        case.addCleanup(self.close)
        line = self.process.stdout.readline().decode()
        found = re.search(r":(\d+)/", line)
        if not found:
            raise RuntimeError(f"no server: {line} {pathlib.Path(self.log.name).read_text()}")
        self.port = int(found.group(1))

    def close(self):
        if self.process.stdout.closed:
            return
        self.process.terminate()
        self.process.wait(timeout=60 * PATIENCE)
        self.process.stdout.close()
        self.log.close()
        pathlib.Path(self.log.name).unlink()


class Local(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class DoctorCase(Case):
    def doctor(self, *words, at=None, code=None, env=None, stdin=None, user=None):
        """The findings as a list; of the server at `at` (a socket), or as `words` say."""
        got, out, err = run("doctor", "--json", *words, env={**({"PLATEN_SERVER": str(at)} if at else {}), **(env or {})}, stdin=stdin)
        if code is not None:
            self.assertEqual(got, code, err + out.decode())
        self.assertTrue(out, err)
        return json.loads(out)["findings"]

    def found(self, findings, code, subject=None, says=(), fix=None):
        """The finding of a code, which must be there, with these words."""
        some = [one for one in findings if one["code"] == code and subject in (None, one["subject"])]
        self.assertTrue(some, f"{code} is not found among " + ", ".join(f"{one['code']} ({one['subject']})" for one in findings))
        words = "\n".join([some[0]["title"], some[0]["cause"], *some[0]["advice"]])
        for part in says:
            self.assertIn(part, words)
        self.assertNotRegex(words, r"\{\w+\}")
        if fix is None:
            self.assertIsNone(some[0]["fix"], some[0])
        else:
            self.assertIsNotNone(some[0]["fix"], some[0])
            self.assertIn(fix, some[0]["fix"]["changes"])
        return some[0]

    def lacks(self, findings, code, subject=None):
        self.assertFalse([one for one in findings if one["code"] == code and subject in (None, one["subject"])])

    def until(self, what, seconds=60):
        end = time.monotonic() + seconds * PATIENCE
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it does not come to pass")
            time.sleep(0.2)
        return found

    def mend(self, *words, at=None, title, env=None):
        """Agrees to the repair of that title and to no other. What it said."""
        process = subprocess.Popen([PLATEN, "doctor", "--fix", *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, **({"PLATEN_SERVER": str(at)} if at else {}), **(env or {})})
        said, asked = b"", b""
        while piece := process.stdout.read(1):
            said += piece
            asked += piece
            if asked.endswith(b" [y/N] "):
                question = asked.rsplit(b"\n", 1)[-1]
                process.stdin.write(b"y\n" if question.startswith(title.encode()) else b"n\n")
                process.stdin.flush()
                asked = b""
        err = process.stderr.read()
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()
        process.wait(timeout=60 * PATIENCE)
        self.assertIn(b"done: ", said, said.decode() + err.decode())
        return said.decode()

    def rest(self, at, method, path, body=None):
        with contextlib.closing(Local(at)) as link:
            link.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), {"Content-Type": "application/json"})
            answer = link.getresponse()
            return answer.status, answer.read()


class Printers(DoctorCase, ServerCase):
    """Queues of a server with the virtual devices."""

    def look(self, *words):
        return self.doctor(*words, at=self.server.socket)

    def add(self, name, model, uri, *words):
        self.platen("add", "-d", name, "-m", model, "-v", uri, "--no-probe", *words)
        self.addCleanup(run, "delete", "-d", name, env={"PLATEN_SERVER": str(self.server.socket)})

    @fault("server-answers", "device-answers", "printer-ready", "listens-here-alone")
    def test_what_is_well(self):
        findings = self.look("-d", "ir1024")
        self.found(findings, "server-answers", str(self.server.socket), ["platen "])
        self.found(findings, "device-answers", "ir1024", ["iR1020/1024/1025"])
        self.found(findings, "printer-ready", "ir1024")
        self.found(findings, "listens-here-alone", says=["127.0.0.1", 'listen = ["*"]'])
        self.assertFalse([one for one in findings if one["severity"] == "problem"])

    @fault("printer-paused")
    def test_paused(self):
        self.platen("pause", "-d", "ir1024")
        self.found(self.look("-d", "ir1024"), "printer-paused", "ir1024", ["platen resume -d ir1024"], "ir1024 prints on")
        got, out, _ = run("doctor", "-d", "ir1024", "--fix", stdin=b"", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertIn(b"Resume the printer? ir1024 prints on", out)
        self.assertEqual(got, 0)
        self.found(self.look(), "printer-paused", "ir1024", fix="prints on")  # nobody agreed
        self.mend("-d", "ir1024", at=self.server.socket, title="Resume the printer")
        self.lacks(self.look(), "printer-paused")

    @fault("printer-not-accepting", "printer-holds-new-jobs")
    def test_closed(self):
        for action in ("disable", "hold-new-jobs"):
            self.assertEqual(self.rest(self.server.socket, "POST", f"printers/ir1024/{action}", {})[0], 200)
        findings = self.look("-d", "ir1024")
        self.found(findings, "printer-not-accepting", "ir1024", ["refuse"], "takes new jobs")
        self.found(findings, "printer-holds-new-jobs", "ir1024", ["releases"], "by themselves")
        self.mend(at=self.server.socket, title="Accept jobs again")
        self.mend(at=self.server.socket, title="Hold new jobs no longer")
        findings = self.look("-d", "ir1024")
        self.lacks(findings, "printer-not-accepting")
        self.lacks(findings, "printer-holds-new-jobs")

    @fault("printer-not-shared")
    def test_not_shared(self):
        self.platen("modify", "-d", "ir1024", "-o", "printer-is-shared=false")
        self.found(self.look(), "printer-not-shared", "ir1024", ["printer-is-shared=true"], "announced")
        self.mend(at=self.server.socket, title="Share the printer")
        self.lacks(self.look(), "printer-not-shared")

    @fault("inbox-not-open")
    def test_inbox(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            self.platen("modify", "-d", "ir1024", "--raw-port", other.getsockname()[1])
            self.until(lambda: [one for one in self.look("-d", "ir1024") if one["code"] == "inbox-not-open"])
            self.found(self.look("-d", "ir1024"), "inbox-not-open", "ir1024", ["Another program"])
        self.platen("modify", "-d", "ir1024", "--raw-port", "0")
        self.lacks(self.look("-d", "ir1024"), "inbox-not-open")

    @fault("device-refuses", "job-stuck")
    def test_refused(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            uri = f"socket://127.0.0.1:{nobody.getsockname()[1]}/?snmp=off&chmp=off&chmps=off&bjnp=off"
            self.add("shut", "canon-ir1024", uri)
            job = self.submit("-d", "shut", self.page())
            self.until(lambda: [one for one in self.look("-d", "shut") if one["code"] == "device-refuses"])
            self.found(self.look("-d", "shut"), "device-refuses", "shut", ["Connection refused", "Port 9100"])
            self.until(lambda: [one for one in self.look("-d", "shut") if one["code"] == "job-stuck"])
            self.found(self.look("-d", "shut"), "job-stuck", f"job {job}", ["pending on shut", "does not answer"], "sent anew")
            self.mend("-d", "shut", at=self.server.socket, title="Begin the job again")

    @fault("device-name-not-resolved")
    def test_unknown_name(self):
        self.add("lost", "canon-ir1024", "socket://no-such-host.invalid")
        self.found(self.look("-d", "lost"), "device-name-not-resolved", "lost", ["no-such-host.invalid", "platen modify -d lost -v"])

    @fault("device-unreachable")
    def test_unreachable(self):
        with contextlib.ExitStack() as deaf:  # whose queue of connections is full: it says nothing any more
            port, held = deaf.enter_context(socket.socket()), []
            port.bind(("127.0.0.1", 0))
            port.listen(0)
            for _ in range(8):
                held.append(deaf.enter_context(socket.socket()))
                held[-1].setblocking(False)
                held[-1].connect_ex(port.getsockname())
            number = port.getsockname()[1]
            self.add("far", "canon-ir1024", f"socket://127.0.0.1:{number}/?snmp=off&chmp=off&chmps=off&bjnp=off&pjl=off")
            self.found(self.look("-d", "far"), "device-unreachable", "far", [f"127.0.0.1 port {number}", "timed out", "network page"])

    @fault("wrong-model")
    def test_wrong_model(self):
        twin = Twin(self, "canon-pro-1000", channels=("snmp", "bjnp"))
        self.add("studio", "canon-ir1024", self.uri(twin))
        self.found(self.look("-d", "studio"), "wrong-model", "studio", ["PRO-1000", "canon-ir1024"], "becomes a canon-pro-1000")
        self.mend("-d", "studio", at=self.server.socket, title="Set the model to canon-pro-1000")
        findings = self.look("-d", "studio")
        self.lacks(findings, "wrong-model")
        self.found(findings, "device-answers", "studio")
        # Several models fit a copier: which one it is, platen does not guess.
        twin = Twin(self, "canon-ir1024", channels=("snmp", "bjnp"))
        self.add("copier", "canon-pro-1000", self.uri(twin))
        self.found(self.look("-d", "copier"), "wrong-model", "copier", ["iR10", "platen probe"])

    @staticmethod
    def uri(twin):
        ports = {name: port for name, port in twin.ports.items() if name in ("snmp", "chmp", "chmps", "bjnp")}
        off = {name: "off" for name in ("snmp", "chmp", "chmps", "bjnp") if name not in ports}
        return twin.uri.split("?")[0].rstrip("/") + "/?" + "&".join(f"{name}={value}" for name, value in {**ports, **off}.items())

    def of_twin(self, name, model, *settings):
        twin = Twin(self, model, *settings, channels=("snmp", "bjnp"))
        self.add(name, model, self.uri(twin))
        return name

    def of_state(self, name, code, says, *settings, model="canon-ir1024"):
        self.of_twin(name, model, *settings)
        self.until(lambda: [one for one in self.look("-d", name) if one["code"] == code])
        self.found(self.look("-d", name), code, name, says)

    @fault("paper-jam")
    def test_jam(self):
        self.of_state("jammed", "paper-jam", ["torn pieces"], "jam=on")

    @fault("cover-open")
    def test_cover(self):
        self.of_state("open", "cover-open", ["Close all covers"], "cover-open=on")

    @fault("paper-empty")
    def test_no_paper(self):
        self.of_state("hungry", "paper-empty", ["Load the paper"], "paper=0")

    @fault("supply-low")
    def test_low(self):
        self.of_state("low", "supply-low", ["toner is low"], "toner=5")

    @fault("supply-empty")
    def test_empty(self):
        self.of_state("dry", "supply-empty", ["used up"], "toner=0")

    @fault("waste-nearly-full")
    def test_waste(self):
        self.of_state("dirty", "waste-nearly-full", ["nearly full"], "waste=5", model="canon-pro-1000")

    @fault("paper-mismatch")
    def test_other_paper(self):
        self.of_twin("mixed", "canon-ir1024")
        self.platen("modify", "-d", "mixed", "-o", "media=na_letter_8.5x11in")
        self.until(lambda: [one for one in self.look("-d", "mixed") if one["code"] == "paper-mismatch"])
        self.found(self.look("-d", "mixed"), "paper-mismatch", "mixed", ["na_letter_8.5x11in", "loaded is iso_a4_210x297mm"], "becomes iso_a4_210x297mm")
        self.mend("-d", "mixed", at=self.server.socket, title="Print on iso_a4_210x297mm by default")
        self.lacks(self.look("-d", "mixed"), "paper-mismatch")

    @fault("status-not-told")
    def test_silent(self):
        sheets = self.folder / "sheets"
        faults = self.write("silent.toml", "answers = false\n")
        twin = subprocess.Popen([PLATEN, "virtual", "canon-ir1024", "--port", "0", "--sheets", sheets, "--faults", faults], stdout=subprocess.PIPE)
        self.addCleanup(lambda: (twin.send_signal(signal.SIGTERM), twin.wait(timeout=30), twin.stdout.close()))
        uri = re.search(r"socket://[^/\s]+", twin.stdout.readline().decode()).group()
        self.add("mute", "canon-ir1024", f"{uri}/?snmp=off&chmp=off&chmps=off&bjnp=off&pjl=on")
        self.found(self.look("-d", "mute"), "status-not-told", "mute", ["SNMP"])

    @fault("filter-missing")
    def test_no_filter(self):
        self.add("filtered", "canon-ir1024", f"file:{self.folder}/device", "-o", "platen-filter=/nonexistent/rastertoufr2")
        self.found(self.look("-d", "filtered"), "filter-missing", "filtered", ["/nonexistent/rastertoufr2"])

    @fault("job-failed")
    def test_failed_job(self):
        job = self.submit("-d", "ir1020", self.write("broken.pdf", b"%PDF-1.4\nno more\n"))
        self.until(lambda: self.job(job)["job-state"] == "aborted")
        self.found(self.look("-d", "ir1020"), "job-failed", f"job {job}", [f"platen reprint {job}"])

    @fault("job-held-for-attention")
    def test_held_job(self):
        faults = self.write("drop.toml", '[[fault]]\nwhat = "drop"\nat = "mid-sheet"\nsheet = 1\n')
        twin = subprocess.Popen([PLATEN, "virtual", "canon-pro-1000", "--port", "0", "--sheets", self.folder / "sheets", "--faults", faults], stdout=subprocess.PIPE)
        self.addCleanup(lambda: (twin.send_signal(signal.SIGTERM), twin.wait(timeout=30), twin.stdout.close()))
        uri = re.search(r"socket://[^/\s]+", twin.stdout.readline().decode()).group()
        self.add("dear", "canon-pro-1000", f"{uri}/?snmp=off&chmp=off&chmps=off&bjnp=off")
        job = self.submit("-d", "dear", self.page())
        self.until(lambda: self.job(job)["job-state"] == "pending-held")
        self.found(self.look("-d", "dear"), "job-held-for-attention", f"job {job}", ["delivered"], "printed on dear")
        self.mend("-d", "dear", at=self.server.socket, title="Release the job")
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.lacks(self.look("-d", "dear"), "job-held-for-attention")

    @fault("routed-network")
    def test_routed_network(self):
        self.found(self.look("--client", "203.0.113.9"), "routed-network", "203.0.113.9", ["DNS records"])
        self.lacks(self.look("--client", "127.0.0.1"), "routed-network")
        code, _, err = run("doctor", "--client", "the next office", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(code, 2, err)
        self.assertIn("no numeric address", err)

    def test_records_are_a_zone(self):
        """BIND reads them; each announced service is there."""
        code, out, err = run("doctor", "--records", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(code, 0, err)
        zone = self.write("zone", b"$TTL 300\n@ IN SOA ns hostmaster 1 3600 600 86400 300\n@ IN NS ns\nns IN A 192.0.2.53\n" + out)
        done = subprocess.run(["named-checkzone", "-i", "full", "-D", "-o", "-", "office.example", zone], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = [line.split(None, 4) for line in done.stdout.splitlines() if re.search(r"\sIN\s", line)]
        kinds = {(name.lower(), kind) for name, _, _, kind, _ in rows}
        for name in ("b._dns-sd._udp", "lb._dns-sd._udp", "_ipp._tcp", "_ipps._tcp", "_universal._sub._ipp._tcp", "_universal._sub._ipps._tcp", "_uscan._tcp"):
            self.assertIn((f"{name}.office.example.", "PTR"), kinds)
        servers = [value for _, _, _, kind, value in rows if kind == "SRV"]
        self.assertTrue([value for value in servers if value.startswith(f"0 0 {self.server.port} ")])
        # Every instance that a PTR names has its SRV and its TXT.
        instances = {value for _, _, _, kind, value in rows if kind == "PTR" and "\\032" in value}
        self.assertGreaterEqual(len(instances), 12)
        names = {name: set() for name in instances}
        for name, _, _, kind, _ in rows:
            names.setdefault(name, set()).add(kind)
        for name in instances:
            self.assertLessEqual({"SRV", "TXT"}, names[name], name)

    def test_a_printer_that_is_not_there(self):
        code, _, err = run("doctor", "-d", "nowhere", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(code, 1)
        self.assertIn("there is no printer nowhere", err)

    def test_only_what_is_found_is_mended(self):
        at = self.server.socket
        for body, status in (({"code": "printer-paused", "subject": "ir1024"}, 409), ({"code": "device-answers", "subject": "ir1024"}, 409),
                             ({"code": "no-such-code", "subject": "x"}, 409), ({"code": "printer-paused"}, 400), ([1], 400)):
            self.assertEqual(self.rest(at, "POST", "doctor/fix", body)[0], status, body)
        self.assertEqual(self.rest(at, "GET", "doctor?printer=%zz")[0], 400)


class Words(DoctorCase):
    """The registry, the documentation and the app's texts say the same."""

    def codes(self):
        code, out, err = run("doctor", "--codes")
        self.assertEqual(code, 0, err)
        return {one["code"]: one for one in json.loads(out)}

    def test_every_code_is_tried(self):
        codes = set(self.codes())
        self.assertGreaterEqual(len(codes), 60)
        self.assertEqual(codes - set(TRIED) - set(FACTS_ALONE), set(), "no test brings these about")
        self.assertEqual((set(TRIED) | set(FACTS_ALONE)) - codes, set(), "there are no such codes")
        self.assertEqual(set(TRIED) & set(FACTS_ALONE), set())

    def test_the_app_has_the_words_of_what_the_server_finds(self):
        codes = {name: one for name, one in self.codes().items() if one["where"] != "command"}
        texts = {language: json.loads((SOURCE / f"src/web/ui/text/{language}.json").read_text())["doctor"]["codes"] for language in ("en", "de")}
        for language, all_words in texts.items():
            self.assertEqual(set(all_words), set(codes), language)
        for name, one in codes.items():
            parts = {"title": one["title"], "cause": one["cause"], **{f"advice{i + 1}": words for i, words in enumerate(one["advice"])}}
            if one["fix"]:
                parts |= {"fix": one["fix"], "changes": one["changes"]}
            self.assertEqual(texts["en"][name], parts, "the catalogue differs from src/doctor/codes.cpp")
            self.assertEqual(set(texts["de"][name]), set(parts), name)
            for key, words in texts["de"][name].items():
                self.assertLessEqual(set(re.findall(r"\{(\w+)\}", words)), set(re.findall(r"\{(\w+)\}", parts[key])), f"{name} {key}")

    def test_every_command_in_the_words_is_one(self):
        commands = set(re.findall(r"^  ([a-z][a-z-]*)  ", run("--help")[1].decode(), re.M))
        for one in self.codes().values():
            for words in (one["cause"], *one["advice"], one["changes"]):
                for command in re.findall(r"\bplaten ([a-z-]+) (?=-|[A-Z]|\{|[a-z]+ NAME|[a-z]+\b)", words):
                    if command in ("server", "install") or command in commands:
                        continue
                    self.assertNotRegex(words, rf"platen {command} -", f"{one['code']}: there is no command {command}")


class Machine(DoctorCase):
    """The machine of a server that runs."""

    @fault("no-printers", "announcing-off")
    def test_new_server(self):
        server = Alone(self, "[discovery]\nannounce = false\n")
        findings = self.doctor(at=server.socket, code=0)
        self.found(findings, "no-printers", "server", ["platen add"])
        self.found(findings, "announcing-off", "server", ["announce = false"])

    @fault("dns-sd-not-running")
    def test_without_avahi(self):
        hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh"] if AVAHI.exists() else []
        server = Alone(self, "", "--demo", before=hidden)
        self.found(self.doctor(at=server.socket), "dns-sd-not-running", str(AVAHI), ["avahi-daemon"])

    @fault("users-file-readable-by-others", "secret-readable-by-others")
    def test_open_files(self):
        server = Alone(self)
        users, key = server.state / "users", server.state / "tls/key.pem"
        code, _, err = run("user", "set", "--state", server.state, "ada", stdin=b"a long password\n")
        self.assertEqual(code, 0, err)
        users.chmod(0o644)
        key.chmod(0o640)
        findings = self.doctor(at=server.socket, code=1)
        self.found(findings, "users-file-readable-by-others", str(users), ["0644"], "becomes 0600")
        self.found(findings, "secret-readable-by-others", str(key), ["0640"], "becomes 0600")
        self.mend("--yes", at=server.socket, title="-")
        self.assertEqual((users.stat().st_mode & 0o777, key.stat().st_mode & 0o777), (0o600, 0o600))
        self.lacks(self.doctor(at=server.socket, code=0), "users-file-readable-by-others")

    @fault("configuration-wrong", "configuration-not-read")
    def test_configuration(self):
        server = Alone(self, '[server]\nname = "before"\n')
        config = server.state / "platen.toml"
        config.write_text("[server]\nnonsense = 1\n")
        self.found(self.doctor(at=server.socket, code=1), "configuration-wrong", str(config), ["platen.toml:2"])
        config.write_text('[server]\nname = "after"\n[discovery]\nannounce = false\n')
        findings = self.doctor(at=server.socket)
        self.lacks(findings, "announcing-off")
        self.found(findings, "configuration-not-read", str(config), ["SIGHUP"], "again")
        self.mend(at=server.socket, title="Read the configuration again")
        findings = self.doctor(at=server.socket)
        self.lacks(findings, "configuration-not-read")
        self.found(findings, "announcing-off")

    @fault("disk-full", "disk-nearly-full", "spool-not-writable")
    def test_disk(self):
        for size, code, says in (("40m", "disk-full", "Make room"), ("500m", "disk-nearly-full", "Make room"), ("ro", "spool-not-writable", "Read-only")):
            state = pathlib.Path(tempfile.mkdtemp(prefix="platen-disk-"))
            spool = state / "spool"
            spool.mkdir()
            mounted = f'mount -t tmpfs -o size={"500m" if size == "ro" else size} none {spool} && exec "$@"'
            server = Alone(self, f'[server]\nspool = "{spool}"\n', before=["unshare", "-m", "sh", "-c", mounted, "sh"], state=state)
            self.addCleanup(shutil.rmtree, state, ignore_errors=True)
            if size == "ro":
                subprocess.run(["nsenter", "-t", str(server.process.pid), "-m", "sh", "-c", f"mount --bind {spool} {spool} && mount -o remount,ro,bind {spool}"], check=True)
            self.found(self.doctor(at=server.socket), code, str(spool), [says])
            server.close()

    @fault("store-was-mended")
    def test_lost(self):
        server = Alone(self)
        (server.state / "lost/2026-01-01").mkdir(parents=True)
        self.found(self.doctor(at=server.socket, code=0), "store-was-mended", str(server.state / "lost"), ["report"])

    @fault("sandbox-lacking")
    def test_without_a_sandbox(self):
        server = Alone(self, "[security]\nopen-documents-without-sandbox = true\n", before=[WITHOUT, "landlock"])
        self.found(self.doctor(at=server.socket), "sandbox-lacking", "server", ["Landlock"])

    @fault("program-missing", "program-replaced")
    def test_program(self):
        alone = self.folder / "bin"
        alone.mkdir()
        shutil.copy2(PLATEN, alone / "platen")
        server = Alone(self, env={"PLATEN_DATA": str(SOURCE / "data")}, program=alone / "platen")
        self.found(self.doctor(at=server.socket), "program-missing", "platen-deliver", ["sending scans"])
        self.lacks(self.doctor(at=server.socket), "program-replaced")
        shutil.copy2(PLATEN, alone / "new")
        (alone / "new").rename(alone / "platen")
        self.found(self.doctor(at=server.socket), "program-replaced", "server", ["systemctl restart platen"])

    @fault("too-few-open-files")
    def test_few_files(self):
        server = Alone(self, preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (600, 600)))
        self.found(self.doctor(at=server.socket), "too-few-open-files", "server", ["600", "LimitNOFILE"])

    def certificate(self, name, *words):
        files = [self.folder / f"{name}.pem", self.folder / f"{name}.key"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}", "-addext",
                        f"subjectAltName=DNS:{name}", "-out", files[0], "-keyout", files[1], *words], check=True, capture_output=True)
        return files

    def expired(self, name):
        """A certificate that ended in 2020; "openssl req" makes none."""
        certificate, key = self.certificate(name, "-days", "5")
        (self.folder / "index").write_text("")
        config = self.write("ca.cnf", f"[ca]\ndefault_ca = a\n[a]\ndatabase = {self.folder}/index\nnew_certs_dir = {self.folder}\nrand_serial = yes\n"
                                      "default_md = sha256\npolicy = p\n[p]\ncommonName = supplied\n")
        request = self.folder / "request.pem"
        subprocess.run(["openssl", "req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request], check=True, capture_output=True)
        subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-notext", "-config", config, "-keyfile", key, "-in", request, "-out", certificate,
                        "-startdate", "20200101000000Z", "-enddate", "20200201000000Z"], check=True, capture_output=True)
        return certificate, key

    @fault("certificate-ends-soon", "certificate-expired")
    def test_certificate(self):
        for name, code, days in (("soon", "certificate-ends-soon", "5"), ("gone", "certificate-expired", "0")):
            with self.subTest(code):
                certificate, key = self.certificate(name, "-days", "5") if days == "5" else self.expired(name)
                server = Alone(self, f'[tls]\ncertificate = "{certificate}"\nkey = "{key}"\n')
                self.found(self.doctor(at=server.socket), code, str(certificate), ["[tls]" if days == "0" else "without a restart"])

    def profile_server(self):
        server = Alone(self, "", "--demo")
        at = {"PLATEN_SERVER": str(server.socket)}
        for words in (("papers", "add", "rag", "--like", "canon-baryta", "-m", "canon-pro-1000"),
                      ("profiles", "add", "/usr/share/color/icc/colord/ProPhotoRGB.icc", "--paper", "rag", "--name", "wide")):
            code, _, err = run(*words, env=at)
            self.assertEqual(code, 0, err)
        return server

    def edit_profile(self, server, statement):
        """Changes the bytes of the only profile in the store of a server that is stopped."""
        with contextlib.closing(sqlite3.connect(server.state / "platen.db")) as store, store:
            rows = store.execute("SELECT name, length(value) FROM setting WHERE name LIKE 'sha256:%'").fetchall()
            store.execute(statement, (max(rows, key=lambda row: row[1])[0],))  # the other one is the list of what there is

    @fault("profile-missing")
    def test_profile_lost(self):
        server = self.profile_server()
        server.close()
        self.edit_profile(server, "DELETE FROM setting WHERE name = ?")
        server = Alone(self, "", "--demo", state=server.state)
        self.found(self.doctor(at=server.socket, code=1), "profile-missing", "wide", ["store restore"])

    @fault("profile-unreadable")
    def test_profile_damaged(self):
        server = self.profile_server()
        server.close()
        self.edit_profile(server, "UPDATE setting SET value = 'AAAA' WHERE name = ?")
        server = Alone(self, "", "--demo", state=server.state)
        self.found(self.doctor(at=server.socket, code=1), "profile-unreadable", "wide", ["maker's file"])

    @fault("model-missing", "library-out-of-order")
    def test_model_files(self):
        data = self.folder / "data"
        shutil.copytree(SOURCE / "data", data)
        env = {"PLATEN_DATA": str(data)}
        server = Alone(self, "", env=env)
        at = {"PLATEN_SERVER": str(server.socket)}
        for words in (("add", "-d", "old", "-m", "canon-ir1020", "-v", f"file:{self.folder}/device"),
                      ("papers", "add", "rag", "--like", "canon-baryta", "-m", "canon-pro-1000")):
            code, _, err = run(*words, env=at)
            self.assertEqual(code, 0, err)
        server.close()
        (data / "printers/canon/ir1020.toml").unlink(missing_ok=True)
        for file in data.rglob("*.toml"):
            if 'id              = "canon-ir1020"' in file.read_text():
                file.unlink()
            elif "canon-baryta" in file.read_text():
                file.write_text(file.read_text().replace("canon-baryta", "canon-barium"))
        server = Alone(self, "", env=env, state=server.state)
        findings = self.doctor(at=server.socket, code=1)
        self.found(findings, "model-missing", "old", ["canon-ir1020"])
        self.found(findings, "library-out-of-order", "canon-pro-1000", ["rag"])


class Absent(DoctorCase):
    """No server on this machine."""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"

    def look(self, *words, **how):
        return self.doctor("--state", self.state, *words, code=3, **how)

    @fault("server-not-running", "state-folder-missing")
    def test_never_started(self):
        findings = self.look()
        self.found(findings, "server-not-running", says=["platen server"])
        self.found(findings, "state-folder-missing", str(self.state), ["first starts"], "mode 0700")
        self.mend("--state", self.state, title="Make the folder")
        self.assertEqual(self.state.stat().st_mode & 0o777, 0o700)
        self.lacks(self.look(), "state-folder-missing")

    @fault("stale-socket")
    def test_killed(self):
        server = Alone(self)
        self.state = server.state
        server.process.kill()
        server.process.wait()
        self.found(self.look(), "stale-socket", str(server.socket), ["nobody listens"], "is removed")
        self.mend("--state", self.state, title="Remove the socket")
        self.assertFalse(server.socket.exists())
        self.lacks(self.look(), "stale-socket")

    @fault("port-in-use")
    def test_port_taken(self):
        self.state.mkdir()
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            (self.state / "platen.toml").write_text(f"[server]\nport = {port}\n")
            self.found(self.look(), "port-in-use", f"port {port}", [f"(process {os.getpid()})", "port = 8632"])

    @fault("state-in-use")
    def test_folder_held(self):
        self.state.mkdir()
        lock = self.state / "platen.lock"
        lock.write_text(f"{os.getpid()}\n")
        with lock.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            findings = self.look()
        self.found(findings, "state-in-use", str(self.state), [f"Process {os.getpid()}"])
        self.lacks(findings, "server-not-running")

    def test_what_keeps_it_from_starting(self):
        self.state.mkdir()
        (self.state / "platen.toml").write_text("[server]\nport = 99999\n")
        (self.state / "users").write_text("")
        (self.state / "users").chmod(0o604)
        findings = self.look()
        self.found(findings, "configuration-wrong", says=["platen.toml:2"])
        self.found(findings, "users-file-readable-by-others", str(self.state / "users"), ["0604"], "0600")
        self.mend("--state", self.state, title="Close the file")
        self.assertEqual((self.state / "users").stat().st_mode & 0o777, 0o600)

    @fault("state-folder-not-ours")
    def test_somebody_elses(self):
        if os.geteuid() != 0:  # /proc belongs to root: nobody else may write there
            self.state = pathlib.Path("/proc")
            self.found(self.look(), "state-folder-not-ours", "/proc", ["root:root"])
            return
        holder = tempfile.mkdtemp(prefix="platen-others-", dir="/tmp")
        self.addCleanup(shutil.rmtree, holder)
        os.chmod(holder, 0o755)
        self.state = pathlib.Path(holder) / "state"
        self.state.mkdir(mode=0o755)
        program = pathlib.Path(holder) / "platen"  # where that user may read
        shutil.copy2(PLATEN, program)
        program.chmod(0o755)
        done = subprocess.run([program, "doctor", "--json", "--state", self.state], user=65534, group=65534, extra_groups=[], capture_output=True,
                              env={**os.environ, "PLATEN_DATA": "/nonexistent"}, check=False, timeout=60 * PATIENCE, cwd="/")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.found(json.loads(done.stdout)["findings"], "state-folder-not-ours", str(self.state), ["root:root", "nobody"])


class Stranger(http.server.BaseHTTPRequestHandler):
    """What is no platen server, or an old one, or has a wrong clock."""
    protocol_version = "HTTP/1.1"
    report, skew = None, 0

    def do_GET(self):
        body = json.dumps(self.report).encode() if self.report is not None and "/doctor" in self.path else b"not here"
        self.send_response_only(200 if self.report is not None and "/doctor" in self.path else 404)
        self.send_header("Date", self.date_time_string(time.time() + self.skew))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Way(DoctorCase):
    """The way from here to the server."""

    def stranger(self, tls=None, **how):
        handler = type("OneStranger", (Stranger,), how)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(lambda: (server.shutdown(), server.server_close()))
        return server.server_address[1]

    def home(self):
        return {"HOME": str(self.folder), "PLATEN_PASSWORD_FILE": ""}

    @fault("name-not-resolved")
    def test_unknown_name(self):
        self.found(self.doctor("--server", "no-such-host.invalid", code=3), "name-not-resolved", "no-such-host.invalid", [".local"])

    @fault("port-not-reachable")
    def test_refused(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            port = nobody.getsockname()[1]
            self.found(self.doctor("--server", f"{AFAR}:{port}", code=3), "port-not-reachable", says=["Connection refused", f"TCP port {port}"])

    @fault("not-a-platen-server")
    def test_stranger(self):
        self.found(self.doctor("--server", f"127.0.0.1:{self.stranger()}", code=3), "not-a-platen-server", says=["404", "8631"])

    @fault("version-differs")
    def test_old_server(self):
        port = self.stranger(report={"version": "0.0.1", "findings": [], "dns-records": ""})
        self.found(self.doctor("--server", f"127.0.0.1:{port}", code=0), "version-differs", says=["0.0.1", "Restart"])

    def test_hostile_server(self):
        for report in ([], {"findings": 1}, {"findings": [1]}, {"findings": [{"code": "x"}]}):
            port = self.stranger(report=report)
            self.found(self.doctor("--server", f"127.0.0.1:{port}", code=3), "not-a-platen-server")
        port = self.stranger(report={"version": "\x1b[2J", "findings": [{"code": "x\x1b[2J", "severity": "note", "title": "\x1b]0;x\x07", "cause": "", "advice": ["\r"]}]})
        _, out, _ = run("doctor", "--server", f"127.0.0.1:{port}")
        self.assertNotRegex(out, rb"[\x00-\x09\x0b-\x1f]")

    @fault("log-in-needed")
    def test_without_login(self):
        server = Alone(self, "", "--demo")
        self.found(self.doctor("--server", f"127.0.0.1:{server.port}", code=0, env=self.home()), "log-in-needed", says=["operator"])

    @fault("certificate-lacks-name", "clock-wrong", "certificate-changed", "proxy-in-the-way")
    def test_tls(self):
        # Where libcups keeps what it sees first: root's is the system's.
        kept = (pathlib.Path("/etc/cups/ssl") if os.geteuid() == 0 else self.folder / ".cups/ssl") / f"{AFAR}.crt"
        kept.unlink(missing_ok=True)
        self.addCleanup(kept.unlink, missing_ok=True)
        pairs = [Machine.certificate(self, "print.example", "-days", "400"), Machine.certificate(self, "other.example", "-days", "400")]
        port = self.stranger(tls=pairs[0], skew=-7200)
        env = {**self.home(), "http_proxy": "http://me:secret@proxy.example:3128", "no_proxy": ""}
        findings = self.doctor("--server", f"{AFAR}:{port}", env=env, code=3)
        self.found(findings, "certificate-lacks-name", AFAR, ["host-names"])
        self.found(findings, "clock-wrong", says=["s behind", "timedatectl"])
        proxy = self.found(findings, "proxy-in-the-way", AFAR, ["proxy.example:3128", "no_proxy"])
        self.assertNotIn("secret", json.dumps(proxy))
        self.assertTrue(kept.exists(), "libcups keeps what it sees first")
        shutil.copy(pairs[1][0], kept)
        port = self.stranger(tls=pairs[0])
        findings = self.doctor("--server", f"{AFAR}:{port}", env=self.home(), code=3)
        self.found(findings, "certificate-changed", AFAR, ["do not log in"], str(kept))
        self.mend("--server", f"{AFAR}:{port}", env=self.home(), title="Trust the new certificate")
        self.lacks(self.doctor("--server", f"{AFAR}:{port}", env=self.home(), code=3), "certificate-changed")


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
        self.assertEqual(sorted(pathlib.Path(one).name for one in names), ["about.txt", "files.txt", "findings.json", "platen.toml", "printers.json", "store.json"])
        subprocess.run(["tar", "-tzf", target], check=True, capture_output=True)
        whole = "\n".join(content.values())
        for secret in (*words, "argon2", str(folder)):
            self.assertNotIn(secret, whole)
        self.assertIn("printer-ready", content["platen-doctor/findings.json"])
        self.assertIn("announce = false", content["platen-doctor/platen.toml"])
        self.assertEqual(len(json.loads(content["platen-doctor/printers.json"])), 4)
        self.assertIn("users", content["platen-doctor/files.txt"])

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


del ServerCase, Server  # their own tests run elsewhere

if __name__ == "__main__":
    unittest.main()
