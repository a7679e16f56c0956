"""Runs one command and prints its time and peak memory: python one_process.py OUTPUT COMMAND…

A process of its own, because a child's peak memory counts from that of the process that started
it: the small one that this is, not the one that holds truth and results.
"""

import os
import subprocess
import sys
import time

with open(sys.argv[1], "wb") as output:
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[2:], stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, peak)
