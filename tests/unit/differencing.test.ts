// What two geographies give away by subtraction: known answers, and every union of small instances tried one by one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherAtoms, linkedComponents, type Atoms } from '../../core/disclosure/atoms.ts';
import { auditDifferences, zoneTotals } from '../../core/disclosure/differencing.ts';

/** Atoms as [zone of a, zone of b, count]; '' is no zone. */
function atomsOf(rows: readonly (readonly [string, string, number])[]): { atoms: Atoms; a: string[]; b: string[] } {
  const a = [...new Set(rows.map(([zone]) => zone))].filter((zone) => zone !== '');
  const b = [...new Set(rows.map(([, zone]) => zone))].filter((zone) => zone !== '');
  const { atoms } = gatherAtoms(
    [rows.map(([zone]) => a.indexOf(zone)), rows.map(([, zone]) => b.indexOf(zone))],
    [a.length, b.length],
    rows.map(([, , count]) => count),
  );
  return { atoms, a, b };
}

/** Smallest unions by atom, as "M1*c1": [count, atoms]. */
function smallestUnions(rows: readonly (readonly [string, string, number])[], threshold: number): Record<string, [number, string[]]> {
  const { atoms, a, b } = atomsOf(rows);
  const name = (atom: number) => `${a[atoms.zone[2 * atom]!]}*${b[atoms.zone[2 * atom + 1]!]}`;
  return Object.fromEntries(auditDifferences(atoms, threshold).map(({ atom, union }) => [name(atom), [union.count, union.atoms.map(name)]]));
}

describe("INSEE's toy examples (diffman), threshold 11", () => {
  it('DIFF-TOY1: both parts of a zone that two communes share', () => {
    expect(smallestUnions([['M1', 'c1', 10], ['M2', 'c1', 2]], 11)).toEqual({ 'M1*c1': [10, ['M1*c1']], 'M2*c1': [2, ['M2*c1']] });
  });
  it('DIFF-TOY2: nothing where both parts are large', () => {
    expect(smallestUnions([['M1', 'c1', 12], ['M2', 'c1', 12]], 11)).toEqual({});
  });
  it('DIFF-TOY3: unions of two atoms, a part of a zone, and a zone that is small by itself', () => {
    const rows = [['M1', 'c1', 2], ['M1', 'c2', 10], ['M2', 'c1', 5], ['M2', 'c2', 3], ['M3', 'c3', 4], ['M4', 'c4', 13], ['M5', 'c4', 5]] as const;
    const found = smallestUnions(rows, 11);
    expect(found['M2*c2']).toEqual([8, ['M2*c1', 'M2*c2']]);
    expect(found['M5*c4']).toEqual([5, ['M5*c4']]);
    expect(found['M3*c3']).toEqual([4, ['M3*c3']]);
    // c1 is a published zone of 7 people: smaller than M2's 8.
    expect(found['M2*c1']).toEqual([7, ['M1*c1', 'M2*c1']]);
    expect(linkedComponents(atomsOf(rows).atoms)).toBe(3);
  });
  it('DIFF-TOY4: an atom of 10 is not at risk where no subtraction leaves it alone', () => {
    const rows = [['M1', 'c1', 2], ['M2', 'c1', 13], ['M3', 'c1', 10], ['M2', 'c2', 20], ['M3', 'c2', 30]] as const;
    expect(smallestUnions(rows, 11)).toEqual({ 'M1*c1': [2, ['M1*c1']] });
  });
  it('DIFF-TOY6 (counts in tenths): two atoms that only go together', () => {
    const rows = [['M1', 'c1', 170], ['M1', 'c2', 150], ['M2', 'c2', 80], ['M2', 'c3', 29], ['M3', 'c1', 200], ['M3', 'c3', 170], ['M4', 'c4', 140], ['M5', 'c4', 35]] as const;
    expect(smallestUnions(rows, 110)).toEqual({
      'M2*c2': [109, ['M2*c2', 'M2*c3']],
      'M2*c3': [109, ['M2*c2', 'M2*c3']],
      'M5*c4': [35, ['M5*c4']],
    });
  });
  it('DIFF-TOY8: the part of the ninth zone', () => {
    const inner = [5, 10, 20, 6, 13, 20, 10, 11].map((count, i) => ['M1', `c${i + 1}`, count] as const);
    const found = smallestUnions([...inner, ['M1', 'c9', 5], ['M2', 'c9', 100]], 11);
    expect(found['M1*c9']).toEqual([5, ['M1*c9']]);
    expect(found['M2*c9']).toBeUndefined();
  });
});

interface Instance {
  readonly aCount: number;
  readonly bCount: number;
  readonly atoms: Atoms;
  readonly withheld: readonly [Uint8Array, Uint8Array];
  readonly threshold: number;
}

const instance: fc.Arbitrary<Instance> = fc
  .record({
    aCount: fc.integer({ min: 1, max: 5 }),
    bCount: fc.integer({ min: 1, max: 5 }),
    rows: fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.integer({ min: -1, max: 4 }), fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 11 }),
    withheldA: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    withheldB: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    some: fc.boolean(),
    threshold: fc.integer({ min: 2, max: 9 }),
  })
  .map(({ aCount, bCount, rows, withheldA, withheldB, some, threshold }) => {
    const inside = rows.map(([a, b, n]) => [Math.min(a, aCount - 1), Math.min(b, bCount - 1), n] as const);
    const { atoms } = gatherAtoms([inside.map(([a]) => a), inside.map(([, b]) => b)], [aCount, bCount], inside.map(([, , n]) => n));
    const flags = (of: boolean[], size: number) => Uint8Array.from({ length: size }, (_, i) => (some && of[i]! && i % 2 === 0 ? 1 : 0));
    return { aCount, bCount, atoms, withheld: [flags(withheldA, aCount), flags(withheldB, bCount)] as const, threshold };
  });

/** Rows of published zones over the atoms. */
function publishedRows({ atoms, withheld, aCount, bCount }: Instance): number[][] {
  const rows: number[][] = [];
  [aCount, bCount].forEach((zones, g) => {
    for (let zone = 0; zone < zones; zone++) {
      if (withheld[g]![zone] === 1) continue;
      rows.push(Array.from(atoms.count, (_, atom) => (atoms.zone[2 * atom + g] === zone ? 1 : 0)));
    }
  });
  return rows;
}

const PRIME = 1_000_003;

/** Rank modulo a prime; entries of incidence rows are 0 and 1, and so small that no minor vanishes by accident. */
function rank(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, i) => i >= found && row[column] !== 0);
    if (pivot < 0) continue;
    [left[found], left[pivot]] = [left[pivot]!, left[found]!];
    const inverse = power(left[found]![column]!, PRIME - 2);
    for (let i = found + 1; i < left.length; i++) {
      const factor = (left[i]![column]! * inverse) % PRIME;
      if (factor === 0) continue;
      for (let k = column; k < left[i]!.length; k++) left[i]![k] = (left[i]![k]! - ((factor * left[found]![k]!) % PRIME) + PRIME) % PRIME;
    }
    found++;
  }
  return found;
}

function power(base: number, exponent: number): number {
  let [result, square, left] = [1, base % PRIME, exponent];
  for (; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** By atom: the least count of all unions with it that the published rows span, if below the threshold. All 2^n are tried. */
function byHand(given: Instance): (number | null)[] {
  const { atoms, threshold } = given;
  const size = atoms.count.length;
  const rows = publishedRows(given);
  const known = rank(rows);
  const least: (number | null)[] = Array.from({ length: size }, () => null);
  for (let mask = 1; mask < 2 ** size; mask++) {
    const union = Array.from(atoms.count, (_, atom) => (mask >> atom) & 1);
    const count = union.reduce((sum, one, atom) => sum + one * atoms.count[atom]!, 0);
    if (count === 0 || count >= threshold) continue;
    if (!union.some((one, atom) => one === 1 && atoms.count[atom]! > 0 && (least[atom] ?? Infinity) > count)) continue;
    if (rank([...rows, union]) > known) continue;
    union.forEach((one, atom) => {
      if (one === 1 && atoms.count[atom]! > 0 && (least[atom] ?? Infinity) > count) least[atom] = count;
    });
  }
  return least;
}

describe('random geographies', () => {
  it('give away exactly what trying all unions finds, withheld zones and atoms outside included', { timeout: 120_000 }, () => {
    const runs = process.env.LONG === '1' ? 1000 : 250;
    fc.assert(
      fc.property(instance, (given) => {
        const found = auditDifferences(given.atoms, given.threshold, given.withheld);
        const least = byHand(given);
        expect(found.map(({ atom, union }) => [atom, union.count])).toEqual(least.flatMap((count, atom) => (count === null ? [] : [[atom, count]])));
      }),
      { numRuns: runs },
    );
  });

  it('have certificates that add up from published totals alone, atom by atom', () => {
    fc.assert(
      fc.property(instance, ({ atoms, withheld, threshold }) => {
        const totals = zoneTotals(atoms);
        for (const finding of auditDifferences(atoms, threshold, withheld)) {
          const times = new Int32Array(atoms.count.length);
          let sum = 0;
          for (const [sign, zones] of [[1, finding.plus], [-1, finding.minus]] as const) {
            for (const { geography, zone } of zones) {
              expect(withheld[geography as 0 | 1]![zone]).toBe(0);
              sum += sign * totals[geography]![zone]!;
              for (let atom = 0; atom < times.length; atom++) if (atoms.zone[2 * atom + geography] === zone) times[atom]! += sign;
            }
          }
          expect(sum).toBe(finding.union.count);
          expect(Array.from(times)).toEqual(Array.from(times, (_, atom) => (finding.union.atoms.includes(atom) ? 1 : 0)));
          expect(finding.union.atoms).toContain(finding.atom);
        }
      }),
      { numRuns: 500 },
    );
  });
});
