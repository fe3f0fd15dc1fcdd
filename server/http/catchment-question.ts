// Brings together what figures of catchments are made of: two cuts, the counts that the caller may see, schools, walks, parameters.
import { fragmentCounts } from '../../core/plan/fragment-counts.ts';
import type { Variant } from '../../core/schools/school-settings.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { problem } from '../problem.ts';
import type { Caller } from '../auth/roles.ts';
import type { Address } from '../db/queries/addresses.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import type { CatchmentBasis } from '../workspace/schools/catchment-basis.ts';
import type { Cut } from '../workspace/schools/catchment-report.ts';
import type { SchoolFinding } from '../workspace/schools/school-register.ts';
import type { Surface, Workspace } from '../workspace/workspace.ts';
import { today } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { pupilView } from './pupil-view.ts';

export interface CatchmentQuestion {
  readonly variant: Variant;
  readonly grades?: 'entry' | 'all' | undefined;
  readonly from?: number | undefined;
  readonly limitM?: number | undefined;
  readonly referenceDate?: string | undefined;
}

/** Both cuts over one set of positions. */
export interface Ground {
  readonly plan: string | null;
  readonly version: number;
  readonly geography: string;
  readonly surface: Surface;
  /** A table by position, with counts of cut blocks shared out. */
  readonly countsOf: (table: CountTable) => CountTable;
  readonly ids: readonly string[];
  /** By position: that of the block that it is or is a part of. */
  readonly baseOf: Int32Array;
  /** Positions of the fragments of a block, where it is cut. */
  readonly piecesOf: (base: number) => readonly number[];
  /** Fragment that holds a place of a cut block; `otherwise` for one on the edge of nothing. */
  readonly fragmentAt: (x: number, y: number, otherwise: number) => number;
  readonly now: Cut;
  readonly before: Cut;
  readonly compareTitle: string | null;
  readonly findings: readonly SchoolFinding[];
  /** Day on which the cut is to be valid: which schools are open then. */
  readonly day: string;
}

/** The answer's JSON in UTF-8, reckoned and written by a worker thread. */
export async function catchmentsOfPlan(workspace: Workspace, plan: string, question: CatchmentQuestion & { readonly compare: string; readonly numbers: 'all' | 'annex' }, caller: Caller): Promise<Uint8Array> {
  const open = await requirePlan(workspace, plan);
  const ground = await groundOfPlan(workspace, open, question.compare);
  return workspace.schools.catchments.answer(await catchmentBasis(workspace, ground, question, caller, `catchments of plan ${plan}`), question.numbers);
}

/** null where the geography has no such version. */
export async function catchmentsOfVersion(workspace: Workspace, geography: string, version: string, question: CatchmentQuestion & { readonly numbers: 'all' | 'annex' }, caller: Caller): Promise<Uint8Array | null> {
  const row = workspace.catalogue.geographies.find((one) => one.geography === geography);
  const number = version === 'current' ? row?.versions.find((one) => isValidOn(one, today()))?.version : Number(version);
  const found = number === undefined ? null : await workspace.version(geography, number);
  if (found === null) return null;
  const cut: Cut = { zones: found.zoneList, assignment: found.assignment };
  const { surface } = found;
  const ground: Ground = {
    plan: null,
    version: found.version,
    geography,
    surface,
    countsOf: (table) => table,
    ids: surface.coverage.ids,
    baseOf: sameBlocks(surface),
    piecesOf: (base) => [base],
    fragmentAt: (_x, _y, otherwise) => otherwise,
    now: cut,
    before: cut,
    compareTitle: null,
    findings: [],
    day: found.validFrom > today() ? found.validFrom : today(),
  };
  return workspace.schools.catchments.answer(await catchmentBasis(workspace, ground, question, caller, `catchments of ${geography} version ${found.version}`), question.numbers);
}

const sameBlocks = ({ coverage }: Surface) => Int32Array.from({ length: coverage.blockCount }, (_, position) => position);

export async function groundOfPlan(workspace: Workspace, { head, draft }: OpenPlan, compare: string): Promise<Ground> {
  const { state } = draft;
  const surface = await workspace.surface(head.blockSet);
  const drawn = state.surface;
  const findings: SchoolFinding[] = [];
  const byBase = (zones: Cut['zones'], zoneOfBase: (base: number) => number): Cut => ({ zones: [...zones], assignment: drawn.baseOf.map(zoneOfBase) });
  let before: Cut;
  let title: string | null;
  if (compare === 'base') {
    const { zones, assignment } = draft.base;
    before = byBase(zones, (base) => assignment[base]!);
    title = workspace.catalogue.geographies.find(({ geography }) => geography === head.geography)?.versions.find(({ version }) => version === head.baseVersion)?.title ?? null;
  } else {
    const other = await requirePlan(workspace, compare.slice('plan:'.length));
    if (other.head.geography !== head.geography) throw problem('NOT_COMPARABLE', `compare: the other plan is of ${other.head.geography}, this one of ${head.geography}`);
    if (other.head.blockSet !== head.blockSet) throw problem('NOT_COMPARABLE', 'compare: the other plan is drawn on the blocks of another day');
    const { assignment, zones, surface: theirs } = other.draft.state;
    const several: string[] = [];
    const whole = byBase(zones, (base) => {
      const pieces = theirs.piecesOf(base);
      const first = assignment[pieces[0]!]!;
      if (pieces.some((piece) => assignment[piece] !== first)) several.push(surface.coverage.ids[base]!);
      return first;
    });
    // A fragment that both have is compared with itself.
    const at = new Map(theirs.ids.map((id, position) => [id, position]));
    for (let position = 0; position < whole.assignment.length; position++) if (at.has(drawn.ids[position]!)) whole.assignment[position] = assignment[at.get(drawn.ids[position]!)!]!;
    for (const block of new Set(several)) if (!drawn.ids.includes(block) || theirs.cuts.length !== drawn.cuts.length) findings.push({ code: 'OTHER_CUTS', block, detail: 'is cut in the other plan along other lines; it is compared with the zone of its first part' });
    before = whole;
    title = other.head.name;
  }
  return {
    plan: head.plan,
    version: draft.version,
    geography: head.geography,
    surface,
    // A cut that somebody makes meanwhile is no part of this answer.
    countsOf: (table) => (draft.state.surface === drawn ? draft.counts(table) : fragmentCounts(table, drawn).table),
    ids: drawn.ids,
    baseOf: drawn.baseOf,
    piecesOf: (base) => drawn.piecesOf(base),
    fragmentAt: (x, y, otherwise) => {
      const found = workspace.schools.locator(drawn).at(x, y);
      return found < 0 ? otherwise : found;
    },
    // Strokes go on while this is reckoned or waits as a job.
    now: { zones: [...state.zones], assignment: state.assignment.slice() },
    before,
    compareTitle: title,
    findings,
    day: head.validFrom ?? today(),
  };
}

/** A plan over its whole blocks: one that is cut goes with the zone of its first part, as alternatives are made of whole blocks. */
export function wholeBlocks({ draft }: OpenPlan, ground: Ground): Ground {
  const { surface } = ground;
  const { surface: drawn } = draft.state;
  if (drawn.cuts.length === 0) return ground;
  const ofBase = ({ zones, assignment }: Cut): Cut => ({ zones, assignment: Int32Array.from(surface.coverage.ids, (_, base) => assignment[drawn.piecesOf(base)[0]!]!) });
  return {
    ...ground,
    countsOf: (table) => table,
    ids: surface.coverage.ids,
    baseOf: sameBlocks(surface),
    piecesOf: (base) => [base],
    now: ofBase(ground.now),
    before: ofBase(ground.before),
  };
}

/** What is reckoned from, for whoever may see it: of figures, files and alternatives alike. */
export async function catchmentBasis(workspace: Workspace, ground: Ground, question: CatchmentQuestion, caller: Caller, what: string): Promise<CatchmentBasis> {
  const { surface, piecesOf, day } = ground;
  const { settings: ofTown } = await workspace.schools.settings();
  const settings = await workspace.schools.housing.settingsWith(ofTown, ground.plan);
  const { schools: all, findings } = await workspace.schools.schools(null);
  const seen = await pupilView(workspace, surface.blockSet, settings, question.referenceDate, caller, what);
  const locator = workspace.schools.locator(surface);
  const known = new Map(workspace.catalogue.statistics.map((row) => [row.statistic, row]));
  const schools = all.filter(({ closes }) => closes === null || closes > day);
  const positionAt = (x: number, y: number) => {
    const base = locator.at(x, y);
    if (base < 0) return -1;
    const pieces = piecesOf(base);
    return pieces.length === 1 ? pieces[0]! : ground.fragmentAt(x, y, pieces[0]!);
  };
  const walks = await workspace.schools.walksOf(surface.blockSet);
  const addresses = await workspace.schools.addresses();
  return {
    head: {
      plan: ground.plan,
      version: ground.version,
      geography: ground.geography,
      exact: seen?.exact ?? false,
      variant: question.variant,
      grades: question.grades === 'all' ? settings.progression.length + 1 : 1,
      from: question.from ?? null,
      referenceDate: seen?.view.referenceDate ?? null,
      compareTitle: ground.compareTitle,
      limitM: question.limitM ?? settings.limitM,
      walksMadeAt: walks?.madeAt.toISOString() ?? null,
      threshold: seen?.threshold ?? 0,
    },
    ground: { ids: ground.ids, baseOf: ground.baseOf },
    now: ground.now,
    before: ground.before,
    addresses: addressesByPosition(addresses, ground),
    view: seen === null ? null : { referenceDate: seen.view.referenceDate, columns: seen.view.columns.map(({ statistic, approximate, table }) => ({ statistic, approximate, table: table === null ? null : ground.countsOf(table) })) },
    settings,
    walks,
    schools,
    schoolPositions: Int32Array.from(schools, ({ x, y }) => positionAt(x, y)),
    housing: new Map(settings.housing.flatMap(({ blocks }) => blocks).map((block) => {
      const base = surface.positions.get(block);
      return [block, base === undefined ? [] : piecesOf(base)];
    })),
    mix: settings.mix.map((statistic) => {
      const row = known.get(statistic);
      return { statistic, name: row === undefined ? null : { de: row.nameDe, en: row.nameEn }, population: row?.population ?? null };
    }),
    today: today(),
    registerFindings: findings.filter(({ school }) => school === undefined || schools.some((one) => one.school === school)),
    groundFindings: [...lostAddresses(addresses), ...ground.findings],
  };
}

const lost = new WeakMap<readonly Address[], readonly SchoolFinding[]>();

function lostAddresses(all: readonly Address[]): readonly SchoolFinding[] {
  let found = lost.get(all);
  if (found === undefined) {
    const outside = all.filter(({ block }) => block === null);
    const names = outside.slice(0, 3).map(({ street, houseNumber }) => `${street} ${houseNumber}`.trim());
    lost.set(all, (found = outside.length === 0 ? [] : [{ code: 'ADDRESS_WITHOUT_BLOCK', detail: `${outside.length} addresses lie in no block and have no school, among them ${names.join(', ')}` }]));
  }
  return found;
}

/** By addresses and blocks or fragments: a city has 40,000 addresses, and a stroke changes none. */
const placed = new WeakMap<readonly Address[], WeakMap<readonly string[], Int32Array>>();

/** Addresses of a cut block lie in the fragment that holds them. */
function addressesByPosition(all: readonly Address[], { surface, ids, piecesOf, fragmentAt }: Ground): Int32Array {
  const kept = placed.get(all) ?? new WeakMap<readonly string[], Int32Array>();
  placed.set(all, kept);
  let addresses = kept.get(ids);
  if (addresses !== undefined) return addresses;
  kept.set(ids, (addresses = new Int32Array(ids.length)));
  for (const { block, x, y } of all) {
    const base = block === null ? undefined : surface.positions.get(block);
    if (base === undefined) continue;
    const pieces = piecesOf(base);
    addresses[pieces.length === 1 ? pieces[0]! : fragmentAt(x, y, pieces[0]!)]!++;
  }
  return addresses;
}
