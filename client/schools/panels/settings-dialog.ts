// Every parameter that the numbers rest on, with its source, and how they are reckoned; planners change them here.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { problemOf, valueOf, type Loaded } from '../../loaded.ts';
import { icon } from '../../shell/icons.ts';
import type { Effects, SchoolSettings, SchoolVariant } from '../model.ts';
import { VARIANTS, type Variant } from '../place.ts';
import { countsEditor, type Catalogue } from './counts-editor.ts';
import { housingEditor } from './housing-editor.ts';
import { methodStyles, methodTable } from './method-table.ts';
import { crossingWords } from './movers-card.ts';
import { ParameterFields, parameterFieldStyles } from './parameter-fields.ts';
import { rulesEditor } from './rules-editor.ts';

export interface SettingsView {
  readonly settings: Loaded<SchoolSettings>;
  /** As it is being changed; undefined: as it is stored. */
  readonly draft: SchoolSettings | undefined;
  readonly problem: string;
  readonly mayChange: boolean;
  readonly catalogue: Catalogue;
  /** Of the plan that is shown: when children were counted and ways computed. */
  readonly effects: Effects | undefined;
  onDraft(draft: SchoolSettings): void;
  onKeep(): void;
  onClose(): void;
}

const VARIANT_WORDS: Readonly<Record<Variant, TextKey>> = { low: 'schools.low', medium: 'schools.medium', high: 'schools.high' };
const FIELDS: readonly (readonly [Exclude<keyof SchoolVariant, 'source'>, TextKey, number, number, number])[] = [
  ['entryRate', 'schools.entryRate', 0, 1, 0.001],
  ['migration', 'schools.migration', 0.5, 2, 0.001],
  ['births', 'schools.births', 0, 3, 0.001],
];

export function settingsDialog(view: SettingsView): TemplateResult {
  const { settings, draft, problem, mayChange, onKeep, onClose } = view;
  const close = (event: Event) => (event.target as HTMLElement).closest('dialog')!.close();
  const stored = valueOf(settings);
  const failure = problemOf(settings);
  const shown = draft ?? stored;
  return html`<dialog class="settings panel" aria-labelledby="settings-title" @close=${onClose}>
    <div class="dialog-head">
      <h2 id="settings-title" class="t20">${t('schools.settings')}</h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${close}>${icon('close')}</button>
    </div>
    <div class="dialog-body">
      <p class="ink2">${t('schools.settingsText')}</p>
      ${failure === undefined ? nothing : html`<zs-notice kind="danger" heading=${t('shell.error')} text=${failure.message}></zs-notice>`}
      ${shown === undefined ? nothing : parameters(shown, view)}
      ${problem === '' ? nothing : html`<zs-notice class="refusal" kind="danger" heading=${t('schools.settingsRefused')} text=${problem}></zs-notice>`}
    </div>
    <div class="dialog-foot">
      ${mayChange ? html`<button class="button primary" id="settings-keep" aria-disabled=${draft === undefined} @click=${() => { if (draft !== undefined) onKeep(); }}>${t('schools.settingsKeep')}</button>` : nothing}
      <button class="button quiet" @click=${close}>${t('shell.close')}</button>
    </div>
  </dialog>`;
}

function parameters(shown: SchoolSettings, { mayChange, catalogue, effects, onDraft }: SettingsView): TemplateResult {
  const fields = new ParameterFields(mayChange);
  const set = (change: Partial<SchoolSettings>) => onDraft({ ...shown, ...change });
  return html`
    <section><h3>${t('schools.forecast')}</h3>${forecastTable(shown, mayChange, set)}
      ${fields.group(fields.number(t('schools.horizon'), shown.horizon, { min: 1, max: 20, step: 1 }, (horizon) => set({ horizon })))}</section>
    <section><h3>${t('schools.housing')}</h3>${housingEditor(shown, mayChange, (housing) => set({ housing }))}</section>
    ${rulesEditor(shown, fields, set)}
    <section><h3>${t('schools.ways')}</h3>${fields.group(
      fields.number(t('schools.limit'), shown.limitM, { min: 100, max: 20_000, step: 100 }, (limitM) => set({ limitM })),
      fields.source(t('schools.limit'), shown.limitSource, (limitSource) => set({ limitSource })),
    )}</section>
    <section><h3>${t('schools.hazards')}</h3>${hazardList(shown, fields, set)}</section>
    ${countsEditor(shown, fields, catalogue, set)}
    ${methodTable(shown, effects, catalogue)}`;
}

function forecastTable({ variants }: SchoolSettings, mayChange: boolean, set: (change: Partial<SchoolSettings>) => void): TemplateResult {
  const change = (variant: Variant, part: Partial<SchoolVariant>) => set({ variants: { ...variants, [variant]: { ...variants[variant], ...part } } });
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('schools.forecast')}><table class="parameters">
    <thead><tr><th scope="col">${t('schools.parameter')}</th>${VARIANTS.map((variant) => html`<th scope="col" class="num">${t(VARIANT_WORDS[variant])}</th>`)}</tr></thead>
    <tbody>
      ${FIELDS.map(([field, words, min, max, step]) => html`<tr><th scope="row">${t(words)}</th>${VARIANTS.map((variant) => html`<td class="num">${mayChange
        ? html`<input class="field" type="number" aria-label=${`${t(words)}, ${t(VARIANT_WORDS[variant])}`} min=${min} max=${max} step=${step} .value=${String(variants[variant][field])} @change=${(event: Event) => change(variant, { [field]: Number((event.target as HTMLInputElement).value) })} />`
        : formatNumber(variants[variant][field], 3)}</td>`)}</tr>`)}
      <tr><th scope="row">${t('schools.source')}</th>${VARIANTS.map((variant) => html`<td class="t12 ink2">${mayChange ? html`<textarea class="field" rows="3" aria-label=${`${t('schools.source')}, ${t(VARIANT_WORDS[variant])}`} .value=${variants[variant].source} @change=${(event: Event) => change(variant, { source: (event.target as HTMLTextAreaElement).value })}></textarea>` : variants[variant].source}</td>`)}</tr>
    </tbody>
  </table></div>`;
}

function hazardList({ hazards }: SchoolSettings, fields: ParameterFields, set: (change: Partial<SchoolSettings>) => void): TemplateResult {
  return html`<ul class="lines">${hazards.map((hazard, index) => {
    const change = (part: Partial<typeof hazard>) => set({ hazards: hazards.map((one, at) => (at === index ? { ...one, ...part } : one)) });
    return html`<li class="hazard"><span>${crossingWords(hazard.kind)}</span>${fields.mayChange
      ? html`<label><input type="checkbox" .checked=${hazard.forbid} @change=${(event: Event) => change({ forbid: (event.target as HTMLInputElement).checked })} />${t('schools.hazardForbidden')}</label>
          <label>${t('schools.hazardMetres')}<input class="field" type="number" min="0" max="5000" step="10" .value=${String(hazard.extraM)} ?disabled=${hazard.forbid} @change=${(event: Event) => change({ extraM: Number((event.target as HTMLInputElement).value) })} /></label>`
      : html`<span>${hazard.forbid ? t('schools.hazardForbidden') : t('schools.hazardExtra', { metres: hazard.extraM })}</span>`}
      <div class="hazard-source">${fields.group(fields.source(crossingWords(hazard.kind), hazard.source, (source) => change({ source })))}</div></li>`;
  })}</ul>`;
}

const ownStyles = css`
  .settings.panel { width: min(780px, calc(100vw - 24px)); }
  .settings h3 { font: 600 14px/20px var(--zs-font); margin-bottom: 4px; }
  .parameters th, .parameters td { padding: 4px 12px 4px 0; border-top: 1px solid var(--zs-line); vertical-align: middle; }
  .parameters thead th { border: 0; }
  .parameters tbody th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .parameters td.t12 { vertical-align: top; }
  .settings .field { width: 96px; height: 36px; text-align: right; }
  .parameters textarea.field { width: 100%; min-width: 150px; height: auto; text-align: left; font-size: 12px; line-height: 16px; padding: 4px 8px; resize: vertical; font-family: inherit; }
  @media (max-width: 699px) {
    .housing { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .housing label:first-child { grid-column: 1 / -1; }
  }
  .hazard { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
  .hazard label { display: inline-flex; gap: 8px; align-items: center; }
  .hazard > span:first-child { flex: 0 0 150px; font-weight: 500; }
  .hazard-source { flex: 1 1 100%; }
  .class-steps { font-variant-numeric: tabular-nums lining-nums; }
  .class-steps th, .class-steps td { padding: 4px 12px 4px 0; white-space: nowrap; }
  .class-steps th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink2); }
  .class-steps tr + tr { border-top: 1px solid var(--zs-line); }
  .land-offer { background: var(--zs-hued); border-radius: 4px; padding: 8px 12px; margin-top: 8px; display: grid; gap: 6px; justify-items: start; }
  .land-offer .lines { width: 100%; }
  .with-action { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
  .housing { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: 8px 12px; padding: 6px 0; }
  .housing label { display: grid; gap: 2px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .housing .wide { grid-column: 1 / -1; }
  .housing .field { width: 100%; text-align: left; }
  .housing .button { justify-self: start; }
  .lines .t12 { display: block; }
  .lines li { padding: 4px 0; border-top: 1px solid var(--zs-line); }
`;

/** After those of the dialog: fields are as wide as their column. */
export const settingsStyles = css`${ownStyles}${parameterFieldStyles}${methodStyles}`;
