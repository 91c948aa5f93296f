# syntax=docker/dockerfile:1
#
# The whole program with the native libraries of one platform (linux/amd64 or linux/arm64, built on it):
#
#   docker build -t entrain:0.1.0 --build-arg COMMIT="$(git rev-parse --short=12 HEAD)" .
#   docker run --rm --read-only --tmpfs /tmp:exec entrain:0.1.0 run --once --state /state/sample
#
# The libraries are glibc's: no Alpine. They need libstdc++ and libgcc alone, which the base has; PyTorch
# and OpenBLAS bring their OpenMP and Fortran.

FROM eclipse-temurin:17.0.19_10-jdk-noble AS build
WORKDIR /entrain

# Libraries first: this layer is made anew only when a pom or a schema changes. Schemas are there because
# their generator refuses to run on none.
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY app/pom.xml app/
COPY bench/pom.xml bench/
COPY broker/pom.xml broker/
COPY common/pom.xml common/
COPY formats/pom.xml formats/
COPY monitoring/pom.xml monitoring/
COPY objects/pom.xml objects/
COPY processors/embedding/pom.xml processors/embedding/
COPY processors/encoding/pom.xml processors/encoding/
COPY processors/features/pom.xml processors/features/
COPY processors/gathering/pom.xml processors/gathering/
COPY processors/math/pom.xml processors/math/
COPY processors/models/pom.xml processors/models/
COPY processors/planner/pom.xml processors/planner/
COPY processors/properties/pom.xml processors/properties/
COPY producers/pom.xml producers/
COPY schemas schemas
COPY sinks/dashboard/pom.xml sinks/dashboard/
COPY sinks/results/pom.xml sinks/results/
COPY transport/pom.xml transport/
RUN ./mvnw -B -q -Dquick -DskipTests -pl app -am package

COPY . .
RUN ./mvnw -B -q -Dquick -DskipTests -pl app -am package \
 && touch app/target/lib/.built \
 && mkdir -p own && mv app/target/lib/entrain-*.jar app/target/lib/.built own/

# PyTorch and the tokenizers are unpacked here, once, so that no start writes 460 MB: the sample's first
# checkpoint through every stage, which tells that everything loads, too.
ENV DJL_CACHE_DIR=/entrain/natives
RUN mkdir image && cp -r entrain sample image/ && mkdir -p image/app/target \
 && cp -r app/target/lib image/app/target/ && cp own/* own/.built image/app/target/lib/ \
 && image/entrain run --once --http off --models sample/checkpoints/nano/step0 --state /tmp/state \
 && rm -rf /tmp/state image \
 && chmod -R a+rX,go-w LICENSE NOTICE natives own app/target/lib sample entrain deploy

FROM eclipse-temurin:17.0.19_10-jre-noble
ARG VERSION=0.1.0
ARG COMMIT=
LABEL org.opencontainers.image.title="entrain" \
      org.opencontainers.image.description="Streams of words, brain volumes and language-model activations, scored voxel by voxel" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 entrain \
 && useradd --system --uid 10001 --gid entrain --no-create-home --home-dir /state --shell /usr/sbin/nologin entrain \
 && install -d -o entrain -g entrain -m 0750 /state

# What changes seldom comes first. Everything belongs to root: the program cannot change itself.
COPY --from=build /entrain/natives /entrain/natives
COPY --from=build /entrain/app/target/lib /entrain/app/target/lib
COPY --from=build /entrain/sample /entrain/sample
COPY --from=build /entrain/own /entrain/app/target/lib
COPY --from=build /entrain/LICENSE /entrain/NOTICE /entrain/THIRD-PARTY.md /entrain/entrain /entrain/deploy/image/health /entrain/deploy/image/start /entrain/

# The launcher holds the JVM's flags, here as everywhere; ENTRAIN_JAVA_OPTS adds to them and wins. Other
# native libraries are unpacked at every start: OpenBLAS (99 MB) in the home, /state; RocksDB (15 MB) and
# DuckDB (72 MB) in /tmp. Both have to allow programs: a tmpfs needs the option exec.
ENV DJL_CACHE_DIR=/entrain/natives \
    ENTRAIN_COMMIT=$COMMIT
USER 10001:10001
WORKDIR /state
VOLUME /state
EXPOSE 8080 9464
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=4 CMD ["/entrain/health"]
ENTRYPOINT ["/entrain/start"]
CMD ["--help"]
