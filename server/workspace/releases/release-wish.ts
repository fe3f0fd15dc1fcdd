// What is asked of the releases, and why it may be refused.
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import type { ReleaseMethod, ReleaseState } from '../../db/queries/releases.ts';
import type { ResidentRelease } from './release-register.ts';

export interface ReleaseWish {
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  /** null: the rule sets of the statistics' sources. */
  readonly ruleSet: RuleSet | null;
  readonly method: ReleaseMethod;
  readonly purpose: string;
}

export interface Verification {
  readonly decision: 'no-objection' | 'objection';
  readonly reason: string;
  /** That findings follow from earlier publications alone is accepted, for the reason given. */
  readonly acceptEarlier: boolean;
}

export type ReleaseRefusal =
  | { readonly code: 'UNKNOWN_GEOGRAPHY' }
  | { readonly code: 'UNKNOWN_VERSION' }
  | { readonly code: 'UNKNOWN_STATISTIC'; readonly statistics: readonly string[] }
  | { readonly code: 'UNKNOWN_REFERENCE_DATE'; readonly dates: readonly string[] }
  | { readonly code: 'SAME_PERSON' }
  | { readonly code: 'WRONG_STATE'; readonly state: ReleaseState; readonly accepted: readonly ReleaseState[] }
  | { readonly code: 'AUDIT_RUNNING' }
  | { readonly code: 'AUDIT_FAILED' }
  /** Of noise: sources whose rule set has no perturbation table, or none that hides counts below the threshold that was asked for. */
  | { readonly code: 'NO_NOISE' | 'NOISE_TOO_SMALL'; readonly sources: readonly string[] }
  /** Another version of the geography has noise for the same statistics and dates: over borders that change it could be averaged. */
  | { readonly code: 'NOISE_ON_OTHER_VERSION'; readonly version: number }
  /** Exact numbers of the same zones are public, which show what the noise is. */
  | { readonly code: 'NOISE_BESIDE_EXACT'; readonly release: number }
  /** As many geographies have noise for the same statistics and dates as are allowed to. */
  | { readonly code: 'NOISE_ON_ENOUGH_CUTS'; readonly geographies: readonly string[] }
  /** Dates or statistics had noise from different tables before; they have to be asked for apart. */
  | { readonly code: 'NOISE_TABLES_DIFFER'; readonly releases: readonly number[] }
  /** The audit was made for another cut, or for other cells. */
  | { readonly code: 'AUDIT_FOR_OTHER' }
  | { readonly code: 'HAS_FINDINGS'; readonly findings: number }
  /** Counts were imported since the cells were protected: they would show what holds no more. */
  | { readonly code: 'COUNTS_CHANGED'; readonly statistic: string; readonly referenceDate: string }
  /** Others published again and again while this was audited. */
  | { readonly code: 'OVERTAKEN' };

export type ReleaseResult =
  | { readonly ok: true; readonly release: ResidentRelease }
  | { readonly ok: false; readonly refusal: ReleaseRefusal };

export function refuse(refusal: ReleaseRefusal): ReleaseResult {
  return { ok: false, refusal };
}
