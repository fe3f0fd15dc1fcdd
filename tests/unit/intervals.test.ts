// The interval audit: bounds from everything public at once, beside all counts that fit.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { auditIntervals, type IntervalInput } from '../../core/disclosure/releases/intervals.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { leastWithheld } from '../../core/disclosure/rules/rule-set.ts';

const solver = new HighsSolver(await loadHighs());

function partition(...zoneOf: number[]): Partition {
  return { zoneOf: Int32Array.from(zoneOf), zoneCount: Math.max(...zoneOf) + 1 };
}

const RULES = { threshold: 3, zeros: 'open' } as const;

describe('what is known though it follows by no subtraction', () => {
  it('LP-4x4: 47 exactly, with two cells withheld in every row and column', () => {
    const table = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]];
    const withheld = new Set([0, 1, 2, 4, 6, 9, 11, 13, 15]);
    const cells = [...Array(16).keys()];
    const audit = auditIntervals({
      partitions: [partition(...cells), partition(...cells.map((cell) => Math.floor(cell / 4))), partition(...cells.map((cell) => cell % 4))],
      statistics: [{ counts: Int32Array.from(table.flat()), published: [Uint8Array.from(cells, (cell) => (withheld.has(cell) ? 0 : 1)), new Uint8Array(4).fill(1), new Uint8Array(4).fill(1)], rules: { threshold: 48, zeros: 'open', attackerMinimum: 0 } }],
      solver,
    });
    expect(audit.withheld.find(({ zone }) => zone === 1)).toMatchObject({ lower: 47, upper: 47 });
    expect(audit.findings.filter(({ zone }) => zone !== null)).toMatchObject([{ kind: 'exact', zone: { partition: 0, zone: 1 }, count: 47 }]);
  });

  it('two withheld zones of together 2, where a 0 would be shown: each is 1', () => {
    const { findings } = auditIntervals({
      partitions: [partition(0, 1, 2), partition(0, 0, 0)],
      statistics: [{ counts: Int32Array.of(1, 1, 9), published: [Uint8Array.of(0, 0, 1), Uint8Array.of(1)], rules: RULES }],
      solver,
    });
    expect(findings.filter(({ zone }) => zone !== null)).toMatchObject([{ kind: 'exact', count: 1, lower: 1, upper: 1 }, { kind: 'exact', count: 1 }]);
  });

  it('no more children than residents: who withholds 2 children where 2 live tells that they are at most 2', () => {
    const input: IntervalInput = {
      partitions: [partition(0, 1, 2)],
      statistics: [
        { counts: Int32Array.of(2, 40, 50), published: [Uint8Array.of(1, 1, 1)], rules: RULES },
        { counts: Int32Array.of(1, 9, 8), published: [Uint8Array.of(0, 1, 1)], rules: RULES },
      ],
      solver,
    };
    expect(auditIntervals(input).findings.filter(({ statistic }) => statistic === 1)).toEqual([]);
    const linked = auditIntervals({ ...input, links: { atMost: [{ part: 1, whole: 0 }] } });
    expect(linked.findings.filter(({ statistic, zone }) => statistic === 1 && zone !== null)).toMatchObject([{ kind: 'small', lower: 1, upper: 2, count: 1 }]);
  });

  it('women and men are all: a withheld number of men follows from the other two', () => {
    const { findings } = auditIntervals({
      partitions: [partition(0, 1)],
      statistics: [
        { counts: Int32Array.of(12, 30), published: [Uint8Array.of(1, 1)], rules: RULES },
        { counts: Int32Array.of(10, 14), published: [Uint8Array.of(1, 1)], rules: RULES },
        { counts: Int32Array.of(2, 16), published: [Uint8Array.of(0, 1)], rules: RULES },
      ],
      links: { sums: [{ whole: 0, parts: [1, 2] }] },
      solver,
    });
    expect(findings.filter(({ zone }) => zone !== null)).toMatchObject([{ statistic: 2, kind: 'exact', count: 2 }]);
  });
});

/** Parts and a whole over up to four blocks and three partitions; zones are withheld at random. */
const instance = fc
  .record({
    blocks: fc.integer({ min: 2, max: 4 }),
    zones: fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    parts: fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 2 }),
    published: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
    link: fc.constantFrom('none' as const, 'sum' as const, 'atMost' as const),
  })
  .map(({ blocks, zones, parts, published, link }): Omit<IntervalInput, 'solver'> => {
    // The whole city is a partition too, and public: so are all counts bounded.
    const partitions = [...zones.map((of) => ({ zoneOf: Int32Array.from(of.slice(0, blocks)), zoneCount: 2 })), { zoneOf: new Int32Array(blocks), zoneCount: 1 }];
    const [first, second] = parts.map((of) => Int32Array.from(of.slice(0, blocks))) as [Int32Array, Int32Array];
    const whole = first.map((count, block) => count + second[block]!);
    const counts = link === 'sum' ? [whole, first, second] : link === 'atMost' ? [whole, first] : [first];
    const statistics = counts.map((of, s) => ({
      counts: of,
      published: partitions.map(({ zoneCount }, g) => (g === partitions.length - 1 ? Uint8Array.of(1) : Uint8Array.from({ length: zoneCount }, (_, z) => (published[8 * s + 2 * g + z]! ? 1 : 0)))),
      rules: RULES,
    }));
    const links = link === 'sum' ? { sums: [{ whole: 0, parts: [1, 2] }] } : link === 'atMost' ? { atMost: [{ part: 1, whole: 0 }] } : {};
    return { partitions, statistics, links };
  });

/** Bounds of every union of blocks (bit mask) of every statistic over all counts that fit. */
function tryAll({ partitions, statistics, links }: Omit<IntervalInput, 'solver'>): { least: number[][]; most: number[][] } {
  const blocks = statistics[0]!.counts.length;
  const fits = statistics.map(({ counts, published, rules }) => {
    const sums = partitions.flatMap(({ zoneOf, zoneCount }, g) =>
      Array.from({ length: zoneCount }, (_, zone) => {
        const at = [...zoneOf.keys()].filter((block) => zoneOf[block] === zone);
        const total = at.reduce((sum, block) => sum + counts[block]!, 0);
        return { at, from: published[g]![zone] === 1 ? total : Math.min(total, leastWithheld(rules)), to: published[g]![zone] === 1 ? total : Infinity };
      }),
    );
    const all: number[][] = [];
    const city = counts.reduce((sum, count) => sum + count, 0);
    const visit = (guess: number[], left: number): void => {
      if (guess.length === blocks) {
        const sumOf = (at: readonly number[]) => at.reduce((sum, block) => sum + guess[block]!, 0);
        if (sums.every(({ at, from, to }) => sumOf(at) >= from && sumOf(at) <= to)) all.push(guess);
        return;
      }
      for (let value = 0; value <= left; value++) visit([...guess, value], left - value);
    };
    visit([], city);
    return all;
  });
  const least = statistics.map(() => Array.from({ length: 2 ** blocks }, () => Infinity));
  const most = statistics.map(() => Array.from({ length: 2 ** blocks }, () => -Infinity));
  const note = (s: number, guess: readonly number[]): void => {
    for (let union = 1; union < 2 ** blocks; union++) {
      const sum = guess.reduce((total, value, block) => ((union & (1 << block)) !== 0 ? total + value : total), 0);
      least[s]![union] = Math.min(least[s]![union]!, sum);
      most[s]![union] = Math.max(most[s]![union]!, sum);
    }
  };
  const text = (guess: readonly number[]) => guess.join();
  const known = fits.map((all) => new Set(all.map(text)));
  if (links?.sums !== undefined) {
    for (const a of fits[1]!) for (const b of fits[2]!) {
      const whole = a.map((value, block) => value + b[block]!);
      if (known[0]!.has(text(whole))) [whole, a, b].forEach((guess, s) => note(s, guess));
    }
  } else if (links?.atMost !== undefined) {
    for (const whole of fits[0]!) for (const part of fits[1]!) if (part.every((value, block) => value <= whole[block]!)) [whole, part].forEach((guess, s) => note(s, guess));
  } else for (const guess of fits[0]!) note(0, guess);
  return { least, most };
}

describe('random publications of linked statistics', () => {
  it('have the bounds that trying all counts gives, and every small zone and atom that is known is found', { timeout: 300_000 }, () => {
    let found = 0;
    fc.assert(
      fc.property(instance, (given) => {
        const { least, most } = tryAll(given);
        const { findings, withheld, atoms } = auditIntervals({ ...given, solver });
        const maskOf = (g: number, zone: number) => given.partitions[g]!.zoneOf.reduce((mask, of, block) => (of === zone ? mask | (1 << block) : mask), 0);
        for (const { statistic, partition: g, zone, lower, upper } of withheld) {
          expect([lower, upper]).toEqual([least[statistic]![maskOf(g, zone)], most[statistic]![maskOf(g, zone)]]);
        }
        const told = new Set(findings.map(({ statistic, kind, atoms: of }) => `${statistic} ${kind} ${of.reduce((mask, atom) => atoms.blocks[atom]!.reduce((bits, block) => bits | (1 << block), mask), 0)}`));
        given.statistics.forEach(({ counts }, s) => {
          for (const blocks of atoms.blocks) {
            const mask = blocks.reduce((bits, block) => bits | (1 << block), 0);
            const count = blocks.reduce((sum, block) => sum + counts[block]!, 0);
            if (count === 0 || count >= RULES.threshold) continue;
            const [lower, upper] = [least[s]![mask]!, most[s]![mask]!];
            expect(told.has(`${s} exact ${mask}`)).toBe(lower === upper);
            expect(told.has(`${s} small ${mask}`)).toBe(lower < upper && upper < RULES.threshold);
          }
        });
        found += findings.length;
      }),
      { numRuns: process.env.LONG === '1' ? 1500 : 80 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
