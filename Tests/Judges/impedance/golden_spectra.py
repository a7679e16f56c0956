"""The real spectra with reference fits: sums of squares, parameters, and what the peers found."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DENCHI = Path(os.environ.get("DENCHI", ROOT / ".build/release/denchi"))
GOLDEN = ROOT.parent / "shared/real-data/eis/fits"


def report(path, *options):
    run = subprocess.run([DENCHI, "impedance", path, *options], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return json.loads(run.stdout)["spectra"][0]


def prepared(folder, name):
    """The spectrum as the reference fits took it: capacitive points only, except for LIB_data."""
    source = GOLDEN / (name + (".txt" if name == "pydrttools_LIB_data" else ".csv"))
    rows = [re.split(r"[,\s]+", line.strip()) for line in source.read_text().splitlines()]
    rows = [tuple(map(float, r)) for r in rows if len(r) == 3 and re.match(r"[-+0-9.]", r[0])]
    if name != "pydrttools_LIB_data":
        rows = [r for r in rows if r[2] < 0]
    path = Path(folder) / (name + ".csv")
    path.write_text("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + "".join(f"{a!r},{b!r},{c!r}\n" for a, b, c in rows))
    return path


def golden(table, folder):
    if not GOLDEN.is_dir():
        print(f"the golden spectra are not at {GOLDEN}")
        return
    worst, off, elements, mu, residual = 0., 0., [], 0., 0.
    better = {"TR-NNLS": [], "TR-RBF": []}
    for expected in sorted(GOLDEN.glob("*.expected.json")):
        known = json.loads(expected.read_text())
        path = prepared(folder, known["name"])
        reference = known["reference_minimum_ours"]
        fit = report(path, "--circuit", reference["circuit"])
        squares = (fit["circuit"]["residual_percent"] / 100) ** 2 * fit["points"]
        worst = max(worst, squares / reference["sum_sq_relative"] - 1)
        for parameter, value in zip(fit["circuit"]["parameters"], reference["params"]):
            if "standardError" in parameter and squares > reference["sum_sq_relative"] * (1 - 1e-6):
                off = max(off, abs(parameter["value"] - value) / parameter["standardError"])
        test, peer = fit["kramersKronig"], known["impedance.py"]["linKK_complex_c0.85"]
        elements.append(test["elements"] == peer["M"])
        if elements[-1]:
            mu = max(mu, abs(test["mu"] - peer["mu"]))
            residual = max(residual, abs(test["residual_percent"] - peer["rms_residual_pct"]) / 100)
        peers = known.get("pyimpspec", {})
        for method, keys in (("TR-NNLS", ["TR_NNLS_imaginary", "TR_NNLS_real"]), ("TR-RBF", ["TR_RBF_default"])):
            chi = [peers[k]["pseudo_chisqr"] for k in keys if k in peers]
            if chi:
                left = report(path, "--method", method)["relaxationTimes"]["residual_percent"]
                better[method].append((left / 100) ** 2 * fit["points"] / min(chi))
    table.row("eight real spectra: excess of the sum of squares, no guess", "<= 1e-6", f"{worst:.0e}", worst <= 1e-6)
    table.row("eight real spectra: parameters off the reference", "<= 0.1 sd", f"{off:.3f} sd", off <= .1)
    table.row("eight real spectra: same M as impedance.py, complex mode", "all", f"{sum(elements)}/{len(elements)}",
              all(elements))
    table.row("eight real spectra: difference of mu, of the residual", "<= 1e-6", f"{max(mu, residual):.0e}",
              max(mu, residual) <= 1e-6)
    for method, ratios in better.items():
        if ratios:
            table.row(f"{method}: sum of squares over pyimpspec's best, worst of {len(ratios)}", "<= 1",
                      f"{max(ratios):.2f}", max(ratios) <= 1, "all: " + " ".join(f"{r:.2f}" for r in ratios))
    published(table, folder)


def published(table, folder):
    """doi 10.1016/j.electacta.2020.137493, four digits of each."""
    fit = report(prepared(folder, "pydrttools_LIB_data"), "--circuit", "L1-R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)")
    known = {"R0": "0.1094", "L1": "8.09e-07", "R1": "0.01416", "R2": "0.01532", "R3": "0.04159"}
    found = {p["name"]: p["value"] for p in fit["circuit"]["parameters"]}
    same = {k: f"{found[k]:.4g}" for k in known}
    ok = all(same[k] == v or k == "L1" and f"{found[k]:.3g}" == v for k, v in known.items())
    table.row("the published three-arc fit, four digits", "the same", "the same" if ok else "not", ok, str(same))
