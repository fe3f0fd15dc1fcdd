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
  [/^the file has no rows$/, 'imports.p_noRows', []],
  [/^the file is empty$/, 'imports.p_emptyFile', []],
  [/^is not JSON$/, 'imports.p_noJson', []],
  [/^cannot be read as a vector file: "(.*)" is no format that is read$/, 'imports.p_noFormat', ['format']],
  [/^cannot be read as a vector file.*$/, 'imports.p_unreadable', []],
  [/^is no (.*): it does not begin as one$/, 'imports.p_notBegun', ['format']],
  [/^is cut off: it ends at byte (\d+).*$/, 'imports.p_cutOff', ['at']],
  [/^is no text in (\S+)$/, 'imports.p_encoding', ['encoding']],
  [/^has no (?:layer|sheet) "(.*)"$/, 'imports.p_noLayer', ['layer']],
  [/^has (\d+) layers$/, 'imports.p_layers', ['count']],
  [/^holds (\d+) vector files.*$/, 'imports.p_files', ['count']],
  [/^the archive has (?:more than )?([\d.,]+) entries$/, 'imports.p_entries', ['count']],
  [/^the archive would unpack to more than (.*)$/, 'imports.p_unpacked', ['size']],
  [/^archives "(.*)" are not unpacked$/, 'imports.p_archive', ['format']],
  [/^the table has ([\d,]+) (?:MB|rows|columns)$/, 'imports.p_tooLarge', ['count']],
  [/^the column name stands twice$/, 'imports.p_columnTwice', []],
  [/^the column has no name$/, 'imports.p_columnNameless', []],
  [/^statistic "(.*)" is named twice$/, 'imports.p_statisticTwice', ['statistic']],
  [/^"(.*)" stands twice$/, 'imports.p_standsTwice', ['value']],
  [/^names no zone$/, 'imports.p_noZone', []],
  [/^the file names no CRS$/, 'imports.p_noCrsFile', []],
  [/^(?:EPSG:|CRS )"?(.*?)"? is not known$/, 'imports.p_crsUnknown', ['crs']],
  [/^EPSG:(\d+) is in degrees$/, 'imports.p_degrees', ['epsg']],
  [/^coordinate .* has no place in EPSG:(\d+)$/, 'imports.p_noPlace', ['epsg']],
  [/^coordinate .* is not in degrees and the file names no CRS$/, 'imports.p_notDegrees', []],
  [/^layer "(.*)" has no polygons$/, 'imports.p_layerNoPolygons', ['layer']],
  [/^needs the field "(.*)"$/, 'imports.p_needsField', ['field']],
  [/^"(.*)" is no zone of (.*)$/, 'imports.p_noZoneOf', ['zone', 'geography']],
  [/^zones cut (\d+) of (\d+) blocks.*$/, 'imports.p_zonesCut', ['cut', 'blocks']],
  [/^zones cut block "(.*?)".*$/, 'imports.p_zonesCutOne', ['block']],
  [/^\S+ need blocks, and there are none$/, 'imports.p_needBlocks', []],
  [/^no mapping is saved as "(.*)"$/, 'imports.p_noMapping', ['name']],
  [/^"?(.*?)"? (?:occurs|is there|stands|comes) (?:twice|again).*$/, 'imports.p_twice', ['value']],
];

const ACCEPTED: readonly (readonly [RegExp, TextKey, readonly string[]])[] = [
  [/^the table without its total, .*$/, 'imports.a_noTotal', []],
  [/^blocks first$/, 'imports.a_blocksFirst', []],
  [/^GeoJSON.*$/, 'imports.a_geojson', []],
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

/** A refusal told in one line, "file, row 4, field x: what is wrong; accepted: what would do": its parts in the chosen language. */
export function refusalWords(message: string): string {
  const [told, accepted] = message.split('; accepted: ');
  const whole = translated(told!, PROBLEMS);
  const parts = whole.lang === language() ? null : /^(.*?): (.*)$/.exec(told!);
  const place = parts === null ? '' : `${placeWords(parts[1]!)}: `;
  const what = parts === null ? whole.text : translated(parts[2]!, PROBLEMS).text;
  return accepted === undefined ? `${place}${what}` : `${place}${what}. ${t('imports.allowed')} ${translated(accepted, ACCEPTED).text}`;
}

function placeWords(place: string): string {
  return place.replace(/\brow (\S+)/, (_, row: string) => t('imports.atRow', { row })).replace(/\bfield (.+)$/, (_, field: string) => t('imports.atField', { field }));
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
