// Faces and outlines as blocks again.
import { twiceSignedArea } from '../build-coverage.ts';
import type { BlockRings, Outlines } from '../coverage.ts';
import type { Face } from './repair-faces.ts';

interface Collected {
  readonly rings: Float64Array[];
  readonly ringStart: number[];
  readonly partStart: number[];
  readonly blockStart: number[];
}

const collected = (): Collected => ({ rings: [], ringStart: [0], partStart: [0], blockStart: [0] });

function addPart(to: Collected, rings: Iterable<Float64Array>): void {
  for (const ring of rings) {
    to.rings.push(ring);
    to.ringStart.push(to.ringStart.at(-1)! + ring.length / 2);
  }
  to.partStart.push(to.ringStart.length - 1);
}

function flat(from: Collected, ids: readonly string[]): BlockRings {
  const xy = new Float64Array(2 * from.ringStart.at(-1)!);
  from.rings.forEach((ring, i) => xy.set(ring, 2 * from.ringStart[i]!));
  return {
    ids,
    xy,
    ringStart: Uint32Array.from(from.ringStart),
    partStart: Uint32Array.from(from.partStart),
    blockStart: Uint32Array.from(from.blockStart),
  };
}

/** Every face a block of one part, by its number. */
export function ringsOfFaces(faces: readonly Face[]): BlockRings {
  const out = collected();
  for (const { rings } of faces) {
    addPart(out, rings);
    out.blockStart.push(out.partStart.length - 1);
  }
  return flat(out, faces.map((_, face) => `${face}`));
}

/**
 * Faces that each have one layer, as the parts of the block that layer stands for; null where a face has several. A ring
 * that touches itself is taken apart there: a face is connected, so what is split off is a hole.
 */
export function cellsOfFaces(ids: readonly string[], faces: readonly Face[]): BlockRings | null {
  const partsOf: Float64Array[][][] = ids.map(() => []);
  for (const { layers, rings } of faces) {
    if (layers.length > 1) return null;
    if (layers.length === 1) partsOf[layers[0]!]!.push(rings.flatMap(simpleRings).toSorted((a, b) => twiceArea(b) - twiceArea(a)));
  }
  const out = collected();
  for (const parts of partsOf) {
    for (const rings of parts) addPart(out, rings);
    out.blockStart.push(out.partStart.length - 1);
  }
  return flat(out, ids);
}

/** A ring without a vertex that comes twice, or the loops between such vertices. */
function simpleRings(ring: Float64Array): Float64Array[] {
  const seen = new Map<number, number>();
  const done: Float64Array[] = [];
  let walk: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i]!, ring[i + 1]!];
    const at = seen.get(x);
    // Two vertices above each other are told apart by looking.
    const from = at === undefined ? -1 : walk[at] === x && walk[at + 1] === y ? at : indexOf(walk, x, y);
    if (from >= 0) {
      done.push(Float64Array.from(walk.slice(from)));
      walk = walk.slice(0, from);
      seen.clear();
      for (let k = 0; k < walk.length; k += 2) seen.set(walk[k]!, k);
    }
    seen.set(x, walk.length);
    walk.push(x, y);
  }
  return done.length === 0 ? [ring] : [...done, Float64Array.from(walk)];
}

function indexOf(walk: readonly number[], x: number, y: number): number {
  for (let k = 0; k < walk.length; k += 2) if (walk[k] === x && walk[k + 1] === y) return k;
  return -1;
}

const twiceArea = (ring: Float64Array) => twiceSignedArea(ring, 0, ring.length / 2);

/** The blocks with the outline of their number where `replaced` is 1, and as they were elsewhere. */
export function withOutlines(blocks: BlockRings, replaced: Uint8Array, outlines: Outlines): BlockRings {
  const out = collected();
  for (let block = 0; block < blocks.ids.length; block++) {
    if (replaced[block] === 1) {
      for (let polygon = outlines.zoneStart[block]!; polygon < outlines.zoneStart[block + 1]!; polygon++) {
        addPart(out, slices(outlines.xy, outlines.ringStart, outlines.polygonStart[polygon]!, outlines.polygonStart[polygon + 1]!));
      }
    } else {
      for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) {
        addPart(out, slices(blocks.xy, blocks.ringStart, blocks.partStart[part]!, blocks.partStart[part + 1]!));
      }
    }
    out.blockStart.push(out.partStart.length - 1);
  }
  return flat(out, blocks.ids);
}

function* slices(xy: Float64Array, ringStart: Uint32Array, first: number, last: number): Generator<Float64Array> {
  for (let ring = first; ring < last; ring++) yield xy.subarray(2 * ringStart[ring]!, 2 * ringStart[ring + 1]!);
}
