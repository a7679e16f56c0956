"""The rows of a table of cycles on an expected page, against what `denchi inspect` shows of it."""
KEYS = {
    "cycle": "number", "charge_ah": "chargeCapacity_Ah", "discharge_ah": "dischargeCapacity_Ah",
    "charge_wh": "chargeEnergy_Wh", "discharge_wh": "dischargeEnergy_Wh",
}
# Half a unit of the ninth digit, to which the values are printed.
RELATIVE = 5.1e-9


def comparisons(reader, path, expected):
    """Yields what was compared, and the differences in words."""
    if isinstance(expected.get("table"), list):
        cycles = reader.inspected()["cycles"]
        yield f"{len(cycles)} cycles", list(rows(cycles, expected["table"], expected["rows"]))
    elif "discharge_ah_per_column" in expected:
        wanted = [{"discharge_ah": value} for value in expected["discharge_ah_per_column"]]
        cycles = reader.inspected()["cycles"]
        yield f"{len(cycles)} cycles", list(rows(cycles, wanted, expected["shape"][1]))


def rows(cycles, wanted, count):
    if len(cycles) != count:
        yield f"{len(cycles)} cycles, expected {count}"
        return
    for cycle, values in zip(cycles, wanted):
        for key, right in values.items():
            found = cycle.get(KEYS[key])
            # An empty cell, or one that is no number, is not there.
            if right is None and not found:
                continue
            if found is None or right is None or abs(found - right) > RELATIVE * abs(right):
                yield f"cycle {cycle.get('number')}: {key} {found!r}, expected {right!r}"
