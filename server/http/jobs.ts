// Jobs as OGC API - Processes shows them. A job and its results are seen by who started it.
import { z } from 'zod';
import { STAFF, type Caller } from '../auth/roles.ts';
import type { Job } from '../db/queries/jobs.ts';
import type { ImportKind } from '../imports/import-request.ts';
import type { InputProblem } from '../gdal/input-error.ts';
import { problem, type ProblemIssue } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { toIssue } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { JobResult, Jobs, JobStatus } from './schemas/jobs.ts';

const JobParameter = z.strictObject({ job: z.string().min(1).max(100) });

export function jobRoutes(context: HttpContext): Route[] {
  const requireJob = async (id: string, caller: Caller): Promise<Job> => {
    const job = await context.imports.jobs.find(id);
    const here = job !== null && job.municipality === context.workspace.municipality.municipality;
    if (!here || !maySee(job, caller)) throw problem('NOT_FOUND', 'no job of yours has this id');
    return job;
  };
  /** What a search has found so far is its starter's alone, like its results. */
  const withBest = (job: Job) => {
    const best = context.workspace.schools.searches.bestOf(job.job);
    return { ...statusInfo(job), ...(best === null ? {} : { best }) };
  };
  return [
    route({
      method: 'get',
      path: '/jobs',
      id: 'listJobs',
      tag: 'Jobs',
      summary: 'The newest hundred jobs that the caller has started',
      roles: STAFF,
      replies: { 200: { description: 'Jobs, newest first', schema: Jobs } },
      handle: async ({ caller }) => {
        const jobs = await context.imports.jobs.list(context.workspace.municipality.municipality);
        return ok({ jobs: jobs.filter((job) => maySee(job, caller)).map(statusInfo) });
      },
    }),
    route({
      method: 'get',
      path: '/jobs/{job}',
      id: 'getJob',
      tag: 'Jobs',
      summary: 'How far a job is, and what it found',
      roles: STAFF,
      parameters: JobParameter,
      replies: { 200: { description: 'Status', schema: JobStatus } },
      handle: async ({ parameters, caller }) => ok(withBest(await requireJob(parameters.job, caller))),
    }),
    route({
      method: 'delete',
      path: '/jobs/{job}',
      id: 'dismissJob',
      tag: 'Jobs',
      summary: 'Dismisses a job that has not ended; nothing of it is stored',
      roles: STAFF,
      parameters: JobParameter,
      replies: { 200: { description: 'Status of the dismissed job', schema: JobStatus } },
      handle: async ({ parameters, caller }) => {
        const job = await requireJob(parameters.job, caller);
        const dismissed = await context.imports.jobs.dismiss(job.job);
        if (dismissed === null) throw problem('WRONG_JOB_STATE', `the job is ${(await requireJob(job.job, caller)).state} already`);
        return ok(statusInfo(dismissed));
      },
    }),
    route({
      method: 'get',
      path: '/jobs/{job}/results',
      id: 'getJobResults',
      tag: 'Jobs',
      summary: 'What a successful job made',
      roles: STAFF,
      parameters: JobParameter,
      replies: { 200: { description: 'Result; for an import its report', schema: JobResult } },
      handle: async ({ parameters, caller }) => {
        const job = await requireJob(parameters.job, caller);
        if (job.state === 'successful') return ok(job.result);
        if (job.state === 'failed') throw problem('INVALID_INPUT', job.message, { issues: issuesOf(job) ?? [] });
        throw problem('WRONG_JOB_STATE', `the job is ${job.state}; results come with "successful"`);
      },
    }),
  ];
}

function maySee(job: Job, caller: Caller): boolean {
  // No administrator either: files and what is wrong with them quote counts.
  return caller.account !== null && job.account === caller.account;
}

function issuesOf(job: Job): ProblemIssue[] | undefined {
  const issues = (job.result as { issues?: InputProblem[] } | null)?.issues;
  return job.state === 'failed' ? issues?.map(toIssue) : undefined;
}

function statusInfo(job: Job) {
  const issues = issuesOf(job);
  const asked = askedOf(job);
  return {
    jobID: job.job,
    processID: job.process,
    type: 'process',
    status: job.state,
    progress: Math.round(100 * job.progress),
    message: job.message,
    created: job.createdAt.toISOString(),
    finished: job.finishedAt?.toISOString() ?? null,
    ...(issues === undefined ? {} : { issues }),
    ...(asked === undefined ? {} : { import: asked }),
  };
}

/** Which file an import brings, for lists of what came in. */
function askedOf({ process, input }: Job) {
  if (process !== 'import') return undefined;
  const { file, request } = input as { file: string; request: { kind: ImportKind; dryRun?: boolean } };
  return { file, kind: request.kind, dryRun: request.dryRun === true };
}
