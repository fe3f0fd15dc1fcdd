// From the projection of a view to the plane that blocks are stored in, and how the plane lies on the screen.

/** The plane as one look at the map shows it: an affine picture, exact in the middle. */
export interface Look {
  /** Middle of the view in the plane, metres. */
  readonly center: readonly [number, number];
  /** a b c d: metres east and north of the middle to CSS pixels right and down of it, x' = ax + cy, y' = bx + dy. */
  readonly matrix: readonly [number, number, number, number];
  /** Metres of the plane a CSS pixel. */
  readonly resolution: number;
}

export interface ViewState {
  readonly center: readonly number[];
  readonly resolution: number;
  readonly rotation: number;
}

export interface ViewPlane {
  toPlane(coordinate: readonly number[]): [number, number];
  toView(xy: readonly number[]): [number, number];
  look(state: ViewState): Look;
}

/** The view is in the plane itself: nothing is transformed. */
export const OWN_PLANE: ViewPlane = {
  toPlane: ([x, y]) => [x!, y!],
  toView: ([x, y]) => [x!, y!],
  look: (state) => {
    const [a, b, c, d] = onScreen(state);
    return { center: [state.center[0]!, state.center[1]!], matrix: [a, b, c, d], resolution: state.resolution };
  },
};

/**
 * A view in another projection. Blocks stay in their plane: a look takes the tangent at the middle of the view, which between
 * UTM and Web Mercator is wrong by d² tan(latitude) / 2R at the distance d: 0.05 px at the edge of a view of 1,000 px at 2 m a
 * pixel, 0.5 px at 20 m a pixel (a whole city). Transforming vertices would cost 300,000 transformations a painting.
 */
export function foreignPlane(toPlane: ViewPlane['toPlane'], toView: ViewPlane['toView']): ViewPlane {
  return {
    toPlane,
    toView,
    look: (state) => {
      const [x, y] = [state.center[0]!, state.center[1]!];
      // Over 200 px rather than an infinitesimal step: the mean over the part that is looked at most.
      const step = 100 * state.resolution;
      const [east, west, north, south] = [toPlane([x + step, y]), toPlane([x - step, y]), toPlane([x, y + step]), toPlane([x, y - step])];
      const [p, q] = [(east[0] - west[0]) / (2 * step), (east[1] - west[1]) / (2 * step)];
      const [r, s] = [(north[0] - south[0]) / (2 * step), (north[1] - south[1]) / (2 * step)];
      const area = p * s - q * r;
      // View to plane is [p r; q s]; its inverse, then the screen.
      const matrix = multiply(onScreen(state), [s / area, -q / area, -r / area, p / area]);
      return { center: toPlane([x, y]), matrix, resolution: 1 / Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) };
    },
  };
}

export type Matrix = readonly [number, number, number, number];

/** Units of the view to CSS pixels, as OpenLayers turns a view: clockwise by `rotation`. */
function onScreen({ resolution, rotation }: ViewState): Matrix {
  if (rotation === 0) return [1 / resolution, 0, 0, -1 / resolution];
  const [cos, sin] = [Math.cos(rotation) / resolution, Math.sin(rotation) / resolution];
  return [cos, sin, sin, -cos];
}

/** `first` after `second`, both column by column. */
export function multiply([a, b, c, d]: Matrix, [e, f, g, h]: Matrix): Matrix {
  return [a * e + c * f, b * e + d * f, a * g + c * h, b * g + d * h];
}

export function invert([a, b, c, d]: Matrix): Matrix {
  const area = a * d - b * c;
  return [d / area, -b / area, -c / area, a / area];
}

export const apply = ([a, b, c, d]: Matrix, x: number, y: number): [number, number] => [a * x + c * y, b * x + d * y];
