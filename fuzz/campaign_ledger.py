"""The ledger of a fuzz campaign: CPU seconds and executions of each target, in a TOML file."""
import datetime
import os
import tomllib

HEAD = """# What each fuzz target did under libFuzzer with the address and undefined-behaviour sanitizers: CPU seconds and executions
# in all, and the day of the last run. fuzz/campaign.py adds to it and goes on with the target that has least.
"""


class Ledger:
    def __init__(self, path):
        self.path = path
        self.targets = tomllib.loads(path.read_text()) if path.exists() else {}

    def seconds(self, name):
        return self.targets.get(name, {}).get("cpu_seconds", 0)

    def add(self, name, cpu_seconds, executions):
        known = self.targets.setdefault(name, {"cpu_seconds": 0, "executions": 0})
        known["cpu_seconds"] = round(known["cpu_seconds"] + cpu_seconds, 2)
        known["executions"] += executions
        known["last"] = datetime.date.today()

    def write(self):
        """As a whole or not at all: a campaign may be killed at any time."""
        lines = [f"{name} = {{ cpu_seconds = {known['cpu_seconds']}, executions = {known['executions']}, last = {known['last']} }}\n"
                 for name, known in sorted(self.targets.items())]
        fresh = self.path.with_suffix(".new")
        fresh.write_text(HEAD + "".join(lines))
        os.replace(fresh, self.path)

    def told(self, name):
        return f"{self.seconds(name):.0f} s, {self.targets.get(name, {}).get('executions', 0):,} executions"

    def summary(self, names):
        seconds = [self.seconds(name) for name in names]
        executions = sum(self.targets.get(name, {}).get("executions", 0) for name in names)
        return (f"{len(seconds)} targets: {sum(seconds) / 60:.0f} CPU minutes in all, {min(seconds) / 60:.1f} on the one that ran least; "
                f"{executions:,} executions")
