// What the charts are made of: released values alone. A zone without a number has a sign and a name, no place, no part in any line or scale.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBands, endOf, gapsOf } from '../../client/map/charts/age-groups.ts';
import { shapeBalance } from '../../client/map/charts/balance-shape.ts';
import { barScale } from '../../client/map/charts/bar-list.ts';
import { tableCsv } from '../../client/map/charts/chart-table.ts';
import { shapeHistogram } from '../../client/map/charts/histogram-shape.ts';
import { wrapName } from '../../client/map/charts/radar-chart.ts';
import { shapeRadar, type RadarInput } from '../../client/map/charts/radar-shape.ts';
import { shapeScatter } from '../../client/map/charts/scatter-shape.ts';
import { shapeSeries, yearOf } from '../../client/map/charts/series-shape.ts';
import type { Indicator, IndicatorValues, Measure } from '../../client/api-types.ts';
import { compareNames } from '../../client/i18n/format.ts';
import { profileRow, profileSections } from '../../client/map/profile/profile-rows.ts';
import { axisTicks } from '../../client/map/series-axis.ts';
import { regressionOf } from '../../core/statistics/regression.ts';
import { trendOf } from '../../core/statistics/trend.ts';

const WITHHELD: Measure = { state: 'withheld' };
const MISSING: Measure = { state: 'missing' };
const is = (value: number): Measure => ({ state: 'value', value });

const measure: fc.Arbitrary<Measure> = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -400, max: 4000 }).map((n) => is(n / 8)) }, { weight: 1, arbitrary: fc.constant(WITHHELD) }, { weight: 1, arbitrary: fc.constant(MISSING) });
/** Zones with names that do not follow their numbers. */
const zones = fc.array(fc.tuple(measure, measure, fc.string({ minLength: 1, maxLength: 6 })), { minLength: 1, maxLength: 40 });
const valuesOf = (measures: readonly Measure[]) => measures.flatMap((one) => (one.state === 'value' ? [one.value] : []));
const byName = (list: readonly number[], names: readonly string[]) => list.map((zone) => names[zone]!).every((name, i, all) => i === 0 || compareNames(all[i - 1]!, name) <= 0);

describe('the distribution', () => {
  it('piles up every zone with a value once, smallest lowest; the others stand beside it by name', () => {
    fc.assert(
      fc.property(zones, (rows) => {
        const measures = rows.map(([one]) => one);
        const names = rows.map(([, , name]) => name);
        const { blocks, borders, counts, withheld, missing } = shapeHistogram(measures, names);
        expect([...blocks.map(({ zone }) => zone), ...withheld, ...missing].toSorted((a, b) => a - b)).toEqual(rows.map((_, zone) => zone));
        expect(blocks.every(({ zone }) => measures[zone]!.state === 'value')).toBe(true);
        expect(byName(withheld, names) && byName(missing, names)).toBe(true);
        const piled = blocks.map(({ zone }) => valuesOf([measures[zone]!])[0]!);
        expect(piled).toEqual(piled.toSorted((a, b) => a - b));
        counts.forEach((count, bin) => expect(blocks.filter((block) => block.bin === bin).map(({ level }) => level).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i)));
        // The axis is one of values: it does not grow by a zone that has none.
        expect(borders).toEqual(shapeHistogram(valuesOf(measures).map(is), valuesOf(measures).map(String)).borders);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the correlation', () => {
  it('is made of zones with both values; where either is withheld the zone is only named', () => {
    fc.assert(
      fc.property(zones, (rows) => {
        const [xs, ys, names] = [rows.map(([x]) => x), rows.map(([, y]) => y), rows.map(([, , name]) => name)];
        const { points, withheld, missing, regression, band } = shapeScatter(xs, ys, names);
        expect([...points.map(({ zone }) => zone), ...withheld, ...missing].toSorted((a, b) => a - b)).toEqual(rows.map((_, zone) => zone));
        expect(withheld.every((zone) => xs[zone]!.state === 'withheld' || ys[zone]!.state === 'withheld')).toBe(true);
        expect(byName(withheld, names) && byName(missing, names) && byName(points.map(({ zone }) => zone), names)).toBe(true);
        expect(regression).toEqual(regressionOf(points.map(({ x, y }) => [x, y])));
        expect(band.every(({ low, y, high }) => low <= y && y <= high)).toBe(true);
        expect(band.length === 0).toBe(regression === null || regression.n < 3);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the radar', () => {
  const inputs = fc.array(fc.record({ direction: fc.constantFrom(1 as const, -1 as const, 0 as const), measures: fc.array(measure, { minLength: 8, maxLength: 8 }), whole: measure }), { minLength: 3, maxLength: 8 });

  it('gives no place to what has no number, and places between middle and rim to what has', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 7 }), fc.constantFrom('deviation' as const, 'range' as const), (list, zone, scale) => {
        const { spokes } = shapeRadar(list, zone, scale);
        spokes.forEach((spoke, i) => {
          expect(spoke.zonePlace === null).toBe(list[i]!.measures[zone]!.state !== 'value');
          expect(spoke.zoneScore === null).toBe(spoke.zonePlace === null);
          if (spoke.zonePlace !== null) {
            expect(spoke.zonePlace).toBeGreaterThanOrEqual(0);
            expect(spoke.zonePlace).toBeLessThanOrEqual(1);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  it('scores are those of the zones with a value, mean 0 and deviation 1, turned where less is more need', () => {
    const row: RadarInput = { direction: 1, measures: [is(2), is(4), is(4), is(4), is(5), is(5), is(7), is(9), WITHHELD, MISSING], whole: is(5) };
    const score = (zone: number, input: RadarInput) => shapeRadar([input, input, input], zone, 'deviation').spokes[0]!;
    expect([0, 4, 7].map((zone) => score(zone, row).zoneScore)).toEqual([-1.5, 0, 2]);
    expect(score(7, { ...row, direction: -1 }).zoneScore).toBe(-2);
    expect(score(7, { ...row, direction: -1 }).turned).toBe(true);
    expect(score(8, row)).toMatchObject({ zoneScore: null, zonePlace: null, wholePlace: 0.5 });
    const range = (zone: number, input: RadarInput) => shapeRadar([input], zone, 'range').spokes[0]!.zonePlace;
    expect([range(0, row), range(7, row), range(7, { ...row, direction: -1 })]).toEqual([0, 1, 0]);
  });

  it('names of spokes are broken into lines that fit', () => {
    expect(wrapName('Anteil mit Migrationshintergrund', 17)).toEqual(['Anteil mit', 'Migrationshinter-', 'grund']);
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (name) => wrapName(name, 12).length <= 3 && wrapName(name, 12).every((line) => line.length <= 12)));
  });
});

describe('the change between two dates', () => {
  it('is a number only where both dates have one, and the other way round its opposite', () => {
    fc.assert(
      fc.property(zones, (rows) => {
        const [from, to, names] = [rows.map(([x]) => x), rows.map(([, y]) => y), rows.map(([, , name]) => name)];
        const there = shapeBalance(from, to, names);
        const back = shapeBalance(to, from, names);
        expect([there.up, there.down]).toEqual([back.down, back.up]);
        for (const { zone, change } of there.rows) {
          const both = from[zone]!.state === 'value' && to[zone]!.state === 'value';
          expect(change.state).toBe(both ? 'value' : from[zone]!.state === 'withheld' || to[zone]!.state === 'withheld' ? 'withheld' : 'missing');
        }
        const states = there.rows.map(({ change }) => change.state);
        expect(states).toEqual(states.toSorted((a, b) => ['value', 'withheld', 'missing'].indexOf(a) - ['value', 'withheld', 'missing'].indexOf(b)));
      }),
      { numRuns: 200 },
    );
  });

  it('bars of zones without a number are all of one length, whatever the others are', () => {
    fc.assert(
      fc.property(fc.array(measure, { minLength: 1, maxLength: 30 }), (measures) => {
        const scale = barScale(measures.map((one) => ({ measure: one })));
        const lengths = measures.filter(({ state }) => state !== 'value').map((one) => scale(one));
        expect(new Set(lengths.map(String)).size).toBeLessThanOrEqual(1);
        for (const one of measures) {
          const [a, b] = scale(one);
          expect(a).toBeGreaterThanOrEqual(0);
          expect(b).toBeLessThanOrEqual(1);
          expect(a).toBeLessThanOrEqual(b);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the series', () => {
  const dates = (breakAt = -1) => Array.from({ length: 6 }, (_, i) => ({ date: `${2015 + i}-12-31`, version: i < breakAt ? 1 : 2, break: i === breakAt }));

  it('band and trend are made of released values', () => {
    fc.assert(
      fc.property(fc.array(fc.array(measure, { minLength: 5, maxLength: 5 }), { minLength: 6, maxLength: 6 }), fc.integer({ min: 0, max: 4 }), (rows, zone) => {
        const { band, own, trend } = shapeSeries(dates(), 2, rows, rows.map(() => MISSING), zone);
        band.forEach((range, i) => expect(range === null ? [] : [range.low, range.high]).toEqual(valuesOf(rows[i]!).length === 0 ? [] : [Math.min(...valuesOf(rows[i]!)), Math.max(...valuesOf(rows[i]!))]));
        expect(trend?.regression.n ?? 0).toBe(valuesOf(own).length >= 4 ? valuesOf(own).length : 0);
      }),
      { numRuns: 100 },
    );
  });

  it('a steady course has its slope a year, without doubt', () => {
    const rows = dates().map((_, i) => [is(10 + 2 * i)]);
    const { trend } = shapeSeries(dates(), 2, rows, rows.map(() => WITHHELD), 0);
    expect(trend!.regression.slope).toBeCloseTo(2, 2);
    expect(trend!.interval.high - trend!.interval.low).toBeLessThan(0.02);
    expect(yearOf('2025-01-01') - yearOf('2024-01-01')).toBeCloseTo(366 / 365.25, 12);
  });

  it('no trend crosses a break of the cut', () => {
    const rows = dates(2).map((_, i) => [is(i < 2 ? 100 : 10 - i)]);
    const { trend } = shapeSeries(dates(2), 2, rows, rows.map(() => MISSING), 0);
    expect(trend!.regression.n).toBe(4);
    expect(trend!.regression.slope).toBeCloseTo(-1, 2);
    expect(shapeSeries(dates(3), 2, rows, rows.map(() => MISSING), 0).trend).toBeNull();
  });

  it('the trend is the one that the server tells', () => {
    fc.assert(
      fc.property(fc.array(measure, { minLength: 6, maxLength: 6 }), (own) => {
        const told = trendOf(own.flatMap((one, i) => (one.state === 'value' ? [{ date: dates()[i]!.date, value: one.value }] : [])));
        const { trend } = shapeSeries(dates(), 2, own.map((one) => [one]), own, 0);
        expect(trend === null).toBe(told.state !== 'value');
        if (told.state !== 'value' || trend === null) return;
        // Its quantiles of t have six decimals.
        const pairs = [[trend.regression.slope, told.slope], [trend.interval.low, told.low], [trend.interval.high, told.high]] as const;
        for (const [ours, theirs] of pairs) expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(told.high - told.low)));
      }),
      { numRuns: 100 },
    );
  });

  it('ticks hold all values, also below 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (least, spread) => {
        const ticks = axisTicks((least + spread) / 16, least / 16);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        if (spread > 0) {
          expect(ticks[0]!).toBeLessThanOrEqual(least / 16 + 1e-6);
          expect(ticks.at(-1)!).toBeGreaterThanOrEqual((least + spread) / 16 - 1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('age groups', () => {
  const count = (statistic: string): Indicator => ({ indicator: `count-${statistic}`, name: { de: statistic, en: statistic }, topic: 't', numerator: { plus: [statistic] }, denominator: null, per: 1, unit: { de: 'Personen', en: 'persons' }, precision: 0, direction: 0, interpretation: { de: '', en: '' }, source: { de: '', en: '' }, kind: 'count', statistics: [statistic], lacking: [], available: true, released: [] });
  const text = (statistics: readonly string[]) => ageBands(statistics.map(count)).map(({ from, to, groups }) => `${from}-${to ?? ''}${groups.length === 2 ? ' by sex' : ''}`);

  it('takes the finest that cover most years and do not overlap', () => {
    expect(text(['age_0_2', 'age_3_5', 'age_15_64', 'age_65_plus', 'age_65_79', 'age_80_plus', 'residents', 'under_6'])).toEqual(['0-3', '3-6', '15-65', '65-80', '80-']);
    expect(text(['age_0_2', 'under_15', 'under_18', 'age_15_64', 'age_65_plus', 'age_80_plus'])).toEqual(['0-15', '15-65', '65-']);
    expect(text(['age_00', 'age_01', 'age_02', 'age_0_2', 'age_3_5'])).toEqual(['0-1', '1-2', '2-3', '3-6']);
    expect(text(['female', 'male', 'households'])).toEqual([]);
  });

  it('goes by sex where that covers as much, else by age alone, and never mixes', () => {
    expect(text(['female_age_0_17', 'male_age_0_17', 'female_age_18_plus', 'male_age_18_plus', 'age_0_17', 'age_18_plus'])).toEqual(['0-18 by sex', '18- by sex']);
    expect(text(['age_0_17_female', 'age_0_17_male', 'age_0_17', 'age_18_plus'])).toEqual(['0-18', '18-']);
  });

  it('tells the years that nobody released, and fills none by subtraction', () => {
    expect(gapsOf(ageBands(['age_0_2', 'age_15_64'].map(count)))).toEqual([{ from: 3, to: 15 }, { from: 65, to: null }]);
    expect(gapsOf(ageBands(['age_0_17', 'age_18_plus'].map(count)))).toEqual([]);
  });

  it('bands never overlap', () => {
    const names = fc.subarray(Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? `age_${i}_plus` : `age_${i}_${i + (i % 7)}`)));
    fc.assert(
      fc.property(names, (list) => {
        const bands = ageBands(list.map(count));
        bands.forEach((band, i) => i > 0 && expect(bands[i - 1]!.to ?? Infinity).toBeLessThanOrEqual(band.from));
        expect(bands.every((band) => endOf(band) > band.from)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the table as a file', () => {
  it('has a status beside every measure and no number for what is withheld or missing', () => {
    const rows = [
      { zone: 0, cells: ['Nord, Mitte', { measure: is(1 / 3), text: '0,3' }, { number: 1, text: '1' }] },
      { zone: 1, cells: ['=SUM(A1)', { measure: WITHHELD, text: 'geheim' }, null] },
      { zone: 2, cells: ['Süd', { measure: MISSING, text: 'k. A.' }, null] },
    ];
    const columns = [{ title: 'Gebiet', field: 'name' }, { title: 'Prozent', field: 'value', measures: true }, { title: 'Rang', field: 'rank', numbers: true }];
    expect(tableCsv({ caption: '', columns, rows })).toBe(['name,value,value_status,rank', '"Nord, Mitte",0.333333,value,1', "'=SUM(A1),,withheld,", 'Süd,,missing,', ''].join('\r\n'));
  });

  it('tell of a date where the series breaks, in a column that the page has in words', () => {
    const columns = [{ title: 'Stichtag', field: 'reference_date', notes: 'cut' }, { title: 'Nord', field: 'value', measures: true }];
    const row = (date: string, note?: string) => ({ zone: -1, cells: [{ date, text: 'auf der Seite', ...(note === undefined ? {} : { note }) }, { measure: { state: 'value' as const, value: 3 }, text: '3' }] });
    expect(tableCsv({ caption: '', columns, rows: [row('2019-12-31'), row('2020-12-31', 'break')] })).toBe(['reference_date,cut,value,value_status', '2019-12-31,,3,value', '2020-12-31,break,3,value', ''].join('\r\n'));
  });
});

describe('the profile of a zone', () => {
  const indicator = (code: string, denominator: readonly string[] | null, topic = 't'): Indicator => ({ indicator: code, name: { de: code, en: code }, topic, numerator: { plus: [code] }, denominator: denominator === null ? null : { plus: [...denominator] }, per: denominator === null ? 1 : 100, unit: { de: '%', en: '%' }, precision: 1, direction: 1, interpretation: { de: '', en: '' }, source: { de: '', en: '' }, kind: 'share', statistics: [code], lacking: [], available: true, released: [] });
  const values = (whole: Measure, columns: readonly (readonly Measure[])[]): IndicatorValues => ({
    indicator: 'x', geography: 'g', form: 'value', unit: { de: '%', en: '%' }, precision: 1,
    dates: ['2015-12-31', '2025-12-31'].map((date) => ({ date, version: 2, releases: [1], noise: false, whole, wholeAtLeast: null, break: false })),
    zones: columns.map((column, i) => ({ version: 2, zone: String(i), name: `Z${i}`, values: [...column] })),
  });

  it('ranks among zones with a value, and compares only numbers', () => {
    const own = values(is(10), [[is(8), is(12)], [is(20), is(20)], [WITHHELD, WITHHELD], [is(5), MISSING]]);
    const row = (zone: string) => profileRow(indicator('a', ['b']), own, 2, '2025-12-31', zone)!;
    expect(row('0')).toMatchObject({ value: is(12), against: is(2), change: is(4), rank: 2, ranked: 2 });
    expect(row('2')).toMatchObject({ value: WITHHELD, against: WITHHELD, change: WITHHELD, rank: undefined });
    expect(row('3')).toMatchObject({ value: MISSING, against: MISSING, rank: undefined });
    expect(profileRow(indicator('a', ['b']), own, 2, '2025-12-31', '9')).toBeUndefined();
    expect(profileRow(indicator('a', ['b']), values(WITHHELD, [[is(1), is(2)]]), 2, '2025-12-31', '0')).toMatchObject({ whole: WITHHELD, against: WITHHELD });
  });

  it('stands by topic in the catalogues’ order, a released count not again under another name', () => {
    const catalogue = (code: string, topics: readonly string[], indicators: readonly Indicator[]) => ({ catalogue: code, title: { de: code, en: code }, description: { de: '', en: '' }, topics: topics.map((topic) => ({ topic, title: { de: topic, en: topic } })), indicators: [...indicators] });
    const first = catalogue('c', ['t', 'u'], [indicator('p', null, 'u'), indicator('q', ['r'], 't')]);
    const generated = catalogue('statistics', ['s'], [{ ...indicator('p', null, 's'), indicator: 'count-p' }, indicator('z', null, 's')]);
    const offered = [first, generated].flatMap((one) => one.indicators.map((each) => ({ catalogue: one, indicator: each })));
    expect(profileSections(offered).map(({ topic, indicators }) => [topic.topic, ...indicators.map((one) => one.indicator)])).toEqual([['t', 'q'], ['u', 'p'], ['s', 'z']]);
  });
});
