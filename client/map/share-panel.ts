// What can be taken along: a link to this view, the map as a picture or on paper, its numbers as files.
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { icon, type IconName } from '../shell/icons.ts';
import { panelStyles } from './panel-styles.ts';

export type Take = 'link' | 'picture' | 'print' | 'csv' | 'geojson';

const TAKES: readonly { readonly take: Take; readonly sign: IconName; readonly text: 'map.link' | 'map.picture' | 'map.print' | 'map.csv' | 'map.geojson' }[] = [
  { take: 'picture', sign: 'image', text: 'map.picture' },
  { take: 'print', sign: 'printer', text: 'map.print' },
  { take: 'link', sign: 'link', text: 'map.link' },
  { take: 'csv', sign: 'table', text: 'map.csv' },
  { take: 'geojson', sign: 'map', text: 'map.geojson' },
];

/** Fires `take` with what was pressed. */
@customElement('zs-share-panel')
export class SharePanel extends LitElement {
  /** Address of this view. */
  @property() link = '';
  @property({ type: Boolean }) copied = false;
  @property({ type: Boolean }) busy = false;

  static override styles = [
    ...panelStyles,
    css`
      button.take { display: flex; align-items: center; gap: 12px; width: 100%; min-height: 44px; padding: 0 8px; border-radius: var(--zs-radius); color: var(--zs-ink); font-weight: 500; }
      button.take:hover { background: var(--zs-hued); }
      button.take svg { color: var(--zs-accent); }
      .link { display: block; margin-top: 8px; }
      input { width: 100%; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    return html`
      ${TAKES.map(
        ({ take, sign, text }) => html`<button class="take" aria-disabled=${take === 'picture' && this.busy} @click=${() => this.dispatchEvent(new CustomEvent('take', { detail: take }))}>
          ${icon(take === 'link' && this.copied ? 'check' : sign)}${take === 'link' && this.copied ? t('map.linkCopied') : t(text)}
        </button>`,
      )}
      <label class="link"><span class="hint">${t('map.linkField')}</span><input type="text" readonly .value=${this.link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></label>
      <p class="hint">${t('map.filesHint')}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-share-panel': SharePanel;
  }
}
