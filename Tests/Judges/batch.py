"""Cells for a batch, good and broken, and the batch under judgement as a user runs it."""

import gzip
import hashlib
import json
import os
import random
import resource
import subprocess

import cycler_file
from tool import RELEASE, ROOT

SAMPLE = ROOT / "SampleRuns/cylindrical-21700"
CELL = json.loads((SAMPLE / "cell.json").read_text())


def lines(requests):
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in requests)


def batch(requests, *arguments, environment=None, preexec=None, timeout=300):
    """Exit code, answers and standard error of one batch."""
    done = subprocess.run(
        [str(RELEASE), "analyze", "--jsonl", *map(str, arguments)], input=lines(requests).encode(),
        capture_output=True, preexec_fn=preexec, timeout=timeout, env=environment)
    return done.returncode, done.stdout, done.stderr.decode()


def answers(out):
    """Every line of the output is JSON and ends."""
    assert out.endswith(b"\n")
    return [json.loads(line) for line in out.splitlines()]


def good_cell(folder, number, rows=600):
    """A cell's folder with a declaration and two cycles of known waveforms."""
    folder.mkdir(parents=True)
    cell = dict(CELL, id=f"cell-{number}")
    (folder / "cell.json").write_text(json.dumps(cell))
    cycler_file.write(folder / "run.csv", rows=rows, cycles=2, noise=True, seed=number)
    return folder


def poison(folder):
    """Broken files by name, each with the status that it must be answered with."""
    folder.mkdir(parents=True)
    whole = (SAMPLE / "rate-test.bdf.csv").read_bytes()
    draw = random.Random(5)
    (folder / "cut.csv").write_bytes(whole[: len(whole) // 2 - 3])
    (folder / "cut.csv.gz").write_bytes(gzip.compress(whole)[:-400])
    (folder / "noise.csv").write_bytes(bytes(draw.randrange(256) for _ in range(5000)))
    (folder / "empty.csv").write_bytes(b"")
    (folder / "header.csv").write_bytes(whole[: whole.index(b"\n") + 1])
    (folder / "words.csv").write_text("These are words.\nNot a table.\n")
    (folder / "nothing").mkdir()
    return [(folder / name, status) for name, status in [
        ("cut.csv", "incomplete"), ("cut.csv.gz", "incomplete"), ("noise.csv", "bad-input"),
        ("empty.csv", "incomplete"), ("header.csv", "incomplete"), ("words.csv", "bad-input"),
        ("missing.csv", "unreadable"), ("nothing", "bad-input")]]


def crashing(path):
    """A file that a process with little address space dies of: binary files are held whole.

    A hole of 300 MiB after the head of a parquet file; it takes no room on the disk.
    """
    with open(path, "wb") as file:
        file.write(b"PAR1")
        file.truncate(300 << 20)
    return path


def little_memory():
    """Makes `crashing` files crash: 200 MiB beyond what the process maps when it starts."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (200 << 20, 200 << 20))


def hanging(path):
    """A file that never ends: a named pipe that nobody writes to."""
    os.mkfifo(path)
    return path


def key(line, files, denchi_version, packs):
    """The key of an answer, from the words of the documentation alone."""
    settings = dict(line["report"]["settings"])
    settings.pop("spectrumFiles", None)
    text = json.dumps(
        {"denchi": denchi_version, "settings": settings,
         "packs": [{"name": n, "sha256": s} for n, s in packs],
         "files": [{"name": n, "sha256": hashlib.sha256(b).hexdigest()} for n, b in sorted(files.items())]},
        ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
