# Builds an image with one tree: `docker build --build-arg TREE=triage --tag triage .`
#
# In your own project, change `--example` to `--bin`, here and in the path of the program.

FROM rust:1.95.0-bookworm AS build
ARG TREE=acme
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --features tls --example "$TREE" \
    && install -D "target/release/examples/$TREE" /out/bin/phone-tree \
    && install -d /out/data

# No shell and no package manager: only the program, the C library, and the certificates that browsers trust.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /out/bin/phone-tree /usr/local/bin/phone-tree
# The folder for the fields of calls. The program writes nothing else.
COPY --from=build --chown=65532:65532 /out/data /data
ENV IVR_BIND=0.0.0.0:3000 \
    IVR_STORE=file:/data/ivr-calls.redb
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=6s --start-period=10s CMD ["/usr/local/bin/phone-tree", "health"]
ENTRYPOINT ["/usr/local/bin/phone-tree"]
