"""Programs that run while a test looks: the recorder, equipment, peers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tool import RELEASE

PEER = Path(__file__).with_name("ea_peer.py")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on port {port}")


class Running:
    """A process with its outputs in files, ended at the latest with the test."""

    def __init__(self, arguments, folder, name):
        self.out, self.err = folder / f"{name}.out", folder / f"{name}.err"
        self.process = subprocess.Popen(
            [str(a) for a in arguments], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=self.out.open("wb"), stderr=self.err.open("wb"))

    def send(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGINT, seconds=20):
        self.send(number)
        return self.wait(seconds)

    def wait(self, seconds=60):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"did not end in {seconds} s: {self.err.read_text()}")

    @property
    def errors(self):
        return self.err.read_text()


@contextmanager
def running(arguments, folder, name):
    program = Running(arguments, folder, name)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()


@contextmanager
def virtual_rack(folder, *options, port=None):
    """`denchi simulate serve` on a port; gives the port."""
    port = port or free_port()
    with running([RELEASE, "simulate", "serve", "--port", port, *options], folder, "rack"):
        wait_for_port(port)
        yield port


@contextmanager
def modbus_peer(folder, port):
    """A Modbus server that nobody here wrote (pymodbus), with the map of an EA PSB."""
    with running([sys.executable, PEER, port], folder, "peer") as peer:
        wait_for_port(port)
        yield peer


def recorder(folder, *arguments):
    return running([RELEASE, "record", *arguments], folder, "record")


def samples_so_far(errors):
    found = re.findall(r"(\d+) samples", errors)
    return int(found[-1]) if found else 0
