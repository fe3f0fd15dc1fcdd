// An OpenLayers layer that is one canvas: painted when the view rests, only shifted and scaled while it moves.
import Layer from 'ol/layer/Layer.js';
import type { FrameState } from 'ol/Map.js';
import type { WorldOrigin } from './coverage-paths.ts';
import { apply, invert, multiply, OWN_PLANE, type Look, type ViewPlane } from './view-plane.ts';

/** What a layer paints into. Paths hold metres relative to the origin; widths and dashes are given in CSS pixels. */
export interface PaintFrame {
  readonly context: CanvasRenderingContext2D;
  /** Metres a CSS pixel. */
  readonly resolution: number;
  readonly pixelRatio: number;
  /** minX minY maxX maxY of the canvas in the plane. */
  readonly bounds: readonly [number, number, number, number];
  /** Sets the transform from metres relative to the origin to the canvas. */
  useWorld(): void;
  /** Sets the transform from CSS pixels of the canvas. */
  useScreen(): void;
  /** CSS pixels as world units, for line widths under `useWorld`. */
  px(cssPixels: number): number;
}

interface Drawn {
  readonly look: Look;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Painted beyond the viewport on every side, so that short pans need no new painting. */
const MARGIN = 120;
/** A painting of another look is as good while no corner of the view would lie farther off than this, CSS pixels. */
const SAME_PX = 0.4;
/** Above this a finer canvas shows no more and costs memory by the square: a phone's 3 is drawn as 2. */
const MOST_PIXEL_RATIO = 2;

/**
 * Streets, buildings and zones of a city of 12,000 blocks take tens of milliseconds to paint, so a frame of a pan or zoom
 * moves the canvas by CSS instead (0 ms) until the view rests or leaves what was painted. `paint` draws everything;
 * `repaint` may draw only what changed on a canvas of the same view and says whether that was enough.
 */
export abstract class CachedCanvasLayer extends Layer {
  /** How the map's view lies to the plane of the paths; set before the layer is added to a map of another projection. */
  plane: ViewPlane = OWN_PLANE;
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
    const moving = frameState.viewHints.some((hint) => hint > 0);
    const pixelRatio = Math.min(MOST_PIXEL_RATIO, frameState.pixelRatio);
    const view = { look: this.plane.look(frameState.viewState), width: width + 2 * MARGIN, height: height + 2 * MARGIN, pixelRatio };
    if (this.drawn === null || !this.covers(view, moving)) this.paintWhole(view);
    else if (this.stale && !this.repaint(this.frame(this.drawn))) this.paintWhole(moving ? this.drawn : view);
    this.stale = false;
    this.place(width, height, view);
    const opacity = String(this.getOpacity());
    if (this.canvas.style.opacity !== opacity) this.canvas.style.opacity = opacity;
    return this.canvas;
  }

  private covers(view: Drawn, moving: boolean): boolean {
    const drawn = this.drawn!;
    if (drawn.width !== view.width || drawn.height !== view.height || drawn.pixelRatio !== view.pixelRatio) return false;
    if (!moving && !isSame(drawn, view)) return false;
    const scale = drawn.look.resolution / view.look.resolution;
    if (scale > 2.2 || scale < 0.45) return false;
    const slackX = (drawn.width * scale - view.width + 2 * MARGIN) / 2;
    const slackY = (drawn.height * scale - view.height + 2 * MARGIN) / 2;
    const [dx, dy] = offset(drawn, view);
    // While a zoom shrinks the picture its edges may show for some frames; new paintings then would stutter.
    return (moving && scale < 1) || (Math.abs(dx) <= slackX && Math.abs(dy) <= slackY);
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

  private place(width: number, height: number, view: Drawn): void {
    const drawn = this.drawn!;
    const [dx, dy] = offset(drawn, view);
    let transform: string;
    if (isSame(drawn, view)) {
      // Whole device pixels: a canvas at half a pixel is drawn blurred.
      const snap = (value: number) => Math.round(value * drawn.pixelRatio) / drawn.pixelRatio;
      transform = `translate(${snap((width - drawn.width) / 2 + dx)}px, ${snap((height - drawn.height) / 2 + dy)}px)`;
    } else {
      const change = multiply(view.look.matrix, invert(drawn.look.matrix));
      const [halfX, halfY] = apply(change, drawn.width / 2, drawn.height / 2);
      transform = `matrix(${change.join(', ')}, ${width / 2 + dx - halfX}, ${height / 2 + dy - halfY})`;
    }
    if (transform === this.placed) return;
    this.placed = transform;
    this.canvas.style.transform = transform;
  }

  private frame(view: Drawn): PaintFrame {
    const context = this.canvas.getContext('2d')!;
    const { look, pixelRatio } = view;
    const { center, resolution } = look;
    const [a, b, c, d] = look.matrix.map((value) => value * pixelRatio) as [number, number, number, number];
    const [originX, originY] = [this.origin[0] - center[0], this.origin[1] - center[1]];
    const [left, top] = [(view.width / 2) * pixelRatio, (view.height / 2) * pixelRatio];
    return {
      context,
      resolution,
      pixelRatio,
      bounds: boundsOf(view),
      useWorld: () => context.setTransform(a, b, c, d, left + a * originX + c * originY, top + b * originX + d * originY),
      useScreen: () => context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0),
      px: (cssPixels) => cssPixels * resolution,
    };
  }
}

/** Where the middle of what was drawn lies from the middle of the view, CSS pixels. */
const offset = (drawn: Drawn, { look }: Drawn): [number, number] =>
  apply(look.matrix, drawn.look.center[0] - look.center[0], drawn.look.center[1] - look.center[1]);

function isSame(drawn: Drawn, view: Drawn): boolean {
  const [a, b, c, d] = multiply(view.look.matrix, invert(drawn.look.matrix));
  const reach = Math.max(view.width, view.height) / 2;
  return (Math.max(Math.abs(a - 1), Math.abs(d - 1)) + Math.max(Math.abs(b), Math.abs(c))) * reach < SAME_PX;
}

function boundsOf({ look, width, height }: Drawn): [number, number, number, number] {
  const back = invert(look.matrix);
  const corners = ([[-1, -1], [1, -1], [1, 1], [-1, 1]] as const).map(([x, y]) => apply(back, (x * width) / 2, (y * height) / 2));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = look.center;
  return [x + Math.min(...xs), y + Math.min(...ys), x + Math.max(...xs), y + Math.max(...ys)];
}
