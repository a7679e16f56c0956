"""Judges the test of Kramers and Kronig beside impedance.py 1.7.1 in complex mode, c = 0.85.

Usage: judge_kramers_kronig.py BENCHMARK [--count 100] [--files CSV…]
"""
import argparse, contextlib, io, json, os, subprocess, tempfile, time, warnings
os.environ.setdefault("OMP_NUM_THREADS", "1"); os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")
warnings.filterwarnings("ignore")
import numpy as np
import population as P
from impedance.validation import linKK


def ours(benchmark, f, z):
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "s.bin")
        P.write(path, f, z)
        run = subprocess.run([benchmark, "kramers-kronig", path], capture_output=True, text=True, check=True)
    return [json.loads(x) for x in run.stdout.splitlines()], run.stderr.strip()


def compare(name, benchmark, f, z):
    tests, note = ours(benchmark, f, z)
    times, same, mu, rms = [], 0, [0], [0]
    for x, s in zip(tests, z):
        t = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            m, u, _, re, im = linKK(f, s, c=.85, max_M=50, fit_type="complex")
        times.append(time.perf_counter() - t)
        same += m == x["M"]
        if m == x["M"]:
            mu.append(abs(u - x["mu"]))
            rms.append(max(np.abs(re - x["real"]).max(), np.abs(im - x["imaginary"]).max()))
    print(name, "| denchi", note, "| impedance.py median ms", round(1e3 * float(np.median(times)), 2),
          "| same M", f"{same}/{len(z)}", "| largest difference of mu", f"{max(mu):.1e}", "of a residual", f"{max(rms):.1e}",
          "| model rms %", round(100 * float(np.median([x["modelRms"] for x in tests])), 4), "trusted", sum(x["trusted"] for x in tests))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("benchmark")
    a.add_argument("--count", type=int, default=100)
    a.add_argument("--files", nargs="*", default=[])
    a = a.parse_args()
    for noise in (.001, .005):
        f, _, z = P.spectra(noise)
        compare(f"population, noise {noise}", a.benchmark, f, z[:a.count])
    for path in a.files:
        d = np.genfromtxt(path, delimiter="," if path.endswith("csv") else None)
        d = d[np.isfinite(d).all(1)]
        d = d[(d[:, 2] < 0)] if path.endswith("csv") else d
        d = d[np.argsort(-d[:, 0])]
        compare(os.path.basename(path), a.benchmark, d[:, 0], [d[:, 1] + 1j * d[:, 2]] * 20)


main()
