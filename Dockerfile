# One tree as an image of its own: `docker build --build-arg TREE=triage --tag triage .`
#
# In a project of your own, `--example` becomes `--bin`, here and in the path of what was built.

FROM rust:1.95.0-bookworm AS build
ARG TREE=acme
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --features tls --example "$TREE" \
    && install -D "target/release/examples/$TREE" /out/bin/phone-tree \
    && install -d /out/data

# No shell, no package manager: the program, the C library, and the certificates that browsers trust.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /out/bin/phone-tree /usr/local/bin/phone-tree
# Where a tree keeps the fields of its calls; nothing else is written.
COPY --from=build --chown=65532:65532 /out/data /data
ENV IVR_BIND=0.0.0.0:3000 \
    IVR_STORE=file:/data/ivr-calls.redb
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=6s --start-period=10s CMD ["/usr/local/bin/phone-tree", "health"]
ENTRYPOINT ["/usr/local/bin/phone-tree"]
