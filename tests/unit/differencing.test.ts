// What two geographies give away by subtraction: known answers, and every union of small instances tried one by one.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { gatherAtoms, linkedComponents, type Atoms } from '../../core/disclosure/differencing/atoms.ts';
import { auditDifferences, zoneTotals, type DifferencingFinding } from '../../core/disclosure/differencing/differencing.ts';
import { auditManyDifferences } from '../../core/disclosure/differencing/many-geographies.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { byHand, type Instance } from './all-unions.ts';

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

const solver = new HighsSolver(await loadHighs());

/** A few zones each, some withheld, some rows in no zone of a geography. */
function instance(width: number): fc.Arbitrary<Instance> {
  const zoneCount = width === 2 ? 5 : 4;
  return fc
    .record({
      zoneCounts: fc.array(fc.integer({ min: 1, max: zoneCount }), { minLength: width, maxLength: width }),
      rows: fc.array(fc.tuple(fc.array(fc.integer({ min: -1, max: zoneCount - 1 }), { minLength: width, maxLength: width }), fc.integer({ min: 0, max: 6 })), {
        minLength: 1,
        maxLength: 11,
      }),
      withheld: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: zoneCount, maxLength: zoneCount }), { minLength: width, maxLength: width }),
      threshold: fc.integer({ min: 2, max: 9 }),
    })
    .map(({ zoneCounts, rows, withheld, threshold }) => {
      const zones = zoneCounts.map((count, g) => rows.map(([places]) => Math.min(places[g]!, count - 1)));
      const { atoms } = gatherAtoms(zones, zoneCounts, rows.map(([, count]) => count));
      return { atoms, threshold, withheld: zoneCounts.map((count, g) => Uint8Array.from({ length: count }, (_, i) => (withheld[g]![i] === 0 ? 1 : 0))) };
    });
}

function audit({ atoms, threshold, withheld }: Instance): DifferencingFinding[] {
  return atoms.width === 2 ? auditDifferences(atoms, threshold, withheld) : auditManyDifferences(atoms, threshold, withheld, solver);
}

describe.each([
  [2, process.env.LONG === '1' ? 1000 : 250],
  [3, process.env.LONG === '1' ? 400 : 80],
  [4, process.env.LONG === '1' ? 200 : 30],
])('%i random geographies', (width, numRuns) => {
  it('give away exactly what trying all unions finds, withheld zones and atoms outside included', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(instance(width), (given) => {
        const least = byHand(given);
        expect(audit(given).map(({ atom, union }) => [atom, union.count])).toEqual(least.flatMap((count, atom) => (count === null ? [] : [[atom, count]])));
      }),
      { numRuns },
    );
  });

  it('have certificates that add up from published totals alone, atom by atom', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(instance(width), (given) => {
        const { atoms, withheld } = given;
        const totals = zoneTotals(atoms);
        for (const finding of audit(given)) {
          const times = new Int32Array(atoms.count.length);
          let sum = 0;
          for (const [sign, zones] of [[1, finding.plus], [-1, finding.minus]] as const) {
            for (const { geography, zone, times: taken } of zones) {
              expect(withheld[geography]![zone]).toBe(0);
              sum += sign * taken * totals[geography]![zone]!;
              for (let atom = 0; atom < times.length; atom++) if (atoms.zone[width * atom + geography] === zone) times[atom]! += sign * taken;
            }
          }
          expect(sum).toBe(finding.union.count * finding.dividedBy);
          expect(Array.from(times)).toEqual(Array.from(times, (_, atom) => (finding.union.atoms.includes(atom) ? finding.dividedBy : 0)));
          expect(finding.union.atoms).toContain(finding.atom);
        }
      }),
      { numRuns },
    );
  });
});

it('two geographies give the same by programs as by cuts', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(instance(2), ({ atoms, threshold, withheld }) => {
      const counts = (found: DifferencingFinding[]) => found.map(({ atom, union }) => [atom, union.count]);
      expect(counts(auditManyDifferences(atoms, threshold, withheld, solver))).toEqual(counts(auditDifferences(atoms, threshold, withheld)));
    }),
    { numRuns: 100 },
  );
});
