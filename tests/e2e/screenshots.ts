// `npm run screenshots [-- part of a name …]`: docs/screenshots, every page and every tool and state of the editor at 1440 and 375 px,
// from the real server with the demo and with the cells of Haan. What is taken stands in picture-list.ts.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../server/package-root.ts';
import { launchChromium } from './browser.ts';
import { startDemoServer } from './demo-server.ts';
import { openCells } from './import-picture.ts';
import { HAAN, haanFile, importCells, runHaan } from './haan-run.ts';
import { PICTURES } from './picture-list.ts';
import { askForReleases } from './privacy-releases.ts';
import { PICTURED } from './privacy-picture.ts';

const folder = join(packageRoot(), 'docs/screenshots');
/** WebP by Chromium itself: 50 to 90 kB for what is 250 to 500 kB as PNG, with text as sharp. */
const QUALITY = 80;
const SIZES = [
  ['1440', { width: 1440, height: 900 }],
  ['375', { width: 375, height: 812 }],
] as const;

const wanted = process.argv.slice(2);
const failed: string[] = [];
mkdirSync(folder, { recursive: true });

async function keep(page: Page, name: string): Promise<void> {
  // Fonts and tiles of the last frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await session.detach();
  const bytes = Buffer.from(data, 'base64');
  writeFileSync(join(folder, `${name}.webp`), bytes);
  process.stdout.write(`docs/screenshots/${name}.webp ${Math.round(bytes.length / 1000)} kB\n`);
}

const browser = await launchChromium();
const demo = await startDemoServer();
try {
  const asked = await askForReleases(demo.url, PICTURED);
  for (const { name, sizes = ['1440', '375'], take } of PICTURES) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    for (const [width, size] of SIZES) {
      if (!sizes.includes(width)) continue;
      try {
        const page = await take({ browser, url: demo.url, size, leaking: asked.leaking });
        await keep(page, `${name}-${width}`);
      } catch (error) {
        failed.push(`${name}-${width}: ${(error as Error).message.split('\n')[0]}`);
        process.stdout.write(`NOT TAKEN ${failed.at(-1)}\n`);
      }
      for (const context of browser.contexts()) await context.close();
    }
  }
} finally {
  await demo.stop();
}

const file = haanFile();
if (file === null) process.stdout.write('the shared data are absent: no pictures of Haan\n');
else if (wanted.length === 0 || wanted.some((part) => ['haan', 'imports-cells'].some((name) => name.includes(part)))) {
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-haan-'));
  importCells(dataDir, file);
  const server = await startDemoServer({ MUNICIPALITY: HAAN, DEMO: 'none', DATA_DIR: dataDir });
  try {
    for (const [width, size] of SIZES) {
      const { page } = await openCells(browser, server.url, file, size);
      await keep(page, `imports-cells-${width}`);
      await page.context().close();
    }
    if (wanted.length === 0 || wanted.some((part) => 'haan'.includes(part))) await runHaan(server.url, dataDir, browser, file, (page, name) => (name === 'haan-drawing' ? Promise.resolve() : keep(page, name)));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
await browser.close();
process.stdout.write(`${readdirSync(folder).length} pictures in docs/screenshots\n`);
if (failed.length > 0) {
  process.stdout.write(`${failed.length} not taken:\n${failed.join('\n')}\n`);
  process.exitCode = 1;
}
