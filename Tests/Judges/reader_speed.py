#!/usr/bin/env python3
"""Times Denchi's binary readers beside the public ones on the same files, side by side in one run.

    reader_speed.py [FILE...] [--denchi PATH] [--benchmark PATH] [--rounds N] [--strict]

Without FILE the largest of each binary format beside the repository is taken. Whole process: start,
read, end. Read only: inside a process, after one call that warms it up, and without the SHA-256,
which no other reader makes; memory that was freed stays with each process (glibc's MALLOC_…_), for
else the system clears it anew in every round. The least of N rounds counts, and the rounds of all
programs take turns. `--strict`: exit code 1 unless Denchi is three times as fast as the fastest
other reader in both.

fastnda reads nda and ndax, galvani and yadg mpr; one that is not installed is left out.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import time

from tool import MEASUREMENTS, RELEASE, ROOT

FACTOR = 3.0
BENCHMARK = ROOT / "Tests/Benchmarks/Readers/.build/release/ReaderBenchmark"
CALLS = {
    ".nda": {"fastnda": "import fastnda; read = fastnda.read"},
    ".ndax": {"fastnda": "import fastnda; read = fastnda.read"},
    ".mpr": {
        "galvani": "from galvani import BioLogic; read = lambda p: BioLogic.MPRfile(p).data",
        "yadg": "from yadg import extractors; "
                "read = lambda p: extractors.extract(filetype='eclab.mpr', path=p)",
    },
}
INSIDE = """
import time
{setup}
read(path)
best = 1e9
for _ in range({rounds}):
    start = time.perf_counter()
    read(path)
    best = min(best, time.perf_counter() - start)
print(best)
"""


KEEPING_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str((1 << 31) - 1),
    "MALLOC_TOP_PAD_": str(64 << 20),
}


def run(command, **environment):
    start = time.perf_counter()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    return time.perf_counter() - start, done.stdout


def is_there(setup):
    return subprocess.run([sys.executable, "-c", setup], capture_output=True).returncode == 0


def measured(path, options):
    """Seconds by program, for the whole process and for reading alone."""
    setups = {name: setup for name, setup in CALLS[path.suffix.lower()].items() if is_there(setup)}
    whole = {"Denchi": [options.denchi, "inspect", "--quick", str(path)]}
    inside = {"Denchi": [options.benchmark, "20", str(path)]}
    for name, setup in setups.items():
        head = f"path = {str(path)!r}\n"
        whole[name] = [sys.executable, "-c", f"{head}{setup}\nread(path)"]
        inside[name] = [sys.executable, "-c", head + INSIDE.format(setup=setup, rounds=20)]
    least = {"whole process": {}, "read only": {}}
    for _ in range(options.rounds):
        for name, command in whole.items():
            seconds, _ = run(command)
            now = least["whole process"]
            now[name] = min(now.get(name, seconds), seconds)
        for name, command in inside.items():
            _, printed = run(command, **KEEPING_MEMORY)
            now = least["read only"]
            seconds = float(printed.split()[0])
            now[name] = min(now.get(name, seconds), seconds)
    return least


def largest():
    for suffix in CALLS:
        files = sorted(MEASUREMENTS.rglob(f"*{suffix}"), key=lambda path: path.stat().st_size)
        if files:
            yield files[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--denchi", default=str(RELEASE))
    parser.add_argument("--benchmark", default=str(BENCHMARK))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    files = options.files or list(largest())
    if not files:
        print("No file: name one, or put the reference files beside the repository.")
        return 1
    slow = False
    for path in files:
        print(f"{path.name}, {path.stat().st_size} bytes")
        for kind, times in measured(path, options).items():
            ours = times.pop("Denchi")
            print(f"  {kind:14} {'Denchi':8} {ours * 1e3:9.2f} ms")
            for name, seconds in times.items():
                print(f"  {'':14} {name:8} {seconds * 1e3:9.2f} ms  {seconds / ours:6.1f} times")
                slow = slow or seconds < FACTOR * ours
    return 1 if slow and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
