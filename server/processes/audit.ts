// `audit`: what anybody can work out of published zone totals of overlapping geographies, with certificates.
import { z } from 'zod';
import { gatherAtoms, linkedComponents, type Atoms } from '../../core/disclosure/differencing/atoms.ts';
import { auditDifferences, zoneTotals, type DifferencingFinding, type ZoneTimes } from '../../core/disclosure/differencing/differencing.ts';
import { auditManyDifferences } from '../../core/disclosure/differencing/many-geographies.ts';
import { compareIds } from '../../core/statistics/id-order.ts';
import { InputError } from '../gdal/input-error.ts';
import { type NamedTable, readTable, requireColumn } from '../gdal/read-table.ts';
import { column, columns, file } from './inputs/fields.ts';
import { loadSolver } from './inputs/load-solver.ts';
import { readWholeCount } from './inputs/read-counts.ts';
import type { Process } from './process.ts';

const input = z.strictObject({
  table: file('a row a block, or a row a crossing of zones: CSV or any table of GDAL'),
  count: column('column of the count; empty is unknown and cannot be audited'),
  geographies: columns('columns that name the zone in each geography; empty where it has none'),
  threshold: z.int().min(2).meta({ description: 'least count that may be known', placeholder: 'N' }),
  suppressed: file('table with the columns geography and zone: zones whose totals are not published').optional(),
});

export const audit: Process<typeof input> = {
  id: 'audit',
  title: { de: 'Freigabe prüfen', en: 'Audit published totals' },
  description: {
    de: 'Findet exakt, welche Teilmengen sich aus veröffentlichten Summen sich überschneidender Raumebenen errechnen lassen, mit Rechenweg.',
    en: 'Finds exactly which parts follow from published totals of overlapping geographies by adding and subtracting, each with the sum that anybody can check. Exit code 1 when something is unsafe.',
  },
  produces: 'report',
  input,
  examples: [
    'audit --table blocks.csv --count residents --geographies stadtteil,sozialraum --threshold 5',
    'audit --table blocks.csv --count children --geographies stadtteil,sozialraum,bezirk --threshold 3 --suppressed withheld.csv --out audit.json',
  ],
  async run(options, context) {
    const { geographies, threshold } = options;
    const repeated = geographies.find((name, i) => geographies.indexOf(name) !== i);
    if (repeated !== undefined) throw new InputError({ option: 'geographies', problem: `"${repeated}" stands twice`, accepted: 'each column once' });
    context.progress(0, 'reading the table');
    const table = await readTable(options.table);
    const places = geographies.map((name) => placesOf(table, name));
    const at = requireColumn(table, options.count);
    const counts = Float64Array.from({ length: table.rowCount }, (_, row) => readWholeCount(table, row, at));
    const names = places.map(({ zones }) => zones);
    const withheld = options.suppressed === undefined ? geographies.map(() => null) : await readSuppressed(options.suppressed, geographies, names);
    context.progress(0.3, 'gathering crossings');
    const { atoms } = gatherAtoms(places.map(({ positions }) => positions), names.map((zones) => zones.length), counts);
    context.signal.throwIfAborted();
    context.progress(0.4, `looking for differences among ${atoms.count.length} crossings`);
    const findings =
      geographies.length === 2
        ? auditDifferences(atoms, threshold, withheld)
        : auditManyDifferences(atoms, threshold, withheld, await loadSolver());
    const smallZones = smallZonesOf(atoms, withheld, threshold).map(({ geography, zone, count }) => ({ geography: geographies[geography]!, zone: names[geography]![zone]!, count }));
    const report = {
      threshold,
      count: options.count,
      geographies,
      units: table.rowCount,
      atoms: atoms.count.length,
      components: linkedComponents(atoms),
      unsafe: findings.map((finding) => describe(finding, atoms, geographies, names)),
      smallZones,
      summary: { unsafeAtoms: findings.length, unsafeCount: findings.reduce((sum, { count }) => sum + count, 0) },
    };
    return { result: { kind: 'report', report }, findings: findings.length > 0 || smallZones.length > 0 };
  },
};

/** Zones of a column in the order of their ids, and the position of every row's. */
function placesOf(table: NamedTable, name: string): { zones: string[]; positions: Int32Array } {
  const at = requireColumn(table, name);
  const texts = Array.from({ length: table.rowCount }, (_, row) => table.cell(row, at).trim());
  const zones = [...new Set(texts)].filter((zone) => zone !== '').toSorted(compareIds);
  const position = new Map(zones.map((zone, i) => [zone, i]));
  return { zones, positions: Int32Array.from(texts, (zone) => position.get(zone) ?? -1) };
}

async function readSuppressed(path: string, geographies: readonly string[], names: readonly (readonly string[])[]): Promise<Uint8Array[]> {
  const table = await readTable(path);
  const [geographyAt, zoneAt] = [requireColumn(table, 'geography'), requireColumn(table, 'zone')];
  const withheld = names.map((zones) => new Uint8Array(zones.length));
  for (let row = 0; row < table.rowCount; row++) {
    const [geography, zone] = [table.cell(row, geographyAt).trim(), table.cell(row, zoneAt).trim()];
    const g = geographies.indexOf(geography);
    if (g < 0) throw new InputError({ file: table.file, row: table.rowNumber(row), field: 'geography', problem: `"${geography}" is none of the geographies`, accepted: geographies.join(', ') });
    const position = names[g]!.indexOf(zone);
    if (position < 0) throw new InputError({ file: table.file, row: table.rowNumber(row), field: 'zone', problem: `"${zone}" is no zone of ${geography}`, accepted: `a zone in column ${geography} of the table` });
    withheld[g]![position] = 1;
  }
  return withheld;
}

/** Published zones that are small by themselves: the primary problems. */
function smallZonesOf(atoms: Atoms, withheld: readonly (Uint8Array | null)[], threshold: number): { geography: number; zone: number; count: number }[] {
  return zoneTotals(atoms).flatMap((totals, geography) =>
    Array.from(totals, (count, zone) => ({ geography, zone, count })).filter(({ zone, count }) => count > 0 && count < threshold && withheld[geography]?.[zone] !== 1),
  );
}

function describe({ atom, count, union, plus, minus, dividedBy, publishedZone }: DifferencingFinding, atoms: Atoms, geographies: readonly string[], names: readonly (readonly string[])[]) {
  const zonesOf = (of: number) => Object.fromEntries(geographies.map((name, g) => [name, names[g]![atoms.zone[atoms.width * of + g]!] ?? '']));
  const zones = (taken: readonly ZoneTimes[]) => taken.map(({ geography, zone, times }) => ({ geography: geographies[geography]!, zone: names[geography]![zone]!, times }));
  return {
    atom: zonesOf(atom),
    count,
    publishedZone,
    smallestUnion: { count: union.count, atoms: union.atoms.map(zonesOf) },
    certificate: { plus: zones(plus), minus: zones(minus), dividedBy },
  };
}
