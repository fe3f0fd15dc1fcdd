// Rules as they come from a file or a request: checked field by field, each problem with what would be accepted.
import { parseNoise } from './parse-noise.ts';
import { DEFAULT_RULES, type Dominance, type RuleSet } from './rule-set.ts';

export type RuleProblemCode = 'not-an-object' | 'unknown-field' | 'missing' | 'not-a-whole-number' | 'out-of-range' | 'not-a-choice' | 'not-a-name' | 'not-a-dominance-rule' | 'one-contributor-alone' | 'contradiction';

export interface RuleProblem {
  readonly code: RuleProblemCode;
  /** Path of the field, such as `secondUnit.threshold`; '' for the whole. */
  readonly field: string;
  readonly problem: string;
  readonly accepted: string;
}

export type ParsedRules = { readonly rules: RuleSet; readonly problems: readonly [] } | { readonly rules: null; readonly problems: readonly RuleProblem[] };

/** Largest threshold, base or denominator: beyond a million residents a rule withholds whole cities, and is a slip. */
const MOST = 1_000_000;

const FIELDS = ['threshold', 'zeros', 'secondUnit', 'homogeneity', 'minimumDenominator', 'dominance', 'roundingBase', 'noise', 'protect', 'attackerMinimum'] as const;

/** Absent `threshold` and `zeros` are the defaults. All problems are told, not the first alone. */
export function parseRules(value: unknown): ParsedRules {
  const problems: RuleProblem[] = [];
  const given = objectOf(value, '', `an object with ${FIELDS.join(', ')}`, problems);
  if (given === null) return { rules: null, problems };
  refuseUnknown(given, FIELDS, '', problems);
  const rules: { -readonly [Field in keyof RuleSet]: RuleSet[Field] } = {
    threshold: whole(given, 'threshold', '', 1, problems) ?? DEFAULT_RULES.threshold,
    zeros: choice(given, 'zeros', ['open', 'protect', 'structural'], problems) ?? DEFAULT_RULES.zeros,
  };
  if (given.secondUnit !== undefined) rules.secondUnit = secondUnit(given.secondUnit, problems) ?? undefined;
  if (given.homogeneity !== undefined) rules.homogeneity = homogeneity(given.homogeneity, problems) ?? undefined;
  assignDefined(rules, 'minimumDenominator', whole(given, 'minimumDenominator', '', 1, problems));
  if (given.dominance !== undefined) rules.dominance = dominance(given.dominance, problems) ?? undefined;
  assignDefined(rules, 'roundingBase', whole(given, 'roundingBase', '', 2, problems));
  if (given.noise !== undefined) rules.noise = parseNoise(given.noise, rules, problems) ?? undefined;
  assignDefined(rules, 'protect', choice(given, 'protect', ['exact', 'small'], problems));
  assignDefined(rules, 'attackerMinimum', choice(given, 'attackerMinimum', [0, 1], problems));
  if (rules.zeros === 'protect' && rules.attackerMinimum === 1) {
    problems.push({ code: 'contradiction', field: 'attackerMinimum', problem: 'is 1, but where zeros are protected a withheld count may be 0', accepted: '0, or zeros open' });
  }
  return problems.length > 0 ? { rules: null, problems } : { rules, problems: [] };
}

type Fields = Readonly<Record<string, unknown>>;

function assignDefined<Field extends keyof RuleSet>(rules: { -readonly [Name in keyof RuleSet]: RuleSet[Name] }, field: Field, value: RuleSet[Field] | undefined): void {
  if (value !== undefined) rules[field] = value;
}

function objectOf(value: unknown, field: string, accepted: string, problems: RuleProblem[]): Fields | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  problems.push({ code: 'not-an-object', field, problem: 'is no object', accepted });
  return null;
}

function refuseUnknown(given: Fields, known: readonly string[], path: string, problems: RuleProblem[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) problems.push({ code: 'unknown-field', field: path + name, problem: 'is no rule', accepted: known.join(', ') });
  }
}

function whole(given: Fields, name: string, path: string, least: number, problems: RuleProblem[]): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const field = path + name;
  const accepted = `a whole number of ${least} to ${MOST}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) problems.push({ code: 'not-a-whole-number', field, problem: 'is no whole number', accepted });
  else if (value < least || value > MOST) problems.push({ code: 'out-of-range', field, problem: `is ${value}`, accepted });
  else return value;
  return undefined;
}

function required(given: Fields, name: string, path: string, least: number, problems: RuleProblem[]): number | undefined {
  if (given[name] !== undefined) return whole(given, name, path, least, problems);
  problems.push({ code: 'missing', field: path + name, problem: 'is missing', accepted: `a whole number of ${least} to ${MOST}` });
  return undefined;
}

function choice<Choice extends string | number>(given: Fields, name: string, choices: readonly Choice[], problems: RuleProblem[]): Choice | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found === undefined) problems.push({ code: 'not-a-choice', field: name, problem: 'is none of the choices', accepted: choices.join(', ') });
  return found;
}

function secondUnit(value: unknown, problems: RuleProblem[]): RuleSet['secondUnit'] | null {
  const given = objectOf(value, 'secondUnit', '{"statistic": "households", "threshold": 3}', problems);
  if (given === null) return null;
  refuseUnknown(given, ['statistic', 'threshold'], 'secondUnit.', problems);
  const threshold = required(given, 'threshold', 'secondUnit.', 1, problems);
  const { statistic } = given;
  if (typeof statistic !== 'string' || statistic.trim() === '') {
    problems.push({ code: 'not-a-name', field: 'secondUnit.statistic', problem: 'is no name', accepted: 'the statistic (in a table: the column) that counts the second unit' });
    return null;
  }
  return threshold === undefined ? null : { statistic, threshold };
}

function homogeneity(value: unknown, problems: RuleProblem[]): RuleSet['homogeneity'] | null {
  const given = objectOf(value, 'homogeneity', '{"threshold": 1} (least number of the base that must differ)', problems);
  if (given === null) return null;
  refuseUnknown(given, ['threshold'], 'homogeneity.', problems);
  const threshold = required(given, 'threshold', 'homogeneity.', 1, problems);
  return threshold === undefined ? null : { threshold };
}

const DOMINANCE = '{"n": 2, "k": 85}, {"p": 10} or {"p": 10, "q": 80}, or a list of them';

/** (1,k) alone is refused: of 100,000 = 50,000 + 49,000 + rest the second contributor knows the first to within 2 % (HandbookSDC 4.2, example 1). */
function dominance(value: unknown, problems: RuleProblem[]): RuleSet['dominance'] | null {
  const before = problems.length;
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0) problems.push({ code: 'not-a-dominance-rule', field: 'dominance', problem: 'is an empty list', accepted: DOMINANCE });
  const rules = list.map((one, i) => oneDominance(one, Array.isArray(value) ? `dominance.${i}` : 'dominance', problems));
  if (problems.length > before) return null;
  const found = rules as Dominance[];
  if (found.every((rule) => 'n' in rule && rule.n === 1)) {
    problems.push({ code: 'one-contributor-alone', field: 'dominance', problem: 'looks at the largest contributor alone, whom the second largest can work out', accepted: `n of 2 or more, or a p % rule beside it: ${DOMINANCE}` });
    return null;
  }
  return Array.isArray(value) ? found : found[0]!;
}

/** Values are not repeated in problems: parameters of dominance are confidential. */
function oneDominance(value: unknown, field: string, problems: RuleProblem[]): Dominance | null {
  const refuse = (code: RuleProblemCode, at: string, problem: string, accepted: string): null => {
    problems.push({ code, field: at, problem, accepted });
    return null;
  };
  if (typeof value !== 'object' || value === null) return refuse('not-a-dominance-rule', field, 'is no dominance rule', DOMINANCE);
  const given = value as Fields;
  const names = Object.keys(given).toSorted().join();
  const share = (name: string): boolean => typeof given[name] === 'number' && given[name] > 0 && given[name] <= 100;
  if (names === 'k,n') {
    if (!Number.isInteger(given.n) || (given.n as number) < 1 || (given.n as number) > 100) return refuse('out-of-range', `${field}.n`, 'is no number of contributors', 'a whole number of 1 to 100');
    if (!share('k') || given.k === 100) return refuse('out-of-range', `${field}.k`, 'is no share in per cent', 'more than 0 and less than 100');
    return { n: given.n as number, k: given.k as number };
  }
  if (names !== 'p' && names !== 'p,q') return refuse('not-a-dominance-rule', field, 'is no dominance rule', DOMINANCE);
  if (!share('p')) return refuse('out-of-range', `${field}.p`, 'is no share in per cent', 'more than 0 and at most 100');
  if (names === 'p') return { p: given.p as number };
  if (!share('q') || (given.q as number) <= (given.p as number)) return refuse('out-of-range', `${field}.q`, 'is not more than p', 'more than p and at most 100');
  return { p: given.p as number, q: given.q as number };
}
