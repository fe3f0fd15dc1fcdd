// The secret that keys of blocks are made with: one a municipality, made once.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const find = statement('noise_secret.find', 'select secret from app.noise_secret where municipality = $1', z.strictObject({ secret: z.string() }));

const insert = statement('noise_secret.insert', 'insert into app.noise_secret (municipality, secret) values ($1, $2) on conflict do nothing', nothing);

/** 32 bytes in hex; makes them where there are none. Two servers that do so at once get the same. */
export async function noiseSecret(db: Queryable, municipality: string): Promise<string> {
  const [known] = await find.run(db, [municipality]);
  if (known !== undefined) return known.secret;
  await insert.run(db, [municipality, randomBytes(32).toString('hex')]);
  return (await find.run(db, [municipality]))[0]!.secret;
}
