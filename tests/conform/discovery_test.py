"""DNS-SD as other people's browsers see it: what is announced, renamed, taken back and found again."""
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import unittest.mock

import server
import world


class Browsing(world.World):
    def browse(self, service, interface=None):
        """{instance name: {TXT key: value}} of the services of one type, on one interface or any."""
        found = {}
        for line in self.tool("avahi-browse", "-rpt", service, check=False).splitlines():
            fields = line.split(";")
            if fields[0] == "=" and interface in (None, fields[1]):
                name = re.sub(r"\\(\d{3})", lambda m: chr(int(m[1])), fields[3]).replace("\\.", ".").replace("\\", "")
                found[name] = dict(word.split("=", 1) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', fields[9] if len(fields) > 9 else "") if "=" in word)
                found[name]["port"] = fields[8]
        return found

    def names(self, service="_ipp._tcp", interface=None):
        return set(self.browse(service, interface))


class Announced(Browsing):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.platen = cls.start_platen()

    def test_records_are_what_clients_look_for(self):
        server.wait_for(lambda: len(self.names()) == 3, 20, "three printers on the network")
        records = self.browse("_ipp._tcp")
        for name, txt in records.items():
            with self.subTest(name=name):
                for key in ("txtvers", "rp", "ty", "adminurl", "note", "pdl", "URF", "UUID", "TLS", "Color", "Duplex",
                            "print_wfds", "mopria-certified", "priority", "product"):
                    self.assertIn(key, txt)
                self.assertRegex(txt["UUID"], r"^[0-9a-f]{8}-[0-9a-f-]{27}$")
                self.assertIn("application/pdf", txt["pdl"])
                self.assertIn("image/urf", txt["pdl"])
                self.assertIn("@", name)
        self.assertEqual({txt["rp"] for txt in records.values()}, {f"ipp/print/{p}" for p in server.PRINTERS})

    def test_the_secure_and_the_holding_services_share_the_names(self):
        names = server.wait_for(lambda: len(self.names()) == 3 and self.names(), 20, "three printers")
        self.assertEqual(self.names("_ipps._tcp"), names)
        holders = self.browse("_printer._tcp")
        self.assertEqual(set(holders), names)
        self.assertEqual({txt["port"] for txt in holders.values()}, {"0"})
        self.assertEqual(self.browse("_ipps._tcp"), self.browse("_ipp._tcp"))  # one port, one UUID, the same words

    def test_the_sub_types_of_phones(self):
        # ippusbxd #40, ipp-usb #4: iOS looks for _universal, below _ipp and below _ipps
        for subtype in ("_universal._sub._ipp._tcp", "_universal._sub._ipps._tcp", "_print._sub._ipp._tcp", "_print._sub._ipps._tcp",
                        "_printer._sub._http._tcp"):
            with self.subTest(subtype=subtype):
                server.wait_for(lambda: len(self.names(subtype)) == 3, 20, subtype)

    def test_ippfind_finds_them_and_they_answer(self):
        found = self.tool("ippfind", "-T", "5", "_ipp._tcp", "--remote", check=False) + self.tool("ippfind", "-T", "5", "_ipp._tcp", check=False)
        for printer in server.PRINTERS:
            self.assertIn(f"/ipp/print/{printer}", found)

    def test_printers_appear_and_vanish_with_their_queues(self):
        platen = lambda *words: self.tool("env", f"PLATEN_SERVER={self.folder / 'state' / 'platen.sock'}", server.PLATEN, *words)
        platen("add", "-d", "extra", "-m", "canon-ir1020", "-v", "socket://127.0.0.1:9", "-o", "printer-info=Extra")
        server.wait_for(lambda: any(n.startswith("Extra @") for n in self.names()), 20, "the new printer")
        platen("delete", "-d", "extra")
        server.wait_for(lambda: not any(n.startswith("Extra @") for n in self.names()), 20, "the end of the printer")

    def test_a_taken_name_is_changed_and_kept_over_a_restart(self):
        server.wait_for(lambda: len(self.names()) == 3, 20, "three printers")
        platen = lambda *words: self.tool("env", f"PLATEN_SERVER={self.folder / 'state' / 'platen.sock'}", server.PLATEN, *words)
        for queue in ("one", "two"):
            platen("add", "-d", queue, "-m", "canon-ir1020", "-v", "socket://127.0.0.1:9", "-o", "printer-info=Twin")
        twins = lambda: {txt["rp"]: n for n, txt in self.browse("_ipp._tcp").items() if n.startswith("Twin @")}
        before = server.wait_for(lambda: len(twins()) == 2 and twins(), 20, "both under names of their own")
        self.assertTrue(any(name.endswith("#2") for name in before.values()), before)
        time.sleep(1)
        platen("delete", "-d", "one")  # the first name is free again, the second keeps its own
        inside = self.tool("pgrep", "-f", "platen server").split()
        self.tool("kill", "-TERM", *inside, check=False)
        self.platen.wait(20)
        type(self).platen = self.start_platen()
        after = server.wait_for(lambda: len(twins()) == 1 and twins(), 20, "the printer after the restart")
        self.assertEqual(after["ipp/print/two"], before["ipp/print/two"])
        platen("delete", "-d", "two")


class GoneAndBack(Browsing):
    """What the server stands on goes away and comes back; it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plug_in()
        cls.platen = cls.start_platen("--listen", "127.0.0.1", "--listen", "192.0.2.1")

    @classmethod
    def plug_in(cls):
        cls.tool("ip", "link", "add", "wire0", "type", "veth", "peer", "name", "wire1")
        cls.tool("ip", "address", "add", "192.0.2.1/24", "dev", "wire0")
        for end in ("wire0", "wire1"):
            cls.tool("ip", "link", "set", end, "up")

    def three(self, interface, what):
        """The names of all three printers."""
        return server.wait_for(lambda: len(names := self.names(interface=interface)) == 3 and names, 60, what)

    def answers(self, address):
        return self.tool("curl", "-s", "-m", "5", f"http://{address}:8631/healthz", check=False).strip() == "ok"

    def log(self):
        return (self.folder / "server.log").read_text()

    def running(self, program):
        """The processes in this world; nobody buries the dead there."""
        return self.tool("pgrep", "-r", "D,R,S", "-x", program, check=False).split()

    def end(self, program):
        for process in self.running(program):
            self.tool("kill", "-KILL", process, check=False)  # a helper of it may have gone with it

    def start_avahi(self):
        self.tool("rm", "-f", "/run/avahi-daemon/pid")
        self.tool("avahi-daemon", "-D", "--no-rlimits", "--no-drop-root", "--no-chroot", "-f", self.folder / "world" / "avahi.conf")

    def test_the_network(self):
        before = self.three("wire0", "three printers on the network")
        self.assertTrue(self.answers("192.0.2.1"))
        for _ in range(2):
            self.tool("ip", "link", "delete", "wire0")
            server.wait_for(lambda: not self.names(interface="wire0"), 60, "the end of the network")
            self.assertEqual(self.three("lo", "the names on this machine"), before)  # Avahi takes lo where there is nothing else
            self.assertTrue(self.answers("127.0.0.1"))
            self.plug_in()
            server.wait_for(lambda: self.answers("192.0.2.1"), 30, "the listener on the address that came back")
            self.assertEqual(self.three("wire0", "the names on the network again"), before)

    def test_the_address(self):
        before = self.three("wire0", "three printers on the network")
        self.tool("ip", "address", "delete", "192.0.2.1/24", "dev", "wire0")
        self.assertFalse(self.answers("192.0.2.1"))
        self.assertTrue(self.answers("127.0.0.1"))
        self.tool("ip", "address", "add", "192.0.2.1/24", "dev", "wire0")
        server.wait_for(lambda: self.answers("192.0.2.1"), 30, "the listener")
        self.assertEqual(self.three("wire0", "the names"), before)

    def test_avahi(self):
        before = self.three("wire0", "three printers")
        told = self.log().count("not announced by DNS-SD")
        for round_ in (1, 2):
            self.end("avahi-daemon")
            server.wait_for(lambda: self.log().count("not announced by DNS-SD") == told + round_, 30, "the word about it")
            self.assertTrue(self.answers("127.0.0.1"))
            self.start_avahi()
            self.assertEqual(self.three("wire0", "the same names"), before)
            self.assertIn("the Avahi daemon is there again", self.log())

    def test_the_message_bus(self):
        before = self.three("wire0", "three printers")
        self.end("dbus-daemon")
        server.wait_for(lambda: not self.running("avahi-daemon"), 30, "the end of Avahi, which goes with its bus")
        self.assertTrue(self.answers("127.0.0.1"))
        self.tool("rm", "-f", "/run/dbus/system_bus_socket")
        self.tool("dbus-daemon", "--system", "--fork", "--nopidfile")
        self.start_avahi()
        self.assertEqual(self.three("wire0", "the same names"), before)


class WithoutAvahi(unittest.TestCase):
    def test_the_server_runs_and_says_so_once(self):
        with unittest.mock.patch.dict(os.environ, {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}), server.server() as running:
            told = lambda: [line for line in running.log().splitlines() if "not announced by DNS-SD" in line]
            server.wait_for(told, 20, "the word about it")
            self.assertIn("ir1020", running.run("printers").stdout)
            running.run("add", "-d", "extra", "-m", "canon-ir1020", "-v", "socket://127.0.0.1:9")
            self.assertIn("extra", running.run("printers").stdout)
            self.assertEqual(len(told()), 1, told())

    def test_a_message_bus_that_comes_later_is_found(self):
        with tempfile.TemporaryDirectory(prefix="platen-bus-") as folder:
            bus = f"{folder}/bus"
            with server.server(demo=False, env={"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"}) as running:
                server.wait_for(lambda: "not announced by DNS-SD" in running.log(), what="the warning")
                with socket.socket(socket.AF_UNIX) as listener:
                    listener.bind(bus)
                    listener.listen()
                    listener.settimeout(60)
                    listener.accept()[0].close()
                    listener.accept()[0].close()  # and again, since that was no message bus
                self.assertEqual(running.log().count("not announced by DNS-SD"), 1)


if __name__ == "__main__":
    unittest.main()
