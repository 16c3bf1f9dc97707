"""platen doctor on devices: twins and buses that have the fault."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import unittest

from doctor_world import Alone, DoctorCase, PrintersCase, fault
from status_test import Twin
from support import PLATEN, run


class Devices(PrintersCase):
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

    @fault("wrong-model", mends=("wrong-model",))
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

    @fault("waste-full")
    def test_waste_full(self):
        self.of_state("brimful", "waste-full", ["is full", "Waste container is full", "Replace it"], "waste-full=on")

    @fault("device-needs-attention")
    def test_attention(self):
        self.of_state("heaped", "device-needs-attention", ["output-area-full", "Output tray is full"], "output-full=on")
        # What no keyword names is told in the device's own words.
        twin = Twin(self, "canon-ir1024", "service-call=on", channels=())
        self.add("worn", "canon-ir1024", twin.uri.split("?")[0].rstrip("/") + "/?snmp=off&chmp=off&chmps=off&bjnp=off&pjl=on")
        self.until(lambda: [one for one in self.look("-d", "worn") if one["code"] == "device-needs-attention"])
        self.found(self.look("-d", "worn"), "device-needs-attention", "worn", ["Service Call", "display"])

    @fault("wrong-language", mends=("wrong-language",))
    def test_other_language(self):
        self.of_twin("plainer", "canon-ir1024", "languages=PCL")
        self.platen("modify", "-d", "plainer", "-o", "printer-language=pcl-xl")
        self.found(self.look("-d", "plainer"), "wrong-language", "plainer", ["pcl-xl", "pcl-5e"], "becomes pcl-5e")
        self.mend("-d", "plainer", at=self.server.socket, title="Print in pcl-5e")
        findings = self.look("-d", "plainer")
        self.lacks(findings, "wrong-language")
        self.found(findings, "device-answers", "plainer")

    @fault("language-not-confirmed")
    def test_untold_language(self):
        self.of_twin("terse", "canon-ir1024", "languages=none")
        self.found(self.look("-d", "terse"), "language-not-confirmed", "terse", ["pcl-xl"])

    @fault("paper-mismatch", mends=("paper-mismatch",))
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


class Usb(DoctorCase):
    """A printer on the USB of the server's machine (tests/support/usb_of_a_test.cpp, in front of libusb)."""
    NODE = pathlib.Path("/dev/bus/usb/001/004")

    def server(self, state):
        """A server whose machine has a node for the device, readable to its owner."""
        bus = self.NODE.parents[2]
        made = not bus.exists()
        bus.mkdir(exist_ok=True)
        if made:
            self.addCleanup(bus.rmdir)
        node = f'mount -t tmpfs none {bus} && mkdir -p {self.NODE.parent} && touch {self.NODE} && chmod 640 {self.NODE} && exec "$@"'
        server = Alone(self, before=["unshare", "-m", "sh", "-c", node, "sh"], env={"USB_OF_A_TEST": state, "LD_PRELOAD": os.environ["USB_BUS"]})
        code, _, err = run("add", "-d", "desk", "-m", "canon-ir1024", "-v", "usb://Canon/iR1024", "--no-probe", env={"PLATEN_SERVER": str(server.socket)})
        self.assertEqual(code, 0, err)
        return server

    def test_well(self):
        self.found(self.doctor(at=self.server("fine").socket), "device-answers", "desk", ["The USB device"])

    @fault("usb-device-missing")
    def test_missing(self):
        server = self.server("fine")
        code, _, err = run("modify", "-d", "desk", "-v", "usb://Canon/iR1024?serial=another", "--no-probe", env={"PLATEN_SERVER": str(server.socket)})
        self.assertEqual(code, 0, err)
        self.found(self.doctor(at=server.socket, code=1), "usb-device-missing", "desk", ["no USB printer is Canon iR1024", "cable"])

    @fault("usb-held-by-process")
    def test_held(self):
        server = self.server("held")
        holder = subprocess.Popen(
            ["nsenter", "-t", str(server.process.pid), "-m", "sh", "-c", f"exec 9<{self.NODE}; exec sleep 600"])
        self.addCleanup(lambda: (holder.kill(), holder.wait()))
        self.until(lambda: pathlib.Path(f"/proc/{holder.pid}/comm").read_text() == "sleep\n")
        self.found(self.doctor(at=server.socket, code=1), "usb-held-by-process", "desk", [f"sleep (process {holder.pid})", str(self.NODE)])

    @fault("usb-not-permitted")
    def test_not_permitted(self):
        self.found(self.doctor(at=self.server("denied").socket, code=1), "usb-not-permitted", "desk", [str(self.NODE), "root:root", "0640"])


del PrintersCase

if __name__ == "__main__":
    unittest.main()
