"""Everything about speed in one run: denchi beside polars and DuckDB, with ratios.

Whole processes in turn, medians; only ratios within one run mean something. Parts: csv (by rows),
columns (a wide table), archive (beside parquet), files (many small ones), startup, kernels.

    python speed_table.py [--parts csv archive …] [--rows 100000 1000000 10000000] [--runs 5]

100,000,000 rows (--rows 100000000) take 3.5 GB under .build/bench and are removed afterwards.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

import side_by_side as bench
from side_by_side import DATA, DENCHI, HERE, cycler_file

BINARIES = DENCHI.parent
PYTHON = sys.executable
CYCLES = 500
#: From here on only what reads without holding the table can be asked.
HOLDABLE = 20_000_000


def polars(path, engine):
    return [PYTHON, HERE / "polars_cycles.py", path, engine]


def duckdb(path):
    return [PYTHON, HERE / "duckdb_cycles.py", path]


def cycler_csv(rows):
    path = DATA / f"{rows}.csv"
    if not path.exists():
        print(f"writing {path}", file=sys.stderr)
        cycler_file.write(path, rows, CYCLES, noise=True)
    bench.fill_cache(path)
    return path


def measure(commands, runs):
    """For each command the medians of wall s, CPU s, peak MiB, and its last output."""
    results = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            results[name].append(bench.run(command))
    return {name: (*(statistics.median(r[k] for r in rows) for k in range(3)), rows[-1][3])
            for name, rows in results.items()}


def table(title, measured, megabytes=None, truth=None):
    """Prints rows; ratios are of each one's time to that of the first."""
    print(f"\n{title}")
    print(f"{'':<20} {'time s':>8} {'CPU s':>7} {'MB/s':>6} {'peak MiB':>9} {'error Ah':>9} "
          f"{'x time':>7} {'x CPU':>7}")
    first = next(iter(measured.values()))
    for name, (wall, processor, peak, output) in measured.items():
        speed = f"{megabytes / wall:6.0f}" if megabytes else f"{'':>6}"
        error = f"{bench.worst_errors(output, truth)[0]:9.1e}" if truth else f"{'':>9}"
        print(f"{name:<20} {wall:8.3f} {processor:7.2f} {speed} {peak:9.0f} {error} "
              f"{wall / first[0]:7.2f} {processor / first[1]:7.2f}", flush=True)


def csv(chosen):
    for rows in chosen.rows:
        path = cycler_csv(rows)
        commands = {"denchi": [DENCHI, "analyze", path],
                    "polars, streaming": polars(path, "streaming")}
        if rows <= HOLDABLE:
            commands |= {"polars, in memory": polars(path, "in-memory"), "DuckDB": duckdb(path)}
        size = path.stat().st_size / 1e6
        table(f"CSV, {rows:,} rows, {size:.0f} MB", measure(commands, chosen.runs), size,
              cycler_file.truth(CYCLES))
        if rows > HOLDABLE:
            path.unlink()


def columns(chosen):
    """The million rows with further columns beside the five that count."""
    narrow = cycler_csv(1_000_000)
    for further in (5, 20, 80):
        path = DATA / f"wide-{further}.csv"
        if not path.exists():
            with open(narrow) as source, open(path, "w") as target:
                for number, line in enumerate(source):
                    fields = (f"Sensor {k}" if number == 0 else f"{20 + (number + k) % 9}.25"
                              for k in range(further))
                    target.write(line.rstrip("\n") + "," + ",".join(fields) + "\n")
        bench.fill_cache(path)
        size = path.stat().st_size / 1e6
        commands = {"denchi": [DENCHI, "analyze", path],
                    "polars, streaming": polars(path, "streaming"),
                    "polars, in memory": polars(path, "in-memory"), "DuckDB": duckdb(path)}
        table(f"1,000,000 rows with {further} further columns, {size:.0f} MB",
              measure(commands, chosen.runs), size, cycler_file.truth(CYCLES))
        path.unlink()


def archive(chosen):
    import polars as pl

    rows = min(10_000_000, max(chosen.rows))
    path = cycler_csv(rows)
    parquet, store = DATA / f"{rows}.parquet", DATA / f"{rows}.denchi"
    if not parquet.exists():
        pl.read_csv(path).write_parquet(parquet, compression="zstd")
    if not store.exists():
        subprocess.run([BINARIES / "archive-trial", "replay", store, "--from", path, "--every-row"],
                       check=True)
    bench.fill_cache(parquet)
    bench.fill_cache(store)
    commands = {"denchi, archive": [DENCHI, "analyze", store],
                "polars, streaming": polars(parquet, "streaming"),
                "polars, in memory": polars(parquet, "in-memory"), "DuckDB": duckdb(parquet)}
    table(f"archive ({store.stat().st_size / 1e6:.0f} MB) beside parquet "
          f"({parquet.stat().st_size / 1e6:.0f} MB), {rows:,} rows",
          measure(commands, chosen.runs), truth=cycler_file.truth(CYCLES))


def files(chosen):
    """Many small files in one command."""
    folder = DATA / "small"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open(cycler_csv(1_000_000)) as source:
        text = "".join(next(source) for _ in range(3_500))
    count = chosen.files
    for number in range(count):
        (folder / f"{number:05}.csv").write_text(text)
    print(f"\nsmall files of {len(text) / 1e3:.0f} kB in one command")
    print(f"{'files':>20} {'time s':>8} {'CPU s':>7} {'files/s':>8} {'peak MiB':>9}")
    sizes = [n for n in (1, 10, 100, 1_000) if n < count] + [count]
    for n in sizes:
        names = "".join(f"{folder / f'{k:05}.csv'}\n" for k in range(n))
        (DATA / "small.txt").write_text(names)
        for jobs in ("", f" --jobs {os.cpu_count()}"):
            command = ["sh", "-c", f"exec {DENCHI} analyze --jsonl{jobs} < {DATA / 'small.txt'}"]
            wall, processor, peak, output = bench.run(command)
            states = [json.loads(line)["status"] for line in output.splitlines()]
            assert states == ["ok"] * n, set(states)
            print(f"{f'{n}{jobs}':>20} {wall:8.2f} {processor:7.2f} {n / wall:8.0f} {peak:9.0f}",
                  flush=True)
    shutil.rmtree(folder)


def startup(chosen):
    commands = {"denchi --version": [DENCHI, "--version"],
                "python, polars": [PYTHON, "-c", "import polars"],
                "python, duckdb": [PYTHON, "-c", "import duckdb"]}
    table("start-up", measure(commands, max(15, chosen.runs)))


def kernels(chosen):
    print("\nloops over columns in memory", flush=True)
    subprocess.run([BINARIES / "speed-figures", "kernels"], check=True)


PARTS = {part.__name__: part for part in (csv, columns, archive, files, startup, kernels)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--files", type=int, default=10_000)
    chosen = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for part in chosen.parts:
        PARTS[part](chosen)


if __name__ == "__main__":
    main()
