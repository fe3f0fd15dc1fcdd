// Entries by law's cut-off date, forecasts, and what moving a catchment does to schools and children.
import { describe, expect, it } from 'vitest';
import { CatchmentEffects, reassigned, type CatchmentInput } from '../../core/schools/effects.ts';
import { entryYears, forecastEntries, progressGrades, type EntryRule, type ForecastParameters } from '../../core/schools/forecast.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

const NRW: EntryRule = { land: 'nw', cutOff: '09-30', age: 6, source: 'SchulG NRW § 35 Abs. 1' };
const PLAIN: ForecastParameters = { entryRate: 1, migration: 1, births: 1, housing: [] };

describe('the year of entry', () => {
  it('parts an age group by the cut-off date', () => {
    // Five at the end of 2025: born in 2020. Up to 30 September they enter in 2026, those of the last 92 of 366 days in 2027.
    const shares = entryYears(5, '2025-12-31', NRW);
    expect(shares.map(([year]) => year)).toEqual([2026, 2027]);
    expect(shares[1]![1]).toBeCloseTo(92 / 366, 12);
  });

  it('is one where the key date is the cut-off', () => {
    expect(entryYears(6, '2026-09-30', NRW)).toEqual([[2026, 1]]);
  });

  it('has every child once, whatever the day', () => {
    for (let day = 1; day < 365; day += 7) {
      const keyDate = new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10);
      for (let age = 0; age < 7; age++) expect(entryYears(age, keyDate, NRW).reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });
});

describe('a forecast', () => {
  const children = { blockCount: 2, ages: 7, keyDate: '2026-09-30', values: Float64Array.from([10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 0, 0, 0, 4]) };

  it('takes each cohort in its year', () => {
    const { values } = forecastEntries(children, NRW, [2026, 2027, 2028], PLAIN);
    expect([...values]).toEqual([16, 15, 14, 4, 0, 0]);
  });

  it('fills years that nobody is born of with the youngest cohort, and says how much rests on it', () => {
    const { values, bornShare } = forecastEntries(children, NRW, [2031, 2032, 2033], { ...PLAIN, births: 0.9 });
    expect(values[0]).toBeCloseTo(11, 9);
    expect(values[1]).toBeCloseTo(10, 9);
    expect(values[2]).toBeCloseTo(0.9 * 11, 9);
    expect([...bornShare]).toEqual([1, 1, 0]);
  });

  it('multiplies entry rate and migration, and adds new housing from the year it is ready', () => {
    const housing = [{ block: 1, dwellings: 200, ready: 2027, entriesPer100: [1, 2] }];
    const { values } = forecastEntries(children, NRW, [2026, 2027, 2029], { ...PLAIN, entryRate: 0.9, migration: 1.1, housing });
    expect(values[0]).toBeCloseTo(16 * 0.9, 9);
    expect(values[1]).toBeCloseTo(15 * 0.9 * 1.1, 9);
    expect([values[3], values[4], values[5]]).toEqual([expect.closeTo(3.6, 9), 2, 4]);
  });

  it('moves grades on by their progression', () => {
    expect([...progressGrades([50, 60], [40, 30, 20, 10], [1.1, 1, 0.5])]).toEqual([50, expect.closeTo(44, 9), 30, 10, 60, expect.closeTo(55, 9), expect.closeTo(44, 9), 15]);
  });
});

function townOf(seed: number): { input: CatchmentInput; assignment: Int32Array; random: () => number } {
  const random = seededRandom(seed);
  const [blockCount, schoolCount, years] = [60, 5, [2026, 2027, 2028]];
  const input: CatchmentInput = {
    blockCount,
    zoneCount: 4,
    years,
    children: Float64Array.from({ length: blockCount * years.length }, () => Math.floor(random() * 8)),
    schools: [[0], [1], [2, 3], [4]],
    places: Float64Array.from({ length: schoolCount * years.length }, () => 40 + Math.floor(random() * 40)),
    metres: Float32Array.from({ length: schoolCount * blockCount }, () => (random() < 0.05 ? Infinity : 100 + Math.floor(random() * 3000))),
    limitM: 2000,
    classRule: { land: 'nw', upTo: [29, 56, 81, 104, 125, 150], perClass: 25, band: [15, 29], source: 'test' },
  };
  return { input, assignment: Int32Array.from({ length: blockCount }, () => Math.floor(random() * 5) - 1), random };
}

describe('effects', () => {
  it('after any moves are those reckoned anew', () => {
    const { input, assignment, random } = townOf(1);
    const effects = new CatchmentEffects(input, assignment);
    for (let step = 0; step < 300; step++) {
      const blocks = Array.from({ length: 5 }, () => Math.floor(random() * input.blockCount));
      effects.move(blocks, Math.floor(random() * 5) - 1);
    }
    const anew = new CatchmentEffects(input, effects.assignment);
    expect([...effects.pupils]).toEqual([...anew.pupils]);
    let total = 0;
    for (let block = 0; block < input.blockCount; block++) if (effects.assignment[block]! >= 0) total += input.children[3 * block]!;
    expect([0, 1, 2, 3].reduce((sum, zone) => sum + effects.schoolYears(zone)[0]!.pupils, 0)).toBe(total);
  });

  it('count places of all schools of a common catchment, and none where one’s are not known', () => {
    const { input, assignment } = townOf(2);
    const effects = new CatchmentEffects(input, assignment);
    const [first] = effects.schoolYears(2);
    expect(first!.places).toBe(input.places[2 * 3]! + input.places[3 * 3]!);
    expect(first!.utilisation).toBeCloseTo(first!.pupils / first!.places!, 12);
    const places = input.places.slice();
    places[3 * 3] = NaN;
    const [unknown] = new CatchmentEffects({ ...input, places }, assignment).schoolYears(2);
    expect([unknown!.places, unknown!.utilisation, unknown!.band]).toEqual([null, null, null]);
    const none = new CatchmentEffects({ ...input, places: new Float64Array(places.length) }, assignment).schoolYears(0)[0]!;
    expect([none.places, none.utilisation]).toEqual([0, null]);
  });

  it('weigh ways by children, take the nearer school of a common catchment, and count those whose way nobody knows', () => {
    const { input, assignment } = townOf(3);
    const walks = new CatchmentEffects(input, assignment).walks(1);
    for (let zone = 0; zone < 4; zone++) {
      const rows: { metres: number; count: number }[] = [];
      for (let block = 0; block < input.blockCount; block++) {
        if (assignment[block] !== zone || input.children[3 * block + 1] === 0) continue;
        const metres = Math.min(...input.schools[zone]!.map((school) => input.metres[school * input.blockCount + block]!));
        rows.push({ metres, count: input.children[3 * block + 1]! });
      }
      const known = rows.filter(({ metres }) => metres < Infinity);
      const children = known.reduce((sum, { count }) => sum + count, 0);
      expect(walks[zone]!.maxM).toBe(Math.max(...known.map(({ metres }) => metres)));
      expect(walks[zone]!.minM).toBe(Math.min(...known.map(({ metres }) => metres)));
      expect(walks[zone]!.meanM).toBeCloseTo(known.reduce((sum, { metres, count }) => sum + metres * count, 0) / children, 6);
      expect(walks[zone]!.beyond).toBe(known.reduce((sum, { metres, count }) => sum + (metres > 2000 ? count : 0), 0));
      expect(walks[zone]!.unknown).toBe(rows.reduce((sum, { metres, count }) => sum + (metres === Infinity ? count : 0), 0));
    }
  });

  it('say who changes school: every moved child once, by year', () => {
    const { input, assignment, random } = townOf(4);
    const effects = new CatchmentEffects(input, assignment);
    for (let step = 0; step < 20; step++) effects.move([Math.floor(random() * input.blockCount)], Math.floor(random() * 4));
    const rows = reassigned(assignment, effects);
    const moved = [...assignment.keys()].filter((block) => assignment[block] !== effects.assignment[block]);
    expect(rows.flatMap(({ blocks }) => blocks).toSorted((a, b) => a - b)).toEqual(moved);
    input.years.forEach((_, y) => {
      const children = moved.reduce((sum, block) => sum + input.children[3 * block + y]!, 0);
      expect(rows.reduce((sum, row) => sum + row.children[y]!, 0)).toBe(children);
    });
    for (const { from, to } of rows) expect(from).not.toBe(to);
  });
});
