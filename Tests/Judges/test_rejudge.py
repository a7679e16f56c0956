"""Reports judged again by other packs, without their data."""

import json
import subprocess

import pytest
from tool import RELEASE, denchi

OTHER_PACKS = ["jp-denan", "jp-other-2026", "instrument-tolerance", "eu-2023-1542"]


def options(packs):
    return [a for p in packs for a in ("--rules", p)]


@pytest.mark.parametrize("decision", ["guarded-U", "non-binary", "simple"])
def test_a_lone_report_judged_again_is_the_report_of_the_data(folder, decision):
    again, fresh = folder / "again.json", folder / "fresh.json"
    outcome = denchi("rules", "rejudge", folder / "report.json", *options(OTHER_PACKS), "--decision",
                     decision, "-o", again)
    assert outcome.code == 0, outcome.err
    assert "jp-denan" in outcome.err and "in the report: jp-meti-2025 (2025-01-27): pass" in outcome.err
    assert denchi("analyze", folder, *options(OTHER_PACKS), "--decision", decision, "-o", fresh).code == 0
    assert again.read_bytes() == fresh.read_bytes()
    assert denchi("verify", again).code == 0


def test_reports_as_lines_are_answered_line_by_line(folder):
    report = json.loads((folder / "report.json").read_text())
    line = json.dumps(report, ensure_ascii=False)
    other = dict(report)
    del other["cell"]
    lines = [line, "no json", json.dumps({"id": "a", "key": "k", "status": "ok", "report": report}), "{}",
             json.dumps(other), "", line]
    done = subprocess.run([RELEASE, "rules", "rejudge", "--rules", "jp-meti-2022-second-call"],
                          input="\n".join(lines), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(a) for a in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert answers[0] == answers[6] == answers[2]["report"]
    assert [a["pack"] for a in answers[0]["assessments"]] == ["jp-meti-2022-second-call"]
    assert answers[0]["assessments"][0]["verdict"] == "fail"
    assert answers[2]["id"] == "a" and answers[2]["from"] == "k" and answers[2]["key"] != "k"
    for number, says in [(1, "no JSON object"), (3, "no schema"), (4, "declares no cell"), (5, "no JSON")]:
        assert answers[number]["status"] == "bad-input" and says in answers[number]["message"]
    short = subprocess.run(
        [RELEASE, "rules", "rejudge", "--rules", "jp-meti-2025", "--verdicts", "--strict"],
        input=line + "\n", capture_output=True, text=True)
    assert short.returncode == 0
    brief = json.loads(short.stdout)
    assert brief["assessments"][0]["verdict"] == "pass" and len(short.stdout) < 3000
    assert brief["assessments"][0]["rules"]["JP25-B-D"] == "pass"


def test_a_line_is_answered_before_the_next_is_sent(folder):
    line = (folder / "report.json").read_bytes().replace(b"\n", b" ") + b"\n"
    process = subprocess.Popen([RELEASE, "rules", "rejudge", "--verdicts"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    try:
        for _ in range(3):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["decisionRule"] == "guarded-U"
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()


def test_what_cannot_be_judged_again_is_told_of(folder):
    report = folder / "report.json"
    outcome = denchi("rules", "rejudge", folder / "cell.json")
    assert outcome.code == 3 and "expected a report of schema urn:denchi:report:1" in outcome.err
    report.write_text(report.read_text().replace('"ratedCapacity_Ah"', '"ratedCapacty_Ah"', 1))
    outcome = denchi("rules", "rejudge", report)
    assert outcome.code == 3 and "“cell” cannot be read" in outcome.err and "ratedCapacity_Ah" in outcome.err
    assert denchi("rules", "rejudge", report, report, "-o", folder / "x.json").code == 2
