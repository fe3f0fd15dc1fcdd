// The form that asks for a release: what follows from a choice, what is missing, and what is sent.
import { describe, expect, it } from 'vitest';
import type { Rules } from '../../client/privacy/model.ts';
import { draftFor, draftProblem, draftRules } from '../../client/privacy/panels/rules-panels.ts';
import { chosenAfter, datesOf, missingOf, wishOf, type RequestDraft } from '../../client/privacy/request-draft.ts';
import type { Known } from '../../client/privacy/privacy-session.ts';

const KNOWN = {
  geographies: [
    { geography: 'stadtteile', versions: [{ version: 1, title: 'Stand 2015' }, { version: 2, title: 'Stand 2021' }] },
    { geography: 'wahlbezirke', versions: [{ version: 1, title: 'Stand 2020' }] },
  ],
  statistics: [
    { statistic: 'residents', referenceDates: ['2024-12-31', '2025-12-31'] },
    { statistic: 'households', referenceDates: ['2025-12-31'] },
  ],
} as unknown as Known;
const EMPTY: RequestDraft = { geography: '', version: 0, statistics: [], referenceDates: [], threshold: '', method: 'suppress', purpose: '' };

describe('the form of a release', () => {
  it('begins with the newest version of the first cut and the newest date', () => {
    expect(chosenAfter(EMPTY, KNOWN, {})).toMatchObject({ geography: 'stadtteile', version: 2, referenceDates: ['2025-12-31'] });
  });

  it('takes the version along when the cut changes, and drops dates on which nothing chosen was counted', () => {
    const draft = chosenAfter(EMPTY, KNOWN, { statistics: ['residents'], referenceDates: ['2024-12-31', '2025-12-31'] });
    expect(chosenAfter(draft, KNOWN, { geography: 'wahlbezirke', version: 0 })).toMatchObject({ geography: 'wahlbezirke', version: 1, referenceDates: ['2024-12-31', '2025-12-31'] });
    expect(chosenAfter(draft, KNOWN, { statistics: ['households'] }).referenceDates).toEqual(['2025-12-31']);
    expect(datesOf({ statistics: ['households'] }, KNOWN)).toEqual(['2025-12-31']);
  });

  it('says what is missing, and sends nothing laxer than was typed', () => {
    const draft: RequestDraft = { ...EMPTY, geography: 'stadtteile', version: 2, statistics: ['residents'], referenceDates: ['2025-12-31'], purpose: ' Bericht ' };
    expect(missingOf({ ...draft, statistics: [] })).toBe('statistics');
    expect(missingOf({ ...draft, referenceDates: [] })).toBe('referenceDates');
    expect(missingOf({ ...draft, purpose: '  ' })).toBe('purpose');
    for (const threshold of ['0', '-3', '2,5', 'drei']) expect(missingOf({ ...draft, threshold })).toBe('threshold');
    expect(missingOf(draft)).toBeNull();
    expect(wishOf(draft)).toEqual({ geography: 'stadtteile', version: 2, statistics: ['residents'], referenceDates: ['2025-12-31'], method: 'suppress', purpose: 'Bericht' });
    expect(wishOf({ ...draft, threshold: '7' })).toMatchObject({ ruleSet: { threshold: 7, zeros: 'open' } });
    expect(wishOf({ ...draft, method: 'round' })).toMatchObject({ method: 'round' });
  });
});

it('a new version of rules with noise builds on every digit of the one before', () => {
  const rules: Rules = { threshold: 5, zeros: 'open', protect: 'small', minimumDenominator: 30, noise: { largest: 6, variance: 3.0625, blocked: 2, unimodal: true } };
  const draft = draftFor('Einwohnerregister', rules);
  expect(draft.noise).toMatchObject({ variance: '3,0625' });
  expect(draftRules(draft, rules)).toEqual(rules);
  expect(draftRules({ ...draft, noise: null }, rules)).toEqual({ threshold: 5, zeros: 'open', protect: 'small', minimumDenominator: 30 });
  const table = { rows: [{ noise: [0], probability: [1] }] };
  expect(draftRules(draftFor('x', { ...rules, noise: table }), rules).noise).toEqual(table);
  expect(draftProblem({ ...draft, basis: 'x', threshold: '7' }, rules)).toContain('mindestens die Mindestfallzahl');
  expect(draftProblem({ ...draft, basis: 'x' }, rules)).toBe('');
});
