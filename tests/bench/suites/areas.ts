// Which share of every block lies in every zone of another division, beside the best SQL for it: zones that cut a block in ten.
import { dissolve } from '../../../core/coverage/dissolve.ts';
import type { BlockRings, Coverage } from '../../../core/coverage/coverage.ts';
import { type OverlayFractions, overlayFractions } from '../../../core/coverage/overlay/overlay.ts';
import { blockToGeoJson, outlineToGeoJson, ringsFromGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { blockToWkb } from '../../../server/db/wkb.ts';
import { requireClose } from '../agree.ts';
import type { Input } from '../input.ts';
import { coverageOf } from '../town-forms.ts';
import { race, type Contestant } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { createTown } from '../town.ts';

/** Zones of a town of the same size whose borders are moved by a third of a block, so that they cut; or not moved, so that they coincide. */
export function cuttingZones(n: number, zoneCount: number, seed: number, moved: boolean): BlockRings {
  const { blocks, assignment } = createTown(n, zoneCount, seed);
  const outlines = dissolve(coverageOf(blocks), assignment, zoneCount);
  const zones = ringsFromGeoJson(Array.from({ length: zoneCount }, (_, zone) => ({ id: `${zone}`, geometry: outlineToGeoJson(outlines, zone) })));
  return moved ? { ...zones, xy: zones.xy.map((value, i) => value + (i % 2 === 0 ? 17.3 : 11.9)) } : zones;
}

function fractionsOf(result: ReturnType<typeof overlayFractions>): OverlayFractions {
  if (!result.ok) throw new Error(`the generated divisions contradict each other: ${JSON.stringify(result.issues)}`);
  return result.overlay;
}

/** Area of every zone that blocks cover. */
function zoneAreas({ zone, areaM2, zoneCount }: OverlayFractions): Float64Array {
  const areas = new Float64Array(zoneCount);
  zone.forEach((z, i) => (areas[z]! += areaM2[i]!));
  return areas;
}

export async function areasSuite(context: SuiteContext): Promise<void> {
  const coverage = coverageOf(context.input.town.blocks);
  for (const zoneCount of [40, 400]) {
    await cut(context, coverage, zoneCount, true);
    await cut(context, coverage, zoneCount, false);
  }
}

async function cut({ input, report, postgis, rounds }: SuiteContext, coverage: Coverage, zoneCount: number, moved: boolean): Promise<void> {
  const { n } = input;
  const rings = cuttingZones(n, zoneCount, 20_261_125, moved);
  const zones = coverageOf(rings);
  const name = `areas-${zoneCount}-${moved ? 'cutting' : 'nested'}`;
  const contestants: Contestant[] = [{ name: 'ours', run: () => fractionsOf(overlayFractions(coverage, zones)), repeat: 5 }];
  if (postgis !== null && moved) {
    await loadZones(postgis, input, rings);
    // Blocks that a zone covers spare the intersection. Summed by zone, so that the peer is spared the transport of the rows.
    const text = `select z.zone, sum(case when ST_Covers(z.geom, b.geom) then ST_Area(b.geom) else ST_Area(ST_Intersection(b.geom, z.geom)) end) as area
      from bench.zone z join bench.block b on b.geom && z.geom and ST_Intersects(z.geom, b.geom) group by z.zone order by z.zone`;
    contestants.push({ name: 'ST_Covers', run: async () => (await postgis.client.query<{ zone: number; area: number }>(text)).rows });
  }
  const times = await race(contestants, rounds);
  if (postgis === null || !moved) return report.figure(name, n, times, 'ours');
  const rows = times.get('ST_Covers')!.result as { zone: number; area: number }[];
  const peer = new Float64Array(zoneCount);
  for (const { zone, area } of rows) peer[zone] = area;
  requireClose(`areas of ${zoneCount} zones`, zoneAreas(times.get('ours')!.result as OverlayFractions), peer);
  report.figure(name, n, times, 'ours', 'ST_Covers', n === 100_000 ? (zoneCount === 40 ? 15 : 20) : undefined);
}

async function loadZones(postgis: NonNullable<SuiteContext['postgis']>, input: Input, zones: BlockRings): Promise<void> {
  await postgis.load(input);
  await postgis.client.query('create table bench.zone (zone integer primary key, geom geometry(MultiPolygon, 25832) not null)');
  const filled = zones.ids.map((_, zone) => zone).filter((zone) => blockToGeoJson(zones, zone).coordinates.length > 0);
  await postgis.client.query('insert into bench.zone select z, ST_Multi(ST_GeomFromWKB(g, 25832)) from unnest($1::int[], $2::bytea[]) as t(z, g)', [
    filled,
    filled.map((zone) => Buffer.from(blockToWkb(zones, zone))),
  ]);
  await postgis.client.query('create index on bench.zone using gist (geom)');
  await postgis.client.query('analyze bench.zone');
}
