// Shares of blocks in zones by parts and by two threads are those by one, to the last bit.
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { joinShares, type OverlayFractions, overlayFractions, type OverlayResult } from '../../core/coverage/overlay/overlay.ts';
import { OverlayPart, type PartShares } from '../../core/coverage/overlay/overlay-part.ts';
import { endOverlay, overlayInThreads } from '../../server/processes/overlay/overlay-threads.ts';
import { cuttingZones } from '../bench/suites/areas.ts';
import { createTown } from '../bench/town.ts';
import { gridRings } from './coverage-shapes.ts';
import { build, coveragePairs } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 2000 : 150;

function shared(rings: BlockRings): Coverage {
  const built = buildCoverage(rings, SharedArrayBuffer);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return built.coverage;
}

function fractionsOf(result: OverlayResult): OverlayFractions {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.overlay;
}

/** Every bit of every number; -0 and 0 differ here. */
function bits(overlay: OverlayFractions): string {
  const arrays = [overlay.blockStart, overlay.zone, overlay.fraction, overlay.areaM2, overlay.outsideFraction];
  return arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString('base64')).join('|');
}

function byParts(blocks: Coverage, zones: Coverage, count: number): OverlayFractions {
  const parts = Array.from({ length: count }, (_, index) => new OverlayPart(blocks, zones, { index, count }, { negligibleFraction: 2 ** -42 }));
  const traces = parts.map(({ trace }) => trace);
  const shares = parts.map((part) => part.shares(traces));
  return joinShares(blocks, zones.blockCount, shares as PartShares[]);
}

const scaled = (size: number) => (x: number, y: number): [number, number] => [size * x, size * y];

afterAll(endOverlay);

describe('an overlay in parts', () => {
  it('is that of one piece to the last bit, whatever the number of parts', () => {
    fc.assert(
      fc.property(coveragePairs, fc.integer({ min: 2, max: 4 }), ({ blocks, zones }, count) => {
        const [a, b] = [build(blocks), build(zones)];
        expect(bits(byParts(a, b, count))).toBe(bits(fractionsOf(overlayFractions(a, b))));
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it('shares blocks with zones in memory of its own as with any other', () => {
    const { blocks } = createTown(2000, 7, 3);
    const zones = cuttingZones(2000, 9, 3, true);
    expect(bits(fractionsOf(overlayFractions(shared(blocks), shared(zones))))).toBe(bits(fractionsOf(overlayFractions(build(blocks), build(zones)))));
  });
});

describe('an overlay by two threads', () => {
  it('is that of one thread to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(coveragePairs, async ({ blocks, zones }) => {
        const [a, b] = [shared(blocks), shared(zones)];
        expect(bits(fractionsOf(await overlayInThreads(a, b, { leastBlocks: 0 })))).toBe(bits(fractionsOf(overlayFractions(a, b))));
      }),
      { numRuns: RUNS },
    );
  });

  it('does several at a time, of a town as of a village', async () => {
    const town = shared(createTown(25_000, 20, 5).blocks);
    const pairs = [7, 60].map((count) => shared(cuttingZones(25_000, count, 5, true)));
    const [small, zone] = [shared(gridRings(4, 4, scaled(10))), shared(gridRings(2, 2, scaled(17)))];
    const [few, many, village] = await Promise.all([overlayInThreads(town, pairs[0]!), overlayInThreads(town, pairs[1]!), overlayInThreads(small, zone, { leastBlocks: 0 })]);
    expect(bits(fractionsOf(few!))).toBe(bits(fractionsOf(overlayFractions(town, pairs[0]!))));
    expect(bits(fractionsOf(many!))).toBe(bits(fractionsOf(overlayFractions(town, pairs[1]!))));
    expect(bits(fractionsOf(village!))).toBe(bits(fractionsOf(overlayFractions(small, zone))));
  });

  it('tells of zones that contradict each other what one thread tells, and works on', async () => {
    const blocks = shared(gridRings(8, 8, scaled(10)));
    // Two squares that cross each other without a common vertex.
    const squares = gridRings(2, 1, scaled(40));
    const crossing = shared({ ...squares, xy: squares.xy.map((value, i) => (i >= 8 && i % 2 === 0 ? value - 13 : value)) });
    const alone = overlayFractions(blocks, crossing);
    expect(alone.ok).toBe(false);
    expect(await overlayInThreads(blocks, crossing, { leastBlocks: 0 })).toEqual(alone);
    const zones = shared(gridRings(2, 2, scaled(33)));
    expect((await overlayInThreads(blocks, zones, { leastBlocks: 0 })).ok).toBe(true);
  });
});
