// "So wird gerechnet": every step from counted children to utilisation and ways, with the numbers in force and where each step has its data from.
import { css, html, type TemplateResult } from 'lit';
import { BANDS } from '../../../core/schools/effects.ts';
import { formatDate, formatNumber, formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { Effects, SchoolSettings } from '../model.ts';
import { VARIANTS } from '../place.ts';
import { nameOf, type Catalogue } from './counts-editor.ts';
import { dayOf } from './rules-editor.ts';

type Step = readonly [what: string, how: string, source: string];

export function methodTable(shown: SchoolSettings, effects: Effects | undefined, catalogue: Catalogue): TemplateResult {
  return html`<section><h3>${t('schools.method')}</h3><p class="t12 ink2">${t('schools.methodText')}</p>
    <ol class="method">${steps(shown, effects, catalogue).map(([what, how, source]) => html`<li><b>${what}</b><span>${how}</span><span class="t12 ink2">${t('schools.sourceOf', { source })}</span></li>`)}</ol>
  </section>`;
}

function steps(shown: SchoolSettings, effects: Effects | undefined, { statistics }: Catalogue): Step[] {
  const { entryRule, classRule, variants, limitM, limitSource, horizon, housing, siblings, mix, ages } = shown;
  const byVariant = (field: 'entryRate' | 'migration' | 'births') => VARIANTS.map((variant) => formatNumber(variants[variant][field], 3)).join(' · ');
  const assumed = [...new Set(VARIANTS.map((variant) => variants[variant].source))].join(' · ');
  const byAge = statistics.filter(({ statistic }) => (ages === null ? /^age_\d\d$/.test(statistic) : ages.includes(statistic)));
  const counted = [...new Set(byAge.map(({ source }) => source))].join(', ') || t('schools.notCounted');
  const program = t('schools.ofProgram');
  const [under, over] = [BANDS.under, BANDS.over].map((ratio) => formatPercent(100 * ratio, 0)) as [string, string];
  const date = effects?.referenceDate ?? null;
  const ways = effects?.walksMadeAt ?? null;
  return [
    [t('schools.stepChildren'), date === null ? t('schools.stepChildrenNone') : t('schools.stepChildrenText', { date: formatDate(date) }), counted],
    [t('schools.stepEntry'), t('schools.stepEntryText', { day: dayOf(entryRule.cutOff), age: entryRule.age }), entryRule.source],
    [t('schools.stepForecast'), t('schools.stepForecastText', { rates: byVariant('entryRate'), factors: byVariant('migration'), years: horizon }), assumed],
    [t('schools.stepBirths'), t('schools.stepBirthsText', { factors: byVariant('births') }), assumed],
    [t('schools.housing'), t('schools.stepHousingText', { count: housing.length }), housing.length === 0 ? program : [...new Set(housing.map(({ source }) => source))].join(' · ')],
    [t('schools.progression'), t('schools.stepProgressionText', { factors: shown.progression.map((factor) => formatNumber(factor, 3)).join(' · '), grades: shown.progression.length + 1 }), shown.progressionSource],
    [t('schools.stepPlaces'), t('schools.stepPlacesText'), t('schools.registerOfSchools')],
    [t('schools.utilisation'), t('schools.stepUtilisationText', { under, over }), program],
    [t('schools.classRule'), classRule === null ? t('schools.noClassRule') : t('schools.stepClassesText'), classRule?.source ?? program],
    [t('schools.ways'), `${t('schools.stepWaysText')} ${ways === null ? t('schools.stepWaysNone') : t('schools.stepWaysMade', { date: formatDate(ways.slice(0, 10)) })}`, t('schools.stepWaysSource')],
    [t('schools.stepLimit'), t('schools.stepLimitText', { limit: formatNumber(limitM) }), limitSource],
    [t('schools.siblings'), siblingWords(siblings), siblings.method === 'none' ? program : siblings.source],
    [t('schools.mix'), mix.length === 0 ? t('schools.mixNone') : t('schools.stepMixText', { list: mix.map((code) => nameOf(statistics, code)).join(', ') }), mix.length === 0 ? program : [...new Set(mix.map((code) => statistics.find(({ statistic }) => statistic === code)?.source ?? t('schools.notCounted')))].join(' · ')],
  ];
}

function siblingWords(siblings: SchoolSettings['siblings']): string {
  if (siblings.method === 'none') return t('schools.siblingNone');
  return siblings.method === 'statistic' ? t('schools.stepSiblingsCounted') : t('schools.stepSiblingsText', { chance: formatPercent(100 * siblings.chance, 1) });
}

export const methodStyles = css`
  .method { margin: 4px 0 0; padding-left: 28px; list-style: decimal; }
  .method li { padding: 6px 0; border-top: 1px solid var(--zs-line); overflow-wrap: anywhere; }
  .method li > * { display: block; }
  .method b { font-weight: 500; }
`;
