"""Reports of the sample runs against the truth of their virtual cells (expected.json)."""

import json
import math

import pytest
from scipy.stats import t as student

from tool import SAMPLES, analysed


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda p: p.name)
def sample(request):
    truth = json.loads((request.param / "expected.json").read_text())
    return analysed(request.param), truth


def rates(report):
    return report["rateCharacteristics"]


def rows_of(report, step):
    found = report["steps"][step - 1]
    return found["lastRow"] - found["firstRow"] + 1


def charge_tolerance(report, row, truth):
    """Four standard deviations of the noise, the end of the step, and three control intervals.

    Noise and rounding are independent from sample to sample. Where a step begins and ends is known
    to the interval in which the tester looks for it, and the first sample comes one such interval
    after the last of the step before.
    """
    bench = truth["instrument"]
    current = math.hypot(bench["currentNoise_A"], bench["currentResolution_A"] / math.sqrt(12))
    noise = current * row["duration_s"] / 3600 / math.sqrt(rows_of(report, row["step"]))
    edges = 3 * bench["controlInterval_s"] * row["current_A"] / 3600
    return 4 * noise + edges + row["endUncertainty_Ah"]


def test_every_discharge_is_found(sample):
    report, truth = sample
    found = [(row["step"], "exclusion" in row) for row in rates(report)["discharges"]]
    assert found == [(true["step"], False) for true in truth["discharges"]]


def test_capacities_energies_and_voltages_are_the_true_ones(sample):
    report, truth = sample
    for row, true in zip(rates(report)["discharges"], truth["discharges"]):
        tolerance = charge_tolerance(report, row, truth)
        assert abs(row["capacity_Ah"] - true["capacity_Ah"]) <= tolerance, row
        assert tolerance <= 1.5e-4 * true["capacity_Ah"]
        assert abs(row["energy_Wh"] - true["energy_Wh"]) <= 1.1 * tolerance * row["meanVoltage_V"]
        assert abs(row["meanVoltage_V"] - true["meanVoltage_V"]) <= 1e-4
        assert abs(row["current_A"] / true["current_A"] - 1) <= 1e-4
        assert abs(row["cRate"] / true["cRate"] - 1) <= 1e-4
        if "maxTemperature_degC" in row:
            assert abs(row["maxTemperature_degC"] - true["maxTemperature_degC"]) <= 0.25


def test_the_lines_of_a_cell_that_obeys_them_are_the_true_ones(sample):
    """E0 and r of each depth, within four standard deviations of the voltage noise."""
    report, truth = sample
    if truth["model"] != "linear":
        pytest.skip("the lines hold only for the cell without self-heating")
    fit = rates(report)["fit"]
    assert fit["meanVoltage"]["linear"] is True
    lines = {round(line["depthOfDischarge"], 4): line for line in fit["atDepthOfDischarge"]}
    currents = sorted(row["current_A"] for row in truth["discharges"])
    compared = 0
    for true in truth["atDepthOfDischarge"]:
        depth = true["depthOfDischarge"]
        # Near both ends the voltage falls so steeply that charge, not voltage, limits the line.
        if not 0.02 <= depth <= 0.9:
            continue
        line = lines[depth]
        used = currents[: line["currents"]]
        mean = sum(used) / len(used)
        spread = sum((i - mean) ** 2 for i in used)
        noise = truth["instrument"]["voltageNoise_V"]
        assert abs(line["r_ohm"] - true["r_ohm"]) <= 4 * noise / math.sqrt(spread), line
        allowed = 4 * noise * math.sqrt(1 / len(used) + mean**2 / spread)
        assert abs(line["E0_V"] - true["E0_V"]) <= allowed, line
        compared += 1
    assert compared >= 40


def test_the_lines_of_a_cell_that_heats_up_are_said_not_to_hold(sample):
    report, truth = sample
    if truth["model"] == "linear":
        pytest.skip("this cell does not heat up")
    fit = rates(report)["fit"]
    assert fit["meanVoltage"]["linear"] is False
    lines = {round(line["depthOfDischarge"], 4): line for line in fit["atDepthOfDischarge"]}
    for true in truth["atDepthOfDischarge"]:
        line = lines.get(true["depthOfDischarge"])
        if line is None or not 0.1 <= true["depthOfDischarge"] <= 0.9:
            continue
        interval = student.ppf(0.995, line["currents"] - 2) * line["E0StandardError_V"]
        assert abs(line["E0_V"] - true["E0_V"]) <= interval, line
        # A warm cell resists less than the truth, which is that of a cell held at 25 degC.
        assert 0.4 * true["r_ohm"] < line["r_ohm"] < true["r_ohm"], line


def test_foretold_capacities_hold(sample):
    report, truth = sample
    limit = 1e-3 if truth["model"] == "linear" else 5e-3
    foretold = [p for p in rates(report)["prediction"] if p["outcome"] == "predicted"]
    assert len(foretold) >= 3
    for prediction in foretold:
        assert abs(prediction["error_Ah"]) <= limit * prediction["measured_Ah"], prediction
    for prediction in rates(report)["prediction"]:
        if prediction["outcome"] == "at-least":
            assert prediction["atLeast_Ah"] <= prediction["measured_Ah"], prediction


def test_every_rest_charge_and_hold_is_told_apart(sample):
    report, truth = sample
    modes = [step["mode"] for step in report["steps"]]
    cycle = ["constant-current", "constant-voltage", "rest", "constant-current", "rest"]
    assert modes == ["rest"] + cycle * 5
    assert sum(i["rows"] for i in report["inputs"]) == truth["rows"]


VERDICTS = {
    # 21 mm is not more than 21 mm (second call of 2022), and not less than 21 mm (2025).
    "cylindrical-21700": {"jp-meti-2022-second-call": "fail", "jp-meti-2025": "pass"},
    "pouch-ncm": {"jp-meti-2022-second-call": "pass", "jp-meti-2025": "pass"},
}


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda p: p.name)
def test_the_verdicts_are_those_of_the_documents(folder):
    report = analysed(folder)
    assert {a["pack"]: a["verdict"] for a in report["assessments"]} == VERDICTS[folder.name]
