"""A Slurm of one node, started by hand on the loopback, and a job array on it."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

from processes import free_port, kill_at_work, kill_family, start, wait_for

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "Sources/Fleet/slurm/analyze.sbatch"
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"

CONFIGURATION = """
ClusterName=trial
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={control}
SlurmdPort={node}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=1
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class Slurm:
    def __init__(self):
        self.servers = []

    def lack(self):
        for command in ("slurmctld", "slurmd", "sbatch", "munged"):
            if not shutil.which(command, path=PATH):
                return f"no {command}; apt-get install slurm-wlm munge"
        return None if os.geteuid() == 0 else "a node is started by root only"

    def start(self, folder):
        self.folder = folder
        (folder / "state").mkdir()
        (folder / "spool").mkdir()
        configuration = folder / "slurm.conf"
        configuration.write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], control=free_port(), node=free_port(), folder=folder,
            cpus=os.cpu_count()))
        self.environment = {"SLURM_CONF": str(configuration), "PATH": PATH}
        key = folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        self.server("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket",
                    f"--pid-file={folder}/munge.pid", f"--seed-file={folder}/munge.seed",
                    f"--log-file={folder}/munge.log")
        wait_for("munge", (folder / "munge.socket").exists)
        self.server("slurmctld", "-D", "-i")
        self.server("slurmd", "-D")
        wait_for("an idle node", lambda: "idle" in self.ask("sinfo", "-h", "-o", "%t"))

    def server(self, name, *arguments):
        self.servers.append(start(self.folder / f"{name}.out", shutil.which(name, path=PATH), *arguments,
                                  environment=self.environment))

    def ask(self, *command, environment=None):
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True,
                              env={**os.environ, **self.environment, **(environment or {})})
        return done.stdout if done.returncode == 0 else done.stderr

    def judge(self, trial, kills):
        began = time.monotonic()
        self.array(trial, "whole", 8)
        trial.same("slurm", self.parts("whole"), f", an array of 8, {time.monotonic() - began:.0f} s")
        left = list((self.folder / "whole").glob("*.tmp*"))
        trial.say("slurm", not left, f"{len(left)} unfinished parts are left")
        proven = 0
        for n in range(kills):
            name, tasks = f"kill-{n}", trial.random.choice([3, 5, 8])
            killed = self.array(trial, name, tasks, trial.random.uniform(0, 5))
            lacking = tasks - len(list((self.folder / name).glob("part-*.jsonl")))
            self.array(trial, name, tasks)
            found = self.parts(name)
            proven += lacking > 0 and found == trial.answers
            trial.same("slurm", found,
                       f", {tasks} tasks, {killed} processes killed, {lacking} parts made by the second call")
        trial.say("slurm", proven == kills, f"{proven} of {kills} kills with a part proven lost and the same bytes")

    def array(self, trial, name, tasks, delay=None):
        """Runs the array to its end; how many processes died where a task is killed `delay` seconds after the first.

        A task that is lost with its node would be started again after two minutes; this one stays lost.
        """
        environment = {"DENCHI": str(trial.denchi), "DENCHI_TIMEOUT": str(trial.timeout)}
        job = self.ask("sbatch", "--parsable", "--no-requeue", f"--array=0-{tasks - 1}",
                       f"--output={self.folder}/{name}-%a.out", SCRIPT, trial.manifest, self.folder / name,
                       environment=environment).strip()
        if not job.isdigit():
            raise RuntimeError(f"sbatch took no job: {job}")

        def is_over():
            return not self.ask("squeue", "--noheader", "--jobs", job).strip()

        killed = 0
        if delay is not None:
            wait_for("a task", lambda: self.tasks() or is_over())
            time.sleep(delay)

            def strike():
                nonlocal killed
                killed = next((n for n in map(kill_at_work, self.tasks()) if n), 0)
                return killed or is_over()

            wait_for("a task at work", strike)
        wait_for("the end of the array", is_over, 300)
        return killed

    def tasks(self):
        """The batch scripts that run; what starts them leaves the family of the node."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes()
            except OSError:
                continue
            if b"slurm_script" in words and str(self.folder).encode() in words:
                found.append(int(entry.parent.name))
        return found

    def parts(self, name):
        return b"".join(p.read_bytes() for p in sorted((self.folder / name).glob("part-*.jsonl")))

    def stop(self):
        for process in reversed(self.servers):
            if process.poll() is None:
                kill_family(process.pid)
                process.wait()
