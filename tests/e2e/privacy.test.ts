// The desk of data protection over the real server and demo: findings read, objected to, verified, approved; by hand, by keys, on paper.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage, type PageOptions } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { readPrintedPdf } from './pdf-text.ts';
import { askForReleases, type AskedReleases } from './privacy-releases.ts';
import { eventually } from './eventually.ts';

const reason = chromiumMissing();
const PATIENCE_MS = 240_000;
const PHONE = { width: 375, height: 812 };
/** Stadtteile 12 and 14 less Sozialraum 3 at the end of 2025: geodata/gartenstadt-answers.json. */
const ADDITION = 'Stadtteil 12 + Stadtteil 14 − Sozialraum 3';

describe.skipIf(reason !== null)(`the desk of data protection${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: PATIENCE_MS }, () => {
  let server: DemoServer;
  let browser: Browser;
  let asked: AskedReleases;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
    asked = await askForReleases(server.url);
  }, 300_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  const openDesk = async (place: string, options: PageOptions = {}) => {
    const watched = await openPage(browser, `${server.url}/privacy${place}`, options);
    await watched.page.locator('zs-privacy .desk, zs-privacy .side').first().waitFor();
    return watched;
  };
  const openRelease = async (id: string, options: PageOptions = {}) => {
    const watched = await openDesk(`#release=${id}`, options);
    await watched.page.locator('.desk h1').waitFor();
    return watched;
  };
  const stored = async <T>(path: string, account: string) => (await (await fetch(server.url + path, { headers: await scriptHeaders(server.url, account) })).json()) as T;
  const lastActions = async (count: number) => (await stored<{ entries: { action: string; account: string }[] }>('/ledger', 'dsb')).entries.slice(-count).map(({ action, account }) => [action, account]);
  const rowOf = (page: Page, words: string): Locator => page.locator('tr.finding', { hasText: words });

  it('data protection reads what follows as an addition, on map and table, and objects with a reason', async () => {
    const { page, errors, foreign } = await openRelease(asked.leaking);
    await eventually(() => page.locator('.desk h1').innerText()).toBe('Sozialraum-Kennzahlen 2025');
    await rowOf(page, ADDITION).click();
    const card = page.locator('.certificate');
    await eventually(() => card.locator('h2').innerText()).toMatch(/4\sPersonen werden errechenbar$/);
    const sums = await card.locator('.sum tr').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).innerText.replace(/\s+/g, ' ').trim()));
    expect(sums).toEqual(expect.arrayContaining([expect.stringMatching(/^Stadtteil 12 .*Freigabe 2 3\.605$/), expect.stringMatching(/^\+ Stadtteil 14 .*Freigabe 2 1\.432$/), expect.stringMatching(/^− Sozialraum 3 .*5\.033$/), '= Rest 4 Personen']));
    await eventually(() => card.locator('.recomputed').innerText()).toBe('Nachgerechnet, stimmt');
    // Least loss first: the sliver goes where its neighbours are.
    await card.locator('.repairs li').first().waitFor();
    await eventually(() => card.locator('.repairs li').first().innerText()).toMatch(/^Block 12-047 zu Sozialraum 3\s+kein Verlust$/);
    // The other finding, by the map's own key; its row follows.
    await page.locator('zs-desk-map').locator('.map').press('b');
    await expect.poll(() => page.locator('tr.finding[aria-current]').innerText()).not.toContain(ADDITION);
    await eventually(() => page.locator('[role=status][aria-live]').last().innerText()).toMatch(/^Befund \d: .*genau bekannt/);
    // Both follow from earlier releases alone: nobody may say that there is nothing, only take them as they are, with a reason.
    await eventually(() => page.locator('[data-step=verify]').count()).toBe(0);
    await page.locator('[data-step=accept]').waitFor();
    await page.locator('[data-step=object]').click();
    const take = page.locator('#question-take');
    await eventually(() => take.getAttribute('aria-disabled')).toBe('true');
    await page.locator('#reason').fill('4 Personen in Block 12-047 werden errechenbar.');
    await take.click();
    await expect.poll(() => page.locator('.signatures').innerText()).toContain('4 Personen in Block 12-047 werden errechenbar.');
    await eventually(() => page.locator('.head').innerText()).toContain('zurückgegeben');
    await expect.poll(() => lastActions(1)).toEqual([['object', 'dsb']]);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    const approving = await openRelease(asked.leaking, { as: 'statistik' });
    await eventually(() => approving.page.locator('[data-step=approve]').getAttribute('aria-disabled')).toBe('true');
  });

  it('another release is verified and approved by keys alone, and everybody sees it', async () => {
    const { page } = await openDesk('');
    const row = page.locator(`.release-row[data-release="${asked.clean}"]`);
    await row.waitFor();
    // F6 comes to the list, arrows to the row, Enter opens it.
    await page.keyboard.press('Tab');
    await page.locator('.release-row[tabindex="0"]').focus();
    for (let step = 0; step < 8 && !(await row.evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement)); step++) await page.keyboard.press('ArrowDown');
    if (!(await row.evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement))) {
      await page.keyboard.press('Home');
      for (let step = 0; step < 8 && !(await row.evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement)); step++) await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.desk h1').innerText()).toBe('Haushalte der Planungsräume');
    const focused = () => page.evaluate(() => (document.querySelector('zs-privacy')!.shadowRoot!.activeElement as HTMLElement | null)?.dataset.step ?? '');
    for (let step = 0; step < 6 && (await focused()) !== 'verify'; step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.head').innerText()).toContain('keine Einwände');
    await page.context().close();

    const approver = await openRelease(asked.clean, { as: 'statistik' });
    const steps = approver.page;
    await steps.locator('[data-step=approve]').press('Enter');
    // The question takes the focus; Enter answers it.
    await steps.locator('#question-take').waitFor();
    await expect.poll(() => steps.evaluate(() => document.querySelector('zs-privacy')!.shadowRoot!.activeElement?.id)).toBe('question-take');
    await steps.keyboard.press('Enter');
    await expect.poll(() => steps.locator('.head').innerText()).toContain('veröffentlicht');
    await eventually(async () => (await stored<{ releases: { release: string }[] }>('/releases', 'public')).releases.map(({ release }) => release)).toContain(asked.clean);
    const map = await openPage(browser, `${server.url}/map?geography=planungsraeume&version=2&statistic=households&date=2024-12-31`);
    await map.page.locator('zs-ranking button.row').first().waitFor();
    await eventually(() => map.page.locator('zs-ranking button.row').count()).toBe(3);
  });

  it('a release is asked for by a form that shows first what would be withheld, on a phone too, and an administrator says who signs', async () => {
    const { page, errors } = await openDesk('#page=request', { as: 'planung', ...PHONE });
    await page.locator('#request-geography').selectOption('planungsraeume');
    await page.locator('#request-send').click();
    await expect.poll(() => page.locator('#request-why').innerText()).toBe('Bitte mindestens eine Kennzahl wählen.');
    await page.locator('#request-statistics input[value=households]').check();
    await page.locator('#request-referenceDates input[value="2022-12-31"]').check();
    await page.locator('#request-purpose').fill('Wohnraumbericht');
    await page.locator('#request-preview').click();
    await expect.poll(() => page.locator('#request-loss').innerText(), { timeout: 60_000 }).toMatch(/Zellen\s+\d+/i);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.locator('#request-purpose').press('Tab');
    await page.locator('#request-send').press('Enter');
    await expect.poll(() => page.locator('.desk h1').innerText(), { timeout: 60_000 }).toBe('Wohnraumbericht');
    await eventually(() => lastActions(2)).toContainEqual(['request', 'planung']);
    expect(errors).toEqual([]);

    const setting = await openDesk('#page=rules', { as: 'admin' });
    await setting.page.locator('#dpo-signs').check();
    await expect.poll(async () => (await stored<{ required: string[] }>('/signatures', 'dsb')).required).toEqual(['dpo', 'statistics']);
    await eventually(() => lastActions(1)).toEqual([['signatures', 'admin']]);
    await setting.page.locator('#dpo-signs').uncheck();
    await expect.poll(async () => (await stored<{ required: string[] }>('/signatures', 'dsb')).required).toEqual(['statistics']);
    const looking = await openDesk('#page=rules');
    await eventually(() => looking.page.locator('#dpo-signs').isDisabled()).toBe(true);
  });

  it('who asked for a release is told that somebody else decides', async () => {
    const { page } = await openRelease(asked.own, { as: 'statistik' });
    const approve = page.locator('[data-step=approve]');
    await eventually(() => approve.getAttribute('aria-disabled')).toBe('true');
    await eventually(() => page.locator('#decide-why').innerText()).toBe('Sie haben diese Freigabe selbst beantragt.');
    await approve.click({ force: true });
    await eventually(() => page.locator('#question-take').count()).toBe(0);
  });

  it('a stricter threshold stands beside what it would cost', async () => {
    const { page } = await openRelease(asked.own);
    await page.locator('#what-if-run').click();
    const slider = page.locator('#threshold');
    await slider.waitFor();
    const withheld = () => page.locator('.figures dd').first().innerText();
    const before = await withheld();
    await slider.press('End');
    await eventually(() => page.locator('.threshold output').innerText()).toMatch(/5 → 10/);
    await eventually(() => withheld()).toContain('→');
    await eventually(() => withheld()).not.toBe(before);
    await page.getByRole('button', { name: 'Tabelle' }).click();
    await eventually(() => page.locator('.plain-table').first().locator('tbody tr').count()).toBe(8);
    // Beside it what changes numbers instead: rounding by how much, and noise where a source's rules have none.
    const methods = page.locator('#what-if-methods tbody tr');
    await eventually(() => methods.nth(1).innerText()).toMatch(/Runden\s+\d+\s+\d/);
    await eventually(() => methods.nth(2).innerText()).toMatch(/Zufallsüberlagerung\s+nicht möglich/);
  });

  it('the ledger shows that it is whole, and finds a head that somebody noted', async () => {
    const { page } = await openDesk('#page=ledger');
    await page.locator('.whole-hash').waitFor();
    const { entries, head } = await stored<{ entries: { hash: string }[]; head: string }>('/ledger', 'dsb');
    await eventually(() => page.locator('.chain').innerText()).toContain(`Kette unversehrt, ${entries.length} Einträge`);
    await eventually(() => page.locator('.whole-hash').innerText()).toBe(head);
    const ask = async (hash: string) => {
      await page.locator('#hash').fill(hash);
      await page.locator('#find-hash').click();
    };
    await ask(entries[1]!.hash);
    await page.getByText('Gefunden: Eintrag 2.').waitFor();
    await ask('0'.repeat(63) + '1');
    await page.getByText('Dieser Prüfwert steht nicht in der Kette').waitFor();
    await ask('kein Prüfwert');
    await page.getByText('64 Zeichen').waitFor();
  });

  it('a new version of a rule set needs its legal basis, and is kept with its author', async () => {
    const { page } = await openDesk('#page=rules', { as: 'statistik' });
    const card = page.locator('.rule-card[data-source="Einwohnerregister"]');
    await card.getByRole('button', { name: 'Neue Fassung' }).click();
    await card.locator('#threshold').fill('6');
    await eventually(() => card.locator('#store-rules').getAttribute('aria-disabled')).toBe('true');
    await card.locator('#basis').fill('Dienstanweisung Statistik, § 4');
    await card.locator('#store-rules').click();
    await expect.poll(() => card.innerText()).toMatch(/Fassung 1, Statistikstelle/);
    await eventually(() => card.innerText()).toContain('Mindestfallzahl 6.');
  });

  it('noise is set with the rules of a source by whoever sets them, and asked for by the form of a release', async () => {
    const { page, errors } = await openDesk('#page=rules', { as: 'statistik' });
    const card = page.locator('.rule-card[data-source="Einwohnerregister"]');
    await card.getByRole('button', { name: 'Neue Fassung' }).click();
    await card.locator('#minimumDenominator').fill('30');
    await card.locator('#noise').check();
    await card.locator('#basis').fill('Dienstanweisung Statistik, § 5');
    await eventually(() => card.locator('#rules-why').innerText()).toContain('Überlagerung');
    await card.locator('#noise-largest').fill('2');
    await card.locator('#noise-variance').fill('1,5');
    // Less than the threshold.
    await eventually(() => card.locator('#rules-why').innerText()).toContain('mindestens die Mindestfallzahl');
    await card.locator('#noise-file').setInputFiles({ name: 'matrix.csv', mimeType: 'text/csv', buffer: Buffer.from('i;v;p\n0;0;eins\n') });
    await eventually(() => card.getByRole('alert').innerText()).toContain('Zeile 2');
    await card.locator('#noise-largest').fill('7');
    await card.locator('#noise-variance').fill('3,25');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await card.locator('#store-rules').click();
    await eventually(() => card.innerText()).toContain('Zufallsüberlagerung nach der Cell-Key-Methode');
    expect(errors).toEqual([]);
    await page.context().close();

    const { page: form } = await openDesk('#page=request', { as: 'planung' });
    await form.locator('#request-geography').selectOption('wahlbezirke');
    await form.locator('#request-statistics input[value=under_18]').check();
    await form.locator('input[name=method][value=cell-key]').check();
    await form.locator('#request-purpose').fill('Wahlbezirke mit Überlagerung');
    await form.locator('#request-preview').click();
    await eventually(() => form.locator('#request-loss').innerText()).toMatch(/Mittlere Abweichung\s+\d/i);
    await form.locator('#request-send').click();
    await eventually(() => form.locator('.desk h1').innerText()).toBe('Wahlbezirke mit Überlagerung');
    await eventually(() => form.locator('.desk').innerText()).toContain('Zufallsüberlagerung');
    await eventually(() => form.content()).not.toContain('3,25');
  });

  it('earlier publications are asked for as long as none was entered, and looks at block counts are listed', async () => {
    const { page } = await openDesk('#page=published');
    await page.getByText('Bisher ist nichts Früheres eingetragen.').waitFor();
    await eventually(() => page.getByRole('link', { name: 'Frühere Veröffentlichung eintragen' }).getAttribute('href')).toContain('/imports');
    await page.locator('[data-page=access]').click();
    await page.locator('.wide-table tbody tr').first().waitFor();
    await eventually(() => page.locator('.wide-table').innerText()).toContain('Datenschutz');
  });

  it('the report prints on A4 with certificates, head hash, signatures and page numbers', async () => {
    const { page } = await openRelease(asked.leaking);
    await rowOf(page, ADDITION).waitFor();
    await page.locator('.repairs li').first().waitFor();
    const { release, ledger } = { release: await stored<{ audit: { headHash: string } }>(`/releases/${asked.leaking}`, 'dsb'), ledger: await stored<{ head: string }>('/ledger', 'dsb') };
    const pages = readPrintedPdf(await page.pdf({ preferCSSPageSize: true }));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, { size, text }] of pages.entries()) {
      expect(size.map(Math.round)).toEqual([595, 842]);
      expect(text).toContain('Gartenstadt·PrüfberichtzurGeheimhaltung·');
      expect(text).toContain(`Seite${index + 1}von${pages.length}`);
    }
    const text = pages.map((sheet) => sheet.text).join('');
    for (const words of [`${ADDITION} = 4 Personen`, 'Mindestfallzahl 5.', 'Block 12-047 zu Sozialraum 3 (kein Verlust)', release.audit.headHash, ledger.head, 'Einwand', 'Kette unversehrt']) expect(text).toContain(words.replace(/\s/g, ''));
  });

  it('without the clearance no finding and no count is told', async () => {
    const { page } = await openDesk('', { as: 'fachamt' });
    await page.locator('.release-row').first().waitFor();
    const words = await page.locator('zs-privacy').innerText();
    expect(words).not.toMatch(/errechenbar$|\d+\s(Personen|Person) w/m);
    await eventually(() => page.locator('tr.finding').count()).toBe(0);
  });

  it('nothing fails the accessibility check, and a phone needs no sideways scrolling', async () => {
    const { page } = await openRelease(asked.leaking);
    await rowOf(page, ADDITION).waitFor();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'privacy-1440');
    for (const place of ['rules', 'ledger', 'published']) {
      await page.goto(`${server.url}/privacy#page=${place}`);
      await page.reload();
      await page.locator('.desk h1').waitFor();
      await eventually(() => accessibilityViolations(page)).toEqual([]);
    }
    await page.context().close();
    const phone = await openRelease(asked.leaking, PHONE);
    await phone.page.locator('.certificate').waitFor();
    await eventually(() => phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await eventually(() => accessibilityViolations(phone.page)).toEqual([]);
    await keepPicture(phone.page, 'privacy-375');
    await phone.page.locator('#tab-ledger').click();
    await phone.page.locator('.links').waitFor();
    await phone.page.locator('.back').click();
    await phone.page.locator('.release-row').first().waitFor();
    await eventually(() => phone.page.locator('.desk').count()).toBe(0);
  });
});
