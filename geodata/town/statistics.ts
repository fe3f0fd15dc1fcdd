// The catalogue of statistics by block: ids, names, what each is a part of.
import type { StatisticDefinition } from './town.ts';

const REGISTER = 'Einwohnerregister';
const HOUSEHOLDS = 'Haushaltegenerierung aus dem Einwohnerregister';
const EMPLOYMENT_AGENCY = 'Statistik der Bundesagentur für Arbeit';

const define = (
  statistic: string,
  de: string,
  en: string,
  population: string | null = 'residents',
  source = REGISTER,
  unit: StatisticDefinition['unit'] = 'persons',
): StatisticDefinition => ({ statistic, name: { de, en }, population, unit, source });

/** Age groups beside the single years 0..17: id suffix, first and last year; null: open. */
export const CHILD_GROUPS = [['0_2', 0, 2], ['3_5', 3, 5], ['6_9', 6, 9], ['10_14', 10, 14], ['15_17', 15, 17]] as const;
export const ADULT_GROUPS = [['18_24', 18, 24], ['25_44', 25, 44], ['45_64', 45, 64], ['65_79', 65, 79], ['80_plus', 80, null]] as const;

export const STATISTICS: readonly StatisticDefinition[] = [
  define('residents', 'Einwohner mit Hauptwohnung', 'Residents', null),
  define('female', 'Einwohnerinnen', 'Female residents'),
  define('male', 'Einwohner männlich', 'Male residents'),
  ...Array.from({ length: 18 }, (_, age) =>
    define(
      `age_${String(age).padStart(2, '0')}`,
      age === 0 ? 'Kinder unter 1 Jahr' : `Kinder im Alter von ${age} ${age === 1 ? 'Jahr' : 'Jahren'}`,
      age === 0 ? 'Children under 1 year' : `Children aged ${age}`,
    ),
  ),
  ...[...CHILD_GROUPS, ...ADULT_GROUPS].map(([suffix, from, to]) =>
    define(
      `age_${suffix}`,
      to === null ? `Einwohner ab ${from} Jahren` : `Einwohner von ${from} bis unter ${to + 1} Jahren`,
      to === null ? `Residents aged ${from} and over` : `Residents aged ${from} to ${to}`,
    ),
  ),
  define('under_15', 'Kinder unter 15 Jahren', 'Children under 15'),
  define('under_18', 'Kinder und Jugendliche unter 18 Jahren', 'Residents under 18'),
  define('age_15_64', 'Einwohner von 15 bis unter 65 Jahren', 'Residents aged 15 to 64'),
  define('german', 'Deutsche', 'German citizens'),
  define('foreign', 'Ausländerinnen und Ausländer', 'Foreign citizens'),
  define('migration_background', 'Einwohner mit Migrationshintergrund', 'Residents with migration background'),
  define('households', 'Haushalte', 'Households', null, HOUSEHOLDS, 'households'),
  define('one_person_households', 'Einpersonenhaushalte', 'One-person households', 'households', HOUSEHOLDS, 'households'),
  define('households_with_children', 'Haushalte mit Kindern', 'Households with children', 'households', HOUSEHOLDS, 'households'),
  define('single_parent_households', 'Haushalte von Alleinerziehenden', 'Single-parent households', 'households_with_children', HOUSEHOLDS, 'households'),
  define('sgb2_persons', 'Personen im SGB-II-Bezug', 'Persons receiving SGB II benefits', 'residents', EMPLOYMENT_AGENCY),
  define('sgb2_under_15', 'Kinder unter 15 im SGB-II-Bezug', 'Children under 15 receiving SGB II benefits', 'under_15', EMPLOYMENT_AGENCY),
  define('sgb2_employable', 'Erwerbsfähige Leistungsberechtigte', 'Employable persons receiving SGB II benefits', 'age_15_64', EMPLOYMENT_AGENCY),
  define('sgb2_communities', 'Bedarfsgemeinschaften', 'SGB II benefit communities', 'households', EMPLOYMENT_AGENCY, 'communities'),
  define('unemployed', 'Arbeitslose', 'Unemployed persons', 'age_15_64', EMPLOYMENT_AGENCY),
  define('unemployed_long_term', 'Langzeitarbeitslose', 'Long-term unemployed persons', 'unemployed', EMPLOYMENT_AGENCY),
  define('employed', 'Sozialversicherungspflichtig Beschäftigte am Wohnort', 'Employees subject to social insurance, by residence', 'age_15_64', EMPLOYMENT_AGENCY),
  define('sgb12_65_plus', 'Grundsicherung im Alter', 'Basic income support in old age', 'age_65_plus', 'Sozialamt'),
  define('age_65_plus', 'Einwohner ab 65 Jahren', 'Residents aged 65 and over'),
  define('daycare_under_3', 'Betreute Kinder unter 3 Jahren', 'Children under 3 in day care', 'age_0_2', 'Jugendamt'),
  define('under_20', 'Einwohner unter 20 Jahren', 'Residents under 20'),
  define('under_20_migration_background', 'Einwohner unter 20 Jahren mit Migrationshintergrund', 'Residents under 20 with migration background', 'under_20'),
  define('children_single_parent', 'Kinder und Jugendliche unter 18 Jahren bei Alleinerziehenden', 'Residents under 18 in single-parent households', 'under_18', HOUSEHOLDS),
  define('minimum_income_persons', 'Personen mit Mindestsicherung', 'Persons receiving minimum income support', 'residents', 'Sozialamt'),
];

export const COLUMNS: readonly string[] = STATISTICS.map((one) => one.statistic);
