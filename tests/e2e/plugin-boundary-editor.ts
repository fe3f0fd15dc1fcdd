// The editor on somebody else's OpenLayers map: drawn into it, heard from it, and gone without a trace. Run by plugin.test.ts, whose
// server and host site it shares.
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityViolations, keepPicture, openPage, type WatchedPage } from './browser.ts';
import { signIn } from './demo-accounts.ts';
import type { DemoServer } from './demo-server.ts';
import { newPlan, operate, storedBlocks } from './editor-page.ts';
import { eventually } from './eventually.ts';

export interface HostedEditor {
  readonly server: DemoServer;
  readonly browser: Browser;
  readonly hostUrl: string;
}

/** What the example keeps for the console, as far as a test asks for it. */
interface Example {
  readonly map: {
    getPixelFromCoordinate(coordinate: readonly number[]): [number, number];
    getView(): { getCenter(): [number, number]; getResolution(): number; setRotation(angle: number): void; getProjection(): { getCode(): string } };
    getLayers(): { getArray(): readonly object[] };
    getControls(): { getArray(): readonly object[] };
    getInteractions(): { getArray(): readonly object[] };
    getViewport(): HTMLElement;
    getListeners(type: string): readonly unknown[] | undefined;
    renderSync(): void;
  };
  readonly editor: {
    readonly ready: Promise<void>;
    readonly state: { readonly zones: readonly { readonly zone: string; readonly blocks: number }[]; readonly tool: string; readonly target: string; readonly version: number } | null;
    permalink(): string;
    restore(permalink: string): void;
    destroy(): void;
    undo(): void;
    setTool(tool: string): void;
    setTarget(zone: string): void;
    assign(blocks: readonly string[], zone: string): void;
    on(name: string, listener: (detail: unknown) => void): () => void;
  } | null;
}

/** Sizes follow the page's own words, margins and insets of `auto` follow sizes (the scale line's), and a tool has its own pointer. */
const NOT_COMPARED = ['margin-left', 'margin-right', 'margin-inline-start', 'margin-inline-end', 'inset-inline-end', 'right', 'width', 'height', 'block-size', 'inline-size', 'perspective-origin', 'transform-origin', 'cursor'];
/** Styles of everything in the host's page that is not the map's own inside, but the two buttons that the page enables and disables. */
const hostStyles = (page: Page) =>
  page.evaluate(
    (left) =>
      [...document.querySelectorAll('html, body, h1, p, label, select, #released, output, #map, .ol-zoom button, .ol-scale-line')].map((element) => {
        const style = getComputedStyle(element);
        return [...style].filter((name) => !left.includes(name)).map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
      }),
    NOT_COMPARED,
  );

const inventory = (page: Page) =>
  page.evaluate(() => {
    const { map } = (globalThis as unknown as { example: Example }).example;
    const viewport = map.getViewport();
    return {
      layers: map.getLayers().getArray().length,
      controls: map.getControls().getArray().length,
      interactions: map.getInteractions().getArray().map((interaction) => (interaction as { getActive(): boolean }).getActive()),
      children: [...viewport.children].map((child) => child.className),
      overlays: viewport.querySelectorAll('.ol-overlaycontainer-stopevent > *').length,
      canvases: viewport.querySelectorAll('.plan-fill, .plan-borders, .plan-focus').length,
      listeners: ['postrender', 'moveend', 'pointermove', 'click'].map((type) => map.getListeners(type)?.length ?? 0),
      cursor: viewport.style.cursor,
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    };
  });

/** Pixel of a block's middle on the page, by the host's own way from longitude and latitude to its projection. */
async function pixelOfBlock(page: Page, block: string): Promise<{ x: number; y: number }> {
  const [x, y] = await page.evaluate(async (id) => {
    const { map, editor } = (globalThis as unknown as { example: Example }).example;
    const desk = (editor as unknown as { desk: { controller: { locator: { points: Float64Array }; positionOf(id: string): number; map: { plane: { toView(xy: readonly number[]): [number, number] } } } } }).desk;
    const position = desk.controller.positionOf(id);
    const { points } = desk.controller.locator;
    const pixel = map.getPixelFromCoordinate(desk.controller.map.plane.toView([points[2 * position]!, points[2 * position + 1]!]));
    const box = map.getViewport().getBoundingClientRect();
    return [box.x + pixel[0], box.y + pixel[1]];
  }, block);
  return { x: x!, y: y! };
}

/** Two blocks of zone 4 next to one of zone 1, by the plan's own assignment. */
async function blocksOf(page: Page, zone: string, other: string): Promise<string[]> {
  return page.evaluate(
    ([from, to]) => {
      const { editor } = (globalThis as unknown as { example: Example }).example;
      const { session } = (editor as unknown as { desk: { controller: { session: { coverage: { ids: string[] }; neighbours: { rookStart: Uint32Array; rook: Uint32Array }; state: { assignment: Int32Array }; slotOf(zone: string): number } } } }).desk.controller;
      const [inside, beyond] = [session.slotOf(from!), session.slotOf(to!)];
      const { rookStart, rook } = session.neighbours;
      return session.coverage.ids.filter((_, block) => session.state.assignment[block] === inside && rook.subarray(rookStart[block]!, rookStart[block + 1]!).some((next) => session.state.assignment[next] === beyond));
    },
    [zone, other],
  );
}

async function onMap({ server, browser, hostUrl }: HostedEditor, plan: string): Promise<WatchedPage> {
  const watched = await openPage(browser, 'about:blank');
  await signIn(watched.page.context(), server.url, 'planung', hostUrl);
  await watched.page.goto(`${hostUrl}/embed.html`);
  await watched.page.waitForFunction(() => 'example' in globalThis);
  await watched.page.locator(`#plan option[value="${plan}"]`).waitFor({ state: 'attached' });
  return watched;
}

async function putOn(page: Page, plan: string): Promise<void> {
  await page.getByLabel('Entwurf').selectOption(plan);
  await page.getByRole('button', { name: 'Auf die Karte legen' }).click();
  await page.waitForFunction(() => (globalThis as unknown as { example: Example }).example.editor?.state?.zones.length === 7, null, { timeout: 60_000 });
}

/** Defines the tests; `running` is asked when they run. */
export function testBoundaryEditor(running: () => HostedEditor): void {
  it('draws by mouse in Web Mercator, tells it, undoes it, and leaves the page as it was', async () => {
    const hosted = running();
    const plan = await newPlan(hosted.server.url, 'Fremde Karte');
    const { page, errors, foreign } = await onMap(hosted, plan);
    await page.waitForTimeout(500);
    const [styles, things] = [await hostStyles(page), await inventory(page)];
    await putOn(page, plan);
    await eventually(() => page.evaluate(() => (globalThis as unknown as { example: Example }).example.map.getView().getProjection().getCode())).toBe('EPSG:3857');
    await eventually(() => hostStyles(page)).toEqual(styles);
    const during = await inventory(page);
    expect(during.layers).toBeGreaterThan(things.layers + 2);
    expect(during.controls).toBe(things.controls + 1);
    expect(during.sheets).toBe(things.sheets);
    await page.getByRole('button', { name: 'Pinsel' }).click();
    await page.evaluate(() => {
      const { editor } = (globalThis as unknown as { example: Example }).example;
      editor!.setTarget('1');
      const heard: unknown[] = [];
      Object.assign(globalThis, { heard });
      for (const name of ['change', 'stroke', 'select', 'saved']) editor!.on(name, (detail) => heard.push([name, detail]));
    });
    const [block] = await blocksOf(page, '4', '1');
    const { x, y } = await pixelOfBlock(page, block!);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 2, y + 1);
    await page.mouse.up();
    await page.getByText(/gespeichert, Fassung 1/).waitFor();
    await keepPicture(page, 'plugin-boundary-editor');
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: [string, { operation?: { type: string; blocks: string[]; zone: string } }][] }).heard);
    expect(heard.map(([name]) => name)).toEqual(expect.arrayContaining(['stroke', 'change', 'saved']));
    const stroke = heard.find(([name]) => name === 'stroke')![1].operation!;
    expect(stroke).toMatchObject({ type: 'assign', zone: '1' });
    expect(stroke.blocks).toContain(block);
    const stored = await storedBlocks(hosted.server.url, plan);
    expect(stored.version).toBe(1);
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText(/gespeichert, Fassung 2/).waitFor();
    await eventually(async () => (await storedBlocks(hosted.server.url, plan)).assignment).not.toEqual(stored.assignment);
    await eventually(() => accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Von der Karte nehmen' }).click();
    await page.mouse.move(5, 5);
    await eventually(() => inventory(page)).toEqual(things);
    await eventually(() => hostStyles(page)).toEqual(styles);
    expect(errors).toEqual([]);
    expect(foreign.filter((address) => !address.startsWith(hosted.hostUrl))).toEqual([]);
  });

  it('draws blocks where the host\'s projection puts them, also on a turned map and in the plane itself', async () => {
    const hosted = running();
    const plan = await newPlan(hosted.server.url, 'Projektionen');
    const { page, errors } = await onMap(hosted, plan);
    await putOn(page, plan);
    const [block] = await blocksOf(page, '4', '1');
    for (const projection of ['EPSG:3857', 'turned', 'EPSG:25832']) {
      await page.evaluate((how) => {
        const { map } = (globalThis as unknown as { example: Example }).example;
        if (how === 'turned') map.getView().setRotation(0.6);
        map.renderSync();
      }, projection);
      if (projection === 'EPSG:25832') await inThePlane(page, plan);
      const { x, y } = await pixelOfBlock(page, block!);
      await page.mouse.move(x, y);
      // A click of the tool takes the block whose place was computed the long way: the drawing tool and the host agree.
      const before = await storedBlocks(hosted.server.url, plan);
      await page.evaluate((target) => {
        const { editor } = (globalThis as unknown as { example: Example }).example;
        editor!.setTool('select');
        editor!.setTarget(target);
      }, projection === 'turned' ? '3' : projection === 'EPSG:3857' ? '1' : '2');
      await page.mouse.click(x, y);
      await expect.poll(async () => (await storedBlocks(hosted.server.url, plan)).version, { timeout: 20_000 }).toBe(before.version + 1);
      expect((await coloursAt(page, block!)).distance, projection).toBeLessThan(8);
    }
    expect(errors).toEqual([]);
  });

  it('a link of the host restores plan, view and selection', async () => {
    const hosted = running();
    const plan = await newPlan(hosted.server.url, 'Verweis');
    const { page } = await onMap(hosted, plan);
    await putOn(page, plan);
    const link = await page.evaluate(() => {
      const { map, editor } = (globalThis as unknown as { example: Example }).example;
      const view = map.getView() as unknown as { setCenter(center: number[]): void; setResolution(resolution: number): void; getCenter(): number[] };
      view.setCenter(view.getCenter().map((value) => value + 400));
      view.setResolution(3);
      map.renderSync();
      editor!.setTool('lasso');
      editor!.setTarget('5');
      return editor!.permalink();
    });
    expect(link).toContain(`plan=${plan}`);
    const place = () => page.evaluate(() => {
      const { map } = (globalThis as unknown as { example: Example }).example;
      return [...map.getView().getCenter(), map.getView().getResolution()];
    });
    const before = await place();
    await page.goto(`${hosted.hostUrl}/embed.html#${link}`);
    await page.reload();
    await page.waitForFunction(() => (globalThis as unknown as { example?: Example }).example?.editor?.state?.tool === 'lasso', null, { timeout: 60_000 });
    await eventually(() => page.evaluate(() => (globalThis as unknown as { example: Example }).example.editor!.state!.target)).toBe('5');
    const after = await place();
    for (const [index, value] of before.entries()) expect(Math.abs(after[index]! - value)).toBeLessThan(1);
  });

  it('says why it does not open', async () => {
    const hosted = running();
    const plan = await newPlan(hosted.server.url, 'Ohne Anmeldung');
    const { page } = await openPage(hosted.browser, `${hosted.hostUrl}/embed.html#plan=${plan}`);
    await page.getByText('Bitte zuerst in Zuschnitt anmelden.').waitFor();
    await eventually(async () => (await inventory(page)).layers).toBe(2);
  });

  it('the built example runs on the product\'s own server, under its content policy', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Eigenes Beispiel');
    await operate(server.url, plan, { type: 'lockZone', zone: '5', locked: true });
    const { page, errors, foreign } = await openPage(browser, `${server.url}/examples/embed.html`, { as: 'planung' });
    await page.locator(`#plan option[value="${plan}"]`).waitFor({ state: 'attached' });
    await putOn(page, plan);
    await keepPicture(page, 'plugin-example-built');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });
}

/** Opens the plan on a second map in the plane of the blocks, in the same page. */
async function inThePlane(page: Page, plan: string): Promise<void> {
  await page.evaluate(async (id) => {
    const example = (globalThis as unknown as { example: { editor: { destroy(): void }; inPlane(plan: string): Promise<void> } }).example;
    await example.inPlane(id);
  }, plan);
}

/** How far the colour in the middle of a block is from the tint of its zone (canvas of the fill, 0 to 441). */
async function coloursAt(page: Page, block: string): Promise<{ distance: number }> {
  return page.evaluate(async (id) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { map, editor } = (globalThis as unknown as { example: Example }).example;
    const { controller } = (editor as unknown as { desk: { controller: { scene: { fillOf(slot: number): string }; session: { state: { assignment: Int32Array } }; locator: { points: Float64Array }; positionOf(id: string): number; map: { plane: { toView(xy: readonly number[]): [number, number] } } } } }).desk;
    const position = controller.positionOf(id);
    const [x, y] = map.getPixelFromCoordinate(controller.map.plane.toView([controller.locator.points[2 * position]!, controller.locator.points[2 * position + 1]!]));
    const canvas = map.getViewport().querySelector<HTMLCanvasElement>('canvas.plan-fill')!;
    const box = canvas.getBoundingClientRect();
    const port = map.getViewport().getBoundingClientRect();
    const scale = canvas.width / box.width;
    const [r, g, b] = canvas.getContext('2d')!.getImageData(Math.round((port.x + x - box.x) * scale), Math.round((port.y + y - box.y) * scale), 1, 1).data;
    const tint = controller.scene.fillOf(controller.session.state.assignment[position]!);
    const want = [1, 3, 5].map((at) => Number.parseInt(tint.slice(at, at + 2), 16));
    return { distance: Math.hypot(r! - want[0]!, g! - want[1]!, b! - want[2]!) };
  }, block);
}
