"""platen store: beside a running server and without one; damage by hand; sha256sum as the referee of a backup."""
import json
import os
import re
import sqlite3
import subprocess
import unittest

from support import PLATEN, Case, run


class StoreCase(Case):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.state.mkdir()
        self.backup = self.folder / "backup"

    def serve(self):
        root = ["--allow-root"] if os.geteuid() == 0 else []
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([PLATEN, "server", "--state", self.state, "--port", "0", "--listen", "127.0.0.1", *root],
                                       stdout=subprocess.PIPE, stderr=log)
        self.assertRegex(process.stdout.readline().decode(), "http://")
        self.addCleanup(process.stdout.close)
        self.addCleanup(lambda: self.end(process))
        return process

    def end(self, process):
        process.terminate()
        process.wait(30)

    def remote(self, *words):
        code, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock")})
        self.assertEqual(code, 0, err)
        return out.decode()

    def filled(self):
        """A running server with a held job of a large document, and one of a small."""
        process = self.serve()
        self.remote("add", "-d", "office", "-m", "canon-ir1020", "-v", "file:/dev/null")
        self.remote("pause", "-d", "office")
        for name, size in (("small.txt", 1), ("large.txt", 20_000)):
            self.remote("submit", "-d", "office", self.write(name, "a line\n" * size))
        return process

    def store(self, *words, code=0):
        got, out, err = run("store", *words, "--state", self.state)
        self.assertEqual(got, code, out.decode() + err)
        self.assertEqual(err, "")
        return out.decode()

    def check(self, code=0):
        return json.loads(self.store("check", "--json", code=code))

    def database(self, sql):
        database = sqlite3.connect(self.state / "platen.db")
        with database:
            rows = database.execute(sql).fetchall()
        database.close()
        return rows

    def large(self):
        (path,) = [path for path in (self.state / "documents").rglob("*") if path.is_file()]
        return path


class Store(StoreCase):
    def test_checks_a_store_in_use_and_at_rest(self):
        process = self.filled()
        beside = self.check()
        self.end(process)
        alone = self.check()
        self.assertEqual((beside.pop("in-use"), alone.pop("in-use")), (True, False))
        self.assertEqual(beside, alone)
        self.assertEqual((alone["jobs"], alone["unfinished-jobs"], alone["documents"], alone["problems"]), (2, 2, 2, []))
        self.assertIn("the store is whole", self.store("check"))

    def test_finds_and_repairs_a_changed_document(self):
        self.end(self.filled())
        with self.large().open("r+b") as file:
            file.write(b"X")
        problems = self.check(code=1)["problems"]
        self.assertEqual([(p["kind"], p["job-id"]) for p in problems], [("changed-document", 2)])
        told = self.store("repair")
        self.assertRegex(told, r"job 2 of .* was aborted")
        (moved,) = [path for path in (self.state / "lost").rglob("documents/*/*") if path.is_file()]
        self.assertTrue(moved.read_bytes().startswith(b"X line"))
        self.assertEqual(self.check()["problems"], [])
        self.serve()
        states = {job["job-id"]: job["job-state"] for job in json.loads(self.remote("jobs", "--all", "--json"))}
        self.assertEqual(states, {1: "pending", 2: "aborted"})

    def test_a_server_goes_on_without_one_document_and_says_so(self):
        self.end(self.filled())
        self.large().unlink()
        (self.state / "documents" / "00" / "abcd").touch()  # the folder is not empty
        self.serve()
        self.assertRegex((self.folder / "log").read_text(), r"job 2 of .* was aborted: document 1 is missing")
        jobs = {job["job-id"]: job for job in json.loads(self.remote("jobs", "--all", "--json"))}
        self.assertEqual(jobs[1]["job-state"], "pending")
        self.assertEqual(jobs[2]["job-state"], "aborted")

    def test_a_server_refuses_what_cannot_be_read_and_repair_makes_it_start(self):
        self.end(self.filled())
        (self.state / "platen.db").write_bytes(b"no database " * 1000)
        root = ["--allow-root"] if os.geteuid() == 0 else []
        code, _, err = run("server", "--state", self.state, "--port", "0", *root)
        self.assertEqual(code, 1)
        self.assertEqual(err.count("\n"), 1, err)
        self.assertIn("platen store repair", err)
        self.assertEqual([p["kind"] for p in self.check(code=1)["problems"]], ["damaged-database"])
        self.store("repair")
        self.serve()

    def test_backs_up_beside_a_server_and_restores(self):
        process = self.filled()
        self.assertRegex(self.store("backup", self.backup), "2 jobs, 2 documents")
        self.tool("sh", "-c", "cd backup && sha256sum --check --quiet SHA256SUMS")
        before = self.database("SELECT id, state FROM job ORDER BY id")
        code, _, err = run("store", "restore", self.backup, "--replace", "--state", self.state)
        self.assertEqual(code, 1)
        self.assertRegex(err, rf"in use by another server, process {process.pid}")
        self.end(process)
        self.assert_refused(2, "store", "restore", self.backup, "--state", self.state, says=["--replace"])
        self.assertIn("2 of them held", self.store("restore", self.backup, "--replace"))
        self.assertEqual(before, [(1, 3), (2, 3)])
        self.assertEqual(self.database("SELECT id, state FROM job ORDER BY id"), [(1, 4), (2, 4)])
        self.assertEqual(self.check()["problems"], [])

    def test_finds_the_documents_in_another_folder(self):
        spool = self.folder / "spool"
        (self.state / "platen.toml").write_text(f'[server]\nspool = "{spool}"\n')
        self.end(self.filled())
        (document,) = [path for path in (spool / "documents").rglob("*") if path.is_file()]
        self.assertFalse((self.state / "documents").exists())
        self.assertEqual(self.check()["problems"], [])
        self.assertRegex(self.store("backup", self.backup), "2 jobs, 2 documents")
        self.store("restore", self.backup, "--replace")
        self.assertEqual(self.check()["problems"], [])
        self.assertTrue(list((spool / "lost").rglob(document.name)))
        spool.rename(self.folder / "unmounted")
        self.assertEqual([p["kind"] for p in self.check(code=1)["problems"]], ["wrong-spool"])
        root = ["--allow-root"] if os.geteuid() == 0 else []
        code, _, err = run("server", "--state", self.state, "--port", "0", *root)
        self.assertEqual(code, 2, err)
        self.assertIn("are not in", err)
        self.store("repair")
        self.serve()

    def test_what_root_makes_belongs_to_the_owner_of_the_store(self):
        root = os.geteuid() == 0
        owner = 12345 if root else os.geteuid()
        self.end(self.filled())
        self.large().write_bytes(b"changed")
        theirs = self.write("theirs", "not of the store")
        (self.state / "link").symlink_to(theirs)
        (self.state / "link-to-folder").symlink_to(self.folder)
        os.chown(self.state, owner, owner if root else -1)
        self.store("repair")
        made = [self.state, *self.state.rglob("*")]
        self.assertIn("report.txt", [path.name for path in made])
        self.assertEqual({path.lstat().st_uid for path in made}, {owner})
        self.assertEqual({os.stat(path).st_uid for path in (theirs, self.folder)}, {os.geteuid()})

    def test_wrong_use(self):
        for words, says in ((["mend"], "check"), ([], "check"), (["check", "x"], "no operand"), (["backup"], "one folder"),
                            (["check", "--replace"], "restore"), (["check", "--color"], "no option")):
            self.assert_refused(2, "store", *words, says=[re.escape(says)])
        self.assert_refused(1, "store", "check", "--state", self.folder / "nothing", says=["no job store"])
        self.assert_refused(1, "store", "backup", "copy", "--state", self.folder / "nothing", says=["no job store"])
        self.assert_refused(1, "store", "repair", "--state", self.folder / "nothing", says=["nothing"])
        self.assert_refused(1, "store", "restore", self.state, "--state", self.folder / "nothing", says=["no backup"])


if __name__ == "__main__":
    unittest.main()
