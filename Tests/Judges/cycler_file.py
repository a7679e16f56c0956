"""A cycler's file whose per-cycle charge and energy are known in closed form.

Every waveform is a straight line in time: constant current with a voltage that goes along a line,
then a constant voltage with a current that falls along a line. The trapezoid sum of such a step is
its integral however it is sampled, and all decimals are finite, so that the truth is a fraction and
the file holds it without rounding. With noise, voltages get normal noise and five decimals, as a
tester writes them; the truth stays that of the waveforms.

    python cycler_file.py OUT.csv --rows 10000000 --cycles 500 --noise
"""

import argparse
import random
from dataclasses import dataclass
from fractions import Fraction as F

HEADER = "Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1\n"
COULOMBIC_EFFICIENCY = F(9985, 10000)
SHARES = (F(4, 10), F(1, 10), F(1, 20), F(4, 10), F(1, 20))
NOISE = 2e-4


@dataclass
class Step:
    """A step whose voltage and current are lines: value at its start, and slope per second."""

    seconds: F
    volts: F
    volts_slope: F
    amperes: F
    amperes_slope: F

    def charge(self):
        """Ampere-seconds."""
        return self.amperes * self.seconds + self.amperes_slope * self.seconds**2 / 2

    def energy(self):
        """Watt-seconds, where either voltage or current is constant."""
        assert self.volts_slope == 0 or self.amperes_slope == 0
        mean_volts = self.volts + self.volts_slope * self.seconds / 2
        return self.charge() * mean_volts


def cycle_steps(number):
    """Charge at constant current and voltage, rest, discharge, rest; a little less each cycle."""
    charging = F(6400 - 4 * (number - 1))
    charge = Step(charging, F("3.2"), F("0.00014"), F("2.5"), F(0))
    hold = Step(F(2400), F("4.1"), F(0), F("2.5"), F("-0.001"))
    given = (charge.charge() + hold.charge()) * COULOMBIC_EFFICIENCY
    discharge = Step(given / 5, F("4.0"), F("-0.00025"), F(-5), F(0))
    return [charge, hold, Step(F(600), F("4.08"), F(0), F(0), F(0)), discharge,
            Step(F(600), F("3.3"), F(0), F(0), F(0))]


def truth(cycles):
    """Charge and energy of each cycle, in Ah and Wh."""
    result = []
    for number in range(1, cycles + 1):
        charge, hold, _, discharge, _ = cycle_steps(number)
        result.append({
            "charge_Ah": (charge.charge() + hold.charge()) / 3600,
            "discharge_Ah": -discharge.charge() / 3600,
            "charge_Wh": (charge.energy() + hold.energy()) / 3600,
            "discharge_Wh": -discharge.energy() / 3600,
        })
    return result


def write(path, rows, cycles, noise=False, seed=2):
    """Writes the file; each step begins one sampling interval after the last row of the one before.

    Times are whole milliseconds. Without noise the other decimals are exact.
    """
    draw = random.Random(seed).gauss
    row = "%.3f,%.5f,%.5f,%d,%d\n" if noise else "%.3f,%.8f,%.6f,%d,%d\n"
    clock, step_number = 0, 0
    with open(path, "w", newline="") as file:
        file.write(HEADER)
        for number in range(1, cycles + 1):
            for step, share in zip(cycle_steps(number), SHARES):
                step_number += 1
                count = int(rows // cycles * share)
                length = int(step.seconds * 1000)
                assert length == step.seconds * 1000 and count > 2
                volts, volts_slope = float(step.volts), float(step.volts_slope)
                amperes, amperes_slope = float(step.amperes), float(step.amperes_slope)
                values = []
                for k in range(count):
                    at = length * k // (count - 1)
                    v = volts + volts_slope * at / 1000
                    values += ((clock + at) / 1000, v + draw(0, NOISE) if noise else v,
                               amperes + amperes_slope * at / 1000, number, step_number)
                file.write(row * count % tuple(values))
                clock += length + length // (count - 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--noise", action="store_true")
    chosen = parser.parse_args()
    write(chosen.out, chosen.rows, chosen.cycles, chosen.noise)
