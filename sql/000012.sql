-- Releases with noise: the secret that keys of blocks are made with, and their method.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- One for good: with another one every number that was published would get other noise, and the two could be averaged. Nobody but the server reads it: there is no grant on it, and no
-- policy lets a row through.
create table app.noise_secret (
  municipality text not null,
  secret text not null,
  made_at timestamptz not null default now(),
  constraint noise_secret_pk primary key (municipality),
  constraint noise_secret_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint noise_secret_is_hex check (secret ~ '^[0-9a-f]{64}$')
);
create trigger noise_secret_append_only before update or delete on app.noise_secret for each row execute function app.refuse_change();
alter table app.noise_secret enable row level security;

alter table app.release drop constraint release_method_known;
alter table app.release add constraint release_method_known check (method in ('suppress', 'round', 'cell-key'));
