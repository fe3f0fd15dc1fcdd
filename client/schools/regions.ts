// F6 on the page: bar, map, table, who changes, alternatives in turn.

/** Moves the focus to the next part of the page that is there, or with Shift to the one before. */
export function nextRegion(event: KeyboardEvent, root: ShadowRoot): void {
  event.preventDefault();
  const map = root.querySelector('zs-schools-map');
  const search = root.querySelector('zs-address-search');
  const stops = [
    root.querySelector<HTMLElement>('h1'),
    search?.renderRoot.querySelector<HTMLElement>('input') ?? null,
    map?.renderRoot.querySelector<HTMLElement>('.map') ?? null,
    root.querySelector<HTMLElement>('.utilisation tr[tabindex="0"], .school-cards .name'),
    root.querySelector<HTMLElement>('#alternatives-run, .choices [tabindex="0"]'),
  ].filter((stop) => stop !== null);
  const active = root.activeElement;
  const at = stops.findIndex((stop) => stop === active || (active !== null && active.shadowRoot?.activeElement === stop) || stop.contains(active));
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
}
