-- See load.sh. A line of JSON holds no control character, so these two delimiters give it as it is.
begin;
create temporary table wanted (number bigint generated always as identity (start 0 minvalue 0), line text)
  on commit drop;
create temporary table arrived (number bigint generated always as identity, line text) on commit drop;
-- These lines live for a moment: to pack and unpack them costs more than to write them.
alter table arrived alter line set storage external;
\copy wanted (line) from program 'cat <&3' with (format csv, delimiter E'\x02', quote E'\x01')
\copy arrived (line) from pstdin with (format csv, delimiter E'\x02', quote E'\x01')

insert into denchi.manifest (batch, id, number, path, lot)
  select :'batch', coalesce(w.j ->> 'id', w.j ->> 'path', w.line), w.number,
    coalesce(w.j ->> 'path', w.line), w.j ->> 'lot'
  from (select number, line, case when line like '{%' then line::json end as j from wanted) w
  on conflict do nothing;

-- What stands before the report is short and taken apart alone. `mark` is where the report begins: within a text
-- its quotation marks would be escaped. The id is cut off as text: what is behind it is the same for the same key.
create temporary table answered on commit drop as
  select number, mark, head ->> 'id' as id, head ->> 'key' as key, head ->> 'from' as origin,
    head ->> 'status' as status, (head -> 'verdicts')::jsonb as verdicts,
    regexp_replace(case when mark = 0 then line else left(line, mark - 1) end, '^\{"id":"([^"\\]|\\.)*",', '')
      as written
  from (select number, line, mark, case when mark = 0 then line else left(line, mark - 1) || '}' end::jsonb as head
    from (select number, line, strpos(line, ',"report":{') as mark from arrived) marked) headed;
analyze answered;

insert into denchi.reports (key, origin, cell, capacity_Ah, resistance_ohm, verdict, verdicts, report, written)
  select key, origin, coalesce(report -> 'cell' ->> 'id', report ->> 'id'),
    (select max((c ->> 'dischargeCapacity_Ah')::double precision) from jsonb_array_elements(report -> 'cycles') c),
    (report #>> '{rateCharacteristics,fit,meanVoltage,r_ohm}')::double precision,
    coalesce((select value from jsonb_each_text(verdicts) order by denchi.severity(value) desc, value limit 1),
      'not-applicable'),
    verdicts, report, written
  from (
    select distinct on (key) key, origin, verdicts, answered.written || substr(line, mark) as written,
      substr(line, mark + 10, length(line) - mark - 10)::jsonb as report
    from answered join arrived using (number) where status = 'ok' and mark > 0
      and not exists (select from denchi.reports r where r.key = answered.key)
    order by key offset 0) new
  on conflict (key) do nothing;

insert into denchi.answers as old (batch, id, key, status, written)
  select distinct on (id) :'batch', id, key, status, case when status <> 'ok' then written end from answered
  order by id, status in ('crashed', 'timeout'), status
  on conflict (batch, id) do update
    set key = excluded.key, status = excluded.status, written = excluded.written
    where old.status in ('crashed', 'timeout') and excluded.status not in ('crashed', 'timeout');
commit;
select count(*) from denchi.missing where batch = :'batch';
