// What published releases show of some statistics in one cut: the only numbers that indicators are made of.
import { type Cell, MISSING } from '../../../core/disclosure/cell.ts';
import { OPEN, primaryReason } from '../../../core/disclosure/rules/primary-rules.ts';
import type { IndicatorCells } from '../../../core/statistics/indicators/indicator-series.ts';
import { cellAt, cellsAt, type ReleaseCells } from '../releases/release-cells.ts';
import type { ResidentRelease } from '../releases/release-register.ts';

export interface ReleasedCells {
  readonly cells: IndicatorCells;
  /** By date: numbers of the releases that the cells are of, ascending. */
  readonly releases: readonly (readonly number[])[];
  /** By date: whether any of the cells has noise. */
  readonly noise: readonly boolean[];
}

export interface Shown {
  readonly release: ResidentRelease;
  readonly cells: ReleaseCells;
}

/** Published, not withdrawn, of this cut, the newest first: where two show a cell, the later decision counts. */
export function shownOf(releases: readonly ResidentRelease[], geography: string, version: number): Shown[] {
  return releases
    .filter((row) => row.state === 'published' && row.geography === geography && row.version === version && row.cells !== null)
    .toSorted((a, b) => b.number - a.number)
    .map((release) => ({ release, cells: release.cells! }));
}

/** Dates of which any of the statistics is shown, ascending. */
export function shownDates(shown: readonly Shown[], statistics: readonly string[]): string[] {
  const dates = shown.filter(({ cells }) => statistics.some((one) => cells.statistics.includes(one))).flatMap(({ cells }) => cells.referenceDates);
  return [...new Set(dates)].toSorted();
}

/** `wholes`: what is shown of all zones as one (released-wholes.ts), each of one zone. */
export function releasedCells(shown: readonly Shown[], zones: readonly string[], statistics: readonly string[], dates: readonly string[], wholes: readonly Shown[] = []): ReleasedCells {
  const wholeOf = new Map<string, Cell>();
  const of = new Map<string, { readonly cells: ReleaseCells; readonly first: number; readonly slots: readonly number[] }>();
  const used = dates.map(() => new Set<ResidentRelease>());
  // Once a release: looked up by date and statistic, 400 zones of 11 dates took longer than all arithmetic.
  const slots = new Map<ReleaseCells, readonly number[]>();
  const slotsOf = (cells: ReleaseCells) => {
    const known = slots.get(cells);
    if (known !== undefined) return known;
    const at = new Map(cells.zones.map((zone, slot) => [zone, slot]));
    const made = zones.map((zone) => at.get(zone) ?? -1);
    slots.set(cells, made);
    return made;
  };
  for (const statistic of statistics) {
    dates.forEach((date, d) => {
      const whole = wholes.find(({ cells }) => isShownAt(cells, cellsAt(cells, statistic, date)));
      if (whole !== undefined) {
        used[d]!.add(whole.release);
        wholeOf.set(`${d} ${statistic}`, cellAt(whole.cells, cellsAt(whole.cells, statistic, date)));
      }
      const found = shown.find(({ cells }) => cellsAt(cells, statistic, date) >= 0);
      if (found === undefined) return;
      used[d]!.add(found.release);
      of.set(`${d} ${statistic}`, { cells: found.cells, first: cellsAt(found.cells, statistic, date), slots: slotsOf(found.cells) });
    });
  }
  return {
    cells: {
      zoneCount: zones.length,
      dates,
      cell: (statistic, date, zone): Cell => {
        const held = of.get(`${date} ${statistic}`);
        return held === undefined || held.slots[zone]! < 0 ? MISSING : cellAt(held.cells, held.first + held.slots[zone]!);
      },
      whole: (statistic, date): Cell => wholeOf.get(`${date} ${statistic}`) ?? MISSING,
      leastDenominator: (date) => Math.max(0, ...[...used[date]!].map(({ method, ruleSet }) => (method === 'cell-key' ? (ruleSet.minimumDenominator ?? 0) : 0))),
      mayShow: (count, date) => [...used[date]!].every(({ ruleSet }) => primaryReason(ruleSet, count) === OPEN),
    },
    noise: used.map((rows) => [...rows].some(({ method }) => method === 'cell-key')),
    releases: used.map((rows) => [...rows].map(({ number }) => number).toSorted((a, b) => a - b)),
  };
}

const isShownAt = (cells: ReleaseCells, at: number): boolean => at >= 0 && 'value' in cellAt(cells, at);
