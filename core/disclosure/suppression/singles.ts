// What is known at once: an unknown that is the only one left in a published sum, and what follows from it in turn.
import type { HeldBy, Secrecy } from './secrecy.ts';

/**
 * Which secrets a cell would give away if it were published, without any program: nine in ten attempts to give a cell back end here. Necessary, not
 * sufficient. Follows the state of the cells through `update`.
 */
export class Singles {
  /** Unknowns of a cell, and of a secret, that are not published by themselves. */
  private readonly openOfCell: Int32Array;
  private readonly openOfSecret: Int32Array;
  /** Published cells of this unknown alone, by unknown; above 0 it is known. */
  private readonly told: Int32Array;

  constructor(
    private readonly problem: Secrecy,
    private readonly cellsOf: HeldBy,
    private readonly secretsOf: HeldBy,
    private readonly withheld: Uint8Array,
  ) {
    const { truth, cells, secrets } = problem;
    this.openOfCell = Int32Array.from(cells, (at) => at.length);
    this.openOfSecret = Int32Array.from(secrets, ({ at }) => at.length);
    this.told = new Int32Array(truth.length);
    cells.forEach((at, cell) => {
      if (at.length === 1 && withheld[cell] === 0) this.tell(at[0]!, 1);
    });
  }

  /** Tells that a cell's state has changed. */
  update(cell: number): void {
    const at = this.problem.cells[cell]!;
    if (at.length === 1) this.tell(at[0]!, this.withheld[cell] === 1 ? -1 : 1);
  }

  givesAway(cell: number): boolean {
    const { cells } = this.problem;
    const { start, holder } = this.cellsOf;
    const told: number[] = [];
    const sole = (of: number): number => (this.openOfCell[of] === 1 ? cells[of]!.find((unknown) => this.told[unknown] === 0)! : -1);
    const queue = [sole(cell)].filter((unknown) => unknown >= 0);
    let found = false;
    while (queue.length > 0 && !found) {
      const unknown = queue.pop()!;
      if (this.told[unknown]! > 0) continue;
      told.push(unknown);
      found = this.tell(unknown, 1);
      for (let i = start[unknown]!; i < start[unknown + 1]!; i++) {
        const of = holder[i]!;
        if (this.withheld[of] === 0 || of === cell) {
          const next = sole(of);
          if (next >= 0) queue.push(next);
        }
      }
    }
    for (const unknown of told) this.tell(unknown, -1);
    return found;
  }

  /** Whether a secret has no open unknown any more. */
  private tell(unknown: number, by: 1 | -1): boolean {
    this.told[unknown]! += by;
    if (this.told[unknown] !== (by === 1 ? 1 : 0)) return false;
    for (let i = this.cellsOf.start[unknown]!; i < this.cellsOf.start[unknown + 1]!; i++) this.openOfCell[this.cellsOf.holder[i]!]! -= by;
    let none = false;
    for (let i = this.secretsOf.start[unknown]!; i < this.secretsOf.start[unknown + 1]!; i++) none = (this.openOfSecret[this.secretsOf.holder[i]!]! -= by) === 0 || none;
    return none;
  }
}
