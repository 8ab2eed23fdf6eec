# Fangzhi with what many workers, the reading room and S3 need; browsers are not in it. See docs/cluster.md.

# Another one with Python and its module venv: docker build --build-arg BASE=…
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv /opt/fangzhi
WORKDIR /build
# The libraries first: a layer that changes with the lock alone.
COPY requirements-image.lock ./
RUN /opt/fangzhi/bin/python -m pip install --require-hashes -r requirements-image.lock
COPY pyproject.toml README.md LICENSE ./
COPY archive/ archive/
COPY crawler/ crawler/
RUN /opt/fangzhi/bin/python -m pip install --no-deps --no-build-isolation .

FROM ${BASE}
RUN groupadd --gid 10001 fangzhi \
    && useradd --uid 10001 --gid fangzhi --no-create-home --home-dir /archive --shell /usr/sbin/nologin fangzhi \
    && install --directory --owner=fangzhi --group=fangzhi /archive
COPY --from=build /opt/fangzhi /opt/fangzhi
ENV PATH=/opt/fangzhi/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 FANGZHI_ARCHIVE=/archive
USER 10001:10001
WORKDIR /archive
VOLUME /archive
# That the program and its libraries load and all portal files are sound; compose.yaml asks the services what they do.
HEALTHCHECK --interval=5m --timeout=60s --start-period=30s CMD ["fangzhi", "portals", "check"]
ENTRYPOINT ["fangzhi"]
CMD ["--help"]
