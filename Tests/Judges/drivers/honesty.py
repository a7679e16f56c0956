"""The long form: a million reads over a line with more than ten thousand faults, and no wrong value.

    .ci/honest-reads [READS] [PERMILLE]

Every register holds its own address and each read asks for another one, so that a wrong value shows.
RTU is answered by the fault line itself, for speed, with six, one and no spare registers (the last two
with fewer reads); then, with a tenth of the reads, by pymodbus behind it; then by pymodbus over TCP.
Ends with 1 when any value was wrong, when any call outlasted its deadline by 10 ms more than a thread
that only sleeps was late meanwhile, or when fewer than one read in a hundred had a fault.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from drivers import lines  # noqa: E402

PROBE = lines.ROOT / ".build/release/line-probe"
lines.PROBE = PROBE
DEADLINE_MS, SLOWEST_MS, SLOW_MS = 20, 10, 10


def run(name, connection, proxy, reads, spare):
    began = time.monotonic()
    done = subprocess.run(
        [PROBE, "honesty", connection, str(reads), str(DEADLINE_MS), str(SLOWEST_MS), str(spare)],
        capture_output=True, text=True)
    seconds = time.monotonic() - began
    print(f"== {name}, spare {spare}: {seconds:.0f} s")
    print(done.stdout.strip())
    faults = lines.ended(proxy)
    print(faults, flush=True)
    result, seen = lines.counted(done.stdout.splitlines()[-1]), lines.counted(faults)
    late = result["over_deadline_us"] - result["sleeper_late_us"]
    return (result["wrong"] == 0 and late < 10_000
            and seen["faults"] >= reads // 100)


def main():
    reads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    permille = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    fault_line = lines.built("fault_line")
    good = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        terminal = folder / "terminal"
        arguments = (permille, 42, SLOW_MS)
        with lines.running(fault_line, "rtu", terminal, "builtin", *arguments) as proxy:
            lines.wait_until(terminal.exists)
            good.append(run("RTU", f"modbus-rtu://{terminal}?baud=115200", proxy, reads, 6))
        for name, part, spare in (("RTU, one spare register", 10, 1), ("RTU, none", 50, 0)):
            with lines.running(fault_line, "rtu", terminal, "builtin", *arguments) as proxy:
                time.sleep(0.5)
                good.append(run(name, f"modbus-rtu://{terminal}?baud=115200", proxy,
                                reads // part, spare))
        if not lines.missing("socat"):
            with lines.pymodbus_rtu(folder) as honest, lines.running(
                    fault_line, "rtu", terminal, honest, *arguments) as proxy:
                time.sleep(0.5)
                good.append(run("RTU, pymodbus behind the fault line",
                                f"modbus-rtu://{terminal}?baud=115200", proxy, reads // 10, 6))
    port = lines.free_port()
    with lines.pymodbus_tcp() as server, lines.running(
            fault_line, "tcp", port, server, *arguments) as proxy:
        proxy.stdout.readline()
        good.append(
            run("TCP, pymodbus", f"modbus-tcp://127.0.0.1:{port}", proxy, reads // 10, 0))
    sys.exit(not all(good))


main()
