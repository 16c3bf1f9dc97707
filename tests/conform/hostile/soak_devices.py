"""Virtual devices as processes of their own, and what befalls them: gone, back, stopped, cut off in the midst of a job."""
import os
import signal
import subprocess
import time


class Device:
    """One "platen virtual", which can be killed, paused and begun again on the same port."""

    def __init__(self, platen, model, name, folder):
        self.platen, self.model, self.name, self.sheets, self.port = platen, model, name, folder / name, 0
        self.process, self.faults = None, {}
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.platen, "virtual", self.model, "--port", str(self.port), "--sheets", self.sheets, "-r", "20"],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1])
        self.lines = open(os.devnull, "w")
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=self.lines)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.drain.wait()
        self.lines.close()

    def suffer(self, rng, wait):
        """One fault, from its beginning to its end. `wait(seconds)` is false when the soak is over."""
        fault = rng.choice(("power cut", "power cut", "stall", "long stall"))
        self.faults[fault] = self.faults.get(fault, 0) + 1
        if fault == "power cut":
            self.end()
            wait(rng.uniform(0.5, 6))
            self.start()
        else:
            self.process.send_signal(signal.SIGSTOP)
            wait(rng.uniform(1, 3) if fault == "stall" else rng.uniform(5, 15))
            self.process.send_signal(signal.SIGCONT)

    def tidy(self):
        """Drawn sheets would fill the disk in an hour."""
        old = time.time() - 60
        for entry in os.scandir(self.sheets) if self.sheets.exists() else ():
            try:
                if entry.stat().st_mtime < old:
                    os.unlink(entry)
            except FileNotFoundError:  # one that was being written has got its name meanwhile
                pass
