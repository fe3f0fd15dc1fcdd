// The topics: catalogues with their indicators, each with its course over the years where the city's value may be shown.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Indicator, IndicatorValues } from '../api-model.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { siblingOf } from './indicator-choice.ts';
import { numbersOf } from './map-form.ts';
import { numberWithUnit, titleOf } from './measure-text.ts';
import { sparkline } from './sparkline.ts';
import type { CatalogueBranch, TopicBranch } from './topic-tree.ts';

/** Fires `choose` with the indicator's code and `topic-open` with the codes that came into view. */
@customElement('zs-topics')
export class TopicList extends LitElement {
  @property({ attribute: false }) tree: readonly CatalogueBranch[] = [];
  @property({ attribute: false }) indicators: ReadonlyMap<string, Indicator> = new Map();
  @property({ attribute: false }) favourites: readonly string[] = [];
  /** Values that are loaded already, by indicator. */
  @property({ attribute: false }) courses: ReadonlyMap<string, IndicatorValues> = new Map();
  @property() selected = '';
  @state() private unfolded: ReadonlySet<string> = new Set();
  @state() private folded: ReadonlySet<string> = new Set();
  private announced = '';

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; padding-bottom: 8px; }
      .head { position: sticky; top: 0; z-index: 1; background: var(--zs-surface); display: flex; justify-content: space-between; padding: 10px 16px 6px; color: var(--zs-ink3); font: 500 12px/16px var(--zs-font); }
      .head h2 { font: inherit; }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 32px;
        padding: 4px 16px 4px 13px;
        border-left: 3px solid transparent;
        color: var(--zs-ink2);
      }
      button:hover { background: var(--zs-hued); }
      button:focus-visible { outline-offset: -3px; }
      button[aria-current] { color: var(--zs-accent); font-weight: 600; background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); }
      .name { flex: 1; min-width: 0; line-height: 18px; overflow-wrap: anywhere; hyphens: auto; }
      .catalogue { font-weight: 600; color: var(--zs-ink); padding-left: 8px; }
      .topic { padding-left: 22px; color: var(--zs-ink); font-weight: 500; }
      .entry { padding-left: 38px; gap: 6px; }
      .favourite { padding-left: 29px; gap: 6px; }
      .count { color: var(--zs-ink2); font-weight: 400; }
      .value { min-width: 48px; white-space: nowrap; }
      .lacking { padding-left: 22px; color: var(--zs-ink3); }
      .lack { padding: 4px 16px 4px 47px; color: var(--zs-ink2); line-height: 18px; }
      .lack span { display: block; color: var(--zs-ink3); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
      @media (max-width: 699px) {
        button { min-height: 44px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('selected') && this.scrollHeight > this.clientHeight) this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
    const visible = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-indicator]')].map((row) => row.dataset.indicator!);
    if (visible.join(' ') === this.announced) return;
    this.announced = visible.join(' ');
    this.dispatchEvent(new CustomEvent('topic-open', { detail: visible }));
  }

  override render() {
    const total = this.tree.reduce((sum, { count }) => sum + count, 0);
    const starred = this.favourites.flatMap((code) => this.indicators.get(code) ?? []);
    return html`
      <div class="head"><h2>${t('map.themes')}</h2><span>${total}</span></div>
      <ul>
        ${starred.length === 0
          ? nothing
          : html`<li>${this.fold('favourites', 'catalogue', t('map.favourites'), starred.length, true)}${this.isOpen('favourites', true) ? html`<ul>${starred.map((one) => this.renderEntry(one, 'favourite'))}</ul>` : nothing}</li>`}
        ${this.tree.map((branch) => this.renderCatalogue(branch))}
      </ul>
    `;
  }

  private isSelected(indicator: Indicator): boolean {
    // The number of a statistic has its place at the share.
    return indicator.indicator === this.selected || siblingOf(indicator, 'count', this.indicators)?.indicator === this.selected;
  }

  private holdsSelected = ({ indicators }: TopicBranch): boolean => indicators.some((indicator) => this.isSelected(indicator));

  private isOpen(key: string, byItself: boolean): boolean {
    return this.unfolded.has(key) || (byItself && !this.folded.has(key));
  }

  private toggle(key: string, open: boolean): void {
    const [from, into] = open ? [this.unfolded, this.folded] : [this.folded, this.unfolded];
    const [less, more] = [new Set(from), new Set(into).add(key)];
    less.delete(key);
    if (open) [this.unfolded, this.folded] = [less, more];
    else [this.folded, this.unfolded] = [less, more];
  }

  private fold(key: string, kind: string, text: string, count: number, byItself: boolean) {
    const open = this.isOpen(key, byItself);
    return html`<button class=${kind} aria-expanded=${open} @click=${() => this.toggle(key, open)}>
      ${icon(open ? 'chevronDown' : 'chevronRight', 16)}<span class="name">${text}</span><span class="count num">${count}</span>
    </button>`;
  }

  private renderCatalogue({ catalogue, title, count, topics, lacking }: CatalogueBranch) {
    // A selected indicator may stand in several catalogues: the first one that has it opens.
    const first = this.tree.find((branch) => branch.topics.some(this.holdsSelected));
    const own = first?.catalogue === catalogue;
    return html`<li>
      ${this.fold(catalogue, 'catalogue', localised(title), count, own)}
      ${this.isOpen(catalogue, own)
        ? html`<ul>
            ${topics.map((topic) => this.renderTopic(`${catalogue}/${topic.topic}`, topic, own))}
            ${lacking.length === 0 ? nothing : this.renderLacking(`${catalogue}/-`, lacking)}
          </ul>`
        : nothing}
    </li>`;
  }

  private renderTopic(key: string, topic: TopicBranch, own: boolean) {
    const byItself = own && this.holdsSelected(topic);
    return html`<li>
      ${this.fold(key, 'topic', localised(topic.title), topic.indicators.length, byItself)}
      ${this.isOpen(key, byItself) ? html`<ul>${topic.indicators.map((indicator) => this.renderEntry(indicator, 'entry'))}</ul>` : nothing}
    </li>`;
  }

  private renderEntry(indicator: Indicator, kind: string) {
    return html`<li>
      <button class=${kind} data-indicator=${indicator.indicator} aria-current=${this.isSelected(indicator) ? 'true' : nothing} @click=${() => this.dispatchEvent(new CustomEvent('choose', { detail: indicator.indicator }))}>
        <span class="name">${titleOf(indicator)}</span>${this.renderCourse(indicator)}
      </button>
    </li>`;
  }

  private renderCourse(indicator: Indicator) {
    const values = this.courses.get(indicator.indicator);
    if (values === undefined) return nothing;
    const totals = values.dates.map(({ whole }) => (whole.state === 'value' ? whole.value : undefined));
    const last = totals.at(-1);
    return last === undefined ? nothing : html`${sparkline(totals)}<span class="num value">${numberWithUnit(last, { ...numbersOf(values), unit: values.unit.de === '%' ? values.unit : { de: '', en: '' } })}</span>`;
  }

  private renderLacking(key: string, lacking: readonly Indicator[]) {
    return html`<li>
      ${this.fold(key, 'lacking', t('map.notAvailable'), lacking.length, false)}
      ${this.isOpen(key, false)
        ? html`<ul>
            ${lacking.map(
              (indicator) => html`<li class="lack">${titleOf(indicator)}<span>${indicator.available ? t('map.notReleased') : t('map.lacking', { what: indicator.lacking.join(', ') })}</span></li>`,
            )}
          </ul>`
        : nothing}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-topics': TopicList;
  }
}
