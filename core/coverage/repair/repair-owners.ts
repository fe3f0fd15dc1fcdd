// Who gets a face: one block on it is clear, several are an overlap, none is a gap.
import { inscribedCircle } from '../inscribed-circle.ts';
import type { Vertices } from './repair-noding.ts';
import type { Face, Faces, LayeredEdges } from './repair-faces.ts';

/** Which block an overlap goes to. Ties, and blocks without a border to it, by `order`: the one that came first. */
export type OverlapRule = 'longest-border' | 'largest' | 'smallest' | 'order';

export interface FaceChange {
  readonly kind: 'overlap' | 'gap';
  readonly face: number;
  /** Blocks that overlapped, or that border on the gap, ascending. */
  readonly blocks: readonly number[];
  readonly to: number;
  /** Diameter of the widest circle in it; -1 where nobody asked. */
  readonly widthM: number;
}

export interface Owners {
  /** Block of every face; -1 for none. */
  readonly owner: Int32Array;
  readonly changes: readonly FaceChange[];
}

export function assignFaces(
  vertices: Vertices,
  edges: LayeredEdges,
  { faces, faceOfHalf }: Faces,
  rules: { readonly overlaps: OverlapRule; readonly gapWidthM: number },
): Owners {
  const owner = Int32Array.from(faces, ({ layers }) => (layers.length === 1 ? layers[0]! : -1));
  const changes: FaceChange[] = [];
  const sides = sidesOf(faces.length, faceOfHalf);

  /** Length of the border of a face with every block that has a place beside it. */
  const borders = (face: number): Map<number, number> => {
    const lengths = new Map<number, number>();
    for (let i = sides.start[face]!; i < sides.start[face + 1]!; i++) {
      const half = sides.half[i]!;
      const other = faceOfHalf[half ^ 1]!;
      if (other < 0 || owner[other]! < 0) continue;
      const [u, v] = [edges.from[half >> 1]!, edges.to[half >> 1]!];
      const length = Math.hypot(vertices.x[v]! - vertices.x[u]!, vertices.y[v]! - vertices.y[u]!);
      lengths.set(owner[other]!, (lengths.get(owner[other]!) ?? 0) + length);
    }
    return lengths;
  };
  const give = (kind: FaceChange['kind'], face: number, blocks: readonly number[], to: number, widthM = -1) => {
    owner[face] = to;
    changes.push({ kind, face, blocks, to, widthM });
  };

  const overlaps = faces.map((_, face) => face).filter((face) => faces[face]!.layers.length > 1);
  if (rules.overlaps === 'longest-border') giveByBorder(overlaps, faces, borders, give);
  else {
    const area = rules.overlaps === 'order' ? null : layerAreas(faces);
    const sign = rules.overlaps === 'largest' ? -1 : 1;
    for (const face of overlaps) {
      const { layers } = faces[face]!;
      const to = area === null ? layers[0]! : layers.reduce((best, layer) => (sign * (area.get(layer)! - area.get(best)!) < 0 ? layer : best));
      give('overlap', face, layers, to);
    }
  }

  faces.forEach(({ layers, rings }, face) => {
    // Islands in an uncovered place make it a hole, however narrow: it has no one width.
    if (layers.length > 0 || rings.length > 1 || !(rules.gapWidthM > 0)) return;
    const lengths = borders(face);
    if (lengths.size === 0) return;
    const ring = rings[0]!;
    const widthM = 2 * inscribedCircle(ring, 0, ring.length / 2, Math.max(1e-6, rules.gapWidthM / 1000)).radiusM;
    if (widthM > rules.gapWidthM) return;
    const blocks = [...lengths.keys()].toSorted((a, b) => a - b);
    give('gap', face, blocks, longest(blocks, lengths), widthM);
  });
  return { owner, changes };
}

/**
 * Overlaps with a border to what is a block's own first, the longest such border first; what was given away counts as
 * own, so that the inner pieces of many overlapping blocks follow the outer ones.
 */
function giveByBorder(
  overlaps: readonly number[],
  faces: readonly Face[],
  borders: (face: number) => Map<number, number>,
  give: (kind: 'overlap', face: number, blocks: readonly number[], to: number) => void,
): void {
  let open = [...overlaps];
  while (open.length > 0) {
    const ranked = open.map((face) => {
      const { layers } = faces[face]!;
      const lengths = borders(face);
      const to = longest(layers, lengths);
      return { face, layers, to, length: lengths.get(to) ?? 0 };
    });
    ranked.sort((a, b) => b.length - a.length || a.face - b.face);
    // All with a border at once, else one without: a face deep inside waits for the ones around it.
    const ready = ranked[0]!.length > 0 ? ranked.filter(({ length }) => length > 0) : ranked.slice(0, 1);
    for (const { face, layers } of ready) give('overlap', face, layers, longest(layers, borders(face)));
    const done = new Set(ready.map(({ face }) => face));
    open = open.filter((face) => !done.has(face));
  }
}

/** The block with the longest border; the first of equals. */
function longest(blocks: readonly number[], lengths: ReadonlyMap<number, number>): number {
  return blocks.reduce((best, block) => ((lengths.get(block) ?? 0) > (lengths.get(best) ?? 0) ? block : best));
}

function layerAreas(faces: readonly Face[]): Map<number, number> {
  const area = new Map<number, number>();
  for (const { layers, areaM2 } of faces) for (const layer of layers) area.set(layer, (area.get(layer) ?? 0) + areaM2);
  return area;
}

/** Half-edges of every face, holes included. */
function sidesOf(faceCount: number, faceOfHalf: Int32Array): { start: Uint32Array; half: Uint32Array } {
  const start = new Uint32Array(faceCount + 1);
  for (const face of faceOfHalf) if (face >= 0) start[face + 1]!++;
  for (let face = 0; face < faceCount; face++) start[face + 1]! += start[face]!;
  const cursor = start.slice(0, faceCount);
  const half = new Uint32Array(start[faceCount]!);
  faceOfHalf.forEach((face, h) => {
    if (face >= 0) half[cursor[face]!++] = h;
  });
  return { start, half };
}
