"""The command around a served bench: files, schema, signals, mistakes."""

import json
import signal
import socket
import subprocess
import time

import pytest
from jsonschema import Draft202012Validator
from served import one_line, serving

from tool import RELEASE, denchi

BUILT_IN = ["demo", "laboratory", "ageing", "faults"]


@pytest.fixture(scope="module")
def bench_schema():
    schema = denchi("schema", "virtual-bench").report
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_benches_satisfy_the_schema_and_can_be_served(tmp_path, bench_schema, name):
    text = denchi("simulate", "example", name).report
    bench_schema.validate(text)
    with serving(tmp_path, name) as bench:
        assert set(bench.endpoints) == {line["name"] for line in text["lines"]}
        assert bench.command("quit") == ""
        assert bench.process.wait(5) == 0


@pytest.mark.parametrize("change, message", [
    ({"speed": 0}, "“speed”"),
    ({"interval_s": "1"}, "“interval_s”"),
    ({"lines": []}, "“lines”"),
    ({"extra": 1}, "unknown key “extra”"),
    ({"faults": [{"fault": "late"}]}, "“faults[0].chance”"),
    ({"cells": {"x": {"capacity_Ah": 1}}}, "“cells.x.openCircuitVoltage_V”"),
    ({"procedures": {"x": {"steps": [{"rest_s": 1, "hold_V": 4}]}}}, "“procedures.x.steps[0].rest_s”"),
])
def test_what_the_schema_refuses_is_refused_with_one_message(
        tmp_path, bench_schema, change, message):
    bench = {**one_line("denchi-rack", "modbus-tcp"), **change}
    assert not bench_schema.is_valid(bench)
    path = tmp_path / "virtual-bench.json"
    path.write_text(json.dumps(bench))
    outcome = denchi("simulate", "serve", path)
    assert outcome.code == 3
    assert message in outcome.err and outcome.err.count("\n") == 1, outcome.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_bench_cleanly(tmp_path, number):
    with serving(tmp_path, one_line("denchi-rack", "modbus-tcp")) as bench:
        with socket.create_connection(bench.address("line")):
            bench.process.send_signal(number)
            assert bench.process.wait(5) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(bench.address("line"), timeout=1)
    assert (tmp_path / "serve.err").read_text() == ""


def test_the_bench_file_fits_what_is_served(tmp_path):
    out = tmp_path / "bench.json"
    options = ["--bench-out", out, "--archive", "lab.denchi", "--period", "0.02"]
    schema = Draft202012Validator(denchi("schema", "bench").report)
    with serving(tmp_path, one_line("denchi-rack", "modbus-tcp", channels=3, speed=60), *options):
        bench = json.loads(out.read_text())
    schema.validate(bench)
    assert (bench["clock"], bench["timeScale"]) == ("instrument", 60)
    channels = bench["lines"][0]["instruments"][0]["channels"]
    assert [c["name"] for c in channels] == ["cell-1", "cell-2", "cell-3"]
    assert [c["input"] for c in channels] == [0, 1, 2]
    assert all(c["period_s"] == pytest.approx(1.2) for c in channels)
    with serving(tmp_path, "laboratory", *options):
        bench = json.loads(out.read_text())
    schema.validate(bench)
    assert "clock" not in bench


@pytest.mark.parametrize("arguments, code, message", [
    (["nosuch"], 3, "no such file, and no built-in bench"),
    (["--equipment", "nosuch"], 4, "there is no equipment “nosuch”"),
    (["--equipment", "maynuo-m97", "--speed", "stepped"], 4, "no time of its own"),
    (["--channels", "0"], 2, "--channels"),
    (["--speed", "0"], 2, "--speed"),
    (["--procedure", "dance"], 2, "--procedure"),
    (["--protocol", "pigeon"], 2, "--protocol"),
    (["--for", "-1"], 2, "--for"),
    (["demo", "--channels", "2"], 2, "--channels describes equipment without a bench"),
    (["--truth", "/nowhere/truth.csv", "--for", "1"], 4, "/nowhere/truth.csv"),
    (["--protocol", "serial", "--equipment", "bk-8600", "--link", "/nowhere/port"], 4,
     "/nowhere/port"),
])
def test_mistakes_get_one_message_and_a_documented_code(arguments, code, message):
    outcome = denchi("simulate", "serve", *arguments)
    assert outcome.code == code, outcome.err
    assert message in outcome.err


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = denchi("simulate", "serve", "--port", port)
    assert outcome.code == 4
    assert f"127.0.0.1:{port}: cannot listen there" in outcome.err


def test_a_link_never_replaces_a_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("mine")
    outcome = denchi(
        "simulate", "serve", "--protocol", "modbus-rtu", "--equipment", "maynuo-m97", "--link", path)
    assert outcome.code == 4 and "no symbolic link" in outcome.err
    assert path.read_text() == "mine"


def test_it_ends_when_every_procedure_is_over(tmp_path):
    bench = one_line("denchi-rack", "modbus-tcp", speed=2000)
    bench["procedures"] = {"short": {"steps": [{"discharge_A": 1, "time_s": 600}, {"rest_s": 60}]}}
    bench["lines"][0]["instruments"][0]["channels"][0]["procedure"] = "short"
    steps = tmp_path / "steps.csv"
    with serving(tmp_path, bench, "--until-done", "--truth-steps", steps) as served:
        with socket.create_connection(served.address("line")) as client:
            end = time.monotonic() + 10
            while served.process.poll() is None and time.monotonic() < end:
                try:
                    client.sendall(bytes.fromhex("0001000000060103" "03ec0002"))
                except OSError:
                    break
                time.sleep(0.02)
        assert served.process.wait(5) == 0
    rows = steps.read_text().splitlines()
    assert len(rows) == 3
    # 1 A for 600 s.
    assert float(rows[1].split(",")[8]) == pytest.approx(-600 / 3600, abs=1e-9)
