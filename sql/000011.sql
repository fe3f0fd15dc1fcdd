-- New housing that a planner has drawn for a plan of catchments. Assumptions of the plan, no counts.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

create table app.plan_housing (
  municipality text not null,
  plan text not null,
  housing text not null,
  area jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  constraint plan_housing_pk primary key (municipality, plan, housing),
  constraint plan_housing_plan_fk foreign key (municipality, plan) references app.plan (municipality, plan),
  constraint plan_housing_area_is_object check (jsonb_typeof(area) = 'object')
);
