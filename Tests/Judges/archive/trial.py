"""The samples of `archive-trial`, made a second time from their rule (Tests/ArchiveTrial)."""

import os
import subprocess
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[3]
PERIOD = 100_000_000


def binary(name="archive-trial"):
    """The release build where there is one, since it makes more commits."""
    given = os.environ.get("DENCHI_TRIAL")
    if given:
        return Path(given)
    for kind in ("release", "debug"):
        path = ROOT / ".build" / kind / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is missing; build it with: swift build --product {name}")


def trial(*arguments, **options):
    return subprocess.run(
        [str(binary()), *map(str, arguments)], check=True, capture_output=True, text=True, **options)


def words(seed, run, slots, purpose):
    """The finish of SplitMix64, for many slots."""
    with numpy.errstate(over="ignore"):
        z = (
            numpy.uint64(seed) + numpy.uint64(run) * numpy.uint64(0xA076_1D64_78BD_642F)
            + slots.astype("u8") * numpy.uint64(0x9E37_79B9_7F4A_7C15)
            + numpy.uint64(purpose) * numpy.uint64(0xD1B5_4A32_D192_ED03))
        z = (z ^ z >> numpy.uint64(30)) * numpy.uint64(0xBF58_476D_1CE4_E5B9)
        z = (z ^ z >> numpy.uint64(27)) * numpy.uint64(0x94D0_49BB_1331_11EB)
        return z ^ z >> numpy.uint64(31)


def is_gap(seed, run, slots):
    return words(seed, run, slots, 1) % numpy.uint64(13) == 0


def samples(seed, run, slots):
    """Request times, durations and the three values of `decimal` samples."""
    request = slots * PERIOD + (words(seed, run, slots, 2) % numpy.uint64(PERIOD // 30)).astype("i8")
    duration = 300_000 + (words(seed, run, slots, 3) % numpy.uint64(2_000_000)).astype("i8")
    ramp = (slots % 36_000) / 36_000
    noise = (words(seed, run, slots, 4) % numpy.uint64(7)).astype("i8") - 3
    voltage = (30_000 + (ramp * 10_000).astype("i8") + noise) / 1e4
    current = (-10_000 + noise) / 1e3
    temperature = (250 + slots // 600 % 50) / 10
    return request, duration, [voltage, current, temperature]
