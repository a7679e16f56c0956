"""Passports filled from reports, and the linter for such files."""

import json

import pytest
from tool import declared, denchi


def passport(folder, model, *arguments, **changes):
    outcome = declared(folder, **changes)
    assert outcome.code == 0, outcome.err
    (folder / "report.json").write_bytes(outcome.out)
    return denchi("export", "passport", folder / "report.json", "--model", model, *arguments)


VALUES = {
    "remainingCapacity_Ah": 4.1, "capacityFade_percent": 6.8, "capacityFadeFromBeginOfLife_percent": 7.5,
    "roundTripEfficiency_percent": 95.2, "powerAt80SoC_W": 41, "powerAt20SoC_W": 33.5, "power_W": 60,
    "internalResistance_ohm": 0.031, "internalResistanceIncrease_percent": 12, "expectedCycles_1": 1000,
    "selfDischarge_percentPerMonth": 2, "fullCycles_1": 12.4, "appliedRate_C": 0.5,
    "appliedChargeRate_C": 0.3, "appliedDischargeRate_C": 0.5, "idleTemperatureMinimum_degC": -20,
    "energyThroughput_Wh": 1234.5,
}


def at(document, path):
    for key in path.split("."):
        document = document[int(key) if key.isdigit() else key]
    return document


@pytest.mark.parametrize("model, expected", [
    ("batterypass-1.2.1", {
        "batteryTechicalProperties.ratedEnergy": 0.01606, "batteryTechicalProperties.ratedCapacity": 4.4,
        "batteryTechicalProperties.roundtripEfficiency": 95.2,
        "batteryTechicalProperties.ratedMaximumPower": 0.06,
        "batteryTechicalProperties.initialInternalResistance.0.ohmicResistance": 0.031,
        "batteryTechicalProperties.initialInternalResistance.0.batteryComponent": "cell",
        "batteryTechicalProperties.expectedNumberOfCycles": 1000,
        "batteryTechicalProperties.temperatureRangeIdleState.minimum": -20,
        "batteryTechicalProperties.cRateLifeCycleTest": 0.5}),
    ("catena-x-6.1.0", {
        "performance.rated.energy.value": 0.01606, "performance.rated.power.at80SoC": 41,
        "performance.rated.lifetime.cycleLifeTesting.cycles": 1000,
        "performance.rated.lifetime.cycleLifeTesting.appliedChargeRate": 0.3,
        "performance.rated.resistance.cell": 0.031, "performance.rated.temperature.lower": -20,
        "characteristics.physicalDimension.height.value": 70,
        "characteristics.physicalDimension.height.unit": "unit:millimetre",
        "characteristics.physicalDimension.weight.unit": "unit:gram"}),
])
def test_a_passport_is_filled_with_converted_units(folder, model, expected):
    outcome = passport(folder, model, values=VALUES)
    assert outcome.code == 0, outcome.err
    for path, value in expected.items():
        assert at(outcome.report, path) == value, path
    for words in ["filled: ", "not filled: ", "of the model: ", "energyDensity_WhPerL: no model has"]:
        assert words in outcome.err
    # The decimals are those that were declared, and not their doubles.
    assert b"0.01606" in outcome.out
    # The sample has no clock, so what needs a time is left out, and that is said.
    assert "no input of the report has a clock" in outcome.err
    file = folder / "passport.txt"
    file.write_bytes(outcome.out)
    assert denchi("export", "check", file, "--model", model).code == 0


def timed(folder):
    """Lets the data begin at a wall-clock time."""
    path = folder / "rate-test.bdf.csv"
    head, *rows = path.read_text().splitlines()
    rows = [f"{row},{1700000000 + float(row.split(',')[0]):.3f}" for row in rows]
    path.write_text("\n".join([head + ",Unix Time / s"] + rows) + "\n")


def test_what_holds_at_a_time_is_written_with_it(folder):
    timed(folder)
    outcome = passport(folder, "catena-x-6.1.0", values=VALUES)
    now = at(outcome.report, "performance.dynamic.capacity.capacity")
    assert now["value"] == 4.1 and now["time"].startswith("2023-11-1")
    assert at(outcome.report, "performance.dynamic.fullCycles.value") == 12
    assert "12.4 became 12" in outcome.err
    plain = passport(folder, "batterypass-1.2.1", values=VALUES)
    assert "remainingCapacity" not in plain.report.get("batteryCondition", {})
    assert "declares kWh, and its text means a capacity in Ah" in plain.err
    by_text = passport(folder, "batterypass-1.2.1", "--by-text", values=VALUES)
    assert at(by_text.report, "batteryCondition.remainingCapacity.remainingCapacityValue") == 4.1
    powers = at(by_text.report, "batteryTechicalProperties.originalPowerCapability")
    assert [(p["atSoC"], p["powerCapabilityAt"]) for p in powers] == [(80, 41), (20, 33.5)]
    assert at(by_text.report, "batteryCondition.energyThroughput.energyThroughputValue") == 1.2345


@pytest.mark.parametrize("path, value, says", [
    ("performance.rated.energy.value", 16.06, "not rated capacity times nominal voltage"),
    ("performance.rated.energy.value", 16060, "looks like Wh"),
    ("performance.rated.roundTripEfficiency.initial", 0.95, "looks like a share"),
    ("performance.rated.roundTripEfficiency.initial", 105, "above 100"),
    ("performance.rated.resistance.cell", 31, "looks like mΩ"),
    ("performance.rated.resistance.cell", -1, "below 0"),
    ("performance.rated.lifetime.cycleLifeTesting.cycles", 10.5, "no whole number"),
    ("performance.rated.voltage.min", 4.5, "the minimum voltage against the nominal"),
    ("performance.rated.voltage.minimum", 2.5, "no such key; known are max, min, nominal, temperature"),
    ("performance.rated.voltage.nominl", 3.6, "the model has no such key; did you mean nominal?"),
    ("performance.rated.capacity.value", "4.4", "expected a number"),
    ("performance.dynamic.capacity.capacity", {"value": 4.1}, "the time under time is missing"),
    ("characteristics.physicalDimension.height", {"value": 7, "unit": "unit:centimetre"},
     "found “unit:centimetre” under unit, expected “unit:millimetre”"),
])
def test_a_linter_finds_what_such_files_get_wrong(folder, path, value, says):
    document = passport(folder, "catena-x-6.1.0", values=VALUES).report
    place = document
    *keys, last = path.split(".")
    for key in keys:
        place = place.setdefault(key, {})
    place[last] = value
    file = folder / "passport.txt"
    file.write_text(json.dumps(document))
    outcome = denchi("export", "check", file, "--model", "catena-x-6.1.0")
    assert outcome.code == 1 and says in outcome.out.decode(), outcome.out.decode()


def test_the_misspelt_key_is_the_real_one(folder):
    file = folder / "passport.txt"
    file.write_text('{"batteryTechnicalProperties": {"ratedCapacity": 4.4}}')
    outcome = denchi("export", "check", file, "--model", "batterypass-1.2.1")
    assert outcome.code == 1 and "did you mean batteryTechicalProperties" in outcome.out.decode()
