// The desk as the pictures show it: a release with findings, the certificate of the planted one, and what a stricter rule would cost.
import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions } from './browser.ts';

/** Small counts beside the residents, so that there is something to withhold. */
export const PICTURED = ['residents', 'sgb2_under_15', 'single_parent_households', 'daycare_under_3'] as const;

export async function openDesk(browser: Browser, url: string, release: string, size: PageOptions): Promise<Page> {
  const { page } = await openPage(browser, `${url}/privacy#release=${release}`, size);
  await page.locator('tr.finding', { hasText: 'Stadtteil 12 + Stadtteil 14' }).first().click();
  await page.locator('.repairs li').first().waitFor();
  const run = page.locator('#what-if-run');
  if (await run.isVisible()) {
    await run.click();
    await page.locator('#threshold').fill('4');
    await page.locator('.methods input:enabled').nth(1).waitFor();
    // The last that is asked for.
    await page.locator('#what-if-methods tbody tr').last().filter({ hasNotText: '…' }).waitFor();
    await page.locator('.desk h1').focus();
  }
  await page.locator('.desk').evaluate((desk) => (desk.scrollTop = 0));
  await page.waitForTimeout(1000);
  return page;
}
