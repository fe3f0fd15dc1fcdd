// Charts and the profile of a zone over the real server and demo: linked with the map both ways, by pointer and by keys, as table and as files.
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Indicators, IndicatorValues } from '../../client/api-types.ts';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { eventually } from './eventually.ts';
import { readPrintedPdf } from './pdf-text.ts';

const reason = chromiumMissing();
const PATIENCE_MS = 240_000;
const DATE = '2025-12-31';
const FIRST = '2015-12-31';
const INDICATOR = 'child-poverty';
const MAP = `/map?indicator=${INDICATOR}&geography=stadtteile&date=${DATE}`;
/** Planted in the demo: too few such children in Mühlau, none in Kirchberg. */
const WITHHELD_ZONE = '17';
const CHARTS = ['ranking', 'histogram', 'series', 'balance', 'scatter', 'radar', 'pyramid'] as const;

describe.skipIf(reason !== null)(`charts of the public map${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;
  let values: IndicatorValues;
  let released: Indicators;

  const read = async <T>(path: string): Promise<T> => (await fetch(server.url + path)).json() as Promise<T>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
    [values, released] = await Promise.all([read<IndicatorValues>(`/indicators/${INDICATOR}/values?geography=stadtteile`), read<Indicators>('/indicators')]);
  }, 300_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  const measureOf = (zone: string, date = DATE) => values.zones.find((row) => row.zone === zone || row.name === zone)!.values[values.dates.findIndex((row) => row.date === date)]!;
  /** Names of zones of a state at the date, in the order of names. */
  const namesIn = (state: string) => values.zones.filter(({ zone }) => measureOf(zone).state === state).map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'de'));

  const openCharts = async (search: string, size: { width: number; height: number } = { width: 1440, height: 1100 }) => {
    const watched = await openPage(browser, server.url + MAP + search, size);
    await watched.page.locator('zs-charts [role=tablist], zs-profile-page h1').first().waitFor();
    await watched.page.waitForLoadState('networkidle');
    return watched;
  };
  const openTab = async (page: Page, chart: (typeof CHARTS)[number]) => {
    await page.locator(`zs-charts #tab-${chart}`).click();
    await eventually(() => page.locator(`zs-charts #tab-${chart}`).getAttribute('aria-selected')).toBe('true');
    return chartOf(page, chart);
  };
  const chartOf = (page: Page, chart: string): Locator => page.locator(`zs-charts zs-${chart}`);

  it('every tab has its chart, with table, PNG, SVG and CSV, and the link restores it', async () => {
    const { page, errors, foreign } = await openCharts('&zone=12');
    for (const chart of CHARTS) {
      const element = await openTab(page, chart);
      await element.locator('.tools button').nth(3).waitFor();
      await eventually(() => element.locator('.tools button').allInnerTexts()).toEqual(['Tabelle', 'PNG', 'SVG', 'CSV']);
      const drawn = chart === 'ranking' || chart === 'balance' ? element.locator('button.row .bar') : element.locator('.drawing svg');
      await drawn.first().waitFor();
      await keepPicture(page, `charts-${chart}-1440`);
    }
    await eventually(() => new URL(page.url()).searchParams.get('chart')).toBe('pyramid');
    await page.reload();
    await chartOf(page, 'pyramid').locator('.drawing svg').waitFor();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('what is pointed at in a chart stands out on the map, and the other way round; a click selects', async () => {
    const { page } = await openCharts('&chart=scatter');
    const scatter = chartOf(page, 'scatter');
    await scatter.locator('.drawing svg').waitFor();
    const hovered = () => page.evaluate(() => (document.querySelector('zuschnitt-map') as unknown as { store: { hovered: number; view: { zones: { name: string }[] } } }).store).then(({ hovered: zone, view }) => view.zones[zone]?.name ?? '');
    const largest = values.zones.toSorted((a, b) => numberOf(measureOf(b.zone)) - numberOf(measureOf(a.zone)))[0]!;
    // Its dot has the largest x of all: circles of the chart are paths, the city and the line are none of their size.
    const point = async (where: { x: number; y: number }) => {
      // From outside each time: what is drawn anew under a resting pointer is not entered.
      await page.mouse.move(where.x + 40, where.y + 40);
      await page.mouse.move(where.x, where.y);
    };
    await eventually(async () => {
      await point(await rightmostDot(scatter));
      return hovered();
    }).toBe(largest.name);
    await eventually(() => scatter.locator('.readout').innerText()).toContain(`${largest.name}: `);
    const dot = await rightmostDot(scatter);
    await page.mouse.click(dot.x, dot.y);
    await eventually(() => page.locator('zs-profile h2').innerText()).toBe(largest.name);
    const other = values.zones.find(({ zone, name }) => name !== largest.name && measureOf(zone).state === 'value')!;
    await eventually(async () => {
      await point(await pixelOfZone(page, other.name));
      return scatter.locator('.readout').innerText();
    }).toContain(`${other.name}: `);
  });

  it('keys alone: tabs by arrows, through a chart by arrows, Enter selects, Escape leaves', async () => {
    const { page } = await openCharts('');
    await page.locator('zs-charts #tab-ranking').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => page.locator('zs-charts #tab-histogram').getAttribute('aria-selected')).toBe('true');
    const histogram = chartOf(page, 'histogram');
    const keys = histogram.locator('.keys');
    await keys.waitFor();
    await keys.focus();
    const option = histogram.locator('#stop');
    await page.keyboard.press('End');
    const last = namesIn('missing').at(-1) ?? namesIn('withheld').at(-1)!;
    await eventually(() => option.textContent()).toContain(`${last}: `);
    await eventually(() => option.textContent()).not.toMatch(/\d/);
    await page.keyboard.press('Home');
    // Smallest first: Kirchberg has none such child, and 0 is a value.
    await eventually(() => option.textContent()).toBe('Kirchberg: 0,0\u00A0%');
    await page.keyboard.press('ArrowRight');
    await eventually(() => option.textContent()).not.toContain('Kirchberg');
    const name = (await option.textContent())!.split(':')[0]!;
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('zs-profile h2').innerText()).toBe(name);
    await keys.focus();
    await page.keyboard.press('Escape');
    await eventually(() => histogram.locator('.readout').innerText()).toContain(name);
  });

  it('table and CSV say what the server says, zone by zone, and no number for what is withheld', async () => {
    const { page } = await openCharts('&zone=12');
    const withheld = namesIn('withheld');
    const missing = namesIn('missing');
    for (const chart of ['ranking', 'histogram', 'balance', 'scatter'] as const) {
      const element = await openTab(page, chart);
      await element.getByRole('button', { name: 'Tabelle' }).click();
      await element.locator('tbody tr').first().waitFor();
      const rows = await element.locator('tbody tr').evaluateAll((trs) => trs.map((tr) => [...tr.children].map((cell) => cell.textContent!.trim())));
      expect(rows.length, chart).toBe(values.zones.length);
      const { columns, lines } = readCsv(await saved(page, element.getByRole('button', { name: 'CSV speichern' })));
      expect(lines.map((line) => line[0]), chart).toEqual(rows.map(([name]) => name));
      const at = columns.indexOf(chart === 'balance' ? `value_${DATE}` : chart === 'scatter' ? INDICATOR : 'value');
      for (const line of lines) {
        const measure = measureOf(line[0]!);
        expect([line[0], line[at + 1]], chart).toEqual([line[0], measure.state]);
        if (measure.state === 'value') expect(Number(line[at])).toBeCloseTo(measure.value, 5);
        // In every column of measures: a number beside the status value, and nothing beside another.
        columns.forEach((column, i) => column.endsWith('_status') && expect(line[i - 1] === '', `${chart} ${line[0]} ${column}`).toBe(line[i] !== 'value'));
      }
      if (chart === 'ranking' || chart === 'histogram') expect(lines.slice(-withheld.length - missing.length).map((line) => line[0]), chart).toEqual([...withheld, ...missing]);
    }
  });

  it('files carry title, source and what is drawn; a withheld zone has its word and its sign, an open line in the radar, and no number', async () => {
    const { page } = await openCharts(`&zone=${WITHHELD_ZONE}`);
    const ranking = chartOf(page, 'ranking');
    const svg = (await saved(page, ranking.getByRole('button', { name: 'SVG speichern' }))).toString('utf8');
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
    expect(texts.slice(0, 2)).toEqual(['Kinderarmut', 'Rangliste, 31.12.2025, Prozent']);
    expect(texts.join(' ')).toContain('Freigaben 1, 2');
    for (const name of namesIn('withheld')) expect(texts.slice(texts.indexOf(name) - 1, texts.indexOf(name) + 2)).toEqual(['–', name, 'geheim']);
    const png = await saved(page, ranking.getByRole('button', { name: 'PNG speichern' }));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    // Twice 640 px and its margins.
    expect(png.readUInt32BE(16)).toBe(2 * (640 + 32));
    const histogram = await openTab(page, 'histogram');
    const blocks = (await saved(page, histogram.getByRole('button', { name: 'SVG speichern' }))).toString('utf8');
    expect(blocks).toContain('<pattern');
    expect(blocks).toContain('geheim');
    const series = readCsv(await saved(page, (await openTab(page, 'series')).getByRole('button', { name: 'CSV speichern' })));
    expect(series.columns.slice(0, 4)).toEqual(['reference_date', 'cut', 'value', 'value_status']);
    expect(series.lines.map((line) => line.slice(0, 4))).toEqual(values.dates.map(({ date }) => [date, '', numberText(measureOf(WITHHELD_ZONE, date)), measureOf(WITHHELD_ZONE, date).state]));
    expect(series.lines.some((line) => line[3] === 'withheld')).toBe(true);
    // Not of the shown indicator's source, but of the age groups' own.
    const ages = (await saved(page, (await openTab(page, 'pyramid')).getByRole('button', { name: 'SVG speichern' }))).toString('utf8');
    expect(ages).toContain('Quelle: Einwohnerregister;');
    const radar = await openTab(page, 'radar');
    await radar.locator('.drawing svg').waitFor();
    await eventually(() => radar.locator('.note').allInnerTexts()).toContain('Ohne Zahl ist die Linie offen; ihr Zeichen steht außen am Strahl.');
    const { columns, lines } = readCsv(await saved(page, radar.getByRole('button', { name: 'CSV speichern' })));
    const own = lines.find(([title]) => title === 'Kinderarmut')!;
    expect([own[columns.indexOf('zone')], own[columns.indexOf('zone_status')], own[columns.indexOf('standard_deviations')]]).toEqual(['', 'withheld', '']);
    await radar.getByRole('button', { name: 'Spannweite' }).click();
    await eventually(() => radar.locator('.note').first().innerText()).toContain('Vom kleinsten');
  });

  it('the profile: every released indicator against the city, from the card, by link, printed and as CSV', async () => {
    const { page, errors } = await openCharts('&zone=12');
    await page.getByRole('button', { name: 'Profil mit allen Indikatoren' }).click();
    const profile = page.locator('zs-profile-page');
    await eventually(() => profile.locator('h1').innerText()).toBe('Bahnhofsviertel');
    await eventually(() => profile.locator('article').getAttribute('aria-busy')).toBe('false');
    await eventually(() => new URL(page.url()).searchParams.get('profile')).toBe('12');
    const version = values.dates.at(-1)!.version;
    const named = released.catalogues.filter(({ catalogue }) => catalogue !== 'statistics').flatMap(({ indicators }) => indicators);
    const here = new Set(named.filter((one) => one.released.some((cut) => cut.geography === 'stadtteile' && cut.version === version && cut.dates.includes(DATE))).map(({ indicator }) => indicator));
    const rows = await profile.locator('tbody tr').evaluateAll((trs) => trs.map((tr) => ({ indicator: (tr as HTMLElement).dataset.indicator!, cells: [...tr.children].map((cell) => cell.textContent!.trim()) })));
    expect(rows.map(({ indicator }) => indicator).filter((one) => named.some(({ indicator }) => indicator === one)).toSorted()).toEqual([...here].toSorted());
    const own = rows.find(({ indicator }) => indicator === INDICATOR)!.cells;
    const measure = measureOf('12');
    expect(own[1]).toBe(`${numberOf(measure).toFixed(1).replace('.', ',')}\u00A0%`);
    const ranked = values.zones.map(({ zone }) => measureOf(zone)).filter(({ state }) => state === 'value');
    expect(own[6]).toBe(`${1 + ranked.filter((one) => numberOf(one) > numberOf(measure)).length} von ${ranked.length}`);
    await keepPicture(page, 'profile-1440');
    const { columns, lines } = readCsv(await saved(page, profile.getByRole('button', { name: 'CSV speichern' })));
    expect(lines.length).toBe(rows.length);
    for (const line of lines) columns.forEach((column, i) => column.endsWith('_status') && expect(line[i - 1] === '', `${line[7]} ${column}`).toBe(line[i] !== 'value'));
    const printed = readPrintedPdf(await page.pdf({ preferCSSPageSize: true }));
    const text = printed.map((sheet) => sheet.text).join('');
    expect(text).toContain('Bahnhofsviertel');
    expect(text).toContain(own[0]!.replaceAll(/\s/g, ''));
    // To the last row: nothing is cut off at the screen's edge.
    expect(text).toContain(rows.at(-1)!.cells[0]!.replaceAll(/\s/g, ''));
    await profile.getByRole('combobox', { name: 'Anderes Gebiet' }).selectOption('17');
    await eventually(() => profile.locator('h1').innerText()).toBe('Mühlau');
    const secret = profile.locator(`tr[data-indicator="${INDICATOR}"]`);
    await eventually(() => secret.getAttribute('data-state')).toBe('withheld');
    await eventually(() => secret.locator('td').first().innerText()).toBe('geheim gehalten');
    await eventually(() => secret.locator('td').nth(2).innerText()).toBe('');
    await eventually(() => secret.locator('td').nth(5).innerText()).toBe('');
    await profile.getByRole('button', { name: 'Zurück zur Karte' }).click();
    await eventually(() => page.locator('zs-profile h2').innerText()).toBe('Mühlau');
    expect(errors).toEqual([]);
  });

  it('a balance compares with the date that is chosen', async () => {
    const { page } = await openCharts('&zone=12&chart=balance');
    const balance = chartOf(page, 'balance');
    await balance.locator('button.row').first().waitFor();
    const row = () => balance.locator('button.row', { hasText: 'Bahnhofsviertel' }).locator('.value').innerText();
    const change = (from: string) => {
      const difference = numberOf(measureOf('12')) - numberOf(measureOf('12', from));
      const text = Math.abs(difference).toFixed(1).replace('.', ',');
      return text === '0,0' ? text : `${difference < 0 ? '\u2212' : '+'}${text}`;
    };
    await eventually(row).toBe(change(FIRST));
    await balance.getByRole('combobox', { name: 'Von Stichtag' }).selectOption('2020-12-31');
    await eventually(row).toBe(change('2020-12-31'));
  });

  it('a series that breaks where the cut changed says so in chart, table and words', async () => {
    // Stadtteile were cut anew in 2020, and households are released in the cut before too.
    const { page, errors } = await openPage(browser, `${server.url}/map?indicator=one-person&geography=stadtteile&version=each&chart=series`, { width: 1440, height: 1100 });
    const series = chartOf(page, 'series');
    await eventually(() => series.locator('.break text').allTextContents()).toEqual(['Bruch']);
    await eventually(async () => (await series.locator('.note').allInnerTexts()).join()).toMatch(/Bruch 31\.12\.2020: Davor gilt ein anderer Gebietsstand/);
    await keepPicture(page, 'map-break-1440');
    await series.getByRole('button', { name: 'Tabelle' }).click();
    await eventually(() => series.locator('tbody tr', { hasText: 'Bruch' }).allInnerTexts()).toEqual([expect.stringMatching(/^31\.12\.2020 \(Bruch: anderer Gebietsstand als davor\)/)]);
    // One cut over all dates has none.
    await page.locator('zs-legend select.cut').selectOption('2');
    await eventually(() => series.locator('tbody tr').count()).toBeGreaterThan(3);
    await eventually(() => series.locator('tbody tr', { hasText: 'Bruch' }).count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('axe finds nothing in charts, their tables and the profile; on a phone nothing scrolls sideways', async () => {
    const { page } = await openCharts('&zone=12&chart=scatter');
    await chartOf(page, 'scatter').locator('.drawing svg').waitFor();
    expect(await accessibilityViolations(page), 'scatter').toEqual([]);
    const radar = await openTab(page, 'radar');
    await radar.locator('summary').click();
    await radar.getByRole('button', { name: 'Tabelle' }).click();
    await radar.locator('tbody tr').first().waitFor();
    expect(await accessibilityViolations(page), 'radar as table').toEqual([]);
    await page.locator('zs-profile').getByRole('button', { name: 'Profil mit allen Indikatoren' }).click();
    await eventually(() => page.locator('zs-profile-page article').getAttribute('aria-busy')).toBe('false');
    await page.setViewportSize({ width: 375, height: 812 });
    await keepPicture(page, 'profile-375');
    expect(await accessibilityViolations(page), 'profile').toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    await eventually(() => page.evaluate(() => document.querySelector('zuschnitt-map')!.shadowRoot!.querySelector('zs-profile-page')!.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

const numberOf = (measure: { readonly state: string; readonly value?: number }): number => (measure.state === 'value' ? measure.value! : NaN);
const numberText = (measure: { readonly state: string; readonly value?: number }): string => (measure.state === 'value' ? String(Number(measure.value!.toFixed(6))) : '');

async function saved(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return bytesOf(download);
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Fields may be quoted; none of ours holds a line break. */
function readCsv(bytes: Buffer): { readonly columns: readonly string[]; readonly lines: readonly (readonly string[])[] } {
  const [head, ...rest] = bytes.toString('utf8').replace(/^\uFEFF/, '').trim().split('\r\n').map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  return { columns: head!, lines: rest };
}

/** Middle of the dot that is furthest to the right: dots are paths of about 11 px. */
async function rightmostDot(scatter: Locator): Promise<{ x: number; y: number }> {
  const box = () =>
    scatter.locator('.drawing svg path').evaluateAll((paths) => {
      const boxes = paths.map((path) => path.getBoundingClientRect()).filter(({ width, height }) => Math.abs(width - height) < 1 && width > 8 && width < 16);
      const right = boxes.toSorted((a, b) => b.x - a.x)[0];
      return right === undefined ? null : { x: right.x + right.width / 2, y: right.y + right.height / 2 };
    });
  await eventually(box).not.toBeNull();
  return (await box())!;
}

interface MapInside {
  readonly store: { readonly view: { readonly zones: readonly { readonly name: string }[] } };
  readonly shadowRoot: ShadowRoot;
}
interface StageInside {
  readonly side: { readonly shapes: readonly { readonly anchor: readonly [number, number] }[] };
  readonly map: { getPixelFromCoordinate(coordinate: readonly number[]): [number, number] };
  getBoundingClientRect(): DOMRect;
}

/** Where a zone's label stands on the page. */
function pixelOfZone(page: Page, name: string): Promise<{ x: number; y: number }> {
  return page.evaluate((wanted) => {
    const element = document.querySelector('zuschnitt-map') as unknown as MapInside;
    const stage = element.shadowRoot.querySelector('zs-map-stage') as unknown as StageInside;
    const zone = element.store.view.zones.findIndex((one) => one.name === wanted);
    const box = stage.getBoundingClientRect();
    const [x, y] = stage.map.getPixelFromCoordinate(stage.side.shapes[zone]!.anchor);
    return { x: x + box.left, y: y + box.top };
  }, name);
}
