#!/usr/bin/env python3
"""Attacks a platen server over its own wires: IPP, HTTP and documents, mutated by the rules of each. See docs/testing.md.

usage: PLATEN=build/release/bin/platen tests/conform/mutator.py [--cases 20000] [--seed 1] [--patience 2] [--jobs 2] ..."""
import argparse
import collections
import concurrent.futures
import dataclasses
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "hostile")]

import attack  # noqa: E402
import server  # noqa: E402
from watch import Find, Watch  # noqa: E402

SHARES = {"ipp": 0.747, "http": 0.25, "document": 0.003}
HOUSEKEEPING = 50  # cases from one clearing up to the next
WARM = 500  # cases of a kind before its growth is measured from
LAST_RENDERERS = 10  # times the patience: how long the last jobs may be drawn


def parse_arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=2, help="seconds within which every answer must come")
    parser.add_argument("--memory-mb", type=int, default=32, help="what the server may grow by")
    parser.add_argument("--only", choices=SHARES, help="one kind of cases")
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="N", help="the first case's number")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="share the cases out among N servers, attacked at once")
    parser.add_argument("--show", action="store_true", help="write each case to standard output instead of sending it")
    return parser.parse_args(words)


def bytes_of(kind, seed, number):
    made = getattr(attack, f"{kind}_case")(seed, number)
    return made[0] if kind == "http" else made[1]


def runners(running, patience):
    """Kind -> (run one case, clear up, at the end)."""
    requests = attack.IppAttack(running, patience)
    printing = attack.DocumentAttack(running, patience)
    requests.set_up()
    return {"document": (printing.run, printing.settle, printing.finish, printing),
            "http": (lambda seed, number: attack.http_attack(running, patience, seed, number), requests.put_right, None, None),
            "ipp": (requests.run, requests.put_right, None, requests)}


def make_departments(running):
    """Those that the conversations name: one with a PIN, one without."""
    for words, typed in ((("4711", "--pin"), b"12345\n"), (("7",), b"")):
        subprocess.run([server.PLATEN, "department", "add", *words, "--state", running.state], input=typed, check=True, timeout=60)


def check_operations(running):
    """Every operation that the server has is among the conversations, and no other."""
    have = set(attack.conversations.CONVERSATIONS)
    told = set()
    for code in (0x0B, 0x5B):
        path, message = attack.conversations.CONVERSATIONS[code](attack.source(0, "operations", code))
        if code == 0x0B:
            path, message = attack.conversations.request(0x0B)
        client = attack.Client(attack.over_socket(running.socket), 20)
        _, body = client.ask(path, message.encode())
        client.close()
        told |= attack.conversations.operations_of(attack.ipp.parse(body)[1])
    if not told or told - have:
        raise Find(f"operations without a conversation: {[hex(code) for code in told - have]}")


def part_of(count, options, part):
    """The numbers of the cases of a kind that this part of `options.jobs` has."""
    return range(options.first + count * part // options.jobs, options.first + count * (part + 1) // options.jobs)


def run_kind(kind, numbers, options, watch, made):
    """Gives the server's figures after the first cases, and how long the slowest took, and which it was."""
    run, clear_up, finish, _ = made[kind]
    before, slowest = None, (0.0, "")
    for number in numbers:
        try:
            slowest = max(slowest, (run(options.seed, number), f"{kind} {number}"))
            watch.check()
        except Find as find:
            raise Find(f"{kind} case {number} of seed {options.seed}: {find}\nagain: --only {kind} --seed {options.seed} "
                       f"--from {max(0, number - 50)} --cases 51; its bytes: --only {kind} --from {number} --cases 1 --show") from find
        if number % HOUSEKEEPING == HOUSEKEEPING - 1:
            clear_up()
        if number - numbers[0] == min(WARM, len(numbers) // 2):
            before = watch.figures()
    if finish:
        finish()
    return before or watch.figures(), slowest


@dataclasses.dataclass
class Outcome:
    """What became of the cases that one server got."""
    lines: list = dataclasses.field(default_factory=list)
    ends: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    statuses: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    slowest: tuple = (0.0, "none")  # answer to a case, and the case
    worst: float = 0.0  # answer to another client


def attack_part(options, part):
    """A server of its own for one part of the cases."""
    outcome, shares = Outcome(), {options.only: 1.0} if options.only else SHARES
    with server.server() as running:
        make_departments(running)
        watch = Watch(running, options.patience)
        made = runners(running, options.patience)
        check_operations(running)
        for kind in ("document", "http", "ipp"):
            numbers = part_of(round(options.cases * shares.get(kind, 0)), options, part)
            if not numbers:
                continue
            start = time.monotonic()
            before, slowest = run_kind(kind, numbers, options, watch, made)
            time.sleep(0.6)  # deadlines are looked at twice a second
            after = watch.check_growth(before, options.memory_mb << 10)
            outcome.slowest = max(outcome.slowest, slowest)
            outcome.lines.append(
                f"{kind}: {len(numbers)} cases in {time.monotonic() - start:.1f} s, memory {before['memory'] >> 10} -> "
                f"{after['memory'] >> 10} MB, {after['files']} files, {after['threads']} threads")
        check_renderers(watch, options.patience)
        documents, requests = made["document"][3], made["ipp"][3]
        for client in (watch.client, documents.client, *requests.clients):
            client.close()
    outcome.ends.update({**documents.ends, "refused": documents.refused} if documents.ends else {})
    outcome.statuses.update(requests.statuses)
    outcome.worst = watch.worst
    return outcome


def check_renderers(watch, patience):
    """What is still drawn when the last case was sent may end; what does not is left."""
    until = time.monotonic() + patience * LAST_RENDERERS
    while (left := watch.workers()) and time.monotonic() < until:
        time.sleep(0.1)
    if left:
        raise Find(f"renderers are left: {left}")


def attack_parts(options):
    """The outcomes of all parts, each in a process of its own; raises Find with all that was found."""
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        running = [pool.submit(attack_part, options, part) for part in range(options.jobs)]
    finds = [found for each in running if isinstance(found := each.exception(), Find)]
    if finds:
        raise Find("\n".join(map(str, finds)))
    return [each.result() for each in running]


def attack_server(options):
    """Runs all cases; raises Find for what must not happen. Gives lines of what was done."""
    begun = time.monotonic()
    outcomes = attack_parts(options) if options.jobs > 1 else [attack_part(options, 0)]
    lines = [line for outcome in outcomes for line in outcome.lines]
    ends = sum((outcome.ends for outcome in outcomes), collections.Counter())
    statuses = sum((outcome.statuses for outcome in outcomes), collections.Counter())
    if ends:
        lines.append("documents: " + ", ".join(f"{n} {end}" for end, n in sorted(ends.items())))
    if statuses:
        good = sum(n for code, n in statuses.items() if code < 0x100)
        lines.append(f"requests: {good} carried out, {sum(statuses.values()) - good} refused by {len(statuses)} kinds of answer")
    (slowest, which), worst = max(outcome.slowest for outcome in outcomes), max(outcome.worst for outcome in outcomes)
    lines.append(f"slowest answer to a case: {1000 * slowest:.0f} ms ({which}), to another client: {1000 * worst:.0f} ms; "
                 f"all in {time.monotonic() - begun:.0f} s; no find")
    return lines


def main():
    options = parse_arguments()
    if options.show:
        for number in range(options.first, options.first + options.cases):
            sys.stdout.buffer.write(bytes_of(options.only or "ipp", options.seed, number))
        return 0
    try:
        print("\n".join(attack_server(options)))
    except Find as find:
        print(f"mutator: {find}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
