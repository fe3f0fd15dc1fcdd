// What KomMonitor's interface and a push rest on: periods of cuts, ids, outlines that are the same, and plans of a push.
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { type OwnIndicator, type OwnLevel, type PushPlan, pushPlan, type PushZone, tagOf, TIMESTAMPS_A_REQUEST, valuesOfRows } from '../../core/kommonitor/push-plan.ts';
import { sameShape } from '../../core/kommonitor/same-shape.ts';
import { cutPeriods, dayAfter, shownOn, updateInterval } from '../../core/kommonitor/validity.ts';
import type { WireIndicator, WireSpatialUnit } from '../../core/kommonitor/wire.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { identity, zoneId } from '../../server/workspace/kommonitor/identity.ts';

describe('periods of cuts', () => {
  const old = { version: 1, validFrom: '2010-01-01', validTo: '2021-01-01', dates: ['2019-12-31', '2020-12-31'] };
  const next = { version: 2, validFrom: '2021-01-01', validTo: null, dates: ['2019-12-31', '2020-12-31', '2021-12-31'] };

  it('a new cut starts on the first reference date that it has numbers for, so that the old one is still there on its own last date', () => {
    expect(cutPeriods([next, old])).toEqual([{ version: 1, startDate: '2010-01-01', endDate: '2021-12-30' }, { version: 2, startDate: '2021-12-31', endDate: null }]);
  });

  it('the oldest published cut reaches back to its first date, as nothing else can be shown then', () => {
    expect(cutPeriods([next])).toEqual([{ version: 2, startDate: '2019-12-31', endDate: null }]);
  });

  it('a cut without a date of its own starts when the one before can have ended after its last date', () => {
    const bare = { ...next, dates: ['2019-12-31'] };
    expect(cutPeriods([old, bare])).toEqual([{ version: 1, startDate: '2010-01-01', endDate: '2021-01-01' }, { version: 2, startDate: '2021-01-02', endDate: null }]);
  });

  it('a cut that ends without another is there on its last date; one that was valid on no day is left out', () => {
    expect(cutPeriods([old])).toEqual([{ version: 1, startDate: '2010-01-01', endDate: '2021-01-01' }]);
    expect(cutPeriods([{ ...old, validTo: '2010-01-01' }])).toEqual([]);
    const later = { ...next, validFrom: '2023-01-01', dates: ['2023-12-31'] };
    expect(cutPeriods([old, later])[0]).toEqual({ version: 1, startDate: '2010-01-01', endDate: '2021-01-01' });
  });

  it('of any cuts never two on one day, and each date of a cut within its validity shows that cut by the strict query, too', () => {
    const next01 = seededRandom(7);
    const random = (below: number) => Math.floor(next01() * below);
    for (let round = 0; round < 200; round++) {
      const bounds = [...new Set(Array.from({ length: 1 + random(4) }, () => dayAfter('2000-01-01', random(6000))))].toSorted();
      const cuts = bounds.map((validFrom, i) => ({
        version: i + 1,
        validFrom,
        validTo: bounds[i + 1] ?? (random(2) === 0 ? null : dayAfter(validFrom, 1 + random(900))),
        dates: Array.from({ length: 20 }, (_, year) => `${2000 + year}-12-31`).filter(() => random(3) > 0),
      }));
      const periods = cutPeriods(cuts);
      const told = JSON.stringify(cuts);
      periods.forEach((period, i) => {
        if (period.endDate !== null) expect(period.startDate <= period.endDate, told).toBe(true);
        const following = periods[i + 1];
        if (following !== undefined) expect(period.endDate! < following.startDate, told).toBe(true);
      });
      for (const { version, validFrom, validTo, dates } of cuts) {
        for (const date of dates.filter((day) => validFrom <= day && (validTo === null || day < validTo))) {
          const shown = shownOn(periods, date);
          expect(shown?.version, `${date} ${told}`).toBe(version);
          expect(shown!.endDate === null || shown!.endDate > date, `${date} ${told}`).toBe(true);
        }
      }
    }
  });

  it('knows how often dates come', () => {
    expect(updateInterval(['2020-12-31', '2021-12-31', '2022-12-31'])).toBe('YEARLY');
    expect(updateInterval(['2020-06-30', '2020-12-31', '2021-06-30'])).toBe('HALF_YEARLY');
    expect(updateInterval(['2020-03-31', '2020-06-30', '2020-09-30'])).toBe('QUARTERLY');
    expect(updateInterval(['2020-01-31', '2020-02-29', '2020-03-31'])).toBe('MONTHLY');
    expect(updateInterval(['2020-01-31'])).toBe('ARBITRARY');
  });
});

describe('ids', () => {
  it('are the same for ever: another one would be another dataset for every client', () => {
    expect(identity('09990001', 'spatial-unit', 'stadtteil')).toBe('64187ce8-1cc6-5b42-8d0d-e54eb46ec527');
    expect(identity('09990001', 'indicator', 'stadtteil')).not.toBe(identity('09990001', 'spatial-unit', 'stadtteil'));
    expect(identity('09990002', 'spatial-unit', 'stadtteil')).not.toBe(identity('09990001', 'spatial-unit', 'stadtteil'));
    expect(zoneId('stadtteile', 2, '101')).toBe('stadtteile-2-101');
  });
});

const square = (x: number, y: number, begin = 0, turned = false): MultiPolygon => {
  const ring: Position[] = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01]];
  const rotated = [...ring.slice(begin), ...ring.slice(0, begin)];
  if (turned) rotated.reverse();
  return { type: 'MultiPolygon', coordinates: [[[...rotated, rotated[0]!]]] };
};

describe('outlines', () => {
  it('are the same within a millionth of a degree, wherever a ring begins and whichever way it turns', () => {
    expect(sameShape(square(8, 49), square(8, 49, 2, true))).toBe(true);
    expect(sameShape(square(8, 49), square(8 + 5e-7, 49))).toBe(true);
    expect(sameShape(square(8, 49), square(8 + 2e-6, 49))).toBe(false);
    expect(sameShape(square(8, 49), { type: 'MultiPolygon', coordinates: [...square(8, 49).coordinates, ...square(9, 49).coordinates] })).toBe(false);
  });
});

describe('a plan of a push', () => {
  const zone = (version: number, code: string, validStartDate: string, validEndDate: string | null, more: Partial<PushZone> = {}): PushZone => {
    return { record: '', ID: `st-${version}-${code}`, NAME: code, validStartDate, validEndDate, arisenFrom: null, geometry: square(8 + version / 10, 49), ...more };
  };
  const level = (zones: readonly PushZone[]): OwnLevel => ({ geography: 'st', zones, overview: { spatialUnitLevel: 'Stadtteile' } as WireSpatialUnit });
  const indicator = (dates: readonly string[], value: number | null): OwnIndicator => ({
    overview: { abbreviation: 'a', indicatorName: 'A' } as WireIndicator,
    values: new Map([['Stadtteile', new Map([['st-1-x', new Map(dates.map((date) => [date, value]))]])]]),
  });
  const there = (zones: readonly PushZone[]) => [{ spatialUnitId: 'id', spatialUnitLevel: 'Stadtteile', zones: zones.map((one, i) => ({ ...one, record: `r${i}` })) }];
  const kinds = ({ steps }: PushPlan) => steps.map(({ step }) => step);
  const months = Array.from({ length: 100 }, (_, i) => `${2000 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}-01`);

  it('puts at most 45 dates into one request, and every date into exactly one', () => {
    const { steps } = pushPlan([level([zone(1, 'x', '2000-01-01', null)])], [indicator(months, 1)], { levels: [], indicators: [] });
    const puts = steps.filter((step) => step.step === 'putValues');
    expect(puts.map(({ timestamps }) => timestamps.length)).toEqual([TIMESTAMPS_A_REQUEST, TIMESTAMPS_A_REQUEST, 10]);
    expect(puts.flatMap(({ timestamps }) => timestamps)).toEqual(months);
  });

  it('sends the dates that differ alone, reads numbers that are texts, and takes an empty value for none', () => {
    const zones = [zone(1, 'x', '2000-01-01', null)];
    const rows = valuesOfRows([{ ID: 'st-1-x', NAME: 'x', 'DATE_2000-01-01': '1', 'DATE_2000-02-01': '2.0', 'DATE_2000-03-01': '', 'DATE_1999-01-01': '7' }]);
    const their = { levels: there(zones), indicators: [{ indicatorId: 'i', indicatorName: 'A', tags: [tagOf('a')], values: new Map([['Stadtteile', rows]]) }] };
    const { steps } = pushPlan([level(zones)], [indicator(['2000-01-01', '2000-02-01'], 1)], their);
    // 1999 is no longer published: it becomes null. An empty March differs in nothing.
    expect(steps).toEqual([{ step: 'putValues', indicator: 'a', level: 'Stadtteile', timestamps: ['1999-01-01', '2000-02-01'], rows: [{ ID: 'st-1-x', values: [null, 1] }] }]);
  });

  it('lets KomMonitor end an open cut where that is safe, and changes a record in place where it is not', () => {
    const first = zone(1, 'x', '2000-01-01', '2009-12-30');
    const second = zone(2, 'y', '2009-12-31', null);
    const opened = { ...first, validEndDate: null };
    const one = pushPlan([level([first, second])], [], { levels: there([opened]), indicators: [] });
    expect(one.steps).toMatchObject([{ step: 'addCut', partial: false, startDate: '2009-12-31', zones: [{ ID: 'st-2-y' }] }]);
    // A later cut is there already: a full update would delete it.
    const third = zone(3, 'z', '2015-12-31', null);
    const between = { ...second, validEndDate: '2015-12-30' };
    const two = pushPlan([level([first, between, third])], [], { levels: there([opened, third]), indicators: [] });
    expect(two.steps).toMatchObject([{ step: 'addCut', partial: true, zones: [{ ID: 'st-2-y' }] }, { step: 'changeZone', record: 'r0', zone: { ID: 'st-1-x', validEndDate: '2009-12-30' } }]);
    const renamed = pushPlan([level([{ ...first, NAME: 'X', validEndDate: null }])], [], { levels: there([opened]), indicators: [] });
    expect(kinds(renamed)).toEqual(['changeZone']);
  });

  it('leaves alone what no push made', () => {
    const zones = [zone(1, 'x', '2000-01-01', null)];
    const foreign = pushPlan([level(zones)], [indicator(months, 1)], { levels: there([{ ...zones[0]!, ID: '101' }]), indicators: [] });
    expect([kinds(foreign), foreign.conflicts.map(({ what }) => what)]).toEqual([['createIndicator'], ['level Stadtteile']]);
    const sameName = pushPlan([level(zones)], [indicator(months, 1)], { levels: there(zones), indicators: [{ indicatorId: 'i', indicatorName: 'A', tags: [], values: new Map() }] });
    expect([sameName.steps, sameName.conflicts.map(({ what }) => what)]).toEqual([[], ['indicator A']]);
    // Of an own indicator that is published no more, the numbers go.
    const orphan = { indicatorId: 'i', indicatorName: 'B', tags: [tagOf('b')], values: new Map([['Stadtteile', new Map([['st-1-x', new Map([['2000-01-01', 5]])]])]]) };
    const gone = pushPlan([level(zones)], [], { levels: there(zones), indicators: [orphan] });
    expect(gone.steps).toMatchObject([{ step: 'putValues', indicator: 'b', rows: [{ ID: 'st-1-x', values: [null] }] }]);
  });
});
