"""Lines that misbehave: what we are told is right, in time, and the line comes back."""

import os
import signal
import socket
import struct
import subprocess
import threading
import time

import pytest

from drivers import lines

# What a busy machine may add to a deadline before it is our fault; without load it is below 1 ms.
SLACK = 0.25
# The long form: DENCHI_REPLUGS=1000
REPLUGS = int(os.environ.get("DENCHI_REPLUGS", 12))
needs_compiler = pytest.mark.skipif(lines.missing("cc"), reason="a C compiler is missing")
needs_socat = pytest.mark.skipif(lines.missing("socat"), reason="socat is missing")


def slow_unit(first, others):
    """A unit that does one thing after the other: its first answer is slow, all later ones are not."""
    def serve(receive, send):
        wait = first
        for request in lines.rtu_requests(receive):
            time.sleep(wait)
            wait = others
            body = lines.address_values(request)
            send(body + lines.crc(body))
    return serve


@pytest.mark.parametrize("spare", [0, 1])
@pytest.mark.parametrize("first", [0.34, 1.0])
def test_one_late_answer_costs_two_errors_at_most_and_no_wrong_value(first, spare):
    device = lines.Device(slow_unit(first, 0.02)).on_terminal()
    wrong = errors = 0
    with lines.Probe() as probe:
        probe.ask(f"open modbus-rtu://{device.path}?baud=115200 100")
        for n in range(10):
            probe.ask("settle 5000")
            end = time.monotonic() + 5
            while True:
                answer = probe.read(1, "holding", 100 * n, 3, spare, 800 if n else 300)
                # A length that failed is not asked for while its answer may still come.
                if answer.kind != "quarantined" or time.monotonic() > end:
                    break
                time.sleep(0.05)
            errors += not answer.ok
            wrong += answer.ok and answer.values != [100 * n, 100 * n + 1, 100 * n + 2]
    assert wrong == 0
    assert errors <= (1 if first < 0.8 else 2)


def drip(receive, send):
    while receive():
        for byte in bytes([0, 1, 0, 0, 0, 9, 1, 3, 6, 0, 1, 0, 2, 0, 3, 0, 0]):
            send(bytes([byte]))
            time.sleep(0.1)


def flood(receive, send):
    receive()
    block = bytes((n * 73 + 11) & 0xFF for n in range(256))
    while True:
        send(block)
        time.sleep(0.001)


def mute(receive, send):
    while receive():
        pass


@pytest.mark.parametrize("behaviour", [drip, flood, mute])
@pytest.mark.parametrize("kind", ["modbus-tcp", "modbus-rtu", "tcp", "serial"])
def test_no_call_outlasts_its_deadline(kind, behaviour):
    device = lines.Device(behaviour)
    if kind in ("modbus-tcp", "tcp"):
        connection = f"{kind}://127.0.0.1:{device.on_loopback().port}"
    else:
        connection = f"{kind}://{device.on_terminal().path}?baud=115200"
    with lines.Probe() as probe:
        assert probe.ask(f"open {connection} 50").ok
        for _ in range(3):
            if kind.startswith("modbus"):
                probe.ask("reopen 300")
                settled = probe.ask("settle 200")
                assert settled.seconds < 0.2 + SLACK
                answer = probe.read(1, "holding", 507, 3, deadline=200)
                assert not answer.ok
            else:
                assert probe.ask("send 2a0a 200").ok
                answer = probe.ask("receive 4096 200")
                assert answer.ok == (behaviour is not mute)
            assert answer.seconds < 0.2 + SLACK, answer.line


def test_a_host_that_takes_no_connection_costs_the_deadline_and_no_more():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        fillers = []
        for _ in range(8):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", port))
            fillers.append(s)
        with lines.Probe() as probe:
            answer = probe.ask(f"open modbus-tcp://127.0.0.1:{port}")
        assert answer.kind == "line-down" and "before the deadline" in answer.text
        assert 0.9 < answer.seconds < 1 + SLACK
        for s in fillers:
            s.close()


def test_a_name_that_is_not_known_is_down_and_named():
    with lines.Probe() as probe:
        answer = probe.ask("open tcp://no-such-host.invalid:23")
    assert answer.kind == "line-down" and "no-such-host.invalid" in answer.text


def test_two_programs_cannot_share_a_port():
    device = lines.Device(slow_unit(0, 0)).on_terminal()
    with lines.Probe() as first, lines.Probe() as second:
        assert first.ask(f"open modbus-rtu://{device.path}?baud=115200 20").ok
        refused = second.ask(f"open serial://{device.path}?baud=115200")
        assert refused.kind == "line-down" and "another program uses this port" in refused.text
        assert first.ask("close").ok
        assert second.ask(f"open serial://{device.path}?baud=115200").ok


@needs_socat
def test_a_cable_that_is_pulled_and_put_back_loses_nothing_but_time(tmp_path):
    ends = [str(tmp_path / f"cable-{end}") for end in "ab"]
    with lines.Probe() as probe:
        probe.ask(f"open modbus-rtu://{ends[0]}?baud=115200 10")
        before = None
        for _ in range(REPLUGS):
            with lines.terminal_pair(tmp_path, "cable"):
                with open(ends[1], "r+b", buffering=0) as other:
                    threading.Thread(target=answer_one, args=(other,), daemon=True).start()
                    began = time.monotonic()
                    lines.wait_until(lambda: probe.ask("reopen 100").ok, 2)
                    probe.ask("settle 1000")
                    assert probe.read(1, "holding", 7, 2, 1).values == [7, 8]
                    assert time.monotonic() - began < 2
                    before = before or held(probe)
                    assert held(probe) == before, "a descriptor or a thread leaked"
            answer = probe.read(1, "holding", 7, 2, 1, deadline=500)
            assert answer.kind == "line-down", answer.line
            assert probe.ask("state").text == "closed"


def held(probe):
    """Descriptors and threads of the probe."""
    return [len(os.listdir(f"/proc/{probe.process.pid}/{what}")) for what in ("fd", "task")]


def test_a_server_that_ends_each_connection_is_found_closed_and_opened_again():
    def serve(receive, send):
        if not (request := receive()):
            return
        body = request[6:7] + lines.address_values(b"\0" + request[7:12])[1:]
        send(request[:4] + len(body).to_bytes(2, "big") + body)

    device = lines.Device(serve).on_loopback()
    with lines.Probe() as probe:
        assert probe.ask(f"open modbus-tcp://127.0.0.1:{device.port}").ok
        before = None
        for cycle in range(REPLUGS):
            assert probe.read(1, "holding", cycle, 2).values == [cycle, cycle + 1]
            lines.wait_until(lambda: probe.ask("state").text == "closed", 2)
            assert probe.ask("reopen 500").ok
            before = before or held(probe)
            assert held(probe) == before, "a descriptor or a thread leaked"


def answer_one(terminal):
    request = b""
    while len(request) < 8:
        request += terminal.read(8 - len(request))
    body = lines.address_values(request)
    terminal.write(body + lines.crc(body))


@needs_compiler
def test_text_through_libserialport_itself():
    def serve(receive, send):
        receive()
        send(b"HIOKI,BT3562,0,V1.0\r\n")

    device = lines.Device(serve).on_terminal()
    shim = lines.built("terminal_shim", "-shared", "-fPIC", "-ldl")
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    with lines.Probe(env=environment) as probe:
        opened = probe.ask(f"open serial://{device.path}?baud=9600&parity=none&stop=2")
        assert opened.ok, opened.line
        maps = open(f"/proc/{probe.process.pid}/maps").read()
        assert "libserialport" in maps
        assert probe.ask("send 2a49444e3f0a 500").ok
        text = b""
        while not text.endswith(b"\n"):
            answer = probe.ask("receive 64 500")
            assert answer.ok, answer.line
            text += bytes.fromhex(answer.text)
        assert text == b"HIOKI,BT3562,0,V1.0\r\n"
        late = probe.ask("receive 64 100")
        assert late.kind == "no-answer" and 0.09 < late.seconds < 0.1 + SLACK
        os.close(device.slave)
        os.close(device.master)
        assert probe.ask("receive 64 500").kind == "line-down"


# ---- Many reads over a line with every fault; the long form is honesty.py beside this file.

FAULTS = {"late", "slow", "duplicate", "duplicate-later", "cut", "cut-later", "merged", "flipped",
          "other-unit", "other-length", "dripped", "silent", "noise"}


def honesty(connection, reads, spare):
    done = subprocess.run(
        [lines.PROBE, "honesty", connection, str(reads), "20", "10", str(spare)],
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return lines.counted(done.stdout.splitlines()[-1]), done.stdout


@needs_compiler
@pytest.mark.parametrize("spare", [0, 1, 6])
def test_no_wrong_value_over_rtu_with_every_fault(tmp_path, spare):
    terminal = tmp_path / "terminal"
    with lines.running(lines.built("fault_line"), "rtu", terminal, "builtin", 60, 11, 10) as proxy:
        lines.wait_until(terminal.exists)
        # Without a spare register each read listens, and takes longer.
        reads = 1200 if spare else 600
        result, text = honesty(f"modbus-rtu://{terminal}?baud=115200", reads, spare)
        faults = lines.counted(lines.ended(proxy))
    assert result["wrong"] == 0, text
    assert result["good"] > 0.75 * reads
    assert faults["faults"] > 25 and sum(faults[name] > 0 for name in FAULTS) >= 12


@needs_compiler
def test_no_wrong_value_over_tcp_with_every_fault():
    port = lines.free_port()
    with lines.pymodbus_tcp() as server, lines.running(
            lines.built("fault_line"), "tcp", port, server, 100, 11, 10) as proxy:
        assert proxy.stdout.readline() == b"ready\n"
        result, text = honesty(f"modbus-tcp://127.0.0.1:{port}", 2000, 0)
        faults = lines.counted(lines.ended(proxy))
    assert result["wrong"] == 0, text
    assert result["good"] > 1600
    assert faults["faults"] > 120 and all(faults[name] > 0 for name in FAULTS)
