"""Known answers of public measurements; golden.py prints them as a table."""

import pytest

import golden
from tool import MEASUREMENTS

needs_measurements = pytest.mark.skipif(
    not MEASUREMENTS.exists(), reason=f"the public measurements are not at {MEASUREMENTS}")


def check(rows):
    assert all(row.holds for row in rows), "\n" + golden.table(rows)


@needs_measurements
def test_the_rate_test_of_a_real_cell():
    check(golden.rate_test())


@needs_measurements
def test_each_file_that_lies_gives_its_finding():
    check(golden.lying_files())


def test_each_drawn_lie_gives_its_finding(tmp_path):
    check(golden.drawn_lies(tmp_path))
