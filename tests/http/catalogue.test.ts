// What everybody may read, and how the server answers what it cannot: headers, problems, caching. On both engines.
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { decodeCoverage } from '../../core/coverage/encode.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER } from './town.ts';

describeServed('the catalogue', (test, engine) => {
  const server = serveTown(test);

  it('health names the engine, the landing page and the API its links', async () => {
    expect((await server.get('/healthz')).body).toEqual({ status: 'ok', database: engine, version: '0.1.0' });
    const landing = await server.get('/?f=json');
    expect(landing.body.links.map((link: { rel: string }) => link.rel)).toContain('service-desc');
    const api = await server.get('/api');
    expect(api.headers.get('content-type')).toContain('application/vnd.oai.openapi+json');
    expect(api.body.openapi).toBe('3.0.3');
  });

  it('the municipality has its extent in metres and degrees, and nobody’s clearance', async () => {
    const { body } = await server.get('/municipality');
    expect(body).toMatchObject({ municipality: '09990001', name: 'Gartenstadt', epsg: 25832, bounds: [500_000, 5_500_000, 500_800, 5_500_600] });
    const [west, south, east, north] = body.bboxCrs84 as [number, number, number, number];
    expect(west).toBeCloseTo(9, 6);
    expect((east - west) * 71_500).toBeCloseTo(800, -2);
    expect((north - south) * 111_200).toBeCloseTo(600, -2);
    expect(body.accounts).toEqual([]);
    const seen = (await server.get('/municipality', 'ohne')).body;
    expect(seen.accounts.map((row: { account: string }) => row.account)).toEqual(['admin', 'dsb', 'ohne', 'planung', 'statistik']);
    expect(JSON.stringify(seen)).not.toContain('block-counts');
  });

  it('the coverage comes as bytes that the browser reads without parsing, and is not sent twice', async () => {
    const response = await fetch(`${server.url}/block-sets/1/coverage`);
    const coverage = decodeCoverage(await response.arrayBuffer());
    expect(coverage.ids).toEqual(BLOCKS);
    expect(coverage.blockAreaM2[0]).toBe(10_000);
    const etag = response.headers.get('etag')!;
    const again = await server.ask('GET', '/block-sets/1/coverage', { headers: { 'If-None-Match': `"other", W/${etag}` } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await server.get('/block-sets/9/coverage')).status).toBe(404);
    expect((await server.get('/block-sets')).body.blockSets).toEqual([{ blockSet: 1, validFrom: '2015-01-01', validTo: null, blocks: 48, repair: null, empty: null }]);
    expect((await server.get('/block-sets?date=2014-12-31')).body.blockSets).toEqual([]);
  });

  it('geographies, their zones and statistics with their dates', async () => {
    expect((await server.get('/geographies')).body.geographies).toEqual([
      {
        geography: 'stadtteil',
        name: { de: 'Stadtteile', en: 'Districts' },
        parent: null,
        versions: [{ version: 1, title: 'Stand 2020', validFrom: '2020-01-01', validTo: null, blockSet: 1, zones: 4, carriedFrom: null, outlines: expect.toSatisfy((tag) => tag === null || /^[\w-]{22}$/.test(tag as string)) }],
      },
    ]);
    const zones = await server.get('/geographies/stadtteil/versions/1/zones?crs=EPSG:25832');
    expect(zones.body.features[1]).toMatchObject({ type: 'Feature', id: 'B', properties: { zone: 'B', name: 'Viertel B', position: 1 } });
    expect(zones.body.features[1].geometry.type).toBe('MultiPolygon');
    expect((await server.get('/geographies/stadtteil/versions/current/zones?date=2020-01-01')).status).toBe(200);
    expect((await server.get('/geographies/stadtteil/versions/current/zones?date=2019-12-31')).status).toBe(404);
    expect((await server.get('/geographies/stadtteil/versions/7/zones')).status).toBe(404);
    const { body } = await server.get('/statistics');
    expect(body.statistics.map((row: { statistic: string; referenceDates: string[] }) => [row.statistic, row.referenceDates])).toEqual([
      ['residents', [EARLIER, DATE]],
      ['children', [DATE]],
      ['cars', []],
    ]);
  });

  it('reference layers come in the CRS asked for; an unknown one is told', async () => {
    expect((await server.get('/reference-layers')).body).toEqual({ layers: [{ layer: 'water', features: 1 }] });
    const metres = await server.get('/reference-layers/water?crs=http://www.opengis.net/def/crs/EPSG/0/25832');
    expect(metres.body.features[0]).toEqual({
      type: 'Feature',
      id: 'bach',
      geometry: { type: 'LineString', coordinates: [[500_000, 5_500_050], [500_800, 5_500_050]] },
      properties: { kind: 'stream', name: 'Bach' },
    });
    expect((await server.get('/reference-layers/water?crs=EPSG:99999')).status).toBe(400);
    expect((await server.get('/reference-layers/lava')).status).toBe(404);
  });

  it('problems are RFC 9457, in the media type that was asked for', async () => {
    const plain = await server.get('/nirgends');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(plain.body).toMatchObject({ type: 'urn:zuschnitt:problem:NOT_FOUND', status: 404, instance: '/nirgends' });
    const json = await server.ask('GET', '/nirgends', { headers: { Accept: 'application/json' } });
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const unknown = await server.get('/statistics?sort=value');
    expect([unknown.status, codeOf(unknown)]).toEqual([400, 'UNKNOWN_PARAMETER']);
    const twice = await server.get('/geographies?date=2020-01-01&date=2021-01-01');
    expect([twice.status, codeOf(twice)]).toEqual([400, 'UNKNOWN_PARAMETER']);
    const method = await server.ask('PUT', '/plans', { as: 'planung' });
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await server.get('/plans/%E0%A4%A', 'planung')).status).toBe(400);
    const large = await server.post('/plans', { body: { geography: 'x'.repeat(9_000_000), name: 'x' } });
    expect([large.status, codeOf(large)]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('no page may load anything from elsewhere, and no other host name is answered', async () => {
    const { headers } = await server.get('/healthz');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    const status = await new Promise<number>((resolve, reject) => {
      const asked = request(`${server.url}/municipality`, { headers: { Host: 'evil.example' } }, (response) => resolve(response.resume().statusCode!));
      asked.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  it('pages go on while an import holds the database: everything but the ledger, lineage and what imports do is read from memory', async () => {
    const plan = await server.newPlan();
    const wish = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };
    const { body: release } = await server.post('/releases', { body: wish });
    await server.post(`/releases/${release.release}/approve`, { as: 'statistik' });
    await server.workspace.warm();
    const asksTheDatabase = ['streamPlanEvents', 'getLedger', 'verifyLedger', 'listFindings', 'getFindingShapes', 'listProposals', 'listJobs', 'getJob', 'getJobResults', 'getArchive', 'getLineage', 'getConstantCutSeries', 'getPreview', 'getImportMapping', 'listImportMappings', 'getInbox'];
    // Administration of accounts, and what belongs to an identity provider.
    asksTheDatabase.push('listAccounts', 'listTokens', 'listAccess', 'beginIdentitySignIn', 'finishIdentitySignIn');
    // What people say beside a plan, and its files, which are written for one reader.
    asksTheDatabase.push('listPlanComments', 'listPlanCommentSteps', 'getPlanPublicLink', 'listPlanSnapshots', 'getPublicPlan', 'getPlanFile', 'getPlanDifference');
    // No address is in this town, no school, and one zone whose number is known: there is nothing to answer with.
    asksTheDatabase.push('getTypology', 'getResponsibleSchools', 'getSchoolReach', 'getKomMonitorGeoresource', 'getKomMonitorGeoresourceFeatures', 'getKomMonitorGeoresourceOnDay', 'getKomMonitorGeoresourceRows', 'getKomMonitorGeoresourceSchema');
    const queries: Record<string, string> = { getPlanStreetDirectory: '?format=csv', getStreetDirectory: '?format=csv', searchAddresses: '?q=Weg', getIndicatorValues: '?geography=stadtteil&version=1', getIndicatorTrend: '?geography=stadtteil&version=1', exportKomMonitorValues: '?format=gpkg', exportKomMonitorValuesOnDay: '?format=gpkg' };
    const values: Record<string, string> = { indicator: 'child-poverty', plan, release: release.release, geography: 'stadtteil', version: '1', blockSet: '1', layer: 'water' };
    const idOf = async (path: string, name: string) => (await server.get(`/kommonitor/management/public/${path}`)).body[0][name] as string;
    Object.assign(values, { spatialUnitId: await idOf('spatial-units', 'spatialUnitId'), indicatorId: await idOf('indicators', 'indicatorId'), hierarchyId: await idOf('spatial-unit-hierarchies', 'hierarchyId'), topicId: await idOf('topics', 'topicId') });
    Object.assign(values, { featureId: 'stadtteil-1-A', recordId: 'SPATIAL_UNIT_stadtteil.1-A', year: '2025', month: '12', day: '31' });
    const paths = server.app.routes
      .filter(({ method, id }) => method === 'get' && !asksTheDatabase.includes(id))
      .map(({ id, path }) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!) + (queries[id] ?? ''));
    // Who looks at counts is written down first, once in ten minutes: people who are at work already go on.
    for (const path of paths) expect((await server.get(path, 'admin')).status, path).toBe(200);
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const transaction = test().database.transaction(async (tx) => {
      await tx.query('lock table app.plan, app.plan_event, app.block, app.block_count, app.assignment, app.zone, app.release in access exclusive mode');
      await held;
    });
    try {
      for (const path of paths) expect((await server.get(path, 'admin')).status, path).toBe(200);
    } finally {
      letGo();
      await transaction;
    }
  });

  it('a request is one line in the log: pattern, status and time, no parameter', async () => {
    server.logged.length = 0;
    await server.get('/geographies/stadtteil/versions/current/zones?date=2020-02-03');
    await expect.poll(() => server.logged.length).toBe(1);
    const line = JSON.parse(server.logged[0]!);
    expect(line).toMatchObject({ method: 'GET', route: '/geographies/{geography}/versions/{version}/zones', status: 200 });
    expect(Object.keys(line).toSorted()).toEqual(['id', 'level', 'method', 'ms', 'route', 'status', 'time']);
  });
});
