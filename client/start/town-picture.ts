// The quiet picture beside the start page's title: the municipality's own streets, water and borders.
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import { featuresPath } from '../map-layers/coverage-paths.ts';
import type { Bounds } from './zone-preview.ts';

@customElement('zs-town-picture')
export class TownPicture extends LitElement {
  @property({ attribute: false }) bounds: Bounds | undefined;
  @property({ attribute: false }) buildings: FeatureCollection | undefined;
  @property({ attribute: false }) streets: FeatureCollection | undefined;
  @property({ attribute: false }) water: FeatureCollection | undefined;
  @property({ attribute: false }) rail: FeatureCollection | undefined;
  @property({ attribute: false }) zones: FeatureCollection | undefined;
  @state() private size: readonly [number, number] = [0, 0];
  private readonly observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.size = [Math.round(entry.contentRect.width), Math.round(entry.contentRect.height)];
  });

  static override styles = css`
    :host { display: block; overflow: hidden; mask-image: linear-gradient(90deg, transparent, #000 45%); }
    canvas { display: block; width: 100%; height: 100%; }
  `;

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
    const origin = [(minX + maxX) / 2, (minY + maxY) / 2] as const;
    // The town's middle across the width; what is above and below is cut off.
    const scale = (ratio * width) / (maxX - minX);
    context.setTransform(scale, 0, 0, -scale, canvas.width / 2, canvas.height / 2);
    const px = ratio / scale;
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const paint = (features: FeatureCollection | undefined, fill: string | undefined, stroke: string | undefined, widthPx: number) => {
      if (features === undefined) return;
      const path = featuresPath(features, origin);
      if (fill !== undefined) {
        context.fillStyle = fill;
        context.fill(path, 'evenodd');
      }
      if (stroke !== undefined) {
        context.strokeStyle = stroke;
        context.lineWidth = widthPx * px;
        context.stroke(path);
      }
    };
    paint(this.zones, '#F3F4F7', undefined, 0);
    paint(this.buildings, '#E0E3EA', undefined, 0);
    paint(this.streets, undefined, this.buildings === undefined ? '#E0E3EA' : '#FFFFFF', this.buildings === undefined ? 0.9 : 1.4);
    paint(this.water, '#DCE8F2', undefined, 0);
    paint(this.rail, undefined, '#8A90A8', 1.3);
    paint(this.zones, undefined, '#7F9BDB', 1.3);
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-town-picture': TownPicture;
  }
}
