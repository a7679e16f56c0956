#!/usr/bin/env python3
"""How fast lone reports are judged again: lines a second, processor time, peak memory.

    rejudge_speed.py [DENCHI] [--reports 20000]

Reports of a pouch cell with one charge and one discharge, as one JSON line each, are sent through
`denchi rules rejudge`, once whole and once for the verdicts alone; then those of the cylindrical sample.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

import every_rule

ROOT = pathlib.Path(__file__).resolve().parents[2]


def line_of(denchi, folder):
    done = subprocess.run([denchi, "analyze", folder], capture_output=True, check=True)
    return json.dumps(json.loads(done.stdout), ensure_ascii=False, separators=(",", ":")) + "\n"


def small(folder):
    cell, text = every_rule.base({})
    cell["instruments"] = [{"name": "bench", "quantity": q, "readingPercent": 0.02}
                           for q in ("voltage", "current", "time")]
    cell["cathode"] = {"nickelRatio_percent": 60}
    cell["use"] = "passenger-car"
    (folder / "cell.json").write_text(json.dumps(cell))
    (folder / "run.csv").write_text(text)
    return folder


def measure(denchi, path, count, arguments):
    """Wall and processor seconds and peak memory in MiB of one pass over the lines."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with open(path, "rb") as lines:
        process = subprocess.Popen([denchi, "rules", "rejudge", "--rules", "jp-meti-2025", *arguments],
                                   stdin=lines, stdout=subprocess.PIPE)
        answered = sum(chunk.count(b"\n") for chunk in iter(lambda: process.stdout.read(1 << 20), b""))
        _, status, usage = os.wait4(process.pid, 0)
    assert status == 0 and answered == count, (status, answered)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, processor, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("denchi", nargs="?", default=str(ROOT / ".build/release/denchi"))
    parser.add_argument("--reports", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "small").mkdir()
        for name, cell, count in [
                ("one discharge", small(folder / "small"), arguments.reports),
                ("cylindrical-21700", ROOT / "SampleRuns/cylindrical-21700", arguments.reports // 10)]:
            line = line_of(arguments.denchi, cell)
            path = folder / "reports.jsonl"
            with open(path, "w", encoding="utf-8") as target:
                for _ in range(count):
                    target.write(line)
            for words, extra in (("verdicts", ["--verdicts"]), ("whole reports", [])):
                wall, processor, memory = measure(arguments.denchi, path, count, extra)
                print(f"{name}, {len(line.encode()) / 1000:.1f} kB a report, {words}: {count} in {wall:.2f} s, "
                      f"{count / wall:.0f} a second, {processor / count * 1000:.3f} ms of processor each, "
                      f"{memory:.0f} MiB")


if __name__ == "__main__":
    main()
