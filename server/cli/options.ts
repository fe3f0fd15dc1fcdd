// Options of a process as its schema tells them, and arguments read by them.
import { z } from 'zod';
import { InputError, optionName } from '../gdal/input-error.ts';

/** One option; `name` is the input's name in the schema, `flag` its spelling on the command line. */
export interface Option {
  readonly name: string;
  readonly flag: string;
  readonly type: 'string' | 'number' | 'boolean' | 'list';
  readonly description: string;
  /** What stands for the value in help; '' for a flag without one. */
  readonly placeholder: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
}

interface JsonProperty {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly placeholder?: string;
  readonly default?: unknown;
}

/** Options of an object schema, in its order. */
export function optionsOf(schema: z.ZodType): Option[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, JsonProperty>>;
    readonly required?: readonly string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => {
    const choices = property.enum?.map(String);
    const type = property.type === 'array' ? 'list' : property.type === 'boolean' ? 'boolean' : property.type === 'number' || property.type === 'integer' ? 'number' : 'string';
    return {
      name,
      flag: optionName(name),
      type,
      description: property.description ?? '',
      placeholder: type === 'boolean' ? '' : (choices?.join('|') ?? property.placeholder ?? 'VALUE'),
      required: json.required?.includes(name) ?? false,
      ...(choices === undefined ? {} : { choices }),
      ...(property.default === undefined ? {} : { default: String(property.default) }),
    };
  });
}

/**
 * Values by input name, as text, number, boolean or list. `--name value` and `--name=value` are the same; a list takes
 * commas, quotes round an item with a comma in it, and may be given several times. Throws InputError for an unknown option, a
 * missing value, and a single value given twice.
 */
export function readArguments(argv: readonly string[], options: readonly Option[], command: string): Record<string, unknown> {
  const byFlag = new Map(options.map((option) => [option.flag, option]));
  const values: Record<string, unknown> = {};
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (!argument.startsWith('--')) {
      throw new InputError({ problem: `"${argument}" belongs to no option`, accepted: `options such as ${options[0]?.flag ?? '--help'}; see zuschnitt ${command} --help` });
    }
    const equals = argument.indexOf('=');
    const flag = equals < 0 ? argument : argument.slice(0, equals);
    const option = byFlag.get(flag);
    if (option === undefined) throw unknownOption(flag, options, command);
    let text: string | undefined = equals < 0 ? undefined : argument.slice(equals + 1);
    if (option.type === 'boolean' && text === undefined) {
      values[option.name] = true;
      continue;
    }
    if (text === undefined) {
      const next = argv[i + 1];
      // "-" is standard output; a column may be named "--x" only as --counts=--x.
      if (next === undefined || next.startsWith('--')) throw new InputError({ option: option.name, problem: 'has no value', accepted: option.placeholder });
      text = next;
      i++;
    }
    if (option.type === 'list') values[option.name] = [...((values[option.name] as string[] | undefined) ?? []), ...splitList(text)];
    else if (values[option.name] !== undefined) throw new InputError({ option: option.name, problem: 'is given twice', accepted: 'one value' });
    else values[option.name] = option.type === 'number' ? readNumber(text, option) : option.type === 'boolean' ? text === 'true' : text;
  }
  return values;
}

function readNumber(text: string, option: Option): number {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InputError({ option: option.name, problem: `"${text}" is no number`, accepted: 'a number' });
}

/** Items between commas; "a, b" in quotes is one item. */
function splitList(text: string): string[] {
  return (text.match(/"[^"]*"|[^,]+/g) ?? []).map((item) => item.trim().replace(/^"(.*)"$/, '$1')).filter((item) => item !== '');
}

function unknownOption(flag: string, options: readonly Option[], command: string): InputError {
  const near = options.map((option) => ({ flag: option.flag, edits: distance(flag, option.flag) })).toSorted((a, b) => a.edits - b.edits)[0];
  const hint = near !== undefined && near.edits <= 3 ? `${near.flag}, or another option of` : 'the options of';
  return new InputError({ problem: `${flag} is no option of ${command}`, accepted: `${hint} zuschnitt ${command} --help` });
}

/** Levenshtein distance, hyphens not counted. */
export function distance(a: string, b: string): number {
  const [left, right] = [a.replaceAll('-', ''), b.replaceAll('-', '')];
  let row = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[right.length]!;
}

/** Checks values against the schema; the first fault becomes an InputError that names its option. */
export function checkValues<Schema extends z.ZodType>(schema: Schema, values: Record<string, unknown>, options: readonly Option[]): z.infer<Schema> {
  for (const option of options) {
    if (option.required && values[option.name] === undefined) {
      throw new InputError({ option: option.name, problem: 'is required', accepted: `${option.placeholder}: ${option.description}` });
    }
    const value = values[option.name];
    if (option.choices !== undefined && value !== undefined && !option.choices.includes(value as string)) {
      throw new InputError({ option: option.name, problem: `"${value as string}" is not offered`, accepted: option.choices.join(', ') });
    }
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new InputError({ ...(issue.path.length === 0 ? {} : { option: String(issue.path[0]) }), problem: issue.message, accepted: 'see --help' });
}
