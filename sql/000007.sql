-- Working together on a plan: named versions, branches, comments with who moderated them, and links for the public.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- Which version of which plan a branch began as. No foreign key: rows of plan are archived by id, a branch maybe before its origin.
alter table app.plan add column branched_from text;
alter table app.plan add column branched_version bigint;
alter table app.plan add constraint plan_branch_whole check ((branched_from is null) = (branched_version is null));

-- A name for a version of a plan; the version itself is in the plan's events.
create table app.plan_snapshot (
  municipality text not null,
  plan text not null,
  snapshot text not null,
  name text not null,
  version bigint not null,
  account text not null,
  at timestamptz not null default now(),
  constraint plan_snapshot_pk primary key (municipality, plan, snapshot),
  constraint plan_snapshot_name_once unique (municipality, plan, name),
  constraint plan_snapshot_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_snapshot_has_name check (name <> '')
);
create trigger plan_snapshot_append_only before update or delete on app.plan_snapshot for each row execute function app.refuse_change();

-- account: null for somebody of the public, who may give a name. public: stands on the public page while its state is open or done.
-- parent: the first comment of the thread. decided_*: who set the state last; all such steps are in plan_comment_step.
create table app.plan_comment (
  municipality text not null,
  plan text not null,
  comment text not null,
  parent text,
  zone text,
  longitude double precision,
  latitude double precision,
  text text not null,
  account text,
  name text not null default '',
  public boolean not null default false,
  state text not null,
  created_at timestamptz not null default now(),
  decided_by text,
  decided_at timestamptz,
  constraint plan_comment_pk primary key (municipality, plan, comment),
  constraint plan_comment_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_comment_has_text check (text <> ''),
  constraint plan_comment_place_whole check ((longitude is null) = (latitude is null)),
  constraint plan_comment_state_known check (state in ('open', 'done', 'waiting', 'hidden')),
  constraint plan_comment_public_without_account check (account is not null or public),
  constraint plan_comment_decided_whole check ((decided_by is null) = (decided_at is null))
);

-- Who showed, hid, closed, opened again or deleted which comment, without its text: it stays when the comment goes.
create table app.plan_comment_step (
  municipality text not null,
  plan text not null,
  comment text not null,
  step text not null,
  action text not null,
  account text not null,
  at timestamptz not null default now(),
  constraint plan_comment_step_pk primary key (municipality, plan, comment, step),
  constraint plan_comment_step_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_comment_step_known check (action in ('open', 'done', 'hidden', 'deleted'))
);
create trigger plan_comment_step_append_only before update or delete on app.plan_comment_step for each row execute function app.refuse_change();

-- Opening and closing of the public page; the newest step of a plan holds. shown_version: what the public sees, whatever is drawn since.
create table app.plan_public_link (
  municipality text not null,
  plan text not null,
  step bigint not null,
  token text not null,
  open boolean not null,
  shown_version bigint not null,
  account text not null,
  at timestamptz not null default now(),
  constraint plan_public_link_pk primary key (municipality, plan, step),
  constraint plan_public_link_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan) on delete cascade,
  constraint plan_public_link_token check (length(token) >= 40)
);
create index plan_public_link_token_of on app.plan_public_link (municipality, token);
create trigger plan_public_link_append_only before update or delete on app.plan_public_link for each row execute function app.refuse_change();
