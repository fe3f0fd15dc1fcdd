// The import page as README and docs show it: a damaged file of blocks, its findings beside the map.
import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from './browser.ts';
import { blocksFile, haanCells, storedRings } from './import-files.ts';

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

/** The same file with a repair tried, at its gap: what closed it, the border before and after. */
export async function openRepaired(browser: Browser, url: string, size: PageOptions): Promise<Page> {
  const page = await openFindings(browser, url, size);
  await page.locator('#repair').check();
  await page.getByRole('button', { name: 'Neu prüfen' }).click();
  await page.locator('#tab-changes').waitFor();
  await page.locator('.place[data-number="3"]').click();
  await page.waitForTimeout(1500);
  return page;
}

/** Cells of 100 m that lie apart, with the space between them shared out: a dry run over the stand of the same cells. */
export async function openCells(browser: Browser, url: string, file: string, size: PageOptions): Promise<WatchedPage> {
  const watched = await openPage(browser, `${url}/imports`, size);
  const { page } = watched;
  await page.locator('#file').setInputFiles(haanCells(file, 'zensus_haan.csv'));
  await page.locator('#understood-next').waitFor();
  const kind = page.locator('#kind-select');
  if ((await kind.inputValue()) !== 'blocks') await kind.selectOption('blocks');
  await page.locator('#understood-next').click();
  await page.locator('#map-id').selectOption('grid_id');
  await page.locator('#map-x').selectOption('x_3035');
  await page.locator('#map-y').selectOption('y_3035');
  await page.locator('#map-crs').selectOption('EPSG:3035');
  await page.locator('#map-cell').fill('100');
  await page.locator('#map-cell').press('Tab');
  await page.locator('#check-file').click();
  await page.locator('.verdict').waitFor();
  await page.getByRole('radio', { name: /Unter den Blöcken aufteilen/ }).check();
  await page.getByRole('button', { name: 'Neu prüfen' }).click();
  await page.locator('#tab-cells').waitFor();
  await page.waitForTimeout(1500);
  return watched;
}

/** Blocks that lie apart, joined up to 25 m, the railway a barrier. */
export async function openNear(browser: Browser, url: string, size: PageOptions): Promise<WatchedPage> {
  const rings = await storedRings(url);
  const watched = await openPage(browser, `${url}/imports`, size);
  const { page } = watched;
  await page.locator('#file').setInputFiles(blocksFile(rings, 'baubloecke_2028.geojson', { apart: 0.08, crs: '25832' }));
  await page.locator('#understood-next').click();
  await page.locator('#check-file').click();
  await page.locator('.verdict').waitFor();
  await page.getByRole('radio', { name: /Nähe gilt als Nachbarschaft/ }).check();
  await page.getByRole('checkbox', { name: 'Bahn' }).check();
  await checkNear(page, '25');
  return watched;
}

/** Another distance, and a dry run with it. */
export async function checkNear(page: Page, distanceM: string): Promise<void> {
  await page.locator('#near-distance').fill(distanceM);
  await page.locator('#near-distance').press('Tab');
  await page.getByRole('button', { name: 'Neu prüfen' }).click();
  await page.locator('.map-card', { hasText: `bis ${distanceM},00` }).waitFor();
}

interface MapElement extends HTMLElement {
  readonly map: { getView(): { getResolution(): number } };
}

/** Metres a pixel. */
export const resolutionOfImports = (page: Page) =>
  page.evaluate(() => document.querySelector('zs-imports')!.shadowRoot!.querySelector<MapElement>('zs-import-map')!.map.getView().getResolution());

/** Pixels in ink and in the colour of changes, light or full, on the layer of what would be stored. */
export const outlinesOnMap = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('zs-imports')!.shadowRoot!.querySelector('zs-import-map')!.shadowRoot!.querySelector<HTMLCanvasElement>('canvas.import-outlines')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const near = (i: number, r: number, g: number, b: number) => Math.abs(data[i]! - r) < 8 && Math.abs(data[i + 1]! - g) < 8 && Math.abs(data[i + 2]! - b) < 8;
    let [ink, accent] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3]! < 30) continue;
      // Thin lines are mixed with the white beside them.
      if (data[i + 2]! < 0x78) ink++;
      else if (near(i, 0x20, 0x44, 0xaa)) accent++;
    }
    return { ink, accent };
  });
