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

function schoolNames({ schools, schoolsOf }: PlacedCut, slot: number): string {
  return (schoolsOf[slot] ?? []).map((school) => schools[school]!.name).join(', ');
}
