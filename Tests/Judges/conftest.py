import shutil

import pytest

import cycler_file
from tool import DEBUG, RELEASE, ROOT, denchi


def pytest_configure(config):
    if not RELEASE.exists():
        raise pytest.UsageError(f"{RELEASE} is missing; build it with: swift build -c release")


@pytest.fixture(scope="session")
def debug_build():
    if not DEBUG.exists():
        pytest.fail(f"{DEBUG} is missing; build it with: swift build")
    return DEBUG


@pytest.fixture(scope="session")
def schema():
    """The two schemas as the tool prints them."""
    return {name: denchi("schema", name).report for name in ("report", "cell")}


@pytest.fixture(scope="session")
def small_file(tmp_path_factory):
    """20,000 rows with noise, as a tester writes them."""
    path = tmp_path_factory.mktemp("small") / "small.csv"
    cycler_file.write(path, rows=20_000, cycles=10, noise=True)
    return path


@pytest.fixture
def folder(tmp_path):
    """The cylindrical sample with its report, to be changed."""
    for file in ("cell.json", "rate-test.bdf.csv"):
        shutil.copy(ROOT / "SampleRuns/cylindrical-21700" / file, tmp_path)
    assert denchi("analyze", tmp_path, "-o", tmp_path / "report.json").code == 0
    return tmp_path
