"""Guards speed by counted instructions: a row may not cost more of them than it is allowed.

Counts do not depend on how busy the machine is, as times do. valgrind runs `speed-figures` over a
short and a longer file; the difference is what the further rows cost, start-up left out. The hash
of the file is in it, without the processor's own instructions for it, which valgrind does not have.

    python instruction_guard.py [--allow]      (--allow writes the limits: 10 % above what was found)
"""

import json
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "Judges"))

import cycler_file  # noqa: E402

LIMITS = HERE / "instructions.json"
FIGURES = ROOT / ".build/release/speed-figures"
SHORT, LONG, CYCLES = 50_000, 250_000, 10


def instructions(work, path):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", FIGURES, work, path],
        capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"valgrind could not count: exit code {done.returncode}\n{done.stderr[-2000:]}")
    return int(found[1])


def main():
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for rows in (SHORT, LONG):
            paths[rows] = Path(folder) / f"{rows}.csv"
            cycler_file.write(paths[rows], rows, CYCLES, noise=True)
        for work in ("read", "analyze"):
            counts = [instructions(work, paths[rows]) for rows in (SHORT, LONG)]
            found[work] = round((counts[1] - counts[0]) / (LONG - SHORT))
    machine = platform.machine()
    limits = json.loads(LIMITS.read_text()) if LIMITS.exists() else {}
    if "--allow" in sys.argv:
        limits[machine] = {work: round(count * 1.1) for work, count in found.items()}
        LIMITS.write_text(json.dumps(limits, indent=2, sort_keys=True) + "\n")
    if machine not in limits:
        print(f"no limits for {machine} yet; found {found} instructions a row")
        return
    failed = False
    for work, count in found.items():
        limit = limits[machine][work]
        failed |= count > limit
        print(f"{work}: {count} instructions a row, allowed {limit}"
              + ("  <-- too many" if count > limit else ""))
    if failed:
        sys.exit("Find what became slower, or allow more with --allow and say why in the commit.")


if __name__ == "__main__":
    main()
