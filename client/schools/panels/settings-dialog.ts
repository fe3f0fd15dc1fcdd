// Every parameter that the numbers rest on, with its source; planners change them here.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { valueOf, type Loaded } from '../../privacy/loaded.ts';
import { icon } from '../../shell/icons.ts';
import type { SchoolSettings, SchoolVariant } from '../model.ts';
import { VARIANTS, type Variant } from '../place.ts';
import { housingEditor } from './housing-editor.ts';
import { crossingWords } from './movers-card.ts';

export interface SettingsView {
  readonly settings: Loaded<SchoolSettings>;
  /** As it is being changed; undefined: as it is stored. */
  readonly draft: SchoolSettings | undefined;
  readonly problem: string;
  readonly mayChange: boolean;
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

export function settingsDialog({ settings, draft, problem, mayChange, onDraft, onKeep, onClose }: SettingsView): TemplateResult {
  const close = (event: Event) => (event.target as HTMLElement).closest('dialog')!.close();
  const stored = valueOf(settings);
  const shown = draft ?? stored;
  return html`<dialog class="settings panel" aria-labelledby="settings-title" @close=${onClose}>
    <div class="dialog-head">
      <h2 id="settings-title" class="t20">${t('schools.settings')}</h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${close}>${icon('close')}</button>
    </div>
    <div class="dialog-body">
      <p class="ink2">${t('schools.settingsText')}</p>
      ${settings.state === 'refused' || settings.state === 'failed' ? html`<zs-notice kind="danger" heading=${t('shell.error')} text=${settings.problem.message}></zs-notice>` : nothing}
      ${shown === undefined ? nothing : parameters(shown, mayChange, onDraft)}
      ${problem === '' ? nothing : html`<zs-notice kind="danger" heading=${t('schools.settingsRefused')} text=${problem}></zs-notice>`}
    </div>
    <div class="dialog-foot">
      ${mayChange ? html`<button class="button primary" id="settings-keep" aria-disabled=${draft === undefined} @click=${() => { if (draft !== undefined) onKeep(); }}>${t('schools.settingsKeep')}</button>` : nothing}
      <button class="button quiet" @click=${close}>${t('shell.close')}</button>
    </div>
  </dialog>`;
}

function parameters(shown: SchoolSettings, mayChange: boolean, onDraft: (draft: SchoolSettings) => void): TemplateResult {
  const { entryRule, classRule, variants } = shown;
  return html`
    <section><h3>${t('schools.forecast')}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('schools.forecast')}><table class="parameters">
        <thead><tr><th scope="col">${t('schools.parameter')}</th>${VARIANTS.map((variant) => html`<th scope="col" class="num">${t(VARIANT_WORDS[variant])}</th>`)}</tr></thead>
        <tbody>
          ${FIELDS.map(([field, words, min, max, step]) => html`<tr><th scope="row">${t(words)}</th>${VARIANTS.map((variant) => html`<td class="num">${mayChange
            ? html`<input class="field" type="number" aria-label=${`${t(words)}, ${t(VARIANT_WORDS[variant])}`} min=${min} max=${max} step=${step} .value=${String(variants[variant][field])} @change=${(event: Event) => onDraft({ ...shown, variants: { ...variants, [variant]: { ...variants[variant], [field]: Number((event.target as HTMLInputElement).value) } } })} />`
            : formatNumber(variants[variant][field], 3)}</td>`)}</tr>`)}
          <tr><th scope="row">${t('schools.source')}</th>${VARIANTS.map((variant) => html`<td class="t12 ink2">${mayChange ? html`<textarea class="field" rows="2" aria-label=${`${t('schools.source')}, ${t(VARIANT_WORDS[variant])}`} .value=${variants[variant].source} @change=${(event: Event) => onDraft({ ...shown, variants: { ...variants, [variant]: { ...variants[variant], source: (event.target as HTMLTextAreaElement).value } } })}></textarea>` : variants[variant].source}</td>`)}</tr>
        </tbody>
      </table></div>
    </section>
    <section><h3>${t('schools.rules')}</h3><dl class="facts long">
      <div><dt>${t('schools.entryRule')}</dt><dd>${t('schools.entryRuleText', { age: entryRule.age, day: dayOf(entryRule.cutOff) })}<span class="t12 ink2">${t('schools.sourceOf', { source: entryRule.source })}</span></dd></div>
      ${classRule === null ? html`<div><dt>${t('schools.classRule')}</dt><dd>${t('schools.noClassRule')}</dd></div>` : html`<div><dt>${t('schools.classRule')}</dt><dd>${t('schools.classRuleText', { list: classRule.upTo.map((most) => formatNumber(most)).join(' · '), more: classRule.perClass })}<span class="t12 ink2">${t('schools.sourceOf', { source: classRule.source })}</span></dd></div>`}
      <div><dt>${t('schools.limit')}</dt><dd>${mayChange ? html`<input class="field" type="number" aria-label=${t('schools.limit')} min="100" max="20000" step="100" .value=${String(shown.limitM)} @change=${(event: Event) => onDraft({ ...shown, limitM: Number((event.target as HTMLInputElement).value) })} />` : formatNumber(shown.limitM)}<span class="t12 ink2">${t('schools.sourceOf', { source: shown.limitSource })}</span></dd></div>
      <div><dt>${t('schools.horizon')}</dt><dd>${mayChange ? html`<input class="field" type="number" aria-label=${t('schools.horizon')} min="1" max="15" step="1" .value=${String(shown.horizon)} @change=${(event: Event) => onDraft({ ...shown, horizon: Number((event.target as HTMLInputElement).value) })} />` : t('schools.yearCount', { count: shown.horizon })}</dd></div>
    </dl></section>
    <section><h3>${t('schools.housing')}</h3>${housingEditor(shown, mayChange, (housing) => onDraft({ ...shown, housing }))}</section>
    <section><h3>${t('schools.hazards')}</h3><ul class="lines">${shown.hazards.map((hazard, index) => {
      const set = (change: Partial<typeof hazard>) => onDraft({ ...shown, hazards: shown.hazards.map((one, at) => (at === index ? { ...one, ...change } : one)) });
      return html`<li class="hazard"><span>${crossingWords(hazard.kind)}</span>${mayChange
        ? html`<label><input type="checkbox" .checked=${hazard.forbid} @change=${(event: Event) => set({ forbid: (event.target as HTMLInputElement).checked })} />${t('schools.hazardForbidden')}</label>
            <label>${t('schools.hazardMetres')}<input class="field" type="number" min="0" max="5000" step="10" .value=${String(hazard.extraM)} ?disabled=${hazard.forbid} @change=${(event: Event) => set({ extraM: Number((event.target as HTMLInputElement).value) })} /></label>`
        : html`<span>${hazard.forbid ? t('schools.hazardForbidden') : t('schools.hazardExtra', { metres: hazard.extraM })}</span>`}<span class="t12 ink2">${t('schools.sourceOf', { source: hazard.source })}</span></li>`;
    })}</ul></section>`;
}

/** "09-30" as "30.09." */
const dayOf = (cutOff: string): string => cutOff.replace(/^(\d\d)-(\d\d)$/, '$2.$1.');

export const settingsStyles = css`
  .settings.panel { width: min(780px, calc(100vw - 24px)); }
  .settings h3 { font: 600 14px/20px var(--zs-font); margin-bottom: 4px; }
  .parameters th, .parameters td { padding: 4px 12px 4px 0; border-top: 1px solid var(--zs-line); vertical-align: middle; }
  .parameters thead th { border: 0; }
  .parameters tbody th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .parameters td.t12 { vertical-align: top; }
  .settings .field { width: 96px; height: 36px; text-align: right; }
  .facts.long dd { text-align: right; white-space: normal; display: grid; justify-items: end; grid-auto-flow: row; }
  .parameters textarea.field { width: 100%; min-width: 150px; height: auto; text-align: left; font-size: 12px; line-height: 16px; padding: 4px 8px; resize: vertical; font-family: inherit; }
  @media (max-width: 699px) {
    .facts.long > div { display: grid; gap: 2px; }
    .facts.long dd { text-align: left; justify-items: start; }
    .housing { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .housing label:first-child { grid-column: 1 / -1; }
  }
  .hazard { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
  .hazard label { display: inline-flex; gap: 8px; align-items: center; }
  .hazard > span:first-child { flex: 0 0 150px; font-weight: 500; }
  .hazard .t12 { flex: 1 1 100%; }
  .housing { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: 8px 12px; padding: 6px 0; }
  .housing label { display: grid; gap: 2px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .housing .wide { grid-column: 1 / -1; }
  .housing .field { width: 100%; text-align: left; }
  .housing .button { justify-self: start; }
  .lines .t12 { display: block; }
  .lines li { padding: 4px 0; border-top: 1px solid var(--zs-line); }
`;
