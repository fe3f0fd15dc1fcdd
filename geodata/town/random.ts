// Seeded randomness and noise from integer hashes and the four operations only, so that every machine draws the same town.

/** Uniform in [0, 1). */
export type Random = () => number;

/**
 * Mulberry32. No Math.sin, pow or exp anywhere in the generator: those may differ by a unit in the last place between
 * V8 versions, while + - * / and sqrt are exact by IEEE 754.
 */
export function createRandom(...seeds: readonly number[]): Random {
  let state = mixSeeds(seeds);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function mixSeeds(seeds: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const seed of seeds) hash = avalanche(hash ^ Math.imul(seed | 0, 0x9e3779b1));
  return hash;
}

function avalanche(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** One draw in [0, 1) that belongs to these numbers, whatever else is drawn. */
export function draw(...seeds: readonly number[]): number {
  return (mixSeeds(seeds) >>> 0) / 4294967296;
}

/** Smooth value noise in [-1, 1] on the unit lattice; quintic, so that streets bent by it have no kinks. */
export function valueNoise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const u = quintic(x - ix);
  const v = quintic(y - iy);
  const a = draw(ix, iy, seed);
  const b = draw(ix + 1, iy, seed);
  const c = draw(ix, iy + 1, seed);
  const d = draw(ix + 1, iy + 1, seed);
  return (a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v) * 2 - 1;
}

function quintic(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

/** Unit vector of an angle in turns, counter-clockwise from east; a Taylor series, exact alike on every machine. */
export function direction(turns: number): readonly [number, number] {
  const turn = turns - Math.floor(turns);
  const quarter = Math.floor(turn * 4);
  const angle = (turn - quarter / 4) * 6.283185307179586;
  let cosine = 1;
  let sine = angle;
  let cosineTerm = 1;
  let sineTerm = angle;
  for (let k = 1; k <= 12; k++) {
    cosineTerm *= (-angle * angle) / ((2 * k - 1) * (2 * k));
    sineTerm *= (-angle * angle) / (2 * k * (2 * k + 1));
    cosine += cosineTerm;
    sine += sineTerm;
  }
  if (quarter === 0) return [cosine, sine];
  if (quarter === 1) return [-sine, cosine];
  return quarter === 2 ? [-cosine, -sine] : [sine, -cosine];
}

/** Length without Math.hypot, whose rounding is the engine's own. */
export function distance(ax: number, ay: number, bx: number, by: number): number {
  return Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by));
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Splits a whole number by weights: floors, then the largest remainders, the earlier index first among equals. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0 || total <= 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const order = exact.map((value, i) => ({ i, rest: value - parts[i]! })).toSorted((a, b) => b.rest - a.rest || a.i - b.i);
  for (let k = 0; k < left; k++) parts[order[k]!.i]!++;
  return parts;
}
