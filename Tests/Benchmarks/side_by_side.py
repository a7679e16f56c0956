"""Time, peak memory and error of denchi beside polars and DuckDB, in one run on one machine.

Whole processes from start to end, in turn, so that a busy machine hits all alike; medians are
printed. Errors are against the truth of the generated file (Tests/Judges/cycler_file.py). Only a
ratio within one run means something.

    python side_by_side.py [--rows 1000000 10000000] [--runs 5]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "Judges"))

import cycler_file  # noqa: E402

DATA = ROOT / ".build/bench"
DENCHI = Path(os.environ.get("DENCHI", ROOT / ".build/release/denchi"))
KEYS = {"charge_Ah": "chargeCapacity_Ah", "discharge_Ah": "dischargeCapacity_Ah",
        "charge_Wh": "chargeEnergy_Wh", "discharge_Wh": "dischargeEnergy_Wh"}


def contestants(path):
    """Each name with its command; every one prints what it found on standard output."""
    return {
        "denchi analyze": [DENCHI, "analyze", path],
        "polars, in memory": [sys.executable, HERE / "polars_cycles.py", path, "in-memory"],
        "polars, streaming": [sys.executable, HERE / "polars_cycles.py", path, "streaming"],
        "DuckDB": [sys.executable, HERE / "duckdb_cycles.py", path],
    }


def run(command):
    """Wall time and processor time in s, peak memory in MiB, and the output of one process."""
    target = DATA / "output.json"
    done = subprocess.run(
        [sys.executable, "-S", "-E", HERE / "one_process.py", target, *map(str, command)],
        capture_output=True, text=True, check=True)
    code, wall, processor, peak = map(float, done.stdout.split())
    if code:
        sys.exit(f"{command[0]}: exit code {code:.0f}")
    return wall, processor, peak, target.read_bytes()


def fill_cache(path):
    """Reads the file once, so that all start with it in the system's cache."""
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass


def worst_errors(output, truth):
    """The largest relative errors of charge and of energy over all cycles."""
    found = json.loads(output)
    if isinstance(found, dict):
        found = [{key: cycle[name] for key, name in KEYS.items()} for cycle in found["cycles"]]
    assert len(found) == len(truth), (len(found), len(truth))

    def worst(unit):
        return max(abs(f[k] / float(t[k]) - 1) for f, t in zip(found, truth)
                   for k in KEYS if k.endswith(unit))

    return worst("_Ah"), worst("_Wh")


def compare(rows, runs, cycles):
    path = DATA / f"{rows}.csv"
    if not path.exists():
        print(f"writing {path}", file=sys.stderr)
        cycler_file.write(path, rows, cycles, noise=True)
    fill_cache(path)
    truth = cycler_file.truth(cycles)
    commands = contestants(path)
    results = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            results[name].append(run(command))
    megabytes = path.stat().st_size / 1e6
    print(f"\n{rows:,} rows, {cycles} cycles, {megabytes:.0f} MB; median of {runs} whole processes")
    print(f"{'':<18} {'time s':>8} {'best s':>7} {'CPU s':>6} {'MB/s':>6} {'peak MiB':>9} "
          f"{'error Ah':>9} {'error Wh':>9}")
    for name, measured in results.items():
        walls, processor, peaks, outputs = zip(*measured)
        charge, energy = worst_errors(outputs[-1], truth)
        wall = statistics.median(walls)
        print(f"{name:<18} {wall:8.2f} {min(walls):7.2f} {statistics.median(processor):6.2f} "
              f"{megabytes / wall:6.0f} {statistics.median(peaks):9.0f} {charge:9.1e} {energy:9.1e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cycles", type=int, default=500)
    chosen = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    for rows in chosen.rows:
        compare(rows, chosen.runs, chosen.cycles)


if __name__ == "__main__":
    main()
