"""inetd.py PORT PROGRAM [ARGUMENT]...: runs the program for each connection, which is its standard input and output."""
import socket
import subprocess
import sys

with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    while True:
        client, _ = listener.accept()
        with client:
            subprocess.Popen(sys.argv[2:], stdin=client, stdout=client, stderr=subprocess.DEVNULL)
