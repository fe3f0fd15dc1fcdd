// `zuschnitt audit` on the toy examples of INSEE's diffman and on tables that offices would send.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { zuschnitt } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-audit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = readonly (string | number)[];

function table(name: string, header: string, rows: readonly Row[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
  return path;
}

interface Taken {
  readonly geography: string;
  readonly zone: string;
  readonly times: number;
}

interface Report {
  readonly units: number;
  readonly atoms: number;
  readonly components: number;
  readonly unsafe: readonly {
    readonly atom: Readonly<Record<string, string>>;
    readonly count: number;
    readonly publishedZone: boolean;
    readonly smallestUnion: { readonly count: number; readonly atoms: readonly Readonly<Record<string, string>>[] };
    readonly certificate: { readonly plus: readonly Taken[]; readonly minus: readonly Taken[]; readonly dividedBy: number };
  }[];
  readonly smallZones: readonly { readonly geography: string; readonly zone: string; readonly count: number }[];
  readonly summary: { readonly unsafeAtoms: number; readonly unsafeCount: number };
}

async function audit(path: string, geographies: string, threshold: number, ...more: string[]): Promise<{ exitCode: number | null; report: Report }> {
  const run = await zuschnitt(['audit', '--table', path, '--count', 'n', '--geographies', geographies, '--threshold', String(threshold), ...more], folder);
  expect(run.stderr).toBe('');
  return { exitCode: run.code, report: JSON.parse(run.stdout) as Report };
}

/** What a data-protection officer does: add and subtract published totals. Knows nothing of the product. */
function recompute(rows: readonly Row[], header: string, { plus, minus, dividedBy }: Report['unsafe'][number]['certificate']): number {
  const columns = header.split(',');
  const total = ({ geography, zone, times }: Taken) =>
    times * rows.filter((row) => String(row[columns.indexOf(geography)]) === zone).reduce((sum, row) => sum + Number(row[columns.indexOf('n')]), 0);
  return (plus.reduce((sum, taken) => sum + total(taken), 0) - minus.reduce((sum, taken) => sum + total(taken), 0)) / dividedBy;
}

const TOYS: Readonly<Record<string, { rows: readonly Row[]; unsafe: Readonly<Record<string, number>>; smallZones: readonly string[] }>> = {
  'DIFF-TOY1': { rows: [['M1', 'c1', 10], ['M2', 'c1', 2]], unsafe: { 'M1*c1': 10, 'M2*c1': 2 }, smallZones: ['M1', 'M2'] },
  'DIFF-TOY2': { rows: [['M1', 'c1', 12], ['M2', 'c1', 12]], unsafe: {}, smallZones: [] },
  'DIFF-TOY3': {
    rows: [['M1', 'c1', 2], ['M1', 'c2', 10], ['M2', 'c1', 5], ['M2', 'c2', 3], ['M3', 'c3', 4], ['M4', 'c4', 13], ['M5', 'c4', 5]],
    unsafe: { 'M1*c1': 7, 'M2*c1': 7, 'M2*c2': 8, 'M3*c3': 4, 'M5*c4': 5 },
    smallZones: ['M2', 'M3', 'M5', 'c1', 'c3'],
  },
  'DIFF-TOY4': { rows: [['M1', 'c1', 2], ['M2', 'c1', 13], ['M3', 'c1', 10], ['M2', 'c2', 20], ['M3', 'c2', 30]], unsafe: { 'M1*c1': 2 }, smallZones: ['M1'] },
  'DIFF-TOY8': {
    rows: [...[5, 10, 20, 6, 13, 20, 10, 11].map((n, i) => ['M1', `c${i + 1}`, n]), ['M1', 'c9', 5], ['M2', 'c9', 100]],
    unsafe: { 'M1*c1': 5, 'M1*c2': 10, 'M1*c4': 6, 'M1*c7': 10, 'M1*c9': 5 },
    smallZones: ['c1', 'c2', 'c4', 'c7'],
  },
};

describe('the toy examples of diffman, threshold 11', () => {
  it.each(Object.entries(TOYS))('%s: every part that can be worked out, with a sum that adds up', async (name, { rows, unsafe, smallZones }) => {
    const header = 'm,c,n';
    const { exitCode, report } = await audit(table(`${name}.csv`, header, rows), 'm,c', 11);
    expect(Object.fromEntries(report.unsafe.map(({ atom, smallestUnion }) => [`${atom.m}*${atom.c}`, smallestUnion.count]))).toEqual(unsafe);
    expect(report.smallZones.map(({ zone }) => zone)).toEqual(smallZones);
    expect(exitCode).toBe(Object.keys(unsafe).length > 0 ? 1 : 0);
    expect(report.summary.unsafeAtoms).toBe(report.unsafe.length);
    for (const { certificate, smallestUnion, publishedZone } of report.unsafe) {
      expect(recompute(rows, header, certificate)).toBe(smallestUnion.count);
      expect(publishedZone).toBe(certificate.plus.length === 1 && certificate.minus.length === 0);
    }
  });
});

it('rows of blocks are gathered to crossings; a zone that is not published is used by no sum', async () => {
  const header = 'stadtteil,sozialraum,n';
  const rows: Row[] = [['12', '3', 1000], ['12', '3', 1673], ['14', '3', 1653], ['12', '4', 3], ['14', '4', 1], ['15', '4', 900]];
  const path = table('town.csv', header, rows);
  const open = await audit(path, 'stadtteil,sozialraum', 5);
  expect(open.report).toMatchObject({ units: 6, atoms: 5, components: 1 });
  const [found] = open.report.unsafe;
  expect(found!.smallestUnion).toEqual({ count: 4, atoms: [{ stadtteil: '12', sozialraum: '4' }, { stadtteil: '14', sozialraum: '4' }] });
  expect(recompute(rows, header, found!.certificate)).toBe(4);
  // Without Stadtteil 15 the mirror (4 - 15) is gone too, but 12 + 14 - 3 is not; without Sozialraum 3 the mirror is left.
  for (const withheld of [['stadtteil', '15'], ['sozialraum', '3']] as const) {
    const one = await audit(path, 'stadtteil,sozialraum', 5, '--suppressed', table('one.csv', 'geography,zone', [withheld]));
    expect(one.exitCode).toBe(1);
    expect(one.report.unsafe[0]!.certificate.plus.concat(one.report.unsafe[0]!.certificate.minus)).not.toContainEqual(expect.objectContaining({ zone: withheld[1] }));
  }
  const both = await audit(path, 'stadtteil,sozialraum', 5, '--suppressed', table('both.csv', 'geography,zone', [['stadtteil', '15'], ['sozialraum', '3']]));
  expect(both.report.unsafe).toEqual([]);
  expect(both.exitCode).toBe(0);
});

it('three geographies give away what no two of them do', async () => {
  // Four corners of a cube: x, y, z pairwise leave pairs of large sums, all three leave one corner alone.
  const header = 'x,y,z,n';
  const rows: Row[] = [];
  for (const [x, y, z] of [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]] as const) rows.push([`x${x}`, `y${y}`, `z${z}`, x + y + z === 0 ? 3 : 400]);
  const path = table('cube.csv', header, rows);
  for (const pair of ['x,y', 'x,z', 'y,z']) expect((await audit(path, pair, 5)).report.unsafe).toEqual([]);
  const { exitCode, report } = await audit(path, 'x,y,z', 5);
  expect(exitCode).toBe(1);
  expect(report.unsafe).toHaveLength(1);
  expect(report.unsafe[0]).toMatchObject({ atom: { x: 'x0', y: 'y0', z: 'z0' }, count: 3, publishedZone: false, certificate: { dividedBy: 2 } });
  expect(recompute(rows, header, report.unsafe[0]!.certificate)).toBe(3);
});

it("the guide's ten lines recompute every certificate from zone totals, and refuse one that was changed", async () => {
  const guide = readFileSync(new URL('../../docs/guides/data-protection.md', import.meta.url), 'utf8');
  const [, checker] = /```js\n(\/\/ node check\.mjs[\s\S]*?)```/.exec(guide)!;
  const script = join(folder, 'check.mjs');
  writeFileSync(script, checker!);
  const check = (report: Report) => {
    const path = join(folder, 'checked.json');
    writeFileSync(path, JSON.stringify(report));
    return spawnSync(process.execPath, [script, path, blocks], { encoding: 'utf8' });
  };
  // Pairs of neighbours in three cuts that are shifted against each other: certificates of one, two and three geographies.
  const rows = Array.from({ length: 60 }, (_, i): Row => [`a${Math.floor(i / 6)}`, `b${Math.floor((i + 1) / 6)}`, `c${Math.floor((i + 3) / 12)}`, (i * 7) % 5]);
  const blocks = table('checked.csv', 'a,b,c,n', rows);
  const { report } = await audit(blocks, 'a,b,c', 5);
  expect(report.unsafe.length).toBeGreaterThan(3);
  expect(check(report)).toMatchObject({ status: 0, stdout: `${report.unsafe.length} certificates add up\n` });
  const [first, ...others] = report.unsafe;
  const changed = { ...first!, certificate: { ...first!.certificate, plus: [...first!.certificate.plus, { geography: 'a', zone: 'a0', times: 1 }] } };
  expect(check({ ...report, unsafe: [changed, ...others] }).status).not.toBe(0);
});

it('what cannot be audited is refused with row and field', async () => {
  const cases: [string, Row[], string[], RegExp][] = [
    ['m,c,n', [['M1', 'c1', '']], [], /row 2, field n: is empty, and what is unknown cannot be audited/],
    ['m,c,n', [['M1', 'c1', -1]], [], /row 2, field n: "-1" is a negative count/],
    ['m,c,n', [['M1', 'c1', 2.5]], [], /row 2, field n: "2.5" is no count/],
    ['m,x,n', [['M1', 'c1', 2]], [], /c/],
    ['m,c,n', [['M1', 'c1', 2]], ['--suppressed', table('bad1.csv', 'geography,zone', [['q', 'c1']])], /row 2, field geography: "q" is none of the geographies; accepted: m, c/],
    ['m,c,n', [['M1', 'c1', 2]], ['--suppressed', table('bad2.csv', 'geography,zone', [['m', 'M9']])], /row 2, field zone: "M9" is no zone of m/],
  ];
  for (const [header, rows, more, message] of cases) {
    const run = await zuschnitt(['audit', '--table', table('bad.csv', header, rows), '--count', 'n', '--geographies', 'm,c', '--threshold', '5', ...more], folder);
    expect(run.code).toBe(2);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(message);
  }
});
