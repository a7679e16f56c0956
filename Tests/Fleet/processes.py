"""Servers of a trial: started, waited for, and ended with all that they started."""

import os
import pathlib
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(log, *command, environment=None):
    """A server in a session of its own, with its output in a file."""
    with open(log, "ab") as target:
        return subprocess.Popen([str(c) for c in command], stdout=target, stderr=target, stdin=subprocess.DEVNULL,
                                start_new_session=True, env={**os.environ, **(environment or {})})


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise RuntimeError(f"{what}: nothing after {seconds} s")


def family(pid):
    """A process and all that descend from it, by the tables of the kernel."""
    parents = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, new = [], [pid]
    while new:
        found += new
        new = [child for parent in new for child in parents.get(parent, [])]
    return found


def signal_all(members, number):
    for member in members:
        try:
            os.kill(member, number)
        except ProcessLookupError:
            pass


def kill_family(pid):
    """Stops first, so that nothing starts anything else meanwhile."""
    members = family(pid)
    for number in (signal.SIGSTOP, signal.SIGKILL):
        signal_all(members, number)
    return len(members)


def is_analysing(members):
    """Whether a batch is at work among these processes."""
    for member in members:
        try:
            if b"\0--jsonl\0" in pathlib.Path(f"/proc/{member}/cmdline").read_bytes():
                return True
        except OSError:
            continue
    return False


def kill_at_work(pid):
    """Kills a process and all its own in the middle of a batch; how many, none where no batch is at work.

    Whether one is at work is asked of processes that have been stopped, since it may end while it is asked.
    """
    members = family(pid)
    if not is_analysing(members):
        return 0
    signal_all(members, signal.SIGSTOP)
    at_work = is_analysing(members)
    signal_all(members, signal.SIGKILL if at_work else signal.SIGCONT)
    return len(members) if at_work else 0
