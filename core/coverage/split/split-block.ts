// Cuts one block in two along a drawn line, and gives the neighbours the new corners.
import { buildCoverage } from '../build-coverage.ts';
import type { BlockRings, Coverage } from '../coverage.ts';
import { insideRings } from '../interior-point.ts';
import { ringsFromCoverage } from '../rings-from-coverage.ts';
import { fragmentsOf, type Fragment } from './split-faces.ts';
import { chordsOf, type BorderPoint, type Chord } from './split-line.ts';

export type SplitRefusal =
  /** The line does not run through the block from border to border (it may begin or end inside). */
  | 'NO_CROSSING'
  /** More than two pieces would come out: the line enters again, or crosses several parts. */
  | 'ENTERS_TWICE'
  | 'CROSSES_ITSELF'
  | 'TOO_SMALL'
  /** A new id belongs to another block, or both new ids are equal. */
  | 'ID_TAKEN';

export interface SplitOptions {
  /** Ids of the piece on the left of the line and of the other; default `<id>.1` and `<id>.2`. */
  readonly ids?: readonly [string, string];
  /** Least area of a piece, default 1 m2. */
  readonly minimumAreaM2?: number;
  /** Vertices of line and border this close are taken as one, default 1 mm. */
  readonly snapM?: number;
}

export type SplitResult =
  | {
      readonly ok: true;
      readonly coverage: Coverage;
      /** The same as rings, to be stored. */
      readonly blocks: BlockRings;
      /** The left piece keeps the block's position, the other comes last; all other positions stay. */
      readonly fragments: readonly [number, number];
      /** Areas of the pieces over the area of the block: what apportioning by area goes by. */
      readonly shares: readonly [number, number];
      /** Other blocks whose outline gained a vertex where the line meets the border. */
      readonly neighbours: readonly number[];
    }
  | { readonly ok: false; readonly code: SplitRefusal; readonly detail: string };

/**
 * Splits a block along a line (x y interleaved, in the CRS of the coverage). Both pieces, and the neighbours on whose
 * border the line ends, share the new vertices. Parts that the line does not meet stay with the larger piece; a hole
 * that it meets is opened. Nothing is moved: new vertices lie on old edges but for rounding.
 */
export function splitBlock(coverage: Coverage, block: number, line: Float64Array, options: SplitOptions = {}): SplitResult {
  const id = coverage.ids[block]!;
  const ids = options.ids ?? [`${id}.1`, `${id}.2`];
  if (ids[0] === ids[1] || coverage.ids.some((other, b) => b !== block && (other === ids[0] || other === ids[1]))) {
    return refuse('ID_TAKEN', `${ids.join(' or ')} is the id of another block`);
  }
  const outline = unfold(coverage, block);
  const chords = chordsOf(line, outline.map((ring) => ring.xy), options.snapM ?? 1e-3);
  if (chords.length === 0) return refuse('NO_CROSSING', 'the line does not cross the block from border to border');
  const parts = new Set(chords.map((chord) => partOf(outline, chord)));
  if (parts.size > 1) return refuse('ENTERS_TWICE', 'the line crosses several parts of the block');
  const part = [...parts][0]!;

  const ends = chords.flatMap((chord) => [chord.from, chord.to]).filter((point) => point.along > 0);
  const edited = withVertices(coverage, outline, ends);
  const rings = unfold(edited, block).map((ring) => ring.xy);
  const fragments = fragmentsOf(rings.filter((_, i) => outline[i]!.part === part), chords);
  if (fragments === null) return refuse('CROSSES_ITSELF', 'the line crosses itself inside the block');
  if (fragments.length < 2) return refuse('NO_CROSSING', 'the line does not cut the block through');
  if (fragments.length > 2) return refuse('ENTERS_TWICE', 'the line enters the block more than once');
  const smallest = Math.min(...fragments.map((fragment) => fragment.areaM2));
  if (smallest < (options.minimumAreaM2 ?? 1)) return refuse('TOO_SMALL', `a piece of ${smallest.toPrecision(3)} m2 would come out`);

  if (!fragments[0]!.left || (fragments[1]!.left && fragments[0]!.right)) fragments.reverse();
  const larger = fragments[0]!.areaM2 >= fragments[1]!.areaM2 ? 0 : 1;
  const pieces = fragments.map((fragment) => [fragment]);
  for (const other of new Set(outline.map((ring) => ring.part))) {
    if (other !== part) pieces[larger]!.push({ ...fragments[larger]!, rings: rings.filter((_, i) => outline[i]!.part === other) });
  }
  const neighbours = new Set<number>();
  for (const point of ends) {
    const twin = coverage.halfPart[outline[point.ring]!.half[point.edge]! ^ 1]!;
    if (twin >= 0 && coverage.partBlock[twin] !== block) neighbours.add(coverage.partBlock[twin]!);
  }
  const blocks = replaced(ringsFromCoverage(edited), block, ids, pieces);
  const built = buildCoverage(blocks);
  if (!built.ok) throw new Error(`a split block is no coverage: ${JSON.stringify(built.issues)}`);
  const last = coverage.blockCount;
  const total = built.coverage.blockAreaM2[block]! + built.coverage.blockAreaM2[last]!;
  return {
    ok: true,
    coverage: built.coverage,
    blocks,
    fragments: [block, last],
    shares: [built.coverage.blockAreaM2[block]! / total, built.coverage.blockAreaM2[last]! / total],
    neighbours: [...neighbours].toSorted((a, b) => a - b),
  };
}

const refuse = (code: SplitRefusal, detail: string) => ({ ok: false, code, detail }) as const;

/** A ring with, for every edge, the half-arc that it lies on and the vertex of the pool at the arc's forward start of it. */
interface UnfoldedRing {
  readonly part: number;
  readonly xy: Float64Array;
  readonly half: readonly number[];
  readonly poolVertex: readonly number[];
}

function unfold(coverage: Coverage, block: number): UnfoldedRing[] {
  const { xy: pool, arcStart, halfNext, ringHalf, partRingStart, blockPartStart } = coverage;
  const rings: UnfoldedRing[] = [];
  for (let part = blockPartStart[block]!; part < blockPartStart[block + 1]!; part++) {
    for (let ring = partRingStart[part]!; ring < partRingStart[part + 1]!; ring++) {
      const xy: number[] = [];
      const halves: number[] = [];
      const poolVertex: number[] = [];
      let half = ringHalf[ring]!;
      do {
        const first = arcStart[half >> 1]!;
        const last = arcStart[(half >> 1) + 1]! - 1;
        for (let step = 0; step < last - first; step++) {
          const v = (half & 1) === 0 ? first + step : last - step;
          xy.push(pool[2 * v]!, pool[2 * v + 1]!);
          halves.push(half);
          poolVertex.push((half & 1) === 0 ? v : v - 1);
        }
        half = halfNext[half]!;
      } while (half !== ringHalf[ring]);
      rings.push({ part, xy: Float64Array.from(xy), half: halves, poolVertex });
    }
  }
  return rings;
}

/** The part that a chord runs through, by the middle of its first stretch. */
function partOf(outline: readonly UnfoldedRing[], { from, to, middle }: Chord): number {
  const [ax, ay] = middle.length > 0 ? [middle[0]!, middle[1]!] : [to.x, to.y];
  const [x, y] = [(from.x + ax) / 2, (from.y + ay) / 2];
  const holds = (part: number) => insideRings(x, y, outline.filter((ring) => ring.part === part).map((ring) => ring.xy));
  return outline.find(({ part }) => holds(part))!.part;
}

/** Points on an edge in its direction, equal ones once. */
function onEdge(points: readonly BorderPoint[], edge: number): BorderPoint[] {
  const found = points.filter((point) => point.edge === edge).toSorted((a, b) => a.along - b.along);
  return found.filter((point, i) => i === 0 || point.x !== found[i - 1]!.x || point.y !== found[i - 1]!.y);
}

/** The coverage's walk with the points as vertices of the arcs they lie on, so that both sides of an arc get them. */
function withVertices(coverage: Coverage, outline: readonly UnfoldedRing[], points: readonly BorderPoint[]): Coverage {
  const after = new Map<number, BorderPoint[]>();
  let extra = 0;
  for (const [ring, { half, poolVertex }] of outline.entries()) {
    const own = points.filter((point) => point.ring === ring);
    for (const edge of new Set(own.map((point) => point.edge))) {
      const list = onEdge(own, edge);
      after.set(poolVertex[edge]!, (half[edge]! & 1) === 0 ? list : list.toReversed());
      extra += list.length;
    }
  }
  const { xy, arcStart, arcCount } = coverage;
  const grown = new Float64Array(xy.length + 2 * extra);
  const starts = new Uint32Array(arcCount + 1);
  const stops = [...after.keys()].toSorted((a, b) => a - b);
  let from = 0;
  let shift = 0;
  let arc = 0;
  for (const stop of stops) {
    grown.set(xy.subarray(2 * from, 2 * stop + 2), 2 * (from + shift));
    for (; arc <= arcCount && arcStart[arc]! <= stop; arc++) starts[arc] = arcStart[arc]! + shift;
    for (const point of after.get(stop)!) {
      grown.set([point.x, point.y], 2 * (stop + 1 + shift));
      shift++;
    }
    from = stop + 1;
  }
  grown.set(xy.subarray(2 * from), 2 * (from + shift));
  for (; arc <= arcCount; arc++) starts[arc] = arcStart[arc]! + shift;
  return { ...coverage, xy: grown, arcStart: starts };
}

/** The blocks with one replaced by two: the first piece in its place, the second at the end. */
function replaced(blocks: BlockRings, block: number, ids: readonly [string, string], pieces: readonly Fragment[][]): BlockRings {
  const xy: Float64Array[] = [];
  const ringStart = [0];
  const partStart = [0];
  const blockStart = [0];
  const addRing = (ring: Float64Array) => {
    xy.push(ring);
    ringStart.push(ringStart.at(-1)! + ring.length / 2);
  };
  const addPiece = (piece: readonly Fragment[]) => {
    for (const { rings } of piece) {
      rings.forEach(addRing);
      partStart.push(ringStart.length - 1);
    }
    blockStart.push(partStart.length - 1);
  };
  for (let b = 0; b < blocks.ids.length; b++) {
    if (b === block) {
      addPiece(pieces[0]!);
      continue;
    }
    for (let part = blocks.blockStart[b]!; part < blocks.blockStart[b + 1]!; part++) {
      for (let ring = blocks.partStart[part]!; ring < blocks.partStart[part + 1]!; ring++) {
        addRing(blocks.xy.subarray(2 * blocks.ringStart[ring]!, 2 * blocks.ringStart[ring + 1]!));
      }
      partStart.push(ringStart.length - 1);
    }
    blockStart.push(partStart.length - 1);
  }
  addPiece(pieces[1]!);
  const flat = new Float64Array(2 * ringStart.at(-1)!);
  let at = 0;
  for (const ring of xy) {
    flat.set(ring, at);
    at += ring.length;
  }
  return {
    ids: [...blocks.ids.map((id, b) => (b === block ? ids[0] : id)), ids[1]],
    xy: flat,
    ringStart: Uint32Array.from(ringStart),
    partStart: Uint32Array.from(partStart),
    blockStart: Uint32Array.from(blockStart),
  };
}
