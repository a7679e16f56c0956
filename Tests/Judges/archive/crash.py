"""Tries to lose something that an archive acknowledged: kills, power losses, full disks, damage.

    python Tests/Judges/archive/crash.py kill --rounds 300
    python Tests/Judges/archive/crash.py power --rounds 300
    python Tests/Judges/archive/crash.py full --rounds 100
    python Tests/Judges/archive/crash.py sync --rounds 50
    python Tests/Judges/archive/crash.py damage --rounds 1000

Each round records samples that follow from their slot alone, breaks something, and then demands:
no acknowledged sample is lost, none is invented, and the audit is clean or names the damage. The
judge reads the file by itself (archive_format.py); the audit of denchi is a second opinion. Exit
code 0: no round failed.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import archive_format  # noqa: E402
import numpy  # noqa: E402
import trial  # noqa: E402
from archive_format import DURATION, FIRST_VALUE, REQUEST, Archive, Damage  # noqa: E402

DENCHI = Path(os.environ.get("DENCHI", trial.ROOT / ".build/release/denchi"))
PAGE = 4096


# What a recording said, and what an archive holds.

def acknowledged(text):
    """Slots by run and the last commit, from the lines up to the last `commit`."""
    end = text.rfind("commit ")
    if end < 0 or "\n" not in text[end:]:
        end = text.rfind("commit ", 0, max(0, end))
    whole = text[:text.find("\n", end) + 1] if end >= 0 else ""
    slots = {int(run): int(slot) for run, slot in re.findall(r"run (\d+) slots (\d+)\n", whole)}
    commits = [int(number) for number in re.findall(r"commit (\d+)\n", whole)]
    return slots, max(commits, default=0)


def check_truth(path, seed, slots):
    """Everything acknowledged is there, and nothing that was not recorded; returns the samples."""
    archive = Archive(path)
    count = 0
    known = archive.runs()
    for run, slot in slots.items():
        if run not in known:
            raise Damage(f"run {run} is lost")
        state = archive.state(run)
        if state[2] < slot:
            raise Damage(f"run {run}: {slot} slots were acknowledged, {state[2]} are there")
        found = archive.check_slots(run)
        count += len(found)
        if len(found):
            check_samples(archive.columns(run), seed, run, found)
        for first, last, cause, detail, commit in archive.gaps(run):
            if cause == "no-answer" and not trial.is_gap(seed, run, numpy.arange(first, last + 1)).all():
                raise Damage(f"run {run}: a gap was invented at slot {first}")
    return count


def check_samples(columns, seed, run, slots):
    request, duration, values = trial.samples(seed, run, slots)
    same = (columns[REQUEST].view("i8") == request) & (columns[DURATION].view("i8") == duration)
    for index, value in enumerate(values):
        same &= columns[FIRST_VALUE + index] == value.view("u8")
    same &= ~trial.is_gap(seed, run, slots)
    if not same.all():
        raise Damage(f"run {run}: sample invented at slot {slots[~same][0]}")


def audit(path):
    done = subprocess.run([DENCHI, "archive", "audit", path, "--json"], capture_output=True)
    if done.returncode not in (0, 1, 3):
        raise Damage(f"the audit ended with {done.returncode}: {done.stderr.decode()[:300]}")
    report = json.loads(done.stdout) if done.stdout else None
    return done.returncode, report, done.stderr.decode()


def demand_clean(path):
    code, report, words = audit(path)
    if code != 0:
        found = report["findings"][:3] if report else words
        raise Damage(f"the audit is not clean: {found}")


def record(path, seed, *options, seconds=None, commits=0, environment=None):
    """Lets a recording run, for some time or to its end; returns what it said and its exit code.

    The time counts from the first commits on, so that a slow machine does not kill what has not begun.
    """
    process = subprocess.Popen(
        [trial.binary(), "write", path, "--seed", str(seed), *map(str, options)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
    said, begun = [], threading.Event()

    def listen():
        count = 0
        for line in process.stdout:
            said.append(line.decode())
            count += line.startswith(b"commit ")
            if count >= commits:
                begun.set()
        begun.set()

    reader = threading.Thread(target=listen)
    complaint = threading.Thread(target=process.stderr.read)
    reader.start()
    complaint.start()
    if seconds is not None:
        if commits:
            begun.wait(60)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=300)
    reader.join()
    complaint.join()
    return "".join(said), process.returncode


# The rounds. Each yields a line for each failure.

def kill(rounds, folder, chance):
    path, seed, slots, commits, longest, idle = None, 0, {}, 0, 0, 0
    for number in range(rounds):
        is_fresh = number % 10 == 0
        if is_fresh:
            seed, slots = 1000 + number, {}
            path = folder / f"kill-{number}.denchi"
        said, _ = record(
            path, seed, "--runs", chance.choice([3, 20, 100]) if not slots else len(slots),
            "--most", chance.choice([10, 60, 300]),
            # Of a new file while it is made, else at any moment of some commits.
            seconds=chance.uniform(0.005, 0.3) if is_fresh else chance.uniform(0, 0.15),
            commits=0 if is_fresh else 1)
        new, last = acknowledged(said)
        slots.update(new)
        commits += said.count("commit ")
        idle += not is_fresh and "commit " not in said
        try:
            samples = 0
            if slots or last:
                samples = check_truth(path, seed, slots)
                longest = max(longest, samples)
                demand_clean(path)
            elif path.exists() and audit(path)[0] == 1:
                raise Damage("nothing was acknowledged, and something is damaged")
        except Exception as error:  # whatever goes wrong is a failure of the round
            yield f"kill {number} ({path}): {error!r}"
        if number % 20 == 19 or number == rounds - 1:
            print(
                f"kill: {number + 1} rounds, {commits} commits acknowledged; up to {longest} samples "
                "in a file")
    if idle:
        yield f"kill: {idle} recordings were killed before their first commit, which tries nothing"


def shim(folder):
    """The disk between the recording and its files, compiled once."""
    target = folder / "disk.so"
    if not target.exists():
        subprocess.run(
            [os.environ.get("CC", "cc"), "-O1", "-shared", "-fPIC", "-o", target,
             Path(__file__).with_name("disk.c"), "-ldl"], check=True)
    return target


def power(rounds, folder, chance):
    """Plays power losses from the list of all writes and syncs of some recordings."""
    each = 100
    for start in range(0, rounds, each):
        place = folder / f"power-{start}"
        place.mkdir()
        journal = folder / f"power-{start}.journal"
        seed = 5000 + start
        environment = {
            "LD_PRELOAD": str(shim(folder)), "DISK_JOURNAL": str(journal), "DISK_PREFIX": str(place)}
        # Two processes one after the other: the second one goes on with the same runs.
        for part in range(2):
            said, code = record(
                place / "lab.denchi", seed, "--runs", 8, "--most", 80, "--commits", 150,
                environment=environment)
            if code != 0:
                yield f"power {start}: the recording ended with {code}"
        changes = list(read_journal(journal))
        for number in range(start, min(start + each, rounds)):
            stop = chance.randrange(20, len(changes) + 1)
            model = ["drop", "sectors", "keep"][number % 3]
            target = folder / f"lost-{number}"
            try:
                play(changes[:stop], model, target, chance)
                said = "".join(
                    content.decode() for kind, _, _, content in changes[:stop] if kind == "a")
                slots, _ = acknowledged(said)
                path = target / "lab.denchi"
                if slots:
                    check_truth(path, seed, slots)
                    demand_clean(path)
            except Exception as error:
                yield f"power {number} ({model} at {stop}, {target}): {error!r}"
            else:
                shutil.rmtree(target, ignore_errors=True)
        shutil.rmtree(place)
        print(f"power: {min(start + each, rounds)} losses, {len(changes)} changes in this recording")


def read_journal(path):
    content = path.read_bytes()
    offset = 0
    while offset + 21 <= len(content):
        kind, file, at, length = struct.unpack_from("<cIQQ", content, offset)
        offset += 21
        body = b""
        if kind in b"owua":
            body = content[offset:offset + length]
            offset += length
        yield kind.decode(), file, at, body


class PlayedFile:
    """A file on a disk that keeps what was synced, and of the rest what chance decides."""

    def __init__(self):
        self.synced = bytearray()
        self.pending = []

    def write(self, offset, body):
        self.pending.append((offset, body))

    def cut(self, size):
        self.pending.append((size, None))

    def sync(self):
        self.synced = self.after(self.pending)
        self.pending = []

    def after(self, changes):
        content = bytearray(self.synced)
        for offset, body in changes:
            if body is None:
                content = content[:offset] + bytes(max(0, offset - len(content)))
            else:
                content += bytes(max(0, offset + len(body) - len(content)))
                content[offset:offset + len(body)] = body
        return content

    def lost(self, model, chance):
        if model == "drop":
            return self.synced
        if model == "keep":
            return self.after(self.pending)
        kept = []
        for offset, body in self.pending:
            if body is None:
                if chance.random() < 0.5:
                    kept.append((offset, body))
                continue
            # A disk writes whole sectors, in any order.
            for start in range(0, len(body), 512):
                if chance.random() < 0.5:
                    kept.append((offset + start, body[start:start + 512]))
        return self.after(kept)


def play(changes, model, target, chance):
    """Puts the files into a folder as a power loss after these changes leaves them."""
    files, names, durable, paths = {}, {}, {}, {}
    for kind, number, offset, body in changes:
        if kind == "o":
            path = body.decode()
            if offset == 1:
                continue
            if path not in names:
                names[path] = PlayedFile()
            files[number], paths[number] = names[path], path
        elif kind == "w":
            files[number].write(offset, body)
        elif kind == "t":
            files[number].cut(offset)
        elif kind == "s":
            files[number].sync()
            # Bringing a new file to the disk brings its name along, as ext4 and APFS do.
            if names.get(paths[number]) is files[number]:
                durable[paths[number]] = files[number]
        elif kind == "u":
            names.pop(body.decode(), None)
        elif kind == "d":
            durable = dict(names)
    if model == "keep":
        left = names
    elif model == "drop":
        left = durable
    else:
        left = {
            path: chance.choice([found for found in (names.get(path), durable.get(path)) if found])
            for path in {**names, **durable} if path in durable or chance.random() < 0.5}
    target.mkdir()
    for path, file in left.items():
        name = Path(path).name
        content = bytes(file.lost(model, chance))
        if name.endswith("-shm"):
            # Shared memory survives no power loss in any known state.
            content = chance.randbytes(len(content))
        (target / name).write_bytes(content)


def full(rounds, folder, chance):
    for number in range(rounds):
        path = folder / f"full-{number}.denchi"
        seed = 9000 + number
        first, count = chance.randrange(40, 3000), chance.choice([1, 3, 50, 10**9])
        environment = {
            "LD_PRELOAD": str(shim(folder)), "DISK_PREFIX": str(path),
            "DISK_FULL": f"{first}:{count}"}
        try:
            said, code = record(
                path, seed, "--runs", 10, "--most", 80, "--commits", 200,
                seconds=1.5 if count == 10**9 else None, environment=environment)
            if count != 10**9 and code != 0:
                raise Damage(f"the recording ended with {code}")
            slots, _ = acknowledged(said)
            if slots:
                check_truth(path, seed, slots)
                demand_clean(path)
        except Exception as error:
            yield f"full {number} ({first}:{count}, {path}): {error!r}"
        if number % 20 == 19 or number == rounds - 1:
            print(f"full: {number + 1} rounds")


def sync(rounds, folder, chance):
    """Disks that fail to bring data to rest: the recording may end, and loses nothing it said."""
    for number in range(rounds):
        path = folder / f"sync-{number}.denchi"
        seed = 12_000 + number
        environment = {
            "LD_PRELOAD": str(shim(folder)), "DISK_PREFIX": str(path),
            "DISK_FAIL": f"{chance.randrange(6, 200)}:{chance.choice([1, 5])}"}
        try:
            said, _ = record(
                path, seed, "--runs", 10, "--most", 80, "--commits", 200, environment=environment)
            slots, _ = acknowledged(said)
            if slots:
                check_truth(path, seed, slots)
                demand_clean(path)
        except Exception as error:
            yield f"sync {number} ({environment['DISK_FAIL']}, {path}): {error!r}"
        if number % 20 == 19 or number == rounds - 1:
            print(f"sync: {number + 1} rounds")


def damage(rounds, folder, chance):
    """Cuts at every page, and random bytes and pages changed, of the file and of its log."""
    seed = 77
    original = folder / "whole.denchi"
    record(original, seed, "--runs", 6, "--most", 120, "--commits", 80)
    said = ""
    while "commit" not in said:
        said, _ = record(original, seed, "--runs", 6, "--most", 120, seconds=0.4)
    slots, _ = acknowledged(said)
    log = Path(f"{original}-wal")
    truth = check_truth(original, seed, slots)
    whole = Archive(original)
    expected = {
        run: int((whole.check_slots(run) < slot).sum()) for run, slot in slots.items()}
    copies = {name: Path(name).read_bytes() for name in (original, log)}
    cases = []
    for name, content in copies.items():
        head = 32 if name == log else 0
        size = PAGE + 24 if name == log else PAGE
        cuts = list(range(head, len(content), size))
        cuts += [place + chance.randrange(1, size) for place in cuts[::7]]
        if rounds < 1000:  # the quick form
            cuts = chance.sample(cuts, min(len(cuts), rounds // 2))
        cases += [(name, "cut", place) for place in cuts]
    for _ in range(rounds):
        name = chance.choice([original, log])
        place = chance.randrange(len(copies[name]))
        cases.append((name, chance.choice(["byte", "byte", "byte", "page", "zero"]), place))
    counts = {"clean": 0, "named": 0, "no archive": 0}
    good = 0
    for number, (name, kind, place) in enumerate(cases):
        target = folder / "broken.denchi"
        for suffix in ("", "-wal", "-shm", "-lock"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        for source, content in copies.items():
            if source == name:
                content = broken(content, kind, place, chance)
            Path(str(source).replace("whole", "broken")).write_bytes(content)
        shutil.copy(f"{original}-lock", f"{target}-lock")
        try:
            code, report, words = audit(target)
            counts[["clean", "named", "", "no archive"][code]] += 1
            if code == 0:
                # A commit that was not acknowledged may be gone without a word.
                check_truth(target, seed, slots)
            elif code == 1:
                if not any(finding["severity"] == "damage" for finding in report["findings"]):
                    raise Damage("no damage is named")
                good += sum(run["goodSamples"] for run in report["runs"]) / truth
            elif not words.strip():
                raise Damage("no word about what is wrong")
            check_export(target, seed, expected, code, folder)
        except Exception as error:
            yield f"damage {number} ({name.name} {kind} at {place}): {error!r}"
    print(
        f"damage: {len(cases)} cases of {len(copies[original])} and {len(copies[log])} bytes: "
        f"{counts}; still good where it was named: "
        f"{100 * good / max(1, counts['named']):.1f} % of the samples")


def broken(content, kind, place, chance):
    if kind == "cut":
        return content[:place]
    changed = bytearray(content)
    if kind == "byte":
        changed[place] ^= chance.randrange(1, 256)
    else:
        start = place // PAGE * PAGE
        size = len(changed[start:start + PAGE])
        changed[start:start + PAGE] = bytes(size) if kind == "zero" else chance.randbytes(size)
    return bytes(changed)


def check_export(path, seed, expected, code, folder):
    """Whatever the reader hands out is true and whole; where it cannot, it says so."""
    for run in list(expected)[:2]:
        table = folder / "table.csv"
        table.unlink(missing_ok=True)
        done = subprocess.run(
            [DENCHI, "archive", "export", path, "--run", str(run), table], capture_output=True)
        if done.returncode == 0:
            check_table(table, seed, run, expected[run])
        elif done.returncode != 3 or not done.stderr.strip() or table.exists():
            raise Damage(f"export ended with {done.returncode}: {done.stderr.decode()[:200]}")
        elif code == 0:
            raise Damage(f"the audit is clean and the export fails: {done.stderr.decode()[:200]}")


def check_table(path, seed, run, expected):
    table = numpy.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    if len(table) < expected:
        raise Damage(f"run {run}: the export has {len(table)} samples; expected {expected}")
    if table.size == 0:
        return
    slots = numpy.floor(table[:, 0] * 1e9 / trial.PERIOD).astype("i8")
    request, duration, values = trial.samples(seed, run, slots)
    time_s = (request + duration // 2) / 1e9
    same = (table[:, 0] == time_s) & (table[:, 1] == values[0]) & (table[:, 2] == values[1])
    if not same.all():
        raise Damage(f"run {run}: the export invents a sample at slot {slots[~same][0]}")


ROUNDS = {"kill": kill, "power": power, "full": full, "sync": sync, "damage": damage}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=[*ROUNDS, "all"])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    failures = 0
    for what in ROUNDS if arguments.what == "all" else [arguments.what]:
        folder = Path(tempfile.mkdtemp(prefix=f"denchi-{what}-", dir=arguments.folder))
        began = time.monotonic()
        for failure in ROUNDS[what](arguments.rounds, folder, random.Random(arguments.seed)):
            failures += 1
            print(f"FAILED {failure}", flush=True)
        print(f"{what}: {time.monotonic() - began:.0f} s")
        if failures == 0:
            shutil.rmtree(folder, ignore_errors=True)
    print("failures:", failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
