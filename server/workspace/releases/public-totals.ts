// All that is public for the dates and statistics of a release: every earlier release and every table that appeared elsewhere.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { type BoundedTotals, narrowest, type TotalBounds } from '../../../core/disclosure/releases/total-bounds.ts';
import type { Partition } from '../../../core/disclosure/releases/release-audit.ts';
import { compareIds } from '../../../core/statistics/id-order.ts';
import { listLineageTo } from '../../db/queries/block-lineage.ts';
import { listPublicationBlocks, listPublicationCells, type Publication } from '../../db/queries/published.ts';
import type { AuditedAgainst } from '../../db/queries/release-steps.ts';
import type { Release, ReleaseMethod } from '../../db/queries/releases.ts';
import { carryZones } from './carry-zones.ts';
import type { PublicMarks } from './release-check.ts';
import { cellsAt, MISSING, WITHHELD, type ReleaseCells } from './release-cells.ts';
import type { ResidentVersion, Surface, Workspace } from '../workspace.ts';

export interface KnownPartition extends Partition {
  /** null: zones of a publication's own. */
  readonly geography: string | null;
  readonly version: number | null;
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
}

/** Where a total stood first. */
export interface PublicSource extends AuditedAgainst {
  /** Number of a release; null for a publication. */
  readonly number: number | null;
}

export interface PublicTotals {
  /** The cut of the release first. */
  readonly partitions: readonly KnownPartition[];
  readonly sources: readonly PublicSource[];
  /** Totals that are public as they are. */
  marksOf(referenceDate: string): Record<string, PublicMarks>;
  /** What totals that are rounded or have noise say. */
  boundsOf(referenceDate: string): Record<string, BoundedTotals>;
  /** Numbers with noise by statistic and partition, NaN by zone without one; null where a partition has none. */
  noisyOf(referenceDate: string): Record<string, (Float64Array | null)[]>;
  /** The first source that shows this total; null where none does. */
  sourceOf(partition: number, zone: number, statistic: string, referenceDate: string): PublicSource | null;
}

/** What a release is about, as far as it decides what an audit must look at. */
export type Subject = Pick<Release, 'release' | 'geography' | 'version'> & { readonly statistics: readonly string[]; readonly referenceDates: readonly string[] };

/** What is looked at of an earlier release. */
export type EarlierRelease = Subject & Pick<Release, 'state' | 'requestedAt' | 'decidedAt' | 'publishedAt'>;

/** Whether audits count a release: anybody saw it, even if it was withdrawn, or will see it. */
export const isCounted = ({ publishedAt, state }: Pick<Release, 'publishedAt' | 'state'>) => publishedAt !== null || state === 'approved';

/**
 * Statistics, all that they are parts of, and all parts of these: totals of these give away differences, and age groups that nobody named
 * as parts of each other may be (children under 15 of those under 18).
 */
export function relatedStatistics(statistics: readonly string[], populations: Readonly<Record<string, string>>): Set<string> {
  const related = new Set(statistics);
  for (let before = 0; before < related.size; ) {
    before = related.size;
    for (const [part, whole] of Object.entries(populations)) if (related.has(part) || related.has(whole)) related.add(part).add(whole);
  }
  return related;
}

/** Those of other releases and publications that an audit of `subject` looks at, in the order of becoming public. */
export function relevantTo<R extends EarlierRelease, P extends Publication>(subject: Subject, releases: readonly R[], publications: readonly P[], populations: Readonly<Record<string, string>>): { releases: R[]; publications: P[] } {
  const related = relatedStatistics(subject.statistics, populations);
  const touches = (statistics: readonly string[], dates: readonly string[]) => statistics.some((one) => related.has(one)) && dates.some((date) => subject.referenceDates.includes(date));
  return {
    releases: releases.filter((row) => row.release !== subject.release && isCounted(row) && touches(row.statistics, row.referenceDates)),
    publications: publications.filter((row) => touches(row.statistics, [row.referenceDate])),
  };
}

interface Entry {
  readonly partition: number;
  readonly source: PublicSource;
  /** `statistic date` -> 1 by zone. */
  readonly marks: ReadonlyMap<string, Uint8Array>;
  readonly bounds: ReadonlyMap<string, TotalBounds>;
  readonly noisy: ReadonlyMap<string, Float64Array>;
}

/** With its number and cells; those that are still being protected were seen by nobody. */
export type CountedRelease = EarlierRelease & {
  readonly number: number;
  readonly cells: ReleaseCells | null;
  readonly method: ReleaseMethod;
  /** What numbers of a statistic say of the truth, where they are rounded or have noise; NaN where there is none. */
  boundsOf(statistic: string, values: Float64Array): TotalBounds;
};

export async function gatherPublicTotals(workspace: Workspace, own: Pick<ResidentVersion, 'geography' | 'version' | 'zoneList' | 'assignment' | 'surface'>, subject: Subject, releases: readonly CountedRelease[], publications: readonly Publication[], populations: Readonly<Record<string, string>>): Promise<PublicTotals> {
  const related = relatedStatistics(subject.statistics, populations);
  const relevant = relevantTo(subject, releases, publications, populations);
  const partitions: KnownPartition[] = [partitionOf(own, own.assignment)];
  const placeOf = new Map([[`${own.version} ${own.geography}`, 0]]);
  const entries: Entry[] = [];

  const partitionOfCut = async (geography: string, version: number): Promise<number> => {
    const key = `${version} ${geography}`;
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    const cut = (await workspace.version(geography, version))!;
    placeOf.set(key, partitions.length);
    return partitions.push(partitionOf(cut, await carryOver(workspace, cut.assignment, cut.surface, own.surface))) - 1;
  };

  for (const row of relevant.releases) {
    if (row.cells === null) continue;
    const partition = await partitionOfCut(row.geography, row.version);
    const source = { kind: 'release' as const, id: row.release, number: row.number, title: `release ${row.number}`, date: (row.publishedAt ?? row.decidedAt ?? row.requestedAt).toISOString().slice(0, 10) };
    const open = openZones(row.cells, partitions[partition]!, related, subject.referenceDates);
    if (row.method === 'suppress') entries.push({ partition, source, marks: new Map([...open].map(([key, { values }]) => [key, Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1))])), bounds: new Map(), noisy: new Map() });
    else {
      const bounds = new Map([...open].map(([key, { statistic, values }]) => [key, row.boundsOf(statistic, values)]));
      entries.push({ partition, source, marks: new Map(), bounds, noisy: new Map(row.method === 'cell-key' ? [...open].map(([key, { values }]) => [key, values]) : []) });
    }
  }
  for (const row of relevant.publications) {
    const { db, municipality } = workspace;
    const partition = row.geography === null ? partitions.push(await ownPartition(workspace, row, own.surface)) - 1 : await partitionOfCut(row.geography, row.version!);
    const zoneOf = new Map(partitions[partition]!.zones.map(({ zone }, z) => [zone, z]));
    const marks = new Map<string, Uint8Array>();
    for (const { statistic, zone } of await listPublicationCells(db, municipality.municipality, row.publication)) {
      if (!related.has(statistic) || !zoneOf.has(zone)) continue;
      const key = `${statistic} ${row.referenceDate}`;
      let held = marks.get(key);
      if (held === undefined) marks.set(key, (held = new Uint8Array(zoneOf.size)));
      held[zoneOf.get(zone)!] = 1;
    }
    entries.push({ partition, source: { kind: 'published', id: row.publication, number: null, title: row.title, date: row.publishedOn }, marks, bounds: new Map(), noisy: new Map() });
  }

  return {
    partitions,
    sources: entries.map(({ source }) => source),
    marksOf: (date) =>
      Object.fromEntries([...related].map((statistic) => [statistic, partitions.map((_, g) => union(entries.filter(({ partition }) => partition === g).map(({ marks }) => marks.get(`${statistic} ${date}`))))])),
    boundsOf: (date) =>
      Object.fromEntries([...related].map((statistic) => [statistic, partitions.map((_, g) => narrowest(entries.filter(({ partition }) => partition === g).flatMap(({ bounds }) => bounds.get(`${statistic} ${date}`) ?? [])))])),
    noisyOf: (date) =>
      Object.fromEntries([...related].map((statistic) => [statistic, partitions.map((_, g) => firstOf(entries.flatMap(({ partition, noisy }) => (partition === g ? (noisy.get(`${statistic} ${date}`) ?? []) : []))))])),
    sourceOf: (partition, zone, statistic, date) => entries.find((entry) => entry.partition === partition && entry.marks.get(`${statistic} ${date}`)?.[zone] === 1)?.source ?? null,
  };
}

function partitionOf({ geography, version, zoneList }: Pick<ResidentVersion, 'geography' | 'version' | 'zoneList'>, zoneOf: Int32Array): KnownPartition {
  return { geography, version, zones: zoneList, zoneOf, zoneCount: zoneList.length };
}

/** By `statistic date`: what is shown of every zone, NaN where nothing is. */
function openZones(cells: ReleaseCells, { zones }: KnownPartition, related: ReadonlySet<string>, dates: readonly string[]): Map<string, { readonly statistic: string; readonly values: Float64Array }> {
  const placeOf = new Map(cells.zones.map((zone, z) => [zone, z]));
  const open = new Map<string, { statistic: string; values: Float64Array }>();
  for (const statistic of cells.statistics.filter((one) => related.has(one))) {
    for (const date of cells.referenceDates.filter((one) => dates.includes(one))) {
      const first = cellsAt(cells, statistic, date);
      const values = Float64Array.from(zones, ({ zone }) => {
        const z = placeOf.get(zone);
        const state = z === undefined ? MISSING : cells.state[first + z]!;
        return state === WITHHELD || state === MISSING ? NaN : cells.value[first + z!]!;
      });
      open.set(`${statistic} ${date}`, { statistic, values });
    }
  }
  return open;
}

async function ownPartition(workspace: Workspace, { publication, blockSet }: Publication, surface: Surface): Promise<KnownPartition> {
  const placed = await listPublicationBlocks(workspace.db, workspace.municipality.municipality, publication);
  const codes = [...new Set(placed.map(({ zone }) => zone))].toSorted(compareIds);
  const slotOf = new Map(codes.map((zone, slot) => [zone, slot]));
  const from = await workspace.surface(blockSet);
  const zoneOf = new Int32Array(from.coverage.blockCount).fill(UNASSIGNED);
  for (const { block, zone } of placed) {
    const position = from.positions.get(block);
    if (position !== undefined) zoneOf[position] = slotOf.get(zone)!;
  }
  return { geography: null, version: null, zones: codes.map((zone) => ({ zone, name: zone })), zoneOf: await carryOver(workspace, zoneOf, from, surface), zoneCount: codes.length };
}

/** The number of a zone that was published first. */
function firstOf(all: readonly Float64Array[]): Float64Array | null {
  return all.length === 0 ? null : all[0]!.map((_, zone) => all.map((values) => values[zone]!).find((value) => !Number.isNaN(value)) ?? NaN);
}

function union(all: readonly (Uint8Array | undefined)[]): Uint8Array | null {
  const held = all.filter((marks) => marks !== undefined);
  if (held.length < 2) return held[0] ?? null;
  return held[0]!.map((_, zone) => (held.some((marks) => marks[zone] === 1) ? 1 : 0));
}

/** Zones of a cut over one stand of blocks, by the blocks of another (`carryZones`). */
export async function carryOver(workspace: Workspace, assignment: Int32Array, from: Surface, to: Surface): Promise<Int32Array> {
  if (from.blockSet === to.blockSet) return assignment;
  const { db, municipality } = workspace;
  const forward = from.blockSet < to.blockSet;
  const rows = await listLineageTo(db, municipality.municipality, forward ? to.blockSet : from.blockSet);
  const other = forward ? from.blockSet : to.blockSet;
  const blocksOf = ({ coverage: { ids }, positions }: Surface) => ({ ids, positions });
  return carryZones(assignment, blocksOf(from), blocksOf(to), rows.filter(({ fromSet }) => fromSet === other), forward);
}
