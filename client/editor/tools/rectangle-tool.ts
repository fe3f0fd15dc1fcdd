// Rectangle: takes the blocks whose interior point lies in it.
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

export function createRectangleTool(): Tool {
  let start: ToolPoint | null = null;
  const within = (a: ToolPoint, b: ToolPoint, host: ToolHost) =>
    host.locator.inRectangle(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));

  function show(point: ToolPoint, host: ToolHost): void {
    if (start === null) return;
    host.showShape({ kind: 'rectangle', from: [start.x, start.y], to: [point.x, point.y] });
    host.preview(within(start, point, host), point);
  }

  function begin(point: ToolPoint, host: ToolHost): void {
    start = point;
    host.beginStroke();
  }

  function take(point: ToolPoint, host: ToolHost): void {
    if (start === null) return;
    host.extendStroke(within(start, point, host), point);
    start = null;
    host.showShape(null);
    host.endStroke();
  }

  return {
    id: 'rectangle',
    cursor: 'crosshair',
    clicks: false,
    get open() {
      return start !== null;
    },
    down(point, host) {
      begin(point, host);
      return true;
    },
    drag: show,
    up: take,
    move(point, host) {
      if (start === null) host.hover(host.locator.at(point.x, point.y), point);
      else show(point, host);
    },
    cancel(host) {
      start = null;
      host.showShape(null);
      host.cancelStroke();
    },
    press(point, host) {
      if (start === null) begin(point, host);
      else take(point, host);
      show(point, host);
    },
  };
}
