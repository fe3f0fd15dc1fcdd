// A block cut in two inside a plan: what is kept of it, and how its fragments are called.

/** One cut, as it is stored and travels. A cut of a fragment comes after the cut that made the fragment. */
export interface BlockCut {
  /** Id of the block or fragment that is cut. */
  readonly block: string;
  /** Ids of the piece on the left of the line, which keeps the position, and of the other, which is appended. */
  readonly ids: readonly [string, string];
  /** x y interleaved in the plane of the plan's CRS, metres, multiples of 0.1 mm. */
  readonly line: readonly number[];
}

/** A drawn line, longitude and latitude in degrees (CRS84). */
export interface DrawnLine {
  readonly type: 'LineString';
  readonly coordinates: readonly (readonly number[])[];
}

/** The first two free ids among `<id>.1`, `<id>.2`, …: a source may have given one of them to another block. */
export function fragmentIds(block: string, taken: (id: string) => boolean): [string, string] {
  const free: string[] = [];
  for (let n = 1; free.length < 2; n++) if (!taken(`${block}.${n}`)) free.push(`${block}.${n}`);
  return [free[0]!, free[1]!];
}

export function sameCut(a: BlockCut, b: BlockCut): boolean {
  if (a === b) return true;
  if (a.block !== b.block || a.ids[0] !== b.ids[0] || a.ids[1] !== b.ids[1] || a.line.length !== b.line.length) return false;
  return a.line.every((value, i) => value === b.line[i]);
}

/** Number of cuts at the beginning that two lists have in common. */
export function commonCuts(a: readonly BlockCut[], b: readonly BlockCut[]): number {
  let n = 0;
  while (n < a.length && n < b.length && sameCut(a[n]!, b[n]!)) n++;
  return n;
}

/** Multiple of 0.1 mm. */
export function tenths(metres: number): number {
  return Math.round(metres * 10_000) / 10_000;
}
