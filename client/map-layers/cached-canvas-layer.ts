// An OpenLayers layer that is one canvas: painted when the view rests, only shifted and scaled while it moves.
import Layer from 'ol/layer/Layer.js';
import type { FrameState } from 'ol/Map.js';
import type { WorldOrigin } from './coverage-paths.ts';

/** What a layer paints into. Paths hold metres relative to the origin; widths and dashes are given in CSS pixels. */
export interface PaintFrame {
  readonly context: CanvasRenderingContext2D;
  /** Metres a CSS pixel. */
  readonly resolution: number;
  readonly pixelRatio: number;
  /** minX minY maxX maxY of the canvas in the map's projected CRS. */
  readonly bounds: readonly [number, number, number, number];
  /** Sets the transform from metres relative to the origin to the canvas. */
  useWorld(): void;
  /** Sets the transform from CSS pixels of the canvas. */
  useScreen(): void;
  /** CSS pixels as world units, for line widths under `useWorld`. */
  px(cssPixels: number): number;
}

interface Drawn {
  readonly centerX: number;
  readonly centerY: number;
  readonly resolution: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Painted beyond the viewport on every side, so that short pans need no new painting. */
const MARGIN = 120;
/** Above this a finer canvas shows no more and costs memory by the square: a phone's 3 is drawn as 2. */
const MOST_PIXEL_RATIO = 2;

/**
 * Streets, buildings and zones of a city of 12,000 blocks take tens of milliseconds to paint, so a frame of a pan or zoom
 * moves the canvas by CSS instead (0 ms) until the view rests or leaves what was painted. `paint` draws everything;
 * `repaint` may draw only what changed on a canvas of the same view and says whether that was enough.
 */
export abstract class CachedCanvasLayer extends Layer {
  protected readonly origin: WorldOrigin;
  private readonly canvas = document.createElement('canvas');
  private drawn: Drawn | null = null;
  private stale = true;
  private placed = '';

  constructor(origin: WorldOrigin, className: string) {
    super({});
    this.origin = origin;
    this.canvas.className = className;
    this.canvas.setAttribute('aria-hidden', 'true');
    Object.assign(this.canvas.style, { position: 'absolute', left: '0', top: '0', transformOrigin: '0 0', pointerEvents: 'none' });
  }

  protected abstract paint(frame: PaintFrame): void;

  /** Draws only what changed since the last painting of this view; false asks for a whole painting. */
  protected repaint(_frame: PaintFrame): boolean {
    return false;
  }

  /** Asks for a painting with the next frame; the caller renders the map. */
  invalidate(): void {
    this.stale = true;
  }

  override getSourceState(): 'undefined' {
    return 'undefined';
  }

  override render(frameState: FrameState | null): HTMLElement | null {
    if (frameState === null) return this.canvas;
    const [width, height] = frameState.size as [number, number];
    const { center, resolution } = frameState.viewState;
    const moving = frameState.viewHints.some((hint) => hint > 0);
    const pixelRatio = Math.min(MOST_PIXEL_RATIO, frameState.pixelRatio);
    const view = { centerX: center[0]!, centerY: center[1]!, resolution, width: width + 2 * MARGIN, height: height + 2 * MARGIN, pixelRatio };
    if (this.drawn === null || !this.covers(view, moving)) this.paintWhole(view);
    else if (this.stale && !this.repaint(this.frame(this.drawn))) this.paintWhole(moving ? this.drawn : view);
    this.stale = false;
    this.place(width, height, view.centerX, view.centerY, resolution);
    return this.canvas;
  }

  private covers(view: Drawn, moving: boolean): boolean {
    const drawn = this.drawn!;
    if (drawn.width !== view.width || drawn.height !== view.height || drawn.pixelRatio !== view.pixelRatio) return false;
    const scale = drawn.resolution / view.resolution;
    if (scale !== 1 && !moving) return false;
    if (scale > 2.2 || scale < 0.45) return false;
    const slackX = (drawn.width * scale - view.width + 2 * MARGIN) / 2;
    const slackY = (drawn.height * scale - view.height + 2 * MARGIN) / 2;
    const dx = Math.abs(view.centerX - drawn.centerX) / view.resolution;
    const dy = Math.abs(view.centerY - drawn.centerY) / view.resolution;
    // While a zoom shrinks the picture its edges may show for some frames; new paintings then would stutter.
    return (moving && scale < 1) || (dx <= slackX && dy <= slackY);
  }

  private paintWhole(view: Drawn): void {
    const [width, height] = [Math.round(view.width * view.pixelRatio), Math.round(view.height * view.pixelRatio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${view.width}px`;
      this.canvas.style.height = `${view.height}px`;
    }
    this.drawn = view;
    const frame = this.frame(view);
    frame.context.setTransform(1, 0, 0, 1, 0, 0);
    frame.context.clearRect(0, 0, width, height);
    this.paint(frame);
  }

  private place(width: number, height: number, centerX: number, centerY: number, resolution: number): void {
    const drawn = this.drawn!;
    const scale = drawn.resolution / resolution;
    const shift = (full: number, painted: number, offset: number) => (full - painted * scale) / 2 + offset / resolution;
    // Whole device pixels: a canvas at half a pixel is drawn blurred.
    const snap = (value: number) => (scale === 1 ? Math.round(value * drawn.pixelRatio) / drawn.pixelRatio : value);
    const x = snap(shift(width, drawn.width, drawn.centerX - centerX));
    const y = snap(shift(height, drawn.height, centerY - drawn.centerY));
    const transform = `translate(${x}px, ${y}px) scale(${scale})`;
    if (transform === this.placed) return;
    this.placed = transform;
    this.canvas.style.transform = transform;
  }

  private frame(view: Drawn): PaintFrame {
    const context = this.canvas.getContext('2d')!;
    const { resolution, pixelRatio } = view;
    const left = view.centerX - (view.width / 2) * resolution;
    const top = view.centerY + (view.height / 2) * resolution;
    const scale = pixelRatio / resolution;
    const [originX, originY] = this.origin;
    return {
      context,
      resolution,
      pixelRatio,
      bounds: [left, top - view.height * resolution, left + view.width * resolution, top],
      useWorld: () => context.setTransform(scale, 0, 0, -scale, (originX - left) * scale, (top - originY) * scale),
      useScreen: () => context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0),
      px: (cssPixels) => cssPixels * resolution,
    };
  }
}
