// The bar on top of every page: product and municipality, sections, language, account. A work bar may replace the sections.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api, type Municipality } from '../api.ts';
import { followLanguage, language, setLanguage, t } from '../i18n/i18n.ts';
import { signOut } from '../sign-in/sign-in-api.ts';
import { hasRole, session, signInAddress, type Page } from './account.ts';
import { baseStyles } from './base-styles.ts';
import { icon, logo } from './icons.ts';

const SECTIONS = [
  { page: 'start', href: '/', text: 'shell.navStart' },
  { page: 'map', href: '/map', text: 'shell.navMap' },
  { page: 'editor', href: '/editor', text: 'shell.navEditor' },
  { page: 'schools', href: '/schools', text: 'shell.navSchools' },
  { page: 'imports', href: '/imports', text: 'shell.navImports' },
  { page: 'reports', href: '/reports', text: 'shell.navReports' },
  { page: 'privacy', href: '/privacy', text: 'shell.navPrivacy' },
] as const;

/**
 * Slot `work`: replaces the sections (they move into the menu) with a page's own bar; slot `end`: buttons before the
 * account, where one signs in and out.
 */
@customElement('zs-app-bar')
export class AppBar extends LitElement {
  @property() page: Page = 'start';
  @property({ type: Boolean, attribute: 'work-bar' }) workBar = false;
  /** Set by a page that has it already; else the bar asks the server. */
  @property({ attribute: false }) municipality: Municipality | undefined;

  @state() private menuOpen = false;
  @state() private accountOpen = false;
  private readonly closeOutside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.closeMenus();
  };

  static override styles = [
    ...baseStyles,
    css`
      :host {
        display: block;
        position: relative;
        z-index: 30;
      }
      header {
        height: var(--zs-bar-height);
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 16px;
        background: var(--zs-surface);
        border-bottom: 1px solid var(--zs-line);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 10px;
        font-size: 16px;
        color: inherit;
        text-decoration: none;
        white-space: nowrap;
      }
      .brand b { font-weight: 600; letter-spacing: -0.005em; }
      .municipality { color: var(--zs-ink3); padding-left: 10px; border-left: 1px solid var(--zs-line2); line-height: 18px; }
      nav { display: flex; height: 100%; margin-left: 24px; }
      nav a {
        display: flex;
        align-items: center;
        padding: 0 14px;
        color: var(--zs-ink2);
        font-weight: 500;
        text-decoration: none;
        border: solid transparent;
        border-width: 3px 0;
      }
      nav a:hover { color: var(--zs-accent); }
      nav a[aria-current] { color: var(--zs-accent); border-bottom-color: var(--zs-accent); font-weight: 600; }
      .grow { flex: 1 1 auto; min-width: 0; display: flex; align-items: center; height: 100%; }
      .plain {
        color: var(--zs-ink2);
        padding: 8px 10px;
        text-decoration: underline;
        text-underline-offset: 3px;
        text-decoration-color: var(--zs-line2);
      }
      .plain:hover { color: var(--zs-accent); }
      .who { display: flex; align-items: center; gap: 8px; height: 40px; padding: 0 4px 0 8px; color: var(--zs-ink2); border-radius: var(--zs-radius); }
      .who:hover { background: var(--zs-hued); }
      .initials {
        width: 30px;
        height: 30px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        font: 600 12px/16px var(--zs-font);
        background: var(--zs-accent-tint2);
        color: var(--zs-accent-hover);
      }
      /* Drawn, not written: as text they would be part of the button's label, which its name does not repeat. */
      .initials::before { content: attr(data-initials); }
      .menu {
        position: absolute;
        right: 12px;
        top: calc(100% + 4px);
        min-width: 264px;
        padding: 8px;
        z-index: 31;
      }
      .menu h2 { font: 500 12px/16px var(--zs-font); color: var(--zs-ink3); padding: 8px 12px 4px; }
      .menu button,
      .menu a {
        display: flex;
        align-items: center;
        gap: 10px;
        width: 100%;
        min-height: 44px;
        padding: 4px 12px;
        border-radius: var(--zs-radius);
        color: var(--zs-ink);
        text-decoration: none;
      }
      .menu button:hover,
      .menu a:hover { background: var(--zs-hued); }
      .menu [aria-pressed='true'],
      .menu [aria-current] { color: var(--zs-accent); font-weight: 600; background: var(--zs-accent-tint1); }
      .menu hr { border: 0; border-top: 1px solid var(--zs-line); margin: 8px 0; }
      .menu .mark { width: 18px; }
      .menu .roles { padding: 0 12px 8px; max-width: 264px; }
      .menu .roles b { display: block; font-weight: 600; }
      .menu .roles span { color: var(--zs-ink2); font-size: 12px; line-height: 16px; }
      a.who { text-decoration: none; font-weight: 500; }
      .narrow { display: none; }
      .skip {
        position: absolute;
        left: 12px;
        top: -60px;
        background: var(--zs-surface);
        padding: 10px 16px;
        z-index: 40;
      }
      .skip:focus { top: 6px; }
      @media (max-width: 1099px) {
        .sections, .wide { display: none; }
        .narrow { display: grid; }
      }
      @media (max-width: 699px) {
        header { padding: 0 4px 0 12px; gap: 0; }
        .municipality { display: none; }
        .who-name { display: none; }
      }
      @media print {
        .wide, .narrow, .sections, .skip { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('click', this.closeOutside);
    if (this.municipality === undefined) {
      void new Api().municipality().then(
        (municipality) => (this.municipality ??= municipality),
        () => undefined, // the page itself tells that the server is away
      );
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('click', this.closeOutside);
  }

  private closeMenus(): void {
    this.menuOpen = false;
    this.accountOpen = false;
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !(this.menuOpen || this.accountOpen)) return;
    const opener = this.menuOpen ? '#menu-button' : '#account-button';
    this.closeMenus();
    event.stopPropagation();
    this.renderRoot.querySelector<HTMLElement>(opener)?.focus();
  }

  private async signOut(): Promise<void> {
    // A session that has ended already is signed out as well.
    await signOut().catch(() => undefined);
    location.assign('/');
  }

  private switchLanguage(): void {
    setLanguage(language() === 'de' ? 'en' : 'de');
    this.closeMenus();
  }

  override render() {
    const who = session();
    const name = who?.name ?? '';
    return html`
      <a class="skip panel" href="#content">${t('shell.skip')}</a>
      <header @keydown=${this.onKeyDown}>
        <a class="brand" href="/">${logo()}<b>${t('shell.product')}</b>
          ${this.workBar || this.municipality === undefined ? nothing : html`<span class="municipality">${this.municipality.name}</span>`}
        </a>
        <div class="grow">
          ${this.workBar ? html`<slot name="work"></slot>` : html`<nav class="sections" aria-label=${t('shell.navLabel')}>${this.renderLinks()}</nav>`}
        </div>
        <slot name="end"></slot>
        ${this.workBar ? nothing : html`<button class="plain wide" lang=${language() === 'de' ? 'en' : 'de'} @click=${this.switchLanguage}>${t('shell.otherLanguage')}</button>`}
        ${who === null
          ? html`<a id="account-button" class="who wide" href=${signInAddress()}>${icon('user')}<span class="who-name">${t('signIn.title')}</span></a>`
          : html`<button
          id="account-button"
          class="who wide"
          aria-haspopup="true"
          aria-expanded=${this.accountOpen}
          aria-label=${`${t('shell.account')}: ${name}`}
          @click=${() => {
            this.accountOpen = !this.accountOpen;
            this.menuOpen = false;
          }}
        >
          <span class="initials" data-initials=${initialsOf(name)}></span>
          <span class="who-name">${name}</span>${icon('chevronDown', 16)}
        </button>`}
        <button
          id="menu-button"
          class=${this.workBar ? 'icon-button' : 'icon-button narrow'}
          aria-haspopup="true"
          aria-expanded=${this.menuOpen}
          aria-label=${t('shell.menu')}
          @click=${() => {
            this.menuOpen = !this.menuOpen;
            this.accountOpen = false;
          }}
        >
          ${icon('menu')}
        </button>
        ${this.accountOpen ? html`<div class="menu panel">${this.renderAccount()}</div>` : nothing}
        ${this.menuOpen ? this.renderMenu() : nothing}
      </header>
    `;
  }

  /** Files come in by who may bring them, releases are checked by who works on them: the others need not see the way there. */
  private sections() {
    const open = { imports: hasRole('editor') || hasRole('statistics') || hasRole('dpo'), privacy: session()?.roles.some((role) => role !== 'viewer') === true };
    return SECTIONS.filter(({ page }) => page === this.page || (page !== 'imports' && page !== 'privacy') || open[page]);
  }

  private renderLinks() {
    return this.sections().map(
      ({ page, href, text }) => html`<a href=${href} aria-current=${page === this.page ? 'page' : nothing}>${t(text)}</a>`,
    );
  }

  private renderMenu() {
    return html`<div class="menu panel">
      <div role="navigation" aria-label=${t('shell.navLabel')}>${this.renderLinks()}</div>
      <hr />
      <button lang=${language() === 'de' ? 'en' : 'de'} @click=${this.switchLanguage}>${t('shell.otherLanguage')}</button>
      <hr />
      ${this.renderAccount()}
    </div>`;
  }

  private renderAccount() {
    const who = session();
    if (who === null) return html`<a href=${signInAddress()}><span class="mark">${icon('user', 18)}</span>${t('signIn.title')}</a>`;
    return html`<div role="group" aria-labelledby="account-title">
      <h2 id="account-title">${t('shell.account')}</h2>
      <p class="roles"><b>${who.name}</b><span>${who.roles.map((role) => t(`role.${role}`)).join(', ')}</span></p>
      <a href="/sign-in" aria-current=${this.page === 'sign-in' ? 'page' : nothing}><span class="mark">${icon('user', 18)}</span>${t('signIn.account')}</a>
      <button @click=${this.signOut}><span class="mark">${icon('arrowRight', 18)}</span>${t('signIn.signOut')}</button>
    </div>`;
  }
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word));
  return words.length > 1 ? `${words[0]![0]}${words[1]![0]}` : name.slice(0, 2).toUpperCase();
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-app-bar': AppBar;
  }
}
