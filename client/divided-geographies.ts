// Which geographies are worth a choice where zones are compared or redrawn.
import type { Geography } from './api-types.ts';

/** Those that divide the municipality in some cut: one zone is a number for all, no map. Where none does, all. */
export function dividedGeographies(geographies: readonly Geography[]): readonly Geography[] {
  const divided = geographies.filter(({ versions }) => versions.length === 0 || versions.some(({ zones }) => zones > 1));
  return divided.length === 0 ? geographies : divided;
}
