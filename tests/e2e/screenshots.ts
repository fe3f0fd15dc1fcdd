// `npm run screenshots`: the pictures of README and docs, taken from the real server with the demo and with the cells of Haan.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../server/package-root.ts';
import { launchChromium, openPage } from './browser.ts';
import { startDemoServer } from './demo-server.ts';
import { openEditor } from './editor-page.ts';
import { openFindings } from './import-picture.ts';
import { openDesk, PICTURED } from './privacy-picture.ts';
import { askForReleases } from './privacy-releases.ts';
import { HAAN, haanFile, importCells, runHaan } from './haan-run.ts';

const folder = join(packageRoot(), 'docs/images');
mkdirSync(folder, { recursive: true });
const keep = async (page: Page, name: string) => {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`docs/images/${name}.png\n`);
};
const SIZES = [
  ['1440', { width: 1440, height: 900 }],
  ['375', { width: 375, height: 812 }],
] as const;
const MAP = '/map?statistic=sgb2_under_15&measure=share&date=2025-12-31';

const browser = await launchChromium();
const demo = await startDemoServer();
try {
  const { leaking } = await askForReleases(demo.url, PICTURED);
  for (const [name, size] of SIZES) {
    const map = await openPage(browser, demo.url + MAP, size);
    await map.page.locator('zs-ranking button, zs-sheet').first().waitFor();
    if (name === '1440') await map.page.locator('zs-ranking button').first().click();
    await map.page.waitForTimeout(1500);
    await keep(map.page, `map-${name}`);
    await map.page.context().close();
    const editor = await openEditor(browser, demo.url, 'entwurf-b', size);
    await editor.page.waitForTimeout(1500);
    await keep(editor.page, `editor-${name}`);
    await editor.page.context().close();
    const start = await openPage(browser, `${demo.url}/`, size);
    await start.page.waitForTimeout(2500);
    await keep(start.page, `start-${name}`);
    await start.page.context().close();
    const imports = await openFindings(browser, demo.url, size);
    await keep(imports, `imports-${name}`);
    await imports.context().close();
    const desk = await openDesk(browser, demo.url, leaking, size);
    await keep(desk, `privacy-${name}`);
    await desk.context().close();
  }
} finally {
  await demo.stop();
}

const file = haanFile();
if (file === null) process.stdout.write('the shared data are absent: no pictures of Haan\n');
else {
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-haan-'));
  importCells(dataDir, file);
  const server = await startDemoServer({ MUNICIPALITY: HAAN, DEMO: 'none', DATA_DIR: dataDir });
  try {
    await runHaan(server.url, dataDir, browser, file, (page, name) => (name === 'haan-drawing' ? Promise.resolve() : keep(page, name)));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
await browser.close();
