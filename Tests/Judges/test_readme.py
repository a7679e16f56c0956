"""The README shows true output, and its commands work when pasted."""

import re
import subprocess

import pytest

from tool import RELEASE, ROOT

README = (ROOT / "README.md").read_text()


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.M | re.S)


def run(command, folder):
    """Runs a command in a copy of what a checkout holds for it."""
    if not (folder / "SampleRuns").exists():
        (folder / "SampleRuns").symlink_to(ROOT / "SampleRuns")
    return subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True,
        env={"PATH": f"{RELEASE.parent}:/usr/bin:/bin"})


def missing(excerpt, text):
    """The first line of the excerpt that does not follow in the text; `…` stands for any lines."""
    rest = text.splitlines()
    for line in excerpt:
        if line.strip() == "…":
            continue
        if line not in rest:
            return line
        rest = rest[rest.index(line) + 1:]
    return None


def test_the_summary_is_what_the_tool_says(tmp_path):
    (block,) = blocks("text")
    prompt, *shown = block.splitlines()
    done = run(prompt.removeprefix("$ "), tmp_path)
    assert done.returncode == 0
    assert missing(shown, done.stderr) is None, "README.md shows what denchi no longer says"


def test_the_excerpt_stands_in_the_report(tmp_path):
    run("denchi analyze SampleRuns/cylindrical-21700 -o report.json", tmp_path)
    report = (tmp_path / "report.json").read_text()
    (block,) = blocks("json")
    assert block in report, "README.md shows what the report no longer holds"


@pytest.mark.parametrize("command", [c for b in blocks("sh") for c in b.splitlines()])
def test_each_command_works_when_pasted(command, tmp_path):
    done = run(command, tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_number_of_findings_is_the_true_one():
    source = (ROOT / "Sources/CellData/QualityFinding.swift").read_text()
    enumeration = source.split("enum Code")[1].split("\n  }")[0]
    codes = re.findall(r'case \w+ = "([a-z-]+)"', enumeration)
    assert f"{len(codes)} kinds of finding" in README
    page = (ROOT / "Sources/denchi/Denchi.docc/DataQuality.md").read_text()
    assert sorted(codes) == sorted(re.findall(r"^\| `([a-z]+-[a-z-]+)` \|", page, re.M))
