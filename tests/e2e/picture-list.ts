// What is pictured in docs/screenshots, and how to get there: one entry a page, a tool or a state. A new tool is a new line here.
import type { Browser, Page } from 'playwright-core';
import { openPage } from './browser.ts';
import { newPlan, openEditor, operate, type OpenEditor } from './editor-page.ts';
import { openFindings, openRepaired } from './import-picture.ts';
import { openDesk } from './privacy-picture.ts';
import { openSchools } from './school-picture.ts';

export interface PictureScene {
  readonly browser: Browser;
  readonly url: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Release of the demo that gives something away. */
  readonly leaking: string;
}

export interface Picture {
  /** <page>-<tool or state>. */
  readonly name: string;
  readonly sizes?: readonly ('1440' | '375')[];
  readonly take: (scene: PictureScene) => Promise<Page>;
}

const MAP = '/map?statistic=sgb2_under_15&measure=share&date=2025-12-31';
/** Layers of the town and the last numbers come after the first frame. */
const SETTLED_MS = 1200;

const isNarrow = ({ size }: PictureScene) => size.width < 700;

/** A tool of the rail, also where a phone keeps it behind "Mehr". */
export async function chooseTool(page: Page, tool: string): Promise<void> {
  const button = page.locator(`[data-tool="${tool}"]`);
  if (!(await button.isVisible())) await page.locator('.more-tools').click();
  await button.click();
}

interface EditorPicture {
  readonly name: string;
  readonly sizes?: Picture['sizes'];
  readonly geography?: string;
  /** Before the page is opened. */
  readonly before?: (url: string, plan: string) => Promise<void>;
  readonly arrange?: (desk: OpenEditor, scene: PictureScene) => Promise<void>;
}

const editorPicture = ({ name, sizes, geography, before, arrange }: EditorPicture): Picture => ({
  name: `editor-${name}`,
  ...(sizes === undefined ? {} : { sizes }),
  take: async (scene) => {
    const plan = await newPlan(scene.url, 'Entwurf C', geography);
    await before?.(scene.url, plan);
    const desk = await openEditor(scene.browser, scene.url, plan, scene.size);
    await desk.page.waitForTimeout(SETTLED_MS);
    await arrange?.(desk, scene);
    await desk.page.waitForTimeout(400);
    return desk.page;
  },
});

/** A tool in the middle of its work; the pointer stays where the gesture is. */
const toolPicture = (tool: string, gesture?: (desk: OpenEditor, scene: PictureScene) => Promise<void>): Picture =>
  editorPicture({
    name: tool,
    arrange: async (desk, scene) => {
      await chooseTool(desk.page, tool);
      await gesture?.(desk, scene);
    },
  });

const middleOf = async ({ page }: OpenEditor, dx = 0, dy = 0) => {
  const box = (await page.locator('.map').boundingBox())!;
  const height = page.viewportSize()!.width < 700 ? box.height - 374 : box.height;
  return [box.x + box.width / 2 + dx, box.y + height / 2 + dy] as const;
};

/** Presses, drags through the offsets from the middle, and does not let go. */
async function drag(desk: OpenEditor, offsets: readonly (readonly [number, number])[]): Promise<void> {
  const { page } = desk;
  for (const [index, [dx, dy]] of offsets.entries()) {
    const [x, y] = await middleOf(desk, dx, dy);
    await page.mouse.move(x, y, { steps: 6 });
    if (index === 0) await page.mouse.down();
  }
}

/** Corners of a line by single clicks. */
async function corners(desk: OpenEditor, offsets: readonly (readonly [number, number])[]): Promise<void> {
  for (const [dx, dy] of offsets) {
    const [x, y] = await middleOf(desk, dx, dy);
    await desk.page.mouse.click(x, y, { delay: 30 });
    await desk.page.waitForTimeout(350);
  }
}

const hover = async (desk: OpenEditor) => {
  const [block] = await desk.borderBlocks('4', '1');
  const { x, y } = await desk.pixelOf(block!);
  await desk.page.mouse.move(x, y);
};

const tab = async (desk: OpenEditor, scene: PictureScene, name: string) => {
  if (isNarrow(scene)) await desk.page.getByRole('tab', { name }).click();
};

const page = (name: string, path: string, ready: (page: Page) => Promise<unknown>, as?: string): Picture => ({
  name,
  take: async ({ browser, url, size }) => {
    const opened = await openPage(browser, url + path, { ...size, ...(as === undefined ? {} : { as }) });
    await ready(opened.page);
    await opened.page.waitForTimeout(SETTLED_MS);
    return opened.page;
  },
});

const schoolsPicture = (name: string, open: (scene: PictureScene) => Promise<Page>): Picture => ({
  name,
  take: async (scene) => {
    const opened = await open(scene);
    await opened.waitForTimeout(SETTLED_MS);
    return opened;
  },
});

export const PICTURES: readonly Picture[] = [
  page('start', '/', (opened) => opened.waitForTimeout(1500)),
  page('sign-in', '/sign-in', (opened) => opened.getByRole('button').first().waitFor()),
  page('map', MAP, async (opened) => {
    await opened.locator('zs-ranking button.row, zs-sheet').first().waitFor();
    if (opened.viewportSize()!.width > 700) await opened.locator('zs-ranking button.row').first().click();
  }),
  page('map-profile', '/map?indicator=child-poverty&profile=12', (opened) => opened.locator('zs-profile-page table').first().waitFor()),
  page('reports', '/reports', (opened) => opened.getByRole('heading', { level: 2 }).nth(1).waitFor()),
  { name: 'imports', take: ({ browser, url, size }) => openFindings(browser, url, size) },
  { name: 'imports-repair', take: ({ browser, url, size }) => openRepaired(browser, url, size) },
  { name: 'privacy', take: ({ browser, url, leaking, size }) => openDesk(browser, url, leaking, size) },
  page('editor-plans', '/editor', (opened) => opened.getByRole('heading', { name: 'Entwürfe' }).waitFor()),
  page('editor-draft', '/editor?plan=entwurf-b', (opened) => opened.locator('zuschnitt-editor .label').first().waitFor({ state: 'attached' })),

  toolPicture('select', hover),
  toolPicture('brush', async (desk) => drag(desk, [[-60, -60], [-20, -30], [10, 0]])),
  toolPicture('rectangle', async (desk) => drag(desk, [[-80, -60], [60, 40]])),
  toolPicture('lasso', async (desk) => drag(desk, [[-80, -60], [60, -70], [80, 40], [-40, 60]])),
  toolPicture('side', async (desk) => corners(desk, [[-90, -60], [0, 10], [80, -30]])),
  toolPicture('street', hover),
  toolPicture('zone', hover),
  toolPicture('fill', hover),
  toolPicture('line', async (desk) => corners(desk, [[-90, -60], [0, 10], [80, -30]])),
  toolPicture('split', async (desk) => corners(desk, [[-120, -10], [0, 10], [120, -10]])),
  toolPicture('cut', async (desk) => corners(desk, [[-20, -20], [20, 20]])),
  toolPicture('heal', hover),
  toolPicture('merge', hover),
  toolPicture('balance', hover),
  toolPicture('lock', async (desk) => {
    const [block] = await desk.borderBlocks('4', '1');
    const { x, y } = await desk.pixelOf(block!);
    await desk.page.mouse.click(x, y);
  }),

  editorPicture({
    name: 'collect',
    sizes: ['1440'],
    arrange: async (desk) => {
      await desk.page.getByRole('switch', { name: 'Erst sammeln' }).click();
      await desk.brush((await desk.borderBlocks('4', '1')).slice(0, 3));
    },
  }),
  editorPicture({
    name: 'keyboard',
    sizes: ['1440'],
    arrange: async ({ page: opened }) => {
      await opened.locator('.map').focus();
      for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowDown', '1']) await opened.keyboard.press(key);
    },
  }),
  editorPicture({
    name: 'background',
    arrange: async ({ page: opened }) => {
      await opened.locator('.zoom .behind').first().click();
      await opened.locator('.background select').selectOption({ index: 1 });
      await opened.waitForTimeout(1200);
    },
  }),
  editorPicture({
    name: 'layers',
    arrange: async ({ page: opened }) => {
      await opened.getByRole('button', { name: 'Karten und Ebenen' }).click();
      for (const label of ['Schulstandorte', 'Gewässer']) await opened.getByLabel(label).check();
    },
  }),
  editorPicture({
    name: 'compare',
    before: (url, plan) => operate(url, plan, { type: 'mergeZones', zones: ['7'], into: '6' }),
    arrange: async ({ page: opened }) => {
      const open = opened.getByRole('button', { name: 'Vergleichen' });
      if (await open.first().isVisible()) await open.first().click();
      await opened.waitForTimeout(1500);
    },
  }),
  editorPicture({ name: 'history', sizes: ['375'], arrange: (desk, scene) => tab(desk, scene, 'Verlauf') }),
  editorPicture({
    name: 'findings',
    before: async (url, plan) => {
      await operate(url, plan, { type: 'assign', blocks: ['12-035'], zone: '' });
    },
    arrange: (desk, scene) => tab(desk, scene, 'Befund'),
  }),
  editorPicture({ name: 'help', arrange: async ({ page: opened }) => opened.locator('.map').focus().then(() => opened.keyboard.press('?')) }),
  editorPicture({
    name: 'offline',
    arrange: async (desk) => {
      await desk.page.context().setOffline(true);
      await desk.brush((await desk.borderBlocks('4', '1')).slice(0, 1));
      await desk.page.locator('zs-notice').first().waitFor();
    },
  }),
  editorPicture({
    name: 'conflict',
    arrange: async (desk, { url }) => {
      const [block] = await desk.borderBlocks('4', '1');
      const plan = new URL(desk.page.url()).searchParams.get('plan')!;
      await desk.page.context().setOffline(true);
      await desk.brush([block!]);
      await desk.page.locator('zs-notice').first().waitFor();
      await operate(url, plan, { type: 'assign', blocks: [block!], zone: '2' });
      await desk.page.context().setOffline(false);
      await desk.page.locator('.conflict').waitFor({ timeout: 40_000 });
    },
  }),
  { name: 'editor-error', take: async ({ browser, url, size }) => {
    const { page: opened } = await openPage(browser, `${url}/editor?plan=gibt-es-nicht`, size);
    await opened.getByRole('button', { name: 'Erneut versuchen' }).or(opened.locator('zs-empty button').first()).first().waitFor();
    return opened;
  } },
  schoolsPicture('schools', (scene) => openSchools(scene, '&zone=G2')),
  schoolsPicture('schools-annex', (scene) => openSchools(scene, '&numbers=annex')),
  schoolsPicture('schools-public', (scene) => openSchools(scene, '', 'public')),
  schoolsPicture('schools-alternatives', async (scene) => {
    const opened = await openSchools(scene);
    await opened.locator('#alternatives-run').click();
    await opened.locator('.choices [role=option]').first().waitFor();
    await opened.locator('[data-look]').click();
    await opened.locator('.alternatives').scrollIntoViewIfNeeded();
    return opened;
  }),
  page('embed', '/examples/embed.html#plan=entwurf-b', (opened) => opened.waitForTimeout(4000), 'planung'),
];
