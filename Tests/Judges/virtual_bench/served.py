"""Virtual benches in a process of their own, and what other programs need to reach them."""

import csv
import json
import shutil
import struct
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tool import RELEASE

HERE = Path(__file__).parent

# E0 of the cell at half charge: a knot of its table (SampleBench, cylindrical-21700).
REST_VOLTAGE = 3.7
LOAD_CURRENT = 4.4
# E0 − r·I, with r(0.5) between its knots of 34 and 32 mohm; an hour at 1C is far away.
LOAD_VOLTAGE = REST_VOLTAGE - 0.033 * LOAD_CURRENT


def needs(program):
    """Skips a test where a program of others is absent, and says so."""
    return pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is not installed")


class Bench:
    """A served bench: its endpoints by line, and its standard input for faults."""

    def __init__(self, process, folder):
        self.process = process
        self.folder = folder
        self.endpoints = {}

    def connection(self, line):
        return self.endpoints[line]["connection"]

    def address(self, line):
        """Host and port of a line on the network."""
        host, port = self.connection(line).split("://")[1].split(":")
        return host, int(port)

    def terminal(self, line):
        """The path of the pseudo-terminal of a line."""
        return str(Path(self.connection(line).split("://")[1].split("?")[0]).resolve())

    def command(self, text):
        """Sends a control line and gives its answer."""
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(10)

    def truth(self):
        """The rows of the log of what was served; the bench must have ended."""
        with (self.folder / "truth.csv").open() as file:
            return list(csv.DictReader(file))


@contextmanager
def serving(folder, bench, *options, truth=True):
    """Serves a bench: a built-in name, or the content of a file."""
    if isinstance(bench, dict):
        path = folder / "virtual-bench.json"
        path.write_text(json.dumps(bench))
        bench = path
    arguments = [
        RELEASE, "simulate", "serve", bench, "--json", "--control", "--for", "120", *options]
    if truth:
        arguments += ["--truth", folder / "truth.csv"]
    process = subprocess.Popen(
        [str(a) for a in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=(folder / "serve.err").open("wb"), text=True)
    served = Bench(process, folder)
    lines = len(bench_lines(bench))
    try:
        for _ in range(lines):
            text = process.stdout.readline()
            assert text, (folder / "serve.err").read_text()
            endpoint = json.loads(text)
            served.endpoints[endpoint["line"]] = endpoint
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)


def bench_lines(bench):
    path = Path(bench)
    if path.exists():
        return json.loads(path.read_text())["lines"]
    text = subprocess.run(
        [RELEASE, "simulate", "example", str(bench)], capture_output=True, check=True).stdout
    return json.loads(text)["lines"]


def one_line(equipment, protocol, *, procedure="rest", speed=1, channels=1, **line):
    """A bench with one line and one instrument; meters show the truth, time begins at once."""
    instrument = {key: line.pop(key) for key in ("unit", "model") if key in line}
    return {
        "speed": speed, "start": "at-once",
        "procedures": {"load": {"steps": [{"discharge_A": LOAD_CURRENT, "time_s": 3600}]}},
        "lines": [{
            "name": "line", "protocol": protocol, **line,
            "instruments": [{
                "equipment": equipment, "serialNumber": "JUDGE-7", **instrument,
                "channels": [{
                    "name": "cell", "cell": "cylindrical-21700", "procedure": procedure,
                    "meters": "ideal", "stateOfCharge": 0.5, "count": channels}]}]}]}


def checksum(body):
    """CRC-16/MODBUS, bit by bit."""
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return struct.pack("<H", crc)
