"""Starts platen servers for tests: each with a folder, a free port and virtual devices of its own."""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time

PLATEN = os.environ["PLATEN"]
PRINTERS = ("pro-1000", "ir1020", "ir1024")


class Server:
    """A running "platen server". Its log is kept; stop() and kill() end it, start() begins it again on the same state."""

    def __init__(self, state, *options, demo=True, port=0, env=None, under=(), **popen):
        """`env` is added to the environment; `popen` goes to the process as it is; `under` is what runs it."""
        self.env, self.popen = {**os.environ, **(env or {})}, popen
        self.state = pathlib.Path(state)
        self.options = [*(["--demo"] if demo else []), *options]
        self.port = port
        self.under = under  # a program and its arguments, which runs the server
        self.process = None
        self.start()

    def start(self):
        self.log_file = open(self.state / "server.log", "ab")
        self.process = subprocess.Popen(
            [*self.under, PLATEN, "server", "--state", self.state, "--port", str(self.port), "--allow-root", *self.options],
            stdout=subprocess.PIPE, stderr=self.log_file, env=self.env, **self.popen)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://\S+:(\d+)/", line)
        if not found:
            self.process.wait(20)
            raise AssertionError(f"the server did not start: {line}{self.log()}")
        self.port = int(found[1])
        self.reader = threading.Thread(target=self.process.stdout.read, daemon=True)
        self.reader.start()

    @property
    def socket(self):
        return str(self.state / "platen.sock")

    def uri(self, printer, scheme="ipp"):
        return f"{scheme}://localhost:{self.port}/ipp/print/{printer}"

    def log(self):
        return (self.state / "server.log").read_text(errors="replace")

    def run(self, *words, check=True, **more):
        """A client command through the socket."""
        done = subprocess.run([PLATEN, *map(str, words)], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "PLATEN_SERVER": self.socket}, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"platen {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(60)
        self.close()

    def close(self):
        """The pipe is closed once nobody reads it: the twins of a demonstration end with the server."""
        self.reader.join(10)
        self.process.stdout.close()
        self.log_file.close()


@contextlib.contextmanager
def server(*options, **more):
    with tempfile.TemporaryDirectory(prefix="platen-server-") as state:
        running = Server(state, *options, **more)
        try:
            yield running
        finally:
            if running.process.poll() is None:
                code = running.stop()
                assert code == 0, f"the server ended with {code}:\n{running.log()}"


def wait_for(condition, seconds=30, what="the condition"):
    """The condition's first true value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {seconds} s")
