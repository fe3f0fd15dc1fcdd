// `zuschnitt export kommonitor`: files that are what the interface answers, and a push to a Data Management that plans first and sends nothing twice.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { PushPlan } from '../../core/kommonitor/push-plan.ts';
import { run as exportData } from '../../server/cli/export.ts';
import { InputError } from '../../server/gdal/input-error.ts';
import { describeEngines, openTestDatabase } from '../db/engines.ts';
import { CLIENT, StandIn, USER } from './kommonitor-stand-in.ts';
import { HOUSEHOLDS, insertHouseholds, publish, UNIT } from './kommonitor-town.ts';
import { serveTown } from './server-under-test.ts';
import { DATE, EARLIER, insertTown } from './town.ts';

const STATISTICS = ['one_person_households', 'households'];
const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-kommonitor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let printed = '';

describeEngines(
  'a push to KomMonitor',
  (test) => {
    const server = serveTown(test);
    const there = new StandIn();
    const planFile = join(folder, 'plan.json');
    let first = '';

    beforeAll(async () => {
      await insertHouseholds(server.workspace.db);
      await server.workspace.reload();
      await there.start();
      there.topics = [{ topicId: 'statistik', topicName: 'Alle freigegebenen Merkmale', topicType: 'main', topicResource: 'indicator', subTopics: [] }];
      first = await publish(server, 1, STATISTICS, [EARLIER]);
    });
    afterAll(() => there.stop());
    beforeEach(() => {
      printed = '';
      for (const stream of [process.stdout, process.stderr]) {
        vi.spyOn(stream, 'write').mockImplementation((text) => {
          printed += String(text);
          return true;
        });
      }
      vi.stubEnv('KOMMONITOR_PASSWORD', USER.password);
      there.asked.length = 0;
    });
    afterEach(() => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });

    const command = (...more: string[]) => ['kommonitor', '--server', server.url, '--to', `${there.url}/`, '--token-url', there.tokenUrl, '--username', USER.username, '--owner', 'amt-12', '--plan', planFile, ...more];
    const push = async (...more: string[]) => {
      const code = await exportData(command(...more));
      return { code, plan: JSON.parse(readFileSync(planFile, 'utf8')) as PushPlan };
    };
    const refused = async (argv: string[]): Promise<string> => {
      const error = await exportData(argv).then(() => null, (thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).message;
    };
    const writes = () => there.asked.filter(({ method }) => method !== 'GET');
    const valuesThere = (code: string) => [...there.indicators.find(({ overview }) => overview.abbreviation === code)!.values.get('Stadtteile')!].map(([id, row]) => [id, Object.fromEntries(row)]);

    it('shows what will be made and sends nothing until it is told to', async () => {
      const { code, plan } = await push('--topic', 'sonstiges');
      expect(code).toBe(0);
      expect(plan.steps.map(({ step }) => step)).toEqual(['createLevel', ...plan.steps.slice(1).map((_, i) => (i % 2 === 0 ? 'createIndicator' : 'putValues'))]);
      expect(printed).toContain('+ make level Stadtteile with 4 zones from 2020-01-01');
      expect(printed).toContain('+ put 3 numbers and 1 empty values of count-one_person_households into Stadtteile, 1 dates from 2024-12-31');
      expect(printed).toContain('nothing was sent; --apply sends it');
      expect(writes()).toEqual([]);
      expect([there.levels, there.indicators]).toEqual([[], []]);
    });

    it('sends the plan: the level, indicators, values by the level’s name, withheld as null; a second run has nothing to do', async () => {
      const { plan } = await push('--topic', 'sonstiges', '--apply');
      expect(writes()).toHaveLength(plan.steps.length);
      const [level] = there.levels;
      expect(level!.overview).toMatchObject({ spatialUnitLevel: 'Stadtteile', ownerId: 'amt-12', isPublic: true, metadata: { sridEPSG: 4326 } });
      expect(there.features('Stadtteile').map(({ properties }) => [properties!.ID, properties!.validStartDate, properties!.validEndDate])).toEqual(['A', 'B', 'C', 'D'].map((zone) => [`stadtteil-1-${zone}`, '2020-01-01', '2025-06-30']));
      expect(valuesThere('count-one_person_households')).toEqual([['stadtteil-1-A', { [EARLIER]: null }], ['stadtteil-1-B', { [EARLIER]: 600 }], ['stadtteil-1-C', { [EARLIER]: 720 }], ['stadtteil-1-D', { [EARLIER]: 840 }]]);
      const count = there.indicators.find(({ overview }) => overview.abbreviation === 'count-households')!.overview;
      expect(count).toMatchObject({ indicatorName: 'Haushalte', topicReference: 'statistik', creationType: 'INSERTION', tags: expect.arrayContaining(['zuschnitt:count-households']) });
      const ofCatalogue = there.indicators.find(({ overview }) => overview.abbreviation === 'one-person')!.overview;
      expect(ofCatalogue.topicReference).toBe('sonstiges');
      const before = writes().length;
      const again = await push('--topic', 'sonstiges', '--apply');
      expect(again.plan.steps).toEqual([]);
      expect(printed).toContain('nothing to do');
      expect(writes()).toHaveLength(before);
    });

    it('a new cut comes as zones of its own: the old ones end the day before, every date shows one cut, no number meets another outline', async () => {
      await publish(server, 1, STATISTICS, [DATE]);
      await publish(server, 2, STATISTICS, [EARLIER, DATE]);
      const { plan } = await push('--topic', 'sonstiges', '--apply');
      const added = writes().find(({ path }) => path.startsWith('/management/spatial-units'))!;
      expect(added.body).toMatchObject({ periodOfValidity: { startDate: DATE }, isPartialUpdate: expect.any(Boolean), geoJsonString: expect.any(String) });
      expect(plan.steps.filter(({ step }) => step === 'addCut')).toHaveLength(1);
      expect(there.features('Stadtteile').map(({ properties }) => [properties!.ID, properties!.validStartDate, properties!.validEndDate, properties!.arisenFrom])).toEqual([
        ...['A', 'B', 'C', 'D'].map((zone) => [`stadtteil-1-${zone}`, '2020-01-01', '2025-12-30', null]),
        ['stadtteil-2-A', DATE, null, 'stadtteil-1-A,stadtteil-1-B'],
        ['stadtteil-2-B', DATE, null, 'stadtteil-1-B'],
        ['stadtteil-2-CD', DATE, null, 'stadtteil-1-C,stadtteil-1-D'],
      ]);
      // As KomMonitor itself joins and filters: on each date the zones of the cut that has numbers for it.
      for (const [date, ids] of [[EARLIER, ['1-A', '1-B', '1-C', '1-D']], [DATE, ['2-A', '2-B', '2-CD']]] as const) {
        expect(there.onDay('count-households', 'Stadtteile', date).map(({ ID }) => ID), date).toEqual(ids.map((id) => `stadtteil-${id}`));
      }
      const together = there.onDay('count-households', 'Stadtteile', DATE).find(({ ID }) => ID === 'stadtteil-2-CD');
      expect(together).toMatchObject({ [`DATE_${EARLIER}`]: 2400, [`DATE_${DATE}`]: 2400 });
      expect((await push('--topic', 'sonstiges', '--apply')).plan.steps).toEqual([]);
    });

    it('takes away the numbers of a release that was withdrawn', async () => {
      expect((await server.post(`/releases/${first}/withdraw`, { as: 'statistik', body: { reason: 'Fehler' } })).status).toBe(200);
      await push('--topic', 'sonstiges', '--apply');
      for (const [id, row] of valuesThere('count-households') as [string, Record<string, number | null>][]) if (id.startsWith('stadtteil-1-')) expect([id, row[EARLIER]]).toEqual([id, null]);
      expect((await push('--topic', 'sonstiges', '--apply')).plan.steps).toEqual([]);
    });

    it('waits for a busy server, renews a token that ended, and goes on where a broken connection left it', async () => {
      there.levels = [];
      there.indicators = [];
      there.trouble = [503, 503];
      const given = there.tokensGiven;
      expect((await push('--topic', 'sonstiges')).code).toBe(0);
      expect(there.tokensGiven).toBe(given + 1);
      // The third request that changes something is done, and its answer is lost: it may not be sent again blindly.
      const reads = there.asked.length;
      there.trouble = [...Array.from({ length: reads + 2 }, () => null), 'drop'];
      const lost = await refused(command('--topic', 'sonstiges', '--apply'));
      there.trouble = [];
      expect(lost).toMatch(/the connection broke off; accepted: run the command again/);
      there.endTokens();
      const { plan } = await push('--topic', 'sonstiges', '--apply');
      expect(plan.steps.some(({ step }) => step === 'createLevel')).toBe(false);
      expect(new Set(there.indicators.map(({ overview }) => overview.abbreviation)).size).toBe(there.indicators.length);
      expect((await push('--topic', 'sonstiges', '--apply')).plan.steps).toEqual([]);
    });

    it('names what it cannot send: a topic that is not there, a level of somebody else; what the server says is told', async () => {
      const without = await push();
      expect(without.code).toBe(0);
      there.indicators = [];
      const noTopic = await push();
      expect(noTopic.code).toBe(1);
      expect(noTopic.plan.conflicts).toEqual([{ what: expect.stringMatching(/^indicator /), why: expect.stringContaining('no topic there') }]);
      const record = there.levels[0]!.records[0]!;
      const { feature } = record;
      record.feature = { ...feature, properties: { ...feature.properties, ID: '101' } };
      const foreign = await push('--topic', 'sonstiges');
      record.feature = feature;
      expect(foreign.code).toBe(1);
      expect(foreign.plan.conflicts[0]).toMatchObject({ what: 'level Stadtteile', why: expect.stringContaining('such as 101') });
      expect(foreign.plan.steps.filter(({ step }) => step !== 'createIndicator')).toEqual([]);
      there.trouble = [403];
      expect(await refused(command())).toMatch(/GET \/spatial-units: it answers 403 \(trouble: later\); accepted: an account with the role/);
    });

    it('keeps every secret to itself and sends none in the open', async () => {
      vi.stubEnv('KOMMONITOR_PASSWORD', 'ein falsches Wort');
      const wrong = await refused(command());
      expect(wrong).toMatch(/gives no token: 401 \(invalid_grant\)/);
      vi.stubEnv('KOMMONITOR_PASSWORD', '');
      expect(await refused(command())).toMatch(/has no password/);
      const passwordFile = join(folder, 'password');
      writeFileSync(passwordFile, `${USER.password}\n`);
      expect((await push('--password-file', passwordFile, '--only', 'count-households')).code).toBe(0);
      vi.stubEnv('KOMMONITOR_CLIENT_SECRET', CLIENT.secret);
      const asClient = command('--client-id', CLIENT.id).filter((one, i, all) => one !== '--username' && all[i - 1] !== '--username');
      expect(await exportData(asClient)).toBeLessThan(2);
      const open = command().map((one) => (one === `${there.url}/` ? 'http://kommonitor.example.org/' : one));
      expect(await refused(open)).toMatch(/--to: http:\/\/kommonitor.example.org is not encrypted; accepted: https/);
      expect(await refused(['kommonitor', '--to', there.url])).toMatch(/--owner: is required/);
      expect(await refused(['kommonitor', '--apply'])).toMatch(/either --out or --to/);
      const told = printed + wrong + readFileSync(planFile, 'utf8');
      for (const secret of ['ein falsches Wort', USER.password, CLIENT.secret, 'Bearer']) expect(told).not.toContain(secret);
    });

    it('writes the same as files, into a folder and as ZIP', async () => {
      const out = join(folder, 'files');
      expect(await exportData(['kommonitor', '--server', server.url, '--out', out])).toBe(0);
      const index = JSON.parse(readFileSync(join(out, 'files.json'), 'utf8')) as { file: string; path: string; bytes: number }[];
      for (const { file, path, bytes } of index) {
        expect(statSync(join(out, file)).size, file).toBe(bytes);
        const answer = await fetch(`${server.url}/kommonitor${path}`);
        expect(readFileSync(join(out, file)).equals(Buffer.from(await answer.arrayBuffer())), file).toBe(true);
      }
      expect(index.map(({ file }) => file)).toEqual(expect.arrayContaining(['indicators.json', `spatial-units/${UNIT}/allFeatures.geojson`, `indicators/${HOUSEHOLDS}/${UNIT}.geojson`]));
      expect(readdirSync(out)).toContain('topics.json');
      expect(await refused(['kommonitor', '--server', server.url, '--out', out])).toMatch(/is not empty; accepted: a new or empty folder/);
      const zip = join(folder, 'files.zip');
      expect(await exportData(['kommonitor', '--server', server.url, '--out', zip])).toBe(0);
      const bytes = readFileSync(zip);
      // Without a server, from the database itself.
      const target = await openTestDatabase('embedded');
      try {
        await insertTown(target.database);
        await insertHouseholds(target.database);
        await target.database.close();
        vi.stubEnv('DATABASE_URL', '');
        vi.stubEnv('DATA_DIR', target.dataDir);
        const alone = join(folder, 'alone');
        expect(await exportData(['kommonitor', '--out', alone])).toBe(0);
        expect(JSON.parse(readFileSync(join(alone, 'indicators.json'), 'utf8'))).toEqual([]);
        const [schools] = readdirSync(join(alone, 'georesources'));
        expect(readFileSync(join(alone, 'georesources', schools!, 'allFeatures.geojson')).equals(readFileSync(join(out, 'georesources', schools!, 'allFeatures.geojson')))).toBe(true);
      } finally {
        rmSync(target.dataDir, { recursive: true, force: true });
      }
      expect([bytes.subarray(0, 2).toString(), bytes.readUInt16LE(bytes.length - 12)]).toEqual(['PK', index.length + 1]);
    }, 180_000);
  },
  ['embedded'],
);
