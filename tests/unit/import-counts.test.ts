// Counts by block: rows and blocks that do not find each other, and what looks odd beside what is known.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ImportRefused } from '../../server/imports/import-refused.ts';
import type { ImportMapping } from '../../server/imports/import-request.ts';
import { judgeCounts, type CountKnowledge } from '../../server/imports/judge-counts.ts';
import { prepareCounts } from '../../server/imports/prepare-counts.ts';
import { told } from '../in-english.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BLOCKS = ['01', '02', '03', '04'];
function prepared(text: string, mapping: ImportMapping = {}, knowledge?: CountKnowledge) {
  const path = join(folder, 'counts.csv');
  writeFileSync(path, text);
  return prepareCounts(path, { id: 'block', ...mapping }, BLOCKS, 'the blocks of 2026', knowledge);
}

describe('a table of counts', () => {
  it('tells blocks without a row, and refuses rows without a block with their number', async () => {
    const { report, rows } = await prepared('block;kids\n01;5\n03;7\n');
    expect(report).toMatchObject({ rows: 2, missing: ['02', '04'], missingBlocks: 2, unmatched: [], unmatchedRows: 0, warnings: [], compared: false });
    expect(rows[1]).toEqual({ block: '02', counts: [null] });
    const thrown = await prepared('block;kids\n01;5\n1;7\n09;2\n').catch((error: unknown) => error);
    expect(told((thrown as ImportRefused).issues)).toEqual([
      expect.objectContaining({ file: 'counts.csv', row: 3, field: 'block', problem: 'block "1" is not in the blocks of 2026' }),
      expect.objectContaining({ row: 4, problem: 'block "09" is not in the blocks of 2026', accepted: 'an id of the blocks of 2026, or mapping.unmatched "unlocated"' }),
    ]);
  });

  it.each(['unlocated', 'refuse'] as const)('refuses the row of a total, which would count everybody twice, also where rows without a block are kept (%s)', async (unmatched) => {
    const thrown = await prepared('block;kids\n01;5\n03;7\nInsgesamt;12\n', { unmatched }).catch((error: unknown) => error);
    expect(told((thrown as ImportRefused).issues)).toEqual([expect.objectContaining({ code: 'TOTAL_ROW', file: 'counts.csv', row: 4, field: 'block', problem: '"Insgesamt" is the sum of other rows' })]);
    const { report } = await prepared('block;kids\n01;5\nunbekannt;12\n', { unlocated: 'unbekannt' });
    expect(report).toMatchObject({ unmatchedRows: 0 });
  });

  it('keeps the people of rows without a block among those who could not be placed, where it is told to', async () => {
    const file = 'block;kids;homes\n01;5;1\n88;7;\n99;2;4\nunbekannt;100;\n';
    const { report, unlocated } = await prepared(file, { unmatched: 'unlocated', unlocated: 'unbekannt' });
    expect(unlocated).toEqual([109, 4]);
    expect(report).toMatchObject({ unmatched: [{ row: 3, id: '88' }, { row: 4, id: '99' }], unmatchedRows: 2, missing: ['02', '03', '04'] });
    expect(JSON.stringify(report)).not.toMatch(/109|100/);
  });

  it.each([
    ['-4', /row 3, field kids: "-4" is a negative count/],
    ['2,5', /row 3, field kids: "2,5" is no count: rates and means are neither added up nor apportioned/],
    ['5 Kinder', /row 3, field kids: "5 Kinder" is no count/],
    ['12 %', /row 3, field kids: "12 %" is no count/],
    ['fünf', /row 3, field kids: "fünf" is no count/],
  ])('refuses %s with row and field', async (text, message) => {
    await expect(prepared(`block;kids\n01;5\n02;${text}\n`)).rejects.toThrow(message);
  });
});

const rowsOf = (...values: (number | null)[]) => values.map((value, i) => ({ block: BLOCKS[i]!, counts: [value] }));
const kids = (...values: (number | null)[]) => ({ statistics: ['kids'], rows: rowsOf(...values) });
const knowing = (earlier: readonly (readonly [string, readonly (number | null)[]])[]): CountKnowledge => ({
  wholes: {},
  stored: { earlier: earlier.map(([referenceDate, values]) => ({ referenceDate, ...kids(...values) })), sameDate: [] },
});

describe('counts beside those of the year before', () => {
  it('are quiet as long as they differ as years do', () => {
    expect(judgeCounts(kids(100, 22, 4, 0), knowing([['2024-12-31', [110, 18, 0, 9]]]))).toEqual([]);
  });

  it('warn of blocks that differ by more than a fifth and ten, of sums, and of what is not known any more', () => {
    // The last earlier date counts.
    const warnings = judgeCounts(kids(150, 33, null, 7), knowing([['2023-12-31', [1, 1, 1, 1]], ['2024-12-31', [100, 22, 5, null]]]));
    expect(warnings.map(({ code, text }) => [code, text])).toEqual([
      ['SUM_DIFFERS', 'kids is 50 % above that of 2024-12-31, all blocks together'],
      ['BLOCKS_DIFFER', 'kids differs from that of 2024-12-31 by more than 20 % and 10 in 2 of 2 blocks'],
      ['NOW_UNKNOWN', 'kids was known on 2024-12-31 and is not now in 1 blocks'],
    ]);
    expect(warnings[1]).toMatchObject({ blocks: 2, compared: 2, first: ['01', '02'] });
  });

  it('warn where a part is more than its whole, by the file alone or by what is stored', () => {
    const file = { statistics: ['kids', 'residents'], rows: [{ block: '01', counts: [5, 3] }, { block: '02', counts: [5, 50] }, { block: '03', counts: [5, null] }] };
    const wholes = { kids: 'residents' };
    expect(judgeCounts(file, { wholes, stored: null })).toEqual([
      { code: 'MORE_THAN_WHOLE', statistic: 'kids', whole: 'residents', blocks: 1, first: ['01'], text: 'kids is more than residents, of which it is a part, in 1 blocks' },
    ]);
    const stored = { earlier: [], sameDate: [{ referenceDate: '2025-12-31', statistics: ['cars', 'residents'], rows: [{ block: '02', counts: [0, 4] }] }] };
    expect(judgeCounts(kids(9, 5), { wholes, stored })).toMatchObject([{ code: 'MORE_THAN_WHOLE', blocks: 1, first: ['02'] }]);
    expect(judgeCounts(kids(9, 5), { wholes, stored: null })).toEqual([]);
  });
});
