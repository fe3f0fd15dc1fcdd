// The steps of the report, each a section of words, a formula and a table.
import { html, nothing, type TemplateResult } from 'lit';
import type { Typology } from '../api-types.ts';
import type { ZoneCollection } from '../api.ts';
import { formatDate, formatNumber, formatSigned } from '../i18n/format.ts';
import { localised, t, type TextKey } from '../i18n/i18n.ts';
import { classColour, classMap } from './class-map.ts';

type StatisticNames = ReadonlyMap<string, string>;

/** A table that may be wider than the page: it scrolls in itself, by keys too. */
const wide = (label: string, table: TemplateResult) => html`<div class="scroll" role="region" tabindex="0" aria-label=${label}>${table}</div>`;

const step = (id: string, number: number, heading: string, content: unknown) => html`<section class="step" id=${id}><h2>${number}. ${heading}</h2>${content}</section>`;

const signed = (value: number) => formatSigned(value, 2);

export function indicatorStep({ indicators, lacking, zones }: Typology, names: StatisticNames, lackingNames: readonly string[]) {
  const sum = (codes: readonly string[]) => codes.map((code) => names.get(code) ?? code).join(' + ');
  const formula = ({ numerator, less, denominator, per }: Typology['indicators'][number]) => {
    const above = less.length === 0 ? sum(numerator) : `${sum(numerator)} − ${sum(less)}`;
    return denominator.length === 0 ? above : `${per} × (${above}) ÷ (${sum(denominator)})`;
  };
  return step('indicators', 1, t('reports.indicatorsHeading'), html`<p>${t('reports.indicatorsText', { count: zones.length })}</p>
    ${wide(t('reports.indicatorsHeading'), html`<table>
      <thead><tr><th scope="col">${t('reports.indicator')}</th><th scope="col">${t('reports.formula')}</th><th scope="col">${t('reports.direction')}</th><th scope="col" class="n">${t('reports.weight')}</th><th scope="col" class="n">${t('reports.mean')}</th><th scope="col" class="n">${t('reports.deviation')}</th></tr></thead>
      <tbody>${indicators.map((one) => html`<tr><th scope="row">${localised(one.name)}</th><td>${formula(one)}</td><td>${t(one.direction === 1 ? 'reports.more' : 'reports.less')}</td><td class="n">${formatNumber(one.weight, Number.isInteger(one.weight) ? 0 : 2)}</td><td class="n">${one.mean === null ? '–' : formatNumber(one.mean, 3)}</td><td class="n">${formatNumber(one.deviation, 3)}</td></tr>`)}</tbody>
    </table>`)}
    ${lacking.length === 0 ? nothing : html`<p class="none">${t('reports.lacking', { names: lackingNames.join(', ') })}</p>`}`);
}

export function valueStep({ indicators, zones, leftOut }: Typology) {
  return step('values', 2, t('reports.valuesHeading'), html`<p>${t('reports.valuesText')}</p>
    ${wide(t('reports.valuesHeading'), html`<table>
      <thead><tr><th scope="col">${t('reports.zone')}</th>${indicators.map((one) => html`<th scope="col" class="n">${localised(one.name)} (${localised(one.unit)})</th>`)}</tr></thead>
      <tbody>
        ${zones.map((row) => html`<tr><th scope="row">${row.name}</th>${row.values.map((value, i) => html`<td class="n">${formatNumber(value, indicators[i]!.precision + 1)}</td>`)}</tr>`)}
        ${leftOut.map((row) => html`<tr class="left-out"><th scope="row">${row.name}</th>${row.states.map((state) => html`<td class="n none">${t(`reports.state_${state}`)}</td>`)}</tr>`)}
      </tbody>
    </table>`)}
    ${leftOut.length === 0 ? nothing : html`<p class="none">${t('reports.leftOut', { count: leftOut.length, names: leftOut.map(({ name }) => name).join(', ') })}</p>`}`);
}

export function standardStep({ indicators, zones }: Typology) {
  return step('standardised', 3, t('reports.standardHeading'), html`<p>${t('reports.standardText')}</p><p class="formula">${t('reports.standardFormula')}</p>
    ${wide(t('reports.standardHeading'), html`<table>
      <thead><tr><th scope="col">${t('reports.zone')}</th>${indicators.map((one) => html`<th scope="col" class="n">${localised(one.name)}</th>`)}</tr></thead>
      <tbody>${zones.map((row) => html`<tr><th scope="row">${row.name}</th>${row.standardised.map((value) => html`<td class="n">${signed(value)}</td>`)}</tr>`)}</tbody>
    </table>`)}`);
}

export function classStep(typology: Typology, shapes: ZoneCollection | undefined) {
  const { zones, breaks, method, classes } = typology;
  const most = Math.max(classes, ...zones.map((row) => row.class));
  const reach = Math.max(...zones.map(({ index }) => Math.abs(index)), 1e-9);
  const bar = (index: number) => `left: ${index < 0 ? 50 + (50 * index) / reach : 50}%; width: ${(50 * Math.abs(index)) / reach}%`;
  const order = zones.toSorted((a, b) => a.rank - b.rank);
  return step('classes', 4, t('reports.classesHeading'), html`<p>${t('reports.classesText')} ${t(`reports.method_${method}Text` as TextKey)}</p><p class="formula">${t('reports.indexFormula')}</p>
    ${breaks === null ? nothing : html`<p>${t('reports.breaks', { breaks: breaks.map(signed).join(' · ') })}</p>`}
    <div class="two"><div>${wide(t('reports.classesHeading'), html`<table>
      <thead><tr><th scope="col" class="n">${t('reports.rank')}</th><th scope="col">${t('reports.zone')}</th><th scope="col" class="n">${t('reports.index')}</th><th scope="col"><span aria-hidden="true"></span>${t('reports.bar')}</th><th scope="col">${t('reports.class')}</th></tr></thead>
      <tbody>${order.map((row) => html`<tr data-zone=${row.zone}><td class="n">${row.rank}</td><th scope="row">${row.name}</th><td class="n">${signed(row.index)}</td><td><div class="bar" aria-hidden="true"><i style=${bar(row.index)}></i></div></td><td><span class="swatch" style="background: ${classColour(row.class, most)}"></span>${row.class}</td></tr>`)}</tbody>
    </table>`)}</div>
    <figure>${shapes === undefined ? nothing : classMap(shapes, typology)}<figcaption class="none">${t('reports.mapCaption')}</figcaption></figure></div>`);
}

export function sensitivityStep({ indicators, sensitivity, zones }: Typology) {
  const nameOf = new Map(indicators.map((one) => [one.indicator, localised(one.name)]));
  return step('sensitivity', 5, t('reports.sensitivityHeading'), sensitivity === null
    ? html`<p>${t('reports.sensitivityNone')}</p>`
    : html`<p>${t('reports.sensitivityText')}</p>
      ${wide(t('reports.sensitivityHeading'), html`<table>
        <thead><tr><th scope="col">${t('reports.without')}</th><th scope="col" class="n">${t('reports.changed')}</th><th scope="col">${t('reports.which')}</th></tr></thead>
        <tbody>${sensitivity.map(({ indicator, changes }) => html`<tr data-indicator=${indicator}><th scope="row">${nameOf.get(indicator)}</th><td class="n">${t('reports.changedOf', { count: changes.length, all: zones.length })}</td><td>${changes.length === 0 ? html`<span class="none">${t('reports.nothing')}</span>` : changes.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ')}</td></tr>`)}</tbody>
      </table>`)}`);
}

/** Classes by the other methods beside those of the report; a method that could not answer is left out. */
export function methodStep(typology: Typology, others: readonly Typology[]) {
  const all = [typology, ...others];
  const classIn = (one: Typology, zone: string) => one.zones.find((row) => row.zone === zone)?.class;
  return step('methods', 6, t('reports.methodsHeading'), html`<p>${t('reports.methodsText')}</p>
    ${wide(t('reports.methodsHeading'), html`<table>
      <thead><tr><th scope="col">${t('reports.zone')}</th>${all.map((one) => html`<th scope="col" class="n">${t(`reports.method_${one.method}` as TextKey)}</th>`)}</tr></thead>
      <tbody>${typology.zones.map((row) => html`<tr><th scope="row">${row.name}</th>${all.map((one) => html`<td class="n">${classIn(one, row.zone) ?? '–'}</td>`)}</tr>`)}</tbody>
    </table>`)}`);
}

export function dynamicsStep({ dynamics, date }: Typology) {
  if (dynamics === null) return nothing;
  return step('dynamics', 7, t('reports.dynamicsHeading'), html`<p>${t('reports.dynamicsText', { since: formatDate(dynamics.since), date: formatDate(date) })}</p>
    ${dynamics.zones.length === 0 ? html`<p class="none">${t('reports.dynamicsNone')}</p>` : wide(t('reports.dynamicsHeading'), html`<table>
      <thead><tr><th scope="col">${t('reports.zone')}</th><th scope="col" class="n">${t('reports.status')}</th><th scope="col">${t('reports.class')}</th><th scope="col" class="n">${t('reports.dynamics')}</th><th scope="col">${t('reports.class')}</th></tr></thead>
      <tbody>${dynamics.zones.map((row) => html`<tr><th scope="row">${row.name}</th><td class="n">${signed(row.status)}</td><td>${t(`reports.status_${row.statusClass}` as TextKey)}</td><td class="n">${signed(row.dynamics)}</td><td>${t(`reports.dynamics_${row.dynamicsClass}` as TextKey)}</td></tr>`)}</tbody>
    </table>`)}`);
}

export function bundleStep({ bundles, indicators }: Typology, nameOf: (geography: string) => string) {
  if (bundles === null) return nothing;
  return step('bundles', 8, t('reports.bundlesHeading', { name: nameOf(bundles.geography) }), html`<p>${t('reports.bundlesText')}</p>
    ${bundles.zones.length === 0 ? nothing : wide(t('reports.bundlesHeading', { name: nameOf(bundles.geography) }), html`<table>
      <thead><tr><th scope="col">${t('reports.zone')}</th><th scope="col">${t('reports.members')}</th>${indicators.map((one) => html`<th scope="col" class="n">${localised(one.name)}</th>`)}<th scope="col" class="n">${t('reports.index')}</th><th scope="col" class="n">${t('reports.class')}</th></tr></thead>
      <tbody>${bundles.zones.map((row) => html`<tr><th scope="row">${row.name}</th><td>${row.members.join(', ')}</td>${row.values.map((value, i) => html`<td class="n">${formatNumber(value, indicators[i]!.precision + 1)}</td>`)}<td class="n">${signed(row.index)}</td><td class="n">${row.class === 0 ? '–' : row.class}</td></tr>`)}</tbody>
    </table>`)}
    ${bundles.leftOut.length === 0 ? nothing : html`<p class="none">${t('reports.bundlesLeftOut', { names: bundles.leftOut.map(({ name }) => name).join(', ') })}</p>`}`);
}
