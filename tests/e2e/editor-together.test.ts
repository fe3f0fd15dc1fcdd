// Working together on one plan, in real browsers: who is there, what they say, states by name, files, and the public page.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { newPlan, openEditor, operate, storedBlocks, type OpenEditor } from './editor-page.ts';
import { eventually } from './eventually.ts';

const missing = chromiumMissing();
/** A page of tests on a busy machine of two cores. */
const PATIENCE_MS = 180_000;

describe.skipIf(missing !== null)(`people work together on a plan${missing === null ? '' : ` (skipped: ${missing})`}`, { timeout: PATIENCE_MS }, () => {
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

  const comments = async (plan: string) => ((await (await fetch(`${server.url}/plans/${plan}/comments`, { headers: await scriptHeaders(server.url, 'planung') })).json()) as { comments: { text: string; state: string }[] }).comments;

  it('two browsers show each other what is drawn, where one works and what is said', async () => {
    const plan = await newPlan(server.url, 'Zu zweit am Plan');
    const mine = await openEditor(browser, server.url, plan);
    const theirs = await openEditor(browser, server.url, plan, { as: 'admin' });
    await expect.poll(() => mine.page.locator('.peer').count(), { timeout: 20_000 }).toBe(1);
    await eventually(() => mine.page.locator('.peer').getAttribute('title')).toBe('Verwaltung');

    const [first] = await mine.borderBlocks('4', '1');
    const { x, y } = await theirs.pixelOf(first!);
    await theirs.page.mouse.move(x, y);
    const flag = mine.page.locator('.peer-name');
    await flag.waitFor();
    await eventually(() => flag.innerText()).toBe('Verwaltung');
    await theirs.brush([first!]);
    await expect.poll(() => mine.zoneOf(first!), { timeout: 15_000 }).toBe('1');

    await theirs.page.getByRole('tab', { name: 'Kommentare' }).click();
    await theirs.page.locator('[data-action="comment"]').click();
    await theirs.page.getByLabel('Ihr Kommentar').fill('Grenze bitte an der Bahn lassen.');
    await theirs.page.getByRole('button', { name: 'Senden' }).click();
    const strip = mine.page.locator('.comment-strip');
    await strip.waitFor();
    await eventually(() => strip.innerText()).toContain('Grenze bitte an der Bahn lassen.');
    await keepPicture(mine.page, 'editor-together-1440');
    await eventually(() => accessibilityViolations(mine.page)).toEqual([]);
    await strip.getByRole('button', { name: 'Antworten' }).click();
    await mine.page.getByLabel('Ihre Antwort').fill('Machen wir so.');
    await mine.page.getByRole('button', { name: 'Senden' }).click();
    await theirs.page.locator('.reply').getByText('Machen wir so.').waitFor();
    await keepPicture(theirs.page, 'editor-comments-1440');
    await eventually(() => accessibilityViolations(theirs.page)).toEqual([]);
    await theirs.page.getByRole('button', { name: 'Erledigt', exact: true }).click();
    await expect.poll(() => mine.page.locator('.thread').count()).toBe(0);
    await theirs.page.close();
    expect([...mine.errors, ...theirs.errors].filter((error) => !error.includes('412'))).toEqual([]);
  });

  it('a state gets a name, changes are told since then, and one step leads back to it, which can be undone', async () => {
    const plan = await newPlan(server.url, 'Stände');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const blocks = await desk.borderBlocks('4', '1');
    await desk.brush([blocks[0]!]);
    await desk.saved();
    await page.locator('[data-action="secure"]').click();
    await page.getByLabel('Name des Stands').fill('Vor der Ämterrunde');
    await page.keyboard.press('Enter');
    const named = page.locator('.event.named');
    await named.waitFor();
    await eventually(() => named.innerText()).toContain('Vor der Ämterrunde');
    const moved = () => page.locator('.difference .key').first().innerText();
    const first = Number(await moved());
    await desk.brush([blocks[1]!, blocks[2]!]);
    await desk.saved();
    const both = Number(await moved());
    expect(both).toBeGreaterThan(first);
    await page.getByRole('button', { name: 'Letzter Stand' }).click();
    await expect.poll(async () => Number(await moved())).toBe(both - first);
    await eventually(() => page.locator('.difference h2').innerText()).toContain('Vor der Ämterrunde');

    await named.locator('.event-row').click();
    await keepPicture(page, 'editor-history-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    const { version } = await storedBlocks(server.url, plan);
    await page.locator('[data-action="restore"]').click();
    await expect.poll(() => desk.zoneOf(blocks[1]!), { timeout: 15_000 }).toBe('4');
    await eventually(() => desk.zoneOf(blocks[0]!)).toBe('1');
    await expect.poll(async () => Number(await moved())).toBe(0);
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(version + 1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => desk.zoneOf(blocks[1]!), { timeout: 15_000 }).toBe('1');
    await desk.saved();
  });

  it('a branch begins as the plan is and leaves the plan alone', async () => {
    const plan = await newPlan(server.url, 'Stamm');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const [block, other] = await desk.borderBlocks('4', '1');
    await desk.brush([block!]);
    await desk.saved();
    await page.locator('[data-action="branch"]').click();
    await page.getByLabel('Name der Variante').fill('Variante Nord');
    await page.keyboard.press('Enter');
    await page.locator('.plan-title', { hasText: 'Variante Nord' }).waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLElement & { desk: { countsLoading: boolean } | null }>('zuschnitt-editor')?.desk?.countsLoading === false);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    await desk.brush([other!]);
    await desk.saved();
    const branch = new URL(page.url()).searchParams.get('plan')!;
    expect(branch).not.toBe(plan);
    const [trunk, twig] = [await storedBlocks(server.url, plan), await storedBlocks(server.url, branch)];
    expect(trunk.assignment.filter((slot, position) => slot !== twig.assignment[position]).length).toBeGreaterThanOrEqual(1);
    expect(trunk.version).toBe(1);
  });

  it('after a conflict the branch has what was drawn here, cuts too, and the plan what others drew', async () => {
    const plan = await newPlan(server.url, 'Zwei Fassungen mit Schnitt');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const [block] = await desk.borderBlocks('4', '1');
    const cut = await cutSomeBlock(desk, '3');
    await operate(server.url, plan, { type: 'splitBlock', block: cut.block, line: cut.line });
    const fragments = () => page.evaluate(() => (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { session: { surface: { cuts: unknown[] } } } } }).desk.controller.session.surface.cuts.length);
    await expect.poll(fragments, { timeout: 15_000 }).toBe(1);
    await page.context().setOffline(true);
    await desk.brush([block!]);
    await page.locator('zs-notice').getByText('1 Schritt wartet').waitFor();
    await operate(server.url, plan, { type: 'assign', blocks: [block!], zone: '2' });
    await page.context().setOffline(false);
    await page.locator('.conflict').waitFor({ timeout: 40_000 });
    await page.getByRole('button', { name: 'Abzweig anlegen' }).click();
    await page.locator('.plan-title', { hasText: 'Abzweig' }).waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLElement & { desk: { countsLoading: boolean } | null }>('zuschnitt-editor')?.desk?.countsLoading === false);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    await eventually(() => fragments()).toBe(1);
    const stored = await storedBlocks(server.url, plan);
    const branch = await storedBlocks(server.url, new URL(page.url()).searchParams.get('plan')!);
    const codeOf = ({ zones }: typeof stored, slot: number) => zones.find((zone) => zone.slot === slot)?.zone;
    const position = await page.evaluate((id) => (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { session: { state: { positions: { get(id: string): number } } } } } }).desk.controller.session.state.positions.get(id), block!);
    expect(codeOf(stored, stored.assignment[position]!)).toBe('2');
    expect(codeOf(branch, branch.assignment[position]!)).toBe('1');
  });

  it('a CSV with unknown and repeated ids is reported before anything is stored, and what fits is taken as one step', async () => {
    const plan = await newPlan(server.url, 'Aus der Datei');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    const [first, second] = await desk.borderBlocks('4', '1');
    await page.locator('[data-action="files"]').click();
    await page.getByRole('button', { name: /CSV: Block und Gebiet/ }).waitFor();
    const saved = page.waitForEvent('download');
    await page.locator('[data-format="csv"]').click();
    await eventually(async () => (await saved).suggestedFilename()).toMatch(/^aus-der-datei\.csv$/);
    const text = `block,zone\n${first!},1\n${second!},1\nkein-block,1\n${second!},2\n`;
    await page.locator('.file-choice input').setInputFiles({ name: 'schlecht.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const report = page.locator('.trial');
    await report.waitFor();
    await report.getByText('kein-block').waitFor();
    await eventually(() => report.innerText()).toContain('1 unbekannte Kennung');
    await eventually(() => report.innerText()).toMatch(/1 doppelte Kennung/);
    await keepPicture(page, 'editor-import-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(0);
    await page.locator('[data-action="take-file"]').click();
    await expect.poll(() => desk.zoneOf(first!), { timeout: 15_000 }).toBe('1');
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(1);
    // The step is the server's: what takes it back is known here once its event has come.
    await page.locator('[data-action="undo"][aria-disabled="false"]').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => desk.zoneOf(first!), { timeout: 15_000 }).toBe('4');

    await page.locator('[data-action="files"]').click();
    await page.locator('.file-choice input').setInputFiles({ name: 'leer.csv', mimeType: 'text/csv', buffer: Buffer.from('nichts\n') });
    await page.locator('.trial[role="alert"]').waitFor();
    await eventually(() => page.locator('[data-action="take-file"]').count()).toBe(0);
  });

  it('what the public says is seen once somebody has shown it, at 320 pixels and by keyboard', async () => {
    const plan = await newPlan(server.url, 'Beteiligung');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    await page.getByRole('tab', { name: 'Kommentare' }).click();
    await page.locator('.public summary').click();
    await page.getByRole('switch', { name: 'Seite ist offen' }).click();
    const link = page.getByLabel('Link für die Öffentlichkeit');
    await link.waitFor();
    const { pathname } = new URL(await link.inputValue());

    const outside = await openPage(browser, `${server.url}${pathname}`, { width: 320, height: 720, as: 'public' });
    await outside.page.getByRole('heading', { name: 'Beteiligung' }).waitFor();
    await outside.page.locator('.zones button').first().waitFor();
    await eventually(() => outside.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await eventually(() => accessibilityViolations(outside.page)).toEqual([]);
    await outside.page.getByRole('button', { name: '3 Bahnhof' }).focus();
    await outside.page.keyboard.press('Enter');
    await outside.page.getByLabel('Ihr Beitrag').focus();
    await outside.page.keyboard.type('Der Spielplatz fehlt.');
    await outside.page.keyboard.press('Tab');
    await outside.page.keyboard.type('Frau Beispiel');
    await outside.page.keyboard.press('Enter');
    await outside.page.locator('.sent').waitFor();
    await keepPicture(outside.page, 'public-plan-320');
    await outside.page.reload();
    await outside.page.getByText('Noch nichts veröffentlicht.').waitFor();
    await eventually(() => outside.page.getByText('Der Spielplatz fehlt.').count()).toBe(0);

    const queue = page.locator('.queue');
    await queue.getByText('Der Spielplatz fehlt.').waitFor();
    await keepPicture(page, 'editor-queue-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await queue.getByRole('button', { name: 'Veröffentlichen' }).click();
    await expect.poll(async () => (await comments(plan)).map(({ state }) => state)).toEqual(['open']);
    await outside.page.reload();
    await outside.page.getByText('Der Spielplatz fehlt.').waitFor();
    await page.getByRole('switch', { name: 'Seite ist offen' }).click();
    await expect.poll(async () => (await fetch(`${server.url}${pathname}`, { headers: { Accept: 'application/json' } })).status).toBe(404);
    await outside.page.reload();
    await outside.page.getByText('Dieser Link führt zu keinem Entwurf').waitFor();
    expect(outside.foreign).toEqual([]);
    expect([...desk.errors]).toEqual([]);
  });
});

/** A block of a zone and a line through its middle, in degrees. */
async function cutSomeBlock(desk: OpenEditor, zone: string): Promise<{ block: string; line: { type: 'LineString'; coordinates: [number, number][] } }> {
  return desk.page.evaluate((code) => {
    interface Inner {
      controller: { session: { slotOf(zone: string): number; state: { assignment: Int32Array }; coverage: { ids: string[]; blockBounds: Float64Array; blockAreaM2: Float64Array } }; locator: { points: Float64Array } };
      together: { presence: { placeOf(x: number, y: number): [number, number] } };
    }
    const { controller, together } = (document.querySelector('zuschnitt-editor') as unknown as { desk: Inner }).desk;
    const { session, locator } = controller;
    const slot = session.slotOf(code);
    // The fuller its box, the more surely a line through it crosses the block once.
    const fullness = (position: number) => {
      const [minX, minY, maxX, maxY] = session.coverage.blockBounds.subarray(4 * position, 4 * position + 4);
      return session.coverage.blockAreaM2[position]! / ((maxX! - minX!) * (maxY! - minY!));
    };
    let block = -1;
    session.coverage.ids.forEach((_, position) => {
      if (session.state.assignment[position] === slot && (block < 0 || fullness(position) > fullness(block))) block = position;
    });
    const y = locator.points[2 * block + 1]!;
    const [minX, , maxX] = session.coverage.blockBounds.subarray(4 * block, 4 * block + 4);
    return { block: session.coverage.ids[block]!, line: { type: 'LineString' as const, coordinates: [together.presence.placeOf(minX! - 5, y), together.presence.placeOf(maxX! + 5, y)] } };
  }, zone);
}
