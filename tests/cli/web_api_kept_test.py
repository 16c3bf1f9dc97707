"""What a server keeps over REST: scanning, settings, accounts, contacts; and documents that have no end. Every answer is held against
the OpenAPI file, whose schemas say all members of what is kept."""
import contextlib
import http.client
import json
import pathlib
import re
import socket
import unittest

from doctor_world import Alone
from server_commands_test import ServerCase
from support import PATIENCE, Case
from web_api import Api, Description

SCANNER = "ir1024"
CHUNK = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"


class Kept(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = Api(cls.server, Description())

    def test_the_schemas_are_exact(self):
        """They would refuse a member that they do not name, and one that lacks."""
        for name in ("Scanner", "ScanRecipe", "Destination", "Contact", "Scan", "ScannedPage", "Setting", "Certificate", "Accounts", "Paper", "Profile", "Recipe", "Letterhead", "Library"):
            schema = self.api.description.document["components"]["schemas"][name]
            self.assertIs(schema["additionalProperties"], False, name)
            self.assertTrue(schema["required"], name)

    def test_scanners(self):
        names = [one["name"] for one in self.api.get("scanners")]
        self.assertIn(SCANNER, names)
        self.assertEqual([one["name"] for one in self.api.get("scanners", state="no")], names)
        self.assertEqual(self.api.get(f"scanners/{SCANNER}")["state"], "idle")
        self.api.do("PUT", "scanners/attic", {"uri": "bjnp://127.0.0.1:9", "model": "canon-ir1020", "info": "Attic"})
        self.assertEqual(self.api.get("scanners/attic")["state"], "unreachable")
        self.api.do("DELETE", "scanners/attic")
        self.assertEqual(self.api.ask("GET", "scanners/attic").status, 404)

    def test_contacts_destinations_and_recipes(self):
        self.api.do("PUT", "contacts/Ada", {"mail": ["ada@example.com", "office@example.com"]})
        self.assertEqual(self.api.get("contacts"), [{"name": "Ada", "mail": ["ada@example.com", "office@example.com"]}])
        self.api.do("PUT", "destinations/post", {"kind": "mail", "address": "smtp://mail.example", "login": "none", "from": "scan@example.com", "to": ["@Ada"]})
        self.api.do("PUT", "destinations/shelf", {"kind": "folder", "address": str(self.folder)})
        self.assertEqual([(one["name"], one["kind"]) for one in self.api.get("destinations")], [("post", "mail"), ("shelf", "folder")])
        self.assertEqual(self.api.ask("DELETE", "contacts/Ada").status, 409)
        self.api.do("PUT", "scan-recipes/letter", {"options": {"format": "pdf", "to": "shelf"}, "scanner": SCANNER, "button": "color"})
        self.assertEqual(self.api.get("scan-recipes"), [{"name": "letter", "options": {"format": "pdf", "to": "shelf"}, "scanner": SCANNER, "button": "color"}])
        self.assertRegex(self.api.do("POST", "destinations/shelf/test")["done"], "shelf|" + re.escape(str(self.folder)))
        for name in ("scan-recipes/letter", "destinations/post", "destinations/shelf", "contacts/Ada"):
            self.api.do("DELETE", name)

    def test_a_scan_from_its_pages_to_its_delivery(self):
        self.api.do("PUT", "destinations/shelf", {"kind": "folder", "address": str(self.folder)})
        self.addCleanup(self.api.ask, "DELETE", "destinations/shelf")
        made = self.api.do("POST", "scans", {"scanner": SCANNER, "options": {"review": "true", "to": "shelf", "input-resolution": "75"}}, 201)
        path = f"scans/{made['id']}"
        self.until(lambda: self.api.get(path)["stage"] == "waiting", 60 * PATIENCE)
        self.api.do("POST", f"{path}/pages/1", {"turn": 180})
        self.assertEqual(self.api.get(path)["pages"][0]["turn"], 180)
        self.api.do("POST", f"{path}/pages/2", {"left-out": True})
        self.api.do("POST", path, {"options": {"format": "pdf", "title": "Kept"}})
        self.api.do("POST", f"{path}/finish")
        done = self.until(lambda: (found := self.api.get(path))["stage"] == "done" and found, 60 * PATIENCE)
        self.assertEqual([(one["destination"], one["state"]) for one in done["deliveries"]], [("shelf", "done")])
        self.assertEqual(done["files"][0]["pages"], 1)
        self.assertTrue(list(self.folder.glob("*.pdf")))
        self.assertIn(made["id"], [one["id"] for one in self.api.get("scans")])
        self.api.do("DELETE", path)

    def test_settings_and_certificate(self):
        before = {one["key"]: one["value"] for one in self.api.get("settings")}
        self.assertEqual(self.api.do("PUT", "settings", {"history.days": 12, "log.requests": True}), {"restart": []})
        kept = {one["key"]: one for one in self.api.get("settings")}
        self.assertEqual((kept["history.days"]["value"], kept["history.days"]["source"]), (12, "app"))
        self.api.do("PUT", "settings", {"history.days": None, "log.requests": None})
        self.assertEqual({one["key"]: one["value"] for one in self.api.get("settings")}, before)
        self.assertEqual(self.api.get("settings/certificate")["source"], "own")

    def test_accounts(self):
        self.api.do("PUT", "accounts", {"departments": {"42": {"name": "Sales", "allowance": "500-sheets-month", "pin": "9753"}}, "users": {"*": {"department": "42"}, "ann": {"allowance": "5-sides-day"}}})
        kept = self.api.get("accounts")
        self.assertEqual([(one["id"], one["pin"]) for one in kept["departments"]], [("42", True)])
        self.assertEqual({one["user"]: one["allowance"] for one in kept["users"]}, {"*": None, "ann": "5-sides-day"})
        self.api.do("PUT", "accounts", {"users": {"*": None, "ann": None}})
        self.api.do("PUT", "accounts", {"departments": {"42": None}})
        self.assertEqual(self.api.get("accounts"), {"departments": [], "users": []})


class Endless(Case):
    """Documents of which nobody says how long they are."""
    LIMIT_MB, MOST_SENT_MB = 4, 64

    def send(self, server, method, path, fields, front=b""):
        """(status, MB sent): the body goes on until the server answers or closes."""
        with contextlib.closing(socket.create_connection(("127.0.0.1", server.port), timeout=60 * PATIENCE)) as link:
            head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
            link.sendall(head.encode())
            if front:
                link.sendall(f"{len(front):x}\r\n".encode() + front + b"\r\n")
            sent = 0
            try:
                while sent < 10_000:  # ten gigabytes
                    link.settimeout(0)
                    try:
                        if link.recv(1, socket.MSG_PEEK):
                            break
                    except BlockingIOError:
                        pass
                    link.settimeout(60 * PATIENCE)
                    link.sendall(CHUNK)
                    sent += 1
            except (BrokenPipeError, ConnectionResetError):
                pass
            link.settimeout(60 * PATIENCE)
            answer = http.client.HTTPResponse(link)
            answer.begin()
            return answer.status, sent, answer.read()

    def kept_bytes(self, server):
        return sum(path.stat().st_size for path in server.state.rglob("*") if path.is_file())

    def resident_mb(self, server):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{server.process.pid}/status").read_text()).group(1)) / 1024

    def test_an_upload_ends_at_the_limit(self):
        server = Alone(self, f"[limits]\ndocument-mb = {self.LIMIT_MB}\n", "--demo")
        before, kept = self.resident_mb(server), self.kept_bytes(server)
        status, sent, body = self.send(server, "POST", "/api/v1/documents?name=endless.txt", {"Content-Type": "text/plain"})
        self.assertEqual(status, 413, body)
        self.assertRegex(body, rb"\b4\b|4194304")
        self.assertLess(sent, self.MOST_SENT_MB)
        self.assertLess(self.resident_mb(server) - before, 64)
        self.assertLess(self.kept_bytes(server) - kept, 2 << 20)  # nothing of it stays
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        link.request("GET", "/healthz")
        self.assertEqual(link.getresponse().status, 200)
        link.close()

    def test_a_print_job_ends_at_the_limit(self):
        server = Alone(self, f"[limits]\ndocument-mb = {self.LIMIT_MB}\n", "--demo")
        kept = self.kept_bytes(server)

        def attribute(tag, name, value):
            return bytes([tag]) + len(name).to_bytes(2, "big") + name.encode() + len(value).to_bytes(2, "big") + value.encode()
        front = (bytes.fromhex("0200000200000001" "01") + attribute(0x47, "attributes-charset", "utf-8") + attribute(0x48, "attributes-natural-language", "en")
                 + attribute(0x45, "printer-uri", "ipp://localhost/ipp/print/ir1020") + attribute(0x49, "document-format", "text/plain") + b"\x03")
        status, sent, body = self.send(server, "POST", "/ipp/print/ir1020", {"Content-Type": "application/ipp"}, front)
        self.assertIn(status, (200, 413))
        if status == 200:
            self.assertEqual(int.from_bytes(body[2:4], "big"), 0x0408)  # client-error-request-entity-too-large
        self.assertLess(sent, self.MOST_SENT_MB)
        self.assertLess(self.kept_bytes(server) - kept, 2 << 20)


del ServerCase

if __name__ == "__main__":
    unittest.main()
