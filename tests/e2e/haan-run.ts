// The main job on real input: 829 cells of Haan as blocks, seven Sozialräume drawn in the browser, a rare column released
// with threshold 10, the result on the map. The test asserts it, the script for the pictures in docs/ shows it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../server/package-root.ts';
import { openPage } from './browser.ts';
import { scriptHeaders } from './demo-accounts.ts';
import { openEditor } from './editor-page.ts';

/** Key of Haan in the Zensus file, and the statistics to take: the last one is rare (90 people in 27 of 829 cells). */
export const HAAN = '051580008008';
const COLUMNS = {
  demography_ALTER_10JG_1: 'under_10',
  demography_ALTER_10JG_9: 'age_80_plus',
  demography_STAATSANGE_KURZ_2: 'foreigners',
  demography_STAATSANGE_HLND_9: 'polish',
};
const WHERE = { gemeinde: 'Haan' };
export const RARE = 'polish';
export const DATE = '2011-05-09';
export const THRESHOLD = 10;

/**
 * Six rectangles as shares of the bounds (from the south-west), drawn over blocks of no area alone; a last one over the
 * whole view makes the seventh area of what they leave.
 */
const AREAS: readonly (readonly [name: string, left: number, bottom: number, right: number, top: number])[] = [
  ['Gruiten', 0.25, 0.5, 0.95, 0.97],
  ['Ost', 0.6, 0.3, 0.99, 0.5],
  ['Unterhaan', 0.01, 0.3, 0.4, 0.5],
  ['Mitte', 0.4, 0.28, 0.6, 0.5],
  ['Südost', 0.56, 0.02, 0.99, 0.3],
  ['Südwest', 0.02, 0.02, 0.4, 0.2],
];
export const REST = 'Süd';

/** Path of the Zensus file, or null where the shared data are absent. */
export function haanFile(): string | null {
  const path = join(process.env.SHARED_DIR ?? join(packageRoot(), '..', 'shared'), 'data/haan/zensus2011_100m_kr_mettmann.csv');
  return existsSync(path) ? path : null;
}

export interface HaanRun {
  readonly plan: string;
  readonly release: string;
  /** Detached parts that the plan lists, a fact of cells that leave the fields out. */
  readonly detached: number;
  /** Cells of the release by statistic and zone. */
  readonly cells: readonly { readonly zone: string; readonly name: string; readonly cells: Readonly<Record<string, Readonly<Record<string, { state: string; value?: number }>>>> }[];
  readonly mapPage: Page;
}

type Picture = (page: Page, name: string) => Promise<unknown>;

/** The cells of Haan as blocks. */
export const CELLS = { id: 'grid_id', x: 'x_3035', y: 'y_3035', sourceCrs: 'EPSG:3035', cell: 100, where: WHERE };

/** Makes the municipality with its 829 cells in an empty data folder, before any server runs. */
export function importCells(dataDir: string, file: string): void {
  importFile(dataDir, file, ['--kind', 'blocks', '--valid-from', '2011-01-01', '--municipality', HAAN, '--municipality-name', 'Haan', '--crs', 'EPSG:25832'], CELLS);
}

/** Runs the rest against a server over that folder. `picture` is called where something is worth a look. */
export async function runHaan(url: string, dataDir: string, browser: Browser, file: string, picture: Picture): Promise<HaanRun> {
  const call = async (path: string, account: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...(await scriptHeaders(url, account)), 'Content-Type': 'application/json', ...headers },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { readonly plan: string; readonly release: string; readonly version: number; readonly zones: readonly unknown[]; readonly issues: readonly { readonly code: string }[] };
  };

  importFile(dataDir, file, ['--kind', 'counts', '--reference-date', DATE], {
    id: 'grid_id',
    columns: COLUMNS,
    where: WHERE,
    source: 'Zensus 2011, Statistische Ämter des Bundes und der Länder, dl-de/by-2-0',
    statistics: {
      under_10: { de: 'Kinder unter 10 Jahren', en: 'Children under 10' },
      age_80_plus: { de: 'Einwohner ab 80 Jahren', en: 'Residents aged 80 and over' },
      foreigners: { de: 'Ausländerinnen und Ausländer', en: 'Foreign residents' },
      polish: { de: 'Polnische Staatsangehörige', en: 'Polish citizens' },
    },
  });

  await call('/geographies', 'planung', { geography: 'sozialraeume', name: { de: 'Sozialräume', en: 'Social areas' } });
  const { plan } = await call('/plans', 'planung', { geography: 'sozialraeume', name: 'Sieben Sozialräume', validFrom: '2011-01-01' });
  const desk = await openEditor(browser, url, plan, {}, false);
  const { page } = desk;
  // From further away, so that every rectangle begins and ends beside the panels.
  await page.getByRole('button', { name: 'Weiter weg' }).click();
  await page.waitForTimeout(600);
  await page.getByRole('switch').click();
  await page.locator('[data-tool="rectangle"]').click();
  await page.locator('select[name="source"]').selectOption('');
  for (const [i, [name, left, bottom, right, top]] of [...AREAS, [REST, -0.02, -0.02, 1.02, 1.02] as const].entries()) {
    const corners = await page.evaluate(([l, b, r, t]) => {
      const editor = document.querySelector('zuschnitt-editor') as HTMLElement & { desk: { controller: { session: { coverage: { blockBounds: Float64Array } }; map: { pixelOf(x: number, y: number): [number, number] } } } };
      const { controller } = editor.desk;
      const bounds = controller.session.coverage.blockBounds;
      let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = 0; at < bounds.length; at += 4) {
        minX = Math.min(minX, bounds[at]!);
        minY = Math.min(minY, bounds[at + 1]!);
        maxX = Math.max(maxX, bounds[at + 2]!);
        maxY = Math.max(maxY, bounds[at + 3]!);
      }
      const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
      // No named function in here: a transpiler may add a helper to it that the page does not have.
      return [[l, b], [r, t]].map(([u, v]) => {
        const [x, y] = controller.map.pixelOf(minX + u! * (maxX - minX), minY + v! * (maxY - minY));
        return [box.x + x, box.y + y] as const;
      });
    }, [left, bottom, right, top] as const);
    await page.mouse.move(corners[0]![0], corners[0]![1]);
    await page.mouse.down();
    await page.mouse.move(corners[1]![0], corners[1]![1], { steps: 6 });
    await page.mouse.up();
    if (i === 2) await picture(page, 'haan-drawing');
    await page.getByRole('button', { name: 'Neues Gebiet' }).click();
    await page.locator('.new-zone input[name="name"]').fill(name);
    await page.locator('.new-zone button').click();
    await desk.saved();
  }
  await page.getByRole('switch').click();
  await page.getByRole('button', { name: 'Ganze Stadt' }).click();
  await page.waitForTimeout(600);
  await picture(page, 'haan-editor');
  const drawn = await call(`/plans/${plan}`, 'planung');
  const free = drawn.issues.filter(({ code }) => code === 'UNASSIGNED');
  if (drawn.zones.length !== AREAS.length + 1 || free.length > 0) throw new Error(`${drawn.zones.length} areas, ${free.length} places without one`);

  const version = async () => ({ 'If-Match': `"${(await call(`/plans/${plan}`, 'planung')).version}"` });
  await call(`/plans/${plan}/submit`, 'planung', {}, await version());
  await call(`/plans/${plan}/approve`, 'admin', {}, await version());
  const cut = await call(`/plans/${plan}/adopt`, 'admin', { validFrom: '2011-01-01' }, await version());
  const { release } = await call('/releases', 'planung', {
    geography: 'sozialraeume',
    version: cut.version,
    statistics: Object.values(COLUMNS),
    referenceDates: [DATE],
    ruleSet: { threshold: THRESHOLD, zeros: 'open' },
  });
  await call(`/releases/${release}/approve`, 'statistik', {});
  await page.close();

  // As the public sees it: no account.
  const zones = (await (await fetch(`${url}/releases/${release}/zones`)).json()) as { features: { properties: HaanRun['cells'][number] }[] };
  const map = await openPage(browser, `${url}/map?statistic=${RARE}&measure=count&date=${DATE}`);
  await map.page.locator('zs-ranking button.row').first().waitFor();
  await map.page.waitForTimeout(1500);
  await picture(map.page, 'haan-map');
  return {
    plan,
    release,
    detached: drawn.issues.filter(({ code }) => code === 'DETACHED').length,
    cells: zones.features.map(({ properties }) => properties),
    mapPage: map.page,
  };
}

/** `zuschnitt import`: into the folder, or to the server that has it open; what it prints. */
export function importFile(dataDir: string, file: string, words: readonly string[], mapping: unknown): string {
  const command = [join(packageRoot(), 'bin/zuschnitt.js'), 'import', '--file', file, ...words, '--mapping', JSON.stringify(mapping)];
  const { status, stderr, stdout } = spawnSync(process.execPath, command, { cwd: packageRoot(), encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir } });
  if (status !== 0) throw new Error(`zuschnitt import ${words.join(' ')}: exit ${status}\n${stderr}${stdout}`);
  return stdout;
}

/** Sums of the file itself, a line a cell of Haan. */
export function sumsOfFile(file: string): Record<string, number> {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.replace('\r', '').split(','));
  const town = head!.indexOf('gemeinde');
  const sums: Record<string, number> = {};
  for (const [column, statistic] of Object.entries(COLUMNS)) {
    const at = head!.indexOf(column);
    sums[statistic] = lines.filter((fields) => fields[town] === 'Haan').reduce((sum, fields) => sum + Number(fields[at] ?? 0), 0);
  }
  return sums;
}
