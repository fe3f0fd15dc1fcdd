// Tools whose click takes something under the pointer, while a drag pans the map. What a click does, the host decides.
import type { ClickToolId, Tool } from './tool.ts';

export function createClickTool(id: ClickToolId): Tool {
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
