"""Exit codes and messages when something is wrong: each says where, what and what to do."""

import json
import subprocess

import pytest

from tool import RELEASE, ROOT, SAMPLES, denchi, findings

CYLINDRICAL = ROOT / "SampleRuns/cylindrical-21700"
POUCH = ROOT / "SampleRuns/pouch-ncm"
HEADER = "test_time_second,voltage_volt,current_ampere\n"
ROWS = "".join(f"{10 * k},{4.1 - k / 400:.4f},-1.0\n" for k in range(361))


def fails(code, *arguments, says):
    outcome = denchi(*arguments)
    assert outcome.code == code, outcome.err
    for text in says:
        assert text in outcome.err, outcome.err
    return outcome


def test_a_missing_file():
    fails(3, "analyze", "nowhere/run.csv", says=["nowhere/run.csv"])


def test_an_empty_file(tmp_path):
    path = tmp_path / "nothing.csv"
    path.touch()
    fails(3, "analyze", path, says=["nothing.csv"])


def test_an_empty_folder(tmp_path):
    fails(3, "analyze", tmp_path, says=["no data file"])


def test_a_file_that_is_no_table(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 20)
    fails(3, "analyze", path, says=["picture.csv"])


def test_a_file_without_current(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text("test_time_second,voltage_volt\n0,3.7\n1,3.7\n")
    fails(3, "analyze", path, says=["current", "voltage_volt"])


def test_words_of_a_file_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text("Time/s,U/V,\x1b[2J\x1b]0;title\x07,I/A\n0,3.7,1,1\n1,3.7,1,1\n")
    outcome = denchi("inspect", path)
    assert outcome.code == 0 and "not used: \ufffd[2J" in outcome.out.decode()
    path.write_text("Time/s,U/V,\x1b[2J,mark\n0,3.7,1,1\n")
    refusal = fails(3, "convert", path, tmp_path / "out.csv", says=["current", "\ufffd[2J"])
    assert b"\x1b" not in outcome.out and "\x1b" not in refusal.err


def test_an_unknown_key_of_cell_json_names_the_nearest(tmp_path):
    path = tmp_path / "cell.json"
    path.write_text('{\n  "casing": "pouch",\n  "ratedCapacty_Ah": 7\n}\n')
    fails(3, "analyze", POUCH / "rate-test.bdf.csv", "--cell", path,
          says=["cell.json, line 3", "ratedCapacty_Ah", "ratedCapacity_Ah"])


def test_cell_json_that_is_no_json_names_line_and_column(tmp_path):
    path = tmp_path / "cell.json"
    path.write_text('{\n  "id": "x",\n  "mass_g": 7,,\n}\n')
    fails(3, "analyze", POUCH / "rate-test.bdf.csv", "--cell", path,
          says=["cell.json, line 3, column 15"])


def test_a_wrong_value_names_line_column_text_and_expectation(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text(HEADER + ROWS.replace("1000,3.8500,", "1000,3.85oo,"))
    fails(3, "analyze", path, says=["run.csv, line 102, column 2", "3.85oo", "number"])


def test_a_row_with_too_few_fields_names_its_line(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text(HEADER + ROWS.replace("1000,3.8500,-1.0\n", "1000\n"))
    fails(3, "analyze", path, says=["run.csv, line 102"])


def test_a_cut_last_line_is_a_finding_and_no_error(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text((HEADER + ROWS)[:-9])
    outcome = denchi("analyze", path)
    assert outcome.code == 0, outcome.err
    assert [f["severity"] for f in findings(outcome.report, "cut-file")] == ["warning"]
    assert outcome.report["inputs"][0]["rows"] == 360


def test_a_refused_run_still_gives_its_report(tmp_path):
    path, target = tmp_path / "run.csv", tmp_path / "report.json"
    path.write_text(HEADER + "".join(
        f"{36000 * k},{4.1 - k / 400:.4f},-1.0\n" for k in range(361)))
    fails(3, "analyze", path, "-o", target, says=["refused", "time-unit-slip"])
    report = json.loads(target.read_text())
    assert report["inputs"][0]["refused"] is True
    assert "steps" not in report
    accepted = denchi("analyze", path, "--accept", "time-unit-slip")
    assert accepted.code == 0 and "steps" in accepted.report
    assert accepted.report["inputs"][0]["settings"] == ["accept=time-unit-slip"]


def test_the_right_unit_mends_a_unit_slip(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text(HEADER + "".join(
        f"{36000 * k},{4.1 - k / 400:.4f},-1.0\n" for k in range(361)))
    outcome = denchi("analyze", path, "--unit", "time=ms")
    assert outcome.code == 0, outcome.err
    assert abs(outcome.report["cycles"][0]["dischargeCapacity_Ah"] - 3.6) < 1e-12


def test_columns_and_sign_can_be_named(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text((HEADER + ROWS).replace("current_ampere", "shunt 2").replace("-1.0", "1.0"))
    arguments = ("analyze", path, "--column", "current=shunt 2", "--negate", "current")
    outcome = denchi(*arguments, "--unit", "current=A")
    assert outcome.code == 0, outcome.err
    assert outcome.report["steps"][0]["direction"] == "discharge"


def test_strict_fails_where_a_verdict_is_not_pass():
    fails(1, "analyze", CYLINDRICAL, "--strict", says=["--strict"])


def test_strict_passes_where_every_verdict_is_pass():
    assert denchi("analyze", POUCH, "--strict").code == 0
    assert denchi("analyze", CYLINDRICAL, "--strict", "--rules", "jp-meti-2025").code == 0


def test_strict_without_any_verdict_fails(small_file):
    fails(1, "analyze", small_file, "--strict", says=["--strict"])


def test_a_report_that_cannot_be_written(tmp_path):
    target = tmp_path / "no-such-folder" / "report.json"
    fails(6, "analyze", POUCH, "-o", target, says=["no-such-folder"])
    fails(6, "simulate", "sample-run", "pouch-ncm", "--into", "/dev/null/x", says=["/dev/null/x"])


@pytest.mark.parametrize("arguments, says", [
    (["analyse", "x"], "analyse"),
    (["analyze"], "paths"),
    (["analyze", "x", "--rules", "jp-meti-2035"], "jp-meti-2025"),
    (["analyze", "x", "--accept", "nothing"], "clock-restart"),
    (["analyze", "x", "--decision", "guess"], "simple"),
    (["analyze", "x", "--column", "current"], "CHANNEL="),
    (["analyze", "x", "--unit", "speed=m/s"], "voltage"),
    (["analyze", SAMPLES[0], SAMPLES[1]], "--cell"),
    (["rules", "show", "no-such-pack"], "jp-meti-2025"),
    (["schema", "house"], "report"),
    (["simulate", "sample-run", "no-such-cell", "--into", "x"], "pouch-ncm"),
], ids=lambda v: " ".join(map(str, v)) if isinstance(v, list) else "")
def test_usage(arguments, says):
    outcome = denchi(*arguments)
    assert outcome.code == 2, outcome.err
    assert says in outcome.err
    assert outcome.out == b""


@pytest.mark.parametrize("command", [
    [], ["analyze"], ["rules"], ["rules", "list"], ["rules", "show"], ["schema"], ["simulate"],
    ["simulate", "sample-run"],
], ids=lambda c: " ".join(c) or "denchi")
def test_the_examples_of_the_help_work_when_pasted(command, tmp_path):
    help_text = denchi(*command, "--help")
    assert help_text.code == 0
    examples = [line.strip() for line in help_text.out.decode().splitlines()
                if line.startswith("  denchi ")]
    assert examples, "no example"
    # An archive, a life or equipment that serves until it is ended: those have judges of their own.
    examples = [line for line in examples
                if not any(word in line for word in ("lab.denchi", "simulate serve", "LIFE-TEST"))]
    # Where the examples read SampleRuns, as in a checkout.
    (tmp_path / "SampleRuns").symlink_to(ROOT / "SampleRuns")
    for example in examples:
        done = subprocess.run(
            example, shell=True, cwd=tmp_path, capture_output=True, text=True,
            env={"PATH": f"{RELEASE.parent}:/usr/bin:/bin"})
        assert done.returncode == 0, (example, done.stderr)


def test_version_is_that_of_the_report():
    version = denchi("--version")
    assert version.code == 0
    report = denchi("analyze", POUCH).report
    assert report["denchi"] == version.out.decode().strip()
