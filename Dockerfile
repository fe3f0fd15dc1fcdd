# The server with GDAL. Two stages: what builds is left behind.
FROM node:22-bookworm-slim AS build
WORKDIR /opt/zuschnitt
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY bin bin
COPY core core
COPY geodata geodata
COPY server server
COPY client client
RUN npm run build
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends gdal-bin \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/zuschnitt
COPY --from=build /opt/zuschnitt/package.json ./
COPY --from=build /opt/zuschnitt/node_modules node_modules
COPY --from=build /opt/zuschnitt/dist dist
COPY bin bin
COPY sql sql
COPY geodata/class-rules geodata/class-rules
COPY geodata/indicators geodata/indicators
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/zuschnitt
RUN mkdir -p /var/lib/zuschnitt && chown node:node /var/lib/zuschnitt
USER node
VOLUME /var/lib/zuschnitt
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=5 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/zuschnitt.js", "serve"]
