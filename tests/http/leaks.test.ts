// Walks every route as everybody who may not see counts, and searches all that comes back for numbers that were never released.
import express from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../server/auth/admission.ts';
import { hasRole, ROLES, VIEWER, type Caller } from '../../server/auth/roles.ts';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertClearance } from '../../server/db/queries/clearances.ts';
import { insertProtectedCopy } from '../../server/db/queries/protected-copies.ts';
import { answerProblems } from '../../server/http/answer-problem.ts';
import { contentTag } from '../../server/http/geojson.ts';
import { KeptAnswers } from '../../server/http/kept-answers.ts';
import { mountRoutes } from '../../server/http/mount-routes.ts';
import { route, type Route } from '../../server/http/route.ts';
import { createLog } from '../../server/log.ts';
import { problem } from '../../server/problem.ts';
import { processes } from '../../server/processes/registry.ts';
import { describeEngines, openTestDatabase, postgresMissing } from '../db/engines.ts';
import { CASES, walk, type Heard } from './leak-walk.ts';
import { insertReferenceFeatures } from '../../server/db/queries/reference-features.ts';
import { defaultSettings } from '../../core/schools/school-settings.ts';
import { blockKeys, keySource } from '../../server/workspace/releases/block-keys.ts';
import { serveTown, ServerUnderTest, type Answer } from './server-under-test.ts';
import { BLOCKS, childrenOf, DATE, EARLIER, insertTown, RESIDENT_NUMBERS, residentsOf, TOWN } from './town.ts';

const SECRETS = RESIDENT_NUMBERS.flatMap((value) => [String(value), value.toLocaleString('de'), value.toLocaleString('en'), value.toString(16)]);

/** Random ids and hashes hold six hex digits of some secret by chance, once in a dozen runs; a number cannot hide in them. */
const withoutIds = (text: string) => text.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b/g, 'ID');

/** A variance that stands nowhere else, seen by who sets and verifies rules alone. */
const NOISE = { largest: 6, variance: 2.719083, blocked: 2 };
const SETTERS = ['ohne-statistics', 'ohne-dpo', 'ohne-admin'];

/** Everything of an answer that leaves: status line, headers, body. */
const allOf = ({ status, headers, text }: Answer) => withoutIds(`${status}\n${[...headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n${text}`);

function leaksOf(answer: Answer): string[] {
  const text = allOf(answer);
  return SECRETS.filter((secret) => text.includes(secret));
}

const leaksIn = (heard: readonly Heard[]) => heard.filter(({ answer }) => leaksOf(answer).length > 0).map(({ question }) => question);

/** Every role without the clearance, and a planner who has it for another source and once had it for this one. */
const UNCLEARED = ['ohne', 'ohne-editor', 'ohne-statistics', 'ohne-dpo', 'ohne-admin', 'fremd'];

async function insertUncleared({ workspace: { db } }: ServerUnderTest): Promise<void> {
  for (const role of ['editor', 'statistics', 'dpo', 'admin'] as const) await insertAccount(db, { account: `ohne-${role}`, name: role, roles: [role], clearances: [] });
  await insertAccount(db, { account: 'fremd', name: 'Andere Quelle', roles: ['planner', 'editor'], clearances: [] });
  const day = 86_400_000;
  for (const [source, expiresAt] of [['andere', new Date(Date.now() + day)], ['test', new Date(Date.now() - day)]] as const) {
    await insertClearance(db, { account: 'fremd', clearance: 'block-counts', source, purpose: 'Test', grantedBy: 'admin', expiresAt });
  }
}

/** Districts serve as catchments and residents as children of an age, so that routes of schools are asked about the secret numbers. */
async function plantSchools(server: ServerUnderTest): Promise<void> {
  const { db } = server.workspace;
  await insertReferenceFeatures(db, TOWN.municipality, 'schools', TOWN.epsg, [
    { feature: 'A', name: 'Schule A', properties: { placesPerYear: 25 }, geometry: { type: 'Point', coordinates: [500_150, 5_500_150] } },
  ]);
  const settings = { ...defaultSettings(), geography: 'stadtteil', ages: ['residents', 'children', 'residents', 'residents', 'residents', 'residents', 'residents'], mix: ['children'], siblings: { method: 'households' as const, children: 'residents', households: 'children', chance: 0.2, source: 'test' } };
  const set = await server.ask('PUT', '/school-settings', { as: 'planung', body: { version: 0, ...settings } });
  expect(set.status, set.text.slice(0, 300)).toBe(200);
  await server.workspace.reload();
}

/** A plan, a release of children that was approved, one of residents that was only asked for, and a job whose file holds the numbers. */
async function plant(server: ServerUnderTest, rounds = true): Promise<Readonly<Record<string, readonly string[]>>> {
  await insertUncleared(server);
  await plantSchools(server);
  const plan = await server.newPlan();
  await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
  const { body: comment } = await server.post(`/plans/${plan}/comments`, { body: { text: 'Wo liegt die Schule?', zone: 'A', public: true } });
  const { body: link } = await server.ask('PUT', `/plans/${plan}/public-comments`, { as: 'planung', body: { open: true } });
  const children = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };
  const changed: string[] = [];
  // With noise: neither its table nor what it is drawn from is anybody's.
  if (rounds) {
    const rules = await server.post('/rule-sets', { as: 'statistik', body: { source: 'test', rules: { threshold: 5, zeros: 'open', minimumDenominator: 30, noise: NOISE }, basis: 'Test' } });
    expect(rules.status, rules.text).toBe(201);
    const { body } = await server.post('/releases', { body: { ...children, method: 'cell-key' } });
    expect((await server.post(`/releases/${body.release}/approve`, { as: 'statistik' })).status).toBe(200);
    changed.push(body.release);
  }
  const { body: approved } = await server.post('/releases', { body: children });
  expect((await server.post(`/releases/${approved.release}/approve`, { as: 'statistik' })).status).toBe(200);
  // With rules that withhold nothing: its numbers are as secret as they were before.
  const ruleSet = { threshold: 1, zeros: 'open' };
  const { body: requested } = await server.post('/releases', { body: { ...children, statistics: ['residents'], referenceDates: [EARLIER, DATE], ruleSet } });
  // Published in multiples: what it was rounded from stays as secret as before.
  if (rounds) {
    const { body } = await server.post('/releases', { body: { ...children, statistics: ['residents'], referenceDates: [EARLIER], method: 'round' } });
    expect((await server.post(`/releases/${body.release}/approve`, { as: 'statistik' })).status).toBe(200);
    changed.push(body.release);
  }
  const form = new FormData();
  for (const [name, value] of Object.entries({ kind: 'counts', referenceDate: DATE, mapping: '{"id":"block"}', dryRun: 'true' })) form.set(name, value);
  form.set('file', new Blob([`block,residents\n${BLOCKS.map((block, i) => `${block},${residentsOf(i)}`).join('\n')}\n`]), `${residentsOf(0)}.csv`);
  const { job } = (await (await fetch(`${server.url}/imports`, { method: 'POST', headers: await server.headersOf('planung'), body: form })).json()) as { job: string };
  await expect.poll(async () => (await server.get(`/jobs/${job}`, 'planung')).body.finished, { timeout: 60_000 }).not.toBeNull();
  return {
    plan: [plan, 'keiner'],
    release: [approved.release, requested.release, ...changed, 'keine'],
    geography: ['stadtteil', 'nirgends'],
    version: ['1', 'current', '9'],
    blockSet: ['1', '9'],
    layer: ['water', 'lava'],
    job: [job, 'keiner'],
    preview: ['keine'],
    name: ['Tabelle', 'residents'],
    comment: [comment.comment, 'keiner'],
    housing: ['nord', 'keine'],
    school: ['A', 'keine'],
    token: [link.token, 'keiner'],
    account: ['keiner'],
    indicator: ['residents', 'keiner'],
    ...(await komMonitorIds(server)),
  };
}

/** Of what is published, and one id that nothing has: more would be a walk of its own. */
async function komMonitorIds(server: ServerUnderTest): Promise<Readonly<Record<string, readonly string[]>>> {
  const of = async (path: string, name: string) => (await server.get(`/kommonitor/management/public/${path}`)).body[0][name] as string;
  const nobody = '00000000-0000-5000-8000-000000000000';
  const zone = { featureId: ['stadtteil-1-A'], recordId: ['SPATIAL_UNIT_stadtteil.1-A'] };
  const ids = { spatialUnitId: [await of('spatial-units', 'spatialUnitId')], indicatorId: [await of('indicators', 'indicatorId'), nobody], georesourceId: [await of('georesources', 'georesourceId')], hierarchyId: [await of('spatial-unit-hierarchies', 'hierarchyId')], topicId: [await of('topics', 'topicId')] };
  return { ...ids, ...zone, year: ['2025'], month: ['12'], day: ['31'] };
}

const walkOf = (server: ServerUnderTest, values: Readonly<Record<string, readonly string[]>>, callers: readonly (string | undefined)[]) =>
  walk({ routes: server.app.routes, ask: (method, path, options) => server.ask(method, path, options), values, cases: CASES, callers });

describeEngines('no unreleased number leaves', (test) => {
  const server = serveTown(test);
  let values: Readonly<Record<string, readonly string[]>>;

  it('not by any route, query, error, header or log line, for the public and for every role without clearance', async () => {
    values = await plant(server);
    server.logged.length = 0;
    const heard = await walkOf(server, values, [undefined, ...UNCLEARED]);
    expect(leaksIn(heard)).toEqual([]);
    expect(heard.length).toBeGreaterThan(3000);
    expect([...new Set(heard.map(({ answer }) => answer.status))].toSorted()).toEqual(expect.arrayContaining([200, 201, 400, 403, 404, 422]));
    expect(server.logged.length).toBeGreaterThanOrEqual(heard.length);
    const log = withoutIds(server.logged.join(''));
    expect(SECRETS.filter((secret) => log.includes(secret))).toEqual([]);
    // The log names no block, no zone, no plan and no account either.
    for (const word of ['b05', values.plan![0]!, 'ohne', 'stadtteil']) expect(server.logged.join('')).not.toContain(`"${word}"`);
    // Of noise: neither what keys are made of, nor a key, nor a parameter.
    const [made] = await test().database.query<{ secret: string }>('select secret from app.noise_secret');
    const keys = blockKeys(keySource(made!.secret, BLOCKS), 'children', Int32Array.from(BLOCKS, (_, block) => childrenOf(block) ?? -1));
    const never = [made!.secret, ...Array.from(keys).filter((key) => key > 0).map(String)];
    expect(never).toHaveLength(3);
    const all = ({ text, headers }: Answer) => `${[...headers].join('\n')}\n${text}`;
    expect(heard.filter(({ answer }) => never.some((secret) => all(answer).includes(secret))).map(({ question }) => question)).toEqual([]);
    const told = heard.filter(({ answer }) => all(answer).includes(String(NOISE.variance))).map(({ question }) => question.split(':')[0]!);
    expect([...new Set(told)].toSorted()).toEqual(SETTERS.toSorted());
    for (const secret of [...never, String(NOISE.variance)]) expect(server.logged.join('')).not.toContain(secret);
  }, 600_000);

  it('the walk above would see a leak: who has the clearance gets the very numbers', async () => {
    const plan = await server.newPlan();
    const counts = await server.get(`/plans/${plan}/counts?statistics=residents`, 'planung');
    expect(leaksOf(counts).length).toBeGreaterThanOrEqual(BLOCKS.length);
    expect(leaksOf(await server.get(`/plans/${plan}`, 'planung')).length).toBeGreaterThanOrEqual(4);
    expect(leaksOf(await server.get(`/releases/${values.release![1]}/zones`, 'planung')).length).toBeGreaterThanOrEqual(4);
  });

  it('a careless route is caught, wherever it tells the number, and a route without a case fails the walk', async () => {
    const secret = residentsOf(7);
    const careless = (id: string, handle: Route['handle']): Route => route({ method: 'get', path: `/${id}`, id, tag: 'Test', summary: id, roles: ['viewer'], replies: { 200: { description: id } }, handle: handle as never });
    const routes = [
      careless('body', async () => ({ status: 200, json: { total: secret } })),
      careless('words', async () => ({ status: 200, json: { text: `Es sind ${secret.toLocaleString('de')} Personen.` } })),
      careless('header', async () => ({ status: 200, json: {}, headers: { ETag: `"${secret.toString(16)}"` } })),
      careless('tile', async () => ({ status: 200, bytes: `{"n":${secret}}`, mediaType: 'application/octet-stream' })),
      careless('error', async () => {
        throw problem('NOT_FOUND', `zone A has ${secret} residents`);
      }),
    ];
    const app = express();
    mountRoutes(app, routes, { admission: new Admission({ db: test().database, publicUrl: null, operatorKey: null, localAccount: null }), checkReplies: false, kept: new KeptAnswers(() => []) });
    app.use(answerProblems(createLog('info', { write: () => undefined })));
    const http = createServer(app);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
      const ask = async (method: string, path: string): Promise<Answer> => {
        const response = await fetch(url + path, { method });
        return { status: response.status, headers: response.headers, text: await response.text(), body: undefined };
      };
      const cases = Object.fromEntries(routes.map(({ id }) => [id, {}]));
      const caught = leaksIn(await walk({ routes, ask, values: {}, cases, callers: [undefined] }));
      for (const { path } of routes) expect(caught).toContain(`public: get ${path}`);
      await expect(walk({ routes, ask, values: {}, cases: { body: {} }, callers: [undefined] })).rejects.toThrow(/every route has a case/);
    } finally {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    }
  });

  it('without an account only reading what is public succeeds', async () => {
    const open = server.app.routes.filter((route) => hasRole(VIEWER, route.roles)).map(({ id }) => id);
    expect(open.toSorted()).toEqual([
      'addPublicComment',
      'beginIdentitySignIn',
      'changePassword',
      'exportKomMonitorValues',
      'exportKomMonitorValuesOnDay',
      'filterKomMonitorGeoresources',
      'filterKomMonitorIndicators',
      'finishIdentitySignIn',
      'getAssignment',
      'getCoverage',
      'getHealth',
      'getIndicatorTrend',
      'getIndicatorValues',
      'getKomMonitorAppConfig',
      'getKomMonitorConfigAddresses',
      'getKomMonitorControlsConfig',
      'getKomMonitorFilterConfig',
      'getKomMonitorGeoresource',
      'getKomMonitorGeoresourceFeatures',
      'getKomMonitorGeoresourceOnDay',
      'getKomMonitorGeoresourceRows',
      'getKomMonitorGeoresourceSchema',
      'getKomMonitorHierarchy',
      'getKomMonitorIndicator',
      'getKomMonitorKeycloakConfig',
      'getKomMonitorLastModification',
      'getKomMonitorSpatialUnit',
      'getKomMonitorSpatialUnitFeatures',
      'getKomMonitorSpatialUnitOnDay',
      'getKomMonitorSpatialUnitSchema',
      'getKomMonitorTopic',
      'getKomMonitorTopicOrder',
      'getKomMonitorValues',
      'getKomMonitorValuesOnDay',
      'getKomMonitorValuesWithoutGeometry',
      'getKomMonitorZone',
      'getKomMonitorZoneRecord',
      'getLineage',
      'getMunicipality',
      'getPublicPlan',
      'getReferenceLayer',
      'getRelease',
      'getReleaseCells',
      'getReleaseZones',
      'getResponsibleSchools',
      'getSession',
      'getStreetDirectory',
      'getTypology',
      'getZones',
      'listBaseMaps',
      'listBlockSets',
      'listGeographies',
      'listIndicators',
      'listKomMonitorGeoresources',
      'listKomMonitorHierarchies',
      'listKomMonitorHierarchiesOfSpatialUnit',
      'listKomMonitorHierarchyMembers',
      'listKomMonitorIndicators',
      'listKomMonitorScripts',
      'listKomMonitorSpatialUnits',
      'listKomMonitorTopics',
      'listKomMonitorWebServices',
      'listReferenceLayers',
      'listReleases',
      'listSchools',
      'listStatistics',
      'searchAddresses',
      'signIn',
      'signOut',
    ]);
    for (const route of server.app.routes.filter(({ id }) => !open.includes(id))) {
      const answer = await server.ask(route.method.toUpperCase() as 'GET' | 'POST', route.path.replaceAll(/\{\w+\}/g, 'x'));
      expect(answer.status, route.id).toBe(403);
    }
  });

  /** Whoever is nobody yet: each of these changes the session of who asks alone; and what the public says, which waits to be shown. */
  const SIGNING = ['signIn', 'signOut', 'changePassword', 'addPublicComment'];
  /** A question that KomMonitor's client sends as a body; nothing is changed. */
  const READING = ['filterKomMonitorGeoresources', 'filterKomMonitorIndicators'];

  it('every route that changes something needs a role, and every role that a route names exists', () => {
    for (const route of server.app.routes) {
      expect(route.roles.length, route.id).toBeGreaterThan(0);
      for (const role of route.roles) expect(ROLES).toContain(role);
      if (route.method !== 'get' && ![...SIGNING, ...READING].includes(route.id)) expect(route.roles, route.id).not.toContain('viewer');
    }
    const planner: Caller = { account: 'p', roles: ['planner'], clearances: [] };
    expect(hasRole(planner, server.app.routes.find(({ id }) => id === 'approveRelease')!.roles)).toBe(false);
  });
});

/**
 * What changes from one run to the next without telling anything: ids and hashes (see above), times, random tokens, ports. A tag that is nothing
 * but the hash of the body that comes with it tells what the body tells, random ids in it included.
 */
const withoutChance = (answer: Answer) =>
  allOf(answer)
    .replace(`etag: W/${contentTag(answer.text)}`, 'etag: of the body')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, 'TIME')
    .replaceAll(/\b[\w-]{43}\b/g, 'TOKEN')
    .replaceAll(/^(date|request-id|set-cookie|content-length|retry-after): .*$/gm, '$1')
    .replaceAll(/try again in \d+ s/g, 'try again later')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/"progress":[\d.]+|"message":"[^"]*"/g, 'PROGRESS');

/** Copies that both twins could have: what is more in one is less than a base. */
async function insertCopies(server: ServerUnderTest): Promise<void> {
  const { db } = server.workspace;
  const down = (count: number) => count - (count % 5);
  const residents = { base: 5, basesOff: 3, digest: '0'.repeat(64), statistic: 'residents' };
  await insertProtectedCopy(db, TOWN.municipality, 1, { ...residents, counts: BLOCKS.map((_, i) => down(residentsOf(i))) });
  await insertProtectedCopy(db, TOWN.municipality, 1, { ...residents, statistic: 'children', counts: BLOCKS.map((_, i) => (childrenOf(i) === null ? null : childrenOf(i) === 3 ? 5 : childrenOf(i))) });
  await insertProtectedCopy(db, TOWN.municipality, 2, { ...residents, counts: BLOCKS.map((_, i) => down(residentsOf(i) - 1)) });
}

describe('two towns that differ in secret numbers alone', () => {
  it('answer everybody without clearance alike, byte for byte: status, headers, order, size, errors', async () => {
    // Both at once: half of a walk is waiting.
    const [one, other] = await Promise.all(
      [0, 1].map(async (more) => {
        const test = await openTestDatabase(postgresMissing() === null ? 'postgres' : 'embedded');
        const server = new ServerUnderTest();
        try {
          await insertTown(test.database, more);
          await server.start(test);
          await insertCopies(server);
          await server.workspace.releases.reload();
          // Without the release in multiples, which tells of numbers that differ what may be told of them.
          const heard = await walkOf(server, await plant(server, false), [undefined, ...UNCLEARED]);
          return { questions: heard.map(({ question }) => question), texts: heard.map(({ answer }) => withoutChance(answer)) };
        } finally {
          await server.stop();
          await test.close();
        }
      }),
    );
    expect(one!.texts.length).toBe(other!.texts.length);
    const different = one!.texts.flatMap((text, i) => (text === other!.texts[i] ? [] : [`${one!.questions[i]}\n${text.slice(0, 2000)}\n---\n${other!.texts[i]!.slice(0, 2000)}`]));
    expect(different).toEqual([]);
  }, 600_000);
});

describe('processes', () => {
  /** A process reads what its caller brings and answers its caller; what may be handed on of its result is said here. */
  const TOLD: Readonly<Record<string, string>> = {
    validate: 'shapes, no counts',
    aggregate: 'sums of the caller\'s own file, for the caller',
    compare: 'shapes, and sums of the caller\'s own file',
    audit: 'for the desk that protects: names what must not leave',
    protect: 'the only table that may leave; tests/cli/protect.test.ts looks for withheld numbers in it',
    typology: 'z-scores and ranks of the caller\'s own file',
    catchments: 'sums of the caller\'s own file, for the caller',
    'design-ptable': 'a noise table, secret like the counts it perturbs',
  };

  it('are all known here, and none is offered over HTTP', () => {
    expect(processes.map(({ id }) => id).toSorted()).toEqual(Object.keys(TOLD).toSorted());
    expect(Object.keys(CASES).filter((id) => /process/i.test(id))).toEqual([]);
  });
});

