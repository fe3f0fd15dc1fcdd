// Given stretches as edges of a triangulation: made by turning others, with nothing lost.
import Delaunator from 'delaunator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meet } from '../../core/coverage/edge-crossings.ts';
import { createEdgeEnforcer } from '../../core/coverage/tessellate/tessellate-edges.ts';

function mesh(points: readonly (readonly [number, number])[]) {
  const coords = Float64Array.from(points.flat());
  const { triangles, halfedges } = new Delaunator(coords);
  return { coords, triangles: Uint32Array.from(triangles), halfedges: Int32Array.from(halfedges) };
}

/** Twice the area of all triangles, all clockwise, as delaunator gives them where y points up. */
function twiceArea({ coords, triangles }: ReturnType<typeof mesh>): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [2 * triangles[t]!, 2 * triangles[t + 1]!, 2 * triangles[t + 2]!];
    const twice = (coords[b]! - coords[a]!) * (coords[c + 1]! - coords[a + 1]!) - (coords[c]! - coords[a]!) * (coords[b + 1]! - coords[a + 1]!);
    expect(twice).toBeLessThanOrEqual(0);
    sum += twice;
  }
  return sum;
}

const square = [[-50, -50], [150, -50], [150, 150], [-50, 150]] as const;

describe('stretches between points', () => {
  it('become edges, however many they cross, and the triangles stay a triangulation', () => {
    const points = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), { minLength: 6, maxLength: 60, selector: String });
    let turned = 0;
    fc.assert(
      fc.property(points, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }), (inner, wanted) => {
        const all = [...inner, ...square] as [number, number][];
        const given = mesh(all);
        const before = twiceArea(given);
        const enforcer = createEdgeEnforcer(given.coords, given.triangles, given.halfedges);
        const done: [number, number][] = [];
        for (const [p, q] of wanted) {
          const [a, b] = [p % inner.length, q % inner.length];
          if (a === b) continue;
          // No two stretches may cross.
          const segments = Float64Array.from([...done, [a, b] as [number, number]].flatMap(([u, v]) => [...all[u]!, ...all[v]!]));
          if (done.some((_, i) => meet(segments, i, done.length) !== null)) continue;
          const there = enforcer.find(a, b) >= 0;
          const through = inner.some(([x, y], c) => c !== a && c !== b && (all[b]![0] - all[a]![0]) * (y - all[a]![1]) === (all[b]![1] - all[a]![1]) * (x - all[a]![0]) && (x - all[a]![0]) * (x - all[b]![0]) + (y - all[a]![1]) * (y - all[b]![1]) < 0);
          expect(enforcer.enforce(a, b)).toBe(!through);
          if (through) continue;
          if (!there) turned++;
          done.push([a, b]);
          for (const [u, v] of done) {
            const half = enforcer.find(u, v);
            expect(half).toBeGreaterThanOrEqual(0);
            expect(given.triangles[given.halfedges[half]!]).toBe(v);
          }
        }
        expect(twiceArea(given)).toBe(before);
        given.halfedges.forEach((twin, half) => {
          if (twin >= 0) expect(given.halfedges[twin]).toBe(half);
        });
      }),
      { numRuns: process.env.LONG === '1' ? 3000 : 300, endOnFailure: true },
    );
    expect(turned).toBeGreaterThan(50);
  });
});
