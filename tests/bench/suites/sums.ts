// Sums of ten counts by zone beside GROUP BY and DuckDB.
import { aggregate, type ZoneSums } from '../../../core/statistics/aggregate.ts';
import { requireEqual } from '../agree.ts';
import { race, type Contestant } from '../measure.ts';
import { startDuckdb } from '../peers/duckdb.ts';
import { sumsOf } from '../peers/postgis.ts';
import type { SuiteContext } from '../suite.ts';

export async function sumsSuite({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  const { n, town } = input;
  const { counts, assignment, zoneCount } = town;
  const duckdb = await startDuckdb(input);
  const contestants: Contestant[] = [
    { name: 'sums', run: () => aggregate(counts, assignment, zoneCount), repeat: 9 },
    { name: 'duckdb-join', run: () => duckdb.sums('join'), repeat: 5 },
    { name: 'duckdb-column', run: () => duckdb.sums('column'), repeat: 5 },
  ];
  if (postgis !== null) {
    await postgis.load(input);
    const query = (name: string, text: string): Contestant => ({
      name,
      run: async () => (await postgis.client.query({ name: `${name} ${n}`, text, rowMode: 'array' })).rows as unknown,
      repeat: 3,
    });
    const sums = sumsOf(counts.columns);
    contestants.push(
      query('group-by-join', `select zone, ${sums} from bench.count join bench.assignment using (position) group by zone order by zone`),
      query('group-by-column', `select zone, ${sums} from bench.count_by_zone group by zone order by zone`),
    );
  }
  const times = await race(contestants, rounds);
  duckdb.close();
  const ours = (times.get('sums')!.result as ZoneSums).sums.subarray(0, zoneCount * counts.columns.length);
  for (const { name } of contestants.slice(1)) {
    const rows = times.get(name)!.result as readonly (readonly unknown[])[];
    requireEqual(`sums, ${name}`, ours, rows.flatMap(([, ...values]) => values.map(Number)));
    report.figure('sums', n, times, 'sums', name, n === 100_000 && name === 'group-by-join' ? 30 : undefined);
  }
}
