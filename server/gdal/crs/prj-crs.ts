// The .prj of a Shapefile: well-known text of a CRS, to an EPSG code where it says one or has the parameters of one.
import { crsDefinition } from './crs.ts';

export interface PrjCrs {
  /** Null for a CRS that is none of those known here: nothing is guessed. */
  readonly epsg: number | null;
  readonly name: string;
  /** Unit of the coordinates where it is neither metre nor degree, such as "Foot_US". */
  readonly oddUnit: string | null;
}

interface Node {
  readonly keyword: string;
  readonly values: readonly (string | number | Node)[];
}

/** Null for text that is no WKT. Both WKT 1 (ESRI's and OGC's dialect) and the nodes of WKT 2 that have the same meaning are read. */
export function crsOfPrj(text: string): PrjCrs | null {
  const root = parseWkt(text);
  if (root === null || typeof root.values[0] !== 'string') return null;
  const unit = child(root, 'UNIT') ?? child(root, 'LENGTHUNIT') ?? child(root, 'ANGLEUNIT');
  const geographic = root.keyword.startsWith('GEOG');
  const perUnit = Number(unit?.values[1] ?? NaN);
  const usual = unit === undefined || near(perUnit, geographic ? Math.PI / 180 : 1);
  const told = codeOf(root);
  const epsg = told ?? (usual ? (geographic ? geographicCode(root) : projectedCode(root)) : null);
  // An authority of another CRS than the unit allows would be one of the two wrong.
  const known = epsg !== null && usual && crsDefinition(epsg) !== null ? epsg : null;
  return { epsg: known, name: root.values[0], oddUnit: usual ? null : String(unit.values[0]) };
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

const isNode = (value: string | number | Node): value is Node => typeof value === 'object';
const child = (node: Node, keyword: string): Node | undefined => node.values.filter(isNode).find((value) => value.keyword === keyword);

/** AUTHORITY["EPSG","25832"] or ID["EPSG",25832] of the CRS itself, not of its parts. */
function codeOf(root: Node): number | null {
  const authority = child(root, 'AUTHORITY') ?? child(root, 'ID');
  if (authority === undefined || !/^EPSG$/i.test(String(authority.values[0]))) return null;
  const code = Number(authority.values[1]);
  return Number.isInteger(code) && code > 0 ? code : null;
}

type Datum = 'wgs84' | 'etrs89' | 'nad83' | 'dhdn';

function datumOf(node: Node): Datum | null {
  const datum = child(node, 'DATUM');
  const meridian = child(node, 'PRIMEM');
  if (datum === undefined || (meridian !== undefined && Number(meridian.values[1]) !== 0)) return null;
  const name = String(datum.values[0]).replaceAll(/[_\s]+/g, ' ').replace(/^D /, '').toLowerCase();
  if (/^(wgs 1984|world geodetic system 1984|wgs84|wgs 84)$/.test(name)) return 'wgs84';
  if (/^(etrs 1989|european terrestrial reference system 1989|etrs89)/.test(name)) return 'etrs89';
  if (/^(north american 1983|north american datum 1983|nad83)$/.test(name)) return 'nad83';
  if (/^(deutsches hauptdreiecksnetz|dhdn)$/.test(name)) return 'dhdn';
  return null;
}

const GEOGRAPHIC: Readonly<Record<Datum, number | null>> = { wgs84: 4326, etrs89: 4258, nad83: 4269, dhdn: null };

function geographicCode(root: Node): number | null {
  const datum = datumOf(root);
  return datum === null ? null : GEOGRAPHIC[datum];
}

function projectedCode(root: Node): number | null {
  const base = child(root, 'GEOGCS');
  const datum = base === undefined ? null : datumOf(base);
  if (datum === null) return null;
  const method = String(child(root, 'PROJECTION')?.values[0] ?? '').toLowerCase();
  const parameters = new Map(
    root.values.filter(isNode).filter(({ keyword }) => keyword === 'PARAMETER').map(({ values }) => [String(values[0]).toLowerCase(), Number(values[1])]),
  );
  const is = (name: string, value: number) => near(parameters.get(name) ?? 0, value);
  if (method === 'mercator_auxiliary_sphere') {
    return datum === 'wgs84' && is('false_easting', 0) && is('false_northing', 0) && is('central_meridian', 0) && is('standard_parallel_1', 0) && is('auxiliary_sphere_type', 0) ? 3857 : null;
  }
  if (/^lambert_azimuthal_equal_area$/.test(method)) {
    const centre = (is('central_meridian', 10) || is('longitude_of_center', 10)) && (is('latitude_of_origin', 52) || is('latitude_of_center', 52));
    return datum === 'etrs89' && centre && is('false_easting', 4321000) && is('false_northing', 3210000) ? 3035 : null;
  }
  if (method !== 'transverse_mercator' && method !== 'gauss_kruger') return null;
  if (!is('latitude_of_origin', 0)) return null;
  return datum === 'dhdn' ? gaussKrueger(parameters, is) : universal(datum, parameters, is);
}

/** 3 degrees a zone; the easting begins with the zone's number. */
function gaussKrueger(parameters: ReadonlyMap<string, number>, is: (name: string, value: number) => boolean): number | null {
  const zone = (parameters.get('central_meridian') ?? NaN) / 3;
  if (![2, 3, 4, 5].includes(zone) || !is('scale_factor', 1) || !is('false_northing', 0)) return null;
  return is('false_easting', zone * 1_000_000 + 500_000) ? 31464 + zone : null;
}

/** UTM: 6 degrees a zone. ETRS89 also with the zone's number before the easting, as ALKIS has it. */
function universal(datum: Exclude<Datum, 'dhdn'>, parameters: ReadonlyMap<string, number>, is: (name: string, value: number) => boolean): number | null {
  const zone = ((parameters.get('central_meridian') ?? NaN) + 183) / 6;
  if (!Number.isInteger(zone) || zone < 1 || zone > 60 || !is('scale_factor', 0.9996)) return null;
  const north = is('false_northing', 0);
  if (datum === 'etrs89' && north && (zone === 32 || zone === 33) && is('false_easting', zone * 1_000_000 + 500_000)) return zone === 32 ? 4647 : 5650;
  if (!is('false_easting', 500_000)) return null;
  if (datum === 'wgs84') return north ? 32600 + zone : is('false_northing', 10_000_000) ? 32700 + zone : null;
  return north ? (datum === 'etrs89' ? 25800 : 26900) + zone : null;
}

/** KEYWORD["text", number, KEYWORD[…]] to nodes; both kinds of bracket are in use. */
function parseWkt(text: string): Node | null {
  const tokens = text.match(/"(?:[^"]|"")*"|[A-Za-z_][\w]*|[-+]?[\d.]+(?:[eE][-+]?\d+)?|[[\](),]/g) ?? [];
  let at = 0;
  const node = (depth: number): Node | null => {
    const keyword = tokens[at++];
    if (keyword === undefined || !/^[A-Za-z]/.test(keyword) || !['[', '('].includes(tokens[at] ?? '') || depth > 20) return null;
    at++;
    const values: (string | number | Node)[] = [];
    while (at < tokens.length && ![']', ')'].includes(tokens[at]!)) {
      const token = tokens[at]!;
      if (token === ',') at++;
      else if (token.startsWith('"')) values.push(tokens[at++]!.slice(1, -1).replaceAll('""', '"'));
      else if (/^[-+\d.]/.test(token)) values.push(Number(tokens[at++]));
      else if (['[', '('].includes(tokens[at + 1] ?? '')) {
        const inner = node(depth + 1);
        if (inner === null) return null;
        values.push(inner);
      } else values.push(tokens[at++]!);
    }
    if (at >= tokens.length) return null;
    at++;
    return { keyword: keyword.toUpperCase(), values };
  };
  return node(0);
}
