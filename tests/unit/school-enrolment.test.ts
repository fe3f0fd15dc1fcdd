// Pupils of all grades, a redraw that holds from an entry year on, and what an annex of them must not give away.
import { describe, expect, it } from 'vitest';
import { enrolment, goesByNewCut, joinersByYear, pupilsByYear } from '../../core/schools/enrolment.ts';
import { progressGrades } from '../../core/schools/forecast.ts';
import { defaultSettings, type SchoolSettings } from '../../core/schools/school-settings.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { answerCatchments, type CatchmentBasis } from '../../server/workspace/schools/catchment-basis.ts';
import { catchmentsJson } from '../../server/workspace/schools/catchment-json.ts';

describe('pupils of all grades', () => {
  it('are those of cohort survival from the grades that were counted', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 50; round++) {
      const progression = Array.from({ length: 3 }, () => 0.9 + 0.2 * random());
      const counts = Array.from({ length: 9 }, () => 10 + Math.floor(50 * random()));
      const cohorts = counts.map((_, i) => 2023 + i);
      const years = cohorts.slice(3);
      const shares = enrolment({ cohorts, years, progression });
      // Grades in the year before the first told one; those who were in grade 4 then leave.
      const current = [counts[2]!, counts[1]!, counts[0]!, 0];
      const expected = progressGrades(counts.slice(3), current, progression);
      const pupils = pupilsByYear(shares, (cohort) => counts[cohort]!);
      years.forEach((_, y) => expect(pupils[y]).toBeCloseTo([0, 1, 2, 3].reduce((sum, grade) => sum + expected[4 * y + grade]!, 0), 9));
    }
  });

  it('are entries alone without progression', () => {
    expect([...pupilsByYear(enrolment({ cohorts: [2026, 2027], years: [2026, 2027], progression: [] }), (cohort) => [7, 9][cohort]!)]).toEqual([7, 9]);
  });

  it('a child of a new dwelling that is seven when it moves in is in grade 2, and three years at the school', () => {
    expect([...joinersByYear({ entry: 2026, ready: 2027, count: 10 }, [2026, 2027, 2028, 2029, 2030], [1.5, 1.1, 1.2])]).toEqual([0, 10, expect.closeTo(11, 9), expect.closeTo(13.2, 9), 0]);
    expect(goesByNewCut(2027, 2026)).toBe(false);
    expect(goesByNewCut(2027, 2026, 2027)).toBe(true);
    expect(goesByNewCut(null, 1990)).toBe(true);
  });
});

/** Six blocks of which the first two lie in A and go to B; so many children of every age in each. */
const COUNTS = [6, 6, 20, 20, 20, 20];
const AGES = Array.from({ length: 11 }, (_, age) => `age_${String(age).padStart(2, '0')}`);
const settings: SchoolSettings = { ...defaultSettings(), variants: { ...defaultSettings().variants, medium: { entryRate: 1, migration: 1, births: 1, source: 'test' } }, siblings: { method: 'none' }, mix: [], classRule: { land: 'sn', upTo: [], perClass: 28, band: null, source: 'test' } };
const zones = ['A', 'B'].map((zone) => ({ zone, name: zone }));
const ids = COUNTS.map((_, i) => `b${i}`);

function basisOf(change: Partial<CatchmentBasis['head']> = {}, of: SchoolSettings = settings, counts = COUNTS): CatchmentBasis {
  const table = createCountTable(AGES, counts.length);
  counts.forEach((count, block) => AGES.forEach((_, age) => setCount(table, block, age, count)));
  return {
    head: { plan: 'p', version: 1, geography: 'g', exact: true, variant: 'medium', grades: 1, from: null, referenceDate: '2026-09-30', compareTitle: 'alt', limitM: 2000, walksMadeAt: null, threshold: 5, ...change },
    ground: { ids, baseOf: Int32Array.from(ids, (_, i) => i) },
    now: { zones, assignment: Int32Array.of(1, 1, 0, 0, 1, 1) },
    before: { zones, assignment: Int32Array.of(0, 0, 0, 0, 1, 1) },
    addresses: new Int32Array(ids.length), view: { referenceDate: '2026-09-30', columns: AGES.map((statistic) => ({ statistic, approximate: false, table })) }, settings: of, walks: null,
    schools: zones.map(({ zone }) => ({ school: zone, name: zone, type: '', address: '', x: 0, y: 0, classesPerYear: null, classSize: null, placesPerYear: 50, zones: [], opens: null, closes: null })),
    schoolPositions: Int32Array.of(2, 4), housing: new Map(ids.map((id, i) => [id, [i]])), mix: [], today: '2026-11-26', registerFindings: [], groundFindings: [],
  };
}
const told = (basis: CatchmentBasis, numbers: 'all' | 'annex' = 'all') => {
  const answer = catchmentsJson(answerCatchments(basis), numbers);
  const row = (zone: string) => answer.catchments.find((one) => one.zone === zone)!;
  const value = (cell: { state: string; value?: number }) => cell.value ?? cell.state;
  return { answer, pupils: (zone: string) => row(zone).years.map(({ pupils }) => value(pupils)), before: (zone: string) => row(zone).years.map(({ before }) => value(before)), classes: (zone: string) => row(zone).years.map(({ classes }) => classes?.now), places: (zone: string) => row(zone).years.map(({ places }) => places), moved: () => answer.moves[0]!.years.map(value) };
};

describe('a redraw', () => {
  it('of entries holds for every year, or from one on', () => {
    const at = told(basisOf());
    expect(at.pupils('A').slice(0, 3)).toEqual([40, 40, 40]);
    expect(at.moved().slice(0, 3)).toEqual([12, 12, 12]);
    const from = told(basisOf({ from: 2028 }));
    expect(from.answer).toMatchObject({ from: 2028, firstYear: 2028, grades: 1 });
    expect(from.pupils('A').slice(0, 4)).toEqual([52, 52, 40, 40]);
    expect(from.pupils('B').slice(0, 4)).toEqual([40, 40, 52, 52]);
    expect(from.before('A').slice(0, 4)).toEqual([52, 52, 52, 52]);
    expect(from.moved().slice(0, 4)).toEqual([0, 0, 12, 12]);
  });

  it('of all grades grows by a cohort a year where older ones stay, and comes at once where they do not', () => {
    const from = told(basisOf({ grades: 4, from: 2028 }));
    expect(from.places('A')[0]).toBe(200);
    expect(from.pupils('A').slice(0, 7)).toEqual([208, 208, 196, 184, 172, 160, 160]);
    expect(from.moved().slice(0, 7)).toEqual([0, 0, 12, 24, 36, 48, 48]);
    // 52 children are two classes of at most 28, 40 as well: classes were formed by cohort.
    expect(from.classes('A').slice(0, 7)).toEqual([8, 8, 8, 8, 8, 8, 8]);
    const atOnce = told(basisOf({ grades: 4 }));
    expect(atOnce.pupils('A').slice(0, 2)).toEqual([160, 160]);
    expect(atOnce.moved().slice(0, 2)).toEqual([48, 48]);
    // No child is lost on the way.
    for (const one of [from, atOnce]) one.pupils('A').forEach((count, y) => expect((count as number) + (one.pupils('B')[y] as number)).toBe((one.before('A')[y] as number) + (one.before('B')[y] as number)));
  });

  it('with progression has fewer in the upper grades', () => {
    const half = told(basisOf({ grades: 4 }, { ...settings, progression: [0.5, 1, 1] }));
    // Those who are in grade 2 and above at the key date were counted there; each later cohort is halved when it comes into grade 2.
    expect(half.before('A').slice(0, 4)).toEqual([52 * 3.5, 52 * 3, 52 * 2.5, 52 * 2.5]);
  });
});

describe('an annex of new housing', () => {
  const housing = [{ housing: 'n', name: 'Nord', blocks: ['b0'], dwellings: 200, ready: 2026, entriesPer100: [10], olderPer100: [5], source: 'Bebauungsplan' }];

  it('withholds a small group though assumed children make it look large: everybody can take these off', () => {
    // Two children a year and 20 from new dwellings, whose number stands in the annex.
    const small = told(basisOf({}, { ...settings, housing }, [1, 1, 20, 20, 20, 20]), 'annex');
    expect(small.moved()[0]).toBe('withheld');
    expect(small.pupils('A')[0]).toBe('withheld');
    expect(told(basisOf({}, { ...settings, housing }), 'annex').moved()[0]).toBe(32);
  });

  it('of all grades withholds what is small in one cohort, though four together are not', () => {
    const counts = [1, 1, 20, 20, 20, 20];
    const all = told(basisOf({ grades: 4 }, settings, counts));
    expect(all.moved()[0]).toBe(8);
    expect(told(basisOf({ grades: 4 }, settings, counts), 'annex').moved()[0]).toBe('withheld');
    expect(told(basisOf({ grades: 4, from: 2028 }, settings, counts), 'annex').moved()).toEqual(all.moved().map(() => 'withheld'));
  });

  it('counts who is older when it moves in at the new school, a year long each', () => {
    const withJoiners = told(basisOf({ grades: 4, from: 2026 }, { ...settings, housing: housing.map((one) => ({ ...one, ready: 2027 })) }));
    const without = told(basisOf({ grades: 4, from: 2026 }));
    const added = withJoiners.pupils('B').map((count, y) => Math.round((count as number) - (without.pupils('B')[y] as number)));
    // 20 enter a year from 2027; ten more come into grade 2 in 2027 and leave after 2029.
    expect(added.slice(0, 6)).toEqual([0, 30, 50, 70, 80, 80]);
  });
});
