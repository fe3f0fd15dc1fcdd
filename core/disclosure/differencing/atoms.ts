// The pieces that several geographies have in common: blocks with the same zone in each of them, counted together.

/**
 * Atoms of `width` geographies, one row an atom, row-major: `zone[width * atom + g]` is the zone's position in geography
 * g, -1 where g leaves the atom out. No two rows are alike. `count[atom]` is what the atom holds, a whole number.
 */
export interface Atoms {
  readonly width: number;
  readonly zoneCounts: readonly number[];
  readonly zone: Int32Array;
  readonly count: Float64Array;
}

/**
 * Gathers rows (blocks, or crossings that are counted already) with the same zones. `zones[g][row]` is a zone's position
 * or -1. Atoms come in the order of their first row; `atomOfRow` tells where each row went.
 */
export function gatherAtoms(
  zones: readonly ArrayLike<number>[],
  zoneCounts: readonly number[],
  counts: ArrayLike<number>,
): { readonly atoms: Atoms; readonly atomOfRow: Uint32Array } {
  const width = zones.length;
  const rows = counts.length;
  const atomOfRow = new Uint32Array(rows);
  const zone: number[] = [];
  const count: number[] = [];
  // Geography by geography a row's group is looked up under (group so far, next zone): one number, whatever the width.
  let group = new Uint32Array(rows);
  for (let g = 0; g < width; g++) {
    const known = new Map<number, number>();
    const refined = new Uint32Array(rows);
    const places = zoneCounts[g]! + 1;
    for (let row = 0; row < rows; row++) {
      const key = group[row]! * places + zones[g]![row]! + 1;
      let place = known.get(key);
      if (place === undefined) known.set(key, (place = known.size));
      refined[row] = place;
    }
    group = refined;
  }
  for (let row = 0; row < rows; row++) {
    const atom = group[row]!;
    if (atom === count.length) {
      for (let g = 0; g < width; g++) zone.push(zones[g]![row]!);
      count.push(0);
    }
    count[atom]! += counts[row]!;
    atomOfRow[row] = atom;
  }
  return { atoms: { width, zoneCounts, zone: Int32Array.from(zone), count: Float64Array.from(count) }, atomOfRow };
}

/** Number of connected pieces: zones are linked by the atoms that they share. An atom in no zone at all is in none. */
export function linkedComponents({ width, zoneCounts, zone, count }: Atoms): number {
  const first: number[] = [];
  let total = 0;
  for (const zones of zoneCounts) {
    first.push(total);
    total += zones;
  }
  const parent = Int32Array.from({ length: total }, (_, i) => i);
  const used = new Uint8Array(total);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (let atom = 0; atom < count.length; atom++) {
    let linked = -1;
    for (let g = 0; g < width; g++) {
      const position = zone[width * atom + g]!;
      if (position < 0) continue;
      const vertex = first[g]! + position;
      used[vertex] = 1;
      if (linked >= 0) parent[root(vertex)] = root(linked);
      linked = vertex;
    }
  }
  let components = 0;
  for (let vertex = 0; vertex < total; vertex++) if (used[vertex] === 1 && root(vertex) === vertex) components++;
  return components;
}
