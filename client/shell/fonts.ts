// Fira Sans 400, 500, 600 (Latin, 24 kB each), bundled: registered on the document, since @font-face does nothing in a shadow root.
import regularUrl from '@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2?url';
import mediumUrl from '@fontsource/fira-sans/files/fira-sans-latin-500-normal.woff2?url';
import semiboldUrl from '@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2?url';

const FACES: readonly (readonly [string, string])[] = [
  ['400', regularUrl],
  ['500', mediumUrl],
  ['600', semiboldUrl],
];

let loading: Promise<void> | undefined;

/** Resolves when the three weights can be drawn on a canvas; a font that fails to load leaves the fallback, never an error. */
export function loadFonts(): Promise<void> {
  loading ??= Promise.allSettled(
    FACES.map(async ([weight, url]) => {
      const face = new FontFace('Fira Sans', `url(${JSON.stringify(url)}) format('woff2')`, { weight, display: 'swap' });
      document.fonts.add(face);
      await face.load();
    }),
  ).then(() => undefined);
  return loading;
}
