// F6 goes round the parts of the page: bar, tools, map, table, findings.

const ORDER = ['bar', 'tools', 'map', 'table', 'findings'] as const;
const FOCUSABLE = 'button:not([tabindex="-1"]), [href], input, select, summary, [tabindex="0"]';

export function focusNextRegion(root: ParentNode, step: 1 | -1): void {
  const regions = ORDER.flatMap((name) => root.querySelector<HTMLElement>(`[data-region="${name}"]`) ?? []);
  const active = (root as ShadowRoot).activeElement;
  const current = regions.findIndex((region) => active !== null && region.contains(active));
  for (let i = 1; i <= regions.length; i++) {
    const region = regions[(current + step * i + 2 * regions.length) % regions.length]!;
    const targets = region.matches('[tabindex="0"]') ? [region] : [...region.querySelectorAll<HTMLElement>(FOCUSABLE)];
    for (const target of targets) {
      target.focus();
      // What is folded or hidden takes no focus: then the next one is tried.
      if ((root as ShadowRoot).activeElement === target) return;
    }
  }
}
