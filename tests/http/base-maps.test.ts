// Base maps: none by default, set by administrators alone, with addresses that cannot widen what pages may load.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BaseMapFileRefused, BaseMapStore } from '../../server/http/base-map-store.ts';
import { describeServed } from '../db/engines.ts';
import { serveTown } from './server-under-test.ts';

const GREY = {
  id: 'grau',
  title: { de: 'Graue Karte', en: 'Grey map' },
  type: 'xyz',
  url: 'https://sgx.geodatenzentrum.de/wmts_topplus_open/tile/1.0.0/web_grau/default/WEBMERCATOR/{z}/{y}/{x}.png',
  attribution: '© BKG (2026) dl-de/by-2-0',
};
const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-base-maps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policyOf = (headers: Headers) =>
  new Map(headers.get('content-security-policy')!.split(';').map((rule) => [rule.trim().split(' ')[0]!, rule.trim().split(/\s+/).slice(1)] as const));

describeServed('base maps', (test) => {
  const file = join(folder, `${Math.random()}.json`);
  const server = serveTown(test, null, { baseMaps: BaseMapStore.open(file) });

  it('are none until an administrator names some, and pages may load from those hosts alone', async () => {
    const before = await server.get('/base-maps', 'public');
    expect(before.body).toEqual({ baseMaps: [] });
    expect(policyOf(before.headers).get('img-src')).toEqual(["'self'", 'data:', 'blob:']);
    expect(policyOf(before.headers).get('connect-src')).toEqual(["'self'"]);
    expect((await server.ask('PUT', '/base-maps', { as: 'planung', body: { baseMaps: [GREY] } })).status).toBe(403);
    const wmts = { ...GREY, id: 'basemap', type: 'wmts', url: 'https://sgx.geodatenzentrum.de/wmts_basemapde/1.0.0/WMTSCapabilities.xml', layer: 'de_basemapde_web_raster_grau', tileHosts: ['https://tiles.example.org'] };
    const set = await server.ask('PUT', '/base-maps', { as: 'admin', body: { baseMaps: [GREY, wmts] } });
    expect(set.status).toBe(200);
    const after = await server.get('/base-maps', 'public');
    expect(after.body.baseMaps.map(({ id }: { id: string }) => id)).toEqual(['grau', 'basemap']);
    expect(policyOf(after.headers).get('img-src')).toEqual(["'self'", 'data:', 'blob:', 'https://sgx.geodatenzentrum.de', 'https://tiles.example.org']);
    expect(policyOf(after.headers).get('connect-src')).toEqual(["'self'", 'https://sgx.geodatenzentrum.de']);
    expect(policyOf(after.headers).get('script-src')).toEqual(["'self'"]);
    expect(BaseMapStore.open(file).all.map(({ id }) => id)).toEqual(['grau', 'basemap']);
  });

  it.each([
    ['http://tiles.example.org/{z}/{x}/{y}.png', 422],
    ['javascript:alert(1)/{z}/{x}/{y}', 422],
    ['//tiles.example.org/{z}/{x}/{y}.png', 422],
    ['https://{x}.example.org/{z}/{x}/{y}.png', 422],
    ['https://name:word@tiles.example.org/{z}/{x}/{y}.png', 422],
    ['https://tiles.example.org/{z}/{x}.png', 400],
  ])('refuses %s and says what it takes', async (url, status) => {
    const before = (await server.get('/base-maps', 'public')).text;
    const refused = await server.ask('PUT', '/base-maps', { as: 'admin', body: { baseMaps: [{ ...GREY, url }] } });
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toContain('url');
    expect((await server.get('/base-maps', 'public')).text).toBe(before);
  });

  it('takes this machine\'s own names only where the server has no public address', () => {
    const local = { ...GREY, url: 'http://127.0.0.1:9000/{z}/{x}/{y}.png' } as never;
    expect(BaseMapStore.open(null).replace([local])).toEqual([]);
    expect(BaseMapStore.open(null, new URL('https://zuschnitt.example.org')).replace([local])).toHaveLength(1);
    expect(BaseMapStore.open(null, new URL('https://zuschnitt.example.org')).replace([{ ...GREY, url: '/tiles/{z}/{x}/{y}.png' } as never])).toEqual([]);
  });
});

it('a file of base maps that somebody wrote by hand is read at the start, or refused with its place', () => {
  const file = join(folder, 'by-hand.json');
  writeFileSync(file, JSON.stringify({ baseMaps: [GREY] }));
  expect(BaseMapStore.open(file).pictureOrigins).toEqual(['https://sgx.geodatenzentrum.de']);
  writeFileSync(file, JSON.stringify({ baseMaps: [{ ...GREY, attribution: undefined }] }));
  expect(() => BaseMapStore.open(file)).toThrow(BaseMapFileRefused);
  expect(() => BaseMapStore.open(file)).toThrow('baseMaps.0.attribution');
  expect(readFileSync(file, 'utf8')).toContain('grau');
});
