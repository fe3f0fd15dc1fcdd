// Route of typologies: classes of zones from released indicators, with every step. Made of published releases alone, so everybody may read it.
import type { z } from 'zod';
import { type IndicatorDefinition, statisticsOf } from '../../core/statistics/indicators/indicator.ts';
import { problem } from '../problem.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import { findKnownIndicator, knownCatalogues } from '../workspace/indicators/known-indicators.ts';
import { shownOf } from '../workspace/indicators/released-cells.ts';
import { typologyFromReleases } from '../workspace/indicators/typology.ts';
import type { ResidentVersion, Workspace } from '../workspace/workspace.ts';
import { type HttpContext, today } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { TypologyQuery, TypologySteps } from './schemas/typology.ts';

type Query = z.output<typeof TypologyQuery>;
const PUBLIC = { 'Cache-Control': 'no-cache' };

export function typologyRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/typology',
      id: 'getTypology',
      tag: 'Indicators',
      summary: 'A typology of zones from released indicators, step by step: values, means, deviations, standardised values, index, borders, classes, what hangs on a single indicator, status and dynamics, bundles of zones',
      roles: ['viewer'],
      kept: 'everybody',
      query: TypologyQuery,
      replies: { 200: { description: 'The typology', schema: TypologySteps } },
      handle: async ({ query }) => {
        const cut = await requireCut(workspace, query.geography, query.version, 'geography');
        const bundles = query.bundles === undefined ? null : await requireCut(workspace, query.bundles, 'current', 'bundles');
        if (bundles !== null && bundles.blockSet !== cut.blockSet) throw problem('UNKNOWN_VERSION', 'bundles: the cut of today is over other blocks than the zones');
        const wanted = wantedIndicators(workspace, query);
        const shown = shownOf(workspace.releases.list(), cut.geography, cut.version);
        const datesOf = (definition: IndicatorDefinition) => {
          const [first, ...others] = statisticsOf(definition).map((statistic) => new Set(shown.filter(({ cells }) => cells.statistics.includes(statistic)).flatMap(({ cells }) => cells.referenceDates)));
          return [...first!].filter((date) => others.every((dates) => dates.has(date)));
        };
        const released = wanted.map((definition) => ({ definition, dates: datesOf(definition) }));
        const date = query.date ?? released.flatMap(({ dates }) => dates).toSorted().at(-1);
        const used = released.filter(({ dates }) => date !== undefined && dates.includes(date)).map(({ definition }) => definition);
        if (date === undefined || used.length === 0) throw problem('NOT_FOUND', 'none of the indicators is released for this cut and date');
        const weights = query.weights === undefined ? used.map(() => 1) : used.map((definition) => query.weights![wanted.indexOf(definition)]!);
        if (!weights.some((weight) => weight > 0)) throw problem('UNKNOWN_PARAMETER', 'weights: no indicator that is released has one');
        const directions = used.map(({ direction }) => (direction === -1 ? -1 : 1));
        const made = typologyFromReleases(workspace, { definitions: used, directions, weights, cut, date, method: query.method, classes: query.classes, since: query.since ?? null, bundles });
        if (made.zonesTold < query.classes) {
          throw problem('UNKNOWN_PARAMETER', `classes: ${query.classes} classes of ${made.zonesTold} zones that have every indicator`, { issues: [{ problem: 'more classes than zones', field: 'classes', accepted: `at most ${made.zonesTold}` }] });
        }
        const { moments, zonesTold: _told, sensitivity, dynamics, bundles: bundled, ...steps } = made;
        return ok(
          {
            catalogue: query.catalogue,
            geography: cut.geography,
            version: cut.version,
            date,
            method: query.method,
            classes: query.classes,
            indicators: used.map(({ indicator, name, unit, precision, numerator, denominator, per }, i) => ({
              indicator, name, unit, precision, per, direction: directions[i]!, weight: weights[i]!,
              numerator: numerator.plus, less: numerator.minus ?? [], denominator: denominator?.plus ?? [],
              mean: Number.isNaN(moments[i]!.mean) ? null : moments[i]!.mean, deviation: moments[i]!.deviation,
            })),
            lacking: wanted.filter((definition) => !used.includes(definition)).map(({ indicator }) => indicator),
            ...steps,
            sensitivity: sensitivity?.map(({ indicator, changes }) => ({ indicator: used[indicator]!.indicator, changes })) ?? null,
            dynamics: dynamics === null ? null : { since: query.since!, zones: dynamics },
            bundles: bundled === null ? null : { geography: bundles!.geography, version: bundles!.version, ...bundled },
          },
          PUBLIC,
        );
      },
    }),
  ];
}

async function requireCut(workspace: Workspace, geography: string, version: number | 'current', field: string): Promise<ResidentVersion> {
  const found = workspace.catalogue.geographies.find((row) => row.geography === geography);
  if (found === undefined) throw problem('UNKNOWN_GEOGRAPHY', `${field}: no geography has this code`);
  const row = version === 'current' ? found.versions.findLast((one) => isValidOn(one, today())) : found.versions.find((one) => one.version === version);
  if (row === undefined) throw problem('UNKNOWN_VERSION', version === 'current' ? `${field}: no cut of it is valid today` : 'the geography has no such version');
  return (await workspace.version(geography, row.version))!;
}

/** Of a catalogue those that point somewhere; those that are named count as more of what the index tells where they have no direction. */
function wantedIndicators(workspace: Workspace, { catalogue, indicators, weights }: Query): readonly IndicatorDefinition[] {
  const found = knownCatalogues(workspace).find((one) => one.catalogue === catalogue);
  if (found === undefined) throw problem('NOT_FOUND', 'catalogue: no catalogue has this code');
  const wanted = indicators === undefined ? found.indicators.filter(({ direction }) => direction !== 0) : [...new Set(indicators)].map((code) => findKnownIndicator(workspace, code));
  if (wanted.includes(null)) throw problem('NOT_FOUND', 'indicators: one of them is no indicator');
  if (weights !== undefined && weights.length !== wanted.length) throw problem('UNKNOWN_PARAMETER', `weights: ${weights.length} for ${wanted.length} indicators`);
  return wanted as readonly IndicatorDefinition[];
}
