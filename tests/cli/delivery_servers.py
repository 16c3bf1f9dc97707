"""Servers that others wrote, each an ordinary process on loopback: Samba, OpenSSH, nginx with WebDAV."""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from support import PATIENCE

USER, PASSWORD = "scans", "Pa55 w\\ord \"ä\""
# In a mount namespace of their own they see one more user, and a /run that is theirs.
MOUNTS = """set -eu
base=$1; shift
mount -t tmpfs none /run
mkdir -p /run/sshd "$base/small"
for file in passwd group shadow; do mount --bind "$base/$file" "/etc/$file"; done
mount -t tmpfs -o size=2m,uid=4242,gid=4242 none "$base/small"
exec "$@"
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Place:
    """A folder with what servers of a test class need; close() ends them."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="platen-delivery-")
        self.base = pathlib.Path(self.holder.name)
        self.base.chmod(0o755)
        self.servers = []
        self.make_account()
        done = subprocess.run(self.command("true"), capture_output=True, text=True, check=False)
        if done.returncode:
            self.holder.cleanup()
            print(f"no private world: {done.stderr}", file=sys.stderr)  # ctest shows the test as skipped
            raise unittest.SkipTest(done.stderr.strip())

    def make_account(self):
        hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=PASSWORD.encode(), capture_output=True,
                                check=True).stdout.decode().strip()
        self.home = self.base / "home"
        self.home.mkdir()
        for name, line, mode in (("passwd", f"{USER}:x:4242:4242::{self.home}:/bin/sh\n", 0o644),
                                 ("group", f"{USER}:x:4242:\n", 0o644), ("shadow", f"{USER}:{hashed}:19000:0:99999:7:::\n", 0o600)):
            source = pathlib.Path("/etc", name)
            (self.base / name).write_text((source.read_text() if os.access(source, os.R_OK) else "") + line)
            (self.base / name).chmod(mode)
        if os.geteuid() == 0:
            os.chown(self.home, 4242, 4242)

    def command(self, *words):
        return ["unshare", "-m", "--propagation", "private", "sh", "-c", MOUNTS, "sh", str(self.base), *map(str, words)]

    def run(self, *words, stdin=b""):
        return subprocess.run(self.command(*words), input=stdin, capture_output=True, check=True).stdout.decode()

    def start(self, port, *words):
        server = Server(self, port, words)
        self.servers.append(server)
        return server

    def close(self):
        for server in self.servers:
            server.stop()
        self.holder.cleanup()


class Server:
    """A program that answers at `port`."""

    def __init__(self, place, port, words):
        self.port = port
        self.log = open(place.base / f"log-{port}", "wb+")
        self.process = subprocess.Popen(place.command(*words), stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
                                        start_new_session=True)
        ends = time.monotonic() + 30 * PATIENCE
        while not self.answers():
            if time.monotonic() > ends or self.process.poll() is not None:
                raise RuntimeError(f"{words[0]} does not start: " + pathlib.Path(self.log.name).read_text(errors="replace"))
            time.sleep(0.1)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()


def samba(place):
    """Shares: `scans`, `small` with room for 2 MB, and `closed`, which can be read alone."""
    base, port = place.base / "samba", free_port()
    for name in ("share", "private", "state", "lock", "cache", "pid", "rpc"):
        (base / name).mkdir(parents=True)
    os.chown(base / "share", 4242, 4242)
    conf = base / "smb.conf"
    conf.write_text(f"""[global]
server role = standalone server
server min protocol = SMB2
smb ports = {port}
interfaces = lo
bind interfaces only = yes
disable netbios = yes
load printers = no
printing = bsd
private dir = {base}/private
state directory = {base}/state
lock directory = {base}/lock
cache directory = {base}/cache
pid directory = {base}/pid
ncalrpc dir = {base}/rpc
log file = {base}/log
passdb backend = tdbsam:{base}/private/passdb.tdb
map to guest = never
[scans]
path = {base}/share
read only = no
[small]
path = {place.base}/small
read only = no
[closed]
path = {base}/share
read only = yes
""")
    place.run("smbpasswd", "-c", conf, "-s", "-a", USER, stdin=f"{PASSWORD}\n{PASSWORD}\n".encode())
    (base / "auth").write_text(f"username={USER}\npassword={PASSWORD}\n")
    server = place.start(port, "smbd", "--foreground", "--no-process-group", "-s", conf)
    server.folder = base / "share"
    server.client = ["smbclient", "-s", str(conf), "-p", str(port), "-A", str(base / "auth")]
    return server


def samba_of_the_nineties(place):
    """The same shares, by SMB1 alone."""
    port, conf = free_port(), place.base / "samba/nineties.conf"
    (place.base / "samba/pid1").mkdir()
    text = (place.base / "samba/smb.conf").read_text()
    text = text.replace("server min protocol = SMB2", "server min protocol = NT1\nserver max protocol = NT1")
    text = text.replace(f"{place.base}/samba/pid\n", f"{place.base}/samba/pid1\n")
    conf.write_text("".join(f"smb ports = {port}\n" if line.startswith("smb ports") else line + "\n" for line in text.splitlines()))
    return place.start(port, "smbd", "--foreground", "--no-process-group", "-s", conf)


def openssh(place):
    """sshd with one host key; `fingerprint` is what ssh-keygen says of it, `login_key` one that it lets in."""
    base, port = place.base / "ssh", free_port()
    base.mkdir()
    for name in ("host", "login", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", base / name], check=True)
    authorized = base / "authorized"
    authorized.write_text((base / "login.pub").read_text())
    authorized.chmod(0o644)
    conf = base / "sshd_config"
    conf.write_text(f"""Port {port}
ListenAddress 127.0.0.1
HostKey {base}/host
AuthorizedKeysFile {authorized}
StrictModes no
UsePAM no
PasswordAuthentication yes
MaxStartups 100
Subsystem sftp internal-sftp
PidFile none
""")
    server = place.start(port, "/usr/sbin/sshd", "-D", "-e", "-f", conf)
    server.fingerprint = subprocess.run(["ssh-keygen", "-lf", base / "host.pub"], capture_output=True, text=True, check=True).stdout.split()[1]
    server.login_key = (base / "login").read_text()
    server.stranger_key = (base / "stranger").read_text()
    (base / "known").write_text(f"[127.0.0.1]:{port} " + " ".join((base / "host.pub").read_text().split()[:2]) + "\n")
    server.client = ["sftp", "-q", "-b", "-", "-P", str(port), "-i", str(base / "login"), "-o", f"UserKnownHostsFile={base}/known",
                     "-o", "GlobalKnownHostsFile=/dev/null", f"{USER}@127.0.0.1"]
    return server


def webdav(place, certificate, key):
    """nginx: /dav/ with a login, over TLS; /closed/ can be read alone, /limited/ takes 100 kB."""
    base, port = place.base / "dav", free_port()
    for name in ("root/dav", "root/closed", "root/limited", "temp"):
        (base / name).mkdir(parents=True)
    hashed = subprocess.run(["openssl", "passwd", "-apr1", "-stdin"], input=PASSWORD.encode(), capture_output=True, check=True).stdout.decode().strip()
    (base / "users").write_text(f"{USER}:{hashed}\n")
    dav = "dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS;"
    temporary = "".join(f"{kind}_temp_path {base}/temp/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = base / "nginx.conf"
    conf.write_text(f"""load_module modules/ngx_http_dav_ext_module.so;
user root; daemon off; pid {base}/pid; error_log stderr; worker_processes 1;
events {{ worker_connections 64; }}
http {{ access_log off; {temporary}
server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key}; root {base}/root;
auth_basic scans; auth_basic_user_file {base}/users; client_max_body_size 100m;
location /dav/ {{ {dav} }}
location /closed/ {{ dav_methods off; limit_except GET {{ deny all; }} }}
location /limited/ {{ {dav} client_max_body_size 100k; }}
}} }}
""")
    server = place.start(port, "nginx", "-c", conf, "-e", "stderr")
    server.folder = base / "root/dav"
    return server
