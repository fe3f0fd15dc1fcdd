// What is said about a plan's zones: size, shape, pieces and sums, for all of them or for those that a step touched.
import type { Cell } from '../../../core/disclosure/cell.ts';
import { protectCount, type RuleSet } from '../../../core/disclosure/threshold.ts';
import { polsbyPopper } from '../../../core/plan/questions/compactness.ts';
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { boundsOf, checkPlan, type PlanCheck, type PlanIssue } from '../../../core/plan/questions/issues.ts';
import { nestingBreaks, type NestingBreak } from '../../../core/plan/questions/nesting.ts';
import type { ZoneSums } from '../../../core/statistics/aggregate.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import type { PlanDraft } from './plan-draft.ts';

/** One statistic as the reader may see it: true counts under no rule, or those of the protected copy under its source's. */
export interface ViewedStatistic {
  readonly statistic: string;
  readonly approximate: boolean;
  /** Rounding base of the copy; 1 for true counts. */
  readonly base: number;
  /** null: no counts of that date over these blocks. */
  readonly table: CountTable | null;
  readonly rules: RuleSet;
}

/** Which numbers stand in the rows. Nothing that is made from a view knows more than its tables. */
export interface CountView {
  readonly referenceDate: string;
  readonly columns: readonly ViewedStatistic[];
}

/** A cell of a plan; `approximate`: reckoned from the protected copy. */
export type PlanCell = Cell & { readonly approximate?: true };

export interface ZoneRow {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
  readonly blocks: number;
  readonly areaM2: number;
  readonly parts: number;
  readonly polsbyPopper: number | null;
  readonly reock: number | null;
  /** Pairs of neighbouring blocks with one in the zone and one outside. */
  readonly cutEdges: number;
  readonly cells: Readonly<Record<string, PlanCell>>;
}

/** What the kernel finds, zones that surround others, and blocks that could not be carried over to a later stand and still have no zone. */
export type ReportedIssue = Omit<PlanIssue, 'code'> & { readonly code: PlanIssue['code'] | 'HOLE' | 'NOT_CARRIED'; readonly parents?: NestingBreak['parents'] };

export interface PlanReport {
  readonly zones: readonly ZoneRow[];
  readonly issues: readonly ReportedIssue[];
}

/** Who may see block counts sees every sum; the four states still tell "at least" and "missing" from a value. */
export const OPEN: RuleSet = { threshold: 0, zeros: 'open' };

/** Blocks named in one issue; the detail has their number, and the plan's assignment has all. */
const NAMED_BLOCKS = 100;

/** Rows of the slots given (all by default) and the issues of the whole plan: 3 ms for 12,000 blocks and 40 zones. */
export function reportPlan(draft: PlanDraft, view: CountView | null, slots?: readonly number[]): PlanReport {
  const check = checkPlan(draft.state, draft.state.surface.coverage, draft.state.surface.neighbours);
  const { blocks, areaM2 } = blocksBySlot(draft);
  const edges = cutEdgesBySlot(draft);
  const all = slots ?? draft.state.zones.keys();
  const zones: ZoneRow[] = [];
  for (const slot of all) {
    const zone = draft.state.zones[slot];
    if (!zone) continue;
    const { zone: code, name, locked } = zone;
    zones.push({ slot, zone: code, name, locked, blocks: blocks[slot]!, areaM2: areaM2[slot]!, ...shapeOf(draft, slot, check), cutEdges: edges[slot]!, cells: cellsOf(draft, slot, view) });
  }
  return { zones, issues: [...notCarried(draft), ...check.issues, ...nestingIssues(draft), ...holes(draft)].map(shorten) };
}

/** Compactness is that of the outline as it is drawn, whatever the source's blocks leave out of it. */
function shapeOf(draft: PlanDraft, slot: number, check: PlanCheck): Pick<ZoneRow, 'parts' | 'polsbyPopper' | 'reock'> {
  const { dissolver } = draft;
  return { parts: check.parts[slot]!, polsbyPopper: polsbyPopper(dissolver.areaM2(slot), dissolver.perimeterM(slot)), reock: draft.shapeOf(slot).reock };
}

function cutEdgesBySlot({ state: { surface, assignment, zones } }: PlanDraft): Int32Array {
  const { rookStart, rook, blockCount } = surface.neighbours;
  const edges = new Int32Array(zones.length);
  for (let block = 0; block < blockCount; block++) {
    const slot = assignment[block]!;
    if (slot < 0) continue;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) if (assignment[rook[i]!] !== slot) edges[slot]!++;
  }
  return edges;
}

function nestingIssues({ state, parents }: PlanDraft): ReportedIssue[] {
  return parents === null ? [] : nestingBreaks(state, parents);
}

/** A fact, often a wish (an inner city), sometimes a slip of the brush. */
function holes(draft: PlanDraft): ReportedIssue[] {
  const { zones, surface, positions } = draft.state;
  return zones.flatMap((zone, slot): ReportedIssue[] => {
    if (zone === null) return [];
    const { enclosed } = draft.shapeOf(slot);
    if (enclosed.length === 0) return [];
    const blocks = enclosed.map((id) => positions.get(id)!);
    return [{ code: 'HOLE', severity: 'information', where: { zone: zone.zone, blocks: enclosed, bounds: boundsOf(surface.coverage, blocks) }, detail: `${enclosed.length} ${enclosed.length === 1 ? 'block' : 'blocks'} inside` }];
  });
}

/** Number of blocks, and the sum of their source areas: exact in any order, since these are multiples of 2^-20 m2. */
function blocksBySlot({ state }: PlanDraft): { readonly blocks: Int32Array; readonly areaM2: Float64Array } {
  const blocks = new Int32Array(state.zones.length);
  const areaM2 = new Float64Array(state.zones.length);
  const { sourceAreaM2 } = state.surface;
  state.assignment.forEach((slot, block) => {
    if (slot < 0) return;
    blocks[slot]!++;
    areaM2[slot]! += sourceAreaM2[block]!;
  });
  return { blocks, areaM2 };
}

function cellsOf(draft: PlanDraft, slot: number, view: CountView | null): Record<string, PlanCell> {
  return Object.fromEntries((view?.columns ?? []).map((of) => [of.statistic, cellOf(draft, slot, view!.referenceDate, of)]));
}

function cellOf(draft: PlanDraft, slot: number, referenceDate: string, { statistic, approximate, table, rules }: ViewedStatistic): PlanCell {
  const column = table?.columns.indexOf(statistic) ?? -1;
  if (table === null || column < 0) return { state: 'missing' };
  const cell = protectedCell(slot, column, viewedSums(draft, referenceDate, approximate, table), rules);
  return approximate ? { ...cell, approximate } : cell;
}

/** Sums of a view's table: those of true counts and of the copy are kept side by side. */
export function viewedSums(draft: PlanDraft, referenceDate: string, approximate: boolean, table: CountTable): ZoneSums {
  return draft.sums(approximate ? `copy ${referenceDate}` : referenceDate, table);
}

/** What is told beside every answer: whether all of its numbers are true ones. */
export function numbersOf(view: CountView | null): 'true' | 'protected-copy' {
  return view !== null && view.columns.some(({ approximate }) => approximate) ? 'protected-copy' : 'true';
}

/** One cell of the sums under a rule set. */
export function protectedCell(slot: number, column: number, sums: ZoneSums, rules: RuleSet): Cell {
  const at = slot * sums.columns.length + column;
  return protectCount(sums.sums[at]!, sums.unknown[at]!, sums.blocks[slot]!, rules);
}

function notCarried({ rebase, state }: PlanDraft): ReportedIssue[] {
  const open = (rebase?.notCarried ?? []).filter(({ block }) => state.assignment[state.positions.get(block) ?? -1] === UNASSIGNED);
  if (open.length === 0) return [];
  const several = open.filter(({ reason }) => reason === 'SEVERAL_ZONES').length;
  const blocks = open.map(({ block }) => block);
  const bounds = boundsOf(state.surface.coverage, blocks.map((block) => state.positions.get(block)!));
  return [{ code: 'NOT_CARRIED', severity: 'warning', where: { zone: null, blocks, bounds }, detail: `${open.length - several} new, ${several} of several zones` }];
}

function shorten(issue: ReportedIssue): ReportedIssue {
  if (issue.where.blocks.length <= NAMED_BLOCKS) return issue;
  return { ...issue, where: { ...issue.where, blocks: issue.where.blocks.slice(0, NAMED_BLOCKS) } };
}
