// axe and the rules that it cannot judge, over every tool and state of the editor: 320 px, focus, forced colours, keys that are off.
// Run by editor.test.ts, whose server it shares.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityViolations, openPage } from './browser.ts';
import type { Running } from './editor-access.ts';
import { newPlan, openEditor } from './editor-page.ts';
import { chooseTool, PICTURES } from './picture-list.ts';
import { askForReleases } from './privacy-releases.ts';
import { PICTURED } from './privacy-picture.ts';
import { eventually } from './eventually.ts';

const LONG = process.env.LONG === '1';
const HEIGHTS: Readonly<Record<number, number>> = { 1440: 900, 375: 812, 320: 640 };

/** What sticks out to the right of the window, in words. Cards and tables that scroll in themselves are no sideways scrolling of the page. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
  });

const toolsOf = (page: Page) => page.locator('[data-tool]').evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset.tool!));

export function testStates(running: () => Running): void {
  it.each(LONG ? [1440, 375, 320] : [320])('has no axe violation with any tool at %i pixels, and nothing sticks out', async (width) => {
    const { server, browser } = running();
    const desk = await openEditor(browser, server.url, await newPlan(server.url, `Werkzeuge ${width}`), { width, height: HEIGHTS[width]! });
    const { page } = desk;
    const tools = await toolsOf(page);
    expect(tools.length).toBeGreaterThan(10);
    const found: string[] = [];
    for (const tool of tools) {
      await chooseTool(page, tool);
      await expect.poll(() => page.locator(`[data-tool="${tool}"]`).getAttribute('aria-pressed')).toBe('true');
      found.push(...[...(await accessibilityViolations(page)), ...(await sticksOut(page))].map((violation) => `${tool}: ${violation}`));
    }
    expect(found).toEqual([]);
    // The tabs of the sheet keep their height, whatever stands below them.
    if (width < 700) for (const tab of await page.locator('zs-sheet [role=tab]').all()) expect((await tab.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    if (width < 700) expect((await page.locator('zs-sheet .tabs').boundingBox())!.height).toBeGreaterThanOrEqual(44);
    expect(desk.errors).toEqual([]);
  });

  it('says that a plan is not there, without a violation, and leads to the list at 320 pixels', async () => {
    const { server, browser } = running();
    const { page } = await openPage(browser, `${server.url}/editor?plan=gibt-es-nicht`, { width: 320, height: 640 });
    await page.locator('zs-empty button').first().waitFor();
    await eventually(async () => [...(await accessibilityViolations(page)), ...(await sticksOut(page))]).toEqual([]);
    await page.getByRole('button', { name: /Entwürfe/ }).click();
    await page.getByRole('heading', { name: 'Entwürfe' }).waitFor();
    await eventually(async () => [...(await accessibilityViolations(page)), ...(await sticksOut(page))]).toEqual([]);
  });

  it('shows where the focus is on everything that Tab reaches', async () => {
    const { server, browser } = running();
    const { page } = await openEditor(browser, server.url, await newPlan(server.url, 'Fokus'));
    const without: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        if (element === null || element === document.body) return null;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return { name: `${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 30) ?? ''}`, visible: (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none' };
      });
      if (seen !== null && !seen.visible) without.push(seen.name);
    }
    expect(without).toEqual([]);
  });

  it('keeps the chosen tool and the zones\' signs where the system sets the colours', async () => {
    const { server, browser } = running();
    const { page } = await openEditor(browser, server.url, await newPlan(server.url, 'Kontrast'));
    const tint = await page.locator('tr[data-zone="1"] .chip').first().evaluate((chip) => getComputedStyle(chip).backgroundColor);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const pressed = await page.locator('.tool[aria-pressed="true"]').evaluate((tool) => getComputedStyle(tool).outlineStyle);
    expect(pressed).toBe('solid');
    await eventually(() => page.locator('.tool[aria-pressed="false"]').first().evaluate((tool) => getComputedStyle(tool).outlineStyle)).toBe('none');
    await eventually(() => page.locator('tr[data-zone="1"] .chip').first().evaluate((chip) => getComputedStyle(chip).backgroundColor)).toBe(tint);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
  });

  // Twenty minutes of pictures: `npm run test:long` only.
  if (!LONG) return;
  it('has no axe violation in anything that docs/screenshots shows of the editor, at 1440, 375 and 320 pixels', { timeout: 1_200_000 }, async () => {
    const { server, browser } = running();
    const { leaking } = await askForReleases(server.url, PICTURED);
    const found: string[] = [];
    for (const { name, sizes = ['1440', '375'], take } of PICTURES.filter((picture) => picture.name.startsWith('editor-'))) {
      for (const width of [1440, 375, 320]) {
        // What a phone shows otherwise, or not at all, is pictured at one width.
        if (!sizes.includes(width > 700 ? '1440' : '375')) continue;
        const page = await take({ browser, url: server.url, size: { width, height: HEIGHTS[width]! }, leaking });
        found.push(...[...(await accessibilityViolations(page)), ...(await sticksOut(page))].map((violation) => `${name} at ${width}: ${violation}`));
        await page.context().close();
      }
    }
    expect(found).toEqual([]);
  });
}
