-- Accounts that sign in: passwords and identities, sessions, tokens of scripts, the clearance for counts by block as grants
-- with a source, a purpose and an end, and the log of who saw such counts.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- An account is disabled, never deleted: its name stands in plans, releases and the ledger. issuer and subject: who OpenID
-- Connect says it is. database_role: the role of PostgreSQL under which the same person connects directly (QGIS).
alter table app.account add column disabled_at timestamptz;
alter table app.account add column issuer text;
alter table app.account add column subject text;
alter table app.account add column database_role text;
alter table app.account add constraint account_identity_once unique (issuer, subject);
alter table app.account add constraint account_database_role_once unique (database_role);
alter table app.account add constraint account_identity_whole check ((issuer is null) = (subject is null));

-- Granted for one source of statistics ('*': all), for a purpose and until a day; revoked, never deleted.
create table app.clearance (
  clearance_grant text not null,
  account text not null,
  clearance text not null default 'block-counts',
  source text not null,
  purpose text not null,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  constraint clearance_pk primary key (clearance_grant),
  constraint clearance_known check (clearance in ('block-counts')),
  constraint clearance_has_purpose check (purpose <> ''),
  constraint clearance_has_source check (source <> ''),
  constraint clearance_revoked_whole check ((revoked_at is null) = (revoked_by is null))
);
create index clearance_account on app.clearance (account);

-- What an account had before is a grant for all sources, for the year in which somebody will look at it.
insert into app.clearance (clearance_grant, account, source, purpose, granted_by, expires_at)
select gen_random_uuid()::text, account, '*', 'granted before purposes were kept', 'migration', now() + interval '1 year'
from app.account where 'block-counts' = any(clearances);
alter table app.account drop constraint account_clearances_known;
alter table app.account drop column clearances;

-- Apart from the account, and in no archive: the salted hash of the password with its parameters. `demo`: made and printed
-- by the first start of the demo, and worth nothing where other machines can reach the server.
create table app.credential (
  account text not null,
  password text not null,
  demo boolean not null default false,
  changed_at timestamptz not null default now(),
  constraint credential_pk primary key (account)
);

-- Only the hash of a session's secret is kept: who reads this table cannot act as anybody.
create table app.session (
  session text not null,
  account text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint session_pk primary key (session),
  constraint session_is_hash check (session ~ '^[0-9a-f]{64}$')
);
create index session_account on app.session (account);

-- Of scripts and of QGIS; again the hash alone.
create table app.account_token (
  token text not null,
  account text not null,
  label text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint account_token_pk primary key (token),
  constraint account_token_is_hash check (token ~ '^[0-9a-f]{64}$')
);
create index account_token_account on app.account_token (account);

-- Who saw counts by block, of which source and date, and what for. Append only.
create table app.access_log (
  municipality text not null,
  entry text not null,
  at timestamptz not null default now(),
  account text not null,
  what text not null,
  source text not null,
  reference_date date,
  purpose text not null,
  constraint access_log_pk primary key (municipality, entry)
);
create index access_log_at on app.access_log (municipality, at);
create trigger access_log_append_only before update or delete on app.access_log for each row execute function app.refuse_change();
