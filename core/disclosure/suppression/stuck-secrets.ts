// Answers of one release and date: residents alone are the same problem for each of their parts, and asked once.
import { digestOf } from './problem-digest.ts';
import type { Secrecy } from './secrecy.ts';

export class StuckSecrets {
  private readonly byProblem = new Map<string, readonly number[]>();

  /** Secrets that nothing frees; null where the problem was not asked. */
  of(problem: Secrecy, withheld: Uint8Array): readonly number[] | null {
    return this.byProblem.get(digestOf(problem, withheld)) ?? null;
  }

  keep(problem: Secrecy, withheld: Uint8Array, secrets: readonly number[]): void {
    this.byProblem.set(digestOf(problem, withheld), secrets);
  }
}
