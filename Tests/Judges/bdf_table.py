"""A BDF CSV as columns, and the sums that are made of them; shares no code with Denchi."""
import csv
import math

LABELS = {
    "time_s": "Test Time / s", "voltage_v": "Voltage / V", "current_a": "Current / A",
    "cycle": "Cycle Count / 1", "unix_time_s": "Unix Time / s", "step_time_s": "Step Time / s",
    "net_ah": "Net Capacity / Ah", "frequency_hz": "Frequency / Hz",
    "z_real_ohm": "Real Impedance / ohm", "z_imag_ohm": "Imaginary Impedance / ohm",
    "sweep": "Spectrum / 1",
}
# Their first word says when they reset.
COUNTERS = {
    "charge_ah": "Charging Capacity / Ah", "discharge_ah": "Discharging Capacity / Ah",
    "charge_wh": "Charging Energy / Wh", "discharge_wh": "Discharging Energy / Wh",
}


def number(cell):
    return float(cell) if cell else math.nan


class Table:
    def __init__(self, path):
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.labels = rows[0]
        self.count = len(rows) - 1
        self.columns = list(zip(*rows[1:])) if self.count else [()] * len(self.labels)
        self.words = dict(zip(self.labels, self.columns))

    def label(self, key):
        """The label of a quantity in this table; None where it is not there."""
        if key == "step":
            wanted = ("Step Count / 1", "Step Index / 1")
        elif key in COUNTERS:
            wanted = tuple(word + COUNTERS[key] for word in ("", "Step ", "Cycle ", "Schedule "))
        else:
            wanted = (LABELS.get(key, key),)
        return next((label for label in wanted if label in self.words), None)

    def numbers(self, key):
        """The column as numbers, NaN for empty cells; None where it is not there."""
        label = self.label(key)
        return None if label is None else [number(cell) for cell in self.words[label]]

    def temperatures(self):
        return {label: [number(cell) for cell in self.words[label]]
                for label in self.labels if "Temperature" in label}


def trapezoid(time, current, voltage, rows=None):
    """Charge and discharge in Ah and Wh over neighbouring rows whose time grows.

    An interval counts in the direction of its charge: at a negative voltage charging yields energy.
    """
    sums = {"charge_ah": 0.0, "discharge_ah": 0.0, "charge_wh": 0.0, "discharge_wh": 0.0}
    rows = range(len(time)) if rows is None else rows
    for a, b in zip(rows, rows[1:]):
        hours = (time[b] - time[a]) / 3600
        charge = (current[a] + current[b]) / 2 * hours
        energy = (current[a] * voltage[a] + current[b] * voltage[b]) / 2 * hours
        if not hours > 0 or charge != charge or energy != energy:
            continue
        name, sign = ("charge", 1) if charge > 0 else ("discharge", -1)
        sums[f"{name}_ah"] += sign * charge
        sums[f"{name}_wh"] += sign * energy
    return sums


def runs(values):
    """Stretches of equal neighbours as (value, first, last); NaN equals NaN."""
    found = []
    for row, value in enumerate(values):
        if found and (found[-1][0] == value or value != value and found[-1][0] != found[-1][0]):
            found[-1][2] = row
        else:
            found.append([value, row, row])
    return found
