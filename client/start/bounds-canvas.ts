// A canvas as large as its element, in the coordinates of a municipality's bounds: what both pictures of the start page share.
import { LitElement, html } from 'lit';
import { property, state } from 'lit/decorators.js';

/** minX minY maxX maxY in the collections' CRS. */
export type Bounds = readonly [number, number, number, number];

export interface PictureFrame {
  /** Transformed: units are metres from `origin`, north is up. */
  readonly context: CanvasRenderingContext2D;
  readonly origin: readonly [number, number];
  /** One CSS pixel in metres. */
  readonly px: number;
}

export abstract class BoundsCanvas extends LitElement {
  @property({ attribute: false }) bounds: Bounds | undefined;
  @state() private size: readonly [number, number] = [0, 0];
  private readonly observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.size = [Math.round(entry.contentRect.width), Math.round(entry.contentRect.height)];
  });

  /** CSS pixels a metre for an element of this size and bounds of this extent. */
  protected abstract scaleFor(width: number, height: number, widthM: number, heightM: number): number;
  protected abstract paint(frame: PictureFrame): void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  override updated(): void {
    const [width, height] = this.size;
    if (width === 0 || this.bounds === undefined) return;
    const ratio = Math.min(2, devicePixelRatio);
    const canvas = this.renderRoot.querySelector('canvas')!;
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    const context = canvas.getContext('2d')!;
    const [minX, minY, maxX, maxY] = this.bounds;
    const scale = ratio * this.scaleFor(width, height, maxX - minX, maxY - minY);
    context.setTransform(scale, 0, 0, -scale, canvas.width / 2, canvas.height / 2);
    context.lineJoin = 'round';
    this.paint({ context, origin: [(minX + maxX) / 2, (minY + maxY) / 2], px: ratio / scale });
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }
}
