// What a cut of catchments does to schools and children beside another cut of the same blocks: figures of the page and of the annex.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { CatchmentEffects, reassigned, type CatchmentInput, type Reassigned, type SchoolYear, type Walk } from '../../../core/schools/effects.ts';
import { HAZARDS, type SchoolSettings } from '../../../core/schools/school-settings.ts';
import { estimateSiblings } from '../../../core/schools/siblings.ts';
import { dissimilarity, isolation } from '../../../core/statistics/segregation.ts';
import { enrolledSchools, type CohortLevels } from './enrolled-schools.ts';
import type { PupilForecast } from './pupil-forecast.ts';
import type { KnownWalks } from './school-desk.ts';
import { schoolsByZone, type School, type SchoolFinding } from './school-register.ts';

/** A cut over the positions of the report; codes by slot, null for a slot without a zone. */
export interface Cut {
  readonly zones: readonly ({ readonly zone: string; readonly name: string } | null)[];
  readonly assignment: Int32Array;
}

/** A group within a population by position; NaN where not known. */
export interface MixColumn {
  readonly statistic: string;
  readonly name: { readonly de: string; readonly en: string };
  readonly part: Float64Array;
  readonly whole: Float64Array;
  readonly approximate: boolean;
}

export interface ReportInput {
  readonly now: Cut;
  readonly before: Cut;
  /** By position: id, position of the block that it is or is a part of, addresses in it. */
  readonly ids: readonly string[];
  readonly baseOf: Int32Array;
  readonly addresses: Int32Array;
  readonly forecast: PupilForecast;
  /** Entry year from which on the new cut holds: earlier cohorts stay where they are; null: all go by it. */
  readonly from: number | null;
  readonly schools: readonly School[];
  /** By school: position that it stands on, or -1. */
  readonly schoolPositions: Int32Array;
  readonly walks: KnownWalks | null;
  readonly settings: SchoolSettings;
  readonly limitM: number;
  /** By position, NaN where not known; null without. */
  readonly families: { readonly children: Float64Array; readonly households: Float64Array } | null;
  /** Counted children with a sibling, instead of an estimate. */
  readonly siblings: Float64Array | null;
  readonly mix: readonly MixColumn[];
}

export interface CatchmentRow {
  readonly zone: string;
  readonly name: string;
  readonly schools: readonly string[];
  readonly placesPerYear: number | null;
  readonly years: readonly { readonly now: SchoolYear; readonly before: SchoolYear }[];
  readonly walk: Walk | null;
  readonly walkBefore: Walk | null;
  /** The same of counted children alone, without those of new housing; what an annex must not give away. */
  readonly counted: { readonly walk: Walk | null; readonly walkBefore: Walk | null };
}

export interface MoveRow {
  readonly from: string;
  readonly to: string;
  readonly blocks: readonly string[];
  readonly positions: readonly number[];
  readonly addresses: number;
  readonly children: Float64Array;
  /** null: not known. */
  readonly siblings: number | null;
  /** Mean metres more on foot of the first year's children; null where no way is known. */
  readonly changeM: number | null;
}

export interface CatchmentFigures {
  readonly years: readonly number[];
  /** Position of the first of them in which the new cut holds: ways, siblings and crossings are of its entering children. */
  readonly firstYear: number;
  /** Counted children by cohort, without those of new housing: what an annex must not give away. */
  readonly levels: CohortLevels;
  /** The critical ones first: highest utilisation of any year. */
  readonly catchments: readonly CatchmentRow[];
  /** Largest groups first. */
  readonly moves: readonly MoveRow[];
  /** Children of all zones by year, for shares. */
  readonly children: Float64Array;
  /** First year's children whose way crosses it. */
  readonly crossing: readonly { readonly kind: string; readonly now: number; readonly before: number }[];
  readonly mix: readonly MixRow[];
  readonly findings: readonly SchoolFinding[];
}

export interface MixRow {
  readonly statistic: string;
  readonly name: MixColumn['name'];
  readonly approximate: boolean;
  readonly dissimilarity: Both;
  readonly isolation: Both;
  /** By move: of the group, and of everybody. */
  readonly moved: readonly { readonly part: number; readonly whole: number }[];
}

interface Both {
  readonly before: number | null;
  readonly after: number | null;
}

/** Effects of both cuts over the zones of both, as the kernel takes them. */
export interface BothCuts {
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  readonly now: CatchmentEffects;
  readonly before: CatchmentEffects;
  readonly findings: readonly SchoolFinding[];
}

/** Zones by code over both cuts: those of the plan in its order, then those that only the other has. */
export function zonesOfBoth(now: Cut, before: Cut): BothCuts['zones'] {
  const zones = new Map<string, { zone: string; name: string }>();
  for (const zone of [...now.zones, ...before.zones]) if (zone !== null && !zones.has(zone.zone)) zones.set(zone.zone, { zone: zone.zone, name: zone.name });
  return [...zones.values()];
}

export function effectsOf(input: ReportInput): BothCuts {
  const { now, before, schools, forecast, walks, settings, limitM, ids, baseOf, schoolPositions } = input;
  const zones = zonesOfBoth(now, before);
  const slot = new Map(zones.map(({ zone }, i) => [zone, i]));
  const renumber = ({ zones: list, assignment }: Cut) => assignment.map((of) => slot.get(list[of]?.zone ?? '') ?? UNASSIGNED);
  const [assignedNow, assignedBefore] = [renumber(now), renumber(before)];
  const there = new Set(now.zones.flatMap((zone) => zone?.zone ?? []));
  const codes = zones.map(({ zone }) => (there.has(zone) ? zone : null));
  const zoneAt = (assignment: Int32Array) => (_x: number, _y: number, school: number) => assignment[schoolPositions[school]!] ?? UNASSIGNED;
  const placed = schoolsByZone(schools, codes, zoneAt(assignedNow));
  const codesBefore = new Set(before.zones.flatMap((zone) => zone?.zone ?? []));
  const placedBefore = schoolsByZone(schools, zones.map(({ zone }) => (codesBefore.has(zone) ? zone : null)), zoneAt(assignedBefore));
  const { years } = forecast;
  const places = new Float64Array(schools.length * years.length);
  schools.forEach(({ placesPerYear, opens, closes }, i) => {
    years.forEach((year, y) => {
      // Entries are in the summer of the year.
      const open = (opens ?? '') <= `${year}-09-01` && (closes === null || closes > `${year}-09-01`);
      places[i * years.length + y] = open ? (placesPerYear ?? Number.NaN) : 0;
    });
  });
  const metres = metresOf(walks, schools, ids.length, baseOf);
  const common = { blockCount: ids.length, zoneCount: zones.length, years, children: forecast.children, places, metres, limitM, classRule: settings.classRule };
  const inputNow: CatchmentInput = { ...common, schools: placed.byZone };
  const inputBefore: CatchmentInput = { ...common, schools: placedBefore.byZone };
  return { zones, now: new CatchmentEffects(inputNow, assignedNow), before: new CatchmentEffects(inputBefore, assignedBefore), findings: placed.findings };
}

/** Of whole blocks, the newest by walks: a city's are 4 MB, and every move would copy them. */
const flat = new WeakMap<KnownWalks, { readonly key: string; readonly metres: Float32Array }>();

/** School × position. */
function metresOf(walks: KnownWalks | null, schools: readonly School[], count: number, baseOf: Int32Array): Float32Array {
  const key = JSON.stringify([count, ...schools.map(({ school }) => school)]);
  const known = walks === null ? undefined : flat.get(walks);
  if (known?.key === key) return known.metres;
  const metres = new Float32Array(schools.length * count).fill(Infinity);
  let whole = walks !== null;
  schools.forEach(({ school }, i) => {
    const row = walks?.metres.get(school);
    if (row === undefined) return;
    if (row.length === count) metres.set(row, i * count);
    else {
      whole = false;
      for (let position = 0; position < count; position++) metres[i * count + position] = row[baseOf[position]!]!;
    }
  });
  if (whole) flat.set(walks!, { key, metres });
  return metres;
}

export function reportCatchments(input: ReportInput): CatchmentFigures {
  const both = effectsOf(input);
  const { zones, now, before } = both;
  const { forecast, walks, ids } = input;
  const { years } = forecast;
  const first = Math.max(0, years.indexOf(input.from ?? Number.NaN));
  const walksNow = walks === null ? null : now.walks(first);
  const walksBefore = walks === null ? null : before.walks(first);
  const [countedNow, countedBefore] = walks === null || !forecast.housing.some((count) => count > 0) ? [null, null] : [now, before].map((effects) => withoutHousing(effects, forecast).walks(first)) as [Walk[], Walk[]];
  const flows = reassigned(now.assignment.length === before.assignment.length ? before.assignment : new Int32Array(now.assignment.length).fill(UNASSIGNED), now, first);
  const enrolled = enrolledSchools(now, before, forecast, flows, { from: input.from, progression: input.settings.progression });
  const rows = zones.map(({ zone, name }, slot): CatchmentRow => {
    const [yearsNow, yearsBefore] = [enrolled.now[slot]!, enrolled.before[slot]!];
    const own = now.input.schools[slot]!.map((school) => input.schools[school]!);
    return {
      zone,
      name,
      schools: own.map(({ school }) => school),
      placesPerYear: own.length === 0 ? null : sumOrNull(own.map(({ placesPerYear }) => placesPerYear)),
      years: years.map((_, y) => ({ now: yearsNow[y]!, before: yearsBefore[y]! })),
      walk: walksNow?.[slot] ?? null,
      walkBefore: walksBefore?.[slot] ?? null,
      counted: { walk: (countedNow ?? walksNow)?.[slot] ?? null, walkBefore: (countedBefore ?? walksBefore)?.[slot] ?? null },
    };
  });
  const entering = Float64Array.from(ids, (_, position) => forecast.children[position * years.length + first] ?? 0);
  const siblings = input.siblings ?? (input.families === null || input.settings.siblings.method !== 'households' ? null : estimateSiblings({ entering, ...input.families }, input.settings.siblings.chance));
  const code = (slot: number) => (slot === UNASSIGNED ? '' : zones[slot]!.zone);
  const moves = flows.map((flow, i): MoveRow => moveRow({ ...flow, children: enrolled.moves[i]! }, code, input, entering, siblings));
  const totals = Float64Array.from(years, (_, y) => enrolled.now.reduce((sum, row) => sum + row[y]!.pupils, 0));
  return {
    years,
    firstYear: first,
    levels: { ...enrolled.levels, zones: zones.map(({ zone }) => zone) },
    catchments: rows.map((row) => ({ row, most: urgency(row) })).toSorted((a, b) => (a.most === b.most ? (a.row.zone < b.row.zone ? -1 : 1) : b.most - a.most)).map(({ row }) => row),
    moves,
    children: totals,
    crossing: walks === null ? [] : HAZARDS.map((kind, k) => ({ kind, now: crossing(now, walks, k, input, entering), before: crossing(before, walks, k, input, entering) })),
    mix: input.mix.map((column) => ({ statistic: column.statistic, name: column.name, approximate: column.approximate, ...segregation(column, before, now), moved: moves.map(({ positions }) => ({ part: sumAt(column.part, positions), whole: sumAt(column.whole, positions) })) })),
    findings: [...both.findings, ...forecast.findings, ...moreFindings(input, both, siblings)],
  };
}

const withoutHousing = ({ input, assignment }: CatchmentEffects, { children, housing }: PupilForecast): CatchmentEffects =>
  new CatchmentEffects({ ...input, children: children.map((count, i) => count - housing[i]!) }, assignment);

function moveRow({ from, to, blocks, children, changeM, unknown }: Reassigned, code: (slot: number) => string, { ids, addresses }: ReportInput, entering: Float64Array, siblings: Float64Array | null): MoveRow {
  let [sum, first, houses] = [0, 0, 0];
  for (const block of blocks) {
    sum += siblings?.[block] ?? Number.NaN;
    first += entering[block]!;
    houses += addresses[block]!;
  }
  const walking = first - unknown;
  return {
    from: code(from),
    to: code(to),
    blocks: blocks.map((block) => ids[block]!),
    positions: blocks,
    addresses: houses,
    children,
    siblings: Number.isNaN(sum) ? null : sum,
    changeM: walking > 0 ? changeM / walking : null,
  };
}

/** Highest utilisation of any year; children without places come before all. */
function urgency({ years }: CatchmentRow): number {
  return years.reduce((most, { now }) => Math.max(most, now.utilisation ?? (now.pupils > 0 && now.places === 0 ? Infinity : -1)), -1);
}

function crossing(effects: CatchmentEffects, walks: KnownWalks, kind: number, { schools, ids, baseOf }: ReportInput, entering: Float64Array): number {
  const { assignment, input } = effects;
  let sum = 0;
  for (let position = 0; position < ids.length; position++) {
    const zone = assignment[position]!;
    if (zone === UNASSIGNED || entering[position] === 0) continue;
    let [nearest, least] = [-1, Infinity];
    for (const school of input.schools[zone]!) {
      const metres = input.metres[school * ids.length + position]!;
      if (metres < least) [nearest, least] = [school, metres];
    }
    if (nearest < 0) continue;
    const counts = walks.crossings.get(schools[nearest]!.school);
    if (counts !== undefined && counts[(kind * counts.length) / HAZARDS.length + baseOf[position]!]! > 0) sum += entering[position]!;
  }
  return sum;
}

function segregation({ part, whole }: MixColumn, before: CatchmentEffects, now: CatchmentEffects): { dissimilarity: Both; isolation: Both } {
  const counts = ({ assignment, input: { zoneCount } }: CatchmentEffects) => {
    const group = new Float64Array(zoneCount);
    const total = new Float64Array(zoneCount);
    for (let position = 0; position < assignment.length; position++) {
      const zone = assignment[position]!;
      if (zone === UNASSIGNED || Number.isNaN(part[position]!) || Number.isNaN(whole[position]!)) continue;
      // Rounded counts may have more of a part than of the whole.
      group[zone]! += Math.min(part[position]!, whole[position]!);
      total[zone]! += whole[position]!;
    }
    return { group, total };
  };
  const [a, b] = [counts(before), counts(now)];
  return { dissimilarity: { before: dissimilarity(a), after: dissimilarity(b) }, isolation: { before: isolation(a), after: isolation(b) } };
}

/** Told by name each. */
const NAMED = 20;

function moreFindings({ walks, schools, settings, ids, forecast }: ReportInput, { now }: BothCuts, siblings: Float64Array | null): SchoolFinding[] {
  const found: SchoolFinding[] = [];
  if (walks === null) found.push({ code: 'DISTANCES_MISSING', detail: 'walks to schools are not reckoned yet, or network, schools or addresses changed since' });
  else {
    found.push(...(walks.report.findings ?? []));
    for (const { school } of schools) if (!walks.metres.has(school)) found.push({ code: 'DISTANCES_OF_OTHER_SCHOOLS', school, detail: 'opened after walks were reckoned; its walks are not known' });
  }
  if (settings.classRule === null) found.push({ code: 'NO_CLASS_RULE', detail: `no rule for entry classes is there for the Land "${settings.land}"` });
  if (siblings === null) found.push({ code: 'SIBLINGS_MISSING', detail: 'neither a count of siblings nor of households and their children is there' });
  const without = ids.flatMap((block, position) => (now.assignment[position] === UNASSIGNED && (forecast.years.length === 0 || forecast.children[position * forecast.years.length]! > 0) ? [block] : []));
  for (const block of without.slice(0, NAMED)) found.push({ code: 'UNASSIGNED_BLOCKS', block, detail: 'lies in no catchment; its children have no school' });
  if (without.length > NAMED) found.push({ code: 'UNASSIGNED_BLOCKS', detail: `${without.length - NAMED} more blocks lie in no catchment` });
  return found;
}

/** Of what is known. */
function sumAt(values: Float64Array, positions: readonly number[]): number {
  return positions.reduce((sum, position) => sum + (values[position]! || 0), 0);
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
