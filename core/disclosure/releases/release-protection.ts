// Which zones of a release are withheld, so that nothing small follows from it together with all that is public already.
import type { DifferencingFinding, WithheldZones } from '../differencing/differencing.ts';
import type { Exchanges } from '../suppression/exchanges.ts';
import { knownEmpty } from '../suppression/known-empty.ts';
import { nearUnknowns } from '../suppression/near-unknowns.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import { type KnownMoves, Protection } from '../suppression/protection.ts';
import type { RememberedMoves } from '../suppression/remembered-moves.ts';
import { type AtomBlocks, type Partition, ReleaseAudit } from './release-audit.ts';
import { firstBlocks, knownExchanges } from './known-exchanges.ts';
import { releaseSecrecy, type ReleaseSecrecy } from './release-secrecy.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { BoundedTotals } from './total-bounds.ts';
import type { Secrecy, Secret } from '../suppression/secrecy.ts';

export interface ReleaseProtectionInput {
  /** All divisions of the blocks that were ever published for this date, and the one that is released now. */
  readonly partitions: readonly Partition[];
  /** Position of the one that is released. */
  readonly released: number;
  /** By partition: 1 by zone whose total of this statistic and date is public already, in whatever release or paper; null: none is. */
  readonly publishedBefore: readonly (Uint8Array | null)[];
  /** What rounded totals say, those of the release included: a division with rounded totals publishes none of them exactly. */
  readonly bounded?: BoundedTotals;
  /** By block, whole numbers from 0. */
  readonly counts: Int32Array;
  /** 1 by zone of `released` that the rules withhold by themselves. */
  readonly primary: Uint8Array;
  readonly rules: RuleSet;
  readonly solver: ProgramSolver;
  /** An audit of these very partitions, where there is one: all statistics and dates of a release share it. Left as it is. */
  readonly audit?: ReleaseAudit;
  /** Moves that were found for other statistics and dates over the same blocks. */
  readonly exchanges?: Exchanges;
  /** What freed the secrets of this statistic and date before. */
  readonly remembered?: RememberedMoves | undefined;
}

/** By zone of the released partition: `withheld` is `primary` and `secondary` together. */
export interface ReleaseProtection {
  readonly withheld: Uint8Array;
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
  /** What follows from earlier publications and open zeros, whatever is withheld now; atoms as in `atoms`. */
  readonly unresolved: readonly DifferencingFinding[];
  /** Sets of atoms that are known to hold somebody and fewer than the threshold, whatever is withheld now; empty at `exact`. */
  readonly knownSmall: readonly (readonly number[])[];
  readonly atoms: AtomBlocks;
}

/**
 * Withholds zones until every atom that holds somebody below the threshold could hold as many as the threshold for all that is public
 * then (or, at `exact`, until no union below it is known exactly), then publishes again, largest first, what no atom needs. No union is
 * known to be small where no atom is: it holds no less than what an atom of it could hold alone. Open zeros stay published. Deterministic.
 */
export function protectRelease(input: ReleaseProtectionInput): ReleaseProtection {
  const audit = input.audit ?? new ReleaseAudit(input.partitions, input.solver);
  try {
    return protectWith(audit, input);
  } finally {
    if (input.audit === undefined) audit.dispose();
  }
}

function protectWith(audit: ReleaseAudit, input: ReleaseProtectionInput): ReleaseProtection {
  const { partitions, released, publishedBefore, counts, primary, rules, solver } = input;
  const { atoms } = audit;
  const public_ = publishedBefore[released];
  const hidden = (withheld: Uint8Array): WithheldZones =>
    partitions.map(({ zoneCount }, g) => {
      if (g !== released) return notPublished(publishedBefore[g] ?? null, zoneCount);
      return withheld.map((flag, zone) => (flag === 1 && public_?.[zone] !== 1 ? 1 : 0));
    });
  const everything = new Uint8Array(partitions[released]!.zoneCount).fill(1);
  const unresolved = audit.findings(counts, hidden(everything), rules.threshold);
  const beyondHelp = new Set(unresolved.map(({ atom }) => atom));

  const found: (readonly number[])[] = [];
  for (;;) {
    const { problem, cellOfZone, unknownOf, withheld } = releaseSecrecy(input, atoms, found, beyondHelp);
    const helpless = settle(problem, withheld, cellOfZone, primary, solver, input.exchanges === undefined ? null : knownTo(input.exchanges, input.remembered, atoms, unknownOf, problem));
    const result = Uint8Array.from(everything, (_, zone) => (primary[zone] === 1 || (public_?.[zone] !== 1 && cellOfZone[zone]! >= 0 && withheld[cellOfZone[zone]!] === 1) ? 1 : 0));
    const left = audit.findings(counts, hidden(result), rules.threshold).filter(({ atom }) => !beyondHelp.has(atom));
    const told = left.map(({ union }) => union.atoms);
    if (told.length === 0 && rules.protect === 'exact') told.push(...toldByEmptiness(input, atoms, hidden(result), { problem, unknownOf, withheld, cellOfZone }));
    const unions = told.map((of) => [...new Set(of.map((atom) => unknownOf[atom]!).filter((unknown) => unknown >= 0))].toSorted((a, b) => a - b));
    const known = new Set(found.map((at) => at.join()));
    const fresh = unions.filter((at) => at.length > 0 && !known.has(at.join()) && known.add(at.join()));
    if (fresh.length === 0) {
      const secondary = result.map((flag, zone) => (flag === 1 && primary[zone] !== 1 ? 1 : 0));
      const knownSmall = helpless.filter(({ either }) => !either).map(({ at }) => atomsOf(at, unknownOf));
      return { withheld: result, primary, secondary, unresolved: [...unresolved, ...left], knownSmall, atoms };
    }
    found.push(...fresh);
  }
}

/**
 * Unions, as atoms, that follow exactly once it is known what can only be empty: an audit with these atoms published by themselves, and with
 * the zones published that can only hold as little as they are taken for.
 */
function toldByEmptiness({ partitions, released, counts, rules, solver }: ReleaseProtectionInput, atoms: AtomBlocks, hidden: WithheldZones, { problem, unknownOf, withheld, cellOfZone }: ReleaseSecrecy): number[][] {
  const known = knownEmpty(problem, withheld, solver);
  const empty = new Set(known.unknowns);
  const low = new Set(known.cells);
  if (empty.size + low.size === 0) return [];
  const alone = Int32Array.from(atoms.atomOfBlock, (atom) => (unknownOf[atom]! >= 0 && empty.has(unknownOf[atom]!) ? unknownOf[atom]! : -1));
  const open = hidden.map((flags, g) => (g === released ? (flags?.map((flag, zone) => (cellOfZone[zone]! >= 0 && low.has(cellOfZone[zone]!) ? 0 : flag)) ?? null) : flags));
  const audit = new ReleaseAudit([...partitions, { zoneOf: alone, zoneCount: problem.truth.length }], solver);
  try {
    return audit.findings(counts, [...open, null], rules.threshold).map(({ union }) => [...new Set(union.atoms.flatMap((atom) => Array.from(audit.atoms.blocks[atom]!, (block) => atoms.atomOfBlock[block]!)))]);
  } finally {
    audit.dispose();
  }
}

/** Returns the secrets that nothing helps. */
function settle(problem: Secrecy, withheld: Uint8Array, cellOfZone: Int32Array, primary: Uint8Array, solver: ProgramSolver, known: KnownMoves | null): Secret[] {
  const protection = new Protection(problem, withheld, nearUnknowns(problem), solver, false, known);
  try {
    protection.withholdMore();
    const { loss } = problem;
    const secondary = [...cellOfZone.keys()].filter((zone) => cellOfZone[zone]! >= 0 && primary[zone] !== 1).map((zone) => cellOfZone[zone]!);
    protection.giveBack(secondary.filter((cell) => withheld[cell] === 1).toSorted((a, b) => loss[b]! - loss[a]! || a - b));
    return [...protection.helpless].map((secret) => problem.secrets[secret]!);
  } finally {
    protection.dispose();
  }
}

function knownTo(exchanges: Exchanges, remembered: RememberedMoves | undefined, atoms: AtomBlocks, unknownOf: Int32Array, { truth, secrets }: Secrecy): KnownMoves {
  const block = new Int32Array(truth.length).fill(-1);
  firstBlocks(atoms).forEach((first, atom) => {
    const unknown = unknownOf[atom]!;
    if (unknown >= 0 && block[unknown]! < 0) block[unknown] = first;
  });
  return knownExchanges(exchanges, { block, placeOf: (of) => unknownOf[atoms.atomOfBlock[of]!]!, groups: [Int32Array.from(truth.keys())], mixes: [[[0, 1]]], secrets, remembered });
}

function atomsOf(unknowns: readonly number[], unknownOf: Int32Array): number[] {
  const wanted = new Set(unknowns);
  return Array.from(unknownOf.keys()).filter((atom) => wanted.has(unknownOf[atom]!));
}

function notPublished(before: Uint8Array | null, zoneCount: number): Uint8Array {
  return before === null ? new Uint8Array(zoneCount).fill(1) : before.map((flag) => 1 - flag);
}

