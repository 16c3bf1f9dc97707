"""One run of a fuzz target, until it has had its CPU time or finds something."""
import os
import pathlib
import re
import resource
import signal
import subprocess
import time

HANG_WALL_SECONDS = 120  # libFuzzer counts time on the wall, and a campaign may get little of the processor:
HANG_CPU_SECONDS = 10  # so what looks like a hang must take this much of it
PATIENCE_SECONDS = 600  # for a target that was told to end
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_used(pid):
    """CPU seconds of a process until now."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def only_long(name):
    """Whether an input's name says that it took long on the wall, and no more: "TARGET-timeout-...", "TARGET-slow-unit-..."."""
    return name.partition("-")[2].startswith(("timeout-", "slow-unit-"))


def repeats(program, found):
    """Whether the input fails again. One that only took long, while others had the processor, is no find and is removed."""
    done = subprocess.run([program, found], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (HANG_CPU_SECONDS, HANG_CPU_SECONDS)))
    if done.returncode == 0 and only_long(found.name):
        found.unlink()
        return False
    return True  # a crash that does not repeat is one of the program's state, and a find all the same


class Slice:
    def __init__(self, name, program, folder, seeds, scratch):
        self.name, self.program = name, program
        self.corpus, self.finds, self.log = folder / "corpus" / name, folder / "finds", folder / f"{name}.log"
        for made in (self.corpus, self.finds):
            made.mkdir(parents=True, exist_ok=True)
        self.known = set(self.finds.iterdir())
        self.ended, self.told, self.input, self.failed, self.words = False, None, None, False, ""
        self.cpu_seconds = self.executions = 0
        # A process group of its own, so that an interrupt on the terminal is the campaign's alone; no session of its own, since
        # Linux schedules each session as a group (sched(7)), and would not know it for one of low priority.
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [program, "-print_final_stats=1", f"-timeout={HANG_WALL_SECONDS}", f"-report_slow_units={HANG_WALL_SECONDS}",
                 f"-artifact_prefix={self.finds}/{name}-", self.corpus, seeds],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**os.environ, "TMPDIR": str(scratch)}, process_group=0)

    def watch(self, most_seconds):
        """Looks whether it has ended; tells it to when it has had its time."""
        pid, status, used = os.wait4(self.process.pid, os.WNOHANG)
        if pid:
            self.process.returncode = os.waitstatus_to_exitcode(status)
            self.close(used.ru_utime + used.ru_stime)
        elif self.told is None:
            if cpu_used(self.process.pid) >= most_seconds:
                self.told = time.monotonic()
                self.process.send_signal(signal.SIGINT)
        elif time.monotonic() - self.told > PATIENCE_SECONDS:
            self.process.kill()

    def close(self, cpu_seconds):
        self.ended, self.cpu_seconds = True, cpu_seconds
        output = self.log.read_text(errors="replace")
        if counted := re.search(r"stat::number_of_executed_units:\s*(\d+)", output):
            self.executions = int(counted[1])
        fresh = [path for path in self.finds.iterdir() if path.name.startswith(f"{self.name}-") and path not in self.known]
        self.input = min(fresh, key=lambda path: only_long(path.name), default=None)
        self.failed = self.told is None
        if summary := re.search(r"^SUMMARY: .*$", output, re.MULTILINE):
            self.words = summary[0]
