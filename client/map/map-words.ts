// Sentences about what the map shows: of whom, in which unit, compared with what, on which date.
import type { Indicator, Statistic } from '../api-model.ts';
import { formatDate } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { FormName, MapForm } from './map-form.ts';
import { unitText } from './measure-text.ts';

export const FORM_TEXTS = {
  value: 'map.formValue',
  change: 'map.formChange',
  changeOver: 'map.formChangeOver',
  index: 'map.formIndex',
  movingMean: 'map.formMovingMean',
  cityShare: 'map.formCityShare',
  locationQuotient: 'map.formLocationQuotient',
} as const satisfies Record<FormName, string>;

/** "Anteil an „Kinder unter 15 Jahren“ in Prozent", "Veränderung seit 31.12.2015 in Prozentpunkten", without the date. */
export function whatText(view: IndicatorView, form: MapForm, statistics: ReadonlyMap<string, Statistic>): string {
  const { indicator, numbers } = view;
  if (form.form === 'change') return t('map.whatChange', { date: formatDate(form.date ?? ''), unit: unitText(numbers) });
  if (form.form === 'changeOver') return t('map.whatChangeOver', { count: form.periods ?? 1, unit: unitText(numbers) });
  if (form.form === 'index') return t('map.whatIndex', { date: formatDate(form.date ?? '') });
  if (form.form === 'movingMean') return t('map.whatMovingMean', { count: form.periods ?? 1, unit: unitText(numbers) });
  if (form.form === 'cityShare') return t('map.whatCityShare');
  if (form.form === 'locationQuotient') return t('map.whatLocationQuotient');
  return plainWhat(indicator, statistics) ?? t('map.whatIn', { unit: unitText(numbers) });
}

/** Of a share of one population that is counted by itself. */
function plainWhat({ denominator, unit, statistics: needed }: Indicator, statistics: ReadonlyMap<string, Statistic>): string | undefined {
  if (denominator === null) return needed.length === 1 ? t('map.countOf') : undefined;
  const [population, ...others] = [...denominator.plus, ...(denominator.minus ?? [])];
  const name = population === undefined || others.length > 0 ? undefined : statistics.get(population)?.name;
  return name === undefined || unit.de !== '%' ? undefined : t('map.shareOf', { population: localised(name) });
}

/** "Kinder unter 15 Jahren − Ausländer": a numerator or denominator spelled out; a statistic that is not counted here by its code. */
export function countText({ plus, minus = [] }: { readonly plus: readonly string[]; readonly minus?: readonly string[] }, statistics: ReadonlyMap<string, Statistic>): string {
  const name = (code: string) => {
    const known = statistics.get(code);
    return known === undefined ? code : localised(known.name);
  };
  return [plus.map(name).join(' + '), ...minus.map(name)].join(' \u2212 ');
}

/** "Quelle: …; Freigabe 12, 13", and that numbers have noise: whoever adds them up has to know. */
export function sourceText(view: IndicatorView): string {
  const source = localised(view.indicator.source);
  const release = view.releases.length === 0 ? '' : t('map.releases', { count: view.releases.length, numbers: view.releases.join(', ') });
  return [source === '' ? '' : t('map.source', { source }), release, view.hasNoise ? t('map.withNoise') : ''].filter((part) => part !== '').join('; ');
}
