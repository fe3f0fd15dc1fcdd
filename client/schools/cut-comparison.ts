// A plan's catchments beside those that it is compared with: which are the same, which moved and how far, which are new or gone.
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { compareCatchments, type CatchmentMatch, type ComparedCut } from '../../core/schools/comparison.ts';
import type { Cut } from './catchment-cut.ts';

export interface ComparedCatchment extends Pick<CatchmentMatch, 'relation' | 'displacementM' | 'joinedM2' | 'leftM2'> {
  readonly zone: string;
  /** As the cuts call it, for those that the plan no longer has. */
  readonly name: string;
}

/** Undefined where the two cuts do not consist of the same blocks. */
export function compareCuts(before: Cut, now: Cut): ComparedCatchment[] | undefined {
  const { coverage, codes } = now;
  if (before.codes.length !== codes.length || before.coverage !== coverage) return undefined;
  // The page has no children by block, and a relation that rested on them would tell whether a withheld group is empty: any block that goes over counts.
  const blocks = new Float64Array(coverage.blockCount).fill(1);
  return compareCatchments(comparedCut(before), comparedCut(now), coverage.blockAreaM2, blocks).map(({ before: was, after: is, relation, displacementM, joinedM2, leftM2 }) => {
    const { zone, name } = is === null ? before.zones[was!]! : now.zones[is]!;
    return { zone, name, relation, displacementM, joinedM2, leftM2 };
  });
}

function comparedCut({ coverage, zones, codes }: Cut): ComparedCut {
  const slots = new Map(zones.map(({ zone }, slot) => [zone, slot]));
  const assignment = Int32Array.from(codes, (code) => slots.get(code) ?? UNASSIGNED);
  const dissolver = createDissolver(coverage, assignment, zones.length);
  return { zones: zones.map(({ zone }) => zone), assignment, perimeterM: Float64Array.from(zones, (_, slot) => dissolver.perimeterM(slot)) };
}
