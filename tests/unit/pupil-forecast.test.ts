// The forecast of entering children as it is told to a reader: what is missing of the counts is a finding, not fewer children without a word.
import { describe, expect, it } from 'vitest';
import { defaultSettings, type SchoolSettings } from '../../core/schools/school-settings.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import { forecastPupils, keptForecast, type PositionCounts } from '../../server/workspace/schools/pupil-forecast.ts';

const BLOCKS = 3;
const settings: SchoolSettings = { ...defaultSettings(), horizon: 6 };
const counted = { blockCount: BLOCKS, positionsOf: () => [] };
const code = (age: number) => `age_0${age}`;

/** 10 children of every age in every block; `unknown`: blocks without a count of an age. */
function view(ages: readonly number[], unknown: readonly (readonly [age: number, block: number])[] = []): PositionCounts & { readonly table: CountTable } {
  const table = createCountTable(ages.map(code), BLOCKS);
  ages.forEach((age, column) => {
    for (let block = 0; block < BLOCKS; block++) setCount(table, block, column, unknown.some(([a, b]) => a === age && b === block) ? null : 10);
  });
  return { referenceDate: '2025-12-31', columns: ages.map((age) => ({ statistic: code(age), approximate: false, table })), table };
}

const all = [0, 1, 2, 3, 4, 5, 6, 7];
const totals = ({ years, children }: { readonly years: readonly number[]; readonly children: Float64Array }) =>
  Object.fromEntries(years.map((year, y) => [year, Array.from({ length: BLOCKS }, (_, block) => children[block * years.length + y]!).reduce((sum, count) => sum + count, 0)]));

describe('a forecast of entering children', () => {
  it('finds nothing where every year of age is counted', () => {
    const { findings, years } = forecastPupils(view(all), counted, settings, 'medium');
    expect(years).toEqual([2026, 2027, 2028, 2029, 2030, 2031]);
    expect(findings).toEqual([]);
  });

  it('names a year of age that is not counted and the entries that are too low by it', () => {
    const whole = totals(forecastPupils(view(all), counted, settings, 'medium'));
    const gap = forecastPupils(view(all.filter((age) => age !== 3)), counted, settings, 'medium');
    // Aged 3 at the end of 2025: those born by 30 September enter in 2028, the others in 2029.
    expect(gap.findings).toEqual([{ code: 'COHORT_GAP', detail: 'children aged 3 are not counted; entries of 2028 and 2029 are too low by them' }]);
    const low = totals(gap);
    for (const year of gap.years) {
      if (year === 2028 || year === 2029) expect(low[year]).toBeLessThan(whole[year]!);
      else expect(low[year]).toBe(whole[year]);
    }
    expect(whole[2028]! + whole[2029]! - low[2028]! - low[2029]!).toBeCloseTo(BLOCKS * 10 * 0.95, 9);
  });

  it('names each of several years of age without counts, and a column that the table has not got', () => {
    const { columns, referenceDate } = view(all);
    const { table } = view([0, 1, 2, 3, 4, 5, 7]);
    const { findings } = forecastPupils({ referenceDate, columns: columns.map((column) => ({ ...column, table: column.statistic === code(1) ? null : table })) }, counted, settings, 'medium');
    expect(findings.map(({ code: finding, detail }) => [finding, detail.slice(0, 15)])).toEqual([['COHORT_GAP', 'children aged 1'], ['COHORT_GAP', 'children aged 6']]);
  });

  it('says how many blocks have no count where others have one', () => {
    const { findings } = forecastPupils(view(all, [[5, 0], [5, 2]]), counted, settings, 'medium');
    expect(findings).toEqual([{ code: 'UNKNOWN_COUNTS', detail: '2 of 3 blocks have no count of children aged 5; entries of 2026 and 2027 are too low by them' }]);
  });

  it('does not mind an age that has entered already', () => {
    expect(forecastPupils(view([0, 1, 2, 3, 4, 5, 6], []), counted, { ...settings, ages: [...all.map(code), 'age_08'] }, 'medium').findings).toEqual([]);
  });

  it('is made once for a table, parameters and a variant, and anew for others', () => {
    const seen = view(all);
    const first = keptForecast(seen, counted, settings, 'medium');
    expect(keptForecast(seen, counted, settings, 'medium')).toBe(first);
    const high = keptForecast(seen, counted, settings, 'high');
    expect(totals(high)[2026]).toBeGreaterThan(totals(first)[2026]!);
    const changed = { ...settings, variants: { ...settings.variants, medium: { ...settings.variants.medium, entryRate: 0.5 } } };
    expect(totals(keptForecast(seen, counted, changed, 'medium'))[2026]).toBeCloseTo((totals(first)[2026]! * 0.5) / 0.95, 9);
    expect(keptForecast(view(all), counted, changed, 'medium')).not.toBe(first);
  });
});
