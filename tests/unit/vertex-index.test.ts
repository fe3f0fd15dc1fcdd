// Vertices get one number a place, wherever they lie and however crowded they are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexVertices } from '../../core/coverage/vertex-index.ts';

function byText(xy: Float64Array): number[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: xy.length / 2 }, (_, i) => {
    const key = `${xy[2 * i]! + 0} ${xy[2 * i + 1]! + 0}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

function agrees(xy: Float64Array): void {
  const index = indexVertices(xy);
  const expected = byText(xy);
  expect([...index.of]).toEqual(expected);
  expect(index.count).toBe(new Set(expected).size);
}

describe('the vertex index', () => {
  it('numbers equal coordinates alike, in order of first sight', () => {
    const coordinate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(-0));
    fc.assert(fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 300 }), (points) => agrees(Float64Array.from(points.flat()))));
  });

  it('stays quick where nearly all vertices crowd into one place of a large extent', () => {
    const points = [0, 0, 1e7, 1e7];
    for (let i = 0; i < 50_000; i++) points.push(5e6 + (i % 25_000) * 1e-4, 5e6 + (i % 7) * 1e-4);
    agrees(Float64Array.from(points));
  });

  it('takes an extent of no width, a single vertex and none', () => {
    agrees(Float64Array.from(Array.from({ length: 500 }, (_, i) => [7, i % 100]).flat()));
    agrees(Float64Array.from([1, 2]));
    agrees(new Float64Array(0));
  });
});
