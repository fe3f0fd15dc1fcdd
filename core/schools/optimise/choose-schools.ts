// Which schools to open or to keep so that ways are short and everybody has a place: a small exact programme.
import type { Highs } from 'highs';

export interface SchoolChoice {
  /** Children by place where they live. */
  readonly demand: ArrayLike<number>;
  /** By site: most children, and least where it opens (a class that must come about); 0 for no least. */
  readonly places: ArrayLike<number>;
  readonly least?: ArrayLike<number>;
  /** Site × place row-major, metres; Infinity for no way. */
  readonly metres: ArrayLike<number>;
  /** How many sites open. */
  readonly open: number;
  /** Sites that are open in any case. */
  readonly kept?: readonly number[];
  /** So many nearest sites of a place are looked at first. */
  readonly nearest?: number;
}

export type ChosenSchools =
  | {
      readonly ok: true;
      /** By place: its site. By site: its places. */
      readonly siteOf: readonly number[];
      readonly placesOf: readonly (readonly number[])[];
      /** Weighted by children. */
      readonly meanM: number;
      /** Nearest sites that had to be looked at. */
      readonly looked: number;
    }
  | { readonly ok: false; readonly reason: 'infeasible' };

const OPTIMAL = 7;
const INFEASIBLE = 8;

/**
 * Capacitated p-median: every place goes to one open site whole. Only the nearest sites of each place are looked at; while nothing
 * fits, twice as many, at last all. Among equally short answers the one with earlier sites. Exact for the sites looked at: when
 * some are left out, a shorter answer could need one of them, so a last programme takes those in that are nearer than the longest way found.
 */
export function chooseSchools(highs: Highs, choice: SchoolChoice): ChosenSchools {
  const { metres, demand } = choice;
  const places = demand.length;
  const sites = choice.places.length;
  const order = Array.from({ length: places }, (_, i) => Array.from({ length: sites }, (_, j) => j).filter((j) => metres[j * places + i]! < Infinity).toSorted((a, b) => metres[a * places + i]! - metres[b * places + i]! || a - b));
  for (let looked = Math.max(1, choice.nearest ?? sites); ; looked = Math.min(sites, 2 * looked)) {
    const found = solve(highs, choice, order.map((list) => list.slice(0, looked)));
    if (found === null) {
      if (looked >= sites) return { ok: false, reason: 'infeasible' };
      continue;
    }
    // A place sent farther than a site that was not looked at costs at most what all others together could save.
    const final = looked >= sites ? found : (solve(highs, choice, order.map((list, i) => withinReach(list, i, found))) ?? found);
    const all = Array.from(demand).reduce((sum, count) => sum + count, 0);
    return {
      ok: true,
      siteOf: final,
      placesOf: Array.from({ length: sites }, (_, j) => [...final.keys()].filter((i) => final[i] === j)),
      meanM: final.reduce((sum, j, i) => sum + demand[i]! * metres[j * places + i]!, 0) / all,
      looked,
    };
  }

  /** Sites for a place that a better answer could use: as far as it would go if all others went to their nearest. */
  function withinReach(list: readonly number[], i: number, found: readonly number[]): number[] {
    const way = (k: number, j: number) => demand[k]! * metres[j * places + k]!;
    const cost = found.reduce((sum, j, k) => sum + way(k, j), 0);
    const others = order.reduce((sum, own, k) => sum + (k === i ? 0 : way(k, own[0]!)), 0);
    return list.filter((j) => way(i, j) <= cost - others + 1e-9);
  }
}

function solve(highs: Highs, { demand, places, least, metres, open, kept = [] }: SchoolChoice, candidates: readonly (readonly number[])[]): number[] | null {
  const count = demand.length;
  const sites = places.length;
  const pairs = candidates.flatMap((list, i) => list.map((j) => [i, j] as const));
  const columns = sites + pairs.length;
  const scale = Math.max(1, ...pairs.map(([i, j]) => demand[i]! * metres[j * count + i]!));
  const cost = new Float64Array(columns);
  // Ties to earlier sites, then to earlier sites for earlier places, below what a real difference is.
  for (let j = 0; j < sites; j++) cost[j] = (1e-5 * (j + 1)) / (sites + 1);
  pairs.forEach(([i, j], k) => (cost[sites + k] = (demand[i]! * metres[j * count + i]!) / scale + (1e-6 * (j + 1)) / (sites + 1) / (i + 1) / (count + 1)));
  const rows: { entries: (readonly [number, number])[]; lower: number; upper: number }[] = [];
  rows.push({ entries: Array.from({ length: sites }, (_, j) => [j, 1] as const), lower: open, upper: open });
  for (let i = 0; i < count; i++) rows.push({ entries: pairs.flatMap(([place], k) => (place === i ? [[sites + k, 1] as const] : [])), lower: 1, upper: 1 });
  for (let j = 0; j < sites; j++) {
    const sum = pairs.flatMap(([i, site], k) => (site === j ? [[sites + k, demand[i]!] as const] : []));
    rows.push({ entries: [...sum, [j, -places[j]!]], lower: -Infinity, upper: 0 });
    if ((least?.[j] ?? 0) > 0) rows.push({ entries: [...sum, [j, -least![j]!]], lower: 0, upper: Infinity });
    for (const [k, [, site]] of pairs.entries()) if (site === j) rows.push({ entries: [[sites + k, 1], [j, -1]], lower: -Infinity, upper: 0 });
  }
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(({ entries }, r) => (starts[r + 1] = starts[r]! + entries.length));
  const model = highs.createModel({
    numCols: columns,
    numRows: rows.length,
    colCost: cost,
    colLower: Float64Array.from({ length: columns }, (_, c) => (c < sites && kept.includes(c) ? 1 : 0)),
    colUpper: new Float64Array(columns).fill(1),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns,
      starts,
      indices: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([at]) => at))),
      values: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, value]) => value))),
    },
    integrality: new Int32Array(columns).fill(1),
  });
  try {
    model.options.set('output_flag', false);
    model.options.set('mip_rel_gap', 0);
    model.options.set('mip_abs_gap', 1e-9);
    const { modelStatus } = model.run();
    if (modelStatus === INFEASIBLE) return null;
    if (modelStatus !== OPTIMAL) throw new Error(`HiGHS ended with status ${modelStatus}`);
    const values = model.getSolution().colValue;
    const siteOf = Array.from({ length: count }, () => -1);
    pairs.forEach(([i, j], k) => {
      if (values[sites + k]! > 0.5) siteOf[i] = j;
    });
    return siteOf;
  } finally {
    model.dispose();
  }
}
