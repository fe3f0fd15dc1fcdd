// What school planners read off a plan: entry classes, social mix, and the street directory of the Satzung.
import { describe, expect, it } from 'vitest';
import { checkClassRule, classStep, entryClasses, type ClassRule } from '../../core/schools/entry-classes.ts';
import { entryYears } from '../../core/schools/forecast.ts';
import { readLandRules } from '../../core/schools/land-rules.ts';
import { formatRanges, numberRanges, parseHouseNumber, streetDirectory, type DirectoryAddress } from '../../core/schools/street-directory.ts';
import { dissimilarity, isolation, normalisedExposure, unitSegregation } from '../../core/statistics/segregation.ts';
import nrw from '../../geodata/class-rules/nw.json' with { type: 'json' };
import { landRules } from '../../server/workspace/schools/land-rules.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

const NRW = nrw.classRule as unknown as ClassRule;

describe('entry classes', () => {
  // shared/cases/zoning.json, nrw-klassenbildung: Verordnung zu § 93 Abs. 2 SchulG NRW, § 6a.
  it.each([
    [1, 1], [29, 1], [30, 2], [56, 2], [57, 3], [81, 3], [82, 4], [104, 4], [105, 5], [125, 5], [126, 6], [150, 6], [151, 7], [175, 7], [176, 8],
  ])('in North Rhine-Westphalia %i children make %i', (children, classes) => {
    expect(entryClasses(NRW, children)).toBe(classes);
  });

  it('say how many children more or fewer change their number', () => {
    expect(classStep(NRW, 56)).toEqual({ classes: 2, toNext: 1, toPrevious: 27, meanSize: 28 });
    expect(classStep(NRW, 57)).toEqual({ classes: 3, toNext: 25, toPrevious: 1, meanSize: 19 });
    expect(classStep(NRW, 0)).toEqual({ classes: 0, toNext: 1, toPrevious: null, meanSize: null });
    for (let children = 0; children < 400; children++) {
      const { classes, toNext, toPrevious } = classStep(NRW, children);
      expect(entryClasses(NRW, children + toNext)).toBe(classes + 1);
      expect(entryClasses(NRW, children + toNext - 1)).toBe(classes);
      if (toPrevious !== null) expect(entryClasses(NRW, children - toPrevious)).toBe(classes - 1);
    }
  });

  it('tell what is wrong with a rule', () => {
    expect(checkClassRule(NRW)).toBeNull();
    expect(checkClassRule({ upTo: [29, 29], perClass: 25, band: null })).toEqual({ field: 'upTo', problem: 'not ascending whole numbers above 0' });
    expect(checkClassRule({ upTo: [], perClass: 0, band: null })?.field).toBe('perClass');
    expect(checkClassRule({ upTo: [], perClass: 28, band: [29, 15] })?.field).toBe('band');
  });
});

describe('rules of the Länder', () => {
  const laender = landRules();

  it('that come with the program name where they stand, and one without a source is none', () => {
    expect(laender.map(({ land }) => land)).toEqual(['bb', 'be', 'bw', 'by', 'hb', 'he', 'hh', 'mv', 'ni', 'nw', 'rp', 'sh', 'sl', 'sn', 'st', 'th']);
    for (const { entryRule, classRule, classNote } of laender) {
      // A law, a decree or a ministry, and a paragraph or a day.
      for (const rule of [entryRule, classRule]) if (rule !== null) expect(rule.source).toMatch(/(§|Art\.|Nr\.|Schuljahr|Anlage|von) ?\d/);
      // Without a largest class it is said what the law has instead.
      expect(classRule === null).toBe(classNote !== null);
    }
    expect(readLandRules({ land: 'xx', entryRule: null, classRule: { upTo: [], perClass: 28, band: null, source: '' } })).toBeNull();
    expect(readLandRules({ land: 'xx', entryRule: { cutOff: '02-30', age: 6, source: 'x' }, classRule: null })).toBeNull();
    expect(readLandRules({ land: 'xx' })).toBeNull();
    expect(readLandRules({ land: 'xx', entryRule: null, classRule: null, classNote: '' })).toBeNull();
  });

  it.each([
    ['sn', 28, 1], ['sn', 29, 2], ['sn', 57, 3], ['hh', 23, 1], ['hh', 24, 2], ['ni', 26, 1], ['ni', 53, 3], ['bw', 28, 1], ['he', 51, 3], ['be', 27, 2], ['rp', 25, 2], ['by', 57, 3], ['sl', 26, 2], ['bb', 28, 1],
  ])('a Klassenteiler in %s: %i children make %i', (land, children, classes) => {
    expect(entryClasses(laender.find((one) => one.land === land)!.classRule!, children)).toBe(classes);
  });

  it('a child born on 15 July enters a year later where the cut-off is the end of June', () => {
    const yearOf = (land: string) => entryYears(5, '2026-07-15', laender.find((one) => one.land === land)!.entryRule!);
    // Aged 5 on 15 July 2026: born from 16 July 2020 to 15 July 2021.
    const of = (land: string, year: number) => yearOf(land).find(([entry]) => entry === year)?.[1] ?? 0;
    expect(of('nw', 2026)).toBeCloseTo(77 / 365, 6);
    expect(of('sn', 2026)).toBe(0);
    expect(of('sn', 2027)).toBeCloseTo(350 / 365, 6);
    expect(of('th', 2026)).toBeCloseTo(17 / 365, 6);
  });
});

describe('social mix', () => {
  // shared/cases/zoning.json, dissimilarity-trivial: Massey & Denton 1988.
  it.each([
    [[100, 0], [100, 100], 1],
    [[50, 50], [100, 100], 0],
    [[30, 10], [100, 100], 0.3125],
  ])('of %j among %j is %d apart', (group, total, expected) => {
    expect(dissimilarity({ group, total })).toBeCloseTo(expected, 12);
  });

  it('is nothing to be told where the group is nobody or everybody', () => {
    expect(dissimilarity({ group: [0, 0], total: [5, 6] })).toBeNull();
    expect(dissimilarity({ group: [5, 6], total: [5, 6] })).toBeNull();
    expect(isolation({ group: [0], total: [0] })).toBeNull();
    expect(unitSegregation({ group: [0, 1], total: [0, 2] }, 0)).toBeNull();
  });

  it('lies between 0 and 1, and is 0 for even shares, whatever the sizes', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 200; round++) {
      const total = Array.from({ length: 6 }, () => 1 + Math.floor(random() * 200));
      const group = total.map((all) => Math.floor(random() * (all + 1)));
      for (const value of [dissimilarity({ group, total }), isolation({ group, total }), normalisedExposure({ group, total })]) {
        if (value === null) continue;
        expect(value).toBeGreaterThanOrEqual(-1e-12);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
      }
      const even = total.map((all) => all * 0.25);
      expect(dissimilarity({ group: even, total })).toBeCloseTo(0, 12);
      expect(isolation({ group: even, total })).toBeCloseTo(0.25, 12);
      expect(normalisedExposure({ group: even, total })).toBeCloseTo(0, 12);
    }
  });
});

const WORDS = { odd: 'ungerade', even: 'gerade', toEnd: null };

/** The directory of zone 0 for a street whose houses are `mine` (zone 0) and `others` (zone 1). */
function street(mine: readonly (number | string)[], others: readonly (number | string)[] = []): string {
  const address = (zone: number) => (houseNumber: number | string): DirectoryAddress => ({ street: 'Teststr.', houseNumber: `${houseNumber}`, zone });
  const [entries] = streetDirectory([...mine.map(address(0)), ...others.map(address(1))], 2);
  return entries!.map(({ whole, ranges, others: rest }) => (whole ? 'ganz' : formatRanges(ranges, rest, WORDS))).join('; ');
}

describe('the street directory', () => {
  // shared/cases/zoning.json, ize-address-list.
  it.each([
    [[1], '1'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '1-8'],
    [[1, 2, 3, 4, 5, 7, 8], '1-5, 7-8'],
    [[1, 2, 3, 4, 5, 7, 8, 6], '1-8'],
    [[1, 2, 3, 4, 5, 7, 8, 10, 12], '1-5, 7-8, 10, 12'],
    [[1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 14, 15], '1-5, 7, 9, 11-15'],
  ])('writes %j as Berlin’s engine does where nothing else of the street is known', (numbers, expected) => {
    expect(numberRanges(numbers).map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(', ')).toBe(expected);
  });

  it('names a whole street without numbers', () => {
    expect(street([1, 2, 3, '3a'])).toBe('ganz');
  });

  it('follows the sides of a street that is cut along its middle', () => {
    expect(street([1, 3, 5, 7, 9], [2, 4, 6, 8])).toBe('1–9 ungerade');
    expect(street([1, 3, 5, 2, 4], [7, 9, 6, 8])).toBe('1–5');
    // Where Berlin's engine needs four ranges: its numbers 9, 11 and 6 are somebody else's.
    expect(street([1, 2, 3, 4, 5, 7, 8, 10, 12], [6, 9, 11])).toBe('1–7 ungerade, 2–4 gerade, 8–12 gerade');
  });

  it('does not mind numbers that no house has', () => {
    expect(street([1, 5, 21], [2, 4, 30])).toBe('1–21 ungerade');
  });

  it('parts letters of one number', () => {
    expect(street(['12', '12a', '12 B'], ['12c', '14'])).toBe('12–12b');
    expect(street(['2', '4', '4b'], ['4a'])).toBe('2–4, 4b');
  });

  it('keeps what has no number', () => {
    expect(street([1, 'Hof Süd'], [3])).toBe('1, Hof Süd');
    expect(parseHouseNumber('Hof Süd')).toBeNull();
    expect(parseHouseNumber(' 12 - 14 ')).toEqual({ number: 12, suffix: '- 14' });
  });

  it('says where a new house at the end belongs', () => {
    const addresses = [1, 3, 5, 7].map((n) => ({ street: 'A', houseNumber: `${n}`, zone: n < 4 ? 0 : 1 }));
    const [first, second] = streetDirectory(addresses, 2);
    const words = { ...WORDS, toEnd: 'bis Ende' };
    expect(formatRanges(first![0]!.ranges, [], words)).toBe('1–3');
    expect(formatRanges(second![0]!.ranges, [], words)).toBe('5 bis Ende');
  });

  it('puts every house of random streets into exactly one range of its zone', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 300; round++) {
      const houses = Array.from({ length: 1 + Math.floor(random() * 30) }, () => `${1 + Math.floor(random() * 40)}${random() < 0.2 ? 'ab'[Math.floor(random() * 2)] : ''}`);
      const addresses = [...new Set(houses)].map((houseNumber) => ({ street: 'S', houseNumber, zone: Math.floor(random() * 3) }));
      const directory = streetDirectory(addresses, 3);
      for (const { houseNumber, zone } of addresses) {
        const house = parseHouseNumber(houseNumber)!;
        const holding = directory.flatMap((entries, z) =>
          entries.flatMap(({ whole, ranges }) => {
            if (whole) return [z];
            return ranges.flatMap(({ side, from, to }) => {
              const inside = (a: typeof house, b: typeof house) => a.number < b.number || (a.number === b.number && a.suffix <= b.suffix);
              return (side === 'both' || side === (house.number % 2 === 1 ? 'odd' : 'even')) && inside(from, house) && inside(house, to) ? [z] : [];
            });
          }),
        );
        expect(holding).toEqual([zone]);
      }
    }
  });
});
