"""A print server of a test's own."""
import os
import pathlib
import re
import subprocess
import tempfile

from support import PLATEN


class Server:
    """platen server with a state folder and a port of its own; `demo`: with the virtual devices as printers. Its log is server.log in the state folder.

    `folder`: where the state lies, to be found there by the next one; `config`: what platen.toml says; `env`: variables besides.
    """

    def __init__(self, config="", demo=True, folder=None, env=None):
        self.holder = tempfile.TemporaryDirectory(prefix="platen-server-")
        self.state = pathlib.Path(folder or self.holder.name) / "state"
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.config = pathlib.Path(self.holder.name) / "platen.toml"
        self.config.write_text(config)
        self.log = (self.state / "server.log").open("ab")
        flags = (["--demo"] if demo else []) + (["--allow-root"] if os.geteuid() == 0 else [])
        self.process = subprocess.Popen([PLATEN, "server", "--config", self.config, "--state", self.state, "--port", "0", *flags],
                                        stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **(env or {})})
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise RuntimeError(f"no server: {line} {self.words()}")
        self.port = int(found.group(1))
        self.socket = self.state / "platen.sock"

    def words(self):
        """What it has logged."""
        return (self.state / "server.log").read_text(errors="replace")

    def kill(self):
        """As the kernel or a power cut would; close() is still due."""
        self.process.kill()
        self.process.wait(timeout=30)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.log.close()
        self.holder.cleanup()
