// Schemas of releases and of the ledger.
import { z } from 'zod';
import { Cell, Code, IsoDate, IsoTime, Version } from './common.ts';

const Threshold = z.int().min(1).max(1_000_000).meta({ description: 'Least count that may be seen' });
const Zeros = z.enum(['open', 'protect']);

export const RuleSet = z.strictObject({ threshold: Threshold, zeros: Zeros }).meta({ id: 'RuleSet' });
const RuleSetWish = z.strictObject({ threshold: Threshold, zeros: Zeros.default('open') }).meta({ id: 'RuleSetWish' });

export const DEFAULT_RULES = { threshold: 5, zeros: 'open' } as const;

export const CreateRelease = z
  .strictObject({
    geography: Code,
    version: Version,
    statistics: z.array(Code).min(1).max(1000),
    referenceDates: z.array(IsoDate).min(1).max(200),
    ruleSet: RuleSetWish.default(DEFAULT_RULES),
  })
  .meta({ id: 'CreateRelease' });

export const ReleaseState = z.enum(['requested', 'approved', 'withdrawn']).meta({ id: 'ReleaseState' });

export const ReleaseSchema = z
  .strictObject({
    release: z.string(),
    number: z.int().meta({ description: 'Counts the releases of the municipality from 1' }),
    geography: z.string(),
    version: Version,
    statistics: z.array(z.string()),
    referenceDates: z.array(IsoDate),
    ruleSet: RuleSet,
    state: ReleaseState,
    requestedBy: z.string(),
    requestedAt: IsoTime,
    decidedBy: z.string().nullable(),
    decidedAt: IsoTime.nullable(),
    audit: z.strictObject({ cells: z.int(), withheld: z.int(), missing: z.int(), primaryOnly: z.literal(true) }),
  })
  .meta({ id: 'Release' });

export const Releases = z.strictObject({ releases: z.array(ReleaseSchema) }).meta({ id: 'Releases' });

export const ReleasedZoneProperties = z
  .strictObject({
    zone: z.string(),
    name: z.string(),
    cells: z.record(z.string(), z.record(z.string(), Cell)).meta({ description: 'By statistic, then by reference date' }),
  })
  .meta({ id: 'ReleasedZoneProperties' });

export const LedgerSchema = z
  .strictObject({
    entries: z.array(
      z
        .strictObject({
          sequence: z.int(),
          at: IsoTime,
          account: z.string(),
          action: z.enum(['request', 'approve', 'withdraw']),
          release: z.string(),
          payload: z.looseObject({}),
          previousHash: z.string(),
          hash: z.string(),
        })
        .meta({ id: 'LedgerEntry' }),
    ),
  })
  .meta({ id: 'Ledger' });
