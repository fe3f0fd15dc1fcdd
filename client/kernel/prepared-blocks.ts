// What the editor needs of a stand of blocks beside its outlines, and is dear to reckon: neighbours, the index of places, facing blocks.
import { adjacency, type Adjacency } from '../../core/coverage/adjacency.ts';
import { decodeCoverage, decodeExtras } from '../../core/coverage/encode.ts';
import { createBlockLocator, locatorParts, type LocatorParts } from '../../core/coverage/locate.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';
import { facingBlocks } from '../editor/scene/zone-tints.ts';

export interface PreparedBlocks {
  /** The bytes that were given, as core/coverage/encode.ts has them. */
  readonly bytes: ArrayBuffer;
  /** Near pairs included. */
  readonly neighbours: Adjacency;
  readonly locator: LocatorParts;
  /** Pairs a b a b … of blocks across a river or a railway. */
  readonly facing: Uint32Array;
}

/** Zones on two banks of a river this wide are neighbours for the eye, hence for the tints. */
const FACING_GAP_M = 180;

/** Pure: the same in the worker and on the page. Throws RangeError on other bytes. */
export function prepareBlocks(bytes: ArrayBuffer): PreparedBlocks {
  const coverage = decodeCoverage(bytes);
  const { nearPairs } = decodeExtras(bytes);
  const edges = adjacency(coverage);
  const neighbours = nearPairs.length === 0 ? edges : joinPairs(edges, nearPairs);
  const locator = locatorParts(coverage);
  return { bytes, neighbours, locator, facing: facingBlocks(coverage, createBlockLocator(coverage, locator), FACING_GAP_M) };
}

/** Every buffer once, to be handed over without a copy. */
export function buffersOf({ bytes, neighbours, locator, facing }: PreparedBlocks): ArrayBuffer[] {
  const { rookStart, rook, rookLengthM, queenStart, queen } = neighbours;
  const arrays = [rookStart, rook, rookLengthM, queenStart, queen, locator.points, facing];
  return [...new Set([bytes, ...arrays.map(({ buffer }) => buffer), ...(locator.index === null ? [] : [locator.index])])] as ArrayBuffer[];
}
