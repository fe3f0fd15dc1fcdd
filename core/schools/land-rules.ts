// What a Land's law says of entry and of classes, as it comes with the program: an offer, which a town takes over or writes anew.
import { checkClassRule, type ClassRule } from './entry-classes.ts';
import type { EntryRule } from './forecast.ts';

export interface LandRules {
  /** ISO 3166-2:DE, lower case. */
  readonly land: string;
  /** null: nobody has found a source that could be named. */
  readonly entryRule: EntryRule | null;
  /** null: the same, or the Land sets no number. */
  readonly classRule: ClassRule | null;
  /** Where there is no class rule: what the law says instead, as far as it was found, with its source. */
  readonly classNote: string | null;
}

/** The day MM-DD is one of every year. */
export const isDayOfYear = (day: string): boolean => /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day) && new Date(`2001-${day}T00:00:00Z`).toISOString().slice(5, 10) === day;

/** Rules from the content of a file `{land, entryRule, classRule}`, `classNote` beside a class rule of null; null for one that is none: a rule without a source is none. */
export function readLandRules(content: unknown): LandRules | null {
  const { land, entryRule, classRule, classNote = null } = content as { land?: unknown; entryRule?: Omit<EntryRule, 'land'> | null; classRule?: Omit<ClassRule, 'land'> | null; classNote?: string | null };
  if (typeof land !== 'string' || !/^[a-z]{2}$/.test(land) || entryRule === undefined || classRule === undefined) return null;
  if (entryRule !== null && !(isDayOfYear(entryRule.cutOff) && Number.isInteger(entryRule.age) && entryRule.source !== '')) return null;
  if (classRule !== null && (checkClassRule(classRule) !== null || classRule.source === '')) return null;
  if (classNote === '' || (classNote !== null && classRule !== null)) return null;
  return { land, entryRule: entryRule === null ? null : { ...entryRule, land }, classRule: classRule === null ? null : { ...classRule, land }, classNote };
}
