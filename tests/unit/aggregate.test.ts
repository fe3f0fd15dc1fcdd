// Sums by zone: the fast path over runs of blocks gives what adding one count after the other gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, moveBlocks } from '../../core/statistics/aggregate.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';

const ZONES = 3;

/** Any width, so that all remainders of the four-column steps occur; zones out of range count as none. */
const towns = fc.integer({ min: 0, max: 11 }).chain((width) =>
  fc.array(
    fc.record({
      zone: fc.integer({ min: -1, max: ZONES }),
      counts: fc.array(fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { freq: 6 }), { minLength: width, maxLength: width }),
    }),
    { maxLength: 40 },
  ).map((blocks) => ({ width, blocks })),
);

function tableOf(width: number, blocks: readonly { readonly counts: readonly (number | null)[] }[]): CountTable {
  const table = createCountTable(Array.from({ length: width }, (_, i) => `c${i}`), blocks.length);
  blocks.forEach(({ counts }, block) => counts.forEach((value, column) => setCount(table, block, column, value)));
  return table;
}

describe('sums by zone', () => {
  it('are those of adding one count after the other, with unknown ones apart', () => {
    fc.assert(
      fc.property(towns, ({ width, blocks }) => {
        const sums = aggregate(tableOf(width, blocks), Int32Array.from(blocks, ({ zone }) => zone), ZONES);
        const expected = Array.from({ length: (ZONES + 1) * width }, () => ({ sum: 0, unknown: 0 }));
        const count = Array.from({ length: ZONES + 1 }, () => 0);
        for (const { zone, counts } of blocks) {
          const row = zone >= 0 && zone < ZONES ? zone : ZONES;
          count[row]!++;
          counts.forEach((value, column) => {
            const cell = expected[row * width + column]!;
            if (value === null) cell.unknown++;
            else cell.sum += value;
          });
        }
        expect([...sums.sums]).toEqual(expected.map(({ sum }) => sum));
        expect([...sums.unknown]).toEqual(expected.map(({ unknown }) => unknown));
        expect([...sums.blocks]).toEqual(count);
      }),
    );
  });

  it('notice one unknown count wherever it lies among a thousand, in a table on a buffer of its own or within another', () => {
    for (const offset of [0, 8, 3]) {
      for (let unknown = 0; unknown < 1001; unknown += 7) {
        const known = new Uint8Array(new ArrayBuffer(1001 + offset), offset).fill(1);
        known[unknown] = 0;
        const table: CountTable = { columns: ['c'], blockCount: 1001, values: new Int32Array(1001), known };
        const { unknown: counted } = aggregate(table, new Int32Array(1001), 1);
        expect([...counted]).toEqual([1, 0]);
      }
    }
  });

  it('come back to the same bits after a move and its inverse', () => {
    fc.assert(
      fc.property(towns, ({ width, blocks }) => {
        const table = tableOf(width, blocks);
        const assignment = Int32Array.from(blocks, ({ zone }) => (zone >= ZONES ? -1 : zone));
        const sums = aggregate(table, assignment, ZONES);
        const before = structuredClone(sums);
        const moved = [...assignment.keys()].filter((block) => assignment[block] === 0);
        moveBlocks(sums, table, moved, 0, 1);
        expect(sums).toEqual(aggregate(table, assignment.map((zone) => (zone === 0 ? 1 : zone)), ZONES));
        moveBlocks(sums, table, moved, 1, 0);
        expect(sums).toEqual(before);
      }),
    );
  });
});
