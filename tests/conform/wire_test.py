"""The mutator's small HTTP client against servers that answer well, early, in pieces, wrongly, late or not at all."""
import http.client
import pathlib
import socket
import sys
import threading
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent / "hostile")]

from wire import Client, over_tcp  # noqa: E402

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class Wire(unittest.TestCase):
    def serve(self, *connections):
        """A server that gives each connection its answers, one a request, and then closes it. b"" waits for the client to give up."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def run():
            for answers in connections:
                connection, _ = listener.accept()
                with connection:
                    for answer in answers:
                        asked = b""
                        while b"question" not in asked and (piece := connection.recv(4096)):
                            asked += piece
                        for byte in (answer[at:at + 7] for at in range(0, len(answer), 7)):
                            connection.sendall(byte)
                        if not answer:
                            connection.recv(1)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 20)
        client = Client(over_tcp(listener.getsockname()[1]), 20)
        self.addCleanup(client.close)
        return client

    def test_reads_answers_of_a_length_and_in_chunks_from_one_connection(self):
        chunked = b"HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0a\r\n0123456789\r\n0\r\n\r\n"
        client = self.serve([OK, chunked, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
        self.assertEqual(client.ask("/", b"question"), (200, b"hi"))
        self.assertEqual(client.ask("/", b"question"), (404, b"abc0123456789"))
        self.assertEqual(client.ask("/", b"question"), (200, b""))

    def test_opens_a_connection_again_that_was_closed_since(self):
        client = self.serve([OK], [OK])
        self.assertEqual(client.ask("/", b"question"), (200, b"hi"))
        self.assertEqual(client.ask("/", b"question"), (200, b"hi"))

    def test_an_answer_cut_off_is_an_error(self):
        with self.assertRaises(ConnectionError):
            self.serve([OK[:-1]]).ask("/", b"question")
        with self.assertRaises(ConnectionError):
            self.serve([OK[:5]]).ask("/", b"question")

    def test_what_is_no_http_is_an_error(self):
        for wrong in (b"SSH-2.0\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nhi",
                      b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"):
            with self.assertRaises(http.client.HTTPException, msg=wrong):
                self.serve([wrong]).ask("/", b"question")

    def test_silence_is_a_time_out(self):
        client = self.serve([b""])
        client.timeout = 0.2
        with self.assertRaises(TimeoutError):
            client.ask("/", b"question")


if __name__ == "__main__":
    unittest.main()
