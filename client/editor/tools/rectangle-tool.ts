// Rectangle: takes the blocks whose interior point lies in it.
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

export function createRectangleTool(): Tool {
  let start: ToolPoint | null = null;
  const within = (a: ToolPoint, b: ToolPoint, host: ToolHost) =>
    host.locator.inRectangle(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));

  return {
    id: 'rectangle',
    cursor: 'crosshair',
    clicks: false,
    down(point, host) {
      start = point;
      host.beginStroke();
      return true;
    },
    drag(point, host) {
      if (start === null) return;
      host.showShape({ kind: 'rectangle', from: [start.x, start.y], to: [point.x, point.y] });
      host.preview(within(start, point, host), point);
    },
    up(point, host) {
      if (start === null) return;
      host.extendStroke(within(start, point, host), point);
      start = null;
      host.showShape(null);
      host.endStroke();
    },
    move(point, host) {
      host.hover(host.locator.at(point.x, point.y), point);
    },
    cancel(host) {
      start = null;
      host.showShape(null);
      host.cancelStroke();
    },
  };
}
