-- School catchments: the parameters of forecasts and effects, every version kept, and walks from blocks to schools.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- What a forecast was made with can be read again later, so a change is a new version. The newest holds; without one the program's own do.
create table app.school_setting (
  municipality text not null,
  version bigint not null,
  settings jsonb not null,
  account text not null,
  at timestamptz not null default now(),
  constraint school_setting_pk primary key (municipality, version),
  constraint school_setting_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint school_setting_is_object check (jsonb_typeof(settings) = 'object')
);
create trigger school_setting_append_only before update or delete on app.school_setting for each row execute function app.refuse_change();

-- Walks over a block set. A job enters its ticket before it reads network, schools and addresses; whoever changes one of these deletes the
-- row, so that a job that ends later finds its ticket gone and stores nothing. report is null until the walks are there.
create table app.school_walk (
  municipality text not null,
  block_set bigint not null,
  ticket text not null,
  report jsonb,
  made_at timestamptz,
  constraint school_walk_pk primary key (municipality, block_set),
  constraint school_walk_block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set) on delete cascade,
  constraint school_walk_made_whole check ((report is null) = (made_at is null))
);

-- By position of the block: metres as 4-byte floats (infinite where no way leads), and crossings of hazards on the way, one byte a kind.
create table app.school_walk_row (
  municipality text not null,
  block_set bigint not null,
  school text not null,
  metres bytea not null,
  crossings bytea not null,
  constraint school_walk_row_pk primary key (municipality, block_set, school),
  constraint school_walk_row_walk_fk foreign key (municipality, block_set) references app.school_walk (municipality, block_set) on delete cascade
);
