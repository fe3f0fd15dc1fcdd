-- Spreads the tables over a Citus cluster: reference tables first, then every table whose primary key begins with the
-- municipality, parents before children, all colocated. Run after the migrations; without Citus it does nothing, and a
-- second run finds nothing to do.
do $$
declare
  next record;
  root text;
  moved integer;
begin
  if not exists (select from pg_extension where extname = 'citus') then
    return;
  end if;
  execute 'set local citus.enable_unsafe_triggers = on';
  execute 'set local citus.multi_shard_modify_mode = ''sequential''';
  execute 'set local citus.enable_local_reference_table_foreign_keys = off';
  for next in
    select listed.name
    from unnest(array['app.municipality', 'app.account']) as listed (name)
    where not exists (select from pg_dist_partition as known where known.logicalrelid = to_regclass(listed.name) and known.repmodel = 't')
  loop
    perform create_reference_table(next.name::regclass);
  end loop;
  loop
    moved := 0;
    for next in
      select class.oid::regclass::text as name
      from pg_class as class
      join pg_constraint as key on key.conrelid = class.oid and key.contype = 'p'
      join pg_attribute as first on first.attrelid = class.oid and first.attnum = key.conkey[1]
      where class.relnamespace = 'app'::regnamespace
        and class.relkind in ('r', 'p')
        and not class.relispartition
        and first.attname = 'municipality'
        and not exists (
          select from pg_dist_partition as known
          where known.logicalrelid = class.oid and (known.partmethod = 'h' or known.repmodel = 't'))
        and not exists (
          select from pg_constraint as parent
          where parent.conrelid = class.oid and parent.contype = 'f' and parent.confrelid <> class.oid
            and not exists (
              select from pg_dist_partition as known
              where known.logicalrelid = parent.confrelid and (known.partmethod = 'h' or known.repmodel = 't')))
      order by 1
    loop
      select min(known.logicalrelid::text) into root
      from pg_dist_partition as known
      join pg_class as class on class.oid = known.logicalrelid
      where known.partmethod = 'h' and class.relnamespace = 'app'::regnamespace;
      if root is null then
        perform create_distributed_table(next.name::regclass, 'municipality', colocate_with => 'none', shard_count => 32);
      else
        perform create_distributed_table(next.name::regclass, 'municipality', colocate_with => root);
      end if;
      moved := moved + 1;
    end loop;
    exit when moved = 0;
  end loop;
end
$$;
