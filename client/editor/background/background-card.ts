// The card over the map for the statistic behind the zones: what is shown, in which classes, and the legend.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { MISSING } from '../../shell/palette.ts';
import { marked } from '../figures/approximate.ts';
import type { EditorController } from '../editor-controller.ts';
import { statisticName } from '../panels/zone-table.ts';
import { problemText } from '../problem-text.ts';
import type { BackgroundMeasure, BlockClasses, ClassMethod } from './block-classes.ts';
import type { BlockBackground } from './block-background.ts';

const MEASURES: readonly BackgroundMeasure[] = ['density', 'count', 'share'];
const METHODS: readonly ClassMethod[] = ['natural', 'quantile'];

export function backgroundCard(background: BlockBackground, controller: EditorController): TemplateResult | typeof nothing {
  const { choice, classes, open } = background;
  if (!open && classes === null) return nothing;
  const title = choice.statistic === '' ? t('background.title') : statisticName(controller, choice.statistic);
  return html`<section class="background panel" aria-label=${t('background.title')}>
    <div class="background-head">
      <h2>${title}</h2>
      <button class="icon-button" aria-label=${t(open ? 'background.fold' : 'background.choose')} title=${t(open ? 'background.fold' : 'background.choose')} aria-expanded=${open} @click=${() => background.toggle()}>${icon(open ? 'chevronUp' : 'chevronDown', 18)}</button>
    </div>
    ${classes === null ? nothing : html`<p class="t12 ink3">${marked(background.approximate, t(`background.unit_${choice.measure}`))} · ${formatDate(background.referenceDate)}</p>`}
    ${open ? chooser(background, controller) : nothing}
    ${background.loading && classes === null ? html`<p class="t12 ink3" role="status">${t('editor.loadingCounts')} …</p>` : nothing}
    ${background.problem === null ? nothing : html`<p class="wrong" role="alert">${problemText(background.problem)}</p>`}
    ${classes === null ? nothing : legend(background, classes)}
  </section>`;
}

function chooser(background: BlockBackground, controller: EditorController): TemplateResult {
  const { choice } = background;
  return html`<div class="background-choice">
    <label class="t12 ink3"
      >${t('background.statistic')}<select class="field" @change=${(event: Event) => void background.show({ statistic: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${choice.statistic === ''}>${t('background.none')}</option>
        ${controller.statistics.map(({ statistic, name }) => html`<option value=${statistic} ?selected=${choice.statistic === statistic}>${localised(name)}</option>`)}
      </select></label
    >
    ${choice.statistic === ''
      ? html`<p class="t12 ink3">${t('background.noneHint')}</p>`
      : html`<div class="segments small" role="group" aria-label=${t('background.measure')}>
            ${MEASURES.filter((measure) => measure !== 'share' || background.offersShare).map(
              (measure) => html`<button aria-pressed=${choice.measure === measure} @click=${() => void background.show({ measure })}>${t(`background.measure_${measure}`)}</button>`,
            )}
          </div>
          <div class="segments small" role="group" aria-label=${t('background.classes')}>
            ${METHODS.map((method) => html`<button aria-pressed=${choice.method === method} title=${t(`background.methodLong_${method}`)} @click=${() => void background.show({ method })}>${t(`background.method_${method}`)}</button>`)}
          </div>
          <button class="switch" role="switch" aria-checked=${choice.labels} @click=${() => void background.show({ labels: !choice.labels })}><span class="track"></span><span>${t('background.labels')}</span></button>`}
  </div>`;
}

/** From much to little, each with its number of blocks; then 0, what a release withholds, and what nobody knows. */
function legend({ approximate, choice }: BlockBackground, { cuts, colours, counts }: BlockClasses): TemplateResult {
  const digits = cuts.every((cut) => Number.isInteger(cut)) ? 0 : 1;
  const from = (index: number) => formatNumber(cuts[index - 1]!, digits);
  const words = (index: number) => {
    if (colours.length === 1) return t('background.above', { value: '0' });
    if (index === colours.length - 1) return t('background.from', { value: from(index) });
    return index === 0 ? t('background.below', { value: from(1) }) : t('background.between', { from: from(index), to: from(index + 1) });
  };
  const row = (sign: TemplateResult, text: unknown, count: number) => html`<tr><td class="sign-cell">${sign}</td><td>${text}</td><td class="num">${formatNumber(count)}</td></tr>`;
  return html`<table class="background-legend">
      <caption class="visually-hidden">${t('background.legend')}</caption>
      <thead class="visually-hidden"><tr><th scope="col">${t('background.sign')}</th><th scope="col">${t('background.value')}</th><th scope="col">${t('editor.blocks')}</th></tr></thead>
      <tbody>
        ${colours.map((colour, index) => row(flat(colour), marked(approximate, words(index)), counts.byClass[index]!)).toReversed()}
        ${row(flat('#fff'), choice.measure === 'share' ? t('background.zeroShare') : '0', counts.zero)}
        ${counts.guarded === 0 ? nothing : row(hatched(), t('background.guarded'), counts.guarded)}
        ${counts.missing === 0 ? nothing : row(flat(MISSING), t('background.missing'), counts.missing)}
      </tbody>
    </table>
    ${approximate ? html`<p class="t12 ink3">${t('background.copy')}</p>` : nothing}`;
}

const flat = (colour: string) => html`<svg width="26" height="14" aria-hidden="true">${svg`<rect x="0.5" y="0.5" width="25" height="13" rx="1.5" fill=${colour} stroke="#1d2034" stroke-opacity="0.55"/>`}</svg>`;
const hatched = () =>
  html`<svg width="26" height="14" aria-hidden="true">${svg`<defs><pattern id="background-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.2" height="4" fill="#6e7597"/></pattern></defs><rect x="0.5" y="0.5" width="25" height="13" rx="1.5" fill="url(#background-hatch)" stroke="#1d2034" stroke-opacity="0.55"/>`}</svg>`;

export const backgroundStyles = css`
  .background { position: absolute; right: 64px; top: 72px; width: 232px; max-height: calc(100% - 140px); overflow-y: auto; padding: 8px 8px 10px 14px; z-index: 5; }
  .background-head { display: flex; align-items: center; justify-content: space-between; gap: 4px; }
  .background-head h2 { font: 600 14px/20px var(--zs-font); min-width: 0; overflow-wrap: anywhere; }
  .background-head .icon-button { width: 32px; height: 32px; }
  .background p { padding-right: 6px; }
  .background-choice { display: grid; gap: 8px; padding: 6px 6px 8px 0; justify-items: start; }
  .background-choice label { display: grid; gap: 2px; width: 100%; }
  .background-choice .field { font-size: 14px; color: var(--zs-ink); }
  .background-legend { margin: 6px 0 2px; font-variant-numeric: tabular-nums; }
  .background-legend td { padding: 2px 6px 2px 0; line-height: 18px; }
  .background-legend .sign-cell { width: 34px; }
  .background-legend .num { color: var(--zs-ink3); font-size: 12px; }
  .background .wrong { color: var(--zs-danger); }
  @media (max-width: 699px) {
    .background { right: 60px; top: 76px; width: min(232px, calc(100% - 72px)); max-height: calc(52% - 96px); }
    .background-head .icon-button { width: 44px; height: 44px; }
  }
`;
