// Links under which the public sees a plan and comments on it: opened, closed and moved on by steps that stay.
import { z } from 'zod';
import { time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const link = z.strictObject({ plan: z.string(), step: z.number(), token: z.string(), open: z.boolean(), shownVersion: z.number(), account: z.string(), at: time });
export type PublicLink = z.infer<typeof link>;

const COLUMNS = 'plan, step, token, open, shown_version as "shownVersion", account, at';

const newest = statement(
  'plan_public_link.newest',
  `select ${COLUMNS} from app.plan_public_link where municipality = $1 and plan = $2 order by step desc limit 1`,
  link,
);
/** The step that holds; null for a plan that was never opened to the public. */
export const newestPublicLink = async (db: Queryable, municipality: string, plan: string): Promise<PublicLink | null> => onlyRow(await newest.run(db, [municipality, plan]));

const byToken = statement(
  'plan_public_link.find_open',
  `select ${COLUMNS} from app.plan_public_link as held
   where municipality = $1 and token = $2 and open and not exists (
     select from app.plan_public_link as later where later.municipality = $1 and later.plan = held.plan and later.step > held.step)`,
  link,
);
/** The open link with this token; null where it was closed, renewed or never was. */
export const findOpenLink = async (db: Queryable, municipality: string, token: string): Promise<PublicLink | null> => onlyRow(await byToken.run(db, [municipality, token]));

const insert = statement(
  'plan_public_link.insert',
  `insert into app.plan_public_link (municipality, plan, step, token, open, shown_version, account)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (municipality, plan, step) do nothing returning ${COLUMNS}`,
  link,
);
/** Null where somebody else has just made this step. */
export const insertPublicLink = async (db: Queryable, municipality: string, row: Omit<PublicLink, 'at'>): Promise<PublicLink | null> =>
  onlyRow(await insert.run(db, [municipality, row.plan, row.step, row.token, row.open, row.shownVersion, row.account]));
