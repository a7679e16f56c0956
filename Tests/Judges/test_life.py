"""A cell's life as a user meets it: a folder in, a note and a report out.

The cells here are drawn in Python from closed forms that share nothing with Denchi; public
measurements are compared with what other readers found in them.
"""

import json
import math
import random
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tool import MEASUREMENTS, analysed, denchi, findings

DAY = 86400
START = 1_700_000_000
HEAD = "Test Time / s,Voltage / V,Current / A,Unix Time / s,Cycle Count / 1,Step Count / 1\n"


class Record:
    """A tester's file, written step by step."""

    def __init__(self, start=START):
        self.rows, self.clock, self.start, self.step, self.cycle = [], 0.0, start, 0, 1

    def constant_current(self, current, seconds, voltage, samples=60):
        """A step at one current; voltage is a function of the share of the step."""
        self.step += 1
        for k in range(samples + 1):
            t = self.clock + seconds * k / samples
            self.rows.append(f"{t:.3f},{voltage(k / samples):.6f},{current:.6f},"
                             f"{self.start + t:.3f},{self.cycle},{self.step}")
        self.clock += seconds * (1 + 1 / samples)

    def cycles(self, capacities, low=3.0, high=4.2):
        for capacity in capacities:
            seconds = 3600 * capacity
            self.constant_current(1, seconds, lambda s: low + 0.4 + (high - low - 0.4) * s)
            self.constant_current(-1, seconds, lambda s: high - 0.2 - (high - 0.2 - low) * s)
            self.cycle += 1
        return self

    def write(self, path):
        Path(path).write_text(HEAD + "\n".join(self.rows) + "\n")
        return path


def fade_of(folder, *options):
    report = analysed(folder, *options)
    return report, report.get("capacityFade")


# Lives that are drawn.

def test_two_files_of_one_life_are_joined_by_their_clocks(tmp_path):
    Record(START + 30 * DAY).cycles([0.97, 0.96]).write(tmp_path / "a-later.csv")
    Record(START).cycles([1, 0.99]).write(tmp_path / "b-earlier.csv")
    report, fade = fade_of(tmp_path)
    assert fade["inputs"] == ["b-earlier.csv", "a-later.csv"]
    assert fade["orderProof"] == "wall-clock"
    assert [round(p["discharge"]["capacity_Ah"], 6) for p in fade["points"]] == [1, 0.99, 0.97, 0.96]
    assert abs(fade["points"][-1]["throughput_Ah"] - 2 * 3.92) < 1e-4
    assert len(fade["missingStretches"]) == 1


def test_the_threshold_of_the_end_of_life_can_be_set(tmp_path):
    noise = random.Random(3)
    Record().cycles([1 - 0.005 * k + noise.gauss(0, 0.001) for k in range(80)]).write(
        tmp_path / "life.csv")
    for percent, cycle in [(80, 41), (70, 61)]:
        report, fade = fade_of(tmp_path, "--end-of-life", percent)
        end = fade["endOfLife"]
        assert end["threshold"] == percent / 100
        assert end["cycle"]["low"] - 1 <= cycle <= end["cycle"]["high"] + 1, end
        assert report["settings"]["endOfLife_percent"] == percent
    bad = denchi("analyze", tmp_path, "--end-of-life", "170")
    assert bad.code == 2 and "between 0 and 100" in bad.err


def test_a_report_with_a_threshold_verifies(tmp_path):
    Record().cycles([1 - 0.01 * k for k in range(12)]).write(tmp_path / "life.csv")
    assert denchi("analyze", tmp_path, "--end-of-life", "95", "-o", tmp_path / "report.json").code == 0
    assert denchi("verify", tmp_path / "report.json").code == 0


@pytest.mark.parametrize("capacities, code", [
    ([[1, 0.99], [1.25, 1.24]], "cells-mixed"),
    ([[1 + 0.004 * k for k in range(20)]], "capacity-rises"),
])
def test_lives_that_cannot_be_are_named(tmp_path, capacities, code):
    for k, part in enumerate(capacities):
        Record(START + 30 * k * DAY).cycles(part).write(tmp_path / f"{k}.csv")
    report, fade = fade_of(tmp_path)
    assert findings(report, code), report["quality"]
    assert fade is None or "projection" not in fade["endOfLife"]


def test_cells_of_two_chemistries_in_one_folder_are_named(tmp_path):
    Record(START).cycles([1, 0.99]).write(tmp_path / "a.csv")
    Record(START + 30 * DAY).cycles([1, 0.99], low=2.5, high=3.6).write(tmp_path / "b.csv")
    report, fade = fade_of(tmp_path)
    assert findings(report, "cells-mixed") and fade is None


def test_files_that_overlap_in_time_are_no_life(tmp_path):
    Record(START).cycles([1, 0.99]).write(tmp_path / "a.csv")
    Record(START + 3600).cycles([0.98, 0.97]).write(tmp_path / "b.csv")
    report, fade = fade_of(tmp_path)
    assert findings(report, "runs-overlap-in-time") and fade is None


@pytest.mark.parametrize("draw", [
    lambda record: record.cycles([1]),
    lambda record: record.constant_current(-1, 3600, lambda s: 4 - s),
])
def test_one_cycle_or_none_is_said_to_be_too_little(tmp_path, draw):
    record = Record()
    draw(record)
    report, fade = fade_of(record.write(tmp_path / "short.csv"))
    assert fade is None
    absent = [a for a in report["absent"] if a["section"] == "capacityFade"]
    assert absent and "two whole cycles" in absent[0]["needed"]["en"]


# Half cells.

def positive(x):
    """A layered oxide, roughly: a slope with one soft step."""
    return 4.3 - 0.55 * x - 0.12 * math.tanh((x - 0.5) / 0.1) - 0.5 * math.exp((x - 1) / 0.03)


def negative(y):
    """Graphite, roughly: two stages and a steep beginning."""
    return (0.09 + 0.7 * math.exp(-y / 0.04) + 0.03 * (1 - math.tanh((y - 0.22) / 0.04))
            + 0.035 * (1 - math.tanh((y - 0.53) / 0.03)))


class Aged:
    """Capacities of both electrodes and lithium in Ah."""

    def __init__(self, positive_Ah, negative_Ah, lithium_Ah):
        self.sizes = (positive_Ah, negative_Ah, lithium_Ah)

    def voltage(self, y):
        p, n, lithium = self.sizes
        return positive((lithium - y * n) / p) - negative(y)

    def at(self, volts):
        p, n, lithium = self.sizes
        low, high = max(0, (lithium - p) / n), min(1, lithium / n)
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.voltage(middle) < volts else (low, middle)
        return (low + high) / 2


AGES = [Aged(6, 6.2, 5.8), Aged(5.8, 6.0, 5.4), Aged(5.5, 5.6, 5.0)]


def half_cell_folder(folder, rate=0.05, noise=0.0005):
    random.seed(7)
    grid = [k / 400 for k in range(401)]
    (folder / "positive.csv").write_text(
        "Stoichiometry,Voltage / V\n" + "".join(f"{x},{positive(x)}\n" for x in grid))
    # The negative as somebody measures it: a capacity, counted as lithium comes out.
    (folder / "negative.csv").write_text(
        "Capacity / mAh,Voltage / V\n"
        + "".join(f"{3.4 * (1 - y)},{negative(y)}\n" for y in reversed(grid)))
    (folder / "cell.json").write_text(json.dumps({
        "id": "drawn", "ratedCapacity_Ah": 5,
        "halfCells": {"positive": "positive.csv", "negative": "negative.csv"}}))
    for number, cell in enumerate(AGES):
        record = Record(START + 40 * number * DAY)
        first, last = cell.at(3.0), cell.at(4.2)
        charge = (last - first) * cell.sizes[1]
        current, seconds = 5 * rate, 3600 * charge / (5 * rate)

        def curve(share, sign):
            y = first + (last - first) * share
            return cell.voltage(y) + sign * 0.008 + random.gauss(0, noise)

        record.constant_current(current, seconds, lambda s: curve(s, 1), samples=1200)
        record.constant_current(-current, seconds, lambda s: curve(1 - s, -1), samples=1200)
        record.write(folder / f"age-{number}.csv")


def test_losses_that_were_drawn_are_found_by_half_cells(tmp_path, schema):
    half_cell_folder(tmp_path)
    outcome = denchi("analyze", tmp_path)
    assert outcome.code == 0, outcome.err
    assert not list(Draft202012Validator(schema["report"]).iter_errors(outcome.report))
    modes = outcome.report["capacityFade"]["degradationModes"]
    assert modes["halfCells"]["negative"]["scale"] == "capacity"
    assert [s["direction"] for s in modes["series"]] == ["charge", "discharge"]
    for series in modes["series"]:
        assert len(series["ages"]) == len(AGES)
        for age, cell in zip(series["ages"], AGES):
            assert not age["warnings"], age
            sizes = [age[k]["value"] for k in
                     ("positiveCapacity_Ah", "negativeCapacity_Ah", "lithiumInventory_Ah")]
            for found, true in zip(sizes, cell.sizes):
                assert abs(found / true - 1) < 3e-3, (found, true)
        last = series["ages"][-1]
        for key, place in [("lossOfPositiveMaterial", 0), ("lossOfNegativeMaterial", 1),
                           ("lossOfLithiumInventory", 2)]:
            true = 1 - AGES[-1].sizes[place] / AGES[0].sizes[place]
            assert abs(last[key]["value"] - true) < 4e-3, (key, last[key], true)
            assert last[key]["low"] - 2e-3 <= true <= last[key]["high"] + 2e-3
    assert "half cells, charge at 0.05C, cycle 1 to 3: lost lithium 13.8 %" in outcome.err


def test_a_report_with_half_cells_verifies(tmp_path):
    half_cell_folder(tmp_path)
    assert denchi("analyze", tmp_path, "-o", tmp_path / "report.json").code == 0
    assert denchi("verify", tmp_path / "report.json").code == 0


def test_fast_sweeps_are_refused_for_half_cells(tmp_path):
    half_cell_folder(tmp_path, rate=1)
    modes = analysed(tmp_path)["capacityFade"]["degradationModes"]
    assert not modes["series"] and "0.35C" in modes["refusal"]["en"]


@pytest.mark.parametrize("text, words", [
    (None, "cannot be read"),
    ("a,b\n1,2\n", "a stoichiometry (or capacity) and a voltage"),
    ("x,Voltage / V\n" + "".join(f"{k},{4 - k / 100}\n" for k in range(100)), "expected 0 to 1"),
    ("x,Voltage / V\n" + "".join(f"{k / 100},{3 + k / 100}\n" for k in range(101)), "falls"),
    ("x,Voltage / V\n0,4\n1,three\n", "found “three”, expected a number"),
])
def test_half_cells_that_are_none_give_one_message(tmp_path, text, words):
    half_cell_folder(tmp_path)
    (tmp_path / "positive.csv").unlink()
    if text is not None:
        (tmp_path / "positive.csv").write_text(text)
    outcome = denchi("analyze", tmp_path, "-o", tmp_path / "report.json")
    assert outcome.code == 3
    assert "positive.csv" in outcome.err and words in outcome.err, outcome.err
    assert not (tmp_path / "report.json").exists()


# Public measurements.

def measured(*names):
    paths = [MEASUREMENTS / name for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip(f"{paths[0]} is not here")
    return paths


def expected(path):
    return json.loads(Path(f"{path}.expected.json").read_text())["expected"]


CALCE = ["8_17_10", "8_18_10", "10_05_10", "11_01_10", "11_24_10", "1_24_11", "1_28_11", "2_2_11"]


def test_eight_calce_files_are_one_life(tmp_path):
    paths = measured(*[f"arbin/csv/CS2_33_{date}.csv" for date in CALCE])
    for path in paths:
        (tmp_path / path.name).symlink_to(path)
    outcome = denchi("analyze", tmp_path)
    fade = outcome.report["capacityFade"]
    assert fade["inputs"] == [path.name for path in paths]
    assert fade["orderProof"] == "wall-clock"
    for path in paths:
        own = [p for p in fade["points"] if p["input"] == path.name and "discharge" in p]
        other = [c for c in expected(path)["cycles"] if c["discharge_ah"]]
        assert len(own) == len(other), path.name
        # The tester's counter runs on through the 30 s between two records; an integral that
        # stays inside the steps lacks up to 4.6 mAh a discharge.
        for point, cycle in zip(own, other):
            assert abs(point["discharge"]["capacity_Ah"] - cycle["discharge_ah"]) < 0.0055
    first = [round(next(p["discharge"]["capacity_Ah"] for p in fade["points"]
                        if p["input"] == path.name and "exclusion" not in p), 2)
             for path in paths]
    assert first == pytest.approx([1.16, 1.16, 1.06, 1.04, 0.97, 0.58, 0.39, 0.16], abs=0.011)
    assert len(fade["missingStretches"]) == 5
    gap = fade["endOfLife"]["missingStretch"]
    assert gap["before_d"] - gap["after_d"] > 50
    assert fade["knee"]["answer"] == "missing-stretch" and not fade["models"]
    assert "perDay_percent" in fade["fadeRates"] and "perCycle_percent" not in fade["fadeRates"]
    # Late discharges were logged whenever the voltage had moved by 0.1 V.
    assert fade["trends"]["voltageTrigger_V"] == pytest.approx(0.1, abs=1e-3)
    assert "where nothing was recorded" in outcome.err


def test_a_coin_cell_that_dies_keeps_its_160_cycles():
    [path] = measured("neware/ndax/nw4-120-1-6-53.ndax")
    fade = analysed(path)["capacityFade"]
    other = expected(path)["cycles"]
    assert len(fade["points"]) == len(other) == 160
    for point, cycle in zip(fade["points"], other):
        assert point["discharge"]["capacity_Ah"] == pytest.approx(cycle["discharge_ah"], rel=4e-4)
    assert fade["endOfLife"]["byCycle"] == 3


def test_a_cycle_table_has_another_readers_values_and_counts_its_reference_tests():
    [path] = measured("cycle-table/p492-13-summary.csv")
    report, fade = fade_of(path)
    table = {row["cycle"]: row for row in expected(path)["table"]}
    assert report["inputs"][0]["rows"] == len(table) == 267
    for point in fade["points"]:
        row = table[point["cycle"]]
        for half, key in [("charge", "charge_ah"), ("discharge", "discharge_ah")]:
            assert point.get(half, {}).get("capacity_Ah") == row[key]
    second = next(p for p in fade["points"] if p["cycle"] == 2)
    assert second["coulombicEfficiency"] == pytest.approx(0.993966700944523, rel=1e-12)
    assert second["energyEfficiency"] == pytest.approx(0.986433103257756, rel=1e-12)
    ninth = next(p for p in fade["points"] if p["cycle"] == 9)
    assert ninth["coulombicEfficiency"] == pytest.approx(1.00072855, abs=5e-9)
    assert findings(report, "charge-limited-cycles")
    assert fade["series"] == "reference-tests"
    counted = [p["label"] for p in fade["points"] if "exclusion" not in p]
    assert counted == ["Capacity check"] * 5
    assert fade["stateOfHealth"]["onFirstReferenceCycle"] == pytest.approx(
        0.02088748 / 0.02173834, rel=1e-9)


def test_a_table_beside_its_raw_record_is_counted_once(tmp_path):
    paths = measured("cycle-table/p492-13-summary.csv", "cycle-table/p492-13-raw.csv")
    for path in paths:
        (tmp_path / path.name).symlink_to(path)
    report, fade = fade_of(tmp_path)
    assert findings(report, "table-covers-run")
    assert fade["inputs"] == ["p492-13-summary.csv"]


def test_the_grid_of_an_early_prediction_study_is_a_life():
    [path] = measured("cycle-table/cell1.csv")
    report, fade = fade_of(path)
    other = expected(path)["discharge_ah_per_column"]
    assert [p["discharge"]["capacity_Ah"] for p in fade["points"]] == other
    # Column 11 stands 6 % below its neighbours.
    assert [p["number"] for p in fade["points"] if p.get("exclusion")] == [11]


def test_a_list_of_cycle_lives_is_no_cell():
    [path] = measured("cycle-table/test1_cycle_lives.csv")
    outcome = denchi("analyze", path)
    assert outcome.code == 3 and outcome.err.count("\n") == 1


def test_a_battery_archive_table_has_another_readers_values():
    [path] = measured(
        "battery-archive/CALCE_CX2-33_prism_LCO_25C_0-100_0.5-0.5C_d_cycle_data.csv")
    _, fade = fade_of(path)
    other = expected(path)["table"]
    for point, row in zip(fade["points"], other, strict=True):
        assert point["discharge"]["capacity_Ah"] == row["discharge_ah"]
        assert point["charge"]["energy_Wh"] == row["charge_wh"]
