// Brush: takes every block that the circle touches on its way.
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

export function createBrushTool(): Tool {
  let last: ToolPoint | null = null;
  const circle = (point: ToolPoint, host: ToolHost) =>
    host.showShape({ kind: 'circle', x: point.x, y: point.y, radiusM: host.radiusM });

  /** Blocks between two places: a fast hand moves many radii between two events, and must leave no gap. */
  function swept(from: ToolPoint, to: ToolPoint, host: ToolHost): number[] {
    const distance = Math.hypot(to.x - from.x, to.y - from.y);
    const steps = Math.max(1, Math.ceil(distance / host.radiusM));
    const blocks = new Set<number>();
    for (let i = 1; i <= steps; i++) {
      const t = i / steps;
      for (const block of host.locator.within(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t, host.radiusM)) blocks.add(block);
    }
    return [...blocks];
  }

  return {
    id: 'brush',
    cursor: 'none',
    clicks: false,
    down(point, host) {
      host.beginStroke();
      host.extendStroke(host.locator.within(point.x, point.y, host.radiusM), point);
      circle(point, host);
      last = point;
      return true;
    },
    drag(point, host) {
      circle(point, host);
      host.extendStroke(swept(last ?? point, point, host), point);
      last = point;
    },
    up(_point, host) {
      last = null;
      host.endStroke();
    },
    move(point, host) {
      circle(point, host);
      host.hover(host.locator.at(point.x, point.y), point);
    },
    cancel(host) {
      last = null;
      host.cancelStroke();
    },
  };
}
