"""The recorder under load, from outside: slots, jitter, processor, memory, durability, alarms.

    .ci/load                   30 s of 1,000 channels at 10 Hz
    .ci/load --seconds 600     the long form, with 100 channels at 100 Hz after it
    .ci/load --channels 100 --hertz 100
    .ci/load --beyond          more than the machine can do: what is missing is a gap with its cause

Virtual racks in processes of their own answer over Modbus TCP; `denchi record` records all of their
channels; one rack more has a cell whose voltage crosses a limit once a second. Then the judge reads
the archive by itself. A slot's jitter is how much later than the earliest of its run, each counted
from its own due time, it was asked for. An observer asks the archive 20 times a second how far every
run is committed: what is not yet there is never older than what it prints as "uncommitted at most".
Ends with 1 where a figure misses its aim; --indicative only counts what must never go wrong (slots,
audit), for machines that others use too.
"""

import argparse
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "archive"), str(HERE.parent / "virtual_bench")]

import numpy  # noqa: E402
from archive_format import DEVICE_TIME, DURATION, REQUEST, SLOT, Archive  # noqa: E402
from served import serving  # noqa: E402
from tool import RELEASE, denchi  # noqa: E402

# What the first seconds take (connections, identities, tables) is no growth.
WARM_UP_S = 5
LIMIT_V = 3.65
PULSE_S = 0.5


def racks(lines, channels):
    return {
        "speed": 1, "start": "at-once", "interval_s": 0.01,
        "procedures": {"load": {"steps": [{"discharge_C": 0.2, "time_s": 360_000}]}},
        "lines": [{
            "name": f"rack-{line}", "protocol": "modbus-tcp",
            "instruments": [{
                "equipment": "denchi-rack", "serialNumber": f"LOAD-{line}",
                "channels": [{
                    "name": f"c{line}", "cell": "cylindrical-21700", "procedure": "load",
                    "count": channels, "stateOfCharge": 0.9}]}]} for line in range(lines)]}


def crossing_rack():
    """One cell whose voltage falls below the limit for half a second of each second."""
    return {
        "speed": 1, "start": "at-once", "interval_s": 0.001,
        "procedures": {"pulses": {"forever": True, "steps": [
            {"rest_s": PULSE_S}, {"discharge_A": 5, "time_s": PULSE_S}]}},
        "lines": [{
            "name": "line", "protocol": "modbus-tcp",
            "instruments": [{
                "equipment": "denchi-rack", "serialNumber": "CROSSING",
                "channels": [{
                    "name": "watched", "cell": "cylindrical-21700", "procedure": "pulses",
                    "meters": "ideal", "stateOfCharge": 0.5}]}]}]}


def bench(served, crossing, lines, channels, period):
    def line(name, connection, serial, names, limits):
        return {"name": name, "connection": connection, "instruments": [{
            "equipment": "denchi-rack", "serialNumber": serial,
            "channels": [{"name": n, "period_s": period, **limits} for n in names]}]}

    content = [
        line(f"rack-{i}", served.connection(f"rack-{i}"), f"LOAD-{i}",
             [f"{i}-{k}" for k in range(channels)], {}) for i in range(lines)]
    content.append(line(
        "crossing", crossing.connection("line"), "CROSSING", ["watched"],
        {"limits": {"voltage_V": [LIMIT_V, 5]}}))
    return {"schema": "urn:denchi:bench:1", "archive": "load.denchi", "lines": content}


class Watched:
    """A process: processor time and memory."""

    def __init__(self, process):
        self.folder = Path(f"/proc/{process.pid}")
        self.process = process

    def processor_s(self):
        fields = (self.folder / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_MB(self):
        found = re.search(r"RssAnon:\s+(\d+)", (self.folder / "status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def descriptors(self):
        return len(os.listdir(self.folder / "fd"))


class Alarms:
    """The lines that the recorder tells, with the instant at which each was there."""

    def __init__(self, stream):
        self.lines = []
        self.thread = threading.Thread(target=self.read, args=(stream,))
        self.thread.start()

    def read(self, stream):
        for line in stream:
            self.lines.append((time.time(), line))

    def instants(self):
        return [at for at, line in self.lines if line.startswith("ALARM watched")]


def committed_age(path, period):
    """How old in s the oldest slot is that some run has not committed; None before all have begun."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0.01) as archive:
            row = archive.execute(
                "SELECT min(next_slot), max(start_unix_time) FROM run_state "
                "JOIN segment USING (run)").fetchone()
    except sqlite3.OperationalError:
        return None
    if row is None or row[0] is None or row[0] == 0:
        return None
    return time.time() - (row[1] + row[0] * period)


def observe(recorder, path, period, seconds):
    """Watches until the recorder ends; returns what it used and how durable it was."""
    ages, memory = [], []
    began, first, last = time.monotonic(), None, None
    while recorder.process.poll() is None:
        now = time.monotonic() - began
        if WARM_UP_S <= now < seconds - 0.5:
            mark = (time.monotonic(), recorder.processor_s())
            first = first or mark
            last = mark
            memory.append((now, recorder.memory_MB()))
            age = committed_age(path, period)
            if age is not None:
                ages.append(age)
        time.sleep(0.05)
    cores = (last[1] - first[1]) / (last[0] - first[0]) if first and last[0] > first[0] else 0
    return cores, memory, ages


def growth(memory):
    """Means of the first and the last fifth, in MB."""
    part = max(1, len(memory) // 5)
    return (numpy.mean([m for _, m in memory[:part]]), numpy.mean([m for _, m in memory[-part:]]))


def examine(path, period):
    """Slots, gaps and jitter of all runs, read without Denchi."""
    archive = Archive(path)
    samples, gaps, lateness = 0, Counter(), []
    watched = None
    for run, plan in archive.runs().items():
        archive.check_slots(run)
        columns = archive.columns(run)
        slots = columns[SLOT].view("i8")
        samples += len(slots)
        for first, last, cause, _, _ in archive.gaps(run):
            gaps[cause] += last - first + 1
        asked = columns[REQUEST].view("i8") - slots * round(period * 1e9)
        if len(asked):
            lateness.append(asked - asked.min())
        if plan[1] == "watched":
            watched = (columns, archive.segments(run)[0][2])
    late = numpy.concatenate(lateness) / 1e6 if lateness else numpy.zeros(1)
    return samples, gaps, late, watched


def alarm_delays(alarms, watched, truth):
    """From each crossing in the cell to its line on the terminal, in s."""
    columns, start = watched
    served = {round(float(row["deviceTime_s"]), 6): float(row["served_s"]) for row in truth}
    answers = start + (columns[REQUEST].view("i8") + columns[DURATION].view("i8")) / 1e9
    # Where the server's time began on the wall clock: no answer arrived before it was made.
    offsets = [
        at - served[time_s] for at, time_s in
        zip(answers, numpy.round(columns[DEVICE_TIME].view("f8"), 6)) if time_s in served]
    device = [
        at - time_s for at, time_s in zip(answers, columns[DEVICE_TIME].view("f8"))]
    assert offsets, "no sample is in the log of what was served"
    zero = min(device)
    delays = []
    for alarm in alarms:
        # The last crossing before the alarm: the cell's time is a whole second and a half.
        cell = alarm - zero
        crossing = numpy.floor(cell - PULSE_S) + PULSE_S
        delays.append(cell - crossing)
    return delays


def trial(arguments, folder):
    period = 1 / arguments.hertz
    per_line = arguments.channels // arguments.lines
    with ExitStack() as stack:
        places = [folder / name for name in ("racks", "crossing")]
        for place in places:
            place.mkdir()
        length = ["--for", str(arguments.seconds + 60)]
        served = stack.enter_context(serving(
            places[0], racks(arguments.lines, per_line), *length, truth=False))
        crossing = stack.enter_context(serving(places[1], crossing_rack(), *length))
        path = folder / "bench.json"
        path.write_text(json.dumps(bench(served, crossing, arguments.lines, per_line, period)))
        server = Watched(served.process)
        before = time.monotonic(), server.processor_s()
        process = subprocess.Popen(
            [str(RELEASE), "record", str(path), "--for", f"{arguments.seconds}s"], cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        alarms = Alarms(process.stderr)
        archive = folder / "load.denchi"
        cores, memory, ages = observe(Watched(process), archive, period, arguments.seconds)
        code = process.wait()
        alarms.thread.join()
        server_cores = (server.processor_s() - before[1]) / (time.monotonic() - before[0])
        crossing.end()
        truth = crossing.truth()
    outcome = denchi("archive", "audit", archive)
    samples, gaps, late, watched = examine(archive, period)
    delays = alarm_delays(alarms.instants(), watched, truth)
    early, end = growth(memory) if memory else (0, 0)
    missed = sum(gaps.values())
    p50, p99, worst = (numpy.percentile(late, q) for q in (50, 99, 100))
    figures = [
        ("exit code", f"{code}", code == 0, True),
        ("audit", "clean" if outcome.code == 0 else outcome.out.decode()[:300], outcome.code == 0,
         True),
        ("samples", f"{samples}", samples > 0, True),
        ("missed slots", f"{missed} {dict(gaps) if gaps else ''}",
         set(gaps) <= {"overrun"} if arguments.beyond else missed == 0, arguments.beyond),
        ("slot jitter", f"p50 {p50:.2f} ms, p99 {p99:.2f} ms, worst {worst:.1f} ms", p99 < 20, False),
        ("recorder", f"{100 * cores:.1f} % of a core (the racks {100 * server_cores:.1f} %)",
         cores < 1, False),
        ("memory", f"{early:.1f} MB after the start, {end:.1f} MB at the end",
         end < early * 1.1 + 5, False),
        ("uncommitted at most", f"{max(ages, default=0):.2f} s old ({len(ages)} looks)",
         bool(ages) and max(ages) < 1, False),
        ("alarm after the crossing",
         f"worst {1000 * max(delays, default=0):.1f} ms of {len(delays)}; allowed "
         f"{1000 * (period + 0.05):.0f} ms",
         bool(delays) and max(delays) <= period + 0.05, False),
    ]
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--hertz", type=float, default=10)
    parser.add_argument("--lines", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--beyond", action="store_true")
    parser.add_argument("--indicative", action="store_true")
    arguments = parser.parse_args()
    trials = [arguments]
    if arguments.beyond:
        # Each rack would have to answer 1,000 times as often as it can.
        arguments.hertz, arguments.seconds = 1000, min(arguments.seconds, 20)
    elif arguments.seconds >= 600 and (arguments.channels, arguments.hertz) == (1000, 10):
        trials.append(argparse.Namespace(**{**vars(arguments), "channels": 100, "hertz": 100}))
    bad = 0
    for one in trials:
        print(f"== {one.channels} channels on {one.lines} lines at {one.hertz:g} Hz, "
              f"{one.seconds} s", flush=True)
        with tempfile.TemporaryDirectory(prefix="denchi-load-") as folder:
            for name, text, is_good, always in trial(one, Path(folder)):
                counts = always or not one.indicative and not one.beyond
                bad += counts and not is_good
                print(f"{name:26} {text}" + ("" if is_good else "   MISSED"), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
