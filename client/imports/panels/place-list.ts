// A list of numbered places, grouped by kind: one tab stop, arrows move, Enter flies; the chosen row is the chosen pin.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import type { PlaceList, PlaceRow } from '../check-lists.ts';

export interface PlaceChoice {
  readonly chosen: number;
  readonly onChoose: (row: PlaceRow) => void;
  /** All rows, not only the first of them. */
  readonly whole: boolean;
  readonly onWhole: () => void;
}

const FIRST_ROWS = 40;

export function placeList(list: PlaceList, { chosen, onChoose, whole, onWhole }: PlaceChoice): TemplateResult {
  const all = list.groups.flatMap(({ rows }) => rows);
  const shown = new Set((whole ? all : all.slice(0, FIRST_ROWS)).concat(all.filter(({ number }) => number === chosen)));
  const stop = [...shown].find(({ number }) => number === chosen)?.number ?? all[0]?.number;
  return html`<div class="places" data-tone=${list.tone} @keydown=${(event: KeyboardEvent) => moveRow(event, event.currentTarget as HTMLElement, '.place')}>
      ${list.groups.map((group) => {
        const rows = group.rows.filter((row) => shown.has(row));
        if (rows.length === 0) return nothing;
        return html`<section>
          ${group.title === '' ? nothing : html`<h4>${group.sign === undefined ? nothing : html`<i class="swatch ${group.sign}"></i>`}${group.title}<span class="num">${formatNumber(group.total)}</span></h4>`}
          <ul>
            ${rows.map(
              (row) => html`<li>
                <button class="place" data-number=${row.number} tabindex=${row.number === stop ? 0 : -1} aria-pressed=${row.number === chosen} @click=${() => onChoose(row)}>
                  <span class="pin">${row.number}</span>
                  <span class="place-title">${row.title}</span>
                  ${row.figures.map((figure) => html`<span class="figure">${figure}</span>`)}
                </button>
              </li>`,
            )}
          </ul>
        </section>`;
      })}
    </div>
    ${shown.size < all.length ? html`<button class="button link" @click=${onWhole}>${t('imports.showAll', { count: all.length })}</button>` : nothing}
    ${list.total > all.length ? html`<p class="hint">${t('imports.firstOnly', { shown: all.length, total: list.total })}</p>` : nothing}`;
}

export const placeStyles = css`
  .places { max-height: 420px; overflow-y: auto; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); }
  .places h4 {
    display: flex;
    align-items: center;
    gap: 8px;
    font: 600 12px/16px var(--zs-font);
    color: var(--zs-ink2);
    padding: 8px 12px;
    background: var(--zs-hued);
    position: sticky;
    top: 0;
    z-index: 1;
  }
  .places h4 .num { margin-left: auto; }
  .place { display: flex; align-items: center; gap: 4px 12px; width: 100%; min-height: 36px; padding: 5px 12px; border-top: 1px solid var(--zs-line); flex-wrap: wrap; }
  .place:hover { background: var(--zs-hued); }
  .place[aria-pressed='true'] { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 0 var(--zs-accent); }
  .place:focus-visible { outline-offset: -3px; }
  .pin { min-width: 24px; height: 24px; padding: 0 5px; border-radius: 12px; border: 1.5px solid var(--tone); color: var(--tone); font: 600 12px/21px var(--zs-font); text-align: center; flex: none; background: #fff; }
  .place[aria-pressed='true'] .pin { background: var(--tone); color: #fff; }
  .places[data-tone='finding'] { --tone: var(--zs-danger); }
  .places[data-tone='change'] { --tone: var(--zs-accent); }
  .places[data-tone='note'] { --tone: var(--zs-warn); }
  .place-title { flex: 1 1 150px; min-width: 0; overflow-wrap: anywhere; }
  .figure { color: var(--zs-ink2); font-variant-numeric: tabular-nums; white-space: nowrap; }
  @media (max-width: 699px) {
    .place { min-height: 44px; }
    .places { max-height: none; }
    .figure { font-size: 12px; line-height: 16px; }
  }
`;
