# The build stage has every dependency; the image has only the bundle, and runs as an ordinary user.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY build ./build
COPY src ./src
RUN node build/build.mjs

FROM node:24-slim
# The port is set as METER_MOCK_PORT, so that a PORT that several services share does not change it.
ENV NODE_ENV=production METER_MOCK_HOST=0.0.0.0 METER_MOCK_PORT=12111
WORKDIR /app
COPY package.json README.md LICENSE ./
COPY --from=build /app/dist ./dist
COPY fixtures ./fixtures
# The base image's user `node`, by number: Kubernetes' runAsNonRoot cannot check a name.
USER 1000:1000
EXPOSE 12111
# No --start-interval, which builders before Docker 25 refuse: a short interval does the same.
HEALTHCHECK --interval=3s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "/app/dist/cli.cjs", "healthcheck"]
ENTRYPOINT ["node", "/app/dist/cli.cjs"]
