// Whether a change of the truth is one that nobody could tell: no published sum moves, and nothing leaves its bounds.
import { changeOf, type HeldBy, heldBy, type Move, type Secrecy, type Secret } from './secrecy.ts';

/** Changes of unknowns in any multiple, such as were found for another count. */
export type Direction = Pick<Move, 'at' | 'by'>;

/** Tries directions that came from elsewhere: what passes is a proof by itself, whoever thought of it. */
export class MoveCheck {
  private readonly sums: Float64Array;
  private readonly linksOf: HeldBy;

  constructor(
    private readonly problem: Secrecy,
    private readonly cellsOf: HeldBy,
    private readonly withheld: Uint8Array,
  ) {
    const { truth, cells, links } = problem;
    this.sums = Float64Array.from(cells, (at) => at.reduce((sum, unknown) => sum + truth[unknown]!, 0));
    this.linksOf = heldBy(truth.length, (links ?? []).map(({ at }) => at));
  }

  /** The direction, as often as the secret asks and one way or the other, where only withheld cells move; null where it does not fit. */
  freeing({ at, by }: Direction, { growth, either, fall }: Secret, members: ReadonlySet<number>): Move | null {
    const once = changeOf({ at, by, cells: [] }, members);
    if (once === 0) return null;
    const wanted = [growth, ...(either ? [-growth] : []), ...(fall === undefined ? [] : [-fall])];
    for (const change of wanted) {
      const times = Math.ceil(Math.abs(change) / Math.abs(once)) * Math.sign(change) * Math.sign(once);
      const move = this.checked(at, by, times);
      if (move !== null) return move;
    }
    return null;
  }

  private checked(at: readonly number[], by: readonly number[], times: number): Move | null {
    const { problem: { truth, minimum }, withheld } = this;
    for (let i = 0; i < at.length; i++) if (truth[at[i]!]! + times * by[i]! < minimum[at[i]!]!) return null;
    const change = new Map<number, number>();
    const { start, holder } = this.cellsOf;
    at.forEach((unknown, i) => {
      for (let j = start[unknown]!; j < start[unknown + 1]!; j++) change.set(holder[j]!, (change.get(holder[j]!) ?? 0) + times * by[i]!);
    });
    const cells: number[] = [];
    for (const [cell, moved] of change) {
      if (moved === 0) continue;
      if (withheld[cell] === 0 || !this.allows(cell, moved)) return null;
      cells.push(cell);
    }
    const whole = by.map((one) => times * one);
    return this.keepsLinks(at, whole) ? { at, by: whole, cells: cells.toSorted((a, b) => a - b) } : null;
  }

  private allows(cell: number, moved: number): boolean {
    const { floor, ceiling } = this.problem;
    const sum = this.sums[cell]! + moved;
    return sum >= floor[cell]! && (ceiling === undefined || sum <= ceiling[cell]!);
  }

  private keepsLinks(at: readonly number[], by: readonly number[]): boolean {
    const { links } = this.problem;
    if (links === undefined) return true;
    const { start, holder } = this.linksOf;
    const moved = new Map(at.map((unknown, i) => [unknown, by[i]!]));
    const touched = new Set(at.flatMap((unknown) => [...holder.subarray(start[unknown]!, start[unknown + 1]!)]));
    return [...touched].every((link) => {
      const { at: of, times, room, most } = links[link]!;
      const change = of.reduce((sum, unknown, i) => sum + times[i]! * (moved.get(unknown) ?? 0), 0);
      return change >= -room && change <= most;
    });
  }
}
