// What the routes of releases, ledger, rule sets and earlier publications answer, as the desk uses it.
import type { LocalisedName } from '../i18n/i18n.ts';

export type ReleaseStateName = 'requested' | 'verified' | 'objected' | 'approved' | 'published' | 'withdrawn';
export type Decision = 'no-objection' | 'objection' | 'approve';
export type Method = 'suppress' | 'round';

/** Whether it is a breach that a number is known to be small, or only that it is known exactly. */
export type Protection = 'exact' | 'small';

export interface Rules {
  readonly threshold: number;
  readonly zeros: 'open' | 'protect' | 'structural';
  readonly protect?: 'exact' | 'small';
  readonly roundingBase?: number;
  readonly minimumDenominator?: number;
  readonly homogeneity?: { readonly threshold: number };
  readonly secondUnit?: { readonly statistic: string; readonly threshold: number };
  /** Parameters for who sets the rules, 'confidential' for all others. */
  readonly dominance?: unknown;
}

export interface Signature {
  readonly account: string;
  readonly role: string;
  readonly decision: Decision;
  readonly reason: string | null;
  readonly at: string;
}

/** What a release was audited against: an earlier release, or something published elsewhere. */
export interface Against {
  readonly kind: 'release' | 'published';
  readonly id: string;
  readonly title: string;
  readonly date: string | null;
}

export interface ReleaseAudit {
  readonly state: 'running' | 'done' | 'failed';
  /** 0 to 1. */
  readonly progress?: number;
  readonly cells: number;
  readonly withheld: number;
  readonly missing: number;
  /** For who has the clearance alone: the two told apart say how small a count is. */
  readonly primary?: number;
  readonly secondary?: number;
  readonly findings?: number;
  readonly tables?: number;
  readonly against?: readonly Against[];
  readonly headHash?: string | null;
  readonly auditedAt?: string | null;
}

export interface DeskRelease {
  readonly release: string;
  readonly number: number;
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  readonly ruleSet: Rules;
  readonly ruleSetVersion?: number | null;
  readonly method?: Method;
  readonly purpose?: string | null;
  readonly state: ReleaseStateName;
  readonly requestedBy?: string | null;
  readonly requestedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly signatures?: readonly Signature[];
  readonly requiredSignatures?: readonly string[];
  readonly audit: ReleaseAudit;
}

/** One published number of a certificate. */
export interface Term {
  readonly sign: 1 | -1;
  readonly times: number;
  /** Null with the version where a publication has zones of its own. */
  readonly geography: string | null;
  readonly version: number | null;
  readonly zone: string;
  readonly name: string;
  readonly value: number;
  readonly from: { readonly kind: 'release' | 'published'; readonly id: string; readonly number: number | null; readonly title: string };
}

export interface Finding {
  readonly id: string;
  readonly statistic: string;
  readonly referenceDate: string;
  readonly kind: 'exact' | 'small';
  /** Known where `kind` is exact. */
  readonly count: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The count is that of this statistic less `statistic`. */
  readonly complementOf: string | null;
  /** Follows from earlier publications alone, whatever this release withholds. */
  readonly already: boolean;
  readonly dividedBy: number;
  readonly terms: readonly Term[];
  readonly zones: readonly string[];
  readonly blocks: readonly string[];
}

export interface Findings {
  readonly total: number;
  readonly findings: readonly Finding[];
}

/** One way to make a finding disappear; the first of a finding loses least. */
export interface Way {
  readonly kind: 'move-blocks' | 'merge-zones' | 'withhold';
  readonly blocks: readonly string[];
  /** move-blocks: from and to (null: no zone); else the zones to merge or to withhold. */
  readonly zones: readonly (string | null)[];
  readonly lost: { readonly cells: number; readonly residents: number; readonly zones: number };
}

export interface Proposals {
  readonly proposals: readonly { readonly finding: string; readonly ways: readonly Way[] }[];
}

export interface Variant {
  readonly threshold: number;
  readonly zeros: 'open' | 'protect' | 'structural';
  readonly method: 'suppress';
  readonly protect: Protection;
}

export interface VariantLoss extends Variant {
  readonly cells: number;
  readonly withheld: number;
  readonly primary: number;
  readonly secondary: number;
  readonly findings: number;
  readonly residentsWithheld: number;
  /** 0 to 1. */
  readonly residentsShare: number | null;
}

export interface LedgerEntry {
  readonly sequence: number;
  readonly at: string;
  readonly account: string;
  readonly action: string;
  readonly release: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly head: string;
}

export interface LedgerCheck {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: string;
  readonly brokenAt: number | null;
  /** Sequence of the entry that carries the asked hash; null where none does, or none was asked for. */
  readonly headAt: number | null;
  readonly headFound: boolean | null;
}

export interface RuleSetVersion {
  readonly source: string;
  readonly version: number;
  readonly rules: Rules;
  readonly basis: string;
  readonly author: string;
  readonly createdAt: string;
}

export interface Publication {
  readonly publication: string;
  readonly title: string;
  readonly source: string;
  readonly publishedOn: string;
  readonly referenceDate: string;
  /** Null where it has zones of its own. */
  readonly geography: string | null;
  readonly version: number | null;
  readonly statistics: readonly string[];
  readonly enteredBy: string;
  readonly enteredAt: string;
}

export interface Publications {
  readonly published: readonly Publication[];
  /** Where to look, as long as nothing was entered. */
  readonly suggested: readonly { readonly kind: string; readonly title: LocalisedName; readonly where: LocalisedName }[];
}

export interface AccessEntry {
  readonly at: string;
  readonly account: string;
  readonly what: string;
  readonly source: string | null;
  readonly referenceDate: string | null;
  readonly purpose: string | null;
}
