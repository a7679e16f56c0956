#!/usr/bin/env python3
"""Times Denchi against the fastest public readers on the same files, side by side in one run.

    reader_speed.py FILE... [--denchi PATH] [--python PATH] [--rounds N]

`--python` is an interpreter with fastnda, galvani and yadg. Whole process: start, read, end. Read
only: the time inside the other process around its read call, after one call that warms it up;
Denchi's whole process is set against it. The least of N rounds counts.
"""
import argparse
import subprocess
import time

CALLS = {
    ".nda": [("fastnda", "import fastnda; read = fastnda.read")],
    ".ndax": [("fastnda", "import fastnda; read = fastnda.read")],
    ".mpr": [
        ("galvani", "from galvani import BioLogic; read = lambda p: BioLogic.MPRfile(p).data"),
        ("yadg", "from yadg import extractors; "
                 "read = lambda p: extractors.extract(filetype='eclab.mpr', path=p)"),
    ],
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


def least(command, rounds):
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--denchi", default=".build/release/denchi")
    parser.add_argument("--python", default="python3")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for path in options.files:
        ours = least([options.denchi, "inspect", path], options.rounds)
        print(f"{path}\n  denchi inspect, whole process {ours * 1e3:8.1f} ms")
        for name, setup in CALLS.get(path[path.rindex("."):].lower(), []):
            script = f"path = {path!r}\n{setup}\nread(path)"
            whole = least([options.python, "-c", script], options.rounds)
            inside = f"path = {path!r}\n" + INSIDE.format(setup=setup, rounds=options.rounds)
            found = subprocess.run(
                [options.python, "-c", inside], check=True, capture_output=True, text=True)
            read = float(found.stdout.split()[-1])
            print(f"  {name:14} whole process {whole * 1e3:8.1f} ms ({whole / ours:.1f} times), "
                  f"read only {read * 1e3:8.1f} ms ({read / ours:.1f} times Denchi's process)")


if __name__ == "__main__":
    main()
