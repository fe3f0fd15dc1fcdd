// Base maps and reference layers of the editor, and its address. Run by editor.test.ts, whose server it shares.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityViolations, keepPicture, openPage } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import type { Running } from './editor-access.ts';
import { newPlan, openEditor } from './editor-page.ts';
import { startTileServer, TILE_COLOURS, type TileServer } from './tile-server.ts';
import { eventually } from './eventually.ts';

type Kind = keyof typeof TILE_COLOURS;

async function setBaseMaps(url: string, baseMaps: readonly object[]): Promise<void> {
  const answer = await fetch(`${url}/base-maps`, { method: 'PUT', headers: { 'Content-Type': 'application/json', ...(await scriptHeaders(url, 'admin')) }, body: JSON.stringify({ baseMaps }) });
  expect(answer.status, await answer.text()).toBe(200);
}

/** Share of the pixels of the base map's canvas that have the colour of a service's tiles, read from the screen since the canvas is tainted. */
async function shareOf(page: Page, kind: Kind): Promise<number> {
  await page.evaluate(() => {
    const canvases = document.querySelector('zuschnitt-editor')!.shadowRoot!.querySelectorAll<HTMLElement>('.plan-fill, .plan-borders, .town-detail, .town-ground, .overlay');
    for (const canvas of canvases) canvas.style.visibility = 'hidden';
  });
  const box = (await page.locator('.map').boundingBox())!;
  const picture = await page.screenshot({ clip: { x: box.x + box.width * 0.4, y: box.y + box.height * 0.4, width: 60, height: 60 } });
  const share = await page.evaluate(
    async ({ data, colour }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
      let same = 0;
      for (let at = 0; at < bytes.length; at += 4) if (colour.every((value, channel) => Math.abs(bytes[at + channel]! - value) < 6)) same++;
      return same / (bytes.length / 4);
    },
    { data: picture.toString('base64'), colour: [...TILE_COLOURS[kind]] as number[] },
  );
  await page.evaluate(() => {
    for (const canvas of document.querySelector('zuschnitt-editor')!.shadowRoot!.querySelectorAll<HTMLElement>('.plan-fill, .plan-borders, .town-detail, .town-ground, .overlay')) canvas.style.visibility = '';
  });
  return share;
}

/** Defines the tests; `running` is asked when they run. */
export function testMaps(running: () => Running): void {
  let tiles: TileServer;
  beforeAll(async () => {
    tiles = await startTileServer();
  });
  afterAll(async () => {
    await tiles?.stop();
  });

  it('offers no base map, asks nobody for one, and lays reference layers above the zones', async () => {
    const { server, browser } = running();
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Ohne Grundkarte'));
    const { page } = desk;
    await page.getByRole('button', { name: 'Karten und Ebenen' }).click();
    await page.getByText('Es ist keine Grundkarte eingerichtet').waitFor();
    for (const label of ['Bahn', 'Schulstandorte', 'Grenzen: Stadtteile']) await page.getByLabel(label, { exact: true }).check();
    await expect.poll(() => page.locator('canvas[class^="reference-"]').count()).toBe(3);
    await page.getByLabel('Bahn', { exact: true }).uncheck();
    await expect.poll(() => page.locator('canvas[class^="reference-"]').count()).toBe(2);
    await keepPicture(page, 'editor-layers-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    expect(desk.foreign).toEqual([]);
    expect(desk.errors).toEqual([]);
  });

  it('draws XYZ, WMS and WMTS in the plane and in Web Mercator, names whose map it is, and asks only for what is on', async () => {
    const { server, browser } = running();
    const base = (id: string, more: object) => ({ id, title: { de: `Karte ${id}`, en: `Map ${id}` }, attribution: `© Dienst ${id}`, ...more });
    await setBaseMaps(server.url, [
      base('xyz', { type: 'xyz', url: `${tiles.url}/xyz/{z}/{x}/{y}.png`, attributionUrl: 'https://example.org/licence' }),
      base('wms', { type: 'wms', url: `${tiles.url}/wms`, layer: 'karte' }),
      base('plane', { type: 'wmts', url: `${tiles.url}/capabilities.xml`, layer: 'karte' }),
      base('mercator', { type: 'wmts', url: `${tiles.url}/capabilities.xml?mercator-only`, layer: 'karte' }),
      base('missing', { type: 'wmts', url: `${tiles.url}/capabilities.xml`, layer: 'gibt-es-nicht' }),
    ]);
    try {
      const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Grundkarten'));
      const { page } = desk;
      await page.getByRole('button', { name: 'Karten und Ebenen' }).click();
      await page.getByLabel('Karte xyz').waitFor();
      expect(tiles.asked).toEqual([]);
      for (const kind of ['xyz', 'wms', 'plane', 'mercator'] as const) {
        await page.getByLabel(`Karte ${kind}`).check();
        await page.locator('.attribution', { hasText: `© Dienst ${kind}` }).waitFor();
        await expect.poll(() => shareOf(page, kind), { timeout: 20_000, message: kind }).toBeGreaterThan(0.95);
      }
      expect(tiles.asked.some((path) => path.startsWith('/wmts/utm32/'))).toBe(true);
      expect(tiles.asked.some((path) => path.includes('CRS=EPSG%3A25832') || path.includes('CRS=EPSG:25832'))).toBe(true);
      await keepPicture(page, 'editor-base-map-1440');
      await eventually(() => accessibilityViolations(page)).toEqual([]);
      await page.getByLabel('Karte missing').click();
      await page.getByText('Der Kartendienst hat diese Ebene nicht.').waitFor();
      await eventually(() => page.locator('.attribution').count()).toBe(0);
      expect(desk.errors).toEqual([]);
    } finally {
      await setBaseMaps(server.url, []);
    }
  });

  it('an address restores plan, view, target, block and tool; back leads to the list of plans', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Adresse');
    const { page } = await openPage(browser, `${server.url}/editor`);
    await page.getByRole('button', { name: /Adresse/ }).first().click();
    const ready = () => page.waitForFunction(() => (document.querySelector('zuschnitt-editor') as unknown as { desk: { countsLoading: boolean } | null }).desk?.countsLoading === false);
    await ready();
    const look = () =>
      page.evaluate(() => {
        const { controller } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { tool: string; target: string; focused: number; map: { center: number[]; resolution: number } } } }).desk;
        return { tool: controller.tool, target: controller.target, focused: controller.focused, center: [...controller.map.center], resolution: controller.map.resolution };
      });
    await page.locator('[data-tool="lasso"]').click();
    await page.locator('tr[data-zone="5"] .row-name').click();
    await page.getByRole('searchbox', { name: 'Block suchen' }).fill('12-035');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('block'), { timeout: 10_000 }).toBe('12-035');
    await page.waitForTimeout(600);
    const before = await look();
    expect(before).toMatchObject({ tool: 'lasso', target: '5' });
    const link = page.url();
    const other = await openPage(browser, link);
    await other.page.waitForFunction(() => (document.querySelector('zuschnitt-editor') as unknown as { desk: { countsLoading: boolean } | null }).desk?.countsLoading === false);
    await page.goto(link);
    await ready();
    const after = await look();
    expect(after).toMatchObject({ tool: before.tool, target: before.target, focused: before.focused });
    for (const [index, value] of before.center.entries()) expect(Math.abs(after.center[index]! - value)).toBeLessThan(2);
    expect(Math.abs(after.resolution / before.resolution - 1)).toBeLessThan(0.01);
    expect(new URL(page.url()).searchParams.get('plan')).toBe(plan);
    // The link itself may be an entry of its own.
    for (let i = 0; i < 2 && new URL(page.url()).searchParams.has('plan'); i++) await page.goBack();
    await page.getByRole('heading', { name: 'Entwürfe' }).waitFor();
    await page.goForward();
    await page.locator('.plan-title', { hasText: 'Adresse' }).waitFor();
  });

  it('the element tells its page what happens, by events', async () => {
    const { server, browser } = running();
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Ereignisse'));
    await desk.page.evaluate(() => {
      const told: [string, unknown][] = [];
      Object.assign(globalThis, { told });
      const editor = document.querySelector('zuschnitt-editor')!;
      for (const name of ['plan-change', 'plan-stroke', 'plan-select', 'plan-saved', 'plan-finding'] as const) editor.addEventListener(name, (event) => told.push([name, (event as CustomEvent).detail]));
    });
    const [block] = await desk.borderBlocks('4', '1');
    await desk.brush([block!]);
    await desk.saved();
    const told = () => desk.page.evaluate(() => (globalThis as unknown as { told: [string, { operation?: { blocks?: string[] }; version?: number }][] }).told);
    await expect.poll(async () => (await told()).map(([name]) => name), { timeout: 15_000 }).toEqual(expect.arrayContaining(['plan-stroke', 'plan-change', 'plan-saved']));
    await eventually(async () => (await told()).find(([name]) => name === 'plan-stroke')![1].operation!.blocks).toContain(block);
    await eventually(async () => (await told()).find(([name]) => name === 'plan-saved')![1].version).toBe(1);
  });
}
