"""A rate test, served stepped over Modbus TCP, recorded, analysed, and held against the truth."""

import subprocess

import recorded_rates
from served import serving

from tool import RELEASE, ROOT


def test_a_recorded_rate_test_finds_what_really_flowed(tmp_path):
    bench = {
        "speed": "stepped", "interval_s": 2,
        "procedures": {"p": {
            "kind": "rate", "chargeRate": 1, "dischargeRates": [0.5, 1, 2, 3], "rest_s": 600,
            "firstRest_s": 300}},
        "lines": [{
            "name": "rack", "protocol": "modbus-tcp",
            "instruments": [{
                "equipment": "denchi-rack",
                "channels": [{"name": "cell", "cell": "cylindrical-21700", "procedure": "p"}]}]}]}
    # The declared cut-off voltage is where the analysis ends each discharge.
    cell = ROOT / "SampleRuns/cylindrical-21700/cell.json"
    options = [
        "--cell", cell, "--bench-out", tmp_path / "bench.json", "--truth-steps",
        tmp_path / "steps.csv"]
    with serving(tmp_path, bench, *options, truth=False) as served:
        subprocess.run(
            [RELEASE, "record", "bench.json", "--archive", "lab.denchi", "--for", "13h", "--report",
             "report.json"],
            cwd=tmp_path, check=True, capture_output=True, timeout=120)
        assert served.end() == 0
    told, is_good = recorded_rates.compare(tmp_path / "report.json", tmp_path / "steps.csv", 1e-4)
    assert is_good, "\n".join(told)
