// Findings of the audit while a plan is drawn: what would be known, the certificate to add up by hand, and the repair.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { PlanFinding, PlanRepair } from '../../api.ts';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { DisclosureWatch } from '../disclosure-watch.ts';
import type { EditorController } from '../editor-controller.ts';
import { statisticName } from './zone-table.ts';

/** More than these and the list would cover the map; a repair of the first mends others too as a rule. */
const SHOWN = 4;

/** Heading with the number of findings and a row each; nothing where there is none. */
export function disclosureCard(watch: DisclosureWatch, controller: EditorController): TemplateResult | typeof nothing {
  const { differences } = watch;
  if (differences.length === 0) return nothing;
  const open = differences.find(({ id }) => id === watch.open);
  const listed = differences.slice(0, SHOWN);
  if (open !== undefined && !listed.includes(open)) listed.splice(-1, 1, open);
  return html`<section class="disclosure" aria-label=${t('editor.disclosure')}>
    <h2>${icon('warning', 18)}${t('editor.disclosureCount', { count: differences.length })}</h2>
    <ul>
      ${listed.map((finding) => html`<li>${findingRow(watch, controller, finding)}</li>`)}
    </ul>
    ${differences.length > listed.length ? html`<p class="t12 ink3">${t('editor.moreHints', { count: differences.length - listed.length })}</p>` : nothing}
  </section>`;
}

/** Numbers only with clearance: "4 Personen werden errechenbar", else that a secret number would be. */
export function findingTitle(finding: PlanFinding, controller: EditorController): string {
  const statistic = statisticName(controller, finding.statistic);
  return finding.count === undefined ? t('editor.secretDerivable', { statistic }) : t('editor.countDerivable', { count: finding.count, statistic });
}

function findingRow(watch: DisclosureWatch, controller: EditorController, finding: PlanFinding): TemplateResult {
  const open = watch.open === finding.id;
  return html`<div class="finding-head">
      <button class="finding-title" aria-expanded=${open} aria-controls="certificate-${finding.id}" @click=${() => watch.toggle(finding.id)}>
        ${icon(open ? 'chevronUp' : 'chevronDown', 16)}<span>${findingTitle(finding, controller)}</span>
      </button>
      <button class="button link dense" aria-label=${t('editor.showFinding', { finding: findingTitle(finding, controller) })} @click=${() => controller.fly.toBlocks(finding.blocks)}>${t('editor.show')}</button>
    </div>
    ${open ? html`<div id="certificate-${finding.id}">${certificate(finding, controller)}${repairs(watch, controller)}</div>` : nothing}`;
}

/** A column, a rule, a result: anyone can do it by hand. Without clearance the same column has no numbers. */
function certificate(finding: PlanFinding, controller: EditorController): TemplateResult {
  const terms = finding.terms.toSorted((a, b) => b.sign - a.sign);
  return html`<p class="t12 ink2">${t('editor.fromPublished', { count: terms.length })} ${t('editor.threshold', { value: finding.threshold })}</p>
    <table class="certificate">
      <caption class="visually-hidden">${t('editor.certificate')}</caption>
      <tbody>
        ${terms.map(
          ({ sign, times, zone, name, value, from, plan }, i) => html`<tr>
            <td class="sign-cell">${i === 0 && sign > 0 ? nothing : sign > 0 ? '+' : '−'}${i === 0 && sign > 0 ? html`<span class="visually-hidden">+</span>` : nothing}</td>
            <th scope="row">${times > 1 ? `${times} × ` : ''}${name === '' || name === zone ? zone : `${zone} ${name}`}<span class="t12 ink3 source">${plan ? t('editor.thisPlan') : from?.kind === 'release' ? t('editor.releaseNumber', { number: String(from.number) }) : (from?.title ?? '')}</span></th>
            ${value === undefined ? nothing : html`<td class="num">${formatNumber(value)}</td>`}
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td class="sign-cell">=</td>
          <th scope="row">${finding.dividedBy > 1 ? t('editor.restDivided', { by: finding.dividedBy }) : t('editor.rest')}</th>
          ${finding.count === undefined ? html`<td class="num secret">${t('editor.secretNumber')}</td>` : html`<td class="num secret">${formatNumber(finding.count)} ${statisticName(controller, finding.statistic)}</td>`}
        </tr>
      </tfoot>
    </table>`;
}

function repairs(watch: DisclosureWatch, controller: EditorController): TemplateResult {
  if (watch.repairs === null) return html`<p class="t12 ink3">${t('editor.repairsSought')}</p>`;
  const offered = watch.repairs.filter(({ operation }) => operation !== null).slice(0, 2);
  if (offered.length === 0) return html`<p class="t12 ink2">${t('editor.noRepair')}</p>`;
  return html`${offered.map(
    (repair) => html`<div class="repair">
      <p><b>${t('editor.proposal')}</b> ${repairText(repair, controller)} ${lossText(repair)}</p>
      ${controller.readOnly ? nothing : html`<button class="button ${repair === offered[0] ? 'primary' : 'secondary'} dense" @click=${() => watch.repair(repair)}>${isLossless(repair) ? t('editor.repairLossless') : t('editor.repair')}</button>`}
    </div>`,
  )}`;
}

const isLossless = ({ lost }: PlanRepair) => lost.cells === 0 && lost.zones === 0;

function repairText({ operation, zones }: PlanRepair, controller: EditorController): string {
  const named = (zone: string) => {
    const name = controller.session.zoneAt(controller.session.slotOf(zone) ?? -1)?.name ?? '';
    return name === '' || name === zone ? zone : `${zone} ${name}`;
  };
  if (operation?.type === 'assign') {
    const params = { zone: named(operation.zone), block: operation.blocks[0] ?? '', count: operation.blocks.length };
    return operation.blocks.length === 1 ? t('editor.repairBlock', params) : t('editor.repairBlocks', params);
  }
  return t('editor.repairMerge', { zone: named(zones[0] ?? ''), into: named(zones[1] ?? '') });
}

function lossText({ lost }: PlanRepair): string {
  if (lost.cells === 0 && lost.zones === 0) return t('editor.noLoss');
  return lost.zones > 0 ? t('editor.lossZones', { count: lost.zones }) : t('editor.lossCells', { count: lost.cells });
}

export const disclosureStyles = css`
  .disclosure h2 { display: flex; align-items: center; gap: 8px; color: var(--zs-danger); }
  .disclosure li { display: block !important; padding: 2px 0; }
  .finding-head { display: flex; justify-content: space-between; align-items: center; gap: 8px; min-height: 32px; }
  .finding-title { display: inline-flex; align-items: flex-start; gap: 6px; text-align: left; color: var(--zs-danger); font-weight: 500; padding: 4px 0; }
  .finding-title svg { flex: none; margin-top: 2px; }
  .certificate { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 4px 0 8px; }
  .certificate th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); text-align: left; padding: 2px 4px 2px 0; }
  .certificate .source { display: block; line-height: 16px; }
  .certificate .sign-cell { width: 20px; color: var(--zs-ink3); vertical-align: top; }
  .certificate .num { text-align: right; vertical-align: top; white-space: nowrap; }
  .certificate tfoot td, .certificate tfoot th { border-top: 1px solid var(--zs-ink); padding-top: 4px; }
  .certificate .secret { color: var(--zs-danger); font-weight: 600; }
  .repair { border-top: 1px solid var(--zs-line); padding: 8px 0; display: grid; gap: 6px; justify-items: start; }
  .issues .repair .button, .sheet-issues .repair .button { padding: 0 12px; }
  .issues:has(.disclosure) { border-left-color: var(--zs-danger); max-height: calc(100% - 380px); min-height: 120px; overflow-y: auto; }
  .issues:has(.disclosure) ul { max-height: none; }
  .disclosure + .hints { border-top: 1px solid var(--zs-line); margin-top: 6px; padding-top: 6px; }
  @media (max-width: 699px) {
    .finding-title, .repair .button { min-height: 44px; }
  }
`;
