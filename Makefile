# The recipes are short: the work is in .ci, where each script can also be run on its own.
.PHONY: help demo test test-fleet lint docs bench golden sanitize clean

help:
	@echo "make demo      build denchi, record a virtual cell and judge it; needs Swift and nothing else"
	@echo "make test      all that CI runs: lint, tests, outside judges, documentation"
	@echo "make test-fleet  the same manifest through a loop, Spark, Slurm and PostgreSQL; skips what is absent"
	@echo "make lint      the style of the Swift sources"
	@echo "make docs      the documentation, into .build/documentation"
	@echo "make golden    known answers of public measurements, as a table"
	@echo "make bench     time and memory beside polars and DuckDB on 1 and 10 million rows"
	@echo "make sanitize  the tests under the thread and the address sanitizer"
	@echo "make clean     remove everything that was built"

demo lint docs golden bench sanitize test test-fleet:
	@.ci/$@

clean:
	rm -rf .build Tests/Consumer/.build
