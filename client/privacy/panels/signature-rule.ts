// Who must sign before a release is approved; an administrator sets it, everybody on the desk sees it.
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { valueOf } from '../../loaded.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { refusalWords } from '../words/refusal-words.ts';

export function signatureRule(session: PrivacySession, maySet: boolean, onSet: (dpo: boolean) => void): TemplateResult | typeof nothing {
  const { signing } = session;
  const required = valueOf(signing);
  if (signing.state === 'failed' || signing.state === 'refused') return html`<p class="ink2">${refusalWords(signing.problem)}</p>`;
  if (required === undefined) return nothing;
  const both = required.includes('dpo');
  return html`<article class="flat rule-card" id="signature-rule">
    <div class="rule-head"><h2>${t('privacy.signing')}</h2></div>
    <p class="ink2">${t('privacy.signingText')}</p>
    <label class="check"><input type="checkbox" checked disabled /> ${t('privacy.role_statistics')}</label>
    <label class="check"><input type="checkbox" id="dpo-signs" .checked=${both} ?disabled=${!maySet} @change=${(event: Event) => onSet((event.target as HTMLInputElement).checked)} /> ${t('privacy.role_dpo')}</label>
    ${maySet ? nothing : html`<p class="t12 ink3">${t('privacy.signingByAdmin')}</p>`}
  </article>`;
}
