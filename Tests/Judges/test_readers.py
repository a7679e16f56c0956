"""Denchi's binary readers beside public ones, on files of which no measured sample is at hand."""
import csv
import io
import math
import shutil
import struct
import subprocess
import warnings
import zipfile

import pytest

import bdf_table
from reader_memory import grown
from tool import MEASUREMENTS, ROOT, denchi

CORPUS = ROOT / "Tests/Fuzzing/Corpus"
NDAX = ["data.ndc", "data_runInfo.ndc", "data_step.ndc", "TestInfo.xml", "data_AUX_9_3_1.ndc",
        "data_1.ndc"]


def converted(source, tmp_path):
    target = tmp_path / "run.bdf.csv"
    outcome = denchi("convert", source, target)
    assert outcome.code == 0, outcome.err
    return bdf_table.Table(target)


def as_archive(seed, path):
    """The members that the fuzzers list, as the archive that they are of."""
    body, at = seed.read_bytes(), 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        while at + 4 <= len(body):
            length = int.from_bytes(body[at + 1:at + 4], "little")
            archive.writestr(NDAX[body[at]], body[at + 4:at + 4 + length])
            at += 4 + length


def agree(ours, theirs, key, scale=1.0, relative=1e-6, absolute=1e-9):
    found = ours.numbers(key)
    assert found is not None and len(found) == len(theirs), key
    for row, (a, b) in enumerate(zip(found, theirs)):
        b = math.nan if b is None else float(b) * scale
        near = abs(a - b) <= max(relative * abs(b), absolute)
        assert near or math.isnan(a) and math.isnan(b), (key, row, a, b)


@pytest.mark.parametrize("version", [5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 17])
def test_every_ndc_version_is_read_as_fastnda_reads_it(version, tmp_path):
    import fastnda
    import fastnda.ndax

    path = tmp_path / "made.ndax"
    as_archive(CORPUS / f"ndax/version{version}.members", path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # fastnda 1.3 has the layout of version 6 and does not join its step member, which its cycle
        # numbers need: there, its reader is asked for the records alone.
        theirs = fastnda.ndax.read_ndax(path) if version == 6 else fastnda.read(path)
    ours = converted(path, tmp_path)
    agree(ours, theirs["voltage_V"].to_list(), "voltage_v")
    agree(ours, theirs["current_mA"].to_list(), "current_a", 1e-3)
    if "step_time_s" in theirs.columns:
        agree(ours, theirs["step_time_s"].to_list(), "step_time_s", absolute=1e-6)
    if version != 6:
        agree(ours, theirs["cycle_count"].to_list(), "cycle")
    if "unix_time_s" in theirs.columns:
        agree(ours, theirs["unix_time_s"].to_list(), "unix_time_s", relative=1e-12)


@pytest.mark.parametrize(
    "name", ["version8", "version7", "version13", "version22", "version29", "bts9-3-88",
             "bts9-19-52", "bts9-19-56", "bts9-42-60"])
def test_every_nda_version_is_read_as_fastnda_reads_it(name, tmp_path):
    import fastnda

    source = CORPUS / f"nda/{name}.nda"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = fastnda.read(source)
    ours = converted(source, tmp_path)
    agree(ours, theirs["voltage_V"].to_list(), "voltage_v")
    agree(ours, theirs["current_mA"].to_list(), "current_a", 1e-3)
    agree(ours, theirs["step_time_s"].to_list(), "step_time_s", absolute=1e-6)
    agree(ours, theirs["unix_time_s"].to_list(), "unix_time_s", relative=1e-12)


@pytest.mark.skipif(shutil.which("mdb-export") is None, reason="mdb-export of mdbtools is not here")
@pytest.mark.parametrize("name", ["arbin_example.res", "20160805_test001_45_cc_01.res"])
def test_every_row_of_a_res_file_is_that_of_mdbtools(name, tmp_path):
    source = MEASUREMENTS / "arbin/res" / name
    if not source.exists():
        pytest.skip("the reference files are not beside the repository")
    done = subprocess.run(
        ["mdb-export", source, "Channel_Normal_Table"], capture_output=True, text=True, check=True)
    rows = sorted(csv.DictReader(io.StringIO(done.stdout)), key=lambda row: int(row["Data_Point"]))
    ours = converted(source, tmp_path)
    names = {"time_s": "Test_Time", "voltage_v": "Voltage", "current_a": "Current",
             "cycle": "Cycle_Index", "step": "Step_Index", "charge_ah": "Charge_Capacity",
             "discharge_wh": "Discharge_Energy"}
    for key, column in names.items():
        if column in ("Voltage", "Current"):
            same_singles(ours.numbers(key), [row[column] for row in rows], key)
        else:
            agree(ours, [row[column] for row in rows], key, relative=1e-14, absolute=0)


def same_singles(found, printed, key):
    """mdb-export prints eight or nine digits of a float: ours has those, and is one of 32 bits."""
    assert len(found) == len(printed), key
    for row, (value, text) in enumerate(zip(found, printed)):
        assert struct.unpack("f", struct.pack("f", value))[0] == value, (key, row, value)
        assert float(text) in (float(f"{value:.8g}"), float(f"{value:.9g}")), (key, row, value, text)


@pytest.mark.parametrize("kind", ["maccor", "bdf.gz"])
def test_memory_does_not_grow_with_the_length_of_a_text_file(kind, tmp_path):
    """The long form, all layouts up to 10^7 rows, is .ci/reader-memory."""
    lines, bad = grown(kind, (150_000, 900_000), tmp_path)
    assert not bad, "\n".join(lines)
