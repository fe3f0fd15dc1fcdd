// Which counts the forecast takes: the geography of catchments, years of age, what passes from grade to grade, siblings, the social mix.
import { html, nothing, type TemplateResult } from 'lit';
import type { Geography, Statistic } from '../../api.ts';
import { compareNames } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { SchoolSettings } from '../model.ts';
import { listIn, type ParameterFields } from './parameter-fields.ts';

type Siblings = SchoolSettings['siblings'];
type Set = (change: Partial<SchoolSettings>) => void;

/** What codes in the settings stand for. */
export interface Catalogue {
  readonly geographies: readonly Geography[];
  readonly statistics: readonly Statistic[];
  /** Name of the geography that is found where none is set. */
  readonly found: string;
}

const SHARE = { min: 0, max: 1, step: 0.01 } as const;
const FACTOR = { min: 0.5, max: 2, step: 0.001 } as const;
/** As many as the route takes. */
const MOST_MIX = 10;

export function countsEditor(shown: SchoolSettings, fields: ParameterFields, catalogue: Catalogue, set: Set): TemplateResult {
  const { geography, ages, progression, progressionSource } = shown;
  const geographies = catalogue.geographies.map((one) => [one.geography, localised(one.name)] as const);
  return html`<section><h3>${t('schools.counts')}</h3>${fields.group(
      fields.choice(t('schools.catchmentGeography'), geography ?? '', [['', t('schools.foundGeography', { name: catalogue.found })], ...geographies], (code) => set({ geography: code === '' ? null : code })),
      fields.text(t('schools.ages'), ages?.join(' ') ?? '', (text) => set({ ages: text === '' ? null : listIn(text) }), t('schools.agesFound')),
    )}</section>
    <section><h3>${t('schools.progression')}</h3><p class="t12 ink2">${t('schools.progressionText')}</p>
      ${fields.group(
        ...progression.map((factor, index) => fields.number(t('schools.progressionStep', { from: index + 1, to: index + 2 }), factor, FACTOR, (value) => set({ progression: progression.map((one, at) => (at === index ? value : one)) }))),
        fields.source(t('schools.progression'), progressionSource, (source) => set({ progressionSource: source })),
      )}</section>
    <section><h3>${t('schools.siblings')}</h3>${siblings(shown.siblings, fields, catalogue, (next) => set({ siblings: next }))}</section>
    <section><h3>${t('schools.mix')}</h3>${mixList(shown.mix, fields, catalogue, (mix) => set({ mix }))}</section>`;
}

function siblings(rule: Siblings, fields: ParameterFields, { statistics }: Catalogue, set: (rule: Siblings) => void): TemplateResult {
  const codes = choicesOf(statistics);
  const first = codes[0]?.[0] ?? '';
  const methods: Readonly<Record<Siblings['method'], () => Siblings>> = {
    households: () => ({ method: 'households', children: first, households: first, chance: 0.18, source: '' }),
    statistic: () => ({ method: 'statistic', statistic: first, source: '' }),
    none: () => ({ method: 'none' }),
  };
  const method = fields.choice(
    t('schools.siblingMethod'),
    rule.method,
    [['households', t('schools.siblingHouseholds')], ['statistic', t('schools.siblingStatistic')], ['none', t('schools.siblingNone')]],
    (value) => set(methods[value as Siblings['method']]()),
  );
  if (rule.method === 'none') return fields.group(method);
  const source = fields.source(t('schools.siblings'), rule.source, (text) => set({ ...rule, source: text }));
  if (rule.method === 'statistic') return fields.group(method, fields.choice(t('schools.siblingCount'), rule.statistic, codes, (statistic) => set({ ...rule, statistic })), source);
  return html`${fields.group(
    method,
    fields.choice(t('schools.siblingChildren'), rule.children, codes, (children) => set({ ...rule, children })),
    fields.choice(t('schools.siblingFamilies'), rule.households, codes, (households) => set({ ...rule, households })),
    fields.number(t('schools.siblingChance'), rule.chance, SHARE, (chance) => set({ ...rule, chance })),
    source,
  )}<p class="t12 ink2">${t('schools.siblingText')}</p>`;
}

function mixList(mix: readonly string[], fields: ParameterFields, { statistics }: Catalogue, set: (mix: readonly string[]) => void): TemplateResult {
  const rest = choicesOf(statistics).filter(([code]) => !mix.includes(code));
  return html`${mix.length === 0 ? html`<p class="ink2">${t('schools.mixNone')}</p>` : nothing}
    <ul class="lines">${mix.map((code) => html`<li class="with-action"><span>${nameOf(statistics, code)}<span class="t12 ink2">${sourceWords(statistics, code)}</span></span>${fields.mayChange ? html`<button class="icon-button" aria-label=${t('schools.mixRemove', { name: nameOf(statistics, code) })} @click=${() => set(mix.filter((one) => one !== code))}>${icon('close', 16)}</button>` : nothing}</li>`)}</ul>
    ${fields.mayChange && mix.length < MOST_MIX && rest.length > 0 ? fields.group(fields.choice(t('schools.mixAdd'), '', [['', t('schools.mixChoose')], ...rest], (code) => { if (code !== '') set([...mix, code]); })) : nothing}`;
}

export function nameOf(statistics: readonly Statistic[], code: string): string {
  const known = statistics.find(({ statistic }) => statistic === code);
  return known === undefined ? code : localised(known.name);
}

/** Where counts come from, as the register of statistics has it; one that is not there says so. */
function sourceWords(statistics: readonly Statistic[], code: string): string {
  const known = statistics.find(({ statistic }) => statistic === code);
  return known === undefined ? t('schools.notCounted') : `${code}, ${t('schools.sourceOf', { source: known.source })}`;
}

const choicesOf = (statistics: readonly Statistic[]) =>
  statistics.map(({ statistic, name }) => [statistic, localised(name)] as const).toSorted((a, b) => compareNames(a[1], b[1]));
