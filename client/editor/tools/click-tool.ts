// Select, merge and lock: a click takes a block or its zone, a drag pans the map. What a click does, the host decides.
import type { Tool, ToolId } from './tool.ts';

export function createClickTool(id: Extract<ToolId, 'select' | 'merge' | 'lock'>): Tool {
  return {
    id,
    cursor: 'pointer',
    clicks: true,
    down: () => false,
    drag: () => undefined,
    up: () => undefined,
    move(point, host) {
      host.hover(host.locator.at(point.x, point.y), point);
    },
    cancel: () => undefined,
  };
}
