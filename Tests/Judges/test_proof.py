"""Verify, sign, plan and export through the command, and the independent checker on every sample."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tool import ROOT, denchi

PACKS = ROOT / "Sources/Assessment/Rules"
NAMES = ["cylindrical-21700", "pouch-ncm"]
DECISIONS = ["simple", "guarded-U", "guarded-5", "guarded-rejection", "non-binary"]


@pytest.fixture
def folder(tmp_path):
    for file in ("cell.json", "rate-test.bdf.csv"):
        shutil.copy(ROOT / "SampleRuns/cylindrical-21700" / file, tmp_path)
    assert denchi("analyze", tmp_path, "-o", tmp_path / "report.json").code == 0
    return tmp_path


def checked(report):
    return subprocess.run([sys.executable, Path(__file__).parent / "check_report.py", report,
                           "--packs", PACKS], capture_output=True, text=True)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("name", NAMES)
def test_a_judge_without_our_code_agrees(name, decision, tmp_path):
    report = tmp_path / "report.json"
    packs = [a for p in sorted(PACKS.glob("*.json")) for a in ("--rules", p.stem)]
    outcome = denchi("analyze", ROOT / "SampleRuns" / name, "--decision", decision, "-o", report, *packs)
    assert outcome.code == 0, outcome.err
    result = checked(report)
    assert result.returncode == 0, result.stdout
    changed = json.loads(report.read_text())
    rules = [r for a in changed["assessments"] for r in a["rules"]]
    rule = next(r for r in rules if r["verdict"] == "pass")
    rule["verdict"] = "fail"
    report.write_text(json.dumps(changed))
    assert checked(report).returncode == 1


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


def test_several_cells_are_taken_together(folder):
    outcome = denchi("lot", *[folder / "report.json"] * 3, "--rule", "JP25-B-ED")
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["count"] == 3
    assert denchi("lot", folder / "report.json", "--rule", "JP25-A-XX").code == 3


@pytest.mark.parametrize("model", ["batterypass-1.2.1", "catena-x-6.1.0"])
def test_a_passport_is_filled_with_converted_units_and_checked(folder, model):
    outcome = denchi("export", "passport", folder / "report.json", "--model", model)
    assert outcome.code == 0, outcome.err
    assert "not filled" in outcome.err and "of the model" in outcome.err
    passport = json.loads(outcome.out)
    if model == "catena-x-6.1.0":
        rated = passport["performance"]["rated"]
        energy, kwh = rated["energy"], "value"
    else:
        energy, kwh = passport["batteryTechicalProperties"], "ratedEnergy"
    # 4.4 Ah × 3.65 V = 16.06 Wh.
    assert abs(energy[kwh] - 0.01606) < 1e-12
    file = folder / "passport.txt"
    file.write_bytes(outcome.out)
    assert denchi("export", "check", file, "--model", model).code == 0
    energy[kwh] = 16.06
    file.write_text(json.dumps(passport))
    assert denchi("export", "check", file, "--model", model).code == 1


def test_a_pack_of_ones_own_and_a_broken_one(folder):
    text = (PACKS / "jp-meti-2025.json").read_text().replace('"jp-meti-2025"', '"our-own"')
    own = folder / "own.json"
    own.write_text(text)
    outcome = denchi("analyze", folder, "--rules", own)
    assert outcome.code == 0 and outcome.report["assessments"][0]["pack"] == "our-own"
    for old, new, says in [('">="', '"=>"', "operator"), ('"edition": "2025-01-27",', "", "edition"),
                           ('"mark": "V1", ', "", "mark"), ('"place": "1-2", ', "", "place")]:
        own.write_text(text.replace(old, new, 1))
        outcome = denchi("analyze", folder, "--rules", own)
        assert outcome.code == 3 and says in outcome.err
