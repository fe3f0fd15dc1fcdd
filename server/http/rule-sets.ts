// Routes of rule sets: what holds for each data source, version after version, with its legal basis and author.
import { STAFF } from '../auth/roles.ts';
import type { StoredRuleSet as Row } from '../db/queries/rule-sets.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import type { Caller } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { rulesFor } from './release-json.ts';
import { ok, route, type Route } from './route.ts';
import { CreateRuleSet, RuleSets, StoredRuleSet } from './schemas/rules.ts';

const ruleSetJson = (row: Row, caller: Caller) => ({ ...row, rules: rulesFor(row.rules as unknown as RuleSet, caller), createdAt: row.createdAt.toISOString() });

export function ruleSetRoutes({ workspace }: HttpContext): Route[] {
  const sources = () => [...new Set(workspace.catalogue.statistics.map(({ source }) => source))];
  return [
    route({
      method: 'get',
      path: '/rule-sets',
      id: 'listRuleSets',
      tag: 'Releases',
      summary: 'Rule sets of all sources, every version; parameters of dominance and noise for statistics, data protection and administration only',
      roles: STAFF,
      replies: { 200: { description: 'Rule sets by source and version, and the sources there are', schema: RuleSets } },
      handle: ({ caller }) => ok({ ruleSets: workspace.releases.ruleSets.map((row) => ruleSetJson(row, caller)), sources: sources() }),
    }),
    route({
      method: 'post',
      path: '/rule-sets',
      id: 'addRuleSet',
      tag: 'Releases',
      summary: 'Adds the next version of the rules of a source; releases that were asked for before keep theirs',
      roles: ['statistics'],
      body: CreateRuleSet,
      replies: { 201: { description: 'The stored version', schema: StoredRuleSet } },
      handle: async ({ body, caller }) => {
        const known = sources();
        if (!known.includes(body.source)) {
          const accepted = known.join(', ');
          throw problem('UNKNOWN_SOURCE', 'source: no statistic is of this source', { issues: [{ problem: 'not a source of a statistic', field: 'source', accepted }] });
        }
        return { status: 201, json: ruleSetJson(await workspace.releases.addRuleSet(body.source, body.rules, body.basis, caller.account!), caller) };
      },
    }),
  ];
}
