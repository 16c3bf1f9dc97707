"""Printers, jobs, documents, the library and events over REST, with a server and its virtual devices."""
import http.client
import json
import os
import re
import socket
import threading
import time
import unittest

from server_commands_test import ServerCase
from support import pdf, run
from web_api import Api, Description

OFFICE, COPIER, PHOTO = "ir1020", "ir1024", "pro-1000"
ICC = "/usr/share/color/icc/ghostscript/srgb.icc"
XSS = '<img src=x onerror=alert(1)>"\'&'


class ApiCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = Description()
        cls.api = Api(cls.server, cls.description)                    # root, through the socket
        cls.here = Api(cls.server, cls.description, by_socket=False)  # somebody on this machine

    def document(self, text="a page", name="page.pdf"):
        return self.api.upload(pdf([f"BT /F1 40 Tf 100 500 Td ({text}) Tj ET"]), name)["id"]

    def make(self, printer=OFFICE, held=True, api=None, **more):
        if held:
            more.setdefault("hold-until", "indefinite")
        return (api or self.api).do("POST", "jobs", {"printer": printer, "documents": [self.document()], **more}, 201)["job-id"]

    def job_is(self, job, state):
        return self.until(lambda: (found := self.api.get(f"jobs/{job}"))["job-state"] == state and found)

    def refused(self, status, *request, says=".", **how):
        answer = self.api.ask(*request, **how)
        self.assertEqual(answer.status, status, answer.bytes)
        self.assertRegex(answer.message, says)
        return answer.message


class Printers(ApiCase):
    def test_the_list_says_what_the_command_says(self):
        told = {printer["printer-name"]: printer for printer in self.api.get("printers")}
        for printer in self.json("printers"):
            ours = told[printer["printer-name"]]
            for key, value in printer.items():
                if key not in ("printer-uri-supported", "printer-up-time"):  # by the name of the host that was asked
                    self.assertEqual(ours["identity" if key == "platen-device-identity" else key], value, key)

    def test_one_is_as_in_the_list_and_as_its_commands_say(self):
        for printer in self.api.get("printers"):
            name = printer["printer-name"]
            one = self.api.get("printers/" + name)
            del one["printer-up-time"], printer["printer-up-time"]
            self.assertEqual(one, printer)
            self.assertEqual(one["supplies"], self.json("supplies", "-d", name))
            self.assertEqual(one["loaded"], self.json("status", "-d", name)["loaded"])
            self.assertEqual(one["maintenance"], self.json("maintain", "-d", name))

    def test_options_are_those_of_the_command_in_groups(self):
        for name in (OFFICE, PHOTO):
            ours = self.api.get(f"printers/{name}/options")
            groups = {option.pop("group") for option in ours}
            self.assertEqual(ours, self.json("options", "-d", name))
            self.assertEqual(groups, {"paper", "layout", "quality", "color", "finishing", "office", "job"})

    def test_a_device_is_for_those_who_look_after_it(self):
        self.assertIsNone(self.here.get("printers/" + OFFICE)["device-uri"])
        self.assertTrue(self.api.get("printers/" + OFFICE)["device-uri"].startswith("socket://"))

    def test_actions(self):
        self.api.do("POST", f"printers/{COPIER}/pause", {"message": XSS})
        printer = self.until(lambda: (found := self.api.get("printers/" + COPIER))["printer-state"] == "stopped" and found)
        self.assertEqual(printer["printer-state-message"], XSS)
        self.api.do("POST", f"printers/{COPIER}/resume")
        self.api.do("POST", f"printers/{COPIER}/disable")
        self.assertFalse(self.api.get("printers/" + COPIER)["printer-is-accepting-jobs"])
        self.refused(409, "POST", "jobs", {"printer": COPIER, "documents": [self.document()]}, says="accept")
        self.api.do("POST", f"printers/{COPIER}/enable")
        self.api.do("POST", f"printers/{COPIER}/hold-new-jobs")
        job = self.make(COPIER, held=False)
        self.assertEqual(self.api.get(f"jobs/{job}")["job-state"], "pending-held")
        self.api.do("POST", f"printers/{COPIER}/release-held-new-jobs")
        self.job_is(job, "completed")
        self.api.do("POST", f"printers/{COPIER}/identify", {"message": "this one"})
        self.api.do("POST", f"printers/{COPIER}/default")
        self.assertEqual([p["printer-name"] for p in self.api.get("printers") if p["default"]], [COPIER])

    def test_add_change_remove(self):
        sink = "file:" + str(self.folder / "out.bin")
        self.api.do("PUT", "printers/extra", {"model": "canon-ir1020", "device-uri": sink, "info": XSS, "location": "here",
                                              "options": {"sides": "two-sided-long-edge"}}, 201)
        self.assertEqual(self.api.get("printers/extra")["printer-info"], XSS)
        self.api.do("PUT", "printers/extra", {"location": "there", "shared": False, "error-policy": "hold-job"})
        printer = self.api.get("printers/extra")
        self.assertEqual((printer["printer-location"], printer["model"]), ("there", "canon-ir1020"))
        sides = next(o for o in self.api.get("printers/extra/options") if o["name"] == "sides")
        self.assertEqual(sides["default"], "two-sided-long-edge")
        self.api.do("DELETE", "printers/extra")
        self.refused(404, "GET", "printers/extra")

    def test_what_is_wrong_with_a_new_printer_is_told(self):
        self.refused(400, "PUT", "printers/new", {"model": "canon-ir1020"}, says="device-uri")
        self.refused(400, "PUT", "printers/new", {"model": "canon-ir1021", "device-uri": "file:/dev/null"}, says="canon-ir1021")
        self.refused(400, "PUT", "printers/new", {"model": "canon-ir1020", "device-uri": "gopher://127.0.0.1"}, says="no device address")
        self.refused(400, "PUT", "printers/new", {"model": "canon-ir1020", "device-uri": "file:/dev/null", "identity": ["serial:0000000"]}, says="tells no machine")
        self.refused(400, "PUT", "printers/no name", {"model": "canon-ir1020", "device-uri": "file:/dev/null"}, says="printer's name")
        self.refused(400, "PUT", f"printers/{OFFICE}", {"modell": "x"}, says="modell")
        self.refused(400, "PUT", f"printers/{OFFICE}", {"shared": "yes"}, says="shared")

    def test_maintenance(self):
        job = self.api.do("POST", f"printers/{COPIER}/maintain", {"action": "test-page"}, 201)["job-id"]
        self.job_is(job, "completed")
        job = self.api.do("POST", f"printers/{PHOTO}/maintain", {"action": "nozzle-check"}, 201)["job-id"]
        self.job_is(job, "completed")
        self.refused(400, "POST", f"printers/{COPIER}/maintain", {"action": "nozzle-check"}, says="maintenance")
        self.refused(400, "POST", f"printers/{COPIER}/maintain", {}, says="action")

    def test_the_test_page_and_what_is_asked_about_it(self):
        job = self.api.do("POST", f"printers/{COPIER}/test-page", {"language": "de", "options": {"media": "na_letter_8.5x11in"}}, 201)["job-id"]
        self.job_is(job, "completed")
        self.assertEqual(self.api.get(f"jobs/{job}")["job-name"], "Test page")
        self.refused(400, "POST", f"printers/{COPIER}/test-page", {"options": {"media": "nonsense"}}, says="media")
        self.refused(400, "POST", f"printers/{COPIER}/test-page", {"option": {}}, says="option")
        self.refused(404, "POST", "printers/nobody/test-page", {}, says="nobody")
        asked = {printer: self.api.get(f"printers/{printer}/test-page/questions") for printer in (COPIER, PHOTO)}
        self.assertIn("back", [one["id"] for one in asked[COPIER]])
        self.assertIn("colours", [one["id"] for one in asked[PHOTO]])
        for printer, questions in asked.items():
            options = {one["name"] for one in self.json("options", "-d", printer)}
            for one in questions:
                self.assertLessEqual(set(one["settings"]), options)

    def test_one_that_shall_be_new_changes_none(self):
        self.refused(409, "PUT", f"printers/{OFFICE}", {"model": "canon-pro-1000", "device-uri": "file:/dev/null", "new": True}, says="already")
        self.assertNotEqual(self.api.get(f"printers/{OFFICE}")["model"], "canon-pro-1000")

    def test_models_are_those_of_the_command(self):
        ours = self.api.get("models")
        commands = self.json("drivers")
        files = {one["id"]: one for one in self.json("models", "list")}
        for model in commands:
            del model["file"]
            model |= {key: files[model["id"]][key] for key in ("version", "versions", "from-repository", "pinned")}
        self.assertEqual(ours, commands)

    def test_a_host_is_asked_what_it_is(self):
        found = self.api.get("printer-devices", host="127.0.0.1")
        self.assertIsInstance(found, list)
        self.assertEqual(self.api.get("printer-devices", host="127.0.0.1", notes="yes"), {"devices": found, "notes": []})
        self.refused(400, "GET", "printer-devices", query={"host": "a/b?c"}, says="host")

    def test_unknown_printers(self):
        for name in ("nobody", "../ir1020", "a b", "%2e%2e", XSS, "x" * 300):
            for method, rest in (("GET", ""), ("GET", "/options"), ("POST", "/check"), ("POST", "/pause"), ("DELETE", "")):
                answer = self.api.ask(method, f"printers/{name}{rest}")
                self.assertIn(answer.status, (400, 404, 405), (method, name, rest))


class Checking(ApiCase):
    def check(self, printer, **options):
        return self.api.ask("POST", f"printers/{printer}/check", {"options": options})

    def test_what_goes_and_what_does_not(self):
        self.assertEqual(self.check(OFFICE, sides="two-sided-long-edge", copies=2).status, 200)
        for options, says in (({"side": "one-sided"}, "did you mean sides"), ({"sides": "both"}, "two-sided-long-edge"), ({"copies": "many"}, "number"),
                              ({"copies": 100000}, "1-999"), ({"toner-safe": "on"}, "toner-save"),
                              ({"sides": "two-sided-long-edge", "media-type": "transparency"}, "choose sides=one-sided")):
            answer = self.check(OFFICE, **options)
            self.assertEqual(answer.status, 400, options)
            self.assertIn(says, answer.message)

    def test_the_same_is_refused_of_a_job(self):
        document = self.document()
        before = self.api.get("jobs", which="all")
        for options in ({"side": "x"}, {"sides": "both"}, {"sides": "two-sided-long-edge", "media-type": "transparency"}):
            self.refused(400, "POST", "jobs", {"printer": OFFICE, "documents": [document], "options": options})
        self.assertEqual(self.api.get("jobs", which="all"), before)


class Documents(ApiCase):
    def test_one_is_told_and_forgotten(self):
        data = pdf(["BT /F1 40 Tf 100 500 Td (x) Tj ET"])
        facts = self.api.upload(data, "ä b.pdf")
        self.assertEqual((facts["name"], facts["format"], facts["bytes"]), ("ä b.pdf", "application/pdf", len(data)))
        self.assertEqual(self.api.get("documents/" + facts["id"]), facts)
        self.api.do("DELETE", "documents/" + facts["id"])
        self.refused(404, "GET", "documents/" + facts["id"], says="no document")

    def test_it_is_for_who_sent_it(self):
        facts = self.api.upload(b"a text", "a.txt")
        self.assertEqual(self.here.ask("GET", "documents/" + facts["id"]).status, 404)
        self.assertEqual(self.here.ask("POST", "jobs", {"printer": OFFICE, "documents": [facts["id"]]}).status, 404)

    def test_what_is_no_document_is_told(self):
        for name, data, says in (("a.pdf", b"just text", "says that it is PDF, but it is text"), ("a.docx", b"PK\x03\x04xxxx", "ZIP archive or office document"),
                                 ("a.gif", b"GIF89a....", "a GIF picture"), ("a", b"\x00\x01\x02\x03" * 9, "unknown type"), ("a.jpg", b"<html></html>", "JPEG"),
                                 ("a.exe", b"MZ\x90\x00" + b"\x00" * 60, "unknown type")):
            self.refused(415, "POST", "documents", data, query={"name": name}, says=says)
        self.refused(400, "POST", "documents", b"", query={"name": "a.pdf"}, says="empty")
        self.assertEqual(list((self.server.state / "spool" / "uploads").glob("*"))
                         if (self.server.state / "spool" / "uploads").exists() else [], self.left_over())

    def left_over(self):
        """Files of documents that other tests have sent."""
        folder = next(self.server.state.rglob("uploads"))
        return sorted(folder.glob("*")) if folder == self.server.state / "spool" / "uploads" else []

    def test_hostile_names(self):
        for name, kept in (("../../etc/passwd", "passwd"), ("C:\\temp\\a.txt", "a.txt"), ("a\nb\r\n\x1b[2Jc.txt", None), ("x" * 4000 + ".txt", None), (XSS, None)):
            told = self.api.upload(b"a text", name)["name"]
            self.assertLessEqual(len(told), 255)
            self.assertNotRegex(told, r"[\x00-\x1f/\\]")
            if kept:
                self.assertEqual(told, kept)

    def test_ten_gigabytes_are_refused_at_once(self):
        link = self.api.connection()
        link.putrequest("POST", "/api/v1/documents?name=big.pdf")
        link.putheader("Content-Length", str(10 << 30))
        link.endheaders()
        link.send(b"%PDF-1.7\n")
        response = link.getresponse()
        self.assertEqual(response.status, 413)
        response.read()
        link.close()

    def test_one_that_breaks_off_leaves_nothing(self):
        folder = next(self.server.state.rglob("uploads"))
        before = len(list(folder.iterdir()))
        link = self.api.connection()
        link.putrequest("POST", "/api/v1/documents?name=part.pdf")
        link.putheader("Content-Length", "100000")
        link.endheaders()
        link.send(b"%PDF-1.7\n" + b"x" * 50000)
        self.until(lambda: len(list(folder.iterdir())) == before + 1)
        link.close()
        self.until(lambda: len(list(folder.iterdir())) == before)

    def test_files_are_for_the_server_alone(self):
        self.document()
        folder = next(self.server.state.rglob("uploads"))
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual({file.stat().st_mode & 0o777 for file in folder.iterdir()}, {0o600})


class Jobs(ApiCase):
    def test_one_is_printed(self):
        job = self.make(held=False, title=XSS, options={"copies": 2, "sides": "two-sided-long-edge"})
        told = self.job_is(job, "completed")
        self.assertEqual((told["job-name"], told["copies"], told["sheets"], told["can"]), (XSS, 2, 2, ["reprint"]))
        self.assertEqual(told["options"], {"copies": "2", "sides": "two-sided-long-edge"})
        self.assertEqual(told["statement"], self.json("jobs", "--statement", str(job)))
        again = self.api.do("POST", f"jobs/{job}/reprint", {"options": {"copies": 1}}, 201)["job-id"]
        self.assertEqual(self.job_is(again, "completed")["copies"], 1)

    def test_several_documents_make_one_job(self):
        documents = [self.document("one", "one.pdf"), self.document("two", "two.pdf")]
        job = self.api.do("POST", "jobs", {"printer": OFFICE, "documents": documents}, 201)["job-id"]
        told = self.job_is(job, "completed")
        self.assertEqual((told["number-of-documents"], told["job-name"]), (2, "one.pdf"))
        self.assertEqual([d["document-name"] for d in told["documents"]], ["one.pdf", "two.pdf"])

    def test_the_list_says_what_the_command_says(self):
        self.make(held=False)
        self.make()
        ours = {job["job-id"]: job for job in self.api.get("jobs", which="all", limit=1000)}
        for job in self.json("jobs", "--all"):
            for key, value in job.items():
                if key not in ("job-printer-uri", "job-uri", "job-state", "job-state-reasons", "job-state-message") and not key.endswith(("completed", "processing", "impressions")):
                    self.assertEqual(ours[job["job-id"]][key], value, key)

    def test_pages_of_the_list(self):
        made = [self.make(PHOTO) for _ in range(5)]
        finished = self.make(PHOTO, held=False)
        self.job_is(finished, "completed")
        seen, first = [], 1
        while first:
            answer = self.api.ask("GET", "jobs", query={"printer": PHOTO, "which": "all", "limit": 2, "first": first})
            seen += [job["job-id"] for job in answer.json]
            first = int(answer.fields.get("X-Platen-Next") or 0)
        everything = [job["job-id"] for job in self.api.get("jobs", printer=PHOTO, which="all", limit=1000)]
        self.assertEqual(seen, everything)
        self.assertEqual(seen[:5], made)      # those that wait, in the order of service
        self.assertIn(finished, seen[5:])     # then the history
        self.assertEqual(seen[5:], sorted(seen[5:], reverse=True))
        for job in made:
            self.api.do("POST", f"jobs/{job}/cancel")

    def test_search(self):
        job = self.make(title="Jahresbericht ÄRGER 2026")
        for text in ("jahres", "ärger", "ÄRGER 20", str(job)):
            self.assertIn(job, [found["job-id"] for found in self.api.get("jobs", text=text)], text)
        self.assertNotIn(job, [found["job-id"] for found in self.api.get("jobs", text="monatsbericht")])
        self.assertIn(job, [found["job-id"] for found in self.api.get("jobs", text="root")])

    def test_hold_change_move_release(self):
        job = self.make(options={"copies": 2})
        self.api.do("POST", f"jobs/{job}", {"options": {"copies": 3}, "priority": 60, "title": "another"})
        told = self.api.get(f"jobs/{job}")
        self.assertEqual((told["copies"], told["job-priority"], told["job-name"]), (3, 60, "another"))
        self.refused(400, "POST", f"jobs/{job}", {}, says="nothing")
        self.refused(400, "POST", f"jobs/{job}", {"options": {"copies": "x"}})
        self.refused(400, "POST", f"jobs/{job}", {"options": {"job-password": "1"}}, says="pin")
        for until in ("23:59", "2030-01-01T12:00:00Z", "indefinite"):
            self.api.do("POST", f"jobs/{job}/hold", {"until": until})
            self.assertEqual(self.api.get(f"jobs/{job}")["job-state"], "pending-held")
        for until in ("sometime", "25:99", "2030-13-01T12:00:00Z"):
            self.refused(400, "POST", f"jobs/{job}/hold", {"until": until})
        self.refused(404, "POST", f"jobs/{job}/move", {"printer": "nobody"})
        self.api.do("POST", f"jobs/{job}/move", {"printer": COPIER})
        self.assertEqual(self.api.get(f"jobs/{job}")["printer-name"], COPIER)
        self.api.do("POST", f"jobs/{job}/release", {"options": {"copies": 1}})
        self.assertEqual(self.job_is(job, "completed")["sheets"], 1)
        self.refused(409, "POST", f"jobs/{job}/hold")
        self.refused(409, "POST", f"jobs/{job}/move", {"printer": OFFICE})
        self.refused(409, "POST", f"jobs/{job}", {"title": "too late"})

    def test_a_pin(self):
        job = self.make(held=False, pin="2468")
        told = self.api.get(f"jobs/{job}")
        self.assertEqual((told["job-state"], told["job-state-reasons"]), ("pending-held", ["job-password-wait"]))
        self.assertNotIn("2468", json.dumps(told))
        self.refused(403, "POST", f"jobs/{job}/release", {})
        self.refused(403, "POST", f"jobs/{job}/release", {"pin": "1357"})
        self.api.do("POST", f"jobs/{job}/release", {"pin": "2468"})
        self.job_is(job, "completed")
        self.assertNotIn("2468", (self.server.state / "audit.log").read_text())
        other = self.make(held=False, pin="2468")
        self.api.do("POST", f"jobs/{other}/release", {"without-pin": True})
        self.job_is(other, "completed")

    def test_order(self):
        self.api.do("POST", f"printers/{PHOTO}/pause")
        self.addCleanup(lambda: self.api.do("POST", f"printers/{PHOTO}/resume"))
        jobs = [self.make(PHOTO, held=False) for _ in range(3)]
        waiting = lambda: [job["job-id"] for job in self.api.get("jobs", printer=PHOTO) if job["job-id"] in jobs]
        self.assertEqual(waiting(), jobs)
        self.assertIn("order", self.api.get(f"jobs/{jobs[2]}")["can"])
        self.api.do("PUT", f"jobs/{jobs[2]}/place", {"after": None})
        self.assertEqual(waiting(), [jobs[2], jobs[0], jobs[1]])
        self.api.do("PUT", f"jobs/{jobs[2]}/place", {"after": jobs[0]})  # among jobs of one priority
        self.assertEqual(waiting(), [jobs[0], jobs[2], jobs[1]])
        self.api.do("PUT", f"jobs/{jobs[0]}/place", {"after": jobs[1]})
        self.assertEqual(waiting(), [jobs[2], jobs[1], jobs[0]])
        self.refused(404, "PUT", f"jobs/{jobs[2]}/place", {"after": 999999})
        for job in jobs:
            self.api.do("POST", f"jobs/{job}/cancel")

    def test_what_one_may_do_is_told(self):
        job = self.make()
        self.assertEqual(set(self.api.get(f"jobs/{job}")["can"]), {"hold", "release", "cancel", "move", "change"})
        again = self.api.ask("POST", f"jobs/{job}/reprint", b"{}")
        self.assertEqual(again.status, 409)  # it was not printed yet
        self.assertIn("release it to print it now", again.bytes.decode())
        self.assertEqual(self.here.get(f"jobs/{job}")["can"], [])
        for action in ("hold", "release", "cancel", "reprint"):
            self.assertEqual(self.here.ask("POST", f"jobs/{job}/{action}", b"{}").status, 403, action)
        self.assertIsNone(self.here.get(f"jobs/{job}")["job-name"])  # somebody else's
        self.assertEqual([found for found in self.here.get("jobs", text="page.pdf") if found["job-id"] == job], [])

    def test_a_job_that_is_gone(self):
        for job in ("999999", "0", "-1", "x", "99999999999999999999", "1.5", XSS):
            self.refused(404, "GET", f"jobs/{job}")
            self.refused(404, "POST", f"jobs/{job}/cancel", b"{}")
            self.refused(404, "POST", f"jobs/{job}", {"title": "x"})
        self.refused(404, "POST", "jobs", {"printer": "nobody", "documents": [self.document()]})
        self.refused(404, "POST", "jobs", {"printer": OFFICE, "documents": ["../../etc/passwd"]})
        self.refused(404, "POST", "jobs", {"printer": OFFICE, "documents": [self.document(), "0" * 32]})
        self.refused(400, "POST", "jobs", {"printer": OFFICE, "documents": []}, says="documents")

    def test_bad_queries(self):
        for query in ({"which": "some"}, {"limit": "0"}, {"limit": "x"}, {"first": "-1"}):
            self.refused(400, "GET", "jobs", query=query)
        self.refused(404, "GET", "jobs", query={"printer": "nobody"})


class Bodies(ApiCase):
    def test_what_is_no_json_object(self):
        for body in (b"", b"[]", b"{", b"null", b"\xff\xfe", b'{"printer": "x"', b"[" * 100_000, b'{"a":' * 40_000, b"printer=ir1020"):
            self.refused(400, "POST", "jobs", body)

    def test_members_of_another_kind(self):
        document = self.document()
        for body in ({"printer": 1, "documents": [document]}, {"printer": OFFICE, "documents": document}, {"printer": OFFICE, "documents": [1]},
                     {"printer": OFFICE, "documents": [document], "title": []}, {"printer": OFFICE, "documents": [document], "options": []},
                     {"printer": OFFICE, "documents": [document], "options": {"sides": {}}}, {"printer": OFFICE, "documents": [document], "opinions": {}},
                     {"printer": OFFICE, "documents": [document], "options": {"sid\x00es": "x"}}):
            self.refused(400, "POST", "jobs", body)

    def test_big_bodies(self):
        self.refused(413, "POST", "jobs", b'{"title": "' + b"x" * (300 << 10) + b'"}')
        options = {f"option-{i}": "x" for i in range(1000)}
        self.refused(413, "POST", f"printers/{OFFICE}/check", {"options": options})
        self.assertIn(self.api.ask("POST", f"printers/{OFFICE}/check", {"options": {"page-header": "x" * 5000}}).status, (400, 413))

    def test_paths_and_methods(self):
        self.refused(404, "GET", "nothing")
        self.refused(405, "PATCH", "jobs", b"{}")
        self.refused(405, "DELETE", "printers")
        self.refused(404, "GET", "printers/")


class Library(ApiCase):
    def test_the_listing_is_that_of_the_commands(self):
        listing = self.api.get("library")
        for kind in ("recipes", "profiles", "letterheads"):
            self.assertEqual(listing[kind], self.json(kind), kind)
        self.assertEqual(sorted(p["name"] for kind in ("papers", "media") for p in listing[kind]), sorted(p["name"] for p in self.json("papers")))

    def test_recipes(self):
        self.api.do("PUT", "recipes/Draft & more", {"model": "canon-ir1020", "options": {"sides": "two-sided-long-edge", "toner-save": "on"}})
        recipe = next(r for r in self.api.get("library")["recipes"] if r["name"] == "Draft & more")
        self.assertEqual(recipe["options"], {"sides": "two-sided-long-edge", "toner-save": "on"})
        self.make(held=True, options={"recipe": "Draft & more"})
        self.refused(400, "PUT", "recipes/bad", {"model": "canon-ir1020", "options": {"sides": "both"}}, says="sides")
        self.refused(400, "PUT", "recipes/bad", {"model": "nothing", "options": {"sides": "one-sided"}})
        self.refused(400, "PUT", "recipes/bad", {"model": "canon-ir1020"}, says="setting")
        self.api.do("DELETE", "recipes/Draft & more")  # a job has what it said when it was made
        self.refused(404, "DELETE", "recipes/Draft & more")

    def test_papers_and_profiles(self):
        self.api.do("PUT", "papers/rag-308", {"model": "canon-pro-1000", "media-type": "canon-fine-art-heavyweight", "label": XSS, "borderless": False,
                                              "margins-hmm": {"top": 3500, "right": 500, "bottom": 3500, "left": 500}})
        paper = next(p for p in self.api.get("library")["papers"] if p["name"] == "rag-308")
        self.assertEqual((paper["label"], paper["borderless"]), (XSS, False))
        self.refused(400, "PUT", "papers/bad", {"model": "canon-pro-1000", "media-type": "nothing"})
        self.refused(400, "PUT", "papers/bad", {"model": "canon-pro-1000", "media-type": "photographic-matte", "colour": "red"}, says="colour")
        self.refused(400, "PUT", "profiles/junk", b"not a profile", query={"model": "canon-pro-1000", "paper": "rag-308"})
        self.refused(400, "PUT", "profiles/none", b"x", query={"model": "canon-pro-1000"}, says="paper")
        self.refused(413, "PUT", "profiles/big", b"x" * ((16 << 20) + 1), query={"model": "canon-pro-1000", "paper": "rag-308"})
        with open(ICC, "rb") as file:
            self.api.do("PUT", "profiles/mine", file.read(), query={"model": "canon-pro-1000", "paper": "rag-308", "origin": "srgb.icc"})
        profile = next(p for p in self.api.get("library")["profiles"] if p["name"] == "mine")
        self.assertEqual((profile["paper"], profile["origin"]), ("rag-308", "srgb.icc"))
        self.refused(409, "DELETE", "papers/rag-308", says="mine")
        self.api.do("DELETE", "profiles/mine")
        self.api.do("DELETE", "papers/rag-308")
        self.refused(404, "DELETE", "papers/rag-308")

    def test_letterheads_and_the_file(self):
        self.api.do("PUT", "letterheads/firm", pdf(["0 0 m 100 100 l S"]), query={"origin": "firm.pdf"})
        self.assertEqual(next(one for one in self.api.get("library")["letterheads"] if one["name"] == "firm")["origin"], "firm.pdf")
        self.refused(400, "PUT", "letterheads/bad", b"no PDF")
        file = self.api.get("library/file")
        self.api.do("DELETE", "letterheads/firm")
        self.api.do("PUT", "library/file", file)
        self.assertIn("firm", [one["name"] for one in self.api.get("library")["letterheads"]])
        self.refused(400, "PUT", "library/file", b"{}")
        self.refused(400, "PUT", "library/file", b"[" * 100_000)
        self.api.do("PUT", "letterheads/large", pdf(["% " + "x" * 200_000 + "\n0 0 m 100 100 l S"]))
        self.api.do("DELETE", "letterheads/large")
        self.api.do("DELETE", "letterheads/firm")


class Stream:
    """A stream of events on a connection of its own."""

    def __init__(self, api, headers=None):
        self.link = api.connection()
        self.link.request("GET", "/api/v1/events", headers=headers or {})
        self.response = self.link.getresponse()
        self.told = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        try:
            while line := self.response.readline():
                if line.startswith(b"data: "):
                    self.told.append(tuple(json.loads(line[6:]).values()))
        except (OSError, ValueError, AttributeError):
            pass
        self.ended.set()

    def close(self):
        if self.link.sock:
            self.link.sock.shutdown(socket.SHUT_RDWR)
        self.thread.join(timeout=30)
        self.response.close()
        self.link.close()


class Events(ApiCase):
    def listen(self, api=None, **how):
        stream = Stream(api or self.api, **how)
        self.addCleanup(stream.close)
        self.assertEqual(stream.response.status, 200)
        return stream

    def test_the_head(self):
        fields = self.listen().response.headers
        self.assertEqual((fields["Content-Type"], fields["Cache-Control"], fields["X-Accel-Buffering"]), ("text/event-stream", "no-store", "no"))

    def test_what_changes_is_told(self):
        stream = self.listen()
        job = self.make(held=False)
        self.job_is(job, "completed")
        self.until(lambda: ("job", str(job)) in stream.told and ("printer", OFFICE) in stream.told)
        self.api.do("PUT", "recipes/told", {"model": "canon-ir1020", "options": {"toner-save": "on"}})
        self.until(lambda: ("library", "") in stream.told)
        self.api.do("DELETE", "recipes/told")
        self.api.do("POST", f"printers/{PHOTO}/pause")
        self.until(lambda: ("printer", PHOTO) in stream.told)
        self.api.do("POST", f"printers/{PHOTO}/resume")
        scan = self.api.do("POST", "scans", {"scanner": OFFICE, "options": {"review": "true"}}, 201)["id"]
        self.until(lambda: ("scan", str(scan)) in stream.told)
        self.api.ask("POST", f"scans/{scan}/cancel", {})

    def test_who_comes_again_is_told_to_look(self):
        stream = self.listen(headers={"Last-Event-ID": "3"})
        self.until(lambda: ("all", "") in stream.told)

    def test_somebody_elses_scan_is_not_told(self):
        stream = self.listen(self.here)
        scan = self.api.do("POST", "scans", {"scanner": OFFICE, "options": {"review": "true"}}, 201)["id"]
        self.api.do("POST", f"printers/{PHOTO}/pause")
        self.until(lambda: ("printer", PHOTO) in stream.told)
        self.api.do("POST", f"printers/{PHOTO}/resume")
        self.assertNotIn(("scan", str(scan)), stream.told)
        self.api.ask("POST", f"scans/{scan}/cancel", {})


class End(ApiCase):
    """A server of its own, which ends."""

    def test_streams_end_with_the_server_and_uploads_are_gone_after_it(self):
        stream = Stream(self.api)
        self.document()
        folder = next(self.server.state.rglob("uploads"))
        self.assertEqual(len(list(folder.iterdir())), 1)
        self.server.process.terminate()
        self.assertEqual(self.server.process.wait(timeout=60), 0)
        self.assertTrue(stream.ended.wait(timeout=30))
        stream.close()
        code, out, err = run("store", "check", "--state", self.server.state)
        self.assertEqual(code, 0, out.decode() + err)


class Description_(ApiCase):
    def test_the_server_serves_the_file(self):
        self.assertEqual(self.api.get("openapi.json"), self.description.document)


if __name__ == "__main__":
    unittest.main()
