"""The verdicts of the two METI packs on cans of different sizes, as a table.

Each cell is the committed sample with its current scaled to the can's volume, so that all have the
same energy density, above 650 Wh/L; only the dimensions decide. What must come out is RULES A2.2:
in 2022 the can must be larger than 21 mm and 70 mm, in 2025 at least so large.

    python can_sizes.py
"""

import csv
import json
import sys
import tempfile
from pathlib import Path

from tool import ROOT, denchi

SAMPLE = ROOT / "SampleRuns/cylindrical-21700"
# Diameter, height, verdict of 2022, verdict of 2025.
CANS = [
    ("21.0", "70.0", "fail", "pass"),
    ("21.15", "70.15", "pass", "pass"),
    ("21", "75", "fail", "pass"),
    ("46", "80", "pass", "pass"),
    ("18", "65", "fail", "fail"),
]


def write_cell(folder, diameter, height):
    """The sample's folder with another can and with its current scaled to the can's volume."""
    scale = float(diameter) ** 2 * float(height) / (21**2 * 70)
    cell = json.loads((SAMPLE / "cell.json").read_text())
    cell["ratedCapacity_Ah"] = round(cell["ratedCapacity_Ah"] * scale, 6)
    cell["dimensions_mm"] = {"diameter": "D", "height": "H", "basis": "can"}
    # Route C of 2025 is open to every cell until somebody declares that it is not claimed.
    cell["declarations"] = {"bestAmongSimilarBatteries": False}
    text = json.dumps(cell, indent=2).replace('"D"', diameter).replace('"H"', height)
    (folder / "cell.json").write_text(text)
    with (SAMPLE / "rate-test.bdf.csv").open() as source, (folder / "run.csv").open("w") as target:
        rows = csv.reader(source)
        head = next(rows)
        current = head.index("Current / A")
        out = csv.writer(target, lineterminator="\n")
        out.writerow(head)
        for row in rows:
            row[current] = f"{float(row[current]) * scale:.6f}"
            out.writerow(row)


def verdicts(diameter, height):
    """Verdict by pack, and the measured energy density in Wh/L."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_cell(folder, diameter, height)
        outcome = denchi("analyze", folder)
        assert outcome.code == 0, outcome.err
        found = {a["pack"]: a["verdict"] for a in outcome.report["assessments"]}
        return found, outcome.report["energyDensity"]["measured"]["value"]


def main():
    print(f"{'can':>15} {'Wh/L':>8}  {'2022, found':<18} {'2025, found':<18} as expected")
    wrong = 0
    for diameter, height, expected_2022, expected_2025 in CANS:
        found, density = verdicts(diameter, height)
        pair = (found["jp-meti-2022-second-call"], found["jp-meti-2025"])
        right = pair == (expected_2022, expected_2025)
        wrong += not right
        print(f"{diameter + ' × ' + height:>15} {density:8.2f}  {pair[0]:<18} {pair[1]:<18} "
              f"{'yes' if right else f'NO: {expected_2022}, {expected_2025}'}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
