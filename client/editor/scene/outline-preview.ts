// Outlines of the zones while blocks are still on their way: over a slow line the person sees at once that it is the right plan.
import type { FeatureCollection } from 'geojson';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { featuresPath } from '../../map-layers/coverage-paths.ts';
import { CONTROL, WHITE } from '../../shell/palette.ts';

const MARGIN_PX = 60;

/** `.zones` in a plane, metres. A picture only: nothing in it can be reached. */
@customElement('zs-outline-preview')
export class OutlinePreview extends LitElement {
  @property({ attribute: false }) zones: FeatureCollection | null = null;
  @query('canvas') private canvas!: HTMLCanvasElement;

  static override styles = css`
    :host { position: absolute; inset: 0; }
    canvas { width: 100%; height: 100%; }
  `;

  protected override render(): TemplateResult {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    if (this.zones === null) return;
    const { clientWidth: width, clientHeight: height } = this;
    const [minX, minY, maxX, maxY] = boundsOf(this.zones);
    const scale = Math.min((width - 2 * MARGIN_PX) / (maxX - minX), (height - 2 * MARGIN_PX) / (maxY - minY));
    if (!(scale > 0 && scale < Infinity)) return;
    const ratio = globalThis.devicePixelRatio;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const middle = [(minX + maxX) / 2, (minY + maxY) / 2] as const;
    const path = featuresPath(this.zones, middle);
    const context = this.canvas.getContext('2d')!;
    context.setTransform(scale * ratio, 0, 0, -scale * ratio, (width * ratio) / 2, (height * ratio) / 2);
    context.fillStyle = WHITE;
    context.fill(path, 'evenodd');
    context.strokeStyle = CONTROL;
    context.lineWidth = 1.2 / scale;
    context.lineJoin = 'round';
    context.stroke(path);
  }
}

function boundsOf({ features }: FeatureCollection): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (coordinates: unknown): void => {
    const list = coordinates as unknown[];
    if (typeof list[0] !== 'number') return list.forEach(take);
    const [x, y] = list as [number, number];
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  };
  for (const { geometry } of features) if (geometry !== null && 'coordinates' in geometry) take(geometry.coordinates);
  return bounds;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-outline-preview': OutlinePreview;
  }
}
