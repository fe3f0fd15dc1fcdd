// The report of a typology over the real server and demo: every number reckoned again by a script of its own, read by keys, on paper, as a file.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Release, Typology } from '../../client/api-types.ts';
import { packageRoot } from '../../server/package-root.ts';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { eventually } from './eventually.ts';
import { readPrintedPdf } from './pdf-text.ts';

const reason = chromiumMissing();
const DATE = '2025-12-31';
const SINCE = '2020-12-31';

interface Reckoned {
  readonly rows: Readonly<Record<string, { readonly values: number[]; readonly z: number[]; readonly index: number; readonly rank: number; readonly class: number }>>;
  readonly scale: readonly { readonly mean: number; readonly deviation: number }[];
  readonly borders: readonly number[];
  readonly without: readonly { readonly indicator: string; readonly changes: Readonly<Record<string, readonly [number, number]>> }[];
  readonly dynamics: Readonly<Record<string, { readonly status: number; readonly dynamics: number }>>;
  readonly bundles: Readonly<Record<string, { readonly values: number[]; readonly z: number[]; readonly index: number; readonly class: number }>>;
  readonly grouped: Readonly<Record<string, { readonly spread: number; readonly classes: Readonly<Record<string, number>> }>>;
}

/** Runs the script, which knows nothing but the CSV files of the releases and what the indicators are made of. */
function reckon(question: unknown): Promise<Reckoned> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(packageRoot(), 'tests/independent/typology.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(text) as Reckoned) : reject(new Error(`the script ended with ${code}`))));
    child.stdin.end(JSON.stringify(question));
  });
}

/** Two ways of adding up differ in the last digits. */
const near = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => expect(Math.abs(value - wanted[i]!), `${value} and ${wanted[i]}`).toBeLessThan(1e-9));
};

describe.skipIf(reason !== null)(`the report of a typology${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: 240_000 }, () => {
  let server: DemoServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
  }, 300_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  const json = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T;
  const typologyOf = (query: string) => json<Typology>(`/typology?${query}`);
  /** CSV files of the releases of a geography, the newest first. */
  const filesOf = async (geography: string) => {
    const { releases } = await json<{ releases: Release[] }>('/releases');
    const own = releases.filter((release) => release.geography === geography && release.state === 'published').toReversed();
    return Promise.all(own.map(async ({ release }) => (await fetch(`${server.url}/releases/${release}/cells.csv`)).text()));
  };

  /** Pairs of zones whose outlines run along a common stretch of at least two points, to the centimetre. */
  const bordersOf = async (geography: string): Promise<[string, string][]> => {
    const { geographies } = await json<{ geographies: { geography: string; versions: { version: number }[] }[] }>('/geographies');
    const { version } = geographies.find((one) => one.geography === geography)!.versions.at(-1)!;
    const { features } = await json<{ features: { properties: { zone: string }; geometry: { type: string; coordinates: unknown } }[] }>(`/geographies/${geography}/versions/${version}/zones?crs=EPSG:25832`);
    const zonesAt = new Map<string, Set<string>>();
    for (const { properties, geometry } of features) {
      const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][];
      for (const ring of polygons.flat()) {
        for (let i = 1; i < ring.length; i++) {
          const ends = [ring[i - 1]!, ring[i]!].map(([x, y]) => `${x!.toFixed(2)} ${y!.toFixed(2)}`).toSorted().join();
          (zonesAt.get(ends) ?? zonesAt.set(ends, new Set()).get(ends)!).add(properties.zone);
        }
      }
    }
    return [...new Set([...zonesAt.values()].flatMap((zones) => (zones.size === 2 ? [[...zones].toSorted().join(' ')] : [])))].map((pair) => pair.split(' ') as [string, string]);
  };

  it('every number of the seven indicators of Mannheim follows from the CSV of the releases', async () => {
    const told = await typologyOf(`geography=stadtteile&date=${DATE}&since=${SINCE}&classes=4`);
    expect([told.indicators.length, told.lacking]).toEqual([7, []]);
    expect(told.zones.length).toBeGreaterThan(8);
    const found = await reckon({ csv: await filesOf('stadtteile'), date: DATE, since: SINCE, indicators: told.indicators, classes: 4 });
    expect(told.zones.map(({ zone }) => zone).toSorted()).toEqual(Object.keys(found.rows).toSorted());
    told.indicators.forEach(({ mean, deviation }, i) => near([mean!, deviation], [found.scale[i]!.mean, found.scale[i]!.deviation]));
    near(told.breaks!, found.borders.toReversed());
    for (const row of told.zones) {
      const own = found.rows[row.zone]!;
      near([...row.values, ...row.standardised, row.index, row.rank, row.class], [...own.values, ...own.z, own.index, own.rank, own.class]);
    }
    expect(told.sensitivity!.map(({ indicator, changes }) => [indicator, Object.fromEntries(changes.map(({ zone, from, to }) => [zone, [from, to]]))])).toEqual(found.without.map(({ indicator, changes }) => [indicator, changes]));
    expect(told.sensitivity!.some(({ changes }) => changes.length > 0)).toBe(true);
    expect(told.dynamics!.zones.map(({ zone }) => zone).toSorted()).toEqual(Object.keys(found.dynamics).toSorted());
    expect(told.dynamics!.zones.length).toBeGreaterThan(4);
    for (const row of told.dynamics!.zones) near([row.status, row.dynamics], [found.dynamics[row.zone]!.status, found.dynamics[row.zone]!.dynamics]);
    // Zones with a withheld or missing number are told in the order of the cut, and are nowhere else.
    expect(told.leftOut.every(({ states }) => states.some((state) => state !== 'value'))).toBe(true);
    expect(told.leftOut.map(({ zone }) => zone)).toEqual(told.leftOut.map(({ zone }) => zone).toSorted());
    expect(told.zones.length + told.leftOut.length).toBe(18);
  });

  it('Planungsräume are sums of their Sozialräume over sums, on the scale of these, and left out with a member', async () => {
    const date = '2015-12-31';
    const told = await typologyOf(`geography=sozialraeume&date=${date}&classes=2&indicators=typology-unemployment,typology-old-age&bundles=planungsraeume`);
    const members = Object.fromEntries(told.bundles!.zones.map((row) => [row.zone, row.members]));
    expect(Object.keys(members)).toEqual(['A', 'C']);
    expect(told.bundles!.leftOut).toEqual([{ zone: 'B', name: 'Nord und West', members: ['2', '4', '5'] }]);
    const found = await reckon({ csv: await filesOf('sozialraeume'), date, indicators: told.indicators, classes: 2, bundles: members });
    for (const row of told.zones) near([...row.values, ...row.standardised, row.index, row.class], [...found.rows[row.zone]!.values, ...found.rows[row.zone]!.z, found.rows[row.zone]!.index, found.rows[row.zone]!.class]);
    for (const row of told.bundles!.zones) near([...row.values, ...row.standardised, row.index, row.class], [...found.bundles[row.zone]!.values, ...found.bundles[row.zone]!.z, found.bundles[row.zone]!.index, found.bundles[row.zone]!.class]);
  });

  it('groups of neighbours are those that joining every pair on trial gives, k-means the best of all divisions, the highest first', async () => {
    const told = await typologyOf(`geography=stadtteile&date=${DATE}&classes=3`);
    const borders = await bordersOf('stadtteile');
    const found = await reckon({ csv: await filesOf('stadtteile'), date: DATE, indicators: told.indicators, classes: 3, borders, groups: { ward: 3, kmeans: 3 } });
    for (const method of ['ward', 'kmeans']) {
      const { zones, breaks, sensitivity } = await typologyOf(`geography=stadtteile&date=${DATE}&method=${method}&classes=3`);
      expect([method, Object.fromEntries(zones.map((row) => [row.zone, row.class]))]).toEqual([method, found.grouped[method]!.classes]);
      expect([breaks, sensitivity]).toEqual([null, null]);
    }
    expect(found.grouped.ward!.spread).toBeGreaterThanOrEqual(found.grouped.kmeans!.spread);
  });

  it('a council member reads what changes without an indicator, by keys, and takes it along as a file and on paper', async () => {
    const { page, errors, foreign } = await openPage(browser, `${server.url}/reports?classes=4`);
    await eventually(() => page.locator('zs-reports .step h2').allInnerTexts()).toEqual([
      '1. Indikatoren', '2. Werte', '3. Standardisierte Werte', '4. Index, Rang und Klasse', '5. Was ändert sich, wenn ein Indikator wegfällt?', '6. Andere Verfahren daneben', '7. Status und Dynamik',
    ]);
    const told = await typologyOf(`geography=stadtteile&date=${DATE}&since=${SINCE}&classes=4`);
    const changed = told.sensitivity!.find(({ changes }) => changes.length > 0)!;
    await eventually(() => page.locator(`#sensitivity tr[data-indicator="${changed.indicator}"] td`).first().innerText()).toBe(`${changed.changes.length} von ${told.zones.length}`);
    await eventually(() => page.locator('#classes tbody tr').count()).toBe(told.zones.length);
    await eventually(() => page.locator('#classes svg.map path').count()).toBe(told.zones.length + told.leftOut.length);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'reports-1440');

    // By keys: another number of classes, kept in the address.
    await page.locator('#choose-classes').focus();
    await page.keyboard.press('ArrowUp');
    await eventually(() => new URL(page.url()).searchParams.get('classes')).toBe('3');
    const three = await typologyOf(`geography=stadtteile&date=${DATE}&classes=3`);
    const first = three.zones.find(({ rank }) => rank === 1)!;
    await eventually(() => page.locator('#classes tbody tr').last().locator('td').last().innerText()).toBe('3');
    await eventually(() => page.locator('#classes tbody tr').first().getAttribute('data-zone')).toBe(first.zone);

    const waiting = page.waitForEvent('download');
    await page.locator('#csv').click();
    const file = readFileSync(await (await waiting).path(), 'utf8').split('\r\n');
    expect(file[0]).toMatch(/^zone,name,status,typology-unemployment,.*,index,rank,class$/);
    const row = file.find((line) => line.startsWith(`${first.zone},`))!.split(',');
    expect(row.slice(-3)).toEqual([String(first.index), '1', '1']);

    const printed = readPrintedPdf(await page.pdf({ format: 'A4' }));
    const text = printed.map((one) => one.text).join('');
    expect(text).toContain('Wasändertsich,wenneinIndikatorwegfällt?');
    expect(text).not.toContain('TabellealsCSV');
    expect([errors, foreign]).toEqual([[], []]);
  });

  it('is read on a phone and in English, and says nothing of what is withheld', async () => {
    const { page } = await openPage(browser, `${server.url}/reports?geography=sozialraeume&date=2017-12-31&bundles=planungsraeume`, { width: 375, height: 812 });
    await eventually(() => page.locator('#bundles h2').innerText()).toBe('8. Gebündelt: Planungsräume');
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'reports-375');
    await page.evaluate(() => localStorage.setItem('zuschnitt.language', 'en'));
    await page.reload();
    await eventually(() => page.locator('zs-reports h1').innerText()).toBe('Typology step by step');
    await eventually(() => page.locator('#values .left-out').count()).toBeGreaterThan(0);
    const cells = await page.locator('#values .left-out td').allInnerTexts();
    expect(cells.every((cell) => ['known', 'withheld', 'missing'].includes(cell))).toBe(true);
  });
});
