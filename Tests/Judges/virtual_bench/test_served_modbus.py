"""Served registers, read by clients that nobody here wrote."""

import re
import socket
import struct
import subprocess

import pytest
from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from served import REST_VOLTAGE, checksum, needs, one_line, serving


def mbpoll(*arguments):
    """The values that mbpoll prints, by register."""
    done = subprocess.run(
        ["mbpoll", "-0", "-1", *map(str, arguments)], capture_output=True, text=True, timeout=20)
    return done.returncode, dict(
        (int(a), b) for a, b in re.findall(r"^\[(\d+)\]:\s+(\S+)", done.stdout, re.M)), done.stderr


@needs("mbpoll")
def test_mbpoll_reads_the_rack_over_tcp(tmp_path):
    with serving(tmp_path, one_line("denchi-rack", "modbus-tcp", channels=3)) as bench:
        host, port = bench.address("line")
        code, text, err = mbpoll("-m", "tcp", "-p", port, "-t", "4:hex", "-r", 0, "-c", 6, host)
        assert code == 0, err
        letters = b"".join(int(v, 16).to_bytes(2, "big") for v in text.values())
        assert letters.startswith(b"DENCHI-RACK")
        # Input 2: twelve registers apart, voltage, current and temperature behind its time.
        code, values, err = mbpoll(
            "-m", "tcp", "-p", port, "-t", "4:float", "-B", "-r", 1028, "-c", 3, host)
        assert code == 0, err
        assert float(values[1028]) == pytest.approx(REST_VOLTAGE, abs=1e-5)
        assert float(values[1030]) == 0
        assert float(values[1032]) == 25
        code, _, err = mbpoll("-m", "tcp", "-p", port, "-t", 4, "-r", 40000, "-c", 2, host)
        assert code != 0 and "Illegal data address" in err
        code, _, err = mbpoll("-m", "tcp", "-p", port, "-a", 9, "-t", 4, "-r", 0, "-c", 2, host)
        assert code != 0


@needs("mbpoll")
def test_mbpoll_reads_a_load_over_rtu(tmp_path):
    with serving(tmp_path, one_line("maynuo-m97", "modbus-rtu", baud=9600)) as bench:
        code, values, err = mbpoll(
            "-m", "rtu", "-b", 9600, "-P", "none", "-a", 1, "-t", "4:float", "-B", "-r", 0x0B00,
            "-c", 2, bench.terminal("line"))
        assert code == 0, err
        assert float(values[0x0B00]) == pytest.approx(REST_VOLTAGE, abs=1e-5)
        assert float(values[0x0B02]) == 0


def test_pymodbus_reads_both_framings(tmp_path):
    bench_file = one_line("denchi-rack", "modbus-tcp")
    bench_file["lines"].append({
        **one_line("ea-psb", "modbus-rtu", baud=115200)["lines"][0], "name": "serial"})
    bench_file["lines"][1]["instruments"][0]["channels"][0]["name"] = "other"
    with serving(tmp_path, bench_file) as bench:
        host, port = bench.address("line")
        with ModbusTcpClient(host, port=port) as client:
            for _ in range(50):
                answer = client.read_holding_registers(1004, count=2, device_id=1)
                raw = struct.pack(">HH", *answer.registers)
                assert struct.unpack(">f", raw)[0] == pytest.approx(REST_VOLTAGE, abs=1e-5)
            assert client.read_holding_registers(9, count=3, device_id=1).registers is not None
            assert client.read_coils(0, count=1, device_id=1).isError()
        with ModbusSerialClient(bench.terminal("serial"), baudrate=115200) as client:
            nominal = client.read_holding_registers(121, count=2, device_id=1).registers
            volts = struct.unpack(">f", struct.pack(">HH", *nominal))[0]
            raw = client.read_holding_registers(507, count=1, device_id=1).registers[0]
            # 52428 stands for the nominal voltage; one count is the resolution.
            assert raw * volts / 52428 == pytest.approx(REST_VOLTAGE, abs=volts / 52428)


def test_many_connections_and_pipelined_requests_are_answered(tmp_path):
    request = bytes.fromhex("000000000006010303ec0002")
    with serving(tmp_path, one_line("denchi-rack", "modbus-tcp")) as bench:
        address = bench.address("line")
        clients = [socket.create_connection(address) for _ in range(60)]
        for number, client in enumerate(clients):
            client.sendall(b"".join(
                struct.pack(">H", number * 4 + k) + request[2:] for k in range(4)))
        for number, client in enumerate(clients):
            client.settimeout(5)
            answer = b""
            while len(answer) < 4 * 13:
                answer += client.recv(1000)
            for k in range(4):
                frame = answer[k * 13:(k + 1) * 13]
                assert struct.unpack(">H", frame[:2])[0] == number * 4 + k
                volts = struct.unpack(">f", frame[9:])[0]
                assert volts == pytest.approx(REST_VOLTAGE, abs=1e-5)
            client.close()


@needs("tshark")
@needs("text2pcap")
def test_tshark_finds_every_checksum_good(tmp_path):
    """Request and answers of a terminal, judged by the dissector of Wireshark."""
    frames = []
    with serving(tmp_path, one_line("maynuo-m97", "modbus-rtu")) as bench:
        with open(bench.terminal("line"), "r+b", buffering=0) as port:
            for request in ["01030b000004", "01030b060002", "0103fff00002"]:
                body = bytes.fromhex(request)
                port.write(body + checksum(body))
                answer = port.read(5)
                if answer[1] & 0x80 == 0:
                    while len(answer) < 5 + answer[2]:
                        answer += port.read(5 + answer[2] - len(answer))
                frames.append(answer)
    dump = "".join(
        "000000 " + " ".join(f"{b:02x}" for b in frame) + "\n" for frame in frames)
    (tmp_path / "rtu.hex").write_text(dump)
    subprocess.run(
        ["text2pcap", "-q", "-T", "15099,2000", tmp_path / "rtu.hex", tmp_path / "rtu.pcap"],
        check=True, capture_output=True)
    told = subprocess.run(
        ["tshark", "-r", tmp_path / "rtu.pcap", "-d", "tcp.port==15099,mbrtu",
         "-o", "mbrtu.crc_verification:TRUE", "-V"], check=True, capture_output=True, text=True)
    assert told.stdout.count("[correct]") == 3, told.stdout
    assert "incorrect" not in told.stdout
    assert told.stdout.count("Exception Code: Illegal data address") == 1
