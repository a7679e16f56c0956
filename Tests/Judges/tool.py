"""The command under judgement, run as a user runs it."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(p.parent for p in (ROOT / "SampleRuns").glob("*/cell.json"))
RELEASE = Path(os.environ.get("DENCHI", ROOT / ".build/release/denchi"))
DEBUG = Path(os.environ.get("DENCHI_DEBUG", ROOT / ".build/debug/denchi"))
# Public measurements lie beside the repository, since not all of them may be passed on.
MEASUREMENTS = Path(os.environ.get("DENCHI_MEASUREMENTS", ROOT.parent / "shared/real-data"))
REFERENCE_BENCH = Path(os.environ.get("DENCHI_BENCH", ROOT.parent / "shared/bench"))


class Outcome:
    """Exit code, both outputs and the report of one call."""

    def __init__(self, code, out, err, report):
        self.code, self.out, self.err, self.report = code, out, err, report


def denchi(*arguments, binary=RELEASE, cwd=ROOT):
    """Runs the command with these arguments; the report is what stands on standard output."""
    done = subprocess.run(
        [str(binary), *map(str, arguments)], capture_output=True, cwd=cwd, stdin=subprocess.DEVNULL)
    report = None
    if done.stdout[:1] == b"{":
        report = json.loads(done.stdout)
    return Outcome(done.returncode, done.stdout, done.stderr.decode(), report)


def analysed(*arguments, **options):
    """The report of an analysis that must succeed."""
    outcome = denchi("analyze", *arguments, **options)
    assert outcome.code == 0, outcome.err
    return outcome.report


def findings(report, code):
    return [f for f in report["quality"] if f["code"] == code]


def declared(folder, **changes):
    """The analysis of a cell's folder after some of its declarations were changed."""
    cell = json.loads((folder / "cell.json").read_text())
    cell.update(changes)
    (folder / "cell.json").write_text(json.dumps(cell))
    return denchi("analyze", folder, "--rules", "jp-meti-2025")
