// A typology of zones from released indicators, with every step that leads to it, so that anybody can reckon it again.
import { type IndicatorDefinition, statisticsOf } from '../../../core/statistics/indicators/indicator.ts';
import { type IndicatorSeries, indicatorSeries, rateOfZones, valuesOf } from '../../../core/statistics/indicators/indicator-series.ts';
import type { Measure } from '../../../core/statistics/indicators/measure.ts';
import { seededRandom } from '../../../core/statistics/seeded-random.ts';
import { statusAndDynamics } from '../../../core/statistics/status-and-dynamics.ts';
import { type ClassMethod, classesOf, cutsOf, type IndicatorTable, momentsOf, sensitivityOf, typologyOf } from '../../../core/statistics/typology.ts';
import { kMeansClasses, wardClasses } from '../../../core/statistics/typology-groups.ts';
import type { Neighbours } from '../../../core/statistics/ward.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';
import { releasedCells, shownOf } from './released-cells.ts';

export interface TypologyWish {
  readonly definitions: readonly IndicatorDefinition[];
  /** By indicator, as they count: more is more of what the index tells, or less. */
  readonly directions: readonly (1 | -1)[];
  readonly weights: readonly number[];
  readonly cut: ResidentVersion;
  readonly date: string;
  readonly method: 'quantile' | 'deviation' | 'kmeans' | 'ward';
  readonly classes: number;
  /** A date that status and dynamics are told against; null: none. */
  readonly since: string | null;
  /** A cut that bundles zones of `cut`, over the same blocks; null: none. */
  readonly bundles: ResidentVersion | null;
}

/** By default the groups of k-means begin alike on every machine. */
const SEED = 1;

/** Zones with an indicator that is withheld or missing are `leftOut`, in the order of the cut, and count nowhere. */
export function typologyFromReleases(workspace: Workspace, wish: TypologyWish) {
  const { definitions, directions, weights, cut, date, method, classes } = wish;
  const dates = wish.since === null ? [date] : [wish.since, date].toSorted();
  const { zoneList } = cut;
  const shown = shownOf(workspace.releases.list(), cut.geography, cut.version);
  const statistics = [...new Set(definitions.flatMap(statisticsOf))];
  const { cells, releases } = releasedCells(shown, zoneList.map(({ zone }) => zone), statistics, dates);
  const series = definitions.map((definition) => indicatorSeries(definition, cells));
  const now = dates.indexOf(date);
  const values = series.map((one) => valuesOf(one)[now]!);
  const told = zoneList.map((_, zone) => values.every((of) => of[zone]!.state === 'value'));
  const tableOf = (at: number): IndicatorTable => {
    const rates = series.map((one) => valuesOf(one)[at]!);
    const complete = zoneList.map((_, zone) => told[zone]! && rates.every((of) => of[zone]!.state === 'value'));
    const flat = zoneList.flatMap((_, zone) => rates.map((of) => (complete[zone] ? numberOf(of[zone]!) : NaN)));
    return { zoneCount: zoneList.length, indicatorCount: definitions.length, values: Float64Array.from(flat) };
  };
  const table = tableOf(now);
  const options = { directions, weights };
  const made = typologyOf(table, options);
  const byIndex: ClassMethod | null = method === 'quantile' || method === 'deviation' ? { method, classes } : null;
  const classOf =
    byIndex !== null ? classesOf(made.index, byIndex) : method === 'kmeans' ? kMeansClasses(made, weights, classes, seededRandom(SEED)) : wardClasses(made, weights, classes, zoneNeighbours(cut));
  const moments = definitions.map((_, i) => momentsOf(table, i));
  const width = definitions.length;
  const breaks = byIndex === null ? null : [...cutsOf(made.index, byIndex)].toSorted((a, b) => b - a);
  return {
    releases: releases[now]!,
    zonesTold: told.filter(Boolean).length,
    moments,
    breaks,
    zones: zoneList.flatMap(({ zone, name }, z) =>
      told[z]
        ? [{ zone, name, values: row(table.values, z, width), standardised: row(made.standardised, z, width), index: made.index[z]!, rank: made.rank[z]!, class: classOf[z]! }]
        : [],
    ),
    leftOut: zoneList.flatMap(({ zone, name }, z) => (told[z] ? [] : [{ zone, name, states: values.map((of) => of[z]!.state) }])),
    sensitivity:
      byIndex === null
        ? null
        : sensitivityOf(table, options, byIndex).map(({ indicator, changes }) => ({ indicator, changes: changes.map(({ zone, from, to }) => ({ zone: zoneList[zone]!.zone, name: zoneList[zone]!.name, from, to })) })),
    dynamics: wish.since === null ? null : dynamicsOf(zoneList, table, tableOf(dates.indexOf(wish.since)), options),
    bundles: wish.bundles === null ? null : bundlesOf(wish, wish.bundles, series, now, moments, breaks),
  };
}

const numberOf = (measure: Measure): number => (measure.state === 'value' ? measure.value : NaN);
const row = (of: Float64Array, zone: number, width: number): number[] => [...of.subarray(zone * width, (zone + 1) * width)];

/** After Berlin's monitoring, where more is better; zones that lack an indicator at either date are left out. */
function dynamicsOf(zoneList: ResidentVersion['zoneList'], now: IndicatorTable, before: IndicatorTable, { directions, weights }: { directions: readonly (1 | -1)[]; weights: readonly number[] }) {
  const found = statusAndDynamics(now, before, { directions: directions.map((direction) => (direction === 1 ? -1 : 1)), weights });
  return zoneList.flatMap(({ zone, name }, z) =>
    Number.isNaN(found.status[z]!) || Number.isNaN(found.dynamics[z]!) ? [] : [{ zone, name, status: found.status[z]!, statusClass: found.statusClass[z]!, dynamics: found.dynamics[z]!, dynamicsClass: found.dynamicsClass[z]! }],
  );
}

/**
 * Bundles of zones on the scale of the zones: the sums of their members' numerators and of their denominators, divided, then the zones' mean and deviation, weights and
 * breaks. Never a mean of rates. A bundle of which a member is withheld, missing or lies in two bundles is left out.
 */
function bundlesOf({ definitions, directions, weights, cut }: TypologyWish, bundles: ResidentVersion, series: readonly IndicatorSeries[], now: number, moments: readonly { mean: number; deviation: number }[], breaks: readonly number[] | null) {
  const members = bundles.zoneList.map(() => new Set<number>());
  const homes = cut.zoneList.map(() => new Set<number>());
  cut.assignment.forEach((zone, block) => {
    const bundle = bundles.assignment[block]!;
    if (zone < 0) return;
    homes[zone]!.add(bundle);
    if (bundle >= 0) members[bundle]!.add(zone);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const zones: { zone: string; name: string; members: string[]; values: number[]; standardised: number[]; index: number; class: number }[] = [];
  const leftOut: { zone: string; name: string; members: string[] }[] = [];
  bundles.zoneList.forEach(({ zone, name }, b) => {
    const own = [...members[b]!].toSorted((x, y) => x - y);
    const codes = own.map((z) => cut.zoneList[z]!.zone);
    const values = series.map((one) => rateOfZones(one, now, own));
    const nested = own.length > 0 && own.every((z) => homes[z]!.size === 1);
    if (!nested || values.some(({ state }) => state !== 'value')) {
      leftOut.push({ zone, name, members: codes });
      return;
    }
    const standardised = definitions.map((_, i) => (moments[i]!.deviation === 0 ? 0 : (directions[i]! * (numberOf(values[i]!) - moments[i]!.mean)) / moments[i]!.deviation));
    const index = standardised.reduce((sum, value, i) => sum + weights[i]! * value, 0) / all;
    zones.push({ zone, name, members: codes, values: values.map(numberOf), standardised, index, class: breaks === null ? 0 : 1 + breaks.filter((cutAt) => index < cutAt).length });
  });
  return { zones, leftOut };
}

/** Zones that share an edge. */
function zoneNeighbours({ zoneList, assignment, surface: { neighbours } }: ResidentVersion): Neighbours {
  const beside = zoneList.map(() => new Set<number>());
  for (let block = 0; block < neighbours.blockCount; block++) {
    const own = assignment[block]!;
    if (own < 0) continue;
    for (let at = neighbours.rookStart[block]!; at < neighbours.rookStart[block + 1]!; at++) {
      const other = assignment[neighbours.rook[at]!]!;
      if (other >= 0 && other !== own) beside[own]!.add(other);
    }
  }
  const start = new Uint32Array(zoneList.length + 1);
  beside.forEach((of, zone) => (start[zone + 1] = start[zone]! + of.size));
  return { start, next: Uint32Array.from(beside.flatMap((of) => [...of].toSorted((a, b) => a - b))) };
}
