"""platen doctor on the machine that a server runs on."""
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import unittest

from doctor_world import SOURCE, Alone, DoctorCase, end_in_2020, fault, make_certificate
from support import PLATEN, run

WITHOUT = os.environ.get("WITHOUT", "")
AVAHI = pathlib.Path("/run/avahi-daemon/socket")


class Machine(DoctorCase):
    """The machine of a server that runs."""

    @fault("no-printers", "announcing-off")
    def test_new_server(self):
        server = Alone(self, "[discovery]\nannounce = false\n")
        findings = self.doctor(at=server.socket, code=0)
        self.found(findings, "no-printers", "server", ["platen add"])
        self.found(findings, "announcing-off", "server", ["announce = false"])

    @fault("dns-sd-not-running")
    def test_without_avahi(self):
        hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh"] if AVAHI.exists() else []
        server = Alone(self, "", "--demo", before=hidden)
        self.found(self.doctor(at=server.socket), "dns-sd-not-running", str(AVAHI), ["avahi-daemon"])

    @fault("users-file-readable-by-others", "secret-readable-by-others", mends=("users-file-readable-by-others", "secret-readable-by-others"))
    def test_open_files(self):
        server = Alone(self)
        users, key = server.state / "users", server.state / "tls/key.pem"
        code, _, err = run("user", "set", "--state", server.state, "ada", stdin=b"a long password\n")
        self.assertEqual(code, 0, err)
        users.chmod(0o644)
        key.chmod(0o640)
        findings = self.doctor(at=server.socket, code=1)
        self.found(findings, "users-file-readable-by-others", str(users), ["0644"], "becomes 0600")
        self.found(findings, "secret-readable-by-others", str(key), ["0640"], "becomes 0600")
        self.mend("--yes", at=server.socket, title="-")
        self.assertEqual((users.stat().st_mode & 0o777, key.stat().st_mode & 0o777), (0o600, 0o600))
        self.lacks(self.doctor(at=server.socket, code=0), "users-file-readable-by-others")

    @fault("configuration-wrong", "configuration-not-read", mends=("configuration-not-read",))
    def test_configuration(self):
        server = Alone(self, '[server]\nname = "before"\n')
        config = server.state / "platen.toml"
        config.write_text("[server]\nnonsense = 1\n")
        self.found(self.doctor(at=server.socket, code=1), "configuration-wrong", str(config), ["platen.toml:2"])
        config.write_text('[server]\nname = "after"\n[discovery]\nannounce = false\n')
        findings = self.doctor(at=server.socket)
        self.lacks(findings, "announcing-off")
        self.found(findings, "configuration-not-read", str(config), ["SIGHUP"], "again")
        self.mend(at=server.socket, title="Read the configuration again")
        findings = self.doctor(at=server.socket)
        self.lacks(findings, "configuration-not-read")
        self.found(findings, "announcing-off")

    @fault("disk-full", "disk-nearly-full", "spool-not-writable")
    def test_disk(self):
        for size, code, says in (("40m", "disk-full", "Make room"), ("500m", "disk-nearly-full", "Make room"), ("ro", "spool-not-writable", "Read-only")):
            state = pathlib.Path(tempfile.mkdtemp(prefix="platen-disk-"))
            spool = state / "spool"
            spool.mkdir()
            mounted = f'mount -t tmpfs -o size={"500m" if size == "ro" else size} none {spool} && exec "$@"'
            server = Alone(self, f'[server]\nspool = "{spool}"\n', before=["unshare", "-m", "sh", "-c", mounted, "sh"], state=state)
            self.addCleanup(shutil.rmtree, state, ignore_errors=True)
            if size == "ro":
                subprocess.run(["nsenter", "-t", str(server.process.pid), "-m", "sh", "-c", f"mount --bind {spool} {spool} && mount -o remount,ro,bind {spool}"], check=True)
            self.found(self.doctor(at=server.socket), code, str(spool), [says])
            server.close()

    @fault("store-was-mended")
    def test_lost(self):
        server = Alone(self)
        (server.state / "lost/2026-01-01").mkdir(parents=True)
        self.found(self.doctor(at=server.socket, code=0), "store-was-mended", str(server.state / "lost"), ["report"])

    @fault("sandbox-lacking")
    def test_without_a_sandbox(self):
        server = Alone(self, "[security]\nopen-documents-without-sandbox = true\n", before=[WITHOUT, "landlock"])
        self.found(self.doctor(at=server.socket), "sandbox-lacking", "server", ["Landlock"])

    @fault("program-missing", "program-replaced")
    def test_program(self):
        alone = self.folder / "bin"
        alone.mkdir()
        shutil.copy2(PLATEN, alone / "platen")
        server = Alone(self, env={"PLATEN_DATA": str(SOURCE / "data")}, program=alone / "platen")
        self.found(self.doctor(at=server.socket), "program-missing", "platen-deliver", ["sending scans"])
        self.lacks(self.doctor(at=server.socket), "program-replaced")
        shutil.copy2(PLATEN, alone / "new")
        (alone / "new").rename(alone / "platen")
        self.found(self.doctor(at=server.socket), "program-replaced", "server", ["systemctl restart platen"])

    @fault("too-few-open-files")
    def test_few_files(self):
        server = Alone(self, preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (600, 600)))
        self.found(self.doctor(at=server.socket), "too-few-open-files", "server", ["600", "LimitNOFILE"])

    @fault("certificate-expired", mends=("certificate-expired",))
    def test_own_certificate(self):
        server = Alone(self)
        certificate, key = server.state / "tls/certificate.pem", server.state / "tls/key.pem"
        end_in_2020(self, certificate, key)
        self.found(self.doctor(at=server.socket), "certificate-expired", str(certificate), ["ended on 2020"], "made anew for the same key")
        self.mend(at=server.socket, title="Make a new certificate")
        self.lacks(self.doctor(at=server.socket, code=0), "certificate-expired")
        keys = [subprocess.run(["openssl", *words, "-pubout" if words[0] == "pkey" else "-pubkey"], check=True, capture_output=True).stdout
                for words in (("x509", "-noout", "-in", certificate), ("pkey", "-in", key))]
        self.assertEqual(keys[0], keys[1], "the key stays")

    @fault("certificate-ends-soon", "certificate-expired")
    def test_certificate(self):
        for name, code, days in (("soon", "certificate-ends-soon", "5"), ("gone", "certificate-expired", "0")):
            with self.subTest(code):
                certificate, key = make_certificate(self, name, "-days", "5")
                if days == "0":
                    end_in_2020(self, certificate, key)
                server = Alone(self, f'[tls]\ncertificate = "{certificate}"\nkey = "{key}"\n')
                self.found(self.doctor(at=server.socket), code, str(certificate), ["[tls]" if days == "0" else "without a restart"])


if __name__ == "__main__":
    unittest.main()
