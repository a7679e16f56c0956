"""Impedance as a user meets it: series, conditions, damaged files, the same bytes every time."""

import cmath
import json
import math
import random

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


@pytest.mark.parametrize("letters", [3, 20, 30, 45])
def test_a_file_cut_in_half_keeps_its_whole_rows(tmp_path, letters):
    whole = text(rows())
    middle = whole.rindex("\n", 0, len(whole) // 2) + 1
    spectrum, found, _ = one(write(tmp_path / "a.csv", whole[:middle + letters]))
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


@pytest.mark.parametrize("header", ["", HEADER])
@pytest.mark.parametrize("turn", [1, 180 / math.pi])
def test_magnitude_and_phase_under_the_name_of_parts_are_not_interpreted(tmp_path, header, turn):
    polar = header + "".join(f"{f!r},{abs(z)!r},{cmath.phase(z) * turn!r}\n" for f, z in rows())
    spectrum, found, outcome = one(write(tmp_path / "a.csv", polar), code=3)
    assert found["spectrum-looks-like-magnitude-and-phase"]["severity"] == "refused"
    assert "Phase(Z)/deg" in outcome.err
    assert not spectrum["interpreted"] and "circuit" not in spectrum and "R1_ohm" not in spectrum
    assert "a.csv" in outcome.err


def test_what_does_not_obey_kramers_and_kronig_is_not_interpreted(tmp_path):
    noisy = [(f, z * (1 + 0.08 * (-1) ** k)) for k, (f, z) in enumerate(rows())]
    spectrum, found, outcome = one(write(tmp_path / "a.csv", text(noisy)), code=3)
    assert {m["answer"] for m in spectrum["kramersKronig"]["inconsistent"]} == {"noise"}
    assert "spectrum-looks-like-magnitude-and-phase" not in found
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
    for course in trend["courses"]:
        # The words of EU Regulation 2023/1542, Annex IV.
        assert "internal resistance increase" in course["text"]["en"] and "内部抵抗" in course["text"]["ja"]


def test_a_folder_is_a_series_over_state_of_charge_and_temperature_by_its_names(tmp_path):
    for celsius, charge, slower in ((25, 90, 1), (25, 10, 3), (0, 50, 4), (25, 50, 1.2)):
        write(tmp_path / f"cell7_{celsius}degC_SOC{charge}.csv", text(rows(r1=0.01 * slower, r2=0.03 * slower)))
    report = analysed(tmp_path)
    spectra = report["impedance"]["spectra"]
    places = [(s["temperature_degC"], s["stateOfCharge_percent"]) for s in spectra]
    assert places == [(0, 50), (25, 10), (25, 50), (25, 90)]
    # The two arcs keep their identity over the series, whatever their size.
    largest = [sorted(s["relaxationTimes"]["peaks"], key=lambda p: -p["resistance_ohm"])[:2] for s in spectra]
    assert all({p["identity"] for p in peaks} == {p["identity"] for p in largest[0]} for peaks in largest)
    energy = {a["part"]: a for a in report["impedance"]["activationEnergies"]}["R2"]
    assert energy["stateOfCharge_percent"] == 50 and energy["temperatures_degC"] == [0, 25]
    expected = 8.31446261815324e-3 * math.log(4 / 1.2) / (1 / 273.15 - 1 / 298.15)
    assert energy["energy_kJ_per_mol"] == pytest.approx(expected, rel=1e-3)
    # One age alone is no trend, and nothing is said of causes.
    assert "trend" not in report["impedance"] and "attribution" not in report["impedance"]


def test_of_circuits_as_good_as_each_other_the_smallest_is_taken(tmp_path):
    """Sixty noisy spectra of one circuit: what a larger circuit adds by chance is not taken for an arc."""
    draw = random.Random(20260401)
    for k in range(60):
        noisy = [(f, z * (1 + draw.gauss(0, 1e-3)) + 1j * abs(z) * draw.gauss(0, 1e-3)) for f, z in rows()]
        write(tmp_path / f"sweep_{k:02d}.csv", text(noisy))
    write(tmp_path / "sweep_60.csv", text([(f, z + (0.2j * abs(z) if 1 < f < 30 else 0)) for f, z in rows()]))
    outcome = denchi("impedance", tmp_path)
    assert outcome.code == 3, outcome.err  # sweep_60.csv is not interpreted
    *spectra, broken = outcome.report["spectra"]
    size = {}
    for spectrum in spectra:
        taken, *others = spectrum["circuit"]["candidates"]
        assert taken["circuit"] == spectrum["circuit"]["circuit"]
        size[taken["circuit"]] = len(spectrum["circuit"]["parameters"])
        assert min(c["criterion"] for c in others) - taken["criterion"] == pytest.approx(spectrum["circuit"]["lead"])
        assert spectrum["circuit"]["lead"] >= -2
    unequal = [s for s in spectra if s["circuit"]["lead"] < 0]
    assert unequal, "no spectrum of this draw prefers a larger circuit by chance"
    assert all("fewer parameters" in s["circuit"]["reason"]["en"] for s in unequal)
    assert sum(s["circuit"]["circuit"] == CIRCUIT for s in spectra) >= 54  # 90 %
    # The terminal tells the series, and names the one that no circuit may explain.
    told = outcome.err.splitlines()
    assert "61 spectra of 61 points" in told[0] and len(told) < 20, outcome.err
    assert broken["kramersKronig"]["inconsistent"]
    assert any("Kramers-Kronig" in line and "sweep_60.csv" in line for line in told)


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


# Of pulses: R0 and two RC elements in ohm and s; the open-circuit voltage falls with the charge.
PAIRS = ((0.006, 0.05), (0.004, 3.0))
SLOPE = 0.2  # V/Ah


def run_file(path, steps, r0=0.010, r1=0.006, volts=3.7, interval=0.1):
    """A cycler's file of steps (seconds, amperes) in closed form, and where each step begins."""
    lines, time, charge, overvoltages, begin = [], 0.0, 0.0, [0.0, 0.0], []
    resistances = [r1, PAIRS[1][0]]
    for number, (seconds, amperes) in enumerate(steps, 1):
        begin.append(time)
        for k in range(1, round(seconds / interval) + 1):
            for j, (_, tau) in enumerate(PAIRS):
                decay = math.exp(-interval / tau)
                overvoltages[j] = overvoltages[j] * decay + resistances[j] * amperes * (1 - decay)
            charge += amperes * interval / 3600
            time += interval
            voltage = volts + SLOPE * charge + r0 * amperes + sum(overvoltages)
            lines.append(f"{time:.3f},{voltage:.9f},{amperes},1,{number}\n")
    path.write_text("Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1\n" + "".join(lines))
    return begin


def closed_form(t, r0=0.010, r1=0.006):
    return r0 + sum(r * (1 - math.exp(-t / tau)) for r, tau in ((r1, PAIRS[0][1]), PAIRS[1]))


def pulses_of(path, *others):
    report = analysed(path, *others)
    return report["impedance"]["pulses"]


@pytest.mark.parametrize("pattern, steps, direction", [
    ("hppc", [(60, 0), (10, -5), (40, 0), (10, 3.75), (120, 0)], ["discharge", "charge"]),
    ("iso-12405", [(60, 0), (18, -5), (40, 0), (18, 3.75), (240, 0)], ["discharge", "charge"]),
    ("gitt", [(600, 0)] + [(120, -1), (1200, 0)] * 10, ["discharge"] * 10),
])
def test_pulses_are_found_by_their_shape_and_read_at_stated_times(tmp_path, schema, pattern, steps, direction):
    run_file(tmp_path / "a.csv", steps)
    report = analysed(tmp_path / "a.csv")
    assert list(Draft202012Validator(schema["report"]).iter_errors(report)) == []
    pulses = [p for p in report["impedance"]["pulses"] if p.get("pattern") == pattern]
    assert [p["direction"] for p in pulses] == direction
    for pulse, (_, amperes) in zip(pulses, (s for s in steps if s[1])):
        assert pulse["current_A"] == pytest.approx(amperes)
        assert pulse["samplingInterval_s"] == pytest.approx(0.1, rel=1e-6)
        assert pulse["restBefore_s"] > 35
        at = {r["time_s"]: r for r in pulse["resistances"]}
        for t, reading in at.items():
            # The standards' figure holds the drift of the open-circuit voltage; without it R(t) remains.
            drift = SLOPE * t / 3600
            assert reading["resistance_ohm"] == pytest.approx(closed_form(t) + drift, rel=3e-3)
            if "withoutDrift_ohm" in reading:
                assert reading["withoutDrift_ohm"] == pytest.approx(closed_form(t), rel=5e-3)
        last = at[max(at)]
        total = sum(pulse[p]["value"] for p in ("R1_ohm", "R2_ohm", "R3_ohm"))
        assert total == pytest.approx(last.get("withoutDrift_ohm", last["resistance_ohm"]), abs=1e-9)
        # At 0.1 s the fast element is in the first sample: a bound, no ohmic value.
        assert pulse["R1_ohm"]["standing"] == "upper-bound" and pulse["R1_ohm"]["value"] >= 0.010


def test_two_steps_give_the_resistance_between_them(tmp_path):
    """IEC 61960-3: 0.2C for 10 s, then 1C for 1 s, R = (V1 - V2)/(I2 - I1)."""
    run_file(tmp_path / "a.csv", [(60, 0), (10, -1), (1, -5), (60, 0)], interval=0.05)
    (pulse,) = [p for p in pulses_of(tmp_path / "a.csv") if p.get("pattern") == "iec-two-step"]
    assert pulse["currentBefore_A"] == pytest.approx(-1)
    end = max(pulse["resistances"], key=lambda r: r["time_s"])
    # Of the 1 A the slow element is not yet whole: what is left of it counts as resistance.
    left = PAIRS[1][0] * (math.exp(-10 / PAIRS[1][1]) - math.exp(-11 / PAIRS[1][1])) * 1 / 4
    assert end["time_s"] == pytest.approx(1)
    assert end["resistance_ohm"] == pytest.approx(closed_form(1) + left, rel=1e-2)


def test_pulses_over_age_have_a_trend_with_capacity(tmp_path):
    files = []
    for k in range(5):
        run_file(tmp_path / f"hppc-{'abcde'[k]}.csv", [(60, 0), (10, -5), (40, 0), (10, 3.75), (120, 0)],
                 r1=0.006 * (1 + 0.5 * k))
        files.append({"name": f"hppc-{'abcde'[k]}.csv", "age": 100 * k, "ageUnit": "cycle", "temperature_degC": 25,
                      "capacity_Ah": 5 - 0.1 * k})
    (tmp_path / "cell.json").write_text(json.dumps({"id": "pulses", "files": files}))
    report = analysed(tmp_path)
    trends = [t for t in report["impedance"]["pulseTrends"] if t["direction"] == "discharge" and len(t["points"]) == 5]
    assert trends
    trend = trends[0]
    assert trend["time_s"] == 10 and [p["age"] for p in trend["points"]] == [0, 100, 200, 300, 400]
    course = {c["part"]: c for c in trend["courses"]}["R(t)"]
    # The standards' figure, with the drift of the open-circuit voltage in it.
    drift = SLOPE * 10 / 3600
    expected = 100 * ((closed_form(10, r1=0.018) + drift) / (closed_form(10) + drift) - 1)
    assert course["increase_percent"] == pytest.approx(expected, rel=2e-3)
    assert course["low_percent"] < course["increase_percent"] < course["high_percent"]
    assert course["capacityCorrelation"] == pytest.approx(-1, abs=1e-2)
    attribution = report["impedance"]["attribution"]
    contact = next(h for h in attribution["hypotheses"] if h["cause"] == "contact-loss")
    # The first sample cannot tell contact from charge transfer, and the report says so.
    assert {"film-growth", "reaction-area-loss"} <= set(contact["notToldFrom"])
    assert "cannot tell apart" in attribution["conclusion"]["en"] and "区別できない" in attribution["conclusion"]["ja"]


def test_spectra_read_with_different_circuits_are_said_to_be(tmp_path):
    noise = random.Random(7)
    for k, w in enumerate((0.003, 0, 0)):
        points = [(f, z * (1 + 1e-3 * complex(noise.gauss(0, 1), noise.gauss(0, 1))))
                  for f, z in rows(r2=0.03 + 0.01 * k, w=w)]
        write(tmp_path / f"cell_cycle{100 * k}.csv", text(points))
    outcome = denchi("impedance", tmp_path)
    assert outcome.report["trend"]["circuits"] == [CIRCUIT, "R0-p(R1,CPE1)-p(R2,CPE2)"]
    assert "one-circuit-for-all-spectra" in {m["code"] for m in outcome.report["attribution"]["missing"]}
    assert "divide R2 and R3 differently" in outcome.err
    same = denchi("impedance", tmp_path, "--circuit", CIRCUIT)
    assert same.report["trend"]["circuits"] == [CIRCUIT]
    assert "one-circuit-for-all-spectra" not in {m["code"] for m in same.report["attribution"]["missing"]}


def test_a_fall_of_every_part_supports_no_cause(tmp_path):
    for k in range(3):
        write(tmp_path / f"cell_cycle{100 * k}.csv", text(rows(r0=0.02 - 0.001 * k, r1=0.01 - 0.001 * k,
                                                                r2=0.03 - 0.002 * k, w=0.003 - 0.0002 * k)))
    outcome = denchi("impedance", tmp_path)
    attribution = outcome.report["attribution"]
    assert {h["standing"] for h in attribution["hypotheses"]} == {"contradicted"}
    assert "none of the causes" in attribution["conclusion"]["en"] and "none of the causes" in outcome.err
