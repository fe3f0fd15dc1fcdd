// Comments on plans, and who decided about each.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

export const COMMENT_STATES = ['open', 'done', 'waiting', 'hidden'] as const;
export type CommentState = (typeof COMMENT_STATES)[number];

const comment = z.strictObject({
  comment: z.string(),
  /** First comment of the thread; null for that one itself. */
  parent: z.string().nullable(),
  zone: z.string().nullable(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  text: z.string(),
  /** Null: somebody of the public. */
  account: z.string().nullable(),
  /** What somebody of the public calls themselves; of an account the name that it has now. */
  name: z.string(),
  public: z.boolean(),
  state: z.enum(COMMENT_STATES),
  createdAt: time,
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
});
export type PlanComment = z.infer<typeof comment>;

const COLUMNS = `comment, parent, zone, longitude, latitude, text, said.account, coalesce(writer.name, said.name) as name, public, state,
   said.created_at as "createdAt", decided_by as "decidedBy", decided_at as "decidedAt"`;
const WITH_NAMES = 'app.plan_comment as said left join app.account as writer on writer.account = said.account';

const list = statement(
  'plan_comment.list',
  `select ${COLUMNS} from ${WITH_NAMES} where said.municipality = $1 and said.plan = $2 order by said.created_at, comment`,
  comment,
);
/** Of a plan in every state, oldest first. */
export const listComments = (db: Queryable, municipality: string, plan: string): Promise<readonly PlanComment[]> => list.run(db, [municipality, plan]);

const listUnsettled = statement(
  'plan_comment.list_unsettled',
  `select ${COLUMNS}, said.plan from ${WITH_NAMES}
   where said.municipality = $1 and said.state in ('open', 'waiting')
     and exists (select from app.plan as drawn where drawn.municipality = said.municipality and drawn.plan = said.plan and drawn.state in ('draft', 'submitted', 'approved'))
   order by said.created_at, comment`,
  comment.extend({ plan: z.string() }),
);
/** On all plans that are still on their way: what is open or waits to be read, oldest first. */
export const listUnsettledComments = (db: Queryable, municipality: string): Promise<readonly (PlanComment & { readonly plan: string })[]> => listUnsettled.run(db, [municipality]);

const find = statement(
  'plan_comment.find',
  `select ${COLUMNS} from ${WITH_NAMES} where said.municipality = $1 and said.plan = $2 and comment = $3`,
  comment,
);
export const findComment = async (db: Queryable, municipality: string, plan: string, id: string): Promise<PlanComment | null> => onlyRow(await find.run(db, [municipality, plan, id]));

const insert = statement(
  'plan_comment.insert',
  `insert into app.plan_comment (municipality, plan, comment, parent, zone, longitude, latitude, text, account, name, public, state)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
  nothing,
);
export async function insertComment(db: Queryable, municipality: string, plan: string, row: Omit<PlanComment, 'createdAt' | 'decidedBy' | 'decidedAt'>): Promise<void> {
  const { comment: id, parent, zone, longitude, latitude, text, account, name, state } = row;
  await insert.run(db, [municipality, plan, id, parent, zone, longitude, latitude, text, account, name, row.public, state]);
}

const waiting = statement(
  'plan_comment.insert_waiting',
  `insert into app.plan_comment (municipality, plan, comment, parent, zone, longitude, latitude, text, name, public, state)
   select $1, $2, $3, $4, $5, $6, $7, $8, $9, true, 'waiting'
   where (select count(*) from app.plan_comment where municipality = $1 and plan = $2 and state = 'waiting') < $10
   returning comment`,
  z.strictObject({ comment: z.string() }),
);
/** One of the public; false where `most` wait for the plan already. */
export async function insertWaitingComment(
  db: Queryable,
  municipality: string,
  plan: string,
  row: Pick<PlanComment, 'comment' | 'parent' | 'zone' | 'longitude' | 'latitude' | 'text' | 'name'>,
  most: number,
): Promise<boolean> {
  const { comment: id, parent, zone, longitude, latitude, text, name } = row;
  return (await waiting.run(db, [municipality, plan, id, parent, zone, longitude, latitude, text, name, most])).length > 0;
}

const decide = statement(
  'plan_comment.decide',
  `with decided as (
     update app.plan_comment set state = $4, decided_by = $5, decided_at = now()
     where municipality = $1 and plan = $2 and comment = $3 and state <> $4
     returning municipality, plan, comment
   ), kept as (
     insert into app.plan_comment_step (municipality, plan, comment, step, action, account)
     select municipality, plan, comment, $6, $4, $5 from decided
   )
   select comment from decided`,
  z.strictObject({ comment: z.string() }),
);
/** Sets a state and keeps who did, in one statement; false where the comment is in it already or is gone. */
export const decideComment = async (db: Queryable, municipality: string, plan: string, id: string, to: Exclude<CommentState, 'waiting'>, account: string, step: string): Promise<boolean> =>
  (await decide.run(db, [municipality, plan, id, to, account, step])).length > 0;

const release = statement(
  'plan_comment.release_replies',
  `update app.plan_comment set parent = null, zone = coalesce(zone, $4), longitude = coalesce(longitude, $5), latitude = coalesce(latitude, $6)
   where municipality = $1 and plan = $2 and parent = $3`,
  nothing,
);
const remove = statement(
  'plan_comment.delete',
  `with gone as (
     delete from app.plan_comment where municipality = $1 and plan = $2 and comment = $3 returning municipality, plan, comment
   ), kept as (
     insert into app.plan_comment_step (municipality, plan, comment, step, action, account)
     select municipality, plan, comment, $4, 'deleted', $5 from gone
   )
   select comment from gone`,
  z.strictObject({ comment: z.string() }),
);
/** Deletes a comment with its text; replies stay and keep its place. Two statements: run it in a transaction. */
export async function deleteComment(db: Queryable, municipality: string, plan: string, row: Pick<PlanComment, 'comment' | 'zone' | 'longitude' | 'latitude'>, account: string, step: string): Promise<boolean> {
  await release.run(db, [municipality, plan, row.comment, row.zone, row.longitude, row.latitude]);
  return (await remove.run(db, [municipality, plan, row.comment, step, account])).length > 0;
}

const step = z.strictObject({ comment: z.string(), action: z.enum(['open', 'done', 'hidden', 'deleted']), account: z.string(), at: time });
export type CommentStep = z.infer<typeof step>;

const steps = statement('plan_comment_step.list', 'select comment, action, account, at from app.plan_comment_step where municipality = $1 and plan = $2 order by at, step', step);
/** Who showed, hid, closed, opened again and deleted comments of a plan, oldest first. */
export const listCommentSteps = (db: Queryable, municipality: string, plan: string): Promise<readonly CommentStep[]> => steps.run(db, [municipality, plan]);
