// Schemas of rule sets: as they are asked for, as everybody may see them, and as they are stored by source.
import { z } from 'zod';
import { parseRules } from '../../../core/disclosure/rules/parse-rules.ts';
import type { RuleSet as Rules } from '../../../core/disclosure/rules/rule-set.ts';
import { IsoTime } from './common.ts';

const Threshold = z.int().min(1).max(1_000_000);
const Share = z.number().gt(0).max(100);

const open = {
  threshold: Threshold.meta({ description: 'Least count that may be seen' }),
  zeros: z.enum(['open', 'protect', 'structural']),
  secondUnit: z.strictObject({ statistic: z.string().min(1), threshold: Threshold }).optional().meta({ description: 'Units behind the persons, such as households' }),
  homogeneity: z.strictObject({ threshold: Threshold }).optional().meta({ description: 'Least number of the base that must not be counted' }),
  minimumDenominator: z.int().min(1).optional(),
  roundingBase: z.int().min(2).optional(),
  protect: z.enum(['exact', 'small']).optional(),
  attackerMinimum: z.union([z.literal(0), z.literal(1)]).optional(),
};

const Dominance = z.union([z.strictObject({ n: z.int().min(1), k: Share }), z.strictObject({ p: Share, q: Share.optional() })]);

const NoiseDesign = z.strictObject({ largest: z.int().min(1).max(100), variance: z.number().gt(0), blocked: z.int().min(0).max(100).default(0), unimodal: z.boolean().default(false) });
const NoiseTable = z.strictObject({ rows: z.array(z.strictObject({ noise: z.array(z.int()).min(1), probability: z.array(z.number().min(0)).min(1) })).min(2).max(1001) });
const Noise = z.union([NoiseDesign, NoiseTable]).meta({ description: 'How cell keys change counts: parameters of the noise of most entropy, or a perturbation table by count from 0' });

/** Rules in an answer: whether dominance is looked at and whether there is noise, and their parameters for those who set or verify rules. */
export const RuleSet = z
  .strictObject({ ...open, dominance: z.union([z.literal('confidential'), Dominance, z.array(Dominance)]).optional(), noise: z.union([z.literal('confidential'), Noise]).optional() })
  .meta({ id: 'RuleSet' });

const inRequest = { ...open, zeros: open.zeros.default('open'), dominance: z.union([Dominance, z.array(Dominance).min(1)]).optional() };

const checked = <Schema extends z.ZodType>(schema: Schema) => schema
  .superRefine((value, context) => {
    for (const { field, problem, accepted } of parseRules(value).problems) {
      context.addIssue({ code: 'custom', path: field === '' ? [] : field.split('.'), message: `${problem}; accepted: ${accepted}` });
    }
  })
  // Absent members stay absent: undefined ones would be others to a digest.
  .transform((value): Rules => JSON.parse(JSON.stringify(value)) as Rules);

/** Rules that a release is asked for with. Noise is of the source: who asks for a release does not choose it. */
export const RuleSetWish = checked(z.strictObject(inRequest)).meta({ id: 'RuleSetWish' });

/** Rules of a source, as they are to hold from now on. */
const SourceRules = checked(z.strictObject({ ...inRequest, noise: Noise.optional() })).meta({ id: 'SourceRules' });

export const AppliedRules = z
  .strictObject({ source: z.string(), version: z.int().nullable(), basis: z.string(), author: z.string().nullable(), rules: RuleSet })
  .meta({ id: 'AppliedRules', description: 'Rules as they hold for the statistics of one source; version null: the source has no rule set of its own' });

export const CreateRuleSet = z
  .strictObject({ source: z.string().min(1).max(500), rules: SourceRules, basis: z.string().min(1).max(2000) })
  .meta({ id: 'CreateRuleSet' });

export const StoredRuleSet = z
  .strictObject({ source: z.string(), version: z.int(), rules: RuleSet, basis: z.string(), author: z.string(), createdAt: IsoTime })
  .meta({ id: 'StoredRuleSet' });

export const RuleSets = z.strictObject({ ruleSets: z.array(StoredRuleSet), sources: z.array(z.string()) }).meta({ id: 'RuleSets' });
