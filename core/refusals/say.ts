// What is wrong, or what would do, as a code with parameters: said where it is found, put into words by whoever shows it.
import { REASONS } from './reasons.ts';

export type Reason = keyof typeof REASONS;

/** A text of the file, a number, something said for itself, or several of them. Numbers that only name something (EPSG, row) are texts. */
export type Param = string | number | Said | readonly (string | Said)[];

export interface Said {
  readonly reason: Reason;
  readonly params: Readonly<Record<string, Param>>;
}

/** Said by a code, or English alone: what only the command line and processes tell. */
export type Words = string | Said;

/** Names of the places that a text has for parameters. */
type Places<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type ParamsOf<R extends Reason> = Readonly<Record<Places<(typeof REASONS)[R]>, Param>>;

export function say<R extends Reason>(reason: R, ...[params]: [Places<(typeof REASONS)[R]>] extends [never] ? [] : [ParamsOf<R>]): Said {
  return { reason, params: params ?? {} };
}

export const says = (words: Words, ...reasons: readonly Reason[]): boolean => typeof words === 'object' && reasons.includes(words.reason);

/** In English, as programs and the command line are told it. */
export function inEnglish(words: Words): string {
  if (typeof words === 'string') return words;
  return REASONS[words.reason].replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = words.params[name];
    return value === undefined ? place : written(value);
  });
}

function written(value: Param): string {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) >= 10_000 ? value.toLocaleString('en') : String(value);
  if (typeof value === 'string') return value;
  return 'reason' in value ? inEnglish(value) : value.map(written).join(', ');
}
