// Makes a perturbation table: of all noise with mean 0 and the variance asked for, that which says least beyond it (most entropy).
import { type PerturbationTable, rowOf } from './perturbation-table.ts';

/**
 * `largest`: no count changes by more (D). `variance` of the noise (V). `blocked`: counts of 1 to this never come out (js). `unimodal`: the nearer to 0, the
 * likelier, on both sides. It may be said for each count from 1; the last holds for the rest. ptable (Destatis) demands it left of 0 only: for the tables
 * in use that is the same, for some of large variance (D=2, V=1, a count of 1) it is not.
 */
export interface TableDesign {
  readonly largest: number;
  readonly variance: number;
  readonly blocked: number;
  readonly unimodal: boolean | readonly boolean[];
}

export type DesignedTable = { readonly table: PerturbationTable; readonly problem: null } | { readonly table: null; readonly problem: DesignProblem };

/** `count`: the first for which no noise with mean 0 has the variance; `least` and `most`: between which it would have to lie without unimodality. */
export interface DesignProblem {
  readonly code: 'variance-too-small' | 'variance-too-large' | 'not-unimodal';
  readonly count: number;
  readonly least: number;
  readonly most: number;
}

export function designTable({ largest, variance, blocked, unimodal }: TableDesign): DesignedTable {
  const rows = [rowOf([0], [1])];
  for (let count = 1; ; count++) {
    const noise = Array.from({ length: 2 * largest + 1 }, (_, k) => k - largest).filter((v) => count + v >= 0 && (count + v === 0 || count + v > blocked));
    const peaked = typeof unimodal === 'boolean' ? unimodal : unimodal[Math.min(count, unimodal.length) - 1]!;
    const { least, most } = varianceRange(noise);
    const problem = (code: DesignProblem['code']): DesignedTable => ({ table: null, problem: { code, count, least, most } });
    if (variance <= least) return problem('variance-too-small');
    if (variance >= most) return problem('variance-too-large');
    const p = mostEntropy(noise, variance, peaked);
    if (p === null) return problem('not-unimodal');
    rows.push(rowOf(noise, p));
    if (noise.length === 2 * largest + 1) return { table: { rows }, problem: null };
  }
}

/** Of all distributions with mean 0 on these values: two-point ones have the extreme variances, left times right. */
function varianceRange(noise: readonly number[]): { least: number; most: number } {
  const left = noise.filter((v) => v < 0).map((v) => -v);
  const right = noise.filter((v) => v > 0);
  if (left.length === 0 || right.length === 0) return { least: 0, most: 0 };
  return { least: noise.includes(0) ? 0 : Math.min(...left) * Math.min(...right), most: Math.max(...left) * Math.max(...right) };
}

/**
 * Without the peak p is proportional to exp(a v + b v²), and a and b are found by Newton's method on the dual. Neighbours that break the peak are held
 * equal (a group has the mean of its v and of its v²), and parted again where their multiplier says that this was not needed. Null where no peaked
 * distribution has the variance.
 */
export function mostEntropy(noise: readonly number[], variance: number, peaked: boolean): number[] | null {
  // joined[k]: values k and k + 1 are equally likely.
  const joined = noise.map(() => false);
  const zero = noise.indexOf(0);
  // Without "no change" among the values there is no peak to keep, as in ptable.
  const rises = (k: number): 1 | -1 | 0 => (!peaked || zero < 0 || k + 1 >= noise.length ? 0 : k < zero ? 1 : -1);
  const seen = new Set<string>();
  for (;;) {
    const state = joined.join();
    if (seen.has(state)) throw new Error('the active set of the entropy program goes round in circles');
    seen.add(state);
    const solved = solveGroups(noise, variance, joined);
    if (solved === null) return null;
    const { p, a, b } = solved;
    const broken = noise.map((_, k) => rises(k) * (p[k]! - (p[k + 1] ?? 0))).map((gap, k) => (!joined[k] && gap > 1e-12 ? gap : 0));
    const worst = broken.indexOf(Math.max(...broken));
    if (broken[worst]! > 0) {
      joined[worst] = true;
      continue;
    }
    const loose = needless(noise, a, b, joined, rises);
    if (loose < 0) return p;
    joined[loose] = false;
  }
}

/** log p = c + a v + b v² + what the joined neighbours pull; the pull must have the sign of the constraint. The worst that has not, or -1. */
function needless(noise: readonly number[], a: number, b: number, joined: readonly boolean[], rises: (k: number) => 1 | -1 | 0): number {
  let [pull, worst, at] = [0, -1e-9, -1];
  let first = 0;
  noise.forEach((_, k) => {
    if (k === 0 || !joined[k - 1]) [pull, first] = [0, k];
    if (!joined[k]) return;
    // Sum over the group so far of how much less likely a value would be if it were free.
    const end = endOf(joined, k);
    const members = noise.slice(first, end + 1);
    const mean = members.reduce((sum, u) => sum + a * u + b * u * u, 0) / members.length;
    pull += a * noise[k]! + b * noise[k]! ** 2 - mean;
    const multiplier = rises(k) * pull;
    if (multiplier < worst) [worst, at] = [multiplier, k];
  });
  return at;
}

function endOf(joined: readonly boolean[], from: number): number {
  let end = from;
  while (joined[end]) end++;
  return end;
}

function solveGroups(noise: readonly number[], variance: number, joined: readonly boolean[]): { p: number[]; a: number; b: number } | null {
  const groups: { size: number; v: number; w: number }[] = [];
  const groupOf = noise.map((v, k) => {
    if (k === 0 || !joined[k - 1]) groups.push({ size: 0, v: 0, w: 0 });
    const group = groups.at(-1)!;
    group.v = (group.v * group.size + v) / (group.size + 1);
    group.w = (group.w * group.size + v * v) / (group.size + 1);
    group.size++;
    return groups.length - 1;
  });
  let [a, b] = [0, 0];
  const at = (x: number, y: number) => {
    const exponents = groups.map(({ v, w }) => x * v + y * w);
    const top = Math.max(...exponents);
    const weights = exponents.map((e) => Math.exp(e - top));
    const total = groups.reduce((sum, { size }, g) => sum + size * weights[g]!, 0);
    return { value: top + Math.log(total) - y * variance, each: weights.map((weight) => weight / total) };
  };
  let now = at(a, b);
  for (let step = 0; step < 200; step++) {
    const moment = (of: (group: { v: number; w: number }) => number): number => groups.reduce((sum, group, g) => sum + group.size * now.each[g]! * of(group), 0);
    const [mv, mw] = [moment(({ v }) => v), moment(({ w }) => w)];
    const [gv, gw] = [mv, mw - variance];
    if (Math.abs(gv) < 1e-13 && Math.abs(gw) < 1e-12) return { p: groupOf.map((g) => now.each[g]!), a, b };
    const [vv, vw, ww] = [moment(({ v }) => v * v) - mv * mv, moment(({ v, w }) => v * w) - mv * mw, moment(({ w }) => w * w) - mw * mw];
    const determinant = vv * ww - vw * vw;
    if (!(determinant > 1e-18)) return null;
    const [da, db] = [-(ww * gv - vw * gw) / determinant, -(vv * gw - vw * gv) / determinant];
    let scale = 1;
    let next = at(a + da, b + db);
    // Backtracking; near the optimum the values no longer differ, and a full step is right.
    while (scale > 1e-6 && next.value > now.value + 1e-4 * scale * (gv * da + gw * db) + 1e-14) {
      scale /= 2;
      next = at(a + scale * da, b + scale * db);
    }
    [a, b, now] = [a + scale * da, b + scale * db, next];
    if (Math.abs(a) > 1e4 || Math.abs(b) > 1e4) return null;
  }
  const [mean, second] = [0, 1].map((power) => groups.reduce((sum, { size, v, w }, g) => sum + size * now.each[g]! * (power === 0 ? v : w), 0)) as [number, number];
  return Math.abs(mean) < 1e-10 && Math.abs(second - variance) < 1e-10 ? { p: groupOf.map((g) => now.each[g]!), a, b } : null;
}
