// What a dry run sends of outlines to be looked at: bounded, and honest about what it leaves out.
import { describe, expect, it } from 'vitest';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { pictureOfBlocks, picturesOfCells } from '../../server/imports/outline-pictures.ts';
import { outlinesOf } from '../http/outline-pictures.ts';

/** Squares of 100 m with `bends` vertices on each side that stick out by `outM`, shared by neighbours; b0000 is the south-western one. */
function squares(columns: number, rows: number, bends: number, outM: number): BlockRings {
  const side = (fixed: number, from: number, to: number, along: 0 | 1): number[][] =>
    Array.from({ length: bends + 1 }, (_, i) => {
      const at = from + ((to - from) * i) / (bends + 1);
      // The same bend whichever way the side is walked.
      const off = i > 0 && Math.round((at % 100) / (100 / (bends + 1))) % 2 === 1 ? outM : 0;
      return along === 0 ? [at, fixed + off] : [fixed + off, at];
    });
  const ids: string[] = [];
  const xy: number[] = [];
  const ringStart = [0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [100 * column, 100 * row];
      ids.push(`b${String(ids.length).padStart(4, '0')}`);
      xy.push(...[...side(y, x, x + 100, 0), ...side(x + 100, y, y + 100, 1), ...side(y + 100, x + 100, x, 0), ...side(x, y + 100, y, 1)].flat());
      ringStart.push(xy.length / 2);
    }
  }
  const numbers = Uint32Array.from({ length: ids.length + 1 }, (_, i) => i);
  return { ids, xy: Float64Array.from(xy), ringStart: Uint32Array.from(ringStart), partStart: numbers, blockStart: numbers };
}

function coverageOf(rings: BlockRings) {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(built.issues[0]!.detail);
  return built.coverage;
}

const bytes = (value: unknown) => JSON.stringify(value).length;

describe('pictures of cells', () => {
  it('leave nothing out where there is room', () => {
    const rings = squares(20, 20, 3, 0.1);
    const { source, cells } = picturesOfCells(coverageOf(rings), coverageOf(rings));
    expect(cells).toMatchObject({ blocks: 400, drawn: 400, simplifiedM: 0 });
    expect(source).toMatchObject({ blocks: 400, drawn: 400, simplifiedM: 0 });
    const drawn = outlinesOf(cells).get('b0000')!;
    const points = drawn[0]![0]!.map(([x, y]) => `${x!.toFixed(3)} ${y!.toFixed(3)}`);
    expect(points).toHaveLength(17);
    expect(points).toContain('25.000 0.100');
  });

  it('lose small bends of 6,000 blocks, and no block, before there are too many vertices', () => {
    const coverage = coverageOf(squares(100, 60, 31, 0.05));
    expect(coverage.xy.length / 2).toBeGreaterThan(350_000);
    const { source, cells } = picturesOfCells(coverage, coverage);
    expect(cells).toMatchObject({ blocks: 6000, drawn: 6000, simplifiedM: 0.5 });
    expect(outlinesOf(source).size).toBe(6000);
    expect(bytes(cells)).toBeLessThan(3_500_000);
  });

  it('are of a piece round the middle where even that is too much, the same piece before and after, and say so', () => {
    const coverage = coverageOf(squares(80, 80, 31, 9));
    const { source, cells } = picturesOfCells(coverage, coverage);
    expect(cells.blocks).toBe(6400);
    expect(cells.drawn).toBeGreaterThan(3000);
    expect(cells.drawn).toBeLessThan(6400);
    const drawn = outlinesOf(cells);
    expect(drawn.size).toBe(cells.drawn);
    expect([...outlinesOf(source).keys()].toSorted()).toEqual([...drawn.keys()].toSorted());
    expect(drawn.has('b3240')).toBe(true);
    expect(drawn.has('b0000')).toBe(false);
    expect(bytes(cells)).toBeLessThan(5_000_000);
  });
});

describe('pictures of blocks that a repair changed', () => {
  it('are exact, of the first that are named, and tell how many there would be', () => {
    const rings = squares(80, 80, 31, 0.05);
    const some = pictureOfBlocks(rings, ['b0001', 'b0002', 'b0002', 'unknown'])!;
    expect(some).toMatchObject({ blocks: 2, drawn: 2, simplifiedM: 0 });
    expect(outlinesOf(some).get('b0001')![0]![0]).toHaveLength(129);
    const all = pictureOfBlocks(rings, rings.ids)!;
    expect(all.blocks).toBe(6400);
    expect(all.drawn).toBe(Math.floor(250_000 / 128));
    expect([...outlinesOf(all).keys()][0]).toBe('b0000');
    expect(pictureOfBlocks(rings, ['unknown'])).toBeNull();
  });
});
