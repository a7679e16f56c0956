"""Spark standalone with two workers, one of which is killed while it works."""

import json
import pathlib
import shutil
import subprocess
import time

import duckdb
from processes import family, free_port, is_analysing, kill_at_work, kill_family, start, wait_for

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "Sources/Fleet/spark/analyze.py"


class Spark:
    def __init__(self, environment):
        self.python = pathlib.Path(environment).absolute() / "bin/python"
        self.servers = []

    def lack(self):
        if not shutil.which("java"):
            return "no java; Spark 4 needs Java 17"
        if subprocess.run([self.python, "-c", "import pyspark"], capture_output=True).returncode != 0:
            return f"no pyspark in {self.python}; pip install -r Sources/Fleet/spark/requirements.txt"
        return None

    def start(self, folder):
        self.folder = folder
        home = subprocess.run([self.python, "-c", "import pyspark, os; print(os.path.dirname(pyspark.__file__))"],
                              capture_output=True, text=True, check=True).stdout.strip()
        self.home = pathlib.Path(home)
        self.environment = {"SPARK_HOME": home, "PYSPARK_PYTHON": str(self.python), "SPARK_LOCAL_IP": "127.0.0.1",
                            "SPARK_WORKER_DIR": str(folder / "work"), "SPARK_LOCAL_DIRS": str(folder / "local")}
        self.port, web = free_port(), free_port()
        self.master = self.server("master.Master", "--host", "127.0.0.1", "--port", self.port, "--webui-port", web)
        wait_for("Spark master", lambda: "New state: ALIVE" in (folder / "master.log").read_text())
        self.workers = [self.worker(n) for n in range(2)]

    def server(self, name, *arguments, log="master.log"):
        process = start(self.folder / log, self.home / "bin/spark-class", f"org.apache.spark.deploy.{name}", *arguments,
                        environment=self.environment)
        self.servers.append(process)
        return process

    def worker(self, number):
        log = f"worker-{number}-{len(self.servers)}.log"
        process = self.server("worker.Worker", "--host", "127.0.0.1", "--cores", 1, "--memory", "1g", "--webui-port",
                              free_port(), f"spark://127.0.0.1:{self.port}", log=log)
        wait_for("Spark worker", lambda: "Successfully registered" in (self.folder / log).read_text())
        return process

    def judge(self, trial, kills):
        self.job(trial, "no kill", None)
        proven = 0
        for n in range(kills):
            # A job that ends before its time has come proves nothing and is not counted.
            for attempt in range(5):
                killed, lost, same = self.job(trial, f"kill {n + 1}.{attempt + 1}", trial.random.uniform(0, 8))
                if killed:
                    self.workers[0].wait()
                    self.workers[0] = self.worker(0)
                    break
            proven += killed and lost > 0 and same
        trial.say("spark", proven == kills, f"{proven} of {kills} kills with a task proven lost and the same table")

    def job(self, trial, name, delay):
        """One job; a worker dies `delay` seconds after the first task began: killed, tasks lost, same bytes."""
        out = self.folder / name.replace(" ", "-")
        log = out.with_name(out.name + "-events")
        log.mkdir()
        began = time.monotonic()
        process = self.submit(trial, out, log)
        killed = delay is not None and self.kill(process, delay)
        code = process.wait(timeout=600)
        lost = [e for e in self.events(log, "SparkListenerTaskEnd")
                if e["Task End Reason"]["Reason"] == "ExecutorLostFailure"]
        found = b"".join(p.read_bytes() for p in sorted((out / "reports.json").glob("part-*")))
        rows = duckdb.sql(f"select line from '{out}/reports.parquet/*.parquet' order by number").fetchall()
        same = found == trial.answers and "".join(r[0] + "\n" for r in rows).encode() == trial.answers
        words = f", JSON and Parquet, {name}, {len(lost)} tasks lost, {time.monotonic() - began:.0f} s, exit code {code}"
        trial.same("spark", found if same and code == 0 else b"", words)
        return killed, len(lost), same and code == 0

    def submit(self, trial, out, log):
        settings = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{log}",
                    "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
                    "spark.executor.memory": "512m", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
                    # As many as there are cores: the tables are small.
                    "spark.sql.shuffle.partitions": "2"}
        words = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
        process = start(
            log.with_suffix(".log"), self.home / "bin/spark-submit", "--master", f"spark://127.0.0.1:{self.port}",
            *words, SCRIPT, trial.manifest, out, "--lines", 12, "--denchi", trial.denchi, "--timeout", trial.timeout,
            environment=self.environment)
        self.servers.append(process)
        return process

    def kill(self, process, delay):
        """Whether a worker could be killed before the job ended, with a task at work on it.

        The event log tells of a task only when its stage ends, so the processes are looked at.
        """
        killed = 0

        def strike():
            nonlocal killed
            killed = kill_at_work(self.workers[0].pid)
            return killed or process.poll() is not None

        wait_for("a task", lambda: process.poll() is not None or any(
            is_analysing(family(worker.pid)) for worker in self.workers), 120)
        time.sleep(delay)
        wait_for("a task at work", strike, 120)
        return killed > 0

    @staticmethod
    def events(folder, kind):
        found = []
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                for line in path.read_text(errors="replace").splitlines():
                    if f'"{kind}"' in line and line.endswith("}"):
                        found.append(json.loads(line))
        return found

    def stop(self):
        for process in self.servers:
            if process.poll() is None:
                kill_family(process.pid)
                process.wait()
