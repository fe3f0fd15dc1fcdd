// Rules: what is secret by itself and why, that rule files are checked field by field, and that confidential parts stay out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, upperProtection } from '../../core/disclosure/rules/dominance.ts';
import { parseRules } from '../../core/disclosure/rules/parse-rules.ts';
import { DENOMINATOR, DOMINATED, HOMOGENEOUS, OPEN, primaryReason, primaryZones, SECOND_UNIT, SMALL, ZERO } from '../../core/disclosure/rules/primary-rules.ts';
import { canonicalRules, leastWithheld, publicRules, type RuleSet } from '../../core/disclosure/rules/rule-set.ts';

describe('a rule set that is read', () => {
  it('is the default of the Bundesagentur where nothing is said', () => {
    expect(parseRules({})).toEqual({ rules: { threshold: 3, zeros: 'open' }, problems: [] });
    expect(parseRules({ threshold: 5, zeros: 'protect' }).rules).toEqual({ threshold: 5, zeros: 'protect' });
  });

  it('may hold every rule', () => {
    const rules: RuleSet = { threshold: 3, zeros: 'open', secondUnit: { statistic: 'households', threshold: 3 }, homogeneity: { threshold: 1 }, minimumDenominator: 300, dominance: [{ n: 1, k: 50 }, { p: 10 }, { p: 10, q: 80 }], roundingBase: 5, protect: 'exact', attackerMinimum: 0 };
    expect(parseRules(JSON.parse(JSON.stringify(rules)))).toEqual({ rules, problems: [] });
  });

  it('names every field that is wrong, why, and what would be accepted', () => {
    const wrong: [unknown, string, string][] = [
      [[], 'not-an-object', ''],
      [{ treshold: 3 }, 'unknown-field', 'treshold'],
      [{ threshold: '3' }, 'not-a-whole-number', 'threshold'],
      [{ threshold: 2.5 }, 'not-a-whole-number', 'threshold'],
      [{ threshold: 0 }, 'out-of-range', 'threshold'],
      [{ threshold: 1e9 }, 'out-of-range', 'threshold'],
      [{ zeros: 'closed' }, 'not-a-choice', 'zeros'],
      [{ secondUnit: 3 }, 'not-an-object', 'secondUnit'],
      [{ secondUnit: { statistic: 'households' } }, 'missing', 'secondUnit.threshold'],
      [{ secondUnit: { statistic: ' ', threshold: 3 } }, 'not-a-name', 'secondUnit.statistic'],
      [{ homogeneity: {} }, 'missing', 'homogeneity.threshold'],
      [{ homogeneity: { threshold: 1, share: 0.9 } }, 'unknown-field', 'homogeneity.share'],
      [{ minimumDenominator: -1 }, 'out-of-range', 'minimumDenominator'],
      [{ dominance: 85 }, 'not-a-dominance-rule', 'dominance'],
      [{ dominance: [] }, 'not-a-dominance-rule', 'dominance'],
      [{ dominance: { n: 2, k: 100 } }, 'out-of-range', 'dominance.k'],
      [{ dominance: [{ p: 10 }, { p: 10, q: 5 }] }, 'out-of-range', 'dominance.1.q'],
      [{ dominance: { n: 1, k: 85 } }, 'one-contributor-alone', 'dominance'],
      [{ roundingBase: 1 }, 'out-of-range', 'roundingBase'],
      [{ attackerMinimum: 2 }, 'not-a-choice', 'attackerMinimum'],
      [{ zeros: 'protect', attackerMinimum: 1 }, 'contradiction', 'attackerMinimum'],
    ];
    for (const [value, code, field] of wrong) {
      const { rules, problems } = parseRules(value);
      expect(rules).toBeNull();
      expect(problems, JSON.stringify(value)).toMatchObject([{ code, field }]);
      expect(problems[0]!.accepted).not.toBe('');
    }
    expect(parseRules({ threshold: 0, zeros: 1, roundingBase: 0 }).problems.map(({ field }) => field)).toEqual(['threshold', 'zeros', 'roundingBase']);
  });

  it('never repeats the parameters of dominance: not to others, and not in its own problems', () => {
    const rules: RuleSet = { threshold: 3, zeros: 'open', dominance: { p: 17.25, q: 83.5 } };
    expect(JSON.stringify(publicRules(rules))).toBe('{"threshold":3,"zeros":"open","dominance":"confidential"}');
    expect(publicRules({ threshold: 3, zeros: 'open' })).toEqual({ threshold: 3, zeros: 'open' });
    for (const dominance of [{ p: 117.25 }, { n: 2, k: 183.5 }, { p: 83.5, q: 17.25 }]) expect(JSON.stringify(parseRules({ dominance }).problems)).not.toMatch(/17\.25|83\.5/);
  });

  it('has one text, whatever the order it was written in', () => {
    expect(canonicalRules({ zeros: 'open', threshold: 3, secondUnit: { threshold: 3, statistic: 'x' } })).toBe(canonicalRules({ secondUnit: { statistic: 'x', threshold: 3 }, threshold: 3, zeros: 'open', protect: undefined }));
  });

  it('says what anybody takes a withheld count for at least', () => {
    expect(leastWithheld({ threshold: 3, zeros: 'open' })).toBe(1);
    expect(leastWithheld({ threshold: 3, zeros: 'structural', homogeneity: { threshold: 1 } })).toBe(1);
    // A zero is withheld where it would tell that all the others are of one kind.
    expect(leastWithheld({ threshold: 3, zeros: 'open', homogeneity: { threshold: 1 } })).toBe(0);
    expect(leastWithheld({ threshold: 3, zeros: 'protect' })).toBe(0);
    expect(leastWithheld({ threshold: 3, zeros: 'open', attackerMinimum: 0 })).toBe(0);
  });
});

describe('a number that is secret by itself', () => {
  const rules: RuleSet = { threshold: 3, zeros: 'open', secondUnit: { statistic: 'households', threshold: 3 }, homogeneity: { threshold: 2 }, minimumDenominator: 10 };

  it('is so for one reason, the first that holds', () => {
    expect(primaryReason(rules, 2)).toBe(SMALL);
    expect(primaryReason(rules, 3)).toBe(OPEN);
    expect(primaryReason(rules, 0)).toBe(OPEN);
    expect(primaryReason({ ...rules, zeros: 'protect' }, 0)).toBe(ZERO);
    expect(primaryReason({ ...rules, zeros: 'structural' }, 0, { base: 50 })).toBe(OPEN);
    expect(primaryReason(rules, 19, { base: 20 })).toBe(HOMOGENEOUS);
    expect(primaryReason(rules, 18, { base: 20 })).toBe(OPEN);
    expect(primaryReason(rules, 5, { base: 9 })).toBe(DENOMINATOR);
    expect(primaryReason(rules, 0, { base: 0, secondUnit: 0 })).toBe(OPEN);
    expect(primaryReason(rules, 9, { base: 20, secondUnit: 2 })).toBe(SECOND_UNIT);
    expect(primaryReason(rules, 9, { base: 20, secondUnit: 3 })).toBe(OPEN);
    expect(primaryReason({ ...rules, dominance: { p: 10 } }, 9, { contributions: [8, 1] })).toBe(DOMINATED);
  });

  it('is found zone by zone; where a number beside it is unknown the rest decides', () => {
    expect([...primaryZones(rules, [2, 9, 9, 9], [50, 50, 10, NaN], [1, 2, 9, NaN])]).toEqual([SMALL, SECOND_UNIT, HOMOGENEOUS, OPEN]);
    expect([...primaryZones({ threshold: 3, zeros: 'open' }, [0, 1, 3])]).toEqual([OPEN, SMALL, OPEN]);
  });
});

describe('dominance', () => {
  const contributions = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 });

  it('p %: exactly where the second largest comes within p % of the largest by subtracting himself', () => {
    fc.assert(
      fc.property(contributions, fc.integer({ min: 1, max: 100 }), (x, p) => {
        const [first = 0, second = 0] = x.toSorted((a, b) => b - a);
        const total = x.reduce((a, b) => a + b, 0);
        const estimate = total - second;
        expect(dominates({ p }, x)).toBe(total > 0 && 100 * (estimate - first) < p * first);
      }),
    );
  });

  it('(n,k): exactly where the n largest hold more than k %; a sum that is larger by the protection is content', () => {
    fc.assert(
      fc.property(contributions, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 50, max: 99 }), (x, n, k) => {
        const total = x.reduce((a, b) => a + b, 0);
        const largest = x.toSorted((a, b) => b - a).slice(0, n).reduce((a, b) => a + b, 0);
        expect(dominates({ n, k }, x)).toBe(100 * largest > k * total);
        const more = upperProtection({ n, k }, x);
        if (more > 0) expect((100 * largest) / (total + more)).toBeCloseTo(k, 9);
      }),
    );
  });

  it('(p,q) asks less the less was known before, and one contributor alone is always secret', () => {
    expect(dominates({ p: 10, q: 50 }, [100, 50, 15])).toBe(true);
    expect(dominates({ p: 10 }, [100, 50, 15])).toBe(false);
    for (const rule of [{ p: 1 }, { p: 1, q: 99 }, { n: 2, k: 99 }]) expect(dominates(rule, [7])).toBe(true);
    for (const rule of [{ p: 1 }, { p: 1, q: 99 }, { n: 2, k: 99 }]) expect(dominates(rule, [0, 0])).toBe(false);
  });
});
