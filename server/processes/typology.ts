// `typology`: zones standardised by several indicators, weighed into an index, ranked and put into classes.
import { z } from 'zod';
import { inEnglish } from '../../core/refusals/say.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { classesOf, sensitivityOf, typologyOf, type IndicatorTable } from '../../core/statistics/typology.ts';
import { kMeansClasses, wardClasses } from '../../core/statistics/typology-groups.ts';
import { InputError } from '../gdal/input-error.ts';
import { numberColumn } from '../gdal/read-numbers.ts';
import { type NamedTable, readTable, requireColumn } from '../gdal/read-table.ts';
import { column, columns, file } from './inputs/fields.ts';
import { readIds, requireUnique } from './inputs/read-blocks.ts';
import { readZoneBorders } from './inputs/read-zone-borders.ts';
import type { Process } from './process.ts';

const input = z.strictObject({
  table: file('a row a zone with its indicators: a CSV, a spreadsheet, or any vector file'),
  zone: column('column that names each zone'),
  indicators: columns('columns of the indicators; "-COL" for one that counts the other way round'),
  method: z.enum(['zscore', 'kmeans', 'ward']).default('zscore').meta({ description: 'classes by quantiles of the index, groups of zones that are alike in all indicators, or such groups of one piece (ward)' }),
  outlines: file('for ward: polygons of the zones, named by the column --zone, that say who borders on whom (default: those of --table)').optional(),
  classes: z.int().min(2).max(20).default(5).meta({ description: 'number of classes', placeholder: 'N' }),
  weights: z.array(z.string()).optional().meta({ description: 'weights of the indicators in their order (default: all 1)', placeholder: 'W,W…' }),
  decimal: z.enum([',', '.']).optional().meta({ description: 'decimal sign of the numbers, where it does not follow from them' }),
  signs: z.enum(['destatis']).optional().meta({ description: 'read the signs of official statistics: "-" as 0, and ".", "/", "x" as not known' }),
  seed: z.int().min(0).default(1).meta({ description: 'for kmeans: the same seed gives the same groups', placeholder: 'N' }),
});

type Options = z.infer<typeof input>;

export const typology: Process<typeof input> = {
  id: 'typology',
  title: { de: 'Gebiete typisieren', en: 'Make a typology of zones' },
  description: {
    de: 'Standardisiert Indikatoren, gewichtet sie zu einem Index und bildet Rang und Klasse je Gebiet.',
    en: 'Standardises every indicator over the zones (population standard deviation), weighs them into an index (their weighted mean), and gives each zone its rank and class, 1 for the highest index. A zone that lacks an indicator has neither. The notes say which zones change class when an indicator is left out.',
  },
  produces: 'table',
  input,
  examples: ['typology --table zones.csv --zone zone --indicators "unemployed,single_parents,-employment" --classes 5 --out typology.csv', 'typology --table zones.xlsx --zone Gebiet --indicators a,b,c --method kmeans --classes 4 --seed 7', 'typology --table zones.csv --zone zone --indicators a,b --method ward --outlines zones.geojson --classes 4'],
  async run(options, context) {
    context.progress(0, 'reading the indicators');
    const source = await readTable(options.table);
    const ids = readIds(source, options.zone);
    requireUnique(source, options.zone, ids);
    const { names, directions, table } = readIndicators(source, options);
    const weights = readWeights(options, names.length);
    context.progress(0.5, 'comparing the zones');
    const made = typologyOf(table, { directions, weights });
    const known = made.rank.filter((rank) => rank > 0).length;
    if (known < options.classes) throw new InputError({ option: 'classes', problem: `${options.classes} classes of ${known} zones that have every indicator`, accepted: `at most ${known}` });
    if (known < ids.length) context.note(`${ids.length - known} of ${ids.length} zones lack an indicator and have no index, rank or class`);
    names.forEach((name, i) => {
      if (made.standardised.every((value, at) => at % names.length !== i || Number.isNaN(value) || value === 0)) context.note(`${name} is the same in all zones and tells nothing`);
    });
    const classes = await classify();
    if (options.method === 'ward' && Math.max(...classes) > options.classes) context.note(`${Math.max(...classes)} groups instead of ${options.classes}: zones without a common border are never in one`);
    if (options.method === 'zscore') noteSensitivity(sensitivityOf(table, { directions, weights }, { method: 'quantile', classes: options.classes }), names, ids, (text) => context.note(text));
    const rows = ids.map((id, zone) => [
      id,
      ...names.map((_, i) => orNull(made.standardised[zone * names.length + i]!)),
      orNull(made.index[zone]!),
      classes[zone] === 0 ? null : classes[zone]!,
      made.rank[zone] === 0 ? null : made.rank[zone]!,
    ]);
    return { result: { kind: 'table', columns: ['zone', ...names, 'index', 'class', 'rank'], rows }, findings: false };

    async function classify(): Promise<Int32Array> {
      switch (options.method) {
        case 'zscore':
          return classesOf(made.index, { method: 'quantile', classes: options.classes });
        case 'kmeans':
          return kMeansClasses(made, weights, options.classes, seededRandom(options.seed));
        case 'ward':
          return wardClasses(made, weights, options.classes, await readZoneBorders(options.outlines ?? options.table, options.zone, ids));
      }
    }
  },
};

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** "-COL" is COL the other way round, unless the table has a column of that very name. */
function readIndicators(source: NamedTable, { indicators, decimal, signs }: Options): { readonly names: string[]; readonly directions: (1 | -1)[]; readonly table: IndicatorTable } {
  const names: string[] = [];
  const directions: (1 | -1)[] = [];
  for (const text of indicators) {
    const turned = text.startsWith('-') && !source.columns.includes(text);
    const name = turned ? text.slice(1) : text;
    if (names.includes(name)) throw new InputError({ option: 'indicators', problem: `"${name}" is named twice`, accepted: 'each column once' });
    names.push(name);
    directions.push(turned ? -1 : 1);
  }
  const values = new Float64Array(source.rowCount * names.length);
  names.forEach((name, i) => {
    const reader = numberColumn(source, requireColumn(source, name), 'a number, or empty where it is not known', { decimal, signs });
    for (let row = 0; row < source.rowCount; row++) {
      const value = reader.read(row);
      if (value !== null && typeof value !== 'number') throw new InputError({ ...value, accepted: inEnglish(value.accepted ?? '').replaceAll('mapping.', '--') });
      values[row * names.length + i] = value ?? NaN;
    }
  });
  return { names, directions, table: { zoneCount: source.rowCount, indicatorCount: names.length, values } };
}

function readWeights({ weights }: Options, count: number): number[] {
  if (weights === undefined) return Array.from({ length: count }, () => 1);
  const read = weights.map((text) => Number(text.replace(',', '.')));
  if (read.length !== count) throw new InputError({ option: 'weights', problem: `${read.length} weights for ${count} indicators`, accepted: 'one weight an indicator' });
  if (read.some((weight) => !(weight >= 0 && weight < Infinity)) || !read.some((weight) => weight > 0)) {
    throw new InputError({ option: 'weights', problem: `"${weights.join(',')}" are no weights`, accepted: 'numbers of 0 or more, not all 0' });
  }
  return read;
}

function noteSensitivity(found: ReturnType<typeof sensitivityOf>, names: readonly string[], ids: readonly string[], note: (text: string) => void): void {
  for (const { indicator, changes } of found) {
    if (changes.length === 0) continue;
    const first = changes.slice(0, 8).map(({ zone, from, to }) => `${ids[zone]} ${from} to ${to}`).join(', ');
    note(`without ${names[indicator]} ${changes.length} ${changes.length === 1 ? 'zone changes' : 'zones change'} class: ${first}${changes.length > 8 ? ', …' : ''}`);
  }
}
