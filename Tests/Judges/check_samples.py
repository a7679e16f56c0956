#!/usr/bin/env python3
"""Lets the independent checker judge reports of the sample cells, and reports with one edited number.

    check_samples.py [DENCHI] [--edits 300]

Every pack and every decision rule: the checker must agree with all. Then one number or verdict of a
report that bears on a verdict is changed, and the checker must complain.
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKS = ROOT / "Sources/Assessment/Rules"
DECISIONS = ("simple", "guarded-U", "guarded-5", "guarded-rejection", "non-binary")
TABLE = ("simple-acceptance", "guarded-U", "guarded-5", "guarded-rejection", "non-binary")


def checked(report):
    return subprocess.run(
        [sys.executable, pathlib.Path(__file__).with_name("check_report.py"), report, "--packs", PACKS],
        capture_output=True, text=True)


def places(report):
    """Paths of the numbers and words that bear on a verdict."""
    found = []
    for i, entry in enumerate(report["energyDensity"]["conventions"]):
        path = ["energyDensity", "conventions", i]
        found += [path + ["quantity", "value"], path + ["quantity", "convention", "volume", "volume_L"]]
        if "uncertainty" in entry:
            found += [path + ["quantity", "convention", "energy", "energy_Wh"],
                      path + ["quantity", "expandedUncertainty"],
                      path + ["uncertainty", "standardUncertainty"],
                      path + ["uncertainty", "expandedUncertainty"]]
            for k, line in enumerate(entry["uncertainty"]["lines"]):
                if line["contribution"] > 0:
                    found += [path + ["uncertainty", "lines", k, n]
                              for n in ("contribution", "share", "standardUncertainty")]
    for i, assessment in enumerate(report["assessments"]):
        path = ["assessments", i]
        found += [path + ["verdict"], path + ["packSha256"]]
        found += [path + ["requirements", k, "verdict"] for k in range(len(assessment["requirements"]))]
        for k, rule in enumerate(assessment["rules"]):
            place = path + ["rules", k]
            found.append(place + ["verdict"])
            if "decision" in rule:
                found += [place + ["limit"], place + ["margin"], place + ["measured", "value"]]
                found += [place + ["decision", name] for name in TABLE + ("rule",)]
                found += [place + ["conventions", n, key] for n in range(len(rule.get("conventions", [])))
                          for key in ("verdict", "value")]
    return found


def edited(report, path, generator):
    report = copy.deepcopy(report)
    place = report
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    if path[-1] == "packSha256":
        new = old[:-1] + ("0" if old[-1] != "0" else "1")
    elif path[-1] == "rule":
        new = generator.choice([r for r in TABLE if r != old])
    elif isinstance(old, str):
        new = generator.choice([v for v in ("pass", "fail", "undecided-missing-data") if v != old])
    else:
        new = old * (1 + generator.choice((-1, 1)) * generator.uniform(0.001, 0.5)) if old else 1.0
    place[path[-1]] = new
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("denchi", nargs="?", default=str(ROOT / ".build/release/denchi"))
    parser.add_argument("--edits", type=int, default=300)
    arguments = parser.parse_args()
    generator = random.Random(17025)
    packs = [a for p in sorted(PACKS.glob("*.json")) for a in ("--rules", p.stem)]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        jobs = [(s.parent, d) for s in sorted(ROOT.glob("SampleRuns/*/cell.json")) for d in DECISIONS]

        def agrees(job):
            sample, decision = job
            report = folder / f"{sample.name}-{decision}.json"
            subprocess.run([arguments.denchi, "analyze", sample, "--decision", decision, "-o", report,
                            *packs], check=True, stderr=subprocess.DEVNULL)
            done = checked(report)
            return None if done.returncode == 0 else f"{report.name}: {done.stdout}"

        def complains(number):
            generator = random.Random(number)
            sample, decision = generator.choice(jobs)
            report = json.loads((folder / f"{sample.name}-{decision}.json").read_text())
            path = generator.choice(places(report))
            target = folder / f"edited-{number}.json"
            target.write_text(json.dumps(edited(report, path, generator)))
            code = checked(target).returncode
            return None if code == 1 else f"edited {path}: exit code {code}"

        with ThreadPoolExecutor(2) as pool:
            wrong += [w for w in pool.map(agrees, jobs) if w]
            missed = [m for m in pool.map(complains, range(arguments.edits)) if m]
    for words in wrong + missed:
        print(words)
    print(f"{len(jobs)} reports, {len(wrong)} disagreements; "
          f"{arguments.edits} edited numbers, {len(missed)} missed")
    return 1 if wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
