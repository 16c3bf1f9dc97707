"""A copier on the USB of the server's machine: tests/support/usb_of_a_test.cpp stands in front of libusb, a virtual copier behind it."""
import json
import os
import pathlib
import re
import socket
import subprocess
import unittest

from one_server import Server
from server_commands_test import ServerCase
from support import PATIENCE, PLATEN, Case, run
from status_test import Twin

URI = "usb://Canon/iR1020/1024/1025"
PCL = "MFG:Canon;MDL:iR1020/1024/1025 (PCL6);CMD:PCLXL,PCL,PJL;CLS:PRINTER;"
UFR2 = "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);CMD:LIPSLX;CLS:PRINTER;"


class Bus:
    """What a process sees that has this bus: `ids` of its interfaces, a twin (or a port) behind them, and a port status."""

    def __init__(self, case, *ids, port=None, status=0x18):
        self.status = case.folder / "port-status"
        self.says(status)
        self.env = {"LD_PRELOAD": os.environ["USB_BUS"], "IDS_OF_A_TEST": "\n".join(ids), "PORT_OF_A_TEST": str(self.status)}
        if port:
            self.env["PRINT_PORT_OF_A_TEST"] = str(port)

    def says(self, status):
        self.status.write_bytes(bytes([status]))


class Probe(Case):
    def probe(self, bus, uri=URI, code=0):
        got, out, err = run("probe", "--json", uri, env=bus.env)
        self.assertEqual(got, code, err)
        return json.loads(out)

    def test_a_copier_tells_its_languages_by_its_id_and_by_pjl(self):
        twin = Twin(self, "canon-ir1024", channels=())
        told = self.probe(Bus(self, UFR2, PCL, port=twin.uri.rsplit(":", 1)[1]))
        self.assertEqual([(one["channel"], one["device-id"]) for one in told["answers"]], [("usb", PCL), ("pjl", "iR1020/1024/1025")])
        said = {(one["name"], one["channel"]) for one in told["languages"]}
        self.assertEqual(said, {("pcl-xl", "usb"), ("pcl", "usb"), ("pjl", "usb"), ("pcl-xl", "pjl"), ("pcl", "pjl")})
        self.assertEqual({m["id"]: (m["printer-language"], m["confirmed"]) for m in told["models"]},
                         {"canon-ir1020": ("pcl-xl", True), "canon-ir1024": ("pcl-xl", True)})

    def test_a_unit_of_ufr2_gets_no_byte_and_is_told_what_it_lacks(self):
        with socket.create_server(("127.0.0.1", 0)) as unit:
            bus = Bus(self, UFR2, port=unit.getsockname()[1])
            told = self.probe(bus)
            self.assertIn("pjl=on", told["answers"][1]["silence"])
            self.assertEqual([one["name"] for one in told["languages"]], ["ufr-ii-lt"])
            code, out, _ = run("probe", URI, env=bus.env)
            self.assertEqual(code, 0)
            self.assertIn("platen does not print in UFR II LT", out.decode())
            unit.settimeout(0.1)
            with self.assertRaises(TimeoutError):
                unit.accept()
            told = self.probe(bus, URI + "?pjl=on")  # the owner knows better
            self.assertEqual(told["answers"][1]["silence"], "PJL's INFO ID and INFO CONFIG are not answered")
            link, _ = unit.accept()
            with link:
                self.assertIn(b"@PJL INFO ID", link.recv(4096))

    def test_what_is_not_there(self):
        code, _, err = run("probe", "usb://Canon/iR9999", env=Bus(self, PCL).env)
        self.assertEqual(code, 3)
        self.assertIn("no channel of the device answers", err)
        self.assert_refused(2, "probe", "usb://Canon", says=["usb://"])


class OnTheUsb(ServerCase):
    """A server whose machine has the copier."""

    @classmethod
    def setUpClass(cls):
        pass  # each has a bus of its own

    def start(self, *ids, faults="", port=None, status=0x18):
        self.twin = None
        if port is None:
            self.twin = Twin.__new__(Twin)
            self.twin.sheets = self.folder / "sheets"
            words = ["--faults", self.write("faults.toml", faults)] if faults else []
            self.twin.process = subprocess.Popen([PLATEN, "virtual", "canon-ir1024", "--port", "0", "--sheets", self.twin.sheets, *words],
                                                 stdout=subprocess.PIPE)
            self.addCleanup(self.twin.close)
            port = re.search(r"socket://\S+:(\d+)", self.twin.process.stdout.readline().decode()).group(1)
        self.bus = Bus(self, *ids, port=port, status=status)
        self.server = Server("[devices]\nstatus-seconds = 1\n", demo=False, env=self.bus.env)
        self.addCleanup(self.server.close)

    def status(self):
        return self.json("status", "-d", "desk")

    def test_a_new_printer_is_asked_for_its_languages_and_then_how_it_is(self):
        self.start(UFR2, PCL, faults='[[fault]]\nwhat = "jam"\nplace = "duplex"\nat = "between-sheets"\njob = 1\nclear-ms = 30000\n')
        said = self.platen("add", "-d", "desk", "-m", "canon-ir1024", "-v", URI)
        self.assertRegex(said, r'the device says that it has pcl-xl \("PCLXL" by usb\)')
        idle = self.until(lambda: (s := self.status()) and s.get("printer-impressions-completed") is not None and s, 60 * PATIENCE)
        self.assertEqual((idle["printer-state"], idle["printer-impressions-completed"]), ("idle", 0))
        # A job is printed whether or not the device is being asked, and hears of the jam itself.
        job = self.submit("-d", "desk", self.page())
        jam = self.until(lambda: (s := self.status()) and "media-jam" in json.dumps(s["printer-state-reasons"]) and s, 60 * PATIENCE)
        self.assertIn('in the duplex unit, it shows "Paper Jam"', jam["printer-state-message"])
        self.assertIn("in the duplex unit", self.job(job)["job-state-message"])
        self.until(lambda: self.job(job)["job-state"] == "completed", 120 * PATIENCE)
        counted = self.until(lambda: self.status().get("printer-impressions-completed"), 60 * PATIENCE)
        self.assertEqual(counted, 1)
        self.assertEqual(len(list(self.twin.sheets.glob("*.png"))), 1)  # the questions were no jobs

    def test_a_jam_between_jobs_is_told_with_its_place(self):
        self.start(PCL, faults='[[fault]]\nwhat = "jam"\nplace = "fuser"\nafter-ms = 1\n')
        self.platen("add", "-d", "desk", "-m", "canon-ir1024", "-v", URI)
        jam = self.until(lambda: (s := self.status()) and s["printer-state"] == "stopped" and s, 60 * PATIENCE)
        self.assertEqual(jam["printer-state-reasons"], ["media-jam-error"])
        self.assertEqual(jam["printer-state-message"], "Paper is jammed at the fixing unit")
        self.assertEqual(jam["printer-alert-description"], ["Paper is jammed at the fixing unit (the printer says: Paper Jam)"])

    def test_a_unit_of_ufr2_is_asked_for_its_port_status_alone(self):
        with socket.create_server(("127.0.0.1", 0)) as unit:
            self.start(UFR2, port=unit.getsockname()[1], status=0x30)
            said = self.platen("add", "-d", "desk", "-m", "canon-ir1024", "-v", URI)
            self.assertIn("ufr-ii-lt", said)
            empty = self.until(lambda: (s := self.status()) and s["printer-state"] == "stopped" and s, 60 * PATIENCE)
            self.assertEqual((empty["printer-state-reasons"], empty["printer-state-message"]), (["media-empty-error"], "The paper is empty"))
            self.bus.says(0x18)
            self.until(lambda: self.status()["printer-state"] == "idle", 60 * PATIENCE)
            unit.settimeout(0.1)
            with self.assertRaises(TimeoutError):
                unit.accept()


if __name__ == "__main__":
    unittest.main()
