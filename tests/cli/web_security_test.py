"""Who may do what over HTTP, and what nobody may: a whole server, asked from this machine and from another one's address."""
import unittest
import urllib.parse

from security_world import Case, Client, ELSEWHERE, HERE, NOT_ALLOWED, PASSWORDS, RANK, ROLES, SCOPES, basic, log_in, pause_printer, setUpModule


class Matrix(Case):
    """Every operation of the table, asked by everybody."""

    def check(self, client, who, role):
        for method, path, least, _ in self.routes():
            if path == "session" and method != "GET":
                continue  # of the log-in itself: see below
            with self.subTest(f"{method} {path} by {who}"):
                answer = client.api(method, path)
                allowed = RANK.index(role) >= RANK.index(least)
                if allowed:
                    self.assertNotEqual(answer.status, 401, answer.message)
                    self.assertNotRegex(answer.message, NOT_ALLOWED)
                else:
                    self.assertEqual(answer.status, 401 if "nobody" in who else 403, answer.body)
                    self.assertRegex(answer.message, NOT_ALLOWED)

    def test_the_table_is_whole(self):
        routes = list(self.routes())
        self.assertGreater(len(routes), 60)
        for path in ("users/4711", "printers/4711", "jobs/4711/cancel", "scans", "tokens", "events", "documents"):
            self.assertIn(path, {route[1] for route in routes})
        for method, path, role, _ in routes:  # nothing that changes something is for everybody, but printing
            if method != "GET" and role == "guest":
                self.assertIn(path, {"session", "documents", "documents/4711", "jobs", "previews", "previews/4711", "printers/4711/check", "printers/4711/test-page"})

    def test_nobody_from_elsewhere(self):
        self.check(Client(), "nobody, over TLS", "guest")
        self.check(Client(tls=False), "nobody, in the clear", "guest")

    def test_nobody_on_this_machine(self):
        self.check(Client(HERE, False), "nobody, here", "user")

    def test_sessions(self):
        for name, role in ROLES.items():
            self.check(log_in(name), f"{name} in a browser", role)

    def test_passwords(self):
        for name, role in ROLES.items():
            self.check(Client(headers={"Authorization": basic(name, PASSWORDS[name])}), f"{name} with a password", role)

    def test_tokens(self):
        for name, role in ROLES.items():
            self.check(self.token(name, SCOPES), f"{name} with a token", role)

    def test_scopes(self):
        """An administrator's token does what it is for, and nothing else."""
        only = {scope: self.token("adam", [scope]) for scope in SCOPES}
        others = {scope: self.token("adam", [one for one in SCOPES if one != scope]) for scope in SCOPES}
        for method, path, role, scope in self.routes():
            if path == "session":
                continue
            with self.subTest(f"{method} {path}"):
                refused = others[scope].api(method, path)
                self.assertEqual(refused.status, 403)
                self.assertIn("lacks the scope " + scope, refused.message)
                self.assertNotIn("lacks the scope", only[scope].api(method, path).message)

    def test_what_nobody_has_is_not_there(self):
        adam = log_in("adam")
        self.assertEqual(adam.api("GET", "nothing").status, 404)
        self.assertEqual(adam.api("DELETE", "printers").status, 405)
        self.assertEqual(adam.api("GET", "users/").status, 404)


class Forgery(Case):
    """What a page of somebody else can make a browser send."""

    def test_every_change_with_a_cookie_needs_the_csrf_text(self):
        adam = log_in("adam")
        for method, path, _, _ in self.changing():
            for wrong in (None, "", "x", log_in("adam").headers["X-Platen-CSRF"] if path == "jobs" else "y"):
                with self.subTest(f"{method} {path} {wrong}"):
                    answer = adam.api(method, path, X_Platen_CSRF=wrong)
                    self.assertEqual((answer.status, answer.code), (403, "csrf"))
        self.assertEqual(adam.api("DELETE", "session", X_Platen_CSRF=None).status, 403)
        self.assertEqual(adam.api("GET", "session").json()["user"], "adam")

    def test_a_page_of_another_origin_changes_nothing(self):
        adam = log_in("adam")
        for where in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"https://{ELSEWHERE}:1"},
                      {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            for method, path, _, _ in self.changing():
                with self.subTest(f"{method} {path} {where}"):
                    self.assertEqual(adam.api(method, path, **where).status, 403)
            self.assertEqual(Client().api("POST", "session", {"user": "adam", "password": PASSWORDS["adam"]}, **where).status, 403)
            # Neither does one that has no log-in to abuse, but this machine's address.
            self.assertEqual(Client(HERE, False).api("POST", "jobs", {}, **where).status, 403)
            form = urllib.parse.urlencode({"csrf": ""})
            self.assertEqual(Client(HERE, False).ask("POST", "/plain/jobs/1/cancel", form, **where).status, 403)
        own = {"Origin": f"https://{ELSEWHERE}:8631", "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(adam.api("DELETE", "tokens/none", **own).status, 404)

    def test_a_form_has_no_csrf_text(self):
        adam = log_in("adam", HERE, False)
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Platen-CSRF": None}
        self.assertEqual(adam.api("POST", "printers/office/resume", "a=b", **form).code, "csrf")
        refused = adam.ask("POST", "/plain/jobs/1/cancel", "csrf=wrong", **form)
        self.assertEqual(refused.status, 403)
        self.assertIn(b"X-Platen-CSRF", refused.body)

    def test_ipp_takes_no_cookie(self):
        adam = log_in("adam", HERE, False)
        answer = adam.ask("POST", "/ipp/print/office", pause_printer(), Content_Type="application/ipp")
        self.assertEqual(answer.status, 401)


if __name__ == "__main__":
    unittest.main()
