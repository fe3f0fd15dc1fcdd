// A small picture of a geography: zones in three pale blues with ink borders, water beside them.
import { css } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import { featuresPath } from '../map-layers/coverage-paths.ts';
import { BASE, INK } from '../shell/palette.ts';
import { BoundsCanvas, type PictureFrame } from './bounds-canvas.ts';

const TINTS = ['#EFF3FA', '#D8E1F4', '#C5D3EF'];

@customElement('zs-zone-preview')
export class ZonePreview extends BoundsCanvas {
  @property({ attribute: false }) zones: FeatureCollection | undefined;
  @property({ attribute: false }) water: FeatureCollection | undefined;

  static override styles = css`
    :host { display: block; position: relative; background: #eef0e9; overflow: hidden; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  `;

  protected override scaleFor(width: number, height: number, widthM: number, heightM: number): number {
    return Math.min((width - 20) / widthM, (height - 12) / heightM);
  }

  protected override paint({ context, origin, px }: PictureFrame): void {
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
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-zone-preview': ZonePreview;
  }
}
