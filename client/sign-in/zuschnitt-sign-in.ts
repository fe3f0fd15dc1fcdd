// Signing in by password or at the identity provider, and the own account for who is signed in.
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiProblem } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, t, type TextKey } from '../i18n/i18n.ts';
import { session } from '../shell/account.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { changePassword, localPath, offersProvider, signIn, signOut } from './sign-in-api.ts';
import { signInStyles } from './sign-in-styles.ts';

/** Why the server sent somebody back from the provider (`failed=`). */
const FAILED: Readonly<Record<string, TextKey>> = { identity: 'signIn.failedIdentity', taken: 'signIn.failedTaken', unreachable: 'signIn.failedUnreachable' };
const LEAST = 12;

@customElement('zs-sign-in')
export class SignInPage extends LitElement {
  @state() private failure: TextKey | undefined;
  @state() private changed = false;
  @state() private busy = false;
  @state() private provider = false;
  private readonly address = new URLSearchParams(location.search);

  static override styles = [...baseStyles, signInStyles];

  constructor() {
    super();
    followLanguage(this);
    this.failure = FAILED[this.address.get('failed') ?? ''];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (session() !== null) return;
    void offersProvider().then(
      (offered) => (this.provider = offered),
      () => (this.failure = 'signIn.offline'),
    );
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[name="account"]')?.focus();
  }

  private get next(): string {
    return localPath(this.address.get('next'));
  }

  private async enter(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { account, password } = Object.fromEntries(new FormData(form)) as { account: string; password: string };
    await this.attempt(async () => {
      await signIn(account.trim(), password);
      location.replace(this.next);
    });
    if (this.failure === undefined) return;
    const field = form.elements.namedItem('password');
    if (field instanceof HTMLInputElement) field.select();
  }

  private async change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { current, next, again } = Object.fromEntries(new FormData(form)) as { current: string; next: string; again: string };
    this.changed = false;
    if (next.length < LEAST) this.failure = 'signIn.tooShort';
    else if (next !== again) this.failure = 'signIn.notSame';
    else {
      await this.attempt(async () => {
        await changePassword(current, next);
        form.reset();
        this.changed = true;
      });
    }
  }

  private async leave(): Promise<void> {
    await this.attempt(async () => {
      await signOut();
      location.replace('/');
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.failure = error.isOffline ? 'signIn.offline' : error.status === 429 ? 'signIn.tooMany' : error.code === 'SIGN_IN_FAILED' ? 'signIn.wrong' : 'signIn.refused';
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult {
    return session() === null ? this.renderForm() : this.renderAccount();
  }

  private renderForm(): TemplateResult {
    const wrong = this.failure === 'signIn.wrong';
    return html`
      <section class="card" aria-labelledby="title">
        <h1 id="title" class="t28">${t('signIn.title')}</h1>
        <p class="lead">${t('signIn.lead')}</p>
        ${this.renderNotes()}
        <form @submit=${this.enter}>
          <label for="account">${t('signIn.name')}</label>
          <input id="account" name="account" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" aria-invalid=${wrong} />
          <label for="password">${t('signIn.password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" aria-invalid=${wrong} />
          <button class="button primary" aria-disabled=${this.busy}>${t(this.busy ? 'signIn.busy' : 'signIn.title')}</button>
        </form>
        ${this.provider
          ? html`<div class="or">${t('signIn.or')}</div>
              <a class="button secondary" href=${`/sign-in/oidc?${new URLSearchParams({ next: this.next }).toString()}`}>${t('signIn.provider')}</a>`
          : nothing}
      </section>
      <p class="below"><a href="/map">${t('signIn.public')}</a></p>
    `;
  }

  private renderAccount(): TemplateResult {
    const { name, account, roles, clearances } = session()!;
    return html`
      <section class="card" aria-labelledby="title">
        <h1 id="title" class="t28">${name}</h1>
        <dl>
          <dt>${t('signIn.name')}</dt>
          <dd>${account}</dd>
          <dt>${t('signIn.roles')}</dt>
          <dd>${roles.map((role) => t(`role.${role}`)).join(', ')}</dd>
          <dt>${t('signIn.counts')}</dt>
          <dd>
            ${clearances.length === 0
              ? t('signIn.noCounts')
              : clearances.map(
                  ({ source, purpose, expiresAt }) => html`<div>${source === '*' ? t('signIn.allSources') : source}: ${purpose} (${t('signIn.until', { date: formatDate(expiresAt.slice(0, 10)) })})</div>`,
                )}
          </dd>
        </dl>
        <button class="button secondary" aria-disabled=${this.busy} @click=${this.leave}>${t('signIn.signOut')}</button>
      </section>
      <section class="card" aria-labelledby="change">
        <h2 id="change" class="t20">${t('signIn.change')}</h2>
        ${this.renderNotes()}
        <form @submit=${this.change}>
          <input hidden name="account" autocomplete="username" value=${account ?? ''} />
          <label for="current">${t('signIn.current')}</label>
          <input id="current" name="current" type="password" autocomplete="current-password" required maxlength="200" />
          <label for="next">${t('signIn.next')}</label>
          <input id="next" name="next" type="password" autocomplete="new-password" required maxlength="200" aria-describedby="rule" />
          <p class="hint" id="rule">${t('signIn.rule', { count: LEAST })}</p>
          <label for="again">${t('signIn.again')}</label>
          <input id="again" name="again" type="password" autocomplete="new-password" required maxlength="200" />
          <button class="button primary" aria-disabled=${this.busy}>${t('signIn.save')}</button>
        </form>
      </section>
    `;
  }

  private renderNotes(): TemplateResult {
    return html`<div role="alert">
      ${this.failure === undefined ? nothing : html`<p class="note bad">${icon('warning', 18)}<span>${t(this.failure)}</span></p>`}
      ${this.changed ? html`<p class="note good">${icon('check', 18)}<span>${t('signIn.changed')}</span></p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-sign-in': SignInPage;
  }
}
