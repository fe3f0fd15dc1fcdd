// <zs-release-request>: asks for a release: a cut, statistics, dates, rules and a purpose; what it would withhold can be seen first.
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiProblem } from '../api.ts';
import { formatDate, formatNumber } from '../i18n/format.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import { icon } from '../shell/icons.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { NONE, settled, valueOf, type Loaded } from '../loaded.ts';
import type { DeskRelease, Method, VariantLoss } from './model.ts';
import type { PrivacyApi } from './privacy-api.ts';
import type { Known } from './privacy-session.ts';
import { rulesStyles } from './panels/rules-panels.ts';
import { chosenAfter, datesOf, missingOf, wishOf, type RequestDraft } from './request-draft.ts';
import { changeWords } from './words/method-words.ts';
import { refusalWords } from './words/refusal-words.ts';

const METHODS = ['suppress', 'round', 'cell-key'] as const satisfies readonly Method[];

@customElement('zs-release-request')
export class ReleaseRequest extends LitElement {
  @property({ attribute: false }) known: Known | undefined;
  @property({ attribute: false }) api: PrivacyApi | undefined;
  @state() private draft: RequestDraft = { geography: '', version: 0, statistics: [], referenceDates: [], threshold: '', method: 'suppress', purpose: '' };
  @state() private preview: Loaded<VariantLoss> = NONE;
  @state() private sending = false;
  @state() private refusal = '';
  @state() private tried = false;

  static override styles = [
    ...baseStyles,
    rulesStyles,
    css`
      :host { display: block; }
      .request { display: grid; gap: 16px; padding: 16px; max-width: 880px; }
      .request .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); align-items: start; }
      fieldset { border: 0; padding: 0; margin: 0; min-width: 0; display: grid; gap: 6px; }
      legend, label.name { font-weight: 500; padding: 0; }
      .choices { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 0 16px; max-height: 264px; overflow-y: auto; border: 1px solid var(--zs-line2); border-radius: var(--zs-radius); padding: 6px 12px; }
      .choices label { display: flex; gap: 8px; align-items: center; min-height: 32px; cursor: pointer; }
      .choices input { flex: none; width: 18px; height: 18px; margin: 0; accent-color: var(--zs-accent); }
      textarea, input[type='text'], select { font: inherit; color: inherit; width: 100%; min-height: 40px; padding: 8px 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: var(--zs-surface); }
      .methods label { display: flex; gap: 8px; align-items: flex-start; padding: 4px 0; cursor: pointer; }
      .methods input { flex: none; width: 18px; height: 18px; margin: 1px 0 0; accent-color: var(--zs-accent); }
      .methods strong { font-weight: 500; }
      .buttons { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
      .figures { display: flex; flex-wrap: wrap; gap: 4px 28px; }
      .figures div { display: grid; }
      .figures dt { font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
      .figures dd { margin: 0; font: 600 20px/26px var(--zs-font); font-variant-numeric: tabular-nums; }
      .why { display: flex; gap: 6px; align-items: center; color: var(--zs-danger); font-size: 13px; line-height: 18px; }
      .all { justify-self: start; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override willUpdate(): void {
    // The newest version of the first cut, and its newest date: a form that is filled in rather than empty.
    if (this.draft.geography === '' && this.known !== undefined) this.draft = chosenAfter(this.draft, this.known, {});
  }

  private set(change: Partial<RequestDraft>): void {
    this.draft = chosenAfter(this.draft, this.known!, change);
    this.preview = NONE;
    this.refusal = '';
  }

  private async look(): Promise<void> {
    if (this.blocked()) return;
    this.preview = { state: 'loading' };
    const asked = this.draft;
    const { ruleSet, ...wish } = wishOf(asked);
    const answer = await settled(this.api!.whatIf(wish, [{ threshold: 5, zeros: 'open', ...ruleSet, method: asked.method, protect: 'small' }]));
    if (this.draft !== asked) return;
    this.preview = answer.state === 'ready' ? { state: 'ready', value: answer.value[0]! } : answer;
  }

  private async send(): Promise<void> {
    if (this.blocked() || this.sending) return;
    this.sending = true;
    this.refusal = '';
    try {
      const release = await this.api!.request(wishOf(this.draft));
      this.dispatchEvent(new CustomEvent<DeskRelease>('requested', { detail: release }));
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      this.refusal = refusalWords(problem);
    } finally {
      this.sending = false;
    }
  }

  /** Says what is missing, at the field where it is. */
  private blocked(): boolean {
    this.tried = true;
    const missing = missingOf(this.draft);
    if (missing !== null) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#request-${missing}`)?.focus());
    return missing !== null;
  }

  override render() {
    const { known, draft } = this;
    if (known === undefined) return nothing;
    const geography = known.geographies.find((row) => row.geography === draft.geography);
    const missing = missingOf(draft);
    const why = this.tried && missing !== null ? t(`privacy.requestMissing_${missing}`) : '';
    return html`<form class="flat request" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.send(); }}>
      <p class="ink2">${t('privacy.requestText')}</p>
      <div class="fields">
        <div class="field"><label for="request-geography">${t('privacy.factGeography')}</label>
          <select id="request-geography" @change=${(event: Event) => this.set({ geography: (event.target as HTMLSelectElement).value, version: 0 })}>
            ${known.geographies.map((row) => html`<option value=${row.geography} ?selected=${row.geography === draft.geography}>${localised(row.name)}</option>`)}
          </select></div>
        <div class="field"><label for="request-version">${t('privacy.requestVersion')}</label>
          <select id="request-version" @change=${(event: Event) => this.set({ version: Number((event.target as HTMLSelectElement).value) })}>
            ${(geography?.versions ?? []).map((row) => html`<option value=${row.version} ?selected=${row.version === draft.version}>${row.title}</option>`)}
          </select></div>
        <div class="field"><label for="request-threshold">${t('privacy.requestThreshold')}</label>
          <input id="request-threshold" type="text" inputmode="numeric" .value=${draft.threshold} aria-describedby="threshold-text" @input=${(event: Event) => this.set({ threshold: (event.target as HTMLInputElement).value.trim() })} />
          <span class="t12 ink3" id="threshold-text">${t('privacy.requestThresholdText')}</span></div>
      </div>
      ${this.choices('statistics', t('privacy.factStatistics'), known.statistics.map((row) => ({ id: row.statistic, words: localised(row.name) })), draft.statistics)}
      ${this.choices('referenceDates', t('privacy.factDates'), datesOf(draft, known).map((id) => ({ id, words: formatDate(id) })), draft.referenceDates)}
      <fieldset class="methods">
        <legend>${t('privacy.factMethod')}</legend>
        ${METHODS.map((method) => html`<label><input type="radio" name="method" value=${method} .checked=${method === draft.method} @change=${() => this.set({ method })} /><span><strong>${t(`privacy.method_${method}`)}</strong> ${t(`privacy.requestMethodText_${method}`)}</span></label>`)}
      </fieldset>
      <div class="field"><label for="request-purpose">${t('privacy.requestPurpose')}</label>
        <textarea id="request-purpose" rows="2" maxlength="2000" .value=${draft.purpose} @input=${(event: Event) => this.set({ purpose: (event.target as HTMLTextAreaElement).value })}></textarea></div>
      ${this.refusal === '' ? nothing : html`<p class="why" role="alert">${icon('warning', 18)}${this.refusal}</p>`}
      ${why === '' ? nothing : html`<p class="why" role="alert" id="request-why">${icon('warning', 18)}${why}</p>`}
      <div class="buttons">
        <button class="button primary" id="request-send" type="submit" aria-disabled=${this.sending ? 'true' : nothing}>${t(this.sending ? 'privacy.stepRunning' : 'privacy.requestSend')}</button>
        ${this.preview.state === 'loading' ? nothing : html`<button class="button secondary" id="request-preview" type="button" @click=${() => void this.look()}>${t('privacy.requestPreview')}</button>`}
      </div>
      <div aria-live="polite">${this.renderPreview()}</div>
    </form>`;
  }

  private choices(name: 'statistics' | 'referenceDates', legend: string, list: readonly { readonly id: string; readonly words: string }[], chosen: readonly string[]): TemplateResult {
    const all = list.every(({ id }) => chosen.includes(id));
    const toggle = (id: string, on: boolean) => this.set({ [name]: list.map((row) => row.id).filter((one) => (one === id ? on : chosen.includes(one))) });
    return html`<fieldset>
      <legend>${legend} <span class="ink3">${t('privacy.requestChosen', { count: chosen.length })}</span></legend>
      <button class="button link dense all" type="button" @click=${() => this.set({ [name]: all ? [] : list.map(({ id }) => id) })}>${t(all ? 'privacy.requestNone' : 'privacy.requestAll')}</button>
      <div class="choices" id="request-${name}" tabindex="-1">
        ${list.map(({ id, words }) => html`<label><input type="checkbox" value=${id} .checked=${chosen.includes(id)} @change=${(event: Event) => toggle(id, (event.target as HTMLInputElement).checked)} />${words}</label>`)}
      </div>
    </fieldset>`;
  }

  private renderPreview(): TemplateResult | typeof nothing {
    const { preview } = this;
    if (preview.state === 'loading') return html`<zs-progress active words=${t('privacy.whatIfRunning')}></zs-progress><p class="ink2">${t('privacy.whatIfRunning')}</p>`;
    if (preview.state === 'refused') return html`<p class="ink2">${t('privacy.requestNoPreview')}</p>`;
    if (preview.state === 'failed') return html`<p class="why">${icon('warning', 18)}${refusalWords(preview.problem)}</p>`;
    const loss = valueOf(preview);
    if (loss === undefined) return nothing;
    const figure = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="figures" id="request-loss">
      ${figure(t('privacy.columnCells'), formatNumber(loss.cells))} ${figure(t('privacy.columnWithheld'), formatNumber(loss.withheld))} ${loss.meanChange === null ? nothing : figure(t('privacy.meanChange'), changeWords(loss))} ${figure(t('privacy.requestFindings'), formatNumber(loss.findings))}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-release-request': ReleaseRequest;
  }
}
