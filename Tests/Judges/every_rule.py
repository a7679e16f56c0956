#!/usr/bin/env python3
"""Makes for every rule of every pack a cell that passes, one that fails and one that cannot be told.

    every_rule.py [DENCHI]

The packs are read as the data that they are; the cells and their test data are drawn here and judged
by the command. A rule marked V3 (recalled, not read) must stay open whatever the cell is. One line a
pack, then each case that came out otherwise; exit code 1 if there is one.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKS = ROOT / "Sources/Assessment/Rules"
DENCHI = ROOT / ".build/release/denchi"
CASES = ("pass", "fail", "undecided")
OWN_NUMBERS = ("ratedCapacity_Ah", "nominalVoltage_V", "minimumVoltage_V", "maximumVoltage_V", "mass_g")


def sweep(rows, time, current, hours, first, last):
    for k in range(61):
        rows.append(f"{time + k * hours * 60:.3f},{first + (last - first) * k / 60:.4f},{current:.4f}")
    return time + 61 * hours * 60


def data(second_hours=None):
    """Full charge and discharge of 30 Ah at 0.2C; then, if asked, a discharge at 0.4C."""
    rows = ["Test Time / s,Voltage / V,Current / A"]
    time = sweep(rows, 0, 6, 5, 3.0, 4.2)
    time = sweep(rows, time, 0, 0.5, 4.2, 4.2)
    time = sweep(rows, time, -6, 5, 4.2, 3.0)
    if second_hours:
        time = sweep(rows, time, 0, 0.5, 3.0, 3.0)
        time = sweep(rows, time, 6, 5.2, 3.0, 4.2)
        time = sweep(rows, time, 0, 0.5, 4.2, 4.2)
        time = sweep(rows, time, -12, second_hours, 4.2, 3.0)
    return "\n".join(rows) + "\n"


def base(rule):
    scope = rule.get("scope", {})
    casing = scope.get("casing", ["pouch"])[0]
    size = {"diameter": 46, "height": 80} if casing == "cylindrical" else \
        {"width": 100, "height": 100, "thickness": 10}
    cell = {"id": "drawn", "casing": casing, "use": scope.get("use", ["stationary"])[0],
            "dimensions_mm": {**size, "basis": "drawing", "tolerance_mm": 0.05},
            "ratedCapacity_Ah": 30, "nominalVoltage_V": 3.6, "minimumVoltage_V": 3.0,
            "maximumVoltage_V": 4.2, "energyConvention": "measured-0.2C", "declaredBy": "a script"}
    if "plan" in scope:
        cell["planCovers"] = scope["plan"]
    return cell, data()


def limit_case(rule, case, cell):
    quantity, size = rule["quantity"], cell["dimensions_mm"]
    if quantity == "volumetric-energy-density":
        if case == "fail":
            for key in ("diameter", "height", "width"):
                if key in size:
                    size[key] = 300
        elif case == "undecided":
            del cell["dimensions_mm"]
    elif quantity == "nickel-ratio":
        if case != "undecided":
            cell["cathode"] = {"nickelRatio_percent": rule["limit"] + (1 if case == "pass" else 0)}
    else:
        key = quantity.removeprefix("outer-")
        if case == "fail":
            size[key] = rule["limit"] - 0.5
        elif case == "undecided":
            del cell["dimensions_mm"]


def make(rule, case):
    """cell.json and the data file of one case."""
    cell, text = base(rule)
    kind, declared, values = rule["kind"], {}, {}
    if kind in ("measured", "declared"):
        limit_case(rule, case, cell)
    elif kind in ("declaration", "authority"):
        if case != "undecided":
            declared[rule["declaration"]] = case == "pass"
    elif kind == "number" and case != "undecided":
        up = rule["operator"] in (">=", ">")
        values[rule["value"]] = round(rule["limit"] + (0.01 if up == (case == "pass") else -0.01), 6)
    elif kind == "planned" and case != "undecided":
        values[rule["value"]] = 600 if case == "pass" else 2000
    elif kind == "documented":
        own = rule["value"] in OWN_NUMBERS
        if case == "pass" and not own:
            values[rule["value"]] = 1.5
        elif case == "fail":
            declared[rule["value"]] = False
        elif case == "undecided" and own:
            del cell[rule["value"]]
    elif kind == "presence":
        if case == "fail":
            declared[rule["declaration"]] = False
        elif case == "undecided":
            del cell["dimensions_mm"]
    elif kind == "event-delay" and case != "undecided":
        late = rule["limit"] + (3 if case == "pass" else 1)
        cell["eventLog"] = {"observedUntil_s": rule["limit"] + 9, "events": [
            {"event": rule["cause"], "time_s": 1}, {"event": rule["from"], "time_s": 2},
            {"event": rule["events"][0], "time_s": late}]}
    elif kind == "no-finding":
        text = no_finding(rule, case, cell)
    elif kind == "instrument" and case != "undecided":
        cell["instruments"] = [{"name": "bench", "quantity": rule["quantity"], "fullScale": 10,
                                "fullScalePercent": 0.01, "readingPercent": 0 if case == "pass" else 20}]
    cell.update({k: v for k, v in (("declarations", declared), ("values", values)) if v})
    return cell, text


def no_finding(rule, case, cell):
    if "more-capacity-at-higher-current" in rule["findings"]:
        return data({"pass": 2.4, "fail": 2.6, "undecided": None}[case])
    if case == "fail":
        cell["maximumVoltage_V"] = 4.0
    elif case == "undecided":
        del cell["maximumVoltage_V"]
    return data()


def verdict(denchi, folder, pack, rule, case):
    folder.mkdir()
    cell, text = make(rule, case)
    (folder / "cell.json").write_text(json.dumps(cell))
    (folder / "run.csv").write_text(text)
    done = subprocess.run([denchi, "analyze", folder, "--rules", pack, "--decision", "simple"],
                          capture_output=True, text=True)
    if done.returncode:
        return f"exit code {done.returncode}: {done.stderr.strip()[-300:]}"
    rules = json.loads(done.stdout)["assessments"][0]["rules"]
    return next(r["verdict"] for r in rules if r["id"] == rule["id"])


def is_as_it_should(rule, case, found):
    if rule["mark"] == "V3":
        return found in ("undecided-missing-data", "needs-declaration")
    if case == "undecided":
        return found.startswith("undecided") or found in ("needs-declaration", "out-of-scope")
    return found == case


def main():
    denchi = sys.argv[1] if len(sys.argv) > 1 else DENCHI
    packs = [json.loads(p.read_text()) for p in sorted(PACKS.glob("*.json"))]
    jobs = [(p["id"], r, c) for p in packs for r in p["rules"] for c in CASES]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        found = list(pool.map(
            lambda job: verdict(denchi, pathlib.Path(folder) / str(job[0]), *job[1]), enumerate(jobs)))
    wrong = [(job, f) for job, f in zip(jobs, found) if not is_as_it_should(job[1], job[2], f)]
    for pack in packs:
        mine = [(j, f) for j, f in zip(jobs, found) if j[0] == pack["id"]]
        right = {c: sum(is_as_it_should(j[1], c, f) for j, f in mine if j[2] == c) for c in CASES}
        recalled = sum(r["mark"] == "V3" for r in pack["rules"])
        print(f"{pack['id']:26} {len(pack['rules']):3} rules: "
              + ", ".join(f"{right[c]} {c}" for c in CASES)
              + (f"; {recalled} of them V3, which never decide" if recalled else ""))
    for (pack, rule, case), f in wrong:
        print(f"{pack}, {rule['id']}, {case}: {f}")
    print(f"{sum(len(p['rules']) for p in packs)} rules, {len(jobs)} cases, {len(wrong)} otherwise")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
