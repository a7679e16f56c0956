"""The quick form of `.ci/replugs`: ten cycles over TCP and four over a pseudo-terminal."""

import fault_trials
import pytest
import replugs


@pytest.mark.parametrize("line, cycles", [("tcp", 10), ("rtu", 4)])
def test_a_line_that_comes_back_is_recorded_again_and_nothing_leaks(line, cycles, tmp_path):
    problems, figures = replugs.trial(fault_trials.WAYS[line], cycles, tmp_path)
    assert not problems, figures + "\n" + "\n".join(problems[:5])
