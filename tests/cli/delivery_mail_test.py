"""Scans by mail, to a server that others wrote; what arrives is read by Python's own parser of mails."""
import email
import email.policy
import json
import os
import subprocess
import unittest

from delivery_world import MAIL, Delivery, DeliveryCase

MAIL_SERVER = os.environ["MAIL_SERVER"]
PYTHON = "/usr/bin/python3"  # the one that Debian's aiosmtpd belongs to
SECRET = "s3cret-pässword"


class MailCase(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.authority, self.leaf, self.key = self.certificate()
        self.box = self.folder / "box"
        self.box.mkdir()

    def server(self, tls="starttls", account=True, **how):
        settings = {"folder": str(self.box), "tls": tls, "certificate": str(self.leaf), "key": str(self.key), **how}
        if account:
            settings = {"user": "anna", "secret": SECRET, **settings}
        process = subprocess.Popen([PYTHON, "-B", MAIL_SERVER, json.dumps(settings)], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return int(process.stdout.readline())

    def destination(self, port, scheme="smtp", **more):
        return {"kind": MAIL, "address": f"{scheme}://localhost:{port}", "user": "anna", "from": "scanner@example.org",
                "to": ["bo@example.org"], "trust": str(self.authority), **more}

    def mail(self, port, files=None, scheme="smtp", secret=SECRET, patience=20, there=(), **more):
        return self.deliver(self.destination(port, scheme, **more), files, secret=secret, patience=patience, there=list(there))

    def kept(self):
        """[(message, envelope)] in the order of their arrival."""
        paths = sorted(self.box.glob("*.eml"), key=lambda path: int(path.stem))
        return [(email.message_from_bytes(path.read_bytes(), policy=email.policy.default),
                 json.loads(path.with_suffix(".json").read_text())) for path in paths]


class MailTest(MailCase):
    def test_arrives_as_it_was_scanned(self):
        port = self.server()
        small = self.write("b.pdf", b"%PDF small")
        name = "Rechnung Müller \"№ 7\" (ganz langer Name, damit er über die Zeile hinausgeht, die er sonst hätte).pdf"
        end = self.mail(port, [(self.scan, name), (small, "plain.pdf")], to=["bo@example.org", "cy@example.net"],
                        subject="Gescannt: {recipe} – für Özgür und alle anderen in der Buchhaltung, bitte ablegen",
                        text="Grüße\n.\n-- \nvom Scanner  \n" + "lang " * 60)
        self.assert_end(end, "done")
        (message, envelope), = self.kept()
        self.assertEqual(envelope, {"from": "scanner@example.org", "to": ["bo@example.org", "cy@example.net"], "tls": True,
                                    "login": ["PLAIN", "anna"]})
        self.assertEqual(message["subject"], "Gescannt: Invoices – für Özgür und alle anderen in der Buchhaltung, bitte ablegen")
        self.assertEqual([one.addr_spec for one in message["to"].addresses], ["bo@example.org", "cy@example.net"])
        self.assertEqual(message["message-id"], "<delivery-1.1.1@example.org>")
        self.assertEqual(message["date"].datetime.timestamp(), 1_700_000_000)
        self.assertEqual(message.defects, [])
        self.assertEqual(message.get_body().get_content().replace("\r\n", "\n"),
                         "Grüße\n.\n-- \nvom Scanner  \n" + "lang " * 60)
        first, second = message.iter_attachments()
        self.assertEqual((first.get_filename(), first.get_content_type()), (name, "application/pdf"))
        self.assertEqual(first.get_content(), self.scan.read_bytes())
        self.assertEqual((second.get_filename(), second.get_content()), ("plain.pdf", b"%PDF small"))
        self.assertEqual(end["where"], [f"<delivery-1.1.1@example.org> {who}" for who in ("bo@example.org", "cy@example.net")])
        self.assertLessEqual(max(map(len, (self.box / "1.eml").read_bytes().split(b"\r\n"))), 998)

    def test_by_tls_from_the_first_byte(self):
        self.assert_end(self.mail(self.server("implicit"), scheme="smtps"), "done")
        self.assertTrue(self.kept()[0][1]["tls"])

    def test_logs_in_as_the_server_wants(self):
        self.assert_end(self.mail(self.server(without=["PLAIN"])), "done")
        self.assertEqual(self.kept()[0][1]["login"], ["LOGIN", "anna"])
        end = self.mail(self.server(secret="ya29.token"), secret="ya29.token", login="xoauth2")
        self.assert_end(end, "done")
        end = self.mail(self.server(secret="ya29.other"), secret="ya29.token", login="xoauth2")
        self.assert_end(end, "refused", "login", "anna")
        self.assertNotIn("ya29.token", json.dumps(end))
        self.assert_end(self.mail(self.server(account=False), login="none"), "done")

    def test_divides_over_several_mails(self):
        pages = [self.write(f"p{i}.pdf", os.urandom(60_000)) for i in range(5)]
        files = [(path, f"Page {i}.pdf") for i, path in enumerate(pages)]
        end = self.mail(self.server(size=200_000), files, subject="Stack")
        self.assert_end(end, "done")
        kept = self.kept()
        self.assertEqual([message["subject"] for message, _ in kept], [f"Stack ({i} of 3)" for i in (1, 2, 3)])
        self.assertEqual([part.get_filename() for message, _ in kept for part in message.iter_attachments()],
                         [name for _, name in files])
        for path in self.box.glob("*.eml"):
            self.assertLessEqual(path.stat().st_size, 200_000)
        ids = [message["message-id"] for message, _ in kept]
        self.assertEqual(end["where"], [f"{one} bo@example.org" for one in ids])
        # What has arrived is not sent again.
        end = self.mail(self.server(size=200_000), files, subject="Stack", there=end["where"][:2])
        self.assert_end(end, "done")
        self.assertEqual(len(self.kept()), 3)
        self.assertEqual(self.kept()[0][0]["message-id"], ids[2])  # it was counted anew

    def test_refuses_a_file_that_is_too_large_before_anything_is_sent(self):
        small = self.write("s.pdf", b"x" * 100)
        end = self.mail(self.server(size=500_000), [(small, "small.pdf"), (self.scan, "Large.pdf")])
        self.assert_end(end, "refused", "Large.pdf", "500 kB", "split")
        end = self.mail(self.server(), most_bytes=100_000)
        self.assert_end(end, "refused", "Scan 1.pdf", "100 kB")
        self.assertEqual(self.kept(), [])


class MailFaultTest(MailCase):
    def setUp(self):
        super().setUp()
        self.large = self.write("large.pdf", os.urandom(12_000_000))  # more than the buffers of a socket hold

    def test_tells_which_recipient_is_refused_and_serves_the_others(self):
        port = self.server(rcpt={"gone@example.org": "550 5.1.1 no such user"})
        end = self.mail(port, to=["bo@example.org", "gone@example.org", "cy@example.org"])
        self.assert_end(end, "refused", "gone@example.org", "550 5.1.1 no such user", "the other recipients have it")
        self.assertEqual(self.kept()[0][1]["to"], ["bo@example.org", "cy@example.org"])
        self.assertEqual([where.split()[1] for where in end["where"]], ["bo@example.org", "cy@example.org"])
        # A later try, with the address corrected, sends to that one alone.
        self.assert_end(self.mail(self.server(), to=["bo@example.org", "here@example.org", "cy@example.org"], there=end["where"]),
                        "done")
        self.assertEqual(self.kept()[-1][1]["to"], ["here@example.org"])
        end = self.mail(self.server(rcpt={"bo@example.org": "451 4.7.1 greylisted"}))
        self.assert_end(end, "again", "bo@example.org", "greylisted")
        end = self.mail(self.server(rcpt={"bo@example.org": "550 no"}))
        self.assert_end(end, "refused", "bo@example.org", "nobody has it")

    def test_says_at_which_stage_it_was_refused(self):
        for stage, reply, kind, words in (
                ("greeting", "554 5.7.1 you are on a list", "refused", "when it was called"),
                ("greeting", "421 busy", "again", "421 busy"),
                ("login", "535 5.7.8 bad credentials", "refused", "login of anna"),
                ("login", "454 4.7.0 later", "again", "454 4.7.0 later"),
                ("mail", "553 5.1.8 sender not yours", "refused", "the sender scanner@example.org"),
                ("mail", "452 4.3.1 no room", "again", "452 4.3.1 no room"),
                ("data", "554 5.6.0 content refused", "refused", "554 5.6.0 content refused"),
                ("data", "451 4.3.0 try later", "again", "451 4.3.0 try later")):
            with self.subTest(stage=stage, reply=reply):
                how = {stage: reply}
                end = self.mail(self.server("none" if stage == "greeting" else "starttls", **how))
                self.assert_end(end, kind, words, reply)
                self.assertEqual(end["where"], [])
                self.assertNotIn(SECRET, end["words"])

    def test_a_name_that_nobody_knows_and_a_port_where_nobody_answers(self):
        self.assert_end(self.deliver({**self.destination(25), "address": "smtp://mail.invalid"}), "again", "not known to the name service")
        self.assert_end(self.mail(1), "again", "nobody answers at localhost:1")

    def test_wants_tls_and_the_right_certificate(self):
        self.assert_end(self.mail(self.server("none")), "refused", "STARTTLS")
        self.assert_end(self.mail(self.server(), trust=""), "refused", "certificate", "trust")
        _, self.leaf, self.key = self.certificate("mail.example.org")
        self.assert_end(self.mail(self.server()), "refused", "certificate", "localhost")
        self.assert_end(self.mail(self.server(), secret="wrong-password"), "refused")
        self.assertEqual(self.kept(), [])

    def test_a_wrong_password_is_refused_and_not_repeated(self):
        end = self.mail(self.server(), secret="wrong-password")
        self.assert_end(end, "refused", "login of anna", "535", "app password")
        self.assertNotIn("wrong-password", end["words"])

    def test_is_unsure_when_the_connection_is_lost_behind_the_last_byte(self):
        end = self.mail(self.server(lost_at=1))
        self.assert_end(end, "unsure", "may have arrived")
        self.assertEqual(len(self.kept()), 1)  # it had
        pages = [(self.write(f"p{i}.pdf", os.urandom(60_000)), f"{i}.pdf") for i in range(4)]
        end = self.mail(self.server(size=200_000, lost_at=2), pages)
        self.assert_end(end, "unsure", "mail 2 of 2")
        self.assertEqual(end["where"], ["<delivery-1.1.2@example.org> bo@example.org"])

    def test_a_server_that_vanishes_in_mid_file_has_nothing(self):
        link = self.proxy(self.server(), allow=300_000)
        self.assert_end(self.mail(link.port, [(self.large, "Large.pdf")]), "again")
        self.assertEqual(self.kept(), [])

    def test_a_server_that_stands_still_is_left(self):
        link = self.proxy(self.server(), allow=300_000, then="hold")
        self.assert_end(self.mail(link.port, [(self.large, "Large.pdf")], patience=1), "again", "does not answer")
        self.assertEqual(self.kept(), [])

    def test_a_helper_that_is_killed_leaves_what_is_known(self):
        link = self.proxy(self.server(), allow=300_000, then="hold")
        delivery = Delivery(self.destination(link.port), [(self.large, "a.pdf")], secret=SECRET)
        self.assertTrue(link.reached.wait(60))
        delivery.kill_helper()
        self.assert_end(delivery.end(), "again", "SIGKILL")
        self.assertEqual(self.kept(), [])

    def test_is_cancelled(self):
        link = self.proxy(self.server(), allow=300_000, then="hold")
        delivery = Delivery(self.destination(link.port), [(self.large, "a.pdf")], secret=SECRET)
        self.assertTrue(link.reached.wait(60))
        delivery.process.terminate()
        self.assertEqual(delivery.end()["kind"], "error cancelled")


if __name__ == "__main__":
    unittest.main()
