// What the map shows beside the blocks: water, rail, streets, schools.
import type { Geometry } from 'geojson';
import { z } from 'zod';
import { bytes, nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';
import { geometryToWkb, wkbToGeometry } from '../wkb.ts';

export interface ReferenceFeature {
  readonly feature: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** In the municipality's projected CRS. */
  readonly geometry: Geometry;
}

const listLayers = statement(
  'reference_feature.list_layers',
  'select layer, count(*) as features from app.reference_feature where municipality = $1 group by layer order by layer',
  z.strictObject({ layer: z.string(), features: z.number() }),
);
export const listReferenceLayers = (db: Queryable, municipality: string): Promise<readonly { layer: string; features: number }[]> =>
  listLayers.run(db, [municipality]);

const list = statement(
  'reference_feature.list',
  `select feature, name, properties, ST_AsBinary(geom, 'NDR') as wkb from app.reference_feature
   where municipality = $1 and layer = $2 order by feature`,
  z.strictObject({ feature: z.string(), name: z.string(), properties: z.record(z.string(), z.unknown()), wkb: bytes }),
);
export async function listReferenceFeatures(db: Queryable, municipality: string, layer: string): Promise<readonly ReferenceFeature[]> {
  const rows = await list.run(db, [municipality, layer]);
  return rows.map(({ wkb, ...row }) => ({ ...row, geometry: wkbToGeometry(wkb) }));
}

const insert = statement(
  'reference_feature.insert',
  `insert into app.reference_feature (municipality, layer, feature, name, properties, geom)
   select $1, $2, made.feature, made.name, made.properties, ST_GeomFromWKB(made.wkb, $3)
   from unnest($4::text[], $5::text[], $6::jsonb[], $7::bytea[]) as made (feature, name, properties, wkb)`,
  nothing,
);
export async function insertReferenceFeatures(
  db: Queryable,
  municipality: string,
  layer: string,
  epsg: number,
  rows: readonly ReferenceFeature[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 5000) {
    const some = rows.slice(from, from + 5000);
    await insert.run(db, [
      municipality,
      layer,
      epsg,
      some.map((row) => row.feature),
      some.map((row) => row.name),
      some.map((row) => row.properties),
      some.map((row) => geometryToWkb(row.geometry)),
    ]);
  }
}

const remove = statement('reference_feature.delete_layer', 'delete from app.reference_feature where municipality = $1 and layer = $2', nothing);
export async function deleteReferenceLayer(db: Queryable, municipality: string, layer: string): Promise<void> {
  await remove.run(db, [municipality, layer]);
}
