// Coordinate reference systems by EPSG code: their definitions, and the default one to compute in.
import proj4 from 'proj4';
import { say } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';

const GEOGRAPHIC: Record<number, string> = {
  4326: '+proj=longlat +datum=WGS84 +no_defs',
  4258: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs',
  4269: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs',
};

const PROJECTED: Record<number, string> = {
  3035: '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  3857: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  // Soldner Berlin: the local system of Berlin's registers until 2012, still met in old files.
  3068: `+proj=cass +lat_0=52.4186482777778 +lon_0=13.6272036666667 +x_0=40000 +y_0=10000 +ellps=bessel ${dhdnShift()} +units=m +no_defs`,
  31466: gaussKrueger(2),
  31467: gaussKrueger(3),
  31468: gaussKrueger(4),
  31469: gaussKrueger(5),
};

/** DHDN to WGS 84 by the Germany-wide seven parameters (EPSG 1777, about 1 m). */
function dhdnShift(): string {
  return '+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7';
}

/** Zone 2 to 5. */
function gaussKrueger(zone: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${3 * zone} +k=1 +x_0=${zone}500000 +y_0=0 +ellps=bessel ${dhdnShift()} +units=m +no_defs`;
}

const NAMES: Readonly<Record<number, string>> = {
  3035: 'ETRS89-extended / LAEA Europe',
  3068: 'DHDN / Soldner Berlin',
  3857: 'WGS 84 / Pseudo-Mercator',
  4258: 'ETRS89',
  4269: 'NAD83',
  4326: 'WGS 84',
  4647: 'ETRS89 / UTM zone 32N (zE-N)',
  5650: 'ETRS89 / UTM zone 33N (zE-N)',
};

/** What the EPSG register calls a CRS that is known here; "EPSG:n" for others. */
export function crsName(epsg: number): string {
  const utm = (datum: string, zone: number, half = 'N') => `${datum} / UTM zone ${zone}${half}`;
  if (NAMES[epsg] !== undefined) return NAMES[epsg];
  if (epsg >= 31466 && epsg <= 31469) return `DHDN / 3-degree Gauss-Kruger zone ${epsg - 31464}`;
  if (epsg >= 25828 && epsg <= 25838) return utm('ETRS89', epsg - 25800);
  if (epsg >= 26901 && epsg <= 26923) return utm('NAD83', epsg - 26900);
  if (epsg >= 32601 && epsg <= 32660) return utm('WGS 84', epsg - 32600);
  return epsg >= 32701 && epsg <= 32760 ? utm('WGS 84', epsg - 32700, 'S') : `EPSG:${epsg}`;
}

/** PROJ definition of an EPSG code; null for codes that are neither here nor one of the UTM families. */
export function crsDefinition(epsg: number): string | null {
  const known = GEOGRAPHIC[epsg] ?? PROJECTED[epsg];
  if (known !== undefined) return known;
  const utm = (zone: number, ellipsoid: string, south = '') =>
    `+proj=utm +zone=${zone}${south} ${ellipsoid} +units=m +no_defs`;
  const grs80 = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0';
  if (epsg >= 25828 && epsg <= 25838) return utm(epsg - 25800, grs80);
  // UTM with the zone number before the easting, as ALKIS delivers it.
  if (epsg === 4647 || epsg === 5650) {
    const zone = epsg === 4647 ? 32 : 33;
    return `+proj=tmerc +lat_0=0 +lon_0=${zone === 32 ? 9 : 15} +k=0.9996 +x_0=${zone}500000 +y_0=0 ${grs80} +units=m +no_defs`;
  }
  if (epsg >= 26901 && epsg <= 26923) return utm(epsg - 26900, grs80);
  if (epsg >= 32601 && epsg <= 32660) return utm(epsg - 32600, '+datum=WGS84');
  if (epsg >= 32701 && epsg <= 32760) return utm(epsg - 32700, '+datum=WGS84', ' +south');
  return null;
}

/** Whether coordinates are degrees; CRS84 is 4326 with longitude first, which is how every reader here delivers. */
export function isGeographic(epsg: number): boolean {
  return epsg in GEOGRAPHIC;
}

/** EPSG number of "EPSG:25832", "25832", an OGC URN or URL, or CRS84. */
export function parseCrs(text: string): number | null {
  if (/CRS84|CRS:84/i.test(text)) return 4326;
  const match = /^(?:urn:ogc:def:crs:EPSG:[\d.]*:|https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]+\/|EPSG:{1,2})?(\d{4,6})$/i.exec(
    text.trim(),
  );
  return match === null ? null : Number(match[1]);
}

/** The EPSG number of an option's text, or an InputError that says what is known. */
export function requireCrs(text: string, option: string): number {
  const epsg = parseCrs(text);
  if (epsg === null || crsDefinition(epsg) === null) {
    throw new InputError({ problem: say('CRS_UNKNOWN', { crs: text }), option, accepted: say('TAKE_KNOWN_EPSG', { crs: KNOWN_CRS }) });
  }
  return epsg;
}

/** Every EPSG code that `crsDefinition` knows, for messages and help. */
export const KNOWN_CRS =
  'EPSG:25828-25838, 4647, 5650, 31466-31469, 3035, 3068, 3857, 4258, 4269, 4326, 26901-26923, 32601-32660, 32701-32760';

/** Turns coordinates of one CRS into another; longitude before latitude. The identity where both are the same. */
export function transformer(from: number, to: number): (x: number, y: number) => [number, number] {
  if (from === to) return (x, y) => [x, y];
  const definitions = [from, to].map((epsg) => {
    const definition = crsDefinition(epsg);
    if (definition === null) throw new InputError({ problem: say('EPSG_UNKNOWN', { epsg: String(epsg) }), accepted: say('TAKE_KNOWN_EPSG', { crs: KNOWN_CRS }) });
    return definition;
  });
  const { forward } = proj4(definitions[0]!, definitions[1]!);
  return (x, y) => forward([x, y]) as [number, number];
}

/**
 * The CRS to compute in: the input's own if it is projected, else by the middle of the data: in Germany EPSG:25832 west
 * of 12 degrees and 25833 east of it, elsewhere the WGS 84 / UTM zone.
 */
export function defaultCrs(source: number, middle: readonly [number, number]): number {
  // Web Mercator is projected, but its areas are 2.4 times too large at 50 degrees.
  if (!isGeographic(source) && source !== 3857) return source;
  const [longitude, latitude] = transformer(source, 4326)(middle[0], middle[1]);
  if (longitude >= 5.8 && longitude <= 15.1 && latitude >= 47.2 && latitude <= 55.1) return longitude < 12 ? 25832 : 25833;
  const zone = Math.min(60, Math.max(1, Math.floor((longitude + 180) / 6) + 1));
  return (latitude >= 0 ? 32600 : 32700) + zone;
}
