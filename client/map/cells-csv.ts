// Lines of CSV that no spreadsheet program runs as a formula, and handing a file to the browser.

export const csvLine = (row: readonly string[]): string => row.map(field).join(',');

function field(text: string): string {
  // A leading = + - @ would be run as a formula by spreadsheet programs; names never need one.
  const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser's downloads. */
export function saveFile(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
