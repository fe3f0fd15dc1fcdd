// The editor on the real server with the demo municipality: what a planner does, and what must hold while they do it.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing, keepPicture, launchChromium } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { testAccess } from './editor-access.ts';
import { testDisclosure } from './editor-disclosure.ts';
import { testMaps } from './editor-maps.ts';
import { testStates } from './editor-states.ts';
import { testTouch } from './editor-touch.ts';
import { newPlan, openEditor, operate, storedBlocks, type OpenEditor } from './editor-page.ts';
import { eventually } from './eventually.ts';

const missing = chromiumMissing();
/** A page of tests on a busy machine of two cores. */
const PATIENCE_MS = 180_000;

describe.skipIf(missing !== null)(`a planner draws on the demo municipality${missing === null ? '' : ` (skipped: ${missing})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;
  const editor = (plan: string, options = {}): Promise<OpenEditor> => openEditor(browser, server.url, plan, options);

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
  }, 300_000);

  // An open editor listens, tells where it is every second and draws: thirty of them made each test slower than the one before.
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const number = (text: string) => Number(text.replaceAll('.', '').replace('\u2212', '-').replace('+', ''));

  it('a brush moves blocks, the numbers change at once, and both are there after a reload', async () => {
    const plan = await newPlan(server.url, 'Pinsel');
    const desk = await editor(plan);
    const [block] = await desk.borderBlocks('4', '1');
    const before = await desk.row('1');
    await desk.page.keyboard.press('F6');
    await desk.brush([block!]);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    const after = await desk.row('1');
    expect(number(after[2]!)).toBeGreaterThan(number(before[2]!));
    expect(number(after[3]!)).toBe(number(after[2]!) - number(before[2]!));
    await desk.saved();
    await keepPicture(desk.page, 'editor-brush-1440');
    await desk.page.reload();
    await desk.page.waitForFunction(() => document.querySelector('zuschnitt-editor')?.shadowRoot?.querySelector('.label') != null);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    await expect.poll(async () => (await desk.row('1'))[2]).toBe(after[2]);
    expect(desk.errors).toEqual([]);
    expect(desk.foreign).toEqual([]);
  });

  it('one gesture is one step: undone and redone by key', async () => {
    const plan = await newPlan(server.url, 'Rückgängig');
    const desk = await editor(plan);
    const blocks = (await desk.borderBlocks('3', '1')).slice(0, 3);
    await desk.brush(blocks);
    for (const block of blocks) await eventually(() => desk.zoneOf(block)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(1);
    await desk.page.keyboard.press('Control+z');
    for (const block of blocks) await eventually(() => desk.zoneOf(block)).toBe('3');
    await desk.page.keyboard.press('Control+Shift+Z');
    for (const block of blocks) await eventually(() => desk.zoneOf(block)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(3);
  });

  it('a locked zone keeps its blocks', async () => {
    const plan = await newPlan(server.url, 'Gesperrt');
    const desk = await editor(plan);
    const [block] = await desk.borderBlocks('4', '1');
    await desk.page.locator('tr[data-zone="4"] .more').click();
    await desk.page.getByRole('button', { name: 'Sperren', exact: true }).last().click();
    await desk.saved();
    await desk.brush([block!]);
    await eventually(() => desk.zoneOf(block!)).toBe('4');
    await expect.poll(() => desk.spoken()).toContain('gesperrt');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).zones.find(({ zone }) => zone === '4')?.locked).toBe(true);
  });

  it('rectangle and lasso take the blocks inside, Esc gives a gesture back', async () => {
    const plan = await newPlan(server.url, 'Rechteck und Lasso');
    const desk = await editor(plan);
    const { page } = desk;
    const [first, second] = await desk.borderBlocks('2', '1');
    const around = async (block: string) => {
      const { x, y } = await desk.pixelOf(block);
      return { left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 };
    };
    await page.locator('[data-tool="rectangle"]').click();
    const box = await around(first!);
    await page.mouse.move(box.left, box.top);
    await page.mouse.down();
    await page.mouse.move(box.right, box.bottom, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await eventually(() => desk.zoneOf(first!)).toBe('2');
    await page.mouse.move(box.left, box.top);
    await page.mouse.down();
    await page.mouse.move(box.right, box.bottom, { steps: 4 });
    await page.mouse.up();
    await eventually(() => desk.zoneOf(first!)).toBe('1');

    await page.locator('[data-tool="lasso"]').click();
    const ring = await around(second!);
    await page.mouse.move(ring.left, ring.top);
    await page.mouse.down();
    for (const [x, y] of [[ring.right, ring.top], [ring.right, ring.bottom], [ring.left, ring.bottom]] as const) await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
    await eventually(() => desk.zoneOf(second!)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(2);
  });

  it('the table of zones keeps to its panel when changes have five digits', async () => {
    const plan = await newPlan(server.url, 'Große Änderung', 'stadtteile');
    const desk = await editor(plan, { width: 1440, height: 900 });
    // Everything but a block of each goes to the largest.
    const { to, blocks } = await desk.page.evaluate(() => {
      const { controller } = document.querySelector('zuschnitt-editor')!.desk!;
      const { assignment } = controller.session.state;
      const [largest, ...others] = controller.totals.rows.toSorted((a, b) => b.blocks - a.blocks);
      return { to: largest!.zone, blocks: others.flatMap(({ slot }) => controller.session.coverage.ids.filter((_, i) => assignment[i] === slot).slice(1)) };
    });
    await operate(server.url, plan, { type: 'assign', blocks, zone: to });
    await eventually(() => desk.page.locator('.zones .delta').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/^\+\d{2}\.\d{3}$/)]));
    for (const width of [1440, 1280, 1024]) {
      await desk.page.setViewportSize({ width, height: 900 });
      await eventually(() => desk.page.locator('.wide-table').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
      await eventually(() => desk.page.locator('.zones .row-name').evaluateAll((names) => Math.min(...names.map(({ clientWidth }) => clientWidth)))).toBeGreaterThan(45);
      await keepPicture(desk.page, `editor-table-${width}`);
    }
    await desk.page.setViewportSize({ width: 375, height: 812 });
    await desk.page.locator('.sheet-table').scrollIntoViewIfNeeded();
    await eventually(() => desk.page.locator('.zones .change').first().evaluate((change) => getComputedStyle(change).display)).toBe('block');
    await keepPicture(desk.page, 'editor-table-375');
  });

  it('collects first and moves all as one step', async () => {
    const plan = await newPlan(server.url, 'Sammeln');
    const desk = await editor(plan);
    const [first, second] = await desk.borderBlocks('4', '3');
    await desk.page.getByRole('switch', { name: 'Erst sammeln' }).click();
    await desk.brush([first!]);
    await desk.brush([second!]);
    await eventually(() => desk.zoneOf(first!)).toBe('4');
    await desk.page.locator('[data-action="commit"]').click();
    await eventually(() => desk.zoneOf(first!)).toBe('1');
    await eventually(() => desk.zoneOf(second!)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(1);
  });

  it('lists a detached part and flies there', async () => {
    const plan = await newPlan(server.url, 'Abgetrennt');
    const { assignment } = await storedBlocks(server.url, plan);
    const desk = await editor(plan);
    // A block of zone 5 in the middle of zone 5's own area goes to zone 2, far away from it.
    const inner = await desk.page.evaluate((slots) => {
      const { session, locator } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { session: { coverage: { ids: string[] }; neighbours: { rookStart: Uint32Array; rook: Uint32Array } }; locator: { points: Float64Array } } } }).desk.controller;
      const { rookStart, rook } = session.neighbours;
      const slot = slots.lastIndexOf(4);
      let best = -1;
      let lowest = Infinity;
      session.coverage.ids.forEach((_, block) => {
        const around = [...rook.subarray(rookStart[block]!, rookStart[block + 1]!)];
        if (slots[block] !== slots[slot] || around.length < 4 || around.some((other) => slots[other] !== slots[block])) return;
        if (locator.points[2 * block + 1]! < lowest) [best, lowest] = [block, locator.points[2 * block + 1]!];
      });
      return session.coverage.ids[best]!;
    }, assignment);
    const home = await desk.zoneOf(inner);
    await operate(server.url, plan, { type: 'assign', blocks: [inner], zone: home === '2' ? '1' : '2' });
    const findings = desk.page.locator('[data-region="findings"]');
    await expect.poll(() => findings.innerText()).toContain('1 Block');
    await findings.getByRole('button', { name: 'Zeigen', exact: true }).first().click();
    await expect.poll(async () => (await desk.pixelOf(inner)).x).toBeGreaterThan(300);
    const { x, y } = await desk.pixelOf(inner);
    const box = (await desk.page.locator('.map').boundingBox())!;
    expect(Math.abs(x - (box.x + 216 + (box.width - 216 - 64) / 2))).toBeLessThan(60);
    expect(Math.abs(y - (box.y + 72 + (box.height - 72 - 52) / 2))).toBeLessThan(60);
    await keepPicture(desk.page, 'editor-detached-1440');
  });

  it('two people see each other draw', async () => {
    const plan = await newPlan(server.url, 'Zu zweit');
    const [mine, theirs] = [await editor(plan), await editor(plan)];
    const [first, second] = await mine.borderBlocks('4', '1');
    await mine.brush([first!]);
    await expect.poll(() => theirs.zoneOf(first!), { timeout: 10_000 }).toBe('1');
    await theirs.brush([second!]);
    await expect.poll(() => mine.zoneOf(second!), { timeout: 10_000 }).toBe('1');
    await Promise.all([mine.saved(), theirs.saved()]);
    await eventually(() => mine.row('1')).toEqual(await theirs.row('1'));
    expect([...mine.errors, ...theirs.errors].filter((error) => !error.includes('412'))).toEqual([]);
  });

  it('works on without a connection and sends what waited', async () => {
    const plan = await newPlan(server.url, 'Offline');
    const desk = await editor(plan);
    const [first, second] = await desk.borderBlocks('4', '1');
    await desk.page.context().setOffline(true);
    await desk.brush([first!]);
    await desk.page.keyboard.press('Control+z');
    await desk.brush([second!]);
    await eventually(() => desk.zoneOf(second!)).toBe('1');
    await desk.page.locator('zs-notice').getByText('3 Schritte warten').waitFor();
    await keepPicture(desk.page, 'editor-offline-1440');
    await desk.page.context().setOffline(false);
    await desk.page.getByRole('button', { name: 'Jetzt versuchen' }).click({ timeout: 2000 }).catch(() => undefined);
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(3);
    await eventually(() => desk.zoneOf(first!)).toBe('4');
  });

  it('asks calmly when somebody else moved the same block elsewhere', async () => {
    const plan = await newPlan(server.url, 'Zwei Fassungen');
    const desk = await editor(plan);
    const [block] = await desk.borderBlocks('4', '1');
    await desk.page.context().setOffline(true);
    await desk.brush([block!]);
    await desk.page.locator('zs-notice').getByText('1 Schritt wartet').waitFor();
    await operate(server.url, plan, { type: 'assign', blocks: [block!], zone: '2' });
    await desk.page.context().setOffline(false);
    const conflict = desk.page.locator('.conflict');
    await conflict.waitFor({ timeout: 40_000 });
    await eventually(() => conflict.innerText()).toContain(`Block ${block!} zu 2 Nord gelegt, Sie zu 1 Mitte`);
    await keepPicture(desk.page, 'editor-conflict-1440');
    await desk.page.getByRole('button', { name: 'Meine behalten' }).click();
    await desk.saved();
    await conflict.waitFor({ state: 'detached' });
    const stored = await storedBlocks(server.url, plan);
    expect(stored.version).toBe(2);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
  });

  it('makes, names and merges zones from the table', async () => {
    const plan = await newPlan(server.url, 'Gebiete');
    const desk = await editor(plan);
    const { page } = desk;
    await page.getByRole('button', { name: 'Neues Gebiet' }).click();
    await page.locator('.new-zone input').fill('Werder');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await desk.row('8'))[1]).toBe('Werder');
    await page.locator('tr[data-zone="8"] .more').click();
    await page.locator('.zone-actions input[name="name"]').fill('Werderinsel');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await desk.row('8'))[1]).toBe('Werderinsel');
    const [block] = await desk.borderBlocks('4', '1');
    await desk.brush([block!]);
    await eventually(() => desk.zoneOf(block!)).toBe('8');
    await page.locator('tr[data-zone="8"] .more').click();
    await page.locator('.zone-actions select').selectOption('3');
    await page.getByRole('button', { name: 'Zusammenführen' }).last().click();
    await desk.saved();
    await eventually(() => desk.zoneOf(block!)).toBe('3');
    await eventually(() => page.locator('tr[data-zone="8"]').count()).toBe(0);
  });

  describe('the editor is open to everybody', () => testAccess(() => ({ server, browser })));

  describe('every state of the editor', () => testStates(() => ({ server, browser })));

  describe('by touch', () => testTouch(() => ({ server, browser })));

  describe('maps below and beside the zones, and the address', () => testMaps(() => ({ server, browser })));

  describe('what a plan would give away', () => testDisclosure(() => ({ server, browser })));
});
