// Builds what other people's OpenLayers maps take in: OpenLayers stays outside, or the page would have two of it.
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../../dist/client/plugin');

/** Types for people who write against the built module. */
const declarations: Plugin = {
  name: 'declarations',
  closeBundle: () => copyFileSync(here('boundary-editor-declarations.ts'), `${outDir}/boundary-editor.d.ts`),
};

export default defineConfig({
  root: here('.'),
  plugins: [declarations],
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    lib: { entry: { openlayers: 'released-zones-layer.ts', 'boundary-editor': 'boundary-editor.ts' }, formats: ['es'], fileName: (_format, name) => `${name}.js` },
    rolldownOptions: { external: /^ol\//, output: { chunkFileNames: 'chunks/[name]-[hash].js' } },
  },
});
