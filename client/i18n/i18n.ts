// Texts in German (source) and English: look-up by key with parameters and plural, the chosen language, and its persistence.
import type { ReactiveControllerHost } from 'lit';
import deTexts from './de.json';
import enTexts from './en.json';

export type Language = 'de' | 'en';
export const LANGUAGES: readonly Language[] = ['de', 'en'];

type Texts = typeof deTexts;
type WithoutPlural<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

/** Every key of de.json as "section.key"; a plural pair `x_one`, `x_other` is the one key `x`. */
export type TextKey = {
  [Section in keyof Texts & string]: `${Section}.${WithoutPlural<keyof Texts[Section] & string>}`;
}[keyof Texts & string];

export type TextParams = Readonly<Record<string, string | number>>;

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;
const TABLES: Readonly<Record<Language, Table>> = { de: deTexts, en: enTexts };
const STORAGE_KEY = 'zuschnitt.language';
const listeners = new Set<() => void>();

let current: Language = initialLanguage();

function initialLanguage(): Language {
  if (typeof document === 'undefined') return 'de';
  const stored = readStored();
  if (stored !== undefined) return stored;
  return document.documentElement.lang.startsWith('en') ? 'en' : 'de';
}

function readStored(): Language | undefined {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return LANGUAGES.find((language) => language === stored);
  } catch {
    return undefined; // storage switched off: the choice then lasts as long as the page
  }
}

export function language(): Language {
  return current;
}

/** Switches all texts, remembers the choice and sets the document's `lang`. */
export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  try {
    localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // as above
  }
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Calls `listener` after every switch; returns what ends it. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `{de, en}` as the server sends it for names. */
export interface LocalisedName {
  readonly de: string;
  readonly en: string;
}

export function localised(name: LocalisedName): string {
  return name[current] || name.de;
}

const integerFormats: Record<Language, Intl.NumberFormat> = {
  de: new Intl.NumberFormat('de-DE', { maximumFractionDigits: 3 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }),
};
const pluralRules: Record<Language, Intl.PluralRules> = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };

/**
 * The text of `key` in the chosen language. `{name}` is replaced by `params.name`, numbers in the language's writing.
 * A plural pair is chosen by `params.count`. An unknown key shows itself, so that it is seen in review.
 */
export function t(key: TextKey, params: TextParams = {}): string {
  return textIn(current, key, params);
}

export function textIn(lang: Language, key: string, params: TextParams = {}): string {
  const dot = key.indexOf('.');
  const section = TABLES[lang][key.slice(0, dot)];
  const name = key.slice(dot + 1);
  const count = params.count;
  const form = typeof count === 'number' ? (pluralRules[lang].select(count) === 'one' ? 'one' : 'other') : undefined;
  const template = (form === undefined ? undefined : section?.[`${name}_${form}`]) ?? section?.[name];
  if (template === undefined) return key;
  // Most texts have no place to fill, and a frame of the editor asks for hundreds.
  if (!template.includes('{')) return template;
  return template.replace(/\{(\w+)\}/g, (whole, param: string) => {
    const value = params[param];
    if (value === undefined) return whole;
    return typeof value === 'number' ? integerFormats[lang].format(value).replace('-', '\u2212') : value;
  });
}

/** Redraws a Lit element after a language switch; called once in its constructor. */
export function followLanguage(host: ReactiveControllerHost): void {
  let stop: (() => void) | undefined;
  host.addController({
    hostConnected() {
      stop = onLanguageChange(() => host.requestUpdate());
    },
    hostDisconnected() {
      stop?.();
    },
  });
}

if (typeof document !== 'undefined' && readStored() !== undefined) document.documentElement.lang = current;
