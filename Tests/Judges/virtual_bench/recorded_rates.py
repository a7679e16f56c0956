"""Compares the rates that a report found with what really flowed in the virtual cell.

    python Tests/Judges/virtual_bench/recorded_rates.py report.json steps.csv [TOLERANCE]

`steps.csv` is what `denchi simulate serve --truth-steps` wrote. Ends with 1 where a capacity, an
energy or the number of discharges is off by more than the tolerance (1e-3) and what the report says
itself of the end of that discharge (`endUncertainty_Ah`).
"""

import csv
import json
import sys


def truth(path):
    """Capacity and energy of each discharge that reached its cut-off, by its current."""
    with open(path) as file:
        rows = [r for r in csv.DictReader(file) if r["drive"] == "discharge" and r["cutOff_s"]]
    found = {}
    for row in rows:
        hours = (float(row["cutOff_s"]) - float(row["start_s"])) / 3600
        charge, energy = -float(row["charge_Ah"]), -float(row["energy_Wh"])
        found[round(charge / hours, 3)] = (charge, energy)
    return found


def measured(path):
    with open(path) as file:
        report = json.load(file)
    return {
        row["current_A"]: (row["capacity_Ah"], row["energy_Wh"], row["endUncertainty_Ah"])
        for row in report["rateCharacteristics"]["discharges"] if "exclusion" not in row}


def compare(report, steps, tolerance=1e-3):
    """One line for each discharge, and whether all are within the tolerance."""
    expected, found = truth(steps), measured(report)
    good = len(expected) == len(found) > 0
    lines = [f"{len(found)} discharges in the report, {len(expected)} in the truth"]
    for current, (charge, energy) in sorted(expected.items()):
        near = min(found, key=lambda c: abs(c - current), default=None)
        if near is None or abs(near - current) > 0.01 * current:
            good = False
            lines.append(f"{current:8.4f} A  not found")
            continue
        errors = [found[near][0] / charge - 1, found[near][1] / energy - 1]
        bound = tolerance + found[near][2] / charge
        good = good and all(abs(e) <= bound for e in errors)
        lines.append(
            f"{current:8.4f} A  {found[near][0]:.5f} Ah ({errors[0]:+.1e})  "
            f"{found[near][1]:.5f} Wh ({errors[1]:+.1e})")
    return lines, good


if __name__ == "__main__":
    told, is_good = compare(*sys.argv[1:3], *(float(a) for a in sys.argv[3:4]))
    print("\n".join(told))
    sys.exit(0 if is_good else 1)
