// The quiet picture beside the start page's title: the municipality's own streets, water and borders.
import { css } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import { featuresPath } from '../map-layers/coverage-paths.ts';
import { BoundsCanvas, type PictureFrame } from './bounds-canvas.ts';

@customElement('zs-town-picture')
export class TownPicture extends BoundsCanvas {
  @property({ attribute: false }) buildings: FeatureCollection | undefined;
  @property({ attribute: false }) streets: FeatureCollection | undefined;
  @property({ attribute: false }) water: FeatureCollection | undefined;
  @property({ attribute: false }) rail: FeatureCollection | undefined;
  @property({ attribute: false }) zones: FeatureCollection | undefined;

  static override styles = css`
    :host { display: block; overflow: hidden; mask-image: linear-gradient(90deg, transparent, #000 45%); }
    canvas { display: block; width: 100%; height: 100%; }
  `;

  /** The town's middle across the width; what is above and below is cut off. */
  protected override scaleFor(width: number, _height: number, widthM: number): number {
    return width / widthM;
  }

  protected override paint({ context, origin, px }: PictureFrame): void {
    context.lineCap = 'round';
    const draw = (features: FeatureCollection | undefined, fill: string | undefined, stroke: string | undefined, widthPx: number) => {
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
    draw(this.zones, '#F3F4F7', undefined, 0);
    draw(this.buildings, '#E0E3EA', undefined, 0);
    draw(this.streets, undefined, this.buildings === undefined ? '#E0E3EA' : '#FFFFFF', this.buildings === undefined ? 0.9 : 1.4);
    draw(this.water, '#DCE8F2', undefined, 0);
    draw(this.rail, undefined, '#8A90A8', 1.3);
    draw(this.zones, undefined, '#7F9BDB', 1.3);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-town-picture': TownPicture;
  }
}
