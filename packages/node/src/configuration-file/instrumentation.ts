import type { Cursor, FileReader, Handler } from './file-reader.js';

/** Reads `instrumentation/development`: what is common to all languages, and `js`, by the short names of instrumentations. */
export function readInstrumentation(reader: FileReader, cursor: Cursor): void {
  const semconv: Handler = (field) => reader.unsupported(field, 'the stable conventions are used');
  const others = ['cpp', 'dotnet', 'erlang', 'go', 'java', 'php', 'python', 'ruby', 'rust', 'swift'];
  const convention: Handler = (field) => reader.fields(field, { semconv });
  reader.fields(cursor, {
    general: (general) =>
      reader.fields(general, {
        http: (http) =>
          reader.fields(http, {
            semconv,
            client: (client) => readHttp(reader, client, 'http.client'),
            server: (server) => readHttp(reader, server, 'http.server'),
          }),
        sanitization: (sanitization) =>
          reader.fields(sanitization, {
            url: (url) =>
              reader.fields(url, {
                sensitive_query_parameters: (field) => reader.put('http.redactedQueryParameters', field, reader.texts(field)),
              }),
          }),
        code: convention,
        db: convention,
        gen_ai: convention,
        messaging: convention,
        rpc: convention,
        stability_opt_in_list: semconv,
      }),
    js: (js) => readJs(reader, js),
    ...Object.fromEntries(others.map((name) => [name, () => undefined])),
  });
}

function readHttp(reader: FileReader, cursor: Cursor, group: string): void {
  reader.fields(cursor, {
    request_captured_headers: (field) => reader.put(`${group}.captureRequestHeaders`, field, reader.texts(field)),
    response_captured_headers: (field) => reader.put(`${group}.captureResponseHeaders`, field, reader.texts(field)),
    known_methods: (field) => reader.put('http.knownMethods', field, reader.texts(field)),
  });
}

function readJs(reader: FileReader, cursor: Cursor): void {
  const disabled: string[] = [];
  for (const [name, instrumentation] of reader.pairs(cursor)) {
    for (const [key, field] of reader.pairs(instrumentation)) {
      const value = key === 'enabled' ? reader.value(field) : undefined;
      if (value === false) disabled.push(name);
      else if (value !== true) reader.unsupported(field, 'an instrumentation has enabled: true or false here');
    }
  }
  if (disabled.length > 0) reader.put('instrumentations.disabled', cursor, disabled);
}
