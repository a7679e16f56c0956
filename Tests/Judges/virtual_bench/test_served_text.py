"""Served text and frames, decoded here from the fact sheets of the makers alone."""

import os
import select
import socket
import struct
import termios
import time

import pytest
from served import LOAD_CURRENT, LOAD_VOLTAGE, REST_VOLTAGE, one_line, serving


def raw(path):
    """A terminal as bytes, without waiting."""
    port = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    settings = termios.tcgetattr(port)
    settings[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(port, termios.TCSANOW, settings)
    return port


def gather(port, count, seconds=3):
    data = b""
    end = time.monotonic() + seconds
    while len(data) < count and time.monotonic() < end:
        if select.select([port], [], [], 0.05)[0]:
            data += os.read(port, 1000)
    return data


def test_the_battery_tester_answers_in_the_fixed_width_of_its_manual(tmp_path):
    with serving(tmp_path, one_line("hioki-bt356x", "tcp")) as bench:
        with socket.create_connection(bench.address("line")) as line:
            answers = line.makefile("rb")
            line.sendall(b"*IDN?\r\n")
            assert answers.readline().startswith(b"HIOKI,BT356")
            # A command has no answer; the next answer belongs to the next question.
            line.sendall(b"*CLS\r\n:SYST:HEAD OFF\r*ESR?\n")
            assert answers.readline() == b"0\r\n"
            line.sendall(b":FETC?\r\n")
            ohms, volts = answers.readline().split(b",")
            # 30 mohm range ±***.***E-3 and 6 V range ±*.*****E+0; a positive sign is a blank.
            assert len(ohms) == 11 and ohms.endswith(b"E-3")
            assert volts.endswith(b"E+0\r\n")
            assert float(volts) == pytest.approx(REST_VOLTAGE, abs=1e-5)
            # r at half charge lies between its knots 34 and 32 mohm.
            assert 0.032 < float(ohms) < 0.034
            line.sendall(b"NONSENSE?\n*IDN?\n")
            assert answers.readline().startswith(b"HIOKI")


def test_a_scpi_load_answers_on_a_terminal(tmp_path):
    with serving(tmp_path, one_line("bk-8600", "serial", procedure="load")) as bench:
        port = raw(bench.terminal("line"))
        os.write(port, b"MEAS:CURR?\n")
        assert float(gather(port, 3, 0.3)) == pytest.approx(LOAD_CURRENT, abs=1e-6)
        os.close(port)


def frame26(address, command, data=b""):
    body = bytes([0xAA, address, command]) + data.ljust(22, b"\0")
    return body + bytes([sum(body) % 256])


def test_a_load_of_26_byte_frames_answers_even_behind_noise(tmp_path):
    bench_file = one_line("itech-it8500", "serial", procedure="load", unit=7)
    with serving(tmp_path, bench_file) as bench:
        port = raw(bench.terminal("line"))
        os.write(port, b"\xaa\x07\x5f" + frame26(7, 0x5F))
        answer = gather(port, 26)
        assert len(answer) == 26 and answer[:3] == b"\xaa\x07\x5f"
        assert sum(answer[:25]) % 256 == answer[25]
        millivolts, tenth_milliamperes, milliwatts = struct.unpack("<III", answer[3:15])
        assert millivolts == pytest.approx(1000 * LOAD_VOLTAGE, abs=10)
        assert tenth_milliamperes == pytest.approx(10_000 * LOAD_CURRENT, abs=1)
        assert milliwatts == pytest.approx(millivolts * LOAD_CURRENT, abs=4)
        assert answer[15] & 0b1000, "the input is on"
        # Remote control is accepted, switching the input is not known, others do not answer.
        os.write(port, frame26(7, 0x20, b"\x01") + frame26(7, 0x21, b"\x01") + frame26(3, 0x5F))
        answers = gather(port, 78, 0.5)
        assert [answers[2], answers[3]] == [0x12, 0x80]
        assert [answers[28], answers[29]] == [0x12, 0xB0]
        assert len(answers) == 52
        os.write(port, frame26(7, 0x6A))
        assert b"JUDGE-7" in gather(port, 26)
        os.close(port)


def test_a_battery_tester_pushes_frames_once_it_is_connected(tmp_path):
    bench_file = one_line("zke-ebc", "serial", procedure="load", speed=100)
    with serving(tmp_path, bench_file) as bench:
        port = raw(bench.terminal("line"))
        assert gather(port, 1, 0.4) == b"", "nothing before the command to connect"
        os.write(port, bytes.fromhex("fa0500000000000005f8"))
        stream = gather(port, 19 * 10)
        frames = [stream[i:i + 19] for i in range(0, 190, 19)]
        for frame in frames:
            assert frame[0] == 0xFA and frame[18] == 0xF8 and len(frame) == 19
            check = 0
            for byte in frame[1:17]:
                check ^= byte
            assert check == frame[17]
            assert 0xFA not in frame[1:17] and 0xF8 not in frame[1:17]
            assert frame[16] == 9, "EBC-A20"
        last = frames[-1]
        assert last[1] == 0x0A, "a discharge is active"
        assert (last[2] * 240 + last[3]) / 100 == pytest.approx(LOAD_CURRENT, abs=0.01)
        assert 2.5 < (last[4] * 240 + last[5]) / 1000 < REST_VOLTAGE
        counters = [frame[6] * 240 + frame[7] for frame in frames]
        # 4.4 A at a hundredfold speed: 12.2 mAh in a tenth of a second.
        steps = [b - a for a, b in zip(counters[3:], counters[4:])]
        assert all(8 < step < 17 for step in steps), steps
        os.write(port, bytes.fromhex("fa0600000000000006f8"))
        time.sleep(0.3)
        gather(port, 100, 0.2)
        assert gather(port, 1, 0.4) == b"", "nothing after the command to disconnect"
        os.close(port)


def test_a_source_meter_remembers_what_nobody_asked_for(tmp_path):
    bench_file = one_line("keithley-2450", "tcp", procedure="load", speed=100)
    with serving(tmp_path, bench_file) as bench:

        def ask(line, question):
            line.sendall(question.encode() + b"\n")
            return line.makefile("rb").readline().decode().strip()

        with socket.create_connection(bench.address("line"), timeout=5) as line:
            assert ask(line, "*IDN?").split(",")[1:3] == ["MODEL 2450", "JUDGE-7"]
            assert ask(line, "*LANG?") == "SCPI"
            first = int(ask(line, ':TRAC:ACT? "defbuffer1"'))
        assert bench.command("unplug for_s=0.3") == "ok"
        time.sleep(0.6)
        with socket.create_connection(bench.address("line"), timeout=5) as line:
            count = int(ask(line, ':TRAC:ACT? "defbuffer1"'))
            # 0.1 s of the cell from entry to entry, at a hundredfold speed.
            assert count - first > 400
            answer = ask(line, f':TRAC:DATA? {first + 1},{first + 50},"defbuffer1",SOUR,READ,REL')
            numbers = [float(n) for n in answer.split(",")]
            assert len(numbers) == 150
            currents, volts, times = numbers[0::3], numbers[1::3], numbers[2::3]
            assert all(a == pytest.approx(-LOAD_CURRENT, abs=1e-6) for a in currents)
            assert all(v == pytest.approx(LOAD_VOLTAGE, abs=0.05) for v in volts)
            gaps = [b - a for a, b in zip(times, times[1:])]
            assert all(gap == pytest.approx(0.1, abs=1e-9) for gap in gaps)
