"""A PostgreSQL server of the trial's own; loading, killed loading, re-judging and exporting."""

import glob
import os
import pathlib
import shutil
import subprocess
import time

from processes import kill_family, start, wait_for

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "Sources/Fleet/postgresql"
TABLES = ("select md5(string_agg(t::text, '|' order by t::text)) from (select batch, id, key, status, written from "
          "denchi.answers where batch = 'a' union all select 'r', key, cell, verdict, written from denchi.reports) t")


def tool(name):
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True):
        if os.path.exists(f"{folder}/{name}"):
            return f"{folder}/{name}"
    return shutil.which(name)


class Postgres:
    def __init__(self):
        self.server = None

    def lack(self):
        missing = [name for name in ("initdb", "postgres", "psql") if not tool(name)]
        return f"no {', '.join(missing)}; apt-get install postgresql" if missing else None

    def start(self, folder):
        self.folder = folder
        prefix = []
        if os.geteuid() == 0:
            # The server refuses to run as root.
            shutil.chown(folder, "postgres", "postgres")
            prefix = ["runuser", "-u", "postgres", "--"]
        subprocess.run([*prefix, tool("initdb"), "-D", f"{folder}/data", "-U", "denchi", "-A", "trust", "-E", "UTF8",
                        "--locale=C"], check=True, capture_output=True, cwd="/")
        self.server = start(folder / "server.log", *prefix, tool("postgres"), "-D", f"{folder}/data", "-k", folder,
                            "-c", "listen_addresses=", "-c", "max_wal_size=4GB", "-c", "fsync=on")
        self.environment = {**os.environ, "PGHOST": str(folder), "PGUSER": "denchi", "PGDATABASE": "postgres"}
        wait_for("PostgreSQL", lambda: self.ask("select 1") == "1")
        for _ in range(2):
            subprocess.run([tool("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", SCRIPTS / "schema.sql"], check=True,
                           env={**self.environment, "PGOPTIONS": "-c client_min_messages=warning"})

    def ask(self, query):
        done = subprocess.run([tool("psql"), "-qtAX", "-c", query], capture_output=True, text=True,
                              env=self.environment)
        return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()

    def load(self, name, manifest, answers):
        with open(answers, "rb") as source:
            return subprocess.run([SCRIPTS / "load.sh", name, manifest], stdin=source, env=self.environment,
                                  capture_output=True, text=True)

    def export(self, name):
        return subprocess.run([SCRIPTS / "export.sh", name], env=self.environment, capture_output=True).stdout

    def judge(self, trial, kills):
        half = self.folder / "half.jsonl"
        half.write_bytes(b"".join(trial.answers.splitlines(keepends=True)[:100]))
        half.chmod(0o644)
        done = self.load("a", trial.manifest, half)
        trial.say("postgresql", done.returncode == 1 and "105 lines" in done.stderr,
                  f"half of the answers are not complete: {done.stderr.strip()}")
        done = self.load("a", trial.manifest, trial.loop)
        trial.same("postgresql", self.export("a"), f", loaded and exported, exit code {done.returncode} {done.stderr}")
        table = self.ask(TABLES)
        self.load("a", trial.manifest, trial.loop)
        trial.say("postgresql", self.ask(TABLES) == table, "loaded again, the same table")
        self.killed_loads(trial, max(kills, 20), table)
        self.judged_again(trial)
        lots = self.ask("select count(distinct lot) from denchi.manifest join denchi.answers using (batch, id) "
                        "join denchi.reports using (key) where batch = 'a'")
        trial.say("postgresql", lots == "3", f"reports of {lots} lots")

    def killed_loads(self, trial, kills, table):
        """Loads into an empty schema; the loader dies at a random time and is called again."""
        began = time.monotonic()
        self.ask("truncate denchi.manifest, denchi.answers, denchi.reports")
        self.load("a", trial.manifest, trial.loop)
        length, same, cut = time.monotonic() - began, 0, 0
        for _ in range(kills):
            self.ask("truncate denchi.manifest, denchi.answers, denchi.reports")
            with open(trial.loop, "rb") as source:
                process = subprocess.Popen([SCRIPTS / "load.sh", "a", trial.manifest], stdin=source,
                                           env=self.environment, stderr=subprocess.DEVNULL)
                time.sleep(trial.random.uniform(0, length))
                cut += process.poll() is None
                kill_family(process.pid)
                process.wait()
            wait_for("the end of the killed session", lambda: self.ask(
                "select count(*) from pg_stat_activity where backend_type = 'client backend'") == "1")
            self.load("a", trial.manifest, trial.loop)
            same += self.ask(TABLES) == table
        trial.say("postgresql", same == kills and cut > 0,
                  f"{kills} loads killed at random, {cut} before their end: {same} times the same table")

    def judged_again(self, trial):
        rules = ["--rules", "jp-meti-2025", "--decision", "non-binary"]
        again = subprocess.run([trial.denchi, "rules", "rejudge", *rules], input=self.export("a"),
                               capture_output=True).stdout
        path = self.folder / "again.jsonl"
        path.write_bytes(again)
        done = self.load("b", trial.manifest, path)
        straight = subprocess.run([trial.denchi, "rules", "rejudge", *rules], input=trial.answers,
                                  capture_output=True).stdout
        trial.say("postgresql", done.returncode == 0 and self.export("b") == straight == again,
                  "judged again through the database: the bytes of judging the lines")
        trial.reproduced("postgresql", path, 3)

    def stop(self):
        if self.server and self.server.poll() is None:
            kill_family(self.server.pid)
            self.server.wait()
