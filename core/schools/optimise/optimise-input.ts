// What the search for better catchments is told: children, places, ways, what must stay, and what counts how much.
import type { Adjacency } from '../../coverage/adjacency.ts';
import type { CatchmentInput } from '../effects.ts';

/**
 * How much each aim counts: 1 is usual, 0 is nothing, 2 twice as much. What 1 weighs stands in SCALES; each term is a share
 * or kilometres a child, so that towns of any size are alike.
 */
export interface Weights {
  /** Children above the places, and places that stay empty. */
  readonly capacity: number;
  /** Ways to school; what is beyond the limit counts twice. */
  readonly distance: number;
  /** Dangerous ways, as the metres that `hazards` adds. */
  readonly hazards: number;
  /** An even social mix: dissimilarity of the zones. */
  readonly mix: number;
  /** Zones without arms and bays: Polsby-Popper. */
  readonly compactness: number;
  /** Children who would go to another school than a sibling. */
  readonly siblings: number;
  /** Children whose school changes at all. */
  readonly change: number;
}

export const USUAL_WEIGHTS: Weights = { capacity: 1, distance: 1, hazards: 1, mix: 1, compactness: 1, siblings: 1, change: 1 };

/**
 * What weight 1 is: of children without a place (a share of all) 20, a kilometre more for everybody 4, a kilometre of danger for
 * everybody 8, dissimilarity 0.5, mean compactness 0.1, all siblings parted 0.3, all children moved 0.2. So a child without a
 * place weighs as much as a way longer by 5 km: places come first, and ways decide among plans that have them.
 */
export const SCALES: Weights = { capacity: 20, distance: 4, hazards: 8, mix: 0.5, compactness: 0.1, siblings: 0.3, change: 0.2 };

/** Utilisation that is aimed at: between `low` and 1 costs nothing, up to `over` and down to `under` a little (an empty place a tenth of a missing one), beyond that much. */
export interface CapacityAim {
  readonly under: number;
  readonly low: number;
  readonly over: number;
  /** True: nothing is worth a school beyond `over` or below `under`. False: it is 10 times as bad as a child above the places. */
  readonly hard: boolean;
}

export const CAPACITY_AIM: CapacityAim = { under: 0.75, low: 0.9, over: 1.1, hard: false };

/** Two counts by block whose mix is looked at: a group, and everybody that it is of. */
export interface MixPair {
  readonly part: Float64Array;
  readonly whole: Float64Array;
}

export interface OptimiseInput {
  /** All years of `effects` count alike; give those alone that shall count. */
  readonly effects: CatchmentInput;
  /** Who touches whom: of the coverage, or of near blocks where streets lie between. */
  readonly neighbours: Pick<Adjacency, 'blockCount' | 'rookStart' | 'rook' | 'rookLengthM'>;
  /** The plan that changes are counted from; UNASSIGNED where a block has no zone. */
  readonly assignment: Int32Array;
  /** Where the search starts, if not from that plan: from nothing (`growCatchments`), or with a school opened or closed. */
  readonly start?: Int32Array;
  /** By block and by zone: 1 where nothing changes. Absent: nothing is locked. */
  readonly lockedBlocks?: Uint8Array;
  readonly lockedZones?: Uint8Array;
  /** By zone: 1 where no block may go (a school that closes). */
  readonly closedZones?: Uint8Array;
  /** By school: the block that it stands in, which stays with it; -1 for none. Needed for 'closer-neighbour' and to open a school. */
  readonly schoolBlock?: Int32Array;
  /** Square metres and metres of outline by block, of the same plane as the neighbours' borders. Absent: compactness does not count. */
  readonly blockAreaM2?: Float64Array;
  readonly blockPerimeterM?: Float64Array;
  readonly mix?: readonly MixPair[];
  /** By block: children who have a sibling at today's school of the block. */
  readonly siblings?: Float64Array;
  /** School × block, metres that the dangers of the way count; Infinity: nobody may be sent that way. */
  readonly hazards?: Float32Array | null;
  readonly capacity?: CapacityAim;
  /**
   * 'zone': no zone comes apart, and what is apart today is put together first (mend-pieces.ts) unless it is locked. 'closer-neighbour': a block goes only where a neighbour
   * goes that is nearer to the school, counted in blocks; stricter, and linear for an exact programme. 'free': blocks may be scattered.
   */
  readonly contiguity?: 'zone' | 'closer-neighbour' | 'free';
  readonly weights?: Partial<Weights>;
  /** Of the children of all years, the share that may get another zone. */
  readonly maxMovedShare?: number;
  readonly seed?: number;
}

/** What a plan is worth, for tables and for people. Counts are means of the years. */
export interface Measures {
  /** Children above the places of their school. */
  readonly overCapacity: number;
  /** Places that stay empty below 90 % (`low`) of a school's. */
  readonly underCapacity: number;
  /** Zones that are beyond `over` or below `under` in any year. */
  readonly overZones: number;
  readonly underZones: number;
  readonly highest: number | null;
  readonly lowest: number | null;
  readonly movedShare: number;
  /** Weighted by children; null where nobody's way is known. */
  readonly meanM: number | null;
  readonly beyond: number;
  readonly unknown: number;
  /** Mean metres of danger a child; null without hazards. */
  readonly hazardM: number | null;
  /** Dissimilarity by pair, and their mean; null without. */
  readonly dissimilarity: readonly (number | null)[];
  readonly mix: number | null;
  /** Mean Polsby-Popper of the zones; null without areas. */
  readonly compactness: number | null;
  /** Children parted from a sibling. */
  readonly siblings: number;
  /** Pieces of zones above one each. */
  readonly extraPieces: number;
  /** Children without a zone. */
  readonly unassigned: number;
  /** The weighted sum that the search makes small. */
  readonly cost: number;
}
