"""The values of a run on an expected page, against the table that Denchi made of the file."""
import datetime
import math

from bdf_table import runs, trapezoid

ABSOLUTE = {"time_s": 1e-3, "voltage_v": 1e-6, "current_a": 1e-9, "temperature_c": 1e-5}
# Both directions are negative in the values of this file, while its own words say charge and
# discharge: the current is held against them by its size.
UNSIGNED = ("batmo_bdf.csv",)
BINARY = (".nda", ".ndax", ".mpr", ".mat", ".res", ".parquet")
KEYS = ("time_s", "voltage_v", "current_a", "cycle", "step")


class Tolerance:
    """The tolerances of the data's README, by the kind of file."""

    def __init__(self, path, expected):
        self.name = path.name.lower()
        self.is_binary = self.name.endswith(BINARY)
        self.is_unsigned = path.name in UNSIGNED
        # Half a unit of the ninth digit, to which the values are printed.
        self.relative = 1e-6 if self.is_binary else 5.1e-9
        mapped = expected.get("mapped") or {}
        self.time_factor = 1e-3 if str(mapped.get("t")).endswith("millisecond") else 1.0

    def wanted(self, key, value):
        return value * self.time_factor if key == "time_s" else value

    def near(self, key, found, wanted):
        if wanted is None or isinstance(wanted, str):
            return True
        wanted = self.wanted(key, wanted)
        if key == "current_a" and self.is_unsigned:
            found, wanted = abs(found), abs(wanted)
        floor = ABSOLUTE.get(key, 0.0) if self.is_binary else 1e-12
        if key == "time_s" and self.name.endswith(".ndax"):
            floor = 0.01
        return abs(found - wanted) <= max(self.relative * abs(wanted), floor)


def close(found, wanted, relative, absolute=0.0):
    if wanted is None:
        return True
    return abs(found - wanted) <= max(relative * abs(wanted), absolute)


def comparisons(reader, path, expected):
    """Yields what was compared, and the differences in words."""
    if "records" in expected:
        yield from run(reader.table("--as", "run"), path, expected)
    elif "series" in expected or "pulses" in expected:
        yield from matlab(reader, expected)
    elif expected.get("tables") and isinstance(expected["tables"][0], dict):
        yield from gamry(reader, expected)
    elif "lines" in expected and path.suffix == ".csv":
        yield from vendor_export(reader, path, expected)

def run(table, path, expected):
    tolerance = Tolerance(path, expected)
    if table.count != expected["records"]:
        yield "records", [f"{table.count}, expected {expected['records']}"]
        return
    yield f"{table.count} records", []
    columns = {key: values for key in KEYS if (values := table.numbers(key)) is not None}
    # Where a file has both, Denchi gives the executed step and the page the place in the program.
    hidden = {"step"} if {"ndc_headers", "nda_version", "cycle_rows"} & set(expected) else set()
    shown = {key: values for key, values in columns.items() if key not in hidden}
    yield "samples", list(samples(shown, expected, tolerance))
    yield "extremes", list(extremes(columns, table, expected, tolerance))
    time, voltage, current = (columns[key] for key in ("time_s", "voltage_v", "current_a"))
    if "time_order" in expected:
        yield "order of time", list(time_order(time, expected["time_order"], tolerance))
    if not tolerance.is_unsigned and "integrated_total" in expected:
        yield "integrals", list(integrals(time, current, voltage, expected, tolerance))
    if "steps" in expected and "step" in columns:
        yield "steps", list(steps(columns, expected, tolerance))
    if "cycles" in expected and "cycle" in columns:
        yield "cycles", list(cycles(table, columns, expected, tolerance))
    yield from clock(table, expected)
    if "q_minus_qo_mah" in expected and (net := table.numbers("net_ah")):
        yield "net capacity", list(net_capacity(net, expected["q_minus_qo_mah"]))
    if isinstance(expected.get("pulses"), dict):
        yield "pulses", list(pulses(columns, expected["pulses"]["list"]))


def samples(columns, expected, tolerance):
    found = [expected.get("first"), expected.get("last")] + expected.get("samples", [])
    for record in filter(None, found):
        for key, values in columns.items():
            wanted = record.get(key)
            if isinstance(wanted, (int, float)):
                value = values[record["index"]]
                if not tolerance.near(key, value, wanted):
                    yield f"{key}[{record['index']}] {value!r}, expected {wanted!r}"


def extremes(columns, table, expected, tolerance):
    for key, values in columns.items():
        wanted = expected.get(key)
        if not isinstance(wanted, dict) or key == "current_a" and tolerance.is_unsigned:
            continue
        known = [value for value in values if value == value]
        if not known:
            continue
        for which, found in (("min", min(known)), ("max", max(known))):
            if not tolerance.near(key, found, wanted.get(which)):
                yield f"{key} {which} {found!r}, expected {wanted[which]!r}"
        mean = math.fsum(known) / len(known)
        scale = max(abs(min(known)), abs(max(known)))
        if wanted.get("mean") is not None:
            mean_wanted = tolerance.wanted(key, wanted["mean"])
            if abs(mean - mean_wanted) > max(2e-6 * scale, 1e-12):
                yield f"{key} mean {mean!r}, expected {mean_wanted!r}"
        if len(values) - len(known) != wanted.get("nan", 0):
            yield f"{key}: {len(values) - len(known)} missing, expected {wanted.get('nan')}"
    wanted = expected.get("temperature_c")
    if isinstance(wanted, dict) and wanted.get("min") is not None:
        found = [[v for v in values if v == v] for values in table.temperatures().values()]
        if not any(
                values and tolerance.near("temperature_c", min(values), wanted["min"])
                and tolerance.near("temperature_c", max(values), wanted["max"])
                for values in found):
            yield f"no temperature from {wanted['min']} to {wanted['max']}"


def time_order(time, expected, tolerance):
    pairs = [(a, b) for a, b in zip(time, time[1:]) if a == a and b == b]
    found = {
        "decreases": sum(b < a for a, b in pairs), "repeats": sum(b == a for a, b in pairs),
        "largest_gap_s": max((b - a for a, b in pairs), default=0.0),
    }
    for key in ("decreases", "repeats"):
        # Two computed times of one record can differ by their last bit.
        if found[key] != expected.get(key) and not tolerance.name.endswith(".ndax"):
            yield f"{key} {found[key]}, expected {expected.get(key)}"
    wanted = expected.get("largest_gap_s")
    if wanted is not None:
        wanted *= tolerance.time_factor
        if not close(found["largest_gap_s"], wanted, 1e-6, 0.02 if tolerance.is_binary else 2e-6):
            yield f"largest gap {found['largest_gap_s']!r}, expected {wanted!r}"


def integrals(time, current, voltage, expected, tolerance):
    found = trapezoid(time, current, voltage)
    wanted = expected["integrated_total"]
    for key, value in found.items():
        # The page integrates over milliseconds as they stand.
        value /= tolerance.time_factor
        if not close(value, wanted.get(key), 1e-5, 1e-12):
            yield f"{key} {value!r}, expected {wanted[key]!r}"


def steps(columns, expected, tolerance):
    # A step that goes on in a further cycle counts again.
    cycle = columns.get("cycle") if "cycles" in expected else None
    found = runs(list(zip(cycle or columns["step"], columns["step"])))
    if len(found) != expected["step_runs"]:
        yield f"{len(found)} step runs, expected {expected['step_runs']}"
        return
    for (_, first, last), wanted in zip(found, expected["steps"]):
        if last - first + 1 != wanted["records"]:
            yield f"step run {wanted['run']}: {last - first + 1} records, not {wanted['records']}"
            return
        checks = (("time_s", "t_start_s", first), ("time_s", "t_end_s", last),
                  ("voltage_v", "v_start", first), ("voltage_v", "v_end", last))
        for key, name, row in checks:
            value = columns[key][row]
            if not tolerance.near(key, value, wanted.get(name)):
                yield f"step run {wanted['run']}: {name} {value!r}, expected {wanted[name]!r}"


def cycles(table, columns, expected, tolerance):
    numbers = columns["cycle"]
    found = sorted({value for value in numbers if value == value})
    if len(found) != expected["cycle_count"]:
        yield f"{len(found)} cycles, expected {expected['cycle_count']}"
        return
    rows = {value: [] for value in found}
    for row, value in enumerate(numbers):
        if value == value:
            rows[value].append(row)
    previous = None
    for wanted in expected["cycles"]:
        own = rows.get(wanted["cycle"])
        if own is None:
            yield f"cycle {wanted['cycle']} is not there"
            continue
        if len(own) != wanted["records"]:
            yield f"cycle {wanted['cycle']}: {len(own)} records, expected {wanted['records']}"
        voltage = [columns["voltage_v"][row] for row in own]
        for name, value in (("v_min", min(voltage)), ("v_max", max(voltage))):
            if not tolerance.near("voltage_v", value, wanted.get(name)):
                yield f"cycle {wanted['cycle']}: {name} {value!r}, expected {wanted[name]!r}"
        if not tolerance.is_unsigned and "integrated" in wanted:
            sums = trapezoid(columns["time_s"], columns["current_a"], columns["voltage_v"], own)
            for key, value in sums.items():
                if not close(value, wanted["integrated"].get(key), 1.2e-5, 1e-12):
                    yield (f"cycle {wanted['cycle']}: integrated {key} {value!r}, "
                           f"expected {wanted['integrated'][key]!r}")
        yield from counters(table, own, previous, wanted, expected, columns)
        previous = own


def counters(table, own, previous, wanted, expected, columns):
    """The file's own counters in one cycle, by the rule that the page states."""
    source = expected.get("capacity_source", "")
    if source == "integrated only" or expected.get("capacity_readers_agree") is False:
        return
    # Records without a value of their own have a computed one.
    relative = 1e-3 if "ndc_headers" in expected else 2e-6
    for key in ("charge_ah", "discharge_ah", "charge_wh", "discharge_wh"):
        values = table.numbers(key)
        if values is None or wanted.get(key) is None:
            continue
        if source.startswith("difference"):
            before = values[previous[-1]] if previous else 0.0
            found = values[own[-1]] - before
        elif source.startswith("largest"):
            found = max(values[row] for row in own)
        else:
            found = 0.0
            step = columns["step"]
            for _, low, high in runs([step[row] for row in own]):
                found += max(abs(values[own[0] + row]) for row in range(low, high + 1))
        if not close(found, wanted[key], relative, 1e-9):
            yield f"cycle {wanted['cycle']}: {key} {found!r}, expected {wanted[key]!r}"


def clock(table, expected):
    unix = table.numbers("unix_time_s")
    wanted = expected.get("unix_time_s")
    if isinstance(wanted, dict) and unix:
        yield "clock", [
            f"{name} {value!r}, expected {wanted[name]!r}"
            for name, value in (("first", unix[0]), ("last", unix[-1]))
            if not close(value, wanted.get(name), 0, 0.11)]
    if isinstance(expected.get("timestamp"), str) and unix and table.count:
        start = datetime.datetime.fromisoformat(expected["timestamp"])
        seconds = start.replace(tzinfo=datetime.timezone.utc).timestamp()
        found = unix[0] - table.numbers("time_s")[0]
        yield "start", (
            [] if close(found, seconds, 0, 0.01) else [f"{found!r}, expected {seconds!r}"])


def net_capacity(net, wanted):
    known = [value * 1000 for value in net if value == value]
    found = {"first": known[0], "last": known[-1], "min": min(known), "max": max(known)}
    for name, value in found.items():
        if not close(value, wanted.get(name), 1e-6, 1e-9):
            yield f"{name} {value!r}, expected {wanted[name]!r}"


def pulses(columns, wanted):
    voltage, current = columns["voltage_v"], columns["current_a"]
    for pulse in wanted:
        before, first, last = (pulse[f"index_{name}"] for name in ("before", "first", "last"))
        for name, row in (("r_first_ohm", first), ("r_end_ohm", last)):
            change = current[row] - current[before]
            found = (voltage[row] - voltage[before]) / change if change else math.nan
            if not close(found, pulse.get(name), 1e-4):
                yield f"{name} at {first}: {found!r}, expected {pulse[name]!r}"


def matlab(reader, expected):
    """The runs of a MATLAB file, each converted by its name."""
    series = expected.get("series", [])
    differences = []
    for wanted in series:
        name = f"{wanted['temperature']}.{wanted['series']}"
        table = reader.table(part=name)
        differences += [f"{name}: {words}" for words in rate_series(table, wanted)]
    if series:
        yield f"{len(series)} runs", differences
    pulses = expected.get("pulses", [])
    differences = []
    for wanted in pulses:
        name = f"{wanted['temperature']}.{wanted['soc']}.{wanted['cell']}"
        table = reader.table(part=name)
        differences += [f"{name}: {words}" for words in pulse_series(table, wanted)]
    if pulses:
        yield f"{len(pulses)} pulses", differences


def values_near(pairs):
    for name, found, wanted in pairs:
        if wanted is not None and not close(found, wanted, 6e-6, 1e-9):
            yield f"{name} {found!r}, expected {wanted!r}"


def rate_series(table, wanted):
    if table.count != wanted["records"]:
        yield f"{table.count} records, expected {wanted['records']}"
        return
    time, voltage, current = (table.numbers(k) for k in ("time_s", "voltage_v", "current_a"))
    temperatures = list(table.temperatures().values())
    yield from values_near([
        ("t_end_s", time[-1], wanted["t_end_s"]), ("v_first", voltage[0], wanted["v_first"]),
        ("v_last", voltage[-1], wanted["v_last"]), ("v_min", min(voltage), wanted["v_min"]),
        ("v_max", max(voltage), wanted["v_max"]), ("i_min", min(current), wanted["i_min"]),
        ("i_max", max(current), wanted["i_max"])])
    hottest = wanted.get("t_cell_max_c")
    if hottest is not None and not any(close(max(t), hottest, 1e-6) for t in temperatures):
        yield f"no temperature up to {hottest}"
    stretches = wanted["runs_with_negative_current"] + wanted["runs_with_positive_current"]
    for stretch in stretches:
        rows = range(stretch["first_index"], stretch["last_index"] + 1)
        sums = trapezoid(time, current, voltage, rows)
        found = max(sums["charge_ah"], sums["discharge_ah"])
        if not close(found, stretch["capacity_ah"], 1e-5):
            yield f"capacity from {rows.start}: {found!r}, expected {stretch['capacity_ah']!r}"


def pulse_series(table, wanted):
    if table.count != wanted["records"]:
        yield f"{table.count} records, expected {wanted['records']}"
        return
    time, voltage, current = (table.numbers(k) for k in ("time_s", "voltage_v", "current_a"))
    yield from values_near([
        ("t_first_s", time[0], wanted["t_first_s"]), ("t_last_s", time[-1], wanted["t_last_s"]),
        ("v_first", voltage[0], wanted["v_first"]), ("v_min", min(voltage), wanted["v_min"]),
        ("i_min", min(current), wanted["i_min"]), ("i_max", max(current), wanted["i_max"])])


def gamry(reader, expected):
    """A direct-current test; one page gives its table by names, another by places."""
    table = reader.table("--as", "run")
    wanted = expected["tables"][0]
    count = wanted.get("records", wanted.get("rows"))
    if table.count != count:
        yield "records", [f"{table.count} records, expected {count}"]
        return
    differences = []
    names = (("time_s", "T"), ("voltage_v", "Vf"), ("current_a", "Im"))
    for row, place in ((0, "first"), (-1, "last")):
        values = wanted.get(place)
        if isinstance(values, list):
            values = dict(zip(wanted["names"], values))
        for key, name in names:
            found = table.numbers(key)[row]
            # The second page is printed to four digits behind the point.
            floor = 0 if "records" in wanted else 5.1e-5
            if values and not close(found, values[name], 5.1e-9, floor):
                differences.append(f"{place} {name} {found!r}, not {values[name]!r}")
    yield f"{table.count} records", differences


def vendor_export(reader, path, expected):
    """A text whose page gives its lines alone: one of them names the columns."""
    table = reader.table("--as", "run")
    records = expected["lines"] - 1
    yield f"{table.count} records", (
        [] if table.count == records else [f"{table.count}, expected {records}"])
