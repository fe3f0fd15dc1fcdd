// How every map moves without a mouse, and flies to a place: alike wherever there is a map with findings.
import type OlMap from 'ol/Map.js';

const FLY_MS = 400;
/** CSS pixels a press of an arrow key moves the map by. */
const STEP_PX = 96;
/** A press of + or -, and of the buttons. */
export const ZOOM_STEP = 1.6;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export interface Showing {
  /** CSS pixels around the box; less where the map is a narrow strip, which has no room for the margin of a desk. */
  readonly padding: number;
  /** Metres a pixel: no closer than shows the place with its surroundings. */
  readonly minResolution: number;
  readonly animate: boolean;
}

/** Brings a box (minX, minY, maxX, maxY in the map's CRS) into view. */
export function showBox(map: OlMap | undefined, box: readonly number[], { padding, minResolution, animate }: Showing): void {
  const [width = 0, height = 0] = map?.getSize() ?? [];
  const margin = Math.min(padding, Math.min(width, height) / 5);
  const duration = animate && !reducedMotion() ? FLY_MS : 0;
  map?.getView().fit([...box], { padding: [margin, margin, margin, margin], minResolution, ...(duration > 0 ? { duration } : {}) });
}

/** `factor` above 1 is nearer. */
export function zoomBy(map: OlMap | undefined, factor: number): void {
  const view = map?.getView();
  const resolution = view?.getResolution();
  if (view === undefined || resolution === undefined) return;
  if (reducedMotion()) view.setResolution(resolution / factor);
  else view.animate({ resolution: resolution / factor, duration: FLY_MS / 2 });
}

/** Arrows move, + and - zoom; whether the key was one of these. */
export function moveByKey(map: OlMap | undefined, key: string): boolean {
  const step = ARROWS[key];
  if (step === undefined && !['+', '=', '-'].includes(key)) return false;
  const view = map?.getView();
  if (step === undefined) zoomBy(map, key === '-' ? 1 / ZOOM_STEP : ZOOM_STEP);
  else if (view !== undefined) {
    const far = STEP_PX * (view.getResolution() ?? 1);
    const [x, y] = view.getCenter() as [number, number];
    view.setCenter([x + step[0] * far, y + step[1] * far]);
  }
  return true;
}
