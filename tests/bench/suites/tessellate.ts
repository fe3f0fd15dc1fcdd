// The space between 12,000 blocks shared out, beside PostGIS' Voronoi polygons of the same outlines.
import { dissolve } from '../../../core/coverage/dissolve.ts';
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { tessellate, type TessellateResult } from '../../../core/coverage/tessellate/tessellate.ts';
import { blockToWkb } from '../../../server/db/wkb.ts';
import { Disagreement, requireClose } from '../agree.ts';
import { coverageOf } from '../town-forms.ts';
import { race, type Contestant } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { createTown } from '../town.ts';

/** A large city's blocks; the suite has this size whatever size the others have, and runs once. */
const BLOCKS = 12_000;
/** Metres between points along the outlines, for both. */
const SPACING_M = 15;

export async function tessellateSuite({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  if (input.n > 10_000) return;
  // Where only the answers are compared, a small town will do.
  const n = input.n < 10_000 ? Math.min(input.n, 500) : BLOCKS;
  const whole = createTown(n, 1, 20_261_125).blocks;
  const drawn = withStreets(whole);
  const blocks = coverageOf(drawn);
  const outline = outlineToGeoJson(dissolve(coverageOf(whole), new Int32Array(n), 1), 0);
  const boundary = ringsFromGeoJson([{ id: 'all', geometry: { type: 'MultiPolygon', coordinates: outline.coordinates.map(([shell]) => [shell!]) } }]);
  const area = coverageOf(boundary);
  const contestants: Contestant[] = [{ name: 'ours', run: () => tessellate(blocks, { boundary: area, spacingM: SPACING_M }) }];
  // The peer's cells are not cut at outlines and meet these in teeth; it has no answer for corners that blocks share.
  if (postgis !== null) {
    await postgis.client.query('create schema if not exists bench');
    await postgis.client.query('drop table if exists bench.drawn; create table bench.drawn (block integer primary key, geom geometry(MultiPolygon, 25832) not null)');
    const wkb = drawn.ids.map((_, block) => Buffer.from(blockToWkb(drawn, block)));
    await postgis.client.query('insert into bench.drawn select b, ST_Multi(ST_GeomFromWKB(g, 25832)) from unnest($1::int[], $2::bytea[]) as t(b, g)', [drawn.ids.map((_, b) => b), wkb]);
    // The peer builds the index that it needs to find the cell of every point; without it the join never ends.
    const steps = [
      'drop table if exists bench.point, bench.cell',
      `create table bench.point as select block, (ST_DumpPoints(ST_Segmentize(ST_Boundary(geom), ${SPACING_M}))).geom from bench.drawn`,
      `create table bench.cell as select (ST_Dump(ST_VoronoiPolygons((select ST_Collect(geom) from bench.point), 0, (select geom from bench.area)))).geom`,
      'create index on bench.cell using gist (geom)',
    ];
    const text = `select block, ST_Area(ST_Intersection(geom, (select geom from bench.area))) as area
      from (select p.block, ST_Union(c.geom) as geom from bench.point p join bench.cell c on c.geom && p.geom and ST_Contains(c.geom, p.geom) group by p.block) as owned order by block`;
    await postgis.client.query('drop table if exists bench.area; create table bench.area (geom geometry(MultiPolygon, 25832) not null)');
    await postgis.client.query('insert into bench.area select ST_Multi(ST_GeomFromWKB($1, 25832))', [Buffer.from(blockToWkb(boundary, 0))]);
    const run = async () => {
      for (const step of steps) await postgis.client.query(step);
      return (await postgis.client.query<{ block: number; area: number }>(text)).rows;
    };
    contestants.push({ name: 'ST_VoronoiPolygons', run });
  }
  const times = await race(contestants, Math.min(rounds, 3));
  const result = times.get('ours')!.result as TessellateResult;
  if (!result.ok) throw new Disagreement(`the town cannot be tessellated: ${result.detail}`);
  const cells = coverageOf(result.tessellation.cells).blockAreaM2;
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
  requireClose('area of all cells and of the municipality', [sum(cells)], [sum(area.blockAreaM2)], 1e-9);
  if (postgis === null) return report.figure('tessellate', n, times, 'ours');
  const rows = times.get('ST_VoronoiPolygons')!.result as { block: number; area: number }[];
  const off = rows.reduce((total, row) => total + Math.abs(row.area - cells[row.block]!), 0) / sum(area.blockAreaM2);
  if (!(off < 0.02)) throw new Disagreement(`cells differ from the peer's by ${(100 * off).toFixed(2)} % of the area`);
  report.figure('tessellate', n, times, 'ours', 'ST_VoronoiPolygons');
}

/** Every block drawn in towards the middle of its vertices: streets of some 10 m. */
function withStreets(blocks: BlockRings): BlockRings {
  const xy = blocks.xy.slice();
  for (let ring = 0; ring + 1 < blocks.ringStart.length; ring++) {
    const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
    let [mx, my] = [0, 0];
    for (let v = start; v < end; v++) {
      mx += xy[2 * v]! / (end - start);
      my += xy[2 * v + 1]! / (end - start);
    }
    for (let v = start; v < end; v++) {
      xy[2 * v] = mx + 0.85 * (xy[2 * v]! - mx);
      xy[2 * v + 1] = my + 0.85 * (xy[2 * v + 1]! - my);
    }
  }
  return { ...blocks, xy };
}
