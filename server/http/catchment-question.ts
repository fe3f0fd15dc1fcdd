// Brings together what figures of catchments are made of: two cuts, the counts that the caller may see, schools, walks, parameters.
import { createBlockLocator, type BlockLocator } from '../../core/coverage/locate.ts';
import type { ClassRule } from '../../core/schools/entry-classes.ts';
import type { SchoolSettings, Variant } from '../../core/schools/school-settings.ts';
import { problem } from '../problem.ts';
import type { Caller } from '../auth/roles.ts';
import type { Address } from '../db/queries/addresses.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import { reportCatchments, type CatchmentFigures, type Cut, type MixColumn, type ReportInput } from '../workspace/schools/catchment-report.ts';
import { columnOf, firstYear, keptForecast, type CountedBlocks, type PupilForecast } from '../workspace/schools/pupil-forecast.ts';
import type { SchoolFinding } from '../workspace/schools/school-register.ts';
import type { Surface, Workspace } from '../workspace/workspace.ts';
import { today } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { pupilView } from './pupil-view.ts';

export interface CatchmentQuestion {
  readonly variant: Variant;
  readonly limitM?: number | undefined;
  readonly referenceDate?: string | undefined;
}

export interface CatchmentAnswer {
  readonly plan: string | null;
  readonly version: number;
  readonly geography: string;
  readonly exact: boolean;
  readonly variant: Variant;
  readonly referenceDate: string | null;
  readonly compareTitle: string | null;
  readonly limitM: number;
  readonly walksMadeAt: string | null;
  readonly bornShare: readonly number[];
  /** Of the rules of the children's source: counts below it are secret in an annex. */
  readonly threshold: number;
  readonly classRule: ClassRule | null;
  readonly figures: CatchmentFigures;
}

/** Both cuts over one set of positions. */
export interface Ground {
  readonly plan: string | null;
  readonly version: number;
  readonly geography: string;
  readonly surface: Surface;
  readonly counted: CountedBlocks;
  readonly ids: readonly string[];
  readonly baseOf: (position: number) => number;
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

export async function catchmentsOfPlan(workspace: Workspace, plan: string, question: CatchmentQuestion & { readonly compare: string }, caller: Caller): Promise<CatchmentAnswer> {
  const open = await requirePlan(workspace, plan);
  return catchmentAnswer(workspace, await groundOfPlan(workspace, open, question.compare), question, caller, `catchments of plan ${plan}`);
}

/** null where the geography has no such version. */
export async function catchmentsOfVersion(workspace: Workspace, geography: string, version: string, question: CatchmentQuestion, caller: Caller): Promise<CatchmentAnswer | null> {
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
    counted: { blockCount: surface.coverage.blockCount, countsOf: (table) => table, positionsOf: (block) => [surface.positions.get(block) ?? []].flat() },
    ids: surface.coverage.ids,
    baseOf: (position) => position,
    piecesOf: (base) => [base],
    fragmentAt: (_x, _y, otherwise) => otherwise,
    now: cut,
    before: cut,
    compareTitle: null,
    findings: [],
    day: found.validFrom > today() ? found.validFrom : today(),
  };
  return catchmentAnswer(workspace, ground, question, caller, `catchments of ${geography} version ${found.version}`);
}

export async function groundOfPlan(workspace: Workspace, { head, draft }: OpenPlan, compare: string): Promise<Ground> {
  const { state } = draft;
  const surface = await workspace.surface(head.blockSet);
  const drawn = state.surface;
  const findings: SchoolFinding[] = [];
  const byBase = (zones: Cut['zones'], zoneOfBase: (base: number) => number): Cut => ({ zones, assignment: Int32Array.from(state.assignment, (_, position) => zoneOfBase(drawn.baseOf[position]!)) });
  let fragments: BlockLocator | null = null;
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
    counted: {
      blockCount: state.assignment.length,
      countsOf: (table) => draft.counts(table),
      positionsOf: (block) => {
        const base = surface.positions.get(block);
        return base === undefined ? [] : drawn.piecesOf(base);
      },
    },
    ids: drawn.ids,
    baseOf: (position) => drawn.baseOf[position]!,
    piecesOf: (base) => drawn.piecesOf(base),
    fragmentAt: (x, y, otherwise) => {
      fragments ??= createBlockLocator(drawn.coverage);
      const found = fragments.at(x, y);
      return found < 0 ? otherwise : found;
    },
    now: { zones: state.zones, assignment: state.assignment },
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
    counted: { blockCount: surface.coverage.blockCount, countsOf: (table) => table, positionsOf: (block) => [surface.positions.get(block) ?? []].flat() },
    ids: surface.coverage.ids,
    baseOf: (position) => position,
    piecesOf: (base) => [base],
    now: ofBase(ground.now),
    before: ofBase(ground.before),
  };
}

/** What is reckoned from, for whoever may see it; the kernel's input for figures, files and alternatives alike. */
export async function reportInput(workspace: Workspace, ground: Ground, question: CatchmentQuestion, caller: Caller, what: string): Promise<{ readonly input: ReportInput; readonly exact: boolean; readonly referenceDate: string | null; readonly threshold: number; readonly findings: readonly SchoolFinding[] }> {
  const { settings } = await workspace.schools.settings();
  const { schools, findings } = await workspace.schools.schools(null);
  const seen = await pupilView(workspace, ground.surface.blockSet, settings, question.referenceDate, caller, what);
  const forecast = seen === null ? nobody(ground, settings) : keptForecast(seen.view, ground.counted, settings, question.variant);
  const families = seen !== null && settings.siblings.method === 'households' ? [columnOf(seen.view, ground.counted, settings.siblings.children), columnOf(seen.view, ground.counted, settings.siblings.households)] : [];
  const siblings = seen !== null && settings.siblings.method === 'statistic' ? columnOf(seen.view, ground.counted, settings.siblings.statistic) : null;
  const locator = workspace.schools.locator(ground.surface);
  const more: SchoolFinding[] = [];
  const mix = settings.mix.flatMap((statistic): MixColumn[] => {
    const row = workspace.catalogue.statistics.find((one) => one.statistic === statistic);
    const part = seen === null ? null : columnOf(seen.view, ground.counted, statistic);
    const whole = seen === null || row?.population === null || row === undefined ? null : columnOf(seen.view, ground.counted, row.population);
    if (row !== undefined && part !== null && whole !== null) return [{ statistic, name: { de: row.nameDe, en: row.nameEn }, part: part.values, whole: whole.values, approximate: part.approximate || whole.approximate }];
    more.push({ code: 'MIX_MISSING', detail: `${statistic} or what it is a part of is not counted${seen === null ? '' : ` on ${seen.view.referenceDate}`}; the social mix is told without it` });
    return [];
  });
  const opened = schools.filter(({ closes }) => closes === null || closes > ground.day);
  const input: ReportInput = {
    now: ground.now,
    before: ground.before,
    ids: ground.ids,
    baseOf: ground.baseOf,
    addresses: await addressesByPosition(workspace, ground),
    forecast,
    schools: opened,
    positionAt: (x, y) => {
      const base = locator.at(x, y);
      if (base < 0) return -1;
      const pieces = ground.piecesOf(base);
      return pieces.length === 1 ? pieces[0]! : ground.fragmentAt(x, y, pieces[0]!);
    },
    walks: await workspace.schools.walksOf(ground.surface.blockSet),
    settings,
    limitM: question.limitM ?? settings.limitM,
    families: families.length === 2 && families.every((column) => column !== null) ? { children: families[0]!.values, households: families[1]!.values } : null,
    siblings: siblings?.values ?? null,
    mix,
  };
  const outside = (await workspace.schools.addresses()).filter(({ block }) => block === null);
  if (outside.length > 0) more.push({ code: 'ADDRESS_WITHOUT_BLOCK', detail: `${outside.length} addresses lie in no block and have no school, among them ${outside.slice(0, 3).map(({ street, houseNumber }) => `${street} ${houseNumber}`.trim()).join(', ')}` });
  const open = findings.filter(({ school }) => school === undefined || opened.some((one) => one.school === school));
  return { input, exact: seen?.exact ?? false, referenceDate: seen?.view.referenceDate ?? null, threshold: seen?.threshold ?? 0, findings: [...open, ...more, ...ground.findings] };
}

export async function catchmentAnswer(workspace: Workspace, ground: Ground, question: CatchmentQuestion, caller: Caller, what: string): Promise<CatchmentAnswer> {
  const { input, exact, referenceDate, threshold, findings } = await reportInput(workspace, ground, question, caller, what);
  const figures = reportCatchments(input);
  return {
    plan: ground.plan,
    version: ground.version,
    geography: ground.geography,
    exact,
    variant: question.variant,
    referenceDate,
    compareTitle: ground.compareTitle,
    limitM: input.limitM,
    walksMadeAt: input.walks?.madeAt.toISOString() ?? null,
    bornShare: input.forecast.bornShare,
    threshold,
    classRule: input.settings.classRule,
    figures: { ...figures, findings: [...findings, ...figures.findings] },
  };
}

function nobody({ counted }: Ground, { horizon, ...rest }: SchoolSettings): PupilForecast {
  const first = firstYear(today(), { horizon, ...rest });
  const years = Array.from({ length: horizon }, (_, i) => first + i);
  return { years, children: new Float64Array(counted.blockCount * horizon), bornShare: [], findings: [{ code: 'NO_CHILDREN', detail: 'children are not counted by year of age over these blocks' }] };
}

/** By addresses and stand, where no block is cut. */
const placed = new WeakMap<readonly Address[], Map<Surface, Int32Array>>();

/** Addresses of a cut block lie in the fragment that holds them. */
async function addressesByPosition(workspace: Workspace, { surface, piecesOf, counted, fragmentAt }: Ground): Promise<Int32Array> {
  const all = await workspace.schools.addresses();
  const whole = counted.blockCount === surface.coverage.blockCount;
  const known = whole ? placed.get(all)?.get(surface) : undefined;
  if (known !== undefined) return known;
  const addresses = new Int32Array(counted.blockCount);
  if (whole) placed.set(all, (placed.get(all) ?? new Map<Surface, Int32Array>()).set(surface, addresses));
  for (const { block, x, y } of all) {
    const base = block === null ? undefined : surface.positions.get(block);
    if (base === undefined) continue;
    const pieces = piecesOf(base);
    addresses[pieces.length === 1 ? pieces[0]! : fragmentAt(x, y, pieces[0]!)]!++;
  }
  return addresses;
}
