// Names for versions of plans. A name is given once and stays.
import { z } from 'zod';
import { time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const snapshot = z.strictObject({ snapshot: z.string(), plan: z.string(), name: z.string(), version: z.number(), account: z.string(), at: time });
export type PlanSnapshot = z.infer<typeof snapshot>;

const COLUMNS = 'snapshot, plan, name, version, account, at';

const list = statement('plan_snapshot.list', `select ${COLUMNS} from app.plan_snapshot where municipality = $1 and plan = $2 order by at, snapshot`, snapshot);
/** Of a plan, oldest first. */
export const listSnapshots = (db: Queryable, municipality: string, plan: string): Promise<readonly PlanSnapshot[]> => list.run(db, [municipality, plan]);

const find = statement('plan_snapshot.find', `select ${COLUMNS} from app.plan_snapshot where municipality = $1 and snapshot = $2`, snapshot);
/** Of whatever plan. */
export const findSnapshot = async (db: Queryable, municipality: string, id: string): Promise<PlanSnapshot | null> => onlyRow(await find.run(db, [municipality, id]));

const insert = statement(
  'plan_snapshot.insert',
  `insert into app.plan_snapshot (municipality, plan, snapshot, name, version, account)
   values ($1, $2, $3, $4, $5, $6) on conflict (municipality, plan, name) do nothing returning ${COLUMNS}`,
  snapshot,
);
/** Null where the plan has a version of this name already. */
export const insertSnapshot = async (db: Queryable, municipality: string, row: Omit<PlanSnapshot, 'at'>): Promise<PlanSnapshot | null> =>
  onlyRow(await insert.run(db, [municipality, row.plan, row.snapshot, row.name, row.version, row.account]));
