// All that figures of catchments are reckoned from, as plain data: gathered by the server, reckoned in a worker thread.
import type { ClassRule } from '../../../core/schools/entry-classes.ts';
import type { SchoolSettings, Variant } from '../../../core/schools/school-settings.ts';
import { reportCatchments, type CatchmentFigures, type Cut, type MixColumn, type ReportInput } from './catchment-report.ts';
import { columnOf, forecastYears, keptForecast, type PositionCounts, type PupilForecast } from './pupil-forecast.ts';
import type { KnownWalks } from './school-desk.ts';
import type { School, SchoolFinding } from './school-register.ts';

/** Blocks or fragments of blocks by position, and the position of the block that each is or is a part of. */
export interface CatchmentGround {
  readonly ids: readonly string[];
  readonly baseOf: Int32Array;
}

/** Of whom an answer speaks, and to whom: what is known before anything is reckoned. */
export interface CatchmentHead {
  readonly plan: string | null;
  readonly version: number;
  readonly geography: string;
  readonly exact: boolean;
  readonly variant: Variant;
  /** 1: who enters; else all of them. */
  readonly grades: number;
  /** Entry year from which on the cut holds; null: for everybody. */
  readonly from: number | null;
  readonly referenceDate: string | null;
  readonly compareTitle: string | null;
  readonly limitM: number;
  readonly walksMadeAt: string | null;
  /** Of the rules of the children's source: counts below it are secret in an annex. */
  readonly threshold: number;
}

export interface CatchmentAnswer extends CatchmentHead {
  readonly bornShare: readonly number[];
  readonly classRule: ClassRule | null;
  readonly figures: CatchmentFigures;
}

/** A group whose spread over the schools is told; `population` is what it is a part of. */
export interface MixGroup {
  readonly statistic: string;
  readonly name: MixColumn['name'] | null;
  readonly population: string | null;
}

export interface CatchmentBasis {
  readonly head: CatchmentHead;
  readonly ground: CatchmentGround;
  readonly now: Cut;
  readonly before: Cut;
  /** By position. */
  readonly addresses: Int32Array;
  /** null: no children are counted by age. */
  readonly view: PositionCounts | null;
  readonly settings: SchoolSettings;
  readonly walks: KnownWalks | null;
  /** Those that are open, and the position that each stands on, or -1. */
  readonly schools: readonly School[];
  readonly schoolPositions: Int32Array;
  /** Positions of the blocks that housing areas of the settings lie in. */
  readonly housing: ReadonlyMap<string, readonly number[]>;
  readonly mix: readonly MixGroup[];
  readonly today: string;
  /** Of the register of schools, and of addresses and cuts: told before and behind what is missing of the mix. */
  readonly registerFindings: readonly SchoolFinding[];
  readonly groundFindings: readonly SchoolFinding[];
}

/** What the kernel takes. Forecast and columns are kept by table and settings, so that a stroke costs neither; a city's first take 60 ms. */
export function reportInput({ head, ground, now, before, addresses, view, settings, walks, schools, schoolPositions, housing, mix, today }: CatchmentBasis): { readonly input: ReportInput; readonly missing: readonly SchoolFinding[] } {
  const counted = { blockCount: ground.ids.length, positionsOf: (block: string) => housing.get(block) ?? [] };
  const column = (statistic: string) => (view === null ? null : columnOf(view, statistic));
  const { siblings: rule } = settings;
  const [children, households] = rule.method === 'households' ? [column(rule.children), column(rule.households)] : [null, null];
  const siblings = rule.method === 'statistic' ? column(rule.statistic) : null;
  const missing: SchoolFinding[] = [];
  const columns = mix.flatMap(({ statistic, name, population }): MixColumn[] => {
    const part = column(statistic);
    const whole = population === null ? null : column(population);
    if (name !== null && part !== null && whole !== null) return [{ statistic, name, part: part.values, whole: whole.values, approximate: part.approximate || whole.approximate }];
    missing.push({ code: 'MIX_MISSING', detail: `${statistic} or what it is a part of is not counted${view === null ? '' : ` on ${view.referenceDate}`}; the social mix is told without it` });
    return [];
  });
  const input: ReportInput = {
    now,
    before,
    ids: ground.ids,
    baseOf: ground.baseOf,
    addresses,
    forecast: view === null ? nobody(ground, settings, today) : keptForecast(view, counted, settings, head.variant, head.grades),
    from: head.from,
    schools,
    schoolPositions,
    walks,
    settings,
    limitM: head.limitM,
    families: children !== null && households !== null ? { children: children.values, households: households.values } : null,
    siblings: siblings?.values ?? null,
    mix: columns,
  };
  return { input, missing };
}

export function answerCatchments(basis: CatchmentBasis): CatchmentAnswer {
  const { input, missing } = reportInput(basis);
  const figures = reportCatchments(input);
  return {
    ...basis.head,
    bornShare: input.forecast.bornShare,
    classRule: input.settings.classRule,
    figures: { ...figures, findings: [...basis.registerFindings, ...missing, ...basis.groundFindings, ...figures.findings] },
  };
}

function nobody({ ids }: CatchmentGround, settings: SchoolSettings, today: string): PupilForecast {
  const years = forecastYears(today, settings);
  return { years, children: new Float64Array(ids.length * years.length), housing: new Float64Array(ids.length * years.length), earlierYears: [], earlier: new Float64Array(0), joiners: [], bornShare: [], findings: [{ code: 'NO_CHILDREN', detail: 'children are not counted by year of age over these blocks' }] };
}
