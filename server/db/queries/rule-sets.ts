// Rules of data sources, one version after the other.
import { z } from 'zod';
import { time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const ruleSet = z.strictObject({
  source: z.string(),
  version: z.number(),
  rules: z.record(z.string(), z.unknown()),
  basis: z.string(),
  author: z.string(),
  createdAt: time,
});
export type StoredRuleSet = z.infer<typeof ruleSet>;

const COLUMNS = 'source, version, rules, basis, author, created_at as "createdAt"';

const list = statement('rule_set.list', `select ${COLUMNS} from app.rule_set where municipality = $1 order by source, version`, ruleSet);
export const listRuleSets = (db: Queryable, municipality: string): Promise<readonly StoredRuleSet[]> => list.run(db, [municipality]);

const insert = statement(
  'rule_set.insert',
  `insert into app.rule_set (municipality, source, version, rules, basis, author)
   select $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4, $5 from app.rule_set where municipality = $1 and source = $2
   returning ${COLUMNS}`,
  ruleSet,
);
/** Adds the next version of a source's rules. */
export async function insertRuleSet(db: Queryable, municipality: string, row: Pick<StoredRuleSet, 'source' | 'rules' | 'basis' | 'author'>): Promise<StoredRuleSet> {
  return (await insert.run(db, [municipality, row.source, row.rules, row.basis, row.author]))[0]!;
}
