"""A line that is pulled out and put back again and again while it is recorded.

    .ci/replugs                500 times over TCP and 500 times over a pseudo-terminal
    .ci/replugs --cycles 20

Every tenth time the equipment starts anew, and every twenty-fifth time another instrument answers for a
while. After each cycle the recorder must have committed a new sample within 2 s of the line's return
(or of the right instrument's), and at the end hold as many descriptors and threads as at the start and
no more memory. The archive is audited, and every sample held against the log of what was served.
"""

import argparse
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "archive"), str(HERE.parent / "virtual_bench")]

import fault_trials  # noqa: E402
import load  # noqa: E402
from archive_format import Archive  # noqa: E402
from processes import recorder  # noqa: E402
from served import serving  # noqa: E402
from tool import denchi  # noqa: E402

RESUMED_WITHIN_S = 2
# What is not known yet when the first cycles are over is no growth.
WARM_UP = 5
# A request that was under way when the line went must not be asked in the same shape for a while, since
# its answer might come late (decision 0031); there are five shapes, so the line may be pulled every
# other second for ever, and more often only a few times.
REST_S = {"modbus-rtu": 2.2}


def committed(path):
    """How many samples the archive holds."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1) as archive:
        return archive.execute("SELECT sum(samples) FROM run_state").fetchone()[0] or 0


def wait_for_more(path, than, seconds):
    """Waits until the archive holds more samples; returns how long that took, None if too long."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if committed(path) > than:
            return time.monotonic() - began
        time.sleep(0.01)
    return None


def threads(process):
    return len(os.listdir(f"/proc/{process.pid}/task"))


def trial(way, cycles, folder, seed=1):
    """Returns the problems, and one line of figures."""
    chance = random.Random(seed)
    problems, waits = [], []
    bench = fault_trials.virtual_bench(way, folder)
    archive = folder / "lab.denchi"
    with serving(folder, bench, "--for", str(60 + 10 * cycles)) as served:
        path = folder / "bench.json"
        path.write_text(json.dumps(
            fault_trials.recording_bench(way, served.connection("line"))))
        with recorder(folder, path, "--commit-interval", "0.1") as record:
            watched = load.Watched(record.process)
            time.sleep(1)
            assert wait_for_more(archive, 0, 20) is not None, record.errors
            before = None
            for cycle in range(cycles):
                if cycle == min(WARM_UP, cycles // 2):
                    before = watched.descriptors(), threads(record.process), watched.memory_MB()
                away = chance.uniform(0.01, 0.2)
                kind = "restart" if cycle % 10 == 9 else "unplug"
                if cycle % 25 == 24:
                    away = 0.7
                    served.command(f"wrong-identity for_s={away}")
                assert served.command(f"{kind} for_s={away:.3f}") == "ok"
                time.sleep(away)
                # What was recorded before may still be on its way to the disk.
                time.sleep(0.15)
                took = wait_for_more(archive, committed(archive), 30)
                if took is None:
                    problems.append(f"cycle {cycle}: not resumed in 30 s: {record.errors[-300:]}")
                    break
                waits.append(took + 0.15)
                time.sleep(REST_S.get(way.protocol, 0))
                if waits[-1] > RESUMED_WITHIN_S:
                    problems.append(f"cycle {cycle} ({kind}): resumed after {waits[-1]:.2f} s")
            time.sleep(1)
            after = watched.descriptors(), threads(record.process), watched.memory_MB()
            assert record.end() == 0, record.errors
        served.end()
        truth = served.truth()
    outcome = denchi("archive", "audit", archive)
    if outcome.code != 0:
        problems.append(outcome.out.decode()[:500])
    holds = Archive(archive)
    samples = 0
    for run, plan in holds.runs().items():
        columns = holds.columns(run)
        samples += len(columns[0])
        wrong = fault_trials.wrong_samples(
            columns, holds.quantities(run), [r for r in truth if r["channel"] == plan[1]],
            way.decimals)
        problems += [f"wrong sample at slot {slot}: {why}" for slot, why in wrong[:5]]
    for name, first, last in zip(("descriptors", "threads"), before, after):
        if last > first:
            problems.append(f"{first} {name} before, {last} after")
    if after[2] > before[2] * 1.1 + 5:
        problems.append(f"{before[2]:.1f} MB before, {after[2]:.1f} MB after")
    waits.sort()
    return problems, (
        f"{way.name}: {len(waits)} cycles, resumed after {waits[len(waits) // 2]:.2f} s in the middle "
        f"and {waits[-1]:.2f} s at most; descriptors {before[0]} → {after[0]}, threads {before[1]} → "
        f"{after[1]}, memory {before[2]:.1f} → {after[2]:.1f} MB; {samples} samples, "
        f"{len(problems)} problems")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cycles", type=int, default=500, help="for each of the two lines")
    parser.add_argument("--line", choices=("tcp", "rtu"), action="append")
    arguments = parser.parse_args()
    bad = 0
    for line in arguments.line or ("tcp", "rtu"):
        with tempfile.TemporaryDirectory(prefix="denchi-replugs-") as folder:
            problems, figures = trial(fault_trials.WAYS[line], arguments.cycles, Path(folder))
        print(figures, flush=True)
        for problem in problems[:20]:
            print("  " + problem, flush=True)
        bad += len(problems)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
