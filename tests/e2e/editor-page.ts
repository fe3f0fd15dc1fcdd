// What the editor's tests do on the page, in its own terms.
import { expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { scriptHeaders } from './demo-accounts.ts';
import { openPage, type PageOptions, type WatchedPage } from './browser.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };

/** A fresh plan on a geography of the demo; its id. */
export async function newPlan(url: string, name: string, geography = 'sozialraeume'): Promise<string> {
  const answer = await fetch(`${url}/plans`, { method: 'POST', headers: { ...JSON_BODY, ...(await scriptHeaders(url, 'planung')) }, body: JSON.stringify({ geography, name }) });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { plan: string }).plan;
}

/** The slot of every block and the zones, as the server has them. */
export async function storedBlocks(url: string, plan: string): Promise<{ version: number; assignment: number[]; zones: { slot: number; zone: string; name: string; locked: boolean }[] }> {
  return (await (await fetch(`${url}/plans/${plan}/blocks`, { headers: await scriptHeaders(url, 'planung') })).json()) as never;
}

/** Operates on the plan as somebody else would. */
export async function operate(url: string, plan: string, operation: unknown): Promise<void> {
  const { version } = await storedBlocks(url, plan);
  const answer = await fetch(`${url}/plans/${plan}/operations`, {
    method: 'POST',
    headers: { ...JSON_BODY, ...(await scriptHeaders(url, 'admin')), 'If-Match': `"${version}"` },
    body: JSON.stringify(operation),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

export interface OpenEditor extends WatchedPage {
  readonly page: Page;
  /** The person's own pixels of a block: the middle of the largest circle round its interior point. */
  pixelOf(block: string): Promise<{ x: number; y: number }>;
  zoneOf(block: string): Promise<string>;
  /** Cells of the row of a zone, as read. */
  row(zone: string): Promise<string[]>;
  /** Waits until nothing waits to be sent. */
  saved(): Promise<void>;
  brush(blocks: readonly string[]): Promise<void>;
  /** Inhabited blocks of a zone along its border with another, in sight and free of panels. */
  borderBlocks(zone: string, other: string): Promise<string[]>;
  /** What the live region says last. */
  spoken(): Promise<string>;
}

interface Controller {
  readonly session: {
    readonly steps: readonly unknown[];
    readonly counts: { readonly columns: readonly string[]; readonly values: Int32Array };
    readonly coverage: { readonly ids: readonly string[] };
    readonly neighbours: { readonly rookStart: Uint32Array; readonly rook: Uint32Array };
    readonly state: { readonly assignment: Int32Array; readonly positions: Map<string, number> };
    zoneAt(slot: number): { zone: string } | null;
    slotOf(zone: string): number | null;
  };
  readonly locator: { readonly points: Float64Array };
  readonly map: { pixelOf(x: number, y: number): [number, number] | null };
}
type EditorElement = HTMLElement & { readonly desk: { readonly controller: Controller; readonly countsLoading: boolean } | null };

/** Opens a plan and waits until it is drawn; `labelled: false` for a plan that has no zone yet. */
export async function openEditor(browser: Browser, url: string, plan: string, options: PageOptions = {}, labelled = true): Promise<OpenEditor> {
  const watched = await openPage(browser, `${url}/editor?plan=${plan}`, options);
  const { page } = watched;
  await page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')?.desk?.countsLoading === false, null, { timeout: 60_000 });
  if (labelled) await page.waitForFunction(() => document.querySelector('zuschnitt-editor')?.shadowRoot?.querySelector('.label') != null);
  const saved = () =>
    page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.steps.length === 0).then(() => undefined);
  const pixelOf = (block: string) =>
    page.evaluate((id) => {
      const editor = document.querySelector<EditorElement>('zuschnitt-editor')!;
      const { controller } = editor.desk!;
      const position = controller.session.state.positions.get(id)!;
      const [x, y] = controller.map.pixelOf(controller.locator.points[2 * position]!, controller.locator.points[2 * position + 1]!)!;
      const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
      return { x: box.x + x, y: box.y + y };
    }, block);
  return {
    ...watched,
    pixelOf,
    saved,
    zoneOf: (block) =>
      page.evaluate((id) => {
        const { session } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller;
        return session.zoneAt(session.state.assignment[session.state.positions.get(id)!]!)?.zone ?? '';
      }, block),
    // A number and its change, which share a cell, by themselves.
    row: async (zone) => (await page.locator(['> :not(.figure)', '> .figure > .value', '> .figure > .change'].map((part) => `tr[data-zone="${zone}"] ${part}`).join(', ')).allInnerTexts()).map((text) => text.trim()),
    borderBlocks: (zone, other) =>
      page.evaluate(
        ([from, to]) => {
          const editor = document.querySelector<EditorElement>('zuschnitt-editor')!;
          const { session, locator, map } = editor.desk!.controller;
          const { assignment } = session.state;
          const { rookStart, rook } = session.neighbours;
          const [inside, beyond] = [session.slotOf(from!), session.slotOf(to!)];
          const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
          const width = session.counts.columns.length;
          return session.coverage.ids.filter((_, block) => {
            if (assignment[block] !== inside || 0 === session.counts.values[block * width]) return false;
            if (!rook.subarray(rookStart[block]!, rookStart[block + 1]!).some((neighbour) => assignment[neighbour] === beyond)) return false;
            const [x, y] = map.pixelOf(locator.points[2 * block]!, locator.points[2 * block + 1]!)!;
            const found = editor.shadowRoot!.elementFromPoint(box.x + x, box.y + y);
            return found !== null && (found.tagName === 'CANVAS' || found.closest('.map') !== null);
          });
        },
        [zone, other],
      ),
    spoken: () => page.locator('[data-live]').innerText(),
    async brush(blocks) {
      const pixels = [];
      for (const block of blocks) pixels.push(await pixelOf(block));
      await page.mouse.move(pixels[0]!.x, pixels[0]!.y);
      await page.mouse.down();
      for (const { x, y } of pixels) await page.mouse.move(x, y, { steps: 3 });
      await page.mouse.up();
    },
  };
}

/** A block of a zone whose neighbours and theirs all are of that zone. */
export function innerBlock({ page }: OpenEditor, zone: string): Promise<string> {
  return page.evaluate((id) => {
    const { session } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller;
    const { rookStart, rook } = session.neighbours;
    const slot = session.slotOf(id);
    const around = (block: number) => [...rook.subarray(rookStart[block]!, rookStart[block + 1]!)];
    const home = (block: number) => session.state.assignment[block] === slot;
    return session.coverage.ids.filter((_, block) => home(block) && around(block).every((other) => home(other) && around(other).every(home)))[0]!;
  }, zone);
}
