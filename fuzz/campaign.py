#!/usr/bin/env python3
"""campaign.py BUILD_FOLDER: runs the fuzz targets of the preset "fuzz" in turn, and counts what they did.

Always the target that ran least goes on, from the seeds in the tree and from what it found before (its corpus, kept in
BUILD_FOLDER/campaign). CPU seconds and executions of each are added up in fuzz/ledger.toml, so that a campaign goes on on
another machine. It ends when each target has its CPU minutes, when it is interrupted, or at a find, and tells which input
it was and the command that repeats it. See docs/testing.md."""
import argparse
import pathlib
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from campaign_ledger import Ledger  # noqa: E402  (needs the line above)
from campaign_merge import merge  # noqa: E402
from campaign_slice import Slice, repeats  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def parse_arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD_FOLDER", help="build/fuzz")
    parser.add_argument("--cpu-minutes", type=float, default=60, help="what each target gets in all, with what the ledger has (60); 0 only tells")
    parser.add_argument("--slice-seconds", type=float, default=120, help="CPU time until another target goes on (120)")
    parser.add_argument("--jobs", type=int, default=1, help="targets that run at the same time (1)")
    parser.add_argument("--only", action="append", metavar="NAME", help="this target; may be repeated")
    parser.add_argument("--keep-going", action="store_true", help="at a find, leave its target out and go on with the others")
    parser.add_argument("--merge", action="store_true", help="take the smallest inputs that reach more than the seeds into fuzz/seeds, and end")
    parser.add_argument("--ledger", type=pathlib.Path, default=HERE / "ledger.toml")
    parser.add_argument("--seeds", type=pathlib.Path, default=HERE / "seeds")
    return parser.parse_args(words)


def targets(options):
    """{name: program}"""
    built = {path.name.removeprefix("fuzz_"): path for path in sorted((options.build / "bin").glob("fuzz_*"))}
    if not built:
        raise SystemExit(f"campaign: no fuzz targets in {options.build}/bin; build them: cmake --preset fuzz && cmake --build --preset fuzz")
    if unknown := set(options.only or ()) - built.keys():
        raise SystemExit(f"campaign: no target {', '.join(sorted(unknown))}; there are: {' '.join(built)}")
    return {name: path for name, path in built.items() if not options.only or name in options.only}


class Campaign:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.programs = targets(options)
        self.ledger = Ledger(options.ledger)
        self.running, self.finds, self.stopped = [], [], False

    def stop(self, *_):
        self.stopped = True

    def next_target(self):
        """The one that ran least and has not had its time; None when there is none."""
        out = {piece.name for piece in self.running} | {name for name, _ in self.finds}
        left = [name for name in self.programs if name not in out and self.ledger.seconds(name) < 60 * self.options.cpu_minutes]
        return min(left, key=self.ledger.seconds, default=None)

    def fill(self):
        while len(self.running) < self.options.jobs and (name := self.next_target()):
            self.running.append(Slice(name, self.programs[name], self.options.build / "campaign", self.options.seeds / name, self.scratch))

    def account(self, ended):
        self.ledger.add(ended.name, ended.cpu_seconds, ended.executions)
        self.ledger.write()
        print(f"{ended.name}: {ended.cpu_seconds:.0f} s, {ended.executions:,} executions; in all {self.ledger.told(ended.name)}", flush=True)
        if ended.input and repeats(ended.program, ended.input):
            self.finds.append((ended.name, f"{ended.words}\n  input: {ended.input}\n  repeat: {ended.program} {ended.input}"))
        elif ended.failed and not ended.input:
            self.finds.append((ended.name, f"it ended by itself\n  output: {ended.log}"))
        else:
            return
        print(f"{ended.name}: FIND: {self.finds[-1][1]}", flush=True)
        self.stopped = self.stopped or not self.options.keep_going

    def run(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while True:
            if not self.stopped:
                self.fill()
            if not self.running:
                return
            for piece in self.running:
                piece.watch(0 if self.stopped else self.options.slice_seconds)
            for ended in [piece for piece in self.running if piece.ended]:
                self.running.remove(ended)
                self.account(ended)
            time.sleep(0.2)


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="platen-fuzz-") as scratch:
        campaign = Campaign(options, pathlib.Path(scratch))
        if options.merge:
            for name, program in campaign.programs.items():
                print(merge(name, program, options.build / "campaign", options.seeds / name))
            return 0
        campaign.run()
    print(campaign.ledger.summary(campaign.programs))
    for name, words in campaign.finds:
        print(f"campaign: {name}: {words}", file=sys.stderr)
    return 1 if campaign.finds else 0


if __name__ == "__main__":
    sys.exit(main())
