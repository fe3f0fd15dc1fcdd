// What a thousand readers of a map ask for: the same bytes for all, compressed, not sent twice, and gone at once when withdrawn. On both engines.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '../../server/db/postgres.ts';
import { describeEngines, describeServed } from '../db/engines.ts';
import { codeOf, ServerUnderTest, serveTown } from './server-under-test.ts';
import { DATE } from './town.ts';

const WISH = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };

/** A build of one script, with the brotli form beside it. */
const SCRIPT = 'export const town = "Gartenstadt";\n'.repeat(50);
const clientFolder = mkdtempSync(join(tmpdir(), 'zuschnitt-client-'));
mkdirSync(join(clientFolder, 'assets'));
writeFileSync(join(clientFolder, 'assets', 'map-a1b2.js'), SCRIPT);
writeFileSync(join(clientFolder, 'assets', 'map-a1b2.js.br'), brotliCompressSync(SCRIPT));
afterAll(() => rmSync(clientFolder, { recursive: true, force: true }));

describeServed('public answers', (test) => {
  const server = serveTown(test, null, { clientFolder });
  let release: string;
  /** As it comes over the wire. */
  const raw = (path: string, headers: Record<string, string>) =>
    new Promise<{ status: number; headers: Record<string, string | undefined>; body: Buffer }>((resolve, reject) => {
      request(server.url + path, { headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: response.statusCode!, headers: response.headers as never, body: Buffer.concat(parts) }));
      }).on('error', reject).end();
    });

  beforeAll(async () => {
    release = (await server.post('/releases', { body: WISH })).body.release as string;
    await server.post(`/releases/${release}/approve`, { as: 'statistik' });
    await server.workspace.warm();
  });

  it('come compressed and with a tag, the second time from memory with the same headers, and are not sent twice', async () => {
    const first = await raw('/indicators', { 'Accept-Encoding': 'br' });
    const second = await raw('/indicators', { 'Accept-Encoding': 'br' });
    expect([first.status, first.headers['content-encoding'], first.headers.vary]).toEqual([200, 'br', 'Accept-Encoding']);
    expect(brotliDecompressSync(second.body).toString()).toBe((await server.get('/indicators')).text);
    const lasting = ({ headers }: typeof first) => Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'request-id' && name !== 'date').toSorted());
    expect(lasting(second)).toEqual(lasting(first));
    expect(second.headers['request-id']).not.toBe(first.headers['request-id']);
    expect(second.headers['content-security-policy']).toContain("default-src 'self'");
    const again = await raw('/indicators', { 'If-None-Match': first.headers.etag! });
    expect([again.status, again.body.byteLength]).toEqual([304, 0]);
  });

  it('are written to the log by pattern like all others', async () => {
    await raw('/geographies/stadtteil/versions/1/zones', {});
    const before = server.logged.length;
    await raw('/geographies/stadtteil/versions/1/zones', {});
    await expect.poll(() => server.logged.length).toBe(before + 1);
    expect(JSON.parse(server.logged.at(-1)!)).toMatchObject({ method: 'GET', route: '/geographies/{geography}/versions/{version}/zones', status: 200 });
  });

  it('outlines may be kept for ever under their tag, and under no other', async () => {
    const [{ versions }] = (await server.get('/geographies')).body.geographies;
    const tag = versions[0].outlines as string;
    expect(tag).toMatch(/^[\w-]{22}$/);
    const keeping = async (query: string) => (await raw(`/geographies/stadtteil/versions/1/zones${query}`, {})).headers['cache-control'];
    expect(await keeping(`?tag=${tag}`)).toBe('public, max-age=31536000, immutable');
    expect([await keeping('?tag=other'), await keeping('')]).toEqual(['no-cache', 'no-cache']);
  });

  it('outlines may be drawn straighter, and a wrong tolerance is refused', async () => {
    const { body } = await server.get('/geographies/stadtteil/versions/1/zones?crs=EPSG:25832&simplify=30');
    expect(body.features.map((feature: { id: string }) => feature.id)).toEqual(['A', 'B', 'C', 'D']);
    expect(codeOf(await server.get('/geographies/stadtteil/versions/1/zones?simplify=-1'))).toBe('UNKNOWN_PARAMETER');
  });

  it('scripts come in the form that the build has laid beside them, to who takes it', async () => {
    const packed = await raw('/assets/map-a1b2.js', { 'Accept-Encoding': 'gzip, br' });
    expect([packed.status, packed.headers['content-encoding'], packed.headers['content-type'], packed.headers['cache-control']]).toEqual([200, 'br', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable']);
    expect(brotliDecompressSync(packed.body).toString()).toBe(SCRIPT);
    for (const accepted of ['gzip', 'identity']) {
      const plain = await raw('/assets/map-a1b2.js', { 'Accept-Encoding': accepted });
      expect([plain.headers['content-encoding'], plain.body.toString()], accepted).toEqual([undefined, SCRIPT]);
    }
    expect((await raw('/assets/..%2f..%2fpackage.json', { 'Accept-Encoding': 'br' })).status).toBe(404);
  });

  it('with a wrong token nobody gets what is kept', async () => {
    await raw('/statistics', {});
    expect((await raw('/statistics', { Authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  it('a host that is not ours gets nothing, kept or not', async () => {
    await raw('/statistics', {});
    const foreign = await raw('/statistics', { Host: 'elsewhere.example' });
    expect([foreign.status, foreign.body.toString()]).toEqual([403, expect.stringContaining('this server answers as')]);
  });

  it('staff see what only they may see, whatever was kept for the public before', async () => {
    const other = (await server.post('/releases', { body: { ...WISH, statistics: ['residents'] } })).body.release as string;
    const listed = async (as?: string) => (await server.get('/releases', as)).body.releases.map((row: { release: string }) => row.release) as string[];
    expect(await listed()).toEqual([release]);
    expect(await listed('statistik')).toEqual([release, other]);
    expect(await listed()).toEqual([release]);
    expect((await raw('/releases', {})).headers.vary).toBe('Accept-Encoding, Cookie, Authorization');
  });

  it('a withdrawn release is gone with the next request', async () => {
    const paths = [`/releases/${release}`, `/releases/${release}/zones`, `/releases/${release}/cells.csv`];
    for (const path of paths) for (const _ of [1, 2]) expect((await server.get(path)).status, path).toBe(200);
    await server.post(`/releases/${release}/withdraw`, { as: 'dsb' });
    for (const path of paths) expect((await server.get(path)).status, path).toBe(404);
    expect((await server.get('/releases')).body.releases).toEqual([]);
  });
});

describeEngines('two servers over one database', (test) => {
  const server = serveTown(test);
  const second = new ServerUnderTest();
  beforeAll(async () => {
    await second.start({ ...test(), database: await openPostgres(test().databaseUrl!, { connections: 2 }), dataDir: `${test().dataDir}-second` });
    second.workspace.releases.follow(100, (error) => expect(error).toBe(undefined));
  });
  afterAll(async () => {
    await second.stop();
    await second.workspace.db.close();
  });

  it('what one withdraws is soon gone for readers of the other, whom nobody of the staff visits', async () => {
    const { release } = (await server.post('/releases', { body: WISH })).body as { release: string };
    await server.post(`/releases/${release}/approve`, { as: 'statistik' });
    const status = async () => (await second.get(`/releases/${release}`)).status;
    await expect.poll(status, { timeout: 20_000 }).toBe(200);
    await server.post(`/releases/${release}/withdraw`, { as: 'dsb' });
    await expect.poll(status, { timeout: 20_000 }).toBe(404);
  });
}, ['postgres']);
