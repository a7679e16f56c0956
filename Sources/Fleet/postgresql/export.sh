#!/usr/bin/env bash
# Writes the answers of a batch as they came from `denchi`, in the order of the manifest.
#
#     export.sh BATCH > ANSWERS
#     export.sh BATCH | denchi rules rejudge --rules PACK | load.sh NEW-BATCH MANIFEST
set -euo pipefail
if [ $# -ne 1 ]; then
  echo "usage: export.sh BATCH" >&2
  exit 2
fi
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set batch="$1" <<'SQL'
create temporary view answer as
  select m.batch, m.number, '{"id":' || to_json(m.id)::text || ',' || coalesce(a.written, r.written) as line
  from denchi.manifest m join denchi.answers a using (batch, id) left join denchi.reports r on r.key = a.key;
select format('copy (select line from answer where batch = %L order by number) to stdout '
  'with (format csv, delimiter E''\x02'', quote E''\x01'')', :'batch') \gexec
SQL
