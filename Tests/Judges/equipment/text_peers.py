"""Instruments in Python, written from the makers' manuals: they judge our drivers from outside.

Each answers on a socket or a pseudo-terminal in a thread of its own, and notes what it was sent.
"""

import os
import socket
import threading
import time
import tty
from contextlib import contextmanager


class SocketWire:
    """A TCP server for one client after the other."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.client = None

    def read(self):
        while True:
            if self.client is None:
                self.client, _ = self.listener.accept()
            data = self.client.recv(4096)
            if data:
                return data
            self.client.close()
            self.client = None

    def write(self, data):
        self.client.sendall(data)

    def close(self):
        for end in (self.listener, self.client):
            if end is not None:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                end.close()


class TerminalWire:
    """A pseudo-terminal; the far end stays open, so that clients may come and go."""

    def __init__(self):
        self.near, self.far = os.openpty()
        tty.setraw(self.far)
        tty.setraw(self.near)
        self.path = os.ttyname(self.far)

    def read(self):
        return os.read(self.near, 4096)

    def write(self, data):
        os.write(self.near, data)

    def close(self):
        os.close(self.far)
        os.close(self.near)


@contextmanager
def serving(peer):
    """Runs a peer in a thread; the wire ends it."""
    def loop():
        try:
            peer.run()
        except OSError:
            pass
    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.wire.close()


class TextPeer:
    """Answers lines from a table; they may end in CR, LF or both."""

    def __init__(self, wire, answers, answer_end=b"\n"):
        self.wire, self.answers, self.answer_end = wire, answers, answer_end
        self.heard = []

    def run(self):
        waiting = b""
        while True:
            waiting += self.wire.read().replace(b"\r", b"\n")
            while b"\n" in waiting:
                line, waiting = waiting.split(b"\n", 1)
                command = line.decode("ascii")
                if not command:
                    continue
                self.heard.append(command)
                answer = self.answers.get(command)
                if answer is not None:
                    self.wire.write(answer.encode() + self.answer_end)


class LoadPeer:
    """ITECH IT8500 / BK 8500: 26 bytes, sum of the first 25, little-endian."""

    def __init__(self, wire, millivolts, tenth_milliamperes):
        self.wire = wire
        self.state = (millivolts.to_bytes(4, "little") + tenth_milliamperes.to_bytes(4, "little")
                      + (1000).to_bytes(4, "little") + bytes([0x08]) + (0x40).to_bytes(2, "little"))
        self.heard = []

    def frame(self, command, data):
        body = bytes([0xAA, 0, command]) + data.ljust(22, b"\0")
        return body + bytes([sum(body) % 256])

    def run(self):
        waiting = b""
        while True:
            waiting += self.wire.read()
            while len(waiting) >= 26:
                request, waiting = waiting[:26], waiting[26:]
                assert request[0] == 0xAA and sum(request[:25]) % 256 == request[25]
                self.heard.append(request[2])
                if request[2] == 0x6A:
                    # Model, firmware in binary-coded decimals, serial number.
                    self.wire.write(self.frame(0x6A, b"8511\0" + bytes([0x03, 0x02]) + b"0000450123"))
                elif request[2] == 0x5F:
                    self.wire.write(self.frame(0x5F, self.state))
                else:
                    self.wire.write(self.frame(0x12, bytes([0xB0])))


class StreamPeer:
    """ZKETECH EBC-A20: 19 bytes ten times a second once it was told to connect."""

    def __init__(self, wire):
        self.wire = wire
        self.heard = []

    def report(self, state, ten_milliamperes, millivolts, milliampere_hours):
        payload = bytes([state])
        for number in (ten_milliamperes, millivolts, milliampere_hours):
            payload += bytes([number // 240, number % 240])
        payload += bytes(8) + bytes([9])
        check = 0
        for byte in payload:
            check ^= byte
        return b"\xFA" + payload + bytes([check, 0xF8])

    def run(self):
        waiting = b""
        while b"\xFA\x05" not in waiting:
            waiting += self.wire.read()
        self.heard.append(waiting)
        while True:
            self.wire.write(self.report(0x0A, 150, 3712, 1250))
            time.sleep(0.1)
