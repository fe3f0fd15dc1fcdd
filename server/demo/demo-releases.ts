// What the demo municipality has released: numbers of the whole town, profiles of the Stadtteile, figures of Sozialräume and Planungsräume that cross them, and
// households of the Stadtteile as they were cut before 2020.
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import type { Scale } from '../../geodata/town/town.ts';

/** Fixed, so that pages and documentation can name it. */
export const DEMO_RELEASE = '09990001-0000-4000-8000-000000000001';
export const DEMO_RULES = { threshold: 5, zeros: 'open' } as const satisfies RuleSet;

/**
 * Four blocks of one to four people lie in the Sozialraum beside that of their Stadtteil (docs/demo.md), so numbers of both cannot all be exact. To multiples of
 * 20 each of those blocks may hold nobody or five; of 2,700 people of a Sozialraum that is less than a per cent. 10 left 24 findings, 5 left 126.
 */
const ROUNDED_RULES = { ...DEMO_RULES, roundingBase: 20 } as const satisfies RuleSet;

export interface DemoRelease {
  readonly release: string;
  readonly geography: string;
  /** Which of its two cuts: all dates in the newest one, or those before it in the older one, on the blocks of then. */
  readonly cut: 'newest' | 'older';
  readonly purpose: string;
  readonly method: 'suppress' | 'round';
  readonly rules: RuleSet;
  readonly statistics: readonly string[];
}

/** None of these people lives in those blocks, so their numbers can be exact in both. */
const FEW = ['sgb2_under_15', 'unemployed', 'sgb12_65_plus'] as const;
/**
 * What those are parts of. Children are rounded with them though none lives in those blocks: beside exact residents, whom an office may release some day, exact
 * children would tell each sliver once more. More of such releases cost more than they tell: this one takes 3 s, protecting all of the Stadtteile one.
 */
const MANY = ['under_15', 'age_15_64', 'age_65_plus'] as const;

/** Of the Stadtteile, and of the whole town. */
const PROFILE = [
  'sgb2_under_15', 'under_15', 'residents', 'under_18', 'age_65_plus', 'households', 'households_with_children', 'single_parent_households',
  'sgb2_persons', 'unemployed', 'employed', 'foreign', 'migration_background', 'daycare_under_3',
  'age_15_64', 'age_0_2', 'age_80_plus', 'female', 'one_person_households', 'sgb2_employable', 'sgb2_communities', 'unemployed_long_term', 'sgb12_65_plus',
  'under_20', 'under_20_migration_background', 'children_single_parent', 'minimum_income_persons',
] as const;

/**
 * What a reader may follow over the new cut of 2020, each date in the cut of its time. Households share no statistic with what else is released of
 * those dates in other cuts: people do, and over the older blocks the audit finds one to five of them told in every year but 2019, whichever of them one adds.
 */
const BEFORE = ['households', 'one_person_households', 'households_with_children'] as const;

/**
 * In the order of their numbers. Each is protected and audited against all before it; the whole town comes first, since everybody knows its numbers: after the
 * zones it would have to be withheld wherever one zone alone is (98 of 297 numbers).
 */
export const DEMO_RELEASES: readonly DemoRelease[] = [
  { release: demoRelease(0), geography: 'gesamtstadt', cut: 'newest', purpose: 'Eckzahlen der Gesamtstadt', method: 'suppress', rules: DEMO_RULES, statistics: PROFILE },
  {
    release: DEMO_RELEASE,
    geography: 'stadtteile',
    cut: 'newest',
    purpose: 'Stadtteilprofile',
    method: 'suppress',
    rules: DEMO_RULES,
    statistics: PROFILE,
  },
  { release: demoRelease(2), geography: 'sozialraeume', cut: 'newest', purpose: 'Soziale Lage der Sozialräume', method: 'suppress', rules: DEMO_RULES, statistics: FEW },
  { release: demoRelease(3), geography: 'sozialraeume', cut: 'newest', purpose: 'Altersgruppen der Sozialräume, gerundet', method: 'round', rules: ROUNDED_RULES, statistics: MANY },
  { release: demoRelease(4), geography: 'planungsraeume', cut: 'newest', purpose: 'Soziale Lage der Planungsräume', method: 'suppress', rules: DEMO_RULES, statistics: FEW },
  { release: demoRelease(5), geography: 'planungsraeume', cut: 'newest', purpose: 'Altersgruppen der Planungsräume, gerundet', method: 'round', rules: ROUNDED_RULES, statistics: ['under_15', 'age_15_64'] },
  { release: demoRelease(6), geography: 'stadtteile', cut: 'older', purpose: 'Stadtteile vor dem Neuzuschnitt 2020', method: 'suppress', rules: DEMO_RULES, statistics: BEFORE },
];

/** The city's blocks are others, and one date of its rounded release leaves findings: it does without, and without the cut of before 2020. */
export function demoReleases(scale: Scale): readonly DemoRelease[] {
  return scale === 'town' ? DEMO_RELEASES : DEMO_RELEASES.filter(({ method, cut }) => method === 'suppress' && cut === 'newest');
}

/** Numbers follow the order of requests, and of one moment that of the codes. */
function demoRelease(number: number): string {
  return `${DEMO_RELEASE.slice(0, -1)}${number}`;
}
