// Colours: the tokens are KERN's own, canvases draw the same ones, and texts and signs keep their contrast.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readKernTokens } from '../../client/build/kern-tokens.ts';
import * as palette from '../../client/shell/palette.ts';

const tokens = readFileSync(new URL('../../client/shell/tokens.css', import.meta.url), 'utf8');
const kern = readKernTokens(readFileSync(createRequire(import.meta.url).resolve('@kern-ux/native/dist/kern.css'), 'utf8'));

/** Name, KERN's primitive and the fallback of every token that has both. */
const linked = [...tokens.matchAll(/--zs-([\w-]+): var\(--(kern-color-[\w-]+), (#[0-9a-f]{6})\)/g)].map(([, name, primitive, fallback]) => ({
  name: name!,
  primitive: primitive!,
  fallback: fallback!,
}));

/** sRGB hex of an OKLCH colour (B. Ottosson 2020, "A perceptual color space for image processing"). */
function hexOf(lightness: number, chroma: number, hue: number): string {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const [l, m, s] = [
    (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear
    .map((part) => Math.min(1, Math.max(0, part)))
    .map((part) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055))
    .map((part) => Math.round(255 * part).toString(16).padStart(2, '0'))
    .join('')}`;
}

/** WCAG 2.1 contrast of two hex colours. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const token = (name: string) => linked.find((one) => one.name === name)!.fallback;

describe('tokens', () => {
  it('every one is the KERN primitive that it names, also where KERN is not loaded', () => {
    expect(linked.length).toBeGreaterThan(15);
    for (const { primitive, fallback } of linked) {
      const [, lightness, chroma, hue] = new RegExp(`--${primitive}:\\s*oklch\\(([\\d.]+)% ([\\d.]+) ([\\d.]+)\\)`).exec(kern) ?? [];
      expect(lightness, `${primitive} is not in KERN`).toBeDefined();
      expect(hexOf(Number(lightness) / 100, Number(chroma), Number(hue)), primitive).toBe(fallback);
    }
  });

  it('no page goes dark by itself: KERN comes without its media queries', () => {
    expect(kern).not.toContain('@media');
    expect(kern).not.toContain('dark]');
  });

  it('canvases draw the tokens of the style sheet', () => {
    const pairs = [['ink', palette.INK], ['ink2', palette.INK2], ['control', palette.CONTROL], ['line2', palette.LINE2], ['sunken', palette.SUNKEN], ['accent', palette.ACCENT], ['danger', palette.DANGER], ['warn', palette.WARN], ['peer', palette.PEER]] as const;
    for (const [name, colour] of pairs) expect(colour.toLowerCase(), name).toBe(token(name));
  });

  it('texts keep 4.5 : 1, signs and borders 3 : 1', () => {
    for (const ground of ['#ffffff', token('hued')]) for (const name of ['ink', 'ink2', 'ink3']) expect(contrast(token(name), ground), `${name} on ${ground}`).toBeGreaterThan(4.5);
    for (const [name, tint] of [['accent', 'accent-tint1'], ['danger', 'danger-tint'], ['warn', 'warn-tint'], ['ok', 'ok-tint']] as const) {
      expect(contrast(token(name), token(tint)), name).toBeGreaterThan(4.5);
    }
    expect(contrast(token('control'), '#ffffff')).toBeGreaterThan(3);
    expect(contrast(palette.BASE.waterLabel.toLowerCase(), palette.BASE.water.toLowerCase())).toBeGreaterThan(4.5);
  });

  it('the selection has 3 : 1 on every fill by its line or its casing', () => {
    for (const fill of [...palette.SEQUENTIAL, palette.ZERO, palette.MISSING, palette.WITHHELD_GROUND]) {
      const best = Math.max(contrast(palette.ACCENT.toLowerCase(), fill.toLowerCase()), contrast('#ffffff', fill.toLowerCase()));
      expect(best, fill).toBeGreaterThan(3);
    }
  });
});
