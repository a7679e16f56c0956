"""`denchi record` against equipment in other processes, as an operator would see it."""

import csv
import json
import signal
import sqlite3
import time

import pytest
from processes import free_port, modbus_peer, recorder, virtual_rack

from tool import denchi


def bench(folder, port, equipment="denchi-rack", channels=("a",), period=0.05, **more):
    content = {
        "schema": "urn:denchi:bench:1", "archive": "lab.denchi",
        "lines": [{
            "name": "line", "connection": f"modbus-tcp://127.0.0.1:{port}",
            "instruments": [{
                "equipment": equipment, "unit": 1,
                "channels": [{"name": n, "period_s": period, **more} for n in channels]}]}]}
    path = folder / "bench.json"
    path.write_text(json.dumps(content))
    return path


def runs(folder):
    with sqlite3.connect(f"file:{folder}/lab.denchi?mode=ro", uri=True) as archive:
        gaps = archive.execute("SELECT run, first_slot, last_slot, cause FROM gap").fetchall()
        events = archive.execute("SELECT run, kind, severity, detail FROM event").fetchall()
    return gaps, events


def exported(folder, run):
    out = folder / f"{run}.bdf.csv"
    outcome = denchi("archive", "export", folder / "lab.denchi", "--run", run, out)
    assert outcome.code == 0, outcome.err
    with out.open() as file:
        return out, list(csv.DictReader(file))


def audited(folder):
    outcome = denchi("archive", "audit", folder / "lab.denchi")
    assert outcome.code == 0, outcome.out.decode() + outcome.err


def test_values_of_a_server_that_nobody_here_wrote_arrive_with_their_sign(tmp_path):
    port = free_port()
    with modbus_peer(tmp_path, port):
        with recorder(tmp_path, bench(tmp_path, port, "ea-psb"), "--for", "3s") as record:
            assert record.wait() == 0, record.errors
    _, rows = exported(tmp_path, "a")
    assert len(rows) >= 50
    for row in rows:
        assert float(row["Voltage / V"]) == pytest.approx(round(52428 * 3.7 / 80) * 80 / 52428)
        # The sink bit of register 505 is set: the cell is discharged.
        assert float(row["Current / A"]) == pytest.approx(-round(52428 * 10 / 120) * 120 / 52428)
    audited(tmp_path)


def test_live_analysis_and_exported_file_give_the_same_bits(tmp_path):
    with virtual_rack(tmp_path, "--channels", "2", "--procedure", "rate", "--speed", "2000") as port:
        path = bench(tmp_path, port, channels=("a", "b"), period=0.02)
        with recorder(tmp_path, path, "--for", "8s", "--report", "live") as record:
            assert record.wait() == 0, record.errors
    for name in ("a", "b"):
        live = json.loads((tmp_path / "live" / f"{name}.json").read_text())
        out, _ = exported(tmp_path, name)
        file = denchi("analyze", out).report
        assert len(live["steps"]) >= 3
        for section in ("steps", "cycles", "rateCharacteristics", "impedance"):
            assert live.get(section) == file.get(section), section
    audited(tmp_path)


def test_ctrl_c_ends_cleanly_and_a_second_start_goes_on(tmp_path):
    with virtual_rack(tmp_path) as port:
        path = bench(tmp_path, port)
        with recorder(tmp_path, path) as record:
            time.sleep(2)
            assert record.end(signal.SIGINT) == 0, record.errors
        time.sleep(1)
        with recorder(tmp_path, path) as record:
            time.sleep(2)
            assert record.end(signal.SIGTERM) == 0, record.errors
    gaps, events = runs(tmp_path)
    assert [gap[3] for gap in gaps] == ["recorder-stopped"]
    kinds = [event[1] for event in events]
    assert kinds.count("recording-started") == 1
    assert kinds.count("recording-resumed") == 1
    assert kinds.count("recording-ended") == 2
    audited(tmp_path)


def test_a_killed_recorder_loses_nothing_that_was_committed(tmp_path):
    with virtual_rack(tmp_path) as port:
        path = bench(tmp_path, port, period=0.01)
        for _ in range(3):
            with recorder(tmp_path, path) as record:
                time.sleep(1.7)
                record.end(signal.SIGKILL)
        with recorder(tmp_path, path, "--for", "1s") as record:
            assert record.wait() == 0, record.errors
    gaps, _ = runs(tmp_path)
    assert [gap[3] for gap in gaps].count("recorder-stopped") == 3
    audited(tmp_path)
    _, rows = exported(tmp_path, "a")
    times = [float(row["Test Time / s"]) for row in rows]
    assert all(a < b for a, b in zip(times, times[1:]))
    assert len(rows) > 250


def test_an_unplugged_line_is_resumed_and_its_slots_are_a_gap(tmp_path):
    port = free_port()
    path = bench(tmp_path, port)
    with virtual_rack(tmp_path, port=port):
        record = recorder(tmp_path, path, "--for", "9s")
        program = record.__enter__()
        time.sleep(3)
    time.sleep(2)
    with virtual_rack(tmp_path, port=port):
        back = time.monotonic()
        assert program.wait() == 0, program.errors
    record.__exit__(None, None, None)
    gaps, events = runs(tmp_path)
    causes = {gap[3] for gap in gaps}
    assert causes <= {"link-down", "no-answer", "bad-answer"}
    missing = sum(gap[2] - gap[1] + 1 for gap in gaps)
    # Two seconds away at 20 samples/s, and back within two more.
    assert 30 <= missing <= 85
    assert any(e[1] == "link-state" and "ready" in e[3] for e in events)
    audited(tmp_path)


def test_a_crossed_limit_is_an_alarm_an_event_a_hook_and_an_exit_code(tmp_path):
    with virtual_rack(tmp_path) as port:
        path = bench(tmp_path, port, limits={"voltage_V": [4.9, 5.0]})
        hook = 'printf "%s %s" "$DENCHI_CHANNEL" "$DENCHI_EVENT" > hook.txt'
        with recorder(tmp_path, path, "--on-alarm", "stop", "--alarm-hook", hook) as record:
            assert record.wait(20) == 7
        assert "ALARM a" in record.errors
    time.sleep(0.3)
    assert (tmp_path / "hook.txt").read_text() == "a limit-crossed"
    _, events = runs(tmp_path)
    assert any(e[1] == "limit-crossed" and e[2] == "alarm" for e in events)
    audited(tmp_path)


def test_another_serial_number_is_never_recorded(tmp_path):
    with virtual_rack(tmp_path) as port:
        path = bench(tmp_path, port)
        content = json.loads(path.read_text())
        content["lines"][0]["instruments"][0]["serialNumber"] = "somebody else"
        path.write_text(json.dumps(content))
        with recorder(tmp_path, path, "--for", "2s") as record:
            assert record.wait() == 4, record.errors
    gaps, events = runs(tmp_path)
    assert {gap[3] for gap in gaps} == {"wrong-identity"}
    assert any(e[1] == "identity-changed" for e in events)


def test_equipment_that_is_not_there_leaves_with_code_4_and_a_gap(tmp_path):
    with recorder(tmp_path, bench(tmp_path, free_port()), "--for", "1s") as record:
        assert record.wait() == 4
    gaps, _ = runs(tmp_path)
    assert {gap[3] for gap in gaps} == {"link-down"}


def test_two_recorders_cannot_write_one_archive(tmp_path):
    with virtual_rack(tmp_path) as port:
        path = bench(tmp_path, port)
        with recorder(tmp_path, path) as first:
            time.sleep(1.5)
            second = denchi("record", path, "--for", "1s", cwd=tmp_path)
            assert second.code == 6
            assert str(first.process.pid) in second.err
            assert first.end() == 0, first.errors
    audited(tmp_path)


@pytest.mark.parametrize("change, says", [
    ({"lines": []}, ["line 1", "at least 1"]),
    ({"lnes": []}, ["lnes", "lines"]),
    ({"clock": "wall"}, ["clock", "recorder"]),
])
def test_a_bench_that_cannot_be_is_refused_with_its_place(tmp_path, change, says):
    path = bench(tmp_path, 1)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    outcome = denchi("record", path, "--for", "1s", cwd=tmp_path)
    assert outcome.code == 3
    for word in says:
        assert word in outcome.err
    assert not (tmp_path / "lab.denchi").exists()


@pytest.mark.parametrize("edit, says", [
    (lambda c: c["lines"][0]["instruments"][0].update(equipment="ea-pbs"), ["ea-psb"]),
    (lambda c: c["lines"][0].update(connection="modbus:/x"), ["modbus-tcp://"]),
    (lambda c: c["lines"][0]["instruments"][0]["channels"][0].update(period_s=0), ["period_s"]),
    (lambda c: c["lines"][0]["instruments"][0]["channels"][0].update(cell="no.json"), ["no.json"]),
    (lambda c: c["lines"][0]["instruments"][0]["channels"].append(
        {"name": "a", "period_s": 0.05}), ["“a”"]),
    (lambda c: c["lines"][0]["instruments"][0]["channels"][0].update(
        limits={"voltage_V": [4.2, 2.5]}), ["voltage_V", "lower"]),
    (lambda c: c["lines"][0]["instruments"][0]["channels"][0].update(needs=["curent"]),
     ["needs", "curent", "current"]),
])
def test_what_does_not_fit_together_is_named(tmp_path, edit, says):
    path = bench(tmp_path, 1)
    content = json.loads(path.read_text())
    edit(content)
    path.write_text(json.dumps(content))
    outcome = denchi("record", path, "--for", "1s", cwd=tmp_path)
    assert outcome.code == 3, outcome.err
    for word in says:
        assert word in outcome.err


@pytest.mark.parametrize("wish", [{"needs": ["voltage", "current"]}, {"limits": {"current_A": [-5, 5]}}])
def test_a_quantity_that_no_sheet_verifies_is_refused_with_that_reason(tmp_path, wish):
    path = bench(tmp_path, 1)
    content = json.loads(path.read_text())
    channel = {"name": "pack", "period_s": 1} | wish
    content["lines"] = [{"connection": f"modbus-rtu:///dev/null?baud=9600",
                         "instruments": [{"equipment": "bms-daly", "unit": 1, "channels": [channel]}]}]
    path.write_text(json.dumps(content))
    outcome = denchi("record", path, "--for", "1s", cwd=tmp_path)
    assert outcome.code == 3, outcome.err
    # The reason is that of the fact sheet, and the line of the sheet stands beside it.
    for words in ("bms-daly does not give current", "sign", "not in the sheet", "0x39"):
        assert words in outcome.err
