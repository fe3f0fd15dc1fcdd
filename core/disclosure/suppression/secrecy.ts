// What has to stay unknown, and which sums may be withheld for it: tables and releases alike.

/** A sum of unknowns that must not be found out: the truth must be able to be larger by `growth` or, with `either`, smaller by as much, or, with `fall`, smaller by that. */
export interface Secret {
  readonly at: readonly number[];
  readonly growth: number;
  readonly either: boolean;
  readonly fall?: number;
}

/**
 * Unknown whole numbers and the sums of them that are published. `minimum`: least that each unknown is taken for, at most its truth.
 * `cells`: positions of the unknowns of each sum, ascending, none empty. `loss`: what withholding the cell costs, above 0; Infinity where that is
 * no longer possible, because the sum is public. `floor`: least that anybody takes a withheld cell for, at most its sum. `ceiling`: the most, at
 * least its sum; nothing bounds any where it is left out. `links`: differences of unknowns that may fall by `room` and grow by `most` at most.
 */
export interface Secrecy {
  readonly truth: Float64Array;
  readonly minimum: Float64Array;
  readonly cells: readonly (readonly number[])[];
  readonly loss: Float64Array;
  readonly floor: Float64Array;
  readonly ceiling?: Float64Array;
  readonly links?: readonly { readonly at: readonly number[]; readonly times: readonly number[]; readonly room: number; readonly most: number }[];
  readonly secrets: readonly Secret[];
}

/** Positions by unknown of what holds it (CSR). */
export interface HeldBy {
  readonly start: Uint32Array;
  readonly holder: Uint32Array;
}

export function heldBy(unknowns: number, sums: readonly (readonly number[])[]): HeldBy {
  const start = new Uint32Array(unknowns + 1);
  for (const at of sums) for (const unknown of at) start[unknown + 1]!++;
  for (let unknown = 0; unknown < unknowns; unknown++) start[unknown + 1]! += start[unknown]!;
  const cursor = start.slice(0, unknowns);
  const holder = new Uint32Array(start[unknowns]!);
  sums.forEach((at, position) => {
    for (const unknown of at) holder[cursor[unknown]!++] = position;
  });
  return { start, holder };
}

/** What else the truth could be without a published sum changing: whole changes of unknowns, and the cells whose sums they change. */
export interface Move {
  readonly at: readonly number[];
  readonly by: readonly number[];
  readonly cells: readonly number[];
}

/** Change of a sum. */
export function changeOf({ at, by }: Move, sum: ReadonlySet<number>): number {
  return at.reduce((total, unknown, i) => (sum.has(unknown) ? total + by[i]! : total), 0);
}
