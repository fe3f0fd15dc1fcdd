// F6 goes round the parts of the page: bar, tools, map, table, findings.

const ORDER = ['bar', 'tools', 'map', 'table', 'findings'] as const;
const FOCUSABLE = 'button:not([tabindex="-1"]), [href], input, select, [tabindex="0"]';

export function focusNextRegion(root: ParentNode, step: 1 | -1): void {
  const regions = ORDER.flatMap((name) => root.querySelector<HTMLElement>(`[data-region="${name}"]`) ?? []);
  const active = (root as ShadowRoot).activeElement;
  const current = regions.findIndex((region) => active !== null && region.contains(active));
  for (let i = 1; i <= regions.length; i++) {
    const region = regions[(current + step * i + 2 * regions.length) % regions.length]!;
    const target = region.matches('[tabindex="0"]') ? region : region.querySelector<HTMLElement>(FOCUSABLE);
    if (target === null) continue;
    target.focus();
    return;
  }
}
