// Title, legend and map as one statement: utilisation of which year, of what, by which forecast.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t, type TextKey } from '../../i18n/i18n.ts';
import type { Fill } from '../bands.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { schoolYear } from '../words/cell-words.ts';

const STEPS: readonly TextKey[] = ['schools.step0', 'schools.step1', 'schools.step2', 'schools.step3', 'schools.step4'];
const VARIANTS: Readonly<Record<string, TextKey>> = { low: 'schools.low', medium: 'schools.medium', high: 'schools.high' };

export function mapLegend(session: SchoolsSession, fills: ReadonlyMap<string, Fill>, reach: boolean): TemplateResult {
  const { shown, year, plan, looking, scene, place } = session;
  const kinds = new Set([...fills.values()].map(({ kind }) => kind));
  const moved = (scene?.moved.length ?? 0) > 0;
  return html`<div class="legend panel">
    <div class="legend-head"><b>${looking !== undefined || year === undefined || shown === undefined ? t('schools.catchments') : t('schools.utilisationIn', { year: schoolYear(year) })}</b><span class="t12 ink2">${[looking === undefined ? (plan?.name ?? t('schools.inForce')) : looking === 'search' ? t('schools.bestOnMap') : t('schools.alternativeName', { id: looking.id }), looking === undefined && shown !== undefined ? t(VARIANTS[place.variant]!) : '', looking === undefined && shown !== undefined && shown.grades > 1 ? t('schools.gradesAll') : ''].filter((part) => part !== '').join(', ')}</span></div>
    ${looking !== undefined || shown === undefined ? nothing : html`<ol class="steps">${STEPS.map((step, index) => html`<li><i class="step${index}"></i>${t(step)}</li>`)}</ol>`}
    ${!moved && !reach && !kinds.has('withheld') && !kinds.has('missing') ? nothing : html`<ul class="signs">
      ${moved ? html`<li><i class="moves"></i>${t('schools.moves')}</li><li><i class="dashed"></i>${t(place.compare === 'base' ? 'schools.borderToday' : 'schools.borderOther')}</li>` : nothing}
      ${reach ? html`<li><i class="dotted"></i>${t('schools.reachSign')}</li><li><i class="beyond"></i>${t('schools.reachBeyondSign')}</li>` : nothing}
      ${kinds.has('withheld') ? html`<li><i class="hatched"></i>${t('schools.withheld')}</li>` : nothing}
      ${kinds.has('missing') ? html`<li><i class="unknown"></i>${t('map.missingShort')}</li>` : nothing}
    </ul>`}
  </div>`;
}

export const legendStyles = css`
  .legend { padding: 10px 12px; }
  .legend-head { display: flex; justify-content: space-between; gap: 4px 16px; align-items: baseline; flex-wrap: wrap; }
  .legend-head b { font-weight: 600; }
  .steps { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1px; margin-top: 6px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); white-space: nowrap; }
  .steps i { display: block; height: 12px; border: 1px solid #1d203440; margin-bottom: 2px; }
  .signs { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 4px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .signs li { display: flex; gap: 6px; align-items: center; }
  .signs i { width: 20px; height: 12px; flex: none; }
  .signs .moves { background: repeating-linear-gradient(-45deg, #2044aa9e 0 2px, #fff 2px 6px); }
  .signs .dashed { height: 0; border-top: 2px dashed var(--zs-ink); }
  .signs .dotted { height: 0; border-top: 2px dotted var(--zs-ink); }
  .signs .beyond { background: repeating-linear-gradient(45deg, #925400 0 2.4px, #fff 2.4px 6px); }
  .signs .hatched { border: 1px solid var(--zs-control); }
  .signs .unknown { background: var(--zs-missing); }
  @media (max-width: 699px) {
    .legend { box-shadow: none; border-radius: 0; padding: 8px 16px; border-bottom: 1px solid var(--zs-line); }
  }
`;
