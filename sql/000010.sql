-- Mappings of statistics tables: which column is what, under the name that an office gave it. No counts are in here.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

create table app.table_mapping (
  municipality text not null,
  name text not null,
  mapping jsonb not null,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  constraint table_mapping_pk primary key (municipality, name),
  constraint table_mapping_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint table_mapping_is_object check (jsonb_typeof(mapping) = 'object')
);
