-- What a direct connection sees (QGIS, psql): the roles zuschnitt_viewer (outlines and published releases) and
-- zuschnitt_counts (counts by block as well, of the sources that the account of the login is cleared for today). The server
-- itself owns the tables and is not bound by this. A policy calls functions because one with a subquery cannot run on the
-- shards of a cluster; there such a connection is refused, not let in.
create or replace function app.is_published(of_municipality text, of_release text)
returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from app.release
    where municipality = of_municipality and release = of_release and state = 'published');
end
$$;

-- Whether the account that connects as `reader` is cleared for each source that the count set has statistics of.
create or replace function app.is_cleared(reader text, of_municipality text, of_count_set bigint)
returns boolean language plpgsql stable security definer set search_path = '' as $$
declare
  wanted integer;
  granted integer;
begin
  select count(*), count(*) filter (where exists (
      select from app.clearance as held join app.account as holder on holder.account = held.account
      where holder.database_role = reader and holder.disabled_at is null
        and held.clearance = 'block-counts' and held.source in ('*', known.source)
        and held.revoked_at is null and held.expires_at > now()))
  into wanted, granted
  from app.count_set as taken
  cross join lateral unnest(taken.statistics) as named (statistic)
  left join app.statistic as known on known.municipality = of_municipality and known.statistic = named.statistic
  where taken.municipality = of_municipality and taken.count_set = of_count_set;
  return wanted > 0 and wanted = granted;
end
$$;

revoke execute on function app.is_published(text, text), app.is_cleared(text, text, bigint) from public;

alter table app.release enable row level security;
alter table app.release_cell enable row level security;
alter table app.count_set enable row level security;
alter table app.block_count enable row level security;

drop policy if exists release_published on app.release;
create policy release_published on app.release for select using (app.is_published(municipality, release));
drop policy if exists release_cell_published on app.release_cell;
create policy release_cell_published on app.release_cell for select using (app.is_published(municipality, release));
drop policy if exists count_set_cleared on app.count_set;
create policy count_set_cleared on app.count_set for select using (app.is_cleared(current_user, municipality, count_set));
drop policy if exists block_count_cleared on app.block_count;
create policy block_count_cleared on app.block_count for select using (app.is_cleared(current_user, municipality, count_set));

-- Published values with their outlines, a row a value: the layer for QGIS. `key` is one of a row, as QGIS wants it.
create or replace view app.released_zone with (security_invoker = true) as
select cell.municipality || '/' || cell.release || '/' || cell.statistic || '/' || cell.reference_date || '/' || cell.zone as key,
  cell.municipality, cell.release, released.geography, released.version, cell.zone, zone.name, cell.statistic,
  cell.reference_date, cell.state, cell.value, zone.geom
from app.release_cell as cell
join app.release as released on released.municipality = cell.municipality and released.release = cell.release
join app.zone as zone
  on zone.municipality = released.municipality and zone.geography = released.geography
 and zone.version = released.version and zone.zone = cell.zone;

-- Roles belong to the whole cluster and need CREATEROLE: without it they are left to the administrator, and nobody but the
-- owner sees anything. Nothing is granted that is not named here, so a new table is closed until somebody opens it.
do $$
declare
  missing text;
begin
  foreach missing in array array['zuschnitt_viewer', 'zuschnitt_counts'] loop
    begin
      if not exists (select from pg_roles where rolname = missing) then
        execute format('create role %I nologin', missing);
      end if;
    exception
      when insufficient_privilege then
        raise notice 'the role % needs to be made by an administrator: create role % nologin', missing, missing;
      when duplicate_object or unique_violation then
        null; -- another server of the cluster was faster
    end;
  end loop;
  if exists (select from pg_roles where rolname = 'zuschnitt_viewer') then
    grant usage on schema app to zuschnitt_viewer;
    grant select on app.municipality, app.block_set, app.block, app.geography, app.geography_version, app.zone, app.assignment,
      app.statistic, app.reference_feature, app.release_cell, app.released_zone to zuschnitt_viewer;
    -- Not who asked and decided, and not the rule set: its dominance parameters are nobody's outside.
    grant select (municipality, release, geography, version, statistics, reference_dates, state) on app.release to zuschnitt_viewer;
    grant execute on function app.is_published(text, text) to zuschnitt_viewer;
  end if;
  if exists (select from pg_roles where rolname = 'zuschnitt_counts') then
    if exists (select from pg_roles where rolname = 'zuschnitt_viewer') then
      begin
        grant zuschnitt_viewer to zuschnitt_counts;
      exception
        when insufficient_privilege then
          raise notice 'an administrator needs to say: grant zuschnitt_viewer to zuschnitt_counts';
      end;
    end if;
    grant usage on schema app to zuschnitt_counts;
    grant select on app.count_set, app.block_count to zuschnitt_counts;
    grant execute on function app.is_cleared(text, text, bigint) to zuschnitt_counts;
  end if;
end
$$;
