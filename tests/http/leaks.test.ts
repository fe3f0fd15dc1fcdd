// Walks every route as who may not see counts, and searches all that comes back for numbers that were never released.
import { expect, it } from 'vitest';
import { hasRole, ROLES, VIEWER, type Caller } from '../../server/auth/roles.ts';
import { describeEngines } from '../db/engines.ts';
import { serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, RESIDENT_NUMBERS, residentsOf } from './town.ts';

const SECRETS = RESIDENT_NUMBERS.flatMap((value) => [String(value), value.toLocaleString('de'), value.toLocaleString('en'), value.toString(16)]);

/** Random ids and hashes hold six hex digits of some secret by chance, once in a dozen runs; a number cannot hide in them. */
const withoutIds = (text: string) => text.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b/g, '');

/** Everything of an answer that leaves: status line, headers, body. */
function leaksOf(answer: Answer): string[] {
  const all = `${[...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n${answer.text}`;
  const text = withoutIds(all);
  return SECRETS.filter((secret) => text.includes(secret));
}

describeEngines('no unreleased number leaves', (test) => {
  const server = serveTown(test);

  it('not by any route, query, error, header or log line, for the public and for staff without clearance', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    const children = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };
    const { body: approved } = await server.post('/releases', { body: children });
    await server.post(`/releases/${approved.release}/approve`, { as: 'statistik' });
    // Asked for and not approved, with rules that withhold nothing: its numbers are as secret as they were before.
    const ruleSet = { threshold: 1, zeros: 'open' };
    const { body: requested } = await server.post('/releases', { body: { ...children, statistics: ['residents', 'children'], referenceDates: [EARLIER, DATE], ruleSet } });
    // A job whose file holds the numbers: it is nobody's business but of who started it.
    const form = new FormData();
    for (const [name, value] of Object.entries({ kind: 'counts', referenceDate: DATE, mapping: '{"id":"block"}', dryRun: 'true' })) form.set(name, value);
    form.set('file', new Blob([`block,residents\n${BLOCKS.map((block, i) => `${block},${residentsOf(i)}`).join('\n')}\n`]), `${residentsOf(0)}.csv`);
    const { job } = (await (await fetch(`${server.url}/imports`, { method: 'POST', headers: await server.headersOf('planung'), body: form })).json()) as { job: string };
    await expect.poll(async () => (await server.get(`/jobs/${job}`, 'planung')).body.finished, { timeout: 60_000 }).not.toBeNull();
    server.logged.length = 0;

    const values: Readonly<Record<string, readonly string[]>> = {
      plan: [plan, 'keiner'],
      release: [approved.release, requested.release, 'keine'],
      geography: ['stadtteil', 'nirgends'],
      version: ['1', 'current', '9'],
      blockSet: ['1', '9'],
      layer: ['water', 'lava'],
      job: [job, 'keiner'],
      preview: ['keine'],
    };
    const queries = ['', '?statistics=residents', `?statistics=residents&referenceDate=${EARLIER}`, '?format=csv', '?crs=EPSG:25832', '?f=json', '?threshold=1', `?date=${DATE}`, '?sort=residents'];
    const bodies = [
      undefined,
      { type: 'assign', blocks: ['b05'], zone: 'A' },
      { type: 'createZone', zone: 'Z', name: 'Z', blocks: ['b00'] },
      { geography: 'stadtteil', name: 'Entwurf' },
      { ...children, statistics: ['residents'], ruleSet },
      { validFrom: '2019-01-01' },
      { type: 'assign', blocks: ['residents'], zone: 'A' },
    ];
    let asked = 0;
    const statuses = new Set<number>();
    for (const as of [undefined, 'ohne']) {
      for (const route of server.app.routes) {
        let paths = [route.path];
        for (const [name, some] of Object.entries(values)) {
          paths = paths.flatMap((path) => (path.includes(`{${name}}`) ? some.map((value) => path.replace(`{${name}}`, value)) : [path]));
        }
        // A stream never ends; its events carry what plan-json.ts gives and are looked at below.
        if (route.id === 'streamPlanEvents') continue;
        for (const path of paths) {
          expect(path, 'a parameter of this test is missing').not.toContain('{');
          const kinds = route.method === 'get' ? queries.map((query) => ({ query, body: undefined })) : bodies.map((body) => ({ query: '?statistics=residents', body }));
          const ask = async ({ query, body }: { query: string; body: unknown }): Promise<void> => {
            const options = { ...(as === undefined ? {} : { as }), ...(body === undefined ? {} : { body }), ifMatch: '*' };
            const answer = await server.ask(route.method.toUpperCase() as 'GET' | 'POST' | 'DELETE', path + (route.query === undefined && route.method !== 'get' ? '' : query), options);
            asked++;
            statuses.add(answer.status);
            expect(leaksOf(answer), `${as ?? 'public'}: ${route.method} ${path}${query}`).toEqual([]);
            // A bug must not hide behind a refusal.
            expect(answer.status, `${route.method} ${path}: ${answer.text.slice(0, 200)}`).not.toBe(500);
          };
          if (route.method === 'get') await Promise.all(kinds.map(ask));
          else for (const kind of kinds) await ask(kind);
        }
      }
    }
    expect(asked).toBeGreaterThan(300);
    expect([...statuses].toSorted()).toEqual(expect.arrayContaining([200, 201, 400, 403, 404, 422]));
    expect(server.logged.length).toBeGreaterThan(300);
    const log = withoutIds(server.logged.join(''));
    expect(SECRETS.filter((secret) => log.includes(secret))).toEqual([]);
    // The log names no block, no zone, no plan and no account either.
    for (const word of ['b05', plan, 'ohne', 'stadtteil']) expect(server.logged.join('')).not.toContain(`"${word}"`);
  }, 240_000);

  it('the walk above would see a leak: who has the clearance gets the very numbers', async () => {
    const plan = await server.newPlan();
    const counts = await server.get(`/plans/${plan}/counts?statistics=residents`, 'planung');
    expect(leaksOf(counts).length).toBeGreaterThanOrEqual(BLOCKS.length);
    expect(leaksOf(await server.get(`/plans/${plan}`, 'planung')).length).toBeGreaterThanOrEqual(4);
    const { body } = await server.get('/releases', 'planung');
    const { release } = body.releases.find((row: { state: string }) => row.state === 'requested');
    expect(leaksOf(await server.get(`/releases/${release}/zones`, 'planung')).length).toBeGreaterThanOrEqual(4);
  });

  it('without an account only reading what is public succeeds', async () => {
    const open = server.app.routes.filter((route) => hasRole(VIEWER, route.roles)).map(({ id }) => id);
    expect(open.toSorted()).toEqual([
      'beginIdentitySignIn',
      'changePassword',
      'finishIdentitySignIn',
      'getAssignment',
      'getCoverage',
      'getHealth',
      'getLineage',
      'getMunicipality',
      'getReferenceLayer',
      'getRelease',
      'getReleaseCells',
      'getReleaseZones',
      'getSession',
      'getZones',
      'listBlockSets',
      'listGeographies',
      'listReferenceLayers',
      'listReleases',
      'listStatistics',
      'signIn',
      'signOut',
    ]);
    for (const route of server.app.routes.filter(({ id }) => !open.includes(id))) {
      const answer = await server.ask(route.method.toUpperCase() as 'GET' | 'POST', route.path.replaceAll(/\{\w+\}/g, 'x'));
      expect(answer.status, route.id).toBe(403);
    }
  });

  /** Whoever is nobody yet: each of these changes the session of who asks alone. */
  const SIGNING = ['signIn', 'signOut', 'changePassword'];

  it('every route that changes something needs a role, and every role that a route names exists', () => {
    for (const route of server.app.routes) {
      expect(route.roles.length, route.id).toBeGreaterThan(0);
      for (const role of route.roles) expect(ROLES).toContain(role);
      if (route.method !== 'get' && !SIGNING.includes(route.id)) expect(route.roles, route.id).not.toContain('viewer');
    }
    const planner: Caller = { account: 'p', roles: ['planner'], clearances: [] };
    expect(hasRole(planner, server.app.routes.find(({ id }) => id === 'approveRelease')!.roles)).toBe(false);
  });
});
