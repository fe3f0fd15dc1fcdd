// Validation and repair of blocks beside mapshaper's -clean, which does both at once.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { repairCoverage, type RepairResult } from '../../../core/coverage/repair/repair.ts';
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { blockToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { hasFindings, validateCoverage, type CoverageReport } from '../../../core/coverage/validate.ts';
import { Disagreement, planeAreaM2, requireClose } from '../agree.ts';
import { createCity, damageCity, TOLERANCE_M } from '../city.ts';
import { race, type Race, type Times } from '../measure.ts';
import { mapshaperClean } from '../peers/mapshaper.ts';
import type { SuiteContext } from '../suite.ts';

const SEED = 20_261_125;
/** mapshaper holds the blocks as text and as objects: beyond this it would take most of a small machine. */
const MAPSHAPER_BLOCKS = 100_000;

export async function repairSuite({ input, report, rounds }: SuiteContext): Promise<void> {
  // Where only the answers are compared, a small town will do.
  const n = input.n < 10_000 ? Math.min(input.n, 2000) : input.n;
  if (n > MAPSHAPER_BLOCKS) return report.note(`validation and repair are not run at ${n} blocks: mapshaper would take most of the memory`);
  const city = createCity(n, SEED);
  report.note('mapshaper: `-i blocks.json -clean -o` on text in memory; "less" is less `-i -o` of the same text in the same round. Ours starts from flat arrays.');
  for (const [name, blocks] of [
    ['clean', city],
    ['spots', damageCity(city, { share: 0.05, seed: SEED })],
    ['digitised', damageCity(city, { share: 1, seed: SEED })],
  ] as const) {
    await compare(name, city, blocks);
  }

  async function compare(name: string, sound: BlockRings, blocks: BlockRings): Promise<void> {
    const text = JSON.stringify(toGeoJson(blocks));
    const snap = name === 'clean' ? {} : { snapM: TOLERANCE_M };
    // At 100,000 blocks a single run is long enough for the JIT to settle.
    const repeat = n >= 10_000 && n < MAPSHAPER_BLOCKS ? 3 : 1;
    const times = await race(
      [
        { name: 'validate', run: () => validateCoverage(blocks), repeat },
        { name: 'repair', run: () => repairCoverage(blocks, { toleranceM: TOLERANCE_M }), repeat },
        { name: 'mapshaper', run: () => mapshaperClean(text, snap) },
        { name: 'pass-through', run: () => mapshaperClean(text, null) },
      ],
      rounds,
    );
    check(name, sound, times);
    const less = withDifference(times, 'mapshaper-less', 'mapshaper', 'pass-through');
    report.figure(`validate-${name}`, n, less, 'validate', 'mapshaper');
    report.figure(`validate-${name}`, n, less, 'validate', 'mapshaper-less', n === MAPSHAPER_BLOCKS ? 5 : undefined);
    report.figure(`repair-${name}`, n, less, 'repair', 'mapshaper');
    report.figure(`repair-${name}`, n, less, 'repair', 'mapshaper-less', n === MAPSHAPER_BLOCKS ? 1 : undefined);
  }
}

function toGeoJson(blocks: BlockRings): FeatureCollection<MultiPolygon> {
  return {
    type: 'FeatureCollection',
    features: blocks.ids.map((id, block) => ({ type: 'Feature', properties: { id }, geometry: blockToGeoJson(blocks, block) })),
  };
}

/** The validation finds what was put in and nothing else, the repair leaves nothing, and both repairs come to the same area. */
function check(name: string, sound: BlockRings, times: Race): void {
  const found = hasFindings(times.get('validate')!.result as CoverageReport);
  if (found !== (name !== 'clean')) throw new Disagreement(`validate ${found ? 'has findings' : 'finds nothing'} in the city called ${name}`);
  const repaired = times.get('repair')!.result as RepairResult;
  if (!repaired.ok) throw new Disagreement(`the city called ${name} cannot be repaired: ${repaired.detail}`);
  if (hasFindings(validateCoverage(repaired.repair.blocks))) throw new Disagreement(`the repaired city called ${name} has findings`);
  const cleaned = JSON.parse(times.get('mapshaper')!.result as string) as FeatureCollection<Polygon | MultiPolygon>;
  const area = cleaned.features.reduce((sum, { geometry }) => sum + planeAreaM2(geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates), 0);
  const areaOf = (blocks: BlockRings) => blocks.ids.reduce((sum, _, block) => sum + planeAreaM2(blockToGeoJson(blocks, block).coordinates), 0);
  // mapshaper leaves what it takes for no sliver, and what the jitter moved at the outer border stays moved.
  requireClose(`area of the city called ${name}, repaired here and by mapshaper`, [areaOf(repaired.repair.blocks)], [area], 1e-4);
  // Vertices left out at the outer border and around water take their bends along.
  requireClose(`area of the city called ${name}, repaired and before the damage`, [areaOf(repaired.repair.blocks)], [areaOf(sound)], 1e-3);
}

function withDifference(times: Race, name: string, whole: string, part: string): Race {
  const [a, b] = [times.get(whole)!, times.get(part)!];
  const less: Times = { ms: a.ms.map((ms, round) => ms - b.ms[round]!), result: undefined };
  return new Map([...times, [name, less]]);
}
