"""Pages served by the command, as a user starts it, on a port that was free."""

import subprocess
import threading

from tool import RELEASE, ROOT


class Served:
    """A process that prints a line with an address and serves pages until it is stopped."""

    def __init__(self, *arguments, cwd=ROOT):
        self.process = subprocess.Popen(
            [str(RELEASE), *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        self.link = None
        found = threading.Event()

        def read():
            for line in self.process.stdout:
                self.lines.append(line)
                if "http://127.0.0.1" in line:
                    self.link = "http" + line.split("http", 1)[1].strip()
                    found.set()
            found.set()

        threading.Thread(target=read, daemon=True).start()
        assert found.wait(60) and self.link, f"no page: {self.lines}"

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
