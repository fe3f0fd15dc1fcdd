// The real editor on the demo city and on a town of 100,000 blocks: until it can be drawn on, what a brush's pointer event costs, pans, memory.
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { Disagreement } from '../agree.ts';
import { ZONES } from '../input.ts';
import { median, percentile } from '../measure.ts';
import type { Report } from '../report.ts';
import { createTown } from '../town.ts';
import { launchChromium } from './chromium.ts';
import { createPlan, shownAssignment, signedIn, storedAssignment, untilCounted, untilDrawn, untilOpen, untilSaved, type EditorElement } from './editor-page.ts';
import { pageMemory } from './process-memory.ts';
import { serveCity, serveTown, type ServedCity } from './served-city.ts';

const STROKES = 5;
const EVENTS = 30;
/** Blocks that one pointer event is to move. */
const BLOCKS_AN_EVENT = 50;
const OPENINGS = 3;

/** What issue 5 asks for at a size: script of an event at p95, milliseconds until a stroke is taken, and memory. */
interface Limits {
  readonly frameMs: number;
  readonly usableMs: number;
  readonly memoryMiB: number;
}

export async function editorStrokeSuite(report: Report): Promise<void> {
  await inEditor(report, serveCity, 'stadtteile', { frameMs: 16, usableMs: 3000, memoryMiB: 600 });
}

export async function editorScaleSuite(report: Report, blocks = 100_000): Promise<void> {
  await inEditor(report, () => serveTown(createTown(blocks, ZONES, 12)), 'bezirke', { frameMs: 33, usableMs: 6000, memoryMiB: 600 });
}

async function inEditor(report: Report, serve: () => Promise<ServedCity | { readonly reason: string }>, geography: string, limits: Limits): Promise<void> {
  const browser = await launchChromium();
  if ('reason' in browser) return report.note(`no stroke in the editor: ${browser.reason}`);
  try {
    const city = await serve();
    if ('reason' in city) return report.note(`no stroke in the editor: ${city.reason}`);
    try {
      await measure(browser, city.url, geography, limits, report);
    } finally {
      await city.stop();
    }
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, url: string, geography: string, limits: Limits, report: Report): Promise<void> {
  const opened: Opening[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    await opened.at(-1)?.context.close();
    opened.push(await open(browser, url, await createPlan(url, geography)));
  }
  const { page, context, plan } = opened.at(-1)!;
  const blocks = await page.evaluate(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.coverage.blockCount);
  const amount = (name: string, value: number, unit: string, note: string, atMost?: number) =>
    report.amount({ name: `editor-${name}`, n: blocks, value, unit, note, ...(atMost === undefined ? {} : { target: { atMost } }) });
  const cold = `median of ${OPENINGS} cold openings`;
  amount('usable', median(opened.map(({ usableMs }) => usableMs)), 'ms', `from navigation until a stroke is taken and drawn, ${cold}`, limits.usableMs);
  amount('numbers', median(opened.map(({ numbersMs }) => numbersMs)), 'ms', `until the counts are there, ${cold}`);
  const clocks = await startClocks(page);
  const strokes = await brush(page, clocks, url, plan);
  const note = `${strokes.script.length} events of ${median(strokes.moved)} blocks in the median, ${blocks} blocks, Chromium ${browser.version()}`;
  amount('stroke-script-median', median(strokes.script), 'ms', note);
  amount('stroke-script-p95', percentile(strokes.script, 0.95), 'ms', note, limits.frameMs);
  amount('stroke-cpu-p95', percentile(strokes.cpu, 0.95), 'ms', 'the same script in processor time of its thread, whatever else runs');
  amount('stroke-measure-p95', percentile(strokes.measures, 0.95), 'ms', "the page's own measure zs-stroke: tool, plan, layers, panels");
  amount('stroke-task-median', median(strokes.task), 'ms', 'with layout and painting, no graphics card');
  amount('stroke-task-p95', percentile(strokes.task, 0.95), 'ms', 'with layout and painting, no graphics card');
  amount('stroke-long-tasks', strokes.longTasks, 'tasks', `over 50 ms in ${strokes.script.length} events, painting included`);
  const pans = await pan(page, clocks);
  amount('pan-script-p95', percentile(pans.script, 0.95), 'ms', `${pans.script.length} frames of a pan`);
  amount('pan-frame-median', median(pans.frames), 'ms', 'from frame to frame, no graphics card');
  amount('pan-frame-p95', percentile(pans.frames, 0.95), 'ms', 'from frame to frame, no graphics card');
  const { heapMiB, processMiB } = await pageMemory(browser, clocks.wall);
  amount('memory-heap', heapMiB, 'MiB', 'objects of JavaScript after collection');
  if (!Number.isNaN(processMiB)) amount('memory-process', processMiB, 'MiB', 'all that the page’s process holds, canvases included', limits.memoryMiB);
  await context.close();
}

interface Opening {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly plan: string;
  readonly usableMs: number;
  readonly numbersMs: number;
}

/** Opens a plan with an empty cache and draws on it as soon as it can be. */
async function open(browser: Browser, url: string, plan: string): Promise<Opening> {
  const context = await signedIn(browser, url);
  const page = await context.newPage();
  await page.goto(`${url}/editor?plan=${plan}`, { waitUntil: 'commit' });
  await untilOpen(page);
  const box = (await page.locator('zuschnitt-editor .map').boundingBox())!;
  const [x, y] = [box.x + box.width * 0.45, box.y + box.height * 0.45];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; (await page.evaluate(() => performance.getEntriesByName('zs-stroke').length)) === 0 || i < 4; i++) await page.mouse.move(x + 6 * i, y);
  await page.mouse.up();
  await untilDrawn(page);
  const usableMs = await page.evaluate(() => performance.now());
  await untilCounted(page);
  const numbersMs = await page.evaluate(() => performance.now());
  await untilSaved(page);
  return { context, page, plan, usableMs, numbersMs };
}

interface Strokes {
  /** By event: script and whole tasks of the main thread, and blocks that it moved. */
  readonly script: readonly number[];
  readonly cpu: readonly number[];
  readonly task: readonly number[];
  readonly moved: readonly number[];
  readonly measures: readonly number[];
  readonly longTasks: number;
}

async function brush(page: Page, clocks: Clocks, url: string, plan: string): Promise<Strokes> {
  const step = await page.evaluate((wanted) => {
    const { controller } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!;
    const { points } = controller.locator;
    const middle = controller.session.coverage.blockCount >> 1;
    let radius = 20;
    while (radius < 400 && controller.locator.within(points[2 * middle]!, points[2 * middle + 1]!, radius).length < wanted) radius += 5;
    controller.chooseTool('brush');
    controller.setRadius(radius);
    new PerformanceObserver((list) => ((globalThis as { longTasks?: number }).longTasks = ((globalThis as { longTasks?: number }).longTasks ?? 0) + list.getEntries().length)).observe({ entryTypes: ['longtask'] });
    return (1.8 * controller.radiusM) / controller.map.resolution;
  }, BLOCKS_AN_EVENT);
  const before = await shownAssignment(page);
  await page.evaluate(() => performance.clearMeasures());
  const script: number[] = [];
  const cpu: number[] = [];
  const task: number[] = [];
  const moved: number[] = [];
  const box = (await page.locator('zuschnitt-editor .map').boundingBox())!;
  const [left, top, width, height] = [box.x + box.width * 0.22, box.y + box.height * 0.22, box.width * 0.42, box.height * 0.5];
  // To and fro over the middle of the map, row under row, so that nearly every event takes blocks anew.
  const across = Math.max(2, Math.floor(width / step));
  const rows = Math.max(2, Math.floor(height / step));
  const at = (i: number): [number, number] => {
    const row = Math.floor(i / across);
    const column = row % 2 === 0 ? i % across : across - 1 - (i % across);
    return [left + column * step, top + (row % rows) * step];
  };
  for (let stroke = 0; stroke < STROKES; stroke++) {
    await page.evaluate((number) => {
      const { controller } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!;
      const open = controller.session.state.zones.filter((zone) => zone !== null && !zone.locked);
      controller.setTarget(open[(7 * number + 3) % open.length]!.zone);
      (globalThis as { last?: Int32Array }).last = controller.session.state.assignment.slice();
    }, stroke);
    const first = stroke * (EVENTS + 1);
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (let i = 1; i <= EVENTS; i++) {
      const start = await durations(clocks);
      await page.mouse.move(...at(first + i));
      await untilDrawn(page);
      const end = await durations(clocks);
      const blocks = await page.evaluate(() => {
        const { assignment } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.state;
        const last = (globalThis as { last?: Int32Array }).last!;
        const count = assignment.reduce((sum, slot, block) => sum + (slot === last[block] ? 0 : 1), 0);
        last.set(assignment);
        return count;
      });
      script.push(end.script - start.script);
      cpu.push(end.cpu - start.cpu);
      task.push(end.task - start.task);
      moved.push(blocks);
    }
    await page.mouse.up();
  }
  const after = await shownAssignment(page);
  if (after.every((slot, block) => slot === before[block])) throw new Disagreement('the strokes moved no block: nothing was measured');
  // What the page shows is what the server has.
  await untilSaved(page);
  const stored = await storedAssignment(url, plan);
  if (stored.some((slot, block) => slot !== after[block])) throw new Disagreement('the page shows another plan than the server has');
  const { measures, longTasks } = await page.evaluate(() => ({
    measures: performance.getEntriesByName('zs-stroke').map(({ duration }) => duration),
    longTasks: (globalThis as { longTasks?: number }).longTasks ?? 0,
  }));
  return { script, cpu, task, moved, measures, longTasks };
}

/** The middle button pulls the map about; frames as the page is given them. */
async function pan(page: Page, clocks: Clocks): Promise<{ readonly script: readonly number[]; readonly frames: readonly number[] }> {
  const box = (await page.locator('zuschnitt-editor .map').boundingBox())!;
  const [x, y] = [box.x + box.width * 0.5, box.y + box.height * 0.5];
  // As text: the loader of TypeScript names inner functions by a helper that the page does not have.
  await page.evaluate('frames = []; (function look(now) { if (now > 0) frames.push(now); looking = requestAnimationFrame(look); })(0)');
  const script: number[] = [];
  await page.mouse.move(x, y);
  await page.mouse.down({ button: 'middle' });
  for (let i = 1; i <= 60; i++) {
    const start = await durations(clocks);
    await page.mouse.move(x + 160 * Math.sin(i / 8), y + 100 * Math.sin(i / 11));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    script.push((await durations(clocks)).script - start.script);
  }
  await page.mouse.up({ button: 'middle' });
  const times = await page.evaluate(() => {
    const { frames, looking } = globalThis as unknown as { frames: number[]; looking: number };
    cancelAnimationFrame(looking);
    return frames;
  });
  return { script, frames: times.slice(1).map((time, i) => time - times[i]!) };
}

interface Clocks {
  readonly wall: CDPSession;
  readonly thread: CDPSession;
}

async function startClocks(page: Page): Promise<Clocks> {
  const [wall, thread] = [await page.context().newCDPSession(page), await page.context().newCDPSession(page)];
  await wall.send('Performance.enable', { timeDomain: 'timeTicks' });
  await thread.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { wall, thread };
}

/** Milliseconds since the page began: in script (with its microtasks), by the clock and of the processor, and in tasks of the main thread, layout and paint included. */
async function durations({ wall, thread }: Clocks): Promise<{ readonly script: number; readonly cpu: number; readonly task: number }> {
  const [byClock, ofProcessor] = await Promise.all([wall.send('Performance.getMetrics'), thread.send('Performance.getMetrics')]);
  const of = ({ metrics }: typeof byClock, name: string) => 1000 * metrics.find((metric) => metric.name === name)!.value;
  return { script: of(byClock, 'ScriptDuration'), cpu: of(ofProcessor, 'ScriptDuration'), task: of(byClock, 'TaskDuration') };
}
