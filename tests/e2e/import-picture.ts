// The import page as README and docs show it: a damaged file of blocks, its findings beside the map.
import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions } from './browser.ts';
import { blocksFile, storedRings } from './import-files.ts';

/** Stores nothing; the page then shows step 4. */
export async function openFindings(browser: Browser, url: string, size: PageOptions): Promise<Page> {
  const rings = await storedRings(url);
  const { page } = await openPage(browser, `${url}/imports`, size);
  await page.locator('#file').setInputFiles(blocksFile(rings, 'baubloecke_2027.geojson', { damage: true, crs: '25832' }));
  await page.locator('#understood-next').click();
  await page.locator('#check-file').click();
  await page.locator('.place').first().waitFor();
  await page.waitForTimeout(2000);
  return page;
}
