-- Block stands as they come: how the outlines of a set were made, what its source drew, which blocks are neighbours across a
-- street, and versions and plans that were carried over to the blocks of a later stand.
set local citus.enable_unsafe_triggers = on;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_local_reference_table_foreign_keys = off;

-- How a set was made from its source: rules and summary of the repair that somebody accepted, null where there was none; and
-- what became of the space between the blocks, null where it was left as it is.
alter table app.block_set add column repair jsonb;
alter table app.block_set add column empty jsonb;

-- geom is what zones are drawn with. source_geom is what the source drew, where that differs: a block without its half of
-- the street. Areas and densities are those of the source, counts belong to it.
alter table app.block add column source_geom geometry(MultiPolygon);
alter table app.block add column source_area_m2 double precision;
update app.block set source_area_m2 = ST_Area(geom) where source_area_m2 is null;
alter table app.block alter column source_area_m2 set not null;
alter table app.block add constraint block_source_geom_valid check (ST_IsValid(source_geom));
alter table app.block add constraint block_source_geom_srid check (ST_SRID(source_geom) between 1024 and 32767);
alter table app.block add constraint block_source_area check (source_area_m2 >= 0);

-- Blocks that share no edge and are neighbours all the same; each pair once, the block with the lower position first.
create table app.block_near (
  municipality text not null,
  block_set bigint not null,
  block text not null,
  neighbour text not null,
  constraint block_near_pk primary key (municipality, block_set, block, neighbour),
  constraint block_near_block_fk foreign key (municipality, block_set, block) references app.block (municipality, block_set, block) on delete cascade,
  constraint block_near_neighbour_fk foreign key (municipality, block_set, neighbour) references app.block (municipality, block_set, block) on delete cascade,
  constraint block_near_two_blocks check (block <> neighbour)
);

-- A cut that was carried over from blocks of an earlier stand: from which version, and which blocks that left without a zone.
alter table app.geography_version add column carried jsonb;

-- A plan that was carried over: its zones and blocks on the new stand. Earlier events name blocks of the earlier one.
alter table app.plan_event add column rebase jsonb;
alter table app.plan_event drop constraint plan_event_kind_known;
alter table app.plan_event add constraint plan_event_kind_known
  check (kind in ('operation', 'undo', 'redo', 'submit', 'approve', 'reject', 'adopt', 'rebase'));
alter table app.plan_event add constraint plan_event_rebase_whole check ((kind = 'rebase') = (rebase is not null));
