// Counts judged by those stored before them: for who may see these, and not a word for others.
import { expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { ImportSender } from './send-import.ts';
import { serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, RESIDENT_NUMBERS, residentsOf } from './town.ts';

const FIELDS = { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' };
/** Twice as many residents as a year ago in three blocks, none known in one. */
const file = ['block,residents', ...BLOCKS.map((block, i) => `${block},${i === 5 ? '' : residentsOf(i) * (i < 3 ? 2 : 1)}`)].join('\n');

describeServed('imports of counts', (test) => {
  const server = serveTown(test);

  it('warn who may see counts by block of what differs from the last date, in numbers of blocks', async () => {
    const { report } = await new ImportSender(server).tried('residents.csv', file, FIELDS);
    expect(report.compared).toBe(true);
    expect(report.warnings).toMatchObject([
      { code: 'BLOCKS_DIFFER', statistic: 'residents', since: DATE, blocks: 3, compared: 47, first: ['b00', 'b01', 'b02'] },
      { code: 'NOW_UNKNOWN', statistic: 'residents', blocks: 1, first: ['b05'] },
    ]);
    const text = JSON.stringify(report);
    for (const number of RESIDENT_NUMBERS) expect(text).not.toContain(String(number));
  });

  it('say nothing that depends on stored counts to who has no clearance, whatever that person tries', async () => {
    const made = await server.ask('POST', '/accounts', { as: 'admin', body: { account: 'einspielen', name: 'Einspielen', roles: ['editor'], clearances: [] } });
    expect(made.status, made.text).toBeLessThan(300);
    const sender = new ImportSender(server, 'einspielen');
    const reports = [];
    for (const factor of [0, 1, 2]) {
      const guess = ['block,residents', ...BLOCKS.map((block, i) => `${block},${residentsOf(i) * factor}`)].join('\n');
      reports.push((await sender.tried('guess.csv', guess, FIELDS)).report);
    }
    for (const report of reports) expect(report).toEqual({ ...reports[0], warnings: [], compared: false });
  });
});
