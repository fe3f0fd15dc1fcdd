// What a block set has beside its topology reaches the browser in the same bytes, and is reckoned with there.
import { describe, expect, it } from 'vitest';
import { Findings } from '../../client/editor/findings.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import { baseSums, zoneFigures } from '../../client/editor/figures/zone-figures.ts';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { decodeCoverage, decodeExtras, encodeCoverage } from '../../core/coverage/encode.ts';
import { joinPairs, nearPairs } from '../../core/coverage/near-adjacency.ts';
import { areasOfRings } from '../../core/coverage/ring-areas.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { createSurface } from '../../core/plan/surface.ts';

const box = (id: string, x0: number, y0: number, x1: number, y1: number, hole?: number[][]) => {
  const ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]];
  return { id, geometry: { type: 'Polygon' as const, coordinates: hole === undefined ? [ring] : [ring, hole] } };
};
/** Three blocks in a row with streets of 10 m between. */
const rings = ringsFromGeoJson([box('a', 0, 0, 90, 90), box('b', 100, 0, 190, 90), box('c', 200, 0, 290, 90)]);
const built = buildCoverage(rings);
if (!built.ok) throw new Error('no coverage');
const { coverage } = built;

describe('the bytes of a coverage', () => {
  it('hold near neighbours and areas of the source, and the coverage as ever', () => {
    const extras = { nearPairs: Uint32Array.of(0, 1, 1, 2), sourceAreaM2: Float64Array.of(1, 2, 3.5) };
    const { buffer } = encodeCoverage(coverage, extras);
    expect(decodeCoverage(buffer)).toEqual(coverage);
    expect(decodeExtras(buffer)).toEqual(extras);
    expect(decodeExtras(encodeCoverage(coverage, { nearPairs: Uint32Array.of(0, 2), sourceAreaM2: null }).buffer)).toEqual({ nearPairs: Uint32Array.of(0, 2), sourceAreaM2: null });
  });

  it('are what they were for a set that has neither', () => {
    const plain = encodeCoverage(coverage);
    expect(encodeCoverage(coverage, { nearPairs: new Uint32Array(0), sourceAreaM2: null })).toEqual(plain);
    expect(decodeExtras(plain.buffer)).toEqual({ nearPairs: new Uint32Array(0), sourceAreaM2: null });
  });
});

it('areas of rings are those of the topology, holes taken off, whichever way they wind', () => {
  const ring = [[10, 10], [10, 20], [20, 20], [20, 10], [10, 10]];
  for (const hole of [ring, ring.toReversed()]) {
    const one = ringsFromGeoJson([box('h', 0, 0, 30.1, 30, hole)]);
    const whole = buildCoverage(one);
    expect(whole.ok && [...areasOfRings(one)]).toEqual(whole.ok && [...whole.coverage.blockAreaM2]);
    expect(areasOfRings(one)[0]).toBeCloseTo(803, 5);
  }
});

describe('a plan in the browser over blocks with streets between', () => {
  const zones = [{ slot: 0, zone: '1', name: 'Eins', locked: false }];
  const snapshot = { version: 1, blockSet: 1, zones, assignment: [0, 0, 0], baseZones: [], baseAssignment: [-1, -1, -1], canUndo: false, canRedo: false };
  const detached = (session: PlanSession) => {
    const findings = new Findings(session);
    findings.check();
    return findings.all.filter(({ code }) => code === 'DETACHED').map(({ where }) => where.blocks);
  };

  it('finds zones detached at a barrier alone, once near neighbours came with the blocks', () => {
    expect(detached(new PlanSession(createSurface({ coverage, neighbours: adjacency(coverage) }), snapshot))).toEqual([['b'], ['c']]);
    const rail = [Float64Array.of(195, -10, 195, 100)];
    const joined = joinPairs(adjacency(coverage), nearPairs(coverage, 12, rail));
    expect(detached(new PlanSession(createSurface({ coverage, neighbours: joined }), snapshot))).toEqual([['c']]);
  });

  it('shows areas of the source, and the compactness of the outline that is drawn', () => {
    const figures = (sourceAreaM2: Float64Array | null) => {
      const session = new PlanSession(createSurface({ coverage, neighbours: adjacency(coverage), sourceAreaM2 }), snapshot);
      return zoneFigures(session, baseSums(session), { threshold: 5, zeros: 'open' }).rows[0]!;
    };
    const [drawn, source] = [figures(null), figures(Float64Array.of(100, 200, 300.5))];
    expect([drawn.areaM2, source.areaM2]).toEqual([3 * 8100, 600.5]);
    expect(source.polsbyPopper).toBe(drawn.polsbyPopper);
  });
});
