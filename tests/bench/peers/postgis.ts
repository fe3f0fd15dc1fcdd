// The peer PostGIS: a private cluster with durable settings, the town in tables, and the best SQL known for each job.
import pg from 'pg';
import { wkbToGeometry, blockToWkb } from '../../../server/db/wkb.ts';
import { findPostgres, startCluster, type Cluster } from '../../postgres-cluster.ts';
import { planeAreaM2 } from '../agree.ts';
import type { Input } from '../input.ts';

export interface PostgisPeer {
  readonly url: string;
  readonly client: pg.Client;
  readonly versions: Readonly<Record<string, string>>;
  /** Puts the town into schema `bench`, in place of the one before. */
  load(input: Input): Promise<void>;
  stop(): Promise<void>;
}

/**
 * As a careful administrator would set it on such a machine. fsync and synchronous_commit stay on: what a commit costs is
 * part of what is measured.
 */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  effective_cache_size: '4GB',
  work_mem: '256MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '2',
};

/** The peer, or the reason why there is none. */
export async function startPostgis(): Promise<PostgisPeer | { readonly reason: string }> {
  const found = findPostgres();
  if ('reason' in found) return found;
  const cluster: Cluster = await startCluster(SETTINGS);
  const url = await cluster.createDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query('create extension postgis');
  const { rows } = await client.query<{ server: string; postgis: string; geos: string }>(
    `select current_setting('server_version') as server, postgis_lib_version() as postgis, postgis_geos_version() as geos`,
  );
  const { server, postgis, geos } = rows[0]!;
  return {
    url,
    client,
    versions: { postgresql: server, postgis, geos },
    load: (input) => load(client, input),
    async stop() {
      await client.end();
      await cluster.stop();
    },
  };
}

const BATCH = 5000;

async function load(client: pg.Client, input: Input): Promise<void> {
  const { town, n } = input;
  const width = town.counts.columns.length;
  const columns = town.counts.columns.map((name) => `${name} integer not null`).join(', ');
  await client.query('drop schema if exists bench cascade; create schema bench');
  await client.query(`create table bench.block (position integer primary key, zone integer not null, geom geometry(Polygon, 25832) not null)`);
  // Two forms of the counts: with the zone beside them, and alone, to be joined with an assignment.
  await client.query(`create table bench.count_by_zone (position integer primary key, zone integer not null, ${columns})`);
  await client.query(`create table bench.count (position integer primary key, ${columns})`);
  await client.query(`create table bench.assignment (position integer primary key, zone integer not null)`);
  for (let from = 0; from < n; from += BATCH) {
    const positions = Array.from({ length: Math.min(BATCH, n - from) }, (_, i) => from + i);
    const zones = positions.map((block) => town.assignment[block]!);
    const shapes = positions.map((block) => Buffer.from(blockToWkb(town.blocks, block)));
    await client.query(
      `insert into bench.block select p, z, ST_GeometryN(ST_GeomFromWKB(g, 25832), 1) from unnest($1::int[], $2::int[], $3::bytea[]) as t(p, z, g)`,
      [positions, zones, shapes],
    );
    const counts = town.counts.columns.map((_, column) => positions.map((block) => town.counts.values[block * width + column]!));
    const parameters = counts.map((_, i) => `$${i + 3}::int[]`).join(', ');
    await client.query(`insert into bench.count_by_zone select * from unnest($1::int[], $2::int[], ${parameters})`, [positions, zones, ...counts]);
  }
  const names = town.counts.columns.join(', ');
  await client.query(`insert into bench.count select position, ${names} from bench.count_by_zone order by position`);
  await client.query('insert into bench.assignment select position, zone from bench.count_by_zone order by position');
  await client.query('create index on bench.block using gist (geom)');
  await client.query('create index on bench.block (zone)');
  await client.query('vacuum analyze bench.block, bench.count, bench.count_by_zone, bench.assignment');
}

/** Rows of `zone, geom` (WKB) to areas by zone. */
export function areasOf(rows: readonly { zone: number; geom: Buffer }[], zoneCount: number): Float64Array {
  const areas = new Float64Array(zoneCount);
  for (const { zone, geom } of rows) {
    const geometry = wkbToGeometry(geom);
    if (geometry.type === 'Polygon') areas[zone] = planeAreaM2([geometry.coordinates]);
    else if (geometry.type === 'MultiPolygon') areas[zone] = planeAreaM2(geometry.coordinates);
    else throw new RangeError(`zone ${zone} became a ${geometry.type}`);
  }
  return areas;
}

export const sumsOf = (columns: readonly string[], from = '') => columns.map((name) => `sum(${from}${name})::float8 as ${name}`).join(', ');
