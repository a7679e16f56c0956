"""What stands around a line under judgement: the probe, peers, pairs of terminals, built C programs."""

import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import tty
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PROBE = Path(os.environ.get("DENCHI_LINE_PROBE", ROOT / ".build/debug/line-probe"))
BUILT = ROOT / ".build/judges-c"


def missing(*programs):
    """The programs that are not installed here."""
    return [p for p in programs if shutil.which(p) is None]


def built(name, *flags):
    """A C program or library of this folder, compiled where its source is newer."""
    source, target = HERE / f"{name}.c", BUILT / name
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        BUILT.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")
        subprocess.run(
            ["cc", "-O2", "-Wall", str(source), "-o", str(draft), *flags], check=True)
        draft.rename(target)
    return target


@contextlib.contextmanager
def running(*command, **options):
    """A program that is ended with its block, whatever happens."""
    program = subprocess.Popen(
        [str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(5)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        program.stdout.close()


class Answer:
    """One answer of the probe."""

    def __init__(self, line):
        words = line.split()
        self.ok = words[0] == "ok"
        self.kind = "" if self.ok else words[1]
        self.seconds = int(words[1] if self.ok else words[2]) / 1e6
        self.words = words[2:] if self.ok else words[3:]
        self.text = " ".join(self.words)
        self.line = line

    @property
    def values(self):
        assert self.ok, self.line
        return [int(w) for w in self.words]


class Probe:
    """Our lines and banks, moved by commands; see Tests/LineProbe."""

    def __init__(self, binary=PROBE, **options):
        assert binary.exists(), f"{binary} is missing; build it with: swift build --build-tests"
        self.process = subprocess.Popen(
            [str(binary)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            **options)

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        line = self.process.stdout.readline()
        assert line, f"the probe ended at “{command}” with {self.process.wait()}"
        return Answer(line.strip())

    def read(self, unit=1, table="holding", address=0, count=1, spare=0, deadline=1000):
        return self.ask(f"read {unit} {table} {address} {count} {spare} {deadline}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def listens(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def pymodbus_tcp():
    """The port of a pymodbus server."""
    port = free_port()
    with running(sys.executable, HERE / "modbus_peer.py", "tcp", port):
        wait_until(lambda: listens(port), 20)
        yield port


@contextlib.contextmanager
def terminal_pair(folder, name="pair"):
    """Two terminals that socat connects; ends with the cable pulled."""
    ends = [str(folder / f"{name}-{end}") for end in "ab"]
    with running("socat", *(f"pty,raw,echo=0,link={end}" for end in ends)):
        wait_until(lambda: all(map(os.path.exists, ends)))
        yield ends


@contextlib.contextmanager
def pymodbus_rtu(folder):
    """The terminal at whose other end a pymodbus server answers."""
    with terminal_pair(folder) as (ours, theirs):
        with running(sys.executable, HERE / "modbus_peer.py", "rtu", theirs):
            with Probe() as probe:
                probe.ask(f"open modbus-rtu://{ours}?baud=115200 1")
                wait_until(lambda: probe.read(deadline=200).ok, 20)
            yield ours


def crc(data):
    """CRC-16 of Modbus (Modbus over Serial Line V1.02, 6.2.2), low byte first."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return struct.pack("<H", value)


def address_values(request):
    """Function 3 answered with the address as value, without a checksum."""
    address, count = struct.unpack(">HH", request[2:6])
    values = b"".join(struct.pack(">H", (address + n) & 0xFFFF) for n in range(count))
    return request[:2] + bytes([2 * count]) + values


class Device:
    """A device at the other end of a pseudo-terminal or of TCP, on a thread of its own.

    `serve(receive, send)` is called for the terminal once, for TCP with each connection; receive
    gives b"" at the end.
    """

    def __init__(self, serve):
        self.serve = serve
        self.ended = False

    def on_terminal(self):
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)
        threading.Thread(target=self._terminal, daemon=True).start()
        return self

    def on_loopback(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._loopback, daemon=True).start()
        return self

    def _terminal(self):
        with contextlib.suppress(OSError):
            self.serve(lambda: os.read(self.master, 512), lambda b: os.write(self.master, b))

    def _loopback(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, contextlib.suppress(OSError):
                self.serve(lambda: connection.recv(512), connection.sendall)


def rtu_requests(receive):
    """Requests of eight bytes, one after the other."""
    waiting = b""
    while True:
        waiting += receive()
        while len(waiting) >= 8:
            yield waiting[:8]
            waiting = waiting[8:]


def counted(output):
    """`name number name number ...` as a dictionary."""
    words = output.split()
    return {a: int(b) for a, b in zip(words[::2], words[1::2])}


def ended(program):
    """Asks a program to end, and gives what it printed last."""
    program.send_signal(signal.SIGTERM)
    lines = program.stdout.read().decode().strip().splitlines()
    program.wait(10)
    return lines[-1] if lines else ""
