// Borders of zones: each edge once, whichever way the rings of its two sides go.
import { describe, expect, it } from 'vitest';
import { newEdges } from '../../client/map/zone-edges.ts';

const zone = (...rings: readonly (readonly number[])[]) => ({ rings: rings.map((ring) => Float64Array.from(ring)) });

describe('edges of zones', () => {
  it('of two neighbours the border between them is drawn with the first alone', () => {
    const left = zone([0, 0, 2, 0, 2, 1, 0, 1]);
    const right = zone([2, 0, 3, 0, 3, 1, 2, 1]);
    expect(newEdges([left, right])).toEqual([[[0, 1, 0, 0, 2, 0, 2, 1, 0, 1]], [[2, 0, 3, 0, 3, 1, 2, 1]]]);
    expect(newEdges([left, { rings: right.rings.map((ring) => Float64Array.from([...ring].reverse().flatMap((_, i, all) => (i % 2 === 0 ? [all[i + 1]!, all[i]!] : [])))) }])[1]).toEqual([[2, 1, 3, 1, 3, 0, 2, 0]]);
  });

  it('an island takes the hole’s edges from its surroundings, and nothing is left of it to draw', () => {
    const [around, island] = newEdges([zone([0, 0, 9, 0, 9, 9, 0, 9], [3, 3, 3, 6, 6, 6, 6, 3]), zone([3, 3, 6, 3, 6, 6, 3, 6])]);
    expect(around).toHaveLength(2);
    expect(island).toEqual([]);
  });

  it('of a grid of zones as many edges are drawn as it has', () => {
    const zones = Array.from({ length: 100 }, (_, i) => {
      const [x, y] = [i % 10, Math.floor(i / 10)];
      return zone([x, y, x + 1, y, x + 1, y + 1, x, y + 1]);
    });
    const edges = newEdges(zones).flat().reduce((sum, run) => sum + run.length / 2 - 1, 0);
    expect(edges).toBe(2 * 10 * 11);
  });

  it('a zone without land has none', () => {
    expect(newEdges([{ rings: [] }])).toEqual([[]]);
  });
});
