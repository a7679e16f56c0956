"""The quick form of `.ci/load`: what must never go wrong, on any machine; the figures are not judged."""

import argparse

import load


def test_two_hundred_channels_are_recorded_whole(tmp_path):
    arguments = argparse.Namespace(channels=200, hertz=10, lines=4, seconds=8, beyond=False)
    figures = {name: (text, is_good) for name, text, is_good, _ in load.trial(arguments, tmp_path)}
    for name in ("exit code", "audit", "samples"):
        assert figures[name][1], figures
    assert "alarm after the crossing" in figures


def test_more_than_can_be_done_leaves_gaps_that_say_so(tmp_path):
    arguments = argparse.Namespace(channels=400, hertz=1000, lines=2, seconds=5, beyond=True)
    figures = {name: (text, is_good) for name, text, is_good, _ in load.trial(arguments, tmp_path)}
    for name in ("exit code", "audit", "samples", "missed slots"):
        assert figures[name][1], figures
    assert "overrun" in figures["missed slots"][0]
