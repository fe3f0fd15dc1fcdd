// What was asked for as a job and what came of it; the queue that runs them is pg-boss's.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

export const JOB_STATES = ['accepted', 'running', 'successful', 'failed', 'dismissed'] as const;

const job = z.strictObject({
  job: z.string(),
  process: z.string(),
  municipality: z.string(),
  account: z.string(),
  input: z.record(z.string(), z.unknown()),
  state: z.enum(JOB_STATES),
  progress: z.number(),
  message: z.string(),
  /** How often a server began it; more than once after a server that stopped in the middle. */
  attempts: z.number(),
  result: z.unknown(),
  createdAt: time,
  finishedAt: time.nullable(),
});
export type Job = z.infer<typeof job>;

const COLUMNS = 'job, process, municipality, account, input, state, progress, message, attempts, result, created_at as "createdAt", finished_at as "finishedAt"';

const list = statement('job.list', `select ${COLUMNS} from app.job where municipality = $1 order by created_at desc, job limit $2`, job);
export const listJobs = (db: Queryable, municipality: string, limit = 100): Promise<readonly Job[]> => list.run(db, [municipality, limit]);

const find = statement('job.find', `select ${COLUMNS} from app.job where job = $1`, job);
export const findJob = async (db: Queryable, id: string): Promise<Job | null> => onlyRow(await find.run(db, [id]));

const insert = statement(
  'job.insert',
  `insert into app.job (job, process, municipality, account, input) values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
  job,
);
export async function insertJob(db: Queryable, row: Pick<Job, 'job' | 'process' | 'municipality' | 'account' | 'input'>): Promise<Job> {
  const rows = await insert.run(db, [row.job, row.process, row.municipality, row.account, row.input]);
  return rows[0]!;
}

const start = statement(
  'job.start',
  `update app.job set state = 'running', progress = 0, message = '', attempts = attempts + 1, touched_at = now()
   where job = $1 and state in ('accepted', 'running') returning ${COLUMNS}`,
  job,
);
/** Marks a job as running; null where it was dismissed or has ended. */
export const startJob = async (db: Queryable, id: string): Promise<Job | null> => onlyRow(await start.run(db, [id]));

const report = statement(
  'job.report_progress',
  `update app.job set progress = $2, message = $3, touched_at = now() where job = $1 and state = 'running' returning job`,
  z.strictObject({ job: z.string() }),
);
/** Writes how far a job is; false where it runs no more, because somebody dismissed it. */
export async function reportJobProgress(db: Queryable, id: string, progress: number, message: string): Promise<boolean> {
  return (await report.run(db, [id, progress, message])).length > 0;
}

const touch = statement('job.touch', 'update app.job set touched_at = now() where job = $1', nothing);
/** Tells other servers that this one is still at it. */
export async function touchJob(db: Queryable, id: string): Promise<void> {
  await touch.run(db, [id]);
}

const release = statement(
  'job.release_untouched',
  `update app.job set state = 'accepted'
   where state = 'running' and touched_at <= now() - make_interval(secs => $1::double precision) and job <> all ($2::text[])
   returning job, attempts, result`,
  z.strictObject({ job: z.string(), attempts: z.number(), result: z.unknown() }),
);
/** Gives back the jobs that no server has touched for so many seconds, because theirs is gone; `own` are left alone. */
export const releaseUntouchedJobs = (
  db: Queryable,
  seconds: number,
  own: readonly string[],
): Promise<readonly { job: string; attempts: number; result: unknown }[]> => release.run(db, [seconds, own]);

const finish = statement(
  'job.finish',
  `update app.job set state = $2, progress = case when $2 = 'successful' then 1 else progress end, message = $3, result = $4, finished_at = now()
   where job = $1 and state in ('accepted', 'running') returning ${COLUMNS}`,
  job,
);
/** Ends a job; null where it had ended already. */
export const finishJob = async (
  db: Queryable,
  id: string,
  state: 'successful' | 'failed',
  message: string,
  result: unknown,
): Promise<Job | null> => onlyRow(await finish.run(db, [id, state, message, result]));

const keepResult = statement(
  'job.keep_result',
  `update app.job set result = $2, progress = greatest(progress, 0.95), touched_at = now() where job = $1 and state = 'running' returning job`,
  z.strictObject({ job: z.string() }),
);
/**
 * Keeps the result in the transaction of the work itself, so that neither can be without the other: from then on the job is
 * neither dismissed nor begun again. False where it was dismissed before.
 */
export const keepJobResult = async (db: Queryable, id: string, result: unknown): Promise<boolean> => (await keepResult.run(db, [id, result])).length > 0;

const dismiss = statement(
  'job.dismiss',
  `update app.job set state = 'dismissed', message = 'dismissed', finished_at = now()
   where job = $1 and state in ('accepted', 'running') and result is null returning ${COLUMNS}`,
  job,
);
/** Dismisses a job; null where it has ended or its work is stored. */
export const dismissJob = async (db: Queryable, id: string): Promise<Job | null> => onlyRow(await dismiss.run(db, [id]));
