// Figures of catchments as JSON: every number of children says whether it is a true one, and an annex tells what a linked table may.
import type { SchoolYear, Walk } from '../../../core/schools/effects.ts';
import { classStep, type ClassRule } from '../../../core/schools/entry-classes.ts';
import { annexOrder, annexTable, mayTell, type AnnexTable } from './annex-table.ts';
import type { CatchmentFigures, CatchmentRow, MixRow, MoveRow } from './catchment-report.ts';
import type { CatchmentAnswer } from './catchment-basis.ts';

export type PupilCellJson = { readonly state: 'value' | 'approximate'; readonly value: number } | { readonly state: 'missing' } | { readonly state: 'withheld' };
type ToCell = (value: number | null, decimals?: number) => PupilCellJson;

const WITHHELD: PupilCellJson = { state: 'withheld' };

/** A forecast is a mean: one decimal; ratios three, metres none. An annex tells whole children, and ratios of these. */
const rounded = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

export type CatchmentsJson = ReturnType<typeof catchmentsJson>;

export function catchmentsJson(answer: CatchmentAnswer, numbers: 'all' | 'annex') {
  const { plan, version, geography, exact, variant, referenceDate, compareTitle, limitM, walksMadeAt, bornShare, figures, threshold, classRule } = answer;
  const cell: ToCell = (value, decimals = numbers === 'annex' ? 0 : 1) => (value === null || referenceDate === null ? { state: 'missing' } : { state: exact ? 'value' : 'approximate', value: rounded(value, decimals) });
  const head = { plan, version, geography, exact, numbers, variant, grades: answer.grades, from: answer.from, firstYear: figures.years[figures.firstYear] ?? null, referenceDate, years: [...figures.years], bornShare: bornShare.map((share) => rounded(share, 3)), compareTitle, limitM, walksMadeAt };
  if (numbers === 'annex') return { ...head, withheldBelow: threshold, ...annexJson(figures, annexTable(figures, threshold), classRule, cell) };
  const { moves, children, years, firstYear } = figures;
  const siblings = moves.reduce<number | null>((sum, move) => (sum === null || move.siblings === null ? null : sum + move.siblings), 0);
  const moved = years.map((_, y) => moves.reduce((sum, move) => sum + move.children[y]!, 0));
  const all = children[firstYear] ?? 0;
  return {
    ...head,
    withheldBelow: null,
    catchments: figures.catchments.map((row) => rowJson(row, cell)),
    moves: moves.map((move) => ({ ...moveHead(move), years: Array.from(move.children, (count) => cell(count)), siblings: cell(move.siblings), changeM: move.changeM === null ? null : Math.round(move.changeM) })),
    total: {
      children: moved.map((count) => cell(count)),
      siblings: cell(siblings),
      share: all > 0 && referenceDate !== null ? rounded(moved[firstYear]! / all, 4) : null,
      crossing: figures.crossing.map(({ kind, now, before }) => ({ kind, now: rounded(now, 1), before: rounded(before, 1) })),
    },
    mix: figures.mix.map((row) => mixJson(row, 4)),
    findings: [...figures.findings],
  };
}

/**
 * The figures of an annex. Utilisation and classes are reckoned from the whole children that are told; walks are told of the plan's cut
 * alone where children move, since the difference of two means is a sum over those who move; the mix is told where no move holds few of the group.
 */
function annexJson(figures: CatchmentFigures, table: AnnexTable, rule: ClassRule | null, cell: ToCell) {
  const { threshold } = table;
  const { firstYear, levels } = figures;
  const entering = levels.cohorts.indexOf(figures.years[firstYear] ?? Number.NaN);
  const order = annexOrder(figures, table);
  const moves = order.moves.map((move) => {
    const withheld = table.isMoveWithheld(move);
    const kept = !withheld && (move.siblings === null || mayTell(move.siblings, levels.moves[figures.moves.indexOf(move)]![entering] ?? 0, threshold));
    return { ...moveHead(move), years: Array.from(move.children, (count) => (withheld ? WITHHELD : cell(count))), siblings: kept ? cell(move.siblings) : WITHHELD, changeM: null };
  });
  const moved = figures.years.map((_, y) => figures.moves.reduce((sum, move) => sum + Math.round(move.children[y]!), 0));
  const all = figures.children[firstYear] ?? 0;
  const siblings = figures.moves.reduce<number | null>((sum, move) => (sum === null || move.siblings === null ? null : sum + move.siblings), 0);
  return {
    catchments: order.catchments.map((row) => annexRow(row, table, { rule, several: levels.cohorts.length > figures.years.length, countedBefore: levels.before[levels.zones.indexOf(row.zone)]?.[entering] ?? 0, countedNow: countedNow(figures, row.zone, entering) }, cell)),
    moves,
    total: {
      children: moved.map((count) => (table.total ? WITHHELD : cell(count))),
      siblings: moves.some((move) => move.siblings.state === 'withheld') ? WITHHELD : cell(siblings),
      share: table.total || all <= 0 ? null : rounded(moved[firstYear]! / all, 2),
      crossing: [],
    },
    mix: figures.mix.map((row) => (table.total || row.moved.some(({ part, whole }) => !mayTell(part, whole, threshold)) ? { ...mixJson(row, 2), ...NO_MIX } : mixJson(row, 2))),
    // Which blocks have children is not told.
    findings: figures.findings.filter(({ code }) => code !== 'UNASSIGNED_BLOCKS'),
  };
}

const NO_MIX = { dissimilarity: { before: null, after: null }, isolation: { before: null, after: null } };

/** Counted children of a cohort in a zone under the new cut. */
function countedNow({ levels, moves }: CatchmentFigures, zone: string, cohort: number): number {
  return moves.reduce((sum, { from, to }, i) => sum + ((to === zone ? 1 : 0) - (from === zone ? 1 : 0)) * (levels.moves[i]![cohort] ?? 0), levels.before[levels.zones.indexOf(zone)]?.[cohort] ?? 0);
}

interface AnnexRowOptions {
  readonly rule: ClassRule | null;
  /** Several grades are told together: their classes are those that were formed year by year. */
  readonly several: boolean;
  /** Counted children of the first year under either cut. */
  readonly countedNow: number;
  readonly countedBefore: number;
}

function annexRow(row: CatchmentRow, { after, before, touched, threshold }: AnnexTable, { rule, several, countedNow: ofNow, countedBefore }: AnnexRowOptions, cell: ToCell) {
  const { zone, name, schools, placesPerYear, years, walk, walkBefore, counted } = row;
  const [hidden, hiddenBefore] = [after.has(zone), before.has(zone)];
  const told = (year: SchoolYear, withheld: boolean) => {
    const pupils = Math.round(year.pupils);
    const ratio = year.utilisation === null ? null : pupils / year.places!;
    return { pupils: withheld ? WITHHELD : cell(pupils), utilisation: withheld ? WITHHELD : cell(ratio, 3), ratio, step: withheld || rule === null ? null : several ? year.step : classStep(rule, pupils) };
  };
  return {
    zone,
    name,
    schools,
    placesPerYear,
    years: years.map(({ now, before: earlier }) => {
      const [a, b] = [told(now, hidden), told(earlier, hiddenBefore)];
      const band = hidden || a.ratio === null ? null : a.ratio < 0.9 ? ('under' as const) : a.ratio > 1.1 ? ('over' as const) : ('within' as const);
      const classes = rule === null ? null : { now: a.step?.classes ?? null, before: b.step?.classes ?? null, toNext: a.step?.toNext ?? null, toFewer: a.step?.toPrevious ?? null };
      return { year: now.year, pupils: a.pupils, before: b.pupils, places: now.places, utilisation: a.utilisation, utilisationBefore: b.utilisation, band, classes };
    }),
    walk: hidden ? null : annexWalk(walk, counted.walk, ofNow, threshold, cell),
    walkBefore: touched.has(zone) || hiddenBefore ? null : annexWalk(walkBefore, counted.walkBefore, countedBefore, threshold, cell),
  };
}

/** Mean to 10 m; the nearest and the farthest would tell of single blocks whether children live there. */
function annexWalk(walk: Walk | null, counted: Walk | null, pupils: number, threshold: number, cell: ToCell) {
  if (walk === null || counted === null) return null;
  const told = (count: number, of: number) => (mayTell(of, pupils, threshold) ? cell(count) : WITHHELD);
  return { meanM: walk.meanM === null ? null : 10 * Math.round(walk.meanM / 10), maxM: null, minM: null, beyond: told(walk.beyond, counted.beyond), unknown: told(walk.unknown, counted.unknown) };
}

function rowJson({ zone, name, schools, placesPerYear, years, walk, walkBefore }: CatchmentRow, cell: ToCell) {
  return { zone, name, schools, placesPerYear, years: years.map(({ now, before }) => yearJson(now, before, cell)), walk: walkJson(walk, cell), walkBefore: walkJson(walkBefore, cell) };
}

function yearJson(now: SchoolYear, before: SchoolYear, cell: ToCell) {
  return {
    year: now.year,
    pupils: cell(now.pupils),
    before: cell(before.pupils),
    places: now.places,
    utilisation: cell(now.utilisation, 3),
    utilisationBefore: cell(before.utilisation, 3),
    band: now.band,
    classes: now.step === null ? null : { now: now.step.classes, before: before.step?.classes ?? null, toNext: now.step.toNext, toFewer: now.step.toPrevious },
  };
}

function walkJson(walk: Walk | null, cell: ToCell) {
  if (walk === null) return null;
  const metres = (value: number | null) => (value === null ? null : Math.round(value));
  return { meanM: metres(walk.meanM), maxM: metres(walk.maxM), minM: metres(walk.minM), beyond: cell(walk.beyond), unknown: cell(walk.unknown) };
}

function moveHead({ from, to, blocks, addresses }: MoveRow) {
  return { from, to, blocks, addresses };
}

function mixJson({ statistic, name, approximate, dissimilarity, isolation }: MixRow, decimals: number) {
  const both = ({ before, after }: MixRow['isolation']) => ({ before: before === null ? null : rounded(before, decimals), after: after === null ? null : rounded(after, decimals) });
  return { statistic, name, approximate, dissimilarity: both(dissimilarity), isolation: both(isolation) };
}
