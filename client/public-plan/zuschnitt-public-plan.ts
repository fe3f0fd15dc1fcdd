// <zuschnitt-public-plan>: a draft for Sozialraumkonferenzen and residents: outlines, names, what was said, and a form to say something.
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Api, ApiProblem, type Municipality } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, language, localised, setLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import { icon, logo } from '../shell/icons.ts';
import '../shell/progress-bar.ts';
import { readPublicPlan, sayPublicly, tokenOf, type PublicComment, type PublicPlan } from './public-api.ts';
import './public-map.ts';
import type { PublicMap } from './public-map.ts';
import { publicStyles } from './public-styles.ts';

type Pin = 'zone' | 'place' | 'none';

@customElement('zuschnitt-public-plan')
export class PublicPlanPage extends LitElement {
  @state() private plan: PublicPlan | null = null;
  @state() private municipality: Municipality | undefined;
  @state() private problem: ApiProblem | null = null;
  @state() private zone = '';
  @state() private pin: Pin = 'zone';
  @state() private busy = false;
  @state() private sent = false;
  @state() private refusal = '';
  @query('zs-public-map') private map!: PublicMap | null;
  private readonly api = new Api();
  private readonly token = tokenOf(location);

  static override styles = [...baseStyles, publicStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      [this.plan, this.municipality] = await Promise.all([readPublicPlan(this.api, this.token), this.api.municipality()]);
      this.problem = null;
      document.title = `${this.plan.name} – ${this.plan.municipality}`;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
  }

  private async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { text, name } = Object.fromEntries(new FormData(form)) as { text: string; name: string };
    if (text.trim() === '' || this.busy) return;
    this.busy = true;
    this.refusal = '';
    try {
      await sayPublicly(this.api, this.token, { text: text.trim(), name: name.trim(), zone: this.pin === 'zone' && this.zone !== '' ? this.zone : null, at: this.pin === 'place' ? this.map!.middle : null });
      form.reset();
      this.sent = true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refusal = t(error.status === 429 ? 'publicPlan.tooMany' : error.isOffline ? 'publicPlan.offline' : 'publicPlan.refused');
    }
    this.busy = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(this.sent ? '.sent' : '.refusal')?.focus();
  }

  private choose(zone: string, fly: boolean): void {
    this.zone = zone === this.zone && !fly ? '' : zone;
    if (this.pin === 'none') this.pin = 'zone';
    if (fly) this.map?.showZone(zone);
  }

  private zoneText(zone: string): string {
    const name = this.plan?.zones.features.find(({ properties }) => properties.zone === zone)?.properties.name ?? '';
    return name === '' || name === zone ? zone : `${zone} ${name}`;
  }

  override render(): TemplateResult {
    const { plan, problem } = this;
    return html`<header>
        <span class="brand">${logo()}<b>Zuschnitt</b></span>${plan === null ? nothing : html`<span class="town">${plan.municipality}</span>`}
        <button class="button quiet dense language" lang=${language() === 'de' ? 'en' : 'de'} @click=${() => setLanguage(language() === 'de' ? 'en' : 'de')}>${t('shell.otherLanguage')}</button>
      </header>
      ${problem !== null ? html`<div class="center"><zs-empty sign="map" heading=${t(problem.isOffline ? 'publicPlan.offline' : 'publicPlan.closed')} text=${t(problem.isOffline ? 'publicPlan.offlineText' : 'publicPlan.closedText')}></zs-empty></div>` : nothing}
      ${plan === null && problem === null ? html`<div class="center"><zs-progress active words=${t('publicPlan.loading')}></zs-progress></div>` : nothing}
      ${plan === null || problem !== null ? nothing : this.renderPlan(plan)}`;
  }

  private renderPlan(plan: PublicPlan): TemplateResult {
    return html`<div class="page">
      <zs-public-map
        .municipality=${this.municipality}
        .zones=${plan.zones.features}
        .comments=${plan.comments}
        selected=${this.zone}
        ?picking=${this.pin === 'place'}
        label=${t('publicPlan.mapLabel', { name: plan.name })}
        @zone-select=${(event: CustomEvent<string>) => this.choose(event.detail, false)}
        @pin-select=${(event: CustomEvent<string>) => this.renderRoot.querySelector<HTMLElement>(`[data-comment="${event.detail}"]`)?.focus()}
      ></zs-public-map>
      <div class="text">
        <h1>${plan.name}</h1>
        <p class="ink2">${localised(plan.geography)}, ${t('publicPlan.draft')}${plan.validFrom === null ? nothing : `, ${t('publicPlan.validFrom', { date: formatDate(plan.validFrom) })}`}</p>
        <p>${t('publicPlan.intro')}</p>
        <h2 id="zones-title">${t('editor.zones')}</h2>
        <ul class="zones" aria-labelledby="zones-title">
          ${plan.zones.features.map(({ properties: { zone } }) => html`<li><button aria-pressed=${zone === this.zone} @click=${() => this.choose(zone, true)}>${this.zoneText(zone)}</button></li>`)}
        </ul>
        ${this.renderForm(plan)} ${this.renderComments(plan.comments)}
      </div>
    </div>`;
  }

  private renderForm(plan: PublicPlan): TemplateResult {
    const pins: readonly Pin[] = ['zone', 'place', 'none'];
    return html`<form class="say flat" @submit=${(event: SubmitEvent) => void this.send(event)} @input=${() => (this.sent = false)}>
      <h2>${t('publicPlan.say')}</h2>
      <fieldset>
        <legend class="t12 ink3">${t('together.pinTo')}</legend>
        ${pins.map((pin) => html`<label class="radio"><input type="radio" name="pin" value=${pin} .checked=${this.pin === pin} @change=${() => (this.pin = pin)} />${t(`publicPlan.pin_${pin}`)}</label>`)}
      </fieldset>
      ${this.pin === 'zone'
        ? html`<label><span class="t12 ink3">${t('editor.zone')}</span><select class="field" name="zone" .value=${this.zone} @change=${(event: Event) => (this.zone = (event.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${this.zone === ''}>${t('publicPlan.chooseZone')}</option>
            ${plan.zones.features.map(({ properties: { zone } }) => html`<option value=${zone} ?selected=${zone === this.zone}>${this.zoneText(zone)}</option>`)}
          </select></label>`
        : nothing}
      ${this.pin === 'place' ? html`<p class="t12 ink3">${t('publicPlan.placeHint')}</p>` : nothing}
      <label><span class="t12 ink3">${t('publicPlan.text')}</span><textarea class="field" name="text" rows="4" required maxlength="2000"></textarea></label>
      <label><span class="t12 ink3">${t('publicPlan.name')}</span><input class="field" name="name" maxlength="60" autocomplete="name" /></label>
      <p class="t12 ink3">${t('publicPlan.moderated')}</p>
      ${this.refusal === '' ? nothing : html`<p class="refusal" role="alert" tabindex="-1">${icon('warning', 18)}${this.refusal}</p>`}
      ${this.sent ? html`<p class="sent" role="status" tabindex="-1">${icon('check', 18)}${t('publicPlan.sent')}</p>` : nothing}
      <button class="button primary" aria-disabled=${this.busy}>${t('together.send')}</button>
    </form>`;
  }

  private renderComments(comments: readonly PublicComment[]): TemplateResult {
    const first = comments.filter(({ parent }) => parent === null).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    return html`<h2>${t('publicPlan.comments', { count: first.length })}</h2>
      ${first.length === 0 ? html`<p class="ink3">${t('publicPlan.noComments')}</p>` : nothing}
      <ul class="comments">
        ${first.map(
          (comment) => html`<li tabindex="-1" data-comment=${comment.comment}>
            ${this.renderComment(comment)}
            ${comments.filter(({ parent }) => parent === comment.comment).map((reply) => html`<div class="reply">${this.renderComment(reply)}</div>`)}
          </li>`,
        )}
      </ul>`;
  }

  private renderComment({ name, office, createdAt, text, zone, at, state }: PublicComment): TemplateResult {
    const show = at === null && zone === null ? null : () => (at === null ? this.choose(zone!, true) : this.map?.showPlace(at));
    return html`<p class="head"><b>${name === '' ? t('together.somebody') : name}</b>${office ? html`<span class="badge accent">${t('publicPlan.office')}</span>` : nothing}<time class="t12 ink3" datetime=${createdAt}>${formatDate(createdAt)}</time>${state === 'done' ? html`<span class="badge ok">${t('together.isDone')}</span>` : nothing}</p>
      <p class="body">${text}</p>
      ${show === null ? nothing : html`<button class="button link dense where" @click=${show}>${icon('target', 16)}${at === null ? this.zoneText(zone!) : t('together.aPlace')}</button>`}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zuschnitt-public-plan': PublicPlanPage;
  }
}
