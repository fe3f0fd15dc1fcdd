// Draws a line: by clicks, a vertex each, or by a drag, as fingers do. A click on the last vertex ends it.
import type { LineToolId, Tool, ToolHost, ToolPoint } from './tool.ts';

/** Vertices of a drag lie this far apart at least: closer ones are the hand's tremble. */
const DRAG_STEP_PX = 10;
/** A pointer that moved less has clicked. */
const CLICK_PX = 5;

export function createLineTool(id: LineToolId): Tool {
  let xy: number[] = [];
  let pressed: ToolPoint | null = null;
  let dragged = false;

  const far = (point: ToolPoint, x: number, y: number, host: ToolHost) => Math.hypot(point.x - x, point.y - y) / host.resolution;
  const isLast = (point: ToolPoint, host: ToolHost) => xy.length > 0 && far(point, xy.at(-2)!, xy.at(-1)!, host) < CLICK_PX;
  const show = (host: ToolHost, to: readonly [number, number] | null) => host.showShape(xy.length === 0 ? null : { kind: 'line', xy: [...xy], to });

  function set(point: ToolPoint, host: ToolHost): void {
    if (xy.length === 0 && host.pick(point)) return;
    if (isLast(point, host)) {
      if (xy.length >= 4) end(host);
      return;
    }
    xy.push(point.x, point.y);
    show(host, null);
    host.lineAt([...xy], point, false);
  }

  function end(host: ToolHost): boolean {
    if (xy.length < 4) return false;
    const line = [...xy];
    if (!host.lineDrawn(line)) return true;
    xy = [];
    host.showShape(id === 'side' ? { kind: 'line', xy: line, to: null } : null);
    return true;
  }

  function clear(host: ToolHost): void {
    xy = [];
    pressed = null;
    dragged = false;
    host.showShape(null);
    host.lineGone();
  }

  return {
    id,
    cursor: 'crosshair',
    clicks: false,
    get open() {
      return xy.length > 0;
    },
    down(point) {
      pressed = point;
      dragged = false;
      return true;
    },
    drag(point, host) {
      if (pressed === null) return;
      if (!dragged) {
        if (far(point, pressed.x, pressed.y, host) < CLICK_PX) return;
        dragged = true;
        if (!isLast(pressed, host)) xy.push(pressed.x, pressed.y);
      }
      if (far(point, xy.at(-2)!, xy.at(-1)!, host) < DRAG_STEP_PX) return;
      xy.push(point.x, point.y);
      show(host, null);
    },
    up(point, host) {
      if (pressed === null) return;
      pressed = null;
      if (!dragged) set(point, host);
      else host.lineAt([...xy], point, false);
    },
    move(point, host) {
      if (xy.length === 0) {
        host.hover(host.locator.at(point.x, point.y), point);
        return;
      }
      host.hover(-1, point);
      show(host, [point.x, point.y]);
      host.lineAt(isLast(point, host) ? [...xy] : [...xy, point.x, point.y], point, true);
    },
    /** What was drawn stays: the second finger moves the map under it. */
    pause() {
      pressed = null;
      dragged = false;
    },
    cancel: clear,
    press: set,
    back(host) {
      if (xy.length === 0) return false;
      xy.splice(-2);
      if (xy.length === 0) clear(host);
      else {
        show(host, null);
        host.lineAt([...xy], { x: xy.at(-2)!, y: xy.at(-1)!, pixel: [0, 0], shift: false, alt: false }, true);
      }
      return true;
    },
    end,
  };
}
