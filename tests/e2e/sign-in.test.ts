// Signing in by the form as people do: to where one was, out again, with a wrong password, by keyboard, on a telephone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations, chromiumMissing, closeBrowser, keepPicture, launchChromium, openPage } from './browser.ts';
import { passwordOf } from './demo-accounts.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { eventually } from './eventually.ts';

const missing = chromiumMissing();

describe.skipIf(missing !== null)(`signing in${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let server: DemoServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchChromium()]);
  }, 300_000);
  afterAll(async () => {
    await closeBrowser(browser);
    await server?.stop();
  });

  it('who opens a draft is asked to sign in, and is at the draft afterwards; signed out, nobody is', async () => {
    const { page, errors, foreign } = await openPage(browser, `${server.url}/editor?plan=entwurf-b`, { as: 'public' });
    await page.waitForURL(/\/sign-in\?next=/);
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'sign-in-1440');
    // By keyboard alone: the first field has the focus.
    await page.keyboard.type('planung');
    await page.keyboard.press('Tab');
    await page.keyboard.type('falsch, aber lang genug');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Konto oder Passwort stimmen nicht.').waitFor();
    // The refusal itself is an error in the console's eyes, and the only one: no violation of the content security policy.
    expect(errors.splice(0).filter((text) => !text.includes('401'))).toEqual([]);
    await page.keyboard.type(passwordOf(server.url, 'planung'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}/editor?plan=entwurf-b`);
    await page.waitForFunction(() => (document.querySelector('zuschnitt-editor')?.shadowRoot?.querySelectorAll('.label').length ?? 0) > 0, null, { timeout: 60_000 });
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]).toSorted()).toEqual([
      ['zuschnitt_csrf', false, 'Lax'],
      ['zuschnitt_session', true, 'Lax'],
    ]);

    await page.goto(`${server.url}/`);
    await page.getByRole('button', { name: 'Wer arbeitet: Planung' }).click();
    await page.getByText('Planung, Datenpflege').waitFor();
    // The drafts are asked for after the session: before they are there, signing out would let that question be refused.
    await page.locator('#plans').waitFor();
    await keepPicture(page, 'account-menu-1440');
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.getByRole('link', { name: 'Anmelden' }).waitFor();
    await page.goto(`${server.url}/editor?plan=entwurf-b`);
    await page.waitForURL(/\/sign-in/);
    expect([errors, foreign]).toEqual([[], []]);
  }, 180_000);

  it('on a telephone the form fits, and one’s own account shows roles, clearance and the way to another password', async () => {
    const size = { width: 375, height: 812 };
    const form = await openPage(browser, `${server.url}/sign-in`, { ...size, as: 'public' });
    await form.page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await keepPicture(form.page, 'sign-in-375');
    const { page, errors } = await openPage(browser, `${server.url}/sign-in`, { ...size, as: 'planung' });
    await page.getByRole('heading', { name: 'Passwort ändern' }).waitFor();
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await page.getByText('alle Quellen').waitFor();
    await page.getByLabel('Bisheriges Passwort').fill(passwordOf(server.url, 'planung'));
    await page.getByLabel('Neues Passwort', { exact: true }).fill('Linde-Ahorn-Buche-7');
    await page.getByLabel('Neues Passwort, noch einmal').fill('Linde-Ahorn-Buche-8');
    await page.getByRole('button', { name: 'Passwort speichern' }).click();
    await page.getByText('Die beiden neuen Passwörter sind verschieden.').waitFor();
    await keepPicture(page, 'account-375');
    expect(errors).toEqual([]);
  });

  it('a link to the page sends nobody to another host', async () => {
    const { page } = await openPage(browser, `${server.url}/sign-in?next=https%3A%2F%2Fexample.org`, { as: 'public' });
    await page.getByLabel('Konto').fill('fachamt');
    await page.getByLabel('Passwort').fill(passwordOf(server.url, 'fachamt'));
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.waitForURL(`${server.url}/`);
  });
});
