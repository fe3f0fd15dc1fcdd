// Zones of a geography version with their outline, and which block lies in which.
import { z } from 'zod';
import { bytes, nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

export interface Zone {
  readonly zone: string;
  readonly position: number;
  readonly name: string;
  /** MultiPolygon in the municipality's projected CRS; null for a zone without blocks. */
  readonly wkb: Uint8Array | null;
}

const list = statement(
  'zone.list',
  `select zone, position, name, ST_AsBinary(geom, 'NDR') as wkb from app.zone
   where municipality = $1 and geography = $2 and version = $3 order by position, zone`,
  z.strictObject({ zone: z.string(), position: z.number(), name: z.string(), wkb: bytes.nullable() }),
);
export const listZones = (db: Queryable, municipality: string, geography: string, version: number): Promise<readonly Zone[]> =>
  list.run(db, [municipality, geography, version]);

const insert = statement(
  'zone.insert',
  `insert into app.zone (municipality, geography, version, zone, position, name, geom)
   select $1, $2, $3, made.zone, made.position, made.name, ST_Multi(ST_GeomFromWKB(made.wkb, $4))
   from unnest($5::text[], $6::integer[], $7::text[], $8::bytea[]) as made (zone, position, name, wkb)`,
  nothing,
);
export async function insertZones(
  db: Queryable,
  municipality: string,
  geography: string,
  version: number,
  epsg: number,
  zones: readonly Zone[],
): Promise<void> {
  await insert.run(db, [
    municipality,
    geography,
    version,
    epsg,
    zones.map((row) => row.zone),
    zones.map((row) => row.position),
    zones.map((row) => row.name),
    zones.map((row) => row.wkb),
  ]);
}

const countOfVersions = statement(
  'zone.count_of_versions',
  `select geography, version, count(*) as zones from app.zone
   where municipality = $1 group by geography, version order by geography, version`,
  z.strictObject({ geography: z.string(), version: z.number(), zones: z.number() }),
);
/** Number of zones of every cut that has any. */
export const countZonesOfVersions = (
  db: Queryable,
  municipality: string,
): Promise<readonly { geography: string; version: number; zones: number }[]> => countOfVersions.run(db, [municipality]);

export interface Assigned {
  readonly block: string;
  readonly zone: string;
}

const listAssignment = statement(
  'assignment.list',
  'select block, zone from app.assignment where municipality = $1 and geography = $2 and version = $3 order by block',
  z.strictObject({ block: z.string(), zone: z.string() }),
);
/** Blocks of no zone have no row. */
export const listAssignments = (db: Queryable, municipality: string, geography: string, version: number): Promise<readonly Assigned[]> =>
  listAssignment.run(db, [municipality, geography, version]);

const insertAssignment = statement(
  'assignment.insert',
  `insert into app.assignment (municipality, geography, version, block, zone)
   select $1, $2, $3, placed.block, placed.zone from unnest($4::text[], $5::text[]) as placed (block, zone)`,
  nothing,
);
/** After the zones: each zone named must be there. */
export async function insertAssignments(
  db: Queryable,
  municipality: string,
  geography: string,
  version: number,
  rows: readonly Assigned[],
): Promise<void> {
  await insertAssignment.run(db, [municipality, geography, version, rows.map(({ block }) => block), rows.map(({ zone }) => zone)]);
}
