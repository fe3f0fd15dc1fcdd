// Numbers of the protected copy: marked for the eye and said as "about".
import { html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';

/** "≈ 1.235"; read aloud as "etwa 1.235", since many readers skip the sign. */
export function marked(approximate: boolean, text: string): string | TemplateResult {
  return approximate ? html`<span aria-hidden="true">≈ </span><span class="visually-hidden">${t('editor.about')} </span>${text}` : text;
}

export const spokenAbout = (approximate: boolean, text: string): string => (approximate ? `${t('editor.about')} ${text}` : text);
