// Parts of linked unknowns in which the moves of a secret are sought: those that share small sums with it.
import type { Surroundings } from './protection.ts';
import { type HeldBy, heldBy, type Secrecy } from './secrecy.ts';

/** Unknowns of the parts, level by level; the last level is all that is linked. */
const SIZES = [150, 600];
/** Sums of more unknowns than this bring nobody near: a city's total links everything. */
const WIDE = 400;

/** Half of a part is its core: secrets that begin there share the part, and its loaded program. */
export function nearUnknowns(problem: Secrecy): Surroundings {
  const { truth, cells, secrets } = problem;
  const cellsOf = heldBy(truth.length, cells);
  const linked = linkedParts(problem);
  const parts = SIZES.map(() => ({ coreOf: new Int32Array(truth.length).fill(-1), unknowns: [] as number[][] }));
  return (secret, level) => {
    const first = secrets[secret]!.at[0]!;
    const whole = linked(first);
    // A part that has all is the last one.
    const last = SIZES.findIndex((size) => whole.unknowns.length <= size);
    if (level > (last < 0 ? SIZES.length : last)) return null;
    const size = SIZES[level];
    if (size === undefined || whole.unknowns.length <= size) return whole;
    const { coreOf, unknowns } = parts[level]!;
    if (coreOf[first]! < 0) {
      const near = nearest(first, size, cells, cellsOf);
      for (const unknown of near.slice(0, size / 2)) if (coreOf[unknown]! < 0) coreOf[unknown] = unknowns.length;
      unknowns.push(near.toSorted((a, b) => a - b));
    }
    return { name: `${level} ${coreOf[first]}`, unknowns: unknowns[coreOf[first]!]! };
  };
}

/** Round by round the neighbours of what there is, those with more and smaller sums in common first. */
function nearest(first: number, size: number, cells: Secrecy['cells'], { start, holder }: HeldBy): number[] {
  const found = [first];
  const inside = new Set(found);
  for (let round = found; round.length > 0 && found.length < size; ) {
    const nearness = new Map<number, number>();
    const passed = new Set<number>();
    for (const unknown of round) {
      for (let i = start[unknown]!; i < start[unknown + 1]!; i++) {
        const at = cells[holder[i]!]!;
        if (at.length > WIDE || passed.has(holder[i]!)) continue;
        passed.add(holder[i]!);
        for (const other of at) if (!inside.has(other)) nearness.set(other, (nearness.get(other) ?? 0) + 1 / at.length);
      }
    }
    round = [...nearness].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, size - found.length).map(([unknown]) => unknown);
    for (const unknown of round) {
      found.push(unknown);
      inside.add(unknown);
    }
  }
  return found;
}

/** All that cells and secrets link. */
function linkedParts({ truth, cells, secrets }: Secrecy): (unknown: number) => { readonly name: string; readonly unknowns: readonly number[] } {
  const parent = Int32Array.from(truth.keys());
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const at of [...cells, ...secrets.map(({ at: of }) => of)]) for (const unknown of at) parent[root(unknown)] = root(at[0]!);
  const byRoot = new Map<number, number[]>();
  for (const unknown of truth.keys()) {
    const together = byRoot.get(root(unknown));
    if (together === undefined) byRoot.set(root(unknown), [unknown]);
    else together.push(unknown);
  }
  return (unknown) => ({ name: `linked ${root(unknown)}`, unknowns: byRoot.get(root(unknown))! });
}
