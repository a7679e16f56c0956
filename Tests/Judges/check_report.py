#!/usr/bin/env python3
"""Re-computes the verdicts of a Denchi report from its own numbers.

An independent judge: standard library only, no code of Denchi. Rule packs are read as the JSON data
that they are, to learn limits, scopes and how rules combine. Each disagreement is one line.

    check_report.py REPORT.json --packs Sources/Assessment/Rules [--inputs FOLDER]

Exit code 0: everything agrees; 1: something does not; 2: cannot be checked.
"""
import argparse
import hashlib
import json
import math
import pathlib
import sys
from fractions import Fraction

GUARD = {"simple-acceptance": 0.0, "guarded-U": 2.0, "guarded-5": 1.645,
         "guarded-rejection": 2.0, "non-binary": 2.0}
OPERATORS = {">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
             "<=": lambda a, b: a <= b, "<": lambda a, b: a < b}
ALL_ORDER = ["fail", "undecided-missing-data", "undecided-convention", "needs-declaration",
             "conditional-fail", "out-of-scope", "conditional-pass", "pass"]
ANY_ORDER = ["pass", "conditional-pass", "undecided-missing-data", "undecided-convention",
             "needs-declaration", "conditional-fail", "fail", "out-of-scope"]
DECLARED = ("rated-nominal", "japan-product-safety")
NO_TRANSITION_METALS = {"Li", "Al", "Mg", "Na", "B"}
# Standard atomic weights, IUPAC 2021, abridged.
MOLAR_MASS = {"Li": "6.94", "B": "10.81", "Na": "22.990", "Mg": "24.305", "Al": "26.982", "Ti": "47.867",
              "Mn": "54.938", "Fe": "55.845", "Co": "58.933", "Ni": "58.693", "Zr": "91.224", "W": "183.84"}
OWN_NUMBERS = ("ratedCapacity_Ah", "nominalVoltage_V", "minimumVoltage_V", "maximumVoltage_V", "mass_g")
NICKEL_BASES = ("transition-metals-molar", "cations-molar", "cations-mass")
# Between these two lies pi (100 decimals).
PI_LOW = Fraction(int("31415926535897932384626433832795028841971693993751058209749445923078164"
                      "062862089986280348253421170679"), 10 ** 100)
PI_HIGH = PI_LOW + Fraction(1, 10 ** 100)
complaints = []


def complain(path, found, expected):
    complaints.append(f"{path}: found {found}; re-computed {expected}")


def close(a, b, relative=1e-9):
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=relative, abs_tol=1e-12)


def fraction(number):
    """The exact value of a number of the report: a decimal as written."""
    return number if isinstance(number, Fraction) else Fraction(str(number))



def load(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return json.loads(text), json.loads(text, parse_float=Fraction, parse_int=Fraction)


def verdict(rule, meets, u):
    """The verdict of one value; meets(band) says whether it keeps the limit moved inward by band."""
    holds = meets(0)
    if rule == "simple-acceptance":
        return "pass" if holds else "fail"
    if rule == "guarded-rejection" and holds:
        return "pass"
    if rule in ("guarded-U", "guarded-5") and not holds:
        return "fail"
    if u is None:
        return "undecided-missing-data"
    band = Fraction(GUARD[rule] * u)
    if rule in ("guarded-U", "guarded-5"):
        return "pass" if meets(band) else "fail"
    if rule == "guarded-rejection":
        return "pass" if meets(-band) else "fail"
    if holds:
        return "pass" if meets(band) else "conditional-pass"
    return "conditional-fail" if meets(-band) else "fail"


def is_largest(convention):
    return convention.endswith("maximum-dimensions") or convention == "japan-product-safety"


def lengths(cell, largest):
    """The exact dimensions in mm, grown by their tolerances where the largest outline is meant."""
    d = cell["dimensions_mm"]
    grow = largest and "max" not in d.get("basis", "").lower()

    def length(key):
        own = d.get("tolerances_mm", {}).get(key, d.get("tolerance_mm", Fraction(0)))
        return fraction(d[key]) + (fraction(own) if grow else 0)
    return [length(k) for k in ("diameter", "height", "width", "thickness") if k in d], "diameter" in d


def binary(number):
    """The very value of the double that a computed number was written from."""
    return Fraction(float(number))


def exact_bounds(convention, quantity, cell):
    """The energy density without rounding, as the two fractions between which it lies."""
    if convention in DECLARED:
        energy = fraction(cell["ratedCapacity_Ah"]) * fraction(cell["nominalVoltage_V"])
    else:
        energy = binary(quantity["convention"]["energy"]["energy_Wh"])
    sizes, is_round = lengths(cell, is_largest(convention))
    if is_round:
        base = 4 * energy * 10 ** 6 / (sizes[0] ** 2 * sizes[1])
        return base / PI_HIGH, base / PI_LOW
    density = energy * 10 ** 6 / (sizes[0] * sizes[1] * sizes[2])
    return density, density


def nickel_share(basis, cell):
    """The nickel share of a composition in percent, without rounding."""
    amounts = {k: fraction(v) for k, v in cell["cathode"]["composition_mol"].items()}
    if basis == "transition-metals-molar":
        amounts = {k: v for k, v in amounts.items() if k not in NO_TRANSITION_METALS}
    if basis == "cations-mass":
        amounts = {k: v * Fraction(MOLAR_MASS[k]) for k, v in amounts.items()}
    return 100 * amounts.get("Ni", Fraction(0)) / sum(amounts.values())


def check_budget(path, budget, density):
    """Divisors, contributions, shares and the root of the sum of squares."""
    total = sum(line["contribution"] ** 2 for line in budget["lines"])
    for i, line in enumerate(budget["lines"]):
        place = f"{path}.lines[{i}]"
        if "width" in line and not close(line["standardUncertainty"], line["width"] / line["divisor"]):
            complain(place + ".standardUncertainty", line["standardUncertainty"],
                     line["width"] / line["divisor"])
        expected = abs(line["sensitivity"]) * line["standardUncertainty"]
        if not close(line["contribution"], expected):
            complain(place + ".contribution", line["contribution"], expected)
        if total and not close(line["share"], line["contribution"] ** 2 / total):
            complain(place + ".share", line["share"], line["contribution"] ** 2 / total)
        if line["distribution"] == "rectangular" and not close(line["divisor"], math.sqrt(3)):
            complain(place + ".divisor", line["divisor"], math.sqrt(3))
        check_sensitivity(place, line, density)
    root = math.sqrt(total)
    if not close(budget["standardUncertainty"], root):
        complain(path + ".standardUncertainty", budget["standardUncertainty"], root)
    if not close(budget["expandedUncertainty"], 2 * root):
        complain(path + ".expandedUncertainty", budget["expandedUncertainty"], 2 * root)


def check_sensitivity(place, line, density):
    source = line["source"]
    first = source.split(".")[0]
    if first in ("voltage", "current", "time"):
        expected = density / line["estimate"]
    elif source.startswith("dimension.") and line["distribution"] != "correlation":
        power = 2 if ".diameter." in source else 1
        expected = -power * density / line["estimate"]
    elif first == "further":
        expected = density / 100
    else:
        return
    if not close(line["sensitivity"], expected):
        complain(place + ".sensitivity", line["sensitivity"], expected)


def check_densities(report, exact):
    """Volume and quotient of each convention; returns them by name with their uncertainty."""
    values = {}
    section = report.get("energyDensity", {})
    for i, entry in enumerate(section.get("conventions", [])):
        path = f"energyDensity.conventions[{i}]"
        quantity = entry["quantity"]
        convention = quantity["convention"]
        sizes, is_round = lengths(exact["cell"], is_largest(entry["convention"]))
        s = [float(x) for x in sizes]
        litres = (math.pi * s[0] ** 2 * s[1] / 4 if is_round else s[0] * s[1] * s[2]) / 1e6
        if not close(convention["volume"]["volume_L"], litres):
            complain(path + ".volume_L", convention["volume"]["volume_L"], litres)
        density = convention["energy"]["energy_Wh"] / litres
        if not close(quantity["value"], density):
            complain(path + ".value", quantity["value"], density)
        u = 0.0
        if entry["convention"] not in DECLARED:
            budget = entry.get("uncertainty")
            u = budget["standardUncertainty"] if budget else None
            if budget:
                check_budget(path + ".uncertainty", budget, density)
            if not close(quantity.get("expandedUncertainty"), u and 2 * u):
                complain(path + ".quantity.expandedUncertainty", quantity.get("expandedUncertainty"),
                         u and 2 * u)
            row = find_row(report, convention["energy"])
            if row is None:
                complain(path, "a discharge", "no such row in rateCharacteristics")
            elif row["energy_Wh"] != convention["energy"]["energy_Wh"]:
                complain(path + ".energy_Wh", convention["energy"]["energy_Wh"], row["energy_Wh"])
        values[entry["convention"]] = (quantity, density, u)
    return values


def find_row(report, energy):
    rows = report.get("rateCharacteristics", {}).get("discharges", [])
    return next((r for r in rows if r["input"] == energy.get("input")
                 and r["step"] == energy.get("step")), None)


def in_scope(scope, cell):
    """True, False, or None where cell.json does not say."""
    plans = scope.get("plan", [])
    if plans and not set(plans) & set(cell.get("planCovers", ["cells"])):
        return False
    answer = True
    for key, name in (("casing", "casing"), ("use", "use")):
        allowed = scope.get(key, [])
        if allowed:
            if name not in cell:
                answer = None
            elif cell[name] not in allowed:
                return False
    return answer


def judged_values(found, rule, values, cell):
    """Each value in question: the two fractions it lies between, its double, its uncertainty."""
    if found.get("quantity") == "volumetric-energy-density":
        claimed = rule.get("convention", cell.get("energyConvention"))
        chosen = {claimed: values[claimed]} if claimed else values
        return [(*exact_bounds(n, q, cell), d, u) for n, (q, d, u) in chosen.items()]
    if rule["kind"] == "instrument":
        width = worst_width(rule, cell)
        return [(width, width, float(width), 0.0)]
    if found["measured"].get("source") == "cathode.composition_mol":
        stated = cell["cathode"].get("basis")
        names = [stated] if stated in NICKEL_BASES else NICKEL_BASES
        return [(s, s, float(s), 0.0) for s in (nickel_share(n, cell) for n in names)]
    value = fraction(found["measured"]["value"])
    return [(value, value, float(value), 0.0)]


def worst_width(rule, cell):
    """The widest accuracy of the declared instruments at the nominal operating point."""
    reading = {"voltage": lambda: fraction(cell["nominalVoltage_V"]), "temperature": lambda: 25,
               "current": lambda: fraction(cell["ratedCapacity_Ah"]) / 5, "time": lambda: 18000,
               "dimension": lambda: 100}[rule["quantity"]]()
    widths = []
    for i in cell["instruments"]:
        if i["quantity"] == rule["quantity"]:
            percent = fraction(i.get("readingPercent", 0)) * reading + \
                fraction(i.get("fullScalePercent", 0)) * fraction(i.get("fullScale", 0))
            widths.append(percent / reading if rule["unit"] == "%" else percent / 100)
    return max(widths)


def check_comparison(path, found, rule, decision, values, exact):
    """A rule with a limit: margin, decision table, conventions and verdict."""
    limit = fraction(found["limit"])
    comparison = found["operator"]
    if "limit" in rule and rule["kind"] != "instrument" and \
            (Fraction(str(rule["limit"])) != limit or rule["operator"] != comparison):
        complain(path + ".limit", f"{comparison} {limit}", f"{rule['operator']} {rule['limit']}")
    by = "simple-acceptance" if rule["kind"] in ("number", "instrument") else decision
    if rule["kind"] == "planned":
        known = all(u is not None for _, _, u in values.values())
        by = "guarded-rejection" if known else "simple-acceptance"
    if found["decision"]["rule"] != by:
        complain(path + ".decision.rule", found["decision"]["rule"], by)
    judged = judged_values(found, rule, values, exact["cell"])
    sign = 1 if comparison in (">=", ">") else -1

    def keeps(low, high):
        # What cannot be shown on both sides of the bracket of pi is not accepted.
        return lambda band: all(OPERATORS[comparison](x, limit + sign * band) for x in (low, high))
    table = [[verdict(r, keeps(low, high), u) for r in GUARD] for low, high, _, u in judged]
    for name, expected in zip(GUARD, table[0]):
        if found["decision"][name] != expected:
            complain(f"{path}.decision.{name}", found["decision"][name], expected)
    density, u = judged[0][2:]
    if not close(float(found["margin"]), density - float(limit), 1e-6):
        complain(path + ".margin", float(found["margin"]), density - float(limit))
    if not close(float(found["measured"]["value"]), density):
        complain(path + ".measured.value", float(found["measured"]["value"]), density)
    if not close(found["decision"].get("standardUncertainty") and float(
            found["decision"]["standardUncertainty"]), u and float(u)) and u is not None:
        complain(path + ".decision.standardUncertainty", found["decision"].get("standardUncertainty"), u)
    check_probability(path, found, (None, density, u), sign, float(limit))
    column = list(GUARD).index(by)
    verdicts = [row[column] for row in table]
    for i, entry in enumerate(found.get("conventions", [])):
        if entry["verdict"] != verdicts[i]:
            complain(f"{path}.conventions[{i}].verdict", entry["verdict"], verdicts[i])
        if not close(float(entry["value"]), judged[i][2]):
            complain(f"{path}.conventions[{i}].value", float(entry["value"]), judged[i][2])
    if rule.get("equality") == "open" and judged[0][0] == limit:
        return "undecided-convention"
    if at_the_limit(rule, judged[0][0], limit, exact["cell"]):
        return "undecided-missing-data"
    if len(set(verdicts)) == 1:
        return verdicts[0]
    return ("undecided-missing-data" if "undecided-missing-data" in verdicts
            else "undecided-convention")


def at_the_limit(rule, value, limit, cell):
    """Whether a measured dimension lies so close to its limit that it cannot decide."""
    key = {"outer-diameter": "diameter", "outer-height": "height"}.get(rule.get("quantity"))
    size = cell.get("dimensions_mm", {})
    if not key or "measured" not in size.get("basis", "").lower():
        return False
    doubt = size.get("tolerances_mm", {}).get(key, size.get("tolerance_mm"))
    if doubt is None:
        widths = [fraction(i.get("readingPercent", 0)) / 100 * fraction(size[key])
                  + fraction(i.get("fullScalePercent", 0)) / 100 * fraction(i.get("fullScale", 0))
                  for i in cell.get("instruments", []) if i["quantity"] == "dimension"]
        doubt = max(widths, default=0)
    return 0 < fraction(doubt) and abs(value - limit) <= fraction(doubt)


def check_probability(path, found, judged, sign, limit):
    _, density, u = judged
    stated = found["decision"].get("conformanceProbability")
    if not u:
        return
    expected = 0.5 * math.erfc(-sign * (density - limit) / u / math.sqrt(2))
    if stated is None or not close(float(stated), expected, 1e-6):
        complain(path + ".decision.conformanceProbability", stated and float(stated), expected)


def watch(rule, cell):
    log = cell.get("eventLog")
    if log is None:
        return "undecided-missing-data"
    events = [(e["event"], fraction(e["time_s"])) for e in log["events"]]
    harms = [t for n, t in events if n in rule["events"]]
    if not harms and not any(n == rule["cause"] for n, _ in events):
        return "pass"
    warnings = [t for n, t in events if n == rule["from"]]
    if not warnings:
        return "fail"
    end = min(warnings) + fraction(rule["limit"])
    if any(t < end for t in harms):
        return "fail"
    return "pass" if fraction(log["observedUntil_s"]) >= end else "undecided-missing-data"


def without_findings(rule, cell, exact):
    """Whether the data gave none of the findings, and could have given them."""
    runs = [i for i in exact["inputs"] if not i["refused"]]
    rows = exact.get("rateCharacteristics", {}).get("discharges", [])
    full = sum("exclusion" not in r for r in rows)
    for need in rule.get("needs", []):
        if need not in cell and not (need == "measurement.two-rates" and full >= 2):
            return "undecided-missing-data"
    if not runs:
        return "undecided-missing-data"
    codes = {q["code"] for q in exact["quality"]
             if q["severity"] != "note" or rule.get("severity") == "note"}
    return "fail" if codes & set(rule["findings"]) else "pass"


def rule_verdict(path, found, rule, decision, values, exact):
    """What the rule should say, from the report's numbers."""
    cell = exact["cell"]
    scope = in_scope(rule.get("scope", {}), cell)
    if scope is False:
        return "not-applicable"
    if scope is None:
        return "undecided-missing-data"
    kind = rule["kind"]
    answers = cell.get("declarations", {})
    if "measured" in found and "decision" in found:
        result = check_comparison(path, found, rule, decision, values, exact)
    elif kind == "event-delay":
        result = watch(rule, cell)
    elif kind == "no-finding":
        result = without_findings(rule, cell, exact)
    elif kind == "presence":
        result = "pass" if any(q["kind"] != "declared" for q, _, _ in values.values()) and \
            "casing" in cell else "undecided-missing-data"
        result = "fail" if answers.get(rule.get("declaration")) is False else result
    elif kind == "documented":
        key = rule["value"]
        there = key in cell.get("values", {}) or (key in OWN_NUMBERS and key in cell)
        result = "fail" if answers.get(key) is False else "pass" if there else "undecided-missing-data"
    elif kind in ("declaration", "authority", "planned", "number") and "declaration" in rule:
        key = rule["declaration"]
        if key in answers:
            result = "pass" if answers[key] else "fail"
        else:
            result = "out-of-scope" if kind == "authority" else "needs-declaration"
    else:
        result = "undecided-missing-data"
    if rule["mark"] == "V3" and result in ("pass", "fail", "conditional-pass", "conditional-fail"):
        return "undecided-missing-data"
    return result


def combine(route, verdicts):
    if "rule" in route:
        return verdicts[route["rule"]]
    order = ALL_ORDER if "allOf" in route else ANY_ORDER
    parts = [combine(part, verdicts) for part in route.get("allOf", route.get("anyOf"))]
    return next((v for v in order if v in parts), "not-applicable")


def check_assessment(path, assessment, pack, values, exact):
    cell = exact["cell"]
    decision = assessment["decisionRule"]
    rules = {r["id"]: r for r in pack["rules"]}
    if [r["id"] for r in assessment["rules"]] != list(rules):
        complain(path + ".rules", "other rules", "those of the pack")
        return
    outside = in_scope(pack.get("scope", {}), cell) is False
    verdicts = {}
    for i, found in enumerate(assessment["rules"]):
        place = f"{path}.rules[{i}]"
        expected = "out-of-scope" if outside else rule_verdict(
            place, found, rules[found["id"]], decision, values, exact)
        verdicts[found["id"]] = expected
        if found["verdict"] != expected:
            complain(f"{place}.verdict ({found['id']})", found["verdict"], expected)
    about_cell = []
    for i, requirement in enumerate(pack["requirements"]):
        expected = combine(requirement["meets"], verdicts)
        if assessment["requirements"][i]["verdict"] != expected:
            complain(f"{path}.requirements[{i}].verdict",
                     assessment["requirements"][i]["verdict"], expected)
        if requirement["about"] == "cell":
            about_cell.append(expected)
    expected = next((v for v in ALL_ORDER if v in about_cell), "not-applicable")
    if assessment["verdict"] != expected:
        complain(path + ".verdict", assessment["verdict"], expected)


def check_hashes(report, folder):
    entries = report["inputs"] + ([report["cellFile"]] if "cellFile" in report else [])
    for entry in entries:
        data = (pathlib.Path(folder) / entry["name"]).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if entry.get("sha256") != digest:
            complain(f"{entry['name']}.sha256", entry.get("sha256"), digest)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("--packs", required=True)
    parser.add_argument("--inputs")
    arguments = parser.parse_args()
    report, exact = load(arguments.report)
    packs = {}
    for file in pathlib.Path(arguments.packs).glob("*.json"):
        pack = json.loads(file.read_text(encoding="utf-8"))
        packs[pack["id"]] = (pack, hashlib.sha256(file.read_bytes()).hexdigest())
    if "cell" not in report or not report.get("assessments"):
        print("the report judges nothing", file=sys.stderr)
        return 2
    values = check_densities(report, exact)
    for i, assessment in enumerate(exact["assessments"]):
        if assessment["pack"] not in packs:
            print(f"the pack {assessment['pack']} is not there", file=sys.stderr)
            return 2
        pack, digest = packs[assessment["pack"]]
        if assessment.get("packSha256", digest) != digest:
            complain(f"assessments[{i}].packSha256", assessment["packSha256"], digest)
        check_assessment(f"assessments[{i}]", assessment, pack, values, exact)
    if arguments.inputs:
        check_hashes(report, arguments.inputs)
    for line in complaints:
        print(line)
    print(f"{len(exact['assessments'])} assessments, {len(complaints)} disagreements",
          file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
