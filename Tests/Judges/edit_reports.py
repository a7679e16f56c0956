#!/usr/bin/env python3
"""Edits reports and inputs at random and counts what `denchi verify` misses.

    edit_reports.py [DENCHI] [--edits 10000] [--untouched 1000] [--seed 7]

An edit changes, removes or inserts one byte of a report, its signature, its data file, cell.json or the
rule pack of its own. Each must end in exit code 1 or 3; every untouched report, each of a cell of its
own, in 0.
"""
import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = ROOT / "Sources/Assessment/Rules/jp-meti-2025.json"
CELL = """{"id": "edit-%d", "casing": "pouch", "use": "passenger-car", "ratedCapacity_Ah": %s,
 "dimensions_mm": {"width": 200, "height": 100, "thickness": 10, "basis": "body", "tolerance_mm": 0.05},
 "nominalVoltage_V": 3.6, "minimumVoltage_V": 3, "maximumVoltage_V": 4.2,
 "cathode": {"nickelRatio_percent": 60}, "declaredBy": "a script",
 "instruments": [{"name": "bench", "quantity": "voltage", "readingPercent": 0.02},
  {"name": "bench", "quantity": "current", "readingPercent": 0.02},
  {"name": "bench", "quantity": "time", "readingPercent": 0.01}]}
"""


def data(generator):
    """A charge and a discharge at 0.2C, sampled every few minutes."""
    rows = ["Test Time / s,Voltage / V,Current / A"]
    time, noise = 0, generator.uniform(0.0001, 0.001)
    for mode, current in (("charge", 6.0), ("rest", 0.0), ("discharge", -6.0)):
        steps = 4 if mode == "rest" else 60
        for i in range(steps):
            x = i / steps
            volts = {"charge": 3.0 + 1.2 * x, "rest": 4.2, "discharge": 4.2 - 1.2 * x}[mode]
            rows.append(f"{time},{volts + generator.gauss(0, noise):.4f},{current:.4f}")
            time += 300
    rows.append(f"{time},2.9990,-6.0000")
    return "\n".join(rows) + "\n"


def edited(content, generator):
    """The bytes with one changed, removed or inserted; never the same bytes."""
    while True:
        place = generator.randrange(len(content))
        kind = generator.randrange(3)
        byte = bytes([generator.randrange(256)])
        if kind == 0:
            result = content[:place] + byte + content[place + 1:]
        elif kind == 1:
            result = content[:place] + content[place + 1:]
        else:
            result = content[:place] + byte + content[place:]
        if result != content:
            return result


class Bench:
    """One folder with a cell, its data, a report and a signature."""

    def __init__(self, denchi, folder, number, key):
        self.denchi, self.folder = denchi, pathlib.Path(folder)
        self.folder.mkdir()
        generator = random.Random(number)
        (self.folder / "run.csv").write_text(data(generator))
        (self.folder / "cell.json").write_text(CELL % (number, 30 + number % 7 / 10))
        (self.folder / "own.json").write_text(
            PACK.read_text().replace('"jp-meti-2025"', f'"own-{number}"', 1))
        self.report = self.folder / "report.json"
        subprocess.run([denchi, "analyze", str(self.folder), "-o", str(self.report), "--rules",
                        "jp-meti-2022-second-call", "--rules", str(self.folder / "own.json")],
                       check=True, stderr=subprocess.DEVNULL)
        subprocess.run([denchi, "report", "sign", str(self.report), "--key", key], check=True)

    def verify(self):
        return subprocess.run([self.denchi, "verify", str(self.report)], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode

    def catches(self, generator, signed):
        """Whether one edit is caught; the files are put back."""
        names = ["report.json", "run.csv", "cell.json", "own.json"]
        name = generator.choice(names + ["report.json.sig"] if signed else names)
        path = self.folder / name
        content = path.read_bytes()
        path.write_bytes(edited(content, generator))
        signature = self.folder / "report.json.sig"
        hidden = None if signed or not signature.exists() else signature.read_bytes()
        if hidden is not None:
            signature.unlink()
        code = self.verify()
        edit = path.read_bytes()
        path.write_bytes(content)
        if hidden is not None:
            signature.write_bytes(hidden)
        if code in (1, 3):
            return None
        return f"{name}: exit code {code}", edit


def untouched(denchi, folder, number, key):
    """Whether an untouched, signed report of a cell of its own raises an alarm."""
    bench = Bench(denchi, f"{folder}/u{number}", 100 + number, key)
    return bench.verify() != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("denchi", nargs="?", default=str(ROOT / ".build/release/denchi"))
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--untouched", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    denchi = os.path.abspath(arguments.denchi)
    with tempfile.TemporaryDirectory() as folder:
        key = f"{folder}/key.pem"
        subprocess.run([denchi, "report", "key", key], check=True, stderr=subprocess.DEVNULL)
        workers = os.cpu_count() or 2
        benches = [Bench(denchi, f"{folder}/{i}", i, key) for i in range(workers)]

        def work(job):
            bench, first = job
            generator = random.Random(arguments.seed * 1000 + first)
            # Every second edit has the signature taken away: re-computing alone must catch it.
            share = range(first, arguments.edits, len(benches))
            return [m for m in (bench.catches(generator, i // len(benches) % 2 == 0) for i in share) if m]

        with ThreadPoolExecutor(workers) as pool:
            missed = sum(pool.map(work, [(b, i) for i, b in enumerate(benches)]), [])
            alarms = sum(pool.map(lambda n: untouched(denchi, folder, n, key),
                                  range(arguments.untouched)))
    for words, _ in missed[:5]:
        print(words)
    print(f"{arguments.edits} edits, {len(missed)} missed; "
          f"{arguments.untouched} untouched, {alarms} false alarms")
    return 1 if missed or alarms else 0


if __name__ == "__main__":
    sys.exit(main())
