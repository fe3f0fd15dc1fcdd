// Lasso: takes the blocks whose interior point lies in the line drawn round them.
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

/** Closer points than this many pixels show no difference and would only lengthen the ring. */
const STEP_PX = 3;

export function createLassoTool(): Tool {
  let ring: number[] = [];
  const within = (host: ToolHost, ...more: number[]) => (ring.length + more.length < 6 ? [] : host.locator.inPolygon(Float64Array.from([...ring, ...more])));
  const isFar = (point: ToolPoint, host: ToolHost) => Math.hypot(point.x - ring.at(-2)!, point.y - ring.at(-1)!) >= STEP_PX * host.resolution;

  function begin(point: ToolPoint, host: ToolHost): void {
    ring = [point.x, point.y];
    host.beginStroke();
  }

  function add(point: ToolPoint, host: ToolHost): void {
    ring.push(point.x, point.y);
    host.showShape({ kind: 'ring', xy: [...ring] });
    host.preview(within(host), point);
  }

  function take(point: ToolPoint, host: ToolHost): void {
    if (ring.length === 0) return;
    host.extendStroke(within(host), point);
    ring = [];
    host.showShape(null);
    host.endStroke();
  }

  return {
    id: 'lasso',
    cursor: 'crosshair',
    clicks: false,
    get open() {
      return ring.length > 0;
    },
    down(point, host) {
      begin(point, host);
      return true;
    },
    drag(point, host) {
      if (ring.length > 0 && isFar(point, host)) add(point, host);
    },
    up: take,
    move(point, host) {
      if (ring.length === 0) host.hover(host.locator.at(point.x, point.y), point);
      else {
        host.showShape({ kind: 'ring', xy: [...ring, point.x, point.y] });
        host.preview(within(host, point.x, point.y), point);
      }
    },
    cancel(host) {
      ring = [];
      host.showShape(null);
      host.cancelStroke();
    },
    press(point, host) {
      if (ring.length === 0) begin(point, host);
      else if (isFar(point, host)) add(point, host);
      else take(point, host);
    },
    back(host) {
      if (ring.length === 0) return false;
      ring.splice(-2);
      if (ring.length === 0) this.cancel(host);
      else host.showShape({ kind: 'ring', xy: [...ring] });
      return true;
    },
    end(host) {
      if (ring.length < 6) return false;
      take({ x: ring.at(-2)!, y: ring.at(-1)!, pixel: [0, 0], shift: false, alt: false }, host);
      return true;
    },
  };
}
