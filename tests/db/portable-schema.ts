// What Citus would refuse or silently not enforce, found in the catalogue of plain PostgreSQL or PGlite, without a cluster.
import type { Queryable } from '../../server/db/database.ts';

export interface Breach {
  readonly relation: string;
  readonly rule: string;
  readonly item: string;
}

/** Small tables that every node would hold whole. */
export const REFERENCE_TABLES = ['municipality', 'account'];

// Kinds of table: tenant (primary key begins with the municipality), reference (listed), local (the rest).
const KINDS = `
  with sorted as (
    select class.oid, class.relname,
      (select attnum from pg_attribute where attrelid = class.oid and attname = 'municipality') as key,
      class.relname = any($1::name[]) as is_reference
    from pg_class as class
    where class.relnamespace = 'app'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
  ), kind as (
    select sorted.*, not is_reference and exists (
      select from pg_constraint where conrelid = sorted.oid and contype = 'p' and conkey[1] = sorted.key) as is_tenant
    from sorted
  )`;

// [rule, query of relation and item over `kind`]
const RULES: readonly (readonly [string, string])[] = [
  [
    'the municipality is plain text and never null',
    `select relname, atttypid::regtype::text from kind join pg_attribute on attrelid = kind.oid and attnum = key
     where is_tenant and (atttypid <> 'text'::regtype or not attnotnull)`,
  ],
  [
    'every unique index holds the municipality',
    `select relname, indexrelid::regclass::text from kind join pg_index on indrelid = kind.oid
     where is_tenant and (indisunique or indisexclusion) and not key = any(indkey::smallint[])`,
  ],
  [
    'an exclusion compares the municipality by =',
    `select relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'x'
     where is_tenant and not exists (
       select from unnest(conkey, conexclop) as pair (column_number, operator)
       join pg_operator on pg_operator.oid = operator where column_number = key and oprname = '=')`,
  ],
  [
    'a foreign key between tenants pairs their municipalities',
    `select kind.relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'f' join kind as other on other.oid = confrelid
     where kind.is_tenant and other.is_tenant and not exists (
       select from unnest(conkey, confkey) as pair (ours, theirs) where ours = kind.key and theirs = other.key)`,
  ],
  [
    'only tenants refer to tenants',
    `select kind.relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'f' join kind as other on other.oid = confrelid
     where not kind.is_tenant and other.is_tenant`,
  ],
  [
    'nothing refers to a local table',
    `select kind.relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'f' join kind as other on other.oid = confrelid
     where not other.is_tenant and not other.is_reference`,
  ],
  [
    'a local table has no foreign key',
    `select relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'f' where not is_tenant and not is_reference`,
  ],
  [
    'no SET NULL, SET DEFAULT or ON UPDATE action',
    `select relname, conname from kind join pg_constraint on conrelid = kind.oid and contype = 'f'
     where (is_tenant and confdeltype in ('n', 'd')) or confupdtype in ('c', 'n', 'd')`,
  ],
  [
    'nothing is deferrable: a deferred violation loses the write without an error',
    'select relname, conname from kind join pg_constraint on conrelid = kind.oid where (is_tenant or is_reference) and condeferrable',
  ],
  [
    'triggers are by row and read no table',
    `select relname, tgname from kind join pg_trigger on tgrelid = kind.oid join pg_proc on pg_proc.oid = tgfoid
     where (is_tenant or is_reference) and not tgisinternal
       and (tgtype & 1 = 0 or prosrc ~* '\\m(select|insert|update|delete|perform|notify)\\M')`,
  ],
  [
    'a policy has no subquery',
    `select relname, polname from kind join pg_policy on polrelid = kind.oid
     where is_tenant and coalesce(polqual::text, '') || coalesce(polwithcheck::text, '') ~ 'hasSubLinks true|SUBLINK|SUBPLAN'`,
  ],
  [
    'a sequence or identity is bigint',
    `select relname, attname from kind join pg_attribute on attrelid = kind.oid and attnum > 0 and not attisdropped
     where is_tenant and atttypid in ('integer'::regtype, 'smallint'::regtype) and (attidentity <> '' or exists (
       select from pg_attrdef where adrelid = kind.oid and adnum = attnum and pg_get_expr(adbin, adrelid) like 'nextval%'))`,
  ],
  ['a name leaves room for the suffix of a shard', `select relname, relname from kind where length(relname) > 54`],
  [
    'a constraint name leaves room for the suffix of a shard',
    'select relname, conname from kind join pg_constraint on conrelid = kind.oid where length(conname) > 54',
  ],
  [
    'a view runs with the rights of who reads it',
    `select relname, '' from pg_class where relnamespace = 'app'::regnamespace and relkind = 'v'
       and not coalesce(reloptions::text like '%security_invoker=true%', false)`,
  ],
  [
    'a function that reads tables is plpgsql',
    `select proname, '' from pg_proc where pronamespace = 'app'::regnamespace
       and prolang = (select oid from pg_language where lanname = 'sql') and coalesce(prosrc, '') ~* '\\m(from|insert|update|delete)\\M'`,
  ],
];

/** Every breach in schema `app`; an empty list is the bar. */
export async function findBreaches(db: Queryable): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const [rule, query] of RULES) {
    const text = `${KINDS} select found.*, $1::name[] as unused from (${query}) as found (relation, item) order by 1, 2`;
    const rows = await db.query<{ relation: string; item: string }>(text, [REFERENCE_TABLES]);
    breaches.push(...rows.map(({ relation, item }) => ({ relation, rule, item })));
  }
  return breaches;
}
