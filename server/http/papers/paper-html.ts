// A paper as one page of HTML without scripts, which prints well and can be read aloud.
import { cellText, type Paper, type PaperTable } from './paper.ts';

const STYLE = 'body{font:11pt/1.4 sans-serif;margin:2rem;color:#1a1a1a}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border-bottom:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}.n{text-align:right;font-variant-numeric:tabular-nums}thead{display:table-header-group}tr{break-inside:avoid}caption{text-align:left;font-weight:bold;font-size:1.15em;padding:.25rem 0}@page{size:A4 landscape;margin:15mm}footer{color:#555;font-size:.9em}';

export function paperToHtml({ title, language, lines, tables, foot }: Paper): string {
  const body = [`<h1>${escape(title)}</h1>`, ...lines.map((line) => `<p>${escape(line)}</p>`), ...tables.map((table) => tableHtml(table, language)), `<footer><p>${escape(foot)}</p></footer>`].join('\n');
  return `<!doctype html>\n<html lang="${escape(language)}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function tableHtml({ title, notes, columns, rows }: PaperTable, language: string): string {
  const type = (column: number) => (columns[column]!.align === 'right' ? ' class="n"' : '');
  const head = columns.map((column, i) => `<th scope="col"${type(i)}>${escape(column.title)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell, i) => `<td${type(i)}>${escape(cellText(cell, language))}</td>`).join('')}</tr>`).join('\n');
  return `${notes.map((note) => `<p>${escape(note)}</p>`).join('\n')}\n<table><caption>${escape(title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
