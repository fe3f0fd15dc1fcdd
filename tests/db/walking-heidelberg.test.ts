// Walks through Heidelberg as pgRouting finds them, where it is installed; the streets are OpenStreetMap's.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { OSM_KINDS, OSM_RULES, osmKind } from '../../core/network/osm-ways.ts';
import { buildStreetGraph, type WayLines } from '../../core/network/street-graph.ts';
import { nodeDistances } from '../../core/network/walking-distances.ts';
import { crsDefinition } from '../../server/gdal/crs/crs.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { packageRoot } from '../../server/package-root.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { openTestDatabase, postgresMissing } from './engines.ts';

const FILE = join(process.env.SHARED_DIR ?? join(packageRoot(), '../shared'), 'data/heidelberg/heidelberg.osm.pbf');

/** Ways of an OpenStreetMap file that somebody walks on, in EPSG:25832. */
async function readWays(file: string): Promise<WayLines> {
  const lines = await readVector(file, { layer: 'lines', columns: ['highway', 'railway', 'other_tags'] });
  const [highway, railway, other] = ['highway', 'railway', 'other_tags'].map((name) => lines.fields.indexOf(name)) as [number, number, number];
  const { xy, ringStart, partStart, rowStart } = lines.takeGeometries();
  const project = proj4('EPSG:4326', crsDefinition(25832)!);
  for (let i = 0; i < xy.length; i += 2) [xy[i], xy[i + 1]] = project.forward([xy[i]!, xy[i + 1]!]) as [number, number];
  const kind = new Uint16Array(lines.rowCount);
  const start = new Uint32Array(lines.rowCount + 1);
  for (let row = 0; row < lines.rowCount; row++) {
    kind[row] = OSM_KINDS.indexOf(osmKind(lines.text(row, highway), lines.text(row, railway), lines.text(row, other)));
    start[row + 1] = ringStart[partStart[rowStart[row + 1]!]!]!;
  }
  return { xy, start, kind };
}

describe('in Heidelberg', () => {
  it('walks between nodes are as long as pgRouting says, to 1 cm', { timeout: 240_000 }, async (context) => {
    if (!existsSync(FILE)) return context.skip('shared data of Heidelberg is absent');
    const reason = postgresMissing();
    if (reason !== null) return context.skip(reason);
    const test = await openTestDatabase('postgres');
    try {
      const [found] = await test.database.query(`select count(*) as n from pg_available_extensions where name = 'pgrouting'`);
      if (Number(found!.n) === 0) return context.skip('pgRouting, a peer that CI does not install, is absent');
      const graph = buildStreetGraph(await readWays(FILE), OSM_RULES);
      expect(graph.edgeCount).toBeGreaterThan(20_000);
      await test.database.script('create extension pgrouting; create table edge (id int primary key, source int, target int, cost float8)');
      const numbers = (array: ArrayLike<number>) => JSON.stringify(Array.from(array));
      await test.database.query(
        `insert into edge select i - 1, s, t, c from unnest((select array_agg(v::int order by n) from json_array_elements_text($1::json) with ordinality as a(v, n)),
           (select array_agg(v::int order by n) from json_array_elements_text($2::json) with ordinality as a(v, n)),
           (select array_agg(v::float8 order by n) from json_array_elements_text($3::json) with ordinality as a(v, n))) with ordinality as e(s, t, c, i)`,
        [numbers(graph.from), numbers(graph.to), numbers(graph.costM)],
      );
      const random = seededRandom(1);
      const pick = (count: number) => [...new Set(Array.from({ length: count }, () => Math.floor(random() * graph.nodeCount)))];
      const [sources, targets] = [pick(12), pick(400)];
      const began = performance.now();
      const ours = nodeDistances(graph, sources, targets);
      const between = performance.now();
      const rows = await test.database.query(
        `select start_vid as s, end_vid as t, agg_cost as m from pgr_dijkstraCost('select id, source, target, cost from edge', $1::text::bigint[], $2::text::bigint[], directed => false)`,
        [`{${sources.join(',')}}`, `{${targets.join(',')}}`],
      );
      const ended = performance.now();
      console.log(`${graph.nodeCount} nodes, ${graph.edgeCount} edges, ${sources.length} x ${targets.length}: ours ${(between - began).toFixed(0)} ms, pgr_dijkstraCost ${(ended - between).toFixed(0)} ms`);
      const theirs = new Map(rows.map(({ s, t, m }) => [`${s} ${t}`, Number(m)]));
      let compared = 0;
      sources.forEach((s, i) =>
        targets.forEach((t, j) => {
          if (s === t) return;
          const metres = ours[i * targets.length + j]!;
          const peer = theirs.get(`${s} ${t}`) ?? Infinity;
          if (metres === Infinity || peer === Infinity) return expect(metres).toBe(peer);
          compared++;
          expect(Math.abs(metres - peer)).toBeLessThan(0.01);
        }),
      );
      expect(compared).toBeGreaterThan(1000);
    } finally {
      await test.close();
    }
  });
});
