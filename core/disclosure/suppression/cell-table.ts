// A table of counts with all its margins: which inner cells make up which published cell.

/** A dimension of a table. `levels` are groupings of its codes, each with the group of every code; they may overlap. */
export interface TableDimension {
  readonly name: string;
  readonly codes: readonly string[];
  readonly levels: readonly { readonly name: string; readonly groups: readonly string[] }[];
}

/** What stands for a dimension in a published cell: a code, a group of a level, or all codes. */
export interface TableNode {
  /** Name of the dimension, of a level, or TOTAL. */
  readonly level: string;
  readonly label: string;
  /** Which set of codes this is: nodes of the same codes share it. */
  readonly set: number;
}

export const TOTAL = 'Total';

/**
 * Inner cells are all combinations of codes, those that hold nobody too: position = mixed radix number of the codes'
 * positions, the last dimension fastest. Cells are all combinations of distinct sets of codes, likewise; several published
 * cells may be one (a county of one region and that region), and share value and state. `start`/`inner` list each cell's inner cells
 * (CSR), those of the first cell first.
 */
export interface CellTable {
  readonly dimensions: readonly TableDimension[];
  readonly nodes: readonly (readonly TableNode[])[];
  /** Number of distinct sets of codes, by dimension. */
  readonly setCounts: readonly number[];
  readonly innerCounts: Float64Array;
  readonly values: Float64Array;
  readonly start: Uint32Array;
  readonly inner: Uint32Array;
  /** Cell by inner position: the cell that is this inner cell alone. */
  readonly cellOfInner: Uint32Array;
}

/** `codes[d][row]` is the position of a row's code in dimension d. Rows of the same codes are added. */
export function createCellTable(dimensions: readonly TableDimension[], codes: readonly ArrayLike<number>[], counts: ArrayLike<number>): CellTable {
  const sizes = dimensions.map((dimension) => dimension.codes.length);
  const innerCounts = new Float64Array(sizes.reduce((product, size) => product * size, 1));
  for (let row = 0; row < counts.length; row++) {
    let position = 0;
    sizes.forEach((size, d) => (position = position * size + codes[d]![row]!));
    innerCounts[position]! += counts[row]!;
  }
  const described = dimensions.map(describeDimension);
  const sets = described.map(({ members }) => members);
  const cellCount = sets.reduce((product, of) => product * of.length, 1);
  const start = new Uint32Array(cellCount + 1);
  const at = new Int32Array(dimensions.length);
  forEachCombination(sets.map((of) => of.length), at, (cell) => {
    start[cell + 1] = start[cell]! + sets.reduce((product, of, d) => product * of[at[d]!]!.length, 1);
  });
  const inner = new Uint32Array(start[cellCount]!);
  const values = new Float64Array(cellCount);
  const cellOfInner = new Uint32Array(innerCounts.length);
  forEachCombination(sets.map((of) => of.length), at, (cell) => {
    let write = start[cell]!;
    const fill = (d: number, position: number): void => {
      if (d === sets.length) {
        inner[write++] = position;
        values[cell]! += innerCounts[position]!;
        return;
      }
      for (const code of sets[d]![at[d]!]!) fill(d + 1, position * sizes[d]! + code);
    };
    fill(0, 0);
    const first = start[cell]!;
    if (write === first + 1) cellOfInner[inner[first]!] = cell;
  });
  return { dimensions, nodes: described.map(({ nodes }) => nodes), setCounts: sets.map((of) => of.length), innerCounts, values, start, inner, cellOfInner };
}

/** Nodes of a dimension, codes first, then groups level by level, then the total; and the distinct sets of codes. */
function describeDimension({ name, codes, levels }: TableDimension): { nodes: TableNode[]; members: Int32Array[] } {
  const nodes: TableNode[] = [];
  const members: Int32Array[] = [];
  const known = new Map<string, number>();
  const add = (level: string, label: string, of: readonly number[]): void => {
    const key = of.join();
    let set = known.get(key);
    if (set === undefined) {
      known.set(key, (set = members.length));
      members.push(Int32Array.from(of));
    }
    nodes.push({ level, label, set });
  };
  codes.forEach((code, i) => add(name, code, [i]));
  for (const { name: level, groups } of levels) {
    for (const group of new Set(groups)) add(level, group, [...groups.keys()].filter((i) => groups[i] === group));
  }
  add(TOTAL, TOTAL, [...codes.keys()]);
  return { nodes, members };
}

function forEachCombination(sizes: readonly number[], at: Int32Array, visit: (number: number) => void): void {
  const count = sizes.reduce((product, size) => product * size, 1);
  at.fill(0);
  for (let number = 0; number < count; number++) {
    visit(number);
    for (let d = sizes.length - 1; d >= 0; d--) {
      if (++at[d]! < sizes[d]!) break;
      at[d] = 0;
    }
  }
}

/** Every published cell as its nodes, one a dimension, and the number of its cell; codes before groups before totals. */
export function* publishedCells({ nodes, setCounts }: CellTable): Generator<{ readonly nodes: readonly TableNode[]; readonly cell: number }> {
  const place = new Int32Array(nodes.length);
  const count = nodes.reduce((product, of) => product * of.length, 1);
  for (let number = 0; number < count; number++) {
    const chosen = nodes.map((of, d) => of[place[d]!]!);
    yield { nodes: chosen, cell: chosen.reduce((cell, { set }, d) => cell * setCounts[d]! + set, 0) };
    for (let d = nodes.length - 1; d >= 0; d--) {
      if (++place[d]! < nodes[d]!.length) break;
      place[d] = 0;
    }
  }
}
