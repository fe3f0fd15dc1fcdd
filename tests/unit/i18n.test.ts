// The two languages say the same: equal keys, equal placeholders, complete plurals; numbers as each language writes them.
import { describe, expect, it } from 'vitest';
import { formatDate, formatNumber, formatPercent, formatSigned } from '../../client/i18n/format.ts';
import { textIn } from '../../client/i18n/i18n.ts';
import de from '../../client/i18n/de.json';
import en from '../../client/i18n/en.json';

type Table = Record<string, Record<string, string>>;

function flatten(table: Table): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([section, texts]) => Object.entries(texts).map(([key, text]) => [`${section}.${key}`, text] as const)),
  );
}

const german = flatten(de);
const english = flatten(en);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('texts', () => {
  it('every German key has an English text and the other way round', () => {
    expect([...english.keys()].sort()).toEqual([...german.keys()].sort());
  });

  it('no text is empty', () => {
    expect([...german, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('both languages fill the same placeholders', () => {
    // Refusals are held against what the server gives in import-words.test.ts.
    const different = [...german].filter(([key]) => !key.startsWith('refusals.')).filter(([key, text]) => {
      // The singular may spell its number out: "1 Gebiet" and "one zone".
      const other = english.get(key) ?? '';
      const without = (names: string[]) => (key.endsWith('_one') ? names.filter((name) => name !== '{count}') : names);
      return without(placeholders(text)).join() !== without(placeholders(other)).join();
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('a plural has both its forms', () => {
    const half = [...german.keys()].filter(
      (key) => (key.endsWith('_one') && !german.has(key.replace(/_one$/, '_other'))) || (key.endsWith('_other') && !german.has(key.replace(/_other$/, '_one'))),
    );
    expect(half).toEqual([]);
  });

  it('public texts never put a bound on a withheld number', () => {
    const map = [...german].filter(([key]) => ['map.', 'start.', 'charts.', 'profile.'].some((section) => key.startsWith(section)));
    expect(map.filter(([, text]) => /unter \d|weniger als \d|höchstens \d/i.test(text)).map(([key]) => key)).toEqual([]);
  });

  it('an unknown key shows itself', () => {
    expect(textIn('de', 'shell.noSuchText')).toBe('shell.noSuchText');
  });

  it('parameters are written in the language', () => {
    expect(textIn('de', 'shell.progress', { words: 'Werte laden', percent: 62.5 })).toBe('Werte laden, 62,5 Prozent');
    expect(textIn('en', 'shell.progress', { words: 'Loading values', percent: 62.5 })).toBe('Loading values, 62.5 per cent');
  });
});

describe('numbers and dates', () => {
  it('German: 1.234,5 with a real minus and a no-break space before the percent sign', () => {
    expect(formatNumber(1234.5, 1, 'de')).toBe('1.234,5');
    expect(formatNumber(-4, 0, 'de')).toBe('\u22124');
    expect(formatPercent(23.44, 1, 'de')).toBe('23,4\u00A0%');
    expect(formatSigned(3.1, 1, 'de')).toBe('+3,1');
    expect(formatDate('2025-12-31', 'de')).toBe('31.12.2025');
  });

  it('English: 1,234.5', () => {
    expect(formatNumber(-1234.5, 1, 'en')).toBe('\u22121,234.5');
    expect(formatPercent(23.44, 1, 'en')).toBe('23.4%');
    expect(formatDate('2025-12-31', 'en')).toBe('31\u00A0Dec\u00A02025');
  });

  it('what rounds to zero has no sign', () => {
    expect(formatSigned(-0.04, 1, 'de')).toBe('0,0');
    expect(formatSigned(0.04, 1, 'en')).toBe('0.0');
  });
});
