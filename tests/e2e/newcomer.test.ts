// The tasks of docs/guides/newcomer-tasks.md, done by the words on the page alone: labels, roles and what is seen on the map.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../server/package-root.ts';
import { chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { storedBlocks } from './editor-page.ts';
import { acrossZone, borderAtTheRiver, type Pixel } from './newcomer-eyes.ts';
import { eventually } from './eventually.ts';

const missing = chromiumMissing();
const noOgrinfo = spawnSync('ogrinfo', ['--version']).status === 0 ? null : 'ogrinfo is not installed';
if (noOgrinfo !== null && process.env.CI === 'true') throw new Error(`CI=true and ${noOgrinfo}`);

async function begin(page: Page, url: string, geography: string, name: string): Promise<string> {
  await page.goto(`${url}/editor`);
  await page.getByLabel('Name des Entwurfs').fill(name);
  const choice = page.getByLabel('Raumebene');
  // "Stadtteile (18 Gebiete)": a person reads the beginning.
  const label = (await choice.locator('option').allInnerTexts()).find((text) => text.startsWith(geography))!;
  await choice.selectOption({ label });
  await page.getByRole('button', { name: 'Entwurf anlegen' }).click();
  await page.locator('.plan-title', { hasText: name }).waitFor();
  await page.getByText('Stichtag').first().waitFor();
  return new URL(page.url()).searchParams.get('plan')!;
}

async function drawLine(page: Page, way: readonly Pixel[]): Promise<void> {
  for (const [x, y] of way) {
    await page.mouse.click(x, y);
    // A second click at once would end the line.
    await page.waitForTimeout(500);
  }
  const done = page.getByRole('button', { name: 'Fertig' });
  if (await done.isVisible()) await done.click();
  const accept = page.getByRole('button', { name: 'Übernehmen', exact: true });
  if (await accept.isVisible()) await accept.click();
}

const saved = (page: Page) => page.getByText(/\bGespeichert\b/).filter({ visible: true }).first().waitFor();

describe.skipIf(missing !== null)(`somebody new follows what the page says${missing === null ? '' : ` (skipped: ${missing})`}`, { timeout: 240_000 }, () => {
  let server: DemoServer;
  let browser: Browser;
  let page: Page;
  const times: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-newcomer-'));

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
    ({ page } = await openPage(browser, `${server.url}/editor`));
    page.setDefaultTimeout(45_000);
  }, 300_000);
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
    if (times.length > 0) process.stdout.write(`${times.join('\n')}\n`);
  });

  async function timed<T>(task: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    times.push(`newcomer: ${task}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  }

  it('redraws the border of a Stadtteil along the river', async () => {
    const plan = await begin(page, server.url, 'Stadtteile', 'Am Fluss');
    const before = await storedBlocks(server.url, plan);
    await timed('border along the river', async () => {
      await page.getByRole('button', { name: 'Linie', exact: true }).click();
      const { way } = await borderAtTheRiver(page);
      await drawLine(page, way);
      await page.getByText(/^Grenze .* verlegt/).first().waitFor({ timeout: 30_000 });
      await saved(page);
    });
    await keepPicture(page, 'newcomer-river');
    const after = await storedBlocks(server.url, plan);
    expect(after.version).toBe(1);
    expect(after.zones.length).toBe(before.zones.length);
    expect(after.assignment.filter((slot) => slot < 0).length).toBe(before.assignment.filter((slot) => slot < 0).length);
    expect(after.assignment.slice(0, before.assignment.length)).not.toEqual(before.assignment);
  });

  let plan = '';

  it('splits a Sozialraum', async () => {
    plan = await begin(page, server.url, 'Sozialräume', 'Aufgaben');
    const zones = (await storedBlocks(server.url, plan)).zones.length;
    await timed('split a Sozialraum', async () => {
      await page.getByRole('button', { name: 'Teilen', exact: true }).click();
      await drawLine(page, await acrossZone(page, '5'));
      await page.getByText(/geteilt, neu:/).first().waitFor({ timeout: 30_000 });
      await saved(page);
    });
    await keepPicture(page, 'newcomer-split');
    await eventually(async () => (await storedBlocks(server.url, plan)).zones.length).toBe(zones + 1);
  });

  it('goes back to the second step', async () => {
    const name = (text: string) => page.getByRole('button', { name: text, exact: true });
    const states = [await storedBlocks(server.url, plan)];
    for (const zone of ['2 Nord', '3 Bahnhof', '4 West']) {
      const code = zone.split(' ')[0]!;
      await page.locator(`tr[data-zone="${code}"]`).getByRole('button').last().click();
      await page.getByLabel('Name', { exact: true }).first().fill(`${zone} neu`);
      await page.keyboard.press('Enter');
      await page.getByText(/heißt jetzt/).nth(states.length - 1).waitFor();
      await saved(page);
      await expect.poll(async () => (await storedBlocks(server.url, plan)).version).toBe(states.length + 1);
      states.push(await storedBlocks(server.url, plan));
    }
    await timed('back to the second step', async () => {
      await name('Rückgängig').click();
      await name('Rückgängig').click();
      await expect.poll(async () => (await storedBlocks(server.url, plan)).version).toBe(6);
    });
    const now = await storedBlocks(server.url, plan);
    expect(now.zones).toEqual(states[1]!.zones);
    expect(now.assignment).toEqual(states[1]!.assignment);
  });

  it('compares with the version in force', async () => {
    await timed('compare with the old version', async () => {
      await page.getByRole('button', { name: 'Vergleichen', exact: true }).first().click();
      await page.getByText('Wer wohin wechselt').first().waitFor({ timeout: 30_000 });
      await page.getByRole('slider', { name: /Grenze zwischen beiden Ständen/ }).waitFor();
    });
    await keepPicture(page, 'newcomer-compare');
    await page.getByRole('button', { name: 'Vergleich beenden' }).first().click();
  });

  it.skipIf(noOgrinfo !== null)(`takes the outlines away as a GeoPackage that ogrinfo opens${noOgrinfo === null ? '' : ` (skipped: ${noOgrinfo})`}`, async () => {
    const { zones } = await storedBlocks(server.url, plan);
    const file = join(folder, 'aufgaben.gpkg');
    await timed('GeoPackage and ogrinfo', async () => {
      await page.getByRole('button', { name: 'Dateien' }).first().click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^GeoPackage: Umrisse/ }).click()]);
      await download.saveAs(file);
      const { status, stdout } = spawnSync('ogrinfo', ['-so', '-al', file], { encoding: 'utf8' });
      expect(status).toBe(0);
      expect(stdout).toContain(`Feature Count: ${zones.filter((zone) => zone !== null).length}`);
      expect(stdout).toContain('25832');
    });
    const guide = readFileSync(join(packageRoot(), 'docs/guides/newcomer-tasks.md'), 'utf8');
    for (const word of ['Linie', 'Fertig', 'Teilen', 'Rückgängig', 'Vergleichen', 'Dateien', 'GeoPackage: Umrisse']) expect(guide).toContain(word);
  });
});
