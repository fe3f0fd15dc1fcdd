// Holds what KomMonitor may read of the demo to the truth: a shown number is the true one, and of what a release withholds there is none by any way.
import { expect } from 'vitest';
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { statisticsOf } from '../../core/statistics/indicators/indicator.ts';
import type { Town } from '../../geodata/town/town.ts';
import { publishedDesk } from '../../server/workspace/kommonitor/published-desk.ts';
import { collectionText, indicatorFeatures } from '../../server/workspace/kommonitor/zone-features.ts';
import { cellAt, cellsAt } from '../../server/workspace/releases/release-cells.ts';
import type { Workspace } from '../../server/workspace/workspace.ts';

export interface Seen {
  readonly shown: number;
  readonly withheld: number;
  readonly indicators: number;
}

/** Throws where an answer tells more than it may, or something else than the truth; gives how many cells were looked at. */
export async function holdToTruth(workspace: Workspace, town: Town): Promise<Seen> {
  const desk = publishedDesk(workspace);
  const set = await desk.set();
  const overviews = await desk.indicators();
  const releases = workspace.releases.list().filter(({ state, cells }) => state === 'published' && cells !== null);
  let [shown, withheld, classified] = [0, 0, 0];
  for (const indicator of set.indicators) {
    const { definition, geographies } = indicator;
    const overview = overviews.find(({ indicatorId }) => indicatorId === indicator.indicatorId)!;
    for (const geography of geographies) {
      const features = await indicatorFeatures(set, indicator, geography, 'strong', null);
      const rows = (JSON.parse(collectionText(features)) as { features: { properties: Record<string, string | number | null> }[] }).features.map(({ properties }) => properties);
      expect(new Set(rows.map(({ ID }) => ID)).size).toBe(rows.length);
      // Every class break is a number that some row shows.
      const told = new Set(rows.flatMap((row) => Object.entries(row).filter(([name]) => name.startsWith('DATE_')).map(([, value]) => value)));
      const item = overview.defaultClassificationMapping.items.find(({ spatialUnitId }) => spatialUnitId === geography.of.spatialUnitId);
      if (item !== undefined) expect([item.breaks.length, item.breaks.filter((cut) => !told.has(cut)), item.breaks.toSorted((a, b) => a - b)]).toEqual([6, [], item.breaks]);
      classified += item === undefined ? 0 : 1;
      for (const [version, dates] of geography.dates) {
        const cut = town.geographies.find((one) => one.geography === geography.of.geography)!.versions.find((one) => one.version === version)!;
        const own = releases.filter((release) => release.geography === geography.of.geography && release.version === version);
        for (const date of dates) {
          let holes = 0;
          for (const { zone } of cut.zones) {
            const row = rows.find(({ ID }) => ID === `${geography.of.geography}-${version}-${zone}`)!;
            const value = row[`DATE_${date}`]!;
            const cells = statisticsOf(definition).map((statistic) => {
              const release = own.findLast((one) => cellsAt(one.cells!, statistic, date) >= 0)!;
              return { statistic, rounded: release.method === 'round', cell: cellAt(release.cells!, cellsAt(release.cells!, statistic, date) + release.cells!.zones.indexOf(zone)) };
            });
            const where = `${indicator.name}, ${String(row.ID)}, ${date}`;
            if (cells.some(({ cell }) => cell.state === 'withheld')) {
              expect([where, value]).toEqual([where, null]);
              expect(row.note, where).toContain(date);
              withheld++;
              holes++;
            } else if (value === null) holes++;
            else {
              shown++;
              if (definition.denominator !== undefined || cells[0]!.rounded) continue;
              const truth = truthOf(town, cut, zone, cells[0]!.statistic, date);
              if (truth !== null) expect([where, value]).toEqual([where, truth]);
            }
          }
          const reference = overview.regionalReferenceValues.find(({ referenceDate }) => referenceDate === date);
          // Of several geographies one may show every zone where another has a hole; of the only one a hole leaves nothing.
          if (holes > 0 && geographies.length === 1 && geography.dates.size === 1) expect([indicator.name, date, reference?.regionalSum ?? null, reference?.regionalAverage ?? null]).toEqual([indicator.name, date, null, null]);
        }
      }
    }
  }
  expect(classified).toBeGreaterThan(10);
  return { shown, withheld, indicators: set.indicators.length };
}

/** Number of a zone by its blocks; null for dates that were counted on other blocks. */
function truthOf(town: Town, { blockSet, assignment, zones }: Town['geographies'][number]['versions'][number], zone: string, statistic: string, date: string): number | null {
  const { table, blockSet: counted } = town.counts.find(({ referenceDate }) => referenceDate === date)!;
  if (counted !== blockSet) return null;
  const slot = zones.findIndex((one) => one.zone === zone);
  const column = table.columns.indexOf(statistic);
  let sum = 0;
  assignment.forEach((of, block) => {
    if (of !== UNASSIGNED && of === slot) sum += table.values[block * table.columns.length + column]!;
  });
  return sum;
}
