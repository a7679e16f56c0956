-- Reports of a fleet: what is grouped stands in columns, the document beside them.
--
--     psql DATABASE -f schema.sql
--
-- Can be run again; changes nothing that is there.
create schema if not exists denchi;

-- The lines that were asked for; `lot` and whatever else a site groups by comes from here.
create table if not exists denchi.manifest (
  batch text not null,
  id text not null,
  number bigint not null,
  path text,
  lot text,
  primary key (batch, id)
);

-- A report by its key: the same key is the same report, whoever computed it.
create table if not exists denchi.reports (
  key text primary key,
  -- The key of the analysis where the report was judged again.
  origin text,
  cell text,
  capacity_Ah double precision,
  resistance_ohm double precision,
  -- The worst of the verdicts, in the order of denchi.severity.
  verdict text not null,
  -- {"pack": "verdict"}
  verdicts jsonb not null,
  report jsonb not null,
  -- The answer behind its id, byte for byte: JSONB forgets the order of keys.
  written text not null
);

-- What became of each line; `written` where there is no report.
create table if not exists denchi.answers (
  batch text not null,
  id text not null,
  key text,
  status text not null,
  written text,
  primary key (batch, id)
);

create index if not exists reports_verdicts on denchi.reports using gin (verdicts jsonb_path_ops);
create index if not exists reports_capacity on denchi.reports (capacity_Ah);
create index if not exists answers_key on denchi.answers (key);

create or replace function denchi.severity(verdict text) returns integer
  language sql immutable parallel safe as $$
  select coalesce(array_position(array['not-applicable', 'out-of-scope', 'pass', 'conditional-pass',
    'needs-declaration', 'undecided-convention', 'undecided-missing-data', 'conditional-fail', 'fail'],
    verdict), 0)
$$;

-- Completeness: no job is called done while this has a row.
create or replace view denchi.missing as
  select m.batch, m.number, m.id, m.path from denchi.manifest m
  where not exists (select from denchi.answers a where a.batch = m.batch and a.id = m.id);
