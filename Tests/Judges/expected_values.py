#!/usr/bin/env python3
"""Compares what Denchi reads with values that independent readers gave.

    expected_values.py FOLDER [--denchi PATH] [--match TEXT]

For each file below FOLDER with `NAME.expected.json` beside it, the file is converted to BDF CSV by
`denchi convert` and the values are compared: number of records, first, last and middle records,
extremes of voltage, current and time, cycle numbers. One line is printed a file: `ok`, `WRONG` with
the first differences, or `refused` with the reason that Denchi gave. Exit code 1 if any is wrong.
"""
import argparse
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

COLUMNS = {
    "time_s": "Test Time / s", "voltage_v": "Voltage / V", "current_a": "Current / A",
    "cycle": "Cycle Count / 1",
}
ABSOLUTE = {"time_s": 1e-3, "voltage_v": 1e-6, "current_a": 1e-9, "cycle": 0.0}
# Both directions are negative in the values of this file, while its own words say charge and
# discharge: the current is held against them by its size.
UNSIGNED = ("batmo_bdf.csv",)
BINARY = (".nda", ".ndax", ".mpr", ".mat", ".res")


def number(cell):
    return float(cell) if cell else math.nan


def differences(expected, header, rows, name):
    """Yields what does not agree, in words."""
    if "records" in expected and expected["records"] != len(rows):
        yield f"records {len(rows)}, expected {expected['records']}"
        return
    places = {key: header.index(label) for key, label in COLUMNS.items() if label in header}
    relative = 1e-6 if name.endswith(BINARY) else 5.1e-9
    interpolated = name.endswith(".ndax")

    def near(key, found, wanted):
        if key == "current_a" and name in UNSIGNED:
            found, wanted = abs(found), abs(wanted)
        # Float32 files by the absolute tolerance too; text as it is printed to nine digits.
        floor = ABSOLUTE[key] if name.endswith(BINARY) else 1e-12
        if key == "time_s" and interpolated:
            floor = 0.01
        return abs(found - wanted) <= max(relative * abs(wanted), floor)

    records = [expected.get("first"), expected.get("last")] + expected.get("samples", [])
    for record in filter(None, records):
        for key, place in places.items():
            wanted = record.get(key)
            if not isinstance(wanted, (int, float)):
                continue
            found = number(rows[record["index"]][place])
            if not near(key, found, wanted):
                yield f"{key}[{record['index']}] {found!r}, expected {wanted!r}"
    for key, place in places.items():
        wanted = expected.get(key)
        if not isinstance(wanted, dict):
            continue
        values = [v for v in (number(row[place]) for row in rows) if not math.isnan(v)]
        for which, measure in (("min", min), ("max", max)):
            if key == "current_a" and name in UNSIGNED:
                continue
            if isinstance(wanted.get(which), (int, float)) and values:
                if not near(key, measure(values), wanted[which]):
                    yield f"{key} {which} {measure(values)!r}, expected {wanted[which]!r}"


def judge(denchi, path, facts, target):
    command = [denchi, "convert", str(path), target]
    if "sign turned here" in facts.get("about", ""):
        # Nothing in such a file says the sign; a person has to.
        command += ["--negate", "current"]
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        words = run.stderr.strip().splitlines()
        return "refused", words[0].replace(str(path), path.name) if words else "no words"
    with open(target, newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    header, rows = table[0], table[1:]
    expected = facts.get("expected", facts)
    if not isinstance(expected, dict) or "records" not in expected:
        return "no record count to hold it against", f"{len(rows)} records"
    found = list(differences(expected, header, rows, path.name.lower()))
    if found:
        return "WRONG", "; ".join(found[:3])
    return "ok", f"{len(rows)} records, {len(header)} channels"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--denchi", default=".build/release/denchi")
    parser.add_argument("--match", default="")
    options = parser.parse_args()
    counts = {}
    with tempfile.TemporaryDirectory() as scratch:
        for page in sorted(options.folder.rglob("*.expected.json")):
            path = page.with_name(page.name.removesuffix(".expected.json"))
            if options.match not in str(path) or not path.is_file():
                continue
            facts = json.loads(page.read_text(encoding="utf-8"))
            word, detail = judge(options.denchi, path, facts, f"{scratch}/run.bdf.csv")
            counts[word] = counts.get(word, 0) + 1
            print(f"{str(path.relative_to(options.folder)):75} {word:8} {detail[:200]}")
    print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts.get("WRONG") else 0


if __name__ == "__main__":
    sys.exit(main())
