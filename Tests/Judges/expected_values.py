#!/usr/bin/env python3
"""Compares what Denchi reads with values that independent readers gave.

    expected_values.py FOLDER [--denchi PATH] [--match TEXT] [--jobs N]

For each file below FOLDER with `NAME.expected.json` beside it, `denchi convert` writes the file as
BDF CSV (of a table of cycles, `denchi inspect --json` gives the rows), and the values of the page are
compared with that, within the tolerances of the data's README. One line is printed a file: `ok` with what was compared, `WRONG` with the first differences,
`refused` with the reason that Denchi gave, or `nothing` where the page holds no value that Denchi
reads. Exit code 1 if any is wrong.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

import bdf_table
import expected_cycles
import expected_runs
import expected_spectra


class Refusal(Exception):
    """What Denchi said of a file that it does not read."""


class Reader:
    """`denchi convert` for one file of the set."""

    def __init__(self, denchi, path, scratch, negate):
        self.denchi, self.path, self.scratch, self.negate = denchi, path, scratch, negate

    def table(self, *options, part=""):
        """The converted file as a table of columns."""
        target = f"{self.scratch}/run.bdf.csv"
        source = f"{self.path}#{part}" if part else str(self.path)
        # Nothing in some files says the sign; a person has to.
        sign = ["--negate", "current"] if self.negate else []
        done = subprocess.run(
            [self.denchi, "convert", source, target, *options, *sign],
            capture_output=True, text=True, timeout=120)
        self.check(done)
        return bdf_table.Table(target)

    def inspected(self):
        """What `denchi inspect --json` says of the file."""
        done = subprocess.run(
            [self.denchi, "inspect", "--json", self.path],
            capture_output=True, text=True, timeout=120)
        self.check(done)
        return json.loads(done.stdout)

    def check(self, done):
        if done.returncode != 0:
            words = done.stderr.strip().splitlines() or ["no words"]
            raise Refusal(words[0].replace(f"{self.path.parent}/", ""))


def judge(denchi, path, facts):
    """A word for the outcome, and what there is to say about it."""
    expected = facts.get("expected", facts)
    if not isinstance(expected, dict):
        return "nothing", "the page holds no values"
    with tempfile.TemporaryDirectory() as scratch:
        reader = Reader(denchi, path, scratch, "sign turned here" in facts.get("about", ""))
        compared, found = [], []
        try:
            for part in (expected_runs, expected_spectra, expected_cycles):
                for what, differences in part.comparisons(reader, path, expected):
                    compared.append(what)
                    found += [f"{what}: {words}" for words in differences]
        except Refusal as refusal:
            return "refused", str(refusal)
    if found:
        return "WRONG", "; ".join(found[:3]) + (f"; {len(found) - 3} more" if len(found) > 3 else "")
    if compared:
        return "ok", ", ".join(compared)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            Reader(denchi, path, scratch, False).table()
    except Refusal as refusal:
        return "refused", str(refusal)
    return "nothing", "the page holds no value that could be compared"


def pages(folder, match):
    for page in sorted(folder.rglob("*.expected.json")):
        path = page.with_name(page.name.removesuffix(".expected.json"))
        if match in str(path) and path.is_file():
            yield path, page


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--denchi", default=".build/release/denchi")
    parser.add_argument("--match", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    counts = collections.Counter()

    def outcome(pair):
        path, page = pair
        return path, judge(options.denchi, path, json.loads(page.read_text(encoding="utf-8")))

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, (word, detail) in pool.map(outcome, pages(options.folder, options.match)):
            counts[word] += 1
            print(f"{str(path.relative_to(options.folder)):74} {word:7} {detail[:300]}", flush=True)
    if not counts:
        print(f"{options.folder}: no file with NAME.expected.json beside it", file=sys.stderr)
        return 1
    print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())
