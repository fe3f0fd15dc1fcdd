// Street directory and letters of a cut of catchments as papers: no counts, nothing of children.
import { formatRanges } from '../../../core/schools/street-directory.ts';
import type { Address } from '../../db/queries/addresses.ts';
import { directoryOf, type PlacedCut } from '../../workspace/schools/placed-addresses.ts';
import { PAPER_WORDS, type PaperLanguage } from './annex-words.ts';
import type { Paper, PaperCell } from './paper.ts';

interface DirectoryInput {
  readonly title: string;
  readonly town: string;
  readonly day: string;
  readonly language: PaperLanguage;
  readonly addresses: readonly Address[];
}

const left = (title: string, width: number) => ({ title, align: 'left' as const, width });

/** As the annex of a Satzung: by catchment, streets whole or with their numbers. */
export function directoryPaper(cut: PlacedCut, { title, town, day, language, addresses }: DirectoryInput): Paper {
  const words = PAPER_WORDS[language];
  const { entries, outside } = directoryOf(cut, addresses);
  const rows = cut.zones.flatMap((zone, slot): PaperCell[][] => {
    if (zone === null) return [];
    const schools = schoolNames(cut, slot);
    return entries[slot]!.map(({ street, whole, ranges, others }) => [zone.zone, schools || zone.name, street, whole ? words.whole : formatRanges(ranges, others, { odd: words.odd, even: words.even, toEnd: words.toEnd })]);
  });
  const missing = outside.map(({ street, houseNumber }): PaperCell[] => [words.none, null, street, houseNumber]);
  return {
    title: words.directory(title),
    language,
    lines: [words.directoryNote],
    tables: [{ title: words.directory(title), notes: [], columns: [left(words.zone, 10), left(words.school, 30), left(words.street, 34), left(words.numbers, 50)], rows: [...rows, ...missing] }],
    foot: words.foot(town, day),
  };
}

/** Every address whose school changes, in the order of streets and numbers. */
export function lettersPaper(before: PlacedCut, after: PlacedCut, { title, town, day, language, addresses }: DirectoryInput): Paper {
  const words = PAPER_WORDS[language];
  const code = (cut: PlacedCut, slot: number) => cut.zones[slot]?.zone ?? '';
  const collator = new Intl.Collator(language, { numeric: true });
  const rows = addresses
    .map((address) => ({ address, from: before.zoneAt(address.x, address.y), to: after.zoneAt(address.x, address.y) }))
    .filter(({ from, to }) => code(before, from) !== code(after, to))
    .toSorted((a, b) => collator.compare(a.address.street, b.address.street) || collator.compare(a.address.houseNumber, b.address.houseNumber))
    .map(({ address: { street, houseNumber }, from, to }): PaperCell[] => [street, houseNumber, schoolNames(before, from) || code(before, from) || words.none, schoolNames(after, to) || code(after, to) || words.none]);
  return {
    title: words.letters(title),
    language,
    lines: [words.lettersNote],
    tables: [{ title: words.letters(title), notes: [], columns: [left(words.street, 34), left(words.houseNumber, 12), left(words.oldSchool, 34), left(words.newSchool, 34)], rows }],
    foot: words.foot(town, day),
  };
}

/** Children of a cohort in a block; a share of a year of age may be no whole number. */
export interface LetterGroup {
  readonly block: string;
  readonly from: string;
  readonly to: string;
  readonly addresses: number;
  /** By year. */
  readonly children: readonly number[];
}

/**
 * How many letters there are to write, block by block and cohort by cohort: for the office alone. Which address a child lives at is not known to the program; of each address only that it
 * changes school (`lettersPaper`). `exact`: true counts, which the reader is cleared for; else of the protected copy.
 */
export function letterCountsPaper(groups: readonly LetterGroup[], { years, exact, title, town, day, language }: Omit<DirectoryInput, 'addresses'> & { readonly years: readonly number[]; readonly exact: boolean }): Paper {
  const words = PAPER_WORDS[language];
  const number = (name: string) => ({ title: name, align: 'right' as const, width: 14 });
  const told = (count: number): PaperCell => (exact ? Math.round(10 * count) / 10 : `≈ ${Math.round(10 * count) / 10}`);
  const sum = years.map((_, y) => told(groups.reduce((all, { children }) => all + children[y]!, 0)));
  return {
    title: words.letterCounts(title),
    language,
    lines: [exact ? words.letterCountsExact : words.approximate, words.letterCountsNote],
    tables: [{
      title: words.letterCounts(title),
      notes: [],
      columns: [left(words.block, 16), left(words.oldSchool, 30), left(words.newSchool, 30), number(words.addresses), ...years.map((year) => number(words.entering(year)))],
      rows: [...groups.map(({ block, from, to, addresses, children }): PaperCell[] => [block, from || words.none, to || words.none, addresses, ...children.map(told)]), [words.allBlocks, null, null, groups.reduce((all, { addresses }) => all + addresses, 0), ...sum]],
    }],
    foot: words.foot(town, day),
  };
}

function schoolNames({ schools, schoolsOf }: PlacedCut, slot: number): string {
  return (schoolsOf[slot] ?? []).map((school) => schools[school]!.name).join(', ');
}
