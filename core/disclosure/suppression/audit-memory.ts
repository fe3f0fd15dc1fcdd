// What audits have found out and the next may use: problems in which every secret was free, moves that freed secrets, and what two statistics left open.
import { digestOf } from './problem-digest.ts';
import { RememberedMoves } from './remembered-moves.ts';
import type { Secrecy } from './secrecy.ts';

/** Some 20 MB. */
const MOST_PROBLEMS = 100_000;
/** Two releases of thirty statistics with their links on eleven dates. */
const MOST_NAMES = 2000;

export class AuditMemory {
  private readonly free = new Set<string>();
  private readonly moves = new Map<string, RememberedMoves>();
  private readonly open = new Map<string, ReadonlySet<string>>();

  /**
   * Whether every secret was free in this very problem with nothing more withheld. That is proven by moves, and depends on nothing but the truth, what is published, and the
   * limits: the same problem is free again.
   */
  isFree(problem: Secrecy, withheld: Uint8Array): boolean {
    return this.free.has(digestOf(problem, withheld));
  }

  /** Only where no secret is helpless and nothing was withheld besides. */
  keepFree(problem: Secrecy, withheld: Uint8Array): void {
    if (this.free.size >= MOST_PROBLEMS) this.free.clear();
    this.free.add(digestOf(problem, withheld));
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

  /** What a problem of this name left open when it was asked last: a hint, no proof. */
  leftOpen(name: string): ReadonlySet<string> {
    return this.open.get(name) ?? new Set();
  }

  keepOpen(name: string, secrets: ReadonlySet<string>): void {
    if (this.open.size >= MOST_NAMES) this.open.clear();
    this.open.set(name, secrets);
  }
}
