"""Each fault once: what the operator saw, what the archive holds, and whether a value is wrong.

    python Tests/Judges/recording/fault_trials.py [--line tcp|rtu|text] [--fault NAME] [--markdown]

`denchi simulate serve` has two cells at different currents on one line; `denchi record` records both
on a terminal; the fault comes after a second and a half. The judge reads the archive by itself
(../archive/archive_format.py) and holds every sample against the log of what was served:

* its values are those of one answer about its own channel, to the last bit;
* that answer was made while its request was open, so it answers this request and no earlier one.

A sample that fails either is wrong. Exit code 1 where one is wrong, an audit is not clean, a fault
left no trace, or recording did not go on afterwards.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "archive"), str(HERE.parent / "virtual_bench")]

from archive_format import (  # noqa: E402
    DEVICE_TIME, DURATION, FIRST_VALUE, QUALITY, REQUEST, SLOT, Archive)
from served import serving  # noqa: E402
from tool import RELEASE, denchi  # noqa: E402

SECONDS = 7.5
PERIOD = 0.05
FAULT_AT = 2.5
STUCK = 1 << 3
# An answer is noted by the server when it leaves, a moment after it was made.
CLOCK_SLACK = 0.002

FAULTS = {
    "late, within the deadline": ["late for_s=0.12"],
    "late, after the deadline": ["late for_s=1.6"],
    "duplicate": ["duplicate"],
    "cut": ["cut"],
    "merged": ["merged"],
    "bit-flip": ["bit-flip"],
    "drip": ["drip for_s=0.1"],
    "noise": ["noise"],
    "other-unit": ["other-unit"],
    "other-length": ["other-length"],
    "silence": ["silence for_s=1.5"],
    "unplug": ["unplug for_s=1"],
    "restart": ["restart for_s=0.5"],
    "wrong-identity": ["wrong-identity for_s=1.5", "unplug for_s=0.2"],
    "stuck-value": ["stuck-value for_s=1.5"],
    "sentinel": ["sentinel for_s=1"],
}
MODBUS_ONLY = {"other-unit", "other-length"}
# Text has no checksum: a digit that becomes another digit is seen by nobody. Here the point goes.
OF_TEXT = {"bit-flip": ["bit-flip count=8"]}


@dataclass(frozen=True)
class Way:
    """How the equipment is reached, and what stands in the archive for what was served."""

    name: str
    equipment: str
    protocol: str
    channels: int = 2
    # How many decimals the text has; the nearest number of 32 bits where it has as many as that needs.
    decimals: int | None = None

    def place(self, folder):
        """Where the line is: a terminal has a link, since its own name changes with each plugging."""
        return {"link": str(folder / "port")} if self.protocol == "modbus-rtu" else {}


WAYS = {
    "tcp": Way("Modbus TCP", "denchi-rack", "modbus-tcp"),
    "rtu": Way("Modbus RTU", "denchi-rack", "modbus-rtu"),
    "text": Way("text over TCP", "ea-scpi", "tcp", channels=1),
}
# EA's text knows no mark for “no value”; Hioki's does.
MARKED_TEXT = Way("text over TCP (Hioki)", "hioki-bt356x", "tcp", channels=1, decimals=5)
# Suspected as soon as the values of five samples and half a second are the same to the last bit.
STUCK_AFTER = 0.5


@dataclass
class Trial:
    """What one fault did."""

    fault: str
    way: Way
    seen: list = field(default_factory=list)
    samples: int = 0
    gaps: Counter = field(default_factory=Counter)
    events: Counter = field(default_factory=Counter)
    words: list = field(default_factory=list)
    audit: str = ""
    wrong: list = field(default_factory=list)
    marked: int = 0
    stuck: int = 0
    # Slots before the first sample: a serial line is listened to before it is used.
    before: int = 0
    went_on: bool = True
    code: int = 0

    @property
    def is_good(self):
        return (not self.wrong and self.audit == "clean" and self.went_on and self.code == 0
                and self.left_a_trace)

    @property
    def left_a_trace(self):
        """Whether the archive shows what must show; an answer asked for again in time need not."""
        if self.fault == "stuck-value":
            return self.stuck > 0 and "stuck-value" in self.events
        if self.fault == "restart" and self.way.equipment == "denchi-rack":
            return "device-restarted" in self.events and "link-down" in self.gaps
        expected = {
            "sentinel": "no-value", "unplug": "link-down", "restart": "link-down",
            "wrong-identity": "wrong-identity", "silence": "no-answer",
            "late, after the deadline": "no-answer"}.get(self.fault)
        return expected is None or expected in self.gaps

    @property
    def marks(self):
        late = self.marked - self.stuck
        words = [f"{n} {mark}" for n, mark in ((late, "late"), (self.stuck, "stuck")) if n]
        return f" ({', '.join(words)})" if words else ""

    @property
    def line(self):
        gaps = ", ".join(f"{slots} {cause}" for cause, slots in sorted(self.gaps.items())) or "none"
        events = ", ".join(f"{n} {kind}" for kind, n in sorted(self.events.items())) or "none"
        return [
            self.fault, self.way.name, "; ".join(self.seen),
            f"{self.samples}" + self.marks, gaps, events,
            self.audit, f"{len(self.wrong)}"]


def virtual_bench(way, folder):
    """Cells whose voltage moves with every reading, so that no two answers are alike."""
    # A terminal that is unplugged may come back as somebody else's: each trial has its own number.
    instrument = {"equipment": way.equipment, "serialNumber": f"TRIAL-{folder.name}"}
    return {
        # A reading of the meters each 5 ms of real time.
        "speed": 20, "interval_s": 0.1, "start": "at-once",
        "procedures": {
            "a": {"steps": [{"discharge_A": 4.4, "time_s": 3600}]},
            "b": {"steps": [{"discharge_A": 2.2, "time_s": 3600}]}},
        "lines": [{
            "name": "line", "protocol": way.protocol, **way.place(folder),
            "instruments": [{**instrument, "channels": [
                {"name": name, "cell": "cylindrical-21700", "procedure": name, "meters": "ideal",
                 "stateOfCharge": charge}
                for name, charge in [("a", 0.9), ("b", 0.7)][:way.channels]]}]}]}


def recording_bench(way, connection):
    return {
        "schema": "urn:denchi:bench:1", "archive": "lab.denchi",
        "lines": [{
            "name": "line", "connection": connection,
            "instruments": [{
                "equipment": way.equipment,
                "channels": [
                    {"name": name, "period_s": PERIOD, "stuckAfter_s": STUCK_AFTER} for name in ["a", "b"][:way.channels]]}]}]}


class Screen:
    """A terminal of 200 columns on which a program runs; keeps what it draws."""

    def __init__(self, arguments, folder):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.process = subprocess.Popen(
            [str(a) for a in arguments], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=slave, env={**os.environ, "TERM": "xterm"})
        os.close(slave)
        self.content = b""
        self.reader = threading.Thread(target=self.read, args=(master,))
        self.reader.start()

    def read(self, master):
        try:
            while part := os.read(master, 1 << 16):
                self.content += part
        except OSError:
            pass  # the other end is closed: the program has ended
        os.close(master)

    def wait(self):
        code = self.process.wait(60)
        self.reader.join()
        return code

    def lines(self):
        text = re.sub(r"\x1b\[\d*[A-Z]", "", self.content.decode())
        return [line.rstrip() for line in text.splitlines()]


def states(lines):
    """What the table said of the first channel once it recorded, and what stood below it."""
    said, began, missing = [], False, "0"
    for line in lines:
        found = re.match(r"a\s.*\s(\d+)\s+\d+\s\s(.*)$", line)
        if found:
            missing = found[1]
            text = f"state “{found[2]}”"
            began |= found[2] == "recording"
            if found[2] in ("recording", "waiting for the first sample"):
                continue
        elif re.match(r"ALARM |last trouble: ", line):
            text = re.sub(r", at [\d.]+ s", "", line)
        else:
            continue
        if began and text not in said:
            said.append(text)
    return said + [f"“missing” {missing}"]


def run(fault, way, folder):
    trial = Trial(fault, way)
    with serving(folder, virtual_bench(way, folder)) as served:
        path = folder / "bench.json"
        path.write_text(json.dumps(recording_bench(way, served.connection("line"))))
        screen = Screen([RELEASE, "record", path, "--for", f"{SECONDS}s"], folder)
        time.sleep(FAULT_AT)
        commands = FAULTS[fault]
        if way.protocol == "tcp":
            commands = OF_TEXT.get(fault, commands)
        for command in commands:
            answer = served.command(command)
            assert answer == "ok", f"{command}: {answer}"
        trial.code = screen.wait()
        served.end()
        truth = served.truth()
    trial.seen = [text.replace(str(folder), "…") for text in states(screen.lines())]
    if trial.code:
        trial.seen.append(f"exit code {trial.code}: {screen.lines()[-1]}")
    examine(trial, folder / "lab.denchi", truth)
    return trial


def examine(trial, path, truth):
    outcome = denchi("archive", "audit", path)
    trial.audit = "clean" if outcome.code == 0 else outcome.out.decode()
    archive = Archive(path)
    for run, plan in archive.runs().items():
        name = plan[1]
        archive.check_slots(run)
        columns = archive.columns(run)
        trial.samples += len(columns[SLOT])
        trial.marked += int((columns[QUALITY] != 0).sum())
        trial.stuck += int((columns[QUALITY] & STUCK != 0).sum())
        for first, last, cause, _, _ in archive.gaps(run):
            if first == 0 and cause == "link-down":
                trial.before += last + 1
            else:
                trial.gaps[cause] += last - first + 1
        for _, kind, severity, detail, _ in archive.events(run):
            if kind not in ("recording-started", "recording-ended", "identity"):
                trial.events[kind] += 1
                trial.words.append(f"{severity} {kind}: {detail}")
        trial.wrong += wrong_samples(
            columns, archive.quantities(run), [row for row in truth if row["channel"] == name],
            trial.way.decimals)
        last = int(columns[SLOT].view("i8")[-1]) if len(columns[SLOT]) else -1
        trial.went_on &= last * PERIOD > SECONDS - 1
    # The link comes up once in every recording.
    usual = 3 * trial.way.channels
    trial.events["link-state"] -= min(usual, trial.events["link-state"])
    trial.events = +trial.events


TRUTH_OF = {"voltage": "voltage_V", "current": "current_A", "temperature": "temperature_degC"}


def wrong_samples(columns, quantities, truth, decimals):
    """The slots whose values were not served to that request."""
    known = [(place, TRUTH_OF[name]) for place, name in enumerate(quantities) if name in TRUTH_OF]
    answers = {}
    for row in truth:
        if row["marked"] == "0":
            for side in (-1, 1):
                key = tuple(as_sent(row[name], decimals, side) for _, name in known)
                answers.setdefault(key, []).append(float(row["served_s"]))
    requests = columns[REQUEST].view("i8") / 1e9
    ends = requests + columns[DURATION].view("i8") / 1e9
    values = [columns[FIRST_VALUE + place].view("f8") for place, _ in known]
    wrong, windows = [], []
    for index, slot in enumerate(columns[SLOT].view("i8")):
        served = answers.get(tuple(as_sent(v[index], decimals, 0) for v in values))
        if not served:
            wrong.append((int(slot), "no such answer was made"))
        else:
            windows.append((int(slot), [(s - ends[index], s - requests[index]) for s in served]))
    return wrong + answered_elsewhere(windows)


def answered_elsewhere(windows):
    """The slots whose answer was not made between request and answer, on one clock for all.

    The clocks of server and recorder differ by a constant that lies in every window; most windows
    agree on it, and one that does not belongs to an answer for another request.
    """
    single = sorted(w[0] for _, w in windows if len(set(w)) == 1)
    if not single:
        return []
    # The offset that most windows hold.
    edges = sorted([(low, 1) for low, _ in single] + [(high, -1) for _, high in single])
    depth = best = 0
    offset = edges[0][0]
    for place, step in edges:
        depth += step
        if depth > best:
            best, offset = depth, place
    return [
        (slot, f"answered {min(abs(low - offset) for low, _ in found):.3f} s from its request")
        for slot, found in windows
        if not any(low - CLOCK_SLACK <= offset <= high + CLOCK_SLACK for low, high in found)]


def as_sent(value, decimals, side):
    """A value as the wire has it: 32 bits, or decimal digits, of which a tie has two (by `side`)."""
    if decimals is not None:
        return round(float(value) * 10**decimals + side * 1e-6)
    return struct.unpack("<f", struct.pack("<f", float(value)))[0]


HEADINGS = [
    "fault", "line", "what the operator saw", "samples", "slots missing, by cause",
    "events beyond the usual", "audit", "wrong values"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--line", choices=WAYS, action="append")
    parser.add_argument("--fault", choices=FAULTS, action="append")
    parser.add_argument("--markdown", action="store_true", help="a table for the documentation")
    parser.add_argument("--words", action="store_true", help="print the events of each archive too")
    arguments = parser.parse_args()
    wanted = [
        (fault, MARKED_TEXT if (line, fault) == ("text", "sentinel") else WAYS[line])
        for line in arguments.line or WAYS for fault in arguments.fault or FAULTS
        if not (line == "text" and fault in MODBUS_ONLY)]
    if arguments.markdown:
        print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="denchi-faults-") as scratch:
        def one(number):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            return run(*wanted[number], folder)

        bad = 0
        with ThreadPoolExecutor(4) as pool:
            for trial in pool.map(one, range(len(wanted))):
                bad += not trial.is_good
                if arguments.markdown:
                    cells = [cell.replace("|", "/").replace("<", "&lt;") for cell in trial.line]
                    print(f"| {' | '.join(cells)} |", flush=True)
                else:
                    print(" · ".join(f"{h}: {t}" for h, t in zip(HEADINGS, trial.line)), flush=True)
                for word in trial.words if arguments.words else []:
                    print("      " + word)
                if not trial.is_good:
                    print(
                        f"FAILED {trial.fault} over {trial.way.name}: {trial.wrong[:5]}, code "
                        f"{trial.code}, went on: {trial.went_on}", file=sys.stderr)
    print(f"{len(wanted)} faults, {bad} not as they should be", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
