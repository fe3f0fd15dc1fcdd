// An OpenLayers layer that is one canvas: painted when the view rests, only shifted and scaled while it moves.
import Layer from 'ol/layer/Layer.js';
import type { FrameState } from 'ol/Map.js';
import type { WorldOrigin } from './coverage-paths.ts';
import { setPatternPhase } from './patterns.ts';
import { joined, type Bounds } from './tiled-path.ts';
import { apply, invert, multiply, OWN_PLANE, type Look, type ViewPlane } from './view-plane.ts';

/** What a layer paints into. Paths hold metres relative to the origin; widths and dashes are given in CSS pixels. */
export interface PaintFrame {
  readonly context: CanvasRenderingContext2D;
  /** Metres a CSS pixel. */
  readonly resolution: number;
  readonly pixelRatio: number;
  /** What is to be painted, in the plane: of the whole canvas, or of the part that is painted anew with what its lines reach into. */
  readonly bounds: Bounds;
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
/** Lines and halos reach so far beyond what they are drawn for, CSS pixels. */
const REACH = 8;
/** A painting of another look is as good while no corner of the view would lie farther off than this, CSS pixels. */
const SAME_PX = 0.4;
/** Above this a finer canvas shows no more and costs memory by the square: a phone's 3 is drawn as 2. */
const MOST_PIXEL_RATIO = 2;

/**
 * Streets, buildings and zones of a city of 12,000 blocks take tens of milliseconds to paint, so a frame of a pan or zoom
 * moves the canvas by CSS instead (0 ms) until the view rests or leaves what was painted. `paint` draws everything that meets
 * the frame's bounds; `repaint` may draw only what changed on a canvas of the same view and says whether that was enough.
 * Layers that keep to the bounds (`inParts`) are painted by parts: a pan beyond the margin shifts the picture and paints the
 * strips that came into it, `invalidateArea` one place.
 */
export abstract class CachedCanvasLayer extends Layer {
  /** How the map's view lies to the plane of the paths; set before the layer is added to a map of another projection. */
  plane: ViewPlane = OWN_PLANE;
  protected readonly origin: WorldOrigin;
  private readonly canvas = document.createElement('canvas');
  private drawn: Drawn | null = null;
  private stale = true;
  private area: Bounds | null = null;
  private phase: readonly [number, number] = [0, 0];
  private placed = '';
  private clipped = '';
  /** Whether `paint` draws no more than what meets the frame's bounds, and nothing that hangs on the rest. */
  protected readonly inParts: boolean = false;

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

  /** Asks for a painting of one place, minX minY maxX maxY in the plane, with the next frame. */
  invalidateArea(bounds: Bounds): void {
    if (!this.inParts) this.invalidate();
    else this.area = this.area === null ? bounds : joined(this.area, bounds);
  }

  /** Shares of the map's width between which the layer is seen; null for all of it. */
  protected get window(): readonly [number, number] | null {
    return null;
  }

  override getSourceState(): 'undefined' {
    return 'undefined';
  }

  override render(frameState: FrameState | null): HTMLElement | null {
    if (frameState === null) return this.canvas;
    const { window } = this;
    // Not painted while nothing of it is seen: what was asked for stays asked for.
    const hidden = window !== null && window[0] >= window[1];
    this.canvas.hidden = hidden;
    if (hidden) return this.canvas;
    const [width, height] = frameState.size as [number, number];
    const moving = frameState.viewHints.some((hint) => hint > 0);
    const pixelRatio = Math.min(MOST_PIXEL_RATIO, frameState.pixelRatio);
    const view = { look: this.plane.look(frameState.viewState), width: width + 2 * MARGIN, height: height + 2 * MARGIN, pixelRatio };
    if (this.drawn === null || !this.covers(view, moving)) {
      if (this.drawn === null || this.stale || !this.inParts || !this.shift(view)) this.paintWhole(view);
    } else if (this.stale && !this.repaint(this.frame(this.drawn))) this.paintWhole(moving ? this.drawn : view);
    if (this.area !== null) this.paintArea(this.area);
    this.stale = false;
    this.area = null;
    this.place(width, height, view);
    this.clip(window, width, height, view);
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
    this.area = null;
    this.phase = [0, 0];
    const frame = this.frame(view);
    setPatternPhase(frame.context, 0, 0);
    frame.context.setTransform(1, 0, 0, 1, 0, 0);
    frame.context.clearRect(0, 0, width, height);
    this.paint(frame);
  }

  /** The picture moved by whole device pixels, and the strips beside it painted; false where nothing of it would be left. */
  private shift(view: Drawn): boolean {
    const drawn = this.drawn!;
    if (drawn.width !== view.width || drawn.height !== view.height || drawn.pixelRatio !== view.pixelRatio || !isSame(drawn, view)) return false;
    const { width, height } = this.canvas;
    const [x, y] = offset(drawn, view).map((css) => Math.round(css * drawn.pixelRatio)) as [number, number];
    if (Math.abs(x) >= width || Math.abs(y) >= height) return false;
    const [east, north] = apply(invert(drawn.look.matrix), x / drawn.pixelRatio, y / drawn.pixelRatio);
    const { center } = drawn.look;
    this.drawn = { ...drawn, look: { ...drawn.look, center: [center[0] - east, center[1] - north] } };
    const context = this.canvas.getContext('2d')!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.canvas, x, y);
    context.globalCompositeOperation = 'source-over';
    this.phase = [this.phase[0] + x, this.phase[1] + y];
    setPatternPhase(context, ...this.phase);
    if (x !== 0) this.paintPart(x > 0 ? 0 : width + x, 0, Math.abs(x), height);
    if (y !== 0) this.paintPart(0, y > 0 ? 0 : height + y, width, Math.abs(y));
    return true;
  }

  private paintArea(area: Bounds): void {
    const { look, width, height, pixelRatio } = this.drawn!;
    const corners = ([[0, 1], [2, 1], [2, 3], [0, 3]] as const).map(([x, y]) => apply(look.matrix, area[x] - look.center[0], area[y] - look.center[1]));
    const [xs, ys] = [corners.map(([x]) => x + width / 2), corners.map(([, y]) => y + height / 2)];
    const from = (values: number[]) => Math.max(0, Math.floor((Math.min(...values) - REACH) * pixelRatio));
    const to = (values: number[], full: number) => Math.min(full, Math.ceil((Math.max(...values) + REACH) * pixelRatio));
    const [left, top] = [from(xs), from(ys)];
    this.paintPart(left, top, to(xs, this.canvas.width) - left, to(ys, this.canvas.height) - top);
  }

  /** Device pixels of the canvas. */
  private paintPart(left: number, top: number, width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    const drawn = this.drawn!;
    const frame = this.frame(drawn, [left / drawn.pixelRatio - REACH, top / drawn.pixelRatio - REACH, (left + width) / drawn.pixelRatio + REACH, (top + height) / drawn.pixelRatio + REACH]);
    const { context } = frame;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    this.paint(frame);
    context.restore();
  }

  /** By CSS, so that a swipe over the map paints nothing. */
  private clip(window: readonly [number, number] | null, width: number, height: number, view: Drawn): void {
    let path = '';
    if (window !== null) {
      const drawn = this.drawn!;
      const [dx, dy] = offset(drawn, view);
      const back = multiply(drawn.look.matrix, invert(view.look.matrix));
      const corner = (x: number, y: number) => {
        const [cx, cy] = apply(back, x - width / 2 - dx, y - height / 2 - dy);
        return `${cx + drawn.width / 2}px ${cy + drawn.height / 2}px`;
      };
      const [left, right] = [window[0] * width, window[1] * width];
      path = `polygon(${[corner(left, 0), corner(right, 0), corner(right, height), corner(left, height)].join(', ')})`;
    }
    if (path === this.clipped) return;
    this.clipped = path;
    this.canvas.style.clipPath = path;
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

  /** `part`: left, top, right, bottom in CSS pixels of the canvas. */
  private frame(view: Drawn, part: Bounds = [0, 0, view.width, view.height]): PaintFrame {
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
      bounds: boundsOf(view, part),
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

function boundsOf({ look, width, height }: Drawn, [left, top, right, bottom]: Bounds): Bounds {
  const back = invert(look.matrix);
  const corners = ([[left, top], [right, top], [right, bottom], [left, bottom]] as const).map(([x, y]) => apply(back, x - width / 2, y - height / 2));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = look.center;
  return [x + Math.min(...xs), y + Math.min(...ys), x + Math.max(...xs), y + Math.max(...ys)];
}
