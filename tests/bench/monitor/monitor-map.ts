// The public map on 400 zones, 199 indicators and 11 dates: until it can be read, and what a step of the date costs.
import type { Browser, Page } from 'playwright-core';
import { Disagreement } from '../agree.ts';
import { median, percentile } from '../measure.ts';
import type { Report } from '../report.ts';
import { launchChromium } from '../browser/chromium.ts';
import { DATES, GEOGRAPHY, ZONES } from './large-monitor.ts';
import { serveLargeMonitor } from './served-monitor.ts';

const OPENINGS = 5;
const STEPS = 3 * DATES.length;
const QUIET_MS = 1500;
/** Between two keys: the panels have followed, and the page rests as it does before a reader's key. */
const REST_MS = 400;
/** Event Timing says no times below this, and those above in steps of 8 ms. */
const LEAST_MS = 16;
/** A page with a task longer than this answers late (Long Tasks API); so long without one it is taken to be at rest. */
const STILL_MS = 500;

/** What the benchmark reads of the page. */
type MapElement = HTMLElement & {
  readonly store: { readonly date: string; readonly view: { readonly zones: readonly unknown[]; readonly classification: { readonly colours: readonly string[] } } | undefined; readonly loading: string | undefined };
  readonly stage: HTMLElement & { readonly map: { once(event: 'postrender', listener: () => void): void } };
};

interface Noted {
  /** Ends of long tasks, ms from navigation. */
  readonly busyUntil: number[];
  /** Keys: from when on, and how long until the frame after them was presented. */
  readonly keys: { readonly start: number; readonly duration: number }[];
}

interface Opening {
  readonly drawnMs: number;
  readonly usableMs: number;
}

interface Step {
  readonly mapMs: number;
  readonly panelsMs: number;
}

export async function monitorMapSuite(report: Report): Promise<void> {
  const browser = await launchChromium();
  if ('reason' in browser) return report.note(`no map: ${browser.reason}`);
  try {
    const served = await serveLargeMonitor({ LOG_LEVEL: 'info' });
    if ('reason' in served) return report.note(`no map: ${served.reason}`);
    try {
      await measure(browser, served.url, report);
    } finally {
      await served.stop();
    }
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, url: string, report: Report): Promise<void> {
  const openings: Opening[] = [];
  const steps: Step[] = [];
  const bytes: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    // Nothing cached in the browser; after the first opening the server has the answers kept.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const noted: Noted = { busyUntil: [], keys: [] };
      Object.assign(globalThis, { noted });
      new PerformanceObserver((list) => noted.busyUntil.push(...list.getEntries().map(({ startTime, duration }) => startTime + duration))).observe({ type: 'longtask', buffered: true });
      const keys = new PerformanceObserver((list) => noted.keys.push(...list.getEntries().flatMap(({ name, startTime, duration }) => (name === 'keydown' ? [{ start: startTime, duration }] : []))));
      keys.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    });
    let received = 0;
    page.on('response', (response) => void response.request().sizes().then(({ responseBodySize }) => (received += responseBodySize), () => undefined));
    openings.push(await open(page, url));
    bytes.push(received);
    if (opening === OPENINGS - 1) steps.push(...(await walkDates(page)));
    await context.close();
  }
  const note = `${ZONES} zones, 199 indicators, ${DATES.length} dates, Chromium ${browser.version()}`;
  const mapSteps = steps.map(({ mapMs }) => mapMs);
  report.amount({ name: 'map-usable-first', n: ZONES, value: openings[0]!.usableMs, unit: 'ms', note: `the first reader after a start; ${note}` });
  report.amount({ name: 'map-drawn', n: ZONES, value: median(openings.map(({ drawnMs }) => drawnMs)), unit: 'ms', note: `from navigation until the zones stand in their classes, median of ${OPENINGS} openings with an empty cache` });
  report.amount({ name: 'map-usable', n: ZONES, value: median(openings.map(({ usableMs }) => usableMs)), unit: 'ms', target: { atMost: 2000 }, note: `drawn, legend and time line there, and the last task over 50 ms done; ${note}` });
  report.amount({ name: 'map-bytes', n: ZONES, value: median(bytes) / 1024, unit: 'KiB', note: 'compressed, with scripts and fonts' });
  report.amount({ name: 'map-date-step-median', n: ZONES, value: median(mapSteps), unit: 'ms', note: `${steps.length} keys on the time line until the frame with the new fills and labels is presented (Event Timing, in steps of 8 ms), no request in any` });
  report.amount({ name: 'map-date-step-p95', n: ZONES, value: percentile(mapSteps, 0.95), unit: 'ms', target: { atMost: 50 }, note: `the same ${steps.length} steps` });
  report.amount({ name: 'map-date-panels-median', n: ZONES, value: median(steps.map(({ panelsMs }) => panelsMs)), unit: 'ms', note: 'until the frame in which legend and lists have followed' });
}

/** Until the zones are drawn in their classes, and until the page answers at once. */
async function open(page: Page, url: string): Promise<Opening> {
  await page.goto(`${url}/map?geography=${GEOGRAPHY}`, { waitUntil: 'commit' });
  const drawn = await page.waitForFunction(
    (zones) => {
      const map = document.querySelector<MapElement>('zuschnitt-map');
      if (map?.store?.view === undefined || map.store.loading !== undefined || map.store.view.zones.length !== zones) return 0;
      const classes = map.store.view.classification.colours;
      const seen = [...(map.stage?.shadowRoot?.querySelectorAll('canvas') ?? [])].some((canvas) => {
        if (canvas.width === 0) return false;
        const pixels = canvas.getContext('2d')!.getImageData(canvas.width >> 1, canvas.height >> 2, 1, canvas.height >> 1).data;
        const colours = new Set<string>();
        for (let i = 0; i < pixels.length; i += 4) colours.add(`#${[0, 1, 2].map((k) => pixels[i + k]!.toString(16).padStart(2, '0')).join('')}`);
        // Outlines alone have none of the classes' colours.
        return classes.filter((colour) => colours.has(colour.toLowerCase())).length >= 2;
      });
      return seen ? performance.now() : 0;
    },
    ZONES,
    { polling: 'raf', timeout: 60_000 },
  );
  const drawnMs = (await drawn.jsonValue()) as number;
  const usable = await page.waitForFunction(
    ([drawnAt, still]) => {
      const inside = document.querySelector('zuschnitt-map')!.shadowRoot!;
      const slider = inside.querySelector('zs-time-dock')?.shadowRoot?.querySelector<HTMLInputElement>('input[type=range]');
      if (!(inside.querySelector('zs-legend')?.shadowRoot?.querySelector('tbody tr')) || slider == null || slider.max === '0') return 0;
      const { noted } = globalThis as unknown as { noted: Noted };
      const last = Math.max(drawnAt!, ...noted.busyUntil);
      return performance.now() - last > still! ? last : 0;
    },
    [drawnMs, STILL_MS] as const,
    { polling: 50, timeout: 60_000 },
  );
  return { drawnMs, usableMs: (await usable.jsonValue()) as number };
}

/** Each step by a key on the time line, as a reader does it. Throws where one asks the server for anything. */
async function walkDates(page: Page): Promise<Step[]> {
  const asked: string[] = [];
  // Chromium fetches the tab's icon again whenever the address changes.
  page.on('request', (request) => void (/\/assets\/icon-/.test(request.url()) || asked.push(request.url())));
  // The list of topics draws small courses after all else, one at a time: they are none of a step's requests.
  for (let before = -1; before !== asked.length; ) {
    before = asked.length;
    await page.waitForTimeout(QUIET_MS);
  }
  asked.length = 0;
  await page.locator('zs-time-dock input').focus();
  const steps: Step[] = [];
  for (let step = 0; step < STEPS; step++) {
    await page.evaluate(watchStep);
    // Back from the last date to the first, and forth again.
    await page.keyboard.press(step % (2 * (DATES.length - 1)) < DATES.length - 1 ? 'ArrowLeft' : 'ArrowRight');
    await page.waitForFunction(() => (globalThis as unknown as { step: { panelsAt: number } }).step.panelsAt > 0, undefined, { polling: 50, timeout: 30_000 });
    await page.waitForTimeout(REST_MS);
    steps.push(
      await page.evaluate((least) => {
        const { noted, step: { keyAt, drawnAt, panelsAt } } = globalThis as unknown as { noted: Noted; step: { keyAt: number; drawnAt: number; panelsAt: number } };
        const key = noted.keys.findLast(({ start }) => Math.abs(start - keyAt) < 1);
        // The frame that the browser tells of is the one that the map was drawn in, or the map came later and counts by itself.
        return { mapMs: Math.max(key?.duration ?? least, drawnAt - keyAt), panelsMs: panelsAt - keyAt };
      }, LEAST_MS),
    );
  }
  if (asked.length > 0) throw new Disagreement(`a step of the date asked for ${asked[0]!}`);
  return steps;
}

/** In the page: notes when the next key comes, when the map has drawn its new date, and when the legend's frame is through. */
function watchStep(): void {
  const map = document.querySelector<MapElement>('zuschnitt-map')!;
  const legend = map.shadowRoot!.querySelector('zs-legend')!.shadowRoot!;
  const step = { keyAt: 0, drawnAt: 0, panelsAt: 0 };
  Object.assign(globalThis, { step });
  addEventListener('keydown', ({ timeStamp }) => (step.keyAt = timeStamp), { once: true, capture: true });
  map.stage.map.once('postrender', () => (step.drawnAt = performance.now()));
  const observer = new MutationObserver(() => {
    observer.disconnect();
    requestAnimationFrame(() => {
      // A message comes after the frame that it was sent in.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (step.panelsAt = performance.now());
      port2.postMessage(0);
    });
  });
  observer.observe(legend, { subtree: true, childList: true, characterData: true });
}
