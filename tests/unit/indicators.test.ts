// Indicators: numerators and denominators apart, three states through every formula, and catalogues that say what they need.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../core/disclosure/cell.ts';
import { type Form, formOf } from '../../core/statistics/indicators/forms.ts';
import { type IndicatorDefinition, statisticsOf } from '../../core/statistics/indicators/indicator.ts';
import { type IndicatorCells, indicatorSeries, leastOf, type Measures, rateOfZones, valuesOf, wholeOf } from '../../core/statistics/indicators/indicator-series.ts';
import { combine, type Measure, measured, rounded } from '../../core/statistics/indicators/measure.ts';
import { STATISTICS } from '../../geodata/town/statistics.ts';
import { findIndicator, indicatorCatalogues, parseCatalogue } from '../../server/workspace/indicators/indicator-catalogues.ts';

const text = { de: 'x', en: 'x' };
const definition = (change: Partial<IndicatorDefinition> = {}): IndicatorDefinition => ({
  indicator: 'x', name: text, topic: 'x', numerator: { plus: ['part'] }, denominator: { plus: ['whole'] }, per: 100, unit: text, precision: 1, direction: 1, interpretation: text, source: text, ...change,
});
const { denominator: _none, ...COUNT } = definition({ per: 1 });

const DATES = ['2021-12-31', '2022-12-31', '2023-12-31'];
type Table = Readonly<Record<string, readonly (readonly Cell[])[]>>;
const value = (number: number): Cell => ({ state: 'value', value: number });
const SECRET: Cell = { state: 'withheld' };
const UNKNOWN: Cell = { state: 'missing' };

function cellsOf(table: Table, threshold = 0): IndicatorCells {
  return {
    zoneCount: Object.values(table)[0]![0]!.length,
    dates: DATES.slice(0, Object.values(table)[0]!.length),
    cell: (statistic, date, zone) => table[statistic]![date]![zone]!,
    mayShow: (count) => count === 0 || count >= threshold,
  };
}
const shown = (measures: readonly Measure[]) => measures.map((measure) => (measure.state === 'value' ? measure.value : measure.state));

const part = [[10, 30], [12, 30], [20, 15]].map((row) => row.map(value));
const whole = [[100, 200], [100, 150], [80, 150]].map((row) => row.map(value));
const SERIES = indicatorSeries(definition(), cellsOf({ part, whole }));
const formed = (form: Form) => formOf(SERIES, form).map(shown);

describe('an indicator', () => {
  it('is a numerator over a denominator, for a zone, for several and for all, never a mean of rates', () => {
    expect(valuesOf(SERIES).map(shown)).toEqual([[10, 15], [12, 20], [25, 10]]);
    // (10 + 30) of 300, where the mean of the rates would be 12.5.
    expect(wholeOf(SERIES, 0)).toEqual(measured((100 * 40) / 300));
    expect(rateOfZones(SERIES, 2, [1])).toEqual(measured(10));
  });

  it('comes as change, index, moving mean, share of the city and location quotient', () => {
    expect(formed({ form: 'change', since: DATES[0]! })).toEqual([[0, 0], [2, 5], [15, -5]]);
    expect(formed({ form: 'changeOver', periods: 1 })).toEqual([['missing', 'missing'], [2, 5], [13, -10]]);
    expect(formed({ form: 'index', base: DATES[0]! })[2]).toEqual([250, (100 * 10) / 15]);
    // (12 + 20) of 180, not the mean of 12 and 25.
    expect(formed({ form: 'movingMean', dates: 2 })).toEqual([['missing', 'missing'], [11, (100 * 60) / 350], [(100 * 32) / 180, 15]]);
    expect(formed({ form: 'cityShare' })[0]).toEqual([25, 75]);
    expect(formed({ form: 'locationQuotient' })[0]).toEqual([10 / (4000 / 300), 15 / (4000 / 300)]);
    expect(formed({ form: 'change', since: '1999-12-31' }).flat()).toEqual(Array(6).fill('missing'));
  });

  it('of counts has no denominator: its moving mean is the mean of counts, and a location quotient does not exist', () => {
    const series = indicatorSeries(COUNT, cellsOf({ part }));
    expect(valuesOf(series).map(shown)).toEqual([[10, 30], [12, 30], [20, 15]]);
    expect(formOf(series, { form: 'movingMean', dates: 3 }).map(shown)[2]).toEqual([14, 25]);
    expect(formOf(series, { form: 'locationQuotient' }).flat().map(({ state }) => state)).toEqual(Array(6).fill('missing'));
  });

  it('is withheld where its numerator or its denominator is, and missing of nobody or where a sum is known at least', () => {
    const cells = cellsOf({ part: [[SECRET, value(3), value(0), { state: 'atLeast', value: 9 }, UNKNOWN]], whole: [[value(9), SECRET, value(0), value(20), SECRET]] });
    expect(shown(valuesOf(indicatorSeries(definition(), cells))[0]!)).toEqual(['withheld', 'withheld', 'missing', 'missing', 'withheld']);
  });

  it('is withheld of a denominator so small that noise in it would say anything', () => {
    const cells = { ...cellsOf({ part: [[value(4), value(7)]], whole: [[value(29), value(30)]] }), leastDenominator: () => 30 };
    expect(shown(valuesOf(indicatorSeries(definition({ per: 30 }), cells))[0]!)).toEqual(['withheld', 7]);
    expect(shown(valuesOf(indicatorSeries(COUNT, cells))[0]!)).toEqual([4, 7]);
  });

  it('does not spell out a small difference of counts that are shown', () => {
    const nef = definition({ numerator: { plus: ['all'], minus: ['able'] }, denominator: { plus: ['whole'] } });
    const cells = cellsOf({ all: [[20, 20, 20].map(value)], able: [[18, 10, 20].map(value)], whole: [[50, 50, 50].map(value)] }, 5);
    expect(shown(valuesOf(indicatorSeries(nef, cells))[0]!)).toEqual(['withheld', 20, 0]);
  });

  it('takes for all zones what was released of them together, although one is withheld; where a zone was never counted a least', () => {
    const zones = cellsOf({ part: [[SECRET, value(30), value(20)]], whole: [[value(100), value(200), value(100)]] });
    const wholeIs = (cell: Cell) => indicatorSeries(definition(), { ...zones, whole: (statistic) => (statistic === 'part' ? cell : UNKNOWN) });
    expect(wholeOf(indicatorSeries(definition(), zones), 0)).toEqual({ state: 'withheld' });
    // 54 of 400, of which the denominator is the sum of its zones.
    expect([wholeOf(wholeIs(value(54)), 0), leastOf(wholeIs(value(54)), 0)]).toEqual([measured(13.5), null]);
    expect(formOf(wholeIs(value(54)), { form: 'cityShare' }).map(shown)[0]).toEqual(['withheld', (100 * 30) / 54, (100 * 20) / 54]);
    expect(formOf(wholeIs(value(54)), { form: 'locationQuotient' }).map(shown)[0]).toEqual(['withheld', 15 / 13.5, 20 / 13.5]);
    expect([wholeOf(wholeIs({ state: 'atLeast', value: 54 }), 0), leastOf(wholeIs({ state: 'atLeast', value: 54 }), 0)]).toEqual([{ state: 'withheld' }, 13.5]);
    expect([wholeOf(wholeIs(SECRET), 0), leastOf(wholeIs(SECRET), 0)]).toEqual([{ state: 'withheld' }, null]);
  });

  it('is rounded half away from 0, and never to -0', () => {
    expect([0.25, -0.25, -0.01].map((number) => rounded(measured(number), 1))).toEqual([measured(0.3), measured(-0.3), measured(0)]);
  });
});

const FORMS: readonly Form[] = [
  { form: 'value' }, { form: 'change', since: DATES[1]! }, { form: 'changeOver', periods: 1 }, { form: 'index', base: DATES[0]! }, { form: 'movingMean', dates: 2 }, { form: 'cityShare' }, { form: 'locationQuotient' },
];
const cell: fc.Arbitrary<Cell> = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 40 }).map(value) }, fc.constant(SECRET), fc.constant(UNKNOWN));
const grid = (of: fc.Arbitrary<Cell>) => fc.array(fc.array(of, { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 3 });

describe('the three states, whatever the table', () => {
  it('stay: what is shown does not depend on anything that is not', () => {
    fc.assert(
      fc.property(grid(cell), grid(cell), fc.constantFrom(...FORMS), (parts, wholes, form) => {
        const before = formOf(indicatorSeries(definition(), cellsOf({ part: parts, whole: wholes })), form);
        // Whatever is not shown becomes withheld: no number that was shown changes, and nothing withheld comes to light.
        const hide = (rows: readonly (readonly Cell[])[]) => rows.map((row) => row.map((one) => (one.state === 'value' ? one : SECRET)));
        const after = formOf(indicatorSeries(definition(), cellsOf({ part: hide(parts), whole: hide(wholes) })), form);
        before.forEach((row, date) => row.forEach((measure, zone) => {
          if (measure.state === 'value') expect(after[date]![zone]).toEqual(measure);
          if (measure.state === 'withheld') expect(after[date]![zone]!.state).toBe('withheld');
        }));
      }),
      { numRuns: 300 },
    );
  });

  it('never show a rate of a withheld cell', () => {
    fc.assert(
      fc.property(grid(cell), grid(cell), fc.constantFrom(...FORMS), (parts, wholes, form) => {
        const result = formOf(indicatorSeries(definition(), cellsOf({ part: parts, whole: wholes })), form);
        result.forEach((row, date) => row.forEach((measure, zone) => {
          const own = form.form === 'cityShare' ? [parts[date]![zone]!] : [parts[date]![zone]!, wholes[date]![zone]!];
          if (own.some(({ state }) => state === 'withheld')) expect(measure.state).not.toBe('value');
          if (own.some(({ state }) => state === 'missing')) expect(measure.state).not.toBe('value');
        }));
      }),
      { numRuns: 300 },
    );
  });

  it('of all known counts: shares of the city add up to 100, and quotients weighed by denominators to 1', () => {
    const known = grid(fc.integer({ min: 1, max: 400 }).map(value));
    const numbers = (measures: Measures) => measures.map((row) => row.map((measure) => (measure.state === 'value' ? measure.value : NaN)));
    fc.assert(
      fc.property(known, known, (parts, wholes) => {
        const series = indicatorSeries(definition(), cellsOf({ part: parts, whole: wholes }));
        for (const row of numbers(formOf(series, { form: 'cityShare' }))) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 9);
        numbers(formOf(series, { form: 'locationQuotient' })).forEach((row, date) => {
          const weights = numbers(series.denominators!)[date]!;
          const sum = row.reduce((all, quotient, zone) => all + quotient * weights[zone]!, 0);
          expect(sum / weights.reduce((all, weight) => all + weight, 0)).toBeCloseTo(1, 9);
        });
      }),
    );
  });

  it('combine: one withheld withholds, even beside a missing one', () => {
    expect(combine([{ state: 'missing' }, { state: 'withheld' }], () => 1)).toEqual({ state: 'withheld' });
    expect(combine([{ state: 'missing' }, measured(1)], () => 1)).toEqual({ state: 'missing' });
  });
});

describe('the catalogues', () => {
  it('hold the seven of the typology, the table of a district and the themes of a monitoring, each once', () => {
    expect(indicatorCatalogues().map(({ catalogue, indicators }) => [catalogue, indicators.length])).toEqual([['mannheim-typology', 7], ['sgb2-district', 6], ['social-monitoring', 34]]);
    const [, , monitoring] = indicatorCatalogues();
    const used = new Set(monitoring!.indicators.map(({ topic }) => topic));
    expect(monitoring!.topics.filter(({ topic }) => !used.has(topic))).toEqual([]);
    expect(monitoring!.topics).toHaveLength(13);
  });

  it('say what each needs: the demo town has most of it, and lacks what it does not count', () => {
    const counted = new Set(STATISTICS.map(({ statistic }) => statistic));
    const lacking = (indicator: string) => statisticsOf(findIndicator(indicator)!).filter((one) => !counted.has(one));
    expect(lacking('typology-unemployment')).toEqual([]);
    expect(lacking('sgb2-nef-rate')).toEqual([]);
    expect(lacking('typology-minimum-income')).toEqual([]);
    const [, district] = indicatorCatalogues();
    expect(district!.indicators.flatMap(({ indicator }) => lacking(indicator))).toEqual([]);
  });

  it('are refused with the place of what is wrong', () => {
    const good = indicatorCatalogues()[0]!;
    const wrong = { ...good, indicators: [{ ...good.indicators[0]!, precision: -1 }] };
    expect(() => parseCatalogue(JSON.stringify(wrong), 'own.json')).toThrow(/^own\.json: indicators\.0\.precision: /);
    expect(() => parseCatalogue(JSON.stringify({ ...good, topics: [{ topic: 'other', title: text }] }), 'own.json')).toThrow(/every indicator has a topic/);
  });
});
