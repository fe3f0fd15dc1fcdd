// A rule set from a JSON file, with the columns that its rules need: base, second unit, contributor.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseRules } from '../../../core/disclosure/rules/parse-rules.ts';
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import { InputError } from '../../gdal/input-error.ts';
import { fileProblem } from '../../gdal/formats/read-csv.ts';

/** `secondUnit.statistic` of the rules names the column of the second unit. */
export interface RulesOfTable {
  readonly rules: RuleSet;
  /** Column of what the count is a part of: its cells are taken to be public. */
  readonly base: string | null;
  /** Whether who does not belong to the count is as secret as who does: yes, unless the file says no. */
  readonly complement: boolean;
  /** Column that names who contributes a row, for dominance. */
  readonly contributor: string | null;
  /** Fields that the file names: an option that says otherwise is a contradiction. */
  readonly given: ReadonlySet<string>;
}

const COLUMNS = ['base', 'contributor'] as const;
const OWN_FIELDS: readonly string[] = [...COLUMNS, 'complement'];

/** Reads the file; throws InputError for the first field that is wrong, with what would be accepted. */
export async function readRules(path: string): Promise<RulesOfTable> {
  const file = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file, problem: 'is not JSON', accepted: '{"threshold": 3, "base": "residents", "homogeneity": {"threshold": 1}}' });
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const given = isObject ? (value as Record<string, unknown>) : {};
  const [base, contributor] = COLUMNS.map((name) => columnOf(file, given, name));
  const rest = isObject ? Object.fromEntries(Object.entries(given).filter(([name]) => !OWN_FIELDS.includes(name))) : value;
  const { rules, problems } = parseRules(rest);
  if (rules === null) {
    const { field, problem, accepted } = problems[0]!;
    throw new InputError({ file, ...(field === '' ? {} : { field }), problem, accepted: problems[0]!.code === 'unknown-field' ? `${accepted}, ${OWN_FIELDS.join(', ')}` : accepted });
  }
  const lacks = (field: string, column: string): never => {
    throw new InputError({ file, field, problem: `needs the field "${column}"`, accepted: `"${column}": a column of the table` });
  };
  if (given.complement !== undefined && typeof given.complement !== 'boolean') throw new InputError({ file, field: 'complement', problem: 'is neither true nor false', accepted: 'true or false' });
  if (given.complement === true && base === null) lacks('complement', 'base');
  if (rules.minimumDenominator !== undefined && base === null) lacks('minimumDenominator', 'base');
  if (rules.dominance !== undefined && contributor === null) lacks('dominance', 'contributor');
  return { rules, base: base!, complement: base !== null && given.complement !== false, contributor: contributor!, given: new Set(Object.keys(given)) };
}

function columnOf(file: string, given: Record<string, unknown>, name: string): string | null {
  const value = given[name];
  if (value === undefined) return null;
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new InputError({ file, field: name, problem: 'is no name', accepted: 'the name of a column of the table' });
}
