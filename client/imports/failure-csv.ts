// The findings of a refused file as a table to hand on: semicolons and a byte order mark, as German spreadsheets open it.
import { issueWords } from './issue-words.ts';
import type { FileIssue } from './model.ts';
import { t } from '../i18n/i18n.ts';

export function failureCsv(issues: readonly FileIssue[]): string {
  const head = [t('imports.file'), t('imports.row'), t('imports.column'), t('imports.found'), t('imports.allowedHead')];
  const rows = issues.map((issue) => {
    const { problem, detail, accepted } = issueWords(issue);
    return [issue.file ?? '', String(issue.row ?? ''), issue.field ?? '', detail === null ? problem.text : `${problem.text}: ${detail.text}`, accepted?.text ?? ''];
  });
  return `\uFEFF${[head, ...rows].map((row) => row.map(quoted).join(';')).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula would be run by a spreadsheet. */
function quoted(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function saveText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
