// What lies below and beside the zones: a base map of others, and reference layers of our own. Off until a person switches it on.
import { ApiProblem, type Api, type BaseMap, type Geography, type Municipality, type ReferenceLayer as OfferedLayer } from '../../api.ts';
import type { WorldOrigin } from '../../map-layers/coverage-paths.ts';
import type { EditorMap } from '../editor-map.ts';
import { BaseMapUnusable, rasterLayer } from './raster-layer.ts';
import { ReferenceLayer } from './reference-layer.ts';

/** Reference layers that help to decide on a border, in the order of the list; the others are drawn as the town anyway. */
const REFERENCE = ['rail', 'water', 'streets', 'schools'] as const;
/** Share of the tints that stays over a base map: both can be read. */
const TINTS_OVER_MAP = 0.45;

export class Backdrop {
  open = false;
  maps: readonly BaseMap[] | null = null;
  layers: readonly OfferedLayer[] = [];
  /** Id of the base map that is on, '' for none. */
  on = '';
  /** Of the base map, 0 to 1. */
  opacity = 1;
  /** Of the zones' tints, 0 to 1. */
  tints = 1;
  readonly shown = new Map<string, ReferenceLayer>();
  problem: 'noAnswer' | 'noLayer' | 'noProjection' | 'offline' | null = null;
  loading = false;
  private map: EditorMap | null = null;
  private round = 0;

  constructor(
    private readonly api: Api,
    private readonly municipality: Municipality,
    readonly geographies: readonly Geography[],
    /** Geography of the plan, whose outlines are the zones themselves. */
    readonly own: string,
    private readonly origin: WorldOrigin,
    private readonly changed: () => void,
  ) {}

  attach(map: EditorMap): void {
    this.map = map;
  }

  get active(): BaseMap | null {
    return this.maps?.find(({ id }) => id === this.on) ?? null;
  }

  get references(): readonly string[] {
    const offered = new Set(this.layers.map(({ layer }) => layer));
    return [
      ...REFERENCE.filter((layer) => offered.has(layer)),
      ...this.geographies.filter(({ geography, versions }) => geography !== this.own && versions.length > 0).map(({ geography }) => `zones:${geography}`),
    ];
  }

  toggle(): void {
    this.open = !this.open;
    this.changed();
    if (this.open && this.maps === null) void this.readOffers();
  }

  /** '' switches the base map off. */
  async show(id: string): Promise<void> {
    const round = ++this.round;
    this.on = id;
    this.problem = null;
    const base = this.active;
    if (base === null) {
      this.map?.setBaseMap(null);
      this.setTints(1);
      return;
    }
    this.loading = true;
    this.changed();
    try {
      const layer = await rasterLayer(base, this.municipality, (path) => this.api.url(path));
      if (round !== this.round) return;
      layer.setOpacity(this.opacity);
      this.map?.setBaseMap(layer);
      this.setTints(TINTS_OVER_MAP);
    } catch (error) {
      if (!(error instanceof BaseMapUnusable)) throw error;
      if (round !== this.round) return;
      this.problem = error.code;
      this.on = '';
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  setOpacity(opacity: number): void {
    this.opacity = opacity;
    this.map?.setBaseMapOpacity(opacity);
    this.changed();
  }

  setTints(tints: number): void {
    this.tints = tints;
    this.map?.setTints(tints);
    this.changed();
  }

  async toggleReference(name: string): Promise<void> {
    const known = this.shown.get(name);
    if (known !== undefined) {
      this.shown.delete(name);
      this.map?.removeReference(known);
      this.changed();
      return;
    }
    try {
      const layer = new ReferenceLayer(this.origin, name, await this.read(name));
      this.shown.set(name, layer);
      this.map?.addReference(layer);
      this.problem = null;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = 'offline';
    }
    this.changed();
  }

  private read(name: string) {
    const { epsg } = this.municipality;
    if (!name.startsWith('zones:')) return this.api.referenceLayer(name, epsg);
    const geography = name.slice('zones:'.length);
    const versions = this.geographies.find((candidate) => candidate.geography === geography)!.versions;
    return this.api.geographyZones(geography, versions.at(-1)!.version, epsg);
  }

  private async readOffers(): Promise<void> {
    try {
      [this.maps, this.layers] = await Promise.all([this.api.baseMaps(), this.api.referenceLayers()]);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = 'offline';
    }
    this.changed();
  }
}
