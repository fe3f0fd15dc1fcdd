-- What the columns of a source mean, as somebody said when its file was imported: proposed again for the next file with the
-- same columns. The key is a hash of the names of the columns.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

create table app.import_mapping (
  municipality text not null,
  kind text not null,
  mapping_key text not null,
  mapping jsonb not null,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  constraint import_mapping_pk primary key (municipality, kind, mapping_key),
  constraint import_mapping_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint import_mapping_is_object check (jsonb_typeof(mapping) = 'object')
);
