"""Renderers are killed again and again while they work: each costs one job, which says so, and the service goes on.

WORKER_KILLS=1000 makes it a thousand."""
import os
import pathlib
import random
import signal
import struct
import sys
import time
import unittest

import server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "hostile"))
import conversations  # noqa: E402
import documents  # noqa: E402
import ipp  # noqa: E402
from watch import Watch, children_of, is_spare  # noqa: E402
from wire import Client, over_tcp  # noqa: E402

KILLS = int(os.environ.get("WORKER_KILLS", "50"))
SPARES = 3  # killed while they wait: the next one takes its time, twice as long after each
MEMORY_MB = int(os.environ.get("GROWTH_MB", "32"))
LATE_KB, LATE_KB_A_KILL, LATE_FILES = 1024 * MEMORY_MB // 8, 8, 12  # growth in the second half, when all caches have been in use
PATIENCE = 10 * int(os.environ.get("TEST_PATIENCE", "1"))
PRINTERS = ("ir1020", "ir1024")
QUEUE = 4  # jobs of a printer that wait, so that there is always something to kill
COMPLETED, ABORTED = 9, 8


def three_pages():
    """Much to draw out of little: what is small is kept in the store's database, whose cache shall not be taken for a leak."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 20]"
    row = documents.stream(b"".join(b"%d 0 9 9 re f\n" % (20 * x) for x in range(29)), form)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</XObject<</R 7 0 R>>>>>>"
    return documents.pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>", 3: page, 4: page, 5: page,
                          6: documents.stream(b"/R Do 1 0 0 1 0 20 cm\n" * 42), 7: row})


class Kill(unittest.TestCase):
    def setUp(self):
        self.rng = random.Random(1)
        context = server.server()
        self.running = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        self.watch = Watch(self.running, PATIENCE)
        self.client = Client(over_tcp(self.running.port), PATIENCE)
        self.addCleanup(self.client.close)
        self.addCleanup(self.watch.client.close)
        self.submitted = 0

    def ask(self, printer, operation, *more, **rest):
        path = f"/ipp/print/{printer}"
        _, message = conversations.request(operation, *more, uri=("printer-uri", f"ipp://localhost{path}"), **rest)
        status, body = self.client.ask(path, message.encode())
        self.assertEqual(status, 200)
        code, groups = ipp.parse(body)
        self.assertLess(code, 0x100)
        return groups

    def submit(self, printer):
        self.ask(printer, 2, ipp.attribute(ipp.MIME, "document-format", "application/pdf"), data=three_pages())
        self.submitted += 1

    def jobs(self, which):
        """{job-id: (job-state, job-state-message)}"""
        wanted = ipp.attribute(ipp.KEYWORD, "requested-attributes", "job-id", "job-state", "job-state-message")
        found = {}
        for printer in PRINTERS:
            for kind, attributes in self.ask(printer, 0x0A, ipp.attribute(ipp.KEYWORD, "which-jobs", which), wanted):
                if kind == ipp.JOB:
                    known = {name: values[0][1] for name, values in attributes}
                    number, state = (struct.unpack(">i", known[name])[0] for name in ("job-id", "job-state"))
                    found[number] = (state, known.get("job-state-message", b"").decode())
        return found

    def keep_busy(self):
        if len(self.jobs("not-completed")) < len(PRINTERS) * QUEUE // 2:
            for printer in PRINTERS * (QUEUE // 2):
                self.submit(printer)

    def renderers(self):
        """Those that have a document."""
        return [pid for pid, name, state in children_of(self.running.process.pid)
                if name.startswith(("platen-render", "gs")) and state != "Z" and not is_spare(pid, name)]

    def kill_one(self, seen):
        """Kills a renderer that was not spared before; some may live, so that others come further."""
        for pid in self.renderers():
            if pid in seen:
                continue
            seen.add(pid)
            if self.rng.random() < 0.2:
                continue
            time.sleep(self.rng.choice((0, 0.002, 0.02)))
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return True
        return False

    def kill(self, most, seen):
        """So many of them, and waits for the end of what is left."""
        kills = 0
        while kills < most:
            if self.kill_one(seen):
                kills += 1
                self.watch.check()
            else:
                time.sleep(0.002)
                if not self.renderers():
                    self.keep_busy()
        self.finished()

    def finished(self):
        server.wait_for(lambda: not self.jobs("not-completed"), 60 * PATIENCE, "the end of all jobs")
        return self.jobs("completed")

    def test_each_costs_one_job_and_nothing_else(self):
        for printer in PRINTERS:
            self.submit(printer)
        self.finished()
        before, seen = self.watch.figures(), set()
        self.kill(KILLS // 2, seen)
        half = self.watch.figures()
        self.kill(KILLS - KILLS // 2, seen)
        jobs = self.finished()
        self.check_jobs(jobs, KILLS)
        self.assertEqual(self.watch.workers(), [])
        after = self.watch.check_growth(before, MEMORY_MB << 10)
        self.assertLess(after["memory"] - half["memory"], LATE_KB + LATE_KB_A_KILL * KILLS // 2)
        self.assertLess(after["files"] - half["files"], LATE_FILES)
        for printer in PRINTERS:
            self.submit(printer)
        unharmed = {number: state for number, (state, _) in self.finished().items() if number not in jobs}
        self.assertEqual(list(unharmed.values()), [COMPLETED] * len(PRINTERS))
        print(f"{KILLS} renderers killed: {len(jobs)} jobs, {sum(state == ABORTED for state, _ in jobs.values())} of them aborted; memory "
              f"{before['memory'] >> 10} -> {half['memory'] >> 10} -> {after['memory'] >> 10} MB, "
              f"files {before['files']} -> {half['files']} -> {after['files']}, "
              f"slowest answer {1000 * self.watch.worst:.0f} ms")

    def wait_for_spare(self):
        server.wait_for(self.watch.spares, 6 * PATIENCE, "a renderer that waits")
        return self.watch.spares()[0]

    def test_one_that_waits_costs_nothing(self):
        for _ in range(SPARES):
            self.submit(PRINTERS[0])
            self.finished()
            os.kill(self.wait_for_spare(), signal.SIGKILL)
            for printer in PRINTERS:
                self.submit(printer)
            self.finished()
        jobs = self.finished()
        self.assertEqual(len(jobs), self.submitted)
        self.assertEqual({state for state, _ in jobs.values()}, {COMPLETED})
        last = self.wait_for_spare()
        self.assertEqual(self.watch.workers(), [])
        self.running.stop()
        self.assertFalse(pathlib.Path(f"/proc/{last}").exists())

    def check_jobs(self, jobs, kills):
        self.assertEqual(len(jobs), self.submitted)
        self.assertEqual({state for state, _ in jobs.values()} - {COMPLETED, ABORTED}, set())
        words = [message for state, message in jobs.values() if state == ABORTED]
        self.assertLessEqual(len(words), kills)  # some are killed when their work is done
        self.assertGreater(len(words), kills // 3)
        for message in words:
            self.assertRegex(message, "ended by signal 9")
        self.assertTrue([message for message in words if "page " in message], "none was killed in a page")


if __name__ == "__main__":
    unittest.main()
