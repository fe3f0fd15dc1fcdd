// The benchmarks run, and every peer comes to the same areas, sums and pairs. How long anybody took is not looked at.
import { describe, expect, it } from 'vitest';
import { findPostgres } from '../postgres-cluster.ts';
import { createReport } from './report.ts';
import { runSuites, SUITES } from './run-suites.ts';

describe('the benchmarks', () => {
  it('run on a small town and agree with TopoJSON, mapshaper, DuckDB and, where it is installed, PostGIS', { timeout: 600_000 }, async () => {
    const found = findPostgres();
    if ('reason' in found && process.env.CI === 'true') throw new Error(`CI compares with PostGIS, but ${found.reason}`);
    const lines: string[] = [];
    const report = createReport((line) => lines.push(line));
    await runSuites({ suites: Object.keys(SUITES), sizes: [5000], rounds: 1 }, report);
    const peers = new Set(report.figures.map(({ peer }) => peer?.name));
    expect([...peers]).toEqual(expect.arrayContaining(['mergeArcs', 'topology()', 'mapshaper', 'duckdb-join', 'duckdb-column']));
    if (!('reason' in found)) {
      expect([...peers]).toEqual(expect.arrayContaining(['ST_Union', 'ST_Touches', 'incremental-SQL', 'group-by-join', 'group-by-column']));
      // Its lines are there, or the reason why not.
      expect(peers.has('ogr2ogr') || lines.some((line) => line.startsWith('# no import beside ogr2ogr'))).toBe(true);
    }
    expect(lines.filter((line) => line.startsWith('dissolve-'))[0]).toMatch(/^dissolve-resident n=5000 runs=1 ours=[\d.]+/);
  });
});
