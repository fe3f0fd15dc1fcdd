// Real census cells in a running server: imported, cut in three geographies and twice, released with their total, and read as indicators on every date.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { packageRoot } from '../../server/package-root.ts';
import { describeEngines, type Engine } from '../db/engines.ts';
import { ImportSender } from './send-import.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { TOWN } from './town.ts';

const DATA = join(process.env.SHARED_DIR ?? join(packageRoot(), '..', 'shared'), 'data');
const COLUMNS = { demography_ALTER_10JG_1: 'under_10', demography_ALTER_10JG_9: 'age_80_plus', demography_STAATSANGE_KURZ_2: 'foreigners' } as const;
const STATISTICS = Object.values(COLUMNS);
/** The census, and a year later made of it by hand: there was no other. */
const DATES = ['2011-05-09', '2012-05-09'] as const;
/** The second cut begins between the two dates. */
const NEW_CUT = '2012-01-01';

interface Cell {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly counts: readonly number[];
}

type Geographies = Readonly<Record<string, (cell: Cell) => string | null>>;

interface Place {
  readonly place: string;
  readonly engine: Engine;
  readonly file: string;
  readonly where: Readonly<Record<string, string>>;
  readonly cells: number;
  /** Zones of the first cut; null for none. */
  readonly geographies: (cells: readonly Cell[]) => Geographies;
  /** Sums that are known from elsewhere: zone of the finest geography, under 10 and 80 and older. */
  readonly known: () => readonly (readonly [string, number, number])[];
}

/** The Stadtteil of a centre, by ray casting of its own, so that the test leans on nothing that it tests. */
function districtOf(): (cell: Cell) => string | null {
  const { features } = JSON.parse(readFileSync(join(DATA, 'mannheim/mannheim-36stadtteile.geojson'), 'utf8')) as { features: { properties: { id: string }; geometry: { type: string; coordinates: unknown } }[] };
  const toCrs84 = transformer(3035, 4326);
  return ({ x, y }) => {
    const [lon, lat] = toCrs84(x, y);
    const found = features.find(({ geometry }) => {
      const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][];
      let inside = false;
      for (const ring of polygons.flat()) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [[ax, ay], [bx, by]] = [ring[i]!, ring[j]!] as [[number, number], [number, number]];
          if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
        }
      }
      return inside;
    });
    return found?.properties.id ?? null;
  };
}

const linesOf = (path: string) => readFileSync(path, 'utf8').trim().split('\n').map((line) => line.replace('\r', '').replaceAll('"', '').split(','));

const PLACES: readonly Place[] = [
  {
    place: 'Mannheim',
    engine: 'postgres',
    file: 'mannheim/zensus2011_100m_mannheim.csv',
    where: {},
    cells: 3735,
    // Stadtteile, the Stadtbezirke that their numbers begin with, and north and south of the middle.
    geographies: (cells) => {
      const [district, middle] = [districtOf(), median(cells.map(({ y }) => y))];
      const kept = new Map(cells.map((cell) => [cell.id, district(cell)]));
      const within = (cell: Cell, zone: (code: string) => string) => (kept.get(cell.id) === null ? null : zone(kept.get(cell.id)!));
      return { stadtteile: (cell) => within(cell, (code) => code), stadtbezirke: (cell) => within(cell, (code) => code.slice(0, -1)), haelften: (cell) => within(cell, () => (cell.y < middle ? 'S' : 'N')) };
    },
    known: () => linesOf(join(DATA, 'mannheim/known_zonal_mannheim_stadtteile.csv')).slice(1).map((fields) => [fields[0]!, Number(fields.at(-3)), Number(fields.at(-2))] as const),
  },
  {
    place: 'Haan',
    engine: 'embedded',
    file: 'haan/zensus2011_100m_kr_mettmann.csv',
    where: { gemeinde: 'Haan' },
    cells: 829,
    geographies: (cells) => {
      const [east, north] = [median(cells.map(({ x }) => x)), median(cells.map(({ y }) => y))];
      const half = ({ x }: Cell) => (x < east ? 'W' : 'O');
      return { sechzehntel: (cell) => `${half(cell)}${cell.y < north ? 'S' : 'N'}${Math.floor(cell.x / 1000) % 2}${Math.floor(cell.y / 1000) % 2}`, viertel: (cell) => `${half(cell)}${cell.y < north ? 'S' : 'N'}`, haelften: half };
    },
    known: () => linesOf(join(DATA, 'haan/known_zonal_kr_mettmann_gemeinden.csv')).filter((fields) => fields.includes('Haan')).map((fields) => ['', Number(fields.at(-3)), Number(fields.at(-2))] as const),
  },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

for (const { place, engine, file, where, cells: expected, geographies: made, known } of PLACES) {
  describeEngines(`census cells of ${place}`, (test) => {
    const absent = !existsSync(join(DATA, file));
    const server = new ServerUnderTest();
    const sender = new ImportSender(server);
    let cells: Cell[] = [];
    /** By geography and version. */
    const cuts = new Map<string, (cell: Cell) => string | null>();

    /** Sums of the file by zone, '' for cells without one: what everything is held to. */
    const sumsOf = (zoneOf: (cell: Cell) => string | null, statistic: string, date: string) => {
      const sums = new Map<string, number>();
      for (const cell of cells) {
        const zone = zoneOf(cell) ?? '';
        sums.set(zone, (sums.get(zone) ?? 0) + countOf(cell, statistic, date));
      }
      return sums;
    };
    const countOf = (cell: Cell, statistic: string, date: string) => {
      const count = cell.counts[STATISTICS.indexOf(statistic as never)]!;
      return date === DATES[0] ? count : count + (Math.floor(cell.x / 100) % 3);
    };

    beforeAll(async () => {
      if (absent) return;
      const { database } = test();
      await insertMunicipality(database, TOWN);
      const clearances = ['block-counts'];
      await insertAccount(database, { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances });
      await insertAccount(database, { account: 'statistik', name: 'Statistik', roles: ['statistics'], clearances });
      await server.start(test());
      const done = async (name: string, content: string | Uint8Array<ArrayBuffer>, fields: Record<string, string>) => {
        const ended = await sender.imported(name, content, fields);
        expect(ended.body.status, `${name}: ${ended.text}`).toBe('successful');
      };
      const path = join(DATA, file);
      const [head, ...lines] = linesOf(path);
      const at = (column: string) => head!.indexOf(column);
      // An empty field is counted as nobody here, as in the known sums; what the census says of it is another matter (tests/e2e/haan.test.ts).
      cells = lines
        .filter((fields) => Object.entries(where).every(([column, value]) => fields[at(column)] === value))
        .map((fields) => ({ id: fields[0]!, x: Number(fields[at('x_3035')]), y: Number(fields[at('y_3035')]), counts: Object.keys(COLUMNS).map((column) => Number(fields[at(column)] ?? 0)) }));
      await done('cells.csv', new Uint8Array(readFileSync(path)), { kind: 'blocks', validFrom: '2011-01-01', mapping: JSON.stringify({ id: 'grid_id', x: 'x_3035', y: 'y_3035', sourceCrs: 'EPSG:3035', cell: 100, where }) });
      for (const referenceDate of DATES) {
        const table = [`id,${STATISTICS.join(',')}`, ...cells.map((cell) => [cell.id, ...STATISTICS.map((statistic) => countOf(cell, statistic, referenceDate))].join(','))].join('\n');
        const columns = Object.fromEntries(STATISTICS.map((statistic) => [statistic, statistic]));
        const statistics = Object.fromEntries(STATISTICS.map((statistic) => [statistic, { de: statistic, en: statistic }]));
        await done('counts.csv', table, { kind: 'counts', referenceDate, mapping: JSON.stringify({ id: 'id', columns, source: 'Zensus 2011', statistics }) });
      }
      const first = made(cells);
      // A border moves: in the second cut the westernmost tenth of a zone's cells go where the next cell by number is.
      const west = cells.map(({ x }) => x).toSorted((a, b) => a - b)[Math.floor(cells.length / 10)]!;
      const whole = (cell: Cell) => (Object.values(first)[0]!(cell) === null ? null : 'alle');
      for (const [geography, zoneOf] of [['gesamtstadt', whole] as const, ...Object.entries(first)]) {
        const zones = [...new Set(cells.map(zoneOf))].filter((zone) => zone !== null).toSorted();
        const moved = (cell: Cell) => (zoneOf(cell) === null || cell.x > west || zones.length === 1 ? zoneOf(cell) : zones[(zones.indexOf(zoneOf(cell)!) + 1) % zones.length]!);
        cuts.set(`${geography} 1`, zoneOf).set(`${geography} 2`, moved);
        for (const [validFrom, cut] of [['2011-01-01', zoneOf], [NEW_CUT, moved]] as const) {
          const table = ['block,zone', ...cells.flatMap((cell) => (cut(cell) === null ? [] : [`${cell.id},${cut(cell)}`]))].join('\n');
          await done('zones.csv', table, { kind: 'zones', geography, validFrom, mapping: '{"block":"block","zone":"zone"}' });
        }
        for (const version of [1, 2]) {
          const asked = await server.post('/releases', { body: { geography, version, statistics: STATISTICS, referenceDates: DATES, ruleSet: { threshold: 5, zeros: 'open' } } });
          expect(asked.status, asked.text).toBe(201);
          const approved = await server.post(`/releases/${asked.body.release}/approve`, { as: 'statistik' });
          expect([approved.status, approved.body.audit?.findings], approved.text).toEqual([200, 0]);
        }
      }
    }, 300_000);
    afterAll(() => (absent ? undefined : server.stop()));

    const GEOGRAPHIES = () => [...new Set([...cuts.keys()].map((key) => key.split(' ')[0]!))];

    it('come in whole, and the finest cut has the sums that are known from elsewhere', (context) => {
      if (absent) return context.skip('no real data: the folder of shared data is absent (SHARED_DIR)');
      expect(cells.length).toBe(expected);
      const finest = cuts.get(`${GEOGRAPHIES()[1]} 1`)!;
      for (const [i, statistic] of ['under_10', 'age_80_plus'].entries()) {
        const sums = sumsOf(finest, statistic, DATES[0]);
        for (const [zone, ...figures] of known()) {
          if (zone === '') expect([...sums.values()].reduce((a, b) => a + b, 0)).toBe(figures[i]);
          else expect([zone, sums.get(zone)]).toEqual([zone, figures[i]]);
        }
      }
    });

    it('with clearance: zones and not assignable are the city on every level, in every cut and on every date, each zone as reckoned by hand', async (context) => {
      if (absent) return context.skip('no real data: the folder of shared data is absent (SHARED_DIR)');
      for (const [key, zoneOf] of cuts) {
        const [geography, version] = key.split(' ');
        const { body } = await server.get(`/geographies/${geography}/versions/${version}/series?statistic=under_10`, 'planung');
        expect(body.dates.map(({ date }: { date: string }) => date)).toEqual(DATES);
        DATES.forEach((date, d) => {
          const byHand = sumsOf(zoneOf, 'under_10', date);
          const city = [...byHand.values()].reduce((a, b) => a + b, 0);
          const zones = body.zones.map(({ zone, values }: { zone: string; values: { value: number }[] }) => [zone, values[d]!.value] as const);
          expect(zones).toEqual([...byHand].filter(([zone]) => zone !== '').toSorted(([a], [b]) => (a < b ? -1 : 1)));
          const { city: told, notAssignable } = body.dates[d];
          expect([told.value, told.apportioned, notAssignable.outside.value]).toEqual([city, 0, byHand.get('') ?? 0]);
        });
      }
    });

    it('as indicators of three geographies, all dates and cuts: each value the sum of its cells or withheld, the whole the sum of all', async (context) => {
      if (absent) return context.skip('no real data: the folder of shared data is absent (SHARED_DIR)');
      // Beside seven other cuts some zones have to be withheld for slivers between them; most are shown.
      let [shown, asked] = [0, 0];
      for (const statistic of STATISTICS) {
        for (const [key, zoneOf] of cuts) {
          const [geography, version] = key.split(' ');
          const { body } = await server.get(`/indicators/count-${statistic}/values?geography=${geography}&version=${version}`, 'public');
          expect(body.dates.map(({ date }: { date: string }) => date)).toEqual(DATES);
          DATES.forEach((date, d) => {
            const byHand = sumsOf(zoneOf, statistic, date);
            const rows = body.zones.map(({ zone, values }: { zone: string; values: { state: string; value?: number }[] }) => ({ zone, ...values[d]! })) as { zone: string; state: string; value?: number }[];
            expect(rows.length).toBe([...byHand.keys()].filter((zone) => zone !== '').length);
            for (const { zone, state, value } of rows) {
              const sum = byHand.get(zone)!;
              if (sum > 0 && sum < 5) expect([key, zone, state]).toEqual([key, zone, 'withheld']);
              if (state === 'value') expect([key, zone, value]).toEqual([key, zone, sum]);
            }
            shown += rows.filter(({ state }) => state === 'value').length;
            asked += rows.length;
            const assigned = [...byHand].reduce((sum, [zone, count]) => sum + (zone === '' ? 0 : count), 0);
            expect([key, statistic, body.dates[d].whole]).toEqual([key, statistic, { state: 'value', value: assigned }]);
          });
        }
      }
      expect(shown).toBeGreaterThan(asked / 2);
    });

    it('of every date its own cut: the break is marked, and no zone has a value of another cut', async (context) => {
      if (absent) return context.skip('no real data: the folder of shared data is absent (SHARED_DIR)');
      for (const geography of GEOGRAPHIES()) {
        const { body } = await server.get(`/indicators/count-under_10/values?geography=${geography}&version=each`, 'public');
        expect(body.dates.map(({ date, version, break: is }: Record<string, unknown>) => [date, version, is])).toEqual([[DATES[0], 1, false], [DATES[1], 2, true]]);
        for (const { version, values } of body.zones) expect(values[2 - version].state).toBe('missing');
      }
    });
  }, [engine]);
}
