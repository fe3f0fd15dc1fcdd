// Lasso: takes the blocks whose interior point lies in the line drawn round them.
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

/** Closer points than this many pixels show no difference and would only lengthen the ring. */
const STEP_PX = 3;

export function createLassoTool(): Tool {
  let ring: number[] = [];
  const within = (host: ToolHost) => (ring.length < 6 ? [] : host.locator.inPolygon(Float64Array.from(ring)));
  const add = (point: ToolPoint, host: ToolHost): boolean => {
    const far = Math.hypot(point.x - ring.at(-2)!, point.y - ring.at(-1)!) >= STEP_PX * host.resolution;
    if (far) ring.push(point.x, point.y);
    return far;
  };

  return {
    id: 'lasso',
    cursor: 'crosshair',
    clicks: false,
    down(point, host) {
      ring = [point.x, point.y];
      host.beginStroke();
      return true;
    },
    drag(point, host) {
      if (ring.length === 0 || !add(point, host)) return;
      host.showShape({ kind: 'ring', xy: ring });
      host.preview(within(host), point);
    },
    up(point, host) {
      if (ring.length === 0) return;
      host.extendStroke(within(host), point);
      ring = [];
      host.showShape(null);
      host.endStroke();
    },
    move(point, host) {
      host.hover(host.locator.at(point.x, point.y), point);
    },
    cancel(host) {
      ring = [];
      host.showShape(null);
      host.cancelStroke();
    },
  };
}
