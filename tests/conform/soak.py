#!/usr/bin/env python3
"""A soak: people print, manage, administer and attack while devices and renderers fail. See docs/testing.md.

usage: PLATEN=build/release/bin/platen tests/conform/soak.py [--minutes 30] [--seed 1] [--report FILE]
Exit code 0: every accepted job is accounted for and memory is flat; else 1, and the report says what is not."""
import argparse
import collections
import pathlib
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "hostile")]

import server  # noqa: E402
import soak_load  # noqa: E402
from soak_devices import Device  # noqa: E402
from watch import Find, Watch  # noqa: E402

MODELS = {"pro-1000": "canon-pro-1000", "ir1020": "canon-ir1020", "ir1024": "canon-ir1024"}
FLAT_KB = 16 << 10  # the last third's median may lie so far above the middle third's
SETTLING = 600  # seconds in which the last jobs must come to their ends


class Soak:
    """What the people share: the server, the time, and the jobs that were accepted."""

    def __init__(self, running, seed, seconds, patience):
        self.running, self.seed, self.patience, self.printers = running, seed, patience, tuple(MODELS)
        self.over, self.lock, self.jobs = threading.Event(), threading.Lock(), []
        self.end = time.monotonic() + seconds

    def wait(self, seconds):
        """False when the soak is over."""
        return not self.over.wait(min(seconds, max(0, self.end - time.monotonic()))) and time.monotonic() < self.end

    def accept(self, job):
        with self.lock:
            self.jobs.append(job)

    def some_job(self, rng):
        with self.lock:
            return rng.choice(self.jobs[-40:]) if self.jobs else None


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=10, help="seconds within which every answer must come")
    parser.add_argument("--report", type=pathlib.Path, help="a file for the report, which standard output gets anyway")
    return parser.parse_args()


def people_of(soak):
    return [soak_load.Printing(soak, "printing-1", 1.0), soak_load.Printing(soak, "printing-2", 2.0), soak_load.Managing(soak, "managing", 1.0),
            soak_load.Administering(soak, "administering", 8.0), soak_load.Killing(soak, "killing", 10.0),
            soak_load.Attacking(soak, "attacking", 2.0), soak_load.Dawdling(soak, "dawdling", 5.0)]


def trouble(device, soak):
    """The life of one device: some calm, a fault, and again."""
    rng = soak_load.random.Random(f"{soak.seed}:{device.name}")
    while soak.wait(rng.uniform(5, 40)):
        device.suffer(rng, soak.wait)
        device.tidy()


def measure(soak, watch, samples):
    begun = time.monotonic()
    while soak.wait(5):
        watch.check()
        samples.append((time.monotonic() - begun, watch.figures()))


def run(options, running, folder):
    """(the soak, people, devices, samples, watch, states of the accepted jobs)"""
    devices = [Device(server.PLATEN, model, name, folder) for name, model in MODELS.items()]
    try:
        for device in devices:
            running.run("add", "-d", device.name, "-m", device.model, "-v", f"socket://127.0.0.1:{device.port}")
        soak = Soak(running, options.seed, 60 * options.minutes, options.patience)
        watch, samples = Watch(running, options.patience), []
        people = people_of(soak)
        threads = [*people, *(threading.Thread(target=trouble, args=(device, soak), daemon=True) for device in devices)]
        for thread in threads:
            thread.start()
        measure(soak, watch, samples)
        soak.over.set()
        for thread in threads:
            thread.join(60)
        for printer in soak.printers:  # whatever was in the midst of being undone
            for operation in (0x11, 0x26):
                people[0].ask(printer, operation, client=people[0].administrator)
        states = soak_load.settled(people[0], soak.jobs, SETTLING)
        return soak, people, devices, samples, watch, states
    finally:
        for device in devices:
            device.end()


def median_memory(samples, first, last):
    part = samples[int(len(samples) * first):int(len(samples) * last)] or samples
    return statistics.median(figures["memory"] for _, figures in part)


def judge(soak, people, samples, states):
    """What is not as it must be, in words."""
    faults = [f"{person.name}: {person.fault!r}" for person in people if person.fault]
    faults += [f"{person.name} is stuck" for person in people if person.is_alive()]
    if len(set(soak.jobs)) != len(soak.jobs):
        faults.append("one job-id was given twice")
    for job, (state, words) in states.items():
        if state == "lost" or state not in soak_load.FINAL | {"held"}:
            faults.append(f"job {job} is {state}: {words}")
        elif state == "aborted" and not words:
            faults.append(f"job {job} was aborted without a word")
    grown = median_memory(samples, 2 / 3, 1) - median_memory(samples, 1 / 3, 2 / 3)
    if grown > FLAT_KB:
        faults.append(f"memory grew by {grown:.0f} kB from the middle third to the last")
    return faults


def report(options, soak, people, devices, samples, watch, states, faults):
    counts = collections.Counter(state for state, _ in states.values())
    lines = [f"# Soak of {options.minutes:g} minutes, seed {options.seed}", "",
             f"accepted {len(soak.jobs)} jobs = " + " + ".join(f"{n} {state}" for state, n in sorted(counts.items())) +
             f" ({sum(counts.values())})", "", "| minute | memory, kB | files | threads |", "|---|---|---|---|"]
    step = max(1, len(samples) // 20)
    lines += [f"| {at / 60:.1f} | {f['memory']} | {f['files']} | {f['threads']} |" for at, f in samples[::step]]
    lines += ["", "memory, median of each third: " + ", ".join(f"{median_memory(samples, a / 3, (a + 1) / 3):.0f}" for a in range(3)) + " kB",
              f"slowest answer to another client: {1000 * watch.worst:.0f} ms", ""]
    lines += [f"- {person.name}: " + ", ".join(f"{n} {what}" for what, n in sorted(person.done.items())) for person in people]
    lines += [f"- {device.name}: " + ", ".join(f"{n} {what}" for what, n in sorted(device.faults.items())) for device in devices]
    reasons = collections.Counter(words.split(";")[0][:70] for state, words in states.values() if state == "aborted")
    lines += ["", "aborted, most frequent words:", *(f"- {n}: {words}" for words, n in reasons.most_common(8)), ""]
    return "\n".join(lines + (["NOT AS IT MUST BE:", *(f"- {fault}" for fault in faults)] if faults else ["everything is accounted for"])) + "\n"


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="platen-soak-") as name:
        try:
            with server.server(demo=False) as running:
                result = run(options, running, pathlib.Path(name))
                soak, people, devices, samples, watch, states = result
                faults = judge(soak, people, samples, states)
                if left := watch.workers():
                    faults.append(f"renderers are left: {left}")
        except Find as find:
            print(f"soak: {find}", file=sys.stderr)
            return 1
    text = report(options, *result, faults)
    print(text, end="")
    if options.report:
        options.report.write_text(text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
