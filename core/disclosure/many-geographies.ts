// What follows from the published totals of three and more geographies: programs over the unions that they span.
import type { Atoms } from './atoms.ts';
import { derivableSpace, type DerivableSpace } from './derivable-space.ts';
import type { DifferencingFinding, WithheldZones, ZoneTimes } from './differencing.ts';
import type { OpenProgram, Program, ProgramSolver } from './program.ts';

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Counts are whole, and all atoms of a piece together cost half a person: of the least unions the one of fewest atoms. */
const HALF = 0.5;

/**
 * As `auditDifferences`, for any number of geographies. Cuts do not suffice there: with three geographies a union may
 * follow from combinations of all of them, also from halves. Per linked component the row space of the published zones is
 * reduced to unions without any atom at or above the threshold, by exact elimination; what remains falls apart into small
 * pieces, in which a linear program bounds the smallest union with each atom, and where its solution is no union an
 * integer program finds it. Every finding's certificate is recomputed in whole numbers before it is told.
 */
export function auditManyDifferences(atoms: Atoms, threshold: number, withheld: WithheldZones, solver: ProgramSolver): DifferencingFinding[] {
  const findings: DifferencingFinding[] = [];
  for (const component of linkedAtoms(atoms, withheld)) {
    const space = componentSpace(atoms, threshold, component);
    // Atoms of one union share it, and its certificate.
    const certificates = new Map<string, Multiples>();
    for (const piece of pieces(space)) {
      for (const { atom, union } of smallestUnions(atoms, threshold, component, space, piece, solver)) {
        const key = union.join();
        const known = certificates.get(key) ?? certificate(component, union, solver);
        certificates.set(key, known);
        findings.push(toFinding(atoms, component, atom, union, known));
      }
    }
  }
  return findings.toSorted((x, y) => x.atom - y.atom);
}

interface Component {
  readonly atoms: readonly number[];
  readonly zones: readonly { readonly geography: number; readonly zone: number }[];
  /** Positions in `zones` by atom of the component: its published zones. */
  readonly zonesOf: readonly (readonly number[])[];
}

/** Atoms that published zones link. Atoms in no published zone are in no sum. */
function linkedAtoms(atoms: Atoms, withheld: WithheldZones): Component[] {
  const { width, zone, count } = atoms;
  const published = (g: number, position: number) => position >= 0 && withheld[g]?.[position] !== 1;
  const byZone = atoms.zoneCounts.map((zones) => Array.from({ length: zones }, (): number[] => []));
  for (let atom = 0; atom < count.length; atom++) {
    for (let g = 0; g < width; g++) {
      const position = zone[width * atom + g]!;
      if (published(g, position)) byZone[g]![position]!.push(atom);
    }
  }
  const seen = new Uint8Array(count.length);
  const found: Component[] = [];
  for (let first = 0; first < count.length; first++) {
    if (seen[first] === 1) continue;
    seen[first] = 1;
    const members = [first];
    const zones: { geography: number; zone: number }[] = [];
    const placeOf = new Map<string, number>();
    for (let head = 0; head < members.length; head++) {
      for (let g = 0; g < width; g++) {
        const position = zone[width * members[head]! + g]!;
        if (!published(g, position) || placeOf.has(`${g} ${position}`)) continue;
        placeOf.set(`${g} ${position}`, zones.length);
        zones.push({ geography: g, zone: position });
        for (const next of byZone[g]![position]!) {
          if (seen[next] === 1) continue;
          seen[next] = 1;
          members.push(next);
        }
      }
    }
    const inOrder = members.toSorted((x, y) => x - y);
    const zonesOf = inOrder.map((atom) =>
      Array.from({ length: width }, (_, g) => placeOf.get(`${g} ${zone[width * atom + g]!}`)).filter((place) => place !== undefined),
    );
    if (zones.length > 0) found.push({ atoms: inOrder, zones, zonesOf });
  }
  return found;
}

/** Columns are positions in `component.atoms`. */
function componentSpace({ count }: Atoms, threshold: number, { atoms, zones, zonesOf }: Component): DerivableSpace {
  const columns = atoms.length;
  const matrix = new Float64Array(zones.length * columns);
  zonesOf.forEach((places, column) => {
    for (const place of places) matrix[place * columns + column] = 1;
  });
  const large = (column: number) => count[atoms[column]!]! >= threshold;
  const order = Array.from(atoms.keys());
  // Large counts first: as pivots they are the coordinates, and few of them fit below the threshold together.
  const sorted = [...order.filter(large), ...order.filter((column) => !large(column)).toSorted((x, y) => count[atoms[y]!]! - count[atoms[x]!]!)];
  return derivableSpace(matrix, zones.length, columns, sorted, order.filter(large).length);
}

/** Rows of the basis that share a column, directly or through others. */
function pieces({ columns }: DerivableSpace): number[][] {
  const firstRow = new Map<number, number>();
  const parent = columns.map((_, row) => row);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  columns.forEach((row, r) => {
    for (const column of row) {
      const known = firstRow.get(column);
      if (known === undefined) firstRow.set(column, r);
      else parent[root(r)] = root(known);
    }
  });
  const byRoot = new Map<number, number[]>();
  for (const row of columns.keys()) {
    const together = byRoot.get(root(row));
    if (together === undefined) byRoot.set(root(row), [row]);
    else together.push(row);
  }
  return [...byRoot.values()];
}

interface SmallestUnion {
  /** Positions in the component. */
  readonly atom: number;
  readonly union: readonly number[];
}

function smallestUnions(
  { count }: Atoms,
  threshold: number,
  component: Component,
  space: DerivableSpace,
  piece: readonly number[],
  solver: ProgramSolver,
): SmallestUnion[] {
  const columns = [...new Set(piece.flatMap((row) => [...space.columns[row]!]))].toSorted((x, y) => x - y);
  const counts = columns.map((column) => count[component.atoms[column]!]!);
  if (counts.every((held) => held === 0)) return [];
  const program = unionProgram(space, piece, columns, counts);
  const linear = solver.open(program, false);
  let integer: OpenProgram | undefined;
  const found: SmallestUnion[] = [];
  try {
    for (const [place, column] of columns.entries()) {
      const held = counts[place]!;
      if (held === 0) continue;
      let solution = solveWith(linear, place);
      if (solution === null || solution.objective > threshold - HALF) continue;
      if (!solution.values.every((value) => Math.abs(value - Math.round(value)) < WHOLE)) {
        integer ??= solver.open(program, true);
        solution = solveWith(integer, place);
        if (solution === null || solution.objective > threshold - HALF) continue;
      }
      const { values } = solution;
      found.push({ atom: column, union: columns.filter((_, i) => values[i]! > 0.5) });
    }
  } finally {
    linear.dispose();
    integer?.dispose();
  }
  return found;
}

function solveWith(program: OpenProgram, place: number): { objective: number; values: Float64Array } | null {
  program.setColumn(place, 1, 1);
  try {
    return program.solve();
  } finally {
    program.setColumn(place, 0, 1);
  }
}

/** A variable an atom of the piece; a row for each that is no pivot: its value follows from the pivots'. */
function unionProgram({ pivots, columns, values }: DerivableSpace, piece: readonly number[], of: readonly number[], counts: readonly number[]): Program {
  const placeOf = new Map(of.map((column, place) => [column, place]));
  const own = new Set(piece.map((row) => pivots[row]!));
  const terms = new Map(of.filter((column) => !own.has(column)).map((column) => [column, [[placeOf.get(column)!, -1]] as [number, number][]]));
  for (const row of piece) {
    columns[row]!.forEach((column, i) => terms.get(column)?.push([placeOf.get(pivots[row]!)!, values[row]![i]!]));
  }
  const rows = [...terms.values()];
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    start[r + 1] = start[r]! + row.length;
  });
  return {
    cost: Float64Array.from(counts, (held) => held + HALF / (counts.length + 1)),
    lower: new Float64Array(of.length),
    upper: new Float64Array(of.length).fill(1),
    rowLower: new Float64Array(rows.length),
    rowUpper: new Float64Array(rows.length),
    start,
    index: Int32Array.from(rows.flat(), ([place]) => place),
    value: Float64Array.from(rows.flat(), ([, value]) => value),
  };
}

function toFinding(atoms: Atoms, component: Component, atom: number, union: readonly number[], { times, dividedBy }: Multiples): DifferencingFinding {
  const zones = (sign: 1 | -1): ZoneTimes[] =>
    component.zones.flatMap((place, i) => (times[i]! * sign > 0 ? [{ ...place, times: times[i]! * sign }] : [])).toSorted((x, y) => x.geography - y.geography || x.zone - y.zone);
  const [plus, minus] = [zones(1), zones(-1)];
  const held = union.map((column) => component.atoms[column]!);
  return {
    atom: component.atoms[atom]!,
    count: atoms.count[component.atoms[atom]!]!,
    union: { count: held.reduce((sum, member) => sum + atoms.count[member]!, 0), atoms: held },
    plus,
    minus,
    dividedBy,
    publishedZone: plus.length === 1 && minus.length === 0 && plus[0]!.times === dividedBy,
  };
}

/** How often each zone of the component is taken, and the number to divide by. */
interface Multiples {
  readonly times: Int32Array;
  readonly dividedBy: number;
}

/** Few zones, each few times: least sum of absolute multiples, by a linear program; then whole multiples of a common part. */
function certificate({ atoms, zones, zonesOf }: Component, union: readonly number[], solver: ProgramSolver): Multiples {
  const wanted = new Uint8Array(atoms.length);
  for (const column of union) wanted[column] = 1;
  const start = new Int32Array(atoms.length + 1);
  zonesOf.forEach((places, column) => {
    start[column + 1] = start[column]! + 2 * places.length;
  });
  const target = Float64Array.from(wanted);
  const program = solver.open(
    {
      cost: new Float64Array(2 * zones.length).fill(1),
      lower: new Float64Array(2 * zones.length),
      upper: new Float64Array(2 * zones.length).fill(Infinity),
      rowLower: target,
      rowUpper: target,
      start,
      index: Int32Array.from(zonesOf.flatMap((places) => places.flatMap((place) => [2 * place, 2 * place + 1]))),
      value: Float64Array.from(zonesOf.flatMap((places) => places.flatMap(() => [1, -1]))),
    },
    false,
  );
  try {
    const solution = program.solve();
    if (solution === null) throw new Error('a union was found that the published totals do not span');
    const share = zones.map((_, i) => solution.values[2 * i]! - solution.values[2 * i + 1]!);
    for (let dividedBy = 1; dividedBy <= 60; dividedBy++) {
      const times = Int32Array.from(share, (value) => Math.round(value * dividedBy));
      const sum = (column: number) => zonesOf[column]!.reduce((total, place) => total + times[place]!, 0);
      if (atoms.every((_, column) => sum(column) === dividedBy * wanted[column]!)) return { times, dividedBy };
    }
    throw new Error('the multiples of a certificate have no common part up to a 60th');
  } finally {
    program.dispose();
  }
}
