# Build: everything npm knows of; run: what the server needs, as nobody special.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json build.mjs compile.mjs declarations.mjs tsconfig.json tsconfig.build.json ./
RUN npm ci --ignore-scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production METER_MOCK_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY fixtures ./fixtures
USER node
EXPOSE 12111
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=200ms --retries=3 CMD node /app/dist/cli.cjs healthcheck
ENTRYPOINT ["node", "/app/dist/cli.cjs"]
