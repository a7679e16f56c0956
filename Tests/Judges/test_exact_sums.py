"""Denchi's sums against exact rational arithmetic over the very decimals of a file."""

import csv
from collections import defaultdict
from fractions import Fraction

import pytest

from tool import ROOT, analysed


def exact_sums(path):
    """Charge and energy of each cycle and direction, in As and Ws, as fractions.

    The trapezoid rule inside each of the file's steps; what lies between two steps is left out.
    """
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        before = None
        sums = defaultdict(lambda: [Fraction(0)] * 4)
        for time, volts, amperes, cycle, step in rows:
            t, v, i = Fraction(time), Fraction(volts), Fraction(amperes)
            now = (step, t, i, i * v)
            if before and before[0] == step:
                charge = (i + before[2]) * (t - before[1]) / 2
                energy = (now[3] + before[3]) * (t - before[1]) / 2
                total = sums[cycle, step]
                sums[cycle, step] = [total[0] + max(charge, 0), total[1] - min(charge, 0),
                                     total[2] + max(energy, 0), total[3] - min(energy, 0)]
            before = now
    return sums


def test_the_sums_of_each_cycle_are_those_of_the_file(small_file):
    report = analysed(small_file)
    exact = defaultdict(lambda: [Fraction(0)] * 4)
    for (cycle, _), sums in exact_sums(small_file).items():
        exact[int(cycle)] = [a + b for a, b in zip(exact[int(cycle)], sums)]
    assert [c["number"] for c in report["cycles"]] == sorted(exact)
    worst = Fraction(0)
    for cycle in report["cycles"]:
        found = [cycle[k] for k in ("chargeCapacity_Ah", "dischargeCapacity_Ah",
                                    "chargeEnergy_Wh", "dischargeEnergy_Wh")]
        for value, true in zip(found, exact[cycle["number"]]):
            worst = max(worst, abs(Fraction(value) * 3600 / true - 1))
    print(f"worst relative difference {float(worst):.2e}")
    assert worst <= Fraction(1, 10**14)


@pytest.mark.parametrize("sample", ["cylindrical-21700"])
def test_the_sums_of_each_step_are_those_of_the_sample_run(sample):
    folder = ROOT / "SampleRuns" / sample
    report = analysed(folder)
    exact = [sums for _, sums in sorted(
        exact_sums(folder / "rate-test.bdf.csv").items(), key=lambda item: int(item[0][1]))]
    assert len(exact) == len(report["steps"])
    for step, (charged, discharged, given, taken) in zip(report["steps"], exact):
        if step["mode"] == "rest":
            continue
        for value, true in ((step["charge_Ah"], charged - discharged),
                            (step["energy_Wh"], given - taken)):
            # A time of 1e5 s is held to 1.5e-11 s, which a step of some minutes can feel.
            assert abs(Fraction(value) * 3600 / true - 1) <= Fraction(1, 10**13), step
