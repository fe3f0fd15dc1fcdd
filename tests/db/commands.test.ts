// The commands import, export, account and migrate, against a running server and against the data folder itself.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run as account } from '../../server/cli/account.ts';
import { run as exportData } from '../../server/cli/export.ts';
import { run as importData } from '../../server/cli/import.ts';
import { run as migrateData } from '../../server/cli/migrate.ts';
import { InputError } from '../../server/gdal/input-error.ts';
import { BLOCKS, zoneOf } from '../http/town.ts';
import { serveTown } from '../http/server-under-test.ts';
import { describeEngines, openTestDatabase } from './engines.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const refused = async (running: Promise<number>): Promise<string> => {
  const error = await running.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
};

describeEngines('commands beside a running server', (test) => {
  const server = serveTown(test);
  /** Acts as an account from here on: on a server that --server names, by a token. */
  const actAs = async (name: string) => vi.stubEnv('ZUSCHNITT_TOKEN', (await server.headersOf(name)).Authorization!.replace('Bearer ', ''));
  beforeEach(() => actAs('admin'));

  it('import by the server, which shows the zones at once', async () => {
    const file = path('zones.csv', `block;zone\n${BLOCKS.map((id, i) => `${id};${zoneOf(i)}`).join('\n')}\n`);
    const argv = ['--kind', 'zones', '--file', file, '--block', 'block', '--zone', 'zone', '--geography', 'neu', '--valid-from', '2026-01-01', '--server', server.url];
    expect(await importData([...argv, '--dry-run'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ dryRun: true, stored: null, report: { zones: 4 } });
    printed = '';
    expect(await importData(argv)).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ stored: { geography: 'neu', version: 1 }, report: { zones: 4, unassignedBlocks: 0 } });
    expect((await server.get('/geographies/neu/versions/1/assignment')).body.zones).toHaveLength(4);
    expect(await refused(importData(argv))).toMatch(/^field validFrom: a version of neu valid from 2026-01-01 is stored already; accepted: a day after 2026-01-01$/);
    await actAs('statistik');
    expect(await refused(importData(argv))).toMatch(/one of the roles editor is needed/);
    await actAs('admin');
    expect(await refused(importData([...argv, '--municipality', '01234567']))).toMatch(/serves 09990001/);
    const counts = path('counts.csv', 'block;n\nb00;-1\n');
    const bad = importData(['--kind', 'counts', '--file', counts, '--id', 'block', '--reference-date', '2026-12-31', '--server', server.url]);
    expect(await refused(bad)).toMatch(/^counts.csv, row 2, field n: "-1" is a negative count; accepted: a whole number/);
  });

  it('ask what becomes of blocks that zones cut, and of rows whose block is not stored', async () => {
    // The border runs through the fourth column, 60 m into each of its blocks.
    const half = (from: number, to: number) => ({ type: 'Polygon', coordinates: [[[from, 5_500_000], [to, 5_500_000], [to, 5_500_600], [from, 5_500_600], [from, 5_500_000]]] });
    const features = [['W', half(500_000, 500_360)], ['E', half(500_360, 500_800)]].map(([id, geometry]) => ({ type: 'Feature', properties: { id }, geometry }));
    const file = path('halves.geojson', JSON.stringify({ type: 'FeatureCollection', features }));
    const zones = ['--kind', 'zones', '--file', file, '--zone', 'id', '--geography', 'halb', '--valid-from', '2026-01-01', '--source-crs', 'EPSG:25832', '--dry-run', '--server', server.url];
    for (const apportion of ['centroid', 'majority']) {
      printed = '';
      expect(await importData([...zones, '--apportion', apportion])).toBe(0);
      expect(JSON.parse(printed)).toMatchObject({ stored: null, report: { apportion, cutBlocks: 6 } });
    }
    expect(await refused(importData([...zones, '--apportion', 'refuse']))).toMatch(/zones cut block "b03": W 60 %, E 40 %/);
    expect(await refused(importData([...zones, '--apportion', 'half']))).toMatch(/mapping.apportion: .*"centroid"\|"majority"\|"refuse"/);

    const counts = path('unmatched.csv', 'block;n\nb00;4\nb99;7\n');
    const rows = ['--kind', 'counts', '--file', counts, '--id', 'block', '--columns', 'n', '--reference-date', '2026-12-31', '--dry-run', '--server', server.url];
    expect(await refused(importData([...rows, '--unmatched', 'refuse']))).toMatch(/^unmatched.csv, row 3, field block: block "b99" is not in /);
    printed = '';
    expect(await importData([...rows, '--unmatched', 'unlocated'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ stored: null, report: { unmatchedRows: 1, unmatched: [{ row: 3, id: 'b99' }] } });
  });

  it('preview a file, tell its CRS by the town, and leave nothing on the server', async () => {
    const square = [[500_000, 5_500_000], [500_100, 5_500_000], [500_100, 5_500_100], [500_000, 5_500_000]];
    const file = path('plain.geojson', JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { block: '007' }, geometry: { type: 'Polygon', coordinates: [square] } }] }));
    const argv = ['--preview', '--file', file, '--server', server.url];
    expect(await importData(argv)).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ features: 1, issues: [{ code: 'CRS_MISSING', accepted: '--source-crs EPSG:25832 (all inside Gartenstadt)' }], rows: [['007']] });
    printed = '';
    expect(await importData([...argv, '--source-crs', 'EPSG:25832'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ issues: [], crs: { named: 'EPSG:25832', confirmed: true } });
    expect(readdirSync(join(test().dataDir, 'uploads-previews'))).toEqual([]);
    const blocks = ['--kind', 'blocks', '--file', file, '--id', 'block', '--valid-from', '2027-01-01', '--server', server.url];
    expect(await refused(importData(blocks))).toBe('plain.geojson, row 1, field crs: coordinate 500000 5500000 is not in degrees and the file names no CRS; accepted: --source-crs EPSG:25832 (all inside Gartenstadt)');
  });

  it('add accounts, which may act at once', async () => {
    expect(await account(['add', 'anna', '--roles', 'editor,planner', '--name', 'Anna', '--server', server.url])).toBe(0);
    expect(await account(['list', '--server', server.url])).toBe(0);
    expect(printed).toContain('anna\tAnna\teditor,planner\t\n');
    expect((await server.get('/plans', 'anna')).status).toBe(200);
    expect(await refused(account(['add', 'anna', '--roles', 'editor', '--server', server.url]))).toMatch(/there already/);
    expect(await refused(account(['add', 'bert', '--roles', 'king', '--server', server.url]))).toMatch(/roles are viewer/);
    await actAs('anna');
    expect(await refused(account(['list', '--server', server.url]))).toMatch(/role/);
    vi.stubEnv('ZUSCHNITT_TOKEN', '');
    expect(await refused(account(['list', '--server', server.url]))).toMatch(/ZUSCHNITT_TOKEN is not set/);
  });

  it('grant, revoke, make tokens and disable: each holds for the next request', async () => {
    const on = ['--server', server.url];
    const tell = async (...argv: string[]) => {
      printed = '';
      expect(await account([...argv, ...on])).toBe(0);
      return printed.trim();
    };
    await tell('add', 'clara', '--roles', 'planner');
    expect(await refused(account(['grant', 'clara', '--source', 'nirgends', '--purpose', 'Bedarfsplan', '--until', '2099-12-31', ...on]))).toMatch(/no statistic has the source "nirgends"/);
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    expect(await tell('grant', 'clara', '--source', 'test', '--purpose', 'Bedarfsplan', '--until', until)).toBe(`clara may see block counts of test until ${until}`);
    expect(await tell('list')).toContain('clara\tclara\tplanner\tblock-counts');
    expect(await tell('revoke', 'clara')).toBe('1 grant of clara ended');
    expect(await tell('list')).toMatch(/clara\tclara\tplanner\t?$/m);
    const headers = { Authorization: `Bearer ${await tell('token', 'clara', '--label', 'QGIS')}` };
    const status = async () => (await server.ask('GET', '/plans', { headers })).status;
    expect(await status()).toBe(200);
    expect(await tell('disable', 'clara')).toBe('clara is disabled');
    expect(await status()).toBe(401);
    await tell('enable', 'clara');
    expect(await status()).toBe(200);
    expect(await tell('token', 'clara', '--revoke')).toBe('1 token of clara ended');
    expect(await status()).toBe(401);
    expect(await tell('password', 'clara', '--random')).toMatch(/^clara: ([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(await refused(account(['disable', 'niemand', ...on]))).toMatch(/no account niemand/);
  });

  it('export everything while it serves, and a new data folder takes it', async () => {
    const archive = join(folder, `${test().engine}.archive`);
    await actAs('planung');
    expect(await refused(exportData(['--all', archive, '--server', server.url]))).toMatch(/role/);
    await actAs('admin');
    expect(existsSync(archive)).toBe(false);
    expect(await exportData(['--all', archive, '--server', server.url])).toBe(0);
    const target = await openTestDatabase('embedded');
    await target.database.close();
    vi.stubEnv('DATABASE_URL', '');
    vi.stubEnv('DATA_DIR', target.dataDir);
    expect(await importData(['--all', archive])).toBe(0);
    expect(await refused(importData(['--all', archive]))).toMatch(/the database is not empty/);
    printed = '';
    expect(await exportData(['--all', `${archive}.2`])).toBe(0);
    expect(readFileSync(`${archive}.2`).equals(readFileSync(archive))).toBe(true);
    rmSync(target.dataDir, { recursive: true, force: true });
  }, 180_000);
});

describe('commands on the data folder itself', () => {
  it('make a municipality, import a grid, and give a new database its first accounts', async () => {
    const target = await openTestDatabase('embedded');
    await target.database.close();
    vi.stubEnv('DATABASE_URL', '');
    vi.stubEnv('DATA_DIR', target.dataDir);
    expect(await migrateData([])).toBe(0);
    expect(printed).toMatch(/nothing to do/);
    const file = path('grid.csv', 'cell;x;y;n\na;500050;5500050;3\nb;500150;5500050;4\nc;500450;5500050;\n');
    const argv = ['--kind', 'blocks', '--file', file, '--id', 'cell', '--x', 'x', '--y', 'y', '--cell', '100', '--source-crs', 'EPSG:25832', '--valid-from', '2025-01-01'];
    expect(await refused(importData(argv))).toMatch(/the database has no municipality/);
    printed = '';
    expect(await importData([...argv, '--municipality', '05158008', '--municipality-name', 'Haan', '--crs', 'EPSG:25832'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ stored: { blockSet: 1 }, report: { blocks: 3, areaM2: 30_000, pieces: 2, detached: ['c'] } });
    printed = '';
    expect(await importData(['--kind', 'counts', '--file', file, '--id', 'cell', '--columns', 'n', '--reference-date', '2025-06-30'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ report: { rows: 3, unknown: 1, missingBlocks: 0 } });
    expect(await account(['add', 'anna', '--roles', 'editor'])).toBe(0);
    printed = '';
    expect(await account(['list'])).toBe(0);
    expect(printed.split('\n').map((line) => line.split('\t')[0])).toEqual(['admin', 'anna', 'dsb', 'fachamt', 'planung', 'statistik', '']);
    rmSync(target.dataDir, { recursive: true, force: true });
  }, 180_000);

  it('tell a wrong command line in one line', async () => {
    expect(await refused(importData(['--kind', 'blocks', '--file', join(folder, 'absent.csv')]))).toMatch(/^absent.csv, --file: no such file/);
    expect(await refused(importData(['--kind', 'rivers', '--file', 'x']))).toMatch(/^--kind: "rivers" is not offered; accepted: blocks, zones/);
    expect(await refused(importData(['--knd', 'blocks']))).toMatch(/--kind, or another option/);
    expect(await refused(exportData(['--al', 'x']))).toMatch(/--all/);
    expect(await refused(account(['drop', 'x']))).toMatch(/accepted: list, add, password, grant/);
    expect(await refused(migrateData(['now']))).toMatch(/no option of migrate/);
  });
});
