// The import page over the real server and demo: a file understood, checked on the map, repaired, accepted, stored; by hand and by keys.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage, type PageOptions } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { blocksFile, countsFile, officialFile, storedRings, type BroughtFile } from './import-files.ts';
import { eventually } from './eventually.ts';
import { checkNear, openNear, outlinesOnMap, resolutionOfImports } from './import-picture.ts';

const reason = chromiumMissing();
const PATIENCE_MS = 240_000;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 812 };

describe.skipIf(reason !== null)(`the import page${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: PATIENCE_MS }, () => {
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

  const openImports = async (options: PageOptions = DESK) => {
    const watched = await openPage(browser, `${server.url}/imports`, options);
    await watched.page.locator('#file').waitFor({ state: 'attached' });
    await watched.page.locator('.history').waitFor();
    return watched;
  };
  const bring = async (page: Page, file: BroughtFile) => {
    await page.locator('#file').setInputFiles(file);
    await page.locator('#understood-next').waitFor();
  };
  const stored = async <T>(path: string) => (await (await fetch(server.url + path, { headers: await scriptHeaders(server.url, 'planung') })).json()) as T;

  it('counts of a semicolon table come in with two new statistics, and the list of imports tells so', async () => {
    const { ids } = await storedRings(server.url);
    const { page, errors, foreign } = await openImports();
    await page.getByText('Noch nichts eingelesen').waitFor();
    await bring(page, countsFile(ids, 'einwohner_2024.csv'));
    const facts = await page.locator('.facts').innerText();
    expect(facts).toMatch(/Trennzeichen\s+Semikolon/);
    expect(facts).toMatch(/Dezimalzeichen\s+Komma/);
    expect(facts).toMatch(/BLOCK\s+führende Nullen bleiben/);
    await page.locator('#understood-next').click();
    await eventually(() => page.getByLabel('Stichtag').inputValue()).toBe('2024-12-31');
    // Whole numbers are taken as counts, the decimal column is not.
    await eventually(() => page.locator('.counts input[type=checkbox]').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked))).toEqual([true, true, false]);
    await page.getByLabel('Name englisch für Einwohner neu').fill('Residents anew');
    await page.locator('#check-file').click();
    await page.locator('.verdict', { hasText: 'Die Datei passt' }).waitFor();
    await eventually(async () => (await stored<{ statistics: { statistic: string }[] }>('/statistics')).statistics.map(({ statistic }) => statistic)).not.toContain('einwohner_neu');
    await page.locator('#to-accept').click();
    await page.getByRole('button', { name: `${ids.length.toLocaleString('de-DE')} Zeilen übernehmen` }).click();
    await page.locator('.done').waitFor();
    const { statistics } = await stored<{ statistics: { statistic: string; name: { de: string; en: string }; referenceDates: string[] }[] }>('/statistics');
    expect(statistics.find(({ statistic }) => statistic === 'einwohner_neu')).toMatchObject({ name: { de: 'Einwohner neu', en: 'Residents anew' }, referenceDates: ['2024-12-31'] });
    await expect.poll(() => page.locator('.history').innerText()).toMatch(/einwohner_2024\.csv\s+Zahlen · übernommen/);
    expect(new URL(page.url()).hash).toBe('');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('a table in an older encoding is read with its umlauts, and otherwise where somebody knows better', async () => {
    const { ids } = await storedRings(server.url);
    const { page } = await openImports();
    const text = `BLOCK;Haushalte für Ältere\r\n${ids.map((id) => `${id};1`).join('\r\n')}\r\n`;
    await bring(page, { name: 'alt_2022.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
    await eventually(() => page.locator('#encoding-select').inputValue()).toBe('windows-1252');
    await eventually(() => page.locator('table.plain tbody th').allInnerTexts()).toEqual(['BLOCK', 'Haushalte für Ältere']);
    await page.locator('#encoding-select').selectOption('utf-8');
    await expect.poll(() => page.locator('table.plain tbody th').allInnerTexts()).toEqual(['BLOCK', 'Haushalte f\uFFFDr \uFFFDltere']);
    await page.locator('#encoding-select').selectOption('windows-1252');
    await expect.poll(() => page.locator('table.plain tbody th').allInnerTexts()).toEqual(['BLOCK', 'Haushalte für Ältere']);
    await page.locator('#understood-next').click();
    await page.locator('#check-file').click();
    await page.locator('.verdict', { hasText: 'Die Datei passt' }).waitFor();
  });

  it('a refused table tells row, column and what is allowed, and keeps what was entered', async () => {
    const { ids } = await storedRings(server.url);
    const file = countsFile(ids.slice(0, 40), 'fehler_2023.csv');
    const { page } = await openImports();
    await bring(page, { ...file, buffer: Buffer.from(file.buffer.toString('utf8').replace(`${ids[1]};37;`, `${ids[1]};viele;`)) });
    await page.locator('#understood-next').click();
    // A column with a word in it is not offered as counts by itself; whoever takes it all the same is told the row.
    await page.getByRole('checkbox', { name: 'Einwohner neu' }).check();
    await page.getByLabel('Quelle').fill('Probe');
    await page.locator('#check-file').click();
    const table = page.locator('.failure table');
    await table.waitFor();
    await eventually(() => table.locator('tbody tr').first().locator('td').allInnerTexts()).toEqual(['3', 'Einwohner neu', '„viele“ ist keine Anzahl', 'ganze Zahl ab 0, leer für unbekannt']);
    await eventually(() => page.locator('.failure').innerText()).toContain('Nichts gespeichert');
    await page.getByRole('button', { name: 'Ändern: Zuordnung' }).click();
    await eventually(() => page.getByLabel('Quelle').inputValue()).toBe('Probe');
  });

  it('a file without a CRS waits for a confirmed one, chosen from proposals, never by itself', async () => {
    const rings = await storedRings(server.url);
    const { page } = await openImports(PHONE);
    await bring(page, blocksFile(rings, 'ohne_lage.geojson', { damage: false, crs: null }));
    await eventually(() => page.locator('input[name=crs]:checked').count()).toBe(0);
    const next = page.locator('#understood-next');
    await eventually(() => next.getAttribute('aria-disabled')).toBe('true');
    await eventually(() => page.locator('#understood-next-why').innerText()).toContain('Bezugssystem');
    await next.press('Enter');
    await eventually(() => page.locator('#check-file').count()).toBe(0);
    const proposal = page.getByRole('radio', { name: /EPSG:25832/ });
    await eventually(() => page.locator('.crs .radio', { hasText: 'EPSG:25832' }).innerText()).toMatch(/100\s%/);
    await proposal.check();
    await expect.poll(() => next.getAttribute('aria-disabled')).toBe(null);
    await page.reload();
    // The kept upload is found again by the address; the confirmation is asked anew.
    await page.locator('#understood-next').waitFor();
    await eventually(() => page.locator('input[name=crs]:checked').count()).toBe(0);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });

  it('blocks that overlap and gape are shown with places, repaired, accepted by name, and stored', async () => {
    const rings = await storedRings(server.url);
    const { page, errors, foreign } = await openImports();
    await bring(page, blocksFile(rings, 'baubloecke_2027.geojson', { damage: true, crs: '25832' }));
    await page.locator('#understood-next').click();
    await page.locator('#check-file').click();
    await page.getByText('3 Befunde: so kann die Datei nicht übernommen werden').waitFor();
    await eventually(() => page.locator('.places h4').allInnerTexts()).toEqual([expect.stringMatching(/^Überlappungen\s+2$/), expect.stringMatching(/^Lücken\s+1$/)]);
    await eventually(() => page.locator('.places').innerText()).toMatch(/cm breit/);
    await eventually(() => page.locator('#to-accept').getAttribute('aria-disabled')).toBe('true');
    const before = await resolution(page);
    await page.locator('.place[data-number="2"]').click();
    await expect.poll(() => resolution(page)).toBeLessThan(before / 50);
    await eventually(() => redOnMap(page)).toBeGreaterThan(0);
    await keepPicture(page, 'imports-finding-1440');

    await page.locator('#repair').check();
    await eventually(() => page.getByText('gezeigt wird noch die vorige Prüfung').count()).toBe(1);
    await page.getByRole('button', { name: 'Neu prüfen' }).click();
    await page.getByText('Nach der Reparatur schließen die Blöcke aneinander an').waitFor();
    await eventually(() => page.locator('#tab-changes').innerText()).toMatch(/Änderungen\s+3/);
    await eventually(() => page.locator('.lineage').innerText()).toMatch(new RegExp(`^${rings.ids.length.toLocaleString('de-DE')}\\s+unverändert`));
    // Each kind of change has its sign, in the list and on the map; a change flies to where its piece is widest.
    await eventually(() => page.locator('.places h4').allInnerTexts()).toEqual([expect.stringMatching(/^Überlappungen vergeben\s+2$/), expect.stringMatching(/^Lücken geschlossen\s+1$/)]);
    await eventually(() => page.locator('.places h4 .swatch').evaluateAll((signs) => signs.map((sign) => sign.className))).toEqual(['swatch change-overlap', 'swatch change-gap']);
    const key = page.locator('.map-card');
    await eventually(() => key.innerText()).toMatch(/Gezeichnet sind die 7 Blöcke um die Änderungen[\s\S]*Überlappungen vergeben[\s\S]*Lücken geschlossen[\s\S]*Grenze bisher[\s\S]*Grenze nach der Reparatur/);
    await keepPicture(page, 'imports-repaired-1440');
    for (const number of [1, 3]) {
      await page.locator(`.place[data-number="${number}"]`).click();
      await expect.poll(() => resolution(page)).toBeLessThan(before / 50);
      // The border before in ink; the border after and the piece between in the colour of changes.
      await eventually(async () => (await outlinesOnMap(page)).accent).toBeGreaterThan(1500);
      await eventually(async () => (await outlinesOnMap(page)).ink).toBeGreaterThan(300);
      await keepPicture(page, `imports-repaired-${number}-1440`);
    }
    await page.locator('#tab-findings').click();
    await eventually(() => outlinesOnMap(page)).toEqual({ ink: 0, accent: 0 });
    await page.locator('#tab-changes').click();
    const sets = (await stored<{ blockSets: unknown[] }>('/block-sets')).blockSets.length;
    await page.locator('#to-accept').click();
    await page.getByRole('button', { name: `3 Änderungen annehmen und ${rings.ids.length.toLocaleString('de-DE')} Blöcke übernehmen` }).click();
    await page.locator('.done').waitFor();
    const { blockSets } = await stored<{ blockSets: { validFrom: string; blocks: number }[] }>('/block-sets');
    expect(blockSets.length).toBe(sets + 1);
    expect(blockSets.find(({ validFrom }) => validFrom === '2027-01-01')?.blocks).toBe(rings.ids.length);
    // The map goes on from the new stand.
    await page.locator('.map-card', { hasText: 'Blöcke ab 01.01.2027' }).waitFor();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('blocks that lie apart are joined by lines on the map, those at the railway drawn apart, and another distance redraws them', async () => {
    const { page, errors } = await openNear(browser, server.url, DESK);
    const key = page.locator('.map-card');
    const told = async () => /([\d.]+) Paare benachbart, bis [\d,]+\sm\s+([\d.]+) Paare durch ein Hindernis getrennt/.exec(await key.innerText())?.slice(1).map((number) => Number(number.replace('.', '')));
    const [joined, cut] = (await told())!;
    expect(cut).toBeGreaterThan(10);
    // In words too, for who sees no map.
    const number = (count: number) => count.toLocaleString('de-DE');
    await eventually(() => page.locator('.space-result').innerText()).toMatch(new RegExp(`${number(joined!)} Nachbarschaften kommen hinzu. ${number(cut!)} weitere Paare`));
    await eventually(async () => (await outlinesOnMap(page)).accent).toBeGreaterThan(1500);
    await eventually(() => redOnMap(page, 'import-outlines')).toBeGreaterThan(20);
    await keepPicture(page, 'imports-near-1440');
    await checkNear(page, '6');
    const [fewer] = (await told())!;
    expect(fewer).toBeLessThan(joined!);
    expect(errors).toEqual([]);
  });

  it('keys alone: a file is understood, checked, its findings walked by arrows and flown to by Enter', async () => {
    const rings = await storedRings(server.url);
    const { page } = await openImports();
    await bring(page, blocksFile(rings, 'tasten_2031.geojson', { damage: true, crs: '25832' }));
    // The heading of the new step has the focus, so that a screen reader goes on there.
    await expect.poll(() => focused(page)).toBe('So wurde die Datei verstanden');
    await tabTo(page, 'Stimmt so, weiter');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Zuordnung');
    await tabTo(page, 'Datei prüfen');
    await page.keyboard.press('Enter');
    await page.locator('.place').first().waitFor();
    await page.locator('[data-heading=check]').focus();
    await tabTo(page, /^1\s/);
    await page.keyboard.press('ArrowDown');
    await eventually(() => focused(page)).toMatch(/^2\s/);
    const before = await resolution(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => resolution(page)).toBeLessThan(before / 50);
    await eventually(() => page.locator('zs-imports [role=status][aria-live]').innerText()).toMatch(/^2: Blöcke /);
    await page.keyboard.press('F6');
    await eventually(() => focused(page)).toBe('MAP');
    await page.keyboard.press('Home');
    await expect.poll(() => resolution(page)).toBeGreaterThan(before / 2);
    await page.keyboard.press('F6');
    await tabTo(page, 'Andere Datei');
    await page.keyboard.press('Enter');
    await page.locator('#file').waitFor({ state: 'attached' });
  });

  it.each([
    { name: '1440', size: DESK },
    { name: '375', size: PHONE },
  ])('has no axe violation at $name pixels, from the first screen to the findings', async ({ name, size }) => {
    const rings = await storedRings(server.url);
    const { page, errors } = await openImports(size);
    await page.waitForTimeout(600);
    await keepPicture(page, `imports-first-${name}`);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await bring(page, blocksFile(rings, 'axe_2032.geojson', { damage: true, crs: null }));
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.getByRole('radio', { name: /EPSG:25832/ }).check();
    await expect.poll(() => page.locator('#understood-next').getAttribute('aria-disabled')).toBe(null);
    await page.locator('#understood-next').click();
    await page.locator('#check-file').click();
    await page.locator('.place').first().click();
    await page.getByRole('radio', { name: /Nähe gilt als Nachbarschaft/ }).check();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await keepPicture(page, `imports-findings-${name}`);
    expect(errors).toEqual([]);
  });

  it('a statistics table is understood, its columns told by a clerk, its mapping saved, and taken over with its dates', async () => {
    const { ids } = await storedRings(server.url);
    const { page, errors, foreign } = await openImports();
    await bring(page, officialFile(ids, 'personen.csv'));
    await eventually(() => page.locator('#kind-select').inputValue()).toBe('table');
    await eventually(() => page.locator('.facts').innerText()).toMatch(/Titel\s+Gemeldete Personen nach Geschlecht/);
    await keepPicture(page, 'imports-table-understood-1440');
    await page.locator('#understood-next').click();
    await eventually(() => page.locator('.roles select').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual(['date', 'area', 'category', 'value']);
    await eventually(() => page.locator('#table-unassignable').inputValue()).toBe('unbekannt');
    await eventually(() => page.locator('.rules tbody tr').count()).toBe(3);
    // The sum over both sexes gets a name that says what it is; the first block is secret there.
    await page.getByLabel('Name der Statistik in Regel 1').fill('Gemeldete Personen');
    await page.getByLabel('Name der Statistik in Regel 1').press('Tab');
    await eventually(() => page.locator('.sums tbody tr').first().locator('th, td').allInnerTexts()).toEqual(['Gemeldete Personen', '31.12.2023', expect.stringMatching(/^[\d.]+$/), '9', '1', '0', '–']);
    await eventually(() => page.locator('.outcome').getAttribute('aria-busy')).toBe('false');
    await page.locator('#mapping-name').fill('Gemeldete nach Geschlecht');
    await page.locator('#save-mapping').click();
    await eventually(() => page.locator('.save-mapping [role=status]').innerText()).toContain('Gesichert als „Gemeldete nach Geschlecht“');
    await eventually(() => page.locator('.saved-mappings li').innerText()).toContain('Gemeldete nach Geschlecht');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'imports-table-mapping-1440');
    await page.locator('#check-file').click();
    await page.locator('.verdict', { hasText: 'Die Datei passt' }).waitFor();
    await eventually(() => page.locator('.dates tbody tr').count()).toBe(2);
    await keepPicture(page, 'imports-table-check-1440');
    await page.locator('#to-accept').click();
    await page.locator('#accept').click();
    await page.locator('.done').waitFor();
    const { statistics } = await stored<{ statistics: { name: { de: string }; referenceDates: string[] }[] }>('/statistics');
    expect(statistics.find(({ name }) => name.de === 'Gemeldete Personen')?.referenceDates).toEqual(['2023-12-31', '2024-12-31']);

    // The next file, on a phone: the saved mapping does it, and tells of a value that it does not know.
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Weitere Datei' }).click();
    const next = officialFile(ids.slice(0, 200), 'personen_neu.csv');
    await bring(page, { ...next, buffer: Buffer.from(next.buffer.toString('latin1').replaceAll('weiblich', 'divers'), 'latin1') });
    await page.locator('.facts').waitFor();
    await page.locator('#understood-next').click();
    await page.getByRole('button', { name: 'Zuordnung Gemeldete nach Geschlecht anwenden' }).click();
    await page.locator('.saved-mappings [role=status]').waitFor();
    await page.getByRole('button', { name: 'Regel 1 entfernen' }).click();
    await eventually(() => page.locator('.issues').innerText()).toContain('Keine Regel nimmt Anzahl, Geschlecht "divers"');
    await eventually(() => page.locator('#check-file').getAttribute('aria-disabled')).toBe('true');
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await keepPicture(page, 'imports-table-mapping-375');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('an upload that takes long can be ended, and another file chosen', async () => {
    const { page, errors } = await openImports();
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 40_000 });
    await page.locator('#file').setInputFiles({ name: 'langsam.csv', mimeType: 'text/csv', buffer: Buffer.alloc(2_000_000, 'BLOCK;EINW\n') });
    await page.getByText('Datei wird übertragen').waitFor();
    await page.getByRole('button', { name: 'Abbrechen' }).click();
    await page.getByText('Datei hierher ziehen').waitFor();
    await eventually(() => page.locator('#understood-next').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('statistics enters a table of the yearbook from the desk of data protection, where it then stands', async () => {
    const { geographies } = await stored<{ geographies: { geography: string; versions: { version: number; validFrom: string; validTo: string | null }[] }[] }>('/geographies');
    // Tests before this one may have brought a new stand of blocks, on which cuts go on: the page proposes the cut of the reference date.
    const holdsThen = ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) => validFrom <= '2025-12-31' && (validTo === null || validTo > '2025-12-31');
    const { version } = geographies.find(({ geography }) => geography === 'stadtteile')!.versions.find(holdsThen)!;
    const { zones } = await stored<{ zones: { zone: string }[] }>(`/geographies/stadtteile/versions/${version}/assignment`);
    const lines = zones.slice(1).map(({ zone }, i) => `${zone};${900 + i};${1000 + i};12`);
    const { page, errors, foreign } = await openPage(browser, `${server.url}/privacy#page=published`, { ...DESK, as: 'statistik' });
    await page.getByRole('link', { name: 'Frühere Veröffentlichung eintragen' }).click();
    await page.locator('.only-kind', { hasText: 'Frühere Veröffentlichung' }).waitFor();
    await eventually(() => page.locator('input[name=kind]').count()).toBe(0);
    await bring(page, { name: 'jahrbuch_2025.csv', mimeType: 'text/csv', buffer: Buffer.from(`Stadtteil;Haushalte;Einwohner;Rang\r\n${lines.join('\r\n')}\r\n`) });
    await eventually(() => page.locator('#kind-select option').allInnerTexts()).toEqual(['Frühere Veröffentlichung']);
    await page.locator('#understood-next').click();
    await eventually(() => page.locator('#check-file-why').innerText()).toBe('Es fehlt der Titel der Veröffentlichung.');
    await page.getByLabel('Titel der Veröffentlichung').fill('Statistisches Jahrbuch 2025');
    await page.getByLabel('Herausgeber').fill('Stadt Gartenstadt');
    await page.getByLabel('Erschienen am').fill('2026-03-01');
    await page.getByLabel('Zahlen nach').selectOption('stadtteile');
    await eventually(() => page.getByLabel('Zahlen nach').inputValue()).toBe('stadtteile');
    // A column is taken where it is called like a statistic, no other.
    await eventually(() => page.locator('.published select').evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value))).toEqual(['households', '', '']);
    await page.getByLabel('Merkmal für Einwohner').selectOption('residents');
    for (const [name, size] of [['1440', DESK], ['375', PHONE]] as const) {
      await page.setViewportSize(size);
      await keepPicture(page, `imports-published-${name}`);
      await eventually(() => accessibilityViolations(page)).toEqual([]);
      await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    }
    await page.setViewportSize(DESK);
    await page.locator('#check-file').click();
    await page.getByText(`1 Gebiet ohne Zeile gilt als nicht veröffentlicht: ${zones[0]!.zone}`).waitFor();
    await keepPicture(page, 'imports-published-checked-1440');
    await page.locator('#to-accept').click();
    await page.getByText('lässt sich nicht zurücknehmen').waitFor();
    const before = (await stored<{ published: unknown[] }>('/published')).published.length;
    await page.getByRole('button', { name: `${2 * lines.length} veröffentlichte Zahlen übernehmen` }).click();
    await page.getByRole('link', { name: 'Zum Datenschutz' }).click();
    await page.locator('zs-privacy table').getByText('Statistisches Jahrbuch 2025').first().waitFor();
    const { published } = await stored<{ published: unknown[] }>('/published');
    expect(published.slice(before)).toMatchObject([
      { title: 'Statistisches Jahrbuch 2025', source: 'Stadt Gartenstadt', publishedOn: '2026-03-01', referenceDate: '2025-12-31', geography: 'stadtteile', version, statistics: ['households', 'residents'], enteredBy: 'statistik' },
    ]);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('whoever may not bring files in is told so, and the bar shows no way there', async () => {
    const { page } = await openPage(browser, `${server.url}/map`, { as: 'fachamt' });
    await page.locator('zs-app-bar .municipality').waitFor();
    await eventually(() => page.locator('zs-app-bar nav a').allInnerTexts()).not.toContain('Einlesen');
    await page.goto(`${server.url}/imports`);
    await page.getByText('Dafür fehlt Ihnen die Rolle Bearbeitung.').waitFor();
    await eventually(() => page.locator('#file').count()).toBe(0);
  });
});

const resolution = resolutionOfImports;

/** Pixels in the colour of findings on the layer of pins and hatches. */
const redOnMap = (page: Page, layer = 'import-marks') =>
  page.evaluate((name) => {
    const canvas = document.querySelector('zs-imports')!.shadowRoot!.querySelector('zs-import-map')!.shadowRoot!.querySelector<HTMLCanvasElement>(`canvas.${name}`)!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let red = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === 0xc3 && data[i + 1] === 0x1c && data[i + 2] === 0x13 && data[i + 3] === 255) red++;
    return red;
  }, layer);

/** Text of what has the focus; MAP for the map. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement != null) element = element.shadowRoot.activeElement;
    return element?.classList.contains('map') === true ? 'MAP' : ((element as HTMLElement | null)?.innerText ?? '').trim();
  });

async function tabTo(page: Page, text: string | RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (typeof text === 'string' ? now === text : text.test(now)) return;
  }
  throw new Error(`no way by Tab to ${String(text)}`);
}
