# One image per service: docker build --build-arg SERVICE=translation_tagging .
FROM python:3.11-slim-bookworm AS build
ARG SERVICE
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/babelwire
RUN test -n "$SERVICE" && pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
COPY libs libs
COPY services/${SERVICE} services/${SERVICE}
# --frozen takes the lock as it is, so the other services' sources need not be here.
# The extra `models` of a service brings what runs the model that makes vectors, and with it the model.
RUN uv sync --frozen --no-dev --no-editable --package "babelwire-$(echo "$SERVICE" | tr _ -)" --all-extras
ENV BABELWIRE_VECTORS_DIRECTORY=/opt/babelwire/models
RUN if test -d /opt/babelwire/lib/python3.11/site-packages/ctranslate2; then /opt/babelwire/bin/python -m babelwire_vectors; fi

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home babelwire && install -d -o 10001 /var/lib/babelwire
COPY --from=build /opt/babelwire /opt/babelwire
COPY LICENSE NOTICE /opt/babelwire/
ENV PATH=/opt/babelwire/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BABELWIRE_VECTORS_DIRECTORY=/opt/babelwire/models
USER 10001
ENTRYPOINT ["python", "-m"]
