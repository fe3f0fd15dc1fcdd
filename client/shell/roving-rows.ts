// One tab stop for a list of rows: arrows, Home and End move inside it (ARIA practice "roving tabindex").

/**
 * Handles a key on a list whose rows match `selector`; returns whether it was one of ours. The focused row gets
 * tabindex 0, the others -1; the component draws the first one (or the selected one) with 0.
 */
export function moveRow(event: KeyboardEvent, root: ParentNode, selector: string): boolean {
  const rows = [...root.querySelectorAll<HTMLElement>(selector)];
  const at = rows.findIndex((row) => row === event.target || row.contains(event.target as Node));
  if (at < 0) return false;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return false;
  event.preventDefault();
  const row = rows[Math.min(rows.length - 1, Math.max(0, next))]!;
  for (const other of rows) other.tabIndex = other === row ? 0 : -1;
  row.focus();
  return true;
}
