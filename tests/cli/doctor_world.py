"""What the tests of platen doctor share: the codes that they try, servers of their own, and what a finding has to be."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time

from server_commands_test import ServerCase
from status_test import Twin
from support import PATIENCE, PLATEN, Case, run

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ROOT = ["--allow-root"] if os.geteuid() == 0 else []
TRIED = {}  # code: the tests that bring it about
MENDED = {}  # code: the tests that have it mended


def fault(*codes, mends=()):
    """The codes that a test brings about, and those of them that it has mended."""
    def note(test):
        for into, some in ((TRIED, codes), (MENDED, mends)):
            for code in some:
                into.setdefault(code, []).append(test.__qualname__)
        return test
    return note


def make_certificate(case, name, *words):
    files = [case.folder / f"{name}.pem", case.folder / f"{name}.key"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}", "-addext",
                    f"subjectAltName=DNS:{name}", "-out", files[0], "-keyout", files[1], *words], check=True, capture_output=True)
    return files


def end_in_2020(case, certificate, key):
    """A certificate with this one's subject and key that ended in 2020; "openssl req" makes none."""
    (case.folder / "index").write_text("")
    config = case.write("ca.cnf", f"[ca]\ndefault_ca = a\n[a]\ndatabase = {case.folder}/index\nnew_certs_dir = {case.folder}\nrand_serial = yes\n"
                                  "default_md = sha256\npolicy = p\n[p]\ncommonName = supplied\norganizationName = optional\n")
    request = case.folder / "request.pem"
    subprocess.run(["openssl", "x509", "-x509toreq", "-in", certificate, "-signkey", key, "-out", request], check=True, capture_output=True)
    subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-notext", "-preserveDN", "-config", config, "-keyfile", key, "-in", request, "-out", certificate,
                    "-startdate", "20200101000000Z", "-enddate", "20200201000000Z"], check=True, capture_output=True)
    return certificate, key


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


class PrintersCase(DoctorCase, ServerCase):
    """Queues of a server with the virtual devices."""

    def look(self, *words):
        return self.doctor(*words, at=self.server.socket)

    def add(self, name, model, uri, *words):
        self.platen("add", "-d", name, "-m", model, "-v", uri, "--no-probe", *words)
        self.addCleanup(run, "delete", "-d", name, env={"PLATEN_SERVER": str(self.server.socket)})

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
