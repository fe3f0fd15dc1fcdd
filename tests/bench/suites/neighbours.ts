// Which blocks share an edge, beside ST_Touches. The town's blocks meet in threes, so that neighbours in a point alone,
// which ST_Touches would count as well, do not occur: the pairs must be the same.
import { rookNeighbours } from '../../../core/coverage/adjacency.ts';
import { requireEqual } from '../agree.ts';
import { coverageOf } from '../town-forms.ts';
import { race, type Contestant } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';

export async function neighboursSuite({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  const { n, town, coverage } = input;
  const contestants: Contestant[] = [
    { name: 'resident', run: () => rookNeighbours(coverage), repeat: 5 },
    { name: 'cold', run: () => rookNeighbours(coverageOf(town.blocks)), repeat: 3 },
  ];
  if (postgis !== null) {
    await postgis.load(input);
    // The pairs are counted, not sent: the peer is spared their transport.
    const text = `select count(*)::int as pairs from bench.block a join bench.block b
      on a.geom && b.geom and a.position < b.position and ST_Touches(a.geom, b.geom)`;
    contestants.push({ name: 'ST_Touches', run: async () => (await postgis.client.query<{ pairs: number }>(text)).rows[0]!.pairs });
  }
  const times = await race(contestants, rounds);
  const pairs = (times.get('cold')!.result as ReturnType<typeof rookNeighbours>).rook.length / 2;
  requireEqual('pairs, resident', [pairs], [(times.get('resident')!.result as ReturnType<typeof rookNeighbours>).rook.length / 2]);
  if (postgis === null) {
    report.figure('rook-resident', n, times, 'resident');
    return report.figure('rook-cold', n, times, 'cold');
  }
  requireEqual('pairs, ST_Touches', [pairs], [times.get('ST_Touches')!.result as number]);
  report.figure('rook-resident', n, times, 'resident', 'ST_Touches');
  report.figure('rook-cold', n, times, 'cold', 'ST_Touches', n === 100_000 ? 20 : undefined);
}
