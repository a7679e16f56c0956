"""`denchi equipment` against instruments that nobody of the package wrote, and its schema."""

import copy
import json
import os
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).parent))
from processes import Running, free_port, wait_for_port  # noqa: E402
from text_peers import (  # noqa: E402
    LoadPeer, SocketWire, StreamPeer, TerminalWire, TextPeer, serving)
from tool import denchi  # noqa: E402

HERE = Path(__file__).parent
OWN = HERE / "four-channel-tester.json"


def named():
    return json.loads(denchi("equipment", "list", "--json").out)


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(denchi("schema", "profile").out)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(validator, document):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in validator.iter_errors(document)]


def test_every_built_in_profile_fits_the_schema(validator):
    profiles = [e["name"] for e in named() if e["kind"] == "profile"]
    assert len(profiles) >= 10
    for name in profiles:
        document = json.loads(denchi("equipment", "show", name, "--json").out)
        assert complaints(validator, document) == [], name


def test_the_sample_fits_the_schema_and_the_check(validator):
    assert complaints(validator, json.loads(OWN.read_text())) == []
    outcome = denchi("equipment", "check", OWN)
    assert outcome.code == 0, outcome.err
    assert "input 256…259" in outcome.out.decode()


def broken():
    good = json.loads(OWN.read_text())

    def but(change):
        document = copy.deepcopy(good)
        change(document)
        return document

    yield "no name", but(lambda d: d.pop("name"))
    yield "unknown key", but(lambda d: d["modbus"].update(write=True))
    yield "a type", but(lambda d: d["modbus"]["values"][0].update(type="u17"))
    yield "an address", but(lambda d: d["modbus"]["values"][0].update(address=70000))
    yield "a unit", but(lambda d: d["modbus"]["values"][0].update(unit="volts"))
    yield "both languages", but(lambda d: d.update(text={}))
    yield "no identity", but(lambda d: d["modbus"]["identity"].update(expect=[]))
    yield "no source", but(lambda d: d["modbus"]["values"][0].pop("source"))
    yield "times as text", but(lambda d: d["timing"].update(minimumGap_ms="2 ms"))


@pytest.mark.parametrize("what,document", list(broken()), ids=lambda v: v if isinstance(v, str) else "")
def test_what_the_schema_refuses_the_reader_refuses(validator, tmp_path, what, document):
    assert complaints(validator, document) != []
    path = tmp_path / "own.json"
    path.write_text(json.dumps(document, indent=2))
    outcome = denchi("equipment", "check", path)
    assert outcome.code == 3
    assert "own.json" in outcome.err and outcome.out == b""


@pytest.mark.parametrize("command", ["OUTP ON", "INP ON", "SOUR:CURR 1", "*CLS;OUTP ON", "*RST"])
def test_a_stranger_s_profile_cannot_switch_anything(tmp_path, command):
    profile = json.loads(denchi("equipment", "show", "hioki-bt356x", "--json").out)
    profile["text"]["setUp"][0]["send"] = command
    path = tmp_path / "own.json"
    path.write_text(json.dumps(profile, indent=2))
    wire = SocketWire()
    with serving(TextPeer(wire, {}, b"\r\n")) as peer:
        outcome = denchi(
            "equipment", "probe", f"tcp://127.0.0.1:{wire.port}", "--equipment", path,
            "--timeout", "0.3")
        assert outcome.code == 3
        assert "text.setUp[0].send" in outcome.err
        assert peer.heard == []


def probed(*arguments):
    outcome = denchi("equipment", "probe", *arguments, "--json")
    assert outcome.code == 0, outcome.err
    return outcome.report


def test_a_hioki_over_tcp_is_recognised_and_read():
    wire = SocketWire()
    answers = {
        "*IDN?": "HIOKI,BT3562A,0,V2.10", "*ESR?": "0", ":FETC?": "  15.03E-3, 3.71234E+0"}
    with serving(TextPeer(wire, answers, b"\r\n")) as peer:
        found = probed(f"tcp://127.0.0.1:{wire.port}")
        assert found["equipment"] == "hioki-bt356x"
        assert found["identity"]["model"] == "BT3562A" and not found["identity"]["serialNumber"]
        assert found["inputs"][0]["values"] == {
            "voltage_V": 3.71234, "internalResistance_ohm": 0.01503}
        switching = ("OUTP", "INP", "SOUR", "CURR", "VOLT", "READ")
        assert not [c for c in peer.heard if c.lstrip(":").startswith(switching) and "?" not in c]


def test_an_open_probe_is_no_value():
    wire = SocketWire()
    answers = {
        "*IDN?": "HIOKI,BT3562A,0,V2.10", "*ESR?": "0", ":FETC?": "+1000.00E+7,+1000.00E+7"}
    with serving(TextPeer(wire, answers, b"\r\n")):
        found = probed(f"tcp://127.0.0.1:{wire.port}", "--equipment", "hioki-bt356x")
        assert found["inputs"][0]["noValue"] == "voltage: measurement fault (open probe)"


def test_a_bk_8600_on_a_serial_line_is_read_with_its_sign():
    wire = TerminalWire()
    answers = {
        "*IDN?": "B&K Precision, 8600, 802199010737510001, 1.37", "MEAS:VOLT?": "3.7012",
        "MEAS:CURR?": "1.5004"}
    with serving(TextPeer(wire, answers)):
        found = probed(f"serial://{wire.path}", "--equipment", "bk-8600")
        assert found["inputs"][0]["values"] == {"voltage_V": 3.7012, "current_A": -1.5004}


def test_a_load_that_speaks_in_frames_is_read_and_told_nothing_else():
    wire = TerminalWire()
    with serving(LoadPeer(wire, 16_230, 31_200)) as peer:
        found = probed(f"serial://{wire.path}", "--equipment", "itech-it8500")
        assert found["identity"] == {
            "maker": "ITECH", "model": "8511", "serialNumber": "0000450123", "firmware": "2.03"}
        assert found["inputs"][0]["values"] == {"voltage_V": 16.23, "current_A": -3.12}
        assert set(peer.heard) == {0x6A, 0x5F}


def test_a_stream_that_comes_unasked_is_read():
    wire = TerminalWire()
    with serving(StreamPeer(wire)) as peer:
        found = probed(f"serial://{wire.path}?baud=9600&parity=even")
        assert found["equipment"] == "zke-ebc"
        assert found["inputs"][0]["values"] == {
            "voltage_V": 3.712, "current_A": -1.5, "chargeCapacity_Ah": 0.0,
            "dischargeCapacity_Ah": 1.25}
        assert peer.heard == [bytes([0xFA, 5, 0, 0, 0, 0, 0, 0, 5, 0xF8])]


def test_an_instrument_is_added_by_a_profile_alone(tmp_path):
    port = free_port()
    peer = Running([sys.executable, HERE / "own_peer.py", port], tmp_path, "peer")
    try:
        wait_for_port(port)
        found = probed(f"modbus-tcp://127.0.0.1:{port}", "--equipment", OWN)
    finally:
        peer.end()
    assert found["identity"] == {
        "maker": "Example Instruments", "model": "FTX-4", "serialNumber": "70001",
        "firmware": "1.23"}
    values = [i["values"] for i in found["inputs"]]
    assert values[0] == {"voltage_V": 3.7, "current_A": 1.5, "temperature_degC": 25.3}
    assert values[1] == {"voltage_V": 3.701, "current_A": -1.5, "temperature_degC": 25.3}
    assert found["inputs"][3]["noValue"] == "voltage: no cell in the holder"
    assert found["inputs"][0]["deviceTime_s"] == 100


def test_nobody_there_ends_in_time_with_its_own_code():
    port = free_port()
    outcome = denchi("equipment", "probe", f"modbus-tcp://127.0.0.1:{port}")
    assert outcome.code == 4
    assert "Connection refused" in outcome.err
    wire = TerminalWire()
    try:
        outcome = denchi(
            "equipment", "probe", f"serial://{wire.path}", "--equipment", "bk-8600",
            "--timeout", "0.3")
        assert outcome.code == 4
        assert "no answer" in outcome.err
    finally:
        wire.close()


@pytest.mark.parametrize("arguments", [
    ("tcp//1.2.3.4",), ("tcp://127.0.0.1:9", "--equipment", "ea-psb"),
    ("tcp://127.0.0.1:9", "--timeout", "0"),
    ("modbus-tcp://127.0.0.1:9", "--equipment", "bms-daly"),
])
def test_a_wrong_command_line_is_told_as_such(arguments):
    outcome = denchi("equipment", "probe", *arguments)
    assert outcome.code == 2, outcome.err
    assert "Traceback" not in outcome.err


def test_an_unknown_name_is_told_with_the_nearest():
    outcome = denchi("equipment", "show", "maynuo-m98")
    assert outcome.code == 3
    assert "did you mean “maynuo-m97”?" in outcome.err
    assert os.path.exists(OWN)
