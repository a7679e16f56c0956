"""Registers of servers that nobody here wrote, read by us, and by mbpoll beside us."""

import re
import subprocess

import pytest

from drivers import lines

MODBUS = {
    "holding": ([507, 508, 509], 507),
    "input": ([1010, 1011, 1012], 10),
    "coils": ([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0], 3),
    "discreteInputs": ([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], 10),
}


def read_everything(connection):
    with lines.Probe() as probe:
        assert probe.ask(f"open {connection} 50").ok
        for table, (expected, address) in MODBUS.items():
            for spare in (0, 9):
                answer = probe.read(1, table, address, len(expected), spare)
                assert answer.values == expected, (table, spare)
        assert probe.read(2, "holding", 507, 2, 1).values == [507 ^ 0xFFFF, 508 ^ 0xFFFF]
        assert probe.read(1, "holding", 100, 125).values == list(range(100, 225))
        refused = probe.read(1, "holding", 40000, 1)
        assert refused.kind == "refused" and "exception 2" in refused.text
        assert probe.read(1, "holding", 507, 1).values == [507]


def test_pymodbus_over_tcp_is_read_right():
    with lines.pymodbus_tcp() as port:
        read_everything(f"modbus-tcp://127.0.0.1:{port}")
        read_everything(f"modbus-tcp://localhost:{port}")


@pytest.mark.skipif(lines.missing("socat"), reason="socat is missing")
def test_pymodbus_over_rtu_is_read_right(tmp_path):
    with lines.pymodbus_rtu(tmp_path) as terminal:
        read_everything(f"modbus-rtu://{terminal}?baud=115200")


@pytest.mark.skipif(lines.missing("mbpoll"), reason="mbpoll is missing")
def test_mbpoll_reads_the_same():
    types = {"holding": "4", "input": "3", "coils": "0", "discreteInputs": "1"}
    with lines.pymodbus_tcp() as port, lines.Probe() as probe:
        assert probe.ask(f"open modbus-tcp://127.0.0.1:{port}").ok
        for table, (expected, address) in MODBUS.items():
            done = subprocess.run(
                ["mbpoll", "-m", "tcp", "-p", str(port), "-a", "1", "-t", types[table], "-0", "-r",
                 str(address), "-c", str(len(expected)), "-1", "127.0.0.1"],
                capture_output=True, text=True, timeout=20)
            seen = [int(v) for v in re.findall(r"^\[\d+\]:\s+(\d+)", done.stdout, re.M)]
            assert seen == probe.read(1, table, address, len(expected)).values == expected, table


def test_a_descriptor_too_large_for_libmodbus_is_refused_and_nothing_dies():
    import resource
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 1100:
        pytest.skip("the limit of open files is below 1100")
    many = (
        f"ulimit -n 1100 && exec {lines.sys.executable} -c 'import os, sys\n"
        "first = os.open(\"/dev/null\", os.O_RDONLY)\n"
        "os.set_inheritable(first, True)\n"
        "for n in range(first + 1, 1040): os.dup2(first, n, inheritable=True)\n"
        f"os.execv(\"{lines.PROBE}\", [\"line-probe\"])'")
    with lines.pymodbus_tcp() as port:
        device = lines.Device(lambda receive, send: receive()).on_terminal()
        done = subprocess.run(
            ["bash", "-c", many], text=True, capture_output=True, timeout=60, close_fds=True,
            input=f"open modbus-tcp://127.0.0.1:{port}\nopen modbus-rtu://{device.path}\nstate\n"
                  f"open tcp://127.0.0.1:{port}\nstate\n")
    answers = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    for refused in answers[:2]:
        assert refused.startswith("error unusable") and "1023" in refused, refused
    assert answers[2].endswith("closed")
    # Our own lines wait with poll() and know no such limit.
    assert answers[3].startswith("ok") and answers[4].endswith("open"), answers
