// Whom the numbers are of and whom a new cut holds for: first classes or all grades, everybody at once or entries from a year on.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { Effects } from '../model.ts';
import type { SchoolsPlace } from '../place.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { schoolYear } from '../words/cell-words.ts';

type Phase = Pick<SchoolsPlace, 'grades' | 'from'>;

const GRADES = ['entry', 'all'] as const;

export function phaseControls({ shown, place, plan }: SchoolsSession, onPhase: (phase: Partial<Phase>) => void): TemplateResult | typeof nothing {
  if (shown === undefined || shown.years.length === 0) return nothing;
  const years = place.from !== undefined && !shown.years.includes(place.from) ? [place.from, ...shown.years] : shown.years;
  return html`<div class="phase">
    <div class="segments small-segments" role="group" aria-label=${t('schools.gradesOf')}>${GRADES.map((grades) => html`<button data-grades=${grades} aria-pressed=${grades === place.grades} @click=${() => onPhase({ grades })}>${t(grades === 'entry' ? 'schools.gradesEntry' : 'schools.gradesAll')}</button>`)}</div>
    ${plan === undefined
      ? nothing
      : html`<label>${t('schools.holds')}<select id="holds-from" class="field" @change=${(event: Event) => onPhase({ from: Number((event.target as HTMLSelectElement).value) || undefined })}>
          <option value="" .selected=${place.from === undefined}>${t('schools.holdsAtOnce')}</option>
          ${years.map((year) => html`<option value=${year} .selected=${year === place.from}>${t('schools.holdsFrom', { year: schoolYear(year) })}</option>`)}
        </select></label>`}
  </div>`;
}

/** Who stays and who goes, in one sentence. */
export function phaseWords({ grades, from }: Pick<Effects, 'grades' | 'from'>): string {
  if (from !== null) return t('schools.phaseFrom', { year: schoolYear(from) });
  return t(grades > 1 ? 'schools.phaseAtOnce' : 'schools.newClassesOnly');
}

export const phaseStyles = css`
  .phase { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; padding: 0 16px 8px; }
  .phase label { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .phase select { height: 32px; max-width: 100%; padding: 0 8px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; font-size: 14px; }
  @media (max-width: 699px) {
    .phase { padding: 0 16px 10px; }
    .phase .segments { flex: 1 1 100%; }
    .phase .segments button { flex: 1; justify-content: center; height: 38px; }
    .phase label { flex: 1 1 100%; }
    .phase select { flex: 1; height: 44px; }
  }
`;
