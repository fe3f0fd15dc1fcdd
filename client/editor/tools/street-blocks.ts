// Which blocks lie along a street: those beside it for some metres, not those that only touch a crossing.
import type { Feature, Position } from 'geojson';
import type { BlockLocator } from '../../../core/coverage/locate.ts';

/** A block this near the middle of a street stands at it: half of a wide street and its pavement, metres. */
const BESIDE_M = 14;
/** Looked at every so many metres. */
const STEP_M = 4;
/** Shorter than this along the street is the corner of a crossing: twice what a block across the corner is within reach. */
const ALONG_M = 32;

export function linesOf(features: readonly Feature[]): Feature[] {
  return features.filter(({ geometry }) => geometry?.type === 'LineString' || geometry?.type === 'MultiLineString');
}

export function namesOf(lines: readonly Feature[]): string[] {
  const names = new Set(lines.map(({ properties }) => String(properties?.name ?? '')));
  names.delete('');
  return [...names].toSorted((a, b) => a.localeCompare(b, 'de'));
}

/** Line within reach of a place that lies nearest to it. */
export function lineNear(lines: readonly Feature[], x: number, y: number, reachM: number): Feature | null {
  let best: Feature | null = null;
  let least = reachM;
  for (const line of lines) {
    eachStretch(line, (ax, ay, bx, by) => {
      const [dx, dy] = [bx - ax, by - ay];
      const length2 = dx * dx + dy * dy;
      const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
      const distance = Math.hypot(x - ax - t * dx, y - ay - t * dy);
      if (distance <= least) [best, least] = [line, distance];
    });
  }
  return best;
}

/** Positions of the blocks along lines in the blocks' plane, ascending. A street shorter than the least stretch takes what it touches. */
export function blocksAlong(lines: readonly Feature[], locator: BlockLocator): number[] {
  const metres = new Map<number, number>();
  let whole = 0;
  for (const line of lines) {
    eachStretch(line, (ax, ay, bx, by) => {
      const length = Math.hypot(bx - ax, by - ay);
      whole += length;
      const steps = Math.max(1, Math.ceil(length / STEP_M));
      for (let step = 0; step < steps; step++) {
        const t = (step + 0.5) / steps;
        for (const block of locator.within(ax + (bx - ax) * t, ay + (by - ay) * t, BESIDE_M)) metres.set(block, (metres.get(block) ?? 0) + length / steps);
      }
    });
  }
  const least = Math.min(ALONG_M, 0.6 * whole);
  return [...metres].flatMap(([block, along]) => (along >= least ? [block] : [])).toSorted((a, b) => a - b);
}

function eachStretch({ geometry }: Feature, visit: (ax: number, ay: number, bx: number, by: number) => void): void {
  const lines: readonly Position[][] = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : [];
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i++) visit(line[i]![0]!, line[i]![1]!, line[i + 1]![0]!, line[i + 1]![1]!);
  }
}
