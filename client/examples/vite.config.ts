// Builds the example page for our own server, as the page of somebody who bundles: with OpenLayers in it, and nothing inline,
// which the server's policy would refuse. Other sites serve the same three files as they are (tests/e2e/plugin.test.ts does).
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A bundler needs no import map, and finds the style sheet of OpenLayers among the packages. */
const bundled: Plugin = {
  name: 'bundled-example',
  enforce: 'pre',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace(/\s*<script type="importmap">[\s\S]*?<\/script>/, '').replace('./node_modules/ol/ol.css', here('../../node_modules/ol/ol.css')),
  },
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [bundled],
  resolve: {
    alias: [
      { find: 'zuschnitt/boundary-editor.js', replacement: here('../plugin/boundary-editor.ts') },
      { find: 'zuschnitt/openlayers.js', replacement: here('../plugin/released-zones-layer.ts') },
    ],
  },
  build: { outDir: here('../../dist/client/examples'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1000, assetsInlineLimit: 0, modulePreload: { polyfill: false }, rolldownOptions: { input: here('embed.html') } },
});
