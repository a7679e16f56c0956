"""Faults on request, as a client without any of our code sees them."""

import os
import socket
import struct
import time

import pytest
from served import REST_VOLTAGE, checksum, one_line, serving

READ = bytes.fromhex("0006010303ec0002")


class Client:
    """Asks for the voltage of the rack's first input over Modbus TCP."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=5)
        self.number = 0

    def ask(self):
        self.number += 1
        self.socket.sendall(struct.pack(">HH", self.number, 0) + READ)

    def hear(self, seconds=0.5, enough=None):
        """All bytes that come until nothing comes for a while, or until they are enough."""
        data = b""
        self.socket.settimeout(seconds)
        try:
            while True:
                part = self.socket.recv(1000)
                if not part:
                    return data + b"END"
                data += part
                if len(data) == enough:
                    return data
                self.socket.settimeout(0.15)
        except TimeoutError:
            return data

    def voltage(self):
        self.ask()
        answer = self.hear()
        assert len(answer) == 13, answer.hex()
        return struct.unpack(">f", answer[9:])[0]


@pytest.fixture
def rack(tmp_path):
    with serving(tmp_path, one_line("denchi-rack", "modbus-tcp", channels=2)) as bench:
        client = Client(bench.address("line"))
        assert client.voltage() == pytest.approx(REST_VOLTAGE, abs=1e-5)
        yield bench, client


def test_each_fault_of_one_answer_happens_once(rack):
    bench, client = rack

    def suffered(command):
        assert bench.command(command) == "ok"
        client.ask()
        return client.hear()

    assert len(suffered("duplicate")) == 26
    assert len(suffered("cut count=5")) == 5
    assert len(suffered("noise count=4")) == 17
    assert suffered("other-unit")[6] == 0
    assert len(suffered("other-length")) == 11
    good = suffered("bit-flip count=103")
    # Bit 103 is the highest one of byte 12.
    assert good[12] ^ 0x80 == struct.pack(">f", REST_VOLTAGE)[3]
    assert suffered("merged") == b""
    client.ask()
    both = client.hear()
    assert len(both) == 26
    assert struct.unpack(">H", both[13:15])[0] == struct.unpack(">H", both[:2])[0] + 1
    start = time.monotonic()
    assert bench.command("late for_s=0.4") == "ok"
    client.ask()
    assert client.hear(1) and time.monotonic() - start > 0.4
    assert bench.command("drip for_s=0.02") == "ok"
    start = time.monotonic()
    client.ask()
    assert len(client.hear()) == 13 and time.monotonic() - start > 12 * 0.02
    assert client.voltage() == pytest.approx(REST_VOLTAGE, abs=1e-5)


def test_faults_that_last_end_by_themselves(rack):
    bench, client = rack
    assert bench.command("silence for_s=0.3") == "ok"
    client.ask()
    assert client.hear(0.2) == b""
    time.sleep(0.2)
    assert client.voltage() == pytest.approx(REST_VOLTAGE, abs=1e-5)
    assert bench.command("sentinel for_s=0.4 channel=cell-1") == "ok"
    assert client.voltage() != client.voltage(), "NaN is the rack's mark"
    time.sleep(0.4)
    assert client.voltage() == pytest.approx(REST_VOLTAGE, abs=1e-5)


def test_an_unplugged_line_comes_back_at_the_same_port(rack):
    bench, client = rack
    address = bench.address("line")
    assert bench.command("unplug for_s=0.5") == "ok"
    assert client.hear(1).endswith(b"END")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
    time.sleep(0.7)
    again = Client(address)
    assert again.voltage() == pytest.approx(REST_VOLTAGE, abs=1e-5)
    before = len(os.listdir(f"/proc/{bench.process.pid}/fd"))
    for _ in range(20):
        assert bench.command("unplug for_s=0.02") == "ok"
        time.sleep(0.06)
    Client(address).voltage()
    assert len(os.listdir(f"/proc/{bench.process.pid}/fd")) <= before


def test_a_restarted_device_begins_its_time_anew_and_a_stranger_has_another_number(rack):
    bench, client = rack

    def registers(first, count):
        client.number += 1
        client.socket.sendall(
            struct.pack(">HHHBBHH", client.number, 0, 6, 1, 3, first, count))
        return client.hear()[9:]

    time.sleep(0.6)
    earlier = struct.unpack(">d", registers(1000, 4))[0]
    assert earlier > 0.5
    assert b"JUDGE-7" in registers(16, 8)
    assert bench.command("wrong-identity for_s=0.5") == "ok"
    assert b"STRANGER" in registers(16, 8)
    assert bench.command("restart for_s=0.2") == "ok"
    time.sleep(0.4)
    client.socket = socket.create_connection(bench.address("line"), timeout=5)
    assert struct.unpack(">d", registers(1000, 4))[0] < 0.6
    time.sleep(0.3)
    assert b"JUDGE-7" in registers(16, 8)


def test_an_unplugged_terminal_comes_back_behind_its_link(tmp_path):
    link = tmp_path / "port"
    bench_file = one_line("maynuo-m97", "modbus-rtu", link=str(link))
    with serving(tmp_path, bench_file) as bench:
        for _ in range(3):
            assert link.is_symlink()
            with open(link, "r+b", buffering=0) as port:
                request = bytes.fromhex("01030b000004")
                port.write(request + checksum(request))
                assert port.read(3) == b"\x01\x03\x08"
            assert bench.command("unplug for_s=0.1") == "ok"
            time.sleep(0.03)
            assert not link.is_symlink()
            time.sleep(0.25)
    assert not link.is_symlink()


def test_stuck_meters_and_the_log_of_the_truth(tmp_path):
    """What clients got is what the log says, but for the fault that the log names."""
    bench_file = one_line("denchi-rack", "modbus-tcp", procedure="discharge", speed=100)
    bench_file["faults"] = [{"fault": "cut", "atAnswer": 5, "everyAnswers": 10, "count": 3}]
    with serving(tmp_path, bench_file) as bench:
        client = Client(bench.address("line"))
        time.sleep(0.2)
        seen = []
        for number in range(40):
            # Two ticks of the meters or more.
            time.sleep(0.02)
            if number == 20:
                assert bench.command("stuck-value for_s=0.5") == "ok"
            client.ask()
            data = client.hear(0.3 if number % 10 == 4 else 1, enough=13)
            seen.append(struct.unpack(">f", data[9:])[0] if len(data) == 13 else None)
        assert bench.end() == 0
        truth = bench.truth()
    assert len(truth) == 40
    for value, row in zip(seen, truth):
        assert (value is None) == (row["faults"] == "cut")
        if value is not None:
            assert value == struct.unpack(">f", struct.pack(">f", float(row["voltage_V"])))[0]
    stuck = {row["voltage_V"] for row in truth[21:30]}
    assert len(stuck) == 1 and len({row["voltage_V"] for row in truth}) > 10


def test_commands_that_make_no_sense_are_answered_with_what_would(rack):
    bench, _ = rack
    assert bench.command("explode").startswith("error: found “explode”, expected one of late")
    assert "line" in bench.command("unplug line=nowhere")
    assert "for_s" in bench.command("late for_s=soon")
