// Lines with a separator as rows of texts (RFC 4180, and quotes as offices set them), without asking for a header or even rows: official
// tables carry titles above and notes below.
import { say } from '../refusals/say.ts';
import type { Grid, GridRow, TableProblem } from './grid.ts';

export const SEPARATORS = [';', '\t', ',', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

const SAMPLE_LINES = 400;

/**
 * The separator that most lines have equally often; null where none has: such a file is one of fixed width, or has one column. A decimal
 * comma in every line of a semicolon table comes second, since semicolons are asked first.
 */
export function sniffSeparator(text: string): Separator | null {
  const lines = sampleLines(text).map((line) => line.replaceAll(/"[^"]*"/g, ''));
  let best: Separator | null = null;
  let bestShare = 0.5;
  for (const separator of SEPARATORS) {
    const times = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(separator).length - 1;
      if (count > 0) times.set(count, (times.get(count) ?? 0) + 1);
    }
    const share = Math.max(0, ...times.values()) / lines.length;
    if (share > bestShare + (best === null ? 0 : 1e-9)) [best, bestShare] = [separator, share];
  }
  return best;
}

/** Lines from the top that hold anything. */
export function sampleLines(text: string): string[] {
  return text.slice(0, 400_000).split(/\r?\n/, SAMPLE_LINES).filter((line) => line.trim() !== '');
}

/** Splits at a separator. Texts are trimmed; line ends may be CRLF, LF or CR. */
export function splitDelimited(text: string, separator: string): Grid | TableProblem {
  const rows: GridRow[] = [];
  const end = text.length;
  const isSpace = (character: string | undefined) => character === ' ' || (character === '\t' && separator !== '\t');
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < end) {
    const number = line;
    const cells: string[] = [];
    for (;;) {
      let start = at;
      while (isSpace(text[start])) start++;
      if (text[start] === '"') {
        const quoted = readQuoted(text, start);
        if (quoted === null) return { code: 'OPEN_QUOTE', row: line, problem: say('OPEN_QUOTE'), accepted: say('TAKE_CLOSED_QUOTES') };
        line += quoted.lines;
        at = quoted.after;
        // What stands behind the closing mark belongs to the text, as in 5" pipes.
        const rest = plainEnd(text, at, separator);
        cells.push((quoted.text + text.slice(at, rest)).trim());
        at = rest;
      } else {
        const stop = plainEnd(text, at, separator);
        cells.push(text.slice(at, stop).trim());
        at = stop;
      }
      if (text[at] !== separator) break;
      at++;
    }
    rows.push({ number, cells });
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
  }
  return { rows, ragged: true };
}

function plainEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === separator || character === '\n' || character === '\r') break;
    at++;
  }
  return at;
}

function readQuoted(text: string, quote: number): { readonly text: string; readonly after: number; readonly lines: number } | null {
  let found = '';
  let from = quote + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close < 0) return null;
    found += text.slice(from, close);
    if (text[close + 1] !== '"') return { text: found, after: close + 1, lines: found.split('\n').length - 1 };
    found += '"';
    from = close + 2;
  }
}
