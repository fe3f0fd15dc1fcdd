// How a release keeps numbers secret, in words: for rounded ones with the base, without which nobody can read them.
import { t } from '../../i18n/i18n.ts';
import type { DeskRelease } from '../model.ts';

export function methodWords({ method = 'suppress', ruleSet: { roundingBase } }: Pick<DeskRelease, 'method' | 'ruleSet'>): string {
  if (method === 'round' && roundingBase !== undefined) return t('privacy.methodRoundTo', { base: roundingBase });
  return t(`privacy.method_${method}`);
}
