// Fetches what the editor works on: outlines first, so that the map stands before the numbers come.
import { decodeCoverage, decodeExtras } from '../../core/coverage/encode.ts';
import { createBlockLocator, locatorPartsAfter, type BlockLocator } from '../../core/coverage/locate.ts';
import { createSurface } from '../../core/plan/surface.ts';
import { toPlaneOf } from '../../core/plan/to-plane.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import type { FeatureCollection } from 'geojson';
import { ApiProblem, type Api, type Municipality, type Plan, type PlanCounts, type Statistic } from '../api.ts';
import { coverageBounds, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { takeEarlyKernel } from '../kernel/early-kernel.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { PreparedBlocks } from '../kernel/prepared-blocks.ts';
import { townPaths, type TownPaths } from '../map-layers/town-paths.ts';
import { readSnapshot } from './session/plan-messages.ts';
import { PlanScene } from './scene/plan-scene.ts';
import { PlanSession } from './session/plan-session.ts';

export interface LoadedPlan {
  readonly municipality: Municipality;
  readonly plan: Plan;
  readonly session: PlanSession;
  readonly scene: PlanScene;
  readonly locator: BlockLocator;
  readonly town: TownPaths;
}

/** Blocks that take longer are preceded by the zones' outlines. */
const PREVIEW_AFTER_MS = 250;

export type LoadStep = 'plan' | 'coverage' | 'topology';

/** `onStep` gets what is being done, the share done (0 to 1) and, once they have come, the zones' outlines. Throws ApiProblem. */
export async function loadPlan(api: Api, id: string, onStep: (step: LoadStep, share: number, zones?: FeatureCollection) => void): Promise<LoadedPlan> {
  onStep('plan', 0.1);
  // The worker starts while the server is asked: what takes 0.3 s of 100,000 blocks never holds the page up.
  const early = takeEarlyKernel(api.url(`/plans/${encodeURIComponent(id)}/blocks`));
  const kernel = new Kernel(early);
  try {
    const [municipality, plan, blocks] = await Promise.all([api.municipality(), api.plan(id), api.planBlocks(id)]);
    onStep('coverage', 0.3);
    let seen: FeatureCollection | undefined;
    let waits = true;
    const preview = async () => {
      seen = await api.planZones(id, municipality.epsg);
      if (waits) onStep('coverage', 0.5, seen);
    };
    // A town of 12,000 blocks is mostly there before its picture would be; a picture that fails is left out.
    const late = setTimeout(() => void preview().catch(() => undefined), PREVIEW_AFTER_MS);
    const prepare = async (): Promise<PreparedBlocks> => {
      const given = await api.coverage(blocks.blockSet);
      onStep('topology', 0.7, seen);
      return kernel.prepare(given);
    };
    const seenLongEnough = () => {
      waits = false;
      clearTimeout(late);
    };
    const { bytes, neighbours, locator: parts, facing } = await Promise.resolve(early?.prepared).then((prepared) => prepared ?? prepare()).finally(seenLongEnough);
    const coverage = decodeCoverage(bytes);
    const { sourceAreaM2 } = decodeExtras(bytes);
    const surface = createSurface({ coverage, neighbours, sourceAreaM2, toPlane: toPlaneOf(municipality.proj4) });
    const session = new PlanSession(surface, readSnapshot(blocks, plan));
    const cut = session.coverage !== coverage;
    const locator = createBlockLocator(session.coverage, cut ? locatorPartsAfter(session.coverage, coverage, parts.points) : parts);
    const bounds = coverageBounds(coverage) ?? [0, 0, 0, 0];
    const origin: WorldOrigin = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
    const scene = new PlanScene(session, origin, facing, kernel);
    return { municipality, plan, session, scene, locator, town: townPaths(coverage, {}, origin) };
  } catch (error) {
    kernel.close();
    throw error;
  }
}

type TownLayer = 'landuse' | 'green' | 'water' | 'streets' | 'rail' | 'buildings';

/**
 * Everything quiet around the zones but its buildings, which are half of 20 MB in a city of 12,000 blocks and are seen from near
 * only. A layer that fails is left out, since the plan can be drawn without it. `rest` is waited for before each layer is read, and
 * before the paths are made: to read one takes a tenth of a second.
 */
export async function loadTown(api: Api, { session, scene, municipality }: LoadedPlan, rest: () => Promise<void>): Promise<TownPaths> {
  const offered = new Set((await api.referenceLayers()).map(({ layer }) => layer));
  const wanted: readonly TownLayer[] = [offered.has('landuse') ? 'landuse' : 'green', 'water', 'streets', 'rail'];
  const layers: Partial<Record<string, FeatureCollection>> = {};
  for (const layer of wanted.filter((name) => offered.has(name))) {
    await rest();
    const collection = await readLayer(api, layer, municipality.epsg);
    if (collection !== null) layers[layer] = collection;
  }
  await rest();
  return townPaths(session.coverage, layers, scene.origin);
}

/** The same town with its buildings; the very same where there are none. */
export async function withBuildings(api: Api, { scene, municipality }: LoadedPlan, town: TownPaths): Promise<TownPaths> {
  const buildings = await readLayer(api, 'buildings', municipality.epsg);
  if (buildings === null) return town;
  const { ground, water, streets, rail, blockSideM } = town;
  return {
    ground,
    water,
    streets,
    rail,
    blockSideM,
    buildings: townPaths(null, { buildings }, scene.origin).buildings,
    get blockEdges() {
      return town.blockEdges;
    },
  };
}

async function readLayer(api: Api, layer: TownLayer, epsg: number): Promise<FeatureCollection | null> {
  try {
    return await api.referenceLayer(layer, epsg);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return null;
  }
}

/** Residents and the children among them, what a planner looks at first; else a whole and its first part. */
export function firstStatistics(statistics: readonly Statistic[]): string[] {
  const whole = statistics.find(({ population }) => population === null) ?? statistics[0];
  const parts = statistics.filter(({ population }) => population !== null && population === whole?.statistic);
  const part = parts.find(({ statistic }) => statistic.startsWith('under_')) ?? parts[0];
  return [whole, part].flatMap((statistic) => statistic?.statistic ?? []);
}

export function countTable({ columns }: PlanCounts, blockCount: number): CountTable {
  const table = createCountTable(columns.map(({ statistic }) => statistic), blockCount);
  columns.forEach(({ values }, column) => values.forEach((value, block) => setCount(table, block, column, value)));
  return table;
}
