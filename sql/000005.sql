-- The way of a release: rules by source, audit, signatures, what was published elsewhere before, and more kinds of steps in
-- the ledger.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- Who must sign before a release is approved; statistics always.
alter table app.municipality add column required_signatures text[] not null default '{statistics}';
alter table app.municipality add constraint municipality_signatures_known
  check (required_signatures <@ array['dpo', 'statistics'] and 'statistics' = any (required_signatures));

-- Rules of one data source (statistic.source), numbered from 1; the newest holds.
create table app.rule_set (
  municipality text not null,
  source text not null,
  version bigint not null,
  rules jsonb not null,
  -- Where the rules come from: law, ordinance, contract with the source.
  basis text not null,
  author text not null,
  created_at timestamptz not null default now(),
  constraint rule_set_pk primary key (municipality, source, version),
  constraint rule_set_municipality_fk foreign key (municipality) references app.municipality (municipality),
  constraint rule_set_is_object check (jsonb_typeof(rules) = 'object')
);
create trigger rule_set_append_only before update or delete on app.rule_set for each row execute function app.refuse_change();

-- rule_sets: by source the rules that held, their version (null: none was stored), basis and author. published_at stays when a release is
-- withdrawn: what was seen cannot be made unseen.
alter table app.release add column purpose text not null default '';
alter table app.release add column method text not null default 'suppress';
alter table app.release add column rule_sets jsonb not null default '[]';
alter table app.release add column published_at timestamptz;
alter table app.release drop constraint release_state_known;
alter table app.release drop constraint release_two_people;
update app.release set published_at = decided_at where state in ('approved', 'withdrawn');
update app.release set state = 'published' where state = 'approved';
alter table app.release add constraint release_state_known
  check (state in ('requested', 'verified', 'objected', 'approved', 'published', 'withdrawn'));
alter table app.release add constraint release_two_people check (state not in ('approved', 'published') or decided_by <> requested_by);
alter table app.release add constraint release_published_when check (state <> 'published' or published_at is not null);
alter table app.release add constraint release_method_known check (method in ('suppress', 'round'));

create table app.release_signature (
  municipality text not null,
  release text not null,
  signature bigint not null,
  account text not null,
  role text not null,
  decision text not null,
  reason text not null default '',
  at timestamptz not null default now(),
  constraint release_signature_pk primary key (municipality, release, signature),
  constraint release_signature_release_fk foreign key (municipality, release) references app.release (municipality, release) on delete cascade,
  constraint release_signature_decision_known check ((role, decision) in (('dpo', 'no-objection'), ('dpo', 'objection'), ('statistics', 'approve')))
);
create trigger release_signature_append_only before update or delete on app.release_signature for each row execute function app.refuse_change();

-- One row an audit of a release: what it was made for (geography, version, context), what it found in numbers of cells and
-- findings, and the ledger's head at that time. No count of people stands here. failure: it could not be carried out.
create table app.release_audit (
  municipality text not null,
  release text not null,
  audit bigint not null,
  audited_at timestamptz not null default now(),
  geography text not null,
  version bigint not null,
  context_sha256 text not null,
  pattern_sha256 text not null,
  head_hash text not null,
  cells bigint not null,
  withheld bigint not null,
  missing bigint not null,
  primary_cells bigint not null,
  secondary_cells bigint not null,
  findings bigint not null,
  tables bigint not null,
  against jsonb not null,
  failure text,
  constraint release_audit_pk primary key (municipality, release, audit),
  constraint release_audit_release_fk foreign key (municipality, release) references app.release (municipality, release) on delete cascade
);
create trigger release_audit_append_only before update or delete on app.release_audit for each row execute function app.refuse_change();

-- What appeared elsewhere before: a table of zone totals of one date, over a cut that is stored (geography and version) or over
-- zones of its own (publication_block). It can never be taken back, so nor can the entry.
create table app.publication (
  municipality text not null,
  publication text not null,
  title text not null,
  source text not null,
  published_on date not null,
  reference_date date not null,
  geography text,
  version bigint,
  block_set bigint not null,
  statistics text[] not null,
  entered_by text not null,
  entered_at timestamptz not null default now(),
  constraint publication_pk primary key (municipality, publication),
  constraint publication_block_set_fk foreign key (municipality, block_set) references app.block_set (municipality, block_set),
  constraint publication_version_fk foreign key (municipality, geography, version) references app.geography_version (municipality, geography, version),
  constraint publication_cut_whole check ((geography is null) = (version is null))
);
create trigger publication_append_only before update or delete on app.publication for each row execute function app.refuse_change();

-- Only cells that were printed; value is null where the table tells that a total appeared and not which.
create table app.publication_cell (
  municipality text not null,
  publication text not null,
  statistic text not null,
  zone text not null,
  value bigint,
  constraint publication_cell_pk primary key (municipality, publication, statistic, zone),
  constraint publication_cell_publication_fk foreign key (municipality, publication) references app.publication (municipality, publication) on delete cascade
);
create trigger publication_cell_append_only before update or delete on app.publication_cell for each row execute function app.refuse_change();

create table app.publication_block (
  municipality text not null,
  publication text not null,
  block text not null,
  zone text not null,
  constraint publication_block_pk primary key (municipality, publication, block),
  constraint publication_block_publication_fk foreign key (municipality, publication) references app.publication (municipality, publication) on delete cascade
);
create trigger publication_block_append_only before update or delete on app.publication_block for each row execute function app.refuse_change();

alter table app.ledger drop constraint ledger_action_known;
alter table app.ledger add constraint ledger_action_known check (action in
  ('request', 'audit', 'verify', 'object', 'approve', 'publish', 'withdraw', 'published-elsewhere', 'rule-set', 'signatures', 'protected-copy'));
