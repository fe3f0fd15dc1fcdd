// For everybody: the schools with their addresses and places, where no figures of children are shown.
import { html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { SchoolsSession } from '../schools-session.ts';

export function schoolsList(session: SchoolsSession): TemplateResult {
  return html`<section class="flat" aria-labelledby="schools-title">
    <div class="card-head"><h2 id="schools-title">${t('shell.navSchools')}</h2></div>
    <ul class="schools-list">${session.schools.map(({ name, address, placesPerYear }) => html`<li><b>${name}</b><span class="ink2">${[address, placesPerYear === null ? '' : t('schools.places', { count: placesPerYear })].filter((part) => part !== '').join(' · ')}</span></li>`)}</ul>
  </section>`;
}
