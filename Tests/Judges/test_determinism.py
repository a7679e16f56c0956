"""The same input gives the same bytes."""

import gzip
import json
import shutil

import pytest

from tool import ROOT, SAMPLES, denchi


def bytes_of(*arguments, **options):
    outcome = denchi("analyze", *arguments, **options)
    assert outcome.code == 0, outcome.err
    return outcome.out


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_twice_and_on_two_builds(sample, debug_build):
    once = bytes_of(sample)
    assert bytes_of(sample) == once
    assert bytes_of(sample, binary=debug_build) == once


def test_a_file_that_is_read_in_several_pieces(small_file, debug_build):
    once = bytes_of(small_file)
    assert bytes_of(small_file) == once
    assert bytes_of(small_file, binary=debug_build) == once


def test_the_report_in_a_file_is_the_one_on_standard_output(tmp_path):
    target = tmp_path / "report.json"
    outcome = denchi("analyze", SAMPLES[0], "-o", target)
    assert (outcome.code, outcome.out) == (0, b"")
    assert target.read_bytes() == bytes_of(SAMPLES[0])


def test_neither_folder_nor_place_enters_the_report(tmp_path):
    shutil.copytree(SAMPLES[0], tmp_path / "elsewhere")
    assert bytes_of("elsewhere", cwd=tmp_path) == bytes_of(SAMPLES[0])


def test_a_compressed_file_gives_the_same_numbers(small_file, tmp_path):
    packed = tmp_path / (small_file.name + ".gz")
    packed.write_bytes(gzip.compress(small_file.read_bytes()))
    plain, unpacked = json.loads(bytes_of(small_file)), json.loads(
        bytes_of(packed).replace(packed.name.encode(), small_file.name.encode()))
    for report in (plain, unpacked):
        # Bytes and hash differ, as they must.
        report.pop("inputs")
    assert plain == unpacked


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_a_sample_run_can_be_made_again_byte_for_byte(sample, tmp_path):
    assert denchi("simulate", "sample-run", sample.name, "--into", tmp_path).code == 0
    for file in sample.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name
