// `aggregate`: sums of block counts by zone, whatever way the zones are given.
import { z } from 'zod';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { polygonAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { blockToGeoJson, outlineToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { inEnglish } from '../../core/refusals/say.ts';
import { type ApportionedSums, apportion } from '../../core/statistics/apportion.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { assignPoints, type BlockDivision, divideBlocks, type Split } from '../../core/statistics/divide-blocks.ts';
import { cutPieces, divideByArea, divideByMajority, reachOf } from '../../core/statistics/divide-by-area.ts';
import { InputError } from '../gdal/input-error.ts';
import { blockFields, column, columns, file, otherCrs } from './inputs/fields.ts';
import { type BlockSource, readBlocks, requireUnique } from './inputs/read-blocks.ts';
import { countsOfBlocks, countsOfFile } from './inputs/read-counts.ts';
import { readWeightedPoints } from './inputs/read-points.ts';
import { readZones, zonesOfColumn, zonesOfTable } from './inputs/read-zones.ts';
import { type BlockCoverage, requireCoverage } from './inputs/require-coverage.ts';
import { weighByRaster } from './inputs/weigh-by-raster.ts';
import { zoneCoverage } from './inputs/zone-coverage.ts';
import type { Process, ProcessContext, TableResult } from './process.ts';

const input = z.strictObject({
  ...blockFields,
  counts: columns('columns to sum, of the block file or of --counts-file (there: default all but the id)').optional(),
  countsFile: file('table of counts by block; a block that it leaves out is not known').optional(),
  rates: columns('columns that are rates, means or shares: left out of a whole table of counts, refused in --counts, because they do not add up').optional(),
  countsId: column('column of --counts-file that names the block (default: the name of --block-id)').optional(),
  assignment: file('table with the columns block and zone').optional(),
  zoneColumn: column('column of the block file that names the zone').optional(),
  zones: file('polygons of the zones').optional(),
  zoneId: column('column of --zones that names each zone').optional(),
  zonesCrs: otherCrs('CRS of --zones, where the file names none or a wrong one').optional(),
  apportion: z
    .enum(['area', 'points', 'centroid', 'majority', 'raster'])
    .meta({
      description:
        'where the counts of blocks go that --zones cut: shared out by area, by the points or by the pixels in each zone, in whole numbers by largest remainder, or whole to the zone of the centroid or of most of the area',
    })
    .optional(),
  points: file('points for --apportion points, such as addresses').optional(),
  weight: column('column of --points with the weight of each point (default: all count the same)').optional(),
  pointsX: column('column of the easting or longitude, where --points is a table (default: --x)').optional(),
  pointsY: column('column of the northing or latitude, where --points is a table (default: --y)').optional(),
  pointsCrs: otherCrs('CRS of --points, where the file names none (default for a table: --source-crs)').optional(),
  raster: file('GeoTIFF of weights for --apportion raster, such as built-up area; pixels count by the fraction that a part covers').optional(),
  rasterCrs: otherCrs('CRS of --raster, where the file names none that is known').optional(),
  band: z.int().min(1).optional().meta({ description: 'band of --raster (default: 1)', placeholder: 'N' }),
});

type Options = z.infer<typeof input>;

export const aggregate: Process<typeof input> = {
  id: 'aggregate',
  title: { de: 'Zu Zonen zusammenfassen', en: 'Aggregate to zones' },
  description: {
    de: 'Summiert Zahlen von Blöcken nach Zonen, je Zone eine Zeile. Was in keiner Zone liegt, ist die Zeile mit leerer Zone; keine Person geht verloren.',
    en: 'Sums counts of blocks by zone, a row a zone. What no zone takes is the row with an empty zone; nothing is lost. <count>_unknown is the number of blocks without a value, <count>_cut the part of a sum that comes from cut blocks: the true sum lies between <count> - <count>_cut and <count>_most, which has all of every block that the zone cuts.',
  },
  produces: 'table',
  input,
  examples: [
    'aggregate --blocks blocks.zip --block-id GEOID10 --counts TOTPOP,VAP --zone-column WARD',
    'aggregate --blocks blocks.gpkg --block-id block --counts-file counts.csv --assignment plan.csv --out zones.gpkg',
    'aggregate --blocks blocks.gpkg --block-id block --counts-file counts.csv --zones precincts.zip --zone-id NAME --apportion area --out precincts.csv',
    'aggregate --blocks cells.csv --block-id grid_id --x x_3035 --y y_3035 --source-crs EPSG:3035 --cell 100 --counts residents --zones towns.geojson --zone-id id --apportion centroid --out towns.csv',
  ],
  async run(options, context) {
    const way = requireOneWay(options);
    context.progress(0, 'reading the blocks');
    const source = await readBlocks(options);
    requireUnique(source.table, options.blockId, source.ids);
    context.progress(0.3, 'reading the counts');
    const counts = await readCounts(options, source, context);
    requireDistinctColumns(counts.columns);
    context.signal.throwIfAborted();
    context.progress(0.5, `checking ${source.ids.length} blocks`);
    const blocks = source.rings === null ? null : requireCoverage(source.rings, source.table, options.blockId, source.epsg!, (message) => context.note(message));
    context.progress(0.7, 'summing');
    const result = way === 'zones' ? await byPolygons(options, source, blocks, counts, context) : await byMembership(options, source, blocks?.coverage ?? null, counts, context);
    return { result, findings: false };
  },
};

function requireOneWay(options: Options): 'zones' | 'assignment' | 'zoneColumn' {
  const ways = (['assignment', 'zoneColumn', 'zones'] as const).filter((way) => options[way] !== undefined);
  if (ways.length !== 1) {
    throw new InputError({
      option: ways[1] ?? 'zones',
      problem: ways.length === 0 ? 'no zones are given' : 'zones are given twice',
      accepted: 'one of --assignment F.csv, --zone-column COL, --zones F --zone-id COL',
    });
  }
  const needs: readonly (readonly [keyof Options, keyof Options, string])[] = [
    ['zones', 'zoneId', 'the column of --zones that names each zone'],
    ['zoneId', 'zones', 'a file of zones'],
    ['zonesCrs', 'zones', 'a file of zones'],
    ['apportion', 'zones', 'a file of zones that may cut blocks'],
    ['points', 'apportion', '--apportion points'],
    ['weight', 'points', 'a file of points'],
    ['raster', 'apportion', '--apportion raster'],
    ['rasterCrs', 'raster', 'a GeoTIFF'],
    ['band', 'raster', 'a GeoTIFF'],
    ['countsId', 'countsFile', 'a table of counts'],
  ];
  for (const [given, needed, accepted] of needs) {
    if (options[given] !== undefined && options[needed] === undefined) {
      throw new InputError({ option: needed, problem: `is needed with ${given === 'zones' ? '--zones' : `--${given.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`}`, accepted });
    }
  }
  if (options.apportion === 'points' && options.points === undefined) {
    throw new InputError({ option: 'points', problem: 'is needed with --apportion points', accepted: 'a file of points' });
  }
  if (options.apportion === 'raster' && options.raster === undefined) {
    throw new InputError({ option: 'raster', problem: 'is needed with --apportion raster', accepted: 'a GeoTIFF of weights' });
  }
  if (options.counts === undefined && options.countsFile === undefined) {
    throw new InputError({ option: 'counts', problem: 'no counts are given', accepted: '--counts COL,COL… of the block file, or --counts-file F.csv' });
  }
  return ways[0]!;
}

async function readCounts(options: Options, source: BlockSource, context: ProcessContext): Promise<CountTable> {
  const rates = options.rates ?? [];
  const rate = options.counts?.find((name) => rates.includes(name));
  if (rate !== undefined) {
    throw new InputError({ option: 'counts', problem: `"${rate}" is a rate: rates and means are neither added up nor apportioned`, accepted: 'counts, such as the numerator and the denominator of a rate' });
  }
  if (options.countsFile === undefined) return countsOfBlocks(source, options.counts!);
  const read = await countsOfFile(options.countsFile, options.countsId ?? options.blockId, options.counts, source.ids, source.file, rates);
  if (read.missing > 0) context.note(`${read.missing} of ${source.ids.length} blocks have no row in the table of counts: their counts are not known`);
  return read.counts;
}

function requireDistinctColumns(names: readonly string[]): void {
  const taken = new Set(['zone', 'blocks', 'area_m2']);
  for (const name of names) {
    for (const made of [name, `${name}_cut`, `${name}_most`, `${name}_unknown`]) {
      if (taken.has(made)) throw new InputError({ option: 'counts', problem: `column "${made}" would stand twice in the result`, accepted: 'each count once, and none named zone, blocks or area_m2' });
      taken.add(made);
    }
  }
}

/** Zones as sets of blocks: outlines follow from shared edges. */
async function byMembership(options: Options, source: BlockSource, coverage: Coverage | null, counts: CountTable, context: ProcessContext): Promise<TableResult> {
  let membership;
  if (options.zoneColumn === undefined) {
    membership = await zonesOfTable(options.assignment!, source, options.blockId);
    if (membership.missing > 0) context.note(`${membership.missing} of ${source.ids.length} blocks have no row in the assignment: they are in no zone`);
  } else membership = zonesOfColumn(source, options.zoneColumn);
  const { zones, assignment } = membership;
  const sums = apportion(counts, wholeBlocks(assignment), zones.length);
  if (coverage === null) return table(zones, sums, false, () => null);
  // The blocks of no zone are dissolved as one zone more, so that their row has its outline too.
  const outlines = dissolve(coverage, assignment.map((zone) => (zone < 0 ? zones.length : zone)), zones.length + 1);
  return {
    ...table(zones, sums, false, (zone) => outlines.areaM2[zone]!),
    geometries: rowsOf(sums).map((zone) => outlineToGeoJson(outlines, zone)),
    epsg: source.epsg!,
  };
}

function wholeBlocks(assignment: Int32Array): BlockDivision {
  return { assignment, cut: new Uint8Array(assignment.length), splits: [], withoutPoints: [], strayPoints: 0 };
}

/** Zones as polygons of their own, which may cut blocks. */
async function byPolygons(options: Options, source: BlockSource, blocks: BlockCoverage | null, counts: CountTable, context: ProcessContext): Promise<TableResult> {
  if (source.epsg === null) {
    throw new InputError({ file: source.file, problem: 'has no places, so no zone can be found for its blocks', accepted: 'polygons, or --x COL --y COL --source-crs EPSG:n' });
  }
  const zones = await readZones(options.zones!, options.zoneId!, options.zonesCrs, source.epsg);
  const division = blocks === null ? wholeBlocks(assignPoints(source.points!, zones)) : await divide(options, source, blocks, zones, context);
  const coverage = blocks?.coverage ?? null;
  const sums = apportion(counts, division, zones.ids.length, zones.ids);
  const none = sums.blocks[zones.ids.length]!;
  if (none > 0) context.note(`${none} of ${source.ids.length} blocks are, wholly or in part, in no zone: row ""`);
  // Whole blocks in no zone have an outline and an area; what is left of a split block has neither.
  const split = new Set(division.splits.map(({ block }) => block));
  const rest = coverage === null ? null : dissolve(coverage, division.assignment.map((zone, block) => (zone < 0 && !split.has(block) ? 0 : -1)), 1);
  return {
    ...table(zones.ids, sums, options.apportion !== undefined, (zone) => (zone < zones.ids.length ? polygonAreaM2(zones, zone) : (rest?.areaM2[0] ?? null))),
    geometries: rowsOf(sums).map((zone) => {
      if (zone < zones.ids.length) return blockToGeoJson(zones, zone);
      return rest === null || rest.areaM2[0] === 0 ? null : outlineToGeoJson(rest, 0);
    }),
    epsg: source.epsg,
  };
}

async function divide(options: Options, source: BlockSource, blocks: BlockCoverage, zones: BlockRings, context: ProcessContext): Promise<BlockDivision> {
  const points =
    options.apportion === 'points'
      ? await readWeightedPoints(
          {
            path: options.points!,
            weight: options.weight,
            x: options.pointsX ?? options.x,
            y: options.pointsY ?? options.y,
            crs: options.pointsCrs,
            tableCrs: options.sourceCrs,
          },
          source.epsg!,
        )
      : undefined;
  const division = divideBlocks({
    blocks: blocks.rings,
    coverage: blocks.coverage,
    zones,
    ...(source.points === null ? {} : { anchors: source.points }),
    ...(points === undefined ? {} : { points }),
  });
  const cut = source.ids.filter((_, block) => division.cut[block] === 1);
  if (cut.length > 0 && options.apportion === undefined) {
    throw new InputError({
      file: source.file,
      option: 'apportion',
      problem: `zones cut ${cut.length} of ${source.ids.length} blocks: ${firstFive(cut)}`,
      accepted: 'area, majority, centroid, points (with --points F), or raster (with --raster F.tif)',
    });
  }
  if (options.apportion === undefined) return division;
  const parts = cut.length === 0 ? null : partsOfCutBlocks(options, blocks.coverage, zones, division, context);
  if (parts !== null && options.apportion === 'area') return divideByArea(division, parts.pieces);
  if (parts !== null && options.apportion === 'majority') return divideByMajority(division, parts.pieces, zones.ids);
  if (parts !== null && options.apportion === 'raster') {
    const { splits, empty } = await weighByRaster({ path: options.raster!, crs: options.rasterCrs, band: options.band }, blocks.coverage, parts.zones, parts.pieces, source.epsg!);
    if (empty.length > 0) context.note(`${empty.length} cut blocks hold no weight of the raster and went whole to the zone of their centroid: ${firstFive(empty.map((block) => source.ids[block]!))}`);
    return { ...division, splits, reach: withPoints(reachOf(parts.pieces), { ...division, splits }) };
  }
  if (division.withoutPoints.length > 0) {
    const names = division.withoutPoints.map((block) => source.ids[block]!);
    context.note(`${names.length} cut blocks hold no point and went whole to the zone of their centroid: ${firstFive(names)}`);
  }
  if (division.strayPoints > 0) context.note(`${division.strayPoints} of ${points!.weight.length} points lie in no block`);
  return parts === null ? division : { ...division, reach: withPoints(reachOf(parts.pieces), division) };
}

/** Which zones take how much of every cut block. Only the bound needs it where points or centroids decide: null there for zones that overlap. */
function partsOfCutBlocks(options: Options, coverage: Coverage, zones: BlockRings, division: BlockDivision, context: ProcessContext): { readonly pieces: readonly Split[]; readonly zones: Coverage } | null {
  const needed = options.apportion !== 'points' && options.apportion !== 'centroid';
  const checked = zoneCoverage(zones, options.zones!, options.zoneId!);
  if (!checked.ok) {
    if (needed) throw new InputError(checked.problem);
    context.note('zones overlap, so the bound of what was apportioned is not known: the columns _most are empty');
    return null;
  }
  if (needed && checked.note !== null) context.note(inEnglish(checked.note));
  const result = overlayFractions(coverage, checked.coverage);
  if (!result.ok) throw new Error(`checked zones and blocks contradict each other: ${result.issues[0]?.detail}`);
  return { pieces: cutPieces(result.overlay, division.cut, coverage.blockAreaM2), zones: checked.coverage };
}

/** Points within a centimetre of a border may lie in a zone that takes no area worth the name. */
function withPoints(reach: Map<number, readonly number[]>, division: BlockDivision): Map<number, readonly number[]> {
  for (const { block, zones } of division.splits) reach.set(block, [...new Set([...(reach.get(block) ?? []), ...zones])]);
  division.cut.forEach((cut, block) => {
    if (cut === 1) reach.set(block, [...new Set([...(reach.get(block) ?? []), division.assignment[block]!])]);
  });
  return reach;
}

function firstFive(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '');
}

/** Rows of the result by zone number; what no zone takes comes last, and only where there is something. */
function rowsOf(sums: ApportionedSums): number[] {
  const rows = Array.from({ length: sums.zoneCount }, (_, zone) => zone);
  if (sums.blocks[sums.zoneCount]! > 0) rows.push(sums.zoneCount);
  return rows;
}

function table(zones: readonly string[], sums: ApportionedSums, apportioned: boolean, areaM2: (zone: number) => number | null): TableResult {
  const { columns: names } = sums;
  const width = names.length;
  const kinds = [
    { suffix: '', values: sums.sums },
    ...(apportioned ? [{ suffix: '_cut', values: sums.cut }, { suffix: '_most', values: sums.most }] : []),
    { suffix: '_unknown', values: sums.unknown },
  ];
  const rounded = (area: number | null) => (area === null ? null : Math.round(area * 1000) / 1000);
  return {
    kind: 'table',
    columns: ['zone', ...kinds.flatMap(({ suffix }) => names.map((name) => name + suffix)), 'blocks', 'area_m2'],
    rows: rowsOf(sums).map((zone) => [
      zones[zone] ?? '',
      ...kinds.flatMap(({ values }) => (values === null ? names.map(() => null) : [...values.subarray(zone * width, (zone + 1) * width)])),
      sums.blocks[zone]!,
      rounded(areaM2(zone)),
    ]),
  };
}
