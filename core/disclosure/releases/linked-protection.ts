// What else is withheld because a part is never more than its whole: nothing small of the part, of the rest or of the whole may follow from both.
import type { ProgramSolver } from '../differencing/program.ts';
import type { Exchanges } from '../suppression/exchanges.ts';
import { nearUnknowns } from '../suppression/near-unknowns.ts';
import { Protection } from '../suppression/protection.ts';
import type { RememberedMoves } from '../suppression/remembered-moves.ts';
import type { StuckSecrets } from '../suppression/stuck-secrets.ts';
import { knownExchanges, type Mix, placesBy } from './known-exchanges.ts';
import { isTold, type LinkedSecrecy, type LinkedSecret, linkedSecrecy, type LinkInput } from './linked-secrecy.ts';

export type LinkProtectionInput = Omit<LinkInput, 'ofWhole'> & {
  /** What bounds the whole alone; null where it is looked after as the part of another. */
  readonly partsOfWhole: readonly Int32Array[] | null;
  readonly solver: ProgramSolver;
  /** Moves that were found for other statistics and dates over the same blocks. */
  readonly exchanges?: Exchanges;
  /** Of the same release and date: residents alone are asked with each of their parts. */
  readonly asked?: StuckSecrets;
  /** What freed the same two before, and the whole alone. */
  readonly remembered?: { readonly both: RememberedMoves; readonly whole: RememberedMoves } | undefined;
  /** Secrets that are told as helpless without a program, unless a known move frees them: who asks has a wider question that settles them. */
  readonly unasked?: ((secret: LinkedSecret) => boolean) | undefined;
};

/** Zones of the first partition, ascending, besides those that are withheld already; `helpless`: what follows from what cannot be withheld any more. */
export interface LinkProtection {
  readonly part: readonly number[];
  readonly whole: readonly number[];
  readonly helpless: readonly LinkedSecret[];
}

/**
 * Every secret of the two rests on a move of both together that no public total shows, with all other statistics as they are. The whole is first looked
 * at with its parts as they are: only what that leaves open needs a part to move with it.
 */
export function protectLinked(input: LinkProtectionInput): LinkProtection {
  const { partsOfWhole, solver, exchanges, remembered, unasked, ...link } = input;
  const made = linkedSecrecy({ ...link, ofWhole: partsOfWhole === null || link.whole === null ? null : heldByParts(input, partsOfWhole) });
  const before = made.withheld.slice();
  const helpless = settle(made, link, solver, exchanges, remembered?.both, undefined, unasked);
  const added = made.zoneOfCell.flatMap((zone, cell) => (zone !== null && before[cell] === 0 && made.withheld[cell] === 1 ? [zone] : []));
  const of = (side: 'part' | 'whole') => added.flatMap((zone) => (zone.of === side ? [zone.zone] : [])).toSorted((a, b) => a - b);
  return { part: of('part'), whole: of('whole'), helpless };
}

/** 1 by atom where the whole is not free as long as its parts stay as they are. */
function heldByParts({ atoms, part, whole, apart: others, solver, exchanges, remembered, asked }: LinkProtectionInput, within: readonly Int32Array[]): Uint8Array {
  // Residents of a block are no place of their own where nothing but its children is public; its children bound them all the same.
  const apart = part.published.map((_, g) => isTold(part, g) || others?.[g] === true);
  const alone = linkedSecrecy({ atoms, part: { ...whole!, free: null }, whole: null, within, beside: [], above: null, ofWhole: null, apart });
  const held = new Uint8Array(atoms.blocks.length);
  for (const secret of settle(alone, { atoms }, solver, exchanges, remembered?.whole, asked)) for (const atom of secret.atoms) held[atom] = 1;
  return held;
}

/** Of a part and the rest of its whole: one for the other, each by itself, or both. */
const MIXES: readonly Mix[] = [[[0, 1], [1, -1]], [[0, 1]], [[1, 1]]];

function settle({ problem, withheld, secrets, places, part, rest }: LinkedSecrecy, { atoms }: Pick<LinkInput, 'atoms'>, solver: ProgramSolver, exchanges: Exchanges | undefined, remembered: RememberedMoves | undefined, asked?: StuckSecrets, unasked?: (secret: LinkedSecret) => boolean): LinkedSecret[] {
  if (secrets.length === 0) return [];
  const before = asked === undefined ? withheld : withheld.slice();
  const stuck = asked?.of(problem, before) ?? null;
  if (stuck !== null) return stuck.map((secret) => secrets[secret]!);
  const known = exchanges === undefined ? null : knownExchanges(exchanges, { ...placesBy(atoms, places), groups: [part, rest], mixes: MIXES, secrets: problem.secrets, remembered });
  const protection = new Protection(problem, withheld, nearUnknowns(problem), solver, false, known);
  try {
    if (unasked !== undefined) protection.leaveUnasked([...secrets.keys()].filter((secret) => unasked(secrets[secret]!)));
    protection.withholdMore();
    const helpless = [...protection.helpless].toSorted((a, b) => a - b);
    asked?.keep(problem, before, helpless);
    return helpless.map((secret) => secrets[secret]!);
  } finally {
    protection.dispose();
  }
}
