#!/usr/bin/env python3
"""kill_loop.py [--rounds N] [--seed S] [--minutes M]: SIGKILLs a print server at random moments of submissions, uploads, printing,
administration, start and migration, starts it again, and counts what was lost, doubled or left behind. PLATEN names the
program. Prints one line of figures; exits with 1 when a promise of docs/reliability.md was broken."""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time

import kill_clients
import server
import store_reader

COMPLETED = 9
FIGURES = ("kills", "acknowledged", "lost", "doubled", "half", "orphans", "wrong", "stored-unanswered", "admin-acts",
           "migrations", "kills-at-start", "printed", "printed-again", "entries")


class Twin:
    """A virtual printer that outlives the servers that print on it."""

    def __init__(self, folder, model):
        self.folder = folder
        self.process = subprocess.Popen([server.PLATEN, "virtual", model, "--port", "0", "--sheets", folder, "--resolution",
                                         "50"], stdout=subprocess.PIPE)
        self.uri = re.search(rb"socket://\S+", self.process.stdout.readline()).group().decode()
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def printed(self):
        """How often each name was printed whole."""
        names = collections.Counter()
        for path in self.folder.glob("job-*.json"):
            record = json.loads(path.read_text())
            if record["state"] == "completed":
                names[record["name"]] += 1
        return names

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


class Loop:
    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        self.state = folder / "state"
        self.state.mkdir()
        self.figures = collections.Counter({name: 0 for name in FIGURES})
        self.faults = []
        self.acknowledged = {}  # name to job id, of all clients
        self.printing = {}      # those that are printed
        self.known = {}         # job id to the set of (printer, state), of the jobs on the shelf
        self.printers = {"shelf": True, "attic": True}
        self.rounds = 0
        self.names, self.next = set(), 0  # of the stored jobs up to here
        self.twins = [Twin(folder / "twin", "canon-ir1020")]
        subprocess.run([server.PLATEN, "department", "add", kill_clients.DEPARTMENT, "--state", self.state],
                       check=True, timeout=60)
        self.server = server.Server(self.state, demo=False)
        for name in ("shelf", "attic"):
            self.server.run("add", "-d", name, "-m", "canon-ir1020", "-v", "file:/dev/null")
            self.server.run("pause", "-d", name)
        self.server.run("add", "-d", "twin", "-m", "canon-ir1020", "-v", self.twins[0].uri)
        self.printers["twin"] = True

    def blame(self, figure, words):
        self.figures[figure] += 1
        self.faults.append(f"{figure}: {words}")

    def kill(self, figure=None):
        self.server.kill()
        self.figures["kills"] += 1
        if figure:
            self.figures[figure] += 1

    def round(self):
        number, self.rounds = self.rounds, self.rounds + 1
        prefix = f"r{number}"
        clients = [kill_clients.Submitter(self.server.port, f"{prefix}s{i}") for i in range(2)]
        clients.append(kill_clients.Uploader(self.server.port, f"{prefix}u"))
        if number % 3 == 0:
            clients.append(kill_clients.Printing(self.server.port, f"{prefix}p", "twin"))
        shelf = list(self.known)[-60:]
        administrator = kill_clients.Administrator(self.server, f"{prefix}a", shelf, self.known, self.printers)
        for client in (*clients, administrator):
            client.start()
        time.sleep(self.random.uniform(0.02, 0.6))
        self.kill()
        for client in (*clients, administrator):
            client.join()
        for client in clients:
            if client.refused:
                self.blame("wrong", f"refused: {client.refused[0]!r}")
            self.acknowledged |= client.acknowledged
            if isinstance(client, kill_clients.Printing):
                self.printing |= client.acknowledged
            else:
                self.known |= {job: {("shelf", kill_clients.HELD)} for job in client.acknowledged.values()}
        self.figures["admin-acts"] += administrator.done
        self.start_again(number)
        self.look()

    def start_again(self, number):
        if number % 5 == 4:
            store_reader.make_schema_1(self.state)
            self.figures["migrations"] += 1
        if number % 5 in (2, 4):
            process = subprocess.Popen([server.PLATEN, "server", "--state", self.state, "--port", str(self.server.port),
                                        "--allow-root"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 0.15))
            process.kill()
            process.wait()
            self.figures["kills"] += 1
            self.figures["kills-at-start"] += 1
        self.server.start()

    # ---- what the store holds

    def look(self):
        """At the jobs that are new since the last look, and at those that were administered."""
        reader = store_reader.Reader(self.state)
        try:
            stored = {}
            for job in reader.jobs(self.next):
                stored[job.id] = job
                self.look_at_job(reader, job)
            for name, job in self.acknowledged.items():
                if job >= self.next and (job not in stored or stored[job].name != name):
                    self.blame("lost", f"{name} ({job})")
            self.next = max(stored, default=self.next - 1) + 1
            self.look_at_known(reader)
            for name, there in self.printers.items():
                if there is not None and (name in reader.printers()) != there:
                    self.blame("wrong", f"the printer {name}: {there} was promised")
            for orphan in reader.orphans():
                self.blame("orphans", orphan)
        finally:
            reader.close()
        # What the answer did not tell is known now.
        self.printers = {name: there for name, there in self.printers.items() if there is not None}

    def look_at_job(self, reader, job):
        if job.name in self.names:
            self.blame("doubled", f"{job.name} is stored twice")
        self.names.add(job.name)
        if job.account != kill_clients.DEPARTMENT:
            self.blame("wrong", f"{job.name} counts for the department \"{job.account}\"")
        answered = self.acknowledged.get(job.name) == job.id
        self.figures["stored-unanswered"] += not answered
        for key in job.contents if job.kept else ():
            whole = f"{job.name}\n".encode() if "p-" in job.name else kill_clients.document_of(job.name)
            if reader.content(key) != whole:
                self.blame("half", f"the document of {job.name}")
        if answered and not job.contents:
            self.blame("half", f"{job.name} has no document")

    def look_at_known(self, reader):
        first = min((job for job, ways in list(self.known.items())[-300:] if ways), default=0)
        for job in reader.jobs(first):
            ways = self.known.get(job.id)
            if ways is None:
                continue
            if (job.printer, job.state) not in ways:
                self.blame("wrong", f"job {job.id} is {job.printer}, {job.state}; promised: {ways}")
            self.known[job.id] = {(job.printer, job.state)}

    def settle(self):
        """Everything that was to be printed is printed; a job that no kill caught while it printed, once."""
        def finished():
            reader = store_reader.Reader(self.state)
            try:
                mine = set(self.printing.values())
                return all(job.state == COMPLETED for job in reader.jobs() if job.id in mine)
            finally:
                reader.close()
        server.wait_for(finished, 120 + 10 * len(self.printing), "the printing of all jobs")
        printed = sum((twin.printed() for twin in self.twins), collections.Counter())
        reader = store_reader.Reader(self.state)
        try:
            attempts = {job.name: job.attempts for job in reader.jobs()}
        finally:
            reader.close()
        for name in self.printing:
            self.figures["printed"] += printed[name] > 0
            self.figures["printed-again"] += printed[name] > 1
            if printed[name] == 0:
                self.blame("lost", f"{name} was not printed")
            if printed[name] > attempts[name]:
                self.blame("doubled", f"{name} was printed {printed[name]} times in {attempts[name]} tries")
        self.figures["acknowledged"] = len(self.acknowledged)
        told = self.server.run("report", "--by", "job", "--format", "json").stdout
        if self.server.stop() != 0:
            self.blame("wrong", "the server did not end well")
        self.look_at_account(told, printed, attempts)
        checked = subprocess.run([server.PLATEN, "store", "check", "--state", self.state, "--json"], capture_output=True,
                                 text=True, check=False)
        if checked.returncode != 0:
            self.blame("wrong", f"platen store check: {checked.stdout}{checked.stderr}")

    def look_at_account(self, told, printed, attempts):
        """Each job that ended has one entry, whatever was killed; the server told the same as its store has."""
        kept = subprocess.run([server.PLATEN, "report", "--by", "job", "--format", "json", "--state", self.state], capture_output=True,
                              text=True, timeout=60, check=True).stdout
        if told != kept:
            self.blame("wrong", "the server's report is not that of its store")
        entries = json.loads(kept)
        self.figures["entries"] = len(entries)
        reader = store_reader.Reader(self.state)
        try:
            ended = {job.id: job for job in reader.jobs() if job.state >= kill_clients.CANCELED}
        finally:
            reader.close()
        if sorted(entry["job"] for entry in entries) != sorted(ended):
            self.blame("wrong", "the account has not one entry for each job that ended")
        for entry in entries:
            if entry["department"] != kill_clients.DEPARTMENT:
                self.blame("wrong", f"job {entry['job']} was counted for \"{entry['department']}\"")
        # A job here has one sheet. A try that a kill caught counts what was noted of it, at most a second late
        # (docs/store.md); the one that ended it counts whole.
        sheets = {entry["name"]: entry["sheets"] for entry in entries}
        for name in self.printing:
            if not 1 <= sheets.get(name, 0) <= attempts[name]:
                self.blame("wrong", f"{name} was printed {printed[name]} times in {attempts[name]} tries and counts {sheets.get(name)} sheets")

    def close(self):
        if self.server.process.poll() is None:
            self.server.kill()
        for twin in self.twins:
            twin.close()


def run(kills, seed, minutes=24 * 60):
    """(figures, what was broken), after so many kills, or fewer when the time is up."""
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory(prefix="platen-kill-") as folder:
        loop = Loop(pathlib.Path(folder), seed)
        try:
            while loop.figures["kills"] < kills and time.monotonic() < end:
                loop.round()
            loop.settle()
        finally:
            loop.close()
        return loop.figures, loop.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="how many kills (default 50)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="ends after so many, however many kills there were")
    options = parser.parse_args()
    figures, faults = run(options.rounds, options.seed, options.minutes)
    print(", ".join(f"{name} {figures[name]}" for name in FIGURES))
    for fault in faults[:50]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
