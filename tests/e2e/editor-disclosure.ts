// What a plan would give away, on the page: with clearance the numbers, without it the copy alone. Run by editor.test.ts.
import { expect, it } from 'vitest';
import { accessibilityViolations, keepPicture } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import type { Running } from './editor-access.ts';
import { newPlan, openEditor, type OpenEditor } from './editor-page.ts';
import { eventually } from './eventually.ts';

interface Finding {
  readonly id: string;
  readonly count?: number;
  readonly blocks: readonly string[];
}

/** Findings as the server tells them to an account, of the statistics that the editor opens with. */
async function findings(url: string, plan: string, account: string): Promise<{ findings: Finding[]; text: string }> {
  const answer = await fetch(`${url}/plans/${plan}/disclosure?statistics=residents,under_15`, { headers: await scriptHeaders(url, account) });
  const text = await answer.text();
  return { findings: (JSON.parse(text) as { findings: Finding[] }).findings, text };
}

const rows = (desk: OpenEditor) => desk.page.locator('.finding-title');

export function testDisclosure(running: () => Running): void {
  it('shows who has the clearance what would be known, adds it up, and mends it without a number lost', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Befund');
    const desk = await openEditor(browser, server.url, plan);
    const { page } = desk;
    await rows(desk).first().waitFor();
    const before = await findings(server.url, plan, 'planung');
    const count = before.findings.length;
    await eventually(() => rows(desk).count()).toBe(count);
    await expect.poll(() => page.getByText('Blockzahlen sichtbar, wird protokolliert').count()).toBe(1);
    const first = before.findings[0]!;
    // By keyboard: the row is a button that opens the certificate below it.
    await rows(desk).first().focus();
    await page.keyboard.press('Enter');
    const certificate = page.locator('.certificate');
    await certificate.waitFor();
    const numbers = (await certificate.locator('tbody tr').allInnerTexts()).map((row) => {
      const value = Number(row.split('\t').at(-1)!.trim().replaceAll('.', ''));
      return row.trim().startsWith('−') ? -value : value;
    });
    expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(first.count);
    await page.getByRole('button', { name: 'Reparatur ohne Verlust' }).waitFor();
    await page.getByRole('button', { name: /^Auf der Karte zeigen/ }).first().click();
    await keepPicture(page, 'editor-certificate-1440');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reparatur ohne Verlust' }).click();
    await desk.saved();
    await expect.poll(() => rows(desk).count()).toBe(count - 1);
    const after = await findings(server.url, plan, 'planung');
    expect(after.findings.map(({ id }) => id)).not.toContain(first.id);
    expect(desk.errors).toEqual([]);
  });

  it.each([
    { name: '1440', width: 1440, height: 900 },
    { name: '375', width: 375, height: 812 },
  ])('shows who has none about-signs and no count at $name pixels, and keeps nothing of it in the browser', async ({ name, width, height }) => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, `Kopie ${name}`);
    const desk = await openEditor(browser, server.url, plan, { width, height, as: 'fachamt' });
    const { page } = desk;
    const [, , residents] = await desk.row('1');
    expect(residents).toMatch(/^≈\s*(etwa\s*)?[\d.]+[05]$/);
    if (width < 700) await page.getByRole('tab', { name: 'Befund' }).click();
    const told = await findings(server.url, plan, 'fachamt');
    expect(told.text).not.toMatch(/"(count|value)":/);
    // The copy is drawn at random: once in twelve towns it rounds both planted slivers, of 3 and of 4, to 0, and there is nothing to tell.
    await expect.poll(() => rows(desk).count()).toBe(told.findings.length);
    if (told.findings.length > 0) {
      await rows(desk).first().click();
      await page.locator('.certificate').waitFor();
      await eventually(() => rows(desk).first().innerText()).toContain('Eine geheime Zahl würde errechenbar');
      await eventually(() => page.locator('.certificate tbody .num').count()).toBe(0);
    }
    await keepPicture(page, `editor-copy-${name}`);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    // What the page holds is the copy, and nothing of it outlives the page.
    const held = await page.evaluate(async () => {
      const { counts } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { session: { counts: { values: Int32Array } } } } }).desk.controller.session;
      const caches = 'caches' in globalThis ? await globalThis.caches.keys() : [];
      // Steps that wait to be sent are kept, without a count; here none waits.
      const unsent = await new Promise((resolve) => {
        const opening = indexedDB.open('zuschnitt-editor');
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('unsent').objectStore('unsent').getAll();
          all.addEventListener('success', () => resolve(all.result));
        });
      });
      return { rounded: counts.values.every((value) => value % 5 === 0), databases: (await indexedDB.databases()).map(({ name }) => name), unsent, caches: caches.length, stored: JSON.stringify({ ...localStorage, ...sessionStorage }) };
    });
    expect(held).toMatchObject({ rounded: true, databases: ['zuschnitt-editor'], unsent: [], caches: 0 });
    expect(held.stored).not.toMatch(/\d{3,}/);
    expect(desk.errors).toEqual([]);
  });

  it('sends a plan back that would give something away, with the zones alone', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Abgabe ohne Freigabe');
    const desk = await openEditor(browser, server.url, plan, { as: 'fachamt' });
    await desk.page.getByRole('button', { name: 'Zur Prüfung geben' }).click();
    const notice = desk.page.getByText(/Diese Gebiete würden eine geheime Zahl verraten: \d(, \d)*\./);
    await notice.first().waitFor();
    await eventually(() => desk.page.locator('.state-badge').innerText()).toBe('Entwurf');
  });
}
