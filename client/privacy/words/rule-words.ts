// Rules in words: a line for the list, and every rule by itself for the page and the report.
import { formatNumber } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import type { Rules } from '../model.ts';
import type { Names } from './certificate-words.ts';

/** Every rule that holds, as a sentence; of dominance only that it is looked at, of noise that there is some. */
export function ruleLines(rules: Rules, names: Names): string[] {
  const { threshold, zeros, protect, roundingBase, minimumDenominator, homogeneity, secondUnit, dominance, noise } = rules;
  const unit = secondUnit === undefined ? undefined : names.statistic(secondUnit.statistic)?.name;
  return [
    t('privacy.ruleThreshold', { threshold }),
    t(`privacy.zerosText_${zeros}` as TextKey),
    ...(protect === undefined ? [] : [t(`privacy.protectText_${protect}` as TextKey)]),
    ...(secondUnit === undefined ? [] : [t('privacy.ruleSecondUnit', { unit: unit === undefined ? secondUnit.statistic : localised(unit), threshold: secondUnit.threshold })]),
    ...(homogeneity === undefined ? [] : [t('privacy.ruleHomogeneity', { threshold: homogeneity.threshold })]),
    ...(minimumDenominator === undefined ? [] : [t('privacy.ruleDenominator', { threshold: minimumDenominator })]),
    ...(roundingBase === undefined ? [] : [t('privacy.ruleRounding', { base: formatNumber(roundingBase) })]),
    ...(noise === undefined ? [] : [t('privacy.ruleNoise')]),
    ...(dominance === undefined ? [] : [t('privacy.ruleDominance')]),
  ];
}
