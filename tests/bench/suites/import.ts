// A file of blocks into PostgreSQL, from the start of the process to its end: zuschnitt with all its checks, ogr2ogr without any.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { requireClose, requireEqual } from '../agree.ts';
import { command } from '../command.ts';
import { race, type Contestant } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { AS_TOWN, writeGeoJson } from '../town-files.ts';

/** The limit for 400,000 polygons. */
const MOST_MIB = 1024;

export async function importSuite({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  const reason = postgis === null ? 'there is no PostGIS' : await ogrMissing();
  if (postgis === null || reason !== null) return report.note(`no import beside ogr2ogr: ${reason}`);
  const { n, town } = input;
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-import-'));
  const database = await openTarget(postgis.url, postgis.client);
  try {
    const geojson = join(folder, 'town.geojson');
    const shapefile = join(folder, 'town.shp');
    writeGeoJson(geojson, town.blocks);
    execFileSync('ogr2ogr', ['-f', 'ESRI Shapefile', shapefile, geojson]);
    for (const [name, path, least] of [['geojson', geojson, 1], ['shapefile', shapefile, 1 / 1.5]] as const) {
      let peak = 0;
      const contestants: Contestant[] = [
        {
          name: 'zuschnitt',
          before: database.renew,
          run: async () => {
            const { output, peakMiB } = await importBlocks(database.url, path);
            peak = Math.max(peak, peakMiB);
            return (JSON.parse(output) as { report: { blocks: number } }).report.blocks;
          },
        },
        { name: 'ogr2ogr', before: database.renew, run: () => promisify(execFile)('ogr2ogr', ogrArguments(database.url, path)) },
      ];
      const times = await race(contestants, rounds);
      requireEqual(`blocks of the ${name}`, [n], [times.get('zuschnitt')!.result as number]);
      // The last turn was that of one of the two: both are asked for what they stored.
      await database.renew();
      await importBlocks(database.url, path);
      execFileSync('ogr2ogr', ogrArguments(database.url, path));
      const [ours, theirs] = await database.areas();
      requireClose(`areas of the ${name}`, ours, theirs, 1e-9);
      report.figure(`import-${name}`, n, times, 'zuschnitt', 'ogr2ogr', n === 100_000 ? least : undefined);
      if (peak > 0) report.amount({ name: `import-${name}-memory`, n, value: peak, unit: 'MiB', ...(n === 400_000 ? { target: { atMost: MOST_MIB } } : {}), note: 'peak of the whole process' });
    }
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ogrMissing(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('ogr2ogr', ['--formats']);
    return /PostgreSQL/.test(stdout) ? null : 'its GDAL has no PostgreSQL';
  } catch {
    return 'ogr2ogr is not installed';
  }
}

interface Target {
  readonly url: string;
  /** An empty database with the schema and PostGIS, in place of the one before. */
  renew(): Promise<void>;
  /** Areas that both have stored, in the order of the ids. */
  areas(): Promise<[Float64Array, Float64Array]>;
  drop(): Promise<void>;
}

async function openTarget(peerUrl: string, admin: pg.Client): Promise<Target> {
  const named = (name: string) => Object.assign(new URL(peerUrl), { pathname: `/${name}` }).href;
  const drop = async () => {
    for (const name of ['bench_import', 'bench_migrated']) await admin.query(`drop database if exists ${name} with (force)`);
  };
  await drop();
  await admin.query('create database bench_migrated');
  // Also builds what is older than its sources, so that no timed run does.
  await command(named('bench_migrated'), ['migrate']);
  return {
    url: named('bench_import'),
    drop,
    async renew() {
      await admin.query('drop database if exists bench_import with (force)');
      await admin.query('create database bench_import template bench_migrated');
      // A checkpoint that one contestant owes would be paid by the other.
      await admin.query('checkpoint');
    },
    async areas() {
      const client = new pg.Client(named('bench_import'));
      await client.connect();
      try {
        const areasOf = async (table: string) => Float64Array.from((await client.query<{ area: number }>(`select ST_Area(geom) as area from ${table} order by block`)).rows, ({ area }) => area);
        return [await areasOf('app.block'), await areasOf('ogr_block')];
      } finally {
        await client.end();
      }
    },
  };
}

/** With COPY, as its documentation advises; the table gets a key and a spatial index, as by default. */
function ogrArguments(url: string, path: string): string[] {
  const { hostname, port, username, pathname } = new URL(url);
  const target = `PG:host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`;
  return ['-f', 'PostgreSQL', target, path, '-nln', 'public.ogr_block', '-lco', 'GEOMETRY_NAME=geom', '--config', 'PG_USE_COPY', 'YES'];
}

function importBlocks(url: string, path: string): Promise<{ output: string; peakMiB: number }> {
  return command(url, ['import', '--kind', 'blocks', '--file', path, '--id', 'block', '--valid-from', '2026-01-01', ...AS_TOWN]);
}
