#!/usr/bin/env python3
"""Whether every line of a manifest has its answer: manifest anti-join answers = 0.

    complete.py MANIFEST < ANSWERS
    complete.py MANIFEST ANSWERS… [--again]

Prints counts as JSON. With --again, prints the lines of the manifest that have no answer, or one of `crashed` or
`timeout`, to be analysed once more. Exit code 0 if none is without an answer, none has two and none was not asked
for; else 1. The ids of a manifest must differ.
"""

import argparse
import collections
import json
import sys


def identity(line):
    """The id by which a line of a manifest is answered."""
    line = line.rstrip("\n").removesuffix("\r")
    if not line.startswith("{"):
        return line
    try:
        wanted = json.loads(line)
        return wanted.get("id", wanted.get("path", ""))
    except ValueError:
        return ""


def head(line):
    """Id and status of an answer; the report behind them is not looked at."""
    start = line.find(',"report":{')
    return json.loads(line if start < 0 else line[:start] + "}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifest")
    parser.add_argument("answers", nargs="*")
    parser.add_argument("--again", action="store_true")
    chosen = parser.parse_args()
    with open(chosen.manifest, encoding="utf-8", newline="\n") as file:
        wanted = [(identity(line), line) for line in file]
    counts, statuses, last = collections.Counter(), collections.Counter(), {}
    for file in [open(name, encoding="utf-8", newline="\n") for name in chosen.answers] or [sys.stdin]:
        for line in file:
            answer = head(line)
            counts[answer["id"]] += 1
            statuses[answer["status"]] += 1
            last[answer["id"]] = answer["status"]
    asked = collections.Counter(i for i, _ in wanted)
    missing = sum((asked - counts).values())
    surplus = sum((counts - asked).values())
    if chosen.again:
        for i, line in wanted:
            if last.get(i) in (None, "crashed", "timeout"):
                sys.stdout.write(line if line.endswith("\n") else line + "\n")
    else:
        print(json.dumps({"lines": len(wanted), "missing": missing, "surplus": surplus, "statuses": statuses},
                         sort_keys=True))
    return 1 if missing or surplus else 0


if __name__ == "__main__":
    sys.exit(main())
