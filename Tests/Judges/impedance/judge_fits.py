"""Judges the fits without a starting guess, beside impedance.py 1.7.1 on the same spectra.

Usage: judge_fits.py BENCHMARK [--noise 0.001] [--count 1000] [--peer-count 50]
BENCHMARK is the built ImpedanceBenchmark. Needs "numpy<2" "scipy<1.14" impedance==1.7.1.
"""
import argparse, json, os, subprocess, tempfile, time, warnings
for k in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(k, "1")
os.environ.setdefault("MPLBACKEND", "Agg")
warnings.filterwarnings("ignore")
import numpy as np
import population as P


def score(values, true):
    e = np.array([np.abs(P.sorted_arcs(v) / t - 1) if v is not None else np.full(8, np.inf)
                  for v, t in zip(values, true)])
    return dict(all8=float(np.mean(np.all(e < .05, 1))), R0R1R2=float(np.mean(np.all(e[:, [0, 1, 4]] < .05, 1))))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("benchmark")
    a.add_argument("--noise", type=float, default=0.001)
    a.add_argument("--count", type=int, default=1000)
    a.add_argument("--peer-count", type=int, default=20)
    a = a.parse_args()
    f, true, z = P.spectra(a.noise)
    true, z = true[:a.count], z[:a.count]
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "spectra.bin")
        P.write(path, f, z)
        t = time.perf_counter()
        run = subprocess.run([a.benchmark, "fit", path, P.CIRCUIT], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - t
    fits = [json.loads(x) for x in run.stdout.splitlines()]
    out = score([x and x["values"] for x in fits], true)
    inside = {k: [] for k in (0, 1, 4)}
    allinside = [[] for _ in range(8)]
    for x, t in zip(fits, true):
        if x is None:
            continue
        for k in range(8):
            if not x["atBound"][k]:
                allinside[k].append(x["low"][k] <= t[k] <= x["high"][k])
    print("denchi", run.stderr.strip())
    print("denchi", dict(out, noise=a.noise, n=len(fits), failed=sum(x is None for x in fits), process_s=round(seconds, 3),
          coverage={n: round(float(np.mean(c)), 3) for n, c in zip(P.NAMES, allinside)},
          reached=float(np.mean([x["reached"] / x["starts"] for x in fits if x]))))
    if a.peer_count == 0:
        return
    from impedance.models.circuits import CustomCircuit
    times, values, worse = [], [], 0
    for k in range(a.peer_count):
        t = time.perf_counter()
        try:
            c = CustomCircuit("R0-p(R1,CPE1)-p(R2,CPE2)-W1", initial_guess=list(true[k]))
            c.fit(f, z[k], weight_by_modulus=True)
            values.append(c.parameters_)
            ss = float(np.sum(np.abs((P.impedance(c.parameters_, f) - z[k]) / np.abs(z[k]))**2))
            worse += fits[k]["squares"] > ss * (1 + 1e-6)
        except Exception:
            values.append(None)
        times.append(time.perf_counter() - t)
    print("impedance.py from the truth", dict(score(values, true), n=a.peer_count, fits_per_s=round(a.peer_count / sum(times), 2)),
          "denchi has the larger sum of squares in", worse)


main()
