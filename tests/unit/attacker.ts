// An attacker who knows the rules and everything that was ever public, as one plain linear program: nothing of the kernel's own audits.
import loadHighs from 'highs';

/** Totals of one division of the blocks: `value[zone]`, null where the zone is withheld. `zoneOf` by block, -1 outside. */
export interface PublicTable {
  readonly zoneOf: Int32Array;
  readonly value: readonly (number | null)[];
}

export interface Knowledge {
  readonly blocks: number;
  readonly tables: readonly PublicTable[];
  /** Where a withheld total tells that somebody is there. */
  readonly withheldIsNoZero: boolean;
  /** What else is known of every block. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Sums of which only limits are known, such as rounded totals. */
  readonly limits?: readonly { readonly at: readonly number[]; readonly lower: number; readonly upper: number }[];
  /** Sums that are equal whatever they are: a part and the rest of its whole are as many as another part and its rest. */
  readonly equal?: readonly { readonly one: readonly number[]; readonly other: readonly number[] }[];
}

export interface Leak {
  readonly blocks: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

type Solver = Awaited<ReturnType<typeof loadHighs>>;

/** Loaded once a test file. */
export const loadAttacker = (): Promise<Solver> => loadHighs();

/**
 * Every set of blocks asked about that surely holds somebody and surely fewer than `threshold`. Bounds of the linear program are whole
 * for one and two divisions; for more it may see less than an integer program would, so what it finds it found with fractions allowed,
 * and `integer` asks again for whole people.
 */
export function leaks(highs: Solver, known: Knowledge, threshold: number, targets: readonly (readonly number[])[], integer: boolean): Leak[] {
  const rows: { readonly at: readonly number[]; readonly times?: readonly number[]; readonly lower: number; readonly upper: number }[] = [];
  rows.push(...(known.limits ?? []));
  for (const { one, other } of known.equal ?? []) rows.push({ at: [...one, ...other], times: [...one.map(() => 1), ...other.map(() => -1)], lower: 0, upper: 0 });
  for (const { zoneOf, value } of known.tables) {
    value.forEach((total, zone) => {
      const at: number[] = [];
      zoneOf.forEach((of, block) => of === zone && at.push(block));
      if (at.length === 0) return;
      if (total !== null) rows.push({ at, lower: total, upper: total });
      else if (known.withheldIsNoZero) rows.push({ at, lower: 1, upper: Infinity });
    });
  }
  const start = new Int32Array(rows.length + 1);
  rows.forEach(({ at }, row) => (start[row + 1] = start[row]! + at.length));
  const index = Int32Array.from(rows.flatMap(({ at }) => at));
  const model = highs.createModel({
    numCols: known.blocks,
    numRows: rows.length,
    colCost: new Float64Array(known.blocks),
    colLower: known.lower,
    colUpper: known.upper,
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: { format: 'csr', numRows: rows.length, numCols: known.blocks, starts: start, indices: index, values: Float64Array.from(rows.flatMap(({ at, times }) => times ?? at.map(() => 1))) },
    ...(integer ? { integrality: new Int32Array(known.blocks).fill(1) } : {}),
  });
  model.options.set('output_flag', false);
  if (integer) model.options.set('mip_rel_gap', 0);
  const least = (of: readonly number[], sign: 1 | -1): number => {
    for (const block of of) model.changeColCost(block, sign);
    let { modelStatus } = model.run();
    // 15, unknown: the last basis led nowhere, one town in some hundred; from nothing it is solved.
    if (modelStatus === 15) {
      model.options.set('presolve', 'off');
      model.clearSolver();
      ({ modelStatus } = model.run());
    }
    const objective = model.getObjectiveValue();
    for (const block of of) model.changeColCost(block, 0);
    // 10 and 9: unbounded or infeasible-or-unbounded; the truth fits, so it is unbounded.
    if (modelStatus === 9 || modelStatus === 10) return -Infinity;
    if (modelStatus !== 7) throw new Error(`the attacker's program ended with status ${modelStatus}: what is public contradicts itself`);
    return objective;
  };
  try {
    return targets.flatMap((blocks) => {
      const upper = Math.floor(-least(blocks, -1) + 1e-6);
      if (upper >= threshold) return [];
      const lower = Math.ceil(least(blocks, 1) - 1e-6);
      return lower >= 1 ? [{ blocks, lower, upper }] : [];
    });
  } finally {
    model.dispose();
  }
}

/**
 * What is worth asking about: single blocks, blocks that no table tells apart, all zones, and between every two tables a zone less the zones inside it
 * and the zones that touch a zone less that zone (the two differences of INSEE's diffman).
 */
export function targetsOf(blocks: number, tables: readonly PublicTable[]): number[][] {
  const targets = new Map<string, number[]>();
  const add = (at: readonly number[]) => {
    if (at.length > 0) targets.set(at.join(), [...at]);
  };
  const alike = new Map<string, number[]>();
  for (let block = 0; block < blocks; block++) {
    const signature = tables.map(({ zoneOf }) => zoneOf[block]).join();
    alike.set(signature, [...(alike.get(signature) ?? []), block]);
    add([block]);
  }
  for (const at of alike.values()) add(at);
  const zonesOf = ({ zoneOf, value }: PublicTable) => value.map((_, zone) => Array.from(zoneOf.keys()).filter((block) => zoneOf[block] === zone));
  for (const one of tables) {
    for (const at of zonesOf(one)) {
      add(at);
      const members = new Set(at);
      for (const other of tables) {
        if (other === one) continue;
        const inside = new Set<number>();
        const touching = new Set<number>();
        for (const of of zonesOf(other)) {
          if (of.length > 0 && of.every((block) => members.has(block))) for (const block of of) inside.add(block);
          if (of.some((block) => members.has(block))) for (const block of of) touching.add(block);
        }
        add(at.filter((block) => !inside.has(block)));
        add([...touching].filter((block) => !members.has(block)).toSorted((a, b) => a - b));
      }
    }
  }
  return [...targets.values()];
}
