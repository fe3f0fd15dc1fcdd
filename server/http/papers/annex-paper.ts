// The annex of a plan of catchments for the council: from what the linked table tells and nothing else.
import type { SchoolSettings } from '../../../core/schools/school-settings.ts';
import type { CatchmentsJson, PupilCellJson } from '../../workspace/schools/catchment-json.ts';
import { PAPER_WORDS, type PaperLanguage, type PaperWords } from './annex-words.ts';
import type { Paper, PaperCell, PaperTable } from './paper.ts';

export interface AnnexInput {
  /** As `numbers=annex` answers it. */
  readonly figures: CatchmentsJson;
  /** Titles of what exact numbers must not stand beside, so that these are of the protected copy. */
  readonly beside: readonly string[];
  readonly planName: string;
  readonly town: string;
  readonly schoolNames: ReadonlyMap<string, string>;
  readonly settings: SchoolSettings;
  readonly day: string;
  readonly language: PaperLanguage;
}

export function annexPaper({ figures, beside, planName, town, schoolNames, settings, day, language }: AnnexInput): Paper {
  const words = PAPER_WORDS[language];
  const { exact, referenceDate, compareTitle, variant, withheldBelow, grades, from } = figures;
  const lines = [words.about(referenceDate ?? words.missing, compareTitle ?? words.missing, words.variants[variant]), `${grades > 1 ? words.ofGrades(grades) : words.ofEntries} ${from === null ? (grades > 1 ? words.atOnce : words.everyYear) : words.holdsFrom(from)}`, words.withheldNote(withheldBelow ?? 0), ...(exact || referenceDate === null ? [] : [beside.length > 0 ? words.roundedBeside(beside.filter((title) => title !== '')) : words.approximate])];
  const years = figures.years.map((_, y) => schoolTable(figures, y, schoolNames, words));
  return { title: words.annex(planName), language, lines, tables: [...years, moveTable(figures, words), mixTable(figures, words, language), assumptionTable(settings, figures, words), findingTable(figures, words)], foot: words.foot(town, day) };
}

/** A number, the sign of what is withheld, or nothing that is known; those of the copy as text, so that nobody adds them up unawares. */
function told(cell: PupilCellJson, words: PaperWords, percent = false): PaperCell {
  if (cell.state === 'withheld') return '•';
  if (cell.state === 'missing') return words.missing;
  const value = percent ? Math.round(100 * cell.value) : cell.value;
  if (cell.state === 'approximate') return `≈ ${value}${percent ? ' %' : ''}`;
  return percent ? `${value} %` : value;
}

function schoolTable({ catchments, limitM, years }: CatchmentsJson, y: number, names: ReadonlyMap<string, string>, words: PaperWords): PaperTable {
  const first = y === 0;
  const numbers = [words.places, words.before, words.after, words.change, words.utilisationBefore, words.utilisation, words.classesBefore, words.classes, words.toNext, ...(first ? [words.walk, words.beyond(limitM)] : [])];
  const column = (title: string, align: 'left' | 'right', width: number) => ({ title, align, width });
  return {
    title: words.schools(years[y]!),
    notes: [],
    columns: [column(words.zone, 'left', 8), column(words.school, 'left', 26), ...numbers.map((title) => column(title, 'right', 11))],
    rows: catchments.map(({ zone, schools, years: rows, walk }): PaperCell[] => {
      const { pupils, before, places, utilisation, utilisationBefore, classes } = rows[y]!;
      const both = pupils.state !== 'withheld' && pupils.state !== 'missing' && before.state !== 'withheld' && before.state !== 'missing';
      const change: PupilCellJson = both ? { state: pupils.state as 'value', value: (pupils as { value: number }).value - (before as { value: number }).value } : pupils.state === 'missing' ? pupils : { state: 'withheld' };
      const steps = (value: number | null | undefined, from: PupilCellJson): PaperCell => (from.state === 'withheld' ? '•' : (value ?? null));
      const walks: PaperCell[] = first ? [walk === null ? '•' : walk.meanM, walk === null ? '•' : told(walk.beyond, words)] : [];
      return [
        zone, schools.map((school) => names.get(school) ?? school).join(', '), places, told(before, words), told(pupils, words), told(change, words), told(utilisationBefore, words, true), told(utilisation, words, true),
        steps(classes?.before, before), steps(classes?.now, pupils), steps(classes?.toNext, pupils), ...walks,
      ];
    }),
  };
}

function moveTable({ moves, years }: CatchmentsJson, words: PaperWords): PaperTable {
  const number = (title: string) => ({ title, align: 'right' as const, width: 9 });
  return {
    title: words.moves,
    notes: [],
    columns: [{ title: words.from, align: 'left', width: 10 }, { title: words.to, align: 'left', width: 10 }, number(words.blocks), number(words.addresses), ...years.map((year) => number(String(year))), { title: words.siblings, align: 'right', width: 14 }],
    rows: moves.map(({ from, to, blocks, addresses, years: cells, siblings }) => [from || words.none, to || words.none, blocks.length, addresses, ...cells.map((cell) => told(cell, words)), told(siblings, words)]),
  };
}

function mixTable({ mix }: CatchmentsJson, words: PaperWords, language: PaperLanguage): PaperTable {
  return {
    title: words.mix,
    notes: [],
    columns: [{ title: words.statistic, align: 'left', width: 40 }, ...[words.dissimilarityBefore, words.dissimilarity, words.isolationBefore, words.isolation].map((title) => ({ title, align: 'right' as const, width: 14 }))],
    rows: mix.map(({ name, approximate, dissimilarity, isolation }) => [`${approximate ? '≈ ' : ''}${name[language]}`, ...[dissimilarity.before, dissimilarity.after, isolation.before, isolation.after].map((value) => value ?? '•')]),
  };
}

function assumptionTable({ entryRule, classRule, variants, limitM, limitSource, siblings, housing, progression, progressionSource }: SchoolSettings, { variant, grades }: Pick<CatchmentsJson, 'variant' | 'grades'>, words: PaperWords): PaperTable {
  const { entryRate, migration, births, source } = variants[variant];
  const rows: PaperCell[][] = [
    [words.entryRule, `${entryRule.age} · ${entryRule.cutOff}`, entryRule.source],
    ...(classRule === null ? [] : [[words.classRule, [...classRule.upTo, `+${classRule.perClass}`].join(', '), classRule.source]]),
    [words.entryRate, entryRate, source],
    [words.migration, migration, source],
    [words.births, births, source],
    ...(grades > 1 ? [[words.progression, progression.join(' · '), progressionSource]] : []),
    [words.limit, `${limitM} m`, limitSource],
    [words.siblingsMethod, siblings.method === 'households' ? siblings.chance : siblings.method === 'statistic' ? siblings.statistic : words.missing, siblings.method === 'none' ? null : siblings.source],
    ...housing.map(({ name, dwellings, ready, entriesPer100, source: from }) => [words.housing(name, dwellings, ready), entriesPer100.join(', '), from]),
  ];
  return { title: words.assumptions, notes: [], columns: [{ title: words.parameter, align: 'left', width: 40 }, { title: words.value, align: 'left', width: 24 }, { title: words.source, align: 'left', width: 60 }], rows };
}

function findingTable({ findings }: CatchmentsJson, words: PaperWords): PaperTable {
  return {
    title: words.findings,
    notes: [],
    columns: [{ title: words.where, align: 'left', width: 14 }, { title: words.finding, align: 'left', width: 90 }],
    rows: findings.map(({ school, zone, block, detail }) => [school ?? zone ?? block ?? null, detail]),
  };
}
