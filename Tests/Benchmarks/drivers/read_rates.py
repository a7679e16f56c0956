"""Reads a second of our banks beside a plain C loop over libmodbus, in turn, in the same run.

    .ci/read-rates [ROUNDS] [SECONDS]

Modbus TCP against a C server and against pymodbus, Modbus RTU on a pseudo-terminal against pymodbus.
"""

import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "Tests/Judges"))
from drivers import lines  # noqa: E402

PROBE = ROOT / ".build/release/line-probe"
lines.PROBE = PROBE
AIM = 0.9


def compiled(name):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libmodbus"], check=True,
                           capture_output=True, text=True).stdout.split()
    target = lines.BUILT / name
    lines.BUILT.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cc", "-O2", str(HERE / f"{name}.c"), "-o", str(target), *flags], check=True)
    return target


def rate(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=120)
    found = re.search(r"rate (\d+)", done.stdout)
    assert found, f"{command}: {done.stdout}{done.stderr}"
    return int(found[1])


def compare(name, loop, ours, rounds):
    """Runs both in turn; the first of each warms up and is not counted."""
    seen = [[], []]
    for turn in range(rounds + 1):
        for which, command in enumerate((loop, ours)):
            value = rate(*command)
            if turn:
                seen[which].append(value)
    medians = [statistics.median(s) for s in seen]
    ratio = medians[1] / medians[0]
    for who, values in zip(("C loop", "denchi"), seen):
        print(f"{name:36} {who:7} min {min(values):6} median {statistics.median(values):8.0f}"
              f" max {max(values):6} reads/s")
    print(f"{name:36} {'ratio of medians':16} {ratio:.3f}  aim {AIM} "
          f"{'reached' if ratio >= AIM else 'MISSED'}")
    return ratio >= AIM


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3
    loop, server = compiled("read_loop"), compiled("register_server")
    reached = []
    port = lines.free_port()
    with lines.running(server, port):
        lines.wait_until(lambda: lines.listens(port))
        for count in (3, 125):
            reached.append(compare(
                f"TCP, {count} registers, C server",
                (loop, "tcp", port, 1, 7, count, seconds),
                (PROBE, "rate", f"modbus-tcp://127.0.0.1:{port}", 1, 7, count, 0, seconds),
                rounds))
    with lines.pymodbus_tcp() as port:
        reached.append(compare(
            "TCP, 3 registers, pymodbus", (loop, "tcp", port, 1, 7, 3, seconds),
            (PROBE, "rate", f"modbus-tcp://127.0.0.1:{port}", 1, 7, 3, 0, seconds), rounds))
    if lines.missing("socat"):
        print("RTU: skipped, socat is missing")
    else:
        with tempfile.TemporaryDirectory() as folder, lines.pymodbus_rtu(Path(folder)) as terminal:
            reached.append(compare(
                "RTU, 3 registers, pymodbus", (loop, "rtu", terminal, 1, 7, 3, seconds),
                (PROBE, "rate", f"modbus-rtu://{terminal}?baud=115200", 1, 7, 3, 1, seconds),
                rounds))
    sys.exit(not all(reached))


main()
