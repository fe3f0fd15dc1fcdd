// Rules of a statistics table: which statistic a number counts in, by its column and by the values of the categories.
import { css, html, nothing, type TemplateResult } from 'lit';
import { localised, t } from '../../i18n/i18n.ts';
import { codeOf } from '../../../core/tables/propose-mapping.ts';
import type { StatisticRule, TableMapping } from '../../../core/tables/table-mapping.ts';
import { icon } from '../../shell/icons.ts';
import type { ImportSession } from '../import-session.ts';
import type { TableSession } from '../table-session.ts';

const NEW = '+';
const LEFT = '-';

export function tableRules(session: ImportSession, table: TableSession, mapping: TableMapping): TemplateResult {
  const measures = mapping.values === 'rows' ? [] : [...new Set(mapping.values.map(({ measure }) => measure))];
  const set = (rules: readonly StatisticRule[], statistics = table.mapping!.statistics) => table.change({ ...table.mapping!, rules, statistics });
  const change = (at: number, part: Partial<StatisticRule>) => set(table.mapping!.rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)));
  return html`<h3 id="rules-title">${t('imports.rulesTitle', { count: mapping.rules.length })}</h3>
    <p class="note-line rules-lead">${t(mapping.categories.length > 0 ? 'imports.rulesLead' : 'imports.rulesLeadPlain')}</p>
    <div class="scroll-table rules" tabindex="0" role="region" aria-labelledby="rules-title">
      <table class="plain">
        <thead><tr>
          <th scope="col">${t('imports.statisticHead')}</th>
          ${measures.length > 1 ? html`<th scope="col">${t('imports.ofNumbers')}</th>` : nothing}
          ${mapping.categories.map((name) => html`<th scope="col">${name}</th>`)}
          <th scope="col"><span class="visually-hidden">${t('imports.removeRule')}</span></th>
        </tr></thead>
        <tbody>${mapping.rules.map((rule, at) => ruleRow(rule, at))}</tbody>
      </table>
    </div>
    <div class="actions rule-actions">
      <button class="button quiet dense" id="add-rule" @click=${() => set([...mapping.rules, { statistic: null, ...(measures.length === 1 ? { measure: measures[0]! } : {}), when: {} }])}>${icon('plus', 16)}${t('imports.addRule')}</button>
      ${mapping.categories.length === 0
        ? nothing
        : html`<label class="otherwise"><input type="checkbox" .checked=${mapping.otherwise === 'leave'} @change=${(event: Event) => table.change({ ...table.mapping!, otherwise: (event.target as HTMLInputElement).checked ? 'leave' : 'refuse' })} />${t('imports.otherwiseLeave')}</label>
            <label class="otherwise"><input type="checkbox" .checked=${mapping.absent === 'zero'} @change=${(event: Event) => table.change({ ...table.mapping!, absent: (event.target as HTMLInputElement).checked ? 'zero' : 'missing' })} />${t('imports.absentZero')}</label>`}
    </div>`;

  function ruleRow(rule: StatisticRule, at: number): TemplateResult {
    const number = at + 1;
    return html`<tr class=${rule.statistic === null ? 'off' : ''}>
      <td>${statisticField(rule, at)}</td>
      ${measures.length > 1
        ? html`<td><select aria-label=${t('imports.numbersOfRule', { number })} @change=${(event: Event) => {
              const { value } = event.target as HTMLSelectElement;
              const { measure: _, ...rest } = rule;
              set(table.mapping!.rules.map((other, i) => (i === at ? (value === '' ? rest : { ...rest, measure: value }) : other)));
            }}>
            <option value="" ?selected=${rule.measure === undefined}>${t('imports.anyValue')}</option>
            ${measures.map((measure) => html`<option value=${measure} ?selected=${measure === rule.measure}>${measure}</option>`)}
          </select></td>`
        : nothing}
      ${mapping.categories.map((name) => html`<td>${categoryField(rule, at, name)}</td>`)}
      <td><button class="icon-button" aria-label=${t('imports.removeRuleOf', { number })} title=${t('imports.removeRule')} @click=${() => set(mapping.rules.filter((_, i) => i !== at))}>${icon('close', 16)}</button></td>
    </tr>`;
  }

  function statisticField(rule: StatisticRule, at: number): TemplateResult {
    const known = session.known.statistics.some(({ statistic }) => statistic === rule.statistic);
    const value = rule.statistic === null ? LEFT : known ? rule.statistic : NEW;
    const names = rule.statistic === null ? undefined : mapping.statistics[rule.statistic];
    return html`<select
        aria-label=${t('imports.statisticOfRule', { number: at + 1 })}
        @change=${(event: Event) => {
          const chosen = (event.target as HTMLSelectElement).value;
          if (chosen === LEFT) change(at, { statistic: null });
          else if (chosen !== NEW) change(at, { statistic: chosen });
          else named(at, freshName(rule));
        }}
      >
        ${session.known.statistics.map((one) => html`<option value=${one.statistic} ?selected=${value === one.statistic}>${localised(one.name)}</option>`)}
        <option value=${NEW} ?selected=${value === NEW}>${t('imports.newStatistic')}</option>
        <option value=${LEFT} ?selected=${value === LEFT}>${t('imports.notTaken')}</option>
      </select>
      ${value === NEW ? html`<input class="new-name" aria-label=${t('imports.nameOfRule', { number: at + 1 })} .value=${names?.de ?? rule.statistic!} @change=${(event: Event) => named(at, (event.target as HTMLInputElement).value.trim() || freshName(rule))} />` : nothing}`;
  }

  /** The code follows the name; the English one may be told later in the catalogue. */
  function named(at: number, name: string): void {
    const code = codeOf(name);
    const rules = table.mapping!.rules.map((rule, i) => (i === at ? { ...rule, statistic: code } : rule));
    const used = new Set(rules.map(({ statistic }) => statistic));
    const kept = Object.fromEntries(Object.entries(table.mapping!.statistics).filter(([known]) => used.has(known)));
    set(rules, { ...kept, [code]: { de: name, en: name } });
  }

  function freshName(rule: StatisticRule): string {
    const values = Object.values(rule.when).flat();
    return [rule.measure ?? '', ...values].filter((part) => part !== '').join(' ') || t('imports.newStatistic');
  }

  function categoryField(rule: StatisticRule, at: number, name: string): TemplateResult {
    const values = table.look?.reading?.columns.find((column) => column.name === name)?.values ?? [];
    const chosen = rule.when[name];
    const label = chosen === undefined ? t('imports.anyValue') : chosen.join(', ');
    return html`<details class="values">
      <summary aria-label=${t('imports.valuesOfRule', { category: name, number: at + 1, values: label })}>${label}</summary>
      <div class="checks">
        ${values.map(({ value, label: words }) => {
          const text = words ?? value;
          return html`<label><input
            type="checkbox"
            .checked=${chosen?.includes(text) === true || chosen?.includes(value) === true}
            @change=${(event: Event) => {
              const rest = (chosen ?? []).filter((other) => other !== text && other !== value);
              const next = (event.target as HTMLInputElement).checked ? [...rest, text] : rest;
              const when = Object.fromEntries(Object.entries(rule.when).filter(([other]) => other !== name));
              change(at, { when: next.length === 0 ? when : { ...when, [name]: next } });
            }}
          />${text}</label>`;
        })}
      </div>
    </details>`;
  }
}

export const tableRuleStyles = css`
  .rules { max-height: 420px; }
  .rules td { min-width: 120px; }
  .rules td:first-child { min-width: 190px; }
  .rules td:last-child { min-width: 44px; }
  .rules .new-name { margin-top: 4px; }
  .rules-lead { margin-bottom: 8px; padding-top: 0; }
  .rule-actions { margin-top: 8px; }
  .otherwise { display: inline-flex; align-items: center; gap: 8px; min-height: 32px; cursor: pointer; }
  .values summary { color: var(--zs-ink); font-weight: 400; padding: 5px 0; min-height: 32px; max-width: 220px; }
  .values .checks { max-height: 180px; overflow-y: auto; flex-direction: column; flex-wrap: nowrap; }
`;
