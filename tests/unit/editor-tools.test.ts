// Tools turn the pointer's way into blocks: nothing is left out by a fast hand, nothing is taken by a gesture given up.
import { describe, expect, it } from 'vitest';
import { bordersNear } from '../../client/editor/scene/border-pairs.ts';
import { cornerGraph } from '../../client/editor/drawing/node-walk.ts';
import { createTools } from '../../client/editor/tools/all-tools.ts';
import { slotsAlong } from '../../client/editor/tools/line-course.ts';
import { blocksAlong, lineNear, linesOf, namesOf } from '../../client/editor/tools/street-blocks.ts';
import type { Shape, ToolHost, ToolPoint } from '../../client/editor/tools/tool.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { gridRings } from './coverage-shapes.ts';

const built = buildCoverage(gridRings(10, 10));
if (!built.ok) throw new Error('the grid is a coverage');
const locator = createBlockLocator(built.coverage);

/** Keeps what a tool asks for, as the plan would take it. */
class Recorder implements ToolHost {
  readonly locator = locator;
  readonly radiusM = 0.4;
  readonly resolution = 0.05;
  taken: number[] = [];
  previewed: readonly number[] = [];
  shape: Shape | null = null;
  ended = 0;
  cancelled = 0;

  beginStroke(): void {
    this.taken = [];
  }

  extendStroke(blocks: readonly number[]): void {
    this.taken = [...new Set([...this.taken, ...blocks])].toSorted((a, b) => a - b);
  }

  endStroke(): void {
    this.ended++;
  }

  cancelStroke(): void {
    this.taken = [];
    this.cancelled++;
  }

  preview(blocks: readonly number[]): void {
    this.previewed = blocks;
  }

  showShape(shape: Shape | null): void {
    this.shape = shape;
  }

  lines: (readonly number[])[] = [];
  previewedLine: readonly number[] = [];
  /** What `lineDrawn` answers: whether the line could be drawn. */
  takes = true;

  lineAt(xy: readonly number[]): void {
    this.previewedLine = xy;
  }

  lineDrawn(xy: readonly number[]): boolean {
    if (this.takes) this.lines.push(xy);
    return this.takes;
  }

  lineGone(): void {
    this.previewedLine = [];
  }

  pick(): boolean {
    return false;
  }

  hover(): void {
    // Nothing follows from it here.
  }

  click(): void {
    // Clicks come from OpenLayers, not from the tool.
  }
}

const at = (x: number, y: number): ToolPoint => ({ x, y, pixel: [x, y], shift: false, alt: false });

describe('tools', () => {
  it('a brush leaves no gap between two far events', () => {
    const host = new Recorder();
    const { brush } = createTools();
    expect(brush.down(at(0.5, 4.5), host)).toBe(true);
    brush.drag(at(9.5, 4.5), host);
    brush.up(at(9.5, 4.5), host);
    expect(host.taken).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    expect(host.ended).toBe(1);
  });

  it('a rectangle takes blocks by their interior point, drawn in any direction', () => {
    const host = new Recorder();
    const { rectangle } = createTools();
    rectangle.down(at(3.2, 3.2), host);
    rectangle.drag(at(0.4, 0.4), host);
    expect([...host.previewed]).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
    rectangle.up(at(0.4, 0.4), host);
    expect(host.taken).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
    expect(host.shape).toBeNull();
  });

  it('a lasso takes what it encloses', () => {
    const host = new Recorder();
    const { lasso } = createTools();
    lasso.down(at(0.1, 0.1), host);
    for (const [x, y] of [[2.1, 0.1], [2.1, 1.9], [0.1, 1.9]] as const) lasso.drag(at(x, y), host);
    lasso.up(at(0.1, 1.9), host);
    expect(host.taken).toEqual([0, 1, 10, 11]);
  });

  it('a lasso of two points takes nothing', () => {
    const host = new Recorder();
    const { lasso } = createTools();
    lasso.down(at(0.1, 0.1), host);
    lasso.drag(at(5, 5), host);
    lasso.up(at(5, 5), host);
    expect(host.taken).toEqual([]);
  });

  it('a line gets a vertex a click, and a click on the last one ends it', () => {
    const host = new Recorder();
    const { line } = createTools();
    for (const [x, y] of [[1, 1], [4, 1], [4, 5]] as const) {
      expect(line.down(at(x, y), host)).toBe(true);
      line.up(at(x, y), host);
    }
    expect(line.open).toBe(true);
    expect(host.previewedLine).toEqual([1, 1, 4, 1, 4, 5]);
    line.move(at(6, 6), host);
    expect(host.previewedLine).toEqual([1, 1, 4, 1, 4, 5, 6, 6]);
    line.down(at(4, 5), host);
    line.up(at(4, 5), host);
    expect(host.lines).toEqual([[1, 1, 4, 1, 4, 5]]);
    expect(line.open).toBe(false);
    expect(host.shape).toBeNull();
  });

  it('a line drawn in one go keeps vertices apart, and a second finger leaves what was drawn', () => {
    const host = new Recorder();
    const { split } = createTools();
    split.down(at(0, 0), host);
    // Ten pixels are half a metre here: steps of 0.1 m are the hand's tremble.
    for (let x = 0.1; x < 2.05; x += 0.1) split.drag(at(x, 0), host);
    split.pause!(host);
    split.up(at(5, 5), host);
    expect(split.open).toBe(true);
    expect(split.end!(host)).toBe(true);
    const [drawn] = host.lines;
    expect(drawn!.length).toBeLessThan(12);
    expect(drawn!.slice(0, 2)).toEqual([0, 0]);
    expect(drawn!.at(-2)).toBeGreaterThan(1.4);
  });

  it('a line that cannot be drawn stays open to be mended, vertex by vertex', () => {
    const host = new Recorder();
    const { cut } = createTools();
    host.takes = false;
    cut.press!(at(1, 1), host);
    expect(cut.end!(host)).toBe(false);
    cut.press!(at(2, 2), host);
    cut.press!(at(3, 1), host);
    cut.press!(at(3, 1), host);
    expect(host.lines).toEqual([]);
    expect(cut.open).toBe(true);
    expect(cut.back!(host)).toBe(true);
    expect(host.previewedLine).toEqual([1, 1, 2, 2]);
    host.takes = true;
    cut.end!(host);
    expect(host.lines).toEqual([[1, 1, 2, 2]]);
    expect(cut.back!(host)).toBe(false);
  });

  it('a rectangle and a lasso get their corners by key as well', () => {
    const host = new Recorder();
    const { rectangle, lasso } = createTools();
    rectangle.press!(at(0.4, 0.4), host);
    rectangle.move(at(1.6, 1.6), host);
    expect([...host.previewed]).toEqual([0, 1, 10, 11]);
    rectangle.press!(at(1.6, 0.6), host);
    expect(host.taken).toEqual([0, 1]);
    expect(rectangle.open).toBe(false);
    for (const [x, y] of [[0.1, 0.1], [2.1, 0.1], [2.1, 1.9], [0.1, 1.9]] as const) lasso.press!(at(x, y), host);
    lasso.press!(at(0.1, 1.9), host);
    expect(host.taken).toEqual([0, 1, 10, 11]);
    expect(lasso.open).toBe(false);
  });

  it('Esc gives every gesture back', () => {
    for (const id of ['brush', 'rectangle', 'lasso'] as const) {
      const host = new Recorder();
      const tool = createTools()[id];
      tool.down(at(1, 1), host);
      tool.drag(at(3, 3), host);
      tool.cancel(host);
      expect(host.taken).toEqual([]);
      expect(host.cancelled).toBe(1);
    }
  });

  it('Esc leaves no line', () => {
    const host = new Recorder();
    const { side } = createTools();
    side.press!(at(1, 1), host);
    side.press!(at(3, 3), host);
    side.cancel(host);
    expect(side.open).toBe(false);
    expect(host.shape).toBeNull();
    expect(host.previewedLine).toEqual([]);
  });

  it('tools that take by a click leave the drag to the map', () => {
    const tools = createTools();
    for (const id of ['select', 'street', 'zone', 'fill', 'heal', 'merge', 'balance', 'lock'] as const) {
      expect(tools[id].clicks).toBe(true);
      expect(tools[id].down(at(1, 1), new Recorder())).toBe(false);
    }
  });
});

describe('a crosshair by keyboard', () => {
  const corners = cornerGraph(built.coverage);
  const names = (corner: number) => [...corners.at(corner)];

  it('walks from corner to corner along edges, and stays at the rim', () => {
    const start = corners.nearest(4.1, 4.9);
    expect(names(start)).toEqual([4, 5]);
    expect(names(corners.step(start, 'right'))).toEqual([5, 5]);
    expect(names(corners.step(start, 'up'))).toEqual([4, 6]);
    expect(names(corners.step(corners.step(start, 'left'), 'down'))).toEqual([3, 4]);
    expect(corners.step(corners.nearest(9, 10), 'up')).toBe(-1);
  });

  it('knows the corners of a border', () => {
    const half = (block: number) => (block < 0 ? -1 : block % 10 < 5 ? 0 : 1);
    const onBorder = (corner: number) => corners.isBorder(corner, (a, b) => half(a) >= 0 && half(b) >= 0 && half(a) !== half(b));
    expect(onBorder(corners.nearest(5, 3))).toBe(true);
    expect(onBorder(corners.nearest(4, 3))).toBe(false);
    expect(names(corners.nearest(0, 7, onBorder))).toEqual([5, 7]);
  });
});

describe('a line finds what it is for', () => {
  it('the border that lies nearest its ends', () => {
    // Three columns of zones: 0 | 1 | 2.
    const zones = Int32Array.from({ length: 100 }, (_, block) => (block % 10 < 3 ? 0 : block % 10 < 7 ? 1 : 2));
    expect(bordersNear(built.coverage, zones, [3.2, 1, 4, 4, 2.9, 8])).toEqual([[0, 1], [1, 2]]);
    expect(bordersNear(built.coverage, zones, [6.4, 1, 4, 4, 6.9, 8])[0]).toEqual([1, 2]);
    expect(bordersNear(built.coverage, new Int32Array(100), [1, 1, 2, 2])).toEqual([]);
  });

  it('metres through each block', () => {
    const metres = slotsAlong([0.5, 0.5, 2.5, 0.5], (x, y) => locator.at(x, y));
    expect([...metres.keys()].sort()).toEqual([0, 1, 2]);
    expect([...metres.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 9);
  });
});

describe('blocks along a street', () => {
  /** Blocks of 40 m, so that a street of the grid has some along it and some across its crossings. */
  const wide = buildCoverage(gridRings(6, 6, (x, y) => [40 * x, 40 * y]));
  if (!wide.ok) throw new Error('the grid is a coverage');
  const blocks = createBlockLocator(wide.coverage);
  const street = (name: string, coordinates: number[][]) => ({ type: 'Feature' as const, properties: { name }, geometry: { type: 'LineString' as const, coordinates } });

  it('takes both sides of it, and no block that only touches its end', () => {
    expect(blocksAlong([street('A', [[40, 80], [160, 80]])], blocks)).toEqual([7, 8, 9, 13, 14, 15]);
  });

  it('finds the street under the pointer, and offers names once', () => {
    const lines = linesOf([street('B-Weg', [[0, 40], [240, 40]]), street('A-Weg', [[0, 80], [240, 80]]), street('B-Weg', [[0, 0], [0, 40]]), street('', [[9, 9], [8, 8]])]);
    expect(namesOf(lines)).toEqual(['A-Weg', 'B-Weg']);
    expect(lineNear(lines, 100, 45, 10)?.properties?.name).toBe('B-Weg');
    expect(lineNear(lines, 100, 60, 10)).toBeNull();
  });
});
