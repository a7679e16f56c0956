#!/usr/bin/env python3
"""One manifest through the plain loop, Spark, Slurm and PostgreSQL; what they answer is compared byte for byte.

    fleet_trial.py [--kills 1] [--only spark|slurm|postgresql] [--seed 1] [--spark .build/fleet]

The manifest has 205 lines, among them broken files, one that crashes and one that never ends. Exit code 0 if all
that could be tried gave the same bytes; what is absent is said and skipped.
"""

import argparse
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/Judges")]

from batch import crashing, good_cell, hanging, lines, poison  # noqa: E402
from postgresql import Postgres  # noqa: E402
from slurm import Slurm  # noqa: E402
from spark import Spark  # noqa: E402
from tool import RELEASE  # noqa: E402

FLEET = ROOT / "Sources/Fleet"
TIMEOUT = 6
# A megabyte, so that a kill finds something at work.
ROWS = 25_000


class Trial:
    """The manifest, the command with little memory, and the answers of the plain loop."""

    def __init__(self, folder, seed):
        self.folder, self.random, self.missed, self.timeout = folder, random.Random(seed), 0, TIMEOUT
        self.denchi = folder / "denchi"
        # Files that crash need a process that may not have the memory for them.
        self.denchi.write_text(f'#!/bin/bash\nulimit -c 0 -d {200 << 10}\nexec "{RELEASE}" "$@"\n')
        self.denchi.chmod(0o755)
        cells = [good_cell(folder / f"cells/c{n}", n, rows=ROWS) for n in range(40)]
        requests = [{"id": f"line-{n}", "path": str(cells[n % 40]), "lot": f"lot {n % 3}"} for n in range(205)]
        broken = [p for p, _ in poison(folder / "broken")]
        broken += [crashing(folder / "crash.parquet"), hanging(folder / "endless.csv")]
        for n, path in zip(self.random.sample(range(205), len(broken)), broken):
            requests[n] = {"id": f"line-{n}", "path": str(path)}
        self.manifest = folder / "manifest"
        self.manifest.write_text(lines(requests))
        began = time.monotonic()
        with open(self.manifest, "rb") as source:
            done = subprocess.run(self.command("--jobs", "2"), stdin=source, capture_output=True)
        self.answers = done.stdout
        self.loop = folder / "loop.jsonl"
        self.loop.write_bytes(self.answers)
        self.say("loop", done.returncode == 0 and self.complete(self.loop),
                 f"{len(self.answers.splitlines())} of 205 lines in {time.monotonic() - began:.1f} s")
        self.gaps()
        self.reproduced("loop", self.loop, 5)

    def command(self, *arguments):
        return [str(self.denchi), "analyze", "--jsonl", "--timeout", str(self.timeout), *arguments]

    def complete(self, path):
        done = subprocess.run([sys.executable, FLEET / "complete.py", self.manifest, path], capture_output=True,
                              text=True)
        print("  " + done.stdout.strip())
        return done.returncode == 0 and '"crashed": 1' in done.stdout and '"timeout": 1' in done.stdout

    def gaps(self):
        """What is left to do of half of the answers: the other half, and whatever crashed or hung."""
        answers, wanted = self.answers.splitlines(keepends=True), self.manifest.read_text().splitlines(keepends=True)
        bad = (b'"status":"crashed"', b'"status":"timeout"')
        due = [line for n, line in enumerate(wanted) if n % 2 or any(b in answers[n] for b in bad)]
        done = subprocess.run([sys.executable, FLEET / "complete.py", self.manifest, "--again"],
                              input=b"".join(answers[::2]), capture_output=True)
        self.say("loop", done.returncode == 1 and done.stdout.decode() == "".join(due),
                 f"{len(due)} lines of half of the answers are to be analysed again, and complete.py names them")

    def reproduced(self, name, path, count):
        """Rows drawn at random are made again from their keys."""
        keys = [key for key in (json.loads(line)["key"] for line in path.read_bytes().splitlines()) if key]
        drawn = self.random.sample(keys, count)
        codes = [subprocess.run([sys.executable, FLEET / "reproduce.py", key, "--manifest", self.manifest, "--answers",
                                 path, "--denchi", self.denchi], capture_output=True).returncode for key in drawn]
        absent = subprocess.run([sys.executable, FLEET / "reproduce.py", "0" * 64, "--manifest", self.manifest,
                                 "--answers", path], capture_output=True).returncode
        self.say(name, not any(codes) and absent == 3, f"{codes.count(0)} of {count} rows made again from their keys")

    def say(self, name, is_good, words):
        self.missed += not is_good
        print(f"{'ok' if is_good else 'MISSED':8}{name}: {words}", flush=True)

    def same(self, name, found, words=""):
        difference = "the same bytes as the loop" if found == self.answers else "OTHER BYTES than the loop"
        self.say(name, found == self.answers, f"{difference}{words}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--only", choices=["spark", "slurm", "postgresql"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spark", default=str(ROOT / ".build/fleet"))
    chosen = parser.parse_args()
    # Whoever ends the trial ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    engines = {"postgresql": Postgres, "slurm": Slurm, "spark": lambda: Spark(chosen.spark)}
    with tempfile.TemporaryDirectory(prefix="denchi-fleet-") as folder:
        pathlib.Path(folder).chmod(0o755)
        trial = Trial(pathlib.Path(folder), chosen.seed)
        for name, engine in engines.items():
            if chosen.only not in (None, name):
                continue
            engine = engine()
            if lack := engine.lack():
                print(f"skipped {name}: {lack}", flush=True)
                continue
            (trial.folder / name).mkdir()
            try:
                engine.start(trial.folder / name)
                engine.judge(trial, chosen.kills)
            finally:
                engine.stop()
    return 1 if trial.missed else 0


if __name__ == "__main__":
    sys.exit(main())
