// What may be seen of a number: the number, a bound, that it is kept secret, or that there is none.

/**
 * Four states that never mix. A withheld cell carries no number at all, so that none can leave by a forgotten route;
 * `atLeast` is a sum some of whose blocks are unknown.
 */
export type Cell =
  | { readonly state: 'value'; readonly value: number }
  | { readonly state: 'atLeast'; readonly value: number }
  | { readonly state: 'withheld' }
  | { readonly state: 'missing' };

export type CellState = Cell['state'];

export const WITHHELD: Cell = { state: 'withheld' };
export const MISSING: Cell = { state: 'missing' };
