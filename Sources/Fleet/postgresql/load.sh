#!/usr/bin/env bash
# Loads answers of `denchi analyze --jsonl` (or of `denchi rules rejudge`) with COPY, in one transaction.
#
#     load.sh BATCH MANIFEST < ANSWERS
#
# PGHOST, PGDATABASE and the like say where, as for psql. Loading the same lines again changes nothing; an answer
# takes the place of one that said `crashed` or `timeout`. A line of MANIFEST may name a `lot`. Exit code 0: every
# line of the manifest has an answer; 1: some have none (select * from denchi.missing); 3: psql failed, nothing
# was changed.
set -euo pipefail
if [ $# -ne 2 ]; then
  echo "usage: load.sh BATCH MANIFEST < ANSWERS" >&2
  exit 2
fi
batch=$1 manifest=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# psql runs the script with standard input for the answers; the manifest comes by another way.
missing=$(PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning" psql --no-psqlrc --quiet --tuples-only \
  --no-align --set ON_ERROR_STOP=1 --set batch="$batch" --file "$here/load.sql" \
  3<"$manifest") || exit 3
[ "$missing" = 0 ] || { echo "$missing lines of $manifest have no answer" >&2; exit 1; }
