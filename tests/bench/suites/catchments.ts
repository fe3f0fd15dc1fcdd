// School catchments at the size of a city: ways to school, effects of a move, the search beside today's plan, and walks beside pgRouting.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDistances, walkingDistances } from '../../../core/network/walking-distances.ts';
import type { StreetGraph } from '../../../core/network/street-graph.ts';
import { CatchmentEffects, reassigned } from '../../../core/schools/effects.ts';
import { izeCost } from '../../../core/schools/optimise/ize-cost.ts';
import { CatchmentSearch } from '../../../core/schools/optimise/optimise.ts';
import type { Measures, OptimiseInput } from '../../../core/schools/optimise/optimise-input.ts';
import { seededRandom } from '../../../core/statistics/seeded-random.ts';
import { generateTown } from '../../../geodata/town/generate-town.ts';
import { packageRoot } from '../../../server/package-root.ts';
import { readNetwork } from '../../../server/processes/inputs/read-network.ts';
import { Disagreement } from '../agree.ts';
import { catchmentsOf, networkOf, SEARCH_M } from '../catchments/city-catchments.ts';
import { median, race } from '../measure.ts';
import { startPostgis } from '../peers/postgis.ts';
import type { Report } from '../report.ts';

const YEARS = [2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035];
const FORECAST_YEAR = 2030;
const MAX_MOVED = 0.15;
const ROUNDS = 8;

export async function catchmentsSuite(report: Report): Promise<void> {
  const town = generateTown({ scale: 'city' });
  const network = networkOf(town);
  const addresses = town.addresses.length;
  const timesMs: number[] = [];
  let distances = walkingDistances(network.graph, network.schools, network.addresses, SEARCH_M);
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    distances = walkingDistances(network.graph, network.schools, network.addresses, SEARCH_M);
    timesMs.push(performance.now() - began);
  }
  report.note(`${town.schools.length} schools, ${addresses} addresses, ${network.graph.edgeCount} edges of streets, ways within ${SEARCH_M} m, one thread`);
  report.amount({ name: 'catchments-distances', n: addresses, value: median(timesMs), unit: 'ms', target: { atMost: 20_000 } });
  const input = catchmentsOf(town, distances, YEARS);
  effects(report, input);
  await search(report, catchmentsOf(town, distances, [FORECAST_YEAR]));
  await besidePgRouting(report);
}

/** What the page asks after a stroke of 40 blocks: pupils, places and ways of all schools for all years, and who moved. */
function effects(report: Report, { effects: of, assignment, neighbours }: OptimiseInput): void {
  const now = new CatchmentEffects(of, assignment);
  const block = assignment.findIndex((zone, i) => zone >= 0 && neighbours.rook.subarray(neighbours.rookStart[i], neighbours.rookStart[i + 1]).some((other) => assignment[other] !== zone && assignment[other]! >= 0));
  const from = assignment[block]!;
  const to = assignment[neighbours.rook.subarray(neighbours.rookStart[block], neighbours.rookStart[block + 1]).find((other) => assignment[other] !== from && assignment[other]! >= 0)!]!;
  const moved = [...assignment.keys()].filter((i) => assignment[i] === from).slice(0, 40);
  const timesMs: number[] = [];
  for (let round = 0; round < 21; round++) {
    const began = performance.now();
    now.move(moved, round % 2 === 0 ? to : from);
    for (let zone = 0; zone < of.zoneCount; zone++) now.schoolYears(zone);
    for (let y = 0; y < of.years.length; y++) now.walks(y);
    reassigned(assignment, now);
    timesMs.push(performance.now() - began);
  }
  report.amount({ name: 'catchments-effects', n: of.blockCount, value: median(timesMs), unit: 'ms a move', target: { atMost: 20 }, note: `${of.zoneCount} zones, ${of.years.length} years` });
}

async function search(report: Report, input: OptimiseInput & { readonly longest: Float32Array; readonly inhabited: Float64Array }): Promise<void> {
  const n = input.effects.blockCount;
  const run = new CatchmentSearch({ ...input, maxMovedShare: MAX_MOVED });
  const today = run.measures(input.assignment);
  const began = performance.now();
  let reachedMs: number | null = null;
  while (run.rounds < ROUNDS) {
    run.run(50_000);
    if (reachedMs === null && reached(run.measures(run.best), today)) reachedMs = performance.now() - began;
  }
  const ms = performance.now() - began;
  report.amount({ name: 'catchments-search', n, value: (1000 * ms) / run.iterations, unit: 'us a proposal', note: `${run.iterations} proposals, ${ROUNDS} rounds, ${(ms / 1000).toFixed(1)} s` });
  if (reachedMs === null) throw new Disagreement(`the search did not reach its aim: ${JSON.stringify(run.measures(run.best))}`);
  report.amount({ name: 'catchments-search-aim', n, value: reachedMs, unit: 'ms to no school above 110 % or below 75 %, ways no longer, at most 15 % moved' });
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  run.run(500_000);
  report.amount({ name: 'catchments-search-heap', n, value: (process.memoryUsage().heapUsed - heap) / 500_000, unit: 'bytes a proposal', note: 'without a collection between: what the loop allocates' });
  const rows: readonly (readonly [string, Measures, Int32Array])[] = [
    ['today', today, input.assignment],
    ...run.front().map((one) => [`${one.id} ${one.stance}${one.front ? ' *' : ''}`, one.measures, one.assignment] as const),
  ];
  report.note(`forecast year ${FORECAST_YEAR}; IZE: its cost of 2017 for the same plan; * no other is better in everything`);
  report.note('plan                  | over | under | highest | lowest | mean m | moved % | dissimilarity | pieces | our cost | IZE = mean + longest + over + under + pieces');
  for (const [name, m, assignment] of rows) {
    const ize = izeCost(input, input.longest, assignment, 0, input.inhabited);
    const parts = [ize.mean, ize.longest, ize.over, ize.under, ize.pieces].map((part) => part.toFixed(2)).join(' + ');
    report.note(
      `${name.padEnd(21)} | ${String(m.overZones).padStart(4)} | ${String(m.underZones).padStart(5)} | ${(m.highest ?? 0).toFixed(3).padStart(7)} | ${(m.lowest ?? 0).toFixed(3).padStart(6)} | ${(m.meanM ?? 0).toFixed(1).padStart(6)} | ${(100 * m.movedShare).toFixed(1).padStart(7)} | ${(m.mix ?? 0).toFixed(4).padStart(13)} | ${String(m.extraPieces).padStart(6)} | ${m.cost.toFixed(4).padStart(8)} | ${ize.sum.toFixed(2)} = ${parts}`,
    );
  }
}

/** Contiguous as far as the land is: what is apart today and touches no other zone cannot be joined. */
function reached(now: Measures, today: Measures): boolean {
  return now.overZones === 0 && now.underZones === 0 && now.meanM! <= today.meanM! && now.movedShare <= MAX_MOVED && now.extraPieces <= today.extraPieces;
}

const FILE = join(process.env.SHARED_DIR ?? join(packageRoot(), '../shared'), 'data/heidelberg/heidelberg.osm.pbf');

/** As a town asks: 20 schools, 3,000 addresses, here nodes of the real streets of Heidelberg, and as a small one does. Both have the network loaded. */
export async function besidePgRouting(report: Report): Promise<void> {
  if (!existsSync(FILE)) return report.note('no walks beside pgRouting: the data of Heidelberg are absent');
  const peer = await startPostgis();
  if ('reason' in peer) return report.note(`no walks beside pgRouting: ${peer.reason}`);
  try {
    const { rows } = await peer.client.query<{ n: string }>(`select count(*) as n from pg_available_extensions where name = 'pgrouting'`);
    if (Number(rows[0]!.n) === 0) return report.note('no walks beside pgRouting: it is not installed');
    const graph = await readNetwork(FILE, undefined, 25832);
    await loadEdges(peer.client, graph);
    for (const [sources, targets, name] of [[12, 400, 'walks-heidelberg-few'], [20, 3000, 'walks-heidelberg']] as const) await walksBeside(report, peer.client, graph, sources, targets, name);
  } finally {
    await peer.stop();
  }
}

type PeerClient = Exclude<Awaited<ReturnType<typeof startPostgis>>, { reason: string }>['client'];

/** Ours is measured cold, too. */
async function walksBeside(report: Report, client: PeerClient, graph: StreetGraph, sourceCount: number, targetCount: number, name: string): Promise<void> {
  const random = seededRandom(1);
  const pick = (count: number) => [...new Set(Array.from({ length: count }, () => Math.floor(random() * graph.nodeCount)))];
  const [sources, targets] = [pick(sourceCount), pick(targetCount)];
  const began = performance.now();
  nodeDistances(graph, sources, targets);
  const cold = performance.now() - began;
  const times = await race(
    [
      { name: 'ours', run: () => nodeDistances(graph, sources, targets), repeat: 5 },
      {
        name: 'pgr_dijkstraCost',
        run: async () =>
          (
            await client.query<{ s: string; t: string; m: number }>(
              `select start_vid as s, end_vid as t, agg_cost as m from pgr_dijkstraCost('select id, source, target, cost from bench_edge', $1::bigint[], $2::bigint[], directed => false)`,
              [sources, targets],
            )
          ).rows,
      },
    ],
    3,
  );
  const ours = times.get('ours')!.result as Float64Array;
  const theirs = new Map((times.get('pgr_dijkstraCost')!.result as { s: string; t: string; m: number }[]).map(({ s, t, m }) => [`${s} ${t}`, Number(m)]));
  sources.forEach((s, i) =>
    targets.forEach((t, j) => {
      const [metres, other] = [ours[i * targets.length + j]!, s === t ? 0 : (theirs.get(`${s} ${t}`) ?? Infinity)];
      if (metres !== other && !(Math.abs(metres - other) < 0.01)) throw new Disagreement(`from node ${s} to ${t}: ${metres} m here, ${other} m there`);
    }),
  );
  report.note(`Heidelberg: ${graph.nodeCount} nodes, ${graph.edgeCount} edges, ${sources.length} x ${targets.length} walks; ours cold (its first call): ${cold.toFixed(0)} ms`);
  report.figure(name, graph.edgeCount, times, 'ours', 'pgr_dijkstraCost', 5);
}

async function loadEdges(client: { query(text: string, values?: unknown[]): Promise<unknown> }, graph: StreetGraph): Promise<void> {
  await client.query('create extension pgrouting');
  await client.query('create table bench_edge (id int primary key, source int, target int, cost float8)');
  await client.query('insert into bench_edge select i - 1, s, t, c from unnest($1::int[], $2::int[], $3::float8[]) with ordinality as e(s, t, c, i)', [[...graph.from], [...graph.to], [...graph.costM]]);
  await client.query('analyze bench_edge');
}
