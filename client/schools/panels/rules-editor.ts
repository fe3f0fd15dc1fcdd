// The Land's rules: who has to enter school, how many children make how many classes; each says of which Land it is and where it stands.
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { language, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { SchoolSettings } from '../model.ts';
import { LAENDER, landName } from '../words/land-words.ts';
import { listIn, type ParameterFields } from './parameter-fields.ts';

type ClassRule = NonNullable<SchoolSettings['classRule']>;
type LandRules = SchoolSettings['landRules'][number];
type Set = (change: Partial<SchoolSettings>) => void;

export function rulesEditor(shown: SchoolSettings, fields: ParameterFields, set: Set): TemplateResult {
  const { land, landRules } = shown;
  const withRules = landRules.filter(({ classRule: rule }) => rule !== null).map((one) => landName(one.land)).join(', ');
  const offered = landRules.find((one) => one.land === land);
  return html`<section><h3>${t('schools.rules')}</h3>
      ${fields.group(fields.choice(t('schools.land'), land, LAENDER.map((code) => [code, landName(code)]), (code) => set({ land: code })))}
      <p class="t12 ink2">${t('schools.landText', { list: withRules === '' ? t('schools.nobodyResponsible') : withRules })}</p>
      ${offered?.classNote == null ? nothing : html`<p class="t12 ink2" data-class-note>${t('schools.classNote', { land: landName(offered.land), note: offered.classNote })}</p>`}
      ${offered === undefined ? nothing : offer(offered, shown, fields.mayChange, set)}
    </section>
    <section><h3>${t('schools.entryRule')}</h3>${entryRule(shown, fields, set)}</section>
    <section><h3>${t('schools.classRule')}</h3>${classRule(shown, fields, set)}</section>`;
}

/** What comes with the program for the Land, with its source, to be taken over; nothing where it is in force already. */
function offer({ land, entryRule: entry, classRule: classes }: LandRules, shown: SchoolSettings, mayChange: boolean, set: Set): TemplateResult | typeof nothing {
  const parts: Partial<SchoolSettings> = { ...(entry === null ? {} : { entryRule: entry }), ...(classes === null ? {} : { classRule: classes }) };
  const taken = (entry === null || same(entry, shown.entryRule)) && (classes === null || same(classes, shown.classRule));
  if (taken) return nothing;
  return html`<div class="land-offer">
    <p><b>${t('schools.landOffer', { land: landName(land) })}</b></p>
    <ul class="lines">
      <li>${entry === null ? t('schools.noEntryRuleOf', { land: landName(land) }) : html`${t('schools.entryRuleText', { age: entry.age, day: dayOf(entry.cutOff) })}<span class="t12 ink2">${t('schools.sourceOf', { source: entry.source })}</span>`}</li>
      <li>${classes === null ? t('schools.noClassRuleOf', { land: landName(land) }) : html`${classes.upTo.length === 0 ? t('schools.classDivider', { most: classes.perClass }) : stepTable(classes)}<span class="t12 ink2">${t('schools.sourceOf', { source: classes.source })}</span>`}</li>
    </ul>
    ${mayChange ? html`<button class="button secondary dense" data-land-take @click=${() => set(parts)}>${t('schools.landTake', { land: landName(land) })}</button>` : nothing}
  </div>`;
}

/** Whatever the order of their members. */
function same(a: object, b: object | null): boolean {
  const members = (rule: object) => JSON.stringify(Object.entries(rule).toSorted(([p], [q]) => (p < q ? -1 : 1)));
  return b !== null && members(a) === members(b);
}

function entryRule({ land, entryRule: rule }: SchoolSettings, fields: ParameterFields, set: Set): TemplateResult {
  const [month, day] = rule.cutOff.split('-').map(Number) as [number, number];
  const two = (value: number) => String(value).padStart(2, '0');
  const change = (part: Partial<typeof rule>) => set({ entryRule: { ...rule, ...part } });
  return html`<p>${t('schools.entryRuleText', { age: rule.age, day: dayOf(rule.cutOff) })}</p>${otherLand(rule.land, land)}
    ${fields.mayChange
      ? fields.group(
          fields.number(t('schools.cutOffDay'), day, { min: 1, max: 31, step: 1 }, (value) => change({ cutOff: `${two(month)}-${two(value)}` })),
          fields.choice(t('schools.cutOffMonth'), two(month), MONTHS.map((one) => [two(one), monthName(one)]), (value) => change({ cutOff: `${value}-${two(day)}` })),
          fields.number(t('schools.entryAge'), rule.age, { min: 4, max: 8, step: 1 }, (age) => change({ age })),
        )
      : nothing}
    ${fields.group(fields.source(t('schools.entryRule'), rule.source, (source) => change({ source, land })))}`;
}

function classRule({ land, classRule: rule }: SchoolSettings, fields: ParameterFields, set: Set): TemplateResult {
  if (rule === null) {
    // No number to begin with, and no source: a guess would look like law. Both have to be entered before the rule is kept.
    const empty: ClassRule = { land, upTo: [], perClass: 0, band: null, source: '' };
    return html`<p class="ink2">${t('schools.noClassRule')}</p>${fields.mayChange ? html`<button class="button secondary dense" data-class-rule-add @click=${() => set({ classRule: empty })}>${t('schools.classRuleAdd')}</button>` : nothing}`;
  }
  const change = (part: Partial<ClassRule>) => set({ classRule: { ...rule, ...part } });
  return html`${otherLand(rule.land, land)}${rule.upTo.length > 0 ? stepTable(rule) : html`<p class="class-divider">${rule.perClass > 0 ? t('schools.classDivider', { most: rule.perClass }) : t('schools.classDividerMissing')}</p>`}
    ${fields.mayChange
      ? fields.group(
          fields.text(t('schools.classUpTo'), rule.upTo.join(' '), (text) => change({ upTo: listIn(text).map(Number) })),
          fields.number(t(rule.upTo.length > 0 ? 'schools.classPerClass' : 'schools.classMost'), rule.perClass, { min: 1, max: 60, step: 1 }, (perClass) => change({ perClass })),
          fields.text(t('schools.classBand'), rule.band?.join(' ') ?? '', (text) => change({ band: bandIn(text) }), t('schools.classBandNone')),
        )
      : html`<p>${rule.band === null ? t('schools.classBandNone') : t('schools.classBandText', { least: rule.band[0], most: rule.band[1] })}</p>`}
    ${fields.group(fields.source(t('schools.classRule'), rule.source, (source) => change({ source, land })))}
    ${fields.mayChange ? html`<button class="button quiet dense" @click=${() => set({ classRule: null })}>${icon('close', 16)}${t('schools.classRuleRemove')}</button>` : nothing}`;
}

/** Children and the classes that they make, step by step as the rule has them. */
function stepTable({ upTo, perClass }: ClassRule): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('schools.classRule')}><table class="class-steps">
    <tbody>
      <tr><th scope="row">${t('schools.childrenWord')}</th>${upTo.map((most, index) => html`<td class="num">${t('schools.fromUpTo', { least: formatNumber((upTo[index - 1] ?? 0) + 1), most: formatNumber(most) })}</td>`)}<td class="num">${t('schools.furtherChildren', { more: formatNumber(perClass) })}</td></tr>
      <tr><th scope="row">${t('schools.classesWord')}</th>${upTo.map((_, index) => html`<td class="num">${index + 1}</td>`)}<td class="num">${t('schools.oneMore')}</td></tr>
    </tbody>
  </table></div>`;
}

/** Law of another Land is never silently taken for that of this one. */
function otherLand(ruleLand: string, land: string): TemplateResult | typeof nothing {
  return ruleLand === land ? nothing : html`<zs-notice kind="warn" heading=${t('schools.ruleOfLand', { land: landName(ruleLand) })} text=${t('schools.ruleOfLandText', { land: landName(land) })}></zs-notice>`;
}

function bandIn(text: string): ClassRule['band'] {
  const [least, most] = listIn(text.replace(/[-–]/g, ' ')).map(Number);
  return least === undefined || most === undefined ? null : [least, most];
}

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const monthName = (month: number): string => new Date(Date.UTC(2001, month - 1, 1)).toLocaleDateString(language(), { month: 'long', timeZone: 'UTC' });

/** "09-30" as "30. September" or "30 September". */
export function dayOf(cutOff: string): string {
  const [month, day] = cutOff.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(2001, month - 1, day)).toLocaleDateString(language() === 'de' ? 'de-DE' : 'en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
}
