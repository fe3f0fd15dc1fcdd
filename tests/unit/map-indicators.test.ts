// What the map makes of an indicator's values: classes, filters, links and files, none of them made of anything but shown numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Indicator, IndicatorValues, Measure } from '../../client/api-model.ts';
import { DEFAULT_CLASSES, readClasses, writeClasses, type ClassSettings, METHODS } from '../../client/map/class-settings.ts';
import { classesOf } from '../../client/map/classes.ts';
import { colourOf, countSigns, signOf } from '../../client/map/classification.ts';
import { releasedCuts, siblingOf, targetOf, wantedIndicator } from '../../client/map/indicator-choice.ts';
import { IndicatorView } from '../../client/map/indicator-view.ts';
import { passing, readFilter, writeFilter, type MapFilter } from '../../client/map/map-filter.ts';
import { viewCsv, viewGeoJson } from '../../client/map/map-files.ts';
import { FORM_NAMES, numbersOf, readForm, writeForm, type FormName } from '../../client/map/map-form.ts';
import { sourceText } from '../../client/map/map-words.ts';
import { changeWithUnit, classWords, measureShort, numberWithUnit } from '../../client/map/measure-text.ts';
import { coloursOf, PALETTES } from '../../client/map/palettes.ts';
import { readAddress, writeAddress, type MapAddress } from '../../client/map/share-link.ts';
import { topicTree } from '../../client/map/topic-tree.ts';

const value = (number: number): Measure => ({ state: 'value', value: number });
const WITHHELD: Measure = { state: 'withheld' };
const MISSING: Measure = { state: 'missing' };
const PER_CENT = { de: '%', en: '%' };
const text = (word: string) => ({ de: word, en: word });

function indicator(code: string, fields: Partial<Indicator> = {}): Indicator {
  return {
    indicator: code, name: text(code), topic: 'topic', kind: 'share', numerator: { plus: ['part'] }, denominator: { plus: ['whole'] }, per: 100, unit: PER_CENT, precision: 1, direction: 0,
    interpretation: text(''), source: text('Source'), statistics: ['part', 'whole'], lacking: [], available: true, released: [{ geography: 'areas', version: 2, dates: ['2024-12-31', '2025-12-31'] }], ...fields,
  };
}

/** Columns by date; the zones of version 2 first, then one of version 1 for the breaks. */
function values(columns: readonly (readonly Measure[])[], form: FormName = 'value'): IndicatorValues {
  const dates = columns.map((_, index) => ({ date: `${2024 + index}-12-31`, version: 2, releases: [7], noise: false, whole: MISSING, wholeAtLeast: null, break: false }));
  const zones = columns[0]!.map((_, zone) => ({ version: 2, zone: `z${zone}`, name: `Zone ${zone}`, values: columns.map((column) => column[zone]!) }));
  return { indicator: 'i', geography: 'areas', form, unit: PER_CENT, precision: 1, dates, zones };
}

const view = (columns: readonly (readonly Measure[])[], settings: ClassSettings = DEFAULT_CLASSES, form: FormName = 'value') =>
  new IndicatorView(indicator('i'), values(columns, form), columns.length - 1, settings);

const NUMBERS = numbersOf({ unit: PER_CENT, precision: 1, form: 'value' });
const settings = fc.record({
  method: fc.constantFrom(...METHODS.filter((method) => method !== 'manual')),
  count: fc.integer({ min: 3, max: 9 }),
  scope: fc.constantFrom('series' as const, 'date' as const),
  palette: fc.constantFrom('', ...PALETTES.map(({ palette }) => palette)),
  reversed: fc.boolean(),
  breaks: fc.constant([]),
});

it('says of numbers with noise that sums differ, where the source stands', () => {
  const plain = view([[MISSING]]);
  expect(sourceText(plain)).toBe('Quelle: Source; Freigabe 7');
  const noisy = { ...plain.values, dates: plain.values.dates.map((date) => ({ ...date, noise: true })) };
  expect(sourceText(new IndicatorView(plain.indicator, noisy, 0, DEFAULT_CLASSES))).toBe('Quelle: Source; Freigabe 7; mit Zufallsüberlagerung, Summen weichen ab');
});

describe('classes', () => {
  it('every value has a class with a colour, whatever method, number and palette; 0, withheld and missing have their own signs', () => {
    fc.assert(
      fc.property(settings, fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 60 }), (chosen, tenths) => {
        const all = tenths.map((tenth) => tenth / 10);
        const classes = classesOf(all, chosen, NUMBERS, undefined);
        expect(classes.colours.length).toBe(all.every((one) => one === 0) ? 0 : classes.cuts.length + 1);
        expect(classes.cuts.length).toBeLessThanOrEqual(9);
        expect([...classes.cuts]).toEqual([...new Set(classes.cuts)].toSorted((a, b) => a - b));
        for (const one of all) {
          const sign = signOf(value(one), classes);
          if (one === 0) expect(sign).toBe('zero');
          else expect(colourOf(sign, classes)).toMatch(/^#[0-9A-F]{6}$/);
        }
        expect(signOf(WITHHELD, classes)).toBe('withheld');
        expect(signOf(MISSING, classes)).toBe('missing');
      }),
      { numRuns: 300 },
    );
  });

  it('what is withheld moves no cut: with it or without it the classes are the same', () => {
    const shown = [1, 2, 3, 8, 9, 20].map(value);
    expect(view([[...shown, WITHHELD, MISSING]]).classification).toEqual(view([[...shown, MISSING, MISSING]]).classification);
  });

  it('hold over all dates, or are made of each date alone', () => {
    const columns = [[1, 2, 3, 4, 5, 6].map(value), [10, 20, 30, 40, 50, 60].map(value)];
    const series = view(columns);
    expect(series.at(0).classification).toBe(series.classification);
    const byDate = view(columns, { ...DEFAULT_CLASSES, scope: 'date' });
    expect(Math.max(...byDate.at(0).classification.cuts)).toBeLessThanOrEqual(6);
    expect(Math.min(...byDate.classification.cuts)).toBeGreaterThan(6);
  });

  it('equal width, standard deviation and quantiles cut where they say', () => {
    const all = [0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10.5];
    expect(classesOf(all, { ...DEFAULT_CLASSES, method: 'equal', count: 4 }, NUMBERS, undefined).cuts).toEqual([3, 5.5, 8]);
    // Mean 4.7, deviation 3.06: whole deviations for an even number of classes.
    expect(classesOf(all, { ...DEFAULT_CLASSES, method: 'deviation', count: 4 }, NUMBERS, undefined).cuts).toEqual([1.6, 4.7, 7.8]);
    const counts = countSigns(all.map(value), classesOf(all, { ...DEFAULT_CLASSES, method: 'quantile', count: 5 }, NUMBERS, undefined));
    expect([...counts.values()]).toEqual([2, 2, 2, 2, 2]);
  });

  it('a change turns at 0 and both sides have the same steps; a middle of the reader counts before it', () => {
    const all = [-8, -3, -1, 0.5, 1, 2, 4, 9];
    const { cuts, middle, signed } = classesOf(all, { ...DEFAULT_CLASSES, count: 6 }, numbersOf({ unit: PER_CENT, precision: 1, form: 'change' }), undefined);
    expect(middle).toBe(0);
    expect(signed).toBe(true);
    expect(cuts).toContain(0);
    expect(cuts.map((cut) => -cut).toReversed().map((cut) => cut + 0)).toEqual(cuts.map((cut) => cut + 0));
    const own = classesOf(all, { ...DEFAULT_CLASSES, palette: 'RdBu', count: 4, middle: 2 }, NUMBERS, undefined);
    expect(own.cuts).toContain(2);
  });

  it('words of classes: from above 0, between, and more; below where there are negative numbers', () => {
    const plain = { cuts: [5, 10], colours: ['#1', '#2', '#3'] };
    expect([0, 1, 2].map((index) => classWords(index, plain))).toEqual(['über 0 bis unter 5', '5 bis unter 10', '10 und mehr']);
    expect(classWords(0, { ...plain, signed: true })).toBe('unter 5');
  });

  it('neighbours of every palette that is called safe differ for protan, deutan and tritan sight, with three to seven classes', () => {
    for (const palette of PALETTES.filter(({ colourBlindSafe }) => colourBlindSafe)) {
      for (let classes = 3; classes <= 7; classes++) {
        const colours = coloursOf(palette, classes);
        expect(new Set(colours).size).toBe(classes);
        for (const sight of Object.values(SIGHTS)) {
          for (let i = 1; i < classes; i++) expect(distance(colours[i - 1]!, colours[i]!, sight), `${palette.palette} ${classes} ${i}`).toBeGreaterThan(3);
        }
      }
    }
  });
});

describe('numbers in words', () => {
  it('per cent, points of a change, counts with their unit, quotients bare', () => {
    expect(numberWithUnit(23.44, NUMBERS)).toBe('23,4\u00A0%');
    expect(numberWithUnit(3.1, { ...NUMBERS, unit: text('Prozentpunkte'), form: 'change', signed: true })).toBe('+3,1 Punkte');
    expect(changeWithUnit(-2, NUMBERS)).toBe('\u22122,0 Punkte');
    expect(numberWithUnit(1204, { unit: text('Personen'), precision: 0, form: 'value', signed: false })).toBe('1.204\u00A0Personen');
    expect(numberWithUnit(1.25, { ...NUMBERS, precision: 2, form: 'locationQuotient' })).toBe('1,25');
    expect(measureShort(WITHHELD, NUMBERS)).toBe('geheim');
  });
});

describe('filters', () => {
  const codes = ['a', 'b', 'c', 'd'];
  const measures = [value(5), value(10), WITHHELD, MISSING];

  it('by value let pass what lies between, ends included, and never what is withheld or missing: to pass would tell of the number', () => {
    expect(passing({ range: [5, 10] }, codes, measures, [], undefined)).toEqual([true, true, false, false]);
    expect(passing({ range: [null, 5] }, codes, measures, [], undefined)).toEqual([true, false, false, false]);
    expect(passing({ range: [0, null] }, codes, measures, [], undefined)).toEqual([true, true, false, false]);
  });

  it('by name and by value together pass what passes both', () => {
    expect(passing({ zones: ['b', 'c'], range: [0, 100] }, codes, measures, [], undefined)).toEqual([false, true, false, false]);
  });
});

const words = fc.string({ minLength: 1, maxLength: 8 });
const filters = fc.record(
  { range: fc.tuple(fc.option(fc.integer()), fc.option(fc.integer())), zones: fc.array(words, { maxLength: 4 }), within: fc.record({ geography: words, zones: fc.array(words, { maxLength: 3 }) }) },
  { requiredKeys: [] },
);

describe('links', () => {
  it('a filter comes back as it went, whatever its zones are called', () => {
    fc.assert(fc.property(filters, (filter) => void expect(readFilter(writeFilter(filter as MapFilter))).toEqual(filter)), { numRuns: 300 });
  });

  it('classes come back as they went, and nothing is written of the default', () => {
    expect(writeClasses(DEFAULT_CLASSES)).toBe('');
    fc.assert(fc.property(settings, (chosen) => void expect(readClasses(writeClasses(chosen) || null)).toEqual(chosen)));
    const manual: ClassSettings = { ...DEFAULT_CLASSES, method: 'manual', breaks: [-2.5, 0, 7], middle: 1 };
    expect(readClasses(writeClasses(manual))).toEqual(manual);
    expect(readClasses('evil~99~never')).toEqual(DEFAULT_CLASSES);
  });

  it('forms come back as they went; what is none is the plain value', () => {
    for (const form of FORM_NAMES) {
      const whole = form === 'change' || form === 'index' ? { form, date: '2015-12-31' } : form === 'changeOver' || form === 'movingMean' ? { form, periods: 3 } : { form };
      expect(readForm(writeForm(whole))).toEqual(whole);
    }
    for (const wrong of [null, '', 'evil', 'change', 'change:yesterday', 'movingMean:0']) expect(readForm(wrong)).toEqual({ form: 'value' });
  });

  it('a whole view comes back: indicator, cut, date, form, classes, filter, comparison, zone, chart, place and facilities', () => {
    const address: MapAddress = {
      geography: 'areas', version: 'each', indicator: 'child-poverty', date: '2025-12-31', form: { form: 'index', date: '2015-12-31' }, classes: { ...DEFAULT_CLASSES, method: 'quantile', count: 7 },
      filter: { range: [5, null] }, swipe: { indicator: 'old-share', date: '2020-12-31', place: 0.25 }, zone: '09', view: 'table', chart: 'scatter', profile: '09', facilities: '800', place: [480000, 5540000, 4.25],
    };
    expect(readAddress(`?${writeAddress(address)}`)).toEqual(address);
  });
});

describe('choices', () => {
  const all = new Map(
    [indicator('count-a', { denominator: null }), indicator('share-a'), indicator('count-b', { denominator: null }), indicator('away', { released: [] })].map((one) => [one.indicator, one]),
  );

  it('links from before there were indicators open the same numbers', () => {
    expect(wantedIndicator({ statistic: 'a', kind: 'share' }, all)?.indicator).toBe('share-a');
    expect(wantedIndicator({ statistic: 'a', kind: 'count' }, all)?.indicator).toBe('count-a');
    expect(wantedIndicator({ statistic: 'b', kind: 'share' }, all)?.indicator).toBe('count-b');
    expect(wantedIndicator({ statistic: 'gone' }, all)?.indicator).toBe('share-a');
    expect(wantedIndicator({ indicator: 'away' }, all)?.indicator).toBe('share-a');
  });

  it('the list has one entry for number and share, and tells apart what is not there', () => {
    const [branch] = topicTree([{ catalogue: 'c', title: text('C'), description: text(''), topics: [{ topic: 'topic', title: text('T') }, { topic: 'empty', title: text('E') }], indicators: [...all.values()] }], all);
    expect(branch!.topics.map(({ topic, indicators }) => [topic, indicators.map((one) => one.indicator)])).toEqual([['topic', ['share-a', 'count-b']]]);
    expect(branch!.lacking.map((one) => one.indicator)).toEqual(['away']);
    expect(siblingOf(all.get('share-a')!, 'count', all)?.indicator).toBe('count-a');
  });

  it('a cut that an indicator is not released in is never opened', () => {
    const cut = (version: number, validFrom: string, validTo: string | null) => ({ version, title: '', validFrom, validTo, blockSet: 1, zones: 3, carriedFrom: null, outlines: null });
    const geography = { geography: 'areas', name: text('Areas'), parent: null, versions: [cut(1, '2015-01-01', '2020-01-01'), cut(2, '2020-01-01', '2030-01-01'), cut(3, '2030-01-01', null)] };
    const target = (version?: number | 'each') => targetOf(all.get('share-a')!, [geography], { geography: 'areas', cut: version }, '2031-01-01')?.cut;
    expect(releasedCuts(all.get('share-a')!, 'areas')).toEqual([2]);
    expect([target(), target(1), target(2), target(3), target('each')]).toEqual([2, 2, 2, 2, 'each']);
    expect(targetOf(all.get('away')!, [geography], {}, '2031-01-01')).toBeUndefined();
  });
});

describe('files', () => {
  const shown = view([[value(5), WITHHELD], [value(7), MISSING]]);

  it('a table has a row a zone and date with the state, and no number where there is none', () => {
    const rows = viewCsv(shown, () => true).trim().split('\r\n').map((line) => line.split(','));
    expect(rows.length).toBe(5);
    expect(rows.slice(1).map((row) => [row[0], row[5], row[7], row[8], row[9], row[10]])).toEqual([
      ['z0', '2024-12-31', '5', 'value', '7', 'no'],
      ['z1', '2024-12-31', '', 'withheld', '7', 'no'],
      ['z0', '2025-12-31', '7', 'value', '7', 'no'],
      ['z1', '2025-12-31', '', 'missing', '7', 'no'],
    ]);
    expect(viewCsv(shown, (zone) => zone === 'z1')).not.toContain('z0');
  });

  it('a map for GIS has null and the state, and leaves out what the filter does', () => {
    const features = ['z0', 'z1', 'z9'].map((zone) => ({ type: 'Feature' as const, properties: { zone }, geometry: { type: 'Point' as const, coordinates: [0, 0] } }));
    const out = JSON.parse(viewGeoJson(shown, features, () => true)) as { features: { id: string; properties: { value: number | null; status: string } }[] };
    expect(out.features.map(({ id, properties }) => [id, properties.value, properties.status])).toEqual([['z0', 7, 'value'], ['z1', null, 'missing']]);
  });
});

/** Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. */
const SIGHTS = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** OKLab distance times 100 as this sight sees the two. */
function distance(a: string, b: string, sight: readonly (readonly number[])[]): number {
  const [p, q] = [oklab(a, sight), oklab(b, sight)];
  return 100 * Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!);
}

function oklab(hex: string, sight: readonly (readonly number[])[]): number[] {
  const linear = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [r, g, b] = sight.map((row) => Math.max(0, row.reduce((sum, weight, i) => sum + weight * linear[i]!, 0))) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}
