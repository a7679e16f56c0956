"""What .ci/system-packages does on machines where something is missing."""

import os
import shutil
import subprocess

import pytest

from tool import ROOT

SCRIPT = ROOT / ".ci/system-packages"


@pytest.fixture
def machine(tmp_path):
    """A machine with Swift and nothing else: the tools in its PATH are those named here."""

    def run(tools, *arguments, user=1000):
        tools = {"swift": "exit 0", "uname": "echo Linux", "id": f"echo {user}", **tools}
        for name, body in tools.items():
            if body is None:
                continue
            path = tmp_path / name
            path.write_text(f"#!/bin/bash\n{body}\n")
            path.chmod(0o755)
        (tmp_path / "env").symlink_to(shutil.which("env"))
        bash = shutil.which("bash")
        return subprocess.run(
            [bash, SCRIPT, *arguments], env={"PATH": str(tmp_path), "LOG": str(tmp_path / "log")},
            capture_output=True, text=True, stdin=subprocess.DEVNULL)

    return run


LOGGING = 'printf "%s\\n" "$0 $*" >>"$LOG"'


def test_nothing_is_missing_here():
    done = subprocess.run([SCRIPT], capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_swift_it_says_where_to_get_it(machine):
    done = machine({"swift": None})
    assert done.returncode == 1
    assert "swift.org/install" in done.stderr


def test_root_installs_without_sudo(machine, tmp_path):
    done = machine({"apt-get": LOGGING}, user=0)
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "log").read_text()
    assert "apt-get update" in log
    assert "apt-get install -y --no-install-recommends zlib1g-dev libssl-dev" in log


def test_others_go_through_sudo(machine, tmp_path):
    done = machine({"apt-get": LOGGING, "sudo": f'{LOGGING}; [ "$1" = -n ] && shift; "$@"'})
    assert done.returncode == 0, done.stderr
    assert "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install" in (
        tmp_path / "log").read_text()


@pytest.mark.parametrize("tools, typed", [
    ({"apt-get": "exit 100", "sudo": 'shift; "$@"'},
     "sudo apt-get install -y --no-install-recommends zlib1g-dev libssl-dev"),
    ({"apt-get": "exit 100"},
     "su -c 'apt-get install -y --no-install-recommends zlib1g-dev libssl-dev libmodbus-dev libserialport-dev libsqlite3-dev'"),
    ({"dnf": "exit 0"}, "sudo dnf install zlib-devel openssl-devel"),
    ({"pacman": "exit 0"}, "sudo pacman -S zlib openssl"),
    ({"brew": "exit 1"}, "brew install zlib openssl@3"),
    ({"uname": "echo Darwin"}, "brew install zlib openssl@3"),
    ({}, "zlib1g-dev libssl-dev"),
], ids=["apt fails", "no sudo", "dnf", "pacman", "brew fails", "macOS", "unknown"])
def test_what_cannot_be_installed_is_said_as_what_to_type(machine, tools, typed):
    done = machine(tools)
    assert done.returncode == 1
    assert "Type this, then try again:" in done.stderr
    assert typed in done.stderr


def test_the_judges_need_python(machine, tmp_path):
    done = machine({"apt-get": LOGGING}, "--judges", user=0)
    assert "libserialport-dev libsqlite3-dev python3 python3-venv" in (tmp_path / "log").read_text()
    # The pretended installation brought none.
    assert done.returncode == 1
