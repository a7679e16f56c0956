"""From a committed sample to the page: latency and the server's share of a core.

    .ci/page-figures                      60 s of 100 channels at 10 Hz
    .ci/page-figures --seconds 20 --channels 20

Virtual racks in a process of their own answer over Modbus TCP, `denchi record` records them,
`denchi dashboard` serves the archive from a process of its own, and Chromium shows it. An observer
asks the archive itself every few milliseconds for its newest commit; a commit is shown when a frame
of the page, after the tiles were drawn, bears its number or a later one. Both look at one wall clock.
Ends with 1 where a figure misses its aim.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("", "recording", "archive", "virtual_bench"))]

import numpy  # noqa: E402
from load import Watched, racks  # noqa: E402
from reader import Reader  # noqa: E402
from served import serving  # noqa: E402
from served_pages import Served  # noqa: E402
from tool import RELEASE  # noqa: E402

LATENCY_S, CORES = 0.3, 0.5
LINES = 4
# Notes, once what was changed has been drawn, which commit the page shows.
WATCH = """
window.shownCommits = [];
new MutationObserver(() => {
  const commit = Number(document.body.dataset.commit);
  requestAnimationFrame(() => requestAnimationFrame(() => window.shownCommits.push([commit, Date.now() / 1000])));
}).observe(document.body, { attributes: true, attributeFilter: ["data-commit"] });
"""


def bench(served, channels, period):
    return {"schema": "urn:denchi:bench:1", "archive": "page.denchi", "lines": [
        {"name": f"rack-{i}", "connection": served.connection(f"rack-{i}"), "instruments": [{
            "equipment": "denchi-rack", "serialNumber": f"LOAD-{i}",
            "channels": [{"name": f"{i}-{k}", "period_s": period} for k in range(channels // LINES)]}]}
        for i in range(LINES)]}


class Commits(threading.Thread):
    """When each commit could first be read from the archive by anybody."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.seen, self.ends = path, [], False

    def run(self):
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=0.05) as archive:
            newest = 0
            while not self.ends:
                try:
                    (commit,) = archive.execute("SELECT max(last_commit) FROM commit_log").fetchone()
                except sqlite3.OperationalError:
                    continue
                if commit and commit > newest:
                    self.seen.append((commit, time.time()))
                    newest = commit
                time.sleep(0.003)


def latencies(commits, shown):
    """In s, of each commit that some frame bears; the rest is told apart."""
    numbers = numpy.array([c for c, _ in shown])
    instants = numpy.array([t for _, t in shown])
    places = numpy.searchsorted(numbers, [c for c, _ in commits])
    return [instants[p] - t for p, (_, t) in zip(places, commits) if p < len(numbers)]


def trial(folder, channels, hertz, seconds):
    with serving(
            Path(folder), racks(LINES, channels // LINES), "--for", str(seconds + 60), truth=False) as served:
        file = Path(folder) / "bench.json"
        file.write_text(json.dumps(bench(served, channels, 1 / hertz)))
        archive = Path(folder) / "page.denchi"
        recorder = subprocess.Popen(
            [RELEASE, "record", file, "--archive", archive, "--for", f"{seconds + 15}s"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not archive.exists():
                time.sleep(0.1)
            time.sleep(2)
            with Served("dashboard", archive, "--port", 0) as page:
                tab = Reader()
                try:
                    tab.open(page.link + "?lang=en")
                    tab.until(f"document.querySelectorAll('.tile[data-state=running]').length === {channels}", 60)
                    tab.value(WATCH)
                    commits, server = Commits(archive), Watched(page.process)
                    commits.start()
                    before, began = server.processor_s(), time.monotonic()
                    time.sleep(seconds)
                    cores = (server.processor_s() - before) / (time.monotonic() - began)
                    commits.ends = True
                    commits.join()
                    time.sleep(1)
                    shown = tab.value("window.shownCommits")
                finally:
                    tab.close()
        finally:
            recorder.terminate()
            recorder.wait(30)
    return commits.seen, shown, cores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--hertz", type=float, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="denchi-page-") as folder:
        commits, shown, cores = trial(folder, options.channels, options.hertz, options.seconds)
    found = latencies(commits, shown)
    if len(found) < options.seconds or len(found) < 0.99 * len(commits):
        sys.exit(f"{len(commits)} commits were seen, {len(found)} of them were shown")
    late, middle = numpy.percentile(found, 99), numpy.median(found)
    print(f"{options.channels} channels x {options.hertz:g} Hz, {options.seconds} s, {len(commits)} commits, "
          f"{len(shown)} frames, load {os.getloadavg()[0]:.1f}")
    missed = False
    for name, value, aim, unit in (
            ("committed to shown, p99", 1000 * late, 1000 * LATENCY_S, "ms"), ("server, of one core", 100 * cores, 100 * CORES, "%")):
        missed |= value > aim
        print(f"{'MISSED' if value > aim else 'ok':<8}{name:<28}{value:8.1f} {unit}   aim at most {aim:g} {unit}")
    print(f"        median {1000 * middle:.1f} ms, longest {1000 * max(found):.1f} ms")
    sys.exit(missed)


if __name__ == "__main__":
    main()
