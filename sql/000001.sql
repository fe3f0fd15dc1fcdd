-- Blocks, counts, geographies, plans and releases of one or many municipalities. Runs unchanged on PostgreSQL 15+ with
-- PostGIS 3.3+, on PGlite and on Citus: the tenant key leads every key, every constraint has a name of at most 54 bytes.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;
create extension if not exists postgis;
create extension if not exists btree_gist;
create schema if not exists app;

-- Guard of append-only tables. It reads no table, so that it runs on the shards of a cluster as well.
create function app.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

-- Tenants. epsg is the projected CRS of all stored geometry of the municipality.
create table app.municipality (
  municipality text not null,
  name text not null,
  epsg integer not null,
  created_at timestamptz not null default now(),
  constraint municipality_pk primary key (municipality),
  constraint municipality_key_digits check (municipality ~ '^[0-9]{8}([0-9]{4})?$')
);

-- Until accounts can log in, who acts is named by the request on loopback; roles are enforced already.
create table app.account (
  account text not null,
  name text not null,
  roles text[] not null,
  -- What may be seen before it is released: 'block-counts' for counts by block and sums of them.
  clearances text[] not null default '{}',
  created_at timestamptz not null default now(),
  constraint account_pk primary key (account),
  constraint account_roles_known check (roles <@ array['viewer', 'planner', 'editor', 'statistics', 'dpo', 'admin']),
  constraint account_clearances_known check (clearances <@ array['block-counts'])
);

-- One stand of all blocks with its validity [valid_from, valid_to).
create table app.block_set (
  municipality text not null,
  block_set bigint not null,
  valid_from date not null,
  valid_to date,
  source text not null,
  created_at timestamptz not null default now(),
  constraint block_set_pk primary key (municipality, block_set),
  constraint block_set_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint block_set_one_at_a_time exclude using gist (municipality with =, daterange(valid_from, valid_to) with &&)
);

-- Position is the index of the block in the kernel's arrays.
create table app.block (
  municipality text not null,
  block_set bigint not null,
  block text not null,
  position integer not null,
  geom geometry(MultiPolygon) not null,
  constraint block_pk primary key (municipality, block_set, block),
  constraint block_position_once unique (municipality, block_set, position),
  constraint block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set) on delete cascade,
  constraint block_geom_valid check (ST_IsValid(geom)),
  constraint block_geom_srid check (ST_SRID(geom) between 1024 and 32767)
);
create index block_geom on app.block using gist (geom);

-- Which block of an earlier stand became which of a later one; weight is the share of the earlier block.
create table app.block_lineage (
  municipality text not null,
  from_set bigint not null,
  from_block text not null,
  to_set bigint not null,
  to_block text not null,
  weight double precision not null,
  constraint block_lineage_pk primary key (municipality, from_set, from_block, to_set, to_block),
  constraint block_lineage_from_fk foreign key (municipality, from_set, from_block) references app.block (municipality, block_set, block) on delete cascade,
  constraint block_lineage_to_fk foreign key (municipality, to_set, to_block) references app.block (municipality, block_set, block) on delete cascade,
  constraint block_lineage_weight check (weight > 0 and weight <= 1)
);

create table app.address (
  municipality text not null,
  address text not null,
  block text,
  street text not null,
  house_number text not null,
  weight double precision not null default 1,
  geom geometry(Point) not null,
  constraint address_pk primary key (municipality, address),
  constraint address_weight check (weight >= 0),
  constraint address_geom_srid check (ST_SRID(geom) between 1024 and 32767)
);
create index address_geom on app.address using gist (geom);

create table app.statistic (
  municipality text not null,
  statistic text not null,
  position integer not null,
  name_de text not null,
  name_en text not null,
  unit text not null default 'count',
  population text,
  source text not null default '',
  constraint statistic_pk primary key (municipality, statistic),
  constraint statistic_municipality_fk foreign key (municipality) references app.municipality (municipality)
);

-- Counts of one reference date over one block stand, row-major: one integer array a block, null where unknown.
-- `unlocated` holds what the source could not place in any block ("unbekannt").
create table app.count_set (
  municipality text not null,
  count_set bigint not null,
  block_set bigint not null,
  reference_date date not null,
  statistics text[] not null,
  unlocated integer[] not null,
  source text not null,
  created_at timestamptz not null default now(),
  constraint count_set_pk primary key (municipality, count_set),
  constraint count_set_block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set),
  constraint count_set_widths check (cardinality(statistics) = cardinality(unlocated))
);
create index count_set_date on app.count_set (municipality, reference_date);

create table app.block_count (
  municipality text not null,
  count_set bigint not null,
  block text not null,
  counts integer[] not null,
  constraint block_count_pk primary key (municipality, count_set, block),
  constraint block_count_set_fk foreign key (municipality, count_set) references app.count_set (municipality, count_set) on delete cascade,
  constraint block_count_not_negative check (0 <= all (counts))
);

create table app.geography (
  municipality text not null,
  geography text not null,
  position integer not null,
  name_de text not null,
  name_en text not null,
  parent text,
  constraint geography_pk primary key (municipality, geography),
  constraint geography_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint geography_parent_fk foreign key (municipality, parent) references app.geography (municipality, geography)
);

-- One cut of a geography, valid [valid_from, valid_to).
create table app.geography_version (
  municipality text not null,
  geography text not null,
  version bigint not null,
  block_set bigint not null,
  title text not null,
  valid_from date not null,
  valid_to date,
  plan text,
  created_at timestamptz not null default now(),
  constraint geography_version_pk primary key (municipality, geography, version),
  constraint geography_version_geography_fk foreign key (municipality, geography) references app.geography (municipality, geography),
  constraint geography_version_block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set),
  constraint geography_version_one_at_a_time exclude using gist (municipality with =, geography with =, daterange(valid_from, valid_to) with &&)
);

create table app.zone (
  municipality text not null,
  geography text not null,
  version bigint not null,
  zone text not null,
  position integer not null,
  name text not null,
  geom geometry(MultiPolygon),
  constraint zone_pk primary key (municipality, geography, version, zone),
  constraint zone_version_fk foreign key (municipality, geography, version) references app.geography_version (municipality, geography, version) on delete cascade,
  constraint zone_geom_valid check (ST_IsValid(geom)),
  constraint zone_geom_srid check (ST_SRID(geom) between 1024 and 32767)
);
create index zone_geom on app.zone using gist (geom);

create table app.assignment (
  municipality text not null,
  geography text not null,
  version bigint not null,
  block text not null,
  zone text not null,
  constraint assignment_pk primary key (municipality, geography, version, block),
  constraint assignment_zone_fk foreign key (municipality, geography, version, zone) references app.zone (municipality, geography, version, zone) on delete cascade
);

-- A draft of a new version. What it is now follows from its base and its events; `version` counts the events.
create table app.plan (
  municipality text not null,
  plan text not null,
  geography text not null,
  name text not null,
  base_version bigint,
  block_set bigint not null,
  valid_from date,
  state text not null default 'draft',
  version bigint not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint plan_pk primary key (municipality, plan),
  constraint plan_geography_fk foreign key (municipality, geography) references app.geography (municipality, geography),
  constraint plan_base_version_fk foreign key (municipality, geography, base_version) references app.geography_version (municipality, geography, version),
  constraint plan_block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set),
  constraint plan_state_known check (state in ('draft', 'submitted', 'approved', 'rejected', 'adopted'))
);

-- Append only. `operation` for kind operation; undo and redo name the event whose effect they take back or bring again.
create table app.plan_event (
  municipality text not null,
  plan text not null,
  version bigint not null,
  kind text not null,
  operation jsonb,
  inverse jsonb,
  refers_to bigint,
  account text not null,
  at timestamptz not null default now(),
  constraint plan_event_pk primary key (municipality, plan, version),
  constraint plan_event_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_event_kind_known check (kind in ('operation', 'undo', 'redo', 'submit', 'approve', 'reject', 'adopt'))
);
create trigger plan_event_append_only before update or delete on app.plan_event for each row execute function app.refuse_change();

create table app.release (
  municipality text not null,
  release text not null,
  geography text not null,
  version bigint not null,
  statistics text[] not null,
  reference_dates date[] not null,
  rule_set jsonb not null,
  state text not null default 'requested',
  requested_by text not null,
  requested_at timestamptz not null default now(),
  decided_by text,
  decided_at timestamptz,
  constraint release_pk primary key (municipality, release),
  constraint release_version_fk foreign key (municipality, geography, version) references app.geography_version (municipality, geography, version),
  constraint release_state_known check (state in ('requested', 'approved', 'withdrawn')),
  constraint release_two_people check (state <> 'approved' or decided_by <> requested_by)
);

-- Only what may be seen: a withheld cell has no number here either.
create table app.release_cell (
  municipality text not null,
  release text not null,
  statistic text not null,
  reference_date date not null,
  zone text not null,
  state text not null,
  value bigint,
  constraint release_cell_pk primary key (municipality, release, statistic, reference_date, zone),
  constraint release_cell_release_fk foreign key (municipality, release) references app.release (municipality, release) on delete cascade,
  constraint release_cell_state check (state in ('value', 'atLeast', 'withheld', 'missing')),
  constraint release_cell_no_secret check ((value is null) = (state in ('withheld', 'missing')))
);
create trigger release_cell_append_only before update or delete on app.release_cell for each row execute function app.refuse_change();

-- Append only, chained: hash = sha256(previous_hash || payload).
create table app.ledger (
  municipality text not null,
  sequence bigint not null,
  at timestamptz not null,
  account text not null,
  action text not null,
  release text not null,
  payload jsonb not null,
  previous_hash text not null,
  hash text not null,
  constraint ledger_pk primary key (municipality, sequence),
  constraint ledger_action_known check (action in ('request', 'approve', 'withdraw'))
);
create trigger ledger_append_only before update or delete on app.ledger for each row execute function app.refuse_change();

-- What the map shows below the blocks: water, rail, streets, parks; schools and other facilities as points.
create table app.reference_feature (
  municipality text not null,
  layer text not null,
  feature text not null,
  name text not null default '',
  properties jsonb not null default '{}',
  geom geometry not null,
  constraint reference_feature_pk primary key (municipality, layer, feature),
  constraint reference_feature_valid check (ST_IsValid(geom)),
  constraint reference_feature_srid check (ST_SRID(geom) between 1024 and 32767)
);
create index reference_feature_geom on app.reference_feature using gist (geom);

-- What was asked for and what came of it; the queue itself is pg-boss's. Local table: no foreign keys. A server that runs a
-- job touches it every few seconds, so that others can tell a job whose server is gone.
create table app.job (
  job text not null,
  process text not null,
  municipality text not null,
  account text not null,
  input jsonb not null,
  state text not null default 'accepted',
  progress double precision not null default 0,
  message text not null default '',
  attempts integer not null default 0,
  touched_at timestamptz not null default now(),
  result jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint job_pk primary key (job),
  constraint job_state_known check (state in ('accepted', 'running', 'successful', 'failed', 'dismissed'))
);
