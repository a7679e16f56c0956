"""The live page outlives a sleeping laptop, a frozen server and a recorder that is started again."""

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import contextmanager

import pytest

from browser import program
from served_pages import Served
from test_page import page  # noqa: F401 (a fixture)
from tool import RELEASE

pytestmark = pytest.mark.skipif(
    program() is None, reason="no Chromium here (Debian: apt-get install chromium fonts-noto-cjk)")

RUNNING = "document.querySelectorAll('.tile[data-state=running]').length"
SHOWN = "Number(document.body.dataset.commit)"


@pytest.fixture
def bench(tmp_path):
    """A virtual bench of four channels that takes its time."""
    file = tmp_path / "bench.json"
    process = subprocess.Popen(
        [RELEASE, "simulate", "serve", "--channels", "4", "--port", "0", "--procedure", "rate", "--speed", "1",
         "--period", "0.2", "--bench-out", file],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    yield file
    process.terminate()
    process.wait(20)


@contextmanager
def recording(bench, archive):
    process = subprocess.Popen(
        [RELEASE, "record", bench, "--archive", archive], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while not committed(archive):
        assert process.poll() is None and time.monotonic() < end, "nothing is recorded"
        time.sleep(0.05)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def committed(archive):
    try:
        with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as db:
            return db.execute("SELECT max(last_commit) FROM commit_log").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def family(process):
    """A process and all that descend from it."""
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found, todo = [], [process.pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def signal_all(processes, what):
    for number in processes:
        try:
            os.kill(number, what)
        except ProcessLookupError:
            pass


def test_a_laptop_that_slept_shows_what_is_now(page, bench, tmp_path):  # noqa: F811
    archive = tmp_path / "lab.denchi"
    with recording(bench, archive), Served("dashboard", archive, "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until(f"{RUNNING} === 4", 40)
        before = page.value(SHOWN)
        sleepers = family(page.process)
        assert len(sleepers) > 2
        signal_all(sleepers, signal.SIGSTOP)
        time.sleep(6)
        now = committed(archive)
        signal_all(sleepers, signal.SIGCONT)
        assert now > before
        # What the page shows as current is at least as new as the moment of waking, or it says not.
        page.until(f"{SHOWN} >= {now} || document.body.classList.contains('offline')", 2)
        page.until(f"{SHOWN} >= {now} && {RUNNING} === 4 && document.getElementById('offline').hidden", 15)
        assert not page.all_complaints()


def test_a_frozen_server_is_said_and_survived(page, bench, tmp_path):  # noqa: F811
    archive = tmp_path / "lab.denchi"
    with recording(bench, archive), Served("dashboard", archive, "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until(f"{RUNNING} === 4", 40)
        served.process.send_signal(signal.SIGSTOP)
        try:
            page.until("!document.getElementById('offline').hidden", 15)
            now = committed(archive)
        finally:
            served.process.send_signal(signal.SIGCONT)
        page.until(f"{SHOWN} >= {now} && {RUNNING} === 4 && document.getElementById('offline').hidden", 20)


def test_a_recorder_that_is_killed_and_started_again_goes_on_on_the_page(page, bench, tmp_path):  # noqa: F811
    archive = tmp_path / "lab.denchi"
    with recording(bench, archive) as first, Served("dashboard", archive, "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until(f"{RUNNING} === 4", 40)
        first.kill()
        first.wait(10)
        # Nothing comes any more: no value is called current.
        page.until(f"{RUNNING} === 0", 30)
        ages = page.value("[...document.querySelectorAll('.tile-age')].map(a => a.textContent)")
        assert all("last value" in age for age in ages)
        assert page.value("document.getElementById('offline').hidden"), "the server is there"
        known = committed(archive)
        with recording(bench, archive):
            page.until(f"{SHOWN} > {known} && {RUNNING} === 4", 40)
            page.until("document.querySelector('#strip .gap') !== null", 20)
            # A reload finds the same place.
            run = page.value("document.querySelector('.tile[aria-pressed=true]').dataset.run")
            page.open(page.value("location.href"))
            page.until(f"{RUNNING} === 4", 20)
            assert page.value("document.querySelector('.tile[aria-pressed=true]').dataset.run") == run
        assert not page.all_complaints()
