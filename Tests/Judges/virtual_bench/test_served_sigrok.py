"""Served terminals, read by sigrok-cli, which knows the instruments by itself."""

import os
import re
import subprocess

import pytest
from served import HERE, LOAD_CURRENT, LOAD_VOLTAGE, needs, one_line, serving

pytestmark = [needs("sigrok-cli"), needs("cc")]


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    """libserialport refuses pseudo-terminals; the shim lets it open them."""
    library = tmp_path_factory.mktemp("shim") / "terminal_shim.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", HERE.parent / "drivers/terminal_shim.c", "-o", library,
         "-ldl"],
        check=True)
    return library


def sigrok(shim, device, samples=3):
    done = subprocess.run(
        ["sigrok-cli", "-d", device, "--samples", str(samples)], capture_output=True, text=True,
        timeout=30, env={**os.environ, "LD_PRELOAD": str(shim)})
    assert done.returncode == 0, done.stderr
    return done.stdout


def readings(text, channel):
    """The numbers of a channel in V or A, by the unit that is printed."""
    units = {"V": 1, "mV": 1e-3, "µV": 1e-6, "A": 1, "mA": 1e-3, "µA": 1e-6}
    found = re.findall(rf"^{channel}: ([-\d.]+) ?(\S*[VA])\b", text, re.M)
    return [float(number) * units[unit] for number, unit in found]


def test_sigrok_reads_the_maynuo_load(tmp_path, shim):
    # The model that sigrok's authors saw confirmed.
    bench = one_line("maynuo-m97", "modbus-rtu", procedure="load", model="M9812")
    with serving(tmp_path, bench) as served:
        terminal = served.terminal("line")
        text = sigrok(shim, f"maynuo-m97:conn={terminal}:serialcomm=9600/8n1:modbusaddr=1")
    volts, amperes = readings(text, "V1"), readings(text, "I1")
    assert len(volts) == 3 and len(amperes) == 3, text
    assert all(v == pytest.approx(LOAD_VOLTAGE, abs=0.01) for v in volts), text
    assert all(a == pytest.approx(LOAD_CURRENT, abs=1e-3) for a in amperes), text


def test_sigrok_reads_the_zke_stream(tmp_path, shim):
    bench = one_line("zke-ebd-usb", "serial", procedure="load")
    with serving(tmp_path, bench) as served:
        terminal = served.terminal("line")
        # The instrument has even parity; a pseudo-terminal has none to set.
        text = sigrok(shim, f"zketech-ebd-usb:conn={terminal}:serialcomm=9600/8n1")
    volts, amperes = readings(text, "V"), readings(text, "I")
    assert len(volts) == 3 and len(amperes) == 3, text
    assert all(v == pytest.approx(LOAD_VOLTAGE, abs=0.01) for v in volts), text
    assert all(a == pytest.approx(LOAD_CURRENT, abs=1e-3) for a in amperes), text
