"""Watching a server: /metrics and /readyz, notices once each, whom they are sent to, history, settings."""
import hashlib
import hmac
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's prometheus_client, whichever Python this is

from monitor_world import Hook, Mail, Server, Twin, wait_for
from support import Case, pdf, run

CONFIG = "[devices]\nstatus-seconds = 1\n[monitoring]\nsilent-seconds = 1\nwebhook-hosts = [\"127.0.0.1\", \"localhost\", \"[::1]\"]\n"


class MonitorCase(Case):
    def serve(self, config=CONFIG, *options, env=None):
        state = self.folder / "state"
        state.mkdir(mode=0o700, exist_ok=True)
        server = Server(state, config, *options, env=env)
        self.addCleanup(lambda: server.close())
        server.administrate()
        return server

    def twin(self, *settings, model="canon-ir1020", faults=None):
        twin = Twin(self.folder / f"sheets-{time.monotonic_ns()}", model, *settings, faults=faults)
        self.addCleanup(twin.close)
        return twin

    def hook(self, *arguments, **how):
        hook = Hook(*arguments, **how)
        self.addCleanup(hook.close)
        return hook

    def add(self, server, name, uri, model="canon-ir1020", *options):
        code, _, err = server.platen("add", "-d", name, "-m", model, "-v", uri, *options)
        self.assertEqual(code, 0, err)

    def target(self, server, name, status=200, **what):
        got, answer = server.api("PUT", f"notification-targets/{name}", what)
        self.assertEqual(got, status, answer)
        return answer

    def kinds(self, server):
        return [notice["kind"] for notice in server.api("GET", "notices")[1]]

    def wait_for_kind(self, server, kind, seconds=60):
        return wait_for(lambda: [one for one in server.api("GET", "notices")[1] if one["kind"] == kind], seconds)


class Metrics(MonitorCase):
    def families(self, text):
        from prometheus_client.parser import text_string_to_metric_families
        return {family.name: family for family in text_string_to_metric_families(text)}

    def test_they_are_as_others_read_them_and_move(self):
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
        server, twin = self.serve(), self.twin()
        self.add(server, "ir1020", twin.uri)
        self.add(server, "pro", self.twin("PGY=40", model="canon-pro-1000").uri, "canon-pro-1000")
        document = self.write("page.pdf", pdf(["BT /F1 40 Tf 100 700 Td (One page) Tj ET"] * 3))
        code, _, err = server.platen("submit", "-d", "ir1020", document)
        self.assertEqual(code, 0, err)
        wait_for(lambda: server.value("platen_jobs_finished_total", printer="ir1020", result="completed") == 1)
        wait_for(lambda: server.value("platen_supply_percent", printer="pro", supply="Photo gray ink (PFI-1000 PGY)") == 40)
        status, headers, text = server.ask("GET", "/metrics")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        families = self.families(text.decode())
        self.assertEqual(server.value("platen_sheets_total", printer="ir1020"), 3)
        self.assertEqual(server.value("platen_sides_total", printer="ir1020"), 3)
        self.assertEqual(families["platen_jobs"].type, "gauge")
        for name in ("wait", "first_byte"):
            self.assertEqual(families[f"platen_job_{name}_seconds"].type, "histogram")
            self.assertEqual(server.value(f"platen_job_{name}_seconds_count", printer="ir1020"), 1, name)
        self.assertEqual(server.value("platen_job_seconds_count", printer="ir1020"), 1)
        self.assertGreater(server.value("platen_workers_started_total"), 0)
        self.assertGreater(server.value("platen_store_changes_total"), 3)
        self.assertGreater(server.value("process_resident_memory_bytes"), 1 << 20)
        self.assertLess(abs(server.value("process_start_time_seconds") - time.time()), 3600)
        before = server.value("platen_http_requests_total", route="health", status="2xx") or 0
        server.ask("GET", "/healthz")
        self.assertEqual(server.value("platen_http_requests_total", route="health", status="2xx"), before + 1)
        status, headers, text = server.ask("GET", "/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        self.assertIn("application/openmetrics-text", headers["Content-Type"])
        names = {family.name for family in read_openmetrics(text.decode())}
        self.assertIn("platen_jobs_finished", names)

    def test_paths_of_clients_make_no_series(self):
        server = self.serve()
        lines = len(server.metrics().splitlines())
        for number in range(30):
            server.ask("GET", f"/never/{number}")
        self.assertLess(len(server.metrics().splitlines()) - lines, 60)

    def test_from_elsewhere_they_need_a_login(self):
        address = subprocess.run(["hostname", "-I"], capture_output=True, check=True).stdout.decode().split()
        if not address:
            self.skipTest("this machine has no address but its own")
        server = self.serve(f"[server]\nlisten = [\"127.0.0.1\", \"{address[0]}\"]\n" + CONFIG)
        words = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", f"http://{address[0]}:{server.port}/metrics"]
        self.assertEqual(self.tool(*words), b"401")
        server.write_config(f"[server]\nlisten = [\"127.0.0.1\", \"{address[0]}\"]\n[monitoring]\nopen = true\n")
        server.hang_up()
        self.assertEqual(self.tool(*words), b"200")

    def test_ready(self):
        server = self.serve()
        self.assertEqual(server.ask("GET", "/readyz")[::2], (200, b"ready\n"))
        server.write_config(f"[limits]\nfree-mb = {1 << 30}\n")
        server.hang_up()
        status, _, text = server.ask("GET", "/readyz")
        self.assertEqual(status, 503)
        self.assertIn(b"free-mb", text)
        self.assertEqual(server.ask("GET", "/healthz")[0], 200)
        self.assertEqual(server.ask("POST", "/readyz")[0], 405)


class Notices(MonitorCase):
    """What happens to devices and jobs is told once, and not again after a restart."""

    STAGED = {  # the kind of notice: the twin's model and how it is set
        "jam": ("canon-ir1020", "jam=on"),
        "media-empty": ("canon-ir1020", "paper=0"),
        "supply-empty": ("canon-ir1020", "toner=0"),
        "stopped": ("canon-ir1020", "cover-open=on"),
    }
    LOW = {"levels": ("canon-pro-1000", "PGY=5"), "no-levels": ("canon-ir1020", "toner=5")}  # both are supply-low

    def told(self, notices):
        return sorted((one["printer"], one["kind"]) for one in notices)

    def test_each_kind_of_a_device(self):
        hook, server = self.hook(), self.serve()
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/in")
        twins = {}
        for name, (model, setting) in {**self.STAGED, **self.LOW}.items():
            twins[name] = self.twin(setting, model=model)
            self.add(server, name, twins[name].uri, model)
        expected = sorted([(kind, kind) for kind in self.STAGED] + [(name, "supply-low") for name in self.LOW])
        staged = lambda notices: [pair for pair in self.told(notices) if pair in expected]
        wait_for(lambda: staged(server.api("GET", "notices")[1]) == expected)
        wait_for(lambda: staged(hook.notices()) == expected)
        server.close()
        server.start()
        for name in twins:
            wait_for(lambda name=name: server.value("platen_printer_answers", printer=name) == 1)
        time.sleep(3)
        notices = server.api("GET", "notices")[1]
        self.assertEqual(staged(notices), expected)
        self.assertEqual(staged(hook.notices()), expected)
        words = {(one["printer"], one["kind"]): one for one in notices}
        self.assertEqual(words["jam", "jam"]["severity"], "error")
        self.assertIn("Photo gray ink (PFI-1000 PGY) is low, 5 %", words["levels", "supply-low"]["text"])
        twins["jam"].mend()
        wait_for(lambda: server.value("platen_printer_state", printer="jam", state="idle") == 1)
        time.sleep(2)
        self.assertEqual(staged(server.api("GET", "notices")[1]), expected)  # over, and not told again

    def test_jobs_and_a_restart(self):
        server, twin, hook = self.serve(), self.twin(), self.hook()
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/in", events=["job-completed", "job-failed"])
        self.add(server, "ir1020", twin.uri)
        good, bad = self.write("good.pdf", pdf(["BT /F1 40 Tf 100 700 Td (One page) Tj ET"])), self.write("bad.pdf", b"%PDF-1.4\nnothing\n")
        for document in (good, bad):
            server.platen("submit", "-d", "ir1020", "-t", "A <b>title</b>", document)
        done, failed = self.wait_for_kind(server, "job-completed"), self.wait_for_kind(server, "job-failed")
        self.assertEqual((done[0]["job"], failed[0]["job"]), (1, 2))
        self.assertIn("A <b>title</b>", done[0]["text"])
        wait_for(lambda: len(hook.notices()) == 2)
        server.close()
        server.start()
        time.sleep(3)
        self.assertEqual(sorted(one["kind"] for one in hook.notices()), ["job-completed", "job-failed"])
        self.assertEqual(len(server.api("GET", "notices")[1]), 2)

    def test_of_a_job_that_ended_as_the_server_was_killed(self):
        server, twin = self.serve(), self.twin()
        self.add(server, "ir1020", twin.uri)
        server.platen("submit", "-d", "ir1020", self.write("good.pdf", pdf(["BT /F1 40 Tf 100 700 Td (One page) Tj ET"])))
        wait_for(lambda: server.value("platen_jobs_finished_total", printer="ir1020", result="completed") == 1, step=0.01)
        server.close(9)
        server.start()
        self.wait_for_kind(server, "job-completed")
        self.assertEqual(self.kinds(server), ["job-completed"])


class Targets(MonitorCase):
    def test_a_webhook_is_signed(self):
        server, hook = self.serve(), self.hook()
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/a/path", secret="a key")
        status, answer = server.api("POST", "notification-targets/hook/test")
        self.assertEqual(status, 200, answer)
        path, headers, body = hook.got[0]
        self.assertEqual(path, "/a/path")
        self.assertEqual(headers["X-Platen-Signature"], "sha256=" + hmac.new(b"a key", body, hashlib.sha256).hexdigest())
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertTrue(json.loads(body)["test"])
        listed = server.api("GET", "notification-targets")[1][0]
        self.assertEqual((listed["name"], listed["kind"]), ("hook", "webhook"))
        self.assertNotIn("a key", json.dumps(listed))
        self.assertEqual((server.state / "monitor/secrets").stat().st_mode & 0o777, 0o600)
        self.assertNotIn("a key", server.said())

    def test_mail(self):
        mail = Mail(self.folder / "mail")
        self.addCleanup(mail.close)
        server, twin = self.serve(), self.twin("jam=on")
        self.target(server, "mail", kind="mail", address=f"smtp://localhost:{mail.port}", user="platen", secret="mail secret",
                    to=["bo@example.org"], **{"from": "platen@example.org"}, trust=str(mail.certificate))
        self.add(server, "ir1020", twin.uri)
        text = wait_for(mail.texts)[0].decode()
        self.assertIn("Subject: platen: ir1020: paper jam", text)
        self.assertIn("To: <bo@example.org>", text)
        self.assertIn("ir1020: paper jam", text.split("\r\n\r\n", 1)[1])
        time.sleep(2)
        self.assertEqual(len(mail.texts()), 1)

    def test_mail_to_the_owner_of_a_job(self):
        """At the address of the user; of somebody else's jobs and of those without an address nothing is told."""
        mail = Mail(self.folder / "mail")
        self.addCleanup(mail.close)
        server = self.serve()
        for name in ("ann", "carl"):
            code, _, err = run("user", "set", name, "--state", self.folder / "state", stdin=b"a long password\n")
            self.assertEqual(code, 0, err)
        self.assertEqual(server.api("PUT", "users/ann", {"mail": "two words@example.org"})[0], 400)
        self.assertEqual(server.api("PUT", "users/ann", {"mail": "ann@example.org"})[0], 200)
        self.assertEqual({one["name"]: one["mail"] for one in server.api("GET", "users")[1] if one["name"] in ("ann", "carl")}, {"ann": "ann@example.org", "carl": ""})
        self.assertEqual((self.folder / "state/mail-addresses").stat().st_mode & 0o777, 0o600)
        self.target(server, "mail", kind="mail", address=f"smtp://localhost:{mail.port}", user="platen", secret="mail secret",
                    to=["owner"], events=["job-completed"], **{"from": "platen@example.org"}, trust=str(mail.certificate))
        self.add(server, "ir1020", f"file:{self.folder}/device")
        for name in ("carl", "ann"):
            who = (name, "a long password")
            status, document = server.api("POST", "documents?name=page.pdf", pdf(["BT /F1 40 Tf 100 700 Td (One page) Tj ET"]), user=who)
            self.assertEqual(status, 201, document)
            self.assertEqual(server.api("POST", "jobs", {"printer": "ir1020", "documents": [document["id"]], "title": f"Letter of {name}"}, user=who)[0], 201)
        text = wait_for(mail.texts)[0].decode()
        self.assertIn("To: <ann@example.org>", text)
        self.assertIn("Letter of ann", text)
        time.sleep(2)
        self.assertEqual(len(mail.texts()), 1)
        self.assertEqual(server.api("DELETE", "users/ann")[0], 200)
        self.assertNotIn("ann", (self.folder / "state/mail-addresses").read_text())

    def test_what_fails_for_good_is_told_and_not_tried_again(self):
        server, hook, twin = self.serve(), self.hook([404]), self.twin("jam=on")
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/gone")
        self.add(server, "ir1020", twin.uri)
        last = wait_for(lambda: (server.api("GET", "notification-targets")[1][0]["last"] or {"state": ""})
                        if (server.api("GET", "notification-targets")[1][0]["last"] or {}).get("state") == "failed" else None)
        self.assertIn("404", last["words"])
        self.assertEqual(server.value("platen_notifications_total", target="webhook", outcome="failed"), 1)
        self.assertEqual(len(hook.got), 1)

    def test_quiet_hours(self):
        """Twelve hours from now, nobody is woken; what came is sent together when they end."""
        server, hook, twin = self.serve(), self.hook(), self.twin("jam=on", "toner=5")
        now = time.time()
        clock = lambda minutes: time.strftime("%H:%M", time.localtime(now + 60 * minutes))
        address = f"http://127.0.0.1:{hook.port}/"
        self.target(server, "hook", kind="webhook", address=address, quiet={"from": clock(-60), "to": clock(60)})
        self.add(server, "ir1020", twin.uri)
        self.wait_for_kind(server, "jam")
        self.wait_for_kind(server, "supply-low")
        time.sleep(2)
        self.assertEqual(hook.got, [])
        server.close()
        server.start()
        time.sleep(2)
        self.assertEqual(hook.got, [])
        self.target(server, "hook", kind="webhook", address=address, quiet={"from": clock(60), "to": clock(120)})
        wait_for(lambda: hook.got)
        time.sleep(2)
        self.assertEqual(len(hook.got), 1)
        self.assertEqual({one["kind"] for one in hook.notices()}, {"jam", "supply-low"})

    def test_nothing_is_sent_to_this_machine_unasked(self):
        server, hook, six = self.serve("[devices]\nstatus-seconds = 1\n"), self.hook(), self.hook(address="::1")
        own = subprocess.run(["hostname", "-I"], capture_output=True, check=True).stdout.decode().split()[:1]
        hosts = [f"127.0.0.1:{hook.port}", f"localhost:{hook.port}", f"[::1]:{six.port}", f"[::ffff:127.0.0.1]:{hook.port}",
                 f"127.1:{hook.port}", f"2130706433:{hook.port}", f"0.0.0.0:{hook.port}", f"0:{hook.port}", "169.254.169.254",
                 "[fe80::1]", "[fd00:ec2::254]", "[64:ff9b::7f00:1]", "100.100.100.200", "224.0.0.1", "255.255.255.255",
                 *(f"{one}:{hook.port}" for one in own)]
        for host in hosts:
            with self.subTest(host=host):
                self.target(server, "hook", kind="webhook", address=f"http://{host}/x")
                status, answer = server.api("POST", "notification-targets/hook/test")
                self.assertEqual(status, 409, answer)
                self.assertIn("nothing is sent to", answer["error"]["message"])
        self.assertEqual(hook.got + six.got, [])

    def test_names_are_looked_at_where_they_lead(self):
        """The name that the administrator allowed is not the address, nor the other way round."""
        server, hook = self.serve("[monitoring]\nwebhook-hosts = [\"127.0.0.1\"]\n"), self.hook()
        self.target(server, "hook", kind="webhook", address=f"http://localhost:{hook.port}/")
        self.assertEqual(server.api("POST", "notification-targets/hook/test")[0], 409)
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/")
        self.assertEqual(server.api("POST", "notification-targets/hook/test")[0], 200)

    def test_a_redirection_is_not_followed(self):
        inner = self.hook()
        server, hook = self.serve(), self.hook([302], location=f"http://127.0.0.1:{inner.port}/secret")
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/")
        status, answer = server.api("POST", "notification-targets/hook/test")
        self.assertEqual(status, 409)
        self.assertIn("302", answer["error"]["message"])
        self.assertEqual(inner.got, [])

    def test_bad_targets(self):
        server = self.serve()
        bad = [{"kind": "webhook", "address": address} for address in
               ("file:///etc/passwd", "gopher://host/", "ftp://host/", "unix:/run/x", "http://user:word@host/", "smtp://host", "", "http://")]
        bad += [{"kind": "carrier-pigeon"}, {"kind": "webhook", "address": "https://host/", "quiet": {"from": "25:00", "to": "7"}},
                {"kind": "webhook", "address": "https://host/", "events": ["everything"]}, {"kind": "webhook", "address": "https://host/", "other": 1},
                {"kind": "mail", "address": "smtp://host"}, {"kind": "mail", "address": "smtp://host", "user": "x", "from": "a@b", "to": ["no address"]}]
        for one in bad:
            with self.subTest(one=one):
                self.assertEqual(server.api("PUT", "notification-targets/x", one)[0], 400)
        self.assertEqual(server.api("GET", "notification-targets")[1], [])
        self.assertEqual(server.api("DELETE", "notification-targets/x")[0], 404)

    def test_it_is_tried_again(self):
        """Nobody listens at first; the retry is a minute later at least, so that only its plan is looked at."""
        server, hook, twin = self.serve(), self.hook([503]), self.twin("jam=on")
        self.target(server, "hook", kind="webhook", address=f"http://127.0.0.1:{hook.port}/")
        self.add(server, "ir1020", twin.uri)
        def waits():
            last = server.api("GET", "notification-targets")[1][0]["last"]
            return last and last["state"] == "waiting" and "503" in last["words"]
        wait_for(waits)
        server.close()
        server.start()
        self.assertIsNone(server.value("platen_notifications_total", target="webhook", outcome="failed"))


class History(MonitorCase):
    def test_supplies_pages_and_jobs(self):
        server, twin = self.serve(), self.twin()
        self.add(server, "ir1020", twin.uri)
        self.add(server, "pro", self.twin("PGY=40", model="canon-pro-1000").uri, "canon-pro-1000")
        server.platen("submit", "-d", "ir1020", self.write("page.pdf", pdf(["BT /F1 40 Tf 100 700 Td (x) Tj ET"] * 2)))
        self.wait_for_kind(server, "job-completed")
        supplies = wait_for(lambda: server.api("GET", "printers/pro/history")[1]["supplies"])
        known = {one["name"]: one for one in supplies}["Photo gray ink (PFI-1000 PGY)"]
        self.assertEqual((known["color"], known["samples"][-1][1]), ("photo gray", 40))
        wait_for(lambda: server.api("GET", "printers/ir1020/history")[1]["jobs"])
        got = server.api("GET", "printers/ir1020/history?days=1")[1]
        self.assertEqual([(one["jobs"], one["sheets"], one["sides"]) for one in got["jobs"]], [(1, 2, 2)])
        self.assertEqual(server.api("GET", "printers/ir1020/history?days=0")[0], 400)
        self.assertEqual(server.api("GET", "printers/nobody/history")[0], 404)


class Settings(MonitorCase):
    def values(self, server):
        return {one["key"]: one for one in server.api("GET", "settings")[1]}

    def test_round_trip_and_the_file_wins(self):
        server = self.serve("[limits]\njobs-per-user = 7\n")
        values = self.values(server)
        self.assertEqual((values["limits.jobs-per-user"]["value"], values["limits.jobs-per-user"]["source"]), (7, "file"))
        self.assertEqual((values["server.name"]["value"], values["server.name"]["source"]), ("platen", "default"))
        status, answer = server.api("PUT", "settings", {"server.name": "\"Büro\" \\ 2", "history.days": 30, "server.listen": ["127.0.0.1"]})
        self.assertEqual((status, answer), (200, {"restart": ["server.listen"]}))
        file = server.state / "settings.toml"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        values = self.values(server)
        self.assertEqual((values["server.name"]["value"], values["server.name"]["source"]), ("\"Büro\" \\ 2", "app"))
        self.assertEqual(server.api("PUT", "settings", {"limits.jobs-per-user": 8})[0], 409)
        self.assertEqual(server.api("PUT", "settings", {"server.listen": None, "server.name": None})[0], 200)
        self.assertEqual(self.values(server)["server.name"]["source"], "default")
        server.close()
        server.start()
        self.assertEqual(self.values(server)["history.days"]["value"], 30)

    def test_bad_ones_change_nothing(self):
        server = self.serve()
        for bad in ({"history.days": "many"}, {"history.days": -2}, {"history.days": 1.5}, {"log.level": "loud"}, {"server.listen": ["no address"]},
                    {"server.listen": ["203.0.113.7"]}, {"server.listen": []}, {"server.host-names": ["no host name"]}, {"nothing.of-it": 1},
                    {"server.spool": "/tmp"}, {"security.open-documents-without-sandbox": True}, {"access.administrators": ["nobody-of-this-name"]},
                    {"server.name": "x", "history.days": "many"}, [], "text"):
            with self.subTest(bad=bad):
                status, answer = server.api("PUT", "settings", bad)
                self.assertEqual(status, 400, answer)
                if isinstance(bad, dict) and len(bad) == 1:
                    self.assertIn(list(bad)[0].split(".")[1], answer["error"]["message"])
        self.assertFalse((server.state / "settings.toml").exists() and "name" in (server.state / "settings.toml").read_text())

    def test_only_administrators(self):
        server = self.serve()
        for method, path in (("GET", "settings"), ("PUT", "settings"), ("GET", "accounts"), ("GET", "settings/certificate"),
                             ("GET", "notification-targets"), ("GET", "backup"), ("POST", "restore")):
            with self.subTest(path=path):
                self.assertIn(server.api(method, path, user=None)[0], (401, 403))

    def pair(self, name, days=2):
        self.tool("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                  "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", days)
        return {"certificate": (self.folder / f"{name}.pem").read_text(), "key": (self.folder / f"{name}.key").read_text()}

    def shown(self, server):
        text = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}"], input=b"", capture_output=True,
                              check=False).stdout
        return self.tool("openssl", "x509", "-noout", "-fingerprint", "-sha256", stdin=text).decode().split("=")[1].strip()

    def test_certificate(self):
        server = self.serve()
        own = server.api("GET", "settings/certificate")[1]
        self.assertEqual((own["source"], own["fingerprint"]), ("own", self.shown(server)))
        good, other = self.pair("one.example"), self.pair("two.example")
        for bad in ({"certificate": good["certificate"], "key": other["key"]}, {"certificate": "x", "key": "y"}, {"certificate": good["certificate"]}, []):
            self.assertEqual(server.api("PUT", "settings/certificate", bad)[0], 400)
        self.assertEqual(self.shown(server), own["fingerprint"])
        self.assertEqual(server.api("PUT", "settings/certificate", good)[0], 200)
        facts = server.api("GET", "settings/certificate")[1]
        self.assertEqual((facts["subject"], facts["names"], facts["source"]), ("CN=one.example", ["one.example"], "app"))
        self.assertEqual(facts["fingerprint"], self.shown(server))
        server.close()
        server.start()
        self.assertEqual(facts["fingerprint"], self.shown(server))
        self.assertEqual(server.api("DELETE", "settings/certificate")[0], 200)
        self.assertEqual(self.shown(server), own["fingerprint"])

    def test_accounts(self):
        server = self.serve()
        change = {"departments": {"10": {"name": "Labor", "allowance": "500-sheets-month", "pin": "4711"}}, "users": {"*": {"department": "10"}}}
        self.assertEqual(server.api("PUT", "accounts", change)[0], 200)
        got = server.api("GET", "accounts")[1]
        self.assertEqual(got["departments"], [{"id": "10", "name": "Labor", "allowance": "500-sheets-month", "pin": True}])
        self.assertEqual(got["users"], [{"user": "*", "department": "10", "allowance": None}])
        self.assertNotIn("4711", (server.state / "accounts").read_text())
        listed = run("department", "list", "--state", server.state)[1]
        self.assertIn(b"Labor", listed)
        for bad in ({"departments": {"x": {}}}, {"users": {"bo": {"department": "99"}}}, {"departments": {"11": {"allowance": "some"}}}, {"other": {}}, []):
            self.assertEqual(server.api("PUT", "accounts", bad)[0], 400)
        self.assertEqual(server.api("PUT", "accounts", {"departments": {"99": None}})[0], 404)
        self.assertEqual(server.api("GET", "accounts")[1], got)


class WhatTakesTime(MonitorCase):
    """What a device said counts for two minutes: it falls silent as the first test begins, and the last one looks at it."""

    @classmethod
    def begin(cls):
        holder = tempfile.TemporaryDirectory(prefix="platen-silence-")
        unittest.addModuleCleanup(holder.cleanup)
        folder = pathlib.Path(holder.name)
        (folder / "state").mkdir(mode=0o700)
        cls.server, cls.device = Server(folder / "state", CONFIG), Twin(folder / "sheets")
        unittest.addModuleCleanup(cls.device.close)
        unittest.addModuleCleanup(cls.server.close)
        cls.server.administrate()
        code, _, err = cls.server.platen("add", "-d", "ir1020", "-m", "canon-ir1020", "-v", cls.device.uri)
        assert code == 0, err
        wait_for(lambda: cls.server.value("platen_printer_answers", printer="ir1020") == 1)
        cls.device.pause()

    def test_silence(self):
        self.assertIn("does not answer", self.wait_for_kind(self.server, "device-silent", 240)[0]["text"])
        self.device.pause(False)
        wait_for(lambda: self.server.value("platen_printer_answers", printer="ir1020") == 1)
        self.assertEqual(self.kinds(self.server).count("device-silent"), 1)


def setUpModule():
    WhatTakesTime.begin()


if __name__ == "__main__":
    unittest.main()
