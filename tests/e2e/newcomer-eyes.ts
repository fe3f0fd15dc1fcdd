// What an eye sees on the editor's map, for tests that follow the page: where borders, water and zones lie on the screen.
import type { Page } from 'playwright-core';

export type Pixel = readonly [number, number];

/** What an eye sees on the map: where things lie on the screen. Nothing here changes the plan. */
interface Eyes {
  readonly session: {
    readonly coverage: { readonly xy: Float64Array; readonly arcStart: Uint32Array; readonly arcCount: number; readonly halfPart: Int32Array; readonly partBlock: Int32Array; readonly blockBounds: Float64Array };
    readonly state: { readonly assignment: Int32Array };
    slotOf(zone: string): number | null;
    zoneAt(slot: number): { readonly zone: string } | null;
  };
  readonly locator: { readonly points: Float64Array };
  readonly map: { pixelOf(x: number, y: number): [number, number] };
}

/** A border near the water, in sight and free of panels: its two ends and two places inside one of the zones beside it. */
export const borderAtTheRiver = (page: Page) =>
  page.evaluate(async () => {
    const editor = document.querySelector('zuschnitt-editor')!;
    const { session, map, locator } = (editor as unknown as { desk: { controller: Eyes } }).desk.controller;
    const { epsg } = (await (await fetch('/municipality')).json()) as { epsg: number };
    const water = (await (await fetch(`/reference-layers/water?crs=EPSG:${epsg}`)).json()) as { features: { geometry: { coordinates: unknown } }[] };
    const bank: number[][] = [];
    const collect = (value: unknown): void => {
      if (!Array.isArray(value)) return;
      if (typeof value[0] === 'number') bank.push(value as number[]);
      else for (const part of value) collect(part);
    };
    for (const { geometry } of water.features) collect(geometry.coordinates);
    const { coverage, state } = session;
    const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
    const borders = new Map<string, number[][]>();
    for (let arc = 0; arc < coverage.arcCount; arc++) {
      const [left, right] = [coverage.halfPart[2 * arc]!, coverage.halfPart[2 * arc + 1]!];
      if (left < 0 || right < 0) continue;
      const [a, b] = [state.assignment[coverage.partBlock[left]!]!, state.assignment[coverage.partBlock[right]!]!];
      if (a === b || a < 0 || b < 0) continue;
      const points = borders.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? [];
      for (let v = coverage.arcStart[arc]!; v < coverage.arcStart[arc + 1]!; v++) points.push([coverage.xy[2 * v]!, coverage.xy[2 * v + 1]!]);
      borders.set(`${Math.min(a, b)} ${Math.max(a, b)}`, points);
    }
    const toWater = ([x, y]: readonly number[]) => bank.reduce((least, [bx, by]) => Math.min(least, Math.hypot(bx! - x!, by! - y!)), Infinity);
    const free = (x: number, y: number) => {
      const found = editor.shadowRoot!.elementFromPoint(x, y);
      return found !== null && (found.tagName === 'CANVAS' || found.closest('.map') !== null);
    };
    const pixel = (x: number, y: number): [number, number] => {
      const [left, top] = map.pixelOf(x, y);
      return [box.x + left, box.y + top];
    };
    const middle = (block: number): number[] => [locator.points[2 * block]!, locator.points[2 * block + 1]!];
    /** Block of a zone whose middle is nearest a place, within 80 m of it. */
    const middleOfBlockAt = (slot: number, x: number, y: number): number | null => {
      let best: number | null = null;
      let nearest = 80;
      state.assignment.forEach((own, block) => {
        const distance = Math.hypot(locator.points[2 * block]! - x, locator.points[2 * block + 1]! - y);
        if (own === slot && distance < nearest) [best, nearest] = [block, distance];
      });
      return best;
    };
    const ordered = [...borders].map(([pair, points]) => ({ pair, points, near: Math.min(...points.map(toWater)) })).sort((a, b) => a.near - b.near);
    for (const { pair, points } of ordered) {
      const start = points.reduce((best, point) => (toWater(point) < toWater(best) ? point : best));
      const end = points.filter((point) => Math.hypot(point[0]! - start[0]!, point[1]! - start[1]!) > 180).sort((a, b) => Math.hypot(a[0]! - start[0]!, a[1]! - start[1]!) - Math.hypot(b[0]! - start[0]!, b[1]! - start[1]!))[0];
      if (end === undefined) continue;
      // Along the bank on one side of the border: through the middles of two blocks beside its two ends, never over the water.
      for (const slot of pair.split(' ').map(Number)) {
        for (const side of [1, -1]) {
          const [dx, dy] = [end[0]! - start[0]!, end[1]! - start[1]!];
          const length = Math.hypot(dx, dy);
          const [nx, ny] = [(-dy / length) * side * 110, (dx / length) * side * 110];
          const [first, second] = [start, end].map(([x, y]) => middleOfBlockAt(slot, x! + nx, y! + ny));
          if (first === null || second === null || first === second) continue;
          const seen = [start, middle(first!), middle(second!), end].map(([x, y]) => pixel(x!, y!));
          if (seen.every(([x, y]) => free(x, y))) return { pair, way: seen };
        }
      }
    }
    throw new Error('no border near the water is in sight');
  });

/** From edge to edge through the middle of a zone, west to east, and a little beyond. */
export const acrossZone = (page: Page, zone: string) =>
  page.evaluate((code) => {
    const editor = document.querySelector('zuschnitt-editor')!;
    const { session, map } = (editor as unknown as { desk: { controller: Eyes } }).desk.controller;
    const slot = session.slotOf(code);
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    session.state.assignment.forEach((own, block) => {
      if (own !== slot) return;
      const [left, bottom, right, top] = session.coverage.blockBounds.subarray(4 * block, 4 * block + 4);
      bounds[0] = Math.min(bounds[0]!, left!);
      bounds[1] = Math.min(bounds[1]!, bottom!);
      bounds[2] = Math.max(bounds[2]!, right!);
      bounds[3] = Math.max(bounds[3]!, top!);
    });
    const box = editor.shadowRoot!.querySelector('.map')!.getBoundingClientRect();
    const y = (bounds[1]! + bounds[3]!) / 2;
    return [bounds[0]! - 20, (bounds[0]! + bounds[2]!) / 2, bounds[2]! + 20].map((x) => {
      const [left, top] = map.pixelOf(x, y);
      return [box.x + left, box.y + top] as [number, number];
    });
  }, zone);
