// Sentences that several charts say.
import { t } from '../../i18n/i18n.ts';

/** Who is not on the axis, and why: by name, so that the order tells nothing. */
export function zonesText({ withheld, missing }: { readonly withheld: readonly number[]; readonly missing: readonly number[] }, names: readonly string[]): string[] {
  const list = (zones: readonly number[]) => zones.map((zone) => names[zone]).join(', ');
  return [
    ...(withheld.length === 0 ? [] : [t('charts.withheldZones', { zones: list(withheld) })]),
    ...(missing.length === 0 ? [] : [t('charts.missingZones', { zones: list(missing) })]),
  ];
}
