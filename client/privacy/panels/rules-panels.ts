// Rule sets by data source: a line each on the left side, and the page that shows them and takes a new version.
import { css, html, nothing, type TemplateResult } from 'lit';
import { readNoiseTable } from '../../../core/disclosure/cell-key/read-noise-table.ts';
import { parseRules } from '../../../core/disclosure/rules/parse-rules.ts';
import type { NoiseTable } from '../../../core/disclosure/rules/rule-set.ts';
import { formatDate } from '../../i18n/format.ts';
import { language, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { valueOf } from '../../loaded.ts';
import type { NewRules, Rules, RuleSetVersion } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { ruleLines } from '../words/rule-words.ts';

/** Newest version by source; sources of statistics without a set come with none. */
export function currentRules(session: PrivacySession): readonly { readonly source: string; readonly current: RuleSetVersion | undefined }[] {
  const sets = valueOf(session.ruleSets) ?? [];
  const sources = [...new Set([...(session.known?.statistics.map(({ source }) => source) ?? []), ...sets.map(({ source }) => source)])].filter((source) => source !== '').sort();
  return sources.map((source) => ({ source, current: sets.filter((set) => set.source === source).sort((a, b) => b.version - a.version)[0] }));
}

export function ruleSummary(session: PrivacySession): TemplateResult {
  return html`<ul class="rule-lines">${currentRules(session).map(
    ({ source, current }) => html`<li><span class="source" title=${source}>${source}</span><span class="ink2">${current === undefined ? t('privacy.rulesNone') : t('privacy.rulesLine', { threshold: current.rules.threshold, version: current.version })}</span></li>`,
  )}</ul>`;
}

export interface RuleDraft {
  readonly source: string;
  readonly threshold: string;
  readonly zeros: Rules['zeros'];
  readonly protect: 'exact' | 'small';
  readonly homogeneity: boolean;
  readonly minimumDenominator: string;
  readonly roundingBase: string;
  readonly noise: NoiseDraft | null;
  readonly basis: string;
}

/** As typed; `table` from a file, which goes before what is typed. */
export interface NoiseDraft {
  readonly largest: string;
  readonly variance: string;
  readonly blocked: string;
  readonly unimodal: boolean;
  readonly table: NoiseTable | null;
}

const NEW_NOISE: NoiseDraft = { largest: '', variance: '', blocked: '', unimodal: false, table: null };

function noiseDraft(noise: Rules['noise']): NoiseDraft | null {
  if (noise === undefined || noise === 'confidential') return null;
  if ('rows' in noise) return { ...NEW_NOISE, table: noise };
  return { ...NEW_NOISE, largest: String(noise.largest), variance: String(noise.variance).replace('.', language() === 'de' ? ',' : '.'), blocked: noise.blocked === 0 ? '' : String(noise.blocked), unimodal: noise.unimodal ?? false };
}

const numberOf = (text: string) => Number(text.replace(',', '.'));

function noiseOf({ largest, variance, blocked, unimodal, table }: NoiseDraft): Exclude<Rules['noise'], 'confidential'> {
  return table ?? { largest: Number(largest), variance: numberOf(variance), blocked: Number(blocked), unimodal };
}

/** A version builds on the one before it. */
export function draftFor(source: string, current: Rules | undefined): RuleDraft {
  return {
    source,
    threshold: String(current?.threshold ?? 5),
    zeros: current?.zeros ?? 'open',
    protect: current?.protect ?? 'small',
    homogeneity: current?.homogeneity !== undefined,
    minimumDenominator: current?.minimumDenominator === undefined ? '' : String(current.minimumDenominator),
    roundingBase: current?.roundingBase === undefined ? '' : String(current.roundingBase),
    noise: noiseDraft(current?.noise),
    basis: '',
  };
}

/** What the form does not show is kept as it was. Who does not see the parameters of dominance and noise gets no form: they would be lost. */
export function draftRules(draft: RuleDraft, current: Rules | undefined): NewRules {
  const { homogeneity: kept, minimumDenominator: _denominator, roundingBase: _base, dominance, noise: _noise, ...rest } = current ?? { threshold: 5, zeros: 'open' as const };
  return {
    ...rest,
    ...(dominance === undefined || dominance === 'confidential' ? {} : { dominance }),
    threshold: Number(draft.threshold),
    zeros: draft.zeros,
    protect: draft.protect,
    ...(draft.homogeneity ? { homogeneity: kept ?? { threshold: Number(draft.threshold) } } : {}),
    ...(draft.minimumDenominator === '' ? {} : { minimumDenominator: Number(draft.minimumDenominator) }),
    ...(draft.roundingBase === '' ? {} : { roundingBase: Number(draft.roundingBase) }),
    ...(draft.noise === null ? {} : { noise: noiseOf(draft.noise) }),
  };
}

/** Why the draft cannot be stored yet; empty where it can. */
export function draftProblem(draft: RuleDraft, current: Rules | undefined): string {
  const { threshold, noise, basis } = draft;
  if (!/^\d+$/.test(threshold) || Number(threshold) < 1) return t('privacy.whyThreshold');
  if (noise !== null && noise.table === null && !(/^\d+$/.test(noise.largest) && numberOf(noise.variance) > 0 && /^\d*$/.test(noise.blocked))) return t('privacy.whyNoise');
  if (noise !== null) {
    const why = noiseProblem(draft, current);
    if (why !== '') return why;
  }
  return basis.trim() === '' ? t('privacy.whyBasis') : '';
}

/** The server refuses the same, in words that are no office's. */
function noiseProblem(draft: RuleDraft, current: Rules | undefined): string {
  const found = parseRules(draftRules(draft, current)).problems.find(({ field }) => field === 'minimumDenominator' || field.startsWith('noise'));
  if (found === undefined) return '';
  const { field, code } = found;
  if (field === 'minimumDenominator') return t('privacy.whyNoiseDenominator');
  if (field === 'noise') return t(draft.zeros === 'protect' ? 'privacy.whyNoiseZeros' : 'privacy.whyNoiseThreshold');
  if (field.startsWith('noise.rows')) return t('privacy.whyNoiseRows', { count: field.split('.')[2] ?? 0 });
  if (field === 'noise.unimodal') return t('privacy.whyNoiseUnimodal');
  return t(code === 'contradiction' ? 'privacy.whyNoiseVariance' : 'privacy.whyNoise');
}

export interface RulesView {
  readonly draft: RuleDraft | undefined;
  readonly problem: string;
  readonly mayWrite: boolean;
  onDraft(draft: RuleDraft | undefined): void;
  onStore(): void;
  onProblem(problem: string): void;
}

export function rulesPage(session: PrivacySession, view: RulesView): TemplateResult {
  if (session.ruleSets.state === 'refused') return html`<zs-empty sign="lock" heading=${t('privacy.refusedHeading')} text=${t('privacy.rulesRefused')}></zs-empty>`;
  if (session.ruleSets.state === 'failed') return html`<zs-empty sign="warning" heading=${t('shell.error')} text=${session.ruleSets.problem.message}></zs-empty>`;
  const all = valueOf(session.ruleSets) ?? [];
  return html`<section class="page-part">
    <p class="lead ink2">${t('privacy.rulesText')}</p>
    ${currentRules(session).map(({ source, current }) => {
      const earlier = all.filter((set) => set.source === source && set.version !== current?.version).sort((a, b) => b.version - a.version);
      return html`<article class="flat rule-card" data-source=${source}>
        <div class="rule-head">
          <h2>${source}</h2>
          <span class="ink2">${current === undefined ? t('privacy.rulesDefault') : t('privacy.ruleVersionBy', { version: current.version, name: session.accountName(current.author), date: formatDate(current.createdAt) })}</span>
          ${view.mayWrite && view.draft?.source !== source && current?.rules.dominance !== 'confidential' && current?.rules.noise !== 'confidential' ? html`<button class="button secondary dense" @click=${() => view.onDraft(draftFor(source, current?.rules))}>${t('privacy.newVersion')}</button>` : nothing}
        </div>
        ${current === undefined ? nothing : html`<ul class="rule-text">${ruleLines(current.rules, session.names).map((line) => html`<li>${line}</li>`)}</ul><p class="t12 ink3">${t('privacy.basis')}: ${current.basis}</p>`}
        ${view.draft?.source === source ? ruleForm(view.draft, current?.rules, view) : nothing}
        ${earlier.length === 0
          ? nothing
          : html`<details><summary>${t('privacy.earlierVersions', { count: earlier.length })}</summary>
              <ul class="rule-text">${earlier.map((set) => html`<li>${t('privacy.ruleVersionBy', { version: set.version, name: session.accountName(set.author), date: formatDate(set.createdAt) })}: ${ruleLines(set.rules, session.names).join(' ')} <span class="ink3">${set.basis}</span></li>`)}</ul></details>`}
      </article>`;
    })}
  </section>`;
}

function ruleForm(draft: RuleDraft, current: Rules | undefined, view: RulesView): TemplateResult {
  const set = (change: Partial<RuleDraft>) => view.onDraft({ ...draft, ...change });
  const why = draftProblem(draft, current);
  const number = (id: 'threshold' | 'minimumDenominator' | 'roundingBase', label: TextKey) => html`<div class="field"><label for=${id}>${t(label)}</label><input id=${id} type="text" inputmode="numeric" size="6" .value=${draft[id]} @input=${(event: Event) => set({ [id]: (event.target as HTMLInputElement).value.trim() })} /></div>`;
  const select = <K extends 'zeros' | 'protect'>(id: K, label: TextKey, values: readonly RuleDraft[K][]) => html`<div class="field"><label for=${id}>${t(label)}</label><select id=${id} @change=${(event: Event) => set({ [id]: (event.target as HTMLSelectElement).value })}>${values.map((value) => html`<option value=${value} ?selected=${draft[id] === value}>${t(`privacy.${id}_${value}` as TextKey)}</option>`)}</select></div>`;
  return html`<form class="form" @submit=${(event: Event) => { event.preventDefault(); if (why === '') view.onStore(); }}>
    <div class="fields">
      ${number('threshold', 'privacy.threshold')} ${select('zeros', 'privacy.zerosLabel', ['open', 'protect', 'structural'])} ${select('protect', 'privacy.protectLabel', ['small', 'exact'])}
      ${number('minimumDenominator', 'privacy.denominatorLabel')} ${number('roundingBase', 'privacy.roundingLabel')}
    </div>
    <label class="check"><input type="checkbox" .checked=${draft.homogeneity} @change=${(event: Event) => set({ homogeneity: (event.target as HTMLInputElement).checked })} /> ${t('privacy.homogeneityLabel')}</label>
    ${noiseFields(draft, view)}
    <div class="field wide"><label for="basis">${t('privacy.basis')}</label><input id="basis" type="text" .value=${draft.basis} @input=${(event: Event) => set({ basis: (event.target as HTMLInputElement).value })} /></div>
    ${view.problem === '' ? nothing : html`<p class="found danger" role="alert">${icon('warning', 18)}${view.problem}</p>`}
    <div class="buttons">
      <button class="button primary" type="submit" id="store-rules" aria-disabled=${why === '' ? nothing : 'true'} aria-describedby=${why === '' ? nothing : 'rules-why'}>${t('privacy.storeVersion')}</button>
      <button class="button secondary" type="button" @click=${() => view.onDraft(undefined)}>${t('shell.cancel')}</button>
      ${why === '' ? nothing : html`<span class="why quiet-why" id="rules-why">${why}</span>`}
    </div>
  </form>`;
}

function noiseFields(draft: RuleDraft, view: RulesView): TemplateResult {
  const { noise } = draft;
  const set = (change: Partial<NoiseDraft>) => view.onDraft({ ...draft, noise: { ...(noise ?? NEW_NOISE), ...change } });
  const number = (id: 'largest' | 'variance' | 'blocked', label: TextKey) => html`<div class="field"><label for=${`noise-${id}`}>${t(label)}</label><input id=${`noise-${id}`} type="text" inputmode="decimal" size="6" .value=${noise![id]} @input=${(event: Event) => set({ [id]: (event.target as HTMLInputElement).value.trim(), table: null })} /></div>`;
  const read = async (event: Event) => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (file === undefined) return;
    const { table, problem } = readNoiseTable(await file.text());
    if (table === null) view.onProblem(t('privacy.noiseFileProblem', { line: problem.line }));
    else set({ table });
  };
  return html`<label class="check"><input type="checkbox" id="noise" .checked=${noise !== null} @change=${(event: Event) => view.onDraft({ ...draft, noise: (event.target as HTMLInputElement).checked ? NEW_NOISE : null })} /> ${t('privacy.noiseLabel')}</label>
    ${noise === null
      ? nothing
      : html`<p class="t12 ink3">${t('privacy.noiseText')}</p>
          <div class="fields">
            ${noise.table === null ? html`${number('largest', 'privacy.noiseLargest')} ${number('variance', 'privacy.noiseVariance')} ${number('blocked', 'privacy.noiseBlocked')}` : html`<p>${t('privacy.noiseFromFile', { rows: noise.table.rows.length })}</p>`}
            <div class="field"><label for="noise-file">${t('privacy.noiseFile')}</label><input id="noise-file" type="file" accept=".csv,.txt,text/csv" @change=${read} /></div>
          </div>
          ${noise.table === null ? html`<label class="check"><input type="checkbox" id="noise-unimodal" .checked=${noise.unimodal} @change=${(event: Event) => set({ unimodal: (event.target as HTMLInputElement).checked })} /> ${t('privacy.noiseUnimodal')}</label>` : nothing}`}`;
}

export const rulesStyles = css`
  .rule-lines li { display: flex; justify-content: space-between; gap: 12px; padding: 4px 0; }
  .rule-lines .source { font-weight: 500; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .rule-lines .ink2 { flex: none; }
  .rule-card { padding: 14px 16px; display: grid; gap: 8px; }
  .rule-head { display: flex; gap: 8px 16px; align-items: center; flex-wrap: wrap; }
  .rule-head .ink2 { flex: 1; }
  .rule-text { list-style: disc; padding-left: 18px; display: grid; gap: 2px; }
  .form { display: grid; gap: 10px; border-top: 1px solid var(--zs-line); padding-top: 12px; }
  .fields { display: flex; gap: 12px 20px; flex-wrap: wrap; }
  .field { display: grid; gap: 4px; }
  .form input[type='text'], .form select, .form-row input { min-height: 40px; padding: 0 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: var(--zs-surface); min-width: 0; }
  .check { display: flex; gap: 8px; align-items: center; }
  .check input { width: 18px; height: 18px; accent-color: var(--zs-accent); }
  details summary { cursor: pointer; color: var(--zs-accent); font-weight: 500; padding: 4px 0; }
`;
