-- Nested geographies: a plan whose operations may move the borders of the geography above it too, in a plan of its own.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- The plan of the parent geography that goes along. No foreign key: rows of plan are archived by id.
alter table app.plan add column upper_plan text;
alter table app.plan add constraint plan_upper_is_another check (upper_plan <> plan);

-- Version of the upper plan that the same step made: both were stored together, and are taken back together.
alter table app.plan_event add column upper_version bigint;
