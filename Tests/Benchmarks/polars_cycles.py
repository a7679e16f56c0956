"""Charge and energy of each cycle by polars: python polars_cycles.py FILE in-memory|streaming.

FILE is CSV, or parquet by its name.
"""

import json
import sys

import polars as pl

path, engine = sys.argv[1:]
COLUMNS = {"Test Time / s": "t", "Voltage / V": "v", "Current / A": "i", "Cycle Count / 1": "cycle",
           "Step Count / 1": "step"}
TYPES = {"Cycle Count / 1": pl.Int32, "Step Count / 1": pl.Int32, "Test Time / s": pl.Float64,
         "Voltage / V": pl.Float64, "Current / A": pl.Float64}

table = (pl.scan_parquet(path) if path.endswith(".parquet")
         else pl.scan_csv(path, schema_overrides=TYPES))
rows = table.select(COLUMNS.keys()).rename(COLUMNS)
t, i, step = pl.col("t"), pl.col("i"), pl.col("step")
power = i * pl.col("v")
interval = pl.when(step == step.shift()).then(t - t.shift()).otherwise(0.0)
moved = rows.select("cycle", q=(i + i.shift()) * interval / 7200,
                    e=(power + power.shift()) * interval / 7200)
q, e = pl.col("q"), pl.col("e")
cycles = moved.group_by("cycle").agg(
    charge_Ah=q.filter(q > 0).sum(), discharge_Ah=-q.filter(q < 0).sum(),
    charge_Wh=e.filter(e > 0).sum(), discharge_Wh=-e.filter(e < 0).sum(),
).sort("cycle").collect(engine=engine)
print(json.dumps(cycles.drop("cycle").to_dicts()))
