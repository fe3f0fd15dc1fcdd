// The public map as tests see it: when it is ready, where a zone lies, what is drawn, and what has the focus.
import type { Browser, Page } from 'playwright-core';
import { openPage, type WatchedPage } from './browser.ts';

export const CHILDREN = '/map?statistic=sgb2_under_15&measure=share&date=2025-12-31';

/** Opened, with values, fonts and base layers, and drawn. */
export async function openMap(browser: Browser, url: string, path = CHILDREN, size: { width: number; height: number } = { width: 1440, height: 900 }): Promise<WatchedPage> {
  const watched = await openPage(browser, url + path, size);
  await watched.page.locator('zs-legend h1').first().waitFor();
  await settled(watched.page);
  return watched;
}

export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

interface MapElement {
  readonly store: { readonly zones: readonly { readonly name: string }[] };
  readonly shadowRoot: ShadowRoot;
}

interface StageInside {
  readonly side: { readonly shapes: readonly { readonly anchor: readonly [number, number]; readonly bounds: readonly [number, number, number, number] }[]; readonly fills: readonly (string | undefined)[] };
  readonly map: { getPixelFromCoordinate(coordinate: readonly number[]): [number, number] };
  readonly shadowRoot: ShadowRoot;
  getBoundingClientRect(): DOMRect;
}

/** Where a zone's label stands on the page. */
export function pixelOfZone(page: Page, name: string): Promise<{ x: number; y: number }> {
  return page.evaluate((wanted) => {
    const element = document.querySelector('zuschnitt-map') as unknown as MapElement;
    const stage = element.shadowRoot.querySelector('zs-map-stage') as unknown as StageInside;
    const zone = element.store.zones.findIndex((one) => one.name === wanted);
    const box = stage.getBoundingClientRect();
    const [x, y] = stage.map.getPixelFromCoordinate(stage.side.shapes[zone]!.anchor);
    return { x: x + box.left, y: y + box.top };
  }, name);
}

/** Colours of the fill layer in 24 px round each zone's label, most frequent first. */
export async function coloursOfZones(page: Page): Promise<Map<string, string[]>> {
  const found = await page.evaluate(() => {
    const element = document.querySelector('zuschnitt-map') as unknown as MapElement;
    const stage = element.shadowRoot.querySelector('zs-map-stage') as unknown as StageInside;
    const canvas = stage.shadowRoot.querySelector('canvas.zs-fills') as HTMLCanvasElement;
    const context = canvas.getContext('2d')!;
    const offset = canvas.getBoundingClientRect();
    const box = stage.getBoundingClientRect();
    return element.store.zones.map(({ name }, zone) => {
      const [x, y] = stage.map.getPixelFromCoordinate(stage.side.shapes[zone]!.anchor);
      const { data } = context.getImageData(Math.round(x + box.left - offset.left) - 12, Math.round(y + box.top - offset.top) - 12, 24, 24);
      const counts = new Map<string, number>();
      for (let i = 0; i < data.length; i += 4) {
        const colour = `#${[data[i]!, data[i + 1]!, data[i + 2]!].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [name, [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)] as const;
    });
  });
  return new Map(found.map(([name, colours]) => [name, [...colours]]));
}

/** What the stage was told to fill the zones with, by name. */
export async function fillsOfZones(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const element = document.querySelector('zuschnitt-map') as unknown as MapElement;
    const stage = element.shadowRoot.querySelector('zs-map-stage') as unknown as StageInside;
    return Object.fromEntries(element.store.zones.map(({ name }, zone) => [name, stage.side.fills[zone] ?? 'none']));
  });
}

/** Whether the list of topics has the courses of all that is in view, and nothing is on its way any more. */
export function coursesLoaded(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { courses } = (document.querySelector('zuschnitt-map') as unknown as { store: { courses: { idle: boolean; known: ReadonlyMap<string, unknown> } } }).store;
    return courses.idle && courses.known.size > 0;
  });
}

/** Role, name and text of what has the focus, through all shadow roots. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active: Element | null = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active === null) return '';
    const label = active.getAttribute('aria-label') ?? active.getAttribute('title') ?? '';
    return `${active.tagName.toLowerCase()} ${active.getAttribute('role') ?? ''} ${label} ${(active.textContent ?? '').replaceAll(/\s+/g, ' ').trim()}`;
  });
}

/** Presses Tab (or Shift+Tab) until what has the focus reads as wanted: whoever has no mouse gets there too. */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < 120; press++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (wanted.test(now)) return;
    passed.push(now.slice(0, 60));
  }
  throw new Error(`no ${String(wanted)} on the way of ${key}: ${passed.join(' | ')}`);
}

/** Panels that lie over a part of the town as it is shown, with the pixels by which they do. */
export function townUnderPanels(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('zuschnitt-map')!.shadowRoot!;
    const stage = root.querySelector('zs-map-stage') as unknown as StageInside;
    const bounds = stage.side.shapes.map((shape) => shape.bounds);
    const least = (side: 0 | 1) => Math.min(...bounds.map((one) => one[side]));
    const most = (side: 2 | 3) => Math.max(...bounds.map((one) => one[side]));
    const { left: x0, top: y0 } = stage.getBoundingClientRect();
    const [[left, top], [right, bottom]] = [stage.map.getPixelFromCoordinate([least(0), most(3)]), stage.map.getPixelFromCoordinate([most(2), least(1)])];
    return [...root.querySelectorAll('.left, .right, .view, .strip, .dock, zs-sheet')].flatMap((panel) => {
      const box = panel.getBoundingClientRect();
      const [over, down] = [Math.min(box.right, x0 + right) - Math.max(box.left, x0 + left), Math.min(box.bottom, y0 + bottom) - Math.max(box.top, y0 + top)];
      return over > 0.5 && down > 0.5 ? [`${panel.className || panel.localName}: ${Math.round(over)} by ${Math.round(down)}`] : [];
    });
  });
}
