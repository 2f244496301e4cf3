#!/usr/bin/env python3
"""Sends HL7 v2 messages over MLLP, one after another on one connection, and prints each acknowledgement.

Needs nothing but Python 3.9. A file may hold one message or many; segments may end with CR, LF or CRLF.
"""
import argparse
import re
import socket
import sys

VT, FS, CR = b"\x0b", b"\x1c", b"\r"


class MllpClient:
    """One connection. Not thread-safe. Errors of the network are OSError; a broken answer is ValueError."""

    def __init__(self, port, host="127.0.0.1", timeout=10.0):
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def exchange(self, message):
        """Sends one message (bytes without framing) and returns the content of the frame that answers it."""
        self._socket.sendall(VT + message + FS + CR)
        while True:
            end = self._rest.find(FS + CR)
            if end >= 0:
                start = self._rest.find(VT)
                if not 0 <= start < end:
                    raise ValueError("the answer does not start with VT")
                answer, self._rest = self._rest[start + 1:end], self._rest[end + 2:]
                return answer
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionError("the receiver closed the connection without an answer")
            self._rest += data

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()


def field(message, segment, number):
    """A field of the first segment of that name, as text; "" when it is not there. MSH-1 is the separator itself."""
    separator = message[3:4]
    for line in message.split(CR):
        if line[:3] == segment.encode():
            cells = line.split(separator)
            number -= segment == "MSH"
            return cells[number].decode("latin-1") if number < len(cells) else ""
    return ""


def messages_of(data):
    """The messages of a file: framing taken off, segments ended by CR, split before each MSH."""
    data = data.replace(VT, b"").replace(FS, b"").replace(b"\r\n", CR).replace(b"\n", CR).lstrip(b"\xef\xbb\xbf\r ")
    parts = re.split(rb"(?<=\r)(?=MSH[^\w\s])", data)
    return [part.rstrip(CR) + CR for part in parts if part.startswith(b"MSH")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0],
                                     epilog="example: mllp_send.py --port 2575 discharge.hl7")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args()
    refused = 0
    try:
        with MllpClient(options.port, options.host) as client:
            for path in options.files:
                with open(path, "rb") as file:
                    messages = messages_of(file.read())
                if not messages:
                    print(f"error: {path} holds no HL7 message", file=sys.stderr)
                    refused += 1
                for message in messages:
                    answer = client.exchange(message)
                    code = field(answer, "MSA", 1)
                    print(f"{field(message, 'MSH', 9)} {field(message, 'MSH', 10)}: {code} {field(answer, 'MSA', 3)}".rstrip())
                    refused += code not in ("AA", "CA")
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
