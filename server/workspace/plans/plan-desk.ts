// Where plans are kept and changed: one step after the other, stored first, then seen by everybody.
import { randomUUID } from 'node:crypto';
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import type { ParentZones } from '../../../core/plan/questions/nesting.ts';
import { DatabaseError, type Queryable } from '../../db/database.ts';
import { appendPlanEvent, findPlan, insertPlan, linkUpperPlan, listPlanEvents, listPlans, type Plan } from '../../db/queries/plans.ts';
import { isValidOn } from '../catalogue.ts';
import { carryPlans, PlanOvertaken, readCutStand, storeCutStand } from './cut-stand.ts';
import { blocksBegunLater, blocksEnded, overlappingCut, storeVersion, type AdoptRefusal } from './plan-adoption.ts';
import { parentCut } from './plan-parent.ts';
import { PlanDraft, type Prepared } from './plan-draft.ts';
import { stateAfter, type Refusal, type Step } from './plan-events.ts';
import type { Change } from './plan-replay.ts';
import { slotAbove, stepAbove, type UpperRefusal } from './plan-upper.ts';
import type { Workspace } from '../workspace.ts';

export interface OpenPlan {
  readonly head: Plan;
  readonly draft: PlanDraft;
}

export type StepResult =
  /** `change` is null for a step that would have changed nothing: it left no event. */
  | { readonly ok: true; readonly plan: OpenPlan; readonly change: Change | null; readonly upper?: { readonly plan: string; readonly version: number } }
  | { readonly ok: false; readonly refusal: Refusal };

export type CreateRefusal = { readonly code: 'UNKNOWN_GEOGRAPHY' } | { readonly code: 'NO_BLOCKS' };

export type AdoptResult =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly refusal: Refusal | AdoptRefusal };

/** What goes with a step into its transaction. */
interface Beside {
  readonly validFrom?: string | null;
  readonly upperVersion?: number | null;
  readonly more?: ((tx: Queryable, open: OpenPlan) => Promise<void>) | null;
}

/** Somebody changed the upper plan meanwhile, on another server; thrown to take the transaction back. */
class Overtaken extends Error {}

/** Plans held in memory at once; a city's takes some 2 MB. The one used longest ago goes first, its events stay stored. */
const OPEN_PLANS = 32;

export class PlanDesk {
  private readonly heads = new Map<string, Plan>();
  /** Plans whose stored state is not known for sure: read again before the next use. */
  private readonly doubtful = new Set<string>();
  private readonly open = new Map<string, Promise<PlanDraft>>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(private readonly workspace: Workspace) {}

  /** Heads of all plans, oldest first. */
  list(): readonly Plan[] {
    return [...this.heads.values()];
  }

  async reload(): Promise<void> {
    const rows = await listPlans(this.workspace.db, this.municipality);
    for (const row of rows) {
      const known = this.heads.get(row.plan);
      if (known !== undefined && known.version >= row.version) continue;
      this.heads.set(row.plan, row);
      if (known === undefined) continue;
      // Carried over by an import, or another server's step: the draft in memory is behind.
      this.open.delete(row.plan);
      this.tell(row.plan);
    }
  }

  /** The plan with its state now; null for an id that nobody has. */
  async find(plan: string): Promise<OpenPlan | null> {
    if (!this.heads.has(plan) || this.doubtful.has(plan)) {
      const row = await findPlan(this.workspace.db, this.municipality, plan);
      if (row === null) return null;
      // Another server may have carried the plan over to blocks that this one has not heard of.
      if (!this.workspace.catalogue.blockSets.some(({ blockSet }) => blockSet === row.blockSet)) await this.workspace.reload();
      this.heads.set(plan, row);
      this.doubtful.delete(plan);
    }
    const draft = await this.draft(plan);
    const head = this.heads.get(plan)!;
    draft.parents = head.upperPlan === null ? await parentCut(this.workspace, head, await this.workspace.surface(head.blockSet), new Date().toISOString().slice(0, 10)) : await this.upperZones(head.upperPlan, draft);
    return { head, draft };
  }

  /**
   * The plan as it was at a version, in memory of its own, for reading; null for a plan or a version that is not there. Versions from
   * before the plan was carried over to other blocks are not: what they name is gone.
   */
  async at(plan: string, version: number): Promise<OpenPlan | null> {
    const open = await this.find(plan);
    if (open === null || version > open.draft.version || version < open.draft.firstVersion) return null;
    if (version === open.draft.version) return open;
    return { head: open.head, draft: await this.load(open.head, version) };
  }

  /**
   * A new plan over the cut that is valid on `validFrom` (else today, else the newest); over the newest blocks with no zone
   * at all where the geography has no cut yet.
   */
  async create(
    wish: { readonly geography: string; readonly name: string; readonly validFrom: string | null },
    account: string,
    today: string,
  ): Promise<{ readonly ok: true; readonly plan: OpenPlan } | { readonly ok: false; readonly refusal: CreateRefusal }> {
    const geography = this.workspace.catalogue.geographies.find((row) => row.geography === wish.geography);
    if (geography === undefined) return { ok: false, refusal: { code: 'UNKNOWN_GEOGRAPHY' } };
    const base = geography.versions.find((row) => isValidOn(row, wish.validFrom ?? today)) ?? geography.versions.at(-1);
    const blockSet = base?.blockSet ?? this.workspace.newestBlockSet();
    if (blockSet === null) return { ok: false, refusal: { code: 'NO_BLOCKS' } };
    const head = await insertPlan(this.workspace.db, this.municipality, {
      plan: randomUUID(),
      geography: wish.geography,
      name: wish.name,
      baseVersion: base?.version ?? null,
      blockSet,
      validFrom: wish.validFrom,
      createdBy: account,
    });
    this.heads.set(head.plan, head);
    return { ok: true, plan: (await this.find(head.plan))! };
  }

  /** Does a step on the version that the caller knows (null: on whatever there is). Refused, it changes nothing. */
  perform(plan: string, step: Step, account: string, knownVersion: number | null, upper = false): Promise<StepResult> {
    return this.inTurn(plan, async () => {
      const open = (await this.find(plan))!;
      const alone = () => this.advance(plan, step, account, knownVersion);
      if (knownVersion !== null && knownVersion !== open.draft.version) return alone();
      const above = await this.above(open, step, account, upper);
      if (above === null) return alone();
      if (!above.ok) return above;
      return this.inTurn(above.plan, async () => {
        const other = above.begun ?? (await this.find(above.plan))!;
        const wanted = stepAbove(open, step, other);
        if (wanted === null) return alone();
        return wanted.ok ? this.together(open, step, account, knownVersion, { ...other, begun: above.begun !== null }, wanted.prepared) : wanted;
      });
    });
  }

  /** Makes the plan a cut of its geography from a day on; the cut before it ends there. All of it or nothing. */
  adopt(plan: string, validFrom: string, account: string, knownVersion: number | null): Promise<AdoptResult> {
    return this.inTurn(plan, async () => {
      const { head, draft } = (await this.find(plan))!;
      const ended = blocksEnded(this.workspace.catalogue, head.blockSet, validFrom);
      if (ended !== null && draft.prepare({ kind: 'adopt' }).ok) return { ok: false, refusal: { code: 'BLOCKS_ENDED', detail: ended } };
      const overlap = overlappingCut(this.workspace.catalogue, head.geography, validFrom);
      if (overlap !== null && draft.prepare({ kind: 'adopt' }).ok) return { ok: false, refusal: { code: 'VALIDITY_OVERLAP', detail: overlap } };
      if (knownVersion !== null && knownVersion !== draft.version) return { ok: false, refusal: { code: 'VERSION_CONFLICT', version: draft.version } };
      const cut = draft.state.surface.cuts.length > 0 && draft.prepare({ kind: 'adopt' }).ok;
      const blocked = cut ? blocksBegunLater(this.workspace.catalogue, head.blockSet, validFrom) : null;
      if (blocked !== null) return { ok: false, refusal: { code: 'FRAGMENTS_OPEN', detail: blocked } };
      const stand = cut ? await readCutStand(this.workspace, { head, draft }, validFrom, await this.openPlans(head.blockSet)) : null;
      let version = 0;
      try {
        const result = await this.advance(plan, { kind: 'adopt' }, account, knownVersion, {
          validFrom,
          more: async (tx, open) => {
            if (stand === null) {
              version = await storeVersion(tx, this.workspace.municipality, open, validFrom, open.head.blockSet);
              return;
            }
            const { blockSet, numbers } = await storeCutStand(tx, this.workspace, stand, open, validFrom, account);
            version = await storeVersion(tx, this.workspace.municipality, open, validFrom, blockSet);
            await carryPlans(tx, this.workspace, stand, blockSet, numbers.set(open.head.geography, version), account);
          },
        });
        if (!result.ok) return result;
      } catch (error) {
        if (error instanceof PlanOvertaken) {
          this.forget(error.plan);
          return { ok: false, refusal: { code: 'PLAN_OVERTAKEN', detail: error.plan } };
        }
        // Another server adopted a cut since the catalogue was read.
        if (!(error instanceof DatabaseError && error.constraint === 'geography_version_one_at_a_time')) throw error;
        return { ok: false, refusal: { code: 'VALIDITY_OVERLAP', detail: `another cut is valid on ${validFrom} or begins later` } };
      }
      await this.workspace.reload();
      return { ok: true, version };
    });
  }

  /** Calls `listener` after every change of the plan, until the returned function is called. */
  listen(plan: string, listener: () => void): () => void {
    const set = this.listeners.get(plan) ?? new Set();
    this.listeners.set(plan, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(plan);
    };
  }

  /** Waits for every step under way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.queues.values());
  }

  /** What a plan with an upper plan nests in is that one as it is now, cut blocks included. */
  private async upperZones(upper: string, { state }: PlanDraft): Promise<ParentZones | null> {
    const above = (await this.find(upper))?.draft.state;
    if (above === undefined || above.surface.root !== state.surface.root) return null;
    return { zones: above.zones.map((zone) => zone?.zone ?? ''), assignment: above.assignment, zoneAt: (position) => slotAbove(state.surface, position, above) };
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  private async draft(plan: string): Promise<PlanDraft> {
    let draft = this.open.get(plan);
    // Taken out and put in again: a Map keeps the order of insertion, so the first is the one used longest ago.
    this.open.delete(plan);
    draft ??= this.load(this.heads.get(plan)!);
    this.open.set(plan, draft);
    draft.catch(() => this.open.delete(plan));
    const oldest = this.open.keys().next().value;
    if (this.open.size > OPEN_PLANS && oldest !== undefined && !this.queues.has(oldest)) this.open.delete(oldest);
    return draft;
  }

  /** Events up to `version`, all without it. */
  private async load(head: Plan, version = Infinity): Promise<PlanDraft> {
    const surface = await this.workspace.surface(head.blockSet);
    const base = head.baseVersion === null ? null : await this.workspace.version(head.geography, head.baseVersion);
    const zones = base?.zoneList.map(({ zone, name }) => ({ zone, name, locked: false })) ?? [];
    const assignment = base?.assignment ?? new Int32Array(surface.coverage.blockCount).fill(UNASSIGNED);
    const events = (await listPlanEvents(this.workspace.db, this.municipality, head.plan)).filter((event) => event.version <= version);
    const draft = new PlanDraft({ surface: surface.drawn, zones, assignment }, events);
    await this.workspace.planSurfaces.ready(draft.state.surface, surface);
    return draft;
  }

  /** Runs after everything that was asked of the plan before. */
  private inTurn<T>(plan: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(plan) ?? Promise.resolve();
    const mine = before.then(work, work);
    const leave = (): void => {
      if (this.queues.get(plan) === tail) this.queues.delete(plan);
    };
    const tail: Promise<void> = mine.then(leave, leave);
    this.queues.set(plan, tail);
    return mine;
  }

  /**
   * The event is stored by one statement with the plan's version, and in one transaction with whatever `more` writes; only
   * then memory moves on.
   * A failed transaction may still have committed (a lost connection tells nothing), so the plan is then read anew.
   */
  private async advance(
    plan: string,
    step: Step,
    account: string,
    knownVersion: number | null,
    { validFrom = null, upperVersion = null, more = null }: Beside = {},
  ): Promise<StepResult> {
    const open = (await this.find(plan))!;
    const { draft } = open;
    if (knownVersion !== null && knownVersion !== draft.version) return conflict(draft.version);
    const prepared = draft.prepare(step);
    if (!prepared.ok) return prepared;
    if (prepared.idle) return { ok: true, plan: open, change: null };
    if (prepared.outcome?.applied.surfaceChanged === true) await this.workspace.planSurfaces.ready(prepared.outcome.state.surface, await this.workspace.surface(open.head.blockSet));
    const version = draft.version + 1;
    const state = stateAfter(draft.life, prepared.fields);
    let at: Date | null;
    try {
      const append = (db: Queryable) => appendPlanEvent(db, this.municipality, plan, draft.version, { state, validFrom }, { account, upperVersion, ...prepared.fields });
      const appended = await (more === null
        ? append(this.workspace.db)
        : this.workspace.db.transaction(async (tx) => {
            const row = await append(tx);
            if (row !== null) await more(tx, open);
            return row;
          }));
      at = appended?.updatedAt ?? null;
    } catch (error) {
      this.forget(plan);
      throw error;
    }
    if (at === null) {
      this.forget(plan);
      return conflict((await this.find(plan))?.draft.version ?? draft.version);
    }
    const change = draft.advance({ version, account, at, upperVersion, ...prepared.fields }, prepared.outcome);
    const head: Plan = { ...open.head, version, state, updatedAt: at, validFrom: validFrom ?? open.head.validFrom };
    this.heads.set(plan, head);
    this.tell(plan);
    return { ok: true, plan: { head, draft }, change };
  }

  /** The plan that a step is to go along in: begun here where there is none; null where the step concerns this plan alone. */
  private async above({ head, draft }: OpenPlan, step: Step, account: string, wanted: boolean): Promise<{ readonly ok: true; readonly plan: string; readonly begun: OpenPlan | null } | { readonly ok: false; readonly refusal: UpperRefusal } | null> {
    if (step.kind !== 'operation') {
      const refersTo = step.kind === 'undo' ? draft.nextUndo : step.kind === 'redo' ? draft.nextRedo : undefined;
      const linked = refersTo !== undefined && draft.changes[refersTo - 1]!.event.upperVersion !== null;
      return linked && head.upperPlan !== null ? { ok: true, plan: head.upperPlan, begun: null } : null;
    }
    if (!wanted) return null;
    if (head.upperPlan !== null) return { ok: true, plan: head.upperPlan, begun: null };
    const { geographies } = this.workspace.catalogue;
    const parent = geographies.find((row) => row.geography === geographies.find(({ geography }) => geography === head.geography)?.parent);
    const day = head.validFrom ?? new Date().toISOString().slice(0, 10);
    const base = parent?.versions.find((row) => isValidOn(row, day)) ?? parent?.versions.at(-1);
    if (base === undefined) return { ok: false, refusal: { code: 'NO_PARENT' } };
    if (base.blockSet !== head.blockSet) return { ok: false, refusal: { code: 'UPPER_ON_OTHER_BLOCKS' } };
    const begun: Plan = {
      ...head, plan: randomUUID(), geography: base.geography, baseVersion: base.version, state: 'draft', version: 0, createdBy: account, branchedFrom: null, branchedVersion: null, upperPlan: null,
    };
    return { ok: true, plan: begun.plan, begun: { head: begun, draft: await this.load(begun) } };
  }

  /** One step in two plans by one transaction: both or neither. */
  private async together(open: OpenPlan, step: Step, account: string, knownVersion: number | null, above: OpenPlan & { readonly begun: boolean }, prepared: Extract<Prepared, { ok: true }>): Promise<StepResult> {
    const { head, draft, begun } = above;
    const version = draft.version + 1;
    if (prepared.outcome !== null) await this.workspace.planSurfaces.ready(prepared.outcome.state.surface, await this.workspace.surface(head.blockSet));
    const fields = { account, upperVersion: null, ...prepared.fields };
    let [stored, at]: [Plan, Date | null] = [head, null];
    try {
      const result = await this.advance(open.head.plan, step, account, knownVersion, {
        upperVersion: version,
        more: async (tx) => {
          if (begun) {
            stored = await insertPlan(tx, this.municipality, head);
            await linkUpperPlan(tx, this.municipality, open.head.plan, head.plan);
          }
          at = (await appendPlanEvent(tx, this.municipality, head.plan, draft.version, { state: draft.life }, fields))?.updatedAt ?? null;
          if (at === null) throw new Overtaken();
        },
      });
      if (!result.ok || at === null) return result;
      draft.advance({ version, at, ...fields }, prepared.outcome);
      this.heads.set(head.plan, { ...stored, version, updatedAt: at });
      if (begun) this.open.set(head.plan, Promise.resolve(draft));
      const own = { ...result.plan.head, upperPlan: head.plan };
      this.heads.set(own.plan, own);
      result.plan.draft.parents = await this.upperZones(head.plan, result.plan.draft);
      this.tell(head.plan);
      return { ...result, plan: { head: own, draft: result.plan.draft }, upper: { plan: head.plan, version } };
    } catch (error) {
      this.forget(head.plan);
      if (!(error instanceof Overtaken)) throw error;
      return conflict(open.draft.version);
    }
  }

  private tell(plan: string): void {
    for (const listener of this.listeners.get(plan) ?? []) listener();
  }

  private forget(plan: string): void {
    this.open.delete(plan);
    this.doubtful.add(plan);
  }

  private async openPlans(blockSet: number): Promise<OpenPlan[]> {
    const open: OpenPlan[] = [];
    for (const head of this.list()) {
      if (head.blockSet !== blockSet || head.state === 'adopted' || head.state === 'rejected') continue;
      const found = await this.find(head.plan);
      if (found !== null) open.push(found);
    }
    return open;
  }
}

function conflict(version: number): StepResult {
  return { ok: false, refusal: { code: 'VERSION_CONFLICT', version } };
}
