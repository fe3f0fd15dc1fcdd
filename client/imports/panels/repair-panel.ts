// Blocks that nearly fit: how far vertices may move, who gets an overlap, how wide a gap is closed.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { areaWords, lengthWords } from '../file-words.ts';
import { FIRST_REPAIR, type ImportSession } from '../import-session.ts';
import type { OverlapRule, RepairChoice, RepairResult } from '../model.ts';
import { selectField, textField } from './form-parts.ts';

const RULES: readonly OverlapRule[] = ['longest-border', 'largest', 'smallest', 'order'];

export function repairPanel(session: ImportSession): TemplateResult {
  const { repair } = session;
  const set = (part: Partial<RepairChoice>) => session.setRepair({ ...(session.repair ?? FIRST_REPAIR), ...part });
  return html`<section class="choice" aria-labelledby="repair-title">
    <label class="switch-row">
      <input id="repair" type="checkbox" .checked=${repair !== null} @change=${(event: Event) => session.setRepair((event.target as HTMLInputElement).checked ? FIRST_REPAIR : null)} />
      <span><b id="repair-title">${t('imports.repair')}</b><span>${t('imports.repairText')}</span></span>
    </label>
    ${repair === null
      ? nothing
      : html`<div class="fields three">
          ${textField('repair-tolerance', t('imports.tolerance'), repair.toleranceM, (toleranceM) => set({ toleranceM }), { type: 'decimal', placeholder: t('imports.fromData'), hint: t('imports.toleranceHint') })}
          ${selectField('repair-overlaps', t('imports.overlapsTo'), repair.overlaps, RULES.map((value) => ({ value, text: t(`imports.rule_${value}`) })), (overlaps) => set({ overlaps: overlaps as OverlapRule }), { hint: t('imports.overlapsHint') })}
          ${textField('repair-gaps', t('imports.gapWidth'), repair.gapWidthM, (gapWidthM) => set({ gapWidthM }), { type: 'decimal', hint: t('imports.gapHint') })}
        </div>`}
  </section>`;
}

/** What a repair came to, in one line of figures. */
export function repairFigures({ changes, toleranceM, areaBeforeM2, areaAfterM2 }: RepairResult): TemplateResult {
  const difference = areaAfterM2 - areaBeforeM2;
  const figure = (value: string, words: string) => html`<div><dd>${value}</dd><dt>${words}</dt></div>`;
  return html`<dl class="figures">
    ${figure(formatNumber(changes.total), t('imports.changes', { count: changes.total }))}
    ${figure(`${difference > 0 ? '+' : ''}${areaWords(difference)}`, t('imports.areaDifference'))}
    ${figure(lengthWords(toleranceM), t('imports.toleranceUsed'))}
  </dl>`;
}

export const repairStyles = css`
  .choice { border-top: 1px solid var(--zs-line); padding: 16px 0; }
  .switch-row { display: flex; gap: 10px; cursor: pointer; }
  .switch-row input { margin-top: 2px; }
  .switch-row > span { display: grid; }
  .switch-row b { font-weight: 600; }
  .switch-row span span { color: var(--zs-ink2); }
  .fields.three { grid-template-columns: repeat(3, minmax(0, 1fr)); margin-top: 12px; padding-left: 26px; }
  .figures { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 4px 0 12px; }
  .figures dd { font: 600 20px/26px var(--zs-font); font-variant-numeric: tabular-nums; }
  .figures dt { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .figures div { display: flex; flex-direction: column; }
  @media (max-width: 699px) {
    .fields.three { grid-template-columns: minmax(0, 1fr); padding-left: 0; }
  }
`;
