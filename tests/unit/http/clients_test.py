"""The server with clients that others wrote: curl, openssl s_client, Python's own."""
import http.client
import os
import pathlib
import signal
import ssl
import subprocess
import tempfile
import unittest

SERVE = os.environ["HTTP_SERVE"]


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="platen-http-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.certificate = cls.folder / "server.pem"
        cls.server = subprocess.Popen(
            [SERVE, "0", cls.folder / "s.sock", cls.certificate, cls.folder / "server.key", "0", "2"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        cls.port = int(cls.server.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        code = cls.server.wait(timeout=20)
        cls.server.stdout.close()
        cls.holder.cleanup()
        assert code == 0, f"the server ended with {code}"

    def curl(self, *arguments, stdin=None):
        done = subprocess.run(["curl", "-sS", "-m", "20", "--noproxy", "*", "--cacert", self.certificate, *arguments],
                              input=stdin, capture_output=True, check=False)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def s_client(self, *arguments, stdin=b""):
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-CAfile", self.certificate,
                               *arguments], input=stdin, capture_output=True, check=False, timeout=30)
        return done.returncode, done.stdout.decode("latin-1") + done.stderr.decode("latin-1")

    def test_curl_plain_and_tls(self):
        self.assertEqual(self.curl(f"http://127.0.0.1:{self.port}/a"), (0, "GET /a plain 0\n"))
        for host in ("127.0.0.1", "localhost"):
            self.assertEqual(self.curl(f"https://{host}:{self.port}/a"), (0, "GET /a tls 0\n"))

    def test_curl_by_the_names_of_the_server(self):
        for name in ("printhost", "printhost.local"):
            self.assertEqual(self.curl("--resolve", f"{name}:{self.port}:127.0.0.1", f"https://{name}:{self.port}/a"),
                             (0, "GET /a tls 0\n"))
        code, text = self.curl("--resolve", f"other:{self.port}:127.0.0.1", f"http://other:{self.port}/a")
        self.assertEqual(code, 0)
        self.assertIn('not called "other"', text)

    def test_curl_over_the_socket(self):
        self.assertEqual(self.curl("--unix-socket", self.folder / "s.sock", "http://localhost/a"), (0, "GET /a plain 0\n"))

    def test_curl_uploads_in_chunks(self):
        for scheme, how in (("http", "plain"), ("https", "tls")):
            self.assertEqual(self.curl("-T", "-", f"{scheme}://localhost:{self.port}/up", stdin=b"x" * 3_000_001),
                             (0, f"PUT /up {how} 3000001\n"))

    def test_curl_waits_for_continue(self):
        body = self.folder / "body"
        body.write_bytes(b"x" * 2_000_000)
        url = f"http://localhost:{self.port}/"
        code, text = self.curl("-v", "-H", "Expect: 100-continue", "--data-binary", f"@{body}", url + "up")
        self.assertEqual(code, 0)
        self.assertIn("100 Continue", text)
        self.assertIn("POST /up plain 2000000", text)
        code, text = self.curl("-v", "-H", "Expect: 100-continue", "--data-binary", f"@{body}", url + "denied")
        self.assertNotIn("100 Continue", text)
        self.assertIn("not this one", text)

    def test_curl_is_refused_in_the_middle(self):
        code, text = self.curl("-H", "Expect:", "-T", "-", f"http://localhost:{self.port}/denied", stdin=b"x" * 2_000_000)
        self.assertEqual((code, text), (0, "not this one\n"))

    def test_curl_of_other_versions(self):
        self.assertEqual(self.curl("--http1.0", f"http://localhost:{self.port}/a"), (0, "GET /a plain 0\n"))
        self.assertEqual(self.curl("--http2", f"https://localhost:{self.port}/a"), (0, "GET /a tls 0\n"))
        self.assertEqual(self.curl("--http2", f"http://localhost:{self.port}/a"), (0, "GET /a plain 0\n"))

    def test_openssl_verifies_and_resumes(self):
        for version in ("-tls1_2", "-tls1_3"):
            session = self.folder / f"session{version}"
            request = b"GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            code, text = self.s_client(version, "-quiet", "-ign_eof", "-sess_out", session, "-verify_hostname", "printhost",
                                       "-verify_return_error", stdin=request)
            self.assertIn("GET /a tls 0", text)
            code, text = self.s_client(version, "-ign_eof", "-sess_in", session, stdin=request)
            self.assertIn("Reused, ", text)

    def test_openssl_finds_nothing_weak(self):
        for arguments in (("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"), ("-tls1_2", "-cipher", "AES128-SHA"),
                          ("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"), ("-tls1_2", "-cipher", "aNULL:@SECLEVEL=0")):
            code, text = self.s_client(*arguments)
            self.assertNotEqual(code, 0, arguments)
            self.assertNotIn("Verify return code: 0", text.split("Verification")[0])

    def test_openssl_chooses_http_1_1(self):
        _, text = self.s_client("-alpn", "h2,http/1.1")
        self.assertIn("ALPN protocol: http/1.1", text)

    def test_python_keeps_its_connection(self):
        context = ssl.create_default_context(cafile=self.certificate)
        for connection in (http.client.HTTPConnection("127.0.0.1", self.port),
                           http.client.HTTPSConnection("127.0.0.1", self.port, context=context)):
            for size in (0, 1, 70_000):
                connection.request("POST", "/p", body=b"y" * size)
                self.assertTrue(connection.getresponse().read().endswith(b" %d\n" % size))
            connection.close()


if __name__ == "__main__":
    unittest.main()
