// `zuschnitt typology`: from a table as offices have them to index, class and rank, and what it says of a bad one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { csvRows, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

function typology(table: string, ...argv: string[]) {
  writeFileSync(join(folder.path, 'zones.csv'), table);
  return zuschnitt(['typology', '--table', 'zones.csv', ...argv], folder.path);
}

describe('typology', () => {
  it('reads decimal commas, turns an indicator round, and says what hangs on each', async () => {
    const table = 'Gebiet;Arbeitslose;Beschäftigung\n01;2,0;9\n02;4,0;5\n03;4,0;5\n04;4,0;5\n05;5,0;4\n06;5,0;4\n07;7,0;4\n08;9,0;2\n';
    const { code, stdout, stderr } = await typology(table, '--zone', 'Gebiet', '--indicators', 'Arbeitslose,-Beschäftigung', '--classes', '4');
    expect(code).toBe(0);
    const rows = csvRows(stdout);
    expect(Object.keys(rows[0]!)).toEqual(['zone', 'Arbeitslose', 'Beschäftigung', 'index', 'class', 'rank']);
    expect(rows.map((row) => [row.zone, Number(row.Arbeitslose), row.class, row.rank])).toEqual([
      ['01', -1.5, '4', '8'], ['02', -0.5, '3', '5'], ['03', -0.5, '3', '5'], ['04', -0.5, '3', '5'], ['05', 0, '2', '3'], ['06', 0, '2', '3'], ['07', 1, '1', '2'], ['08', 2, '1', '1'],
    ]);
    expect(stderr).not.toContain('Error');
  });

  it('groups zones by k-means, the same for the same seed', async () => {
    const table = `zone,a,b\n${Array.from({ length: 12 }, (_, i) => `z${i},${(i % 3) * 10 + (i % 2)},${(i % 3) * 5}`).join('\n')}\n`;
    const run = () => typology(table, '--zone', 'zone', '--indicators', 'a,b', '--method', 'kmeans', '--classes', '3', '--seed', '4');
    const { stdout } = await run();
    expect(csvRows(stdout).map((row) => row.class)).toEqual(Array.from({ length: 12 }, (_, i) => `${3 - (i % 3)}`));
    expect((await run()).stdout).toBe(stdout);
  });

  it('groups zones by Ward among those whose outlines share an edge, and refuses outlines that cannot tell', async () => {
    // Four squares in a row: the first is like the last, and lies apart from it.
    const square = (zone: string, x: number) => ({ type: 'Feature', properties: { zone }, geometry: { type: 'Polygon', coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] } });
    const write = (name: string, xs: readonly number[]) => writeFileSync(join(folder.path, name), JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:25832' } }, features: xs.map((x, i) => square(`${i + 1}`, x)) }));
    write('row.geojson', [0, 1, 2, 3]);
    const ward = (outlines: string, classes: string) => typology('zone,a\n1,10\n2,1\n3,2\n4,10\n', '--zone', 'zone', '--indicators', 'a', '--method', 'ward', '--classes', classes, '--outlines', outlines);
    const three = await ward('row.geojson', '3');
    expect(csvRows(three.stdout).map((row) => row.class)).toEqual(['1', '3', '3', '2']);
    write('apart.geojson', [0, 2, 4, 6]);
    const apart = await ward('apart.geojson', '2');
    expect(apart.stderr).toContain('4 groups instead of 2');
    write('overlapping.geojson', [0, 0.5, 2, 3]);
    const overlapping = await ward('overlapping.geojson', '2');
    expect([overlapping.code, overlapping.stderr]).toEqual([2, expect.stringMatching(/overlapping\.geojson, field zone: zones "1" and "2" overlap by 0\.5 m2/)]);
    const none = await ward('zones.csv', '2');
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/zones\.csv.*no polygons/)]);
  });

  it('leaves out zones whose indicator is secret, and says how many', async () => {
    const { code, stdout, stderr } = await typology('zone,a\n1,4\n2,x\n3,-\n', '--zone', 'zone', '--indicators', 'a', '--classes', '2', '--signs', 'destatis');
    expect(code).toBe(0);
    expect(csvRows(stdout).map((row) => [row.zone, row.index === '', row.class, row.rank])).toEqual([['1', false, '1', '1'], ['2', true, '', ''], ['3', false, '2', '2']]);
    expect(stderr).toContain('1 of 3 zones');
  });

  it.each([
    ['no number', 'zone,a\n1,x\n2,3\n', ['--indicators', 'a'], /row 2, field a: "x" is no number; accepted: a number.*--signs "destatis"/],
    ['no such column', 'zone,a\n1,1\n2,3\n', ['--indicators', 'b'], /field b: no such column/],
    ['weights of another number', 'zone,a\n1,1\n2,3\n', ['--indicators', 'a', '--weights', '1,2'], /--weights: 2 weights for 1 indicators/],
    ['more classes than zones', 'zone,a\n1,1\n2,3\n', ['--indicators', 'a', '--classes', '3'], /--classes: 3 classes of 2 zones/],
    ['a zone twice', 'zone,a\n1,1\n1,3\n', ['--indicators', 'a'], /row 3/],
  ])('refuses %s in one line', async (_, text, more, message) => {
    const { code, stderr } = await typology(text, '--zone', 'zone', ...more);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
