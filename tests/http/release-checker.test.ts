// The threads that check releases: several dates shared out between them, told in order, stopped by a failure and by the end of the server.
import { afterEach, describe, expect, it } from 'vitest';
import type { CheckedDate, CheckSetup, DateTask } from '../../server/workspace/releases/release-check.ts';
import { ReleaseChecker } from '../../server/workspace/releases/release-checker.ts';

/** Four zones of two blocks. */
const SETUP: CheckSetup = {
  partitions: [{ zoneOf: Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3]), zoneCount: 4 }],
  statistics: [{ statistic: 'dogs', rules: { threshold: 5, zeros: 'open' } }],
  populations: {},
};
const DATES = ['2021-12-31', '2022-12-31', '2023-12-31', '2024-12-31', '2025-12-31'];

/** The zone of the date's position is small: 2 of 10 dogs. */
const task = (date: string): DateTask => {
  const values = Int32Array.from({ length: 8 }, (_, block) => ((block >> 1) === DATES.indexOf(date) ? 1 : 5));
  return { referenceDate: date, table: { columns: ['dogs'], blockCount: 8, values, known: new Uint8Array(8).fill(1) }, publicBefore: {}, copies: {}, pattern: null };
};

describe('a release of many dates', () => {
  let checker = new ReleaseChecker();
  afterEach(async () => {
    await checker.close();
    checker = new ReleaseChecker();
  });

  it('is told in the order of its dates with growing progress, whichever is done first', async () => {
    const told: CheckedDate[] = [];
    const progress: number[] = [];
    // The first date comes last: its counts are read slowly.
    const next = async (date: string) => {
      if (date === DATES[0]) await new Promise((resolve) => setTimeout(resolve, 300));
      return task(date);
    };
    await checker.run(SETUP, DATES, next, (result) => told.push(result), (fraction) => progress.push(fraction));
    expect(told.map(({ referenceDate }) => referenceDate)).toEqual(DATES);
    expect(told.map(({ cells }) => [...cells[0]!.value])).toEqual([[0, 10, 10, 10], [10, 0, 10, 10], [10, 10, 0, 10], [10, 10, 10, 0], [10, 10, 10, 10]]);
    expect(progress).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('begins no date after one has failed, and the next release is checked as ever', async () => {
    const asked: string[] = [];
    const next = async (date: string) => {
      asked.push(date);
      if (date === DATES[1] || date === DATES[0]) throw new Error('counts cannot be read');
      return task(date);
    };
    await expect(checker.run(SETUP, DATES, next, () => undefined)).rejects.toThrow('counts cannot be read');
    expect(asked.every((date) => date === DATES[0] || date === DATES[1])).toBe(true);
    const told: string[] = [];
    await checker.run(SETUP, DATES, async (date) => task(date), ({ referenceDate }) => told.push(referenceDate));
    expect(told).toEqual(DATES);
  });

  it('ends when the server stops, all its threads with it', async () => {
    let tell: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (tell = resolve));
    const running = checker.run(SETUP, DATES, async (date) => {
      tell();
      return task(date);
    }, () => undefined);
    const ended = expect(running).rejects.toThrow(/the server is stopping|has ended/);
    await begun;
    await checker.close();
    await ended;
  });
});
