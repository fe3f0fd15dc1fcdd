// How a release keeps numbers secret, in words: for rounded ones with the base, without which nobody can read them.
import { t } from '../../i18n/i18n.ts';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import type { DeskRelease, VariantLoss } from '../model.ts';

export function methodWords({ method = 'suppress', ruleSet: { roundingBase } }: Pick<DeskRelease, 'method' | 'ruleSet'>): string {
  if (method === 'round' && roundingBase !== undefined) return t('privacy.methodRoundTo', { base: roundingBase });
  return t(`privacy.method_${method}`);
}

/** By how much a number is off on average, and how much of all that is; empty where none is changed. */
export function changeWords({ meanChange, changeShare }: Pick<VariantLoss, 'meanChange' | 'changeShare'>): string {
  if (meanChange === null) return '';
  const change = formatNumber(meanChange, 2);
  return changeShare === null ? change : t('privacy.meanChangeShare', { change, share: formatPercent(100 * changeShare) });
}
