"""platen doctor on queues and their jobs: what is wrong with them, in which words, and mended."""
import re
import signal
import socket
import subprocess
import unittest

from doctor_world import Alone, PrintersCase, fault
from support import PLATEN, run


class Queues(PrintersCase):
    @fault("server-answers", "device-answers", "printer-ready", "listens-here-alone")
    def test_what_is_well(self):
        findings = self.look("-d", "ir1024")
        self.found(findings, "server-answers", str(self.server.socket), ["platen "])
        self.found(findings, "device-answers", "ir1024", ["iR1020/1024/1025"])
        self.found(findings, "printer-ready", "ir1024")
        self.found(findings, "listens-here-alone", says=["127.0.0.1", 'listen = ["*"]'])
        self.assertFalse([one for one in findings if one["severity"] == "problem"])

    @fault("printer-paused", mends=("printer-paused",))
    def test_paused(self):
        self.platen("pause", "-d", "ir1024")
        self.found(self.look("-d", "ir1024"), "printer-paused", "ir1024", ["platen resume -d ir1024"], "ir1024 prints on")
        got, out, _ = run("doctor", "-d", "ir1024", "--fix", stdin=b"", env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertIn(b"Resume the printer? ir1024 prints on", out)
        self.assertEqual(got, 0)
        self.found(self.look(), "printer-paused", "ir1024", fix="prints on")  # nobody agreed
        self.mend("-d", "ir1024", at=self.server.socket, title="Resume the printer")
        self.lacks(self.look(), "printer-paused")

    @fault("printer-not-accepting", "printer-holds-new-jobs", mends=("printer-not-accepting", "printer-holds-new-jobs"))
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

    @fault("printer-not-shared", mends=("printer-not-shared",))
    def test_not_shared(self):
        self.platen("modify", "-d", "ir1024", "-o", "printer-is-shared=false")
        self.found(self.look(), "printer-not-shared", "ir1024", ["printer-is-shared=true"], "announced")
        self.mend(at=self.server.socket, title="Share the printer")
        self.lacks(self.look(), "printer-not-shared")

    @fault("device-refuses", "job-stuck", mends=("job-stuck",))
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

    @fault("filter-missing")
    def test_no_filter(self):
        self.add("filtered", "canon-ir1024", f"file:{self.folder}/device", "-o", "platen-filter=/nonexistent/rastertoufr2")
        self.found(self.look("-d", "filtered"), "filter-missing", "filtered", ["/nonexistent/rastertoufr2"])

    @fault("job-failed")
    def test_failed_job(self):
        job = self.submit("-d", "ir1020", self.write("broken.pdf", b"%PDF-1.4\nno more\n"))
        self.until(lambda: self.job(job)["job-state"] == "aborted")
        self.found(self.look("-d", "ir1020"), "job-failed", f"job {job}", [f"platen reprint {job}"])

    @fault("job-held-for-attention", mends=("job-held-for-attention",))
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

    @fault("inbox-not-open")
    def test_an_inbox_whose_port_another_program_has(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            self.platen("modify", "-d", "ir1024", "--raw-port", other.getsockname()[1])
            self.until(lambda: [one for one in self.look("-d", "ir1024") if one["code"] == "inbox-not-open"])
            self.found(self.look("-d", "ir1024"), "inbox-not-open", "ir1024", ["Another program"])
        self.platen("modify", "-d", "ir1024", "--raw-port", "0")
        self.lacks(self.look("-d", "ir1024"), "inbox-not-open")

    @fault("inbox-refuses")
    def test_an_inbox_where_everybody_must_log_in(self):
        at = Alone(self, "[access]\nlogin-to-print = true\n", "--demo").socket
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        code, _, err = run("modify", "-d", "ir1020", "--raw-port", port, env={"PLATEN_SERVER": str(at)})
        self.assertEqual(code, 0, err)
        self.until(lambda: [one for one in self.doctor(at=at) if one["code"] == "inbox-refuses"])
        self.found(self.doctor(at=at), "inbox-refuses", "ir1020", ["login-to-print"])


del PrintersCase

if __name__ == "__main__":
    unittest.main()
