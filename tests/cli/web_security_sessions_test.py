"""How long somebody stays whom they logged in as: sessions, their events, guessing, and tokens of programs."""
import hashlib
import http.client
import json
import tempfile
import unittest

from security_world import Case, Client, ELSEWHERE, HERE, PASSWORDS, SCOPES, basic, log_in, secret_of, setUpModule, unverified
from support import PATIENCE, pdf, run


class Sessions(Case):
    def test_the_cookie_says_what_browsers_need(self):
        over_tls = log_in("ursula").answer.cookie
        for flag in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"):
            self.assertIn(flag, over_tls.split("; "))
        self.assertNotIn("Domain", over_tls)
        here = log_in("ursula", HERE, False).answer.cookie
        self.assertNotIn("Secure", here)
        self.assertIn("HttpOnly", here)
        refused = Client(tls=False).api("POST", "session", {"user": "ursula", "password": PASSWORDS["ursula"]})
        self.assertEqual((refused.status, refused.cookie), (403, ""))
        self.assertIn("https", refused.message)

    def test_a_session_in_the_clear_from_elsewhere_is_none(self):
        ursula = log_in("ursula")
        ursula.tls = False
        self.assertEqual(ursula.api("GET", "jobs").status, 401)
        told = ursula.api("GET", "session").json()
        self.assertEqual((told["user"], told["role"], told["expired"]), (None, "guest", True))

    def test_a_log_in_never_takes_a_secret_that_somebody_chose(self):
        chosen = "A" * 43
        browser = log_in("ursula", Cookie=f"platen-session={chosen}")
        self.assertNotEqual(browser.secret, chosen)
        fixed = Client(headers={"Cookie": f"platen-session={chosen}"})
        self.assertEqual(fixed.api("GET", "session").json()["user"], None)
        again = log_in("ursula", Cookie=f"platen-session={browser.secret}")
        self.assertNotEqual(again.secret, browser.secret)
        self.assertTrue(browser.api("GET", "session").json()["expired"])  # the former one has ended
        self.assertEqual(again.api("GET", "session").json()["user"], "ursula")

    def test_who_logs_out_is_out(self):
        browser = log_in("ursula")
        out = browser.api("DELETE", "session")
        self.assertEqual((out.status, out.json()["user"]), (200, None))
        self.assertIn("Max-Age=0", out.cookie)
        self.assertEqual(browser.api("GET", "jobs").status, 401)

    def test_get_session_is_never_refused(self):
        for headers in ({}, {"Authorization": basic("adam", "wrong")}, {"Authorization": "Bearer platen_x"},
                        {"Authorization": "nonsense"}, {"Cookie": "platen-session="}, {"Cookie": "platen-session=x; a=b"}):
            told = Client(headers=headers).api("GET", "session")
            self.assertEqual((told.status, told.json()["role"]), (200, "guest"), headers)

    def test_browsers_are_not_made_to_ask_by_themselves(self):
        by_script = ({"X-Platen-App": "1"}, {"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "no-cors"})
        for headers in by_script:
            answer = Client(headers=headers).api("GET", "jobs")
            self.assertEqual(answer.status, 401)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Session"), headers)
        self.assertTrue(Client().api("GET", "jobs").headers["WWW-Authenticate"].startswith("Basic"))

    def test_an_expired_session_does_nothing_as_somebody_else(self):
        """On this machine nobody may print as well: but not in the place of who believes to be logged in."""
        ursula = log_in("ursula", HERE, False)
        log_in("adam").api("DELETE", "sessions/" + self.id_of(ursula))
        answer = ursula.api("POST", "jobs", {"printer": "office", "documents": ["x"]})
        self.assertEqual((answer.status, answer.code), (401, "expired"))
        self.assertEqual(ursula.api("GET", "printers").status, 200)

    def id_of(self, browser):
        """Of its digest, as the server's file has it."""
        wanted = hashlib.sha256(browser.secret.encode()).hexdigest()[:16]
        self.assertIn(wanted, [one["id"] for one in log_in("adam").api("GET", "sessions").json()])
        return wanted

    def test_they_survive_a_restart_and_expire(self):
        ursula, olga = log_in("ursula"), log_in("olga")
        self.server.stop()
        kept = self.server.state / "sessions"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        entries = json.loads(kept.read_text())
        for entry in entries:
            if entry["user"] == "olga":
                entry["used"] -= 12 * 3600 + 1
        kept.write_text(json.dumps(entries))
        self.server.start()
        self.assertEqual(ursula.api("GET", "session").json()["user"], "ursula")
        told = olga.api("GET", "session").json()
        self.assertEqual((told["user"], told["expired"]), (None, True))
        self.assertEqual(olga.api("POST", "printers/office/pause").code, "expired")

    def test_another_password_ends_all_but_ones_own(self):
        self.server.user("paula", "first-pass-4")
        one, other = log_in("paula", password="first-pass-4"), log_in("paula", password="first-pass-4")
        wrong = one.api("PUT", "session/password", {"old": "no", "new": "second-pass-5"})
        self.assertEqual(wrong.status, 403)
        changed = one.api("PUT", "session/password", {"old": "first-pass-4", "new": "second-pass-5"})
        self.assertEqual((changed.status, changed.json()["user"]), (200, "paula"))
        self.assertNotEqual(secret_of(changed.cookie), one.secret)
        for browser in (one, other):
            self.assertEqual(browser.api("GET", "jobs").status, 401)
        fresh = Client(headers={"Cookie": f"platen-session={secret_of(changed.cookie)}"})
        self.assertEqual(fresh.api("GET", "jobs").status, 200)

    def test_a_role_that_is_taken_away_is_gone_at_once(self):
        self.server.user("otto", "otto-pass-6", "operator")
        otto, adam = log_in("otto", password="otto-pass-6"), log_in("adam")
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 200)
        self.assertEqual(adam.api("PUT", "users/otto", {"role": "user"}).status, 200)
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 401)
        otto = log_in("otto", password="otto-pass-6")
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 403)
        self.assertEqual(adam.api("DELETE", "users/otto").status, 200)
        self.assertEqual(otto.api("GET", "jobs").status, 401)

    def test_the_last_administrator_is_not_removed_by_accident(self):
        adam = log_in("adam")
        for answer in (adam.api("PUT", "users/adam", {"role": "user"}), adam.api("DELETE", "users/adam")):
            self.assertEqual(answer.status, 409)
            self.assertIn("last administrator", answer.message)
        self.assertEqual(adam.api("PUT", "users/adam", {"role": "king"}).status, 400)
        self.assertEqual(adam.api("PUT", "users/new", {"role": "user"}).status, 400)  # without a password


class Listeners(Case):
    """GET events: who listens is who they were when they began, or hears nothing more."""

    def listen(self, client):
        """A response whose events come as they are sent; the stream has begun."""
        kind = http.client.HTTPSConnection if client.tls else http.client.HTTPConnection
        link = kind(client.address, 8631, timeout=60 * PATIENCE, **({"context": unverified()} if client.tls else {}))
        self.addCleanup(link.close)
        link.request("GET", "/api/v1/events", headers={"Cookie": "", **client.headers})
        stream = link.getresponse()
        self.assertEqual(stream.status, 200)
        self.assertIn(b"retry", stream.readline())
        return stream

    def assert_ends(self, stream):
        """What it still says, at its end. One that goes on runs into the time limit of its connection."""
        return stream.read().decode()

    def test_a_stream_ends_with_its_session(self):
        for end in (lambda browser, adam: browser.api("DELETE", "session"),
                    lambda browser, adam: adam.api("DELETE", "sessions/" + next(one["id"] for one in adam.api("GET", "sessions").json() if one["user"] == "ursula"))):
            browser, adam = log_in("ursula"), log_in("adam")
            stream = self.listen(browser)
            self.assertEqual(end(browser, adam).status, 200)
            self.assert_ends(stream)

    def test_a_stream_ends_when_the_role_changes(self):
        self.server.user("rita", "rita-pass-61", "administrator")
        rita, adam = log_in("rita", password="rita-pass-61"), log_in("adam")
        stream, by_password = self.listen(rita), self.listen(Client(headers={"Authorization": basic("rita", "rita-pass-61")}))
        self.assertEqual(adam.api("PUT", "users/rita", {"role": "user"}).status, 200)
        self.assert_ends(stream)
        self.assert_ends(by_password)

    def test_a_stream_ends_with_its_token(self):
        program = self.token("olga", ["read"])
        stream = self.listen(program)
        self.assertEqual(log_in("olga").api("DELETE", "tokens/" + program.made["id"]).status, 200)
        self.assert_ends(stream)

    def test_settings_and_sessions_are_told_to_administrators_alone(self):
        adam, ursula = log_in("adam"), log_in("ursula")
        heard = {"adam": self.listen(adam), "ursula": self.listen(ursula)}
        for method, path, body in (("PUT", "notification-targets/hook", {"kind": "webhook", "address": "https://hook.example/x"}), ("DELETE", "notification-targets/hook", None),
                                   ("PUT", "users/tim", {"role": "user", "password": "tim-pass-77"}), ("DELETE", "users/tim", None),
                                   ("PUT", "contacts/Ada", {"mail": "ada@example.com"})):
            self.assertIn(adam.api(method, path, body).status, (200, 201), path)
        adam.api("DELETE", "contacts/Ada")
        kinds = {name: self.kinds(stream, "library") for name, stream in heard.items()}
        self.assertLessEqual({"settings", "session", "library"}, kinds["adam"])
        self.assertEqual(kinds["ursula"] & {"settings", "session"}, set())
        self.assertIn("library", kinds["ursula"])

    @staticmethod
    def kinds(stream, last):
        """The kinds of events up to the first of `last`."""
        kinds = set()
        while last not in kinds:
            line = stream.readline()
            assert line, "the stream has ended"
            if line.startswith(b"data: "):
                kinds.add(json.loads(line[6:])["kind"])
        return kinds

    def test_of_tokens_their_owner_is_told(self):
        ursula, olga = log_in("ursula"), log_in("olga")
        mine, others = self.listen(ursula), self.listen(olga)
        made = ursula.api("POST", "tokens", {"name": "t", "scopes": ["read"]})
        self.assertEqual(made.status, 201)
        self.assertIn("session", self.kinds(mine, "session"))
        log_in("adam").api("PUT", "contacts/Bob", {"mail": "bob@example.com"})
        self.assertNotIn("session", self.kinds(others, "library"))


class RateLimit(Case):
    def test_guessing_becomes_slow_and_tells_nothing(self):
        guess = {"user": "ursula", "password": "wrong"}
        answers = [Client().api("POST", "session", guess)]
        while answers[-1].status == 401 and len(answers) < 40:  # on a busy machine the first pauses are over when the next guess comes
            answers.append(Client().api("POST", "session", guess))
        self.assertEqual(answers[0].status, 401)
        self.assertEqual(answers[-1].status, 503)
        self.assertIn("too many wrong passwords", answers[-1].message)
        # The right one is no way to find out meanwhile; nor is Basic, nor another name.
        for body in ({"user": "ursula", "password": PASSWORDS["ursula"]}, {"user": "adam", "password": "wrong"}):
            self.assertEqual(Client().api("POST", "session", body).status, 503)
        busy = Client(headers={"Authorization": basic("ursula", PASSWORDS["ursula"])}).api("GET", "jobs")
        self.assertEqual(busy.status, 503)
        unknown = Client(HERE, False).api("POST", "session", {"user": "nobody", "password": "x"})
        self.assertEqual(unknown.message, answers[0].message)


class Tokens(Case):
    def test_they_are_ones_own(self):
        ursula, adam = log_in("ursula"), log_in("adam")
        mine = ursula.api("POST", "tokens", {"name": "mine", "scopes": ["read"], "expires": "2099-01-31"}).json()
        self.assertTrue(mine["token"].startswith("platen_"))
        self.assertEqual(mine["expires"], "2099-01-31T00:00:00Z")
        self.assertNotIn("token", ursula.api("GET", "tokens").json()[0])
        self.assertNotIn("ursula", {one["user"] for one in log_in("olga").api("GET", "tokens").json()})
        self.assertIn(mine["id"], [one["id"] for one in adam.api("GET", "tokens").json()])
        self.assertEqual(log_in("olga").api("DELETE", "tokens/" + mine["id"]).status, 404)
        self.assertEqual(ursula.api("POST", "tokens", {"name": "x", "user": "adam", "scopes": ["read"]}).status, 403)
        self.assertEqual(ursula.api("DELETE", "tokens/" + mine["id"]).status, 200)
        gone = Client(headers={"Authorization": "Bearer " + mine["token"]}).api("GET", "jobs")
        self.assertEqual(gone.status, 401)

    def test_wrong_wishes(self):
        ursula = log_in("ursula")
        for wish in ({}, {"name": "x"}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["all"]},
                     {"name": "", "scopes": ["read"]}, {"name": "x", "scopes": ["read"], "expires": "2001-01-01"},
                     {"name": "x", "scopes": ["read"], "expires": "soon"}, {"name": "a\nb", "scopes": ["read"]}):
            self.assertEqual(ursula.api("POST", "tokens", wish).status, 400, wish)

    def test_a_token_makes_none_that_may_more(self):
        some = self.token("adam", ["read", "administer"])
        self.assertEqual(some.api("POST", "tokens", {"name": "x", "scopes": ["operate"]}).status, 403)
        self.assertEqual(some.api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 201)
        self.assertEqual(self.token("adam", ["read", "print"]).api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 403)

    def test_an_administrators_token_for_printing_touches_nobody_elses_job(self):
        ursula = log_in("ursula")
        job = self.job_of(ursula)
        printing = self.token("adam", ["print", "read"])
        self.assertEqual(printing.api("POST", f"jobs/{job}/cancel").status, 403)
        self.assertEqual(self.token("olga", ["print", "operate"]).api("POST", f"jobs/{job}/hold").status, 200)
        self.assertEqual(log_in("olga").api("POST", f"jobs/{job}/cancel").status, 200)

    def job_of(self, browser):
        document = browser.api("POST", "documents?name=a.pdf", pdf(), Content_Type="application/pdf")
        self.assertEqual(document.status, 201, document.body)
        job = browser.api("POST", "jobs", {"printer": "office", "documents": [document.json()["id"]]})
        self.assertEqual(job.status, 201, job.body)
        return job.json()["job-id"]

    def test_nobody_has_none(self):
        nobody = Client(HERE, False)
        self.assertEqual(nobody.api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 403)
        self.assertEqual(nobody.api("GET", "tokens").json(), [])

    def command(self, token, *words, code=0):
        with tempfile.TemporaryDirectory() as home:
            got, out, err = run(*words, "--server", ELSEWHERE, env={"HOME": home, "PLATEN_TOKEN": token})
        self.assertEqual(got, code, err + out.decode())
        return out.decode() if code == 0 else err

    def test_commands_take_one(self):
        """Over the network, for REST and for IPP."""
        operator = self.token("olga", ["read", "operate"]).made["token"]
        self.command(operator, "pause", "-d", "office")
        self.assertIn("lacks the scope", self.command(operator, "modify", "-d", "office", "-o", "printer-info=x", code=1))
        self.assertIn("lacks the scope administer", self.command(operator, "token", "list", code=1))
        whole = self.token("olga", SCOPES).made["token"]
        self.assertIn("only an administrator", self.command(whole, "modify", "-d", "office", "-o", "printer-info=x", code=1))
        administrator = self.token("adam", ["administer"]).made["token"]
        self.command(administrator, "modify", "-d", "office", "-o", "printer-info=Office")
        made = self.command(administrator, "token", "add", "from the command", "--scope", "administer", "--user", "olga").strip()
        self.assertIn("from the command", self.command(administrator, "token", "list"))
        listed = json.loads(self.command(made, "token", "list", "--json"))
        self.assertEqual({one["user"] for one in listed}, {"olga"})
        self.command(administrator, "token", "remove", next(one["id"] for one in listed if one["name"] == "from the command"))
        self.assertIn("unknown here", self.command(made, "token", "list", code=1))
        self.assertIn("PLATEN_TOKEN", self.command("secret word", "printers", code=1))

    def test_they_go_with_their_user(self):
        self.server.user("tom", "tom-pass-7")
        made = log_in("tom", password="tom-pass-7").api("POST", "tokens", {"name": "x", "scopes": ["read"]}).json()["token"]
        client = Client(headers={"Authorization": "Bearer " + made})
        self.assertEqual(client.api("GET", "jobs").status, 200)
        code, _, err = run("user", "remove", "tom", "--state", self.server.state)
        self.assertEqual(code, 0, err)
        self.server.user("tom", "somebody else")
        self.assertEqual(client.api("GET", "jobs").status, 401)


if __name__ == "__main__":
    unittest.main()
