// F6 on the desk: lists, heading, map, table, what-if, ledger in turn.

/** Moves the focus to the next part of the page that is there, or with Shift to the one before. */
export function nextPart(event: KeyboardEvent, root: ShadowRoot): void {
  if (event.key !== 'F6') return;
  event.preventDefault();
  const map = root.querySelector('zs-desk-map');
  const stops = [
    root.querySelector<HTMLElement>('.release-row[tabindex="0"]'),
    root.querySelector<HTMLElement>('.desk h1'),
    map?.renderRoot.querySelector<HTMLElement>('.map') ?? null,
    root.querySelector<HTMLElement>('tr.finding[tabindex="0"]'),
    root.querySelector<HTMLElement>('#threshold, #what-if-run'),
    root.querySelector<HTMLElement>('#ledger-open'),
  ].filter((stop) => stop !== null);
  const active = root.activeElement;
  const at = stops.findIndex((stop) => stop === active || (active === map && stop.classList.contains('map')));
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
}
