#!/usr/bin/env python3
"""Figures of a fleet, each by one command; exit code 1 where a figure is missed.

    figures.py overhead [--lines 4000]      time a line of the supervised pool beyond the analysis
    figures.py memory [--big 1000]          peak memory on a file of 1 MB and of --big MB
    figures.py reports [--count 100000]     so many reports in PostgreSQL: load, failed cells, judged again
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/Judges")]

import cycler_file  # noqa: E402
import every_rule  # noqa: E402
from postgresql import SCRIPTS, Postgres  # noqa: E402
from tool import RELEASE  # noqa: E402

LIMITS = {"overhead": 0.3, "memory": 64, "failed": 50, "again": 10}
EDITION = "jp-meti-2022-second-call"


# A process starts with the peak of the one that it was split from, so a small one must start the batch.
MEASURE = """import json, resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall, usage = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))"""


def batch(path, *arguments):
    """Wall and processor seconds and peak memory in MiB of a batch over the lines of a file."""
    with open(path, "rb") as source:
        done = subprocess.run([sys.executable, "-c", MEASURE, RELEASE, "analyze", "--jsonl", *arguments],
                              stdin=source, capture_output=True, check=True)
    code, *found = json.loads(done.stdout)
    assert code == 0, code
    return found


def say(words, found, limit, unit):
    print(f"{'ok' if found <= limit else 'MISSED':8}{words}: {found:.3g} {unit}, aim {limit}")
    return found > limit


def overhead(folder, lines):
    """The same lines in one process and through the pool; five times in turn, the best of each."""
    cell = folder / "cell"
    cell.mkdir()
    figure_cell(cell, 1)
    missed = False
    for words, path, count in (("a line that needs no analysis", f"{folder}/none.csv", lines),
                               ("a cell with a report of 36 kB", cell, lines // 10)):
        (folder / "manifest").write_text(f"{path}\n" * count)
        times = {jobs: [] for jobs in (0, 1, 2)}
        for _ in range(5):
            for jobs, found in times.items():
                found.append(batch(folder / "manifest", *(["--jobs", str(jobs)] if jobs else []))[:2])
        for n, clock in enumerate(("wall", "processor")):
            alone, one, two = (min(f[n] for f in found) / count * 1000 for found in times.values())
            print(f"        {words}: {alone:.3f} ms {clock} alone, {one:.3f} by a pool of 1, {two:.3f} of 2")
            missed |= say(f"overhead a file, pool of 1, {clock}", one - alone, LIMITS["overhead"], "ms")
    return missed


def memory(folder, big):
    missed = False
    for megabytes in (1, big):
        cell = folder / f"{megabytes}"
        cell.mkdir()
        shutil.copy(ROOT / "SampleRuns/cylindrical-21700/cell.json", cell)
        # 39.6 bytes a row, and about 20,000 rows a cycle as life tests have.
        rows = int(megabytes * 1e6 / 39.6)
        cycler_file.write(cell / "run.csv", rows, max(2, rows // 20_000), noise=True)
        size = (cell / "run.csv").stat().st_size
        (folder / "manifest").write_text(f"{cell}\n")
        wall, processor, peak = batch(folder / "manifest")
        print(f"        {size / 1e6:.0f} MB: {wall:.2f} s, {processor:.2f} s of processor")
        missed |= say(f"peak memory on {size / 1e6:.0f} MB", peak, LIMITS["memory"], "MiB")
        (cell / "run.csv").unlink()
    return missed


def figure_cell(place, n):
    """A pouch cell with a charge and a discharge; each tenth has a quarter of the energy density."""
    cell, text = every_rule.base({})
    cell["id"] = f"kind-{n}"
    cell["instruments"] = [{"name": "bench", "quantity": q, "readingPercent": 0.02}
                           for q in ("voltage", "current", "time")]
    cell["cathode"] = {"nickelRatio_percent": 60}
    cell["use"] = "passenger-car"
    cell["declarations"] = {"bestAmongSimilarBatteries": False}
    if n % 10 == 0:
        cell["dimensions_mm"]["thickness"] *= 4
    (place / "cell.json").write_text(json.dumps(cell))
    (place / "run.csv").write_text(text)


def kinds(folder, count):
    """Real answers of cells that differ, one in ten of which fails the pack."""
    requests = []
    for n in range(count):
        place = folder / f"k{n}"
        place.mkdir()
        figure_cell(place, n)
        requests.append(str(place))
    done = subprocess.run([RELEASE, "analyze", "--jsonl", "--rules", "jp-meti-2025"],
                          input="\n".join(requests).encode(), capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def write_reports(folder, count):
    answers, manifest = folder / "answers.jsonl", folder / "manifest"
    templates = kinds(folder, 20)
    heads = [json.loads(t.split(',"report":{')[0] + "}") for t in templates]
    print("        " + ", ".join(f"{h['verdicts']}" for h in heads[:2]), f"{len(templates[1].encode()) / 1000:.1f} kB")
    with open(answers, "w") as target, open(manifest, "w") as wanted:
        for n in range(count):
            head, text = heads[n % 20], templates[n % 20]
            key = hashlib.sha256(f"{n}".encode()).hexdigest()
            text = text.replace(json.dumps(head["id"]), f'"cell-{n}"', 1).replace(head["key"], key, 1)
            target.write(text.replace(f'"kind-{n % 20}"', f'"cell-{n}"') + "\n")
            wanted.write(f'{{"id": "cell-{n}", "path": "cells/{n}", "lot": "lot {n % 40}"}}\n')
    for path in (answers, manifest):
        path.chmod(0o644)
    return answers, manifest


def reports(folder, count):
    engine = Postgres()
    if lack := engine.lack():
        print(f"skipped: {lack}")
        return False
    answers, manifest = write_reports(folder, count)
    (folder / "server").mkdir()
    try:
        engine.start(folder / "server")
        began = time.monotonic()
        done = engine.load("a", manifest, answers)
        assert done.returncode == 0, done.stderr
        print(f"        {count} reports, {answers.stat().st_size / 1e6:.0f} MB loaded in "
              f"{time.monotonic() - began:.1f} s")
        engine.ask("analyze")
        missed = query(engine, "failed cells", "select cell, capacity_Ah from denchi.reports where verdicts @> "
                       "'{\"jp-meti-2025\": \"fail\"}'", count // 10, LIMITS["failed"])
        query(engine, "count a lot", "select lot, verdict, count(*), avg(capacity_Ah) from denchi.manifest join "
              "denchi.answers using (batch, id) join denchi.reports using (key) group by lot, verdict", None, 1e9)
        missed |= through_the_database(engine, manifest, count)
    finally:
        engine.stop()
    for words, extra in (("the verdicts", ["--verdicts"]), ("whole reports", [])):
        with open(answers, "rb") as source:
            wall, processor = timed([RELEASE, "rules", "rejudge", "--rules", EDITION, *extra], source)
        print(f"        {words}: {processor / count * 1000:.3f} ms of processor a report")
        missed |= say(f"100,000 reports judged again, {words}", wall / count * 1e5, LIMITS["again"], "s")
    return missed


def timed(command, source, environment=None):
    """Wall and processor seconds of a command and all that it starts."""
    before, began = os.times(), time.monotonic()
    subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = os.times()
    return (time.monotonic() - began,
            after.children_user + after.children_system - before.children_user - before.children_system)


def through_the_database(engine, manifest, count):
    """Verdicts of another edition for every report of batch a, kept as batch b."""
    rejudge = f"{RELEASE} rules rejudge --rules {EDITION} --verdicts"
    wall, _ = timed(["bash", "-o", "pipefail", "-c",
                     f"{SCRIPTS}/export.sh a | {rejudge} | {SCRIPTS}/load.sh b {manifest}"],
                    subprocess.DEVNULL, engine.environment)
    found = engine.ask("select count(*) from denchi.answers join denchi.reports using (key) "
                       f"where batch = 'b' and verdicts ? '{EDITION}' and origin is not null")
    assert int(found) == count, found
    return say("100,000 reports judged again through the database, the verdicts", wall / count * 1e5,
               LIMITS["again"], "s")


def query(engine, words, text, rows, limit):
    """The time that the server states, of seven runs the one in the middle."""
    found = engine.ask(f"select count(*) from ({text}) q")
    assert rows is None or int(found) == rows, found
    times = []
    for _ in range(7):
        plan = engine.ask(f"explain (analyze, timing off, summary on) {text}")
        times.append(float(plan.rsplit("Execution Time: ", 1)[1].split()[0]))
    return say(f"{words}, {found} rows", statistics.median(times), limit, "ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figure", choices=["overhead", "memory", "reports"])
    parser.add_argument("--lines", type=int, default=4000)
    parser.add_argument("--big", type=int, default=1000)
    parser.add_argument("--count", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="denchi-figures-") as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
        missed = {"overhead": lambda: overhead(folder, chosen.lines), "memory": lambda: memory(folder, chosen.big),
                  "reports": lambda: reports(folder, chosen.count)}[chosen.figure]()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
