// Values of an indicator by zone and date, in one cut for all dates or in the cut that was valid on each.
import { type Form, formOf } from '../../../core/statistics/indicators/forms.ts';
import { type IndicatorDefinition, statisticsOf } from '../../../core/statistics/indicators/indicator.ts';
import { indicatorSeries, leastOf, wholeOf } from '../../../core/statistics/indicators/indicator-series.ts';
import { type Measure, MISSING, rounded } from '../../../core/statistics/indicators/measure.ts';
import { isValidOn } from '../catalogue.ts';
import type { Workspace } from '../workspace.ts';
import { releasedCells, shownDates, shownOf } from './released-cells.ts';
import { wholesOf } from './released-wholes.ts';

export interface IndicatorDate {
  readonly date: string;
  readonly version: number;
  /** Numbers of the releases that the values are made of. */
  readonly releases: readonly number[];
  /** Whether any number that the values are made of has noise: what they are added up to is not what all zones have. */
  readonly noise: boolean;
  /** All zones of the cut as one: as released for them together where it is, else added up; for shares of the city and quotients the indicator itself. */
  readonly whole: Measure;
  /** What they are at least, where a zone was not counted and their released sum says so; null where `whole` says all. */
  readonly wholeAtLeast: number | null;
  /** Whether the date before was in another cut: what follows is not comparable to it zone by zone. */
  readonly break: boolean;
}

export interface IndicatorZone {
  readonly version: number;
  readonly zone: string;
  readonly name: string;
  /** By date; missing on dates of another cut. */
  readonly values: readonly Measure[];
}

export interface IndicatorValues {
  readonly dates: readonly IndicatorDate[];
  /** In the order of their cut. */
  readonly zones: readonly IndicatorZone[];
}

/** Cuts of a geography and the dates that each is asked for. */
interface CutDates {
  readonly version: number;
  readonly dates: readonly string[];
}

/**
 * `version`: one cut for all dates; null: of every date the cut that was valid then. `wanted`: dates, or null for all that are released. Forms are
 * reckoned within one cut: a change over a new border is missing, never a difference of two areas.
 */
export async function indicatorValues(workspace: Workspace, definition: IndicatorDefinition, geography: string, version: number | null, wanted: readonly string[] | null, form: Form): Promise<IndicatorValues> {
  const statistics = statisticsOf(definition);
  const list = workspace.releases.list();
  const versions = workspace.catalogue.geographies.find((row) => row.geography === geography)?.versions ?? [];
  const released = (of: number) => shownDates(shownOf(list, geography, of), statistics);
  const cuts: CutDates[] =
    version === null
      ? versions.map((row) => ({ version: row.version, dates: (wanted ?? released(row.version)).filter((date) => isValidOn(row, date)) }))
      : [{ version, dates: wanted ?? released(version) }];
  const parts = await Promise.all(cuts.filter(({ dates }) => dates.length > 0).map((cut) => valuesOfCut(workspace, definition, geography, cut, form)));
  const dates = parts.flatMap((part) => part.dates).toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.version - b.version));
  const zones = parts.flatMap((part) =>
    part.zones.map((row) => ({ ...row, values: dates.map(({ date, version: of }) => (of === row.version ? row.values[part.dates.findIndex((own) => own.date === date)]! : MISSING)) })),
  );
  return { dates: dates.map((row, i) => ({ ...row, break: i > 0 && dates[i - 1]!.version !== row.version })), zones };
}

async function valuesOfCut(workspace: Workspace, definition: IndicatorDefinition, geography: string, { version, dates: asked }: CutDates, form: Form) {
  const statistics = statisticsOf(definition);
  const cut = (await workspace.version(geography, version))!;
  const shown = shownOf(workspace.releases.list(), geography, version);
  // What a form looks back to is reckoned too, and not told.
  const all = [...new Set([...asked, ...shownDates(shown, statistics)])].toSorted();
  const { cells, releases, noise } = releasedCells(shown, cut.zoneList.map(({ zone }) => zone), statistics, all, await wholesOf(workspace, cut));
  const series = indicatorSeries(definition, cells);
  const values = formOf(series, form);
  const told = [...asked].toSorted().map((date) => all.indexOf(date));
  const decimals = decimalsOf(definition, form);
  return {
    dates: told.map((d) => ({ date: all[d]!, version, releases: releases[d]!, noise: noise[d]!, whole: rounded(wholeOf(series, d), definition.precision), wholeAtLeast: roundedDown(leastOf(series, d), definition.precision) })),
    zones: cut.zoneList.map(({ zone, name }, z) => ({ version, zone, name, values: told.map((d) => rounded(values[d]![z]!, decimals)) })),
  };
}

/** A least that is rounded up would be none. */
function roundedDown(value: number | null, decimals: number): number | null {
  return value === null ? null : Math.floor(value * 10 ** decimals + 1e-9) / 10 ** decimals;
}

/** Decimals of a form: its own where it is no longer in the indicator's unit. */
export function decimalsOf({ precision, denominator }: IndicatorDefinition, { form }: Form): number {
  if (form === 'index' || form === 'cityShare') return 1;
  if (form === 'locationQuotient') return 2;
  return form === 'movingMean' && denominator === undefined ? Math.max(precision, 1) : precision;
}
