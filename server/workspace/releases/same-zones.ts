// Zones of other cuts that are made of the same blocks as a zone of this one.
import type { Partition } from '../../../core/disclosure/releases/release-audit.ts';

export interface SameZone {
  readonly partition: number;
  readonly zone: number;
}

/** By zone of the first partition, itself included. */
export function sameZones(partitions: readonly Partition[]): readonly (readonly SameZone[])[] {
  const blocksOf = ({ zoneOf, zoneCount }: Partition): string[] => {
    const members = Array.from({ length: zoneCount }, (): number[] => []);
    zoneOf.forEach((zone, block) => zone >= 0 && members[zone]!.push(block));
    return members.map((blocks) => blocks.join());
  };
  const own = new Map<string, number>();
  blocksOf(partitions[0]!).forEach((blocks, zone) => own.set(blocks, zone));
  const same = Array.from({ length: partitions[0]!.zoneCount }, (): SameZone[] => []);
  partitions.forEach((partition, p) =>
    blocksOf(partition).forEach((blocks, zone) => {
      const at = own.get(blocks);
      if (at !== undefined) same[at]!.push({ partition: p, zone });
    }),
  );
  return same;
}
