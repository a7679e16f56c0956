"""Time of a figure of a long run beyond reading it, and the size of the figure.

    python figure_speed.py [FILE.csv] [--rows 10000000] [--times 3]

Without a file one is made with the reference generator (see `REFERENCE_BENCH` in tool.py). Reading is
`denchi inspect --quick`, which reads the file to its end and looks at no sample. CPU time is given
beside the clock, since a busy machine moves the clock alone.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tool import REFERENCE_BENCH, RELEASE


def measured(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([str(RELEASE), *map(str, arguments)], capture_output=True, check=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=3)
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = choice.file
        if path is None:
            generator = REFERENCE_BENCH / "gen_cycler_csv.py"
            if not generator.exists():
                sys.exit(f"{generator} is not there; name a file")
            path = Path(folder) / "run.csv"
            subprocess.run([sys.executable, generator, path, "--rows", str(choice.rows)], check=True,
                           stdout=subprocess.DEVNULL)
        rows = []
        for _ in range(choice.times):
            reading = measured("inspect", "--quick", path)
            for kind in ("strip", "sparkline"):
                drawing = measured("figure", kind, path)
                rows.append((kind, drawing[0] - reading[0], drawing[1] - reading[1],
                             reading[0], len(drawing[2])))
                print(f"{kind:10}  {drawing[0]:6.2f} s, reading {reading[0]:6.2f} s: "
                      f"{drawing[0] - reading[0]:+6.2f} s by the clock, "
                      f"{drawing[1] - reading[1]:+6.2f} s of CPU; {len(drawing[2])} bytes")
        beyond = min(r[1] for r in rows if r[0] == "strip")
        size = max(r[4] for r in rows)
        good = beyond <= 1 and size < 200_000
        print(f"{'ok' if good else 'MISSED'}: a strip takes {beyond:.2f} s beyond reading (at most 1), "
              f"{size} bytes at most (below 200,000)")
        sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
