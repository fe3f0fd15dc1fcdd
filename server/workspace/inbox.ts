// What waits for a person: comments, plans, releases, failed imports and cuts that end, by the roles that person has.
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import type { Job } from '../db/queries/jobs.ts';
import { listUnsettledComments, type PlanComment } from '../db/queries/plan-comments.ts';
import type { Plan } from '../db/queries/plans.ts';
import { isValidOn } from './catalogue.ts';
import type { ResidentRelease } from './releases/release-register.ts';
import type { Workspace } from './workspace.ts';

export const INBOX_KINDS = [
  'comment', 'moderate', 'plan-submitted', 'plan-approved', 'plan-rejected', 'release-verify', 'release-approve', 'release-objected', 'release-withdrawn', 'import-failed', 'blocks-without-zone', 'version-ends',
] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

export interface InboxItem {
  readonly kind: InboxKind;
  /** When it came to be so. */
  readonly since: Date;
  /** Day on which it is late; null: none is set. */
  readonly due: string | null;
  readonly plan: Pick<Plan, 'plan' | 'name' | 'geography'> | null;
  readonly release: { readonly release: string; readonly number: number; readonly geography: string; readonly findings: boolean } | null;
  readonly geography: { readonly geography: string; readonly version: number } | null;
  readonly job: { readonly job: string; readonly file: string } | null;
  /** Blocks without a zone; comments of the same plan; else 1. */
  readonly count: number;
  /** Of a comment: its text. */
  readonly quote: string | null;
}

/** Failed imports and withdrawals are news for so many days. */
const NEWS_DAYS = 14;
/** A council decides in quarters; a cut that ends sooner needs its successor now. */
const ENDS_WITHIN_DAYS = 120;
const DAY_MS = 86_400_000;
const NOTHING = { due: null, plan: null, release: null, geography: null, job: null, count: 1, quote: null } as const;

/** Who asks, as far as it matters here. */
export interface InboxReader {
  readonly account: string;
  has(...roles: readonly ('planner' | 'editor' | 'statistics' | 'dpo')[]): boolean;
  /** For counts by block: releases on their way are theirs alone. */
  readonly cleared: boolean;
}

export interface InboxQuestion {
  readonly reader: InboxReader;
  readonly now: Date;
  /** The reader's own. */
  readonly jobs: readonly Job[];
}

/** Newest first. Says of counts only how many blocks lie in no zone, which the outlines show everybody. */
export async function inboxOf(workspace: Workspace, { reader, now, jobs }: InboxQuestion): Promise<InboxItem[]> {
  const comments = reader.has('planner', 'editor') ? await listUnsettledComments(workspace.db, workspace.municipality.municipality) : [];
  const plans = workspace.plans.list();
  const items = [
    ...ofComments(plans, comments, reader),
    ...ofPlans(plans, reader),
    ...(reader.cleared ? ofReleases(workspace.releases.list(), reader, now) : []),
    ...ofImports(jobs, now),
    ...(reader.has('editor') ? ofCuts(workspace, now) : []),
  ];
  return items.toSorted((a, b) => b.since.getTime() - a.since.getTime());
}

function ofComments(plans: readonly Plan[], comments: readonly (PlanComment & { readonly plan: string })[], reader: InboxReader): InboxItem[] {
  return plans.flatMap((plan): InboxItem[] => {
    const said = comments.filter((one) => one.plan === plan.plan);
    const waiting = said.filter(({ state }) => state === 'waiting');
    const threads = plan.createdBy === reader.account ? said.filter(({ state, parent, account }) => state === 'open' && parent === null && account !== reader.account) : [];
    // Answered is where who drew the plan had the last word.
    const unanswered = threads.filter(({ comment }) => said.findLast(({ parent, state }) => parent === comment && state === 'open')?.account !== reader.account);
    const item = (kind: 'comment' | 'moderate', of: readonly PlanComment[]): InboxItem[] =>
      of.length === 0 ? [] : [{ ...NOTHING, kind, since: of.at(-1)!.createdAt, plan, count: of.length, quote: of.at(-1)!.text }];
    return [...item('comment', unanswered), ...item('moderate', waiting)];
  });
}

function ofPlans(plans: readonly Plan[], reader: InboxReader): InboxItem[] {
  return plans.flatMap((plan): InboxItem[] => {
    const item = (kind: InboxKind): InboxItem[] => [{ ...NOTHING, kind, since: plan.updatedAt, due: kind === 'plan-approved' ? plan.validFrom : null, plan }];
    // Nobody approves what they drew.
    if (plan.state === 'submitted' && reader.has('editor') && plan.createdBy !== reader.account) return item('plan-submitted');
    if (plan.state === 'approved' && reader.has('editor')) return item('plan-approved');
    if (plan.state === 'rejected' && plan.createdBy === reader.account) return item('plan-rejected');
    return [];
  });
}

function ofReleases(releases: readonly ResidentRelease[], reader: InboxReader, now: Date): InboxItem[] {
  return releases.flatMap((row): InboxItem[] => {
    const { release, number, geography, state, requestedBy, signatures, audit } = row;
    const item = (kind: InboxKind, since: Date): InboxItem[] => [{ ...NOTHING, kind, since, release: { release, number, geography, findings: audit.state === 'done' && audit.findings > 0 } }];
    const open = state === 'requested' || state === 'verified' || state === 'objected';
    const signed = signatures.some(({ account }) => account === reader.account);
    if (open && requestedBy !== reader.account && !signed) {
      if (reader.has('dpo') && state === 'requested') return item('release-verify', row.requestedAt);
      if (reader.has('statistics') && state !== 'objected') return item('release-approve', row.requestedAt);
    }
    if (state === 'objected' && requestedBy === reader.account) return item('release-objected', signatures.at(-1)?.at ?? row.requestedAt);
    const withdrawnAt = state === 'withdrawn' ? row.decidedAt : null;
    if (withdrawnAt !== null && now.getTime() - withdrawnAt.getTime() < NEWS_DAYS * DAY_MS && (reader.has('dpo', 'statistics') || requestedBy === reader.account)) return item('release-withdrawn', withdrawnAt);
    return [];
  });
}

function ofImports(jobs: readonly Job[], now: Date): InboxItem[] {
  return jobs.flatMap(({ job, process, state, finishedAt, input }): InboxItem[] => {
    const { file, request } = input as { file?: string; request?: { dryRun?: boolean } };
    if (process !== 'import' || state !== 'failed' || finishedAt === null || request?.dryRun === true || now.getTime() - finishedAt.getTime() > NEWS_DAYS * DAY_MS) return [];
    return [{ ...NOTHING, kind: 'import-failed', since: finishedAt, job: { job, file: (file ?? '').split(/[\\/]/).at(-1)! } }];
  });
}

function ofCuts(workspace: Workspace, now: Date): InboxItem[] {
  const today = now.toISOString().slice(0, 10);
  const soon = new Date(now.getTime() + ENDS_WITHIN_DAYS * DAY_MS).toISOString().slice(0, 10);
  return workspace.catalogue.geographies.flatMap(({ geography, versions }): InboxItem[] => {
    const current = versions.find((row) => isValidOn(row, today));
    if (current === undefined) return [];
    const of = { geography, version: current.version };
    const since = new Date(`${current.validFrom}T00:00:00Z`);
    const free = workspace.residentVersion(geography, current.version)?.assignment.reduce((sum, slot) => sum + (slot === UNASSIGNED ? 1 : 0), 0) ?? 0;
    const { validTo } = current;
    const endsOpen = validTo !== null && validTo <= soon && !versions.some((row) => row.validFrom <= validTo && (row.validTo === null || row.validTo > validTo));
    return [
      ...(free > 0 ? [{ ...NOTHING, kind: 'blocks-without-zone' as const, since, geography: of, count: free }] : []),
      ...(endsOpen ? [{ ...NOTHING, kind: 'version-ends' as const, since, due: validTo, geography: of }] : []),
    ];
  });
}
