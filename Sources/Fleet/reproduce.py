#!/usr/bin/env python3
"""Makes one answer of a fleet again on this machine, from its key, and compares the bytes.

    reproduce.py KEY --manifest MANIFEST --answers ANSWERS… [--denchi denchi] [--root FOLDER] [-- OPTION…]

The file is found by the manifest; --root stands before relative paths. The options of the analysis are taken from
the report's settings; behind -- they are given where the report judged by packs in files, or where there is no
report. A report that was judged again is analysed and judged again. Prints the answer; exit code 0 if it is the
same, 1 if not, 3 if the key is not there.
"""

import argparse
import json
import os
import subprocess
import sys

from complete import head, identity

DECISIONS = {"simple-acceptance": "simple"}


def found(key, names):
    for name in names:
        with open(name, "rb") as file:
            for line in file:
                if key.encode() in line and head(line.decode())["key"] == key:
                    return line
    return None


def options(report):
    settings = report["settings"]
    result = ["--decision", DECISIONS.get(settings["decision"], settings["decision"])]
    for option, name in (("--rules", "packs"), ("--accept", "accept"), ("--column", "columns"), ("--unit", "units"),
                         ("--negate", "negate")):
        result += [f"{option}={value}" for value in settings.get(name, [])]
    if "endOfLife_percent" in settings:
        result += ["--end-of-life", str(settings["endOfLife_percent"])]
    return result


def run(command, text):
    done = subprocess.run(command, input=text, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def main():
    own, given = sys.argv[1:], []
    if "--" in own:
        own, given = own[:own.index("--")], own[own.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("key")
    parser.add_argument("--manifest", required=True)
    parser.add_argument("--answers", nargs="+", required=True)
    parser.add_argument("--denchi", default="denchi")
    parser.add_argument("--root", default="")
    chosen = parser.parse_args(own)
    line = found(chosen.key, chosen.answers)
    if line is None:
        print(f"no answer has the key {chosen.key}", file=sys.stderr)
        return 3
    answer = json.loads(line)
    with open(chosen.manifest, encoding="utf-8", newline="\n") as file:
        wanted = next((text for text in file if identity(text) == answer["id"]), None)
    if wanted is None:
        print(f"the manifest has no line “{answer['id']}”", file=sys.stderr)
        return 3
    wanted = wanted.rstrip("\n")
    path = json.loads(wanted)["path"] if wanted.startswith("{") else wanted
    request = json.dumps({"id": answer["id"], "path": os.path.join(chosen.root, path)}).encode() + b"\n"
    settings = given or (options(answer["report"]) if "report" in answer else [])
    again = run([chosen.denchi, "analyze", "--jsonl", "--jobs", "1", *settings], request)
    if "from" in answer:
        rules = [o for o in settings if o.startswith("--rules=")]
        again = run([chosen.denchi, "rules", "rejudge", *rules, *settings[:2]], again)
        # The same analysis under other rules has a key of its own; the answer names the one it was made from.
        former, made = json.loads(line), json.loads(again)
        former.pop("key"), former.pop("from"), made.pop("key"), made.pop("from")
        same = json.dumps(former) == json.dumps(made)
    else:
        same = again == line
    sys.stdout.buffer.write(again)
    print("the same, byte for byte" if same else "NOT the same", file=sys.stderr)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
