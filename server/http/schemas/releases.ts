// Schemas of releases: what is asked for, the way it goes, and what everybody may see of it.
import { z } from 'zod';
import { RELEASE_METHODS, RELEASE_STATES } from '../../db/queries/releases.ts';
import { Cell, Code, IsoDate, IsoTime, Version } from './common.ts';
import { AppliedRules, RuleSet, RuleSetWish } from './rules.ts';

export { RELEASE_RULES as DEFAULT_RULES } from '../../workspace/releases/release-rules.ts';

const Method = z.enum(RELEASE_METHODS).meta({ description: 'suppress: numbers are withheld; round: all are multiples of a base; cell-key: all have noise, the same blocks always the same. Noisy numbers do not add up. Of fixed geographies only, by rules with a perturbation table' });

const wish = {
  geography: Code,
  version: Version,
  statistics: z.array(Code).min(1).max(1000),
  referenceDates: z.array(IsoDate).min(1).max(200),
};

export const CreateRelease = z
  .strictObject({
    ...wish,
    ruleSet: RuleSetWish.optional().meta({ description: 'Default: the rule sets of the sources, else threshold 5 with open zeros. Never less than those of the sources.' }),
    method: Method.default('suppress'),
    purpose: z.string().max(2000).default(''),
  })
  .meta({ id: 'CreateRelease' });

export const ReleaseState = z.enum(RELEASE_STATES).meta({ id: 'ReleaseState' });

export const AuditedAgainst = z
  .strictObject({ kind: z.enum(['release', 'published']), id: z.string(), title: z.string(), date: IsoDate })
  .meta({ id: 'AuditedAgainst' });

export const ReleaseAudit = z
  .strictObject({
    state: z.enum(['running', 'done', 'failed']),
    progress: z.number().min(0).max(1),
    cells: z.int(),
    withheld: z.int(),
    missing: z.int(),
    primary: z.int().optional().meta({ description: 'Withheld by the rules; with clearance only' }),
    secondary: z.int().optional().meta({ description: 'Withheld for the sake of others; with clearance only' }),
    findings: z.int().meta({ description: 'What would follow for everybody; a release with findings is not approved' }),
    tables: z.int(),
    against: z.array(AuditedAgainst).optional().meta({ description: 'What was public before and is counted; for staff' }),
    headHash: z.string().nullable().meta({ description: 'Head of the ledger with this audit in it' }),
    auditedAt: IsoTime.nullable(),
  })
  .meta({ id: 'ReleaseAudit' });

export const Signature = z
  .strictObject({ account: z.string(), role: z.enum(['dpo', 'statistics']), decision: z.enum(['no-objection', 'objection', 'approve']), reason: z.string(), at: IsoTime })
  .meta({ id: 'Signature' });

export const SigningRole = z.enum(['dpo', 'statistics']);

export const ReleaseSchema = z
  .strictObject({
    release: z.string(),
    number: z.int().meta({ description: 'Counts the releases of the municipality from 1' }),
    geography: z.string(),
    version: Version,
    statistics: z.array(z.string()),
    referenceDates: z.array(IsoDate),
    ruleSet: RuleSet.meta({ description: 'The strictest of what was applied' }),
    ruleSetVersion: z.int().nullable().meta({ description: 'Version of the rule set where all statistics are of one source that has some' }),
    ruleSets: z.array(AppliedRules),
    method: Method,
    purpose: z.string(),
    state: ReleaseState,
    requestedBy: z.string().nullable().meta({ description: 'null for who is not staff' }),
    requestedAt: IsoTime,
    decidedBy: z.string().nullable(),
    decidedAt: IsoTime.nullable(),
    publishedAt: IsoTime.nullable(),
    signatures: z.array(Signature).optional().meta({ description: 'For staff' }),
    requiredSignatures: z.array(SigningRole).optional(),
    audit: ReleaseAudit,
  })
  .meta({ id: 'Release' });

export const Releases = z.strictObject({ releases: z.array(ReleaseSchema) }).meta({ id: 'Releases' });

export const VerifyRelease = z
  .strictObject({
    decision: z.enum(['no-objection', 'objection']),
    reason: z.string().max(5000).default(''),
    acceptEarlier: z.boolean().default(false).meta({ description: 'No objection although findings follow from what was public before, whatever is released now; needs its reason' }),
  })
  .refine(({ decision, reason }) => decision !== 'objection' || reason.trim() !== '', { path: ['reason'], message: 'an objection needs its reason' })
  .refine(({ acceptEarlier, reason }) => !acceptEarlier || reason.trim() !== '', { path: ['reason'], message: 'to accept findings needs its reason' })
  .meta({ id: 'VerifyRelease' });

export const ApproveRelease = z.strictObject({ publish: z.boolean().default(true) }).meta({ id: 'ApproveRelease' });

export const Signatures = z.strictObject({ required: z.array(SigningRole) }).meta({ id: 'Signatures' });

export const RequireSignatures = z
  .strictObject({ required: z.array(SigningRole).min(1).max(2) })
  .refine(({ required }) => required.includes('statistics'), { path: ['required'], message: 'statistics always signs' })
  .meta({ id: 'RequireSignatures' });

export const ReleasedZoneProperties = z
  .strictObject({
    zone: z.string(),
    name: z.string(),
    cells: z.record(z.string(), z.record(z.string(), Cell)).meta({ description: 'By statistic, then by reference date' }),
  })
  .meta({ id: 'ReleasedZoneProperties' });

const FindingTerm = z.strictObject({
  sign: z.union([z.literal(1), z.literal(-1)]),
  times: z.int(),
  geography: z.string().nullable(),
  version: Version.nullable(),
  zone: z.string(),
  name: z.string(),
  value: z.int(),
  from: z.strictObject({ kind: z.enum(['release', 'published']), id: z.string(), number: z.int().nullable(), title: z.string() }),
});

export const Finding = z
  .strictObject({
    id: z.string(),
    statistic: z.string(),
    complementOf: z.string().nullable().meta({ description: 'The count is that of this statistic less `statistic`' }),
    referenceDate: IsoDate,
    kind: z.enum(['exact', 'small']),
    count: z.int().nullable().meta({ description: 'null: only a bound is known' }),
    lower: z.int().nullable(),
    upper: z.int().nullable(),
    already: z.boolean().meta({ description: 'Follows from earlier publications alone, whatever this release withholds' }),
    dividedBy: z.int(),
    terms: z.array(FindingTerm),
    zones: z.array(z.string()).meta({ description: 'Zones of the release that take part' }),
    blocks: z.array(z.string()),
  })
  .meta({ id: 'Finding' });

export const Findings = z.strictObject({ total: z.int(), findings: z.array(Finding) }).meta({ id: 'Findings' });

export const FindingShapeProperties = z
  .strictObject({ findings: z.array(z.string()), count: z.int().nullable(), blocks: z.int() })
  .meta({ id: 'FindingShapeProperties' });

export const Proposals = z
  .strictObject({
    proposals: z.array(
      z.strictObject({
        finding: z.string(),
        ways: z.array(
          z.strictObject({
            kind: z.enum(['move-blocks', 'merge-zones', 'withhold']),
            blocks: z.array(z.string()),
            zones: z.array(z.string().nullable()).meta({ description: 'move-blocks: from and to (null: no zone); else the zones to merge or withhold' }),
            lost: z.strictObject({ cells: z.int(), residents: z.int(), zones: z.int() }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Proposals' });

const Variant = z.strictObject({
  threshold: z.int().min(1).max(1_000_000),
  zeros: z.enum(['open', 'protect', 'structural']).default('open'),
  method: Method.default('suppress'),
  protect: z.enum(['exact', 'small']).default('small'),
});

export const WhatIf = z.strictObject({ ...wish, variants: z.array(Variant).min(1).max(8) }).meta({ id: 'WhatIf' });

export const WhatIfResult = z
  .strictObject({
    variants: z.array(
      z.strictObject({
        threshold: z.int(),
        zeros: z.enum(['open', 'protect', 'structural']),
        method: Method,
        roundingBase: z.int().nullable().meta({ description: 'What the numbers of a rounded release are multiples of' }),
        protect: z.enum(['exact', 'small']),
        cells: z.int(),
        withheld: z.int(),
        primary: z.int(),
        secondary: z.int(),
        findings: z.int(),
        residentsWithheld: z.int().meta({ description: 'Residents (or the base of the statistic) of zones whose cell is withheld, on average over statistics and dates' }),
        residentsShare: z.number().nullable(),
        meanChange: z.number().nullable().meta({ description: 'By how much a number is changed on average, up or down, where numbers are rounded or have noise; else null' }),
        changeShare: z.number().nullable().meta({ description: 'The same as a share of what the numbers would add up to' }),
      }),
    ),
  })
  .meta({ id: 'WhatIfResult' });
