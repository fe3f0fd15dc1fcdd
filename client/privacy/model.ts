// What the routes of releases, ledger, rule sets and earlier publications answer: the generated types under the desk's names.
import type { AccessLog, CreateRuleSet, Finding, Proposals, Release, RuleSet, Signature, WhatIf, WhatIfResult } from '../api-types.ts';

export type {
  AuditedAgainst as Against,
  Finding,
  Findings,
  Ledger,
  LedgerCheck,
  LedgerEntry,
  Proposals,
  Published as Publications,
  Release as DeskRelease,
  ReleaseAudit,
  ReleaseState as ReleaseStateName,
  RuleSet as Rules,
  Signature,
  StoredRuleSet as RuleSetVersion,
} from '../api-types.ts';

export type Decision = Signature['decision'];
/** Rules as statistics sets them. */
export type NewRules = CreateRuleSet['rules'];
export type Method = Release['method'];
/** Whether it is a breach that a number is known to be small, or only that it is known exactly. */
export type Protection = NonNullable<RuleSet['protect']>;
/** One published number of a certificate. */
export type Term = Finding['terms'][number];
/** One way to make a finding disappear; the first of a finding loses least. */
export type Way = Proposals['proposals'][number]['ways'][number];
export type Variant = WhatIf['variants'][number];
export type VariantLoss = WhatIfResult['variants'][number];
export type AccessEntry = AccessLog['entries'][number];
