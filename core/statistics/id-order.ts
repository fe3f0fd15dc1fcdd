// The order of ids: whole numbers by size, then all else by code unit, in every language and on every machine.

/** Whether `a` comes before `b` (negative), after it (positive) or is the same id (0). "9" < "10" < "010a" < "A". */
export function compareIds(a: string, b: string): number {
  const numberA = /^\d{1,15}$/.test(a);
  const numberB = /^\d{1,15}$/.test(b);
  if (numberA !== numberB) return numberA ? -1 : 1;
  if (numberA && Number(a) !== Number(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Place of every id in that order, from 0; equal ids keep the order they came in. */
export function rankIds(ids: readonly string[]): Uint32Array {
  const rank = new Uint32Array(ids.length);
  ids.map((_, i) => i).sort((a, b) => compareIds(ids[a]!, ids[b]!) || a - b).forEach((i, place) => (rank[i] = place));
  return rank;
}
