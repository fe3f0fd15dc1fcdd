// <zs-address-search>: an address, found as it is written, and the school that is responsible for it today and by the plan.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiProblem } from '../../api.ts';
import { formatDate } from '../../i18n/format.ts';
import { followLanguage, t } from '../../i18n/i18n.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import { icon } from '../../shell/icons.ts';
import type { FoundAddress, Responsible, ResponsibleSchool } from '../model.ts';
import type { SchoolsApi } from '../schools-api.ts';

/** The hand rests: a request for every letter would be answered out of order. */
const REST_MS = 180;
const LEAST_LETTERS = 2;

/** Fires `address-found` with the answer and its place, or null when it is put away. */
@customElement('zs-address-search')
export class AddressSearch extends LitElement {
  @property({ attribute: false }) api: SchoolsApi | undefined;
  /** The day that is asked for, YYYY-MM-DD. */
  @property() date = '';
  /** Its schools are told beside today's. */
  @property() plan = '';
  @state() private text = '';
  @state() private found: readonly FoundAddress[] = [];
  @state() private open = false;
  @state() private active = -1;
  @state() private answer: Responsible | undefined;
  @state() private problem: ApiProblem | undefined;
  private asked: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chosen: FoundAddress | undefined;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; position: relative; }
      .field { display: flex; align-items: center; height: 40px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; padding-left: 10px; gap: 8px; color: var(--zs-ink2); }
      .field:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
      input { flex: 1; min-width: 0; border: 0; background: none; height: 100%; color: var(--zs-ink); }
      input:focus-visible { outline: none; box-shadow: none; }
      input::placeholder { color: var(--zs-ink3); opacity: 1; }
      .icon-button { width: 36px; height: 36px; }
      .list { position: absolute; left: 0; right: 0; top: 46px; z-index: 20; padding: 6px 0; max-height: 280px; overflow-y: auto; }
      .option { padding: 6px 14px 6px 11px; border-left: 3px solid transparent; cursor: pointer; min-height: 32px; }
      .option[aria-selected='true'], .option:hover { background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); }
      .none { padding: 8px 14px; color: var(--zs-ink2); }
      .answer { margin-top: 8px; padding: 10px 12px; display: grid; gap: 4px; }
      .answer b { font-weight: 600; }
      .answer dl { display: grid; gap: 2px; }
      .answer dl > div { display: flex; gap: 8px; }
      .answer dt { color: var(--zs-ink2); flex: 0 0 112px; overflow-wrap: anywhere; }
      .answer dd { font-weight: 600; }
      .changed { color: var(--zs-accent); }
      @media (max-width: 699px) {
        .field { height: 44px; }
        .option { min-height: 44px; padding-top: 12px; }
        .list { top: 50px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if ((changed.has('plan') || changed.has('date')) && this.chosen !== undefined) void this.ask(this.chosen);
  }

  private onInput(event: InputEvent): void {
    this.text = (event.target as HTMLInputElement).value;
    this.problem = undefined;
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.text.trim().length < LEAST_LETTERS) {
      Object.assign(this, { found: [], open: false, active: -1 });
      return;
    }
    this.timer = setTimeout(() => void this.look(this.text.trim()), REST_MS);
  }

  private async look(text: string): Promise<void> {
    const { api } = this;
    if (api === undefined) return;
    this.asked = new AbortController();
    try {
      this.found = await api.addresses(text, this.asked.signal);
      this.open = true;
      this.active = this.found.length > 0 ? 0 : -1;
    } catch (error) {
      if (error instanceof ApiProblem) this.problem = error;
      else if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  }

  private choose(address: FoundAddress | undefined): void {
    if (address === undefined) return;
    this.text = `${address.street} ${address.houseNumber}`;
    this.open = false;
    this.chosen = address;
    void this.ask(address);
  }

  private async ask(address: FoundAddress): Promise<void> {
    const { api } = this;
    if (api === undefined) return;
    try {
      const answer = await api.responsible(address.street, address.houseNumber, this.date, this.plan === '' ? undefined : this.plan);
      if (this.chosen !== address) return;
      this.answer = answer;
      this.problem = undefined;
      this.dispatchEvent(new CustomEvent('address-found', { detail: { answer, at: address.at } }));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
  }

  private clear(): void {
    Object.assign(this, { text: '', found: [], open: false, active: -1, answer: undefined, problem: undefined });
    this.chosen = undefined;
    this.dispatchEvent(new CustomEvent('address-found', { detail: null }));
    this.renderRoot.querySelector('input')?.focus();
  }

  private onKeyDown(event: KeyboardEvent): void {
    const { found } = this;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (found.length === 0) return;
        this.active = this.open ? (this.active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length : 0;
        this.open = true;
        break;
      case 'Enter':
        this.choose(found[Math.max(0, this.active)]);
        break;
      case 'Escape':
        if (this.open) this.open = false;
        else if (this.text !== '') this.clear();
        else return;
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  override render() {
    const { found, open, active, text } = this;
    return html`
      <div class="field">
        ${icon('search')}
        <input
          type="text"
          role="combobox"
          aria-label=${t('schools.searchAddress')}
          aria-autocomplete="list"
          aria-expanded=${open}
          aria-controls="list"
          aria-activedescendant=${open && active >= 0 ? `option-${active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder=${t('schools.searchAddress')}
          .value=${text}
          @input=${this.onInput}
          @blur=${() => (this.open = false)}
          @keydown=${this.onKeyDown}
        />
        ${text === '' ? nothing : html`<button class="icon-button" aria-label=${t('map.searchClear')} @click=${this.clear}>${icon('close', 18)}</button>`}
      </div>
      <div id="list" role="listbox" aria-label=${t('schools.searchAddress')} class="list panel" ?hidden=${!open || found.length === 0}>
        ${found.map((address, index) => html`<div id="option-${index}" role="option" class="option" aria-selected=${index === active} @mousedown=${(event: MouseEvent) => event.preventDefault()} @click=${() => this.choose(address)}>${address.street} ${address.houseNumber}</div>`)}
      </div>
      ${open && found.length === 0 ? html`<div class="list panel"><p class="none" role="status">${t('schools.addressNone')}</p></div>` : nothing}
      <div role="status">${this.problem !== undefined ? html`<p class="answer panel">${this.problem.isOffline ? t('shell.offline') : this.problem.message}</p>` : this.answer === undefined ? nothing : this.renderAnswer(this.answer)}</div>
    `;
  }

  private renderAnswer({ address, schools, planned }: Responsible) {
    const changes = planned.some((later) => namesOf(later.schools) !== namesOf(schools));
    return html`<div class="answer panel">
      <p class="t12 ink2">${t('schools.responsibleFor', { address: `${address.street} ${address.houseNumber}` })}</p>
      <dl>
        <div><dt>${t('schools.todayHead')}</dt><dd>${namesOf(schools)}</dd></div>
        ${planned.map((later) => html`<div><dt>${later.from === null ? later.title : t('schools.plannedFrom', { title: later.title, date: formatDate(later.from) })}</dt><dd class=${namesOf(later.schools) === namesOf(schools) ? '' : 'changed'}>${namesOf(later.schools)}</dd></div>`)}
      </dl>
      ${planned.length > 0 ? html`<p class="t12 ink2">${t(changes ? 'schools.addressChanges' : 'schools.addressStays')}</p>` : nothing}
    </div>`;
  }
}

const namesOf = (schools: readonly ResponsibleSchool[]): string => (schools.length === 0 ? t('schools.nobodyResponsible') : schools.map(({ name }) => name).join(', '));

declare global {
  interface HTMLElementTagNameMap {
    'zs-address-search': AddressSearch;
  }
}
