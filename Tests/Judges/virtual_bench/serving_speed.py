"""What it costs to serve many channels: processor time of the server for each poll.

    python Tests/Judges/virtual_bench/serving_speed.py [CHANNELS] [HERTZ] [SECONDS] [SPEED]

A client without any code of Denchi's reads all channels of one rack so many times a second over
Modbus TCP, in blocks of ten channels, and the server's processor time is taken from the system.
Then it reads one channel as fast as it can.
"""

import os
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from served import one_line, serving  # noqa: E402

FIRST, SIZE, BLOCK = 1000, 12, 10


def processor_seconds(process):
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def request(number, first, count):
    return struct.pack(">HHHBBHH", number & 0xFFFF, 0, 6, 1, 3, first, count)


def read(line, count):
    data = b""
    while len(data) < count:
        part = line.recv(1 << 16)
        assert part, "the server left"
        data += part
    return data


def poll_all(line, channels):
    """Asks for every channel and takes all answers."""
    blocks = [
        (FIRST + SIZE * k, SIZE * min(BLOCK, channels - k)) for k in range(0, channels, BLOCK)]
    line.sendall(b"".join(request(i, *block) for i, block in enumerate(blocks)))
    return read(line, sum(9 + 2 * count for _, count in blocks))


def main(channels=1000, hertz=10, seconds=10, speed=1):
    bench = one_line("denchi-rack", "modbus-tcp", procedure="rate", speed=speed, channels=channels)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), bench, truth=False) as served:
        line = socket.create_connection(served.address("line"))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll_all(line, channels)
        process = served.process.pid
        before, start = processor_seconds(process), time.monotonic()
        polls, worst = int(hertz * seconds), 0.0
        for poll in range(polls):
            asked = time.monotonic()
            poll_all(line, channels)
            worst = max(worst, time.monotonic() - asked)
            time.sleep(max(0, start + (poll + 1) / hertz - time.monotonic()))
        passed = time.monotonic() - start
        share = (processor_seconds(process) - before) / passed
        print(
            f"{channels} channels at {polls / passed:.1f} Hz, speed {speed}: "
            f"{100 * share:.1f} % of a core, slowest round {1000 * worst:.1f} ms")
        before, start, count = processor_seconds(process), time.monotonic(), 0
        while time.monotonic() - start < 3:
            line.sendall(request(count, FIRST, SIZE))
            read(line, 9 + 2 * SIZE)
            count += 1
        passed = time.monotonic() - start
        used = processor_seconds(process) - before
        print(
            f"one channel as fast as this client can: {count / passed:.0f} reads/s, "
            f"{1e6 * used / count:.1f} us of the server each")


if __name__ == "__main__":
    main(*(float(a) if "." in a else int(a) for a in sys.argv[1:]))
