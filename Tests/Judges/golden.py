"""Known answers of public measurements against what Denchi reports, as a table.

The numbers were computed from the public files independently of Denchi. Two lies that have been
seen in public but have no file here are drawn on the spot.

    python golden.py
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tool import MEASUREMENTS, denchi, findings

RATE_TEST = "bdf/SINTEF__SLPBA842124HV__2024-10-23__Rate_25degC__Neware__Time_Bug.bdf.csv"
CURRENTS = (0.6538, 6.5495, 13.1005, 32.7505, 59.4582)
CAPACITIES = (7.27975, 7.25390, 7.23772, 7.21130, 7.19296)
ENERGIES = (28.19298, 27.78227, 27.46635, 26.82629, 26.19188)
MEAN_VOLTAGES = (3.8728, 3.8300, 3.7949, 3.7200, 3.6413)
CHARGES = (7.29496, 7.26479, 7.24755, 7.20971)


@dataclass
class Row:
    """One claim: what was expected, what was found, and how far they may lie apart."""

    what: str
    expected: object
    found: object
    tolerance: str
    holds: bool

    @staticmethod
    def near(what, expected, found, relative=None, absolute=None):
        if relative is None:
            return Row(what, expected, found, f"± {absolute:g}", abs(found - expected) <= absolute)
        return Row(what, expected, found, f"{relative:g} relative",
                   abs(found / expected - 1) <= relative)

    @staticmethod
    def same(what, expected, found):
        return Row(what, expected, found, "same", found == expected)


def rate_test():
    """The Melasta SLPBA842124HV pouch cell."""
    outcome = denchi("analyze", MEASUREMENTS / RATE_TEST)
    rates = outcome.report["rateCharacteristics"]
    discharges = rates["discharges"]
    rows = [Row.same("rate test: discharges", 5, len(discharges))]
    for found, current, capacity, energy, voltage in zip(
            discharges, CURRENTS, CAPACITIES, ENERGIES, MEAN_VOLTAGES):
        at = f"at {current:.4f} A"
        rows += [
            Row.near(f"capacity {at} / Ah", capacity, found["capacity_Ah"], relative=1e-4),
            Row.near(f"energy {at} / Wh", energy, found["energy_Wh"], relative=1e-4),
            Row.near(f"mean voltage {at} / V", voltage, found["meanVoltage_V"], relative=1e-4),
        ]
    line, law = rates["fit"]["meanVoltage"], rates["capacityLaw"]
    rows += [
        Row.near("E0 of mean voltage / V", 3.8573, line["E0_V"], relative=1e-3),
        Row.near("r of mean voltage / mohm", 3.799, line["r_ohm"] * 1e3, relative=1e-3),
        Row.near("worst residual / mV", 18, line["worstResidual_V"] * 1e3, absolute=0.5),
        Row.same("is it a straight line", False, line["linear"]),
        Row.near("capacity law: Ah at 1 A", 7.2791, law["capacityAtOneAmpere_Ah"], relative=1e-4),
        Row.near("capacity law: exponent", -0.002615, law["exponent"], relative=1e-3),
    ]
    cycles = [c["chargeCapacity_Ah"] for c in outcome.report["cycles"]]
    # The first charge starts at an unknown state of charge.
    rows += [Row.near(f"C/3 charge of cycle {k + 2} / Ah", charge, found, relative=1e-4)
             for k, (charge, found) in enumerate(zip(CHARGES, cycles[1:]))]
    return rows


def lie(name, path, code, severity, exit_code, *options, count=None):
    """The finding that a file must give."""
    outcome = denchi("analyze", path, *options)
    found = findings(outcome.report, code)
    said = f"{found[0]['code']}, {found[0]['severity']}" if found else "nothing"
    rows = [Row.same(f"{name}: finding", f"{code}, {severity}", said),
            Row.same(f"{name}: exit code", exit_code, outcome.code)]
    if count is not None:
        rows.append(Row.same(f"{name}: how often", count, found[0]["count"] if found else 0))
    if severity == "refused":
        numbers = [k for k in ("steps", "cycles", "rateCharacteristics") if k in outcome.report]
        rows.append(Row.same(f"{name}: numbers reported", [], numbers))
    return rows


def lying_files():
    bdf = MEASUREMENTS / "bdf"
    return (
        lie("first record of a step at time 0", MEASUREMENTS / RATE_TEST,
            "clock-restart", "repaired", 0, count=19)
        + lie("current to 0.1 mA for a coin cell",
              bdf / "SINTEF__LiGrR2032__2024-04-30__25degC__Landt.bdf.csv",
              "current-resolution", "refused", 3)
        + lie("hours converted twice",
              bdf / "DLR__LiLNMOHydra0b__20221125__POCV__25degC__Basytec.bdf.csv",
              "time-unit-slip", "refused", 3)
        + lie("current without sign", bdf / "batmo_bdf.csv", "current-sign", "repaired", 0)
    )


def drawn_lies(folder):
    """The two lies that were seen in public and have no file here."""
    folder = Path(folder)
    counter = draw(folder / "counter.csv", lambda row, q: (1, q - (0.036 if row >= 250 else 0)))
    cycles = draw(folder / "cycles.csv", lambda row, q: (6.283185307179586, q))
    return (lie("counter jumps back inside a step", counter, "counter-runs-back", "warning", 0)
            + lie("cycle_count is 2 pi in every row", cycles,
                  "cycle-column-is-no-cycle", "warning", 0))


def draw(path, columns):
    """A charge and a discharge of 1 Ah each, with a cycle column and the tester's counter."""
    lines = ["test_time_second,voltage_volt,current_ampere,cycle_count,discharging_capacity_ah"]
    for k in range(361):
        lines.append(f"{10 * k},{3.2 + k / 400:.4f},1.0000,{columns(0, 0)[0]},0")
    for k in range(361):
        cycle, counted = columns(k, k / 360)
        lines.append(f"{3610 + 10 * k},{4.1 - k / 400:.4f},-1.0000,{cycle},{counted:.6f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def table(rows):
    """The rows as text, one line each."""
    def text(value):
        return f"{value:.6g}" if isinstance(value, float) else str(value)

    width = max(len(row.what) for row in rows)
    return "\n".join(
        f"{'ok  ' if row.holds else 'FAIL'}  {row.what:<{width}}  expected {text(row.expected)}, "
        f"found {text(row.found)} ({row.tolerance})" for row in rows)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = drawn_lies(folder)
        if MEASUREMENTS.exists():
            rows = rate_test() + lying_files() + rows
        else:
            print(f"SKIPPED: the public measurements are not at {MEASUREMENTS}; "
                  "set DENCHI_MEASUREMENTS to their folder")
        print(table(rows))
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
