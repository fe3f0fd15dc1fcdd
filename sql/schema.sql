-- What the migrations make on PostgreSQL 15, by pg_dump; compared by a test, rewritten with BLESS=1.
CREATE SCHEMA app;
CREATE FUNCTION app.is_cleared(reader text, of_municipality text, of_count_set bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
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
CREATE FUNCTION app.is_published(of_municipality text, of_release text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return exists (
    select from app.release
    where municipality = of_municipality and release = of_release and state = 'published');
end
$$;
CREATE FUNCTION app.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
CREATE FUNCTION app.zone_sums(of_municipality text, of_geography text, of_version bigint, of_count_set bigint) RETURNS TABLE(zone text, statistic text, known bigint, unknown bigint)
    LANGUAGE plpgsql STABLE
    AS $$
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
CREATE TABLE app.access_log (
    municipality text NOT NULL,
    entry text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    account text NOT NULL,
    what text NOT NULL,
    source text NOT NULL,
    reference_date date,
    purpose text NOT NULL
);
CREATE TABLE app.account (
    account text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone,
    issuer text,
    subject text,
    database_role text,
    CONSTRAINT account_identity_whole CHECK (((issuer IS NULL) = (subject IS NULL))),
    CONSTRAINT account_roles_known CHECK ((roles <@ ARRAY['viewer'::text, 'planner'::text, 'editor'::text, 'statistics'::text, 'dpo'::text, 'admin'::text]))
);
CREATE TABLE app.account_token (
    token text NOT NULL,
    account text NOT NULL,
    label text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT account_token_is_hash CHECK ((token ~ '^[0-9a-f]{64}$'::text))
);
CREATE TABLE app.address (
    municipality text NOT NULL,
    address text NOT NULL,
    block text,
    street text NOT NULL,
    house_number text NOT NULL,
    weight double precision DEFAULT 1 NOT NULL,
    geom public.geometry(Point) NOT NULL,
    CONSTRAINT address_geom_srid CHECK (((public.st_srid(geom) >= 1024) AND (public.st_srid(geom) <= 32767))),
    CONSTRAINT address_weight CHECK ((weight >= (0)::double precision))
);
CREATE TABLE app.assignment (
    municipality text NOT NULL,
    geography text NOT NULL,
    version bigint NOT NULL,
    block text NOT NULL,
    zone text NOT NULL
);
CREATE TABLE app.block (
    municipality text NOT NULL,
    block_set bigint NOT NULL,
    block text NOT NULL,
    "position" integer NOT NULL,
    geom public.geometry(MultiPolygon) NOT NULL,
    source_geom public.geometry(MultiPolygon),
    source_area_m2 double precision NOT NULL,
    CONSTRAINT block_geom_srid CHECK (((public.st_srid(geom) >= 1024) AND (public.st_srid(geom) <= 32767))),
    CONSTRAINT block_geom_valid CHECK (public.st_isvalid(geom)),
    CONSTRAINT block_source_area CHECK ((source_area_m2 >= (0)::double precision)),
    CONSTRAINT block_source_geom_srid CHECK (((public.st_srid(source_geom) >= 1024) AND (public.st_srid(source_geom) <= 32767))),
    CONSTRAINT block_source_geom_valid CHECK (public.st_isvalid(source_geom))
);
CREATE TABLE app.block_count (
    municipality text NOT NULL,
    count_set bigint NOT NULL,
    block text NOT NULL,
    counts integer[] NOT NULL,
    CONSTRAINT block_count_not_negative CHECK ((0 <= ALL (counts)))
);
CREATE TABLE app.block_lineage (
    municipality text NOT NULL,
    from_set bigint NOT NULL,
    from_block text NOT NULL,
    to_set bigint NOT NULL,
    to_block text NOT NULL,
    weight double precision NOT NULL,
    CONSTRAINT block_lineage_weight CHECK (((weight > (0)::double precision) AND (weight <= (1)::double precision)))
);
CREATE TABLE app.block_near (
    municipality text NOT NULL,
    block_set bigint NOT NULL,
    block text NOT NULL,
    neighbour text NOT NULL,
    CONSTRAINT block_near_two_blocks CHECK ((block <> neighbour))
);
CREATE TABLE app.block_set (
    municipality text NOT NULL,
    block_set bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    repair jsonb,
    empty jsonb
);
CREATE TABLE app.clearance (
    clearance_grant text NOT NULL,
    account text NOT NULL,
    clearance text DEFAULT 'block-counts'::text NOT NULL,
    source text NOT NULL,
    purpose text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_by text,
    revoked_at timestamp with time zone,
    CONSTRAINT clearance_has_purpose CHECK ((purpose <> ''::text)),
    CONSTRAINT clearance_has_source CHECK ((source <> ''::text)),
    CONSTRAINT clearance_known CHECK ((clearance = 'block-counts'::text)),
    CONSTRAINT clearance_revoked_whole CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)))
);
CREATE TABLE app.count_set (
    municipality text NOT NULL,
    count_set bigint NOT NULL,
    block_set bigint NOT NULL,
    reference_date date NOT NULL,
    statistics text[] NOT NULL,
    unlocated integer[] NOT NULL,
    source text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT count_set_widths CHECK ((cardinality(statistics) = cardinality(unlocated)))
);
CREATE TABLE app.credential (
    account text NOT NULL,
    password text NOT NULL,
    demo boolean DEFAULT false NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE app.geography (
    municipality text NOT NULL,
    geography text NOT NULL,
    "position" integer NOT NULL,
    name_de text NOT NULL,
    name_en text NOT NULL,
    parent text
);
CREATE TABLE app.geography_version (
    municipality text NOT NULL,
    geography text NOT NULL,
    version bigint NOT NULL,
    block_set bigint NOT NULL,
    title text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    plan text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    carried jsonb
);
CREATE TABLE app.import_mapping (
    municipality text NOT NULL,
    kind text NOT NULL,
    mapping_key text NOT NULL,
    mapping jsonb NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL,
    saved_by text NOT NULL,
    CONSTRAINT import_mapping_is_object CHECK ((jsonb_typeof(mapping) = 'object'::text))
);
CREATE TABLE app.job (
    job text NOT NULL,
    process text NOT NULL,
    municipality text NOT NULL,
    account text NOT NULL,
    input jsonb NOT NULL,
    state text DEFAULT 'accepted'::text NOT NULL,
    progress double precision DEFAULT 0 NOT NULL,
    message text DEFAULT ''::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    touched_at timestamp with time zone DEFAULT now() NOT NULL,
    result jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT job_state_known CHECK ((state = ANY (ARRAY['accepted'::text, 'running'::text, 'successful'::text, 'failed'::text, 'dismissed'::text])))
);
CREATE TABLE app.ledger (
    municipality text NOT NULL,
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account text NOT NULL,
    action text NOT NULL,
    release text NOT NULL,
    payload jsonb NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT ledger_action_known CHECK ((action = ANY (ARRAY['request'::text, 'audit'::text, 'verify'::text, 'object'::text, 'approve'::text, 'publish'::text, 'withdraw'::text, 'published-elsewhere'::text, 'rule-set'::text, 'signatures'::text, 'protected-copy'::text])))
);
CREATE TABLE app.migration (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE app.municipality (
    municipality text NOT NULL,
    name text NOT NULL,
    epsg integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    required_signatures text[] DEFAULT '{statistics}'::text[] NOT NULL,
    CONSTRAINT municipality_key_digits CHECK ((municipality ~ '^[0-9]{8}([0-9]{4})?$'::text)),
    CONSTRAINT municipality_signatures_known CHECK (((required_signatures <@ ARRAY['dpo'::text, 'statistics'::text]) AND ('statistics'::text = ANY (required_signatures))))
);
CREATE TABLE app.noise_secret (
    municipality text NOT NULL,
    secret text NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT noise_secret_is_hex CHECK ((secret ~ '^[0-9a-f]{64}$'::text))
);
CREATE TABLE app.plan (
    municipality text NOT NULL,
    plan text NOT NULL,
    geography text NOT NULL,
    name text NOT NULL,
    base_version bigint,
    block_set bigint NOT NULL,
    valid_from date,
    state text DEFAULT 'draft'::text NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    branched_from text,
    branched_version bigint,
    upper_plan text,
    CONSTRAINT plan_branch_whole CHECK (((branched_from IS NULL) = (branched_version IS NULL))),
    CONSTRAINT plan_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'rejected'::text, 'adopted'::text]))),
    CONSTRAINT plan_upper_is_another CHECK ((upper_plan <> plan))
);
CREATE TABLE app.plan_check (
    municipality text NOT NULL,
    plan text NOT NULL,
    day date NOT NULL,
    attempt integer NOT NULL,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT plan_check_few CHECK (((attempt >= 1) AND (attempt <= 5)))
);
CREATE TABLE app.plan_comment (
    municipality text NOT NULL,
    plan text NOT NULL,
    comment text NOT NULL,
    parent text,
    zone text,
    longitude double precision,
    latitude double precision,
    text text NOT NULL,
    account text,
    name text DEFAULT ''::text NOT NULL,
    public boolean DEFAULT false NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by text,
    decided_at timestamp with time zone,
    CONSTRAINT plan_comment_decided_whole CHECK (((decided_by IS NULL) = (decided_at IS NULL))),
    CONSTRAINT plan_comment_has_text CHECK ((text <> ''::text)),
    CONSTRAINT plan_comment_place_whole CHECK (((longitude IS NULL) = (latitude IS NULL))),
    CONSTRAINT plan_comment_public_without_account CHECK (((account IS NOT NULL) OR public)),
    CONSTRAINT plan_comment_state_known CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'waiting'::text, 'hidden'::text])))
);
CREATE TABLE app.plan_comment_step (
    municipality text NOT NULL,
    plan text NOT NULL,
    comment text NOT NULL,
    step text NOT NULL,
    action text NOT NULL,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT plan_comment_step_known CHECK ((action = ANY (ARRAY['open'::text, 'done'::text, 'hidden'::text, 'deleted'::text])))
);
CREATE TABLE app.plan_event (
    municipality text NOT NULL,
    plan text NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    operation jsonb,
    inverse jsonb,
    refers_to bigint,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    rebase jsonb,
    upper_version bigint,
    CONSTRAINT plan_event_kind_known CHECK ((kind = ANY (ARRAY['operation'::text, 'undo'::text, 'redo'::text, 'submit'::text, 'approve'::text, 'reject'::text, 'adopt'::text, 'rebase'::text]))),
    CONSTRAINT plan_event_rebase_whole CHECK (((kind = 'rebase'::text) = (rebase IS NOT NULL)))
);
CREATE TABLE app.plan_housing (
    municipality text NOT NULL,
    plan text NOT NULL,
    housing text NOT NULL,
    area jsonb NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT plan_housing_area_is_object CHECK ((jsonb_typeof(area) = 'object'::text))
);
CREATE TABLE app.plan_public_link (
    municipality text NOT NULL,
    plan text NOT NULL,
    step bigint NOT NULL,
    token text NOT NULL,
    open boolean NOT NULL,
    shown_version bigint NOT NULL,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT plan_public_link_token CHECK ((length(token) >= 40))
);
CREATE TABLE app.plan_snapshot (
    municipality text NOT NULL,
    plan text NOT NULL,
    snapshot text NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT plan_snapshot_has_name CHECK ((name <> ''::text))
);
CREATE TABLE app.protected_copy (
    municipality text NOT NULL,
    count_set bigint NOT NULL,
    statistic text NOT NULL,
    base integer NOT NULL,
    counts integer[] NOT NULL,
    bases_off integer NOT NULL,
    digest text NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT protected_copy_base CHECK ((base >= 2)),
    CONSTRAINT protected_copy_not_negative CHECK ((0 <= ALL (counts)))
);
CREATE TABLE app.publication (
    municipality text NOT NULL,
    publication text NOT NULL,
    title text NOT NULL,
    source text NOT NULL,
    published_on date NOT NULL,
    reference_date date NOT NULL,
    geography text,
    version bigint,
    block_set bigint NOT NULL,
    statistics text[] NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT publication_cut_whole CHECK (((geography IS NULL) = (version IS NULL)))
);
CREATE TABLE app.publication_block (
    municipality text NOT NULL,
    publication text NOT NULL,
    block text NOT NULL,
    zone text NOT NULL
);
CREATE TABLE app.publication_cell (
    municipality text NOT NULL,
    publication text NOT NULL,
    statistic text NOT NULL,
    zone text NOT NULL,
    value bigint
);
CREATE TABLE app.reference_feature (
    municipality text NOT NULL,
    layer text NOT NULL,
    feature text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    properties jsonb DEFAULT '{}'::jsonb NOT NULL,
    geom public.geometry NOT NULL,
    CONSTRAINT reference_feature_srid CHECK (((public.st_srid(geom) >= 1024) AND (public.st_srid(geom) <= 32767))),
    CONSTRAINT reference_feature_valid CHECK (public.st_isvalid(geom))
);
CREATE TABLE app.release (
    municipality text NOT NULL,
    release text NOT NULL,
    geography text NOT NULL,
    version bigint NOT NULL,
    statistics text[] NOT NULL,
    reference_dates date[] NOT NULL,
    rule_set jsonb NOT NULL,
    state text DEFAULT 'requested'::text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by text,
    decided_at timestamp with time zone,
    purpose text DEFAULT ''::text NOT NULL,
    method text DEFAULT 'suppress'::text NOT NULL,
    rule_sets jsonb DEFAULT '[]'::jsonb NOT NULL,
    published_at timestamp with time zone,
    CONSTRAINT release_method_known CHECK ((method = ANY (ARRAY['suppress'::text, 'round'::text, 'cell-key'::text]))),
    CONSTRAINT release_published_when CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT release_state_known CHECK ((state = ANY (ARRAY['requested'::text, 'verified'::text, 'objected'::text, 'approved'::text, 'published'::text, 'withdrawn'::text]))),
    CONSTRAINT release_two_people CHECK (((state <> ALL (ARRAY['approved'::text, 'published'::text])) OR (decided_by <> requested_by)))
);
CREATE TABLE app.release_audit (
    municipality text NOT NULL,
    release text NOT NULL,
    audit bigint NOT NULL,
    audited_at timestamp with time zone DEFAULT now() NOT NULL,
    geography text NOT NULL,
    version bigint NOT NULL,
    context_sha256 text NOT NULL,
    pattern_sha256 text NOT NULL,
    head_hash text NOT NULL,
    cells bigint NOT NULL,
    withheld bigint NOT NULL,
    missing bigint NOT NULL,
    primary_cells bigint NOT NULL,
    secondary_cells bigint NOT NULL,
    findings bigint NOT NULL,
    tables bigint NOT NULL,
    against jsonb NOT NULL,
    failure text
);
CREATE TABLE app.release_cell (
    municipality text NOT NULL,
    release text NOT NULL,
    statistic text NOT NULL,
    reference_date date NOT NULL,
    zone text NOT NULL,
    state text NOT NULL,
    value bigint,
    CONSTRAINT release_cell_no_secret CHECK (((value IS NULL) = (state = ANY (ARRAY['withheld'::text, 'missing'::text])))),
    CONSTRAINT release_cell_state CHECK ((state = ANY (ARRAY['value'::text, 'atLeast'::text, 'withheld'::text, 'missing'::text])))
);
CREATE TABLE app.release_signature (
    municipality text NOT NULL,
    release text NOT NULL,
    signature bigint NOT NULL,
    account text NOT NULL,
    role text NOT NULL,
    decision text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT release_signature_decision_known CHECK (((((role = 'dpo'::text) AND (decision = 'no-objection'::text)) OR ((role = 'dpo'::text) AND (decision = 'objection'::text))) OR ((role = 'statistics'::text) AND (decision = 'approve'::text))))
);
CREATE TABLE app.zone (
    municipality text NOT NULL,
    geography text NOT NULL,
    version bigint NOT NULL,
    zone text NOT NULL,
    "position" integer NOT NULL,
    name text NOT NULL,
    geom public.geometry(MultiPolygon),
    CONSTRAINT zone_geom_srid CHECK (((public.st_srid(geom) >= 1024) AND (public.st_srid(geom) <= 32767))),
    CONSTRAINT zone_geom_valid CHECK (public.st_isvalid(geom))
);
CREATE VIEW app.released_zone WITH (security_invoker='true') AS
 SELECT ((((((((cell.municipality || '/'::text) || cell.release) || '/'::text) || cell.statistic) || '/'::text) || cell.reference_date) || '/'::text) || cell.zone) AS key,
    cell.municipality,
    cell.release,
    released.geography,
    released.version,
    cell.zone,
    zone.name,
    cell.statistic,
    cell.reference_date,
    cell.state,
    cell.value,
    zone.geom
   FROM ((app.release_cell cell
     JOIN app.release released ON (((released.municipality = cell.municipality) AND (released.release = cell.release))))
     JOIN app.zone zone ON (((zone.municipality = released.municipality) AND (zone.geography = released.geography) AND (zone.version = released.version) AND (zone.zone = cell.zone))));
CREATE TABLE app.rule_set (
    municipality text NOT NULL,
    source text NOT NULL,
    version bigint NOT NULL,
    rules jsonb NOT NULL,
    basis text NOT NULL,
    author text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rule_set_is_object CHECK ((jsonb_typeof(rules) = 'object'::text))
);
CREATE TABLE app.school_setting (
    municipality text NOT NULL,
    version bigint NOT NULL,
    settings jsonb NOT NULL,
    account text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT school_setting_is_object CHECK ((jsonb_typeof(settings) = 'object'::text))
);
CREATE TABLE app.school_walk (
    municipality text NOT NULL,
    block_set bigint NOT NULL,
    ticket text NOT NULL,
    report jsonb,
    made_at timestamp with time zone,
    CONSTRAINT school_walk_made_whole CHECK (((report IS NULL) = (made_at IS NULL)))
);
CREATE TABLE app.school_walk_row (
    municipality text NOT NULL,
    block_set bigint NOT NULL,
    school text NOT NULL,
    metres bytea NOT NULL,
    crossings bytea NOT NULL
);
CREATE TABLE app.session (
    session text NOT NULL,
    account text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT session_is_hash CHECK ((session ~ '^[0-9a-f]{64}$'::text))
);
CREATE TABLE app.statistic (
    municipality text NOT NULL,
    statistic text NOT NULL,
    "position" integer NOT NULL,
    name_de text NOT NULL,
    name_en text NOT NULL,
    unit text DEFAULT 'count'::text NOT NULL,
    population text,
    source text DEFAULT ''::text NOT NULL
);
CREATE TABLE app.table_mapping (
    municipality text NOT NULL,
    name text NOT NULL,
    mapping jsonb NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL,
    saved_by text NOT NULL,
    CONSTRAINT table_mapping_is_object CHECK ((jsonb_typeof(mapping) = 'object'::text))
);
ALTER TABLE ONLY app.access_log
    ADD CONSTRAINT access_log_pk PRIMARY KEY (municipality, entry);
ALTER TABLE ONLY app.account
    ADD CONSTRAINT account_database_role_once UNIQUE (database_role);
ALTER TABLE ONLY app.account
    ADD CONSTRAINT account_identity_once UNIQUE (issuer, subject);
ALTER TABLE ONLY app.account
    ADD CONSTRAINT account_pk PRIMARY KEY (account);
ALTER TABLE ONLY app.account_token
    ADD CONSTRAINT account_token_pk PRIMARY KEY (token);
ALTER TABLE ONLY app.address
    ADD CONSTRAINT address_pk PRIMARY KEY (municipality, address);
ALTER TABLE ONLY app.assignment
    ADD CONSTRAINT assignment_pk PRIMARY KEY (municipality, geography, version, block);
ALTER TABLE ONLY app.block_count
    ADD CONSTRAINT block_count_pk PRIMARY KEY (municipality, count_set, block);
ALTER TABLE ONLY app.block_lineage
    ADD CONSTRAINT block_lineage_pk PRIMARY KEY (municipality, from_set, from_block, to_set, to_block);
ALTER TABLE ONLY app.block_near
    ADD CONSTRAINT block_near_pk PRIMARY KEY (municipality, block_set, block, neighbour);
ALTER TABLE ONLY app.block
    ADD CONSTRAINT block_pk PRIMARY KEY (municipality, block_set, block);
ALTER TABLE ONLY app.block
    ADD CONSTRAINT block_position_once UNIQUE (municipality, block_set, "position");
ALTER TABLE ONLY app.block_set
    ADD CONSTRAINT block_set_one_at_a_time EXCLUDE USING gist (municipality WITH =, daterange(valid_from, valid_to) WITH &&);
ALTER TABLE ONLY app.block_set
    ADD CONSTRAINT block_set_pk PRIMARY KEY (municipality, block_set);
ALTER TABLE ONLY app.clearance
    ADD CONSTRAINT clearance_pk PRIMARY KEY (clearance_grant);
ALTER TABLE ONLY app.count_set
    ADD CONSTRAINT count_set_pk PRIMARY KEY (municipality, count_set);
ALTER TABLE ONLY app.credential
    ADD CONSTRAINT credential_pk PRIMARY KEY (account);
ALTER TABLE ONLY app.geography
    ADD CONSTRAINT geography_pk PRIMARY KEY (municipality, geography);
ALTER TABLE ONLY app.geography_version
    ADD CONSTRAINT geography_version_one_at_a_time EXCLUDE USING gist (municipality WITH =, geography WITH =, daterange(valid_from, valid_to) WITH &&);
ALTER TABLE ONLY app.geography_version
    ADD CONSTRAINT geography_version_pk PRIMARY KEY (municipality, geography, version);
ALTER TABLE ONLY app.import_mapping
    ADD CONSTRAINT import_mapping_pk PRIMARY KEY (municipality, kind, mapping_key);
ALTER TABLE ONLY app.job
    ADD CONSTRAINT job_pk PRIMARY KEY (job);
ALTER TABLE ONLY app.ledger
    ADD CONSTRAINT ledger_pk PRIMARY KEY (municipality, sequence);
ALTER TABLE ONLY app.migration
    ADD CONSTRAINT migration_pk PRIMARY KEY (name);
ALTER TABLE ONLY app.municipality
    ADD CONSTRAINT municipality_pk PRIMARY KEY (municipality);
ALTER TABLE ONLY app.noise_secret
    ADD CONSTRAINT noise_secret_pk PRIMARY KEY (municipality);
ALTER TABLE ONLY app.plan_check
    ADD CONSTRAINT plan_check_pk PRIMARY KEY (municipality, plan, day, attempt);
ALTER TABLE ONLY app.plan_comment
    ADD CONSTRAINT plan_comment_pk PRIMARY KEY (municipality, plan, comment);
ALTER TABLE ONLY app.plan_comment_step
    ADD CONSTRAINT plan_comment_step_pk PRIMARY KEY (municipality, plan, comment, step);
ALTER TABLE ONLY app.plan_event
    ADD CONSTRAINT plan_event_pk PRIMARY KEY (municipality, plan, version);
ALTER TABLE ONLY app.plan_housing
    ADD CONSTRAINT plan_housing_pk PRIMARY KEY (municipality, plan, housing);
ALTER TABLE ONLY app.plan
    ADD CONSTRAINT plan_pk PRIMARY KEY (municipality, plan);
ALTER TABLE ONLY app.plan_public_link
    ADD CONSTRAINT plan_public_link_pk PRIMARY KEY (municipality, plan, step);
ALTER TABLE ONLY app.plan_snapshot
    ADD CONSTRAINT plan_snapshot_name_once UNIQUE (municipality, plan, name);
ALTER TABLE ONLY app.plan_snapshot
    ADD CONSTRAINT plan_snapshot_pk PRIMARY KEY (municipality, plan, snapshot);
ALTER TABLE ONLY app.protected_copy
    ADD CONSTRAINT protected_copy_pk PRIMARY KEY (municipality, count_set, statistic);
ALTER TABLE ONLY app.publication_block
    ADD CONSTRAINT publication_block_pk PRIMARY KEY (municipality, publication, block);
ALTER TABLE ONLY app.publication_cell
    ADD CONSTRAINT publication_cell_pk PRIMARY KEY (municipality, publication, statistic, zone);
ALTER TABLE ONLY app.publication
    ADD CONSTRAINT publication_pk PRIMARY KEY (municipality, publication);
ALTER TABLE ONLY app.reference_feature
    ADD CONSTRAINT reference_feature_pk PRIMARY KEY (municipality, layer, feature);
ALTER TABLE ONLY app.release_audit
    ADD CONSTRAINT release_audit_pk PRIMARY KEY (municipality, release, audit);
ALTER TABLE ONLY app.release_cell
    ADD CONSTRAINT release_cell_pk PRIMARY KEY (municipality, release, statistic, reference_date, zone);
ALTER TABLE ONLY app.release
    ADD CONSTRAINT release_pk PRIMARY KEY (municipality, release);
ALTER TABLE ONLY app.release_signature
    ADD CONSTRAINT release_signature_pk PRIMARY KEY (municipality, release, signature);
ALTER TABLE ONLY app.rule_set
    ADD CONSTRAINT rule_set_pk PRIMARY KEY (municipality, source, version);
ALTER TABLE ONLY app.school_setting
    ADD CONSTRAINT school_setting_pk PRIMARY KEY (municipality, version);
ALTER TABLE ONLY app.school_walk
    ADD CONSTRAINT school_walk_pk PRIMARY KEY (municipality, block_set);
ALTER TABLE ONLY app.school_walk_row
    ADD CONSTRAINT school_walk_row_pk PRIMARY KEY (municipality, block_set, school);
ALTER TABLE ONLY app.session
    ADD CONSTRAINT session_pk PRIMARY KEY (session);
ALTER TABLE ONLY app.statistic
    ADD CONSTRAINT statistic_pk PRIMARY KEY (municipality, statistic);
ALTER TABLE ONLY app.table_mapping
    ADD CONSTRAINT table_mapping_pk PRIMARY KEY (municipality, name);
ALTER TABLE ONLY app.zone
    ADD CONSTRAINT zone_pk PRIMARY KEY (municipality, geography, version, zone);
CREATE INDEX access_log_at ON app.access_log USING btree (municipality, at);
CREATE INDEX account_token_account ON app.account_token USING btree (account);
CREATE INDEX address_geom ON app.address USING gist (geom);
CREATE INDEX block_geom ON app.block USING gist (geom);
CREATE INDEX clearance_account ON app.clearance USING btree (account);
CREATE INDEX count_set_date ON app.count_set USING btree (municipality, reference_date);
CREATE INDEX plan_public_link_token_of ON app.plan_public_link USING btree (municipality, token);
CREATE INDEX reference_feature_geom ON app.reference_feature USING gist (geom);
CREATE INDEX session_account ON app.session USING btree (account);
CREATE INDEX zone_geom ON app.zone USING gist (geom);
CREATE TRIGGER access_log_append_only BEFORE DELETE OR UPDATE ON app.access_log FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER ledger_append_only BEFORE DELETE OR UPDATE ON app.ledger FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER noise_secret_append_only BEFORE DELETE OR UPDATE ON app.noise_secret FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER plan_check_append_only BEFORE DELETE OR UPDATE ON app.plan_check FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER plan_comment_step_append_only BEFORE DELETE OR UPDATE ON app.plan_comment_step FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER plan_event_append_only BEFORE DELETE OR UPDATE ON app.plan_event FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER plan_public_link_append_only BEFORE DELETE OR UPDATE ON app.plan_public_link FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER plan_snapshot_append_only BEFORE DELETE OR UPDATE ON app.plan_snapshot FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER protected_copy_append_only BEFORE DELETE OR UPDATE ON app.protected_copy FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER publication_append_only BEFORE DELETE OR UPDATE ON app.publication FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER publication_block_append_only BEFORE DELETE OR UPDATE ON app.publication_block FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER publication_cell_append_only BEFORE DELETE OR UPDATE ON app.publication_cell FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER release_audit_append_only BEFORE DELETE OR UPDATE ON app.release_audit FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER release_cell_append_only BEFORE DELETE OR UPDATE ON app.release_cell FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER release_signature_append_only BEFORE DELETE OR UPDATE ON app.release_signature FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER rule_set_append_only BEFORE DELETE OR UPDATE ON app.rule_set FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER school_setting_append_only BEFORE DELETE OR UPDATE ON app.school_setting FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
ALTER TABLE ONLY app.assignment
    ADD CONSTRAINT assignment_zone_fk FOREIGN KEY (municipality, geography, version, zone) REFERENCES app.zone(municipality, geography, version, zone) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_count
    ADD CONSTRAINT block_count_set_fk FOREIGN KEY (municipality, count_set) REFERENCES app.count_set(municipality, count_set) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_lineage
    ADD CONSTRAINT block_lineage_from_fk FOREIGN KEY (municipality, from_set, from_block) REFERENCES app.block(municipality, block_set, block) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_lineage
    ADD CONSTRAINT block_lineage_to_fk FOREIGN KEY (municipality, to_set, to_block) REFERENCES app.block(municipality, block_set, block) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_near
    ADD CONSTRAINT block_near_block_fk FOREIGN KEY (municipality, block_set, block) REFERENCES app.block(municipality, block_set, block) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_near
    ADD CONSTRAINT block_near_neighbour_fk FOREIGN KEY (municipality, block_set, neighbour) REFERENCES app.block(municipality, block_set, block) ON DELETE CASCADE;
ALTER TABLE ONLY app.block
    ADD CONSTRAINT block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set) ON DELETE CASCADE;
ALTER TABLE ONLY app.block_set
    ADD CONSTRAINT block_set_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.count_set
    ADD CONSTRAINT count_set_block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set);
ALTER TABLE ONLY app.geography
    ADD CONSTRAINT geography_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.geography
    ADD CONSTRAINT geography_parent_fk FOREIGN KEY (municipality, parent) REFERENCES app.geography(municipality, geography);
ALTER TABLE ONLY app.geography_version
    ADD CONSTRAINT geography_version_block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set);
ALTER TABLE ONLY app.geography_version
    ADD CONSTRAINT geography_version_geography_fk FOREIGN KEY (municipality, geography) REFERENCES app.geography(municipality, geography);
ALTER TABLE ONLY app.import_mapping
    ADD CONSTRAINT import_mapping_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.noise_secret
    ADD CONSTRAINT noise_secret_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.plan
    ADD CONSTRAINT plan_base_version_fk FOREIGN KEY (municipality, geography, base_version) REFERENCES app.geography_version(municipality, geography, version);
ALTER TABLE ONLY app.plan
    ADD CONSTRAINT plan_block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set);
ALTER TABLE ONLY app.plan_check
    ADD CONSTRAINT plan_check_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.plan_comment
    ADD CONSTRAINT plan_comment_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.plan_comment_step
    ADD CONSTRAINT plan_comment_step_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.plan_event
    ADD CONSTRAINT plan_event_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.plan
    ADD CONSTRAINT plan_geography_fk FOREIGN KEY (municipality, geography) REFERENCES app.geography(municipality, geography);
ALTER TABLE ONLY app.plan_housing
    ADD CONSTRAINT plan_housing_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan);
ALTER TABLE ONLY app.plan_public_link
    ADD CONSTRAINT plan_public_link_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.plan_snapshot
    ADD CONSTRAINT plan_snapshot_plan_fk FOREIGN KEY (municipality, plan) REFERENCES app.plan(municipality, plan) ON DELETE CASCADE;
ALTER TABLE ONLY app.protected_copy
    ADD CONSTRAINT protected_copy_set_fk FOREIGN KEY (municipality, count_set) REFERENCES app.count_set(municipality, count_set);
ALTER TABLE ONLY app.publication_block
    ADD CONSTRAINT publication_block_publication_fk FOREIGN KEY (municipality, publication) REFERENCES app.publication(municipality, publication) ON DELETE CASCADE;
ALTER TABLE ONLY app.publication
    ADD CONSTRAINT publication_block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set);
ALTER TABLE ONLY app.publication_cell
    ADD CONSTRAINT publication_cell_publication_fk FOREIGN KEY (municipality, publication) REFERENCES app.publication(municipality, publication) ON DELETE CASCADE;
ALTER TABLE ONLY app.publication
    ADD CONSTRAINT publication_version_fk FOREIGN KEY (municipality, geography, version) REFERENCES app.geography_version(municipality, geography, version);
ALTER TABLE ONLY app.release_audit
    ADD CONSTRAINT release_audit_release_fk FOREIGN KEY (municipality, release) REFERENCES app.release(municipality, release) ON DELETE CASCADE;
ALTER TABLE ONLY app.release_cell
    ADD CONSTRAINT release_cell_release_fk FOREIGN KEY (municipality, release) REFERENCES app.release(municipality, release) ON DELETE CASCADE;
ALTER TABLE ONLY app.release_signature
    ADD CONSTRAINT release_signature_release_fk FOREIGN KEY (municipality, release) REFERENCES app.release(municipality, release) ON DELETE CASCADE;
ALTER TABLE ONLY app.release
    ADD CONSTRAINT release_version_fk FOREIGN KEY (municipality, geography, version) REFERENCES app.geography_version(municipality, geography, version);
ALTER TABLE ONLY app.rule_set
    ADD CONSTRAINT rule_set_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.school_setting
    ADD CONSTRAINT school_setting_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.school_walk
    ADD CONSTRAINT school_walk_block_set_fk FOREIGN KEY (municipality, block_set) REFERENCES app.block_set(municipality, block_set) ON DELETE CASCADE;
ALTER TABLE ONLY app.school_walk_row
    ADD CONSTRAINT school_walk_row_walk_fk FOREIGN KEY (municipality, block_set) REFERENCES app.school_walk(municipality, block_set) ON DELETE CASCADE;
ALTER TABLE ONLY app.statistic
    ADD CONSTRAINT statistic_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.table_mapping
    ADD CONSTRAINT table_mapping_municipality_fk FOREIGN KEY (municipality) REFERENCES app.municipality(municipality);
ALTER TABLE ONLY app.zone
    ADD CONSTRAINT zone_version_fk FOREIGN KEY (municipality, geography, version) REFERENCES app.geography_version(municipality, geography, version) ON DELETE CASCADE;
ALTER TABLE app.block_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY block_count_cleared ON app.block_count FOR SELECT USING (app.is_cleared((CURRENT_USER)::text, municipality, count_set));
ALTER TABLE app.count_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY count_set_cleared ON app.count_set FOR SELECT USING (app.is_cleared((CURRENT_USER)::text, municipality, count_set));
ALTER TABLE app.noise_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.release ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.release_cell ENABLE ROW LEVEL SECURITY;
CREATE POLICY release_cell_published ON app.release_cell FOR SELECT USING (app.is_published(municipality, release));
CREATE POLICY release_published ON app.release FOR SELECT USING (app.is_published(municipality, release));
