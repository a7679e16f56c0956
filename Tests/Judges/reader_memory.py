"""Peak memory against the length of the file, for every kind of delimited text and for gzip.

    python Tests/Judges/reader_memory.py                 10^5, 10^6 and 10^7 rows; some minutes, 1 GB of disk
    python Tests/Judges/reader_memory.py --rows 10000 1000000 --kinds bdf maccor

Ten cycles of a closed form are written in the layout of each maker, with more rows a cycle in the
longer files, and read by `denchi inspect`, `denchi convert` and `denchi analyze`. What a process may
take more for the longest file than for the shortest is 10 % and 2 MiB; ends with 1 where it takes more.
"""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tool import RELEASE

CYCLES = 10
SHARE, SLACK_MB = 0.10, 2.0


def samples(rows):
    """Time in s, cycle, voltage, current: ten charges and discharges of two hours each."""
    half = rows // (2 * CYCLES)
    step = 7200 / half
    for k in range(2 * CYCLES * half):
        part = (k % half) / half
        charging = k // half % 2 == 0
        yield k * step, k // half // 2 + 1, (3.0 + 1.2 * part if charging else 4.2 - 1.2 * part), (1.0 if charging else -1.0)


# For each layout the lines above the table, and a row of it.
KINDS = {
    "bdf": ("Test Time / s,Voltage / V,Current / A,Cycle Count / 1\n",
            lambda k, t, c, v, i: f"{t:.3f},{v:.5f},{i:.4f},{c}\n"),
    "maccor": ("Rec\tCyc\tTestTime\tCurrent [A]\tVoltage [V]\tMd\n",
               lambda k, t, c, v, i: f"{k + 1}\t{c}\t{t:.3f}\t{abs(i):.4f}\t{v:.5f}\t{'C' if i > 0 else 'D'}\n"),
    "eclab": ("EC-Lab ASCII FILE\nNb header lines : 3\nmode\ttime/s\tEwe/V\tI/mA\n",
              lambda k, t, c, v, i: f"1\t{t:.3f}\t{v:.5f}\t{1000 * i:.3f}\n".replace(".", ",")),
    "novonix": ("[Summary]\nNovonix\n[End Summary]\n[Data]\nRun Time (h),Cycle Number,Current (A),Potential (V)\n",
                lambda k, t, c, v, i: f"{t / 3600:.8f},{c},{i:.4f},{v:.5f}\n"),
    "pec": ("Request Year:,2026\nTest,Cell,Total Time (Seconds),Voltage (V),Current (A)\n",
            lambda k, t, c, v, i: f"1,1,{t:.3f},{v:.5f},{i:.4f}\n"),
    "semicolon": ("Rec;time/h;Ewe/V;I/mA\n",
                  lambda k, t, c, v, i: f"{k + 1};{t / 3600:.8f};{v:.5f};{1000 * i:.3f}\n".replace(".", ",")),
}


def write(path, kind, rows):
    head, row = KINDS[kind.removesuffix(".gz")]
    opened = gzip.open(path, "wt", compresslevel=1) if kind.endswith(".gz") else open(path, "w")
    with opened as file:
        file.write(head)
        piece = []
        for k, (t, c, v, i) in enumerate(samples(rows)):
            piece.append(row(k, t, c, v, i))
            if len(piece) == 20_000:
                file.write("".join(piece))
                piece.clear()
        file.write("".join(piece))


def peak(*arguments):
    """Exit code and peak memory in MiB of a call of the tool."""
    process = subprocess.Popen(
        [str(RELEASE), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))} ends with {process.returncode}: {said}")
    return usage.ru_maxrss / 1024


def peaks(folder, kind, rows):
    path = Path(folder) / f"run.{'csv.gz' if kind.endswith('.gz') else 'csv'}"
    write(path, kind, rows)
    target = Path(folder) / "out.bdf.csv"
    try:
        return {
            "inspect": peak("inspect", path), "convert": peak("convert", path, target),
            "analyze": peak("analyze", path, "-o", "/dev/null")}
    finally:
        path.unlink()
        target.unlink(missing_ok=True)


def grown(kind, rows, folder):
    """Lines of the table, and the commands whose memory grows with the file."""
    table = [peaks(folder, kind, count) for count in rows]
    lines, bad = [], []
    for command in table[0]:
        values = [row[command] for row in table]
        isFlat = values[-1] <= values[0] * (1 + SHARE) + SLACK_MB
        bad += [] if isFlat else [command]
        lines.append(f"{'ok' if isFlat else 'GROWS':<7}{kind:<12}{command:<10}" + "".join(f"{v:12.1f}" for v in values))
    return lines, bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--kinds", nargs="+", default=[*KINDS, "bdf.gz"], choices=[*KINDS, *(k + ".gz" for k in KINDS)])
    options = parser.parse_args()
    print(f"{'':<7}{'layout':<12}{'command':<10}" + "".join(f"{n:>12,}" for n in options.rows) + "  rows; peak in MiB")
    worst = 0
    with tempfile.TemporaryDirectory(prefix="denchi-memory-") as folder:
        for kind in options.kinds:
            lines, bad = grown(kind, options.rows, folder)
            print("\n".join(lines), flush=True)
            worst |= bool(bad)
    sys.exit(worst)


if __name__ == "__main__":
    main()
