"""The address book of scans: contacts, groups, and recipients that a scan names itself, to a mail server that others wrote."""
import json
import unittest

from delivery_mail_test import SECRET, MailCase
from scan_world import PLAIN, ScanCase


class ContactsCase(ScanCase, MailCase):
    def setUp(self):
        super().setUp()
        del self.scan  # a file of DeliveryCase, in the way of ScanCase.scan()
        self.scanner("--stack", self.stack("one"))
        self.mail_port = self.server_of_mail()

    def server_of_mail(self, **how):
        return MailCase.server(self, **how)

    def add(self, name, *words, code=0):
        return self.platen("destinations", "add", name, f"smtp://localhost:{self.mail_port}", "--kind", "mail", "-u", "anna",
                           "--secret", "--from", "scanner@example.org", "--trust", self.authority, *words,
                           stdin=(SECRET + "\n").encode(), code=code)

    def arrived(self, count):
        self.until(lambda: len(self.kept()) >= count)
        return [sorted(envelope["to"]) for _, envelope in self.kept()]


class ContactsTest(ContactsCase):
    def test_contacts_are_kept_listed_and_removed(self):
        self.assertIn("no contacts", self.platen("contacts"))
        self.platen("contacts", "add", "ann", "ann@example.org")
        self.platen("contacts", "add", "Buchhaltung & Co", "a@example.org", "-r", "b@example.org")
        self.server.kill()
        self.server.start()
        self.assertEqual(self.json("contacts"), [{"name": "Buchhaltung & Co", "mail": ["a@example.org", "b@example.org"]},
                                                 {"name": "ann", "mail": ["ann@example.org"]}])
        self.assertIn("a@example.org b@example.org", self.platen("contacts"))
        self.platen("contacts", "remove", "ann")
        self.assertEqual([one["name"] for one in self.json("contacts")], ["Buchhaltung & Co"])
        self.assertIn("no contact ann", self.platen("contacts", "remove", "ann", code=1))

    def test_a_destination_sends_to_contacts_as_they_are_then(self):
        self.platen("contacts", "add", "team", "bo@example.org", "-r", "cy@example.org")
        self.add("Mail", "-r", "@team", "-r", "dan@example.org", "-r", "cy@example.org")
        self.platen("scan", *PLAIN, "-t", "Mail")
        self.platen("contacts", "add", "team", "eve@example.org")
        self.platen("scan", *PLAIN, "-o", "input-source=platen", "-t", "Mail")
        self.assertEqual(self.arrived(2), [["bo@example.org", "cy@example.org", "dan@example.org"],
                                           ["cy@example.org", "dan@example.org", "eve@example.org"]])
        self.assertIn("destination Mail sends to the contact team", self.platen("contacts", "remove", "team", code=1))

    def test_a_scan_names_its_recipients(self):
        self.platen("contacts", "add", "ann", "ann@example.org")
        self.add("Mail", "--open-recipients")
        self.add("Fixed", "-r", "fixed@example.org")
        self.platen("scan-recipes", "add", "ToAnn", *PLAIN, "-o", "to=Mail", "-o", "mail-to=ann")
        self.assertIn("recipe ToAnn sends to ann", self.platen("contacts", "remove", "ann", code=1))
        self.platen("scan", *PLAIN, "-t", "Mail", "-t", "Fixed", "-o", "mail-to=ann,bob@example.org,@ann")
        self.assertEqual(sorted(self.arrived(2)), [["ann@example.org", "bob@example.org"], ["fixed@example.org"]])
        self.platen("scan", "-o", "input-source=platen", "-o", "recipe=ToAnn")
        self.assertEqual(self.arrived(3)[2], ["ann@example.org"])
        message = self.kept()[2][0]
        self.assertEqual(message.defects, [])

    def test_recipients_can_be_named_while_pages_wait(self):
        self.add("Mail", "-r", "usual@example.org", "--open-recipients")
        number = self.begin(*PLAIN, "-o", "review=true", "-t", "Mail")
        self.at_rest(number)
        self.assertIn("no contact nobody", self.platen("scans", "set", number, "-o", "mail-to=nobody", code=2))
        self.platen("scans", "set", number, "-o", "mail-to=late@example.org")
        self.server.kill()
        self.server.start()
        self.platen("scans", "finish", number)
        self.assertEqual(self.arrived(1), [["late@example.org"]])

    def test_bad_input_is_refused_before_the_scanner_moves(self):
        self.platen("contacts", "add", "ann", "ann@example.org")
        for name, address, words in (("a@b", "a@example.org", "with an @ it would be an address"), ("x", "Ann <a@b>", "no mail address"),
                                     ("x", "a@b\r\nBcc: c@d", "no mail address"), ("x\r\ny", "a@b", "status 400"),
                                     ("a,b", "a@b", "without any of"), ("x", "", "no mail address")):
            self.assertIn(words, self.platen("contacts", "add", name, address, code=2))
        self.assertIn("200", self.platen("contacts", "add", "all", "a@b", *(word for i in range(200) for word in ("-r", f"a{i}@b")),
                                         code=2))
        self.assertIn("no contact nobody", self.add("Mail", "-r", "@nobody", code=2))
        self.assertIn("recipients are missing", self.add("Mail", code=2))
        self.assertIn("open-recipients is for mail", self.platen("destinations", "add", "F", "/tmp", "--open-recipients", code=2))
        self.add("Mail", "--open-recipients")
        self.add("Fixed", "-r", "fixed@example.org")
        for to, value, words in (("Mail", "", "nobody is named"), ("Mail", "nobody", "no contact nobody"),
                                 ("Mail", "a@b\r\nRCPT TO:<x@y>", "no mail address"), ("Mail", "a@b>", "no mail address"),
                                 ("Mail", ",".join(f"a{i}@b" for i in range(21)), "at most 20"),
                                 ("Fixed", "ann", "lets it name")):
            self.assertIn(words, self.platen("scan", *PLAIN, "-t", to, "-o", f"mail-to={value}", code=2))
        self.assertIn("lets it name", self.platen("scan", *PLAIN, "-o", "mail-to=ann", code=2))
        self.assertEqual([one["name"] for one in self.json("contacts")], ["ann"])
        self.assertEqual(self.json("scans"), [])
        self.assertEqual(self.kept(), [])

    def test_the_interface_takes_one_address_or_a_list(self):
        for body, code in (('{"mail": "a@example.org"}', 200), ('{"mail": ["a@example.org", "b@example.org"]}', 200),
                           ('{"mail": 7}', 400), ('{"mail": []}', 400), ('{"phone": "1"}', 400), ("[]", 400)):
            got = self.tool("curl", "-s", "--unix-socket", self.server.socket, "-X", "PUT", "-d", body, "-w", "\n%{http_code}",
                            "http://localhost/api/v1/contacts/ann").decode()
            self.assertEqual(int(got.rsplit("\n", 1)[1]), code, got)
        self.assertEqual(json.loads(self.platen("contacts", "--json")), [{"name": "ann", "mail": ["a@example.org", "b@example.org"]}])


if __name__ == "__main__":
    unittest.main()
