// A stroke of the brush: 50 blocks go from one zone to another; ten totals and both outlines are wanted.
import pg from 'pg';
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import type { Outlines } from '../../../core/coverage/coverage.ts';
import { outlineToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { applyOperation } from '../../../core/plan/operations.ts';
import { createPlanState } from '../../../core/plan/plan-state.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../../core/statistics/aggregate.ts';
import type { Database } from '../../../server/db/database.ts';
import { migrate } from '../../../server/db/migrate.ts';
import { openPostgres } from '../../../server/db/postgres.ts';
import { appendPlanEvent, insertPlan, listPlanEvents } from '../../../server/db/queries/plans.ts';
import { planeAreaM2, requireClose, requireEqual } from '../agree.ts';
import type { Input } from '../input.ts';
import { median, race, type Contestant } from '../measure.ts';
import { areasOf, sumsOf, type PostgisPeer } from '../peers/postgis.ts';
import { buildTopology, groupByZone, mergeZones } from '../peers/topojson.ts';
import type { SuiteContext } from '../suite.ts';

interface Redrawn {
  readonly outlines: Outlines;
  /** Sums of the two zones, one after the other. */
  readonly totals: Float64Array;
}

/** What the editor does on a stroke, in memory. */
function createBrush({ town, coverage, stroke }: Input) {
  const state = createPlanState(
    town.blocks.ids,
    Array.from({ length: town.zoneCount }, (_, zone) => ({ zone: `${zone}`, name: `${zone}`, locked: false })),
    town.assignment,
  );
  const dissolver = createDissolver(coverage, town.assignment, town.zoneCount);
  const sums = aggregate(town.counts, town.assignment, town.zoneCount);
  const pair = [stroke.from, stroke.to];
  return {
    sums,
    /** Kernel alone: positions are known. */
    kernel(to: number): Redrawn {
      const from = to === stroke.to ? stroke.from : stroke.to;
      dissolver.move(stroke.blocks, to);
      moveBlocks(sums, town.counts, stroke.blocks, from, to);
      return { outlines: dissolver.outlines(pair), totals: totalsOf(sums, pair) };
    },
    /** As the server does it: a checked operation with its inverse first. */
    operation(to: number) {
      const operation = { type: 'assign', blocks: stroke.ids, zone: `${to}` } as const;
      const applied = applyOperation(state, operation);
      if (!applied.ok) throw new Error(`the stroke was refused: ${applied.reason.code}`);
      for (const move of applied.moves) {
        dissolver.move(move.blocks, move.to);
        moveBlocks(sums, town.counts, move.blocks, move.from, move.to);
      }
      const redrawn: Redrawn = { outlines: dissolver.outlines(pair), totals: totalsOf(sums, pair) };
      return { operation, inverse: applied.inverse, redrawn };
    },
  };
}

function totalsOf(sums: ZoneSums, zones: readonly number[]): Float64Array {
  const width = sums.columns.length;
  const totals = new Float64Array(zones.length * width);
  zones.forEach((zone, i) => totals.set(sums.sums.subarray(zone * width, (zone + 1) * width), i * width));
  return totals;
}

export async function brushSuite(context: SuiteContext): Promise<void> {
  await inMemory(context);
  if (context.postgis !== null) await durable(context, context.postgis);
}

async function inMemory({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  const { n, town, stroke } = input;
  const pair = [stroke.from, stroke.to];
  const brush = createBrush(input);
  let ourTarget = stroke.from;
  const contestants: Contestant[] = [
    {
      name: 'brush',
      before: () => (ourTarget = ourTarget === stroke.to ? stroke.from : stroke.to),
      run: () => brush.kernel(ourTarget),
      repeat: 9,
    },
  ];
  // The peers stand at the state after the stroke: only the recomputation is timed, not their update.
  const after = town.assignment.slice();
  for (const block of stroke.blocks) after[block] = stroke.to;
  const topology = buildTopology(input.geojson());
  const groups = groupByZone(topology, after, town.zoneCount);
  contestants.push({ name: 'mergeArcs', run: () => mergeZones(topology, [groups[stroke.from]!, groups[stroke.to]!]), repeat: 3 });
  if (postgis !== null) {
    await postgis.load(input);
    for (const table of ['block', 'count_by_zone']) {
      await postgis.client.query(`update bench.${table} set zone = $1 where position = any($2::int[])`, [stroke.to, stroke.blocks]);
    }
    await postgis.client.query('vacuum analyze bench.block, bench.count_by_zone');
    const text = `select zone, ST_AsBinary(ST_Union(geom)) as geom, ${sumsOf(town.counts.columns)}
      from bench.block join bench.count_by_zone using (position, zone) where zone = any($1::int[]) group by zone`;
    contestants.push({ name: 'ST_Union', run: async () => (await postgis.client.query(text, [pair])).rows });
  }
  const times = await race(contestants, rounds);
  const redrawn = brush.kernel(stroke.to);
  report.figure('brush', n, times, 'brush', 'mergeArcs');
  if (postgis === null) return;
  checkRows('ST_Union', input, redrawn, times.get('ST_Union')!.result as PeerRow[]);
  report.figure('brush', n, times, 'brush', 'ST_Union', n === 100_000 ? 200 : undefined);
}

type PeerRow = { zone: number; geom: Buffer } & Record<string, unknown>;

function checkRows(what: string, { town, stroke }: Input, redrawn: Redrawn, rows: readonly PeerRow[]): void {
  const pair = [stroke.from, stroke.to];
  const areas = areasOf(rows, town.zoneCount);
  const ours = pair.map((_, i) => planeAreaM2(outlineToGeoJson(redrawn.outlines, i).coordinates));
  requireClose(`areas, ${what}`, ours, pair.map((zone) => areas[zone]!));
  const sums = pair.flatMap((zone) => town.counts.columns.map((name) => Number(rows.find((row) => row.zone === zone)![name])));
  requireEqual(`totals, ${what}`, redrawn.totals, sums);
}

/**
 * Both sides answer once the stroke is on disk (fsync and synchronous_commit on). Ours is a checked operation in memory and
 * its event in the database, by the very statement that the server sends. The peer is the best SQL known for keeping zones
 * in the database: one prepared statement that moves the blocks' rows, takes their union from one stored outline and adds
 * it to the other, with the totals.
 */
async function durable({ input, report, rounds }: SuiteContext, postgis: PostgisPeer): Promise<void> {
  const { n, town, stroke } = input;
  const database = await openPostgres(postgis.url, { connections: 1 });
  const clients = [new pg.Client(postgis.url), new pg.Client(postgis.url)] as const;
  for (const client of clients) await client.connect();
  try {
    await migrate(database);
    await storeZones(clients[1], input);
    const plan = await preparePlan(database, `brush-${n}`);
    const times = await race(
      [
        turning('ours', input, (brush, to) => storeStroke(database, plan, brush.operation(to))),
        turning('incremental-SQL', input, async (_, to) => {
          const values = [stroke.blocks, to === stroke.to ? stroke.from : stroke.to, to];
          return (await clients[1].query({ name: 'stroke', text: incrementalSql(town.counts.columns), values })).rows as PeerRow[];
        }),
        // What a commit costs by itself on this disk, to read the others by.
        { name: 'smallest-commit', run: () => clients[0].query('update bench.tick set n = n + 1'), repeat: 9 },
      ],
      rounds,
    );
    // Both made the same number of strokes, so the last one went the same way.
    checkRows('incremental SQL', input, times.get('ours')!.result as Redrawn, times.get('incremental-SQL')!.result as PeerRow[]);
    await requireEvents(database, plan);
    report.figure('brush-durable', n, times, 'ours', 'incremental-SQL', n === 100_000 ? 5 : undefined);
    report.amount({ name: 'smallest-commit', n, value: median(times.get('smallest-commit')!.ms), unit: 'ms' });
  } finally {
    for (const client of clients) await client.end();
    await database.close();
  }
}

type Brush = ReturnType<typeof createBrush>;

/** A contestant whose strokes go forth and back. */
function turning<T>(name: string, input: Input, run: (brush: Brush, to: number) => Promise<T>): Contestant {
  const brush = createBrush(input);
  const { from, to } = input.stroke;
  let target = from;
  return { name, before: () => (target = target === to ? from : to), run: () => run(brush, target), repeat: 9 };
}

interface StoredPlan {
  readonly plan: string;
  version: number;
}

async function storeStroke(database: Database, plan: StoredPlan, { operation, inverse, redrawn }: ReturnType<Brush['operation']>): Promise<Redrawn> {
  const event = { kind: 'operation', operation, inverse, refersTo: null, account: 'bench' } as const;
  const appended = await appendPlanEvent(database, MUNICIPALITY, plan.plan, plan.version, { state: 'draft' }, event);
  if (appended === null) throw new Error('the plan stood at another version');
  plan.version = appended.version;
  return redrawn;
}

const MUNICIPALITY = '09990001';

async function preparePlan(database: Database, plan: string): Promise<StoredPlan> {
  const ensure = (text: string) => database.query(`${text} on conflict do nothing`, [MUNICIPALITY]);
  await ensure(`insert into app.municipality (municipality, name, epsg) values ($1, 'bench', 25832)`);
  await ensure(`insert into app.block_set (municipality, block_set, valid_from, source) values ($1, 1, '2020-01-01', 'bench')`);
  await ensure(`insert into app.geography (municipality, geography, position, name_de, name_en) values ($1, 'bench', 1, 'bench', 'bench')`);
  await insertPlan(database, MUNICIPALITY, {
    plan,
    geography: 'bench',
    name: plan,
    baseVersion: null,
    blockSet: 1,
    validFrom: null,
    createdBy: 'bench',
  });
  return { plan, version: 0 };
}

/** Every stroke is there. */
async function requireEvents(database: Database, { plan, version }: StoredPlan): Promise<void> {
  const events = await listPlanEvents(database, MUNICIPALITY, plan);
  requireEqual(`events of ${plan}`, [events.length, events.at(-1)!.version], [version, version]);
}

/** Zones with their outlines and totals, as a database that redraws incrementally must keep them. */
async function storeZones(client: pg.Client, { town, stroke }: Input): Promise<void> {
  const columns = town.counts.columns;
  await client.query('drop table if exists bench.zone');
  await client.query(
    `create table bench.zone as select zone, ST_Multi(ST_Union(geom)) as geom, ${columns.map((name) => `sum(${name}) as ${name}`).join(', ')}
     from (select position, a.zone, geom from bench.block join bench.assignment a using (position)) b join bench.count using (position)
     where zone = any($1::int[]) group by zone`,
    [[stroke.from, stroke.to]],
  );
  await client.query('alter table bench.zone add primary key (zone)');
  await client.query('drop table if exists bench.tick; create table bench.tick as select 0 as n');
  await client.query('vacuum analyze bench.zone');
}

function incrementalSql(columns: readonly string[]): string {
  const moved = columns.map((name) => `sum(${name}) as ${name}`).join(', ');
  const change = (sign: '+' | '-') => columns.map((name) => `${name} = z.${name} ${sign} moved.${name}`).join(', ');
  const returned = `z.zone, ST_AsBinary(z.geom) as geom, ${columns.map((name) => `z.${name}`).join(', ')}`;
  return `with moved as materialized (
      select ST_Union(geom) as geom, ${moved} from bench.block join bench.count using (position) where position = any($1::int[])),
    assigned as (update bench.assignment set zone = $3 where position = any($1::int[])),
    gives as (update bench.zone z set geom = ST_Multi(ST_Difference(z.geom, moved.geom)), ${change('-')}
      from moved where z.zone = $2 returning ${returned}),
    takes as (update bench.zone z set geom = ST_Multi(ST_Union(z.geom, moved.geom)), ${change('+')}
      from moved where z.zone = $3 returning ${returned})
    select * from gives union all select * from takes`;
}
