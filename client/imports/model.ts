// What the import routes answer, as the page uses it: previews, jobs, and the results of a dry run by kind.
import type { FeatureCollection } from 'geojson';

export const KINDS = ['blocks', 'zones', 'counts', 'table', 'addresses', 'schools', 'network', 'layer', 'published'] as const;
export type ImportKind = (typeof KINDS)[number];

/** Tables that places play no part in, whatever geometry the file has. */
export const isOfNumbers = (kind: ImportKind | undefined): boolean => kind === 'counts' || kind === 'table' || kind === 'published';

/** minX minY maxX maxY in the municipality's projected CRS, as every coordinate here. */
export type Box = readonly [number, number, number, number];
export type Place = readonly [number, number];

/** A code of the server with the texts and numbers in it. */
export interface SaidByServer {
  readonly reason: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface FileIssue {
  readonly code?: string;
  readonly file?: string;
  readonly row?: number | string;
  readonly field?: string;
  readonly problem: string;
  readonly accepted?: string;
  readonly severity?: 'error' | 'warning';
  /** What `problem` says, by code; not there where the server has none. */
  readonly reason?: string;
  readonly params?: SaidByServer['params'];
  /** What `accepted` says. */
  readonly remedy?: SaidByServer;
}

export type ColumnType = 'integer' | 'decimal' | 'text' | 'date' | 'empty';

export interface PreviewColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows without a value. */
  readonly empty: number;
  readonly distinct: number;
  readonly leadingZeros: boolean;
  readonly samples: readonly string[];
}

export interface CrsProposal {
  readonly crs: string;
  readonly name: string;
  /** Share of the features that lie in the municipality under it, 0 to 1. */
  readonly inside: number;
  readonly reason: string;
}

export interface Preview {
  readonly preview: string;
  readonly expiresAt: string;
  readonly file: string;
  readonly bytes: number;
  readonly format: string;
  readonly servedBy: 'own' | 'native' | 'wasm';
  readonly layers: readonly { readonly layer: string; readonly features: number; readonly geometryType: string | null }[];
  readonly layer: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly decimal: '.' | ',' | null;
  readonly geometryType: string | null;
  readonly features: number;
  readonly crs: { readonly named: string | null; readonly name: string | null; readonly confirmed: boolean; readonly proposals: readonly CrsProposal[] };
  readonly columns: readonly PreviewColumn[];
  readonly keyColumns: readonly { readonly column: string; readonly reason: string }[];
  readonly rows: readonly (readonly string[])[];
  readonly shapes: FeatureCollection | null;
  readonly bounds: Box | null;
  readonly kindProposal: string | null;
  readonly issues: readonly FileIssue[];
  readonly savedMapping: { readonly kind: string; readonly mapping: Readonly<Record<string, unknown>>; readonly savedAt: string; readonly savedBy: string } | null;
  readonly mappingKey: string;
}

export type JobState = 'accepted' | 'running' | 'successful' | 'failed' | 'dismissed';

export interface JobStatus {
  readonly jobID: string;
  readonly status: JobState;
  /** Per cent. */
  readonly progress: number;
  readonly message: string;
  readonly created: string;
  readonly finished: string | null;
  readonly issues?: readonly FileIssue[];
  /** What was asked for, where the job is an import. */
  readonly import?: { readonly file: string; readonly kind: ImportKind; readonly dryRun: boolean };
}

export interface Finding {
  readonly code: string;
  readonly blocks: readonly string[];
  readonly rows?: readonly (number | string)[];
  readonly areaM2?: number | null;
  readonly widthM?: number | null;
  readonly at: Place | null;
  readonly box: Box | null;
}

export interface Findings {
  readonly total: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly items: readonly Finding[];
}

export interface Change {
  readonly kind: string;
  readonly blocks: readonly string[];
  readonly areaM2?: number | null;
  readonly movedM?: number | null;
  /** Of a piece, at its place. */
  readonly widthM?: number | null;
  readonly at: Place | null;
  /** Rings of the piece that changed hands. */
  readonly outline?: readonly (readonly Place[])[];
}

export interface RepairResult {
  readonly toleranceM: number;
  readonly changes: { readonly total: number; readonly byKind: Readonly<Record<string, number>>; readonly items: readonly Change[] };
  readonly areaBeforeM2: number;
  readonly areaAfterM2: number;
  /** What the repair could not settle. */
  readonly left: Findings;
}

export interface EmptyResult {
  readonly method: 'keep' | 'near' | 'tessellate';
  readonly pairs?: number;
  readonly areaAddedM2?: number;
  /** Parts of the municipality that no block reaches. */
  readonly uncoveredM2?: number;
  readonly unreached?: readonly string[];
  /** Blocks whose cell is larger than they are, those that gained most first. */
  readonly grown?: { readonly total: number; readonly items: readonly { readonly block: string; readonly sourceM2: number; readonly cellM2: number }[] };
}

/** Outlines of a dry run as TopoJSON: arcs in steps, the first vertex from the origin, the others from the one before. */
export interface OutlinePicture {
  readonly blocks: number;
  /** Fewer where all would be too many. */
  readonly drawn: number;
  /** 0 where nothing was left out. */
  readonly simplifiedM: number;
  readonly topology: {
    readonly transform: { readonly scale: Place; readonly translate: Place };
    readonly arcs: readonly (readonly Place[])[];
    readonly objects: { readonly blocks: { readonly geometries: readonly { readonly id: string; readonly arcs: readonly (readonly (readonly number[])[])[] }[] } };
  };
}

export interface OutlinePictures {
  /** The blocks that a repair changed, as it leaves them. */
  readonly repaired: OutlinePicture | null;
  /** All blocks as they stay with the counts, and the cells that zones are drawn with. */
  readonly source: OutlinePicture | null;
  readonly cells: OutlinePicture | null;
  /** Pairs of blocks across empty space, by the shortest way between them; null where that was not the method. */
  readonly near: NearPicture | null;
}

export interface NearLines {
  readonly total: number;
  /** Fewer where all would be too many. */
  readonly drawn: number;
  /** Where each begins from the origin, and from there its end, in decimetres. */
  readonly lines: readonly number[];
}

export interface NearPicture {
  readonly distanceM: number;
  readonly origin: Place;
  readonly joined: NearLines;
  /** Kept apart by a barrier alone. */
  readonly cut: NearLines;
}

export interface LineageItem {
  readonly relation: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly shares: readonly { readonly from: string; readonly to: string; readonly share: number }[];
}

export interface CarriedVersion {
  readonly geography: string;
  readonly version: number;
  readonly title: string;
  readonly carried: number;
  readonly unassigned: readonly string[];
  readonly ambiguous: readonly { readonly block: string; readonly zones: readonly string[]; readonly shares: readonly number[] }[];
}

export interface CarriedPlan {
  readonly plan: string;
  readonly name: string;
  readonly carried: number;
  readonly notCarried: readonly { readonly block: string; readonly reason: string }[];
}

export interface LineageResult {
  readonly fromSet: number;
  readonly same: number;
  /** The same land under another id. */
  readonly renamed: number;
  readonly split: number;
  readonly merged: number;
  readonly reshaped: number;
  readonly new: readonly string[];
  readonly gone: readonly string[];
  readonly items: readonly LineageItem[];
  readonly versions: readonly CarriedVersion[];
  readonly plans: readonly CarriedPlan[];
}

export interface BlocksReport {
  readonly blocks: number;
  readonly areaM2: number;
  /** Null while the blocks are no coverage. */
  readonly pieces: number | null;
  readonly detached: readonly string[];
  readonly detachedBlocks: number;
  readonly holes: number;
  /** Of the file as it is. */
  readonly findings: Findings;
  readonly repair: RepairResult | null;
  readonly empty: EmptyResult | null;
  /** Null where no earlier stand is stored, and while the blocks are no coverage. */
  readonly lineage: LineageResult | null;
  /** What the import needs where it changes blocks, cuts or plans. */
  readonly accept: string | null;
}

export interface ZonesReport {
  readonly zones: number;
  readonly blocks: number;
  readonly unassigned: readonly string[];
  readonly unassignedBlocks: number;
  readonly emptyZones: readonly string[];
  readonly cut: readonly { readonly block: string; readonly zone: string; readonly shares?: readonly { readonly zone: string; readonly share: number }[] }[];
  readonly cutBlocks: number;
  /** Zones of several parts or with holes: facts, no faults. */
  readonly shapes: readonly { readonly zone: string; readonly parts: number; readonly holes: number }[];
  /** What had to be decided about the polygons: in English, and by code. */
  readonly notes: readonly string[];
  readonly noted: readonly SaidByServer[];
}

/** What looks odd beside earlier counts, and may be right. */
export interface CountWarning {
  readonly code: string;
  readonly statistic: string;
  readonly since?: string;
  readonly whole?: string;
  readonly percent?: number;
  readonly blocks?: number;
  /** Of a table: the date that is compared, and zones where these differ. */
  readonly date?: string;
  readonly geography?: string;
  readonly zones?: readonly string[];
  readonly compared?: number;
  readonly first?: readonly string[];
  readonly text: string;
}

export interface CountsReport {
  readonly statistics: readonly string[];
  readonly rows: number;
  readonly missing: readonly string[];
  readonly missingBlocks: number;
  readonly unknown: number;
  /** Rows whose block is not stored, counted as placed nowhere. */
  readonly unmatched: readonly { readonly row: number | string; readonly id: string }[];
  readonly unmatchedRows: number;
  readonly warnings: readonly CountWarning[];
  /** False where earlier counts were not looked at, for want of the clearance. */
  readonly compared: boolean;
}

/** Of a statistics table; its places are those of counts. */
export interface TableReport extends CountsReport {
  readonly unassignableRows: number;
  readonly totalRows: number;
  readonly dates: readonly { readonly date: string; readonly statistics: readonly string[]; readonly blocks: number; readonly missingBlocks: number; readonly known: number; readonly withheld: number; readonly unknown: number }[];
  readonly comparisons: readonly { readonly date: string; readonly statistic: string; readonly since: string; readonly ratio: number; readonly compared: number }[];
}

/** Totals of zones that appeared elsewhere. */
export interface PublishedReport {
  readonly title: string;
  readonly statistics: readonly string[];
  readonly zones: number;
  readonly totals: number;
  /** Zones of the cut without a row. */
  readonly missing: readonly string[];
  /** Null where nothing was compared, for want of the clearance. */
  readonly contradictions: readonly { readonly zone: string; readonly statistic: string; readonly published: number }[] | null;
  readonly compared: boolean;
}

export interface DryRun {
  readonly kind: string;
  readonly dryRun: boolean;
  readonly stored: Readonly<Record<string, number | string>> | null;
  readonly report: Readonly<Record<string, unknown>>;
  /** Of blocks: those that the report names, as the file draws them. */
  readonly shapes?: FeatureCollection | null;
  /** Of blocks that are repaired, or have the space between them shared out or stepped over. */
  readonly outlines?: OutlinePictures;
}

/** The report of blocks; null for other kinds. */
export const blocksReport = ({ kind, report }: DryRun) => (kind === 'blocks' ? (report as unknown as BlocksReport) : null);

export type OverlapRule = 'longest-border' | 'largest' | 'smallest' | 'order';

/** Texts as typed; empty takes the server's default. */
export interface RepairChoice {
  readonly toleranceM: string;
  readonly overlaps: OverlapRule;
  readonly gapWidthM: string;
}

export interface EmptyChoice {
  readonly method: 'keep' | 'near' | 'tessellate';
  readonly distanceM: string;
  readonly barriers: readonly string[];
  /** `hull`, `geography:<code>` or `layer:<name>`. */
  readonly boundary: string;
}
