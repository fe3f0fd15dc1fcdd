// Address points.
import { z } from 'zod';
import { bytes, nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';
import { pointToWkb } from '../wkb.ts';

export interface Address {
  readonly address: string;
  readonly block: string | null;
  readonly street: string;
  readonly houseNumber: string;
  readonly weight: number;
  /** Easting and northing in the municipality's projected CRS. */
  readonly x: number;
  readonly y: number;
}

const insert = statement(
  'address.insert',
  `insert into app.address (municipality, address, block, street, house_number, weight, geom)
   select $1, found.address, found.block, found.street, found.house_number, found.weight, ST_GeomFromWKB(found.wkb, $2)
   from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::double precision[], $8::bytea[])
     as found (address, block, street, house_number, weight, wkb)`,
  nothing,
);
export async function insertAddresses(db: Queryable, municipality: string, epsg: number, rows: readonly Address[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 20_000) {
    const some = rows.slice(from, from + 20_000);
    await insert.run(db, [
      municipality,
      epsg,
      some.map((row) => row.address),
      some.map((row) => row.block),
      some.map((row) => row.street),
      some.map((row) => row.houseNumber),
      some.map((row) => row.weight),
      some.map((row) => pointToWkb(row.x, row.y)),
    ]);
  }
}

const remove = statement('address.delete_all', 'delete from app.address where municipality = $1', nothing);
export async function deleteAddresses(db: Queryable, municipality: string): Promise<void> {
  await remove.run(db, [municipality]);
}

const list = statement(
  'address.list',
  `select address, block, street, house_number as "houseNumber", weight, ST_AsBinary(geom, 'NDR') as wkb
   from app.address where municipality = $1 order by address`,
  z.strictObject({ address: z.string(), block: z.string().nullable(), street: z.string(), houseNumber: z.string(), weight: z.number(), wkb: bytes }),
);
export async function listAddresses(db: Queryable, municipality: string): Promise<readonly Address[]> {
  const rows = await list.run(db, [municipality]);
  // Field by field: for a city's 40,000 rest and spread took 130 ms.
  return rows.map(({ address, block, street, houseNumber, weight, wkb }) => {
    const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
    return { address, block, street, houseNumber, weight, x: view.getFloat64(5, true), y: view.getFloat64(13, true) };
  });
}
