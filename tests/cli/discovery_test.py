"""Devices found in a private network, by each way that there is, and followed when their addresses change.

Each machine is a private world of its own (a network, an Avahi), all on one bridge in the world of the server."""
import json
import os
import signal
import subprocess
import time
import unittest

from doctor_world import fault
from support import PLATEN
from world import World

SERIAL, MAC = "QLB01234", "02:00:00:00:00:11"
UUID = "11111111-2222-4333-8444-555555555555"


def wait_for(condition, seconds, what):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come in {seconds} s")


def begin(world, *words, **how):
    return world.popen(*words, start_new_session=True, **how)


def end(process):
    """It and whatever it runs; the process that enters a world is not the one that works there."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)
    if process.stdout:
        process.stdout.close()


class Machine:
    """A world with a network card on the bridge, and a virtual device in it once it is switched on."""

    def __init__(self, home, number):
        self.world = World()
        self.number, self.device, self.others = number, None, []
        pid = lambda world: (world.folder / "world" / "pid").read_text().strip()
        subprocess.run(["ip", "link", "add", f"port{number}", "netns", pid(home), "type", "veth", "peer", "name", "wire0", "netns", pid(self.world)], check=True)
        for words in (("master", "wire0"), ("up",)):
            home.run("ip", "link", "set", f"port{number}", *words)
        self.world.run("ip", "link", "set", "wire0", "up")
        self.address = None

    def move(self, last):
        """Another address, and no other."""
        self.world.run("ip", "address", "flush", "dev", "wire0")
        self.address = f"192.0.2.{last}"
        self.world.run("ip", "address", "add", f"{self.address}/24", "broadcast", "192.0.2.255", "dev", "wire0")

    def switch_on(self, model, *options):
        sheets = self.world.folder / "sheets"
        self.device = begin(self.world, PLATEN, "virtual", model, "--listen", "0.0.0.0", "--port", 9100, "--sheets", sheets, *options,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.device.stdout.readline(), "the virtual device did not start"

    def switch_off(self):
        """Whatever runs in the world, but its network, D-Bus and Avahi."""
        for process in (self.device, *self.others):
            if process:
                end(process)
        self.device, self.others = None, []

    def publish(self, name, kind, port, *txt):
        self.others.append(begin(self.world, "avahi-publish", "-s", name, kind, port, *txt, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def sheets(self):
        return len(list((self.world.folder / "sheets").glob("job-*.json")))

    def close(self):
        self.switch_off()
        self.world.close()


class Discovery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = World()
        cls.machines = []
        cls.addClassCleanup(cls.end)
        cls.home.run("ip", "link", "add", "wire0", "type", "bridge")
        cls.home.run("ip", "address", "add", "192.0.2.1/24", "broadcast", "192.0.2.255", "dev", "wire0")
        cls.home.run("ip", "link", "set", "wire0", "up")
        for number in (1, 2, 3):
            cls.machines.append(Machine(cls.home, number))
        cls.state = cls.home.folder / "state"
        cls.state.mkdir()
        (cls.state / "platen.toml").write_text("[devices]\nstatus-seconds = 1\n")
        cls.log = open(cls.home.folder / "server.log", "wb+")
        cls.server = begin(cls.home, PLATEN, "server", "--state", cls.state, "--allow-root", stdout=subprocess.PIPE, stderr=cls.log)
        assert cls.server.stdout.readline(), (cls.home.folder / "server.log").read_text()

    @classmethod
    def end(cls):
        for machine in cls.machines:
            machine.close()
        if hasattr(cls, "server"):
            end(cls.server)
            cls.log.close()
        cls.home.close()

    def setUp(self):
        for number, machine in enumerate(self.machines, 11):
            machine.switch_off()
            machine.move(number)

    def tearDown(self):
        for printer in self.get("printers"):
            self.platen("delete", "-d", printer["printer-name"])

    def platen(self, *words, code=0):
        done = self.home.run("env", f"PLATEN_SERVER={self.state / 'platen.sock'}", PLATEN, *words)
        self.assertEqual(done[0], code, f"platen {words}: {done[1]}{done[2]}")
        return done[1] + done[2]

    def ask(self, path):
        """(head, JSON) of the REST interface."""
        done = self.home.run("curl", "-s", "-D", "-", "--unix-socket", self.state / "platen.sock", f"http://localhost/api/v1/{path}")
        head, _, body = done[1].replace("\r\n", "\n").partition("\n\n")
        return head, json.loads(body)

    def get(self, path):
        return self.ask(path)[1]

    def found(self, path="printer-devices"):
        """{its address: what was found there}"""
        return {one["device-uri"].split("//")[1].split("/")[0].split(":")[0]: one for one in self.get(path)}

    def add(self, name, machine, *identity, model="canon-ir1024", query=""):
        words = ["-o", "platen-device-identity=" + ",".join(identity)] if identity else []
        self.platen("add", "-d", name, "-m", model, "-v", f"socket://{machine.address}:9100{query}", *words)

    def submit(self, name):
        page = self.home.folder / "page.txt"
        page.write_text("followed\n")
        self.platen("submit", "-d", name, page)

    def printer(self, name):
        return self.get(f"printers/{name}")

    def done(self, name):
        return [job for job in self.get(f"jobs?printer={name}&which=completed") if job["job-state"] == "completed"]

    def finding(self, code, name="copier"):
        """The words of the doctor's finding, once it is there."""
        def look():
            done = self.home.run("env", f"PLATEN_SERVER={self.state / 'platen.sock'}", PLATEN, "doctor", "--json", "-d", name)
            return [one for one in json.loads(done[1])["findings"] if one["code"] == code]
        one = wait_for(look, 60, code)[0]
        self.assertEqual(one["subject"], name)
        return "\n".join([one["title"], one["cause"], *one["advice"]])

    # ---- found

    def test_each_way_finds_and_each_machine_is_there_once(self):
        first, second, third = self.machines
        first.switch_on("canon-ir1024", "--snmp", 161, "--lpd", 515, "--set", f"serial={SERIAL}", "--set", f"mac={MAC}", "--announce", "Copier <b>4</b>", "--uuid", UUID)
        second.switch_on("canon-pro-1000", "--bjnp", 8611, "--set", "mac=02:00:00:00:00:12")
        third.switch_on("canon-ir1020", "--chmp", 80)  # nobody finds it, but whoever knows its address
        found = wait_for(lambda: len(one := self.found()) == 2 and one[first.address]["dns-sd-name"] and one, 40, "both devices")
        copier, photo = found[first.address], found[second.address]
        self.assertEqual({way for uri in copier["uris"] for way in uri["found-by"]}, {"dns-sd", "snmp"})
        self.assertEqual([uri["transport"] for uri in copier["uris"]], ["socket", "lpd"])
        self.assertEqual(set(copier["identity"]), {f"serial:{SERIAL}", f"mac:{MAC}", f"uuid:{UUID}"})
        self.assertEqual((copier["model"], copier["fit"], copier["language"], copier["language-evidence"]),
                         ("canon-ir1024", "exact", "pcl-xl", "confirmed"))
        self.assertIn("canon-ir1020", copier["why"])  # the family's id names both
        self.assertEqual(copier["dns-sd-name"], "Copier <b>4</b>")
        self.assertEqual({way for uri in photo["uris"] for way in uri["found-by"]}, {"bjnp"})
        self.assertEqual((photo["model"], photo["fit"], photo["identity"]), ("canon-pro-1000", "exact", ["mac:02:00:00:00:00:12"]))
        self.assertTrue(any("its paper" in text for text in photo["unknown"]), photo["unknown"])
        by_address = self.get(f"printer-devices?host={third.address}")
        self.assertEqual([way for uri in by_address[0]["uris"] for way in uri["found-by"]], ["address", "chmp"])
        self.assertTrue(any("which unit" in text for text in by_address[0]["unknown"]), by_address)
        self.add("mine", first, *copier["identity"])
        listed = self.platen("devices", "--host", first.address)
        self.assertRegex(listed, r"socket://192\.0\.2\.11.*canon-ir1024.*pcl-xl.*mine")
        record = json.loads(self.platen("printers", "--json"))[0]
        self.assertEqual(set(record["platen-device-identity"]), set(copier["identity"]))

    def test_what_is_hostile_is_bounded_and_what_is_platens_own_is_no_device(self):
        first, second, _ = self.machines
        self.add("own", second)  # announced by this server
        first.publish("<script>alert(1)</script>", "_pdl-datastream._tcp", 9100, "ty=<script>\x1b[2J", "note=" + "x" * 200, *[f"k{i}=" + "y" * 200 for i in range(30)])
        first.publish("Odd path", "_ipp._tcp", 631, "rp=../../../etc/passwd", "UUID=00000000-0000-0000-0000-000000000000")
        first.publish("Elsewhere", "_ipp._tcp", 8631, "rp=ipp/print/x", "platen=queue", "ty=Canon iR1024")
        names = lambda: {one["dns-sd-name"]: one for one in self.get("printer-devices")}
        found = wait_for(lambda: len(one := names()) >= 2 and one, 40, "what is announced")
        self.assertEqual(set(found), {"<script>alert(1)</script>", "Elsewhere"})
        self.assertIn("platen on another machine", found["Elsewhere"]["why"])
        self.assertNotIn("\x1b", json.dumps(found, ensure_ascii=False))

    def test_wrong_answers_fit_nothing_and_break_nothing(self):
        first, second, _ = self.machines
        faults = self.home.folder / "faults.toml"
        for number, told in enumerate(("", ";;::MDL;=\\u0001\\u00ff", "MFG:Canon;MDL:iR9999;CMD:CAPT;"), 1):
            with self.subTest(told=told):
                faults.write_text(f'[[fault]]\nwhat = "wrong-id"\nafter-ms = 1\ndetail = "{told}"\n')
                first.switch_on("canon-pro-1000", "--snmp", 161, "--set", f"serial={SERIAL}", "--faults", faults)
                wait_for(lambda: "PRO-1000" not in str(self.get(f"printer-devices?host={first.address}")[0]["device-id"]), 20, "the wrong id")
                found = self.get(f"printer-devices?host={first.address}")[0]
                self.assertEqual(found["identity"], [f"serial:{SERIAL}"])
                if number == 3:
                    self.assertEqual((found["fit"], found["model"]), ("none", None))
                    self.assertIn("iR9999", found["why"])
                first.switch_off()

    def test_without_avahi_the_rest_is_found_and_the_lack_is_said(self):
        first = self.machines[0]
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}")
        self.home.run("pkill", "-KILL", "-x", "avahi-daemon")
        try:
            head, found = self.ask("printer-devices")
            self.assertRegex(head, r"(?i)x-platen-notes: .*DNS-SD")
            self.assertEqual([one["identity"] for one in found], [[f"serial:{SERIAL}"]])
        finally:
            self.home.run("rm", "-f", "/run/avahi-daemon/pid")
            self.home.run("avahi-daemon", "-D", "--no-rlimits", "--no-drop-root", "--no-chroot", "-f", self.home.folder / "world" / "avahi.conf")

    # ---- followed

    def test_a_changed_address_is_followed_and_no_job_is_lost(self):
        first = self.machines[0]
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}", "--set", f"mac={MAC}")
        self.add("copier", first, f"serial:{SERIAL}", f"mac:{MAC}", query="/?pjl=off")
        before = first.sheets()
        self.submit("copier")
        wait_for(lambda: len(self.done("copier")) == 1, 40, "the first job")
        first.move(99)
        self.submit("copier")
        self.submit("copier")
        wait_for(lambda: len(self.done("copier")) == 3, 90, "the jobs at the new address")
        self.assertEqual(first.sheets() - before, 3)
        self.assertEqual(self.printer("copier")["device-uri"], "socket://192.0.2.99:9100/?pjl=off")
        self.assertEqual(self.printer("copier")["identity"], [f"serial:{SERIAL}", f"mac:{MAC}"])
        self.assertIn("move-device", (self.state / "audit.log").read_text())

    def test_another_machine_at_the_address_gets_no_job(self):
        first, second, _ = self.machines
        second.switch_on("canon-ir1024", "--snmp", 161, "--set", "serial=OTHER9999")
        self.add("copier", second, f"serial:{SERIAL}")
        before = second.sheets()
        self.submit("copier")
        message = wait_for(lambda: "OTHER9999" in (self.printer("copier")["printer-state-message"] or "") and self.printer("copier")["printer-state-message"], 40, "the reason")
        self.assertIn("another device", message)
        self.assertIn(SERIAL, message)
        self.assertEqual([job["job-state"] for job in self.get("jobs?printer=copier")], ["pending"])
        self.assertEqual(second.sheets(), before)
        # The right one comes, and the administrator says where: the job goes there.
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}")
        mine = first.sheets()
        self.platen("modify", "-d", "copier", "-v", f"socket://{first.address}:9100", "-o", f"platen-device-identity=serial:{SERIAL}")
        wait_for(lambda: first.sheets() == mine + 1, 60, "the job at the right machine")
        self.assertEqual(second.sheets(), before)

    def test_two_of_one_serial_number_move_nothing(self):
        first, second, third = self.machines
        self.add("copier", third, f"serial:{SERIAL}")  # switched off
        for machine in (first, second):
            machine.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}")
        self.submit("copier")
        says = lambda: (self.printer("copier")["printer-state-message"] or "")
        message = wait_for(lambda: "2 devices" in says() and says(), 60, "the reason")
        self.assertIn(first.address, message)
        self.assertIn(second.address, message)
        self.assertEqual(self.printer("copier")["device-uri"], f"socket://{third.address}:9100")
        self.assertEqual((first.sheets(), second.sheets()), (first.sheets(), second.sheets()))
        found = self.found()
        self.assertEqual(len(found), 2)
        self.assertTrue(any("says the same" in text for text in found[first.address]["unknown"]), found)

    # ---- without a job

    @fault("device-moved")
    def test_an_idle_printer_goes_with_its_device_and_says_so(self):
        first, _, third = self.machines
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}")
        self.add("copier", third, f"serial:{SERIAL}")  # where nobody is
        wait_for(lambda: self.printer("copier")["device-uri"] == f"socket://{first.address}:9100", 60, "the new address")
        self.assertEqual(self.get("jobs?printer=copier"), [])
        words = self.finding("device-moved")
        for part in (third.address, first.address, f"serial {SERIAL}"):
            self.assertIn(part, words)
        way = f"from {third.address} to {first.address}"  # other tests move it elsewhere
        notices = wait_for(lambda: [one for one in self.get("notices") if one["kind"] == "device-moved" and way in one["text"]], 20, "the notice")
        self.assertEqual([one["printer"] for one in notices], ["copier"])

    @fault("device-not-found")
    def test_a_lost_device_is_a_finding(self):
        third = self.machines[2]
        self.add("copier", third, f"serial:{SERIAL}")
        self.assertIn(f"serial {SERIAL}", self.finding("device-not-found"))
        self.assertEqual(self.printer("copier")["device-uri"], f"socket://{third.address}:9100")

    @fault("device-claimed-by-several")
    def test_several_claimants_are_a_finding(self):
        first, second, third = self.machines
        for machine in (first, second):
            machine.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}")
        self.add("copier", third, f"serial:{SERIAL}")
        words = self.finding("device-claimed-by-several")
        self.assertIn(first.address, words)
        self.assertIn(second.address, words)
        self.assertEqual(self.printer("copier")["device-uri"], f"socket://{third.address}:9100")

    @fault("device-known-in-part")
    def test_a_device_with_a_part_of_the_identity_is_a_finding(self):
        first, _, third = self.machines
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}", "--set", "mac=02:00:00:00:00:77")
        self.add("copier", third, f"serial:{SERIAL}", f"mac:{MAC}")
        self.assertIn(first.address, self.finding("device-known-in-part"))
        self.assertEqual(self.printer("copier")["device-uri"], f"socket://{third.address}:9100")

    @fault("other-device-answers")
    def test_another_device_at_the_address_is_a_finding(self):
        second = self.machines[1]
        second.switch_on("canon-ir1024", "--snmp", 161, "--set", "serial=OTHER9999")
        self.add("copier", second, f"serial:{SERIAL}")
        words = self.finding("other-device-answers")
        self.assertIn("serial OTHER9999", words)
        self.assertIn(f"serial {SERIAL}", words)

    def test_what_a_device_says_of_itself_is_kept_when_it_is_added(self):
        first, second, third = self.machines
        first.switch_on("canon-ir1024", "--snmp", 161, "--set", f"serial={SERIAL}", "--set", f"mac={MAC}")
        second.switch_on("canon-pro-1000", "--bjnp", 8611, "--set", "mac=02:00:00:00:00:12")
        said = self.platen("add", "-d", "copier", "-m", "canon-ir1024", "-v", f"socket://{first.address}:9100")
        self.assertIn(f"serial {SERIAL}", said)
        self.assertEqual(set(self.printer("copier")["identity"]), {f"serial:{SERIAL}", f"mac:{MAC}"})
        body = json.dumps({"model": "canon-pro-1000", "device-uri": f"socket://{second.address}:9100"})
        self.home.run("curl", "-s", "-X", "PUT", "-H", "Content-Type: application/json", "-d", body, "--unix-socket", self.state / "platen.sock", "http://localhost/api/v1/printers/photo")
        self.assertEqual(self.printer("photo")["identity"], ["mac:02:00:00:00:00:12"])  # a model of one language
        # Whoever asks for nothing, or is not there, gives no identity; what is given counts.
        self.platen("add", "-d", "unasked", "-m", "canon-ir1024", "-v", f"socket://{first.address}:9100", "--no-probe")
        self.platen("add", "-d", "absent", "-m", "canon-ir1024", "-v", f"socket://{third.address}:9100")
        self.assertEqual([self.printer(name)["identity"] for name in ("unasked", "absent")], [[], []])
        # Another device in its place is taken when its address is named.
        self.platen("modify", "-d", "copier", "-v", f"socket://{second.address}:9100")
        self.assertEqual(self.printer("copier")["identity"], ["mac:02:00:00:00:00:12"])

    # ---- refused

    def test_an_address_that_nothing_understands_is_refused(self):
        for uri in ("gopher://192.0.2.11", "socket://", "nonsense", "file:", "socket://a b"):
            with self.subTest(uri=uri):
                done = self.home.run("env", f"PLATEN_SERVER={self.state / 'platen.sock'}", PLATEN, "add", "-d", "odd", "-m", "canon-ir1024", "-v", uri)
                self.assertNotEqual(done[0], 0)
                self.assertIn("address", done[1] + done[2])
        self.platen("add", "-d", "odd", "-m", "canon-ir1024", "-v", "socket://192.0.2.50", "-o", "platen-device-identity=serial:0000000", code=1)


if __name__ == "__main__":
    unittest.main()
