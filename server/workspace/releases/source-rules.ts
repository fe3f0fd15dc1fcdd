// Which rules hold now for what a plan counts.
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import { applyRules } from './release-rules.ts';
import type { Workspace } from '../workspace.ts';

/** Rules of a statistic's source, the same as a release would take that asks for none of its own. */
export function rulesOf(workspace: Workspace, statistic: string): RuleSet {
  const source = workspace.catalogue.statistics.find((row) => row.statistic === statistic)?.source ?? '';
  return applyRules([source], null, workspace.releases.ruleSets, '')[0]!.rules;
}
