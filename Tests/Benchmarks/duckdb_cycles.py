"""Charge and energy of each cycle by DuckDB: python duckdb_cycles.py FILE, CSV or parquet."""

import json
import sys

import duckdb

READ = "read_parquet" if sys.argv[1].endswith(".parquet") else "read_csv"
KEYS = ("charge_Ah", "discharge_Ah", "charge_Wh", "discharge_Wh")
rows = duckdb.execute(
    f"""
    WITH samples AS (
      SELECT "Cycle Count / 1" AS cycle, "Step Count / 1" AS step, "Test Time / s" AS t,
             "Current / A" AS i, "Current / A" * "Voltage / V" AS p
      FROM {READ}(?)),
    intervals AS (
      SELECT cycle, t - lag(t) OVER w AS dt, i + lag(i) OVER w AS i2, p + lag(p) OVER w AS p2
      FROM samples WINDOW w AS (PARTITION BY step ORDER BY t)),
    moved AS (SELECT cycle, i2 * dt / 7200 AS q, p2 * dt / 7200 AS e FROM intervals)
    SELECT sum(q) FILTER (q > 0), -sum(q) FILTER (q < 0),
           sum(e) FILTER (e > 0), -sum(e) FILTER (e < 0)
    FROM moved GROUP BY cycle ORDER BY cycle
    """, [sys.argv[1]]).fetchall()
print(json.dumps([dict(zip(KEYS, row)) for row in rows]))
