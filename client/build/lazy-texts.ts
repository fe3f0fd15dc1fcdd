// Vite plugin: texts of the pages as strings that are read section by section when something asks for one. Two languages of all pages are 230 kB, of
// which a page shows a tenth, in one language: reading them all at once held each page up by 15 ms.
import type { Plugin } from 'vite';

export function lazyTexts(): Plugin {
  return {
    name: 'lazy-texts',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]i18n[\\/](de|en)\.json$/ },
      handler(json) {
        const sections = Object.entries(JSON.parse(json) as Record<string, unknown>);
        const getters = sections.map(([name, texts]) => `get ${JSON.stringify(name)}() { return read(this, ${JSON.stringify(name)}, ${JSON.stringify(JSON.stringify(texts))}); }`);
        const code = `const read = (all, name, json) => { const value = JSON.parse(json); Object.defineProperty(all, name, { value, enumerable: true }); return value; };
export default { ${getters.join(',\n')} };`;
        return { code, moduleType: 'js', map: { mappings: '' } };
      },
    },
  };
}
