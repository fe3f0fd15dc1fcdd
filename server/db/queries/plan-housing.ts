// New housing that a planner has drawn for a plan: what the forecast of the plan adds to counted children.
import { z } from 'zod';
import type { DrawnHousing } from '../../../core/schools/drawn-housing.ts';
import { nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const row = z.strictObject({ housing: z.string(), area: z.record(z.string(), z.unknown()) });

const list = statement('plan_housing.list', 'select housing, area from app.plan_housing where municipality = $1 and plan = $2 order by housing', row);
export async function listPlanHousing(db: Queryable, municipality: string, plan: string): Promise<readonly DrawnHousing[]> {
  return (await list.run(db, [municipality, plan])).map(({ housing, area }) => ({ ...(area as unknown as DrawnHousing), housing }));
}

const put = statement(
  'plan_housing.put',
  `insert into app.plan_housing (municipality, plan, housing, area, changed_by) values ($1, $2, $3, $4, $5)
   on conflict (municipality, plan, housing) do update set area = excluded.area, changed_by = excluded.changed_by, changed_at = now()`,
  nothing,
);
export async function putPlanHousing(db: Queryable, municipality: string, plan: string, { housing, ...area }: DrawnHousing, account: string): Promise<void> {
  await put.run(db, [municipality, plan, housing, area, account]);
}

const remove = statement('plan_housing.remove', 'delete from app.plan_housing where municipality = $1 and plan = $2 and housing = $3', nothing);
export async function removePlanHousing(db: Queryable, municipality: string, plan: string, housing: string): Promise<void> {
  await remove.run(db, [municipality, plan, housing]);
}

const copy = statement(
  'plan_housing.copy',
  `insert into app.plan_housing (municipality, plan, housing, area, changed_by)
   select $1, $3, housing, area, $4 from app.plan_housing where municipality = $1 and plan = $2`,
  nothing,
);
/** To a branch, which begins as its origin is. */
export async function copyPlanHousing(db: Queryable, municipality: string, from: string, to: string, account: string): Promise<void> {
  await copy.run(db, [municipality, from, to, account]);
}
