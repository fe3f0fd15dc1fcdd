// Tools turn the pointer's way into blocks: nothing is left out by a fast hand, nothing is taken by a gesture given up.
import { describe, expect, it } from 'vitest';
import { createTools } from '../../client/editor/tools/all-tools.ts';
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

  it('select, merge and lock leave the drag to the map', () => {
    const tools = createTools();
    for (const id of ['select', 'merge', 'lock'] as const) {
      expect(tools[id].clicks).toBe(true);
      expect(tools[id].down(at(1, 1), new Recorder())).toBe(false);
    }
  });
});
