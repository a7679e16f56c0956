"""Impedance as a user meets it: series, conditions, damaged files, the same bytes every time."""

import cmath
import json
import math

import pytest
from jsonschema import Draft202012Validator

from tool import MEASUREMENTS, analysed, denchi

HEADER = "freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n"
FREQUENCIES = [10 ** (4 - k / 10) for k in range(61)]
# Two arcs and a Warburg tail; the time constants are 1 ms and 50 ms.
CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)-W1"


def impedance(f, r0=0.02, r1=0.01, r2=0.03, w=0.003):
    s = 2j * math.pi * f
    return r0 + r1 / (1 + (s * 1e-3) ** 0.9) + r2 / (1 + (s * 5e-2) ** 0.9) + w * math.sqrt(2) / cmath.sqrt(s)


def rows(frequencies=FREQUENCIES, **parts):
    return [(f, impedance(f, **parts)) for f in frequencies]


def text(points, header=HEADER):
    return header + "".join(f"{f!r},{z.real!r},{z.imag!r}\n" for f, z in points)


def write(path, content):
    path.write_text(content)
    return path


def one(path, *options, code=0):
    """The only spectrum of a file, and what was said about it."""
    outcome = denchi("impedance", path, *options)
    assert outcome.code == code, outcome.err
    (spectrum,) = outcome.report["spectra"]
    return spectrum, {f["code"]: f for f in spectrum["findings"]}, outcome


def test_an_exact_spectrum_gives_its_parts_back(tmp_path):
    spectrum, found, _ = one(write(tmp_path / "a.csv", text(rows())))
    assert spectrum["circuit"]["circuit"] == CIRCUIT
    assert spectrum["R1_ohm"]["value"] == pytest.approx(0.02, rel=1e-5)
    assert spectrum["R2_ohm"]["value"] == pytest.approx(0.04, rel=1e-5)
    # The magnitude of the tail at 10 mHz.
    assert spectrum["R3_ohm"]["value"] == pytest.approx(0.003 * math.sqrt(2 / (2 * math.pi * 0.01)), rel=1e-4)
    assert spectrum["R3_ohm"]["frequency_Hz"] == pytest.approx(0.01)
    assert spectrum["kramersKronig"]["trusted"] and not spectrum["kramersKronig"]["inconsistent"]


@pytest.mark.parametrize("circuit", ["R0-p(R1,CPE1)-p(R2,CPE2)-W1", "R(RQ)(RQ)W", "R0-[R1,P1]-[R2,P2]-W1"])
def test_three_notations_are_the_same_circuit(tmp_path, circuit):
    spectrum, *_ = one(write(tmp_path / "a.csv", text(rows())), "--circuit", circuit)
    values = [p["value"] for p in spectrum["circuit"]["parameters"]]
    assert values[0] == pytest.approx(0.02, rel=1e-6)
    assert values[1] == pytest.approx(0.01, rel=1e-5)
    assert values[4] == pytest.approx(0.03, rel=1e-5)


def test_the_sign_is_detected_and_said(tmp_path):
    turned = [(f, z.conjugate()) for f, z in rows()]
    plain, found, _ = one(write(tmp_path / "a.csv", text(rows())))
    assert found["spectrum-imaginary-sign-assumed"]["severity"] == "note"
    other, found, _ = one(write(tmp_path / "b.csv", text(turned)))
    assert found["spectrum-imaginary-sign-turned"]["severity"] == "repaired"
    assert other["R2_ohm"] == plain["R2_ohm"]
    stated = text(turned, "freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n")
    assert one(write(tmp_path / "c.csv", stated))[0]["R2_ohm"] == plain["R2_ohm"]


def test_a_positive_imaginary_part_throughout_is_refused(tmp_path):
    turned = [(f, z.conjugate()) for f, z in rows()]
    header = "Frequency / Hz,Real Impedance / ohm,Imaginary Impedance / ohm\n"
    spectrum, found, outcome = one(write(tmp_path / "a.csv", text(turned, header)), code=3)
    assert found["spectrum-inductive-throughout"]["severity"] == "refused"
    assert not spectrum["interpreted"] and "circuit" not in spectrum
    assert "a.csv" in outcome.err


def test_magnitude_and_phase_are_turned_into_parts(tmp_path):
    polar = "f/Hz,|Z|/Ohm,Phase(Z)/deg\n" + "".join(
        f"{f!r},{abs(z)!r},{math.degrees(cmath.phase(z))!r}\n" for f, z in rows())
    spectrum, found, _ = one(write(tmp_path / "a.csv", polar))
    assert "spectrum-from-magnitude-and-phase" in found
    assert spectrum["R1_ohm"]["value"] == pytest.approx(0.02, rel=1e-5)


def test_unsorted_and_repeated_frequencies(tmp_path):
    points = rows()
    points[10], points[40] = points[40], points[10]
    spectrum, found, _ = one(write(tmp_path / "a.csv", text(points)))
    assert "spectrum-frequencies-unsorted" in found
    spectrum, found, _ = one(write(tmp_path / "b.csv", text(rows() + [rows()[30]])))
    assert found["spectrum-duplicate-frequency"]["count"] == 1
    assert spectrum["R1_ohm"]["value"] == pytest.approx(0.02, rel=1e-5)


@pytest.mark.parametrize("damage, code", [
    (lambda f, z: (f, complex(math.nan, z.imag)), "spectrum-missing-value"),
    (lambda f, z: (0.0, z), "spectrum-frequency-not-positive"),
    (lambda f, z: (f, 0j), "spectrum-zero-impedance"),
])
def test_a_bad_point_is_left_out_and_named(tmp_path, damage, code):
    points = rows()
    points[20] = damage(*points[20])
    spectrum, found, _ = one(write(tmp_path / "a.csv", text(points)))
    assert found[code]["count"] == 1
    assert spectrum["points"] == 60
    assert spectrum["R1_ohm"]["value"] == pytest.approx(0.02, rel=1e-5)


def test_a_file_cut_in_half_keeps_its_whole_rows(tmp_path):
    whole = text(rows())
    spectrum, found, _ = one(write(tmp_path / "a.csv", whole[:len(whole) // 2]))
    assert found["spectrum-cut-file"]["severity"] == "warning"
    assert 25 <= spectrum["points"] <= 35


def test_fewer_numbers_than_parameters(tmp_path):
    few = text(rows(FREQUENCIES[::15]))
    spectrum, found, _ = one(write(tmp_path / "a.csv", few), "--circuit", "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-W1")
    assert found["spectrum-fewer-numbers-than-parameters"]["count"] == 11
    assert "circuit" not in spectrum
    spectrum, found, _ = one(write(tmp_path / "b.csv", text(rows(FREQUENCIES[::20]))), code=3)
    assert found["spectrum-too-few-points"]["severity"] == "refused"


def test_a_text_where_a_number_belongs_names_the_line(tmp_path):
    content = text(rows()).splitlines()
    content[7] = "100,abc,-0.1"
    outcome = denchi("impedance", write(tmp_path / "a.csv", "\n".join(content) + "\n"))
    assert outcome.code == 3
    assert "a.csv, line 8" in outcome.err and "100,abc,-0.1" in outcome.err


def test_what_does_not_obey_kramers_and_kronig_is_not_interpreted(tmp_path):
    noisy = [(f, z * (1 + 0.08 * (-1) ** k)) for k, (f, z) in enumerate(rows())]
    spectrum, _, outcome = one(write(tmp_path / "a.csv", text(noisy)), code=3)
    assert {m["answer"] for m in spectrum["kramersKronig"]["inconsistent"]} == {"noise"}
    assert not spectrum["kramersKronig"]["trusted"]
    assert "circuit" not in spectrum and "R1_ohm" not in spectrum


@pytest.fixture
def series(tmp_path):
    """A cell's folder: five ages at 25 degC, two of them at 0 degC too, told by cell.json alone."""
    files = []
    for k in range(5):
        name = f"sweep-{'abcde'[k]}.csv"
        write(tmp_path / name, text(rows(r1=0.01 * (1 + 0.2 * k))))
        files.append({"name": name, "age": 100 * k, "ageUnit": "cycle", "stateOfCharge_percent": 50,
                      "temperature_degC": 25, "capacity_Ah": 5 - 0.1 * k})
    for k in (0, 4):
        name = f"cold-{'abcde'[k]}.csv"
        write(tmp_path / name, text(rows(r0=0.03, r1=0.04 * (1 + 0.2 * k), r2=0.12)))
        files.append({"name": name, "age": 100 * k, "ageUnit": "cycle", "stateOfCharge_percent": 50,
                      "temperature_degC": 0})
    write(tmp_path / "cell.json", json.dumps({"id": "series", "files": files}))
    return tmp_path


def test_a_folder_is_a_series_by_what_cell_json_says(schema, series):
    report = analysed(series)
    assert list(Draft202012Validator(schema["report"]).iter_errors(report)) == []
    trend = report["impedance"]["trend"]
    assert [p["age"] for p in trend["points"]] == [0, 100, 200, 300, 400]
    assert trend["ageUnit"] == "cycle" and trend["temperature_degC"] == 25
    courses = {c["part"]: c for c in trend["courses"]}
    # R2 goes from 40 to 48 mohm.
    assert courses["R2"]["increase_percent"] == pytest.approx(20, rel=1e-3)
    assert courses["R2"]["capacityCorrelation"] == pytest.approx(-1, abs=1e-3)
    assert all(p["capacityKind"] == "declared" for p in trend["points"])
    (cold,) = report["impedance"]["otherTrends"]
    assert cold["temperature_degC"] == 0 and len(cold["points"]) == 2
    energies = [a for a in report["impedance"]["activationEnergies"] if a["part"] == "R1" and a["age"] == 0]
    expected = 8.31446261815324e-3 * math.log(1.5) / (1 / 273.15 - 1 / 298.15)
    assert energies[0]["energy_kJ_per_mol"] == pytest.approx(expected, rel=1e-4)
    missing = {m["code"] for m in report["impedance"]["attribution"]["missing"]}
    assert "spectra-at-two-temperatures" not in missing and "spectra-at-two-states-of-charge" in missing
    alone = denchi("impedance", series)
    assert alone.report["trend"] == trend


def test_the_same_bytes_every_time_and_verified(series, tmp_path):
    target = series / "report.json"
    first = denchi("analyze", series, "-o", target)
    assert first.code == 0, first.err
    content = target.read_bytes()
    for _ in range(3):
        assert denchi("analyze", series).out == content
    verified = denchi("verify", target)
    assert verified.code == 0, verified.err + verified.out.decode()


def test_a_declaration_for_a_file_that_is_not_there_is_told(series):
    (series / "cold-a.csv").unlink()
    outcome = denchi("analyze", series)
    assert outcome.code == 0 and "cold-a.csv" in outcome.err


def test_every_public_spectrum_is_read_or_refused_with_a_reason():
    folder = MEASUREMENTS / "eis"
    if not folder.is_dir():
        pytest.skip(f"the public measurements are not at {MEASUREMENTS}")
    read = 0
    for expected in sorted(folder.glob("*/*.expected.json")):
        known = json.loads(expected.read_text())
        path = expected.with_name(expected.name.removesuffix(".expected.json"))
        if not path.exists() or path.suffix == ".npy":
            continue
        outcome = denchi("impedance", path)
        assert outcome.code in (0, 3), (path.name, outcome.err)
        if outcome.report is None:
            assert path.name in outcome.err
            continue
        read += 1
        assert all(s["points"] > 0 for s in outcome.report["spectra"]), path.name
    assert read >= 15
