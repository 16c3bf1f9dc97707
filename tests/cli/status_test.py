"""How printers are: the twins' channels and platen's readers, with net-snmp's tools and daemon, CUPS' bjnp backend and curl."""
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest

from server_commands_test import ServerCase
from support import PATIENCE, PLATEN, Case, run

BJNP_BACKEND = "/usr/lib/cups/backend/bjnp"
HOST_STATUS = "1.3.6.1.2.1.25.3.5.1.1.1"
SUPPLY_TEXTS, SUPPLY_LEVELS = "1.3.6.1.2.1.43.11.1.1.6", "1.3.6.1.2.1.43.11.1.1.9"
DOCUMENT = "1.3.6.1.4.1.1602.1.5.1.6.2.2"


def free_udp_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Twin:
    """platen virtual with all its channels on free ports."""

    def __init__(self, case, model, *settings, channels=("snmp", "chmp", "chmps", "bjnp"), faults=""):
        words = ["--faults", case.write("faults.toml", faults)] if faults else []
        words += [word for channel in channels for word in (f"--{channel}", "0")]
        words += [word for setting in settings for word in ("--set", setting)]
        self.sheets = case.folder / f"sheets-{model}"
        self.process = subprocess.Popen([PLATEN, "virtual", model, "--port", "0", "--sheets", self.sheets, *words],
                                        stdout=subprocess.PIPE)
        case.addCleanup(self.close)
        line = self.process.stdout.readline().decode()
        self.uri = re.search(r"socket://\S+", line).group()
        self.ports = dict(re.findall(r"(\w+)=(\d+)", self.uri + line))

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.process.stdout.close()


def snmp(tool, port, *words, version="1"):
    done = subprocess.run([tool, f"-v{version}", "-c", "public", "-On", "-Oe", "-t", "5", f"127.0.0.1:{port}", *words],
                          capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8", "replace").splitlines()


class AgentOfTheTwin(Case):
    """What other people's SNMP tools read of the twin."""

    def test_one_variable(self):
        twin = Twin(self, "canon-ir1024", channels=("snmp",))
        self.assertEqual(snmp("snmpget", twin.ports["snmp"], "1.3.6.1.2.1.1.1.0"), ['.1.3.6.1.2.1.1.1.0 = STRING: "Canon iR1024 /P"'])
        self.assertEqual(snmp("snmpget", twin.ports["snmp"], HOST_STATUS, version="2c"), [f".{HOST_STATUS} = INTEGER: 3"])

    def test_walks_agree_in_every_version(self):
        twin = Twin(self, "canon-pro-1000", "PGY=5", channels=("snmp",))
        port = twin.ports["snmp"]
        walked = snmp("snmpwalk", port, "1.3.6.1.2.1.43")
        self.assertGreater(len(walked), 100)
        self.assertEqual(snmp("snmpwalk", port, "1.3.6.1.2.1.43", version="2c"), walked)
        self.assertEqual(snmp("snmpbulkwalk", port, "1.3.6.1.2.1.43", version="2c"), walked)
        names = [line.split('"')[1] for line in walked if line.startswith(f".{SUPPLY_TEXTS}.")]
        levels = [int(line.split()[-1]) for line in walked if line.startswith(f".{SUPPLY_LEVELS}.")]
        self.assertEqual(names, "PM R C PGY MBK PBK B CO GY Y M PC".split())
        self.assertEqual(levels, [-2, -2, 90, -2, 90, 90, -2, -2, 90, 90, 90, -2])

    def test_status_document_in_pieces(self):
        twin = Twin(self, "canon-pro-1000", "PGY=5", channels=("snmp",))
        done = subprocess.run(["snmpwalk", "-v1", "-c", "public", "-On", "-Oa", f"127.0.0.1:{twin.ports['snmp']}", DOCUMENT],
                              capture_output=True, check=True, timeout=60)
        pieces = re.findall(r'\.(\d+) = STRING: "(.*?)"\n(?=\.1|End of MIB|\Z)', done.stdout.decode().replace('\\"', '"'), re.DOTALL)
        document = "".join(text for _, text in sorted(pieces, key=lambda piece: int(piece[0])))
        self.assertGreater(len(pieces), 10)
        self.assertTrue(document.startswith("<?xml") and document.endswith("</cmd>"), document[:60])
        self.assertIn("<ivec:summary>InkLow</ivec:summary>", document)

    def test_other_communities_get_nothing(self):
        twin = Twin(self, "canon-ir1024", channels=("snmp",))
        done = subprocess.run(["snmpget", "-v1", "-c", "secret", "-r", "0", "-t", "1", f"127.0.0.1:{twin.ports['snmp']}", HOST_STATUS],
                              capture_output=True, timeout=60, check=False)
        self.assertNotEqual(done.returncode, 0)


class BjnpOfTheTwin(Case):
    def test_prints_through_cups_backend(self):
        twin = Twin(self, "canon-ir1024", channels=("bjnp",))
        job = self.convert("canon-ir1024", self.write("page.txt", "By BJNP\n"))
        done = subprocess.run([BJNP_BACKEND, "1", "ada", "a title", "1", "", job], capture_output=True, timeout=120, check=False,
                              env={**os.environ, "DEVICE_URI": f"bjnp://127.0.0.1:{twin.ports['bjnp']}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"Sent print file, {job.stat().st_size} bytes".encode(), done.stderr)
        end = time.monotonic() + 60
        while not (records := list(twin.sheets.glob("job-*.json"))):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.assertEqual(json.loads(records[0].read_text())["state"], "completed")


def bjnp_identity(port):
    """The payload of code 30 (docs/protocols/bjnp.md), asked without any code of platen's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(60)
        link.sendto(b"BJNP" + struct.pack(">BBHHHI", 1, 0x30, 0, 7, 0, 0), ("127.0.0.1", int(port)))
        packet = link.recv(2048)
    kind, code, status, sequence, _, length = struct.unpack(">BBHHHI", packet[4:16])
    assert (packet[:4], kind, code, status, sequence, length) == (b"BJNP", 0x81, 0x30, 0, 7, len(packet) - 16), packet
    return packet[16:]


class IdentityOfTheTwin(Case):
    """One IEEE 1284 device id by every channel, and a queue of the right model from each."""
    DEVICE_ID = "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1"  # ppmPrinterIEEE1284DeviceId

    def identities(self, twin):
        blocks = {"bjnp": bjnp_identity(twin.ports["bjnp"])}
        for name, scheme in (("chmp", "http"), ("chmps", "https")):
            blocks[name] = self.tool("curl", "-k", "-sS", "-H", "X-CHMP-Property: DeviceID(Print)",
                                     f"{scheme}://127.0.0.1:{twin.ports[name]}/canon/ij/command1/port1")
        told = {}
        for name, block in blocks.items():
            self.assertEqual(int.from_bytes(block[:2], "big"), len(block), name)  # the length counts itself
            told[name] = block[2:].decode()
        (line,) = snmp("snmpget", twin.ports["snmp"], self.DEVICE_ID)
        told["snmp"] = re.fullmatch(rf'\.{re.escape(self.DEVICE_ID)} = STRING: "(.*)"', line).group(1)
        return told

    def test_every_channel_tells_the_same(self):
        for model, says in (("canon-pro-1000", "MFG:Canon;CMD:IVEC;SOJ:BJNP2,BJNPe,CHMP;MDL:PRO-1000 series;"),
                            ("canon-ir1024", "MFG:Canon;MDL:iR1020/1024/1025;")):
            with self.subTest(model):
                told = self.identities(Twin(self, model))
                self.assertEqual(len(set(told.values())), 1, told)
                self.assertTrue(told["snmp"].startswith(says), told)


class StatusByLpd(ServerCase):
    def status(self, name):
        return self.json("status", "-d", name)

    def add(self, name, *settings):
        twin = Twin(self, "canon-ir1024", *settings, channels=("lpd",))
        uri = f"lpd://127.0.0.1:{twin.ports['lpd']}/lp?snmp=off"
        self.platen("add", "-d", name, "-m", "canon-ir1024", "-v", uri, "--no-probe")
        return twin

    def test_is_shown_in_our_words_and_the_printers(self):
        self.add("jammed", "jam=on")
        status = self.until(lambda: (s := self.status("jammed")) and "media-jam-error" in json.dumps(s) and s, 60 * PATIENCE)
        self.assertIn("lp: paper jam", json.dumps(status))

    def test_words_that_nobody_understands_are_shown_and_claim_nothing(self):
        self.add("strange", "queue-words=Papierstau hinten")
        status = self.until(lambda: (s := self.status("strange")) and "Papierstau hinten" in json.dumps(s) and s, 60 * PATIENCE)
        self.assertNotIn("media-jam", json.dumps(status))


class ProbeOfTheTwin(Case):
    """What platen itself makes of a device's words: identity and languages by each channel."""

    @staticmethod
    def uri(twin, **changes):
        ports = {**{name: twin.ports[name] for name in ("snmp", "chmp", "chmps", "bjnp")}, **changes}
        return re.match(r"socket://[^/?]+", twin.uri).group() + "/?" + "&".join(f"{name}={port}" for name, port in ports.items())

    def probe(self, uri, code=0):
        got, out, err = run("probe", "--json", uri)
        self.assertEqual(got, code, err)
        return json.loads(out)

    def test_a_copier_tells_its_languages(self):
        told = self.probe(self.uri(Twin(self, "canon-ir1024")))
        self.assertEqual([a["channel"] for a in told["answers"]], ["pjl", "snmp", "chmps", "chmp", "bjnp"])
        identities = {a["channel"]: a.get("device-id", "") for a in told["answers"]}
        self.assertEqual(identities["pjl"], "iR1020/1024/1025")
        self.assertEqual(len({identities[c] for c in ("snmp", "chmps", "chmp", "bjnp")}), 1, identities)
        said = {(one["name"], one["channel"]) for one in told["languages"]}
        self.assertLessEqual({("pcl-xl", "pjl"), ("pcl", "pjl"), ("pcl-xl", "snmp"), ("pcl-xl", "bjnp")}, said)
        self.assertEqual({m["id"]: (m["printer-language"], m["confirmed"]) for m in told["models"]},
                         {"canon-ir1020": ("pcl-xl", True), "canon-ir1024": ("pcl-xl", True)})

    def test_an_inkjet_is_known_by_each_channel_alone(self):
        twin = Twin(self, "canon-pro-1000")
        for name in ("snmp", "chmp", "chmps", "bjnp"):
            with self.subTest(name):
                silent = {other: "off" for other in ("snmp", "chmp", "chmps", "bjnp") if other != name}
                told = self.probe(self.uri(twin, pjl="off", **silent))
                self.assertEqual([a["channel"] for a in told["answers"]], [name])
                self.assertEqual([(m["id"], m["confirmed"]) for m in told["models"]], [("canon-pro-1000", True)])

    def test_what_is_silent_is_said(self):
        twin = Twin(self, "canon-ir1020", channels=("snmp",))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
            deaf.bind(("127.0.0.1", 0))
            twin.ports.update(chmp="off", chmps="off", bjnp=str(deaf.getsockname()[1]))
            code, out, err = run("probe", self.uri(twin))
        self.assertEqual((code, err), (0, ""))
        self.assertRegex(out.decode(), r"bjnp: .*nobody answers by BJNP\n")
        self.assertRegex(out.decode(), r"canon-ir1020 .* printed in pcl-xl, which the device says it has\n")

    def test_a_device_that_is_not_there(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            uri = f"socket://127.0.0.1:{taken.getsockname()[1]}/?snmp=off&chmp=off&chmps=off&bjnp=off"
            code, _, err = run("probe", uri)
        self.assertEqual(code, 3)
        self.assertIn("no channel of the device answers", err)
        self.assert_refused(2, "probe", "lpd://127.0.0.1/queue", says=["socket://"])
        self.assert_refused(2, "probe", says=["DEVICE-URI"])


class ProbeByIpp(ServerCase):
    def test_a_printer_of_the_server(self):
        code, out, err = run("probe", "--json", f"ipp://localhost:{self.server.port}/ipp/print/ir1020")
        self.assertEqual(code, 0, err)
        told = json.loads(out)
        self.assertIn("application/pdf", [one["name"] for one in told["languages"]])
        self.assertTrue(told["answers"][0]["device-id"].startswith("MFG:Canon;"))


class IdentityByIpp(ServerCase):
    def test_a_queue_of_the_twin_tells_its_own(self):
        # Clients choose drivers by it: the maker is the device's, the formats are those that the server takes.
        told = self.tool("ipptool", "-tv", f"ipp://localhost:{self.server.port}/ipp/print/pro-1000", "get-printer-attributes.test").decode()
        self.assertRegex(told, r"platen-model \(keyword\) = canon-pro-1000\n")
        (identity,) = re.findall(r"printer-device-id \(textWithoutLanguage\) = (.*)", told)
        self.assertRegex(identity, r"^MFG:Canon;MDL:[^;]*PRO-1000;CMD:[^;]*PWGRaster[^;]*;CLS:PRINTER;")


class ChmpOfTheTwin(Case):
    def test_two_rounds_by_curl(self):
        twin = Twin(self, "canon-pro-1000", channels=("chmp", "chmps"))
        question = self.write("question.xml", '<?xml version="1.0" encoding="utf-8" ?><cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/">'
                              '<ivec:contents><ivec:operation>GetStatus</ivec:operation><ivec:param_set servicetype="print"></ivec:param_set>'
                              "</ivec:contents></cmd>")
        for url in (f"http://127.0.0.1:{twin.ports['chmp']}", f"https://127.0.0.1:{twin.ports['chmps']}"):
            where = url + "/canon/ij/command1/port1"
            # The answer to POST frames no body, so that curl waits for the end of the connection: it is given up.
            field = ["-k", "-sS", "-H", "X-CHMP-Version: 1.3.0"]
            identity = self.tool("curl", "-k", "-sS", "-H", "X-CHMP-Property: DeviceID(Print)", where)
            self.assertEqual(int.from_bytes(identity[:2], "big"), len(identity))
            self.assertIn(b"MDL:PRO-1000 series;", identity)
            code = self.tool("curl", *field, "-o", "answer", "-w", "%{http_code}", where)
            self.assertEqual(code, b"204")  # nothing was asked
            posted = subprocess.run(["curl", *field, "-m", "2", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary", f"@{question}", where],
                                    capture_output=True, timeout=60, check=False)
            self.assertEqual(posted.stdout, b"200")


class Server(Case):
    """platen server that asks its printers each second."""

    def setUp(self):
        super().setUp()
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="platen-status-", dir=self.folder))
        config = self.write("platen.toml", '[server]\nport = 0\n[discovery]\nannounce = false\n[devices]\nstatus-seconds = 1\n')
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen([PLATEN, "server", "--config", config, "--state", self.state, "--port", "0", *root],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(self.stop)
        self.assertIn(b"http://", self.process.stdout.readline())

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def platen(self, *words, code=0):
        got, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock")})
        self.assertEqual(got, code, err + out.decode())
        return out.decode() if code == 0 else err

    def json(self, *words):
        return json.loads(self.platen(*words, "--json"))

    def until(self, what, seconds=60):
        end = time.monotonic() + seconds * PATIENCE
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it does not come to pass")
            time.sleep(0.2)
        return found

    def add(self, model, uri):
        self.platen("add", "-d", "p", "-m", model, "-v", uri)

    def reasons(self):
        return self.json("status", "-d", "p")["printer-state-reasons"]

    def test_copier_by_snmp(self):
        twin = Twin(self, "canon-ir1024", "toner=5", "jam=on", channels=("snmp",))
        self.add("canon-ir1024", twin.uri)
        self.until(lambda: set(self.reasons()) == {"media-jam-error", "toner-low-warning"})
        status = self.json("status", "-d", "p")
        self.assertEqual(status["printer-state"], "stopped")
        self.assertIn("jammed", status["printer-state-message"])
        self.assertIn("Paper is jammed in the paper path (the printer says: Paper jam)", status["printer-alert-description"])
        self.assertEqual(status["printer-impressions-completed"], 0)
        self.assertIn({"source": "tray-1", "size": "iso_a4_210x297mm", "type": "stationery", "level": "some"}, status["loaded"])
        # The copier does not tell how much toner there is: nothing is made up.
        self.assertEqual([(one["percent"], one["state"]) for one in self.json("supplies", "-d", "p")], [(None, "unknown")])

    # What a fault script says, and what clients read then, by SNMP and by PJL.
    JAMS = (('place = "input-tray"', "in Drawer 1", "where the paper is fed"), ('place = "input-tray"\ntray = 2', "in Stack bypass", "where the paper is fed"),
            ('place = "fuser"', "in the print engine", "at the fixing unit"), ('place = "duplex"', "in the duplex unit", "in the duplex unit"),
            ('place = "output-tray"', "at the output", "at the output"))

    def jammed(self, place, channel, moment="after-ms = 1"):
        twin = Twin(self, "canon-ir1024", channels=("snmp",) if channel == "snmp" else (), faults=f'[[fault]]\nwhat = "jam"\n{place}\n{moment}\n')
        uri = twin.uri + ("" if channel == "snmp" else "/?snmp=off")
        self.platen("add", "-d", "p", "-m", "canon-ir1024", "-v", uri, "--no-probe")
        return twin

    def test_a_jam_is_told_with_its_place(self):
        for place, by_snmp, by_pjl in self.JAMS:
            for channel, words in (("snmp", by_snmp), ("pjl", by_pjl)):
                with self.subTest(place, channel=channel):
                    self.jammed(place, channel)
                    status = self.until(lambda: (s := self.json("status", "-d", "p")) and s["printer-state"] == "stopped" and s)
                    self.assertEqual(status["printer-state-reasons"], ["media-jam-error"])
                    self.assertEqual(status["printer-state-message"], f"Paper is jammed {words}")
                    self.assertTrue(status["printer-alert-description"][0].startswith(f"Paper is jammed {words} (the printer says: Paper "), status)
                    self.platen("delete", "-d", "p")

    def test_a_job_tells_where_its_paper_is_jammed(self):
        for place, _, words in self.JAMS:
            with self.subTest(place):
                twin = self.jammed(place, "pjl", 'at = "mid-sheet"\njob = 1')
                job = self.json("submit", "-d", "p", self.write("page.txt", "a page\n"))["job-id"]
                message = lambda: next(one for one in self.json("jobs", "--all") if one["job-id"] == job)["job-state-message"]
                said = self.until(lambda: (text := message()) and "jammed" in text and text)
                self.assertIn(f'paper is jammed: take it out, then it prints on ({words}, it shows "Paper Jam")', said)
                self.assertIn(f'({words}, it shows "Paper Jam")', self.json("status", "-d", "p")["printer-state-message"])
                twin.process.send_signal(signal.SIGUSR1)
                self.until(lambda: next(one for one in self.json("jobs", "--all") if one["job-id"] == job)["job-state"] == "completed")
                self.platen("delete", "-d", "p")

    def test_copier_by_pjl(self):
        twin = Twin(self, "canon-ir1024", "cover-open=on", channels=())
        self.add("canon-ir1024", twin.uri + "/?snmp=off")
        self.until(lambda: self.reasons() == ["cover-open-error"])

    def test_photo_printer_by_each_channel(self):
        twin = Twin(self, "canon-pro-1000", "PGY=4", "waste=60", channels=("snmp", "chmp", "chmps"))
        base = twin.uri.split("/?")[0] + "/?"
        only = {"chmps": f"chmps={twin.ports['chmps']}&chmp=off&snmp=off", "chmp": f"chmp={twin.ports['chmp']}&chmps=off&snmp=off",
                "snmp": f"snmp={twin.ports['snmp']}&chmp=off&chmps=off"}
        self.add("canon-pro-1000", base + only["chmps"])
        for channel, options in only.items():
            with self.subTest(channel):
                self.platen("modify", "-d", "p", "-v", base + options)
                self.until(lambda: self.reasons() == ["marker-supply-low-warning"])
                supplies = {one["name"]: one for one in self.json("supplies", "-d", "p")}
                self.assertEqual(len(supplies), 13)
                self.assertEqual(supplies["Photo gray ink (PFI-1000 PGY)"], {
                    "name": "Photo gray ink (PFI-1000 PGY)", "type": "ink-cartridge", "color": "photo gray", "percent": 4, "state": "low"})
                self.assertEqual(supplies["Cyan ink (PFI-1000 C)"]["percent"], 90)
                # Which way its level counts is not known.
                self.assertIsNone(supplies["Maintenance cartridge (MC-20)"]["percent"])

    def test_another_agent(self):
        """net-snmp's own snmpd with the tables of a colour laser printer."""
        port = free_udp_port()
        rows = {"43.11.1.1.4.1": (3, 3), "43.11.1.1.5.1": (3, 3), "43.11.1.1.3.1": (1, 2), "43.11.1.1.8.1": (8400, -2), "43.11.1.1.9.1": (2100, -3)}
        lines = ["rocommunity public 127.0.0.1", f"agentaddress udp:127.0.0.1:{port}",
                 f"override {HOST_STATUS} integer 3", "override 1.3.6.1.2.1.25.3.5.1.2.1 octet_str 0x20"]
        for column, values in rows.items():
            lines += [f"override 1.3.6.1.2.1.{column}.{row} integer {value}" for row, value in enumerate(values, 1)]
        lines += [f'override 1.3.6.1.2.1.43.11.1.1.6.1.{row} octet_str "{name}"' for row, name in enumerate(("Black Toner", "Cyan Toner"), 1)]
        lines += [f'override 1.3.6.1.2.1.43.12.1.1.4.1.{row} octet_str "{name}"' for row, name in enumerate(("black", "cyan"), 1)]
        config = self.write("snmpd.conf", "\n".join(lines) + "\n")
        daemon = subprocess.Popen(["/usr/sbin/snmpd", "-f", "-C", "-c", config, "-Lf", self.folder / "snmpd.log", "-p", self.folder / "snmpd.pid"],
                                  env={**os.environ, "SNMP_PERSISTENT_DIR": str(self.folder)})
        self.addCleanup(daemon.wait, 30)
        self.addCleanup(daemon.terminate)
        self.add("canon-ir1024", f"socket://127.0.0.1:9/?snmp={port}&pjl=off")
        self.until(lambda: self.reasons() == ["toner-low-warning"])
        supplies = [(one["name"], one["color"], one["percent"], one["state"]) for one in self.json("supplies", "-d", "p")]
        self.assertEqual(supplies, [("Black toner", "black", 25, "ok"), ("Cyan Toner", "cyan", None, "ok")])

    def test_a_printer_that_tells_nothing(self):
        self.add("canon-ir1024", "socket://127.0.0.1:9/?snmp=9&pjl=off")
        time.sleep(2)
        self.assertEqual(self.reasons(), [])
        self.assertEqual(self.json("supplies", "-d", "p")[0]["state"], "unknown")

    def test_maintenance(self):
        twin = Twin(self, "canon-pro-1000", channels=("chmp",))
        self.add("canon-pro-1000", twin.uri + "&chmps=off&snmp=off")
        self.assertEqual(self.json("maintain", "-d", "p"), ["nozzle-check", "cleaning", "deep-cleaning", "alignment", "test-page"])
        done = 0
        for function, sides in (("nozzle-check", 1), ("deep-cleaning", 0), ("alignment", 1)):
            job = self.json("maintain", "-d", "p", function)
            self.assertEqual(job["function"], function)
            self.until(lambda: next(one for one in self.json("jobs", "--all") if one["job-id"] == job["job-id"])["job-state"] == "completed")
            done += 1
            record = json.loads(self.until(lambda: sorted(twin.sheets.glob(f"job-{done:04d}.json")))[0].read_text())
            self.assertEqual((record["maintenance"], len(record["sides"]), record["state"]), ([function], sides, "completed"))
        # The ink that a deep cleaning takes is seen by the channel that tells of ink: 90 less 3, in tens.
        self.until(lambda: {one["percent"] for one in self.json("supplies", "-d", "p")} == {80, None})

    def test_maintenance_that_is_not_there(self):
        twin = Twin(self, "canon-ir1024", channels=())
        self.add("canon-ir1024", twin.uri + "/?snmp=off&pjl=off")
        self.assertEqual(self.json("maintain", "-d", "p"), ["test-page"])
        self.assertIn("test-page", self.platen("maintain", "-d", "p", "cleaning", code=2))
        job = self.json("maintain", "-d", "p", "test-page")
        self.until(lambda: next(one for one in self.json("jobs", "--all") if one["job-id"] == job["job-id"])["job-state"] == "completed", 120)
        record = json.loads(self.until(lambda: list(twin.sheets.glob("job-*.json")))[0].read_text())
        self.assertEqual(len(record["sides"]), 2)


if __name__ == "__main__":
    unittest.main()
