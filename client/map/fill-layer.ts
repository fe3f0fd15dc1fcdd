// Fills of the zones: a look-up by pixel, so that a step of the date costs the same few milliseconds however many zones change.
import type { PaintFrame } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { anchorToScreen, dotPattern, hatchPattern, type Hatch } from '../map-layers/patterns.ts';
import { UNINHABITED } from '../map-layers/town-paths.ts';
import { CONTROL, INK, SUNKEN, WHITE, WITHHELD_GROUND } from '../shell/palette.ts';
import type { BasePaths } from './base-paths.ts';
import { fill, SceneLayer, type Scene } from './scene-layer.ts';
import type { ZoneShape } from './zone-shapes.ts';
import { NO_ZONE, rasterZones, type PixelMatrix } from './zone-raster.ts';

const WITHHELD_HATCH: Hatch = { color: CONTROL, width: 1.5, period: 7, slope: 1 };
/** White round ink: either is seen on the darkest and on the lightest class. */
const BOUND_DOTS = [
  { color: WHITE, radius: 1.7 },
  { color: INK, radius: 0.9 },
] as const;
const BOUND_PERIOD = 8;
/** Land without inhabitants keeps this part of the fill, so that fields do not speak louder than streets of houses. */
const UNINHABITED_FILL = 0.34;
const OPEN_LAND = '#F3F1EA';
const VEIL_SHARE = 0.74;
const VEIL = `rgba(255, 255, 255, ${VEIL_SHARE})`;
/** Pixels at the edge of open land lie in it by thirds: without that the edge would show steps. */
const LEVELS = 4;

/** Which zone lies under each pixel of the canvas, and how far it is open land there. */
interface Raster {
  readonly shapes: readonly ZoneShape[];
  readonly base: BasePaths | undefined;
  readonly matrix: PixelMatrix;
  /** 0 where there is no zone, else 1 + LEVELS · zone + level. */
  readonly places: Uint16Array | Uint32Array;
  readonly image: ImageData;
  readonly pixels: Uint32Array;
}

export class FillLayer extends SceneLayer {
  private raster: Raster | undefined;
  private readonly from: WorldOrigin;

  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-fills', scene);
    this.from = origin;
  }

  protected override paint(frame: PaintFrame): void {
    const { context, useWorld, pixelRatio } = frame;
    const { shapes, fills, lowerBounds, pale } = this.scene;
    useWorld();
    const raster = this.rasterOf(context);
    if (raster === undefined) return;
    colour(raster, this.palette());
    context.putImageData(raster.image, 0, 0);
    // The hatch comes after, whole: a withheld zone must not look half empty.
    const hatch = anchorToScreen(context, hatchPattern(WITHHELD_HATCH, pixelRatio));
    shapes.forEach(({ path }, zone) => {
      if (fills[zone] === 'withheld') fill(context, path, hatch);
    });
    for (const { color, radius } of BOUND_DOTS) {
      const dots = anchorToScreen(context, dotPattern(color, radius, BOUND_PERIOD, pixelRatio));
      for (const zone of lowerBounds) fill(context, shapes[zone]!.path, dots);
    }
    for (const zone of pale ?? []) if (this.hasSign(zone) && shapes[zone] !== undefined) fill(context, shapes[zone].path, VEIL);
  }

  /** Every pixel is written anew, and nothing else is on the canvas. */
  protected override repaint(frame: PaintFrame): boolean {
    this.paint(frame);
    return true;
  }

  private hasSign(zone: number): boolean {
    return this.scene.fills[zone] === 'withheld' || this.scene.lowerBounds.has(zone);
  }

  /** Red, green, blue, opacity by place, as an image has them. */
  private palette(): Uint32Array {
    const { shapes, fills, pale } = this.scene;
    const bytes = new Uint8ClampedArray(4 * (1 + LEVELS * shapes.length));
    shapes.forEach((_, zone) => {
      const own = fills[zone];
      const withheld = own === 'withheld';
      const veiled = pale?.has(zone) === true && !this.hasSign(zone);
      const plain = rgbOf(withheld ? WITHHELD_GROUND : (own ?? SUNKEN));
      for (let level = 0; level < LEVELS; level++) {
        const open = withheld || own === undefined ? plain : mixed(plain, OPEN_RGB, ((1 - UNINHABITED_FILL) * level) / (LEVELS - 1));
        bytes.set([...(veiled ? mixed(open, WHITE_RGB, VEIL_SHARE) : open), 255], 4 * (1 + LEVELS * zone + level));
      }
    });
    return new Uint32Array(bytes.buffer);
  }

  /** Under the context's transform of the world; undefined before the canvas has a size. */
  private rasterOf(context: CanvasRenderingContext2D): Raster | undefined {
    const { shapes, base } = this.scene;
    const { width, height } = context.canvas;
    if (width === 0 || height === 0) return undefined;
    const { a, b, c, d, e, f } = context.getTransform();
    const [ox, oy] = this.from;
    const matrix: PixelMatrix = [a, b, c, d, e - a * ox - c * oy, f - b * ox - d * oy];
    const known = this.raster;
    if (known?.shapes === shapes && known.base === base && known.image.width === width && known.image.height === height && known.matrix.every((value, i) => value === matrix[i])) return known;
    const places = rasterZones(shapes, matrix, width, height, LEVELS);
    addOpenLand(places, base, context);
    const image = known?.image.width === width && known.image.height === height ? known.image : context.createImageData(width, height);
    this.raster = { shapes, base, matrix, places, image, pixels: new Uint32Array(image.data.buffer) };
    return this.raster;
  }
}

function colour({ places, pixels }: Raster, palette: Uint32Array): void {
  for (let i = 0; i < places.length; i++) pixels[i] = palette[places[i]!]!;
}

/** Painted by the browser on a canvas of its own, under the same transform, and read back once a view. */
function addOpenLand(places: Uint16Array | Uint32Array, base: BasePaths | undefined, like: CanvasRenderingContext2D): void {
  const open = base?.ground.filter(({ use }) => UNINHABITED.has(use)) ?? [];
  if (open.length === 0) return;
  const { width, height } = like.canvas;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.setTransform(like.getTransform());
  for (const { path } of open) fill(context, path, WHITE);
  const { data } = context.getImageData(0, 0, width, height);
  for (let i = 0; i < places.length; i++) if (places[i] !== NO_ZONE) places[i]! += Math.round((data[4 * i + 3]! * (LEVELS - 1)) / 255);
}

type Rgb = readonly [number, number, number];
const OPEN_RGB = rgbOf(OPEN_LAND);
const WHITE_RGB = rgbOf(WHITE);

/** Of `#RRGGBB`. */
function rgbOf(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mixed(under: Rgb, over: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => Math.round(under[i]! + (over[i]! - under[i]!) * share)) as unknown as Rgb;
}
