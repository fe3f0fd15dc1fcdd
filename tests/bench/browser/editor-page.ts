// What the benchmarks do on the editor's page, in its own terms.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { scriptHeaders, signIn } from '../../e2e/demo-accounts.ts';

export interface Desk {
  readonly countsLoading: boolean;
  readonly controller: {
    readonly map: { readonly map: { renderSync(): void }; readonly resolution: number };
    readonly radiusM: number;
    readonly locator: { readonly points: Float64Array; within(x: number, y: number, radiusM: number): number[] };
    readonly session: {
      readonly coverage: { readonly blockCount: number };
      readonly state: { readonly assignment: Int32Array; readonly zones: ({ zone: string; locked: boolean } | null)[] };
      readonly steps: unknown[];
    };
    chooseTool(tool: string): void;
    setTarget(zone: string): void;
    setRadius(radiusM: number): void;
  };
}
export type EditorElement = HTMLElement & { readonly desk: Desk | null };

const ACCOUNT = 'planung';

/** A fresh plan over the cut that is valid today; its id. */
export async function createPlan(url: string, geography: string): Promise<string> {
  const created = await fetch(`${url}/plans`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(await scriptHeaders(url, ACCOUNT)) },
    body: JSON.stringify({ geography, name: 'Stroke' }),
  });
  if (created.status !== 201) throw new Error(`no plan to draw on: ${created.status} ${await created.text()}`);
  return ((await created.json()) as { plan: string }).plan;
}

/** Slots by block as the server has them. */
export async function storedAssignment(url: string, plan: string): Promise<number[]> {
  const answer = await fetch(`${url}/plans/${plan}/blocks`, { headers: await scriptHeaders(url, ACCOUNT) });
  return ((await answer.json()) as { assignment: number[] }).assignment;
}

/** A browser of its own, signed in, nothing cached. */
export async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(context, url, ACCOUNT);
  return context;
}

/** Waits until the blocks can be drawn on. */
export async function untilOpen(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector<EditorElement>('zuschnitt-editor')?.desk?.controller.map ?? null) !== null, null, { timeout: 60_000 });
}

export async function untilCounted(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')?.desk?.countsLoading === false, null, { timeout: 60_000 });
}

/** Waits until the server has every step. */
export async function untilSaved(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.steps.length === 0, null, { timeout: 60_000 });
}

export async function shownAssignment(page: Page): Promise<number[]> {
  return page.evaluate(() => [...document.querySelector<EditorElement>('zuschnitt-editor')!.desk!.controller.session.state.assignment]);
}

/** The frame of what was just done has been drawn when the one after it begins. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
