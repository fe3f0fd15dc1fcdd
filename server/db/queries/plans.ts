// Plans and their append-only events. What a plan is now follows from its base and its events.
import { z } from 'zod';
import type { Operation, Restore } from '../../../core/plan/operations.ts';
import type { BlockCut } from '../../../core/plan/surface.ts';
import { date, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

export const PLAN_STATES = ['draft', 'submitted', 'approved', 'rejected', 'adopted'] as const;
export type PlanStateName = (typeof PLAN_STATES)[number];

const plan = z.strictObject({
  plan: z.string(),
  geography: z.string(),
  name: z.string(),
  baseVersion: z.number().nullable(),
  blockSet: z.number(),
  validFrom: date.nullable(),
  state: z.enum(PLAN_STATES),
  version: z.number(),
  createdBy: z.string(),
  createdAt: time,
  updatedAt: time,
  /** Plan and version that it began as; null for one that began as a cut. */
  branchedFrom: z.string().nullable(),
  branchedVersion: z.number().nullable(),
  /** The plan of the geography above that goes along. */
  upperPlan: z.string().nullable(),
});
export type Plan = z.infer<typeof plan>;

const COLUMNS = `plan, geography, name, base_version as "baseVersion", block_set as "blockSet", valid_from as "validFrom",
   state, version, created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt",
   branched_from as "branchedFrom", branched_version as "branchedVersion", upper_plan as "upperPlan"`;

const list = statement('plan.list', `select ${COLUMNS} from app.plan where municipality = $1 order by created_at, plan`, plan);
export const listPlans = (db: Queryable, municipality: string): Promise<readonly Plan[]> => list.run(db, [municipality]);

const find = statement('plan.find', `select ${COLUMNS} from app.plan where municipality = $1 and plan = $2`, plan);
export const findPlan = async (db: Queryable, municipality: string, id: string): Promise<Plan | null> =>
  onlyRow(await find.run(db, [municipality, id]));

const insert = statement(
  'plan.insert',
  `insert into app.plan (municipality, plan, geography, name, base_version, block_set, valid_from, created_by, branched_from, branched_version)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
  plan,
);
export async function insertPlan(
  db: Queryable,
  municipality: string,
  row: Pick<Plan, 'plan' | 'geography' | 'name' | 'baseVersion' | 'blockSet' | 'validFrom' | 'createdBy'>,
  branch: { readonly plan: string; readonly version: number } | null = null,
): Promise<Plan> {
  const { plan: id, geography, name, baseVersion, blockSet, validFrom, createdBy } = row;
  const rows = await insert.run(db, [municipality, id, geography, name, baseVersion, blockSet, validFrom, createdBy, branch?.plan ?? null, branch?.version ?? null]);
  return rows[0]!;
}

const event = z.strictObject({
  version: z.number(),
  kind: z.enum(['operation', 'undo', 'redo', 'submit', 'approve', 'reject', 'adopt', 'rebase']),
  operation: z.custom<Operation>().nullable(),
  inverse: z.custom<Restore>().nullable(),
  refersTo: z.number().nullable(),
  rebase: z.custom<Rebase>().nullable(),
  /** Version of the upper plan that the same step made. */
  upperVersion: z.number().nullable(),
  account: z.string(),
  at: time,
});
export type PlanEvent = z.infer<typeof event>;

/** What a plan is on the blocks of a later stand; the workspace knows what it means. */
interface Rebase {
  readonly fromSet: number;
  readonly toSet: number;
  readonly state: PlanStateName;
  readonly zones: readonly ({ readonly zone: string; readonly name: string; readonly locked: boolean } | null)[];
  readonly blocks: readonly (readonly string[])[];
  readonly notCarried: readonly { readonly block: string; readonly reason: 'NEW' | 'SEVERAL_ZONES' }[];
  readonly cuts?: readonly BlockCut[];
}

const listEvents = statement(
  'plan_event.list',
  `select version, kind, operation, inverse, refers_to as "refersTo", rebase, upper_version as "upperVersion", account, at from app.plan_event
   where municipality = $1 and plan = $2 and version > $3 order by version`,
  event,
);
/** Events after `version`, oldest first; all with 0. */
export const listPlanEvents = (db: Queryable, municipality: string, id: string, version = 0): Promise<readonly PlanEvent[]> =>
  listEvents.run(db, [municipality, id, version]);

const append = statement(
  'plan_event.append',
  `with advanced as (
     update app.plan set version = version + 1, state = $4, valid_from = coalesce($5::date, valid_from), updated_at = now()
     where municipality = $1 and plan = $2 and version = $3
     returning municipality, plan, version, updated_at
   ), appended as (
     insert into app.plan_event (municipality, plan, version, kind, operation, inverse, refers_to, account, upper_version)
     select municipality, plan, version, $6, $7::jsonb, $8::jsonb, $9::bigint, $10, $11::bigint from advanced
   )
   select version, updated_at as "updatedAt" from advanced`,
  z.strictObject({ version: z.number(), updatedAt: time }),
);
/**
 * Appends one event if the plan still stands at `version`, and counts the plan on: one statement, so that version and
 * events cannot part and a stroke costs one round trip with its commit (ADR 0044). Returns the new version and the time,
 * or null where somebody was faster; then nothing is written.
 */
export async function appendPlanEvent(
  db: Queryable,
  municipality: string,
  id: string,
  version: number,
  plan: { readonly state: PlanStateName; readonly validFrom?: string | null },
  row: Omit<PlanEvent, 'at' | 'version' | 'rebase' | 'upperVersion'> & { readonly upperVersion?: number | null },
): Promise<{ readonly version: number; readonly updatedAt: Date } | null> {
  const { kind, operation, inverse, refersTo, account, upperVersion = null } = row;
  return onlyRow(await append.run(db, [municipality, id, version, plan.state, plan.validFrom ?? null, kind, operation, inverse, refersTo, account, upperVersion]));
}

const linkUpper = statement('plan.link_upper', 'update app.plan set upper_plan = $3 where municipality = $1 and plan = $2', nothing);
/** Names the plan of the geography above that goes along from now on. */
export async function linkUpperPlan(db: Queryable, municipality: string, id: string, upper: string): Promise<void> {
  await linkUpper.run(db, [municipality, id, upper]);
}

const rebase = statement(
  'plan_event.append_rebase',
  `with advanced as (
     update app.plan set version = version + 1, state = $4, block_set = $5::bigint, base_version = $6::bigint, updated_at = now()
     where municipality = $1 and plan = $2 and version = $3
     returning municipality, plan, version
   ), appended as (
     insert into app.plan_event (municipality, plan, version, kind, rebase, account)
     select municipality, plan, version, 'rebase', $7::jsonb, $8 from advanced
   )
   select version from advanced`,
  z.strictObject({ version: z.number() }),
);
/**
 * Carries a plan over to the blocks of a later stand if it still stands at `version`; null where somebody was faster. Its
 * base version, on the same blocks, must be there.
 */
export async function appendPlanRebase(
  db: Queryable,
  municipality: string,
  id: string,
  version: number,
  baseVersion: number | null,
  made: Rebase,
  account: string,
): Promise<number | null> {
  return onlyRow(await rebase.run(db, [municipality, id, version, made.state, made.toSet, baseVersion, made, account]))?.version ?? null;
}
