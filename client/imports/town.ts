// What lies under a file on the map: the newest stored blocks, and the reference layers around them.
import type { Coverage } from '../../core/coverage/coverage.ts';
import { decodeCoverage } from '../../core/coverage/encode.ts';
import type { Api, BlockSet, Municipality } from '../api.ts';
import { addArc, coverageBounds, innerArcsPath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { townPaths, type ReferenceCollections, type TownPaths } from '../map-layers/town-paths.ts';

export interface Town {
  readonly municipality: Municipality;
  /** Null where no blocks are stored yet. */
  readonly stand: { readonly set: BlockSet; readonly coverage: Coverage } | null;
  readonly origin: WorldOrigin;
  readonly blocks: Path2D | null;
  readonly edges: Path2D | null;
  readonly border: Path2D | null;
}

/** `near`: the origin of a town that is drawn already, so that layers keep theirs. */
export async function loadTown(api: Api, municipality: Municipality, sets: readonly BlockSet[], near?: WorldOrigin): Promise<Town> {
  const set = [...sets].sort((a, b) => a.validFrom.localeCompare(b.validFrom)).at(-1);
  const coverage = set === undefined ? null : decodeCoverage(await api.coverage(set.blockSet));
  const bounds = (coverage === null ? null : coverageBounds(coverage)) ?? municipality.bounds;
  const origin: WorldOrigin = near ?? [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  const border = coverage === null ? null : outerPath(coverage, origin);
  return {
    municipality,
    stand: set === undefined || coverage === null ? null : { set, coverage },
    origin,
    blocks: coverage === null ? null : filled(coverage, origin),
    edges: coverage === null ? null : innerArcsPath(coverage, origin),
    border,
  };
}

const LAYERS = ['landuse', 'green', 'water', 'streets', 'rail'] as const;

/** A layer that fails is left out: the file can be judged without it. */
export async function loadSurroundings(api: Api, { municipality, origin, stand }: Town): Promise<TownPaths> {
  const offered = new Set((await api.referenceLayers()).map(({ layer }) => layer));
  const answers = await Promise.allSettled(
    LAYERS.filter((layer) => offered.has(layer)).map(async (layer) => [layer, await api.referenceLayer(layer, municipality.epsg)] as const),
  );
  const layers: ReferenceCollections = Object.fromEntries(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));
  return townPaths(stand?.coverage ?? null, layers, origin);
}

function outerPath(coverage: Coverage, origin: WorldOrigin): Path2D {
  const path = new Path2D();
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    if (coverage.halfPart[2 * arc]! < 0 || coverage.halfPart[2 * arc + 1]! < 0) addArc(path, coverage, arc, origin);
  }
  return path;
}

/** All rings of all blocks as one path: filled even-odd it is the whole stand. */
function filled(coverage: Coverage, [ox, oy]: WorldOrigin): Path2D {
  const { xy, arcStart, ringHalf, halfNext } = coverage;
  const path = new Path2D();
  for (const first of ringHalf) {
    let half = first;
    let open = false;
    do {
      const [from, to] = [arcStart[half >> 1]!, arcStart[(half >> 1) + 1]! - 1];
      const forward = (half & 1) === 0;
      for (let i = 0; i < to - from; i++) {
        const v = forward ? from + i : to - i;
        if (open) path.lineTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
        else path.moveTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
        open = true;
      }
      half = halfNext[half]!;
    } while (half !== first);
    path.closePath();
  }
  return path;
}
