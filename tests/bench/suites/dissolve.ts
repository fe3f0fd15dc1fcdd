// Topology and full dissolve beside TopoJSON, mapshaper and ST_Union.
import { buildCoverage } from '../../../core/coverage/build-coverage.ts';
import type { Outlines } from '../../../core/coverage/coverage.ts';
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { outlineToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { planeAreaM2, requireClose } from '../agree.ts';
import { coverageOf } from '../town-forms.ts';
import { race, type Contestant } from '../measure.ts';
import { mapshaperAreas, mapshaperDissolve } from '../peers/mapshaper.ts';
import { areasOf } from '../peers/postgis.ts';
import { buildTopology, groupByZone, mergeZones, topojsonAreas } from '../peers/topojson.ts';
import type { SuiteContext } from '../suite.ts';

/** mapshaper holds the blocks as text and as objects: beyond this it would take most of a small machine. */
const MAPSHAPER_BLOCKS = 100_000;

export async function dissolveSuite({ input, report, postgis, rounds }: SuiteContext): Promise<void> {
  const { n, town, coverage } = input;
  const { assignment, zoneCount, blocks } = town;
  const contestants: Contestant[] = [
    { name: 'build', run: () => buildCoverage(blocks), repeat: 3 },
    { name: 'resident', run: () => dissolve(coverage, assignment, zoneCount), repeat: 5 },
    { name: 'cold', run: () => dissolve(coverageOf(blocks), assignment, zoneCount), repeat: 3 },
  ];
  await postgis?.load(input);
  if (postgis !== null) {
    const text = 'select zone, ST_AsBinary(ST_Union(geom)) as geom from bench.block group by zone';
    contestants.push({ name: 'ST_Union', run: async () => (await postgis.client.query(text)).rows });
  }
  const databaseRace = await race(contestants, rounds);
  const outlines = databaseRace.get('resident')!.result as Outlines;
  checkOutlines(outlines, coverage.blockAreaM2, assignment);
  requireClose('areas, cold', outlines.areaM2, (databaseRace.get('cold')!.result as Outlines).areaM2);
  report.figure('topology-build', n, databaseRace, 'build');
  if (postgis === null) {
    report.figure('dissolve-resident', n, databaseRace, 'resident');
    report.figure('dissolve-cold', n, databaseRace, 'cold');
  } else {
    requireClose('areas, ST_Union', outlines.areaM2, areasOf(databaseRace.get('ST_Union')!.result as never, zoneCount));
    const [resident, cold] = n === 100_000 ? [200, 25] : [undefined, undefined];
    report.figure('dissolve-resident', n, databaseRace, 'resident', 'ST_Union', resident);
    report.figure('dissolve-cold', n, databaseRace, 'cold', 'ST_Union', cold);
  }
  await scriptPeers({ input, report, postgis, rounds }, contestants.slice(0, 3), outlines);
}

/** A race of its own, so that the peers' millions of objects lie in no other contestant's heap. */
async function scriptPeers({ input, report, rounds }: SuiteContext, ours: readonly Contestant[], outlines: Outlines): Promise<void> {
  const { n, town } = input;
  const geojson = input.geojson();
  const built = buildTopology(geojson);
  const groups = groupByZone(built, town.assignment, town.zoneCount);
  const topojson = await race(
    [
      ...ours,
      { name: 'topology()', run: () => buildTopology(input.geojson()) },
      { name: 'mergeArcs', run: () => mergeZones(built, groups) },
    ],
    rounds,
  );
  requireClose('areas, mergeArcs', outlines.areaM2, topojsonAreas(built, topojson.get('mergeArcs')!.result as never));
  report.figure('topology-build', n, topojson, 'build', 'topology()');
  report.figure('dissolve-resident', n, topojson, 'resident', 'mergeArcs', n === 100_000 ? 20 : undefined);
  if (n > MAPSHAPER_BLOCKS) return report.note(`mapshaper is not run at ${n} blocks`);
  const text = JSON.stringify(geojson);
  const mapshaper = await race([ours[2]!, { name: 'mapshaper', run: () => mapshaperDissolve(text) }], Math.min(rounds, 5));
  // mapshaper writes as many digits as it keeps, but snaps vertices within its own tolerance.
  requireClose('areas, mapshaper', outlines.areaM2, mapshaperAreas(mapshaper.get('mapshaper')!.result as string, town.zoneCount), 1e-7);
  report.figure('dissolve-cold', n, mapshaper, 'cold', 'mapshaper');
}

/** The outlines enclose exactly what the blocks of each zone cover. */
function checkOutlines(outlines: Outlines, blockAreaM2: Float64Array, assignment: ArrayLike<number>): void {
  const byBlocks = new Float64Array(outlines.zoneCount);
  for (let block = 0; block < blockAreaM2.length; block++) byBlocks[assignment[block]!]! += blockAreaM2[block]!;
  const byRings = Float64Array.from(byBlocks, (_, zone) => planeAreaM2(outlineToGeoJson(outlines, zone).coordinates));
  requireClose('areas of blocks and outlines', byBlocks, byRings);
  requireClose('areas told', outlines.areaM2, byRings);
}
