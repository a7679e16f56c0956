#!/usr/bin/env python3
"""Every figure of the impedance analysis in one run, beside impedance.py 1.7.1 where it can.

    .ci/impedance-figures [--count 1000] [--peer-count 20] [--no-build] [--no-peer]

Builds denchi and Tests/Benchmarks/Impedance in release mode, makes an environment for the peer under
.build (it needs NumPy < 2, which no other judge wants), and prints one line a figure with its aim and
whether it was reached; the exit code is 1 if one was missed. Times are processor times unless a line
says wall; ratios within the run are what counts.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BENCHMARK = ROOT / "Tests/Benchmarks/Impedance/.build/release/ImpedanceBenchmark"
DENCHI = Path(os.environ.get("DENCHI", ROOT / ".build/release/denchi"))
PEERS = ROOT / ".build/impedance-peers"
PACKAGES = ["numpy==1.26.4", "scipy==1.13.1", "impedance==1.7.1", "pandas==2.2.3"]
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLBACKEND="Agg")


def environment():
    """The Python of the peer, with the packages pinned; made once."""
    python = PEERS / "bin/python"
    whole = PEERS / "packages.txt"
    wanted = "\n".join(PACKAGES)
    if not whole.exists() or whole.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        whole.write_text(wanted)
    return python


def build():
    strict = ["-Xswiftc", "-warnings-as-errors", "--explicit-target-dependency-import-check", "error"]
    subprocess.run(["swift", "build", "-c", "release", "--product", "denchi", *strict], cwd=ROOT, check=True,
                   stdout=sys.stderr)
    subprocess.run(["swift", "build", "-c", "release"], cwd=ROOT / "Tests/Benchmarks/Impedance", check=True,
                   stdout=sys.stderr)


class Table:
    def __init__(self):
        self.missed = self.rows = 0
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{'figure':68} {'aim':>12} {'found':>14}   {'':7} peer")

    def row(self, name, aim, found, ok, peer=""):
        self.missed += not ok
        self.rows += 1
        print(f"{name:68} {aim:>12} {found:>14}   {'reached' if ok else 'MISSED':7} {peer}", flush=True)


def spectra_file(folder, noise, count):
    import population as P
    f, true, z = P.spectra(noise)
    path = Path(folder) / f"spectra-{noise}.bin"
    P.write(path, f, z[:count])
    return path, f, true[:count], z[:count]


def measured(*arguments):
    run = subprocess.run([BENCHMARK, *map(str, arguments)], capture_output=True, text=True, check=True,
                         env=ENVIRONMENT)
    return run.stdout.splitlines(), run.stderr


def fits(table, folder, options):
    import numpy as np
    import population as P
    for noise, aim8, aimR in ((0.001, 97.0, 99.5), (0.005, 48.0, 92.0)):
        path, f, true, z = spectra_file(folder, noise, options.count)
        lines, note = measured("fit", path, P.CIRCUIT)
        found = [json.loads(x) for x in lines]
        error = np.array([np.abs(P.sorted_arcs(x["values"]) / t - 1) if x else np.full(8, np.inf)
                          for x, t in zip(found, true)])
        all8 = 100 * np.mean(np.all(error < .05, 1))
        three = 100 * np.mean(np.all(error[:, [0, 1, 4]] < .05, 1))
        label = f"noise {100 * noise:g} %, n = {len(found)}"
        table.row(f"all 8 parameters within 5 %, no guess, {label}", f">= {aim8} %", f"{all8:.1f} %", all8 >= aim8)
        table.row(f"R0, R1, R2 within 5 %, no guess, {label}", f">= {aimR} %", f"{three:.1f} %", three >= aimR)
        inside = [np.mean([x["low"][k] <= t[k] <= x["high"][k] for x, t in zip(found, true)
                           if x and not x["atBound"][k]]) for k in (0, 1, 4)]
        ok = all(.93 <= c <= .97 for c in inside)
        table.row(f"95 % intervals cover R0/R1/R2, {label}", "93 to 97 %",
                  "/".join(f"{100 * c:.1f}" for c in inside), ok, "" if noise > .001 else "pyimpspec 38..56 % (FACTS)")
        speed = float(re.search(r"fits/s ([0-9.]+)", note).group(1))
        peer = peer_fits(f, true, z, options) if noise == 0.001 and not options.no_peer else ""
        table.row(f"fits/s on one core with covariance, {label}", ">= 500", f"{speed:.0f}", speed >= 500, peer)


def peer_fits(f, true, z, options):
    from impedance.models.circuits import CustomCircuit
    start = time.process_time()
    for k in range(options.peer_count):
        circuit = CustomCircuit("R0-p(R1,CPE1)-p(R2,CPE2)-W1", initial_guess=list(true[k]))
        circuit.fit(f, z[k], weight_by_modulus=True)
    return f"impedance.py from the truth {options.peer_count / (time.process_time() - start):.1f}"


def kramers_kronig(table, folder, options):
    import numpy as np
    path, f, _, z = spectra_file(folder, 0.001, options.count)
    lines, note = measured("kramers-kronig", path)
    found = [json.loads(x) for x in lines]
    milliseconds = float(re.search(r"median ms ([0-9.]+)", note).group(1))
    if options.no_peer:
        table.row("lin-KK and measurement model, a spectrum", "<= 0.3 ms", f"{milliseconds:.3f} ms", milliseconds <= .3)
        return
    import contextlib
    import io
    from impedance.validation import linKK
    same, mu, residual, times = 0, 0., 0., []
    for x, s in list(zip(found, z))[:5 * options.peer_count]:
        start = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            m, u, _, re_, im_ = linKK(f, s, c=.85, max_M=50, fit_type="complex")
        times.append(1e3 * (time.process_time() - start))
        if m != x["M"]:
            continue
        same += 1
        mu = max(mu, abs(u - x["mu"]))
        residual = max(residual, np.abs(re_ - x["real"]).max(), np.abs(im_ - x["imaginary"]).max())
    n = len(times)
    table.row("lin-KK and measurement model, a spectrum", "<= 0.3 ms", f"{milliseconds:.3f} ms", milliseconds <= .3,
              f"impedance.py {np.median(times):.1f} ms")
    table.row(f"lin-KK: same M as impedance.py, complex mode, n = {n}", "all", f"{same}/{n}", same == n)
    table.row("lin-KK: largest difference of mu, of a residual", "<= 1e-6", f"{max(mu, residual):.0e}",
              max(mu, residual) <= 1e-6)


def relaxation_times(table, folder, options):
    path, *_ = spectra_file(folder, 0.001, options.count)
    _, note = measured("relaxation-times", path)
    for method, aim in (("TR-NNLS", 1.0), ("TR-RBF", 5.0)):
        milliseconds = float(re.search(method + r" median ms ([0-9.]+)", note).group(1))
        table.row(f"{method} with lambda chosen, a spectrum", f"<= {aim:g} ms", f"{milliseconds:.2f} ms",
                  milliseconds <= aim, {"TR-NNLS": "pyimpspec 14..21 ms", "TR-RBF": "pyDRTtools 352..545 ms"}[method]
                  + " (FACTS)")


def pulses(table, folder, options):
    path, *_ = spectra_file(folder, 0.001, 1)
    lines, _ = measured("pulses", path)
    for line in lines:
        case, interval = re.match(r"(.*)dt ([0-9.e-]+) s", line).groups()
        held, count = map(int, re.search(r"right in (\d+) of (\d+)", line).groups())
        exact = int(re.search(r"sum to 1e-9 in (\d+)", line).group(1))
        values = re.search(r"R1 a value in (\d+)", line).group(1)
        table.row(f"pulses, {case}dt = {interval} s: R1's value or bound is right", ">= 99 %", f"{100 * held / count:.1f} %",
                  held >= .99 * count, f"a value in {values} of {count}")
        table.row(f"pulses, {case}dt = {interval} s: R1 + R2 + R3 = R(t_end) to 1e-9", "all", f"{exact}/{count}", exact == count)


def pipeline(table, folder, options):
    series = Path(folder) / "series"
    subprocess.run([sys.executable, HERE / "write_series.py", series], check=True)
    for path in sorted(series.iterdir())[options.count:]:
        path.unlink()
    wall, busy = min(timed_pipeline(series, Path(folder) / "series.json") for _ in range(3))
    found = json.loads((Path(folder) / "series.json").read_text())["spectra"]
    fitted = sum("circuit" in s and "relaxationTimes" in s for s in found)
    table.row(f"{fitted} spectra read, tested, fitted, transformed, tracked, wall", "<= 5 s", f"{wall:.2f} s",
              wall <= 5 and fitted == len(found),
              f"best of 3; {busy:.2f} s of processor time; load {os.getloadavg()[0]:.1f}")


def timed_pipeline(series, target):
    """Seconds on the wall and of all cores."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    run = subprocess.run([DENCHI, "impedance", series, "-o", target], capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        sys.exit(run.stderr.decode())
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--peer-count", type=int, default=20)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--no-peer", action="store_true", help="leave impedance.py out")
    options = parser.parse_args()
    python = environment()
    if Path(sys.prefix).resolve() != PEERS.resolve():
        if not options.no_build:
            build()
        os.execve(python, [python, __file__, *sys.argv[1:], "--no-build"], ENVIRONMENT)
    sys.path.insert(0, str(HERE))
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        import golden_spectra
        fits(table, folder, options)
        kramers_kronig(table, folder, options)
        relaxation_times(table, folder, options)
        golden_spectra.golden(table, folder)
        pulses(table, folder, options)
        pipeline(table, folder, options)
    print(f"{table.rows - table.missed} of {table.rows} figures reached")
    sys.exit(1 if table.missed else 0)


if __name__ == "__main__":
    main()
