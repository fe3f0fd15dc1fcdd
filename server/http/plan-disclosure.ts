// Findings of a plan while it is drawn, and the check before it is handed in.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Proposal } from '../../core/disclosure/releases/merge-proposal.ts';
import type { PlanZone } from '../../core/plan/plan-state.ts';
import { STAFF, type Caller } from '../auth/roles.ts';
import { DatabaseError } from '../db/database.ts';
import { countPlanCheck } from '../db/queries/protected-copies.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import type { LocatedFinding } from '../workspace/plans/plan-disclosure.ts';
import { numbersOf } from '../workspace/plans/plan-report.ts';
import { rulesOf } from '../workspace/releases/source-rules.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { HttpContext } from './context.ts';
import { CountQuery, countView, seesCounts } from './count-view.ts';
import { requirePlan } from './plan-json.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { PlanDisclosure } from './schemas/plan-disclosure.ts';

/** Findings told at once; a plan that gives away more needs another thought, not a longer list. */
const TOLD_FINDINGS = 200;
const TOLD_REPAIRS = 5;

/** Answers to "does it give anything away" on true counts that somebody without clearance gets for a plan on one day. */
const CHECKS_A_DAY = 5;
/** And for all plans together: anybody can begin another plan. */
const CHECKS_OF_ACCOUNT_A_DAY = 20;

export function planDisclosureRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/plans/{plan}/disclosure',
      id: 'getPlanDisclosure',
      tag: 'Plans',
      summary: 'What the plan would give away if it were published beside all that is public; on the protected copy, without counts, for who has no clearance',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      query: CountQuery.extend({
        threshold: z.string().regex(/^[1-9]\d{0,6}$/, 'a number from 1').transform(Number).optional().meta({ description: 'Instead of the threshold of the rules' }),
        repairsFor: z.string().optional().meta({ description: 'Id of a finding to look for repairs of' }),
      }),
      replies: { 200: { description: 'Findings with certificates, blocks to hatch, repairs', schema: PlanDisclosure } },
      handle: async ({ parameters, query: { threshold, repairsFor, ...query }, caller }) => {
        const open = await requirePlan(workspace, parameters.plan);
        const view = await countView(workspace, open.head.blockSet, query, caller, { what: `findings of plan ${open.head.plan}` });
        const base = { plan: open.head.plan, numbers: numbersOf(view), referenceDate: view?.referenceDate ?? null, statistics: view?.columns.map(({ statistic }) => statistic) ?? [] };
        const rules = (view?.columns ?? []).map(({ statistic }) => ({ ...rulesOf(workspace, statistic), ...(threshold === undefined ? {} : { threshold }) }));
        const least = Math.max(0, ...rules.map((of) => of.threshold));
        if (view === null) return ok({ ...base, version: open.draft.version, threshold: least, total: 0, findings: [], hatched: [], repairsFor: null, repairs: [] });
        const statistics = view.columns.map((of, i) => ({ ...of, rules: rules[i]! }));
        const audit = (of: number) => workspace.disclosure.audit(open, view.referenceDate, statistics, of);
        let audited = await audit(-1);
        const ids = audited.findings.map(idOf);
        const wanted = repairsFor === undefined ? -1 : ids.indexOf(repairsFor);
        if (wanted >= 0 && audited.findings[wanted]!.kind === 'difference') audited = await audit(wanted);
        const { findings, version } = audited;
        const slots = open.draft.state.zones;
        const approximate = wanted >= 0 && (findings[wanted]?.approximate ?? true);
        return ok({
          ...base,
          version,
          threshold: least,
          total: findings.length,
          findings: findings.slice(0, TOLD_FINDINGS).map((finding) => findingJson(finding)),
          hatched: [...new Set(findings.filter(({ kind }) => kind === 'difference').flatMap(({ blocks }) => blocks))].toSorted((a, b) => (a < b ? -1 : 1)),
          repairsFor: wanted < 0 ? null : ids[wanted]!,
          repairs: audited.repairs.slice(0, TOLD_REPAIRS).map((proposal) => repairJson(proposal, slots, open.draft.state.blockIds, open.draft.state.assignment, approximate)),
        });
      },
    }),
  ];
}

/**
 * The check on true counts before somebody without clearance hands a plan in: every statistic, newest date. What comes back is the
 * list of zones to change and nothing else, and only so often: each answer tells something of true counts.
 */
export async function checkBeforeSubmit(workspace: Workspace, open: OpenPlan, caller: Caller): Promise<void> {
  const { head, draft } = open;
  const statistics = workspace.catalogue.statistics;
  if (statistics.every(({ source }) => seesCounts(caller, source))) return;
  const referenceDate = workspace.referenceDates(head.blockSet).at(-1);
  if (referenceDate === undefined) return;
  await countCheck(workspace, head.plan, caller.account!);
  const table = await workspace.counts(head.blockSet, referenceDate);
  const audited = await workspace.disclosure.audit(
    open,
    referenceDate,
    statistics.map(({ statistic }) => ({ statistic, approximate: false, base: 1, table, rules: rulesOf(workspace, statistic) })),
    -1,
  );
  const zones = new Set(audited.findings.filter(({ kind }) => kind === 'difference').flatMap(({ terms }) => terms.filter(({ partition }) => partition === null).map(({ zone }) => zone)));
  // In the order of the plan: an order by findings would rank them.
  const named = draft.state.zones.flatMap((zone) => (zone !== null && zones.has(zone.zone) ? [zone.zone] : []));
  if (named.length === 0) return;
  throw problem('PLAN_GIVES_AWAY', `zones to change: ${named.slice(0, 10).join(', ')}${named.length > 10 ? ` and ${named.length - 10} more` : ''}`, {
    members: { zones: named },
    issues: named.slice(0, 20).map((zone) => ({ problem: 'would give a secret number away beside what is published', field: 'zone', row: zone })),
  });
}

async function countCheck({ db, municipality }: Workspace, plan: string, account: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await countPlanCheck(db, municipality.municipality, plan, account, CHECKS_A_DAY, CHECKS_OF_ACCOUNT_A_DAY)) !== null) return;
      break;
    } catch (error) {
      // Two at once asked for the same place.
      if (!(error instanceof DatabaseError && error.constraint === 'plan_check_pk') || attempt === CHECKS_A_DAY) throw error;
    }
  }
  const now = Date.now();
  const midnight = Math.ceil((now + 1) / 86_400_000) * 86_400_000;
  throw problem('SUBMITS_EXHAUSTED', `a plan is checked against the true counts ${CHECKS_A_DAY} times a day, and plans of one account ${CHECKS_OF_ACCOUNT_A_DAY} times; somebody with the clearance block-counts can hand it in`, {
    headers: { 'Retry-After': String(Math.ceil((midnight - now) / 1000)) },
  });
}

/** The same finding has the same id after every step, so that an open certificate stays open. */
function idOf({ statistic, kind, blocks }: LocatedFinding): string {
  return createHash('sha256').update(JSON.stringify([statistic, kind, blocks])).digest('hex').slice(0, 16);
}

/** Numbers stand in it only where they are true ones that the reader may see: a certificate from a copy has its terms alone. */
function findingJson(finding: LocatedFinding) {
  const { statistic, kind, approximate, threshold, count, fragments, dividedBy, terms, blocks } = finding;
  const zones = terms.filter(({ partition }) => partition === null).map(({ zone }) => zone);
  return {
    id: idOf(finding),
    statistic,
    kind,
    threshold,
    ...(approximate ? { approximate } : { count }),
    ...(fragments === undefined ? {} : { fragments }),
    dividedBy,
    terms: terms.map(({ sign, times, partition, zone, name, value, from }) => ({
      sign,
      times,
      geography: partition === null ? null : partition.geography,
      version: partition === null ? null : partition.version,
      plan: partition === null,
      zone,
      name,
      ...(approximate ? {} : { value }),
      from: from === null ? null : { kind: from.kind, id: from.id, number: from.number, title: from.title, date: from.date },
    })),
    blocks,
    zones: [...new Set(zones)],
    text: textOf(finding),
  };
}

function textOf({ approximate, kind, count, statistic, threshold, fragments }: LocatedFinding): string {
  if (fragments === true) return `Parts of blocks are told: for the whole blocks follow fewer than ${threshold} of ${statistic}`;
  if (kind === 'zone') return approximate ? `A zone may hold fewer than ${threshold} of ${statistic}` : `A zone holds ${count} of ${statistic}, fewer than ${threshold}`;
  return approximate ? `A secret number of ${statistic} could be worked out` : `${count} of ${statistic} can be worked out from published totals`;
}

function repairJson(proposal: Proposal, slots: readonly (PlanZone | null)[], blockIds: readonly string[], assignment: Int32Array, approximate: boolean) {
  const code = (slot: number) => slots[slot]?.zone ?? '';
  // Of a copy, residents are as rounded as everything else; they are left out, since a sum without a mark would be taken for true.
  const { cells, zones, residents } = proposal.lost;
  const lost = { cells, zones, ...(approximate ? {} : { residents }) };
  switch (proposal.kind) {
    case 'move-blocks': {
      const blocks = proposal.blocks.map((block) => blockIds[block]!);
      return { kind: proposal.kind, zones: [code(proposal.from), code(proposal.to)], operation: { type: 'assign' as const, blocks, zone: code(proposal.to) }, lost };
    }
    case 'merge-zones': {
      const size = (slot: number) => assignment.reduce((sum, of) => sum + (of === slot ? 1 : 0), 0);
      const [small, large] = proposal.zones.toSorted((a, b) => size(a) - size(b)) as [number, number];
      return { kind: proposal.kind, zones: [code(small), code(large)], operation: { type: 'mergeZones' as const, zones: [code(small)], into: code(large) }, lost };
    }
    case 'withhold':
      return { kind: proposal.kind, zones: proposal.zones.map(code), operation: null, lost };
  }
}
