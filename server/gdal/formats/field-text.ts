// A value of a feature as the text that a table has.

/**
 * A field as text: 12 and 12.0 are "12", as an id in another file would be written. A list of one is that one: open-data
 * portals give the key of a municipality so.
 */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.length === 1) return fieldText(value[0]);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value as string | number | boolean).trim();
}
