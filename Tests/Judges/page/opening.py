"""How soon a lesson is usable on a school's old laptop: the processor slowed four times.

    .ci/page-figures --opening

From the first step of the navigation until the script has taken the controls over; the median of
nine openings of each lesson. Ends with 1 where one takes more than a second.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from reader import Reader  # noqa: E402
from served_pages import Served  # noqa: E402
from tool import denchi  # noqa: E402

SLOWER, OPENINGS, AIM_MS = 4, 9, 1000


def openings(tab, link):
    times = []
    for _ in range(OPENINGS):
        tab.open(link)
        tab.until("document.getElementById('lesson').dataset.ready === 'yes'")
        times.append(tab.value("Number(document.getElementById('lesson').dataset.usable)"))
    return sorted(times)


def main():
    missed = False
    names = [line.split()[0] for line in denchi("lesson").out.decode().splitlines() if line.strip()]
    with Served("dashboard", "--port", 0) as served:
        tab = Reader()
        try:
            tab.call("Emulation.setCPUThrottlingRate", rate=SLOWER)
            print(f"load {os.getloadavg()[0]:.1f}")
            for name in names:
                times = openings(tab, f"{served.link}lesson/{name}?lang=ja")
                middle = times[OPENINGS // 2]
                missed |= middle > AIM_MS
                print(f"{'MISSED' if middle > AIM_MS else 'ok':<8}{name:<12} usable after {middle:6.0f} ms, longest {times[-1]:.0f} ms")
        finally:
            tab.close()
    sys.exit(missed)


if __name__ == "__main__":
    main()
