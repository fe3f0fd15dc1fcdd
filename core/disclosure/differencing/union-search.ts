// The smallest union with a given group in a piece: branch and bound over whole numbers, with a limit of steps.
import type { UnionPiece } from './union-pieces.ts';

export interface SmallUnion {
  readonly count: number;
  /** Groups of the piece, ascending. */
  readonly groups: readonly number[];
}

/** The search gave up before it knew. */
export const UNDECIDED = 'undecided';

/** Rows and groups are undecided (-1) or have their value. */
const OPEN = -1;

/**
 * Values of rows and groups are narrowed by each other: a group's sum can only lie between what its open rows leave, and has
 * to be 0 or 1. What is taken counts, and nothing at or above the limit is followed; of the same count the fewest atoms win.
 */
export class UnionSearch {
  private readonly row: Int8Array;
  private readonly group: Int8Array;
  /** Sum of a group's taken rows; what its open rows can add and take away. */
  private readonly sum: Float64Array;
  private readonly above: Float64Array;
  private readonly below: Float64Array;
  /** Decided rows, and decided groups as -1 - group. */
  private readonly trail: number[] = [];
  private readonly queue: number[] = [];
  private readonly queued: Uint8Array;
  /** Count of a group first, its atoms second: as one number. */
  private readonly cost: Float64Array;
  private readonly unit: number;
  /** Groups with people, the largest first. */
  private readonly inhabited: Int32Array;
  private spent = 0;
  private limit = 0;
  private steps = 0;
  private best: number[] | null = null;

  constructor(private readonly piece: UnionPiece) {
    const { rows, groups, count, groupStart, groupTimes } = piece;
    const size = groups.length;
    this.row = new Int8Array(rows).fill(OPEN);
    this.group = new Int8Array(size).fill(OPEN);
    this.sum = new Float64Array(size);
    this.above = new Float64Array(size);
    this.below = new Float64Array(size);
    for (let g = 0; g < size; g++) {
      for (let i = groupStart[g]!; i < groupStart[g + 1]!; i++) {
        if (groupTimes[i]! > 0) this.above[g]! += groupTimes[i]!;
        else this.below[g]! += groupTimes[i]!;
      }
    }
    this.queued = new Uint8Array(size);
    this.unit = 1 + groups.reduce((sum, { length }) => sum + length, 0);
    this.cost = Float64Array.from(groups, ({ length }, g) => count[g]! * this.unit + length);
    this.inhabited = Int32Array.from(Array.from(groups.keys()).filter((g) => count[g]! > 0)).toSorted((x, y) => count[y]! - count[x]!);
  }

  /** Whether narrowing alone shows that no union below the limit has the group. */
  excludes(group: number, below: number): boolean {
    this.limit = below * this.unit;
    const possible = this.take(group);
    this.back(0);
    return !possible;
  }

  /** What narrowing alone says about every group of a union below the limit that has this one: 0, 1, or -1 for nothing. */
  narrowed(group: number, below: number): Int8Array {
    this.limit = below * this.unit;
    this.take(group);
    const known = this.group.slice();
    this.back(0);
    return known;
  }

  /** The smallest union with the group that holds less than `below`; null where there is none. */
  smallest(group: number, below: number, steps: number): SmallUnion | null | typeof UNDECIDED {
    this.limit = below * this.unit;
    this.steps = steps;
    this.best = null;
    if (this.take(group)) this.branch();
    this.back(0);
    if (this.steps < 0) return UNDECIDED;
    const best = this.best as number[] | null;
    if (best === null) return null;
    return { count: best.reduce((sum, g) => sum + this.piece.count[g]!, 0), groups: best };
  }

  private take(group: number): boolean {
    return this.decideGroup(group, 1) && this.narrow();
  }

  /** Everything below the present state; returns with the state as it was. */
  private branch(): void {
    if (--this.steps < 0) return;
    const open = this.openRow();
    if (open < 0) return;
    const mark = this.trail.length;
    // No row is taken that need not be.
    for (const value of [0, 1] as const) {
      if (this.decideRow(open, value) && this.narrow()) this.branch();
      this.back(mark);
      if (this.steps < 0) return;
    }
  }

  /**
   * With all open rows left out the state may be a union: then it is the best so far. The next row to decide is one that could still
   * make it better or make it a union; -1 where none could.
   */
  private openRow(): number {
    const { group, sum, piece, cost } = this;
    let total = this.spent;
    let wrong = -1;
    let costly = -1;
    for (let g = 0; g < group.length; g++) {
      if (group[g] !== OPEN) {
        if (sum[g] !== group[g]! * piece.scale[g]!) wrong = g;
      } else if (sum[g] === piece.scale[g]) {
        total += cost[g]!;
        if (costly < 0 || cost[g]! > cost[costly]!) costly = g;
      } else if (sum[g] !== 0) wrong = g;
    }
    if (wrong < 0 && total < this.limit) {
      this.limit = total;
      this.best = Array.from(group.keys()).filter((g) => sum[g] !== 0);
    }
    const of = wrong >= 0 ? wrong : costly;
    if (of < 0) return -1;
    for (let i = piece.groupStart[of]!; i < piece.groupStart[of + 1]!; i++) if (this.row[piece.groupRow[i]!] === OPEN) return piece.groupRow[i]!;
    return -1;
  }

  private decideRow(r: number, value: 0 | 1): boolean {
    const { rowStart, rowGroup, rowTimes } = this.piece;
    if (this.row[r] !== OPEN) return this.row[r] === value;
    this.row[r] = value;
    this.trail.push(r);
    for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
      const [g, times] = [rowGroup[i]!, rowTimes[i]!];
      if (times > 0) this.above[g]! -= times;
      else this.below[g]! -= times;
      if (value === 1) this.sum[g]! += times;
      this.enqueue(g);
    }
    return true;
  }

  private decideGroup(g: number, value: 0 | 1): boolean {
    if (this.group[g] !== OPEN) return this.group[g] === value;
    this.group[g] = value;
    this.trail.push(-1 - g);
    if (value === 1) this.spent += this.cost[g]!;
    this.enqueue(g);
    return this.spent < this.limit;
  }

  private enqueue(g: number): void {
    if (this.queued[g] === 1) return;
    this.queued[g] = 1;
    this.queue.push(g);
  }

  private narrow(): boolean {
    let possible = true;
    for (;;) {
      for (let g = this.queue.pop(); g !== undefined; g = this.queue.pop()) {
        this.queued[g] = 0;
        possible &&= this.narrowGroup(g);
      }
      if (!possible) return false;
      // What would be too much together with what is taken is out.
      for (const g of this.inhabited) {
        if (this.spent + this.cost[g]! < this.limit) break;
        if (this.group[g] === OPEN) this.decideGroup(g, 0);
      }
      if (this.queue.length === 0) return true;
    }
  }

  private narrowGroup(g: number): boolean {
    const { scale, groupStart, groupRow, groupTimes } = this.piece;
    const [low, high] = [this.sum[g]! + this.below[g]!, this.sum[g]! + this.above[g]!];
    const full = scale[g]!;
    if (this.group[g] === OPEN) {
      const [none, whole] = [low <= 0 && high >= 0, low <= full && high >= full];
      if (!none && !whole) return false;
      if (none && whole) return true;
      if (!this.decideGroup(g, whole ? 1 : 0)) return false;
    }
    const target = this.group[g] === 1 ? full : 0;
    if (low > target || high < target) return false;
    if (low === high) return true;
    for (let i = groupStart[g]!; i < groupStart[g + 1]!; i++) {
      const r = groupRow[i]!;
      if (this.row[r] !== OPEN) continue;
      const times = groupTimes[i]!;
      const [lowIfTaken, highIfTaken] = times > 0 ? [low + times, high] : [low, high + times];
      const [lowIfNot, highIfNot] = times > 0 ? [low, high - times] : [low - times, high];
      const canTake = lowIfTaken <= target && target <= highIfTaken;
      const canLeave = lowIfNot <= target && target <= highIfNot;
      if (!canTake && !canLeave) return false;
      if (canTake !== canLeave) {
        // The group is queued again by its row.
        this.decideRow(r, canTake ? 1 : 0);
        return true;
      }
    }
    return true;
  }

  /** Undoes what was decided since the mark. */
  private back(mark: number): void {
    const { rowStart, rowGroup, rowTimes } = this.piece;
    for (const g of this.queue) this.queued[g] = 0;
    this.queue.length = 0;
    while (this.trail.length > mark) {
      const decided = this.trail.pop()!;
      if (decided < 0) {
        const g = -1 - decided;
        if (this.group[g] === 1) this.spent -= this.cost[g]!;
        this.group[g] = OPEN;
        continue;
      }
      for (let i = rowStart[decided]!; i < rowStart[decided + 1]!; i++) {
        const [g, times] = [rowGroup[i]!, rowTimes[i]!];
        if (times > 0) this.above[g]! += times;
        else this.below[g]! += times;
        if (this.row[decided] === 1) this.sum[g]! -= times;
      }
      this.row[decided] = OPEN;
    }
  }
}
