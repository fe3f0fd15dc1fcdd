// The table of a chart on the page; rows of a zone select it.
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartTable, TableCell } from './chart-table.ts';

export function renderTable({ caption, columns, rows }: ChartTable, selected: number, select: (zone: number) => void, hover: (zone: number) => void): TemplateResult {
  return html`<div class="wide-table" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="visually-hidden">${caption}</caption>
      <thead>
        <tr>${columns.map(({ title, measures, numbers }) => html`<th scope="col" class=${measures === true || numbers === true ? 'num' : ''}>${title}</th>`)}</tr>
      </thead>
      <tbody @pointerleave=${() => hover(-1)}>
        ${rows.map(
          ({ zone, cells }) => html`<tr aria-current=${zone >= 0 && zone === selected ? 'true' : nothing} @pointerenter=${() => hover(zone)}>
            ${columns.map(({ measures, numbers }, i) => {
              const cell = cells[i] ?? null;
              if (i > 0) return html`<td class=${measures === true || numbers === true ? 'num' : ''}>${textOf(cell)}</td>`;
              return html`<th scope="row">${zone < 0 ? textOf(cell) : html`<button @click=${() => select(zone)}>${textOf(cell)}</button>`}</th>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function textOf(cell: TableCell): string {
  return cell === null ? '' : typeof cell === 'string' ? cell : cell.text;
}
