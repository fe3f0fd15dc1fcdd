// Lines over the blocks of the page that is open: where they run, how a mouse clicks them, which arrows lead along them.
import type { OpenEditor } from './editor-page.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Controller {
  readonly session: {
    readonly coverage: { readonly ids: readonly string[]; readonly xy: Float64Array; readonly arcStart: Uint32Array; readonly halfPart: Int32Array; readonly halfNext: Uint32Array; readonly partBlock: Uint32Array; readonly blockPartStart: Uint32Array; readonly partRingStart: Uint32Array; readonly ringHalf: Uint32Array; readonly halfFrom: Uint32Array; readonly blockBounds: Float64Array };
    readonly state: { readonly assignment: Int32Array; readonly positions: { get(id: string): number | undefined } };
    readonly counts: { readonly columns: readonly string[]; readonly values: Int32Array };
    readonly surface: { readonly cuts: readonly unknown[] };
    slotOf(zone: string): number | null;
    zoneAt(slot: number): { zone: string } | null;
  };
  readonly locator: { readonly points: Float64Array; at(x: number, y: number): number };
  readonly map: { pixelOf(x: number, y: number): [number, number] | null };
  readonly fly: { toBlock(id: string): boolean };
  readonly cursor: { readonly at: readonly [number, number] | null; readonly corners: { readonly count: number; at(corner: number): readonly [number, number]; nearest(x: number, y: number): number; step(corner: number, direction: string): number } };
}
type EditorElement = HTMLElement & { readonly desk: { readonly controller: Controller } };

/**
 * Corners round a block away from its border with another zone, plane coordinates: a line along them takes the block to the other
 * side without a cut. Null where the block touches that zone in more than one stretch.
 */
export function cornersRound({ page }: OpenEditor, block: string, other: string): Promise<[number, number][] | null> {
  return page.evaluate(
    ([id, zone]) => {
      const { session } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller;
      const { coverage, state } = session;
      const position = state.positions.get(id!)!;
      const beyond = session.slotOf(zone!)!;
      const first = coverage.ringHalf[coverage.partRingStart[coverage.blockPartStart[position]!]!]!;
      const halves: number[] = [];
      let half = first;
      do {
        halves.push(half);
        half = coverage.halfNext[half]!;
      } while (half !== first);
      const touches = halves.map((own) => {
        const part = coverage.halfPart[own ^ 1]!;
        return part >= 0 && state.assignment[coverage.partBlock[part]!] === beyond;
      });
      const starts = touches.flatMap((touch, i) => (!touch && touches[(i + touches.length - 1) % touches.length] ? [i] : []));
      if (starts.length !== 1) return null;
      const vertices: [number, number][] = [];
      for (let k = 0; k < halves.length; k++) {
        const i = (starts[0]! + k) % halves.length;
        if (touches[i]!) break;
        const own = halves[i]!;
        const [from, to] = [coverage.arcStart[own >> 1]!, coverage.arcStart[(own >> 1) + 1]! - 1];
        const run = Array.from({ length: to - from + 1 }, (_, v) => ((own & 1) === 0 ? from + v : to - v));
        for (const v of vertices.length === 0 ? run : run.slice(1)) vertices.push([coverage.xy[2 * v]!, coverage.xy[2 * v + 1]!]);
      }
      return vertices;
    },
    [block, other],
  );
}

/** A block of a zone that touches another one in one stretch, with corners to draw round it. */
export async function roundBlock(desk: OpenEditor, zone: string, other: string): Promise<{ block: string; corners: [number, number][] }> {
  for (const block of await desk.borderBlocks(zone, other)) {
    const corners = await cornersRound(desk, block, other);
    if (corners !== null && corners.length >= 3 && corners.length <= 14) return { block, corners };
  }
  throw new Error(`no block of ${zone} touches ${other} in one stretch`);
}

/** Brings a block near and gives the keyboard its place. */
export async function nearTo({ page }: OpenEditor, block: string): Promise<void> {
  await page.evaluate((id) => document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller.fly.toBlock(id), block);
  await page.waitForTimeout(100);
}

/** Places of the page for coordinates of the plane. */
export function onPage({ page }: OpenEditor, places: readonly (readonly [number, number])[]): Promise<Place[]> {
  return page.evaluate((list) => {
    const editor = document.querySelector<EditorElement>('zuschnitt-editor')!;
    const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
    return list.map(([x, y]) => {
      const [px, py] = editor.desk.controller.map.pixelOf(x!, y!)!;
      return { x: box.x + px, y: box.y + py };
    });
  }, places.map((place) => [...place]));
}

export async function click({ page }: OpenEditor, { x, y }: Place, modifier?: 'Alt' | 'Shift'): Promise<void> {
  if (modifier !== undefined) await page.keyboard.down(modifier);
  await page.mouse.move(x, y, { steps: 2 });
  await page.mouse.down();
  await page.mouse.up();
  if (modifier !== undefined) await page.keyboard.up(modifier);
}

/** Clicks vertices of a line; the caller ends it. */
export async function clickLine(desk: OpenEditor, places: readonly (readonly [number, number])[]): Promise<void> {
  for (const place of await onPage(desk, places)) await click(desk, place);
}

/** From 30 m west to 30 m east of a zone at half its height, in the plane. */
export function acrossZone({ page }: OpenEditor, zone: string): Promise<[number, number][]> {
  return page.evaluate((id) => {
    const { controller } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { scene: { outline(slot: number): { xy: Float64Array } }; session: { slotOf(zone: string): number } } } }).desk;
    const { xy } = controller.scene.outline(controller.session.slotOf(id));
    const [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity].map((start, side) => xy.reduce((bound, value, i) => (i % 2 !== side % 2 ? bound : side < 2 ? Math.min(bound, value) : Math.max(bound, value)), start));
    const y = (south! + north!) / 2;
    return [[west! - 30, y], [east! + 30, y]] as [number, number][];
  }, zone);
}

/** Middle of a block's bounds' diagonal line, from below to above, longer than the block: it cuts it in two. */
export function throughBlock({ page }: OpenEditor, block: string): Promise<[number, number][]> {
  return page.evaluate((id) => {
    const { session, locator } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller;
    const position = session.state.positions.get(id)!;
    const bounds = session.coverage.blockBounds.subarray(4 * position, 4 * position + 4);
    const x = locator.points[2 * position]!;
    return [[x, bounds[1]! - 2], [x, bounds[3]! + 2]] as [number, number][];
  }, block);
}

/** Two corners where edges meet, as far apart as there are, with nothing but the block between them: for a crosshair that walks corners. */
export function diagonalOf({ page }: OpenEditor, block: string): Promise<[[number, number], [number, number]]> {
  return page.evaluate((id) => {
    const { session, locator } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller;
    const { coverage, state } = session;
    const position = state.positions.get(id)!;
    const first = coverage.ringHalf[coverage.partRingStart[coverage.blockPartStart[position]!]!]!;
    const corners: [number, number][] = [];
    let half = first;
    do {
      const vertex = (half & 1) === 0 ? coverage.arcStart[half >> 1]! : coverage.arcStart[(half >> 1) + 1]! - 1;
      corners.push([coverage.xy[2 * vertex]!, coverage.xy[2 * vertex + 1]!]);
      half = coverage.halfNext[half]!;
    } while (half !== first);
    let best: [[number, number], [number, number]] | null = null;
    let longest = 0;
    for (const a of corners) {
      for (const b of corners) {
        const inside = [0.1, 0.3, 0.5, 0.7, 0.9].every((t) => locator.at(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) === position);
        const length = Math.hypot(a[0] - b[0], a[1] - b[1]);
        // Along an edge lies not through the block: a step to either side must stay inside.
        const [nx, ny] = [(-(b[1] - a[1]) / length) * 2, ((b[0] - a[0]) / length) * 2];
        const through = [-1, 1].every((s) => locator.at((a[0] + b[0]) / 2 + s * nx, (a[1] + b[1]) / 2 + s * ny) === position);
        if (inside && through && length > longest) [best, longest] = [[a, b], length];
      }
    }
    if (best === null) throw new Error(`no diagonal of ${id} runs inside it`);
    return best;
  }, block);
}

/** Presses the arrows that lead the crosshair from corner to corner to the one nearest a place; the shortest way. */
export async function walkTo({ page }: OpenEditor, place: readonly [number, number]): Promise<void> {
  const keys = await page.evaluate((to) => {
    const { cursor } = document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller;
    const { corners } = cursor;
    const start = corners.nearest(cursor.at![0], cursor.at![1]);
    const goal = corners.nearest(to[0]!, to[1]!);
    const from = new Map<number, readonly [number, string]>([[start, [-1, '']]]);
    const queue = [start];
    for (const at of queue) {
      if (at === goal) break;
      for (const [direction, key] of [['left', 'ArrowLeft'], ['right', 'ArrowRight'], ['up', 'ArrowUp'], ['down', 'ArrowDown']] as const) {
        const next = corners.step(at, direction);
        if (next < 0 || from.has(next)) continue;
        from.set(next, [at, key]);
        queue.push(next);
      }
    }
    const way: string[] = [];
    for (let at = goal; at !== start; ) {
      const step = from.get(at);
      if (step === undefined) throw new Error('no arrows lead there');
      way.unshift(step[1]);
      at = step[0];
    }
    return way;
  }, [...place]);
  for (const key of keys) await page.keyboard.press(key);
}

/** Number of cuts that the page shows. */
export function cutsShown({ page }: OpenEditor): Promise<number> {
  return page.evaluate(() => document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller.session.surface.cuts.length);
}

/** Ids that the page has for the pieces of a block. */
export function piecesOf({ page }: OpenEditor, block: string): Promise<string[]> {
  return page.evaluate((id) => document.querySelector<EditorElement>('zuschnitt-editor')!.desk.controller.session.coverage.ids.filter((other) => other === id || other.startsWith(`${id}.`)), block);
}

/** Middle of a street's first stretch that lies in a zone, in the plane; the street tool has to have fetched them. */
export async function streetIn({ page }: OpenEditor, zone: string): Promise<[number, number]> {
  const found = await page.evaluate((id) => {
    interface Streets { readonly streets: readonly { geometry: { coordinates: [number, number][] } }[] | null }
    const { controller } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: Controller & { sources: Streets } } }).desk;
    const slot = controller.session.slotOf(id);
    for (const { geometry } of controller.sources.streets ?? []) {
      const [[ax, ay], [bx, by]] = geometry.coordinates as [[number, number], [number, number]];
      const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
      const block = controller.locator.at(x, y);
      if (block >= 0 && controller.session.state.assignment[block] === slot) return [x, y] as [number, number];
    }
    return null;
  }, zone);
  if (found === null) throw new Error(`no street in zone ${zone}`);
  return found;
}
