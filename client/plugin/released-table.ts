// Released cells of one geography version as a table by zone, statistic and date, and what may be computed from them.
import type { MultiPolygon, Polygon } from 'geojson';
import type { Cell, Geography, GeographyVersion, Release, ReleasedZoneProperties, Statistic, ZoneCollection } from '../api-model.ts';
import { MISSING, WITHHELD } from '../../core/disclosure/cell.ts';

/** One cut of a geography for which something is released, with what is. */
export interface Offer {
  readonly geography: Geography;
  readonly version: GeographyVersion;
  /** Approved ones, oldest decision first: a later one of the same cell wins. */
  readonly releases: readonly Release[];
  readonly statistics: readonly Statistic[];
}

export interface ReleasedZone {
  readonly zone: string;
  readonly name: string;
  /** Null for a zone without blocks: it stands in every table and nowhere on the map. */
  readonly geometry: Polygon | MultiPolygon | null;
}

export interface ReleasedTable {
  readonly zones: readonly ReleasedZone[];
  /** Cells by statistic, date and zone index. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, readonly Cell[]>>;
}

/** A count, or the share of a count in the released count of its population, in per cent. */
export interface Measure {
  readonly statistic: Statistic;
  readonly kind: 'count' | 'share';
}

/** Offers in the geographies' order, newest cut first within one. */
export function buildOffers(
  geographies: readonly Geography[],
  releases: readonly Release[],
  statistics: readonly Statistic[],
): Offer[] {
  return geographies.flatMap((geography) =>
    [...geography.versions]
      .sort((a, b) => b.validFrom.localeCompare(a.validFrom))
      .flatMap((version) => {
        const own = releases
          .filter((release) => release.state === 'published' && release.geography === geography.geography && release.version === version.version)
          .sort((a, b) => (a.decidedAt ?? '').localeCompare(b.decidedAt ?? ''));
        if (own.length === 0) return [];
        // In the newest release's order: who released them put first what matters.
        const released = [...new Set(own.toReversed().flatMap((release) => release.statistics))];
        const known = new Map(statistics.map((statistic) => [statistic.statistic, statistic]));
        return [{ geography, version, releases: own, statistics: released.flatMap((id) => known.get(id) ?? []) }];
      }),
  );
}

/** One table from the zones of several releases of the same cut. A cell that no release carries is missing. */
export function mergeReleases(collections: readonly ZoneCollection<ReleasedZoneProperties>[]): ReleasedTable {
  const zones: ReleasedZone[] = [];
  const indexOf = new Map<string, number>();
  const cells = new Map<string, Map<string, Cell[]>>();
  for (const { features } of collections) {
    for (const { properties, geometry } of features) {
      let index = indexOf.get(properties.zone);
      if (index === undefined) {
        index = zones.length;
        indexOf.set(properties.zone, index);
        zones.push({ zone: properties.zone, name: properties.name, geometry });
      }
      for (const [statistic, byDate] of Object.entries(properties.cells)) {
        const dates = getOrCreate(cells, statistic, () => new Map<string, Cell[]>());
        for (const [date, cell] of Object.entries(byDate)) getOrCreate(dates, date, () => [])[index] = cell;
      }
    }
  }
  for (const dates of cells.values()) {
    for (const column of dates.values()) for (let i = 0; i < zones.length; i++) column[i] ??= MISSING;
  }
  return { zones, cells };
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}

/** Whether the share can be shown: its population is released too, for one date at least. */
export function hasShare(table: ReleasedTable, statistic: Statistic): boolean {
  return datesOf(table, { statistic, kind: 'share' }).length > 0;
}

/** Released dates of a measure, ascending. */
export function datesOf(table: ReleasedTable, { statistic, kind }: Measure): string[] {
  const dates = [...(table.cells.get(statistic.statistic)?.keys() ?? [])].sort();
  if (kind === 'count') return dates;
  const population = statistic.population === null ? undefined : table.cells.get(statistic.population);
  return population === undefined ? [] : dates.filter((date) => population.has(date));
}

/** Cells of a measure by zone index; shares in per cent. */
export function measureCells(table: ReleasedTable, { statistic, kind }: Measure, date: string): readonly Cell[] {
  const counts = table.cells.get(statistic.statistic)?.get(date) ?? table.zones.map(() => MISSING);
  if (kind === 'count') return counts;
  const population = table.cells.get(statistic.population ?? '')?.get(date);
  return counts.map((cell, zone) => shareOf(cell, population?.[zone] ?? MISSING));
}

/**
 * Share in per cent of two released cells. Missing where nobody counted the part; else withheld where either is: a share with one known
 * side would give the other back. A lower bound on either side makes no share, and none of nobody is missing, not 0.
 */
export function shareOf(part: Cell, whole: Cell): Cell {
  if (part.state === 'missing') return MISSING;
  if (part.state === 'withheld' || whole.state === 'withheld') return WITHHELD;
  if (part.state !== 'value' || whole.state !== 'value' || whole.value === 0) return MISSING;
  return { state: 'value', value: (100 * part.value) / whole.value };
}
