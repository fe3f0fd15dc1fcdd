// The noise of a rule set as it comes from a file or a request. Problems repeat no value: the parameters are confidential.
import { hidesBelow, problemOfNoise, tableOfNoise } from '../cell-key/noise-table.ts';
import type { RuleProblem, RuleProblemCode } from './parse-rules.ts';
import type { Noise, NoiseDesign, NoiseTable, RuleSet } from './rule-set.ts';

const ACCEPTED = '{"largest": D, "variance": V, "blocked": N, "unimodal": true} or {"rows": [{"noise": […], "probability": […]}, …], …}';

/** Counts beyond this are changed as the last row says, and by no more than this. */
const MOST_NOISE = 100;
const MOST_ROWS = 1001;

/** Probabilities of files have 8 digits and more. */
const ROUNDED = 1e-6;

/** Null where `problems` says why. `threshold` and `zeros` as they were given beside it. */
export function parseNoise(value: unknown, { threshold, zeros, minimumDenominator }: Pick<RuleSet, 'threshold' | 'zeros' | 'minimumDenominator'>, problems: RuleProblem[]): Noise | null {
  const refuse = (code: RuleProblemCode, field: string, problem: string, accepted: string): null => {
    problems.push({ code, field, problem, accepted });
    return null;
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('not-an-object', 'noise', 'is no object', ACCEPTED);
  const given = value as Readonly<Record<string, unknown>>;
  const noise = 'rows' in given ? rowsOf(given, refuse) : designOf(given, refuse);
  if (noise === null) return null;
  const problem = problemOfNoise(noise);
  if (problem !== null) {
    const accepted = problem.code === 'not-unimodal' ? 'another variance, or no peak' : problem.code === 'variance-too-small' ? 'a larger variance, or fewer blocked counts' : 'a smaller variance, or a larger change';
    return refuse('contradiction', problem.code === 'not-unimodal' ? 'noise.unimodal' : 'noise.variance', 'leaves no such noise for some count', accepted);
  }
  if (zeros === 'protect') return refuse('contradiction', 'noise', 'leaves a 0 as it is, which is to be secret here', 'zeros open, or another method');
  if (!hidesBelow(tableOfNoise(noise)!, threshold)) return refuse('contradiction', 'noise', 'shows numbers that only counts below the threshold are seen as', 'a largest change of the threshold at least');
  if (minimumDenominator === undefined) return refuse('missing', 'minimumDenominator', 'is missing, and rates of small numbers with noise mean nothing', 'a whole number; 30 or more is usual');
  return noise;
}

type Refuse = (code: RuleProblemCode, field: string, problem: string, accepted: string) => null;

function designOf(given: Readonly<Record<string, unknown>>, refuse: Refuse): NoiseDesign | null {
  const unknown = Object.keys(given).find((name) => !['largest', 'variance', 'blocked', 'unimodal'].includes(name));
  if (unknown !== undefined) return refuse('unknown-field', `noise.${unknown}`, 'is no parameter of noise', ACCEPTED);
  const { largest, variance, blocked = 0, unimodal = false } = given;
  if (typeof largest !== 'number' || !Number.isInteger(largest) || largest < 1 || largest > MOST_NOISE) return refuse('out-of-range', 'noise.largest', 'is no largest change', `a whole number of 1 to ${MOST_NOISE}`);
  if (typeof variance !== 'number' || !(variance > 0 && variance <= largest ** 2)) return refuse('out-of-range', 'noise.variance', 'is no variance of such noise', 'more than 0, and no more than the largest change squared');
  if (typeof blocked !== 'number' || !Number.isInteger(blocked) || blocked < 0 || blocked > MOST_NOISE) return refuse('out-of-range', 'noise.blocked', 'is no largest count that never comes out', `a whole number of 0 to ${MOST_NOISE}`);
  if (typeof unimodal !== 'boolean') return refuse('not-a-choice', 'noise.unimodal', 'is none of the choices', 'true, false');
  return { largest, variance, blocked, unimodal };
}

function rowsOf(given: Readonly<Record<string, unknown>>, refuse: Refuse): NoiseTable | null {
  const { rows, ...more } = given;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) return refuse('unknown-field', `noise.${unknown}`, 'is nothing that goes with rows', ACCEPTED);
  if (!Array.isArray(rows) || rows.length < 2 || rows.length > MOST_ROWS) return refuse('out-of-range', 'noise.rows', 'is no list of rows', `2 to ${MOST_ROWS} rows, by count from 0`);
  const made: NoiseTable['rows'][number][] = [];
  for (const [count, row] of (rows as unknown[]).entries()) {
    const field = `noise.rows.${count}`;
    const { noise, probability } = (typeof row === 'object' && row !== null ? row : {}) as { noise?: unknown; probability?: unknown };
    if (!isNumbers(noise) || !isNumbers(probability) || noise.length !== probability.length || noise.length === 0) return refuse('not-an-object', field, 'is no row', '{"noise": […], "probability": […]}, equally long');
    if (noise.some((v) => !Number.isInteger(v) || Math.abs(v) > MOST_NOISE || count + v < 0)) return refuse('out-of-range', `${field}.noise`, 'is not all noise of this count', `whole numbers within ${MOST_NOISE} of no change, none of which leads below 0`);
    if (count === 0 && noise.some((v) => v !== 0)) return refuse('out-of-range', `${field}.noise`, 'changes a count of 0', '0: what holds nobody stays 0');
    if (new Set(noise).size < noise.length) return refuse('contradiction', `${field}.noise`, 'names a change twice', 'each change once');
    if (probability.some((p) => !(p >= 0 && p <= 1 + ROUNDED)) || Math.abs(probability.reduce((sum, p) => sum + p, 0) - 1) > ROUNDED) return refuse('out-of-range', `${field}.probability`, 'does not make 1', 'probabilities that add up to 1');
    made.push({ noise, probability });
  }
  return { rows: made };
}

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every((one) => typeof one === 'number' && Number.isFinite(one));
