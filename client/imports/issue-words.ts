// The server tells findings in English, for programs too; the frequent ones get their German here, the rest stay as told.
import { language, t, type TextKey } from '../i18n/i18n.ts';
import type { FileIssue } from './model.ts';

export interface Words {
  readonly text: string;
  /** Of the text, for screen readers. */
  readonly lang: 'de' | 'en';
}

/** Pattern of the server's words, the text that says it here, and the names of what the pattern catches. */
const PROBLEMS: readonly (readonly [RegExp, TextKey, readonly string[]])[] = [
  [/^no such column$/, 'imports.p_noSuchColumn', []],
  [/^"(.*)" is no date$/, 'imports.p_noDay', ['value']],
  [/^area, date and categories are those of row (\d+)$/, 'imports.p_rowTwice', ['row']],
  [/^"(.*)" may be (\S+) or (\S+)$/, 'imports.p_decimal', ['value', 'a', 'b']],
  [/^no rule takes (.*)$/, 'imports.p_noRule', ['what']],
  [/^"(.*)" adds "(.*)" to what it is the sum of$/, 'imports.p_totalParts', ['statistic', 'total']],
  [/^(\d+) of (\d+) keys are zones of "(.*)", and.*$/, 'imports.p_zoneTable', ['found', 'keys', 'geography']],
  [/^no separator divides the lines evenly.*$/, 'imports.p_noSeparator', []],
  [/^codebook: (.*)$/, 'imports.p_codebook', ['what']],
  [/^the mapping leaves the date .*$/, 'imports.p_noDate', []],
  [/^has (\d+) sheets$/, 'imports.p_sheets', ['count']],
  [/^names no area$/, 'imports.p_noKey', []],
  [/^"(.*)" is no count: rates and means.*$/, 'imports.p_rate', ['value']],
  [/^the row has (\d+) fields and the header (\d+)$/, 'imports.p_ragged', ['count', 'width']],
  [/^a quotation mark is opened and not closed$/, 'imports.p_openQuote', []],
  [/^"(.*)" is no count$/, 'imports.p_noCount', ['value']],
  [/^"(.*)" is a negative count$/, 'imports.p_negative', ['value']],
  [/^block "(.*)" is not in .*$/, 'imports.p_unknownBlock', ['block']],
  [/^zone "(.*)" is not in .*$/, 'imports.p_unknownZone', ['zone']],
  [/^blocks "(.*)" and "(.*)" overlap by ([\d.e-]+) m2.*$/, 'imports.p_overlap', ['a', 'b', 'area']],
  [/^a gap of ([\d.e-]+) m2, ([\d.e-]+) m wide, lies between blocks (.*?)( at .*)?$/, 'imports.p_gap', ['area', 'width', 'blocks']],
  [/^block "(.*)" has a border that lies along another block without sharing its vertices.*$/, 'imports.p_unmatched', ['block']],
  [/^block "(.*)" crosses itself.*$/, 'imports.p_crosses', ['block']],
  [/^block "(.*)" has no geometry.*$/, 'imports.p_noGeometry', ['block']],
  [/^is missing$/, 'imports.p_missing', []],
  [/^has no polygons$/, 'imports.p_noPolygons', []],
  [/^has no column beside the id$/, 'imports.p_noColumn', []],
  [/^is empty$/, 'imports.p_empty', []],
  [/^blocks valid from (\S+) (?:is|are) stored already$/, 'imports.p_dayTaken', ['day']],
  [/^a version of (\S+) valid from (\S+) is stored already$/, 'imports.p_versionTaken', ['geography', 'day']],
  [/^no blocks are valid on (\S+)$/, 'imports.p_noBlocks', ['day']],
  [/^names no (?:CRS|coordinate.*)$/i, 'imports.p_noCrs', []],
  [/^"?(.*?)"? (?:occurs|is there|stands|comes) (?:twice|again).*$/, 'imports.p_twice', ['value']],
];

const ACCEPTED: readonly (readonly [RegExp, TextKey, readonly string[]])[] = [
  [/^a date such as .*$/, 'imports.a_date', []],
  [/^one row each; .*$/, 'imports.a_category', []],
  [/^a rule for it, .*$/, 'imports.a_rule', []],
  [/^reading\.decimal .*$/, 'imports.a_decimal', []],
  [/^columns separated by .*$/, 'imports.a_separator', []],
  [/^the same statistic by block, .*$/, 'imports.a_byBlock', []],
  [/^rules that take "(.*)" alone.*$/, 'imports.a_totalAlone', ['total']],
  [/^the day that was counted, .*$/, 'imports.a_day', []],
  [/^a whole number from 0 to .*$/, 'imports.a_count', []],
  [/^a zone of .*$/, 'imports.a_zone', []],
  [/^an id of .*$/, 'imports.a_id', []],
  [/^blocks that neither overlap nor leave gaps.*$/, 'imports.a_coverage', []],
  [/^a day after (\S+)$/, 'imports.a_dayAfter', ['day']],
];

/** `detail`: the server's own words, where a code has given the German heading. */
export function issueWords({ problem, accepted, code }: FileIssue): { readonly problem: Words; readonly detail: Words | null; readonly accepted: Words | null } {
  const byCode = code === undefined ? null : known(`imports.issue_${code}`);
  return {
    problem: byCode ?? translated(problem, PROBLEMS),
    detail: byCode === null ? null : { text: problem, lang: 'en' },
    accepted: accepted === undefined || accepted === '' ? null : translated(accepted, ACCEPTED),
  };
}

function known(key: string): Words | null {
  const text = t(key as TextKey);
  return text === key ? null : { text, lang: language() };
}

function translated(text: string, table: typeof PROBLEMS): Words {
  if (language() === 'en') return { text, lang: 'en' };
  for (const [pattern, key, names] of table) {
    const found = pattern.exec(text);
    if (found !== null) return { text: t(key, Object.fromEntries(names.map((name, i) => [name, local(found[i + 1] ?? '')]))), lang: 'de' };
  }
  return { text, lang: 'en' };
}

/** Numbers with a decimal point become German ones; days too; other texts stay. */
function local(text: string): string {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (day !== null) return `${day[3]}.${day[2]}.${day[1]}`;
  return /^-?\d+(\.\d+)?$/.test(text) ? text.replace('.', ',') : text;
}
