// A stroke of 50 blocks in Chromium beside DistrictBuilder's design: both merge the two zones, sum their counts and make paths of them.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Disagreement } from '../agree.ts';
import { ZONES } from '../input.ts';
import type { Report } from '../report.ts';
import { launchChromium } from './chromium.ts';
import type { RivalTimes } from './districtbuilder-page.ts';

const SIZES = [12_000, 100_000] as const;
const STROKES = 12;
const ROUNDS = 5;
/** Issue 5: at least so many times as slow as ours. */
const LEAST = 10;

export async function districtBuilderSuite(report: Report, sizes: readonly number[] = SIZES): Promise<void> {
  const browser = await launchChromium();
  if ('reason' in browser) return report.note(`no stroke beside DistrictBuilder: ${browser.reason}`);
  try {
    const content = await bundle();
    for (const blocks of sizes) {
      const page = await browser.newPage();
      await page.addScriptTag({ content });
      const { ours, blocksOnly, hierarchy, whole, error, strokes } = await page.evaluate<RivalTimes>(`runRival(${blocks}, ${ZONES}, ${STROKES}, ${ROUNDS})`);
      await page.close();
      if (!(error <= 1e-9)) throw new Disagreement(`areas or sums of DistrictBuilder's districts are off by ${error}`);
      const times = (ms: readonly number[]) => ({ ms, result: null });
      const race = new Map([['ours', times(ours)], ['mergeArcs', times(blocksOnly)], ['mergeArcs-tracts', times(hierarchy)]]);
      report.figure('districtbuilder-blocks', blocks, race, 'ours', 'mergeArcs', LEAST);
      report.figure('districtbuilder-hierarchy', blocks, race, 'ours', 'mergeArcs-tracts', LEAST);
      report.amount({ name: 'districtbuilder-whole', n: blocks, value: whole, unit: 'ms', note: `a stroke where all districts are merged, as its server does; the lines before are of two districts, ${strokes} strokes a round` });
    }
  } finally {
    await browser.close();
  }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('districtbuilder-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
  });
  return outputFiles[0]!.text;
}
