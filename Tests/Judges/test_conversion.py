"""What `denchi convert` writes, read back by the Battery Data Format's own package and by Denchi."""
import math
from decimal import Decimal

import pytest
from bdf import io
from bdf.normalize import spec

import bdf_table
from tool import MEASUREMENTS, ROOT, denchi

CORPUS = ROOT / "Tests/Fuzzing/Corpus"
MADE = ["nda/version29.nda", "nda/bts9-19-56.nda", "mpr/new.mpr", "res/arbin.res",
        "parquet/snappy.parquet", "text/maccor.txt", "text/semicolon.txt"]
MEASURED = ["neware/ndax/TESTCELL0001-Test_Data_Collection_Ndc17.ndax",
            "neware/nda/TestFile.nda", "biologic/mpr/250116_kigr_gen6_01_02_GCPL_CD8.mpr",
            "arbin/res/arbin_example.res", "mat-rate/LGM50_5Ah_RateTest.mat#T25.cRate_0p5C",
            "landt/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv",
            "digatron/Cell786_0p5C_25degC.csv", "basytec/sample_data_basytec.txt",
            "novonix/sample_data_novonix.csv", "pec/Test25205.csv"]
# Told apart here and in the format's description, not yet by the package.
FAMILIES = ("Step ", "Cycle ", "Schedule ")
KEPT = {"Step Type", "Step Time / s", "Auxiliary Voltage 1 / V"}


def sources():
    measured = [MEASUREMENTS / name for name in MEASURED
                if (MEASUREMENTS / name.split("#")[0]).exists()]
    return [*(CORPUS / name for name in MADE), ROOT / "SampleRuns/pouch-ncm/rate-test.bdf.csv",
            *measured]


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_batterydf_reads_back_the_same_values(source, tmp_path):
    target = tmp_path / "run.bdf.csv"
    outcome = denchi("convert", source, target)
    assert outcome.code == 0, outcome.err
    ours = bdf_table.Table(target)
    frame = io.load(target)
    assert list(frame.columns) == ours.labels
    assert len(frame) == ours.count
    for label in ours.labels:
        if label == "Step Type":
            continue
        theirs = frame[label].astype(float).tolist()
        for row, (a, cell) in enumerate(zip(theirs, ours.words[label])):
            b = bdf_table.number(cell)
            # Python's float() is exact: the cell is the shortest text of its bits, and nothing else.
            assert not cell or Decimal(repr(b)) == Decimal(cell), (label, row, cell)
            # batterydf reads by pandas' quick parser: two units in the last place, and no digit behind
            # the sixteenth decimal.
            near = abs(a - b) <= max(2 * math.ulp(b), 1e-16)
            assert near or math.isnan(a) and math.isnan(b), (label, row, a, b)


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_denchi_reads_back_the_same_bits(source, tmp_path):
    once, twice = tmp_path / "once.bdf.csv", tmp_path / "twice.bdf.csv"
    assert denchi("convert", source, once).code == 0
    outcome = denchi("convert", once, twice)
    assert outcome.code == 0, outcome.err
    # The shortest decimals of a double are one text: the same text is the same bits.
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_the_labels_are_those_of_the_format(source, tmp_path):
    target = tmp_path / "run.bdf.csv"
    assert denchi("convert", source, target).code == 0
    known = {spec._label_for(quantity) for quantity in spec.COLUMNS}
    for label in bdf_table.Table(target).labels:
        bare = label
        for family in FAMILIES:
            if label.startswith(family + "Charging") or label.startswith(family + "Discharging"):
                bare = label.removeprefix(family)
        assert bare in known | KEPT, label


def test_a_current_without_a_sign_takes_that_of_the_words(tmp_path):
    source, target = tmp_path / "run.csv", tmp_path / "run.bdf.csv"
    source.write_text("Time/s,U/V,I/A,Md\n0,3,1,C\n1,3,1,D\n2,3,0,R\n")
    outcome = denchi("convert", source, target)
    assert outcome.code == 0 and "the current has no sign" in outcome.err
    assert bdf_table.Table(target).numbers("current_a") == [1, -1, 0]


def test_spectra_come_back_from_their_table(tmp_path):
    source = CORPUS / "spectra/gamry.dta"
    once, twice = tmp_path / "once.bdf.csv", tmp_path / "twice.bdf.csv"
    assert denchi("convert", source, once).code == 0
    assert denchi("convert", once, twice).code == 0
    assert once.read_bytes() == twice.read_bytes()
    table = bdf_table.Table(once)
    assert table.numbers("frequency_hz") == [1000.0, 100.0]
    assert table.numbers("z_imag_ohm") == [-0.5, -1.0]


def test_many_files_go_into_a_folder_and_bad_ones_are_named(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("no table\n")
    folder = tmp_path / "converted"
    outcome = denchi(
        "convert", CORPUS / "nda/version29.nda", bad, CORPUS / "mat/plain.mat", "--into", folder)
    assert outcome.code == 3
    assert "bad.csv" in outcome.err and "3 files were written" in outcome.err
    assert sorted(path.name for path in folder.iterdir()) == [
        "plain.mat.fast.bdf.csv", "plain.mat.slow.bdf.csv", "version29.nda.bdf.csv"]


def test_two_files_of_one_name_are_not_written_over_each_other(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "run.csv").write_text("Time/s,U/V,I/A\n0,3,1\n")
    outcome = denchi(
        "convert", tmp_path / "a/run.csv", tmp_path / "b/run.csv", "--into", tmp_path / "out")
    assert outcome.code == 2
    assert not list((tmp_path / "out").glob("*.csv"))


def test_a_table_of_cycles_is_shown_and_not_converted(tmp_path):
    source = CORPUS / "cycles/table.csv"
    outcome = denchi("inspect", source, "--json")
    assert outcome.code == 0, outcome.err
    assert [cycle["dischargeCapacity_Ah"] for cycle in outcome.report["cycles"]] == [1.29, 1.28]
    for target in (["out.bdf.csv"], ["--into", "folder"]):
        outcome = denchi("convert", source, *target, cwd=tmp_path)
        assert outcome.code == 3 and "one row a cycle" in outcome.err
    assert not list(tmp_path.rglob("*.csv"))


def test_a_run_with_some_impedance_is_converted_as_what_is_asked(tmp_path):
    source, target = tmp_path / "both.csv", tmp_path / "out.bdf.csv"
    rows = "".join(f"{n},3.7,1,nan,nan,nan\n" for n in range(9))
    source.write_text("Time_s,Voltage_V,Current_A,Frequency_Hz,Z_Real_Ohm,Z_Imag_Ohm\n" + rows
                      + "".join(f"{9 + n},3.7,0,{1000 / 10**n},{1 + n},-0.5\n" for n in range(4)))
    shown = denchi("inspect", source).out.decode()
    assert "impedance spectra" in shown and "13 records" in shown
    assert denchi("convert", source, target).code == 0
    assert bdf_table.Table(target).numbers("voltage_v") == [3.7] * 13
    assert denchi("convert", source, target, "--as", "spectra").code == 0
    assert bdf_table.Table(target).label("frequency_hz")


def test_an_error_leaves_nothing_behind(tmp_path):
    source = tmp_path / "cut.csv"
    source.write_text("Time/s,U/V,I/A\n0,3,1\n1,x,1\n2,3,1\n")
    outcome = denchi("convert", source, tmp_path / "out.bdf.csv")
    assert outcome.code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["cut.csv"]
