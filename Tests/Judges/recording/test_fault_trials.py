"""The quick form of `.ci/fault-table`: eight faults at once, each with its trace and no wrong value."""

from concurrent.futures import ThreadPoolExecutor

import fault_trials

CHOSEN = [
    ("bit-flip", "tcp"), ("cut", "tcp"), ("stuck-value", "tcp"), ("restart", "tcp"),
    ("late, after the deadline", "rtu"), ("merged", "rtu"), ("wrong-identity", "rtu"),
    ("duplicate", "text")]


def test_no_fault_becomes_a_value_and_each_leaves_its_trace(tmp_path):
    def trial(number):
        fault, line = CHOSEN[number]
        folder = tmp_path / str(number)
        folder.mkdir()
        return fault_trials.run(fault, fault_trials.WAYS[line], folder)

    with ThreadPoolExecutor(len(CHOSEN)) as pool:
        trials = list(pool.map(trial, range(len(CHOSEN))))
    bad = [" · ".join(trial.line) + f" {trial.wrong[:3]}" for trial in trials if not trial.is_good]
    assert not bad, "\n".join(bad)
