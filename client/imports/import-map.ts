// <zs-import-map>: the town, the file's shapes and the numbered places of a check, in the municipality's projected CRS.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import type OlMap from 'ol/Map.js';
import { t } from '../i18n/i18n.ts';
import { scaleBar } from '../map/scale-bar.ts';
import { showBox } from '../map-layers/map-moves.ts';
import { MarkLayer } from '../map-layers/mark-layer.ts';
import { StandLayer } from '../map-layers/stand-layer.ts';
import { TownMap, type TownLayers } from '../map-layers/town-map.ts';
import { OutlinesLayer, type ShownOutlines } from './layers/outlines-layer.ts';
import { ShapesLayer } from './layers/shapes-layer.ts';
import type { Mark } from './marks.ts';
import type { Box } from './model.ts';
import type { Town } from './town.ts';

interface Layers extends TownLayers {
  readonly fill: StandLayer;
  readonly border: StandLayer;
  readonly shapes: ShapesLayer;
  readonly outlines: OutlinesLayer;
  readonly marks: MarkLayer;
}

/** Fires `mark-choose` (detail: number of the mark). */
@customElement('zs-import-map')
export class ImportMap extends TownMap<Layers> {
  /** A crack between two blocks is millimetres wide; a file under the wrong CRS lies a thousand kilometres off. */
  protected override readonly closeness = { townPx: 700, minResolution: 0.0005, maxResolution: 20_000 };
  @property({ attribute: false }) shapes: FeatureCollection | null = null;
  /** Of all shapes of the file; the map fits it whenever it changes. */
  @property({ attribute: false }) bounds: Box | null = null;
  /** What a dry run would store. */
  @property({ attribute: false }) outlines: ShownOutlines | null = null;
  @property({ attribute: false }) marks: readonly Mark[] = [];
  @property({ type: Number }) chosen = 0;
  @state() private resolution = 0;

  static override styles = [
    ...TownMap.styles,
    css`
      .scale {
        position: absolute;
        right: 12px;
        bottom: 10px;
        font: 500 12px/16px var(--zs-font);
        text-align: center;
        pointer-events: none;
        text-shadow: 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff;
      }
      .scale::after { content: ''; display: block; height: 5px; border: 1.5px solid var(--zs-ink); border-top: 0; }
      .title { position: absolute; left: 12px; top: 12px; max-width: calc(100% - 84px); z-index: 2; }
      @media (max-width: 899px) {
        .controls { right: 8px; top: 8px; }
        .title { left: 8px; top: 8px; max-width: calc(100% - 68px); }
        .scale { display: none; }
      }
    `,
  ];

  protected override show(changed: PropertyValues<this>, created: boolean, layers: Layers): void {
    if (changed.has('town') && this.town !== undefined) {
      layers.fill.blocks = this.town.blocks;
      Object.assign(layers.border, { edges: this.town.edges, border: this.town.border });
      layers.fill.invalidate();
      layers.border.invalidate();
    }
    if (created || changed.has('shapes')) layers.shapes.setShapes(this.shapes);
    if (created || changed.has('outlines') || changed.has('marks') || changed.has('chosen')) {
      Object.assign(layers.outlines, { shown: this.outlines, marks: this.marks, chosen: this.chosen });
      layers.outlines.invalidate();
    }
    if (created || changed.has('marks') || changed.has('chosen') || changed.has('outlines')) {
      Object.assign(layers.marks, { marks: this.marks, chosen: this.chosen });
      layers.marks.invalidate();
      const quiet = this.marks.length > 0 || this.outlines !== null;
      if (layers.shapes.quiet !== quiet) {
        layers.shapes.quiet = quiet;
        layers.shapes.invalidate();
      }
    }
    if (changed.has('bounds') && this.bounds !== null && changed.get('bounds')?.join() !== this.bounds.join()) this.fit(false);
  }

  protected override createLayers({ origin }: Town, { ground, detail }: TownLayers): Layers {
    return { ground, fill: new StandLayer(origin, 'import-stand'), detail, border: new StandLayer(origin, 'import-border'), shapes: new ShapesLayer(origin), outlines: new OutlinesLayer(origin), marks: new MarkLayer(origin, 'import-marks') };
  }

  /** Numbers on pins. */
  protected override worded({ marks }: Layers): readonly MarkLayer[] {
    return [marks];
  }

  protected override listen(map: OlMap): void {
    map.on('moveend', () => (this.resolution = map.getView().getResolution() ?? 0));
    map.on('singleclick', ({ coordinate }) => {
      const mark = this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!);
      if (mark !== undefined) this.dispatchEvent(new CustomEvent('mark-choose', { detail: mark.number }));
    });
    map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) this.style.cursor = this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!) === undefined ? '' : 'pointer';
    });
  }

  /** All shapes of the file; the town without one. */
  override fit(animate: boolean): void {
    const { map, town } = this;
    if (map === undefined || town === undefined) return;
    map.updateSize();
    const [minX, minY, maxX, maxY] = town.municipality.bounds;
    const own: Box | null = maxX > minX ? [minX, minY, maxX, maxY] : null;
    const { bounds } = this;
    const whole = bounds ?? own;
    if (whole !== null) this.showPlace(whole, 24, animate);
  }

  /** Flies to a place, no closer than shows it with its surroundings. */
  flyTo(box: Box): void {
    this.showPlace(box, 80, true);
  }

  private showPlace(box: Box, padding: number, animate: boolean): void {
    showBox(this.map, box, { padding, minResolution: 0.002, animate });
  }

  override render(): TemplateResult {
    const bar = scaleBar(this.resolution);
    return html`
      ${this.frame(t('imports.mapKeys'), t('imports.mapFit'))}
      <div class="title"><slot></slot></div>
      ${bar === undefined || bar.widthPx < 20 ? nothing : html`<div class="scale" aria-hidden="true" style="width:${bar.widthPx}px">${bar.text}</div>`}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-import-map': ImportMap;
  }
}
