# docker build --tag kg .
# docker run --rm --volume "$PWD/wire:/wire:ro" --volume kg:/store kg build /wire
# docker run --rm --volume kg:/store --publish 127.0.0.1:8000:8000 kg serve --host 0.0.0.0
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /kg && /kg/bin/pip install --no-cache-dir .

FROM python:3.13-slim
COPY --from=build /kg /kg
RUN useradd --create-home kg && install --directory --owner kg /store
USER kg
ENV KG_STORE=/store PATH=/kg/bin:$PATH
VOLUME /store
EXPOSE 8000
ENTRYPOINT ["kg"]
CMD ["--help"]
