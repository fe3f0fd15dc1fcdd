// Schools as they were imported: places, type, address, validity, and which catchments they belong to.
import type { ReferenceFeature } from '../../db/queries/reference-features.ts';

export interface School {
  readonly school: string;
  readonly name: string;
  readonly type: string;
  readonly address: string;
  /** In the municipality's projected CRS. */
  readonly x: number;
  readonly y: number;
  readonly classesPerYear: number | null;
  readonly classSize: number | null;
  /** Places of one entry year: as given, else classes times their size. */
  readonly placesPerYear: number | null;
  /** Catchments that the register names for it; none: by its code, else by its place. */
  readonly zones: readonly string[];
  /** Days [opens, closes); null for always. */
  readonly opens: string | null;
  readonly closes: string | null;
}

export interface SchoolFinding {
  readonly code:
    | 'OUTSIDE_ZONES' | 'SAME_PLACE' | 'NO_PLACES' | 'NO_CAPACITY' | 'ZONE_WITHOUT_SCHOOL' | 'UNKNOWN_ZONE' | 'LIES_IN_OTHER_ZONE' | 'NO_CATCHMENTS'
    | 'ADDRESS_WITHOUT_BLOCK' | 'DISTANCES_MISSING' | 'DISTANCES_OF_OTHER_SCHOOLS' | 'NETWORK_ISLAND' | 'NO_WAY' | 'FAR_FROM_NETWORK' | 'COHORT_GAP' | 'UNKNOWN_COUNTS'
    | 'NO_CHILDREN' | 'UNASSIGNED_BLOCKS' | 'NO_CLASS_RULE' | 'HOUSING_BLOCK_UNKNOWN' | 'MIX_MISSING' | 'SIBLINGS_MISSING' | 'OTHER_CUTS';
  readonly detail: string;
  readonly school?: string;
  readonly zone?: string;
  readonly block?: string;
}

/** Schools closer to each other than this are told: two in one place may be one school twice. */
const SAME_PLACE_M = 1;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value).trim());
/** Empty for what nobody said; NaN for what is no number. */
function number(value: unknown): number | null {
  const written = text(value);
  return written === '' ? null : Number(written.replace(',', '.'));
}
const day = (value: unknown): string | null => (/^\d{4}-\d\d-\d\d$/.test(text(value)) ? text(value) : null);

/** Schools that are open on a day, or at any time without one, in the order of the layer, and what is wrong with their register. */
export function readSchools(features: readonly ReferenceFeature[], date: string | null): { readonly schools: readonly School[]; readonly findings: readonly SchoolFinding[] } {
  const findings: SchoolFinding[] = [];
  const schools = features.flatMap((feature): School[] => {
    const { geometry, properties } = feature;
    if (geometry.type !== 'Point') return [];
    const school = schoolOf(feature, geometry.coordinates as [number, number]);
    if (date !== null && ((school.opens ?? '') > date || (school.closes !== null && school.closes <= date))) return [];
    const { placesPerYear } = school;
    if (placesPerYear === null) {
      const { placesPerYear: places, classesPerYear, classSize } = properties;
      const given = [places, classesPerYear, classSize].map(text).filter((value) => value !== '');
      const detail = given.length === 0 ? 'neither places nor classes a year are known' : `places or classes a year cannot be told from "${given.join('", "')}"`;
      findings.push({ code: 'NO_PLACES', school: school.school, detail: `${detail}; it has no utilisation` });
    } else if (placesPerYear === 0) findings.push({ code: 'NO_CAPACITY', school: school.school, detail: 'has 0 places a year, so no utilisation can be told; its children are counted' });
    return [school];
  });
  for (let i = 0; i < schools.length; i++) {
    for (let j = 0; j < i; j++) {
      const metres = Math.hypot(schools[i]!.x - schools[j]!.x, schools[i]!.y - schools[j]!.y);
      if (metres < SAME_PLACE_M) findings.push({ code: 'SAME_PLACE', school: schools[i]!.school, detail: `lies where ${schools[j]!.school} lies; both are counted with their places` });
    }
  }
  return { schools, findings };
}

function schoolOf({ feature, name, properties }: ReferenceFeature, [x, y]: readonly [number, number]): School {
  const valid = (value: number | null) => (value === null || Number.isNaN(value) || value < 0 ? null : value);
  const classesPerYear = valid(number(properties['classesPerYear']));
  const classSize = valid(number(properties['classSize']));
  const places = valid(number(properties['placesPerYear']));
  const product = classesPerYear === null || classSize === null ? null : classesPerYear * classSize;
  const zones = text(properties['zones']).split(/[;,]/).map((zone) => zone.trim()).filter((zone) => zone !== '');
  return {
    school: feature,
    name: name === '' ? feature : name,
    type: text(properties['type']),
    address: text(properties['address']),
    x,
    y,
    classesPerYear,
    classSize,
    placesPerYear: places ?? product,
    zones,
    opens: day(properties['opens']),
    closes: day(properties['closes']),
  };
}

export interface ZonedSchools {
  /** By zone: positions of its schools. */
  readonly byZone: readonly (readonly number[])[];
  /** By school: positions of its zones. */
  readonly zonesOf: readonly (readonly number[])[];
  readonly findings: readonly SchoolFinding[];
}

/**
 * Which schools belong to which zones: those that the register names; else the zone that has the school's code; else the one that it lies
 * in. So a school keeps its catchment while a plan moves the block that it stands on. `zoneAt` gives the zone of a place (of the school at a position), or -1.
 */
export function schoolsByZone(schools: readonly School[], codes: readonly (string | null)[], zoneAt: (x: number, y: number, school: number) => number): ZonedSchools {
  const findings: SchoolFinding[] = [];
  const position = new Map(codes.flatMap((code, slot) => (code === null ? [] : [[code, slot] as const])));
  const byZone: number[][] = codes.map(() => []);
  const zonesOf = schools.map(({ school, zones, x, y }, i): number[] => {
    const unknown = zones.filter((code) => !position.has(code));
    for (const zone of unknown) findings.push({ code: 'UNKNOWN_ZONE', school, zone, detail: `is said to belong to ${zone}, which is no catchment here` });
    const named = zones.flatMap((code) => position.get(code) ?? []);
    const place = zoneAt(x, y, i);
    const own = named.length > 0 ? named : position.has(school) ? [position.get(school)!] : place >= 0 ? [place] : [];
    if (own.length === 0) findings.push({ code: 'OUTSIDE_ZONES', school, detail: 'lies in no catchment and none is named for it; its places are not counted anywhere' });
    else if (!own.includes(place)) {
      const lies = place < 0 ? 'in no catchment' : `in ${codes[place]!}`;
      findings.push({ code: 'LIES_IN_OTHER_ZONE', school, detail: `lies ${lies} and serves ${own.map((slot) => codes[slot]!).join(', ')}` });
    }
    for (const slot of own) byZone[slot]!.push(i);
    return own;
  });
  codes.forEach((zone, slot) => {
    if (zone !== null && byZone[slot]!.length === 0) findings.push({ code: 'ZONE_WITHOUT_SCHOOL', zone, detail: 'no school belongs to it; its children have no places' });
  });
  return { byZone, zonesOf, findings };
}
