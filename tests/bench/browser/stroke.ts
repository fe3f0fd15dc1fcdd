// Script time of a brush's events at 12,000 blocks in Chromium: the p95 must stay under one frame.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Disagreement } from '../agree.ts';
import { median, percentile } from '../measure.ts';
import type { Report } from '../report.ts';
import { launchChromium } from './chromium.ts';
import type { StrokeTimes } from './stroke-page.ts';

/** One frame at 60 a second. */
export const FRAME_MS = 16;

export async function strokeSuite(report: Report, blocks = 12_000, strokes = 60): Promise<void> {
  const browser = await launchChromium();
  if ('reason' in browser) return report.note(`no browser stroke: ${browser.reason}`);
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const call = `runStrokes(${blocks}, 40, ${strokes})`;
    const times = await page.evaluate<StrokeTimes>(call);
    if (!(times.error <= 1e-9)) throw new Disagreement(`the strokes' sums or outlines are off by ${times.error}`);
    const note = `${times.ms.length} events of ${median(times.moved)} blocks, Chromium ${browser.version()}`;
    const amount = (name: string, value: number, atMost?: number) =>
      report.amount({ name, n: blocks, value, unit: 'ms', note, ...(atMost === undefined ? {} : { target: { atMost } }) });
    amount('browser-stroke-kernel-median', median(times.ms));
    amount('browser-stroke-kernel-p95', percentile(times.ms, 0.95), FRAME_MS);
    amount('browser-stroke-kernel-max', Math.max(...times.ms));
  } finally {
    await browser.close();
  }
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('stroke-page.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', target: 'es2022', write: false, logLevel: 'error' });
  return outputFiles[0]!.text;
}
