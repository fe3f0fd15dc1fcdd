// The same generator at the size of a city.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { generateTown } from '../../geodata/town/generate-town.ts';
import type { Town } from '../../geodata/town/town.ts';

describe('the city', () => {
  let city: Town;
  beforeAll(() => {
    city = generateTown({ scale: 'city' });
  });

  it('has 320,000 residents on 12,000 blocks without a finding', () => {
    const { table } = city.counts.at(-1)!;
    let residents = 0;
    for (let block = 0; block < table.blockCount; block++) residents += table.values[block * table.columns.length]!;
    expect(Math.abs(residents - 320_000)).toBeLessThan(1000);
    expect(Math.abs(city.blockStands[1].rings.ids.length - 12_000)).toBeLessThan(300);
    for (const { rings } of city.blockStands) expect(hasFindings(validateCoverage(rings))).toBe(false);
  });

  it('has 40,000 addresses, 80 schools and 41,000 pupils', () => {
    expect(city.addresses).toHaveLength(40_000);
    expect(city.schools).toHaveLength(80);
    expect(city.schools.reduce((sum, { pupils }) => sum + pupils, 0)).toBe(41_000);
  });

  it('has a street network of 60,000 edges whose nodes hang together', () => {
    const { nodes, edges } = city.network;
    expect(Math.abs(edges.length - 60_000)).toBeLessThan(2500);
    const links: number[][] = Array.from({ length: nodes.length / 2 }, () => []);
    for (const { from, to } of edges) {
      links[from]!.push(to);
      links[to]!.push(from);
    }
    const seen = new Set([0]);
    for (const node of seen) for (const other of links[node]!) seen.add(other);
    expect(seen.size / links.length).toBeGreaterThan(0.99);
  });

  it('keeps the planted blocks', () => {
    const ids = new Set(city.blockStands[1].rings.ids);
    for (const block of Object.values(city.planted).flat()) expect(ids.has(block)).toBe(true);
  });
});
