// Routes of indicators: what there is, and its values by zone and date. Made of published releases alone, so everybody may read them.
import { z } from 'zod';
import type { Form } from '../../core/statistics/indicators/forms.ts';
import { type IndicatorDefinition, statisticsOf, type Text } from '../../core/statistics/indicators/indicator.ts';
import { problem } from '../problem.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import { indicatorTrend } from '../workspace/indicators/indicator-trend.ts';
import { decimalsOf, indicatorValues } from '../workspace/indicators/indicator-values.ts';
import { findKnownIndicator, knownCatalogues } from '../workspace/indicators/known-indicators.ts';
import { shownOf } from '../workspace/indicators/released-cells.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type HttpContext, today } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { IndicatorQuery, Indicators, IndicatorTrend, IndicatorValues, TrendQuery } from './schemas/indicators.ts';

const PUBLIC = { 'Cache-Control': 'no-cache' };
const PER_CENT: Text = { de: '%', en: '%' };
const RATIO: Text = { de: 'Verhältnis', en: 'ratio' };
const POINTS: Text = { de: 'Prozentpunkte', en: 'percentage points' };

export function indicatorRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/indicators',
      id: 'listIndicators',
      tag: 'Indicators',
      summary: 'Catalogues of indicators by topic, with the statistics that each needs and whether the municipality has them; every released statistic is one, too',
      roles: ['viewer'],
      kept: 'everybody',
      replies: { 200: { description: 'Catalogues', schema: Indicators } },
      handle: () => {
        const releasedOf = releasedIn(workspace);
        return ok({ catalogues: knownCatalogues(workspace).map((one) => ({ ...one, indicators: one.indicators.map((definition) => indicatorJson(workspace, definition, releasedOf)) })) }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/indicators/{indicator}/values',
      id: 'getIndicatorValues',
      tag: 'Indicators',
      summary: 'Values of an indicator by zone and date from published releases; zones in their own order, never by value',
      roles: ['viewer'],
      kept: 'everybody',
      parameters: z.strictObject({ indicator: Code }),
      query: IndicatorQuery,
      replies: { 200: { description: 'Values', schema: IndicatorValues } },
      handle: async ({ parameters: { indicator }, query }) => {
        const definition = findKnownIndicator(workspace, indicator);
        if (definition === null) throw problem('NOT_FOUND', 'no indicator has this code');
        const form = requireForm(query);
        const version = requireVersion(workspace, query.geography, query.version);
        const values = await indicatorValues(workspace, definition, query.geography, version, query.dates ?? null, form);
        return ok({ indicator, geography: query.geography, form: form.form, unit: unitOf(definition, form), precision: decimalsOf(definition, form), ...values }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/indicators/{indicator}/trend',
      id: 'getIndicatorTrend',
      tag: 'Indicators',
      summary: 'Change of an indicator a year by zone, the line of least squares through its released values with its 95 % interval; none of fewer than four values',
      roles: ['viewer'],
      kept: 'everybody',
      parameters: z.strictObject({ indicator: Code }),
      query: TrendQuery,
      replies: { 200: { description: 'Trends', schema: IndicatorTrend } },
      handle: async ({ parameters: { indicator }, query: { geography, version: asked, from, to } }) => {
        const definition = findKnownIndicator(workspace, indicator);
        if (definition === null) throw problem('NOT_FOUND', 'no indicator has this code');
        const version = requireVersion(workspace, geography, asked)!;
        const trend = await indicatorTrend(workspace, definition, geography, version, { from: from ?? null, to: to ?? null });
        const unit = unitOf(definition, { form: 'changeOver', periods: 1 });
        return ok({ indicator, geography, version, method: 'least-squares', confidence: 0.95, unit: { de: `${unit.de} je Jahr`, en: `${unit.en} a year` }, precision: definition.precision + 2, ...trend }, PUBLIC);
      },
    }),
  ];
}

function indicatorJson(workspace: Workspace, definition: IndicatorDefinition, releasedOf: ReturnType<typeof releasedIn>) {
  const statistics = statisticsOf(definition);
  const counted = new Set(workspace.catalogue.statistics.map(({ statistic }) => statistic));
  const lacking = statistics.filter((one) => !counted.has(one));
  const { denominator = null, ...rest } = definition;
  return { ...rest, kind: kindOf(definition), denominator, statistics, lacking, available: lacking.length === 0, released: lacking.length === 0 ? releasedOf(statistics) : [] };
}

function kindOf({ denominator, per }: IndicatorDefinition): 'count' | 'share' | 'rate' | 'mean' {
  if (denominator === undefined) return 'count';
  if (per === 100) return 'share';
  return per === 1 ? 'mean' : 'rate';
}

/** Cuts and dates of which published releases show every one of some statistics; what is released is gathered once for all indicators. */
function releasedIn({ catalogue, releases }: Workspace) {
  const list = releases.list();
  const cuts = catalogue.geographies.flatMap(({ geography, versions }) =>
    versions.map(({ version }) => {
      const datesOf = new Map<string, Set<string>>();
      for (const { cells } of shownOf(list, geography, version)) {
        for (const statistic of cells.statistics) {
          const dates = datesOf.get(statistic) ?? new Set();
          for (const date of cells.referenceDates) dates.add(date);
          datesOf.set(statistic, dates);
        }
      }
      return { geography, version, datesOf };
    }),
  );
  return (statistics: readonly string[]) =>
    cuts.flatMap(({ geography, version, datesOf }) => {
      const [first, ...others] = statistics.map((statistic) => datesOf.get(statistic) ?? new Set<string>());
      const dates = [...first!].filter((date) => others.every((set) => set.has(date))).toSorted();
      return dates.length === 0 ? [] : [{ geography, version, dates }];
    });
}

/** null: of every date the cut that was valid then. */
function requireVersion({ catalogue }: Workspace, geography: string, version: number | 'current' | 'each'): number | null {
  const found = catalogue.geographies.find((row) => row.geography === geography);
  if (found === undefined) throw problem('UNKNOWN_GEOGRAPHY', 'geography: no geography has this code');
  if (version === 'each') return null;
  const cut = version === 'current' ? found.versions.findLast((row) => isValidOn(row, today())) : found.versions.find((row) => row.version === version);
  if (cut === undefined) throw problem('UNKNOWN_VERSION', version === 'current' ? 'the geography has no cut that is valid today' : 'the geography has no such version');
  return cut.version;
}

function requireForm({ form, since, base, periods }: z.infer<typeof IndicatorQuery>): Form {
  const need = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw problem('UNKNOWN_PARAMETER', `${name}: is needed with form=${form}`);
    return value;
  };
  switch (form) {
    case 'change':
      return { form, since: need(since, 'since') };
    case 'index':
      return { form, base: need(base, 'base') };
    case 'changeOver':
      return { form, periods: need(periods, 'periods') };
    case 'movingMean':
      return { form, dates: need(periods, 'periods') };
    default:
      return { form };
  }
}

function unitOf({ unit, per, denominator }: IndicatorDefinition, { form }: Form): Text {
  if (form === 'cityShare') return PER_CENT;
  if (form === 'index' || form === 'locationQuotient') return RATIO;
  return (form === 'change' || form === 'changeOver') && denominator !== undefined && per === 100 ? POINTS : unit;
}
