// The editor without a mouse, on a phone, and under axe: everything a hand can do, the keyboard can. Run by editor.test.ts,
// whose server it shares: starting one takes half a minute.
import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityViolations, keepPicture, openPage } from './browser.ts';
import type { DemoServer } from './demo-server.ts';
import { newPlan, openEditor, operate, storedBlocks } from './editor-page.ts';
import { eventually } from './eventually.ts';

export interface Running {
  readonly server: DemoServer;
  readonly browser: Browser;
}

/** Defines the tests; `running` is asked when they run. */
export function testAccess(running: () => Running): void {
  it('a block is found, assigned, told and undone by keyboard alone', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Tastatur');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const [start] = await desk.borderBlocks('1', '4');
    await page.getByRole('searchbox', { name: 'Block suchen' }).focus();
    await page.keyboard.type(start!);
    await page.keyboard.press('Enter');
    const region = () => page.evaluate(() => document.querySelector('zuschnitt-editor')!.shadowRoot!.activeElement?.closest('[data-region]')?.getAttribute('data-region'));
    for (let i = 0; i < 6 && (await region()) !== 'map'; i++) await page.keyboard.press('F6');
    await eventually(() => region()).toBe('map');
    await expect.poll(() => desk.spoken()).toContain(`Block ${start!}, 1 Mitte.`);
    // Walk out of zone 1 along the adjacency graph, whatever direction leads out.
    const focused = () =>
      page.evaluate(() => {
        const { controller } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { focused: number; session: { coverage: { ids: string[] } } } } }).desk;
        return controller.session.coverage.ids[controller.focused]!;
      });
    for (let i = 0; i < 8 && (await desk.zoneOf(await focused())) === '1'; i++) await page.keyboard.press('ArrowLeft');
    const block = await focused();
    const home = await desk.zoneOf(block);
    expect(home).not.toBe('1');
    await keepPicture(page, 'editor-keyboard-1440');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await eventually(() => desk.zoneOf(block)).toBe('1');
    await expect.poll(() => desk.spoken()).toMatch(new RegExp(`^Block ${block} zu 1 Mitte\\. Mitte [\\d.]+ Einwohner`));
    await page.keyboard.press('Control+z');
    await eventually(() => desk.zoneOf(block)).toBe(home);
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(() => desk.zoneOf(block)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(3);
  });

  it('letters choose tools only with the focus in the map or the tools, and can be switched off', async () => {
    const { server, browser } = running();
    const desk = await openEditor(browser, server.url, await newPlan(server.url, 'Buchstaben'));
    const { page } = desk;
    const tool = () => page.locator('.tool[aria-pressed="true"]').getAttribute('data-tool');
    await page.locator('.map').focus();
    await page.keyboard.press('l');
    await expect.poll(tool).toBe('lasso');
    await page.locator('tr[data-zone="1"] .row-name').focus();
    await page.keyboard.press('r');
    // Drawn anew within a frame or two; what has not changed by then does not.
    await page.waitForTimeout(200);
    await eventually(() => tool()).toBe('lasso');
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Einzelne Buchstaben als Tasten' }).click();
    await page.keyboard.press('Escape');
    await page.locator('.map').focus();
    await page.keyboard.press('r');
    // Drawn anew within a frame or two; what has not changed by then does not.
    await page.waitForTimeout(200);
    await eventually(() => tool()).toBe('lasso');
  });

  it('N goes to the next free block', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Freie Blöcke');
    const desk = await openEditor(browser, server.url, plan);
    const [block] = await desk.borderBlocks('4', '1');
    await operate(server.url, plan, { type: 'assign', blocks: [block!], zone: '' });
    await expect.poll(() => desk.zoneOf(block!)).toBe('');
    await desk.page.locator('.map').focus();
    await desk.page.keyboard.press('n');
    // What the audit finds meanwhile may be said behind it.
    await expect.poll(() => desk.spoken()).toMatch(/^Ohne Gebiet: 1 Block\./);
    await desk.page.keyboard.press('Enter');
    await eventually(() => desk.zoneOf(block!)).toBe('1');
  });

  it.each([
    { name: '1440', width: 1440, height: 900 },
    { name: '375', width: 375, height: 812 },
  ])('has no axe violation at $name pixels, with work on the table', async ({ name, width, height }) => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, `axe ${name}`);
    const desk = await openEditor(browser, server.url, plan, { width, height });
    const [block] = await desk.borderBlocks('4', '1');
    await operate(server.url, plan, { type: 'assign', blocks: [block!], zone: '2' });
    await operate(server.url, plan, { type: 'lockZone', zone: '5', locked: true });
    await expect.poll(() => desk.zoneOf(block!)).toBe('2');
    await desk.page.waitForTimeout(600);
    await keepPicture(desk.page, `editor-${name}`);
    await eventually(() => accessibilityViolations(desk.page)).toEqual([]);
    if (width < 700) {
      await eventually(() => desk.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const tab of ['Befund', 'Verlauf']) {
        await desk.page.getByRole('tab', { name: tab }).click();
        await keepPicture(desk.page, `editor-${name}-${tab.toLowerCase()}`);
        await eventually(() => accessibilityViolations(desk.page)).toEqual([]);
      }
    } else {
      await desk.page.locator('tr[data-zone="2"] .more').click();
      await desk.page.getByRole('button', { name: 'Spalten und Zielband' }).click();
      await keepPicture(desk.page, 'editor-table-open-1440');
      await eventually(() => accessibilityViolations(desk.page)).toEqual([]);
      await desk.page.keyboard.press('?');
      await keepPicture(desk.page, 'editor-help-1440');
      await eventually(() => accessibilityViolations(desk.page)).toEqual([]);
    }
    expect(desk.errors).toEqual([]);
  });

  it('the list of plans begins one, and has no axe violation', async () => {
    const { server, browser } = running();
    const { page } = await openPage(browser, `${server.url}/editor`);
    await page.getByRole('heading', { name: 'Entwürfe' }).waitFor();
    await keepPicture(page, 'editor-plans-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('Name des Entwurfs').fill('Aus der Liste');
    await page.getByLabel('Raumebene').selectOption('stadtteile');
    await page.getByRole('button', { name: 'Entwurf anlegen' }).click();
    await page.locator('.plan-title', { hasText: 'Aus der Liste' }).waitFor();
    expect(new URL(page.url()).searchParams.get('plan')).not.toBeNull();
    await eventually(() => page.locator('tr[data-zone="18"]').count()).toBe(1);
  });
}
