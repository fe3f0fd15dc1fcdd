// `protect` with rules, rounding and cell key, run without a command line: what comes out, what stays in, and bad input field by field.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../server/gdal/input-error.ts';
import type { ProcessOutcome, TableResult } from '../../server/processes/process.ts';
import { designPtable } from '../../server/processes/design-ptable.ts';
import { protect } from '../../server/processes/protect.ts';
import { workFolder } from '../cli/run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());
const write = (name: string, text: string): string => {
  writeFileSync(join(folder.path, name), text);
  return join(folder.path, name);
};

async function run(options: object): Promise<ProcessOutcome & { notes: string[] }> {
  const notes: string[] = [];
  const input = protect.input.parse({ threshold: 3, count: 'n', dimensions: ['region', 'kind'], ...options });
  const outcome = await protect.run(input, { progress: () => undefined, note: (text) => void notes.push(text), signal: new AbortController().signal });
  return { ...outcome, notes };
}

const rowsOf = ({ result }: ProcessOutcome) => {
  const { columns, rows } = result as TableResult;
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]]))) as { region: string; kind: string; value: number | null; status: string }[];
};
const byName = (outcome: ProcessOutcome) => new Map(rowsOf(outcome).map(({ region, kind, value }) => [`${region} ${kind}`, value]));

const REGIONS = ['a', 'b', 'c', 'd'];
const COUNTS = [[1, 7], [12, 3], [0, 21], [8, 9]];
const TABLE = ['region,kind,n,key', ...REGIONS.flatMap((region, r) => ['yes', 'no'].map((kind, k) => `${region},${kind},${COUNTS[r]![k]},${(r * 2 + k) * 400_000_000 + 17}`))].join('\n');
/** ptable's own example (D = 2, V = 1.05, no ones), in the columns that ptable writes. */
const PTABLE = [
  'i,j,p,v,p_int_lb,p_int_ub,type',
  '0,0,1,0,0,1,all',
  '1,0,0.50833333,-1,0,0.50833333,all', '1,2,0.475,1,0.50833333,0.98333333,all', '1,3,0.01666667,2,0.98333333,1,all',
  '2,0,0.16155827,-2,0,0.16155827,all', '2,2,0.55565037,0,0.16155827,0.71720864,all', '2,3,0.24246618,1,0.71720864,0.95967482,all', '2,4,0.04032518,2,0.95967482,1,all',
  '3,2,0.41231301,-1,0,0.41231301,all', '3,3,0.28806097,0,0.41231301,0.70037398,all', '3,4,0.18693903,1,0.70037398,0.88731301,all', '3,5,0.11268699,2,0.88731301,1,all',
  '4,2,0.07012498,-2,0,0.07012498,all', '4,3,0.24450007,-1,0.07012498,0.31462505,all', '4,4,0.3707499,0,0.31462505,0.68537495,all', '4,5,0.24450007,1,0.68537495,0.92987502,all', '4,6,0.07012498,2,0.92987502,1,all',
].join('\n');

describe('rounding', () => {
  it('controlled: every number is a multiple of the base, parts add up, and the report says how far they moved', async () => {
    const outcome = await run({ table: write('t.csv', TABLE), method: 'round', roundBase: 5 });
    const seen = byName(outcome);
    for (const value of seen.values()) expect(value! % 5).toBe(0);
    for (const region of REGIONS) expect(seen.get(`${region} yes`)! + seen.get(`${region} no`)!).toBe(seen.get(`${region} Total`));
    for (const kind of ['yes', 'no', 'Total']) expect(REGIONS.reduce((sum, region) => sum + seen.get(`${region} ${kind}`)!, 0)).toBe(seen.get(`Total ${kind}`));
    expect(new Set(rowsOf(outcome).map(({ status }) => status))).toEqual(new Set(['published']));
    expect(outcome.report!()).toMatchObject({ method: 'round', rounding: 'controlled', base: 5, restricted: true, proven: true });
    expect((outcome.report!() as { largestChange: number }).largestChange).toBeLessThan(5);
  });

  it('small counts: large cells stay as they are, no number is between 0 and the base', async () => {
    const seen = byName(await run({ table: write('t.csv', TABLE), method: 'round', roundBase: 3, rounding: 'small-counts' }));
    expect([seen.get('b yes'), seen.get('c no'), seen.get('d yes')]).toEqual([12, 21, 8]);
    for (const value of seen.values()) expect(value === 0 || value! >= 3).toBe(true);
    for (const kind of ['yes', 'no', 'Total']) expect(REGIONS.reduce((sum, region) => sum + seen.get(`${region} ${kind}`)!, 0)).toBe(seen.get(`Total ${kind}`));
  });

  it('needs a base that hides a small count: the threshold, and twice that where zeros are secret', async () => {
    const table = write('t.csv', TABLE);
    await expect(run({ table, method: 'round', roundBase: 2 })).rejects.toThrow('--round-base: 2 is too small for these rules; accepted: 3 or more');
    await expect(run({ table, method: 'round', roundBase: 5, zeros: 'protect' })).rejects.toThrow('accepted: 6 or more');
    await expect(run({ table, method: 'round' })).rejects.toThrow('--round-base: is needed');
  });
});

describe('cell key', () => {
  it('gives noise by the table, leaves a 0 alone, has no ones, and says that parts do not add up', async () => {
    const outcome = await run({ table: write('t.csv', TABLE), method: 'cell-key', recordKey: 'key', ptable: write('p.csv', PTABLE) });
    const seen = byName(outcome);
    expect(seen.get('c yes')).toBe(0);
    REGIONS.forEach((region, r) => ['yes', 'no'].forEach((kind, k) => expect(Math.abs(seen.get(`${region} ${kind}`)! - COUNTS[r]![k]!)).toBeLessThanOrEqual(2)));
    expect([...seen.values()]).not.toContain(1);
    // Key 17 of 2^32 is below every first bound, so 1 becomes 0 and is seen so; 400,000,017 is at 0.093 of all keys: 7 loses 1.
    expect([seen.get('a yes'), seen.get('a no')]).toEqual([0, 6]);
    expect(outcome.notes).toEqual(['numbers carry noise of their own: parts do not add up to their totals']);
    // A region that is added without people changes no number, whatever its key.
    const more = byName(await run({ table: write('more.csv', `${TABLE}\ne,yes,0,123456789\ne,no,0,\n`), method: 'cell-key', recordKey: 'key', ptable: write('p.csv', PTABLE) }));
    for (const [name, value] of seen) expect(more.get(name), name).toBe(value);
    // Neither the result nor the report holds a probability or a bound of the table.
    expect(JSON.stringify([outcome.result, outcome.report!(), outcome.notes])).not.toMatch(/0\.50833|0\.16155|0\.41231|0\.0701/);
  });

  it('takes keys as fractions too, and the handbook’s order of rows or of columns', async () => {
    const table = write('f.csv', 'region;kind;n;key\na;yes;1;0,9\na;yes;1;0,3\na;yes;1;0,6\n');
    const ptable = write('hb.csv', 'v;i;p\n0;0;1\n-1;1;0,5\n1;1;0,5\n0;2;0,8\n1;2;0,2\n-1;3;0,3\n0;3;0,4\n1;3;0,3\n');
    expect(byName(await run({ table, method: 'cell-key', recordKey: 'key', ptable })).get('a yes')).toBe(4);
  });

  it('refuses a table or keys that are none by file, row and field, and never repeats them', async () => {
    const table = write('t.csv', TABLE);
    const refused = async (text: string) => {
      const error = await run({ table, method: 'cell-key', recordKey: 'key', ptable: write('p.csv', text) }).then(() => null, (of: unknown) => of as InputError);
      expect(error).toBeInstanceOf(InputError);
      expect(error!.input.file).toBe('p.csv');
      return error!.message;
    };
    expect(await refused('v,p\n0,1\n')).toMatch(/field i: no such column/);
    expect(await refused('i,v,p\n0,1,1\n1,0,1\n')).toMatch(/row 2, field v: changes a count of 0/);
    expect(await refused('i,v,p\n0,0,1\n1,-2,0.5\n1,2,0.5\n')).toMatch(/row 3, field v: leads below 0/);
    expect(await refused('i,v,p\n0,0,1\n1,-1,0.5\n1,1,0.437\n')).toMatch(/row 4, field p: the probabilities of count 1 do not make 1; accepted/);
    expect(await refused('i,v,p\n0,0,1\n2,0,1\n')).toMatch(/field i: 1 is missing/);
    expect(await refused('i,v,p\n0,0,1\n1,0,x\n')).toMatch(/row 3, field p: is no probability/);
    expect(await refused('i,v,p\n0,0,1\n1,0,0.5\n1,0,0.5\n')).toMatch(/row 4, field v: stands twice/);
    expect(await refused('i,v,p_int_ub\n0,0,1\n1,-1,0.6\n1,0,0.4\n1,1,1\n')).toMatch(/row 4, field p_int_ub: is less than the bound before it/);
    expect(await refused('i,v,p,type\n0,0,1,all\n1,0,1,even\n')).toMatch(/row 3, field type: the row is for magnitudes/);
    expect(await refused('i,v,p\n0,0,1\n')).toMatch(/field i: holds no count above 0/);
    for (const key of ['4294967296', '-1', 'x', '', '0.123456789', '1.5']) {
      const error = await run({ table: write('k.csv', `region,kind,n,key\na,yes,2,${key}\n`), method: 'cell-key', recordKey: 'key', ptable: write('p.csv', PTABLE) }).then(() => null, (of: unknown) => of as InputError);
      expect(error?.message, key).toMatch(/k\.csv, row 2, field key: (is no record key|the key is empty); accepted: a whole number/);
      if (key !== '') expect(error!.message.replace(/accepted.*/, '')).not.toContain(` ${key}`);
    }
    await expect(run({ table, method: 'cell-key', ptable: write('p.csv', PTABLE) })).rejects.toThrow('--record-key: is needed');
    await expect(run({ table, method: 'cell-key', recordKey: 'key' })).rejects.toThrow('--ptable: is needed');
    await expect(run({ table, method: 'cell-key', recordKey: 'key', ptable: write('p.csv', PTABLE), zeros: 'protect' })).rejects.toThrow('--zeros: the cell key leaves a 0 as it is');
  });
});

describe('a designed perturbation table', () => {
  const design = (options: object) => designPtable.run(designPtable.input.parse(options), { progress: () => undefined, note: () => undefined, signal: new AbortController().signal });

  it('is read by protect as it was written', async () => {
    const { columns, rows } = (await design({ largest: 5, variance: 3, blocked: 2, unimodal: true })).result as TableResult;
    const ptable = write('made.csv', [columns, ...rows].map((row) => row.join()).join('\n'));
    const seen = byName(await run({ table: write('t.csv', TABLE), method: 'cell-key', recordKey: 'key', ptable }));
    for (const value of seen.values()) expect([1, 2]).not.toContain(value);
    expect(Math.max(...REGIONS.flatMap((region, r) => ['yes', 'no'].map((kind, k) => Math.abs(seen.get(`${region} ${kind}`)! - COUNTS[r]![k]!))))).toBeLessThanOrEqual(5);
  });

  it('that cannot be is refused with what could', async () => {
    await expect(design({ largest: 2, variance: 0.9, blocked: 1 })).rejects.toThrow('--variance: 0.9 is too small for a count of 1; accepted: more than 1 and less than 2 for it');
    await expect(design({ largest: 10, variance: 10 })).rejects.toThrow('--variance: 10 is too large for a count of 1; accepted: more than 0 and less than 10 for it');
    await expect(design({ largest: 2, variance: 1.05, blocked: 1, unimodal: true })).rejects.toThrow('--unimodal: for a count of 3 no noise');
    await expect(design({ largest: 2, variance: 1, blocked: 5 })).rejects.toThrow('--largest: a count of 1 has nowhere to go');
  });
});

describe('rules', () => {
  const BASES = [[9, 8], [13, 30], [4, 22], [9, 10]];
  const BESIDE = ['region,kind,n,residents,households,firm', ...REGIONS.flatMap((region, r) => ['yes', 'no'].map((kind, k) => `${region},${kind},${COUNTS[r]![k]},${BASES[r]![k]},${Math.ceil(COUNTS[r]![k]! / 4)},f${r}${k}`))].join('\n');

  it('each makes its cells secret, the report says by which, and the table that leaves does not', async () => {
    const rules = write('rules.json', JSON.stringify({ base: 'residents', homogeneity: { threshold: 2 }, secondUnit: { statistic: 'households', threshold: 2 }, minimumDenominator: 10, zeros: 'open' }));
    const outcome = await run({ table: write('b.csv', BESIDE), rules });
    const report = outcome.report!() as { homogeneity: object; cells: { region: string; kind: string; status: string; reason?: string }[]; counts: { breaches: number } };
    const reasons = Object.fromEntries(report.cells.filter(({ status }) => status === 'primary').map(({ region, kind, reason }) => [`${region} ${kind}`, reason]));
    expect(reasons).toMatchObject({ 'a yes': 'small', 'a no': 'homogeneous', 'b yes': 'homogeneous', 'b no': 'second-unit', 'c no': 'homogeneous', 'd yes': 'homogeneous', 'c yes': 'denominator' });
    expect(report.counts.breaches).toBe(0);
    expect(JSON.stringify(outcome.result)).not.toMatch(/small|homogeneous|second-unit|denominator|primary|secondary/);
    for (const { value, status } of rowsOf(outcome)) expect(value === null).toBe(status === 'withheld');
  });

  it('with a base alone who is not counted is as secret as who is, and "complement": false takes that back', async () => {
    const reasonsOf = async (rules: object) => {
      const { cells } = (await run({ table: write('b.csv', BESIDE), rules: write('rules.json', JSON.stringify(rules)) })).report!() as { cells: { region: string; kind: string; reason?: string }[] };
      return cells.filter(({ reason }) => reason === 'homogeneous').map(({ region, kind }) => `${region} ${kind}`);
    };
    // 7 of 8, 12 of 13, 21 of 22, 8 of 9 and 9 of 10, and 17 of 19 in d together.
    expect(await reasonsOf({ base: 'residents' })).toEqual(['a no', 'b yes', 'c no', 'd no', 'd yes', 'd Total']);
    expect(await reasonsOf({ base: 'residents', complement: false })).toEqual([]);
  });

  it('without a base homogeneity is asked of the margins of the table', async () => {
    const report = (await run({ table: write('t.csv', TABLE), rules: write('rules.json', '{"homogeneity": {"threshold": 1}}') })).report!() as { cells: { region: string; kind: string; reason?: string }[] };
    expect(report.cells.filter(({ reason }) => reason === 'homogeneous').map(({ region, kind }) => `${region} ${kind}`)).toEqual(['c no']);
  });

  it('the parameters of dominance leave by no way', async () => {
    const rules = write('rules.json', '{"contributor": "firm", "dominance": [{"p": 17.25}, {"n": 2, "k": 83.5}]}');
    const outcome = await run({ table: write('b.csv', BESIDE), rules });
    const report = outcome.report!() as { dominance: string; cells: { reason?: string }[] };
    expect(report.dominance).toBe('confidential');
    expect(report.cells.some(({ reason }) => reason === 'dominated')).toBe(true);
    expect(JSON.stringify([outcome.result, report, outcome.notes])).not.toMatch(/17\.25|83\.5/);
    expect(JSON.stringify(outcome.result)).not.toContain('dominated');
  });

  it('a given pattern is audited under all rules', async () => {
    const rules = write('rules.json', '{"homogeneity": {"threshold": 1}}');
    const bare = await run({ table: write('t.csv', TABLE), rules, suppressed: write('s.csv', 'region,kind\na,yes\n') });
    expect(bare.findings).toBe(true);
    const made = await run({ table: write('t.csv', TABLE), rules });
    const pattern = rowsOf(made).filter(({ status }) => status === 'withheld').map(({ region, kind }) => `${region},${kind}`);
    expect((await run({ table: write('t.csv', TABLE), rules, suppressed: write('s.csv', ['region,kind', ...pattern].join('\n')) })).findings).toBe(false);
  });

  it('what contradicts, is missing or belongs to another method is told, with what would be accepted', async () => {
    const table = write('b.csv', BESIDE);
    const cases: [{ rules?: string; [option: string]: unknown }, RegExp][] = [
      [{ rules: '{"threshold": 5}' }, /^--threshold: says something else than "threshold" of --rules/],
      [{ rules: '{"zeros": "open"}', zeros: 'protect' }, /^--zeros: says something else/],
      [{ rules: '{"homogeneity": 1}' }, /^r\.json, field homogeneity: is no object; accepted: \{"threshold": 1\}/],
      [{ rules: '{"treshold": 1}' }, /^r\.json, field treshold: is no rule; accepted: threshold, .*, base, contributor, complement$/],
      [{ rules: 'x' }, /^r\.json: is not JSON/],
      [{ rules: '[]' }, /^r\.json: is no object/],
      [{ rules: '{"minimumDenominator": 30}' }, /^r\.json, field minimumDenominator: needs the field "base"/],
      [{ rules: '{"dominance": {"p": 10}}' }, /^r\.json, field dominance: needs the field "contributor"/],
      [{ rules: '{"base": "people"}' }, /^b\.csv, field people: no such column; accepted: region, kind/],
      [{ rules: '{"base": "households", "homogeneity": {"threshold": 1}}' }, /^b\.csv, row \d+, field households: is less than the count that is a part of it/],
      [{ rules: '{"secondUnit": {"statistic": "firm", "threshold": 2}}' }, /^b\.csv, row 2, field firm: "f00" is no count/],
      [{ rules: '{"complement": true}' }, /^r\.json, field complement: needs the field "base"/],
      [{ rules: '{"base": "residents", "complement": 1}' }, /^r\.json, field complement: is neither true nor false/],
      [{ roundBase: 5 }, /^--round-base: says nothing to --method suppress/],
      [{ method: 'round', roundBase: 5, recordKey: 'key' }, /^--record-key: says nothing to --method round/],
      [{ method: 'round', roundBase: 5, rules: '{"homogeneity": {"threshold": 1}}' }, /^--method: round does not answer the rule "homogeneity"; accepted: suppress/],
      [{ zeros: 'protect', attackerMinimum: '1' }, /^--attacker-minimum: is 1, but where zeros are protected/],
    ];
    for (const [{ rules, ...options }, message] of cases) await expect(run({ table, ...options, ...(rules === undefined ? {} : { rules: write('r.json', rules) }) }), JSON.stringify({ rules, ...options })).rejects.toThrow(message);
  });
});
