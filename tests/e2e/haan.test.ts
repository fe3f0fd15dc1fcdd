// The main job on real input, from files to the public map: the 829 inhabited cells of Haan.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, keepPicture, launchChromium } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { newPlan, openEditor } from './editor-page.ts';
import { CELLS, DATE, HAAN, haanFile, importCells, importFile, RARE, REST, runHaan, sumsOfFile, THRESHOLD, type HaanRun } from './haan-run.ts';
import { eventually } from './eventually.ts';
import { openCells, outlinesOnMap, resolutionOfImports } from './import-picture.ts';

const file = haanFile();
const reason = chromiumMissing() ?? (file === null ? 'the shared data are absent' : null);

describe.skipIf(reason !== null)(`Haan from cells to map${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: 300_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-haan-'));
  let server: DemoServer;
  let browser: Browser;
  let run: HaanRun;

  beforeAll(async () => {
    importCells(dataDir, file!);
    [server, browser] = await Promise.all([startDemoServer({ MUNICIPALITY: HAAN, DEMO: 'none', DATA_DIR: dataDir }), launchChromium()]);
    run = await runHaan(server.url, dataDir, browser, file!, keepPicture);
  }, 480_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const cell = (zone: HaanRun['cells'][number], statistic: string) => zone.cells[statistic]![DATE]!;

  it('seven areas are drawn, every cell is in one, and detached parts are listed and not refused', () => {
    expect(run.cells.map(({ name }) => name)).toHaveLength(7);
    expect(run.cells.map(({ name }) => name)).toContain(REST);
    expect(run.detached).toBeGreaterThan(0);
  });

  it('the sums of the areas are the sums of the file: people under 10, over 80 and foreign residents', () => {
    const sums = sumsOfFile(file!);
    expect(sums).toMatchObject({ under_10: 2499, age_80_plus: 1547, foreigners: 2007 });
    for (const statistic of ['under_10', 'age_80_plus', 'foreigners']) {
      const cells = run.cells.map((zone) => cell(zone, statistic));
      // Every area has cells with an empty field, which means 0 or withheld: the sums are lower bounds, and say so.
      expect(cells.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'atLeast'));
      expect(cells.reduce((sum, { value }) => sum + value!, 0)).toBe(sums[statistic]);
    }
  });

  it('the rare column is withheld in at least one area, and no withheld cell carries a number', () => {
    const cells = run.cells.map((zone) => cell(zone, RARE));
    const withheld = cells.filter(({ state }) => state === 'withheld');
    expect(withheld.length).toBeGreaterThan(0);
    for (const entry of withheld) expect(Object.keys(entry)).toEqual(['state']);
    for (const { state, value } of cells) if (state === 'value' || state === 'atLeast') expect(value === 0 || value! >= THRESHOLD).toBe(true);
    console.log(`Haan, ${RARE}: ${cells.map(({ state, value }) => (value === undefined ? state : `${state} ${value}`)).join(', ')}`);
  });

  it('the map says withheld where it is withheld, in words and on the canvas, and nothing breaks', async () => {
    const { mapPage } = run;
    const text = (await mapPage.locator('zs-ranking li').allInnerTexts()).join('\n');
    const withheld = run.cells.filter((zone) => cell(zone, RARE).state === 'withheld');
    for (const { name } of withheld) expect(text).toMatch(new RegExp(`${name}\\s+geheim`));
    await eventually(() => accessibilityViolations(mapPage)).toEqual([]);
  });

  it.each([
    ['1440', { width: 1440, height: 900 }],
    ['375', { width: 375, height: 812 }],
  ])('the import page shows the cells that the space between would be shared out into, before anything is stored, at %s pixels', async (width, size) => {
    const { page, errors, foreign } = await openCells(browser, server.url, file!, size);
    await keepPicture(page, `imports-cells-${width}`);
    await eventually(() => page.locator('.map-card').innerText()).toContain('Gezeichnet sind alle 829 Zellen.');
    await eventually(() => page.locator('#tab-cells').innerText()).toMatch(/Gewachsene Zellen\s+489/);
    await eventually(() => page.locator('.space-result').innerText()).toContain('ha');
    // Borders of cells in ink, the squares that they grew from in the colour of what one works on.
    const far = await outlinesOnMap(page);
    expect(far.ink).toBeGreaterThan(300);
    expect(far.accent).toBeGreaterThan(200);
    await page.locator('.place[data-number="40"]').click();
    // A square of a hectare grows: what it gains and what it has then differ by the one.
    const hectares = async () => (await page.locator('zs-imports [role=status][aria-live]').innerText()).match(/^40: Block 100m\w+, \+(\d+,\d).ha auf (\d+,\d).ha$/)?.slice(1).map((text) => Number(text.replace(',', '.')));
    await eventually(async () => ((await hectares()) ?? []).length).toBe(2);
    const [gained, whole] = (await hectares())!;
    expect(gained).toBeGreaterThan(10);
    expect(whole! - gained!).toBeCloseTo(1, 6);
    // One cell fills the map, its own square is a small part of it.
    await expect.poll(() => resolutionOfImports(page)).toBeLessThan(5);
    await eventually(async () => (await outlinesOnMap(page)).accent).toBeGreaterThan(1000);
    await keepPicture(page, `imports-cell-${width}`);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  it('a second stand that shares the fields out takes an open plan along, and the page of who has it open follows', async () => {
    const plan = await newPlan(server.url, 'Nächster Schnitt');
    const detached = async () =>
      ((await (await fetch(`${server.url}/plans/${plan}`, { headers: await scriptHeaders(server.url, 'planung') })).json()) as { issues: { code: string }[] }).issues.filter(({ code }) => code === 'DETACHED').length;
    const before = await detached();
    const { page } = await openEditor(browser, server.url, plan);
    const words = ['--kind', 'blocks', '--valid-from', '2012-01-01'];
    const mapping = { ...CELLS, empty: { method: 'tessellate', boundary: 'hull' } };
    const { report } = JSON.parse(importFile(dataDir, file!, [...words, '--dry-run'], mapping)) as { report: { accept: string; pieces: number; lineage: object } };
    expect(report).toMatchObject({ pieces: 1, lineage: { same: 829, new: [], gone: [], plans: [{ plan, carried: 829, notCarried: [] }] } });
    expect(() => importFile(dataDir, file!, words, mapping)).toThrow(/exit 2[\s\S]*nobody has accepted/);
    importFile(dataDir, file!, [...words, '--accept', report.accept], mapping);
    // Nobody touches the page: it loads the new blocks by itself.
    await page.waitForFunction(() => {
      const editor = document.querySelector<HTMLElement & { desk: { controller: { session: { blockSet: number } } } | null }>('zuschnitt-editor');
      return editor?.desk?.controller.session.blockSet === 2;
    });
    await eventually(() => page.evaluate(() => document.querySelector<HTMLElement & { desk: { controller: { issues: readonly { code: string }[] } } }>('zuschnitt-editor')!.desk.controller.issues.filter(({ code }) => code === 'DETACHED').length)).toBe(await detached());
    console.log(`Haan, detached parts: ${before} before, ${await detached()} after`);
    expect(before).toBeGreaterThan(50);
    await eventually(() => detached()).toBeLessThan(before / 4);
    await page.close();
  });
});
