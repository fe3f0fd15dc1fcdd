// Figures of catchments as JSON: every number of children says whether it is a true one.
import type { SchoolYear, Walk } from '../../core/schools/effects.ts';
import type { CatchmentFigures, CatchmentRow, MoveRow } from '../workspace/schools/catchment-report.ts';
import type { CatchmentAnswer } from './catchment-question.ts';

type Cell = { readonly state: 'value' | 'approximate'; readonly value: number } | { readonly state: 'missing' };

/** A forecast is a mean: one decimal; ratios three, metres none. */
const rounded = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

export function catchmentsJson({ plan, version, geography, exact, variant, referenceDate, compareTitle, limitM, walksMadeAt, bornShare, figures }: CatchmentAnswer) {
  const cell = (value: number | null, decimals = 1): Cell => (value === null || referenceDate === null ? { state: 'missing' } : { state: exact ? 'value' : 'approximate', value: rounded(value, decimals) });
  const { moves, children, years } = figures;
  const siblings = moves.reduce<number | null>((sum, move) => (sum === null || move.siblings === null ? null : sum + move.siblings), 0);
  const moved = years.map((_, y) => moves.reduce((sum, move) => sum + move.children[y]!, 0));
  const all = children[0] ?? 0;
  return {
    plan,
    version,
    geography,
    exact,
    variant,
    referenceDate,
    years: [...years],
    bornShare: bornShare.map((share) => rounded(share, 3)),
    compareTitle,
    limitM,
    walksMadeAt,
    catchments: figures.catchments.map((row) => rowJson(row, cell)),
    moves: moves.map((move) => moveJson(move, cell)),
    total: {
      children: moved.map((count) => cell(count)),
      siblings: cell(siblings),
      share: all > 0 && referenceDate !== null ? rounded(moved[0]! / all, 4) : null,
      crossing: figures.crossing.map(({ kind, now, before }) => ({ kind, now: rounded(now, 1), before: rounded(before, 1) })),
    },
    mix: mixJson(figures),
    findings: figures.findings,
  };
}

type ToCell = (value: number | null, decimals?: number) => Cell;

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

function moveJson({ from, to, blocks, addresses, children, siblings, changeM }: MoveRow, cell: ToCell) {
  return { from, to, blocks, addresses, years: Array.from(children, (count) => cell(count)), siblings: cell(siblings), changeM: changeM === null ? null : Math.round(changeM) };
}

function mixJson({ mix }: CatchmentFigures) {
  const both = ({ before, after }: { readonly before: number | null; readonly after: number | null }) => ({ before: before === null ? null : rounded(before, 4), after: after === null ? null : rounded(after, 4) });
  return mix.map(({ statistic, name, approximate, dissimilarity, isolation }) => ({ statistic, name, approximate, dissimilarity: both(dissimilarity), isolation: both(isolation) }));
}
