// A table of a town: regions in two groupings that overlap, by age and sex; many small counts.
import { type CellTable, createCellTable } from '../../core/disclosure/suppression/cell-table.ts';
import { hashed } from './random.ts';

/** `regions` x 5 x 2 inner cells; some twelve regions a district, some fifteen an area of the other grouping. About a fifth of the inner cells are 0. */
export function townTable(regions: number, seed: number): CellTable {
  const codes: [number[], number[], number[]] = [[], [], []];
  const counts: number[] = [];
  for (let region = 0; region < regions; region++) {
    const scale = Math.exp(3 * hashed(seed, region));
    for (let age = 0; age < 5; age++) {
      for (let sex = 0; sex < 2; sex++) {
        codes[0].push(region);
        codes[1].push(age);
        codes[2].push(sex);
        counts.push(Math.floor(5 * scale * hashed(seed + 1, counts.length) ** 2));
      }
    }
  }
  const names = (prefix: string, size: number) => Array.from({ length: size }, (_, i) => `${prefix}${i}`);
  const areas = Math.max(2, Math.round(regions / 15));
  const district = Array.from({ length: regions }, (_, region) => `d${Math.floor(region / 12)}`);
  const area = Array.from({ length: regions }, (_, region) => `a${(Math.floor(region / 5) + (hashed(seed + 2, region) < 0.2 ? 1 : 0)) % areas}`);
  return createCellTable(
    [
      { name: 'region', codes: names('r', regions), levels: [{ name: 'district', groups: district }, { name: 'area', groups: area }] },
      { name: 'age', codes: names('g', 5), levels: [] },
      { name: 'sex', codes: ['f', 'm'], levels: [] },
    ],
    codes,
    counts,
  );
}
