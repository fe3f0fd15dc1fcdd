// Schemas of the municipality's base maps: raster services of others, named by who administers.
import { z } from 'zod';
import { Names } from './common.ts';

const Address = z.string().min(1).max(2000);
const Origin = z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/i, 'a host with its scheme, e.g. https://sgx.geodatenzentrum.de');

export const BaseMap = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'small letters, digits and hyphens'),
    title: Names,
    type: z.enum(['xyz', 'wmts', 'wms']),
    url: Address.meta({ description: 'xyz: template with {z}, {x} and {y} or {-y}; wmts: address of the capabilities; wms: address of the service' }),
    layer: z.string().min(1).max(200).optional().meta({ description: 'Needed for wmts and wms' }),
    matrixSet: z.string().min(1).max(200).optional().meta({ description: 'wmts: without it the set whose projection is the map\'s, else one in EPSG:3857' }),
    style: z.string().max(200).optional(),
    format: z.enum(['image/png', 'image/jpeg', 'image/webp']).optional(),
    wmsVersion: z.enum(['1.1.1', '1.3.0']).optional(),
    epsg: z.int().min(1024).max(999_999).optional().meta({ description: 'Projection of the tiles (xyz, default 3857) or of the images (wms, default the municipality\'s)' }),
    minZoom: z.int().min(0).max(30).optional(),
    maxZoom: z.int().min(0).max(30).optional(),
    tileSize: z.union([z.literal(256), z.literal(512)]).optional(),
    tileHosts: z.array(Origin).max(8).optional().meta({ description: 'Further hosts that the capabilities send tiles from; the page may load pictures from them' }),
    attribution: z.string().min(1).max(300).meta({ description: 'Shown on the map while it is on, as its licence asks' }),
    attributionUrl: z.url({ protocol: /^https$/ }).optional(),
  })
  .superRefine((map, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (map.type !== 'xyz' && map.layer === undefined) refuse('layer', `a ${map.type} needs the name of a layer`);
    if (map.type === 'xyz' && !(map.url.includes('{z}') && map.url.includes('{x}') && /\{-?y\}/.test(map.url))) refuse('url', 'a template with {z}, {x} and {y}');
    if (map.type !== 'xyz' && /[{}]/.test(map.url)) refuse('url', 'an address without placeholders');
    if ((map.minZoom ?? 0) > (map.maxZoom ?? 30)) refuse('maxZoom', 'no less than minZoom');
  })
  .meta({ id: 'BaseMap' });
export type BaseMap = z.infer<typeof BaseMap>;

export const BaseMaps = z
  .strictObject({ baseMaps: z.array(BaseMap).max(20).refine((maps) => new Set(maps.map(({ id }) => id)).size === maps.length, 'every id once') })
  .meta({ id: 'BaseMaps' });
