// Builds the layer for other people's OpenLayers maps: OpenLayers stays outside, or the page would have two of it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../dist/client/plugin', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'released-zones-layer.ts', formats: ['es'], fileName: () => 'openlayers.js' },
    rolldownOptions: { external: /^ol\// },
  },
});
