// The overview of an indicator in KomMonitor's wire format, with its values for the whole region by date.
import { shownOn, updateInterval } from '../../../core/kommonitor/validity.ts';
import type { WireIndicator, WireReferenceValue } from '../../../core/kommonitor/wire.ts';
import { naturalCuts } from '../../../core/statistics/classify.ts';
import type { CountOf, IndicatorDefinition } from '../../../core/statistics/indicators/indicator.ts';
import { indicatorValues } from '../indicators/indicator-values.ts';
import type { PublishedIndicator } from './published-indicators.ts';
import type { PublishedSet } from './published-set.ts';

export async function indicatorOverview(set: PublishedSet, row: PublishedIndicator, displayOrder: number): Promise<WireIndicator> {
  const { definition, catalogue, applicableDates } = row;
  const isCount = definition.denominator === undefined;
  const { referenceValues, breaks, noisy } = await figuresOf(set, row);
  return {
    indicatorId: row.indicatorId,
    indicatorName: row.name,
    abbreviation: definition.indicator,
    unit: definition.unit.de,
    precision: definition.precision,
    displayOrder,
    indicatorType: isCount ? 'STATUS_ABSOLUTE' : 'STATUS_RELATIVE',
    // Computed here, but from KomMonitor's side inserted: it has no script that would make it.
    creationType: 'INSERTION',
    isHeadlineIndicator: false,
    characteristicValue: '',
    interpretation: definition.interpretation.de,
    processDescription: formulaOf(set, definition),
    referenceDateNote: noisy.size === 0 ? '' : `Mit Zufallsüberlagerung (Cell-Key-Methode): Werte weichen etwas ab, Summen gehen nicht auf. Stichtage: ${[...noisy].toSorted().join(', ')}`,
    lowestSpatialUnitForComputation: null,
    applicableDates,
    applicableSpatialUnits: row.geographies.map(({ of }) => ({ spatialUnitId: of.spatialUnitId, spatialUnitName: of.name, ...set.owned() })),
    defaultClassificationMapping: { colorBrewerSchemeName: definition.direction < 0 ? 'Greens' : 'Blues', numClasses: CLASSES, classificationMethod: 'JENKS', items: breaks },
    regionalReferenceValues: referenceValues,
    referencedIndicators: [],
    referencedGeoresources: [],
    ogcServices: [],
    tags: [catalogue.title.de],
    topicReference: row.topicId,
    ...set.owned(),
    metadata: set.metadata({ datasource: definition.source.de, description: `${row.name}. ${definition.interpretation.de}`, updateInterval: updateInterval(applicableDates), lastUpdate: applicableDates.at(-1)!, values: true }),
  };
}

const CLASSES = 5;
/** Natural classes of more values take longer than others should wait (classify.ts: 35 ms for 1,000); the client makes its own then. */
const CLASSIFY_AT_MOST = 600;

interface Figures {
  readonly referenceValues: readonly WireReferenceValue[];
  readonly breaks: WireIndicator['defaultClassificationMapping']['items'];
  /** Dates of which some number has noise. */
  readonly noisy: ReadonlySet<string>;
}

/**
 * The whole city by date: as released for all blocks together, else of the first geography whose cut on that date shows every zone, a sum of published
 * cells; null where neither is. Nobody publishes the number of people without an address by date yet, so `spatiallyUnassignable` stays unknown. And class breaks by level, of
 * what its newest map shows.
 */
async function figuresOf(set: PublishedSet, { definition, geographies, applicableDates }: PublishedIndicator): Promise<Figures> {
  const wholes = new Map<string, number>();
  const noisy = new Set<string>();
  const breaks: { spatialUnitId: string; breaks: readonly number[] }[] = [];
  for (const { of, dates } of geographies) {
    let newest: readonly number[] = [];
    // Cuts are in the order of their validity, so the last one with a map is the newest.
    for (const [version, own] of dates) {
      const shown = own.filter((date) => shownOn(of.periods, date)?.version === version);
      if (shown.length === 0) continue;
      const values = await indicatorValues(set.workspace, definition, of.geography, version, shown, { form: 'value' });
      for (const { date, whole, noise } of values.dates) {
        if (whole.state === 'value' && !wholes.has(date)) wholes.set(date, whole.value);
        if (noise) noisy.add(date);
      }
      newest = values.zones.flatMap(({ values: measures }) => (measures.at(-1)?.state === 'value' ? [(measures.at(-1) as { value: number }).value] : []));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const cuts = newest.length <= CLASSIFY_AT_MOST ? naturalCuts(newest, CLASSES) : [];
    if (cuts.length === CLASSES - 1) breaks.push({ spatialUnitId: of.spatialUnitId, breaks: [Math.min(...newest), ...cuts, Math.max(...newest)] });
  }
  const isCount = definition.denominator === undefined;
  const referenceValues = applicableDates.map((referenceDate) => {
    const whole = wholes.get(referenceDate) ?? null;
    return { referenceDate, regionalSum: isCount ? whole : null, regionalAverage: isCount ? null : whole, spatiallyUnassignable: null };
  });
  return { referenceValues, breaks, noisy };
}

function formulaOf(set: PublishedSet, { numerator, denominator, per }: IndicatorDefinition): string {
  const nameOf = new Map(set.workspace.catalogue.statistics.map(({ statistic, nameDe }) => [statistic, nameDe]));
  const side = ({ plus, minus = [] }: CountOf) => [plus.map((one) => nameOf.get(one) ?? one).join(' + '), ...minus.map((one) => nameOf.get(one) ?? one)].join(' − ');
  if (denominator === undefined) return `Gezählt: ${side(numerator)}`;
  return `(${side(numerator)}) / (${side(denominator)})${per === 1 ? '' : ` × ${per.toLocaleString('de')}`}. Zähler und Nenner werden getrennt zusammengezählt.`;
}
