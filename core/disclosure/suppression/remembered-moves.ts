// Moves that proved the secrets of one problem free, kept for when it is asked again with a block elsewhere.

/** Changes by group (such as a part and what is left of its whole) and block. */
export interface BlockChanges {
  readonly group: Int32Array;
  readonly block: Int32Array;
  readonly by: Int32Array;
}

/** Moves kept under what they change, the newest; longer ones are found again. */
const MOST_A_PLACE = 6;
const LONGEST = 40;

export class RememberedMoves {
  private readonly byPlace = new Map<string, BlockChanges[]>();

  /** Those that change this group in the block, the newest first. */
  of(group: number, block: number): readonly BlockChanges[] {
    return this.byPlace.get(`${group} ${block}`) ?? [];
  }

  add(changes: BlockChanges): void {
    const { group, block } = changes;
    if (group.length > LONGEST) return;
    for (let i = 0; i < group.length; i++) {
      const kept = this.of(group[i]!, block[i]!);
      if (!kept.some((one) => isSame(one, changes))) this.byPlace.set(`${group[i]} ${block[i]}`, [changes, ...kept].slice(0, MOST_A_PLACE));
    }
  }
}

const isSame = (one: BlockChanges, other: BlockChanges) => (['group', 'block', 'by'] as const).every((part) => one[part].length === other[part].length && one[part].every((value, i) => value === other[part][i]));
