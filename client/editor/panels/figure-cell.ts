// One number of the table: value, bound, or none; what a release would withhold is marked, since it may not leave this page.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent, formatSigned } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import { outsideBand, type Band, type Figure } from '../figures/zone-figures.ts';

export function figureCell(figure: Figure, approximate: boolean): TemplateResult {
  if (!figure.known) return html`<span class="ink3">${t('editor.missing')}</span>`;
  const text = marked(approximate, formatNumber(figure.value));
  const shown = figure.unknownBlocks > 0 ? html`${t('editor.atLeast', { value: '' }).trim()} ${text}` : text;
  if (!figure.withheld) return html`${shown}`;
  return html`<span class="guarded" title=${t('editor.wouldBeWithheld')}
    >${icon('shield', 14)}${shown}<span class="visually-hidden">, ${t('editor.wouldBeWithheld')}</span></span
  >`;
}

export function deltaCell(figure: Figure, isNew: boolean): TemplateResult | typeof nothing {
  if (isNew || figure.delta === null || figure.delta === 0 || !figure.known) return nothing;
  return html`<span class="delta">${formatSigned(figure.delta)}</span>`;
}

/** Where a value lies in and around its band, from 60 % of the least to 125 % of the most; beside it how far it is from the middle. */
export function rangeMark(value: number, band: Band, approximate: boolean): TemplateResult {
  const low = band.min * 0.6;
  const high = Math.max(low + 1, band.max * 1.25);
  const share = (at: number) => Math.max(0, Math.min(100, (100 * (at - low)) / (high - low)));
  const outside = Math.abs(outsideBand(value, band));
  const words = outside === 0 ? t('editor.bandInside') : t(value < band.min ? 'editor.bandBelow' : 'editor.bandAbove', { value: outside });
  const middle = (band.min + band.max) / 2;
  const away = middle === 0 ? 0 : (100 * (value - middle)) / middle;
  const deviation = Math.abs(away) < 0.5 ? t('editor.onTarget') : `${away < 0 ? '\u2212' : '+'}${formatPercent(Math.abs(away), 0)}`;
  return html`<span class="range-place" title=${`${words}; ${t('editor.targetDeviation', { deviation })}`}
    ><span class="range ${outside === 0 ? '' : 'out'}"
      ><span class="range-band" style="left:${share(band.min)}%;right:${100 - share(band.max)}%"></span
      ><span class="range-tick" style="left:${share(value)}%"></span><span class="visually-hidden">${words}, </span></span
    ><span class="away ${outside === 0 ? '' : 'out'}">${marked(approximate && Math.abs(away) >= 0.5, deviation)}</span></span
  >`;
}

export const figureStyles = css`
  .delta { color: var(--zs-accent); font-weight: 600; }
  .guarded { display: inline-flex; align-items: center; gap: 3px; color: var(--zs-warn); border-bottom: 2px dotted currentColor; }
  .range-place { display: flex; align-items: center; gap: 6px; }
  .away { font-size: 12px; line-height: 16px; color: var(--zs-ink3); min-width: 36px; text-align: right; white-space: nowrap; }
  .away.out { color: var(--zs-danger); font-weight: 600; }
  .range { position: relative; display: block; flex: 1 1 44px; min-width: 36px; height: 16px; }
  .range::before { content: ''; position: absolute; left: 0; right: 0; top: 6px; height: 4px; border-radius: 2px; background: var(--zs-sunken); }
  .range-band { position: absolute; top: 4px; height: 8px; background: #c3d0ed; border-radius: 1px; }
  .range-tick { position: absolute; top: 1px; width: 3px; height: 14px; margin-left: -1px; border-radius: 1px; background: var(--zs-ink); }
  .range.out .range-tick { background: var(--zs-danger); width: 4px; }
`;
