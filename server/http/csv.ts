// CSV answers (RFC 4180).
import type { Reply } from './route.ts';

/** Text as a CSV attachment; a field with a comma, a quote or a line end is quoted, null is empty. */
export function csv(header: readonly string[], rows: Iterable<readonly (string | number | null)[]>, fileName: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const lines = [header.join(',')];
  for (const row of rows) lines.push(row.map(field).join(','));
  return {
    status: 200,
    bytes: `${lines.join('\r\n')}\r\n`,
    mediaType: 'text/csv; charset=utf-8; header=present',
    headers: { ...headers, 'Content-Disposition': `attachment; filename="${fileName}"` },
  };
}

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
