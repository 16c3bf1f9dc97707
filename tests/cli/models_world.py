"""A publisher of models for tests: a repository signed by OpenSSL, and an HTTPS server that misbehaves as it is told."""
import base64
import hashlib
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import threading
import time

DOMAIN = b"platen model index 1\n"
# An Ed25519 key as PKCS #8 (RFC 8410): this, then the 32 bytes of the seed.
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")
SPKI = bytes.fromhex("302a300506032b6570032100")


def tool(*words, stdin=None, folder=None):
    return subprocess.run([str(word) for word in words], input=stdin, capture_output=True, check=True, cwd=folder).stdout


class Key:
    """A publisher's key, used by OpenSSL alone: what platen signs and verifies is held against it."""

    def __init__(self, folder, name, seed=None):
        self.file = pathlib.Path(folder) / f"{name}.pem"
        if seed is None:
            tool("openssl", "genpkey", "-algorithm", "ed25519", "-out", self.file)
        else:
            tool("openssl", "pkey", "-inform", "DER", "-out", self.file, stdin=PKCS8 + seed)
        self.raw = tool("openssl", "pkey", "-in", self.file, "-pubout", "-outform", "DER")[len(SPKI):]
        self.text = base64.b64encode(self.raw).decode()
        self.id = hashlib.sha256(self.raw).hexdigest()[:16]

    def sign(self, index):
        message = self.file.with_suffix(".message")
        message.write_bytes(DOMAIN + index)
        signature = tool("openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.file, "-in", message)
        return f"{self.id} {base64.b64encode(signature).decode()}\n".encode()

    def verifies(self, index, line):
        message, signature = self.file.with_suffix(".message"), self.file.with_suffix(".signature")
        message.write_bytes(DOMAIN + index)
        signature.write_bytes(base64.b64decode(line.split(b" ")[1]))
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-inkey", self.file, "-in", message, "-sigfile", signature],
                              capture_output=True, check=False)
        return done.returncode == 0


class Repository:
    """Models in a folder, with an index that says what a test wants it to say."""

    def __init__(self, folder, key, base):
        self.folder, self.key, self.base = pathlib.Path(folder), key, base
        (self.folder / "models").mkdir(parents=True)
        self.index = {"format": 1, "repository": "test", "serial": 1, "issued": self.moment(-3600),
                      "expires": self.moment(86400 * 30), "models": []}

    @staticmethod
    def moment(seconds):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))

    def text(self, name, version, more=""):
        """A model of that name: the PRO-1000's file with another id, version and device."""
        text = re.sub(r'(?m)^id\s*=.*$', f'id = "{name}"\nversion = {version}\n{more}', self.base)
        text = re.sub(r'(?m)^ieee1284_models\s*=.*$', f'ieee1284_models = ["{name}"]', text)
        return re.sub(r'(?m)^title\s*=.*$', f'title = "The {name}"', text).encode()

    def offer(self, name, version, text=None, **more):
        text = self.text(name, version) if text is None else text
        file = f"models/{name}-{version}.toml"
        (self.folder / file).write_bytes(text)
        self.index["models"] = [one for one in self.index["models"] if one["id"] != name]
        self.index["models"].append({"id": name, "version": version, "file": file, "bytes": len(text),
                                     "sha256": hashlib.sha256(text).hexdigest(), "title": f"The {name}",
                                     "changes": [f"version {version} of it"], **more})

    def sign(self, *keys, **changes):
        """Writes the next index; `changes` are members of it."""
        self.index["serial"] += 1
        self.index.update(changes)
        text = json.dumps(self.index).encode()
        (self.folder / "index.json").write_bytes(text)
        lines = b"".join(key.sign(text) for key in keys or [self.key])
        (self.folder / "index.json.sig").write_bytes(b"platen-signatures 1\n" + lines)


def certificate(folder, name, names="IP:127.0.0.1,DNS:localhost"):
    """(certificate, key) of a server, signed by itself: its own authority."""
    pem, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    tool("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", f"subjectAltName={names}", "-keyout", key, "-out", pem)
    return pem, key


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.lstrip("/")
        misdeed = self.server.misdeeds.get(name)
        try:
            if misdeed:
                misdeed(self)
            else:
                self.give(name)
        except OSError:
            pass  # whoever asked has had enough
        self.close_connection = True

    def give(self, name):
        file = self.server.folder / name
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server:
    """The folder over HTTPS. `misdeeds`: by file name, what is done in place of giving it."""

    def __init__(self, folder, pem, key):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.folder, self.server.asked, self.server.misdeeds = pathlib.Path(folder), [], {}
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda *words: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"https://127.0.0.1:{self.server.server_address[1]}"

    @property
    def asked(self):
        return self.server.asked

    @property
    def misdeeds(self):
        return self.server.misdeeds

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def endless(handler):
    """More and more, without a word of how much it will be."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def slow(handler):
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.2)


def broken_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")


def redirect(target):
    def misdeed(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
    return misdeed
