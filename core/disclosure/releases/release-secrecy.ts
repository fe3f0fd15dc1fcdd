// A release as unknowns and sums: atoms that what is public tells apart, and the zones that are public or could be.
import { sumsByAtom } from '../differencing/atom-sums.ts';
import type { ReleaseProtectionInput } from './release-protection.ts';
import type { AtomBlocks } from './release-audit.ts';
import { leastWithheld } from '../rules/rule-set.ts';
import type { Secrecy, Secret } from '../suppression/secrecy.ts';
import { isBounded } from './total-bounds.ts';

export interface ReleaseSecrecy {
  readonly problem: Secrecy;
  /** State of the cells before anything is withheld besides the primary zones. */
  readonly withheld: Uint8Array;
  /** Cell of a zone of the released partition, -1 where nothing in it is unknown. */
  readonly cellOfZone: Int32Array;
  /** By atom; -1 where the atom is known to be empty, or in no zone of any interest. */
  readonly unknownOf: Int32Array;
}

type Input = Pick<ReleaseProtectionInput, 'partitions' | 'released' | 'publishedBefore' | 'bounded' | 'counts' | 'primary' | 'rules'>;

/**
 * An atom of a zone that is publicly 0 is known to be empty. Other atoms in the same zones are one unknown. `unions`: what else, by unknown, must not
 * be known exactly; `beyondHelp`: atoms that earlier publications give away.
 */
export function releaseSecrecy(input: Input, atoms: AtomBlocks, unions: readonly (readonly number[])[], beyondHelp: ReadonlySet<number>): ReleaseSecrecy {
  const { partitions, released, publishedBefore, bounded, counts, primary, rules } = input;
  const { width, zone } = atoms;
  const held = sumsByAtom(atoms, counts);
  const totals = partitions.map(({ zoneCount }) => new Float64Array(zoneCount));
  held.forEach((count, atom) => totals.forEach((of, g) => (zone[width * atom + g]! >= 0 ? (of[zone[width * atom + g]!]! += count) : 0)));
  const isPublic = (g: number, z: number) => publishedBefore[g]?.[z] === 1;
  const mayBePublic = (g: number, z: number) => isPublic(g, z) || (g === released && primary[z] !== 1 && bounded?.[g] == null);

  const zonesOf = Array.from(held, (_, atom) => partitions.flatMap((__, g) => (zone[width * atom + g]! >= 0 ? [[g, zone[width * atom + g]!] as const] : [])));
  const unknownOf = new Int32Array(held.length).fill(-1);
  const truth: number[] = [];
  const bySignature = new Map<string, number>();
  const beyond = new Set<number>();
  const cellKeys = new Map<string, { at: Set<number>; g: number; z: number }>();
  zonesOf.forEach((zones, atom) => {
    if (zones.some(([g, z]) => mayBePublic(g, z) && totals[g]![z] === 0)) return;
    const relevant = zones.filter(([g]) => g === released || publishedBefore[g] != null || bounded?.[g] != null);
    if (relevant.length === 0) return;
    const signature = relevant.join(' ');
    let unknown = bySignature.get(signature);
    if (unknown === undefined) {
      bySignature.set(signature, (unknown = truth.push(0) - 1));
      for (const [g, z] of relevant) {
        const key = `${g} ${z}`;
        if (!cellKeys.has(key)) cellKeys.set(key, { at: new Set(), g, z });
        cellKeys.get(key)!.at.add(unknown);
      }
    }
    unknownOf[atom] = unknown;
    truth[unknown]! += held[atom]!;
    if (beyondHelp.has(atom)) beyond.add(unknown);
  });

  const cells: number[][] = [];
  const loss: number[] = [];
  const floor: number[] = [];
  const ceiling: number[] = [];
  const withheld: number[] = [];
  const cellOfZone = new Int32Array(partitions[released]!.zoneCount).fill(-1);
  for (const { at, g, z } of cellKeys.values()) {
    const total = totals[g]![z]!;
    if (g === released) cellOfZone[z] = cells.length;
    cells.push([...at].toSorted((a, b) => a - b));
    loss.push(isPublic(g, z) || (g !== released && isBounded(bounded?.[g], z)) ? Infinity : 1 + Math.log1p(total));
    const of = isBounded(bounded?.[g], z) ? bounded![g]! : null;
    floor.push(Math.min(total, of === null ? leastWithheld(rules) : of.least[z]!));
    ceiling.push(of === null ? Infinity : Math.max(total, of.most[z]!));
    withheld.push(mayBePublic(g, z) ? 0 : 1);
  }
  const secrets = [...secretZones(input, totals[released]!, cellOfZone, cells), ...secretAtoms(truth, input, beyond), ...unions.map((at) => ({ at, growth: 1, either: true }))];
  const problem: Secrecy = { truth: Float64Array.from(truth), minimum: new Float64Array(truth.length), cells, loss: Float64Array.from(loss), floor: Float64Array.from(floor), ...(bounded === undefined ? {} : { ceiling: Float64Array.from(ceiling) }), secrets };
  return { problem, withheld: Uint8Array.from(withheld), cellOfZone, unknownOf };
}

/** Secret zones, of which those that hold enough, for another reason, need not be unknown but for the exact number. */
function secretZones({ primary, rules, publishedBefore, bounded, released }: Input, totals: Float64Array, cellOfZone: Int32Array, cells: readonly number[][]): Secret[] {
  const { threshold, protect } = rules;
  return [...primary.keys()].flatMap((z): Secret[] => {
    if (primary[z] !== 1 || cellOfZone[z]! < 0 || publishedBefore[released]?.[z] === 1) return [];
    const at = cells[cellOfZone[z]!]!;
    if (isBounded(bounded?.[released], z)) return totals[z]! > 0 && totals[z]! < threshold ? [{ at, growth: threshold - totals[z]!, either: false, fall: totals[z]! }] : [];
    if (protect === 'exact' || totals[z]! >= threshold) return [{ at, growth: 1, either: true }];
    return [{ at, growth: threshold - totals[z]!, either: false }];
  });
}

function secretAtoms(truth: readonly number[], { rules: { threshold, protect }, bounded }: Input, beyond: ReadonlySet<number>): Secret[] {
  if (protect === 'exact') return [];
  return truth.flatMap((count, unknown): Secret[] => (count > 0 && count < threshold && !beyond.has(unknown) ? [{ at: [unknown], growth: threshold - count, either: false, ...(bounded?.some((of) => of !== null) === true ? { fall: count } : {}) }] : []));
}
