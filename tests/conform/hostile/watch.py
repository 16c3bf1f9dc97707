"""The server under attack: that it lives, answers others, and does not grow."""
import http.client
import os
import pathlib
import struct
import time

import conversations
import ipp
from wire import Client, over_tcp


class Find(Exception):
    """Something that must not happen."""


def status_of(pid):
    """The figures of /proc/PID/status that tell of growth."""
    lines = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return {"memory": int(lines["VmRSS"].split()[0]), "threads": int(lines["Threads"]), "files": len(os.listdir(f"/proc/{pid}/fd"))}


def children_of(pid):
    """[(pid, name, state)] of a process' children."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text()
        except OSError:
            continue
        name, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
        if int(rest[1]) == pid:
            found.append((int(entry.name), name, rest[0]))
    return found


JOB_FD = 5  # by which a Ghostscript gets its job (src/render/ghostscript_job.h)


def is_spare(pid, name):
    """Whether it is a renderer that waits for its document: it has no job yet."""
    try:
        return name.startswith(("platen-render", "gs")) and os.stat(f"/proc/{pid}/fd/{JOB_FD}").st_size == 0
    except OSError:
        return False


class Watch:
    """Looks after one running server (server.Server) on behalf of those whom nobody attacks."""

    def __init__(self, running, patience):
        self.running, self.patience, self.worst = running, patience, 0.0
        self.client = Client(over_tcp(running.port), patience)
        wanted = ipp.attribute(ipp.KEYWORD, "requested-attributes", "printer-state")
        uri = ("printer-uri", "ipp://localhost/ipp/print/pro-1000")
        _, message = conversations.request(0x0B, wanted, uri=uri)
        self.question = message.encode()

    def alive(self):
        code = self.running.process.poll()
        if code is not None:
            raise Find(f"the server ended with {code}: {self.running.log()[-3000:]}")

    def check(self):
        """Another client's question, which must be answered within the patience."""
        self.alive()
        begun = time.monotonic()
        try:
            status, body = self.client.ask("/ipp/print/pro-1000", self.question)
        except (OSError, http.client.HTTPException) as error:
            self.alive()
            raise Find(f"another client got no answer: {error!r}") from error
        self.worst = max(self.worst, time.monotonic() - begun)
        if status != 200 or struct.unpack(">H", body[2:4])[0] != 0:
            raise Find(f"another client was answered {status} {body[:8].hex()}")

    def figures(self):
        return status_of(self.running.process.pid)

    def workers(self):
        """Children that are no twins of the demonstration: renderers, and whatever is dead and not buried. One renderer may wait."""
        found = [(pid, name, state) for pid, name, state in children_of(self.running.process.pid)
                 if name.startswith(("platen-render", "gs")) or state == "Z"]
        spares = [child for child in found if is_spare(*child[:2])]
        return [child for child in found if child not in spares[:1]]

    def spares(self):
        return [pid for pid, name, _ in children_of(self.running.process.pid) if is_spare(pid, name)]

    def check_growth(self, before, memory_kb):
        after = self.figures()
        if after["memory"] > before["memory"] + memory_kb:
            raise Find(f"memory grew from {before['memory']} to {after['memory']} kB")
        for what in ("threads", "files"):
            if after[what] > before[what] + 32:  # printers that an administrator's requests made, connections that are just closing
                raise Find(f"{what} grew from {before[what]} to {after[what]}")
        return after
