# One image, two programs: `web` (default) and `worker`. Also `migrate`, for the release job.
# Runs as any non-root user with a read-only root file system; only /tmp needs to be writable.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json prisma.config.ts ./
COPY scripts/generate.ts scripts/
COPY prisma prisma
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 PORTICO_HEALTH_ADDRESS=0.0.0.0
WORKDIR /app
# The web program carries what it needs; the worker and the migrations run from source, which Node reads as it is.
COPY --from=build /src/.next/standalone web
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/lib lib
COPY --from=build /src/worker worker
COPY --from=build /src/prisma prisma
COPY --from=build /src/scripts/migrate.ts /src/scripts/audit-verify.ts scripts/
COPY deploy/portico.sh /usr/local/bin/portico
USER 10001:10001
EXPOSE 3000 9090
ENTRYPOINT ["portico"]
CMD ["web"]
