// A job that a page of schools waits for: whenever "stop" is pressed, it is stopped.
import { describe, expect, it } from 'vitest';
import { JobRun, type Run } from '../../client/schools/job-run.ts';
import type { JobStatus } from '../../client/api.ts';
import type { SchoolsApi } from '../../client/schools/schools-api.ts';

/** A server with one job; `onLook` runs while it is asked how far the job is. */
function serverWithJob(onLook: (look: number) => void) {
  let [looks, dismissed] = [0, 0];
  const api = {
    job: async () => {
      const status = dismissed > 0 ? 'dismissed' : 'running';
      onLook(++looks);
      return { status, message: '' } as unknown as JobStatus;
    },
    stop: async () => void dismissed++,
  } as unknown as SchoolsApi;
  return { api, dismissals: () => dismissed };
}

describe('a job that is stopped', () => {
  it('before the server has named it', async () => {
    const { api, dismissals } = serverWithJob(() => undefined);
    const run = new JobRun(api, () => undefined);
    let name!: (job: string) => void;
    const followed = run.follow(new Promise((resolve) => (name = resolve)));
    await run.stop();
    name('j');
    expect([await followed, run.run.state, dismissals()]).toEqual([undefined, 'stopped', 1]);
  });

  it.each([1, 2])('while look %i is under way', async (at) => {
    let run!: JobRun;
    const { api, dismissals } = serverWithJob((look) => void (look === at && run.stop()));
    run = new JobRun(api, () => undefined);
    expect([await run.follow(Promise.resolve('j')), run.run.state, dismissals()]).toEqual([undefined, 'stopped', 1]);
  });

  it('is forgotten with the page, and tells it nothing more', async () => {
    const told: Run['state'][] = [];
    const { api } = serverWithJob(() => undefined);
    const run = new JobRun(api, () => told.push(run.run.state));
    let name!: (job: string) => void;
    const followed = run.follow(new Promise((resolve) => (name = resolve)));
    run.forget();
    name('j');
    expect([await followed, told]).toEqual([undefined, ['running']]);
  });
});
