// Faces and outlines as blocks again.
import type { BlockRings, Outlines } from './coverage.ts';
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
