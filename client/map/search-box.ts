// Search over statistics and zones: a combobox with a list, all by keys (ARIA 1.2 combobox pattern).
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';

export interface SearchEntry {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  readonly detail: string;
  /** Found elsewhere for what is typed: shown whether or not its text has the letters. */
  readonly found?: boolean;
}

const MOST_A_GROUP = 8;

/** Fires `choose` with the entry's id, and `query` with what is typed. */
@customElement('zs-search')
export class SearchBox extends LitElement {
  @property({ attribute: false }) entries: readonly SearchEntry[] = [];
  @property() label = '';
  @state() private text = '';
  @state() private open = false;
  @state() private active = -1;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; position: relative; }
      .field { display: flex; align-items: center; height: 44px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; padding-left: 12px; gap: 8px; color: var(--zs-ink2); }
      .field:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
      input { flex: 1; min-width: 0; border: 0; background: none; height: 100%; color: var(--zs-ink); }
      input:focus-visible { outline: none; box-shadow: none; }
      input::placeholder { color: var(--zs-ink3); opacity: 1; }
      .list { position: absolute; left: 0; right: 0; top: calc(100% + 6px); z-index: 20; padding: 8px 0; max-height: 400px; overflow-y: auto; }
      .group { font: 500 12px/16px var(--zs-font); color: var(--zs-ink3); padding: 8px 14px 4px; }
      .option { display: flex; justify-content: space-between; gap: 12px; padding: 7px 14px 7px 11px; border-left: 3px solid transparent; cursor: pointer; min-height: 36px; align-items: center; }
      .option .detail { color: var(--zs-ink3); text-align: right; }
      .option[aria-selected='true'], .option:hover { background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); }
      .none { padding: 8px 14px; color: var(--zs-ink3); }
      mark { background: none; color: inherit; font-weight: 600; }
      @media (max-width: 699px) {
        .option { min-height: 44px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  private found(): readonly SearchEntry[] {
    const wanted = fold(this.text.trim());
    const counts = new Map<string, number>();
    return this.entries
      .filter(({ text, found }) => found === true || fold(text).includes(wanted))
      .sort((a, b) => nearness(a.text, wanted) - nearness(b.text, wanted))
      .filter(({ group }) => {
        const count = (counts.get(group) ?? 0) + 1;
        counts.set(group, count);
        return count <= MOST_A_GROUP;
      })
      .sort((a, b) => groupOrder(this.entries, a.group) - groupOrder(this.entries, b.group));
  }

  private choose(entry: SearchEntry | undefined): void {
    if (entry === undefined) return;
    this.text = '';
    this.open = false;
    this.active = -1;
    this.dispatchEvent(new CustomEvent('choose', { detail: entry.id }));
  }

  private onKeyDown(event: KeyboardEvent, found: readonly SearchEntry[]): void {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const by = event.key === 'ArrowDown' ? 1 : -1;
        this.active = this.open && found.length > 0 ? (this.active + by + found.length) % found.length : 0;
        this.open = true;
        break;
      }
      case 'Enter':
        this.choose(found[Math.max(0, this.active)]);
        break;
      case 'Escape':
        if (!this.open && this.text === '') return;
        this.open = false;
        this.text = '';
        this.active = -1;
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    const found = this.open ? this.found() : [];
    const label = this.label || t('map.searchLabel');
    return html`
      <div class="field">
        ${icon('search')}
        <input
          type="text"
          role="combobox"
          aria-label=${label}
          aria-autocomplete="list"
          aria-expanded=${this.open}
          aria-controls="list"
          aria-activedescendant=${this.open && this.active >= 0 ? `option-${this.active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder=${label}
          .value=${this.text}
          @input=${(event: InputEvent) => {
            this.text = (event.target as HTMLInputElement).value;
            this.open = true;
            this.active = this.text.trim() === '' ? -1 : 0;
            this.dispatchEvent(new CustomEvent('query', { detail: this.text.trim() }));
          }}
          @focus=${() => (this.open = this.text !== '')}
          @click=${() => (this.open = true)}
          @blur=${() => (this.open = false)}
          @keydown=${(event: KeyboardEvent) => this.onKeyDown(event, found)}
        />
        ${this.text === ''
          ? nothing
          : html`<button class="icon-button" aria-label=${t('map.searchClear')} @click=${() => {
              this.text = '';
              this.focus();
            }}>${icon('close', 18)}</button>`}
      </div>
      <div id="list" role="listbox" aria-label=${label} class="list panel" ?hidden=${!this.open}>
        ${found.map(
          (entry, index) => html`
            ${index === 0 || found[index - 1]!.group !== entry.group ? html`<div class="group" role="presentation">${entry.group}</div>` : nothing}
            <div
              id="option-${index}"
              role="option"
              class="option"
              aria-selected=${index === this.active}
              @mousedown=${(event: MouseEvent) => event.preventDefault()}
              @click=${() => this.choose(entry)}
            >
              <span>${marked(entry.text, this.text.trim())}</span><span class="detail">${entry.detail}</span>
            </div>
          `,
        )}
      </div>
      ${this.open && found.length === 0 ? html`<div class="list panel"><p class="none" role="status">${t('map.searchNone')}</p></div>` : nothing}
    `;
  }
}

/** Without case and accents, ß as ss: "Süd" is found by "sud". */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{Mn}/gu, '');
}

/** 0 where the text begins so, 1 where a word of it does, 2 inside a word. */
function nearness(text: string, wanted: string): number {
  const folded = fold(text);
  if (folded.startsWith(wanted)) return 0;
  return folded.split(/[\s-]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
}

function groupOrder(entries: readonly SearchEntry[], group: string): number {
  return entries.findIndex((entry) => entry.group === group);
}

function marked(text: string, wanted: string) {
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return text;
  return html`${text.slice(0, at)}<mark>${text.slice(at, at + wanted.length)}</mark>${text.slice(at + wanted.length)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-search': SearchBox;
  }
}
