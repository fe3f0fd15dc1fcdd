// Hatches and dots for canvases: anchored to the screen, drawn at the device's pixel ratio.

/** Lines at +45 or -45 degrees: `width` of every `period` CSS pixels, on a transparent ground. */
export interface Hatch {
  readonly color: string;
  readonly width: number;
  readonly period: number;
  readonly slope: 1 | -1;
}

const made = new Map<string, CanvasPattern>();

function tile(side: number, pixelRatio: number, key: string, draw: (context: CanvasRenderingContext2D, size: number) => void): CanvasPattern {
  const known = made.get(key);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  // A whole number of device pixels, or the seams between tiles show.
  const size = Math.max(2, Math.round(side * pixelRatio));
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  draw(context, size);
  const pattern = context.createPattern(canvas, 'repeat')!;
  made.set(key, pattern);
  return pattern;
}

export function hatchPattern(hatch: Hatch, pixelRatio: number): CanvasPattern {
  return tile(hatch.period * Math.SQRT2, pixelRatio, JSON.stringify([hatch, pixelRatio]), (context, size) => {
    context.strokeStyle = hatch.color;
    context.lineWidth = hatch.width * pixelRatio;
    context.beginPath();
    // The line and its two neighbours, so that the corners of the tile are filled too.
    for (const shift of [-size, 0, size]) {
      if (hatch.slope === 1) {
        context.moveTo(shift - size, 2 * size);
        context.lineTo(shift + 2 * size, -size);
      } else {
        context.moveTo(shift - size, -size);
        context.lineTo(shift + 2 * size, 2 * size);
      }
    }
    context.stroke();
  });
}

/** Dots on a raster of `period` CSS pixels. */
export function dotPattern(color: string, radius: number, period: number, pixelRatio: number): CanvasPattern {
  return tile(period, pixelRatio, JSON.stringify([color, radius, period, pixelRatio]), (context, size) => {
    context.fillStyle = color;
    context.beginPath();
    context.arc(size / 2, size / 2, radius * pixelRatio, 0, 2 * Math.PI);
    context.fill();
  });
}

/** How far what a canvas shows was shifted since it was painted as a whole, device pixels. */
const phases = new WeakMap<CanvasRenderingContext2D, readonly [number, number]>();

/** Told by the layer that shifts its picture: what is painted beside it later then has its lines go on. */
export function setPatternPhase(context: CanvasRenderingContext2D, x: number, y: number): void {
  phases.set(context, [x, y]);
}

/** Keeps the pattern on the screen's raster while the context is transformed to world coordinates. */
export function anchorToScreen(context: CanvasRenderingContext2D, pattern: CanvasPattern): CanvasPattern {
  const [x, y] = phases.get(context) ?? [0, 0];
  pattern.setTransform(context.getTransform().inverse().translate(x, y));
  return pattern;
}
