// A job of the server's that the page waits for: asked for, looked at again and again, stopped.
import { ApiProblem, type JobStatus } from '../api.ts';
import type { SchoolsApi } from './schools-api.ts';

export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly job: string | undefined; readonly status: JobStatus | undefined }
  /** With what it had found. */
  | { readonly state: 'stopped'; readonly status: JobStatus | undefined }
  | { readonly state: 'failed'; readonly problem: ApiProblem };

/** A search tells its best so far as often. */
const PAUSE_MS = 500;

export class JobRun {
  run: Run = { state: 'idle' };
  private readonly api: SchoolsApi;
  private readonly changed: () => void;
  private turn = 0;
  /** A press on "stop" before the server has named the job. */
  private stopWanted = false;

  constructor(api: SchoolsApi, changed: () => void) {
    this.api = api;
    this.changed = changed;
  }

  /** Resolves with the job's id once it has succeeded; undefined where it failed, was stopped or given up. */
  async follow(asked: Promise<string>): Promise<string | undefined> {
    const turn = ++this.turn;
    this.stopWanted = false;
    this.set({ state: 'running', job: undefined, status: undefined });
    let last: JobStatus | undefined;
    try {
      const job = await asked;
      if (turn !== this.turn) return undefined;
      // Named at once, not with the first look: a stop pressed in between would find no job and be lost.
      this.set({ state: 'running', job, status: undefined });
      if (this.stopWanted) await this.dismiss(job);
      for (;;) {
        const status = await this.api.job(job);
        if (turn !== this.turn) return undefined;
        if (status.status === 'successful') {
          this.set({ state: 'idle' });
          return job;
        }
        if (status.status === 'dismissed') {
          this.set({ state: 'stopped', status: last });
          return undefined;
        }
        if (status.status === 'failed') throw new ApiProblem({ status: 422, code: 'failed', title: status.message });
        last = status;
        this.set({ state: 'running', job, status });
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      if (turn === this.turn) this.set({ state: 'failed', problem });
      return undefined;
    }
  }

  async stop(): Promise<void> {
    if (this.run.state !== 'running') return;
    if (this.run.job === undefined) this.stopWanted = true;
    else await this.dismiss(this.run.job);
  }

  private async dismiss(job: string): Promise<void> {
    try {
      await this.api.stop(job);
    } catch (problem) {
      // It has ended meanwhile: the next look finds out.
      if (!(problem instanceof ApiProblem)) throw problem;
    }
  }

  /** The page goes away. */
  forget(): void {
    this.turn++;
    this.run = { state: 'idle' };
  }

  private set(run: Run): void {
    this.run = run;
    this.changed();
  }
}
