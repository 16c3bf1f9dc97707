"""A small client of HTTP/1.1 for many short requests: http.client takes longer for one than the server does."""
import http.client
import re
import socket

STATUS = re.compile(rb"HTTP/1\.1 ([1-5]\d\d) [^\r\n]*\r\n")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+) *\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked *\r\n", re.IGNORECASE)
LAST = re.compile(rb"\r\nconnection: *close *\r\n", re.IGNORECASE)
HEAD = 64 << 10  # no answer's head is longer


def over_tcp(port):
    return lambda timeout: socket.create_connection(("127.0.0.1", port), timeout=timeout)


def over_socket(path):
    """By the server's Unix socket, where it sees who asks."""
    def connect(timeout):
        made = socket.socket(socket.AF_UNIX)
        made.settimeout(timeout)
        made.connect(path)
        return made
    return connect


class Connection:
    """One connection. What is no HTTP raises HTTPException, what is cut off ConnectionError, what takes too long TimeoutError."""

    def __init__(self, made):
        self.socket, self.read, self.goes_on = made, b"", True

    def more(self):
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the connection ended" + (f" after {self.read[:100]!r}" if self.read else ""))
        self.read += piece

    def take(self, size):
        while len(self.read) < size:
            self.more()
        taken, self.read = self.read[:size], self.read[size:]
        return taken

    def line(self):
        while (end := self.read.find(b"\r\n")) < 0:
            self.more()
        return self.take(end + 2)[:-2]

    def answer(self):
        while (end := self.read.find(b"\r\n\r\n")) < 0:
            if len(self.read) > HEAD:
                raise http.client.HTTPException(f"a head without an end: {self.read[:100]!r}")
            self.more()
        head = self.take(end + 4)
        started = STATUS.match(head)
        if not started:
            raise http.client.BadStatusLine(repr(head[:100]))
        status, self.goes_on = int(started[1]), not LAST.search(head)
        if status < 200:  # 100 Continue: the answer is the next
            return self.answer()
        if CHUNKED.search(head):
            return status, self.chunks()
        if length := LENGTH.search(head):
            return status, self.take(int(length[1]))
        if status in (204, 304):
            return status, b""
        raise http.client.HTTPException(f"an answer of no length: {head[:300]!r}")

    def chunks(self):
        pieces = []
        while size := self.size():
            pieces.append(self.take(size + 2)[:-2])
        while self.line():
            pass
        return b"".join(pieces)

    def size(self):
        line = self.line()
        if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", line):
            raise http.client.HTTPException(f"a chunk of the size {line[:100]!r}")
        return int(line, 16)


class Client:
    """A kept connection. ask() gives (HTTP status, body); a connection that was closed since is opened again."""

    def __init__(self, connect, timeout):
        self.connect, self.timeout, self.connection = connect, timeout, None

    def ask(self, path, body):
        request = (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
                   f"Content-Length: {len(body)}\r\n\r\n").encode() + body
        for last in (False, True):
            fresh = self.connection is None
            try:
                if fresh:
                    self.connection = Connection(self.connect(self.timeout))
                self.connection.socket.sendall(request)
                answer = self.connection.answer()
                if not self.connection.goes_on:
                    self.close()
                return answer
            except (http.client.HTTPException, OSError) as error:
                self.close()
                if fresh or last or isinstance(error, TimeoutError):
                    raise
        return None

    def close(self):
        if self.connection:
            self.connection.socket.close()
            self.connection = None
