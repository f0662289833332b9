# The commands `clean` and `cleaner`, run by a user without rights:
#
#   docker build -t article-cleaner .
#   docker run --rm -i article-cleaner < article.txt
#   docker run --rm -v "$PWD:/work" --user "$(id -u)" --entrypoint cleaner article-cleaner run crawl/ -o cleaned/

FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY rules rules
COPY cleaner cleaner
RUN python -m venv /opt/cleaner \
    && /opt/cleaner/bin/pip install --no-cache-dir ".[parquet,warc,zst]"

FROM python:3.13-slim
COPY --from=build /opt/cleaner /opt/cleaner
ENV PATH=/opt/cleaner/bin:$PATH LANG=C.UTF-8
RUN useradd --uid 10001 --create-home cleaner
USER 10001
WORKDIR /work
ENTRYPOINT ["clean"]
