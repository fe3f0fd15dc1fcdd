// The page of schools over the real server and demo: who moves, class steps, ways, what is withheld, alternatives, papers, addresses; by hand and by keys.
import { readFileSync } from 'node:fs';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage, type PageOptions } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { catchmentPlan } from './school-plan.ts';
import { Fingers } from './editor-touch.ts';
import { eventually } from './eventually.ts';

const reason = chromiumMissing();
const LONG = process.env.LONG === '1';
const PATIENCE_MS = 240_000;
const PHONE = { width: 375, height: 812 };
const NARROWEST = { width: 320, height: 640 };
/** Enough children to change the number of classes of the Lindenschule, and a group of very few. */
const HANDOVERS = [
  { from: 'G5', to: 'G2', blocks: 24 },
  { from: 'G6', to: 'G7', blocks: 12 },
];

describe.skipIf(reason !== null)(`the page of schools${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;
  let plan: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
    plan = await catchmentPlan(server.url, 'Nicht über die Bahn', HANDOVERS);
  }, 300_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  const openSchools = async (query: string, options: PageOptions = {}) => {
    const watched = await openPage(browser, `${server.url}/schools${query}`, { as: 'planung', ...options });
    await watched.page.locator('zs-schools').locator('.utilisation, .school-cards, .schools-list').first().waitFor();
    return watched;
  };
  const rowOf = (page: Page, zone: string): Locator => page.locator(`.utilisation tr[data-zone="${zone}"]`);
  const words = async (place: Locator) => (await place.innerText()).replace(/\s+/g, ' ').trim();
  const live = (page: Page) => page.locator('zs-schools [role=status][aria-live]').first();
  const focused = (page: Page) =>
    page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const row = active?.closest('[data-zone]');
      return active === null ? '' : `${active.tagName.toLowerCase()}${active.id === '' ? '' : `#${active.id}`}${active.classList.contains('map') ? '.map' : ''}${row === null || row === undefined ? '' : ` ${(row as HTMLElement).dataset.zone}`}`;
    });
  const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

  it('a planner sees class step, siblings, ways and their change, and who moves', async () => {
    const { page, errors, foreign } = await openSchools(`?plan=${plan}`);
    await eventually(() => page.locator('h1').innerText()).toBe('Nicht über die Bahn');
    await page.locator('.utilisation th', { hasText: 'Weg Ø m' }).waitFor();
    // 24 blocks more: one class more than today, and longer ways.
    const row = rowOf(page, 'G2');
    const step = await words(row.locator('td.classes'));
    expect(step).toMatch(/^2 statt 1 noch \d+ Kinder bis zur 3\.$/);
    await eventually(async () => (await row.locator('td.num').allInnerTexts()).join(' ')).toMatch(/^\d+\s+[+−]\d+/);
    // The most urgent first: what is fullest in any year stands on top.
    await eventually(() => page.locator('.utilisation tbody tr').first().getAttribute('data-zone')).toBe('G2');
    const movers = page.locator('.movers');
    await eventually(() => words(movers.locator('.mover-figures'))).toMatch(/\d+ Kinder wechseln, etwa \d+ % \d+ mit Geschwistern an der alten Schule/);
    await eventually(() => words(movers.locator('.from-to tbody tr').first())).toMatch(/^Bahnhofschule Lindenschule 24 Blöcke, \d+ Adressen \d+ \d+$/);
    // Which catchments are still the same, by border and land alone: two pairs changed blocks.
    const comparison = movers.locator('.comparison');
    await eventually(() => words(comparison.locator('p').first())).toMatch(/^Gleich: 3 Bezirke · Verschoben: 4 \(mittlere Verschiebung [\d.,]+ m\) · Neu: 0 · Weggefallen: 0$/);
    await comparison.locator('summary').click();
    await eventually(() => words(comparison.locator('tbody tr', { hasText: 'Lindenschule' }))).toMatch(/^Lindenschule [\d.,]+ m [\d.,]+ 0$/);
    await keepPicture(page, 'schools-movers-1440');
    // Details: years as chart and table, ways and the limit.
    await row.locator('.name').click();
    const detail = page.locator('.detail');
    await eventually(() => detail.locator('.year-table tbody tr').count()).toBe(10);
    await eventually(() => detail.locator('svg.year-chart').getAttribute('aria-label')).toMatch(/^Kinder je Einschulungsjahr\. 26\/27: \d+/);
    await eventually(() => words(detail)).toMatch(/Kinder mit mehr als 2\.000 m Weg \d/);
    await eventually(() => words(live(page))).toMatch(/^Lindenschule: \d+ % im Schuljahr 2030\/31, 2 Klassen statt 1/);
    // How far one gets within a limit: an area on the map, blocks beyond it hatched and listed; children beyond it by the same limit.
    await detail.locator('#reach-show').check();
    await eventually(() => words(detail.locator('.reach'))).toMatch(/liegt innerhalb von 2\.000 m|weiter als 2\.000 m/);
    await detail.locator('[data-limit="1000"]').click();
    await eventually(() => words(detail)).toMatch(/Kinder mit mehr als 1\.000 m Weg \d/);
    await detail.locator('#reach-limit').fill('300');
    await detail.locator('#reach-limit').press('Tab');
    await eventually(() => words(detail.locator('.beyond summary'))).toMatch(/^\d+ Blöcke des Bezirks liegen weiter als 300 m entfernt$/);
    await detail.locator('.beyond summary').click();
    await eventually(() => words(detail.locator('.beyond tbody tr').first())).toMatch(/^\S+ [\d.]+ m$/);
    await eventually(() => words(page.locator('.signs'))).toContain('zu Fuß erreichbar weiter als die Grenze');
    expect(page.url()).toContain('limit=300');
    await keepPicture(page, 'schools-reach-1440');
    await detail.locator('[data-limit="2000"]').click();
    await detail.locator('#reach-show').uncheck();
    // Another year changes table and map; it stays in the address.
    const before = await words(row.locator('td[data-current]'));
    await page.locator('.utilisation [data-year="2028"]').click();
    await expect.poll(() => words(row.locator('td[data-current]'))).not.toBe(before);
    expect(page.url()).toContain('year=2028');
    await eventually(() => words(page.locator('.legend-head'))).toContain('Auslastung 2028/29');
    await page.locator('[data-variant=high]').click();
    await expect.poll(() => page.url()).toContain('variant=high');
    await expect.poll(() => page.locator('#to-editor').getAttribute('href')).toBe(`/editor?plan=${plan}`);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await keepPicture(page, 'schools-1440');
  });

  it('shows all grades too, and a cut that holds from an entry year on: older cohorts stay', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    const row = rowOf(page, 'G2');
    const shares = async () => (await row.locator('td.value .now').allInnerTexts()).map((text) => Number(text.replace(/[^\d]/g, '')));
    const first = await shares();
    await page.locator('#holds-from').selectOption('2028');
    await expect.poll(() => page.url()).toContain('from=2028');
    await eventually(() => words(page.locator('.movers .foot'))).toMatch(/^Gilt für Einschulungen ab 2028\/29 .* Wer schon zur Schule geht, bleibt\.$/);
    // The Lindenschule gets blocks: before 2028 it is as today.
    await expect.poll(async () => (await shares())[0]).toBeLessThan(first[0]!);
    await page.locator('[data-grades=all]').press('Enter');
    await expect.poll(() => page.url()).toContain('grades=all');
    await eventually(() => words(row.locator('th'))).toMatch(/Plätze in 4 Klassenstufen$/);
    await eventually(() => words(page.locator('.legend-head'))).toContain('Alle Klassen');
    // Cohort by cohort it fills up.
    await page.locator('[data-all-years]').click();
    await eventually(async () => { const all = await shares(); return all[2]! < all[5]!; }).toBe(true);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'schools-all-grades-1440');
    const [asked] = await Promise.all([page.waitForRequest((request) => /\/annex\?/.test(request.url())), page.locator('.papers summary').click()]);
    expect(asked.url()).toMatch(/grades=all&from=2028/);
    expect(asked.method()).toBe('GET');
    await page.locator('#holds-from').selectOption('');
    await eventually(() => words(page.locator('.movers .foot'))).toBe('Alle Klassen wechseln zugleich, auch wer schon zur Schule geht.');
  });

  it('new housing is drawn on the map, by pointer or keys, taken up by the forecast, changed and taken out again', async () => {
    const own = await catchmentPlan(server.url, 'Mit Neubau', [{ from: 'G6', to: 'G7', blocks: 12 }]);
    const { page, errors } = await openSchools(`?plan=${own}`);
    const card = page.locator('.housing-areas');
    await eventually(() => words(card)).toContain('Kein Neubaugebiet eingezeichnet');
    const pupils = async () => (await (await fetch(`${server.url}/plans/${own}/catchments`, { headers: await scriptHeaders(server.url, 'planung') })).json()) as { catchments: { years: { year: number; pupils: { value: number } }[] }[] };
    const sumIn = async (year: number) => (await pupils()).catchments.reduce((sum, { years }) => sum + years.find((one) => one.year === year)!.pupils.value, 0);
    const before = await sumIn(2029);
    await card.locator('#housing-new').click();
    await card.locator('#housing-name').fill('Nordquartier');
    await card.locator('#housing-dwellings').fill('300');
    await card.locator('#housing-ready').fill('2028');
    for (const [age, count] of [[0, 4], [4, 3], [5, 3], [6, 2], [7, 1]]) await card.locator(`[data-age="${age}"]`).fill(String(count));
    await card.locator('#housing-source').fill('Bebauungsplan 12');
    // Without an area it is not kept, and the reason stands beside it.
    await card.locator('#housing-keep').click();
    const refusal = card.locator('zs-notice', { hasText: 'Noch keine Fläche' });
    await refusal.waitFor();
    await eventually(() => refusal.evaluate((notice) => notice.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
    await card.locator('#housing-draw').click();
    const map = page.locator('zs-schools-map');
    const box = (await map.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const [dx, dy] of [[-60, -40], [40, -40], [40, 40], [-60, 40], [-60, -40]]) {
      await page.mouse.click(x + dx!, y + dy!);
      await page.waitForTimeout(320);
    }
    await eventually(() => words(card)).toContain('Eingezeichnet mit 4 Ecken');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await card.scrollIntoViewIfNeeded();
    await keepPicture(page, 'schools-housing-form-1440');
    // A corner is dragged, and the change taken back.
    const corner = (of: number) => map.getByRole('button', { name: `Ecke ${of} von 4` });
    const at = async (of: number) => { const { x: left, y: top, width, height } = (await corner(of).boundingBox())!; return [Math.round(left + width / 2 - x), Math.round(top + height / 2 - y)]; };
    await eventually(() => at(3)).toEqual([40, 40]);
    await page.mouse.move(x + 40, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 55, { steps: 4 });
    await page.mouse.up();
    await eventually(() => at(3)).toEqual([60, 55]);
    await eventually(() => words(live(page))).toBe('Ecke 3 verschoben');
    await card.locator('#housing-undo').click();
    await eventually(() => at(3)).toEqual([40, 40]);
    await eventually(() => card.locator('#housing-undo').getAttribute('aria-disabled')).toBe('true');
    // By keys: to the first corner, Tab to the second; what two arrows did Escape takes back as one, and Enter leads to the form.
    await card.locator('#housing-corners').press('Enter');
    await eventually(() => corner(1).evaluate((button) => button.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    await eventually(() => corner(2).evaluate((button) => button.matches(':focus'))).toBe(true);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
    await eventually(() => at(2)).toEqual([88, -64]);
    await page.keyboard.press('Escape');
    await eventually(() => at(2)).toEqual([40, -40]);
    await page.keyboard.press('Shift+ArrowRight');
    await eventually(() => at(2)).toEqual([44, -40]);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await eventually(() => focused(page)).toBe('button#housing-corners');
    const fingers = await Fingers.on({ page });
    await fingers.drag([[x - 60, y + 40], [x - 70, y + 45], [x - 80, y + 50]]);
    await eventually(() => at(4)).toEqual([-80, 50]);
    await card.locator('#housing-keep').click();
    await eventually(() => words(card.locator('[data-housing]'))).toMatch(/^Nordquartier 300 Wohnungen ab 2028\/29, beim Einzug 13 Kinder von 0 bis 9 je 100 Wohnungen, \d+ Bl.cke? Quelle: Bebauungsplan 12/);
    // A year later those who were 5 enter: 3 of 100 dwellings, 300 dwellings.
    await expect.poll(async () => Math.round(await sumIn(2029) - before)).toBe(9);
    await keepPicture(page, 'schools-housing-1440');
    // By keys alone: three corners and Enter.
    await card.locator('[data-housing-edit]').press('Enter');
    await card.locator('#housing-draw').press('Enter');
    await eventually(() => focused(page)).toMatch(/\.map$/);
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'Space', 'ArrowDown', 'ArrowDown', 'Space', 'Enter']) await page.keyboard.press(key);
    await eventually(() => words(card)).toContain('Eingezeichnet mit 3 Ecken');
    await eventually(() => focused(page)).toBe('button#housing-keep');
    await page.keyboard.press('Enter');
    await expect.poll(() => words(live(page))).toBe('Nordquartier ist im Entwurf; die Prognose rechnet damit.');
    await card.locator('[data-housing-remove]').press('Enter');
    await eventually(() => words(card)).toContain('Kein Neubaugebiet eingezeichnet');
    await expect.poll(async () => Math.round(await sumIn(2029) - before)).toBe(0);
    expect(errors).toEqual([]);
  });

  it('as in the annex small groups are withheld, and no bar, tint or order tells more', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    const small = page.locator('.movers .from-to tr', { hasText: 'Auenschule' });
    await eventually(() => words(small)).not.toContain('geheim');
    await page.locator('[data-numbers=annex]').click();
    await expect.poll(() => words(small)).toContain('geheim');
    await eventually(() => small.locator('.bar i').getAttribute('style')).toContain('20px');
    await eventually(() => page.locator('.utilisation td.withheld').count()).toBeGreaterThan(0);
    await eventually(() => words(page.locator('.signs'))).toContain('geheim');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
  });

  it('without a clearance every number is of the protected copy and says so', async () => {
    const { page } = await openSchools(`?plan=${plan}`, { as: 'fachamt' });
    await eventually(() => words(page.locator('zs-notice .words').first())).toMatch(/^Gerundete Zahlen \(≈\) Alle Zahlen hier/);
    for (const text of await page.locator('.utilisation td.value .now').allInnerTexts()) expect(text).toMatch(/≈|geheim/);
    await eventually(() => words(page.locator('.mover-figures .figure').first())).toMatch(/^≈/);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
  });

  it('whoever may not change the parameters reads them all the same, each with its source', async () => {
    const { page } = await openSchools(`?plan=${plan}`, { as: 'statistik' });
    await page.locator('#settings-open').click();
    const dialog = page.locator('dialog.settings');
    await dialog.locator('.method').waitFor();
    await eventually(() => dialog.locator('input, textarea, select').count()).toBe(0);
    await eventually(() => words(dialog)).toMatch(/Bundesland Nordrhein-Westfalen .* Chance je Geschwisterkind 0,18 .* So wird gerechnet/);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await dialog.locator('.method').scrollIntoViewIfNeeded();
    await keepPicture(page, 'school-settings-read-1440');
  });

  it('the search offers alternatives in words; one is looked at on the map and taken as a draft of its own', async () => {
    const { page, errors } = await openSchools(`?plan=${plan}`);
    await page.locator('#weights-open').click();
    const dialog = page.locator('dialog.weights');
    await dialog.locator('#weight-siblings').press('ArrowRight');
    await eventually(() => dialog.locator('output[for=weight-siblings]').innerText()).toBe('viel');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await dialog.locator('input[type=number]').first().fill('5');
    await dialog.locator('input[type=number]').first().press('Tab');
    await dialog.locator('#weights-run').click();
    await page.locator('#alternatives-stop').waitFor();
    const choices = page.locator('.choices [role=option]');
    await choices.first().waitFor({ timeout: 60_000 });
    await eventually(() => choices.first().getAttribute('aria-label')).toMatch(/^A: \d+ Kinder über der Kapazität, \d+\s% wechseln$/);
    await eventually(() => page.locator('.frontier .alternative').count()).toBe(await choices.count());
    // By keys: the list is one stop, arrows choose.
    await page.locator('.choices [tabindex="0"]').focus();
    await page.keyboard.press('End');
    await expect.poll(() => choices.last().getAttribute('aria-selected')).toBe('true');
    await eventually(() => words(page.locator('.verdict p'))).toMatch(/^[A-Z] statt .*: .*(Kapazität).*\.$/);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.locator('[data-look]').click();
    await expect.poll(() => words(page.locator('.legend-head'))).toMatch(/^Bezirke\s?Vorschlag [A-Z]$/);
    await page.locator('[data-take]').click();
    await expect.poll(() => page.locator('h1').innerText()).toMatch(/^Nicht über die Bahn, Vorschlag [A-Z]$/);
    const branch = new URL(page.url()).searchParams.get('plan')!;
    expect(branch).not.toBe(plan);
    const stored = (await (await fetch(`${server.url}/plans/${branch}`, { headers: await scriptHeaders(server.url, 'planung') })).json()) as { branchedFrom: { plan: string } };
    expect(stored.branchedFrom.plan).toBe(plan);
    // The draft that it came from is one of those to compare with.
    await page.locator('#compare').selectOption(`plan:${plan}`);
    await expect.poll(() => page.url()).toContain('compare=plan');
    expect(errors).toEqual([]);
  });

  it('a search can be stopped, and then nothing has changed', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    await page.locator('#alternatives-run').click();
    await page.locator('#alternatives-stop').click();
    await page.locator('.alternatives', { hasText: 'Angehalten. Nichts wurde geändert.' }).waitFor({ timeout: 60_000 });
    await eventually(() => page.locator('.choices').count()).toBe(0);
  });

  it('annex and street directory come as files', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    const papers = page.locator('.papers');
    const published = async () => ((await (await fetch(`${server.url}/published`, { headers: await scriptHeaders(server.url, 'dsb') })).json()) as { published: unknown[] }).published.length;
    const before = await published();
    // Opening the menu says what the file would hold, and publishes nothing.
    await papers.locator('summary').press('Enter');
    await eventually(() => words(papers.locator('.annex-check[role=status]'))).toMatch(/^Die Datei enthält (genaue|gerundete) Zahlen/);
    expect(await published()).toBe(before);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'schools-papers-1440');
    const annexFile = async (format: string): Promise<Download> => {
      const [download] = await Promise.all([page.waitForEvent('download'), papers.locator(`[data-annex=${format}]`).click()]);
      return download;
    };
    const fetched = async (name: string, nth: number): Promise<Download> => {
      if (!(await papers.evaluate((element) => (element as HTMLDetailsElement).open))) await papers.locator('summary').click();
      const [download] = await Promise.all([page.waitForEvent('download'), papers.getByRole('link', { name }).nth(nth).click()]);
      return download;
    };
    const bytes = async (download: Download) => readFileSync(await download.path());
    const exact = (await words(papers.locator('.annex-check[role=status]'))).includes('genaue');
    const pdf = await bytes(await annexFile('pdf'));
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    if (exact) expect(await published()).toBeGreaterThan(before);
    const workbook = await bytes(await annexFile('xlsx'));
    expect(workbook.subarray(0, 2).toString('latin1')).toBe('PK');
    const directory = await fetched('CSV', 0);
    expect(directory.suggestedFilename()).toMatch(/\.csv$/);
    const lines = (await bytes(directory)).toString('utf8').trim().split(/\r?\n/);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.join('\n')).toContain('Lindenschule');
  });

  it('everybody finds the responsible school of an address, and planners the planned one beside it', async () => {
    const open = await openSchools('', { as: 'public' });
    await eventually(() => open.page.locator('.utilisation').count()).toBe(0);
    const search = open.page.locator('zs-address-search');
    await search.locator('input').fill('Kornrain 2');
    await search.locator('[role=option]').first().waitFor();
    await open.page.keyboard.press('Enter');
    await expect.poll(() => words(search.locator('.answer'))).toMatch(/Zuständig für Kornrain 2 heute Altstadtschule/);
    await eventually(() => accessibilityViolations(open.page)).toEqual([]);
    expect(open.errors).toEqual([]);

    const { page } = await openSchools(`?plan=${plan}`);
    const own = page.locator('zs-address-search');
    await own.locator('input').fill('Kornrain 2');
    await own.locator('[role=option]').first().click();
    await expect.poll(() => words(own.locator('.answer'))).toMatch(/heute Altstadtschule Nicht über die Bahn Altstadtschule Für diese Adresse bleibt es dabei\./);
  });

  it('by keys alone: F6 goes through the parts, arrows through schools on the map and rows, Enter opens details', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    await page.locator('h1').focus();
    await page.keyboard.press('F6');
    await eventually(() => focused(page)).toBe('input');
    await page.keyboard.press('F6');
    await eventually(() => focused(page)).toMatch(/\.map$/);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => words(live(page))).toMatch(/^\S+schule: \d+ %/);
    const chosen = await words(live(page));
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => words(live(page))).not.toBe(chosen);
    await page.keyboard.press('F6');
    await eventually(() => focused(page)).toMatch(/^tr /);
    await page.keyboard.press('Home');
    const first = await page.locator('.utilisation tbody tr').first().getAttribute('data-zone');
    await eventually(() => focused(page)).toBe(`tr ${first}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => rowOf(page, first!).getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.detail').waitFor();
    await expect.poll(() => focused(page)).toBe('h2#detail-title');
    await page.locator('.detail .icon-button').press('Enter');
    await expect.poll(() => focused(page)).toBe(`button ${first}`);
  });

  it('assumptions stand with their sources; a planner changes one, what is no share is refused, and ways are computed anew', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    const before = await words(rowOf(page, 'G2').locator('td[data-current]'));
    await page.locator('#settings-open').click();
    const dialog = page.locator('dialog.settings');
    await dialog.getByText('SchulG NRW').first().waitFor();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'school-settings-1440');
    // Every parameter of the route stands here, each with its source, and every step of the reckoning.
    await eventually(() => words(dialog.locator('.class-steps'))).toMatch(/^Kinder 1 bis 29 30 bis 56 .* je weitere 25 Klassen 1 2 .* \+1$/);
    await eventually(() => words(dialog.locator('.method'))).toMatch(/Kinder nach Alter in jedem Block, gezählt am .* Quelle: .*Unter 90 % und über 110 % ist sie markiert/);
    for (const label of ['Bundesland', 'Stichtag, Tag', 'Klasse 1 zu 2', 'Chance je Geschwisterkind', 'Gliederung der Schulbezirke', 'Quelle, Von Klasse zu Klasse']) expect(await dialog.getByLabel(label).count(), label).toBe(1);
    await eventually(() => dialog.locator('textarea').evaluateAll((all) => all.filter((one) => (one as HTMLTextAreaElement).value === '').length)).toBe(0);
    // Law of one Land is not taken for that of another.
    await dialog.getByLabel('Bundesland').selectOption('st');
    await eventually(() => dialog.locator('zs-notice', { hasText: 'Diese Regel ist die von Nordrhein-Westfalen' }).count()).toBe(2);
    // What comes with the program for a Land is offered with its source, and taken over by one button; where there is no number, it has to be entered.
    await eventually(() => dialog.locator('.land-offer').count()).toBe(0);
    await eventually(() => words(dialog.locator('[data-class-note]'))).toMatch(/^Sachsen-Anhalt bildet Klassen ohne beigelegte Höchstzahl.*§ 13 Abs\. 2/);
    await dialog.getByLabel('Bundesland').selectOption('sn');
    await eventually(() => words(dialog.locator('.land-offer'))).toMatch(/bis zum 30\. Juni .*SächsSchulG § 27 .*Klassenteiler 28.*SächsSchulG § 4a/);
    await dialog.locator('[data-land-take]').click();
    await eventually(() => words(dialog.locator('.class-divider'))).toMatch(/^Klassenteiler 28: bis zu 28 Kinder/);
    await eventually(() => dialog.locator('zs-notice', { hasText: 'Diese Regel ist die von' }).count()).toBe(0);
    await dialog.getByLabel('Bundesland').selectOption('th');
    await eventually(() => words(dialog.locator('.land-offer'))).toContain('für Thüringen liegt keine Zahl mit Quelle bei');
    await dialog.getByLabel('Bundesland').selectOption('nw');
    await dialog.locator('[data-land-take]').click();
    await dialog.getByLabel('Quelle, Zumutbarer Weg in Metern').fill('Satzung der Stadt');
    await dialog.getByLabel('Quelle, Zumutbarer Weg in Metern').press('Tab');
    const rate = dialog.getByLabel('Eingangsquote, mittel');
    await rate.fill('7');
    await rate.press('Tab');
    await dialog.locator('#settings-keep').click();
    await dialog.locator('zs-notice', { hasText: 'entryRate' }).waitFor();
    await rate.fill('0.5');
    await rate.press('Tab');
    // What a crossing counts changes the ways, and those that were computed no longer hold.
    await dialog.locator('.hazard', { hasText: 'Bahn' }).locator('input[type=number]').fill('300');
    await dialog.locator('.hazard', { hasText: 'Bahn' }).locator('input[type=number]').press('Tab');
    await dialog.locator('#settings-keep').click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => words(rowOf(page, 'G2').locator('td[data-current]'))).not.toBe(before);
    const kept = (await (await fetch(`${server.url}/school-settings`, { headers: await scriptHeaders(server.url, 'planung') })).json()) as { land: string; limitSource: string };
    expect(kept).toMatchObject({ land: 'nw', limitSource: 'Satzung der Stadt' });
    const ways = page.locator('.utilisation th', { hasText: 'Weg Ø m' });
    const compute = page.getByRole('button', { name: 'Wege berechnen' });
    await compute.waitFor();
    await eventually(() => ways.count()).toBe(0);
    await compute.click();
    await ways.waitFor({ timeout: 120_000 });
  });

  it.each(LONG ? [PHONE, NARROWEST] : [PHONE])(`at $width px nothing is lost or wider than the screen${LONG ? '' : ' (320 px too with LONG=1)'}`, async (size) => {
    const { page } = await openSchools(`?plan=${plan}`, size);
    await eventually(() => page.locator('.school-cards > li').count()).toBe(7);
    await page.locator('.year-tabs [data-year="2029"]').click();
    await page.locator('.school-cards [data-zone=G2] .name').click();
    await page.locator('.school-cards .detail').waitFor();
    await eventually(() => fits(page)).toBe(true);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.locator('.more > summary').click();
    await eventually(() => page.locator('#compare').isVisible()).toBe(true);
    await keepPicture(page, `schools-${size.width}`);
    await page.locator('#settings-open').click();
    await page.locator('dialog.settings .method').waitFor();
    await eventually(() => page.locator('dialog.settings .dialog-body').evaluate((body) => body.scrollWidth <= body.clientWidth)).toBe(true);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, `school-settings-${size.width}`);
  });

  it.runIf(LONG)('speaks English too (LONG=1)', async () => {
    const { page } = await openSchools(`?plan=${plan}`);
    await page.locator('zs-app-bar .plain').click();
    await expect.poll(() => page.locator('#utilisation-title').innerText()).toMatch(/^Utilisation in per cent/);
    await eventually(() => words(page.locator('.movers'))).toMatch(/Who changes school .* with siblings at the old school/);
    await eventually(() => words(page.locator('zs-schools'))).not.toMatch(/schools\.[a-z]/);
  });
});
