// The smallest unions of a component, atom by atom: pieces, search, and programs for what a search does not decide.
import type { Component } from './linked-atoms.ts';
import type { ProgramSolver } from './program.ts';
import { unionPieces, withoutGroups, type UnionPiece } from './union-pieces.ts';
import { UnionProgram } from './union-program.ts';
import { UNDECIDED, UnionSearch } from './union-search.ts';

/** Steps of a search before a program is asked: about the time that it takes to load one. */
const STEPS = 300;

/** Positions in the component: `for` are atoms that hold somebody, `atoms` the smallest union that each of them is in. */
export interface UnionOfAtoms {
  readonly for: readonly number[];
  readonly atoms: readonly number[];
}

/** All smallest unions below the threshold. `dependent`: zones that others make up; `counts` by position in the component. */
export function smallUnions(component: Component, dependent: ArrayLike<number>, counts: ArrayLike<number>, threshold: number, solver: ProgramSolver): UnionOfAtoms[] {
  const found: UnionOfAtoms[] = [];
  const waiting = unionPieces(component, dependent, counts, threshold);
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const search = new UnionSearch(piece);
    const barred = Uint8Array.from(piece.groups, (_, g) => (search.excludes(g, threshold) ? 1 : 0));
    if (barred.includes(1)) waiting.push(...withoutGroups(piece, barred, threshold));
    else found.push(...searchPiece(piece, search, counts, threshold, solver));
  }
  return found;
}

function searchPiece(piece: UnionPiece, search: UnionSearch, counts: ArrayLike<number>, threshold: number, solver: ProgramSolver): UnionOfAtoms[] {
  const found: UnionOfAtoms[] = [];
  let program: UnionProgram | undefined;
  try {
    for (const [g, members] of piece.groups.entries()) {
      if (piece.count[g] === 0) continue;
      let union = search.smallest(g, threshold, STEPS);
      if (union === UNDECIDED) union = (program ??= new UnionProgram(piece, threshold, solver)).smallest(search.narrowed(g, threshold));
      if (union === null) continue;
      found.push({
        for: members.filter((column) => counts[column]! > 0),
        atoms: union.groups.flatMap((of) => piece.groups[of]!).toSorted((x, y) => x - y),
      });
    }
  } finally {
    program?.dispose();
  }
  return found;
}
