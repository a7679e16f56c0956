"""One million rows against what the waveforms are, in closed form."""

import json
import subprocess
import sys

import pytest

import cycler_file
from tool import REFERENCE_BENCH, analysed

ROWS, CYCLES = 1_000_000, 500
KEYS = {"charge_Ah": "chargeCapacity_Ah", "discharge_Ah": "dischargeCapacity_Ah",
        "charge_Wh": "chargeEnergy_Wh", "discharge_Wh": "dischargeEnergy_Wh"}


def worst_errors(cycles, truth, keys):
    assert len(cycles) == len(truth)
    return {key: max(abs(found[name] / float(true[key]) - 1) for found, true in zip(cycles, truth))
            for key, name in keys.items()}


def test_a_file_without_noise_gives_the_truth_to_the_last_digits(tmp_path):
    path = tmp_path / "exact.csv"
    cycler_file.write(path, ROWS, CYCLES)
    cycles = analysed(path)["cycles"]
    errors = worst_errors(cycles, cycler_file.truth(CYCLES), KEYS)
    assert max(errors.values()) < 1e-12, errors
    assert max(abs(c["coulombicEfficiency"] - 0.9985) for c in cycles) < 1e-12


def test_a_file_with_noise_gives_the_truth_within_the_noise(tmp_path):
    path = tmp_path / "noisy.csv"
    cycler_file.write(path, ROWS, CYCLES, noise=True)
    cycles = analysed(path)["cycles"]
    errors = worst_errors(cycles, cycler_file.truth(CYCLES), KEYS)
    print(errors)
    assert max(errors["charge_Ah"], errors["discharge_Ah"]) <= 5e-7, errors
    # 2e-4 V of noise on about 800 samples of some 3.6 V: 2e-6 for one cycle.
    assert max(errors["charge_Wh"], errors["discharge_Wh"]) <= 1e-5, errors
    assert max(abs(c["coulombicEfficiency"] / 0.9985 - 1) for c in cycles) <= 1e-6
    assert round(sum(c["coulombicEfficiency"] for c in cycles) / CYCLES, 6) == 0.9985


def test_the_reference_generator_agrees(tmp_path):
    script = REFERENCE_BENCH / "gen_cycler_csv.py"
    if not script.exists():
        pytest.skip(f"{script} is not here")
    path = tmp_path / "reference.csv"
    subprocess.run([sys.executable, script, path, "--rows", str(ROWS)], check=True)
    truth = json.loads((tmp_path / "reference.csv.truth.json").read_text())["per_cycle"]
    cycles = analysed(path)["cycles"]
    keys = {"charge_ah_trapz": KEYS["charge_Ah"], "discharge_ah_trapz": KEYS["discharge_Ah"],
            "charge_wh_trapz": KEYS["charge_Wh"], "discharge_wh_trapz": KEYS["discharge_Wh"]}
    errors = worst_errors(cycles, truth, keys)
    print(errors)
    assert max(errors["charge_ah_trapz"], errors["discharge_ah_trapz"]) <= 5e-7, errors
