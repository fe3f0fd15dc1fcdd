// Another threshold or another aim of protection, with what would be lost beside it. It changes nothing.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import type { DeskRelease, Method, Protection, VariantLoss } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { aimsOf, CHANGING, lossAt, protectionOf, thresholdsFor } from '../what-if.ts';
import { changeWords } from '../words/method-words.ts';
import { refusalWords } from '../words/refusal-words.ts';
import { lossChart } from './loss-chart.ts';

export interface WhatIfView {
  /** Threshold looked at; undefined: the release's own. */
  readonly threshold: number | undefined;
  readonly protect: Protection | undefined;
  readonly asTable: boolean;
  onThreshold(threshold: number): void;
  onProtect(protect: Protection): void;
  onTable(asTable: boolean): void;
  onLoad(): void;
}

export function whatIfPanel(release: DeskRelease, session: PrivacySession, view: WhatIfView): TemplateResult {
  const { whatIf } = session;
  return html`<section class="what-if" aria-labelledby="what-if-title">
    <div class="what-if-head"><h2 id="what-if-title">${t('privacy.whatIf')}</h2><span class="t12 ink3">${t('privacy.whatIfChangesNothing')}</span></div>
    ${whatIf.state === 'ready' ? variants(release, whatIf.value, session, view) : nothing}
    ${whatIf.state === 'loading' ? html`<zs-progress active words=${t('privacy.whatIfRunning')}></zs-progress><p class="ink2">${t('privacy.whatIfRunning')}</p>` : nothing}
    ${whatIf.state === 'none' ? html`<p class="ink2">${t('privacy.whatIfText')}</p><button class="button secondary" id="what-if-run" @click=${view.onLoad}>${t('privacy.whatIfRun')}</button>` : nothing}
    ${whatIf.state === 'refused' ? html`<zs-empty sign="lock" heading=${t('privacy.whatIfRefused')} text=${t('privacy.noClearanceShort')}></zs-empty>` : nothing}
    ${whatIf.state === 'failed' ? html`<zs-empty sign="warning" heading=${t('shell.error')} text=${whatIf.problem.message}></zs-empty>` : nothing}
  </section>`;
}

function variants(release: DeskRelease, losses: readonly VariantLoss[], session: PrivacySession, view: WhatIfView): TemplateResult {
  const steps = thresholdsFor(release);
  const own = release.ruleSet.threshold;
  const threshold = view.threshold ?? own;
  const ownAim = protectionOf(release);
  const aim = view.protect ?? ownAim;
  const today = lossAt(losses, ownAim, own);
  const then = lossAt(losses, aim, threshold);
  const line = steps.flatMap((step) => lossAt(losses, aim, step) ?? []);
  return html`
    <label class="threshold" for="threshold"><span>${t('privacy.threshold')}</span><output for="threshold" class="change">${threshold === own ? nothing : html`<span class="ink2">${own}</span> → `}<b>${threshold}</b></output></label>
    <input
      id="threshold"
      type="range"
      min="0"
      max=${steps.length - 1}
      step="1"
      .value=${String(steps.indexOf(threshold))}
      aria-valuetext=${valueText(threshold, then)}
      @input=${(event: Event) => view.onThreshold(steps[Number((event.target as HTMLInputElement).value)]!)}
    />
    <div class="scale-words" aria-hidden="true"><span>${steps[0]}</span><span>${steps.at(-1)}</span></div>
    <dl class="figures">
      ${figure('privacy.figureWithheld', today?.withheld, then?.withheld, (value) => formatNumber(value))}
      ${figure('privacy.figureResidents', today?.residentsShare, then?.residentsShare, shareWords)}
      ${figure('privacy.figureFindings', today?.findings, then?.findings, (value) => formatNumber(value))}
    </dl>
    <div class="chart-head"><h3>${t('privacy.chartTitle')}</h3><button class="button link dense" aria-pressed=${view.asTable} @click=${() => view.onTable(!view.asTable)}>${t(view.asTable ? 'map.chart' : 'map.table')}</button></div>
    ${view.asTable ? lossTable(line, threshold) : html`${lossChart(line, own, threshold)}<p class="t12 ink3 axis-name">${t('privacy.threshold')}</p>`}
    ${aimTable(losses, threshold, aim, release, view)}
    ${methodTable(release, today, session)}
    <p class="t12 ink3">${t('privacy.cellsNote', { cells: then?.cells ?? 0 })}</p>
  `;
}

function valueText(threshold: number, loss: VariantLoss | undefined): string {
  if (loss === undefined) return String(threshold);
  return t('privacy.thresholdSpoken', { threshold, withheld: loss.withheld, share: shareWords(loss.residentsShare), findings: loss.findings });
}

function figure<T extends number | null>(name: TextKey, today: T | undefined, then: T | undefined, write: (value: T) => string): TemplateResult {
  const same = today === then || today === undefined;
  return html`<div><dt>${t(name)}</dt><dd>${same ? nothing : html`<span class="ink2">${write(today)} →</span> `}<b>${then === undefined ? '' : write(then)}</b></dd></div>`;
}

function lossTable(line: readonly VariantLoss[], threshold: number): TemplateResult {
  return html`<table class="plain-table">
    <caption class="visually-hidden">${t('privacy.chartTitle')}</caption>
    <thead><tr><th scope="col">${t('privacy.threshold')}</th><th scope="col" class="num">${t('privacy.figureWithheld')}</th><th scope="col" class="num">${t('privacy.figureResidents')}</th><th scope="col" class="num">${t('privacy.figureFindings')}</th></tr></thead>
    <tbody>${line.map((loss) => html`<tr aria-current=${loss.threshold === threshold ? 'true' : nothing}><th scope="row">${loss.threshold}</th><td class="num">${formatNumber(loss.withheld)}</td><td class="num">${shareWords(loss.residentsShare)}</td><td class="num">${formatNumber(loss.findings)}</td></tr>`)}</tbody>
  </table>`;
}

function aimTable(losses: readonly VariantLoss[], threshold: number, aim: Protection, release: DeskRelease, view: WhatIfView): TemplateResult {
  return html`<table class="plain-table methods">
    <caption class="visually-hidden">${t('privacy.aimAt', { threshold })}</caption>
    <thead><tr><th scope="col">${t('privacy.aimAt', { threshold })}</th><th scope="col" class="num">${t('privacy.figureWithheld')}</th><th scope="col" class="num">${t('privacy.figureResidents')}</th></tr></thead>
    <tbody>
      ${aimsOf(release).map((name, index) => {
        const loss = lossAt(losses, name, threshold);
        return html`<tr>
          <th scope="row"><label><input type="radio" name="aim" value=${name} ?disabled=${loss === undefined} .checked=${name === aim} @change=${() => view.onProtect(name)} /><span>${t(`privacy.protect_${name}` as TextKey)}${index === 0 ? html` <span class="ink3">${t('privacy.asAsked')}</span>` : nothing}</span></label></th>
          <td class="num">${loss === undefined ? '…' : formatNumber(loss.withheld)}</td>
          <td class="num">${loss === undefined ? '…' : shareWords(loss.residentsShare)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** Withholding beside what changes numbers instead, at the release's own threshold: what is lost is not of one kind, so each has its own measure. */
function methodTable(release: DeskRelease, withheld: VariantLoss | undefined, { methodLosses }: PrivacySession): TemplateResult {
  const row = (method: Method, loss: VariantLoss | undefined, why: string) => html`<tr>
    <th scope="row">${t(`privacy.method_${method}`)}</th>
    ${why === '' ? html`<td class="num">${loss === undefined ? '…' : formatNumber(loss.withheld)}</td><td class="num">${loss === undefined ? '…' : changeWords(loss) || formatNumber(0)}</td>` : html`<td class="num" colspan="2" title=${why}>${t('privacy.methodNotOffered')}<span class="visually-hidden">: ${why}</span></td>`}
  </tr>`;
  return html`<table class="plain-table" id="what-if-methods">
    <thead><tr><th scope="col">${t('privacy.methodsAt', { threshold: release.ruleSet.threshold })}</th><th scope="col" class="num">${t('privacy.figureWithheld')}</th><th scope="col" class="num">${t('privacy.meanChange')}</th></tr></thead>
    <tbody>
      ${row('suppress', withheld, '')}
      ${CHANGING.map((method) => {
        const loss = methodLosses.get(method);
        return row(method, loss?.state === 'ready' ? loss.value : undefined, loss?.state === 'failed' || loss?.state === 'refused' ? refusalWords(loss.problem) : '');
      })}
    </tbody>
  </table>`;
}

/** Null where the statistic has no base to compare with. */
const shareWords = (share: number | null): string => (share === null ? t('privacy.noShare') : formatPercent(100 * share));

export const whatIfStyles = css`
  .what-if { padding: 14px 16px 16px; display: grid; gap: 10px; align-content: start; }
  .what-if-head, .chart-head { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
  .chart-head { padding-top: 8px; border-top: 1px solid var(--zs-line); }
  .chart-head h3 { font: 600 12px/16px var(--zs-font); }
  .threshold { display: flex; justify-content: space-between; align-items: baseline; }
  .change b { font: 600 20px/26px var(--zs-font); color: var(--zs-accent); }
  input[type='range'] { width: 100%; min-height: 28px; accent-color: var(--zs-accent); margin: 0; }
  .scale-words { display: flex; justify-content: space-between; font-size: 12px; line-height: 12px; color: var(--zs-ink3); margin-top: -6px; padding: 0 3px; }
  .figures { display: grid; grid-template-columns: repeat(3, auto); gap: 4px 16px; padding-top: 8px; border-top: 1px solid var(--zs-line); }
  .figures dt { font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .figures dd { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .figures b { font: 600 20px/26px var(--zs-font); }
  .axis-name { text-align: right; margin-top: -6px; }
  .plain-table th, .plain-table td { padding: 6px 8px 6px 0; border-bottom: 1px solid var(--zs-line); }
  .plain-table tbody th, .plain-table tbody td { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); font-variant-numeric: tabular-nums; }
  .plain-table .num { padding-right: 0; padding-left: 8px; text-align: right; }
  .plain-table tr[aria-current] th, .plain-table tr[aria-current] td { color: var(--zs-accent); font-weight: 600; }
  .methods label { display: inline-flex; gap: 8px; align-items: center; min-height: 24px; cursor: pointer; }
  .methods input { flex: none; accent-color: var(--zs-accent); width: 18px; height: 18px; margin: 0; }
`;
