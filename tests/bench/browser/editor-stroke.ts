// The real editor on the demo city: what a brush's pointer event costs the page, in script and in all.
import type { CDPSession, Page } from 'playwright-core';
import { scriptHeaders, signIn } from '../../e2e/demo-accounts.ts';
import { Disagreement } from '../agree.ts';
import { median, percentile } from '../measure.ts';
import type { Report } from '../report.ts';
import { launchChromium } from './chromium.ts';
import { serveCity } from './served-city.ts';
import { FRAME_MS } from './stroke.ts';

const STROKES = 8;
const EVENTS = 40;

interface Desk {
  readonly countsLoading: boolean;
  readonly controller: {
    readonly session: { readonly coverage: { readonly blockCount: number }; readonly state: { readonly assignment: Int32Array; readonly zones: ({ zone: string; locked: boolean } | null)[] }; readonly steps: unknown[] };
    chooseTool(tool: string): void;
    setTarget(zone: string): void;
  };
}
type EditorElement = HTMLElement & { readonly desk: Desk | null };

export async function editorStrokeSuite(report: Report): Promise<void> {
  const browser = await launchChromium();
  if ('reason' in browser) return report.note(`no stroke in the editor: ${browser.reason}`);
  try {
    const city = await serveCity();
    if ('reason' in city) return report.note(`no stroke in the editor: ${city.reason}`);
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await measure(page, city.url, report, `Chromium ${browser.version()}`);
    } finally {
      await city.stop();
    }
  } finally {
    await browser.close();
  }
}

async function measure(page: Page, url: string, report: Report, browser: string): Promise<void> {
  const created = await fetch(`${url}/plans`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(await scriptHeaders(url, 'planung')) },
    body: JSON.stringify({ geography: 'stadtteile', name: 'Stroke' }),
  });
  if (created.status !== 201) throw new Error(`no plan to draw on: ${created.status} ${await created.text()}`);
  const { plan } = (await created.json()) as { plan: string };
  await signIn(page.context(), url, 'planung');
  await page.goto(`${url}/editor?plan=${plan}`);
  await page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')?.desk?.countsLoading === false, null, { timeout: 60_000 });
  const blocks = await page.evaluate(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.coverage.blockCount);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'timeTicks' });
  const before = await assignmentOf(page);
  const script: number[] = [];
  const task: number[] = [];
  const box = (await page.locator('zuschnitt-editor .map').boundingBox())!;
  for (let stroke = 0; stroke < STROKES; stroke++) {
    await page.evaluate((number) => {
      const { controller } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!;
      const open = controller.session.state.zones.filter((zone) => zone !== null && !zone.locked);
      controller.chooseTool('brush');
      controller.setTarget(open[number % open.length]!.zone);
    }, stroke);
    const at = (i: number): [number, number] => [
      box.x + box.width * (0.35 + 0.25 * Math.abs(((stroke * 0.37 + i / EVENTS) % 2) - 1)),
      box.y + box.height * (0.3 + 0.4 * ((stroke + 0.5) / STROKES)),
    ];
    await page.mouse.move(...at(0));
    await page.mouse.down();
    for (let i = 1; i <= EVENTS; i++) {
      const start = await durations(session);
      await page.mouse.move(...at(i));
      // The event's own frame has been drawn when the one after it begins.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const end = await durations(session);
      script.push(end.script - start.script);
      task.push(end.task - start.task);
    }
    await page.mouse.up();
  }
  const after = await assignmentOf(page);
  const moved = after.reduce((count, slot, block) => count + (slot === before[block] ? 0 : 1), 0);
  if (moved === 0) throw new Disagreement('the strokes moved no block: nothing was measured');
  // What the page shows is what the server has.
  await page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.steps.length === 0, null, { timeout: 60_000 });
  const stored = (await (await fetch(`${url}/plans/${plan}/blocks`, { headers: await scriptHeaders(url, 'planung') })).json()) as { assignment: number[] };
  if (stored.assignment.some((slot, block) => slot !== after[block])) throw new Disagreement('the page shows another plan than the server has');

  const note = `${script.length} events, ${moved} of ${blocks} blocks moved, ${browser}`;
  const amount = (name: string, value: number, atMost?: number) =>
    report.amount({ name: `editor-stroke-${name}`, n: blocks, value, unit: 'ms', note, ...(atMost === undefined ? {} : { target: { atMost } }) });
  amount('script-median', median(script));
  amount('script-p95', percentile(script, 0.95), FRAME_MS);
  amount('task-median', median(task));
  amount('task-p95', percentile(task, 0.95));
}

async function assignmentOf(page: Page): Promise<number[]> {
  return page.evaluate(() => [...document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.state.assignment]);
}

/** Milliseconds since the page began: in script (with its microtasks), and in tasks of the main thread, layout and paint included. */
async function durations(session: CDPSession): Promise<{ readonly script: number; readonly task: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => 1000 * metrics.find((metric) => metric.name === name)!.value;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}
