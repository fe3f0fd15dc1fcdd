// `zuschnitt protect`: published examples from the command line, what may leave and what may not, and bad input.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { csvRows, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

function write(name: string, text: string): string {
  writeFileSync(join(folder.path, name), text);
  return name;
}

const LINK = ['region,county,size,n', 'A,1,small,2', 'B,1,small,2', 'I,1,small,8', 'J,1,small,8', 'K,2,small,3', 'L,2,BIG,3', 'M,2,BIG,3', 'N,2,small,7'].join('\n');
const LANDS = (counts: readonly number[]) => ['age,geo,eu,n', ...counts.map((n, i) => `${i < 3 ? 'young' : 'old'},${['Spain', 'Iceland', 'Portugal'][i % 3]},${i % 3 === 1 ? 'nonEU' : 'EU'},${n}`)].join('\n');

/** Names of withheld cells in the public table. */
function withheld(csv: string, dimensions: readonly string[]): string[] {
  return csvRows(csv).filter(({ status }) => status === 'withheld').map((row) => dimensions.map((name) => row[name]!).join('|'));
}

async function protect(...argv: string[]): Promise<string> {
  const run = await zuschnitt(['protect', ...argv], folder.path);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return run.stdout;
}

describe('published examples', () => {
  it('LINK-136: two groupings together need N, and the report gives the bounds', async () => {
    write('link.csv', LINK);
    write('groups.json', '{"region": [["county"], ["size"]]}');
    const out = await protect('--table', 'link.csv', '--dimensions', 'region', '--count', 'n', '--threshold', '4', '--hierarchies', 'groups.json', '--attacker-minimum', '0', '--report', 'link.json');
    expect(withheld(out, ['region'])).toEqual(['A', 'B', 'K', 'L', 'M', 'N']);
    expect(csvRows(out).filter(({ region_level }) => region_level !== 'region')).toEqual([
      { region: '1', region_level: 'county', value: '20', status: 'published' },
      { region: '2', region_level: 'county', value: '16', status: 'published' },
      { region: 'small', region_level: 'size', value: '30', status: 'published' },
      { region: 'BIG', region_level: 'size', value: '6', status: 'published' },
      { region: 'Total', region_level: 'Total', value: '36', status: 'published' },
    ]);
    const report = JSON.parse(readFileSync(join(folder.path, 'link.json'), 'utf8')) as { counts: object; cells: { region: string; status: string; lower: number; upper: number }[] };
    expect(report.counts).toEqual({ published: 7, primary: 5, secondary: 1, breaches: 0 });
    expect(report.cells.find(({ region }) => region === 'N')).toMatchObject({ status: 'secondary', lower: 0, upper: 10 });
  });

  it('GS-T1, GS-T2 and GS-T7', async () => {
    const exact = ['--dimensions', 'age,geo', '--count', 'n', '--zeros', 'protect', '--protect', 'exact'];
    write('t1.csv', LANDS([5, 2, 0, 6, 3, 4]));
    write('t7.csv', LANDS([5, 0, 0, 6, 3, 4]));
    write('eu.json', '{"geo": [["eu"]]}');
    expect(withheld(await protect('--table', 't1.csv', ...exact, '--threshold', '2'), ['age', 'geo']).toSorted()).toEqual(['old|Iceland', 'old|Portugal', 'young|Iceland', 'young|Portugal']);
    expect(withheld(await protect('--table', 't1.csv', ...exact, '--threshold', '3', '--hierarchies', 'eu.json'), ['age', 'geo']).toSorted()).toEqual(
      ['old|EU', 'old|Iceland', 'old|Portugal', 'old|nonEU', 'young|EU', 'young|Iceland', 'young|Portugal', 'young|nonEU'].toSorted(),
    );
    expect(withheld(await protect('--table', 't7.csv', ...exact, '--threshold', '3'), ['age', 'geo'])).toEqual(expect.arrayContaining(['old|Spain', 'young|Spain']));
  });
});

it('the table that may leave tells no primary cell from a secondary one, and no number of either', async () => {
  write('link.csv', LINK);
  const out = await protect('--table', 'link.csv', '--dimensions', 'region', '--count', 'n', '--threshold', '4');
  const rows = csvRows(out).filter(({ status }) => status === 'withheld');
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ value, status }) => `${value}/${status}`))).toEqual(new Set(['/withheld']));
  expect(out).not.toMatch(/primary|secondary/);
});

it('a pattern that is given is audited: exit code 1 where a secret follows from the rest, and the report names it', async () => {
  write('link.csv', LINK);
  write('groups.json', '{"region": [["county"], ["size"]]}');
  write('pattern.csv', 'region\nA\nB\nK\nL\nM\n');
  const argv = ['--table', 'link.csv', '--dimensions', 'region', '--count', 'n', '--threshold', '4', '--hierarchies', 'groups.json', '--attacker-minimum', '0'];
  const run = await zuschnitt(['protect', ...argv, '--suppressed', 'pattern.csv', '--out', 'p.csv', '--report', 'p.json'], folder.path);
  expect(run.code).toBe(1);
  const report = JSON.parse(readFileSync(join(folder.path, 'p.json'), 'utf8')) as { cells: { region: string; breach: boolean; lower: number; upper: number }[] };
  expect(report.cells.filter(({ breach }) => breach)).toMatchObject([{ region: 'K', lower: 3, upper: 3 }]);
  write('mended.csv', 'region\nA\nB\nK\nL\nM\nN\n');
  expect((await zuschnitt(['protect', ...argv, '--suppressed', 'mended.csv', '--out', 'p.csv'], folder.path)).code).toBe(0);
  // What --out writes is a pattern as well: its levels tell a county from a region of the same name.
  await protect(...argv, '--out', 'made.csv');
  const made = csvRows(readFileSync(join(folder.path, 'made.csv'), 'utf8')).filter(({ status }) => status === 'withheld');
  write('again.csv', ['region,region_level', ...made.map(({ region, region_level }) => `${region},${region_level}`)].join('\n'));
  expect((await zuschnitt(['protect', ...argv, '--suppressed', 'again.csv', '--out', 'p.csv'], folder.path)).code).toBe(0);
});

it('rounding and cell key from files: parts add up for the one, and the other is the same for the same people', async () => {
  write('t.csv', LANDS([5, 2, 0, 6, 3, 4]));
  const rounded = csvRows(await protect('--table', 't.csv', '--dimensions', 'age,geo', '--count', 'n', '--threshold', '3', '--method', 'round', '--round-base', '5', '--report', 'r.json'));
  const of = (age: string, geo: string) => Number(rounded.find((row) => row.age === age && row.geo === geo)!.value);
  for (const geo of ['Spain', 'Iceland', 'Portugal', 'Total']) expect(of('young', geo) + of('old', geo)).toBe(of('Total', geo));
  for (const row of rounded) expect(Number(row.value) % 5).toBe(0);
  expect(JSON.parse(readFileSync(join(folder.path, 'r.json'), 'utf8'))).toMatchObject({ method: 'round', base: 5, restricted: true });
  // A row a person, with a fraction for a key: 0.9 + 0.3 + 0.6 is 0.8 of the handbook's table, so three people are seen as four.
  write('persons.csv', 'area,n,key\nx,1,0.9\nx,1,0.3\nx,1,0.6\ny,0,0.123\n');
  write('ptable.csv', 'i,v,p\n0,0,1\n1,-1,0.5\n1,1,0.5\n2,0,0.8\n2,1,0.2\n3,-1,0.3\n3,0,0.4\n3,1,0.3\n');
  const run = await zuschnitt(['protect', '--table', 'persons.csv', '--dimensions', 'area', '--count', 'n', '--threshold', '3', '--method', 'cell-key', '--record-key', 'key', '--ptable', 'ptable.csv'], folder.path);
  expect(run.code).toBe(0);
  expect(csvRows(run.stdout).map(({ area, value, status }) => [area, value, status])).toEqual([['x', '4', 'published'], ['y', '0', 'published'], ['Total', '4', 'published']]);
  expect(run.stderr).toMatch(/parts do not add up/);
});

it('bad input is told in one line, and no file is written', async () => {
  write('groups.json', '{"region": [["county"]]}');
  const base = ['--table', 't.csv', '--dimensions', 'region', '--count', 'n', '--threshold', '4', '--out', 'none.csv'];
  const cases: [string, string[], RegExp][] = [
    ['region,n\nA,2.5\n', base, /t\.csv, row 2, field n: "2.5" is no count/],
    ['region,n\n,2\n', base, /t\.csv, row 2, field region: the code is empty/],
    ['region,n\nTotal,2\n', base, /t\.csv, row 2, field region: "Total" is the name of all codes together/],
    ['region,county,n\nA,1,2\nA,2,3\n', [...base, '--hierarchies', 'groups.json'], /t\.csv, row 3, field county: "A" is in "2" here and in "1" in row 2; accepted: one county for every region/],
    ['region,n\nA,2\n', [...base, '--hierarchies', write('bad.json', '{"land": [["county"]]}')], /bad\.json, field land: is no dimension; accepted: region/],
    ['region,n\nA,2\n', [...base, '--suppressed', write('bad.csv', 'region\nZ\n')], /bad\.csv, row 2: there is no cell "Z"/],
    ['region,n\nA,2\n', [...base, '--method', 'swap'], /--method: .*accepted: suppress, round, cell-key/],
  ];
  for (const [text, argv, message] of cases) {
    write('t.csv', text);
    const run = await zuschnitt(['protect', ...argv], folder.path);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(2);
    expect(folder.files()).not.toContain('none.csv');
  }
});
