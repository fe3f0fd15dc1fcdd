-- The protected copy: what who has no clearance for block counts draws with, and how often plans were checked against the truth.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- Counts of one statistic of a count set, rounded once to multiples of `base`: by position of the block, null where unknown.
-- Made once and never again, since two roundings of one count could be averaged; digest is in the ledger.
create table app.protected_copy (
  municipality text not null,
  count_set bigint not null,
  statistic text not null,
  base integer not null,
  counts integer[] not null,
  -- Largest difference between a zone of the base versions and its true sum, in bases rounded up: 1 for "within one base".
  bases_off integer not null,
  digest text not null,
  made_at timestamptz not null default now(),
  constraint protected_copy_pk primary key (municipality, count_set, statistic),
  constraint protected_copy_set_fk foreign key (municipality, count_set) references app.count_set (municipality, count_set),
  constraint protected_copy_base check (base >= 2),
  constraint protected_copy_not_negative check (0 <= all (counts))
);
create trigger protected_copy_append_only before update or delete on app.protected_copy for each row execute function app.refuse_change();

-- A plan handed in by somebody without clearance is checked against true counts; each answer tells something of them, so that
-- there are few: the key refuses a sixth on the same day.
create table app.plan_check (
  municipality text not null,
  plan text not null,
  day date not null,
  attempt integer not null,
  account text not null,
  at timestamptz not null default now(),
  constraint plan_check_pk primary key (municipality, plan, day, attempt),
  constraint plan_check_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_check_few check (attempt between 1 and 5)
);
create trigger plan_check_append_only before update or delete on app.plan_check for each row execute function app.refuse_change();
