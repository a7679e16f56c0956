-- See load.sh. A line of JSON holds no control character, so these two delimiters give it as it is.
begin;
create temporary table wanted (number bigint generated always as identity (start 0 minvalue 0), line text)
  on commit drop;
create temporary table arrived (line text) on commit drop;
\copy wanted (line) from program 'cat <&3' with (format csv, delimiter E'\x02', quote E'\x01')
\copy arrived (line) from pstdin with (format csv, delimiter E'\x02', quote E'\x01')

insert into denchi.manifest (batch, id, number, path, lot)
  select :'batch', coalesce(w.j ->> 'id', w.j ->> 'path', w.line), w.number,
    coalesce(w.j ->> 'path', w.line), w.j ->> 'lot'
  from (select number, line, case when line like '{%' then line::json end as j from wanted) w
  on conflict do nothing;

-- The id is cut off as text: everything behind it is the same for the same key.
create temporary table answered on commit drop as
  select j ->> 'id' as id, j ->> 'key' as key, j ->> 'from' as origin, j ->> 'status' as status,
    (j -> 'verdicts')::text::jsonb as verdicts, j -> 'report' as report,
    regexp_replace(line, '^\{"id":"([^"\\]|\\.)*",', '') as written
  from (select line, line::json as j from arrived) lines;

insert into denchi.reports (key, origin, cell, capacity_Ah, resistance_ohm, verdict, verdicts, report, written)
  select key, origin, report -> 'cell' ->> 'id',
    (select max((c ->> 'dischargeCapacity_Ah')::double precision) from json_array_elements(report -> 'cycles') c),
    (report #>> '{rateCharacteristics,fit,meanVoltage,r_ohm}')::double precision,
    coalesce((select value from jsonb_each_text(verdicts) order by denchi.severity(value) desc, value limit 1),
      'not-applicable'),
    verdicts, report::jsonb, written
  from answered where status = 'ok'
  on conflict (key) do nothing;

insert into denchi.answers as old (batch, id, key, status, written)
  select distinct on (id) :'batch', id, key, status, case when status <> 'ok' then written end from answered
  order by id, status in ('crashed', 'timeout'), status
  on conflict (batch, id) do update
    set key = excluded.key, status = excluded.status, written = excluded.written
    where old.status in ('crashed', 'timeout') and excluded.status not in ('crashed', 'timeout');
commit;
select count(*) from denchi.missing where batch = :'batch';
