// Outlines of the zones that a certificate adds and subtracts, fetched once a geography version.
import type { Api, ZoneCollection } from '../api.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { shapeZones, type ZoneShape } from '../map/zone-shapes.ts';
import type { Term } from './model.ts';

export interface ZoneOutlines {
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  readonly shapes: readonly ZoneShape[];
}

export class TermZones {
  private readonly api: Api;
  private readonly epsg: number;
  private readonly origin: WorldOrigin;
  private readonly known = new Map<string, Promise<ZoneOutlines>>();

  constructor(api: Api, epsg: number, origin: WorldOrigin) {
    this.api = api;
    this.epsg = epsg;
    this.origin = origin;
  }

  /** A failed look-up is forgotten, so that the next one asks again. */
  outlines(geography: string, version: number): Promise<ZoneOutlines> {
    const key = `${geography} ${version}`;
    let outlines = this.known.get(key);
    if (outlines === undefined) {
      outlines = this.api.geographyZones(geography, version, this.epsg).then((zones) => this.shaped(zones));
      this.known.set(key, outlines);
      outlines.catch(() => this.known.delete(key));
    }
    return outlines;
  }

  async shapeOf({ geography, version, zone }: Pick<Term, 'geography' | 'version' | 'zone'>): Promise<ZoneShape | undefined> {
    if (geography === null || version === null) return undefined;
    const { zones, shapes } = await this.outlines(geography, version);
    return shapes[zones.findIndex((row) => row.zone === zone)];
  }

  private shaped({ features }: ZoneCollection): ZoneOutlines {
    const zones = features.map(({ properties: { zone, name }, geometry }) => ({ zone, name, geometry }));
    return { zones, shapes: shapeZones(zones, this.origin) };
  }
}
