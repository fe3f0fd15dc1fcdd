// The audit of a release: the same findings as all unions tried one by one, whatever was moved before.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { type Partition, ReleaseAudit } from '../../core/disclosure/releases/release-audit.ts';
import answers from '../../geodata/gartenstadt-answers.json' with { type: 'json' };
import { generateTown } from '../../geodata/town/generate-town.ts';
import { byHand } from './all-unions.ts';

const solver = new HighsSolver(await loadHighs());
const LONG = process.env.LONG === '1';

it('a block that changes its zone makes a sliver, and back again it is none', () => {
  const quarters = { zoneOf: Int32Array.from([0, 0, 0, 1, 1, 1]), zoneCount: 2 };
  const audit = new ReleaseAudit([quarters, quarters], solver);
  const counts = Int32Array.from([100, 200, 3, 100, 200, 300]);
  expect(audit.findings(counts, [null, null], 5)).toEqual([]);
  audit.move(1, [2], 1);
  const [found] = audit.findings(counts, [null, null], 5);
  expect(found).toMatchObject({ count: 3, union: { count: 3 }, publishedZone: false });
  expect([...audit.atoms.blocks[found!.atom]!]).toEqual([2]);
  expect(audit.findings(counts, [Uint8Array.from([1, 1]), null], 5)).toEqual([]);
  audit.move(1, [2], 0);
  expect(audit.findings(counts, [null, null], 5)).toEqual([]);
});

interface Release {
  readonly partitions: readonly Partition[];
  readonly counts: readonly Int32Array[];
  readonly withheld: readonly (Uint8Array | null)[];
  readonly threshold: number;
  readonly moves: readonly { readonly partition: number; readonly blocks: readonly number[]; readonly to: number }[];
}

/** Where a block is in every partition: independent ones, and `nested` ones made of two neighbours of the one before. */
function release(independent: number, nested: boolean): fc.Arbitrary<Release> {
  const blocks = 10;
  const width = nested ? independent + 1 : independent;
  const zones = 4;
  return fc
    .record({
      zoneOf: fc.array(fc.array(fc.integer({ min: -1, max: zones - 1 }), { minLength: blocks, maxLength: blocks }), { minLength: independent, maxLength: independent }),
      counts: fc.array(fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 30)), { minLength: blocks, maxLength: blocks }), { minLength: 2, maxLength: 2 }),
      withheld: fc.array(fc.option(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: zones, maxLength: zones }), { freq: 2 }), { minLength: width, maxLength: width }),
      threshold: fc.integer({ min: 2, max: 9 }),
      moves: fc.array(
        fc.record({
          partition: fc.integer({ min: 0, max: width - 1 }),
          blocks: fc.uniqueArray(fc.integer({ min: 0, max: blocks - 1 }), { minLength: 1, maxLength: 3 }),
          to: fc.integer({ min: -1, max: zones - 1 }),
        }),
        { maxLength: 4 },
      ),
    })
    .map(({ zoneOf, counts, withheld, threshold, moves }) => {
      const all = nested ? [...zoneOf, zoneOf.at(-1)!.map((zone) => (zone < 0 ? -1 : zone >> 1))] : zoneOf;
      return {
        partitions: all.map((of) => ({ zoneOf: Int32Array.from(of), zoneCount: zones })),
        counts: counts.map((of) => Int32Array.from(of)),
        withheld: withheld.map((flags) => (flags === null ? null : Uint8Array.from(flags, (flag) => (flag === 0 ? 1 : 0)))),
        threshold,
        moves,
      };
    });
}

/** Blocks of each atom and the least union with it, of whatever numbers the atoms have. */
function told(audit: ReleaseAudit, counts: Int32Array, { withheld, threshold }: Release): string[] {
  return audit.findings(counts, withheld, threshold).map(({ atom, union }) => `${[...audit.atoms.blocks[atom]!].join()}: ${union.count}`).toSorted();
}

function expected(audit: ReleaseAudit, counts: Int32Array, { partitions, withheld, threshold }: Release): string[] {
  const { width, zone, blocks } = audit.atoms;
  const count = Float64Array.from(blocks, (of) => of.reduce((sum, block) => sum + counts[block]!, 0));
  const zoneCounts = partitions.map(({ zoneCount }) => zoneCount);
  const least = byHand({ atoms: { width, zone, zoneCounts, count }, threshold, withheld: withheld.map((flags, g) => flags ?? new Uint8Array(zoneCounts[g]!)) });
  return least.flatMap((of, atom) => (of === null ? [] : [`${[...blocks[atom]!].join()}: ${of}`])).toSorted();
}

describe.each([
  ['two geographies', 2, false, LONG ? 400 : 40],
  ['one of them nested in finer zones', 2, true, LONG ? 400 : 25],
  ['three geographies', 3, false, LONG ? 400 : 30],
  ['three and a nested one', 3, true, LONG ? 200 : 20],
] as const)('%s', (_, independent, nested, numRuns) => {
  it('give away what trying all unions finds, before and after every move', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(release(independent, nested), (given) => {
        const audit = new ReleaseAudit(given.partitions, solver);
        for (const counts of given.counts) expect(told(audit, counts, given)).toEqual(expected(audit, counts, given));
        for (const { partition, blocks, to } of given.moves) {
          audit.move(partition, blocks, to);
          for (const counts of given.counts) expect(told(audit, counts, given)).toEqual(expected(audit, counts, given));
        }
        audit.dispose();
      }),
      { numRuns },
    );
  });
});

it('certificates add up from published totals after every move', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(release(3, true), (given) => {
      const audit = new ReleaseAudit(given.partitions, solver);
      const now = given.partitions.map(({ zoneOf }) => zoneOf.slice());
      for (const move of [null, ...given.moves]) {
        if (move !== null) {
          audit.move(move.partition, move.blocks, move.to);
          for (const block of move.blocks) now[move.partition]![block] = move.to;
        }
        for (const counts of given.counts) {
          for (const { union, plus, minus, dividedBy } of audit.findings(counts, given.withheld, given.threshold)) {
            const times = new Int32Array(counts.length);
            for (const [sign, zones] of [[1, plus], [-1, minus]] as const) {
              for (const { geography, zone, times: taken } of zones) {
                expect(given.withheld[geography]?.[zone] ?? 0).toBe(0);
                now[geography]!.forEach((of, block) => (times[block]! += of === zone ? sign * taken : 0));
              }
            }
            const blocks = new Set(union.atoms.flatMap((atom) => [...audit.atoms.blocks[atom]!]));
            expect(Array.from(times)).toEqual(Array.from(times, (_, block) => (blocks.has(block) ? dividedBy : 0)));
            expect(counts.reduce((sum, count, block) => sum + count * times[block]!, 0)).toBe(union.count * dividedBy);
          }
        }
      }
      audit.dispose();
    }),
    { numRuns: LONG ? 400 : 40 },
  );
});

it('what is planted in the demo town is found, by the additions that were planted', () => {
  const town = generateTown({ scale: 'town' });
  const versions = town.geographies.map(({ geography, versions: all }) => ({ geography, ...all.at(-1)! }));
  const { table } = town.counts.at(-1)!;
  const column = table.columns.indexOf(answers.statistic);
  const counts = Int32Array.from({ length: table.blockCount }, (_, block) => table.values[block * table.columns.length + column]!);
  const audit = new ReleaseAudit(versions.map(({ assignment, zones }) => ({ zoneOf: Int32Array.from(assignment), zoneCount: zones.length })), solver);
  const findings = audit.findings(counts, versions.map(() => null), answers.threshold);
  for (const { block, result, plus, minus } of [...answers.slivers, answers.threeGeographies]) {
    const position = town.blockStands[1].rings.ids.indexOf(block);
    const found = findings.find(({ union }) => union.atoms.some((atom) => audit.atoms.blocks[atom]!.includes(position)));
    expect(found?.union.count).toBe(result);
    // No addition that gives it is shorter than the planted one.
    expect(found!.plus.length + found!.minus.length).toBeLessThanOrEqual(plus.length + minus.length);
  }
});

it('partitions of different blocks are no release', () => {
  const [ten, nine] = [10, 9].map((blocks) => ({ zoneOf: new Int32Array(blocks), zoneCount: 1 }));
  expect(() => new ReleaseAudit([ten!, nine!], solver)).toThrow('of the same blocks');
  expect(() => new ReleaseAudit([ten!], solver).move(0, [1], 1)).toThrow('no zone 1');
});
