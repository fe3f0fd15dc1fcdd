// What the map computes from released cells: shares, totals, ranks, files and links, and that no way leads to a withheld number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Geography, Release, ReleasedZoneProperties, Statistic, ZoneCollection } from '../../client/api-model.ts';
import { csvLine } from '../../client/map/cells-csv.ts';
import { countSigns, signOf } from '../../client/map/classification.ts';
import { rankZones } from '../../client/map/ranking.ts';
import { classify } from '../../client/plugin/released-classes.ts';
import { buildOffers, datesOf, hasShare, measureCells, mergeReleases, shareOf, type Measure } from '../../client/plugin/released-table.ts';
import { axisTicks } from '../../client/map/series-axis.ts';
import { scaleBar } from '../../client/map/scale-bar.ts';
import { readAddress, writeAddress } from '../../client/map/share-link.ts';

const value = (number: number): Cell => ({ state: 'value', value: number });
const WITHHELD: Cell = { state: 'withheld' };
const MISSING: Cell = { state: 'missing' };
const CHILDREN: Statistic = { statistic: 'poor', name: { de: 'Arme', en: 'Poor' }, unit: 'persons', population: 'all', source: 'S', referenceDates: [] };
const COUNT: Measure = { statistic: CHILDREN, kind: 'count' };
const SHARE: Measure = { statistic: CHILDREN, kind: 'share' };

type Cells = Record<string, Record<string, Cell>>;
function collection(zones: readonly (readonly [string, string, Cells])[]): ZoneCollection<ReleasedZoneProperties> {
  return {
    type: 'FeatureCollection',
    features: zones.map(([zone, name, cells]) => ({
      type: 'Feature',
      id: zone,
      geometry: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] },
      properties: { zone, name, cells },
    })),
  };
}

const table = mergeReleases([
  collection([
    ['1', 'Altstadt', { poor: { '2024': value(10), '2025': value(20) }, all: { '2025': value(200) } }],
    ['2', 'Mühlau', { poor: { '2024': WITHHELD, '2025': WITHHELD }, all: { '2025': value(90) } }],
    ['3', 'Kirchberg', { poor: { '2024': value(0), '2025': value(0) }, all: { '2025': value(50) } }],
    ['4', 'Hafen', { poor: { '2024': MISSING, '2025': MISSING }, all: { '2025': value(10) } }],
    ['5', 'Leerland', { poor: { '2024': value(0), '2025': value(0) }, all: { '2025': value(0) } }],
  ]),
]);

describe('shares', () => {
  it('are in per cent of the released population', () => {
    expect(measureCells(table, SHARE, '2025')[0]).toEqual(value(10));
    expect(measureCells(table, SHARE, '2025')[2]).toEqual(value(0));
  });

  it('are withheld where either side is: else the other would give it back', () => {
    expect(shareOf(WITHHELD, value(90))).toEqual(WITHHELD);
    expect(shareOf(value(9), WITHHELD)).toEqual(WITHHELD);
  });

  it('are missing where nobody counted the part, whatever is kept secret of the whole: there is no number to give back', () => {
    expect(shareOf(MISSING, WITHHELD)).toEqual(MISSING);
    expect(shareOf(MISSING, value(90))).toEqual(MISSING);
  });

  it('of nobody are missing, not 0, and a lower bound makes none', () => {
    expect(measureCells(table, SHARE, '2025')[4]).toEqual(MISSING);
    expect(shareOf({ state: 'atLeast', value: 5 }, value(10))).toEqual(MISSING);
  });

  it('exist only for dates at which the population is released too', () => {
    expect(datesOf(table, COUNT)).toEqual(['2024', '2025']);
    expect(datesOf(table, SHARE)).toEqual(['2025']);
    expect(hasShare(table, CHILDREN)).toBe(true);
    expect(hasShare(table, { ...CHILDREN, population: 'nothing' })).toBe(false);
  });
});

describe('releases', () => {
  const geography: Geography = {
    geography: 'g', name: { de: 'G', en: 'G' }, parent: null,
    versions: [
      { version: 1, title: 'alt', validFrom: '2015-01-01', validTo: '2020-01-01', blockSet: 1, zones: 2, carriedFrom: null, outlines: null },
      { version: 2, title: 'neu', validFrom: '2020-01-01', validTo: null, blockSet: 2, zones: 2, carriedFrom: null, outlines: null },
    ],
  };
  const release = (fields: Partial<Release>): Release =>
    ({ release: 'r', number: 1, geography: 'g', version: 2, statistics: ['poor'], referenceDates: ['2025'], state: 'published', decidedAt: '2026-01-01', ...fields }) as Release;

  it('only approved ones are offered, each cut by itself, the newest first', () => {
    const offers = buildOffers([geography], [release({}), release({ version: 1 }), release({ state: 'requested', statistics: ['all'] })], [CHILDREN]);
    expect(offers.map(({ version, statistics }) => [version.title, statistics.length])).toEqual([['neu', 1], ['alt', 1]]);
  });

  it('of a cell in two releases the later one holds', () => {
    const merged = mergeReleases([collection([['1', 'A', { poor: { d: value(7) } }]]), collection([['1', 'A', { poor: { d: WITHHELD } }]])]);
    expect(measureCells(merged, COUNT, 'd')).toEqual([WITHHELD]);
  });
});

describe('ranking', () => {
  const names = table.zones.map(({ name }) => name);

  it('values by size, then withheld, then missing zones, each by name', () => {
    const cells = [value(3), WITHHELD, value(9), MISSING, WITHHELD, value(3)];
    const ranked = rankZones(cells, ['D', 'Z', 'C', 'A', 'B', 'A']);
    expect(ranked.map(({ index }) => index)).toEqual([2, 5, 0, 4, 1, 3]);
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 2, undefined, undefined, undefined]);
  });

  it('zero is a value with a rank', () => {
    const ranked = rankZones(measureCells(table, SHARE, '2025'), names);
    expect(ranked.find(({ index }) => index === 2)!.rank).toBe(2);
  });
});

describe('classes', () => {
  it('hold over all dates and keep zero, withheld and missing apart', () => {
    const classes = classify(table, COUNT);
    expect(signOf(value(0), classes)).toBe('zero');
    expect(signOf(WITHHELD, classes)).toBe('withheld');
    expect(signOf(MISSING, classes)).toBe('missing');
    expect(classes.colours.length).toBe(classes.cuts.length + 1);
    const counts = countSigns(measureCells(table, COUNT, '2025'), classes);
    expect([counts.get('zero'), counts.get('withheld'), counts.get('missing')]).toEqual([2, 1, 1]);
  });

  it('a measure without any value has no class and no colour', () => {
    const none = mergeReleases([collection([['1', 'A', { poor: { d: WITHHELD } }]])]);
    expect(classify(none, COUNT)).toEqual({ cuts: [], colours: [] });
  });
});

describe('files and links', () => {
  it('a name with a comma or a formula cannot break the table', () => {
    expect(csvLine(['1', 'Alt, "Neu"', '-3'])).toBe('1,"Alt, ""Neu""",-3');
    expect(csvLine(['2', '=SUM(A1)'])).toBe("2,'=SUM(A1)");
  });

  it('an address comes back as it went', () => {
    const address = { geography: 'stadtteile', version: 2, statistic: 'poor', kind: 'share', date: '2025-12-31', zone: '09', view: 'table' } as const;
    expect(readAddress(`?${writeAddress(address)}`)).toEqual(address);
    expect(readAddress('?measure=evil&version=x&view=y')).toEqual({ geography: undefined, version: undefined, statistic: undefined, kind: undefined, date: undefined, zone: undefined, view: undefined });
  });
});

describe('scales', () => {
  it('an axis starts at 0, ends at or above the largest value, in few round steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
        const ticks = axisTicks(most);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)!).toBeGreaterThanOrEqual(most * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('the scale bar is a round length that fits', () => {
    expect(scaleBar(3.2)).toEqual({ widthPx: 94, text: '300\u00A0m' });
    expect(scaleBar(25)!.text).toBe('3\u00A0km');
    expect(scaleBar(0)).toBeUndefined();
  });
});
