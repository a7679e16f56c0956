"""Verify, sign, plan and export through the command, and the independent checker on every sample."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tool import MEASUREMENTS, RELEASE, ROOT, analysed, declared, denchi

PACKS = ROOT / "Sources/Assessment/Rules"


def ran(script, *arguments):
    """A judge that is a command of its own, in its short form; its last line."""
    done = subprocess.run([sys.executable, Path(__file__).parent / script, *map(str, arguments)],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


def test_a_judge_without_our_code_agrees_and_complains_of_edited_numbers():
    assert ran("check_samples.py", RELEASE, "--edits", 60) == \
        "10 reports, 0 disagreements; 60 edited numbers, 0 missed"


def test_every_rule_has_three_cases():
    assert ran("every_rule.py", RELEASE).endswith(" 0 otherwise")


def test_random_edits_are_caught_and_untouched_reports_are_not():
    assert ran("edit_reports.py", RELEASE, "--edits", 200, "--untouched", 20) == \
        "200 edits, 0 missed; 20 untouched, 0 false alarms"


def test_the_checker_is_short():
    lines = (Path(__file__).parent / "check_report.py").read_text().splitlines()
    assert len(lines) <= 500


def test_an_untouched_report_is_verified_and_a_touched_one_named(folder):
    report = folder / "report.json"
    assert denchi("verify", report).code == 0
    text = report.read_text()
    report.write_text(text.replace('"verdict": "pass"', '"verdict": "fail"', 1))
    outcome = denchi("verify", report)
    assert outcome.code == 1
    assert "verdict" in outcome.out.decode() and "computed pass" in outcome.out.decode()
    report.write_text(text)
    data = folder / "rate-test.bdf.csv"
    content = data.read_bytes()
    data.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    outcome = denchi("verify", report)
    assert outcome.code == 1 and "inputs[0].sha256" in outcome.out.decode()


def test_a_signature_fits_its_key_and_its_bytes(folder):
    report, key = folder / "report.json", folder / "key.pem"
    assert denchi("report", "key", key).code == 0
    assert key.stat().st_mode & 0o077 == 0
    assert denchi("report", "key", key).code == 6
    assert denchi("verify", report, "--key", f"{key}.pub").code == 1
    assert denchi("report", "sign", report, "--key", key).code == 0
    assert denchi("verify", report, "--key", f"{key}.pub").code == 0
    other = folder / "other.pem"
    denchi("report", "key", other)
    assert denchi("verify", report, "--key", f"{other}.pub").code == 1
    report.write_bytes(report.read_bytes() + b"\n")
    outcome = denchi("verify", report)
    assert outcome.code == 1 and "signature" in outcome.out.decode()


def test_a_plan_and_an_edition_diff(folder):
    outcome = denchi("plan", "--pack", "jp-meti-2025", "--target", "660", "--cell",
                     folder / "cell.json", "--spread", "0.5")
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["limit"] == 650
    outcome = denchi("rules", "diff", "jp-meti-2022-second-call", "jp-meti-2025")
    assert "outer-diameter > 21 mm → outer-diameter >= 21 mm" in outcome.out.decode()


def lot(folder, count):
    """Reports of cells whose discharges differ a little."""
    reports = []
    for number in range(count):
        cell = folder / f"cell-{number}"
        cell.mkdir()
        declared = json.loads((folder / "cell.json").read_text())
        declared.update(id=f"cell-{number}", energyConvention="measured-0.2C")
        (cell / "cell.json").write_text(json.dumps(declared))
        text = (folder / "rate-test.bdf.csv").read_text()
        # The first discharge lasts a few samples less or more: drop some rows in its middle.
        lines = text.splitlines(keepends=True)
        (cell / "run.csv").write_text("".join(lines[:-1 - number]))
        assert denchi("analyze", cell, "-o", cell / "report.json").code == 0
        reports.append(cell / "report.json")
    return reports


def test_several_cells_are_taken_together(folder):
    reports = lot(folder, 3)
    outcome = denchi("lot", *reports, "--rule", "JP25-B-ED")
    assert outcome.code == 0, outcome.err
    assert outcome.report["count"] == 3
    assert [s["kind"] for s in outcome.report["statistics"]] == ["mean", "tolerance", "worst", "all-pass"]
    # Three cells pass one by one, and show nothing about 95 % of all without a distribution.
    assert outcome.report["statistics"][3]["verdict"] == "undecided-missing-data"
    assert any(c["input"] == "cells" and c["to"] == 59 for c in outcome.report["whatWouldChange"])
    mean = denchi("lot", *reports, "--rule", "JP25-B-ED", "--statistic", "mean")
    assert mean.report["verdict"] == "pass" and "PASS / 適合" in mean.err


def test_a_cell_counts_once_in_a_lot(folder):
    report = folder / "report.json"
    outcome = denchi("lot", report, report, "--rule", "JP25-B-ED")
    assert outcome.code == 3 and "holds the same data as" in outcome.err
    outcome = denchi("lot", report, "--rule", "JP25-A-XX")
    assert outcome.code == 3 and "JP25-A-XX" in outcome.err
    outcome = denchi("lot", report, "--rule", "JP25-A-ED")
    assert outcome.code == 3 and "not-applicable" in outcome.err


def test_a_pack_of_ones_own_and_a_broken_one(folder):
    text = (PACKS / "jp-meti-2025.json").read_text().replace('"jp-meti-2025"', '"our-own"')
    own = folder / "own.json"
    own.write_text(text)
    outcome = denchi("analyze", folder, "--rules", own)
    assert outcome.code == 0 and outcome.report["assessments"][0]["pack"] == "our-own"
    for old, new, says in [('">="', '"=>"', "unknown operator “=>”; known are >=, >, <=, <"),
                           ('"edition": "2025-01-27",', "", "the edition is missing"),
                           ('"mark": "V1", ', "", "the verification mark (V1, V2 or V3) is missing"),
                           ('"place": "1-2", ', "", "lacks place"),
                           ('"casing": ["prismatic"', '"casings": ["prismatic"', "unknown key “casings”")]:
        own.write_text(text.replace(old, new, 1))
        outcome = denchi("analyze", folder, "--rules", own)
        assert outcome.code == 3 and says in outcome.err and "own.json" in outcome.err, outcome.err


def test_a_report_by_a_pack_from_elsewhere_is_verified(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("packs")
    own = elsewhere / "own.json"
    own.write_text((PACKS / "jp-meti-2025.json").read_text().replace('"jp-meti-2025"', '"our-own"'))
    report = folder / "own-report.json"
    assert denchi("analyze", folder, "--rules", own, "-o", report).code == 0
    outcome = denchi("verify", report)
    assert outcome.code == 1 and "--rules" in outcome.out.decode()
    assert denchi("verify", report, "--rules", own).code == 0
    own.write_text(own.read_text().replace('"limit": 650', '"limit": 640'))
    outcome = denchi("verify", report, "--rules", own)
    assert outcome.code == 1 and "packSha256" in outcome.out.decode()


def test_inputs_may_lie_in_several_folders(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("data")
    report = other / "report.json"
    (folder / "report.json").rename(report)
    assert denchi("verify", report).code == 1
    (folder / "rate-test.bdf.csv").rename(other / "rate-test.bdf.csv")
    assert denchi("verify", report, "--inputs", folder, "--inputs", other).code == 0


def test_a_report_with_spectra_is_verified(folder):
    spectrum = MEASUREMENTS / "eis/csv/exampleData.csv"
    if not spectrum.exists():
        pytest.skip(f"{spectrum} is not at hand")
    shutil.copy(spectrum, folder)
    report = folder / "report.json"
    assert denchi("analyze", folder, "-o", report).code == 0
    assert json.loads(report.read_text())["settings"]["spectrumFiles"] == ["exampleData.csv"]
    assert denchi("verify", report).code == 0
    data = (folder / "exampleData.csv").read_bytes()
    (folder / "exampleData.csv").write_bytes(data.replace(b"1", b"2", 1))
    outcome = denchi("verify", report)
    assert outcome.code == 1 and "impedance.spectra[0].sha256" in outcome.out.decode()


# --- Bad input, each with one clear message


def instruments(folder, number, **changes):
    entries = json.loads((folder / "cell.json").read_text())["instruments"]
    entries[number].update(changes)
    return entries


@pytest.mark.parametrize("changes, says", [
    (dict(nominalVoltage_V=4.3), ["nominalVoltage_V", "not more than maximumVoltage_V, which is 4.2"]),
    (dict(declarations={"addedProductionAtLeast3GWhPerYear": True},
          values={"addedProduction_GWhPerYear": 2}), ["addedProduction_GWhPerYear 2", "limit of 3"]),
    (dict(cathode={"chemistry": "LFP", "nickelRatio_percent": 60}), ["LFP holds no nickel"]),
    (dict(dimensions_mm={"width": 10, "height": 70, "thickness": 3}), ["diameter, height alone for a cyl"]),
    (dict(dimensions_mm={"diameter": 2.1, "height": 7}), ["lengths in mm", "g/mL"]),
    (dict(declarers={"dimension_mm": "x"}), ["declarers.dimension_mm", "did you mean “dimensions_mm”"]),
])
def test_contradictory_declarations_are_refused(folder, changes, says):
    outcome = declared(folder, **changes)
    assert outcome.code == 3 and outcome.out == b""
    for words in ["cell.json, line 1"] + says:
        assert words in outcome.err, outcome.err


def test_a_range_below_the_current_used_cannot_stand_behind_a_verdict(folder):
    outcome = declared(folder, instruments=instruments(folder, 1, fullScale=0.5))
    assert outcome.report["assessments"][0]["verdict"] == "undecided-missing-data"
    assert "virtual tester ends at 0.5 A, and 0.880194 A was used" in outcome.err


def test_an_expired_calibration_cannot_stand_behind_a_verdict(folder):
    calibration = {"certificate": "C-17", "date": "2023-01-01", "dueDate": "2024-01-01"}
    outcome = declared(folder, instruments=instruments(folder, 0, calibration=calibration),
                       testReport={"dateTested": "2025-01-27"})
    assert outcome.report["assessments"][0]["verdict"] == "undecided-missing-data"
    assert "was due on 2024-01-01, before the test on 2025-01-27" in outcome.err


def test_names_that_no_rule_asks_for_are_told_of(folder):
    outcome = declared(folder, declarations={"bestAmongSimilarBatteris": True}, planCovers=["recyling"])
    assert outcome.code == 0
    assert "no rule asks for declarations.bestAmongSimilarBatteris, planCovers.recyling" in outcome.err


# --- What would change, and the report of an auditor


def test_what_would_change_it_is_said_for_rule_and_pack():
    report = analysed(ROOT / "SampleRuns/cylindrical-21700")
    old, new = report["assessments"]
    assert [c["rules"] for c in old["whatWouldChange"]] == [["JP22-2V"], ["JP22-1b-D", "JP22-1b-H"]]
    density = next(r for r in new["rules"] if r["id"] == "JP25-B-ED")
    inputs = {c["input"] for c in density["whatWouldChange"]}
    assert {"energy_Wh", "dimensions_mm.diameter", "dimensions_mm.height", "ratedCapacity_Ah",
            "nominalVoltage_V", "dimensions_mm.tolerance_mm", "expandedUncertainty"} <= inputs
    diameter = next(r for r in new["rules"] if r["id"] == "JP25-B-D")
    assert diameter["whatWouldChange"][0]["beyond"] is True
    assert "±0.05 mm" in diameter["notes"][0]["en"] and "図面" in diameter["notes"][0]["ja"]


KEYS_OF_A_TEST_REPORT = [
    "title", "reportNumber", "laboratory", "laboratoryAddress", "placeOfWork", "customer", "method",
    "methodEdition", "item", "itemCondition", "dateReceived", "dateTested", "dateIssued", "samplingPlan",
    "environment", "authorisedBy"]


def test_an_auditors_report_has_its_fields(folder):
    texts = {k: ("2025-01-27" if k.startswith("date") else f"the {k}") for k in KEYS_OF_A_TEST_REPORT}
    outcome = declared(folder, testReport=dict(texts, deviations=["none"], fromOthers=["drawing 7"]),
                       declarers={"dimensions_mm": "can maker, drawing 7"})
    report = outcome.report
    statement = report["testReport"]
    assert statement["declared"] == texts and statement["missing"] == []
    assert statement["resultsConcern"]["ja"] and statement["end"]["en"] == "End of the report."
    density = next(c for c in statement["conformity"] if c["rule"] == "JP25-B-ED")
    assert density["clause"] == "1-2" and density["decisionRule"] == "guarded-U" and density["verdict"] == "pass"
    assert report["cellFile"]["sha256"] and report["inputs"][0]["sha256"]
    assert report["assessments"][0]["packSha256"]
    rule = next(r for r in report["assessments"][0]["rules"] if r["id"] == "JP25-B-D")
    assert rule["evidence"][0]["declaredBy"] == "can maker, drawing 7"
