// Jobs outlive restarts on both engines: run once, dismissed for good, begun again after a crash, never half-applied.
import { afterEach, expect, it, vi } from 'vitest';
import { InputError } from '../../server/gdal/input-error.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { JobQueue, type JobHandler, type JobQueueOptions } from '../../server/jobs/job-queue.ts';
import { describeEngines } from './engines.ts';
import { SAMPLE } from './sample.ts';

describeEngines('the job queue', (test) => {
  let queue: JobQueue | undefined;
  const errors: unknown[] = [];
  const open = async (handlers: Record<string, JobHandler>, more: Partial<JobQueueOptions> = {}) => {
    queue = await JobQueue.open(test().database, { handlers, onError: (error) => errors.push(error), ...more });
    return queue;
  };
  afterEach(async () => {
    await queue?.close();
    queue = undefined;
  });
  const ask = (process: string, input = {}) => queue!.submit({ process, municipality: SAMPLE, account: 'planung', input });
  const ended = (id: string) =>
    vi.waitFor(
      async () => {
        const job = await queue!.find(id);
        if (job === null || job.finishedAt === null) throw new Error(`still ${job?.state}`);
        return job;
      },
      { timeout: 30_000, interval: 50 },
    );

  it('runs what was asked for and keeps its result', async () => {
    await open({ double: async ({ job, progress }) => {
      await progress(0.5, 'doubling');
      return { twice: 2 * (job.input.n as number) };
    } });
    const { job } = await ask('double', { n: 21 });
    expect(await ended(job)).toMatchObject({ state: 'successful', progress: 1, result: { twice: 42 }, attempts: 1 });
    expect((await queue!.list(SAMPLE)).map((row) => row.job)).toContain(job);
    await expect(ask('unknown')).rejects.toThrow(RangeError);
  });

  it('tells bad input by file, row and field, and a bug by no word of its own', async () => {
    await open({
      bad: async () => {
        throw new InputError({ file: 'a.csv', row: 3, field: 'n', problem: '"x" is no count', accepted: 'a whole number' });
      },
      bug: async () => {
        throw new Error('secret 4711');
      },
    });
    const bad = await ended((await ask('bad')).job);
    expect(bad).toMatchObject({ state: 'failed', result: { issues: [{ file: 'a.csv', row: 3, field: 'n', accepted: 'a whole number' }] } });
    const bug = await ended((await ask('bug')).job);
    expect(bug.state).toBe('failed');
    expect(JSON.stringify(bug)).not.toContain('4711');
    expect(errors.map(String)).toEqual(['Error: secret 4711']);
  });

  it('dismisses a running job: its work is rolled back and stays so', async () => {
    const { database } = test();
    let reached: () => void = () => {};
    const atWork = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await open({
      slow: async ({ keepResult, signal }) => {
        reached();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await database.transaction(async (tx) => {
          await insertMunicipality(tx, { municipality: '11111111', name: 'half', epsg: 25832 });
          await keepResult(tx, {});
        });
        return {};
      },
    });
    const { job } = await ask('slow');
    await atWork;
    expect(await queue!.dismiss(job)).toMatchObject({ state: 'dismissed' });
    expect(await queue!.dismiss(job)).toBeNull();
    await queue!.close();
    expect(await queue!.find(job)).toMatchObject({ state: 'dismissed' });
    expect(await database.query(`select 1 from app.municipality where municipality = '11111111'`)).toEqual([]);
  });

  it('begins a job again that a stopped server left, and ends one in the very transaction of its work', async () => {
    const { database } = test();
    let begun = 0;
    const work: JobHandler = async ({ keepResult, signal }) => {
      begun++;
      if (begun === 1) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
      }
      await database.transaction(async (tx) => {
        await insertMunicipality(tx, { municipality: '22222222', name: 'whole', epsg: 25832 });
        await keepResult(tx, { stored: true });
      });
      return { stored: true };
    };
    await open({ work });
    const { job } = await ask('work');
    await vi.waitFor(() => expect(begun).toBe(1), { timeout: 10_000 });
    await queue!.close();
    expect(await queue!.find(job)).toMatchObject({ state: 'running' });
    await open({ work });
    expect(await ended(job)).toMatchObject({ state: 'successful', attempts: 2, result: { stored: true } });
    expect(await database.query(`select 1 as n from app.municipality where municipality = '22222222'`)).toEqual([{ n: 1 }]);
  });

  it('ends a job as successful whose work is stored, whatever happened between', async () => {
    const { database } = test();
    const work: JobHandler = async ({ keepResult }) => {
      await database.transaction((tx) => keepResult(tx, { stored: true }));
      throw new Error('the screen could not be refreshed');
    };
    await open({ work });
    const { job } = await ask('work');
    expect(await ended(job)).toMatchObject({ state: 'successful', result: { stored: true } });
    expect(await queue!.dismiss(job)).toBeNull();
    // As a server leaves it that is killed between the two.
    await queue!.close();
    await database.query(`update app.job set state = 'running', finished_at = null where job = $1`, [job]);
    await database.query(`update pgboss.job set state = 'active', completed_on = null where id = $1`, [job]);
    await open({ work: () => Promise.reject(new Error('must not run again')) });
    expect(await queue!.dismiss(job)).toBeNull();
    expect(await ended(job)).toMatchObject({ state: 'successful', attempts: 1, result: { stored: true } });
  });

  it('gives a job up that its server did not survive twice, and says so', async () => {
    const { database } = test();
    await open({ work: () => Promise.resolve({}) });
    await queue!.close();
    // As two servers killed in the middle leave it.
    await database.query(
      `insert into app.job (job, process, municipality, account, input, state, attempts) values ('0e1b3f6a-9c3f-4a52-8f3e-0d5b7f0c1a2b', 'work', $1, 'a', '{}', 'running', 2)`,
      [SAMPLE],
    );
    await open({ work: () => Promise.resolve({}) });
    expect(await queue!.find('0e1b3f6a-9c3f-4a52-8f3e-0d5b7f0c1a2b')).toMatchObject({ state: 'failed', message: expect.stringMatching(/stopped 2 times/) as string });
  });

  it('leaves its own jobs alone when it looks for those of others', async () => {
    await open({ work: async ({ progress }) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await progress(0.5, 'half');
      return { done: true };
    } }, { lookEveryS: 0.05 });
    expect(await ended((await ask('work')).job)).toMatchObject({ state: 'successful', attempts: 1 });
  });

  it('leaves a job alone that another server is running', async () => {
    const { database } = test();
    await database.query(
      `insert into app.job (job, process, municipality, account, input, state, attempts) values ('1e1b3f6a-9c3f-4a52-8f3e-0d5b7f0c1a2b', 'work', $1, 'a', '{}', 'running', 2)`,
      [SAMPLE],
    );
    await open({ work: () => Promise.resolve({}) }, { takeOverAfterS: 60 });
    expect(await queue!.find('1e1b3f6a-9c3f-4a52-8f3e-0d5b7f0c1a2b')).toMatchObject({ state: 'running' });
  });
});
