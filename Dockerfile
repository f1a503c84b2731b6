# Build: everything npm knows of; run: the bundle and nothing else, as nobody special.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY build ./build
COPY src ./src
RUN node build/build.mjs

FROM node:24-slim
# The port as METER_MOCK_PORT, so that a PORT that services share does not move it.
ENV NODE_ENV=production METER_MOCK_HOST=0.0.0.0 METER_MOCK_PORT=12111
WORKDIR /app
COPY package.json README.md LICENSE ./
COPY --from=build /app/dist ./dist
COPY fixtures ./fixtures
# The image's user `node`, by number: Kubernetes' runAsNonRoot cannot know a name's.
USER 1000:1000
EXPOSE 12111
# No --start-interval, which builders before Docker 25 refuse: a short interval does the same.
HEALTHCHECK --interval=3s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "/app/dist/cli.cjs", "healthcheck"]
ENTRYPOINT ["node", "/app/dist/cli.cjs"]
