// A small picture of a geography: zones in three pale blues with ink borders, water beside them.
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import { featuresPath } from '../map-layers/coverage-paths.ts';
import { BASE, INK } from '../shell/palette.ts';

/** minX minY maxX maxY in the collections' CRS. */
export type Bounds = readonly [number, number, number, number];

const TINTS = ['#EFF3FA', '#D8E1F4', '#C5D3EF'];

@customElement('zs-zone-preview')
export class ZonePreview extends LitElement {
  @property({ attribute: false }) zones: FeatureCollection | undefined;
  @property({ attribute: false }) water: FeatureCollection | undefined;
  @property({ attribute: false }) bounds: Bounds | undefined;
  @state() private size: readonly [number, number] = [0, 0];
  private readonly observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.size = [Math.round(entry.contentRect.width), Math.round(entry.contentRect.height)];
  });

  static override styles = css`
    :host { display: block; position: relative; background: #eef0e9; overflow: hidden; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
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
    const scale = ratio * Math.min((width - 20) / (maxX - minX), (height - 12) / (maxY - minY));
    const [centerX, centerY] = [(minX + maxX) / 2, (minY + maxY) / 2];
    context.setTransform(scale, 0, 0, -scale, canvas.width / 2, canvas.height / 2);
    const origin = [centerX, centerY] as const;
    const px = ratio / scale;
    context.lineJoin = 'round';
    this.zones?.features.forEach((feature, index) => {
      context.fillStyle = TINTS[(index * 2) % TINTS.length]!;
      context.fill(featuresPath({ type: 'FeatureCollection', features: [feature] }, origin), 'evenodd');
    });
    if (this.water !== undefined) {
      context.fillStyle = BASE.water;
      context.fill(featuresPath(this.water, origin), 'evenodd');
    }
    if (this.zones !== undefined) {
      context.strokeStyle = INK;
      context.lineWidth = 1.2 * px;
      context.stroke(featuresPath(this.zones, origin));
    }
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-zone-preview': ZonePreview;
  }
}
