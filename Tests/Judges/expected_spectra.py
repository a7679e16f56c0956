"""The spectra on an expected page, against the table that Denchi made of the file."""
import json

from bdf_table import runs

KEYS = ("frequency_hz", "z_real_ohm", "z_imag_ohm")
RELATIVE = 1e-6


def comparisons(reader, path, expected):
    """Yields what was compared, and the differences in words."""
    if isinstance(expected.get("eis"), dict):
        yield from whole(reader.table("--as", "spectra"), [expected["eis"]], expected)
    elif isinstance(expected.get("spectra"), list):
        yield from whole(reader.table("--as", "spectra"), expected["spectra"], expected)
    elif "lines" in expected and path.suffix == ".mpt":
        yield from header_alone(reader, expected)


def whole(table, wanted, expected):
    points = [values for key in KEYS if (values := table.numbers(key)) is not None]
    if len(points) < 3:
        yield "spectra", ["no columns of impedance"]
        return
    sweeps = table.numbers("sweep") or [1] * table.count
    found = runs(sweeps)
    if "eis" in expected:
        stated = expected["eis"].get("spectra")
        yield "spectra", list(compare(points, 0, table.count, wanted[0]))
        if stated is not None:
            yield f"{len(found)} sweeps", (
                [] if len(found) == stated else [f"expected {stated}"])
        return
    # Two evaluations of one measurement can stand in a file: each of ours must be one of them.
    for _, first, last in found:
        outcomes = [list(compare(points, first, last + 1, one)) for one in wanted]
        best = min(outcomes, key=len)
        yield f"{last - first + 1} points", best
    if len(found) != len(wanted):
        is_twice = len({json.dumps(one["frequency_hz"]) for one in wanted}) == 1
        yield f"{len(found)} of {len(wanted)} spectra", (
            [] if is_twice else [f"expected {len(wanted)}"])


def compare(points, first, end, wanted):
    if end - first != wanted["points"]:
        yield f"{end - first} points, expected {wanted['points']}"
        return
    spectrum = wanted.get("spectrum", {})
    for key, found in zip(KEYS, points):
        for row, right in enumerate(spectrum.get(key, [])):
            value = found[first + row]
            if right is not None and abs(value - right) > max(RELATIVE * abs(right), 1e-12):
                yield f"{key}[{row}] {value!r}, expected {right!r}"


def header_alone(reader, expected):
    """A page that gives the lines alone: the second one states how many are no records."""
    table = reader.table("--as", "spectra")
    header = int(expected["first_lines"][1].split(":")[1])
    records = expected["lines"] - header
    yield f"{table.count} points", (
        [] if table.count == records else [f"{table.count}, expected {records}"])
