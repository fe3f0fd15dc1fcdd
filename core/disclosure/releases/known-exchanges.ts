// Moves of one problem of a release, told to all others as changes of blocks: each block stands for its place.
import type { Exchanges } from '../suppression/exchanges.ts';
import type { Direction } from '../suppression/move-check.ts';
import type { KnownMoves } from '../suppression/protection.ts';
import type { RememberedMoves } from '../suppression/remembered-moves.ts';
import type { Move, Secret } from '../suppression/secrecy.ts';
import type { AtomBlocks } from './release-audit.ts';

/** Groups that move by a change of places, each so many times as the change says. */
export type Mix = readonly (readonly [group: number, times: number])[];

/** Of a problem over places: atoms that nothing public tells apart. */
export interface PlaceProblem {
  /** Block that stands for a place. */
  readonly block: ArrayLike<number>;
  /** Place by block, -1 where the block is in none. */
  placeOf(block: number): number;
  /** Groups of unknowns by place, such as a part and what is left of its whole: -1 where the place has none of that group. */
  readonly groups: readonly ArrayLike<number>[];
  /** How a change of places may be shared out among groups. */
  readonly mixes: readonly Mix[];
  readonly secrets: readonly Secret[];
  /** What freed the same problem's secrets before. */
  readonly remembered?: RememberedMoves | undefined;
}

/** First block of an atom; -1 of one that is vacant. */
export function firstBlocks({ blocks }: AtomBlocks): Int32Array {
  return Int32Array.from(blocks, (of) => of[0] ?? -1);
}

/** Directions for a secret of one group are asked only of mixes that move the group. */
export function knownExchanges(exchanges: Exchanges, { block, placeOf, groups, mixes, secrets, remembered }: PlaceProblem): KnownMoves {
  const placeOfUnknown = new Map<number, readonly [group: number, place: number]>();
  groups.forEach((unknowns, group) => {
    for (let place = 0; place < unknowns.length; place++) if (unknowns[place]! >= 0) placeOfUnknown.set(unknowns[place]!, [group, place]);
  });
  const mixesOf = groups.map((_, group) => mixes.filter((mix) => mix.some(([of]) => of === group)));
  return {
    *near(secret) {
      for (const unknown of secrets[secret]!.at) {
        const own = placeOfUnknown.get(unknown);
        if (own === undefined) continue;
        const [group, place] = own;
        for (const { group: of, block: blocks, by } of remembered?.of(group, block[place]!) ?? []) {
          const at = Array.from(blocks, (one, i) => groups[of[i]!]![placeOf(one)] ?? -1);
          if (!at.includes(-1) && new Set(at).size === at.length) yield { at, by: [...by] };
        }
        for (const exchange of exchanges.of(block[place]!)) {
          const places = exchange.blocks.map(placeOf);
          if (places.includes(-1)) continue;
          for (const mix of mixesOf[group]!) {
            const direction = mixed(places, exchange.by, mix, groups);
            if (direction !== null) yield direction;
          }
        }
      }
    },
    found({ at, by }: Move) {
      const changed = remembered === undefined ? [] : at.map((unknown) => placeOfUnknown.get(unknown));
      if (changed.length > 0 && !changed.includes(undefined)) {
        remembered!.add({ group: Int32Array.from(changed, (of) => of![0]), block: Int32Array.from(changed, (of) => block[of![1]]!), by: Int32Array.from(by) });
      }
      groups.forEach((_, group) => {
        const own = at.flatMap((unknown, i) => {
          const of = placeOfUnknown.get(unknown);
          return of === undefined || of[0] !== group ? [] : [[block[of[1]]!, by[i]!] as const];
        });
        exchanges.add(own);
      });
    },
  };
}

function mixed(places: readonly number[], by: readonly number[], mix: Mix, groups: readonly ArrayLike<number>[]): Direction | null {
  const sums = new Map<number, number>();
  for (const [group, times] of mix) {
    for (let i = 0; i < places.length; i++) {
      const unknown = groups[group]![places[i]!]!;
      if (unknown < 0) return null;
      sums.set(unknown, (sums.get(unknown) ?? 0) + times * by[i]!);
    }
  }
  const moved = [...sums].filter(([, change]) => change !== 0);
  return moved.length === 0 ? null : { at: moved.map(([unknown]) => unknown), by: moved.map(([, change]) => change) };
}

/** `block` and `placeOf` of places that are sets of atoms. */
export function placesBy(atoms: AtomBlocks, places: readonly (readonly number[])[]): Pick<PlaceProblem, 'block' | 'placeOf'> {
  const placeOfAtom = new Int32Array(atoms.blocks.length).fill(-1);
  places.forEach((of, place) => of.forEach((atom) => (placeOfAtom[atom] = place)));
  return { block: Int32Array.from(places, ([atom]) => atoms.blocks[atom!]![0] ?? -1), placeOf: (block) => placeOfAtom[atoms.atomOfBlock[block]!]! };
}
