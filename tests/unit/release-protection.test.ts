// What a release withholds: nobody who knows the rules and everything public finds a small number, on all tables that fit.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { protectRelease, type ReleaseProtectionInput } from '../../core/disclosure/releases/release-protection.ts';
import { leastWithheld } from '../../core/disclosure/rules/rule-set.ts';

const solver = new HighsSolver(await loadHighs());

function partition(...zoneOf: number[]): Partition {
  return { zoneOf: Int32Array.from(zoneOf), zoneCount: Math.max(...zoneOf) + 1 };
}

function zoneTotals({ zoneOf, zoneCount }: Partition, counts: ArrayLike<number>): number[] {
  const totals = Array.from({ length: zoneCount }, () => 0);
  zoneOf.forEach((zone, block) => (zone >= 0 ? (totals[zone]! += counts[block]!) : 0));
  return totals;
}

function flags(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

describe('what a release withholds', () => {
  it('nothing where every zone holds enough and nothing else is public', () => {
    const { withheld, unresolved } = protectRelease({
      partitions: [partition(0, 0, 1, 1)], released: 0, publishedBefore: [null], counts: Int32Array.of(2, 3, 1, 4), primary: flags(0, 0), rules: { threshold: 5, zeros: 'open' }, solver,
    });
    expect([...withheld]).toEqual([0, 0]);
    expect(unresolved).toEqual([]);
  });

  it('a second zone beside a secret one whose city total is public', () => {
    const { withheld, secondary, primary } = protectRelease({
      partitions: [partition(0, 1, 2), partition(0, 0, 0)], released: 0, publishedBefore: [null, flags(1)], counts: Int32Array.of(2, 9, 30), primary: flags(1, 0, 0), rules: { threshold: 3, zeros: 'open' }, solver,
    });
    expect([...primary]).toEqual([1, 0, 0]);
    expect([...secondary]).toEqual([0, 1, 0]);
    expect([...withheld]).toEqual([1, 1, 0]);
  });

  it('a zone that is large itself, because the difference from an earlier release is a sliver of 2', () => {
    // Zones of 20 and 30 now; before, the border ran one block further: 18 and 32.
    const input: ReleaseProtectionInput = {
      partitions: [partition(0, 0, 1), partition(0, 1, 1)], released: 0, publishedBefore: [null, flags(1, 1)], counts: Int32Array.of(18, 2, 30), primary: flags(0, 0), rules: { threshold: 5, zeros: 'open' }, solver,
    };
    // 20 - 18 = 2 and 32 - 30 = 2: both give the sliver away.
    expect([...protectRelease(input).withheld]).toEqual([1, 1]);
  });

  it('tells what follows from earlier publications whatever is withheld now', () => {
    const { unresolved, withheld } = protectRelease({
      partitions: [partition(0, 0, 0), partition(0, 0, 1), partition(0, 1, 1)], released: 0, publishedBefore: [null, flags(1, 1), flags(1, 1)], counts: Int32Array.of(18, 2, 30), primary: flags(0), rules: { threshold: 5, zeros: 'open' }, solver,
    });
    expect(unresolved.map(({ union }) => union.count)).toEqual([2]);
    expect([...withheld]).toEqual([0]);
  });
});

interface Instance extends Omit<ReleaseProtectionInput, 'solver'> {}

/** Earlier publications followed the same rules zone by zone, each for itself; some zones of them were left out besides. */
const instance: fc.Arbitrary<Instance> = fc
  .record({
    blocks: fc.integer({ min: 2, max: 6 }),
    counts: fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(0), fc.integer({ min: 4, max: 9 })), { minLength: 6, maxLength: 6 }),
    zones: fc.array(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 2 }),
    own: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }),
    city: fc.boolean(),
    earlier: fc.array(fc.constantFrom('none' as const, 'all' as const, 'some' as const), { minLength: 4, maxLength: 4 }),
    leftOut: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    threshold: fc.integer({ min: 2, max: 4 }),
    zeros: fc.constantFrom('open' as const, 'protect' as const),
    protect: fc.constantFrom('exact' as const, 'small' as const),
  })
  .map(({ blocks, counts, zones, own, city, earlier, leftOut, threshold, zeros, protect }) => {
    const of = (numbers: readonly number[]): Partition => ({ zoneOf: Int32Array.from(numbers.slice(0, blocks)), zoneCount: 4 });
    const partitions = [of(own), ...zones.map(of), ...(city ? [of(own.map(() => 0))] : [])];
    const counted = Int32Array.from(counts.slice(0, blocks));
    const secret = (value: number) => value < threshold && (value > 0 || zeros === 'protect');
    const totals = partitions.map((one) => zoneTotals(one, counted));
    const publishedBefore = partitions.map((_, g) => {
      const how = g === partitions.length - 1 && city ? 'all' : earlier[g]!;
      if (how === 'none') return null;
      return Uint8Array.from(totals[g]!, (value, zone) => (secret(value) || (how === 'some' && leftOut[4 * g + zone]!) ? 0 : 1));
    });
    return { partitions, released: 0, publishedBefore, counts: counted, primary: Uint8Array.from(totals[0]!, (value) => (secret(value) ? 1 : 0)), rules: { threshold, zeros, protect } };
  });

/** Least and largest of every union of blocks (by bit mask) over all counts of blocks that fit what is public. */
function tryAll({ partitions, released, publishedBefore, counts, rules }: Instance, withheld: Uint8Array): { least: Float64Array; most: Float64Array } {
  const blocks = counts.length;
  const sums = partitions.flatMap((one, g) => {
    const flags_ = Uint8Array.from({ length: one.zoneCount }, (_, zone) => (publishedBefore[g]?.[zone] === 1 || (g === released && withheld[zone] === 0) ? 1 : 0));
    if (g !== released && publishedBefore[g] === null) return [];
    return zoneTotals(one, counts).flatMap((total, zone) => {
      const at = [...one.zoneOf.keys()].filter((block) => one.zoneOf[block] === zone);
      if (at.length === 0) return [];
      const floor = Math.min(total, leastWithheld(rules));
      return [{ at, last: at.at(-1)!, from: flags_[zone] === 1 ? total : floor, to: flags_[zone] === 1 ? total : Infinity }];
    });
  });
  const closing = Array.from(counts, (_, block) => sums.filter(({ last }) => last === block));
  const touching = Array.from(counts, (_, block) => sums.filter(({ at }) => at.includes(block)));
  const least = new Float64Array(2 ** blocks).fill(Infinity);
  const most = new Float64Array(2 ** blocks).fill(-Infinity);
  const ceiling = Array.from(counts, (_, block) => Math.min(counts[block]! + rules.threshold, ...touching[block]!.map(({ to }) => to)));
  const guess = new Int32Array(blocks);
  const visit = (block: number): void => {
    if (block === blocks) {
      for (let union = 1; union < least.length; union++) {
        let sum = 0;
        for (let bit = 0; bit < blocks; bit++) if ((union & (1 << bit)) !== 0) sum += guess[bit]!;
        if (sum < least[union]!) least[union] = sum;
        if (sum > most[union]!) most[union] = sum;
      }
      return;
    }
    for (let value = 0; value <= ceiling[block]!; value++) {
      guess[block] = value;
      const sumOf = (at: readonly number[]) => at.reduce((sum, of) => (of <= block ? sum + guess[of]! : sum), 0);
      if (touching[block]!.some(({ at, to }) => sumOf(at) > to)) break;
      if (closing[block]!.every(({ at, from }) => sumOf(at) >= from)) visit(block + 1);
    }
    guess[block] = 0;
  };
  visit(0);
  return { least, most };
}

describe('random releases with one to three partitions beside and what was published before', () => {
  it('nobody who tries all counts that fit finds a small union, unless earlier publications alone give it away', { timeout: 300_000 }, () => {
    let [secondary, kept] = [0, 0];
    fc.assert(
      fc.property(instance, (given) => {
        const { withheld, primary } = protectRelease({ ...given, solver });
        const { threshold, protect } = given.rules;
        primary.forEach((flag, zone) => expect(withheld[zone]! >= flag).toBe(true));
        const after = tryAll(given, withheld);
        // An open zero is never withheld: whoever sees that it is would know that it holds somebody.
        const before = tryAll(given, Uint8Array.from(zoneTotals(given.partitions[0]!, given.counts), (total) => (total === 0 && given.rules.zeros === 'open' ? 0 : 1)));
        // What is known of a block anyway is not kept by hiding that those beside it are empty, unless it is a secret zone.
        const told = given.counts.reduce((mask, count, block) => (count > 0 && before.most[1 << block]! < threshold ? mask | (1 << block) : mask), 0);
        const secretZones = new Set([...primary.keys()].filter((zone) => primary[zone] === 1).map((zone) => given.partitions[0]!.zoneOf.reduce((mask, of, block) => (of === zone ? mask | (1 << block) : mask), 0)));
        for (let union = 1; union < after.least.length; union++) {
          if ((union & told) !== 0 && !secretZones.has(union)) continue;
          const held = given.counts.reduce((sum, count, block) => ((union & (1 << block)) !== 0 ? sum + count : sum), 0);
          if (held === 0 || held >= threshold) continue;
          kept++;
          if (protect === 'small' && before.most[union]! >= threshold) expect(after.most[union]).toBeGreaterThanOrEqual(threshold);
          if (protect === 'exact' && before.most[union]! > before.least[union]!) expect(after.most[union]).toBeGreaterThan(after.least[union]!);
        }
        secondary += withheld.reduce((sum, flag, zone) => sum + flag - primary[zone]!, 0);
      }),
      { numRuns: process.env.LONG === '1' ? 3000 : 150 },
    );
    // The runs are no empty ones.
    expect(secondary).toBeGreaterThan(5);
    expect(kept).toBeGreaterThan(100);
  });
});
