-- Every statement of server/db/queries, by name; compared by a test, rewritten with BLESS=1.

-- access.insert
insert into app.access_log (municipality, entry, account, what, source, reference_date, purpose)
  values ($1, gen_random_uuid()::text, $2, $3, $4, $5, $6);

-- access.list
select at, account, what, source, reference_date as "referenceDate", purpose from app.access_log
  where municipality = $1 and ($2::text is null or account = $2) and ($3::timestamptz is null or at < $3)
  order by at desc, entry limit $4;

-- account.disable
update app.account set disabled_at = case when $2 then coalesce(disabled_at, now()) end where account = $1 returning account;

-- account.find
select account, name, roles,
  array(select distinct held.clearance from app.clearance as held
  where held.account = account.account and account.disabled_at is null and held.revoked_at is null and held.expires_at > now()) as clearances from app.account as account where account = $1;

-- account.find-identity
select account from app.account where issuer = $1 and subject = $2;

-- account.insert
insert into app.account (account, name, roles) values ($1, $2, $3);

-- account.insert-identity
insert into app.account (account, name, roles, issuer, subject) values ($1, $2, $3, $4, $5);

-- account.list
select account, name, roles,
  array(select distinct held.clearance from app.clearance as held
  where held.account = account.account and account.disabled_at is null and held.revoked_at is null and held.expires_at > now()) as clearances from app.account as account order by account;

-- account.list-standing
select account, disabled_at is not null as disabled, issuer is not null as "hasIdentity", database_role as "databaseRole",
  exists (select from app.credential as kept where kept.account = account.account and kept.demo) as demo,
  exists (select from app.credential as kept where kept.account = account.account) as "hasPassword"
  from app.account as account order by account;

-- account.set-database-role
update app.account set database_role = $2 where account = $1 returning account;

-- account.update-identity
update app.account set name = $2, roles = $3 where account = $1 and issuer is not null;

-- address.delete_all
delete from app.address where municipality = $1;

-- address.insert
insert into app.address (municipality, address, block, street, house_number, weight, geom)
  select $1, found.address, found.block, found.street, found.house_number, found.weight, ST_GeomFromWKB(found.wkb, $2)
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::double precision[], $8::bytea[])
  as found (address, block, street, house_number, weight, wkb);

-- address.list
select address, block, street, house_number as "houseNumber", weight, ST_AsBinary(geom, 'NDR') as wkb
  from app.address where municipality = $1 order by address;

-- assignment.insert
insert into app.assignment (municipality, geography, version, block, zone)
  select $1, $2, $3, placed.block, placed.zone from unnest($4::text[], $5::text[]) as placed (block, zone);

-- assignment.list
select block, zone from app.assignment where municipality = $1 and geography = $2 and version = $3 order by block;

-- block.extent_of_newest_set
select min(ST_XMin(geom)) as "minX", min(ST_YMin(geom)) as "minY", max(ST_XMax(geom)) as "maxX", max(ST_YMax(geom)) as "maxY"
  from app.block
  where municipality = $1 and block_set = (
  select block_set from app.block_set where municipality = $1 order by valid_from desc limit 1);

-- block.insert
insert into app.block (municipality, block_set, block, position, geom, source_geom, source_area_m2)
  select $1, $2, made.block, made.position - 1 + $6, ST_Multi(ST_GeomFromWKB(made.wkb, $5)), ST_Multi(ST_GeomFromWKB(made.source, $5)), made.area
  from unnest($3::text[], $4::bytea[], $7::bytea[], $8::double precision[]) with ordinality as made (block, wkb, source, area, position);

-- block.insert_lineage
insert into app.block_lineage (municipality, from_set, from_block, to_set, to_block, weight)
  select $1, $2, kept.from_block, $3, kept.to_block, kept.weight
  from unnest($4::text[], $5::text[], $6::double precision[]) as kept (from_block, to_block, weight);

-- block.list
select block, ST_AsBinary(geom, 'NDR') as wkb from app.block
  where municipality = $1 and block_set = $2 order by position;

-- block.list_ids
select block from app.block where municipality = $1 and block_set = $2 order by position;

-- block.list_lineage
select from_block as "fromBlock", to_block as "toBlock", weight from app.block_lineage
  where municipality = $1 and from_set = $2 and to_set = $3 order by from_block, to_block;

-- block.list_source
select block, ST_AsBinary(coalesce(source_geom, geom), 'NDR') as wkb from app.block
  where municipality = $1 and block_set = $2 order by position;

-- block.list_source_areas
select position, source_area_m2 as "areaM2" from app.block
  where municipality = $1 and block_set = $2 and source_geom is not null order by position;

-- block_count.insert
insert into app.block_count (municipality, count_set, block, counts)
  select $1, $2, counted.block, counted.counts::integer[]
  from unnest($3::text[], $4::text[]) as counted (block, counts);

-- block_count.list
select counted.block, counted.counts
  from app.block_count as counted
  where counted.municipality = $1 and counted.count_set = $2 order by counted.block;

-- block_lineage.list_to
select from_set as "fromSet", from_block as "fromBlock", to_block as "toBlock", weight from app.block_lineage
  where municipality = $1 and to_set = $2 order by from_set, from_block, to_block;

-- block_near.insert
insert into app.block_near (municipality, block_set, block, neighbour)
  select $1, $2, pair.block, pair.neighbour from unnest($3::text[], $4::text[]) as pair (block, neighbour);

-- block_near.list
select one.position as a, other.position as b
  from app.block_near as near
  join app.block as one on one.municipality = $1 and one.block_set = $2 and one.block = near.block
  join app.block as other on other.municipality = $1 and other.block_set = $2 and other.block = near.neighbour
  where near.municipality = $1 and near.block_set = $2
  order by one.position, other.position;

-- block_set.close
update app.block_set set valid_to = $2::date
  where municipality = $1 and valid_to is null and valid_from < $2::date;

-- block_set.count_blocks
select block_set as "blockSet", count(*) as blocks from app.block where municipality = $1 group by block_set order by block_set;

-- block_set.insert
insert into app.block_set (municipality, block_set, valid_from, valid_to, source, repair, empty)
  select $1, coalesce(max(block_set), 0) + 1, $2::date, $3::date, $4, $5::jsonb, $6::jsonb from app.block_set where municipality = $1
  returning block_set as "blockSet";

-- block_set.list
select block_set as "blockSet", valid_from as "validFrom", valid_to as "validTo", source, repair, empty from app.block_set where municipality = $1 order by valid_from;

-- block_set.valid_at
select block_set as "blockSet", valid_from as "validFrom", valid_to as "validTo", source, repair, empty from app.block_set
  where municipality = $1 and daterange(valid_from, valid_to) @> $2::date;

-- clearance.insert
insert into app.clearance (clearance_grant, account, clearance, source, purpose, granted_by, expires_at)
  values (gen_random_uuid()::text, $1, $2, $3, $4, $5, $6);

-- clearance.list
select clearance_grant as "grant", account, clearance, source, purpose, granted_by as "grantedBy", granted_at as "grantedAt",
  expires_at as "expiresAt", revoked_by as "revokedBy", revoked_at as "revokedAt" from app.clearance order by account, granted_at, clearance_grant;

-- clearance.list-active
select clearance_grant as "grant", account, clearance, source, purpose, granted_by as "grantedBy", granted_at as "grantedAt",
  expires_at as "expiresAt", revoked_by as "revokedBy", revoked_at as "revokedAt" from app.clearance where account = $1 and revoked_at is null and expires_at > now() order by granted_at, clearance_grant;

-- clearance.revoke
update app.clearance set revoked_at = now(), revoked_by = $3
  where account = $1 and ($2::text is null or source = $2) and revoked_at is null and expires_at > now()
  returning clearance_grant as "grant";

-- count_set.insert
insert into app.count_set (municipality, count_set, block_set, reference_date, statistics, unlocated, source)
  select $1, coalesce(max(count_set), 0) + 1, $2::bigint, $3::date, $4::text[], $5::integer[], $6
  from app.count_set where municipality = $1
  returning count_set as "countSet";

-- count_set.list
select count_set as "countSet", block_set as "blockSet", reference_date as "referenceDate", statistics, unlocated, source
  from app.count_set where municipality = $1 order by reference_date, count_set;

-- count_set.sum_by_zone
select zone, statistic, known, unknown from app.zone_sums($1, $2, $3, $4) order by zone, statistic;

-- credential.any
select exists (select from app.credential as kept join app.account as account on account.account = kept.account
  where account.disabled_at is null and not kept.demo) as any;

-- credential.find
select kept.password, kept.demo from app.credential as kept
  join app.account as account on account.account = kept.account and account.disabled_at is null where kept.account = $1;

-- credential.set
insert into app.credential (account, password, demo) values ($1, $2, $3)
  on conflict (account) do update set password = excluded.password, demo = excluded.demo, changed_at = now();

-- geography.insert
insert into app.geography (municipality, geography, position, name_de, name_en, parent) values ($1, $2, $3, $4, $5, $6);

-- geography.list
select geography, position, name_de as "nameDe", name_en as "nameEn", parent
  from app.geography where municipality = $1 order by position, geography;

-- geography_version.close
update app.geography_version set valid_to = $3::date
  where municipality = $1 and geography = $2 and valid_to is null and valid_from < $3::date;

-- geography_version.end
update app.geography_version set valid_to = $4::date
  where municipality = $1 and geography = $2 and version = $3;

-- geography_version.find
select geography, version, block_set as "blockSet", title, valid_from as "validFrom", valid_to as "validTo", plan, carried from app.geography_version where municipality = $1 and geography = $2 and version = $3;

-- geography_version.insert
insert into app.geography_version (municipality, geography, version, block_set, title, valid_from, valid_to, plan, carried)
  select $1, $2, coalesce(max(version), 0) + 1, $3::bigint, $4, $5::date, $6::date, $7, $8::jsonb
  from app.geography_version where municipality = $1 and geography = $2
  returning version;

-- geography_version.list
select geography, version, block_set as "blockSet", title, valid_from as "validFrom", valid_to as "validTo", plan, carried from app.geography_version where municipality = $1 order by geography, valid_from;

-- geography_version.valid_at
select geography, version, block_set as "blockSet", title, valid_from as "validFrom", valid_to as "validTo", plan, carried from app.geography_version
  where municipality = $1 and geography = $2 and daterange(valid_from, valid_to) @> $3::date;

-- import_mapping.list
select kind, mapping, saved_at as "savedAt", saved_by as "savedBy" from app.import_mapping
  where municipality = $1 and mapping_key = $2 order by saved_at desc, kind;

-- import_mapping.save
insert into app.import_mapping (municipality, kind, mapping_key, mapping, saved_by) values ($1, $2, $3, $4, $5)
  on conflict (municipality, kind, mapping_key) do update set mapping = excluded.mapping, saved_at = now(), saved_by = excluded.saved_by;

-- job.dismiss
update app.job set state = 'dismissed', message = 'dismissed', finished_at = now()
  where job = $1 and state in ('accepted', 'running') and result is null returning job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt";

-- job.find
select job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt" from app.job where job = $1;

-- job.finish
update app.job set state = $2, progress = case when $2 = 'successful' then 1 else progress end, message = $3, result = $4, finished_at = now()
  where job = $1 and state in ('accepted', 'running') returning job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt";

-- job.insert
insert into app.job (job, process, municipality, account, input) values ($1, $2, $3, $4, $5) returning job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt";

-- job.keep_result
update app.job set result = $2, progress = greatest(progress, 0.95), touched_at = now() where job = $1 and state = 'running' returning job;

-- job.list
select job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt" from app.job where municipality = $1 order by created_at desc, job limit $2;

-- job.release_untouched
update app.job set state = 'accepted'
  where state = 'running' and touched_at <= now() - make_interval(secs => $1::double precision) and job <> all ($2::text[])
  returning job, attempts, result;

-- job.report_progress
update app.job set progress = $2, message = $3, touched_at = now() where job = $1 and state = 'running' returning job;

-- job.start
update app.job set state = 'running', progress = 0, message = '', attempts = attempts + 1, touched_at = now()
  where job = $1 and state in ('accepted', 'running') returning job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt";

-- job.touch
update app.job set touched_at = now() where job = $1;

-- ledger.insert
insert into app.ledger (municipality, sequence, at, account, action, release, payload, previous_hash, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- ledger.last
select sequence, at, account, action, release, payload, previous_hash as "previousHash", hash from app.ledger where municipality = $1 order by sequence desc limit 1;

-- ledger.list
select sequence, at, account, action, release, payload, previous_hash as "previousHash", hash from app.ledger where municipality = $1 order by sequence;

-- ledger.lock
select pg_advisory_xact_lock(hashtext('app.ledger'), hashtext(municipality)) is not null as locked from app.municipality where municipality = $1;

-- municipality.insert
insert into app.municipality (municipality, name, epsg) values ($1, $2, $3);

-- municipality.list
select municipality, name, epsg from app.municipality order by municipality;

-- municipality.required_signatures
select required_signatures as "required" from app.municipality where municipality = $1;

-- municipality.set_required_signatures
update app.municipality set required_signatures = $2::text[] where municipality = $1;

-- noise_secret.find
select secret from app.noise_secret where municipality = $1;

-- noise_secret.insert
insert into app.noise_secret (municipality, secret) values ($1, $2) on conflict do nothing;

-- plan.find
select plan, geography, name, base_version as "baseVersion", block_set as "blockSet", valid_from as "validFrom",
  state, version, created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt",
  branched_from as "branchedFrom", branched_version as "branchedVersion", upper_plan as "upperPlan" from app.plan where municipality = $1 and plan = $2;

-- plan.insert
insert into app.plan (municipality, plan, geography, name, base_version, block_set, valid_from, created_by, branched_from, branched_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning plan, geography, name, base_version as "baseVersion", block_set as "blockSet", valid_from as "validFrom",
  state, version, created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt",
  branched_from as "branchedFrom", branched_version as "branchedVersion", upper_plan as "upperPlan";

-- plan.link_upper
update app.plan set upper_plan = $3 where municipality = $1 and plan = $2;

-- plan.list
select plan, geography, name, base_version as "baseVersion", block_set as "blockSet", valid_from as "validFrom",
  state, version, created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt",
  branched_from as "branchedFrom", branched_version as "branchedVersion", upper_plan as "upperPlan" from app.plan where municipality = $1 order by created_at, plan;

-- plan_check.insert
insert into app.plan_check (municipality, plan, day, attempt, account)
  select $1, $2, (now() at time zone 'UTC')::date, made.attempt, $3
  from (select coalesce(max(attempt), 0) + 1 as attempt from app.plan_check
  where municipality = $1 and plan = $2 and day = (now() at time zone 'UTC')::date) as made
  where made.attempt <= $4
  and (select count(*) from app.plan_check where municipality = $1 and account = $3 and day = (now() at time zone 'UTC')::date) < $5
  returning attempt;

-- plan_comment.decide
with decided as (
  update app.plan_comment set state = $4, decided_by = $5, decided_at = now()
  where municipality = $1 and plan = $2 and comment = $3 and state <> $4
  returning municipality, plan, comment
  ), kept as (
  insert into app.plan_comment_step (municipality, plan, comment, step, action, account)
  select municipality, plan, comment, $6, $4, $5 from decided
  )
  select comment from decided;

-- plan_comment.delete
with gone as (
  delete from app.plan_comment where municipality = $1 and plan = $2 and comment = $3 returning municipality, plan, comment
  ), kept as (
  insert into app.plan_comment_step (municipality, plan, comment, step, action, account)
  select municipality, plan, comment, $4, 'deleted', $5 from gone
  )
  select comment from gone;

-- plan_comment.find
select comment, parent, zone, longitude, latitude, text, said.account, coalesce(writer.name, said.name) as name, public, state,
  said.created_at as "createdAt", decided_by as "decidedBy", decided_at as "decidedAt" from app.plan_comment as said left join app.account as writer on writer.account = said.account where said.municipality = $1 and said.plan = $2 and comment = $3;

-- plan_comment.insert
insert into app.plan_comment (municipality, plan, comment, parent, zone, longitude, latitude, text, account, name, public, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- plan_comment.insert_waiting
insert into app.plan_comment (municipality, plan, comment, parent, zone, longitude, latitude, text, name, public, state)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, true, 'waiting'
  where (select count(*) from app.plan_comment where municipality = $1 and plan = $2 and state = 'waiting') < $10
  returning comment;

-- plan_comment.list
select comment, parent, zone, longitude, latitude, text, said.account, coalesce(writer.name, said.name) as name, public, state,
  said.created_at as "createdAt", decided_by as "decidedBy", decided_at as "decidedAt" from app.plan_comment as said left join app.account as writer on writer.account = said.account where said.municipality = $1 and said.plan = $2 order by said.created_at, comment;

-- plan_comment.list_unsettled
select comment, parent, zone, longitude, latitude, text, said.account, coalesce(writer.name, said.name) as name, public, state,
  said.created_at as "createdAt", decided_by as "decidedBy", decided_at as "decidedAt", said.plan from app.plan_comment as said left join app.account as writer on writer.account = said.account
  where said.municipality = $1 and said.state in ('open', 'waiting')
  and exists (select from app.plan as drawn where drawn.municipality = said.municipality and drawn.plan = said.plan and drawn.state in ('draft', 'submitted', 'approved'))
  order by said.created_at, comment;

-- plan_comment.release_replies
update app.plan_comment set parent = null, zone = coalesce(zone, $4), longitude = coalesce(longitude, $5), latitude = coalesce(latitude, $6)
  where municipality = $1 and plan = $2 and parent = $3;

-- plan_comment_step.list
select comment, action, account, at from app.plan_comment_step where municipality = $1 and plan = $2 order by at, step;

-- plan_event.append
with advanced as (
  update app.plan set version = version + 1, state = $4, valid_from = coalesce($5::date, valid_from), updated_at = now()
  where municipality = $1 and plan = $2 and version = $3
  returning municipality, plan, version, updated_at
  ), appended as (
  insert into app.plan_event (municipality, plan, version, kind, operation, inverse, refers_to, account, upper_version)
  select municipality, plan, version, $6, $7::jsonb, $8::jsonb, $9::bigint, $10, $11::bigint from advanced
  )
  select version, updated_at as "updatedAt" from advanced;

-- plan_event.append_rebase
with advanced as (
  update app.plan set version = version + 1, state = $4, block_set = $5::bigint, base_version = $6::bigint, updated_at = now()
  where municipality = $1 and plan = $2 and version = $3
  returning municipality, plan, version
  ), appended as (
  insert into app.plan_event (municipality, plan, version, kind, rebase, account)
  select municipality, plan, version, 'rebase', $7::jsonb, $8 from advanced
  )
  select version from advanced;

-- plan_event.list
select version, kind, operation, inverse, refers_to as "refersTo", rebase, upper_version as "upperVersion", account, at from app.plan_event
  where municipality = $1 and plan = $2 and version > $3 order by version;

-- plan_housing.copy
insert into app.plan_housing (municipality, plan, housing, area, changed_by)
  select $1, $3, housing, area, $4 from app.plan_housing where municipality = $1 and plan = $2;

-- plan_housing.list
select housing, area from app.plan_housing where municipality = $1 and plan = $2 order by housing;

-- plan_housing.put
insert into app.plan_housing (municipality, plan, housing, area, changed_by) values ($1, $2, $3, $4, $5)
  on conflict (municipality, plan, housing) do update set area = excluded.area, changed_by = excluded.changed_by, changed_at = now();

-- plan_housing.remove
delete from app.plan_housing where municipality = $1 and plan = $2 and housing = $3;

-- plan_public_link.find_open
select plan, step, token, open, shown_version as "shownVersion", account, at from app.plan_public_link as held
  where municipality = $1 and token = $2 and open and not exists (
  select from app.plan_public_link as later where later.municipality = $1 and later.plan = held.plan and later.step > held.step);

-- plan_public_link.insert
insert into app.plan_public_link (municipality, plan, step, token, open, shown_version, account)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (municipality, plan, step) do nothing returning plan, step, token, open, shown_version as "shownVersion", account, at;

-- plan_public_link.newest
select plan, step, token, open, shown_version as "shownVersion", account, at from app.plan_public_link where municipality = $1 and plan = $2 order by step desc limit 1;

-- plan_snapshot.find
select snapshot, plan, name, version, account, at from app.plan_snapshot where municipality = $1 and snapshot = $2;

-- plan_snapshot.insert
insert into app.plan_snapshot (municipality, plan, snapshot, name, version, account)
  values ($1, $2, $3, $4, $5, $6) on conflict (municipality, plan, name) do nothing returning snapshot, plan, name, version, account, at;

-- plan_snapshot.list
select snapshot, plan, name, version, account, at from app.plan_snapshot where municipality = $1 and plan = $2 order by at, snapshot;

-- protected_copy.insert
insert into app.protected_copy (municipality, count_set, statistic, base, counts, bases_off, digest)
  values ($1, $2, $3, $4, $5::integer[], $6, $7);

-- protected_copy.list
select statistic, base, counts, bases_off as "basesOff", digest from app.protected_copy
  where municipality = $1 and count_set = $2 order by statistic;

-- protected_copy.list_digests
select count_set as "countSet", digest from app.protected_copy where municipality = $1 order by count_set, statistic;

-- protected_copy.list_statistics
select statistic from app.protected_copy where municipality = $1 and count_set = $2;

-- publication.insert
insert into app.publication (municipality, publication, title, source, published_on, reference_date, geography, version, block_set, statistics, entered_by)
  values ($1, $2, $3, $4, $5::date, $6::date, $7, $8::bigint, $9::bigint, $10::text[], $11);

-- publication.list
select publication, title, source, published_on as "publishedOn", reference_date as "referenceDate", geography, version, block_set as "blockSet",
  statistics, entered_by as "enteredBy", entered_at as "enteredAt"
  from app.publication where municipality = $1 order by entered_at, publication;

-- publication_block.insert
insert into app.publication_block (municipality, publication, block, zone)
  select $1, $2, placed.block, placed.zone from unnest($3::text[], $4::text[]) as placed (block, zone);

-- publication_block.list
select block, zone from app.publication_block where municipality = $1 and publication = $2 order by block;

-- publication_cell.insert
insert into app.publication_cell (municipality, publication, statistic, zone, value)
  select $1, $2, made.statistic, made.zone, made.value from unnest($3::text[], $4::text[], $5::bigint[]) as made (statistic, zone, value);

-- publication_cell.list
select statistic, zone, value from app.publication_cell where municipality = $1 and publication = $2 order by statistic, zone;

-- reference_feature.delete_layer
delete from app.reference_feature where municipality = $1 and layer = $2;

-- reference_feature.insert
insert into app.reference_feature (municipality, layer, feature, name, properties, geom)
  select $1, $2, made.feature, made.name, made.properties, ST_GeomFromWKB(made.wkb, $3)
  from unnest($4::text[], $5::text[], $6::jsonb[], $7::bytea[]) as made (feature, name, properties, wkb);

-- reference_feature.list
select feature, name, properties, ST_AsBinary(geom, 'NDR') as wkb from app.reference_feature
  where municipality = $1 and layer = $2 order by feature;

-- reference_feature.list_layers
select layer, count(*) as features from app.reference_feature where municipality = $1 group by layer order by layer;

-- release.decide
update app.release set state = $3, decided_by = $4, decided_at = now(),
  published_at = case when $3 = 'published' then now() else published_at end
  where municipality = $1 and release = $2 and state = any($5::text[]) returning release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
  purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  published_at as "publishedAt";

-- release.find
select release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
  purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  published_at as "publishedAt" from app.release where municipality = $1 and release = $2;

-- release.insert
insert into app.release (municipality, release, geography, version, statistics, reference_dates, rule_set, requested_by, rule_sets, purpose, method)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11) returning release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
  purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  published_at as "publishedAt";

-- release.list
select release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
  purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  published_at as "publishedAt" from app.release where municipality = $1 order by requested_at, release;

-- release.list_public
select release from app.release where municipality = $1 and (published_at is not null or state = 'approved') order by release;

-- release.list_zones
select zone from app.zone where municipality = $1 and geography = $2 and version = $3 order by position, zone;

-- release.verify
update app.release set state = $3 where municipality = $1 and release = $2 and state = any($4::text[]) returning release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
  purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
  published_at as "publishedAt";

-- release_audit.insert
insert into app.release_audit (municipality, release, audit, geography, version, context_sha256, pattern_sha256, head_hash,
  cells, withheld, missing, primary_cells, secondary_cells, findings, tables, against, failure)
  select $1, $2, coalesce(max(audit), 0) + 1, $3, $4::bigint, $5, $6, $7, $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::bigint, $13::bigint, $14::bigint, $15::jsonb, $16
  from app.release_audit where municipality = $1 and release = $2;

-- release_audit.last
select release, audit, audited_at as "auditedAt", geography, version, context_sha256 as "contextSha256", pattern_sha256 as "patternSha256",
  head_hash as "headHash", cells, withheld, missing, primary_cells as "primary", secondary_cells as "secondary", findings, tables, against, failure from app.release_audit where municipality = $1 and release = $2 order by audit desc limit 1;

-- release_audit.list
select release, audit, audited_at as "auditedAt", geography, version, context_sha256 as "contextSha256", pattern_sha256 as "patternSha256",
  head_hash as "headHash", cells, withheld, missing, primary_cells as "primary", secondary_cells as "secondary", findings, tables, against, failure from app.release_audit where municipality = $1 order by release, audit;

-- release_cell.insert
insert into app.release_cell (municipality, release, statistic, reference_date, zone, state, value)
  select $1, $2, made.statistic, made.reference_date, made.zone, made.state, made.value
  from unnest($3::text[], $4::date[], $5::text[], $6::text[], $7::bigint[]) as made (statistic, reference_date, zone, state, value);

-- release_cell.list
select statistic, reference_date as "referenceDate", zone, state, value from app.release_cell
  where municipality = $1 and release = $2 order by statistic, reference_date, zone;

-- release_signature.insert
insert into app.release_signature (municipality, release, signature, account, role, decision, reason)
  select $1, $2, coalesce(max(signature), 0) + 1, $3, $4, $5, $6 from app.release_signature where municipality = $1 and release = $2;

-- release_signature.list
select release, account, role, decision, reason, at from app.release_signature where municipality = $1 order by release, signature;

-- rule_set.insert
insert into app.rule_set (municipality, source, version, rules, basis, author)
  select $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4, $5 from app.rule_set where municipality = $1 and source = $2
  returning source, version, rules, basis, author, created_at as "createdAt";

-- rule_set.list
select source, version, rules, basis, author, created_at as "createdAt" from app.rule_set where municipality = $1 order by source, version;

-- school_setting.insert
insert into app.school_setting (municipality, version, settings, account) values ($1, $2, $3, $4);

-- school_setting.newest
select version, settings, account, at from app.school_setting where municipality = $1 order by version desc limit 1;

-- school_walk.begin
insert into app.school_walk (municipality, block_set, ticket) values ($1, $2, $3)
  on conflict (municipality, block_set) do update set ticket = excluded.ticket;

-- school_walk.delete_all
delete from app.school_walk where municipality = $1;

-- school_walk.find
select ticket, report, made_at as "madeAt" from app.school_walk where municipality = $1 and block_set = $2;

-- school_walk.finish
update app.school_walk set report = $4, made_at = now() where municipality = $1 and block_set = $2 and ticket = $3 returning ticket;

-- school_walk_row.delete
delete from app.school_walk_row where municipality = $1 and block_set = $2;

-- school_walk_row.insert
insert into app.school_walk_row (municipality, block_set, school, metres, crossings)
  select $1, $2, made.school, made.metres, made.crossings from unnest($3::text[], $4::bytea[], $5::bytea[]) as made (school, metres, crossings);

-- school_walk_row.list
select school, metres, crossings from app.school_walk_row where municipality = $1 and block_set = $2 order by school;

-- session.close
delete from app.session where session = $1;

-- session.close-all
delete from app.session where account = $1 and session <> $2;

-- session.find
select held.account, account.roles, held.seen_at as "seenAt" from app.session as held
  join app.account as account on account.account = held.account and account.disabled_at is null
  where held.session = $1 and held.expires_at > now() and held.seen_at > $2;

-- session.insert
insert into app.session (session, account, expires_at) values ($1, $2, $3);

-- session.prune
delete from app.session where expires_at < now() or seen_at < $1;

-- session.touch
update app.session set seen_at = now() where session = $1;

-- statistic.insert
insert into app.statistic (municipality, statistic, position, name_de, name_en, unit, population, source)
  select $1, made.statistic, made.position, made.name_de, made.name_en, made.unit, made.population, made.source
  from unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
  as made (statistic, position, name_de, name_en, unit, population, source);

-- statistic.list
select statistic, position, name_de as "nameDe", name_en as "nameEn", unit, population, source
  from app.statistic where municipality = $1 order by position, statistic;

-- table_mapping.delete
delete from app.table_mapping where municipality = $1 and name = $2 returning name;

-- table_mapping.find
select name, mapping, saved_at as "savedAt", saved_by as "savedBy" from app.table_mapping where municipality = $1 and name = $2;

-- table_mapping.list
select name, mapping, saved_at as "savedAt", saved_by as "savedBy" from app.table_mapping where municipality = $1 order by name;

-- table_mapping.save
insert into app.table_mapping (municipality, name, mapping, saved_by) values ($1, $2, $3, $4)
  on conflict (municipality, name) do update set mapping = excluded.mapping, saved_at = now(), saved_by = excluded.saved_by;

-- token.find
select held.account, account.roles, null::timestamptz as "seenAt" from app.account_token as held
  join app.account as account on account.account = held.account and account.disabled_at is null
  where held.token = $1 and held.revoked_at is null and held.expires_at > now();

-- token.insert
insert into app.account_token (token, account, label, created_by, expires_at) values ($1, $2, $3, $4, $5);

-- token.list
select left(token, 12) as id, account, label, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"
  from app.account_token where account = $1 and revoked_at is null and expires_at > now() order by created_at, token;

-- token.revoke
update app.account_token set revoked_at = now() where account = $1 and ($2::text is null or left(token, 12) = $2) and revoked_at is null returning left(token, 12) as id;

-- zone.count_of_versions
select geography, version, count(*) as zones from app.zone
  where municipality = $1 group by geography, version order by geography, version;

-- zone.insert
insert into app.zone (municipality, geography, version, zone, position, name, geom)
  select $1, $2, $3, made.zone, made.position, made.name, ST_Multi(ST_GeomFromWKB(made.wkb, $4))
  from unnest($5::text[], $6::integer[], $7::text[], $8::bytea[]) as made (zone, position, name, wkb);

-- zone.list
select zone, position, name, ST_AsBinary(geom, 'NDR') as wkb from app.zone
  where municipality = $1 and geography = $2 and version = $3 order by position, zone;
