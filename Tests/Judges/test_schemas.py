"""What Denchi writes and reads against the JSON Schemas it prints, by an independent validator."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from tool import MEASUREMENTS, ROOT, SAMPLES, analysed, denchi


def complaints(schema, document):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("name", ["report", "cell"])
def test_the_schema_is_a_schema(schema, name):
    assert schema[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema[name])


def test_the_report_is_the_default():
    assert denchi("schema").out == denchi("schema", "report").out


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda p: p.name)
def test_a_sample_run_fits_both_schemas(schema, folder):
    assert complaints(schema["cell"], json.loads((folder / "cell.json").read_text())) == []
    report = analysed(folder)
    assert complaints(schema["report"], report) == []
    assert report["cell"] == json.loads((folder / "cell.json").read_text())


def test_a_report_without_a_cell_fits(schema, small_file):
    report = analysed(small_file)
    assert "cell" not in report
    assert complaints(schema["report"], report) == []


def test_a_refused_run_fits(schema, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("test_time_second,voltage_volt,current_ampere\n")
    outcome = denchi("analyze", path)
    assert outcome.code == 3
    assert complaints(schema["report"], outcome.report) == []
    assert [f["severity"] for f in outcome.report["quality"]] == ["refused"]


def test_every_public_measurement_fits(schema):
    files = sorted((MEASUREMENTS / "bdf").glob("*.csv"))
    if not files:
        pytest.skip(f"the public measurements are not at {MEASUREMENTS}")
    for path in files:
        outcome = denchi("analyze", path)
        assert outcome.code in (0, 3), outcome.err
        assert complaints(schema["report"], outcome.report) == [], path.name


def unknown_keys(document, path=()):
    """Copies of the document, each with one key that nobody knows, at every object of it."""
    if isinstance(document, dict):
        yield path
        for key, value in document.items():
            yield from unknown_keys(value, (*path, key))
    elif isinstance(document, list) and document:
        yield from unknown_keys(document[0], (*path, 0))


def test_the_report_schema_knows_every_key(schema):
    """A key that the schema does not know is refused wherever it stands, but for named values."""
    report = analysed(SAMPLES[0])
    let_through = []
    for path in unknown_keys(report):
        changed = copy.deepcopy(report)
        place = changed
        for key in path:
            place = place[key]
        place["nobodyKnowsThis"] = 1
        if not complaints(schema["report"], changed):
            let_through.append("/".join(map(str, path)))
    # Under `values` stand the numbers of a finding's message, by name.
    assert [p for p in let_through if not p.endswith("/values")] == []


BAD_CELLS = [
    {"casing": "tin"}, {"ratedCapacity_Ah": "5"}, {"ratedCapacity_Ah": 0}, {"ratedCapacity": 5},
    {"dimensions_mm": {"diameter": 21}}, {"dimensions_mm": {"height": 70, "width": 1}},
    {"cathode": {"nickelRatio_percent": 101}}, {"use": "boat"}, {"instruments": [{"name": "x"}]},
    {"declarations": {"a": "yes"}}, {"mass_g": -1}, [], {"instruments": {}},
]


@pytest.mark.parametrize("cell", BAD_CELLS, ids=json.dumps)
def test_schema_and_tool_refuse_the_same_cells(schema, cell, tmp_path):
    path = tmp_path / "cell.json"
    path.write_text(json.dumps(cell))
    assert complaints(schema["cell"], cell) != []
    outcome = denchi("analyze", SAMPLES[0] / "rate-test.bdf.csv", "--cell", path)
    assert (outcome.code, outcome.out) == (3, b""), outcome.err
    assert "cell.json, line 1" in outcome.err


GOOD_CELLS = [
    {}, {"id": "x"}, {"casing": "coin", "dimensions_mm": {"diameter": 20, "height": 3.2}},
    {"declarations": {"anything": False}}, {"instruments": []}, {"cathode": {}},
    {"cathode": {"nickelRatio_percent": 50.1}}, {"minimumVoltage_V": 2.5, "maximumVoltage_V": 4.2},
]


@pytest.mark.parametrize("cell", GOOD_CELLS, ids=json.dumps)
def test_schema_and_tool_take_the_same_cells(schema, cell, tmp_path):
    path = tmp_path / "cell.json"
    path.write_text(json.dumps(cell))
    assert complaints(schema["cell"], cell) == []
    report = analysed(SAMPLES[0] / "rate-test.bdf.csv", "--cell", path)
    assert report["cell"] == {k: v for k, v in cell.items() if v != []}


def test_every_rule_pack_fits_its_schema():
    printed = denchi("schema", "rules").report
    Draft202012Validator.check_schema(printed)
    for path in sorted((ROOT / "Sources/Assessment/Rules").glob("*.json")):
        assert complaints(printed, json.loads(path.read_text())) == [], path.name


def test_a_report_by_every_pack_fits(schema):
    packs = [a for p in sorted((ROOT / "Sources/Assessment/Rules").glob("*.json"))
             for a in ("--rules", p.stem)]
    for folder in SAMPLES:
        assert complaints(schema["report"], analysed(folder, *packs)) == []
