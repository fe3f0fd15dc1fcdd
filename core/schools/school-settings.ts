// Every parameter that forecasts and effects of catchments rest on, each with where it comes from.
import { checkClassRule, type ClassRule } from './entry-classes.ts';
import type { EntryRule } from './forecast.ts';
import { isDayOfYear, type LandRules } from './land-rules.ts';

export const VARIANTS = ['low', 'medium', 'high'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a cohort goes through from the key date to its entry. */
export interface VariantParameters {
  /** Share of a cohort that enters a public primary school of the town, 0 to 1. */
  readonly entryRate: number;
  /** Factor a year by moving in and out. */
  readonly migration: number;
  /** Entries of those not born yet, as a share of the youngest full cohort. */
  readonly births: number;
  readonly source: string;
}

/** An area with new dwellings; its children are shared out among its blocks: evenly, or as `shares` say. */
export interface HousingArea {
  readonly housing: string;
  readonly name: string;
  /** Ids of the blocks that it lies in. */
  readonly blocks: readonly string[];
  readonly dwellings: number;
  /** School year of the first entries. */
  readonly ready: number;
  /** Children who enter a year from 100 dwellings, by years since `ready`; the last value stays. */
  readonly entriesPer100: readonly number[];
  readonly source: string;
  /** By block, adding up to 1: of an area that was drawn, its part of the area. */
  readonly shares?: readonly number[];
  /** Of 100 dwellings: children who are a year older than at entry when they move in, two years older and so on. */
  readonly olderPer100?: readonly number[];
}

/** What children should not have to cross. */
export const HAZARDS = ['main-road', 'rail'] as const;
export type HazardKind = (typeof HAZARDS)[number];
export interface HazardRule {
  readonly kind: HazardKind;
  /** Nobody crosses it. */
  readonly forbid: boolean;
  /** Metres that a crossing counts when a way is chosen; the way's own length is told. */
  readonly extraM: number;
  readonly source: string;
}

/** How children with a sister or brother at the old school are known. */
export type SiblingRule =
  | { readonly method: 'none' }
  /** Counted: entering children with a sibling in the grades above, by block. */
  | { readonly method: 'statistic'; readonly statistic: string; readonly source: string }
  /** Estimated from households: see `estimateSiblings`. */
  | { readonly method: 'households'; readonly children: string; readonly households: string; readonly chance: number; readonly source: string };

export interface SchoolSettings {
  /** Code of the geography whose zones are catchments; null: the first whose code says so. */
  readonly geography: string | null;
  /** Statistics of children by year of age, from age 0; null: those named age_00, age_01 and so on. */
  readonly ages: readonly string[] | null;
  /** ISO 3166-2:DE, lower case. */
  readonly land: string;
  readonly entryRule: EntryRule;
  readonly classRule: ClassRule | null;
  readonly variants: Readonly<Record<Variant, VariantParameters>>;
  /** Farther on foot than this is too far, metres. */
  readonly limitM: number;
  readonly limitSource: string;
  /** Years of the forecast. */
  readonly horizon: number;
  /** Factor of a grade to the next, grade 1 to 2 first. */
  readonly progression: readonly number[];
  readonly progressionSource: string;
  readonly housing: readonly HousingArea[];
  readonly hazards: readonly HazardRule[];
  readonly siblings: SiblingRule;
  /** Statistics whose spread over the schools is told. */
  readonly mix: readonly string[];
}

const ASSUMED = 'Annahme dieses Programms; durch eigene Werte ersetzen';

const ENTRY_NW: EntryRule = { land: 'nw', cutOff: '09-30', age: 6, source: 'SchulG NRW § 35 Abs. 1: bis zum 30. September das sechste Lebensjahr vollendet' };

/**
 * To begin with: what comes with the program of the Land's law, and assumptions that call themselves such. Without an entry rule of the Land that of North Rhine-Westphalia,
 * which says whose it is; without a class rule none.
 */
export function defaultSettings({ land, entryRule, classRule }: LandRules = { land: 'nw', entryRule: null, classRule: null, classNote: null }): SchoolSettings {
  const variant = (entryRate: number, migration: number, births: number): VariantParameters => ({ entryRate, migration, births, source: ASSUMED });
  const hazard = (kind: HazardKind): HazardRule => ({ kind, forbid: false, extraM: 0, source: ASSUMED });
  return {
    geography: null,
    ages: null,
    land,
    entryRule: entryRule ?? ENTRY_NW,
    classRule,
    variants: { low: variant(0.92, 0.99, 0.95), medium: variant(0.95, 1, 1), high: variant(0.98, 1.01, 1.05) },
    limitM: 2000,
    limitSource: 'SchfkVO NRW § 5 Abs. 2: Fahrkosten ab 2 km Schulweg in der Primarstufe',
    horizon: 10,
    progression: [1, 1, 1],
    progressionSource: ASSUMED,
    housing: [],
    hazards: HAZARDS.map(hazard),
    siblings: { method: 'households', children: 'under_18', households: 'households_with_children', chance: 0.18, source: 'Schätzung aus Haushalten: 3 von 17 Jahrgängen eines Geschwisterkindes besuchen die Klassen 2 bis 4' },
    mix: ['sgb2_under_15', 'migration_background'],
  };
}

export interface SettingsProblem {
  readonly field: string;
  readonly problem: string;
  readonly accepted: string;
}

/** What is wrong with settings beyond their types; empty for those that can be used. */
export function checkSettings(settings: SchoolSettings): SettingsProblem[] {
  const found: SettingsProblem[] = [];
  const need = (holds: boolean, field: string, problem: string, accepted: string) => {
    if (!holds) found.push({ field, problem, accepted });
  };
  const { entryRule, classRule, variants, limitM, horizon, progression, housing, hazards, siblings } = settings;
  need(isDayOfYear(entryRule.cutOff), 'entryRule.cutOff', `"${entryRule.cutOff}" is no day of the year`, 'MM-DD');
  need(entryRule.source !== '', 'entryRule.source', 'is empty', 'law, paragraph and date');
  need(Number.isInteger(entryRule.age) && entryRule.age >= 4 && entryRule.age <= 8, 'entryRule.age', `${entryRule.age} is no age of entry`, 'a whole number from 4 to 8');
  if (classRule !== null) {
    const wrong = checkClassRule(classRule);
    need(wrong === null, `classRule.${wrong?.field ?? ''}`, wrong?.problem ?? '', wrong?.field === 'perClass' ? 'the largest class that the Land allows, a whole number above 0' : 'as in geodata/class-rules');
    need(classRule.source !== '', 'classRule.source', 'is empty', 'law or decree, paragraph and date');
  }
  for (const name of VARIANTS) {
    const { entryRate, migration, births, source } = variants[name];
    need(entryRate >= 0 && entryRate <= 1.2, `variants.${name}.entryRate`, `${entryRate} is no share`, 'from 0 to 1.2');
    need(migration >= 0.5 && migration <= 1.5, `variants.${name}.migration`, `${migration} is no factor of a year`, 'from 0.5 to 1.5');
    need(births >= 0 && births <= 3, `variants.${name}.births`, `${births} is no factor`, 'from 0 to 3');
    need(source !== '', `variants.${name}.source`, 'is empty', 'where the figures come from');
  }
  need(limitM > 0 && limitM <= 20_000, 'limitM', `${limitM} m is no limit of a walk`, 'above 0, up to 20000');
  need(Number.isInteger(horizon) && horizon >= 1 && horizon <= 20, 'horizon', `${horizon} is no number of years`, 'a whole number from 1 to 20');
  need(progression.every((factor) => factor > 0 && factor <= 2), 'progression', 'holds a factor that is none', 'above 0, up to 2');
  const names = new Set<string>();
  housing.forEach(({ housing: id, blocks, dwellings, ready, entriesPer100, source }, i) => {
    need(!names.has(id), `housing.${i}.housing`, `"${id}" is there twice`, 'an id of its own');
    names.add(id);
    need(blocks.length > 0, `housing.${i}.blocks`, 'is empty', 'one block at least');
    need(dwellings >= 0, `housing.${i}.dwellings`, `${dwellings} is no number of dwellings`, 'from 0');
    need(Number.isInteger(ready), `housing.${i}.ready`, `${ready} is no year`, 'YYYY');
    need(entriesPer100.length > 0 && entriesPer100.every((value) => value >= 0 && value <= 100), `housing.${i}.entriesPer100`, 'is no list of children a year', 'one value from 0 to 100 at least');
    need(source !== '', `housing.${i}.source`, 'is empty', 'where the figures come from');
  });
  hazards.forEach(({ kind, extraM }, i) => {
    need(hazards.findIndex((other) => other.kind === kind) === i, `hazards.${i}.kind`, `${kind} is there twice`, 'each kind once');
    need(extraM >= 0 && extraM <= 5000, `hazards.${i}.extraM`, `${extraM} m is no detour`, 'from 0 to 5000');
  });
  if (siblings.method === 'households') need(siblings.chance >= 0 && siblings.chance <= 1, 'siblings.chance', `${siblings.chance} is no chance`, 'from 0 to 1');
  return found;
}
