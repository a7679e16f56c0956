"""The quick form of crash.py: nothing acknowledged is lost, and nothing is invented."""

import random
import shutil
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import crash  # noqa: E402

NEEDS_DISK = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"),
    reason="the disk between program and files needs Linux and a C compiler")


@pytest.mark.parametrize(
    "what, rounds", [
        ("kill", 10), pytest.param("power", 60, marks=NEEDS_DISK),
        pytest.param("full", 6, marks=NEEDS_DISK), pytest.param("sync", 6, marks=NEEDS_DISK),
        ("damage", 60)])
def test_nothing_acknowledged_is_lost(what, rounds, tmp_path):
    failures = list(crash.ROUNDS[what](rounds, tmp_path, random.Random(7)))
    assert not failures, "\n".join(failures[:5])
