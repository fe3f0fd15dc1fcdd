// Nasty coordinates round the corner of a town in EPSG:25832, as GeoJSON: feet, axes, infinite and far places, mixed geometry.

type Position = readonly [number, number];
type Ring = readonly Position[];

const UTM = 'urn:ogc:def:crs:EPSG::25832';
const FOOT = 0.3048;

function square(x: number, y: number, side = 100): Ring {
  return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
}

const feature = (id: string, type: string, coordinates: unknown) => ({ type: 'Feature', properties: { id }, geometry: { type, coordinates } });
const polygon = (id: string, ring: Ring) => feature(id, 'Polygon', [ring]);

function collection(features: readonly object[], crs: string | null = UTM): string {
  const named = crs === null ? {} : { crs: { type: 'name', properties: { name: crs } } };
  return JSON.stringify({ type: 'FeatureCollection', ...named, features });
}

/** Three squares in a row, each vertex turned by `turn`; `crs` is what the file says. */
function row(x: number, y: number, turn: (position: Position) => Position, crs: string | null): string {
  return collection([0, 1, 2].map((i) => polygon(`00${i}`, square(x + 100 * i, y).map(turn))), crs);
}

/** By name; x and y are the town's lower left corner in metres. */
export function nastyPlaces(x: number, y: number): ReadonlyMap<string, string> {
  const same = (position: Position) => position;
  return new Map([
    ['good-place.geojson', row(x, y, same, UTM)],
    ['missing-crs.geojson', row(x, y, same, null)],
    // EPSG:25833 is the zone to the east: the town would lie in Silesia.
    ['wrong-zone.geojson', row(x, y, same, 'urn:ogc:def:crs:EPSG::25833')],
    ['metres-as-degrees.geojson', row(x, y, same, 'urn:ogc:def:crs:OGC:1.3:CRS84')],
    ['zone-in-easting.geojson', row(x, y, ([e, n]) => [32_000_000 + e, n], UTM)],
    ['feet.geojson', row(x, y, ([e, n]) => [e / FOOT, n / FOOT], UTM)],
    ['northing-first.geojson', row(x, y, ([e, n]) => [n, e], UTM)],
    // JSON has no infinity, and 1e999 is one when it is read.
    ['infinite.geojson', row(x, y, same, UTM).replace(`[${x + 100},${y}]`, `[1e999,${y}]`)],
    ['null-island.geojson', collection([polygon('000', square(x, y)), polygon('001', square(x + 100, y)), polygon('002', square(0, 0))])],
    ['pole.geojson', collection([polygon('000', [[0, 88], [90, 88], [180, 88], [-90, 88], [0, 88]])], null)],
    ['mixed.geojson', collection([polygon('000', square(x, y)), feature('001', 'LineString', [[x, y], [x + 1, y]]), feature('002', 'Point', [x, y])])],
  ]);
}
