// What audits have found out: problems in which every secret was free without anything more withheld, and moves that freed secrets of others.
import { RememberedMoves } from './remembered-moves.ts';
import type { Secrecy } from './secrecy.ts';

/** Some 20 MB. */
const MOST = 100_000;
/** Two releases of thirty statistics with their links on eleven dates. */
const MOST_NAMES = 2000;
const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/**
 * That a secret is free is proven by a move, and depends on nothing but the truth, what is published, and the limits: the same problem is free again, whoever asks. What cells
 * cost has no part in it. Known by 128 bits of all numbers of a problem.
 */
export class FreeProblems {
  private readonly known = new Set<string>();
  private readonly stuck = new Map<string, readonly number[]>();
  private readonly moves = new Map<string, RememberedMoves>();
  private readonly open = new Map<string, ReadonlySet<string>>();

  has(problem: Secrecy, withheld: Uint8Array): boolean {
    return this.known.has(digestOf(problem, withheld));
  }

  /** Only where no secret is helpless and nothing was withheld besides. */
  add(problem: Secrecy, withheld: Uint8Array): void {
    if (this.known.size >= MOST) this.known.clear();
    this.known.add(digestOf(problem, withheld));
  }

  /** Of a problem in which nothing may be withheld: its secrets that nothing frees, null where it was not asked. */
  stuckIn(problem: Secrecy, withheld: Uint8Array): readonly number[] | null {
    return this.stuck.get(digestOf(problem, withheld)) ?? null;
  }

  keepStuck(problem: Secrecy, withheld: Uint8Array, secrets: readonly number[]): void {
    this.stuck.set(digestOf(problem, withheld), secrets);
  }

  /** What a problem of this name left open when it was asked last: a hint, no proof. */
  leftOpen(name: string): ReadonlySet<string> {
    return this.open.get(name) ?? new Set();
  }

  keepOpen(name: string, secrets: ReadonlySet<string>): void {
    if (this.open.size >= MOST_NAMES) this.open.clear();
    this.open.set(name, secrets);
  }

  /** Moves of a problem too large to come again unchanged, such as one statistic and date of the whole town. */
  movesOf(name: string): RememberedMoves {
    let moves = this.moves.get(name);
    if (moves === undefined) {
      if (this.moves.size >= MOST_NAMES) this.moves.clear();
      this.moves.set(name, (moves = new RememberedMoves()));
    }
    return moves;
  }
}

function digestOf({ truth, minimum, cells, floor, ceiling, links, secrets }: Secrecy, withheld: Uint8Array): string {
  const state: [number, number, number, number] = [...LANES];
  const word = new DataView(new ArrayBuffer(8));
  const enterHalf = (half: number) => {
    for (let lane = 0; lane < LANES.length; lane++) {
      const mixed = Math.imul(state[lane]! ^ half, LANES[lane]!);
      state[lane] = mixed ^ (mixed >>> 15);
    }
  };
  const enter = (value: number) => {
    word.setFloat64(0, value);
    enterHalf(word.getInt32(0));
    enterHalf(word.getInt32(4));
  };
  const enterAll = (values: ArrayLike<number>) => {
    enter(values.length);
    for (let i = 0; i < values.length; i++) enter(values[i]!);
  };
  enterAll(truth);
  enterAll(minimum);
  enterAll(withheld);
  enter(cells.length);
  cells.forEach(enterAll);
  enterAll(floor);
  enterAll(ceiling ?? []);
  for (const { at, times, room, most } of links ?? []) {
    enterAll(at);
    enterAll(times);
    enter(room);
    enter(most);
  }
  for (const { at, growth, either, fall } of secrets) {
    enterAll(at);
    enter(growth);
    enter(either ? 1 : 0);
    enter(fall ?? -1);
  }
  return state.map((lane) => (lane >>> 0).toString(36)).join();
}
