// `compare`: how two divisions correspond, zone by zone, and what publishing both would let anybody subtract.
import { z } from 'zod';
import { compare as compareDivisions, type Comparison, type Remainder } from '../../core/concordance/compare.ts';
import { type Crosswalk, crosswalkOfAreas, crosswalkOfBlocks, withCounts } from '../../core/concordance/crosswalk.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { InputError } from '../gdal/input-error.ts';
import { blockFields, column, file, otherCrs } from './inputs/fields.ts';
import { readBlocks, requireUnique } from './inputs/read-blocks.ts';
import { countsOfBlocks } from './inputs/read-counts.ts';
import { type ComparedBlocks, type Division, firstDivision, readDivision } from './inputs/read-division.ts';
import { requireCoverage } from './inputs/require-coverage.ts';
import type { Process, ProcessContext } from './process.ts';

const { blocks, blockId, ...places } = blockFields;

const input = z.strictObject({
  a: file('one division: polygons of zones, or with --blocks a table with the columns block and zone'),
  b: file('the other, likewise'),
  aId: column('column that names the zones of --a (default: zone or id)').optional(),
  bId: column('column that names the zones of --b (default: zone or id)').optional(),
  aCrs: otherCrs('CRS of --a, where the file names none or a wrong one').optional(),
  bCrs: otherCrs('CRS of --b, where the file names none or a wrong one').optional(),
  blocks: blocks.optional(),
  blockId: blockId.optional(),
  count: column('column of --blocks with the count to compare by, such as residents').optional(),
  ...places,
});

type Options = z.infer<typeof input>;

/** A common part below this share of the zone of --a is rounding of coordinates: 1 mm2 of a hectare. */
const NEGLIGIBLE = 1e-10;

export const compare: Process<typeof input> = {
  id: 'compare',
  title: { de: 'Zwei Gliederungen vergleichen', en: 'Compare two divisions' },
  description: {
    de: 'Sagt je Paar von Zonen, was beide gemeinsam haben, und je Zone, ob sie gleich blieb, aufging, geteilt wurde oder anders liegt.',
    en: 'Tells of every pair of zones what they have in common, and of every zone of --a what it is to its match in --b: identical, equal (nine tenths of both in common), nests, splits, overlap or none, with the mean distance of their borders. nearIdentical lists the pairs that are equal but not identical, differences what subtracting one from the other shows: who publishes counts of both gives that away.',
  },
  produces: 'report',
  input,
  examples: [
    'compare --a precincts.zip --a-id NAME --b new_precincts.zip --b-id GEOID20',
    'compare --a districts-2020.gpkg --b districts-2024.gpkg --blocks blocks.gpkg --block-id block --count residents --out compare.json',
    'compare --a plan.csv --b draft.csv --blocks blocks.gpkg --block-id block --count children',
  ],
  async run(options, context) {
    requireTogether(options);
    const note = (message: string) => context.note(message);
    context.progress(0, 'reading the blocks');
    const compared = options.blocks === undefined ? null : await readCompared(options, note);
    context.progress(0.3, 'reading the divisions');
    const [a, b, epsg] = await readBoth(options, compared, note);
    context.signal.throwIfAborted();
    context.progress(0.7, 'comparing');
    const counts = compared === null || options.count === undefined ? undefined : countsOf(compared, options.count);
    const walk = crosswalk(a, b, compared, counts, context);
    const comparison = compareDivisions(walk, { aPerimeterM: perimeters(a.zones), bPerimeterM: perimeters(b.zones) });
    return { result: { kind: 'report', report: { crs: `EPSG:${epsg}`, ...named(comparison, a.ids, b.ids) } }, findings: false };
  },
};

function requireTogether(options: Options): void {
  const needs: readonly (readonly [keyof Options, keyof Options])[] = [
    ['blocks', 'blockId'],
    ['blockId', 'blocks'],
    ['count', 'blocks'],
  ];
  for (const [given, needed] of needs) {
    if (options[given] === undefined || options[needed] !== undefined) continue;
    throw new InputError({ option: needed, problem: `is needed with --${given.replace('I', '-i')}`, accepted: needed === 'blocks' ? 'a file of blocks' : 'the column that names each block' });
  }
}

async function readCompared(options: Options, note: (message: string) => void): Promise<ComparedBlocks> {
  const [path, id] = [options.blocks!, options.blockId!];
  const source = await readBlocks({ ...options, blocks: path, blockId: id });
  requireUnique(source.table, id, source.ids);
  if (source.rings === null) throw new InputError({ file: source.file, problem: 'has no polygons', accepted: 'polygons, or points with --x --y --source-crs --cell' });
  return { source, blockId: id, made: requireCoverage(source.rings, source.table, id, source.epsg!, note) };
}

async function readBoth(options: Options, compared: ComparedBlocks | null, note: (message: string) => void): Promise<[Division, Division, number]> {
  const first = { path: options.a, idColumn: options.aId, option: 'a', crs: options.aCrs } as const;
  const second = { path: options.b, idColumn: options.bId, option: 'b', crs: options.bCrs } as const;
  if (compared === null) {
    const a = await firstDivision(first, options.crs, note);
    return [a, await readDivision(second, a.epsg, null, note), a.epsg];
  }
  const epsg = compared.source.epsg!;
  return [await readDivision(first, epsg, compared, note), await readDivision(second, epsg, compared, note), epsg];
}

function countsOf({ source }: ComparedBlocks, count: string) {
  const { values, known } = countsOfBlocks(source, [count]);
  return { values, known };
}

/** Of blocks where both divisions are made of whole ones: exact. Else areas are those of the zones, and counts those of blocks where most of each lies. */
function crosswalk(a: Division, b: Division, compared: ComparedBlocks | null, counts: ReturnType<typeof countsOf> | undefined, context: ProcessContext): Crosswalk {
  const ofBlocks =
    compared === null
      ? null
      : crosswalkOfBlocks(compared.made.coverage, { assignment: a.assignment!, zoneCount: a.ids.length }, { assignment: b.assignment!, zoneCount: b.ids.length }, counts);
  const cut = Math.max(a.cutBlocks, b.cutBlocks);
  if (ofBlocks !== null && cut === 0) return ofBlocks;
  if (cut > 0) context.note(`zones cut blocks (--a ${a.cutBlocks}, --b ${b.cutBlocks} of ${compared!.source.ids.length}): areas are those of the zones, counts are of whole blocks where most of each lies`);
  const result = overlayFractions(a.zones, b.zones, { negligibleFraction: NEGLIGIBLE });
  if (!result.ok) throw new Error(`checked zones contradict each other: ${result.issues[0]?.detail}`);
  const areas = crosswalkOfAreas(result.overlay, a.zones.blockAreaM2, b.zones.blockAreaM2);
  return ofBlocks === null ? areas : withCounts(areas, ofBlocks);
}

function perimeters(zones: Coverage): number[] {
  const dissolver = createDissolver(zones, Int32Array.from(zones.ids, (_, zone) => zone), zones.blockCount);
  return zones.ids.map((_, zone) => dissolver.perimeterM(zone));
}

/** The comparison with zones by id; what is no number is null. */
function named(comparison: Comparison, a: readonly string[], b: readonly string[]) {
  const taken = new Set(comparison.pairs.map((pair) => pair.b));
  const remainder = ({ areaM2, count }: Remainder) => ({ areaM2: Math.max(0, areaM2), count });
  return {
    pairs: comparison.pairs.map((pair) => ({ ...pair, a: a[pair.a]!, b: b[pair.b]! })),
    matches: comparison.matches.map((match) => ({
      a: a[match.a]!,
      b: match.b < 0 ? null : b[match.b]!,
      relation: match.relation,
      displacementM: Number.isNaN(match.displacementM) ? null : match.displacementM,
    })),
    nearIdentical: comparison.nearIdentical.map((pair) => ({ ...pair, a: a[pair.a]!, b: b[pair.b]! })),
    differences: comparison.differences.map((pair) => ({ a: a[pair.a]!, b: b[pair.b]!, onlyInA: remainder(pair.onlyInA), onlyInB: remainder(pair.onlyInB) })),
    onlyInB: b.filter((_, zone) => !taken.has(zone)),
    stableAreaShare: comparison.stableAreaShare,
    movedCount: comparison.movedCount,
    variationOfInformation: comparison.variationOfInformation,
  };
}
