// maup's and tobler's known answers by the way that `aggregate` goes, where the case file is at hand; and that no case of the overlay is left out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { apportion } from '../../core/statistics/apportion.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { cutPieces, divideByArea, divideByMajority } from '../../core/statistics/divide-by-area.ts';
import { divideBlocks } from '../../core/statistics/divide-blocks.ts';
import { build } from './overlay-shapes.ts';

interface Case {
  readonly id: string;
  readonly input: never;
  readonly expected: never;
}

const file = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'cases/zoning.json');
const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : [];
const caseOf = <Input, Expected>(id: string) => cases.find((known) => known.id === id) as unknown as { input: Input; expected: Expected };

type Shapes = Readonly<Record<string, Position[]>>;
const rings = (shapes: Shapes) => ringsFromGeoJson(Object.entries(shapes).map(([id, ring]) => ({ id, geometry: { type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] } })));

function divided(blocks: BlockRings, zones: BlockRings) {
  const coverage = build(blocks);
  const division = divideBlocks({ blocks, coverage, zones });
  const result = overlayFractions(coverage, build(zones));
  if (!result.ok) throw new Error(result.issues[0]!.detail);
  return { division, pieces: cutPieces(result.overlay, division.cut, coverage.blockAreaM2) };
}

function zoneOf(blocks: BlockRings, zones: BlockRings): Record<string, string | null> {
  const { division, pieces } = divided(blocks, zones);
  const { assignment } = divideByMajority(division, pieces, zones.ids);
  return Object.fromEntries(blocks.ids.map((id, block) => [id, zones.ids[assignment[block]!] ?? null]));
}

function sumsOf(blocks: BlockRings, zones: BlockRings, values: readonly (number | null)[]) {
  const { division, pieces } = divided(blocks, zones);
  const counts = createCountTable(['n'], blocks.ids.length);
  values.forEach((value, block) => setCount(counts, block, 0, value));
  return apportion(counts, divideByArea(division, pieces), zones.ids.length, zones.ids);
}

const box = (x: number, y: number, side = 1): Position[] => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];

if (cases.length === 0) it.skip('maup and tobler through aggregate (skipped: shared data absent)');

describe.runIf(cases.length > 0)('what aggregate makes of', () => {
  it('maup-assign', () => {
    const { input, expected } = caseOf<{ targets: Shapes; sources: Shapes; overlapping_source_4: Position[] }, Record<string, Record<string, string | number | null>>>('maup-assign');
    const { a, b } = input.targets;
    expect(zoneOf(rings(input.sources), rings(input.targets))).toEqual(expected.covering);
    expect(zoneOf(rings(input.sources), rings({ a: a!, b: b! }))).toEqual(expected.covering_with_targets_a_b_only);
    const fourth = zoneOf(rings({ 4: input.overlapping_source_4 }), rings(input.targets));
    expect({ ...expected.covering, ...fourth }).toEqual(expected.assign_with_source_4);
    const sums = sumsOf(rings(input.sources), rings(input.targets), [1, 1, 1, 1]);
    const found = Object.fromEntries(Object.keys(input.targets).flatMap((zone, i) => (sums.sums[i]! > 0 ? [[zone, sums.sums[i]]] : [])));
    expect(found).toEqual(expected.groupby_sum_data1);
  });

  it('maup-prorate: the half person of 22.5 goes to the zone, and the bounds say what was counted', () => {
    const { input, expected } = caseOf<{ sources: Shapes; target: Position[]; data_each: number }, { prorated: number; target_area: number }>('maup-prorate');
    const [blocks, zones] = [rings(input.sources), rings({ t: input.target })];
    expect(divided(blocks, zones).pieces.reduce((sum, { zones: to, weights }) => sum + weights.reduce((part, weight, i) => part + (to[i]! < 0 ? 0 : weight), 0), 1)).toBeCloseTo(expected.target_area, 12);
    const sums = sumsOf(blocks, zones, Object.keys(input.sources).map(() => input.data_each));
    expect(sums.sums[0]).toBe(Math.ceil(expected.prorated));
    expect(sums.sums[0]! + sums.sums[1]!).toBe(4 * input.data_each);
    expect([sums.sums[0]! - sums.cut[0]!, sums.most![0]]).toEqual([10, 40]);
  });

  it('tobler-area-join', () => {
    const { expected } = caseOf<unknown, { null_targets: number; mean_floats: number; mean_ints: number; decimals: number }>('tobler-area-join');
    const squares = (dx: number, dy: number) => rings(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`s${i}`, box(0.5 + Math.floor(i / 10) + dx, 0.5 + (i % 10) + dy)])));
    const joined = Object.values(zoneOf(squares(2.2, 0.2), squares(0, 0)));
    const found = joined.flatMap((id) => (id === null ? [] : [Number(id.slice(1))]));
    expect(joined.length - found.length).toBe(expected.null_targets);
    const mean = (value: (source: number) => number) => found.reduce((sum, source) => sum + value(source), 0) / found.length;
    expect(mean((source) => source + 1)).toBeCloseTo(expected.mean_ints, expected.decimals);
    expect(mean((source) => 1 + (9 * source) / 99)).toBeCloseTo(expected.mean_floats, expected.decimals);
  });

  it('tobler-area-interpolate: what is unknown stays so; filling in a mean is for who knows what it would mean', () => {
    const { input, expected } = caseOf<{ source_values: (number | null)[] }, Record<string, (number | null)[]>>('tobler-area-interpolate');
    const boxes = rings({ a: box(0, 0), b: box(1, 0) });
    const known = sumsOf(boxes, boxes, input.source_values);
    expect([0, 1].map((zone) => (known.unknown[zone] === 1 ? null : known.sums[zone]))).toEqual(expected.None);
    for (const fill of [0, 5]) expect([...sumsOf(boxes, boxes, input.source_values.map((value) => value ?? fill)).sums.subarray(0, 2)]).toEqual(expected[fill]);
  });

  it('every case there is: none of these families is without a test', () => {
    const families = ['geos-validator-', 'geos-cleaner-', 'geos-gapfinder-', 'maup-assign', 'maup-prorate', 'tobler-area-'];
    const told = cases.filter(({ id }) => families.some((family) => id.startsWith(family))).map(({ id }) => id);
    // The GEOS families are run whole, case by case, by repair-cases and repair-validator-cases.
    const here = ['maup-assign', 'maup-prorate', 'tobler-area-join', 'tobler-area-interpolate'];
    expect(told.filter((id) => !id.startsWith('geos-')).toSorted()).toEqual(here.toSorted());
    expect(told.filter((id) => id.startsWith('geos-'))).toHaveLength(27);
  });
});
