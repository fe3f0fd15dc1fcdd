-- Sums of the counts of one count set by zone of one geography version, for who works with psql or QGIS and for the test
-- that compares it with the kernel. `unknown` is the number of blocks of the zone without a value. Blocks of no zone are
-- the row zone = ''. Internal numbers: nothing here is protected.
create or replace function app.zone_sums(of_municipality text, of_geography text, of_version bigint, of_count_set bigint)
returns table (zone text, statistic text, known bigint, unknown bigint)
language plpgsql stable as $$
begin
  return query
    select coalesce(placed.zone, ''), named.statistic, coalesce(sum(counted.value), 0)::bigint, count(*) filter (where counted.value is null)
    from app.count_set as taken
    join app.block_count as row_of
      on row_of.municipality = of_municipality and row_of.count_set = taken.count_set
    left join app.assignment as placed
      on placed.municipality = of_municipality and placed.geography = of_geography
     and placed.version = of_version and placed.block = row_of.block
    cross join lateral unnest(row_of.counts) with ordinality as counted (value, place)
    join lateral unnest(taken.statistics) with ordinality as named (statistic, place) on named.place = counted.place
    where taken.municipality = of_municipality and taken.count_set = of_count_set
    group by 1, 2;
end
$$;
