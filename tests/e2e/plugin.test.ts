// The plugin in pages of other people: the documented examples, word for word, behind a proxy as the guide says.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../server/package-root.ts';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { signIn } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { testBoundaryEditor } from './plugin-boundary-editor.ts';
import { eventually } from './eventually.ts';

const reason = chromiumMissing();
/** Of one test: pages load in half a second on a quiet machine, in half a minute on one that runs everything at once. */
const PATIENCE_MS = 240_000;
const guide = readFileSync(join(packageRoot(), 'docs/plugin.md'), 'utf8');
const exampleText = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');

it('the guide prints the examples that are tested', () => {
  expect(guide).toContain(/<zuschnitt-map[^>]*>/.exec(exampleText('docs/plugin-example.html'))![0]);
  const embed = exampleText('client/examples/embed.js');
  for (const call of [/new ReleasedZonesLayer\([^)]*\)/, /new BoundaryEditor\([^)]*\)/]) expect(guide).toContain(call.exec(embed)![0].replaceAll(/\bzuschnitt\b/g, "'/zuschnitt'"));
});

describe.skipIf(reason !== null)(`the plugin${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;
  let host: Server;
  let hostUrl: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
    host = hostSite(server.url);
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  }, 300_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await closeBrowser(browser);
    host?.closeAllConnections();
    await new Promise((resolve) => host?.close(resolve));
    await server?.stop();
  });

  it('<zuschnitt-map> shows the map in a page with other styles, from one host, with its own font', async () => {
    const { page, errors, foreign } = await openPage(browser, `${hostUrl}/plugin-example.html`);
    const map = page.locator('zuschnitt-map');
    await map.getByRole('button', { name: 'Rangliste' }).click();
    await map.locator('zs-ranking button.row').first().waitFor();
    await eventually(() => map.locator('zs-legend h1').innerText()).toBe('Kinder unter 15 im SGB-II-Bezug');
    await eventually(() => map.locator('zs-ranking .value').allInnerTexts()).toContain('geheim');
    await eventually(() => map.locator('zs-legend h1').evaluate((element) => getComputedStyle(element).fontFamily)).toContain('Fira Sans');
    await eventually(() => page.locator('h1').first().evaluate((element) => getComputedStyle(element).fontFamily)).toContain('Georgia');
    await expect.poll(() => page.evaluate(() => [...document.fonts].filter(({ family, status }) => family.includes('Fira Sans') && status === 'loaded').length)).toBe(3);
    await map.locator('zs-ranking').getByRole('button', { name: /Altstadt/ }).click();
    await eventually(() => page.locator('output').innerText()).toMatch(/^\d\d$/);
    expect(new URL(page.url()).search).toBe('');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'plugin-map');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('<zuschnitt-editor> opens on the same server', async () => {
    const { page, errors } = await openPage(browser, 'about:blank');
    await signIn(page.context(), server.url, 'planung', hostUrl);
    await page.goto(`${hostUrl}/editor-host.html`);
    const editor = page.locator('zuschnitt-editor');
    await expect.poll(() => editor.evaluate((element) => (element.shadowRoot?.textContent ?? '').trim().length), { timeout: 60_000 }).toBeGreaterThan(40);
    await expect.poll(() => editor.getByRole('button').count()).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });

  it('ReleasedZonesLayer draws the same cells in somebody\'s own OpenLayers map', async () => {
    const { page, errors } = await openPage(browser, 'about:blank');
    await signIn(page.context(), server.url, 'planung', hostUrl);
    await page.goto(`${hostUrl}/embed.html`);
    await page.waitForFunction(() => 'example' in globalThis);
    await page.getByRole('button', { name: 'Sozialbericht zeigen' }).click();
    await page.getByText('freigegeben bis 2025-12-31').waitFor();
    const drawn = await page.evaluate(() => {
      interface Drawn {
        getSource(): { getFeatures(): readonly { get(name: string): unknown }[] };
      }
      const { released } = (globalThis as unknown as { example: { released: Drawn } }).example;
      return released.getSource().getFeatures().map((feature) => [feature.get('name'), feature.get('cell')] as const);
    });
    expect(drawn.length).toBe(18);
    const cells = new Map(drawn as readonly (readonly [string, object])[]);
    expect(cells.get('Mühlau')).toEqual({ state: 'withheld' });
    expect(cells.get('Kirchberg')).toEqual({ state: 'value', value: 0 });
    expect(cells.get('Hafen')).toEqual({ state: 'missing' });
    await keepPicture(page, 'plugin-openlayers');
    expect(errors).toEqual([]);
  });

  describe('BoundaryEditor on a map of somebody else\'s', () => testBoundaryEditor(() => ({ server, browser, hostUrl })));
});

const EDITOR_HOST = `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Planung</title>
<script type="module" src="/zuschnitt/plugin/zuschnitt.js"></script></head>
<body><zuschnitt-editor base-url="/zuschnitt" style="display:block;height:700px"></zuschnitt-editor></body></html>`;

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html; charset=utf-8' };

/** Somebody's web site: the example pages, OpenLayers of its own, and /zuschnitt/ handed to the server under the site's own name. */
function hostSite(target: string): Server {
  return createServer((incoming, outgoing) => {
    const path = incoming.url!.split('?')[0]!;
    if (path.startsWith('/zuschnitt/')) {
      const url = target + incoming.url!.slice('/zuschnitt'.length);
      const passed = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      incoming.pipe(passed);
      return;
    }
    if (path === '/editor-host.html') {
      outgoing.setHeader('Content-Type', TYPES.html!);
      outgoing.end(EDITOR_HOST);
      return;
    }
    const file = ['', 'docs', 'client/examples'].map((folder) => normalize(join(packageRoot(), folder, path))).find((candidate, index) => (index > 0 || path.startsWith('/node_modules/')) && existsSync(candidate));
    if (file === undefined || !file.startsWith(packageRoot())) {
      outgoing.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    outgoing.setHeader('Content-Type', TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream');
    createReadStream(file).pipe(outgoing);
  });
}
