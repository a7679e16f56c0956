"""The can sizes of RULES A2.2 through the command."""

import pytest

from can_sizes import CANS, verdicts


@pytest.mark.parametrize("diameter, height, expected_2022, expected_2025", CANS)
def test_the_can_decides(diameter, height, expected_2022, expected_2025):
    found, density = verdicts(diameter, height)
    assert density > 650
    assert found["jp-meti-2022-second-call"] == expected_2022
    assert found["jp-meti-2025"] == expected_2025
