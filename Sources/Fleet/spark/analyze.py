#!/usr/bin/env python3
"""The lines of a manifest spread over the executors of Spark, each share through `denchi analyze --jsonl`.

    spark-submit --master spark://HOST:7077 analyze.py MANIFEST OUT [--lines 100] [--jobs 1]
        [--timeout 300] [--denchi denchi] [-- OPTION…]

A line of MANIFEST is a path, or {"id": …, "path": …}; every executor must see the paths, and have `denchi`.
What stands behind -- goes to `denchi analyze`. OUT/reports.parquet holds a row a line (number, id, key, status,
verdicts, line), OUT/reports.json the lines as `denchi` wrote them, in files whose names give the order.
OUT must not exist. Exit code 0: no line of the manifest is without its answer; 1: some are, and OUT says which.
"""

import argparse
import json
import subprocess
import sys
import threading

from pyspark.sql import SparkSession
from pyspark.sql import functions as column
from pyspark.sql import types

SCHEMA = types.StructType([
    types.StructField("number", types.LongType(), False),
    types.StructField("id", types.StringType(), False),
    types.StructField("key", types.StringType()),
    types.StructField("status", types.StringType(), False),
    types.StructField("verdicts", types.MapType(types.StringType(), types.StringType())),
    types.StructField("line", types.StringType(), False),
])


def answered(command):
    """A function of a share of numbered lines: a row each, or an error that makes Spark try the share again."""

    def share(numbered):
        numbered = list(numbered)
        if not numbered:
            return
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def feed():
            try:
                for _, line in numbered:
                    process.stdin.write(line.encode() + b"\n")
                process.stdin.close()
            except BrokenPipeError:
                pass  # Its exit code says more.

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        count = 0
        for (number, _), answer in zip(numbered, process.stdout):
            text = answer.decode().rstrip("\n")
            # The report is long and comes last; what stands before it is enough for the columns.
            head = json.loads(text.split(',"report":{', 1)[0] + "}") if ',"report":{' in text else json.loads(text)
            yield number, head["id"], head["key"], head["status"], head.get("verdicts"), text
            count += 1
        feeder.join()
        surplus = process.stdout.read(1)
        code = process.wait()
        if code != 0 or count != len(numbered) or surplus:
            raise RuntimeError(f"{command[0]} left with {code} after {count} of {len(numbered)} answers")

    return share


def main():
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[:own.index("--")], own[own.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifest")
    parser.add_argument("out")
    parser.add_argument("--lines", type=int, default=100, help="lines a task")
    parser.add_argument("--jobs", type=int, default=1, help="processes a task")
    parser.add_argument("--timeout", type=float, default=300, help="seconds a line may take")
    parser.add_argument("--denchi", default="denchi")
    chosen = parser.parse_args(own)
    command = [chosen.denchi, "analyze", "--jsonl", "--jobs", str(chosen.jobs), "--timeout", str(chosen.timeout),
               *options]
    with open(chosen.manifest, encoding="utf-8", newline="\n") as file:
        manifest = [line.rstrip("\n") for line in file]
    spark = SparkSession.builder.appName("denchi").getOrCreate()
    shares = max(1, -(-len(manifest) // chosen.lines))
    rows = spark.sparkContext.parallelize(list(enumerate(manifest)), shares).mapPartitions(answered(command))
    spark.createDataFrame(rows, SCHEMA).write.parquet(f"{chosen.out}/reports.parquet")
    # From here on nothing is analysed again: all else is asked of what was written.
    reports = spark.read.parquet(f"{chosen.out}/reports.parquet")
    reports.orderBy("number").select(column.col("line").alias("value")).write.text(f"{chosen.out}/reports.json")
    wanted = spark.range(len(manifest)).withColumnRenamed("id", "number")
    missing = wanted.join(reports, "number", "left_anti").count()
    twice = reports.groupBy("number").count().where("count > 1").count()
    states = {row["status"]: row["count"] for row in reports.groupBy("status").count().collect()}
    spark.stop()
    print(json.dumps({"lines": len(manifest), "missing": missing, "twice": twice, "statuses": states},
                     sort_keys=True))
    return 1 if missing or twice else 0


if __name__ == "__main__":
    sys.exit(main())
