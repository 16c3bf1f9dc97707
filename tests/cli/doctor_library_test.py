"""platen doctor on papers, profiles and model files that do not fit together."""
import contextlib
import pathlib
import shutil
import sqlite3
import unittest

from doctor_world import SOURCE, Alone, DoctorCase, fault
from support import run


class Library(DoctorCase):
    def profile_server(self):
        server = Alone(self, "", "--demo")
        at = {"PLATEN_SERVER": str(server.socket)}
        for words in (("papers", "add", "rag", "--like", "canon-baryta", "-m", "canon-pro-1000"),
                      ("profiles", "add", "/usr/share/color/icc/colord/ProPhotoRGB.icc", "--paper", "rag", "--name", "wide")):
            code, _, err = run(*words, env=at)
            self.assertEqual(code, 0, err)
        return server

    def edit_profile(self, server, statement):
        """Changes the bytes of the only profile in the store of a server that is stopped."""
        with contextlib.closing(sqlite3.connect(server.state / "platen.db")) as store, store:
            rows = store.execute("SELECT name, length(value) FROM setting WHERE name LIKE 'sha256:%'").fetchall()
            store.execute(statement, (max(rows, key=lambda row: row[1])[0],))  # the other one is the list of what there is

    @fault("profile-missing")
    def test_profile_lost(self):
        server = self.profile_server()
        server.close()
        self.edit_profile(server, "DELETE FROM setting WHERE name = ?")
        server = Alone(self, "", "--demo", state=server.state)
        self.found(self.doctor(at=server.socket, code=1), "profile-missing", "wide", ["store restore"])

    @fault("profile-unreadable")
    def test_profile_damaged(self):
        server = self.profile_server()
        server.close()
        self.edit_profile(server, "UPDATE setting SET value = 'AAAA' WHERE name = ?")
        server = Alone(self, "", "--demo", state=server.state)
        self.found(self.doctor(at=server.socket, code=1), "profile-unreadable", "wide", ["maker's file"])

    @fault("defaults-impossible", mends=("defaults-impossible",))
    def test_defaults_of_another_model_file(self):
        data = self.folder / "data"
        shutil.copytree(SOURCE / "data", data)
        env = {"PLATEN_DATA": str(data)}
        server = Alone(self, "", env=env)
        code, _, err = run("add", "-d", "old", "-m", "canon-ir1024", "-v", f"file:{self.folder}/device", "-o", "media=iso_a5_148x210mm", env={"PLATEN_SERVER": str(server.socket)})
        self.assertEqual(code, 0, err)
        server.close()
        family = data / "printers/family/canon-ir1020-family.toml"
        family.write_text(family.read_text() + """
[[constraint.entry]]
name   = "small-paper"
when   = { media = ["iso_a5_148x210mm"], media-source = ["auto", "tray-1", "by-pass-tray"] }
reason = "A5 goes through the bypass"
""")
        server = Alone(self, "", env=env, state=server.state)
        self.found(self.doctor(at=server.socket, code=1), "defaults-impossible", "old", ["A5 goes"], "default media of old")
        self.mend(at=server.socket, title="Take back media")
        self.lacks(self.doctor(at=server.socket, code=0), "defaults-impossible")

    @fault("model-missing", "library-out-of-order")
    def test_model_files(self):
        data = self.folder / "data"
        shutil.copytree(SOURCE / "data", data)
        env = {"PLATEN_DATA": str(data)}
        server = Alone(self, "", env=env)
        at = {"PLATEN_SERVER": str(server.socket)}
        for words in (("add", "-d", "old", "-m", "canon-ir1020", "-v", f"file:{self.folder}/device"),
                      ("papers", "add", "rag", "--like", "canon-baryta", "-m", "canon-pro-1000")):
            code, _, err = run(*words, env=at)
            self.assertEqual(code, 0, err)
        server.close()
        (data / "printers/canon/ir1020.toml").unlink(missing_ok=True)
        for file in data.rglob("*.toml"):
            if 'id              = "canon-ir1020"' in file.read_text():
                file.unlink()
            elif "canon-baryta" in file.read_text():
                file.write_text(file.read_text().replace("canon-baryta", "canon-barium"))
        server = Alone(self, "", env=env, state=server.state)
        findings = self.doctor(at=server.socket, code=1)
        self.found(findings, "model-missing", "old", ["canon-ir1020"])
        self.found(findings, "library-out-of-order", "canon-pro-1000", ["rag"])

if __name__ == "__main__":
    unittest.main()
