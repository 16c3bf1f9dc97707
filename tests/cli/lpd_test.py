"""The twin's line printer daemon as a client sees it that somebody else wrote: rlpq and rlpr, which know no port but 515."""
import json
import subprocess
import time
import unittest

from support import PATIENCE, PLATEN, Case, pdf
from world import World


class RemoteClients(Case):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.hosts = (f"127.0.5.{host}" for host in range(1, 200))

    def twin(self, *settings):
        """(its address, the folder of its sheets)"""
        host, sheets = next(self.hosts), self.folder / "sheets"
        words = [word for setting in settings for word in ("--set", setting)]
        process = self.world.popen(PLATEN, "virtual", "canon-ir1024", "--listen", host, "--port", "0", "--lpd", "515", "--sheets", sheets, *words,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.assertIn(b"lpd=515", process.stdout.readline())
        return host, sheets

    def client(self, *words):
        code, out, err = self.world.run(*words)
        self.assertEqual(code, 0, err + out)
        return out

    def test_rlpq_reads_both_forms(self):
        for settings, says in (((), "lp is ready"), (("jam=on",), "lp: paper jam"), (("paper=0",), "lp: load paper"),
                               (("toner=5",), "lp is ready, toner low"), (("queue-words=Papierstau hinten",), "Papierstau hinten")):
            host, _ = self.twin(*settings)
            for form in ((), ("-l",)):
                with self.subTest(settings=settings, form=form):
                    self.assertIn(says, self.client("rlpq", *form, "-H", host, "-P", "lp"))

    def test_rlpr_prints(self):
        host, sheets = self.twin()
        job = self.convert("canon-ir1024", self.write("a.pdf", pdf(["BT /F1 40 Tf 100 500 Td (by rlpr) Tj ET"])))
        self.client("rlpr", "-H", host, "-P", "lp", job)
        end = time.monotonic() + 60 * PATIENCE
        while not (records := sorted(sheets.glob("*.json"))):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        record = json.loads(records[0].read_text())
        self.assertEqual((record["state"], len(record["sides"])), ("completed", 1))

    def test_platen_prints_by_it(self):
        host, sheets = self.twin()
        document = self.write("two.pdf", pdf([f"BT /F1 40 Tf 100 500 Td (page {i}) Tj ET" for i in range(2)]))
        self.client(PLATEN, "convert", "-m", "canon-ir1024", "-O", f"lpd://{host}/lp", document)
        end = time.monotonic() + 60 * PATIENCE
        while not (records := sorted(sheets.glob("*.json"))):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.assertEqual(len(json.loads(records[0].read_text())["sides"]), 2)


if __name__ == "__main__":
    unittest.main()
