// A perturbation table as the R package ptable and `design-ptable` write it, read in the browser: columns i, v (or j) and p (or p_int_ub).
import type { NoiseTable } from '../rules/rule-set.ts';

/** `line` of the file from 1; nothing of the file is repeated, since the table is confidential. */
export type ReadNoiseTable = { readonly table: NoiseTable; readonly problem: null } | { readonly table: null; readonly problem: { readonly code: 'no-columns' | 'not-a-number' | 'gap'; readonly line: number } };

/** Text with commas, semicolons or tabs between; decimals with a comma where semicolons or tabs part the columns. What the numbers must be is asked by `parseNoise`. */
export function readNoiseTable(text: string): ReadNoiseTable {
  const lines = text.replace(/^﻿/, '').split(/\r\n|\r|\n/);
  const refuse = (code: 'no-columns' | 'not-a-number' | 'gap', line: number): ReadNoiseTable => ({ table: null, problem: { code, line } });
  const head = lines[0]!;
  const separator = [';', '\t'].find((sign) => head.includes(sign)) ?? ',';
  const cells = (line: string) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const names = cells(head).map((name) => name.toLowerCase());
  const [count, change, result] = ['i', 'v', 'j'].map((name) => names.indexOf(name)) as [number, number, number];
  const [share, bound] = [names.indexOf('p'), names.indexOf('p_int_ub')];
  if (count < 0 || (change < 0 && result < 0) || (share < 0 && bound < 0)) return refuse('no-columns', 1);
  const rows: { noise: number[]; probability: number[]; sum: number }[] = [];
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line.trim() === '') continue;
    const of = cells(line);
    const number = (column: number) => Number((of[column] ?? '') === '' ? 'none' : separator === ',' ? of[column]! : of[column]!.replace(',', '.'));
    const [i, v, p] = [number(count), change < 0 ? number(result) - number(count) : number(change), number(share < 0 ? bound : share)];
    if (!Number.isInteger(i) || !Number.isInteger(v) || !Number.isFinite(p)) return refuse('not-a-number', at + 1);
    // By count without a gap, as both write it.
    if (i < 0 || i > rows.length || (i < rows.length - 1)) return refuse('gap', at + 1);
    const row = (rows[i] ??= { noise: [], probability: [], sum: 0 });
    row.noise.push(v);
    row.probability.push(share < 0 ? p - row.sum : p);
    row.sum += row.probability.at(-1)!;
  }
  return { table: { rows: rows.map(({ noise, probability }) => ({ noise, probability })) }, problem: null };
}
