"""Reads an archive from the description of its format alone: sqlite3, struct, numpy, xxhash.

Nothing of Denchi runs here. Every row's seal is checked when it is read.
"""

import hashlib
import sqlite3
import struct
from pathlib import Path

import numpy
import xxhash

APPLICATION_ID = 0x444E4348
SLOT, REQUEST, DURATION, QUALITY, DEVICE_TIME, COMMIT, FIRST_VALUE = 0, 1, 2, 3, 4, 5, 16


class Damage(Exception):
    """Something is not as it was written."""


def seal(table, fields):
    """The hash over a row without its last field."""

    def word(number):
        return struct.pack("<Q", number & (1 << 64) - 1)

    def blob(content):
        return word(len(content)) + word(xxhash.xxh64_intdigest(content))

    content = blob(table.encode())
    for field in fields:
        if isinstance(field, int):
            content += word(field)
        elif isinstance(field, float):
            content += struct.pack("<d", field)
        elif isinstance(field, str):
            content += blob(field.encode())
        else:
            content += blob(field)
    number = xxhash.xxh64_intdigest(content)
    return number - (1 << 64) if number >> 63 else number


def block(content, offset=0):
    """One column: its words as unsigned 64-bit numbers, and where the next one begins."""
    coding, exponent, order, width, count = struct.unpack_from("<BBBBI", content, offset)
    offset += 8

    def numbers(count, size, signed=False):
        nonlocal offset
        kind = f"<{'i' if signed else 'u'}{size}"
        words = numpy.frombuffer(content, kind, count, offset)
        offset += count * size
        return words

    def whole():
        heads = numbers(min(order, count), 8, signed=True)
        rest = max(0, count - order)
        steps = (
            numbers(rest, width, signed=True).astype("i8") if width else numpy.zeros(rest, "i8"))
        with numpy.errstate(over="ignore"):
            if order == 2 and count > 1:
                steps = numpy.cumsum(numpy.concatenate([heads[1:], steps]), dtype="i8")
            return numpy.cumsum(numpy.concatenate([heads[:1], steps]), dtype="i8")

    if coding == 0:
        words = numbers(count, 8)
    elif coding == 1:
        words = numpy.repeat(numbers(1, 8), count)
    elif coding == 2:
        words = whole().view("u8")
    elif coding == 3:
        words = (whole().astype("f8") / 10.0**exponent).view("u8")
    elif coding == 4:
        words = numbers(count, 4).view("f4").astype("f8").view("u8")
    elif coding == 5:
        table = numbers(int(numbers(1, 8)[0]), 8)
        words = table[numbers(count, width)]
    else:
        raise Damage(f"coding {coding}")
    if len(words) != count:
        raise Damage(f"{len(words)} words; expected {count}")
    return words, offset


class Archive:
    def __init__(self, path):
        self.database = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        if self.database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Damage("no archive")
        self.version = self.database.execute("PRAGMA user_version").fetchone()[0]
        # One state of the file, whatever a writer does meanwhile.
        self.database.isolation_level = None
        self.database.execute("BEGIN")

    def rows(self, table, condition="", *values):
        for row in self.database.execute(f"SELECT * FROM {table} {condition}", values):
            if seal(table, row[:-1]) != row[-1]:
                raise Damage(f"{table} {row[:2]}")
            yield row[:-1]

    def runs(self):
        return {row[0]: row for row in self.rows("run", "ORDER BY id")}

    def state(self, run):
        return next(self.rows("run_state", "WHERE run = ?", run))

    def quantities(self, run):
        return self.runs()[run][2].split(",")

    def columns(self, run):
        """All samples of a run: column number to words, in the order of slots."""
        values = len(self.quantities(run))
        wanted = [0, 1, 2, 3, 4, 5] + [FIRST_VALUE + i for i in range(values)]
        pieces = []
        merged = -1
        for chunk in self.rows("chunk", "WHERE run = ? ORDER BY first_slot", run):
            found = {}
            for row in self.rows("chunk_column", "WHERE chunk = ?", chunk[0]):
                words, end = block(row[3])
                if end != len(row[3]) or len(words) != chunk[4]:
                    raise Damage(f"chunk {chunk[0]}, column {row[2]}")
                found[row[2]] = words
            if sorted(found) != wanted:
                raise Damage(f"chunk {chunk[0]}: columns {sorted(found)}")
            slots = found[SLOT].view("i8")
            if (slots[0], slots[-1]) != chunk[2:4] or slots[0] <= merged:
                raise Damage(f"chunk {chunk[0]}: slots")
            merged = chunk[3]
            pieces.append(found)
        for row in self.rows(
                "tail", "WHERE run = ? AND last_slot > ? ORDER BY commit_number", run, merged):
            found, offset = {}, 0
            for number in wanted:
                if number == COMMIT:
                    found[number] = numpy.full(row[4], row[0], "u8")
                    continue
                found[number], offset = block(row[5], offset)
            if offset != len(row[5]) or any(len(words) != row[4] for words in found.values()):
                raise Damage(f"tail {row[:2]}")
            pieces.append(found)
        return {
            number: numpy.concatenate([piece[number] for piece in pieces])
            if pieces else numpy.zeros(0, "u8") for number in wanted}

    def gaps(self, run):
        return [row[1:] for row in self.rows("gap", "WHERE run = ? ORDER BY first_slot", run)]

    def events(self, run):
        return [row[2:] for row in self.rows("event", "WHERE run = ? ORDER BY id", run)]

    def segments(self, run):
        return [row[2:] for row in self.rows("segment", "WHERE run = ? ORDER BY number", run)]

    def digest(self, run):
        """The SHA-256 of all that was recorded of a run."""
        columns = self.columns(run)
        digests = b""
        for start in range(0, len(columns[SLOT]), 16_384):
            content = b"".join(
                columns[number][start:start + 16_384].astype("<u8").tobytes()
                for number in columns if number != COMMIT)
            digests += hashlib.sha256(content).digest()
        frame = b""

        def add(*fields):
            nonlocal frame
            for field in fields:
                if isinstance(field, int):
                    frame += struct.pack("<q", field)
                elif isinstance(field, float):
                    frame += struct.pack("<d", field)
                else:
                    content = field.encode() if isinstance(field, str) else field
                    frame += struct.pack("<q", len(content)) + content

        plan = self.runs()[run]
        calibration = [row[2] for row in self.rows("calibration", "WHERE run = ?", run)]
        cell = [row[2] for row in self.rows("document", "WHERE id = ?", plan[7])]
        add(plan[1], plan[2], plan[3], plan[4], plan[5], plan[6])
        add(calibration[0] if calibration else "", cell[0] if cell else b"")
        for segment in self.segments(run):
            add(segment[0], segment[1], float(segment[2]), segment[3], segment[4])
        for gap in self.gaps(run):
            add(*gap[:4])
        for event in self.events(run):
            add(*event[:4])
        digests += hashlib.sha256(frame).digest()
        return hashlib.sha256(digests).hexdigest()

    def check_slots(self, run):
        """Samples and gaps are the slots, each once; returns the slots of the samples."""
        slots = self.columns(run)[SLOT].view("i8")
        state, first = self.state(run), self.segments(run)[0][1]
        covered = numpy.zeros(state[2] - first, "i4")
        numpy.add.at(covered, slots - first, 1)
        for gap in self.gaps(run):
            covered[gap[0] - first:gap[1] - first + 1] += 1
        if not (covered == 1).all():
            raise Damage(f"run {run}: slots {numpy.flatnonzero(covered != 1)[:5] + first}")
        return slots
