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

/** What the benchmark reads of the page. */
type MapElement = HTMLElement & {
  readonly store: { readonly view: { readonly zones: readonly unknown[]; readonly classification: { readonly colours: readonly string[] } } | undefined; readonly loading: string | undefined; showDate(date: string): void };
  readonly stage: HTMLElement & { readonly map: { once(event: 'postrender', listener: () => void): void } };
  readonly updateComplete: Promise<unknown>;
};

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
  const usable: number[] = [];
  const steps: number[] = [];
  const bytes: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    // Nothing cached in the browser; after the first opening the server has the answers kept.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    let received = 0;
    page.on('response', (response) => void response.request().sizes().then(({ responseBodySize }) => (received += responseBodySize), () => undefined));
    usable.push(await open(page, url));
    bytes.push(received);
    if (opening === OPENINGS - 1) steps.push(...(await walkDates(page)));
    await context.close();
  }
  const note = `${ZONES} zones, 199 indicators, ${DATES.length} dates, Chromium ${browser.version()}`;
  report.amount({ name: 'map-usable-first', n: ZONES, value: usable[0]!, unit: 'ms', note: `the first reader after a start; ${note}` });
  report.amount({ name: 'map-usable', n: ZONES, value: median(usable), unit: 'ms', target: { atMost: 2000 }, note: `from navigation until drawn, median of ${OPENINGS} openings with an empty cache; ${note}` });
  report.amount({ name: 'map-bytes', n: ZONES, value: median(bytes) / 1024, unit: 'KiB', note: 'compressed, with scripts and fonts' });
  report.amount({ name: 'map-date-step-median', n: ZONES, value: median(steps), unit: 'ms', note: `${steps.length} steps until painted, no request in any` });
  report.amount({ name: 'map-date-step-p95', n: ZONES, value: percentile(steps, 0.95), unit: 'ms', target: { atMost: 50 }, note: `${steps.length} steps until painted` });
}

/** Milliseconds from navigation until the zones are drawn in their classes. */
async function open(page: Page, url: string): Promise<number> {
  const started = performance.now();
  await page.goto(`${url}/map?geography=${GEOGRAPHY}`, { waitUntil: 'commit' });
  await page.waitForFunction(
    (zones) => {
      const map = document.querySelector<MapElement>('zuschnitt-map');
      if (map?.store?.view === undefined || map.store.loading !== undefined || map.store.view.zones.length !== zones) return false;
      const classes = map.store.view.classification.colours;
      return [...(map.stage?.shadowRoot?.querySelectorAll('canvas') ?? [])].some((canvas) => {
        if (canvas.width === 0) return false;
        const pixels = canvas.getContext('2d')!.getImageData(canvas.width >> 1, canvas.height >> 2, 1, canvas.height >> 1).data;
        const colours = new Set<string>();
        for (let i = 0; i < pixels.length; i += 4) colours.add(`#${[0, 1, 2].map((k) => pixels[i + k]!.toString(16).padStart(2, '0')).join('')}`);
        // Outlines alone have none of the classes' colours.
        return classes.filter((colour) => colours.has(colour.toLowerCase())).length >= 2;
      });
    },
    ZONES,
    { polling: 'raf', timeout: 60_000 },
  );
  return performance.now() - started;
}

/** Milliseconds of each step until its frame is painted. Throws where a step asks the server for anything. */
async function walkDates(page: Page): Promise<number[]> {
  const asked: string[] = [];
  // Chromium fetches the tab's icon again whenever the address changes.
  page.on('request', (request) => void (/\/assets\/icon-/.test(request.url()) || asked.push(request.url())));
  // The list of topics draws small courses after all else, one at a time: they are none of a step's requests.
  for (let before = -1; before !== asked.length; ) {
    before = asked.length;
    await page.waitForTimeout(QUIET_MS);
  }
  asked.length = 0;
  const steps: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    steps.push(
      await page.evaluate(async (date) => {
        const map = document.querySelector<MapElement>('zuschnitt-map')!;
        const drawn = new Promise<void>((resolve) => map.stage.map.once('postrender', resolve));
        const begun = performance.now();
        map.store.showDate(date);
        await map.updateComplete;
        await drawn;
        // A message comes after the frame that it was sent in.
        await new Promise<void>((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(0);
        });
        return performance.now() - begun;
      }, DATES[(step * 7) % DATES.length]!),
    );
  }
  if (asked.length > 0) throw new Disagreement(`a step of the date asked for ${asked[0]!}`);
  return steps;
}
