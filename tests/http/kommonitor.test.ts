// KomMonitor's interface: the shapes of its wire format, cuts that never mix, withheld never as 0, and what its web client asks for when it starts.
import { gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import { beforeAll, expect, it } from 'vitest';
import { convertToGeoJson } from '../../server/gdal/gdal.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { publishedDesk } from '../../server/workspace/kommonitor/published-desk.ts';
import { describeEngines } from '../db/engines.ts';
import { ALONE, HOUSEHOLDS, insertHouseholds, ONE_PERSON, publish, UNIT } from './kommonitor-town.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { DATE, EARLIER, TOWN } from './town.ts';

const BASE = '/kommonitor/management/public';
const STATISTICS = ['one_person_households', 'households'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
type Row = Record<string, string | number | null>;

describeEngines(
  'KomMonitor',
  (test) => {
    const server = serveTown(test);
    const get = (path: string) => server.get(BASE + path, 'public');
    const rowsOf = async (path: string): Promise<Row[]> => {
      const { status, text, headers } = await get(path);
      expect([status, headers.get('content-type')], text.slice(0, 300)).toEqual([200, 'application/vnd.geo+json; charset=utf-8']);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.geojson"$/);
      return (JSON.parse(text) as FeatureCollection).features.map(({ properties }) => properties as Row);
    };
    let releases: string[] = [];

    beforeAll(async () => {
      await insertHouseholds(server.workspace.db);
      await server.workspace.reload();
    });

    it('has documented empty forms before anything is published', async () => {
      for (const path of ['/spatial-units', '/indicators', '/process-scripts', '/web-services', '/spatial-unit-hierarchies']) expect([path, (await get(path)).body]).toEqual([path, []]);
      expect((await get('/topics?topicType=indicator')).body).toEqual([]);
      expect((await get('/topics/display-order/mode')).body).toEqual([{ topicResource: 'indicator', orderMode: 'custom' }, { topicResource: 'georesource', orderMode: 'custom' }]);
      expect((await get(`/spatial-units/${UNIT}`)).status).toBe(404);
    });

    it('a level has a period for each cut: a new one starts on its first reference date, the one before ends a day earlier', async () => {
      releases = [await publish(server, 1, STATISTICS, [EARLIER, DATE]), await publish(server, 2, STATISTICS, [EARLIER, DATE])];
      const { body } = await get('/spatial-units');
      expect(body).toEqual([
        {
          spatialUnitId: UNIT,
          spatialUnitLevel: 'Stadtteile',
          isPublic: true,
          ownerId: expect.stringMatching(UUID),
          permissions: [expect.stringMatching(UUID)],
          userPermissions: ['viewer'],
          nextUpperHierarchyLevel: null,
          nextLowerHierarchyLevel: null,
          mandantId: body[0].ownerId,
          hierarchies: [{ hierarchyId: expect.stringMatching(UUID), hierarchyName: 'Stadtteile', hierarchyLevel: 0, nextUpperSpatialUnitId: null, nextLowerSpatialUnitId: null }],
          availablePeriodsOfValidity: [{ startDate: '2020-01-01', endDate: '2025-12-30' }, { startDate: DATE }],
          isOutlineLayer: true,
          outlineColor: '#333333',
          outlineWidth: 2,
          outlineDashArrayString: '',
          wmsUrl: null,
          wfsUrl: null,
          metadata: expect.objectContaining({ contact: 'Gartenstadt', updateInterval: 'ARBITRARY', lastUpdate: DATE, sridEPSG: 4326, databasis: '', literature: '' }),
        },
      ]);
      expect((await get(`/spatial-units/${UNIT}`)).body).toEqual(body[0]);
      expect((await get(`/spatial-units/${UNIT}/schema`)).body).toMatchObject({ ID: 'string', validStartDate: 'date' });
      const [{ hierarchyId }] = (await get('/spatial-unit-hierarchies')).body;
      expect((await get(`/spatial-unit-hierarchies/${hierarchyId}`)).body.members).toEqual((await get(`/spatial-unit-hierarchies/${hierarchyId}/members`)).body);
      expect((await get(`/spatial-units/${UNIT}/hierarchies`)).body).toEqual(body[0].hierarchies);
    });

    it('a zone has an id of its own in each cut and says from which zones it arose', async () => {
      const zones = await rowsOf(`/spatial-units/${UNIT}/allFeatures`);
      expect(zones.map(({ ID, NAME, validStartDate, validEndDate, arisenFrom }) => [ID, NAME, validStartDate, validEndDate, arisenFrom])).toEqual([
        ...['A', 'B', 'C', 'D'].map((zone) => [`stadtteil-1-${zone}`, `Viertel ${zone}`, '2020-01-01', '2025-12-30', null]),
        ['stadtteil-2-A', 'Viertel A', DATE, null, 'stadtteil-1-A,stadtteil-1-B'],
        ['stadtteil-2-B', 'Viertel B', DATE, null, 'stadtteil-1-B'],
        ['stadtteil-2-CD', 'Viertel CD', DATE, null, 'stadtteil-1-C,stadtteil-1-D'],
      ]);
      // On the last day of the old cut and on the first of the new one there is exactly one of them.
      expect((await rowsOf(`/spatial-units/${UNIT}/2025/12/30`)).map(({ ID }) => ID)).toEqual(['A', 'B', 'C', 'D'].map((zone) => `stadtteil-1-${zone}`));
      expect((await rowsOf(`/spatial-units/${UNIT}/2025/12/31`)).map(({ ID }) => ID)).toEqual(['A', 'B', 'CD'].map((zone) => `stadtteil-2-${zone}`));
      const one = await get(`/spatial-units/${UNIT}/singleFeature/stadtteil-2-CD`);
      const [feature] = JSON.parse(one.text).features;
      expect(feature).toMatchObject({ type: 'Feature', id: 'SPATIAL_UNIT_stadtteil.2-CD', geometry: { type: 'MultiPolygon' }, properties: { ID: 'stadtteil-2-CD', zone: 'CD' } });
      expect(await rowsOf(`/spatial-units/${UNIT}/singleFeature/stadtteil-2-CD/singleFeatureRecord/${feature.id}`)).toHaveLength(1);
      for (const nowhere of ['/singleFeature/stadtteil-3-A', '/singleFeature/stadtteil-2-CD/singleFeatureRecord/x', '/2025/13/01', '/2025/02/30']) expect((await get(`/spatial-units/${UNIT}${nowhere}`)).status, nowhere).toBe(404);
    });

    it('nothing valid is an empty collection, as an error would be told for a day without a map', async () => {
      expect((await get(`/spatial-units/${UNIT}/1999/01/01`)).text).toBe('{"type":"FeatureCollection","features":[]}');
      expect((await get(`/indicators/${ONE_PERSON}/${UNIT}/1999/1/1`)).text).toBe('{"type":"FeatureCollection","features":[]}');
      expect(codeOf(await get(`/indicators/${UNIT}/${UNIT}`))).toBe('NOT_FOUND');
      expect(codeOf(await get(`/indicators/${ONE_PERSON}/${ONE_PERSON}`))).toBe('NOT_FOUND');
    });

    it('an indicator’s overview has every field that the client requires, for counts and for shares', async () => {
      const { body } = await get('/indicators');
      const find = (id: string) => body.find((row: { indicatorId: string }) => row.indicatorId === id);
      expect(body.map((row: { abbreviation: string }) => row.abbreviation)).toEqual(expect.arrayContaining(['one-person', 'count-households', 'count-one_person_households', 'share-one_person_households']));
      expect(find(HOUSEHOLDS)).toMatchObject({
        indicatorName: 'Haushalte',
        unit: 'Haushalte',
        precision: 0,
        indicatorType: 'STATUS_ABSOLUTE',
        creationType: 'INSERTION',
        isHeadlineIndicator: false,
        interpretation: expect.any(String),
        applicableDates: [EARLIER, DATE],
        applicableSpatialUnits: [{ spatialUnitId: UNIT, spatialUnitName: 'Stadtteile', isPublic: true, userPermissions: ['viewer'] }],
        regionalReferenceValues: [EARLIER, DATE].map((referenceDate) => ({ referenceDate, regionalSum: 4800, regionalAverage: null, spatiallyUnassignable: null })),
        defaultClassificationMapping: { classificationMethod: 'JENKS', numClasses: 5 },
        isPublic: true,
        metadata: { updateInterval: 'YEARLY', lastUpdate: DATE, sridEPSG: 4326 },
      });
      // A is withheld, so the whole city is not told: it would be a sum with a hole in it.
      expect(find(ONE_PERSON)).toMatchObject({ indicatorType: 'STATUS_RELATIVE', regionalReferenceValues: [EARLIER, DATE].map((referenceDate) => ({ referenceDate, regionalSum: null, regionalAverage: null })) });
      expect(find(ONE_PERSON).metadata.note).toContain('nie als 0');
      expect((await get(`/indicators/${ONE_PERSON}`)).body).toEqual(find(ONE_PERSON));
      const names = body.map((row: { indicatorName: string }) => row.indicatorName);
      expect(new Set(names).size).toBe(names.length);
    });

    it('values ride as columns of each cut’s own zones: withheld is null with a note, never 0', async () => {
      const rows = await rowsOf(`/indicators/${ALONE}/${UNIT}`);
      const columns = rows.map((row) => [row.ID, row[`DATE_${EARLIER}`], row[`DATE_${DATE}`], row.note]);
      const note = `Zurückgehalten (Statistikgeheimnis): ${EARLIER}, ${DATE}`;
      expect(columns).toEqual([
        ['stadtteil-1-A', null, null, note],
        ['stadtteil-1-B', 600, 624, null],
        ['stadtteil-1-C', 720, 744, null],
        ['stadtteil-1-D', 840, 864, null],
        // Recomputed in the new cut, C with D. A would give away the 3 of the old A: what B lost is known, so it is withheld, although it is 53.
        ['stadtteil-2-A', null, null, note],
        ['stadtteil-2-B', 550, 572, null],
        ['stadtteil-2-CD', 1560, 1608, null],
      ]);
      expect((await rowsOf(`/indicators/${ALONE}/${UNIT}/2024/12/31`)).map(({ ID }) => ID)).toEqual(['A', 'B', 'C', 'D'].map((zone) => `stadtteil-1-${zone}`));
      const [, , together] = await rowsOf(`/indicators/${ALONE}/${UNIT}/2025/12/31?simplifyGeometries=strong`);
      expect(together).toMatchObject({ ID: 'stadtteil-2-CD', [`DATE_${EARLIER}`]: 1560, [`DATE_${DATE}`]: 1608 });
      const { body: plain } = await get(`/indicators/${ALONE}/${UNIT}/without-geometry`);
      expect(plain).toEqual(rows);
      expect(new Set(plain.map(({ ID }: Row) => ID)).size).toBe(plain.length);
    });

    it('tells of no cell more than the release itself tells, whatever path is asked', async () => {
      const { body: overviews } = await get('/indicators');
      let [withheld, shown] = [0, 0];
      for (const [i, release] of releases.entries()) {
        const { body } = await server.get(`/releases/${release}/zones`, 'public');
        for (const { id: zone, properties } of body.features) {
          for (const [statistic, dates] of Object.entries(properties.cells as Record<string, Record<string, { state: string; value?: number }>>)) {
            const { indicatorId } = overviews.find((row: { abbreviation: string }) => row.abbreviation === `count-${statistic}`);
            const { body: rows } = await get(`/indicators/${indicatorId}/${UNIT}/without-geometry`);
            const row = rows.find(({ ID }: Row) => ID === `stadtteil-${i + 1}-${zone}`);
            for (const [date, cell] of Object.entries(dates)) {
              expect([zone, statistic, date, row[`DATE_${date}`]]).toEqual([zone, statistic, date, cell.state === 'value' ? cell.value : null]);
              if (cell.state === 'withheld') {
                withheld++;
                expect(row.note).toContain(date);
              } else if (cell.state === 'value') shown++;
            }
          }
        }
      }
      expect(withheld).toBeGreaterThanOrEqual(2);
      expect(shown).toBeGreaterThan(10);
    });

    it('topics are trees whose lists are always there, and indicators and georesources can be asked for by topic', async () => {
      const { body: topics } = await get('/topics');
      expect(topics.map(({ topicResource }: { topicResource: string }) => topicResource)).toContain('georesource');
      for (const main of topics) {
        expect(main).toMatchObject({ topicId: expect.stringMatching(UUID), topicType: 'main', displayOrder: expect.any(Number) });
        for (const sub of main.subTopics) expect(sub).toMatchObject({ topicType: 'sub', subTopics: [] });
      }
      const main = topics.find(({ topicName }: { topicName: string }) => topicName === 'Alle freigegebenen Merkmale');
      const filter = (path: string, body: unknown) => server.ask('POST', `${BASE}${path}/filter`, { body });
      const below = (await filter('/indicators', { topicIds: [main.topicId], ids: [] })).body;
      expect(below.map(({ abbreviation }: { abbreviation: string }) => abbreviation)).toEqual(['count-one_person_households', 'share-one_person_households', 'count-households']);
      expect((await filter('/indicators', { topicIds: [], ids: [ONE_PERSON] })).body).toHaveLength(1);
      expect((await filter('/indicators', {})).body).toEqual([]);
      expect((await get(`/topics/${main.subTopics[0].topicId}`)).body).toEqual(main.subTopics[0]);
      const [school] = (await get('/georesources')).body;
      expect((await filter('/georesources', { topicIds: [school.topicReference] })).body).toEqual([school]);
    });

    it('schools are points with the days that they are open', async () => {
      const [school] = (await get('/georesources')).body;
      expect(school).toMatchObject({ datasetName: 'Schulen', isPOI: true, isLOI: false, isAOI: false, poiMarkerStyle: 'symbol', poiMarkerColor: 'blue' });
      const all = JSON.parse((await get(`/georesources/${school.georesourceId}/allFeatures`)).text) as FeatureCollection;
      expect(all.features.map(({ geometry, properties }) => [geometry.type, properties!.ID, properties!.validEndDate])).toEqual([['Point', 'S1', null], ['Point', 'S2', '2025-07-31']]);
      expect((await rowsOf(`/georesources/${school.georesourceId}/2025/08/01`)).map(({ ID }) => ID)).toEqual(['S1']);
      expect((await get(`/georesources/${school.georesourceId}/allFeatures/without-geometry`)).body).toEqual(all.features.map(({ properties }) => properties));
      expect((await get(`/georesources/${school.georesourceId}/schema`)).body).toMatchObject({ ID: 'string', placesPerYear: 'integer' });
    });

    it('simplified outlines of neighbours still fit: every edge inside the city is there twice', async () => {
      for (const level of ['original', 'weak', 'medium', 'strong']) {
        const { features } = JSON.parse((await get(`/spatial-units/${UNIT}/2025/12/31?simplifyGeometries=${level}`)).text) as FeatureCollection<MultiPolygon>;
        expect(features).toHaveLength(3);
        const edges = new Map<string, number>();
        let corners = 0;
        for (const { geometry } of features) {
          for (const ring of geometry.coordinates.flat()) {
            ring.slice(1).forEach((to, i) => edges.set(edgeOf(ring[i]!, to), (edges.get(edgeOf(ring[i]!, to)) ?? 0) + 1));
            corners += ring.length - 1;
          }
        }
        const outer = [...edges.values()].filter((count) => count === 1).length;
        expect(Math.max(...edges.values()), level).toBe(2);
        expect(outer, level).toBeLessThan(edges.size);
        if (level === 'original') expect(corners).toBeGreaterThan(40);
        if (level === 'strong') expect(corners).toBeLessThan(30);
      }
      expect((await get(`/spatial-units/${UNIT}/allFeatures?simplifyGeometries=very`)).status).toBe(400);
    });

    it('is exported as a GeoPackage that GDAL reads back', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kommonitor-'));
      try {
        for (const day of ['', '/2025/12/31']) {
          const response = await fetch(`${server.url}${BASE}/indicators/${ALONE}/${UNIT}${day}/export?format=gpkg`);
          expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/geopackage+sqlite3']);
          const path = join(folder, 'values.gpkg');
          await writeFile(path, new Uint8Array(await response.arrayBuffer()));
          const { collection } = await convertToGeoJson(path);
          expect(collection.features).toHaveLength(day === '' ? 7 : 3);
          expect(collection.features.at(-1)!.properties).toMatchObject({ ID: 'stadtteil-2-CD', [`DATE_${DATE}`]: 1608 });
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      expect((await get(`/indicators/${ALONE}/${UNIT}/export?format=xls`)).status).toBe(400);
    });

    it('answers compressed and tagged, for pages of other origins too, and takes parameters that only the client knows', async () => {
      const path = `${BASE}/indicators/${ALONE}/${UNIT}?_=12345`;
      const zipped = await new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
        request(server.url + path, { headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
        }).on('error', reject).end();
      });
      expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'access-control-allow-origin': '*' });
      expect(JSON.parse(gunzipSync(zipped.body).toString()).features).toHaveLength(7);
      const again = await server.ask('GET', path, { headers: { 'If-None-Match': String(zipped.headers.etag) } });
      expect([again.status, again.text]).toEqual([304, '']);
    });

    it('serves what the web client asks for when it starts', async () => {
      const baseMap = { id: 'stadtkarte', title: { de: 'Stadtkarte', en: 'City map' }, type: 'xyz', url: 'https://karten.example.org/{z}/{x}/{y}.png', attribution: 'Stadt <Gartenstadt>' };
      expect((await server.ask('PUT', '/base-maps', { as: 'admin', body: { baseMaps: [baseMap] } })).status).toBe(200);
      const { body: addresses } = await server.get('/kommonitor/config/config-storage-server.json');
      expect(Object.keys(addresses).map((name) => name.replace('targetUrlToConfigStorageServer_', ''))).toEqual(['appConfig', 'keycloakConfig', 'controlsConfig', 'filterConfig']);
      const files = Object.fromEntries(await Promise.all(Object.entries(addresses as Record<string, string>).map(async ([name, url]) => [name.split('_')[1]!, await (await fetch(url)).text()])));
      expect(JSON.parse(files.filterConfig)).toEqual([]);
      expect(JSON.parse(files.controlsConfig)).toContainEqual({ id: 'indicatorConfig', roles: [] });
      expect(JSON.parse(files.keycloakConfig)).toMatchObject({ realm: 'kommonitor' });
      const page: { window: { __env?: Record<string, unknown>; keycloakConfig_forDirectInit?: unknown } } = { window: {} };
      runInNewContext(files.appConfig, page);
      const env = page.window.__env!;
      expect(env).toMatchObject({ enableKeycloakSecurity: false, basePath: 'management', wmsDatasets: [], wfsDatasets: [], initialSpatialUnitName: 'Stadtteile', simplifyGeometriesParameterName: 'simplifyGeometries' });
      expect(env.baseLayers).toMatchObject([{ name: 'Stadtkarte', layerType: 'TILE_LAYER', url: baseMap.url, attribution_html: 'Stadt &lt;Gartenstadt>' }, { name: 'Ohne Grundkarte', url: expect.stringMatching(/^data:image/) }]);
      // Without it released clients stay blank.
      expect(page.window.keycloakConfig_forDirectInit).toEqual({ url: expect.any(String), realm: expect.any(String), clientId: expect.any(String) });
      const api = `${env.apiUrl as string}${env.basePath as string}`;
      expect(api).toBe(`${server.url}/kommonitor/management`);
      const indicator = env.initialIndicatorId as string;
      const start = [
        'database/last-modification', 'process-scripts', 'topics', 'spatial-units', 'georesources', 'indicators', 'web-services',
        `indicators/${indicator}/${UNIT}/2025/12/31?simplifyGeometries=${env.simplifyGeometries as string}`, `indicators/${indicator}/${UNIT}/without-geometry`, `spatial-units/${UNIT}/allFeatures`,
      ];
      for (const path of start) expect([path, (await fetch(`${api}/public/${path}`)).status]).toEqual([path, 200]);
      expect((await fetch(`${api}/userInfos/user`)).status).toBe(404);
    });

    it('tells the client to read its lists again after an approval, a withdrawal and a change of names, and after a restart', async () => {
      const stamps = async () => (await get('/database/last-modification')).body as Record<string, string>;
      const before = await stamps();
      expect(Object.keys(before)).toEqual(['access-control', 'georesources', 'indicators', 'process-scripts', 'spatial-units', 'topics', 'web-services']);
      expect(await stamps()).toEqual(before);
      const third = await publish(server, 2, ['children'], [DATE]);
      const approved = await stamps();
      for (const list of ['indicators', 'spatial-units', 'topics']) expect(approved[list]! > before[list]!, list).toBe(true);
      const { body } = await server.get(`/releases/${third}`, 'statistik');
      expect(approved.indicators).toBe(new Date(body.decidedAt).toISOString());
      const children = (await get('/indicators')).body.find((row: { abbreviation: string }) => row.abbreviation === 'count-children');
      expect((await get(`/indicators/${children.indicatorId}/${UNIT}`)).status).toBe(200);
      expect((await server.post(`/releases/${third}/withdraw`, { as: 'statistik', body: { reason: 'Fehler' } })).status).toBe(200);
      const withdrawn = await stamps();
      expect(withdrawn.indicators! > approved.indicators!).toBe(true);
      // Gone at once, by every way.
      expect((await get(`/indicators/${children.indicatorId}/${UNIT}`)).status).toBe(404);
      expect((await get('/indicators')).body.map((row: { abbreviation: string }) => row.abbreviation)).not.toContain('count-children');
      await server.workspace.db.query("update app.geography set name_de = 'Ortsteile' where geography = 'stadtteil'");
      await server.workspace.reload();
      const renamed = await stamps();
      expect(renamed['spatial-units']! > withdrawn['spatial-units']!).toBe(true);
      expect(renamed.georesources).toBe(before.georesources);
      // Another server over the same data, begun later: whatever happened before it began is older than its stamps.
      const other = await Workspace.open(test().database, TOWN);
      try {
        const later = await publishedDesk(other).lastModification();
        expect(later.indicators >= renamed.indicators!).toBe(true);
      } finally {
        await other.close();
      }
    }, 180_000);
  },
  ['embedded'],
);

const edgeOf = (a: Position, b: Position) => [a.join(), b.join()].toSorted().join(' ');
