// The form in which an indicator is shown: as it is, or reckoned by the server against a date, a base or the whole.
import type { IndicatorValues, Names } from '../api-model.ts';

export type FormName = IndicatorValues['form'];

export interface MapForm {
  readonly form: FormName;
  /** Of change the date that is compared with, of index the date that is 100. */
  readonly date?: string | undefined;
  /** Of changeOver so many dates back, of movingMean so many dates. */
  readonly periods?: number | undefined;
}

export const PLAIN: MapForm = { form: 'value' };

export const FORM_NAMES: readonly FormName[] = ['value', 'change', 'changeOver', 'index', 'movingMean', 'cityShare', 'locationQuotient'];

/** How a number of the shown form is written. */
export interface NumberForm {
  readonly unit: Names;
  readonly precision: number;
  readonly form: FormName;
  /** Differences carry their sign. */
  readonly signed: boolean;
}

export const isSigned = (form: FormName): boolean => form === 'change' || form === 'changeOver';

/** Where neither more nor less is: a diverging scale turns there. Undefined: the form has no such place. */
export function middleOf(form: FormName): number | undefined {
  if (isSigned(form)) return 0;
  if (form === 'index') return 100;
  return form === 'locationQuotient' ? 1 : undefined;
}

export function numbersOf({ unit, precision, form }: Pick<IndicatorValues, 'unit' | 'precision' | 'form'>): NumberForm {
  return { unit, precision, form, signed: isSigned(form) };
}

/** Parameters of GET /indicators/{id}/values. */
export function formQuery({ form, date, periods }: MapForm): Record<string, string | number | undefined> {
  return { form, since: form === 'change' ? date : undefined, base: form === 'index' ? date : undefined, periods: form === 'changeOver' || form === 'movingMean' ? periods : undefined };
}

/** "change:2015-12-31", "movingMean:3", "cityShare": as a link carries it. */
export function writeForm({ form, date, periods }: MapForm): string {
  if (form === 'change' || form === 'index') return `${form}:${date ?? ''}`;
  return form === 'changeOver' || form === 'movingMean' ? `${form}:${periods ?? 1}` : form;
}

/** What a link names that is no form is the plain value. */
export function readForm(text: string | null): MapForm {
  const [name, value = ''] = (text ?? '').split(':');
  const form = FORM_NAMES.find((known) => known === name);
  if (form === undefined) return PLAIN;
  if (form === 'change' || form === 'index') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? { form, date: value } : PLAIN;
  if (form === 'changeOver' || form === 'movingMean') return /^[1-9]\d{0,2}$/.test(value) ? { form, periods: Number(value) } : PLAIN;
  return { form };
}
