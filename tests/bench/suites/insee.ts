// Two geographies of a town beside INSEE's listing of connected sets: districts, and finer zones that stray across their borders.
import { gatherAtoms, type Atoms } from '../../../core/disclosure/atoms.ts';
import { auditDifferences } from '../../../core/disclosure/differencing.ts';
import { Disagreement } from '../agree.ts';
import { independentPartitions } from '../city-release.ts';
import { race } from '../measure.ts';
import { inseeDifferences, type InseeResult } from '../peers/insee.ts';
import { hashed } from '../random.ts';
import type { Report } from '../report.ts';

/** INSEE's own threshold, in households, and its limit of zones in a set. */
const THRESHOLD = 11;
const LARGEST = 15;
/** Sets after which the listing is stopped: then the ratio is a lower bound. */
const SETS = 3_000_000;
/** Blocks a zone of a; the finer zones are half of that. */
const BLOCKS_A_ZONE = 60;

export async function inseeSuite(report: Report): Promise<void> {
  for (const zones of [50, 100, 200, 400]) {
    for (const straying of [0.03, 0.1, 0.2, 0.4]) await besideListing(zones, straying, report);
  }
}

async function besideListing(zones: number, straying: number, report: Report): Promise<void> {
  const atoms = strayingTown(zones, straying, 7);
  const times = await race(
    [
      { name: 'ours', run: () => auditDifferences(atoms, THRESHOLD), repeat: 3 },
      { name: 'insee-listing', run: () => inseeDifferences(atoms, THRESHOLD, LARGEST, SETS) },
    ],
    3,
  );
  const findings = times.get('ours')!.result as ReturnType<typeof auditDifferences>;
  const peer = times.get('insee-listing')!.result as InseeResult;
  requireAtLeast(`insee ${zones} x ${2 * zones}`, atoms, findings, peer);
  const theirs = peer.least.filter((count, atom) => count > 0 && atoms.count[atom]! > 0).length;
  report.note(`${zones} x ${2 * zones} zones, ${straying * 100} % of border blocks stray: ${atoms.count.length} atoms, ours finds ${findings.length}, the listing ${theirs} in ${peer.sets} sets${peer.complete ? '' : ', stopped'}`);
  report.figure(`audit-pair-${zones}x${2 * zones}-${straying * 1000}`, zones * BLOCKS_A_ZONE, times, 'ours', 'insee-listing', zones >= 200 ? 10 : undefined);
}

/** Whatever the listing found, ours found with no larger a count. */
function requireAtLeast(what: string, atoms: Atoms, findings: ReturnType<typeof auditDifferences>, peer: InseeResult): void {
  const least = new Float64Array(atoms.count.length);
  for (const { atom, union } of findings) least[atom] = union.count;
  peer.least.forEach((count, atom) => {
    if (count === 0 || atoms.count[atom] === 0) return;
    if (least[atom] === 0 || least[atom]! > count) throw new Disagreement(`${what}: atom ${atom} is in a difference of ${count} there, ${least[atom]} here`);
  });
}

/** Every zone of a is halved into zones of b, and a share of the blocks at its borders goes to the half beside it. */
export function strayingTown(zones: number, straying: number, seed: number): Atoms {
  const blocks = zones * BLOCKS_A_ZONE;
  const across = Math.round(Math.sqrt(blocks));
  const a = independentPartitions(blocks, [zones], seed)[0]!;
  const half = a.zoneOf.map((zone, block) => 2 * zone + (Math.floor(block / 5) % 2));
  const b = half.map((own, block) => {
    const beside = block + (hashed(seed + 1, block) < 0.5 ? 1 : across);
    if (beside >= blocks || a.zoneOf[beside] === a.zoneOf[block] || hashed(seed + 2, block) >= straying) return own;
    return half[beside]!;
  });
  const counts = Int32Array.from({ length: blocks }, (_, block) => Math.floor(16 * hashed(seed + 3, block) ** 2));
  return gatherAtoms([a.zoneOf, b], [zones, 2 * zones], counts).atoms;
}
