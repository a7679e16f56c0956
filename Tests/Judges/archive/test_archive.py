"""`denchi archive` and `denchi analyze lab.denchi`, judged from outside.

What lies in the file is read by archive_format.py, without a line of Denchi.
"""

import csv
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import archive_format  # noqa: E402
import trial  # noqa: E402
from tool import ROOT, denchi  # noqa: E402

SAMPLE = ROOT / "SampleRuns/pouch-ncm"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A rate test that was recorded, complete, with gaps and an alarm."""
    path = tmp_path_factory.mktemp("archive") / "lab.denchi"
    trial.trial(
        "replay", path, "--from", SAMPLE / "rate-test.bdf.csv", "--cell", SAMPLE / "cell.json",
        "--alarm", "--name", "channel 7")
    return path


@pytest.fixture(scope="module")
def exported(recorded):
    table, events = recorded.with_name("run.bdf.csv"), recorded.with_name("run.events.json")
    done = denchi("archive", "export", recorded, "--run", "1", table, "--events", events)
    assert done.code == 0, done.err
    return table, events


def test_the_export_holds_the_bits_that_lie_in_the_file(recorded, exported):
    archive = archive_format.Archive(recorded)
    columns = archive.columns(1)
    with open(exported[0], newline="") as file:
        rows = list(csv.reader(file))
    labels, cells = rows[0], rows[1:]
    slots = archive.check_slots(1)
    assert len(cells) == len(slots) > 5000
    request = columns[archive_format.REQUEST].view("i8")
    duration = columns[archive_format.DURATION].view("i8")
    expected = {"Test Time / s": (request + duration // 2) / 1e9}
    start, _, wall, *_ = archive.segments(1)[0]
    expected["Unix Time / s"] = wall + (request + duration // 2 - start) / 1e9
    names = {
        "voltage": "Voltage / V", "current": "Current / A",
        "temperature": "Temperature T1 / degC", "cycleNumber": "Cycle Count / 1",
        "stepNumber": "Step Count / 1", "chargeCapacity": "Charging Capacity / Ah",
        "dischargeCapacity": "Discharging Capacity / Ah"}
    for index, quantity in enumerate(archive.quantities(1)):
        expected[names[quantity]] = columns[archive_format.FIRST_VALUE + index].view("f8")
    assert sorted(labels) == sorted(expected)
    for place, label in enumerate(labels):
        found = numpy.array([float(row[place]) for row in cells])
        assert (found.view("u8") == expected[label].view("u8")).all(), label
    story = json.loads(exported[1].read_text())
    assert [(gap["firstSlot"], gap["lastSlot"], gap["cause"]) for gap in story["gaps"]] == [
        gap[:3] for gap in archive.gaps(1)]
    assert [event["kind"] for event in story["events"]] == ["limit-crossed"]


def without_names(report):
    """What an archive and a file may say differently: where the numbers came from."""
    text = json.dumps(report).replace("lab.denchi#1", "INPUT").replace("run.bdf.csv", "INPUT")
    report = json.loads(text)
    own = {"recorded-gap", "recorded-event", "run-still-open"}
    report["quality"] = [one for one in report["quality"] if one["code"] not in own]
    del report["cellFile"]
    for one in report["inputs"]:
        for key in ("sha256", "bytes", "format", "archive"):
            one.pop(key, None)
        for channel in one["channels"]:
            del channel["label"]
    return report


def test_an_archived_run_gives_the_numbers_of_its_export_to_the_bit(recorded, exported):
    own = denchi("analyze", recorded)
    other = denchi("analyze", exported[0], "--cell", SAMPLE / "cell.json")
    assert (own.code, other.code) == (0, 0), own.err + other.err
    assert own.report["rateCharacteristics"]["discharges"]
    assert without_names(own.report) == without_names(other.report)
    codes = {(one["code"], one.get("subject")) for one in own.report["quality"]}
    assert ("recorded-gap", "stream-paused") in codes
    assert ("recorded-event", "limit-crossed") in codes


def test_the_report_names_archive_run_and_a_digest_that_anyone_can_take(recorded):
    report = denchi("analyze", recorded, "--run", "channel 7").report
    (source,) = report["inputs"]
    assert source["archive"] == {
        "file": "lab.denchi", "run": 1, "name": "channel 7", "state": "complete"}
    assert source["sha256"] == archive_format.Archive(recorded).digest(1)


def test_the_report_follows_its_schema_and_verifies(recorded, schema, tmp_path):
    import jsonschema

    shutil.copy(recorded, tmp_path / "lab.denchi")
    done = denchi("analyze", tmp_path / "lab.denchi", "-o", tmp_path / "report.json")
    assert done.code == 0
    jsonschema.validate(json.loads((tmp_path / "report.json").read_text()), schema["report"])
    assert denchi("verify", tmp_path / "report.json").code == 0
    # One voltage changed, its seal and SHA-256 left as they were.
    change_a_sample(tmp_path / "lab.denchi")
    done = denchi("verify", tmp_path / "report.json")
    assert done.code == 1 and done.out
    assert denchi("archive", "audit", tmp_path / "lab.denchi").code == 1


def change_a_sample(path, seals=False):
    database = sqlite3.connect(path)
    key, chunk, number, content = database.execute(
        "SELECT id, chunk, number, content FROM chunk_column WHERE number = 16").fetchone()
    changed = bytearray(content)
    changed[20] ^= 1
    seal = archive_format.seal("chunk_column", [key, chunk, number, bytes(changed)])
    database.execute("UPDATE chunk_column SET content = ? WHERE id = ?", (bytes(changed), key))
    if seals:
        database.execute("UPDATE chunk_column SET seal = ? WHERE id = ?", (seal, key))
    database.commit()
    database.close()


def test_a_forger_who_makes_the_seal_too_is_found_by_the_report(recorded, tmp_path):
    shutil.copy(recorded, tmp_path / "lab.denchi")
    denchi("analyze", tmp_path / "lab.denchi", "-o", tmp_path / "report.json")
    change_a_sample(tmp_path / "lab.denchi", seals=True)
    done = denchi("verify", tmp_path / "report.json")
    assert done.code == 1
    assert b"inputs[0].sha256" in done.out


def test_several_runs_must_be_chosen_from(tmp_path):
    path = tmp_path / "lab.denchi"
    trial.trial("write", path, "--runs", "3", "--commits", "20", "--finish")
    assert denchi("analyze", path).code == 2
    assert "run 0" in denchi("analyze", path).err
    assert denchi("analyze", path, "--run", "9").code == 3
    assert denchi("analyze", path, "--run", "run 1").report["inputs"][0]["archive"]["run"] == 2
    assert len(denchi("analyze", path, "--run", "all").report["inputs"]) == 3
    # A second run of the same name: the number decides.
    trial.trial("write", path, "--runs", "1", "--commits", "2", "--finish")
    done = denchi("archive", "show", path, "--run", "run 0")
    assert done.code == 3 and "1, 4" in done.err


def test_an_open_run_is_said_to_be_open(tmp_path):
    path = tmp_path / "lab.denchi"
    trial.trial("write", path, "--runs", "1", "--commits", "100")
    report = denchi("analyze", path).report
    assert report["inputs"][0]["archive"]["state"] == "open"
    assert "run-still-open" in {one["code"] for one in report["quality"]}
    listed = json.loads(denchi("archive", "list", path, "--json").out)
    assert [run["state"] for run in listed] == ["open"]


def test_reading_while_somebody_writes(tmp_path):
    path = tmp_path / "lab.denchi"
    writer = subprocess.Popen(
        [trial.binary(), "write", path, "--runs", "5", "--commits", "100000"],
        stdout=subprocess.PIPE, text=True)
    try:
        while writer.stdout.readline() != "commit 50\n":
            pass
        for _ in range(5):
            audit = denchi("archive", "audit", path)
            assert audit.code == 0, audit.out
            assert denchi("archive", "export", path, "--run", "1", tmp_path / "t.csv").code == 0
        second = subprocess.run(
            [trial.binary(), "write", path, "--commits", "1"], capture_output=True, text=True)
        assert second.returncode != 0 and f"process {writer.pid}" in second.stderr
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    # What a killed process leaves holds nobody up.
    trial.trial("write", path, "--runs", "5", "--commits", "1")
    assert denchi("archive", "audit", path).code == 0


# Bad input

COMMANDS = [
    ["archive", "list"], ["archive", "audit"], ["archive", "show", "--run", "1"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_archive_is_named_and_left_alone(command, recorded, tmp_path):
    foreign = tmp_path / "foreign.db"
    database = sqlite3.connect(foreign)
    database.execute("CREATE TABLE run (id)")
    database.commit()
    database.close()
    newer = tmp_path / "newer.denchi"
    shutil.copy(recorded, newer)
    database = sqlite3.connect(newer)
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    text = tmp_path / "text.denchi"
    text.write_text("no database at all\n" * 300)
    empty = tmp_path / "empty.denchi"
    empty.touch()
    for path, words in [
            (foreign, "another program"), (newer, "schema 99"), (text, "no archive"),
            (empty, "application id 0"), (tmp_path / "missing", "no such file"),
            (tmp_path, "cannot be opened")]:
        before = path.read_bytes() if path.is_file() else None
        done = denchi(command[0], command[1], path, *command[2:])
        assert done.code == 3 and words in done.err, (path, done.err)
        assert done.out == b""
        assert (path.read_bytes() if path.is_file() else None) == before
        if path.name != "missing" and path.is_file():
            again = subprocess.run(
                [trial.binary(), "write", path, "--commits", "1"], capture_output=True, text=True)
            if path != empty:
                assert again.returncode != 0 and path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_read_only_folder_is_read(recorded, tmp_path):
    folder = tmp_path / "sealed"
    folder.mkdir()
    shutil.copy(recorded, folder / "lab.denchi")
    os.chmod(folder / "lab.denchi", 0o444)
    os.chmod(folder, 0o555)
    for parent in [tmp_path, *tmp_path.parents][:3]:
        os.chmod(parent, 0o755)

    def nobody():
        os.setgid(65534)
        os.setuid(65534)

    for arguments in (["list"], ["audit"], ["show", "--run", "1"]):
        done = subprocess.run(
            [trial.ROOT / ".build/release/denchi" if not os.environ.get("DENCHI")
             else os.environ["DENCHI"], "archive", arguments[0], folder / "lab.denchi",
             *arguments[1:]], capture_output=True, preexec_fn=nobody, text=True)
        assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [trial.binary(), "write", folder / "lab.denchi", "--commits", "1"], capture_output=True,
        preexec_fn=nobody, text=True)
    assert done.returncode != 0 and "permission" in done.stderr.lower()
    assert sorted(path.name for path in folder.iterdir()) == ["lab.denchi"]


def test_an_archive_that_was_truncated_is_named_with_what_is_still_good(recorded, tmp_path):
    content = recorded.read_bytes()
    for part in (0.3, 0.9):
        path = tmp_path / "cut.denchi"
        path.write_bytes(content[:int(len(content) * part) // 4096 * 4096])
        done = denchi("archive", "audit", path)
        assert done.code == 1 and b"damage" in done.out
        done = denchi("archive", "export", path, "--run", "1", tmp_path / "x.csv")
        assert done.code == 3 and "audit" in done.err
        assert not (tmp_path / "x.csv").exists()


def test_numbers_that_are_hard_to_keep_come_back(tmp_path):
    """The noise kind fills all 64 bits; the judge's own decoder agrees with the export."""
    path = tmp_path / "lab.denchi"
    for kind in ("noise", "register", "single", "decimal"):
        path.unlink(missing_ok=True)
        trial.trial(
            "write", path, "--runs", "1", "--commits", "90", "--most", "200", "--kind", kind)
        archive = archive_format.Archive(path)
        values = archive.columns(1)[archive_format.FIRST_VALUE].view("f8")
        assert denchi("archive", "export", path, "--run", "1", tmp_path / "t.csv").code == 0
        table = numpy.loadtxt(tmp_path / "t.csv", delimiter=",", skiprows=1)
        assert (table[:, 1] == values).all()
        assert struct.calcsize("d") == 8 and denchi("archive", "audit", path).code == 0
