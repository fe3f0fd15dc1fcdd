// Numbers beside and behind the map, two plans on one map, and the tour: in a real browser.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { newPlan, openEditor, operate } from './editor-page.ts';
import { eventually } from './eventually.ts';

const missing = chromiumMissing();
/** A page of tests on a busy machine of two cores. */
const PATIENCE_MS = 180_000;

describe.skipIf(missing !== null)(`plans are compared and measured${missing === null ? '' : ` (skipped: ${missing})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
  }, 300_000);

  // Open editors go on listening and drawing beside the next test.
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  const number = (text: string) => Number(text.replaceAll('.', '').replace(',', '.').replace('\u2212', '-').replace('+', ''));

  it('another state lies beside the plan: swiped by keys and by hand, its differences as a matrix and as CSV', async () => {
    const plan = await newPlan(server.url, 'Vergleich mit der Basis');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const blocks = (await desk.borderBlocks('4', '1')).slice(0, 2);
    await operate(server.url, plan, { type: 'assign', blocks, zone: '1' });
    await expect.poll(() => desk.zoneOf(blocks[1]!), { timeout: 15_000 }).toBe('1');
    await page.getByRole('button', { name: 'Vergleichen' }).first().click();
    const matrix = page.locator('.matrix');
    await matrix.waitFor();
    await eventually(() => matrix.locator('td.moves').allInnerTexts()).toEqual(['2']);
    const staying = (await matrix.locator('td.stays').allInnerTexts()).map(number);
    expect(staying.every((value) => value > 2)).toBe(true);

    const handle = page.getByRole('slider', { name: 'Grenze zwischen beiden Ständen' });
    await eventually(() => handle.getAttribute('aria-valuenow')).toBe('50');
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => handle.getAttribute('aria-valuenow')).toBe('55');
    await page.keyboard.press('End');
    await eventually(() => handle.getAttribute('aria-valuenow')).toBe('100');
    await page.keyboard.press('Home');
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 500, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await eventually(async () => Number(await handle.getAttribute('aria-valuenow'))).toBeGreaterThan(30);
    await keepPicture(page, 'editor-compare-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV speichern' }).click();
    const rows = (await readFile((await (await saved).path())!, 'utf8')).trim().split('\r\n');
    expect(rows[0]).toBe('from,from_name,to,to_name,blocks,area_m2,residents,under_15');
    expect(rows.filter((row) => row.startsWith('4,West,1,Mitte,2,')).length).toBe(1);
    const total = rows.slice(1).reduce((sum, row) => sum + Number(row.split(',')[6]), 0);
    expect(total).toBe(number(await page.evaluate(() => String((document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { totals: { town: { value: number }[] } } } }).desk.controller.totals.town[0]!.value))));
    await page.locator('[data-action="compare-close"]').click();
    await page.locator('.zones').waitFor();
    await eventually(() => handle.count()).toBe(0);
    expect(desk.errors).toEqual([]);
  });

  it('another draft of the geography is compared on a phone too', async () => {
    const other = await newPlan(server.url, 'Der andere Entwurf');
    const plan = await newPlan(server.url, 'Auf dem Telefon');
    const desk = await openEditor(browser, server.url, plan, { width: 375, height: 812 });
    const { page } = desk;
    const [block] = await desk.borderBlocks('4', '1');
    await operate(server.url, other, { type: 'assign', blocks: [block!], zone: '2' });
    await page.locator('[data-action="compare"]').click();
    await expect.poll(() => page.locator('.compare optgroup[label="Andere Entwürfe und Varianten"] option').count()).toBeGreaterThan(0);
    await page.locator('.compare select').selectOption(`plan:${other}`);
    const flow = page.locator('.compare-flows tbody tr');
    await flow.waitFor();
    // From the other draft's zone 2 to this one's zone 4.
    await eventually(async () => (await flow.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/^2 zu 4 1 /);
    await keepPicture(page, 'editor-compare-375');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  });

  it('a statistic lies behind the zones in classes that count every block, true ones with clearance', async () => {
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Hintergrund'));
    const { page } = desk;
    await page.getByRole('button', { name: 'Zahlen im Hintergrund' }).click();
    await page.locator('.background select').selectOption('residents');
    const legend = page.locator('.background-legend');
    await legend.waitFor();
    const blocks = await page.evaluate(() => (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { session: { coverage: { blockCount: number } } } } }).desk.controller.session.coverage.blockCount);
    const counted = async () =>
      (await legend.locator('tbody tr').allInnerTexts()).filter((row) => !row.includes('geheim')).reduce((sum, row) => sum + number(row.trim().split(/\s+/).at(-1)!), 0);
    await eventually(() => counted()).toBe(blocks);
    await eventually(() => page.locator('.background').innerText()).not.toContain('≈');
    await keepPicture(page, 'editor-background-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Gleich viele' }).click();
    await expect.poll(counted).toBe(blocks);
    await page.locator('.background select').selectOption('under_15');
    await page.getByRole('button', { name: 'Anteil' }).click();
    await expect.poll(() => page.locator('.background').innerText()).toContain('Anteil je Block in Prozent');
    expect(desk.errors).toEqual([]);
  });

  it('without clearance the background comes from the copy and says so', async () => {
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Hintergrund der Kopie'), { as: 'fachamt' });
    const { page } = desk;
    await page.getByRole('button', { name: 'Zahlen im Hintergrund' }).click();
    await page.locator('.background select').selectOption('under_15');
    await page.locator('.background-legend').waitFor();
    const card = await page.locator('.background').innerText();
    expect(card).toContain('≈');
    expect(card).toContain('Aus der gerundeten Kopie.');
    expect(card).not.toContain('geheim');
    await eventually(() => page.getByRole('button', { name: 'Anteil' }).count()).toBe(0);
    await keepPicture(page, 'editor-background-copy-1440');
  });

  it('the table shows how far zones are from the target, and the measures of shape that are chosen', async () => {
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Maße'));
    const { page } = desk;
    await eventually(async () => (await desk.row('1')).join(' ')).toMatch(/[+\u2212±]\d+\s%/);
    await page.getByRole('button', { name: 'Spalten und Zielband' }).click();
    await page.getByLabel('Reock').check();
    await page.getByLabel('Geschnittene Kanten').check();
    await page.getByRole('columnheader', { name: 'Reock' }).waitFor();
    await expect.poll(async () => (await desk.row('1')).join(' ')).not.toContain('…');
    const row = (await desk.row('1')).filter((cell) => cell !== '');
    const [polsby, reock, edges] = row.slice(-4, -1).map(number).length === 3 ? row.slice(-3).map(number) : [];
    expect([polsby, reock].every((value) => value! > 0 && value! <= 1)).toBe(true);
    expect(edges).toBeGreaterThan(10);
    await keepPicture(page, 'editor-shapes-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
  });

  it('the tour leads round once, blocks nothing, and comes again from the keys', async () => {
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Rundgang'));
    const { page } = desk;
    await page.locator('[data-action="tour-start"]').click();
    const card = page.locator('zs-tour .card');
    await card.waitFor();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    const [block] = await desk.borderBlocks('4', '1');
    await page.locator('[data-action="tour-next"]').click();
    await desk.brush([block!]);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    await keepPicture(page, 'editor-tour-1440');
    for (let step = 2; step <= 6; step++) await page.locator('[data-action="tour-next"]').click();
    await card.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.zones').waitFor();
    await eventually(() => page.locator('.tour-offer').count()).toBe(0);
    // The keys hold in the editor alone: without its focus there is the button.
    await page.locator('.keys-button').click();
    await page.locator('[data-action="tour"]').click();
    await card.waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });
});
