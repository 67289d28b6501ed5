import { headers as parseHeaders } from '../settings/parsers.js';
import type { Signal } from '../settings/settings.js';
import type { Cursor, FileReader, Handler } from './file-reader.js';

/** The exporters that a signal has, in the order of the file. */
export class Exporters {
  private readonly names = new Set<string>();

  constructor(
    private readonly reader: FileReader,
    private readonly signal: Signal,
    /** What `otlp_http` and `console` of this signal know besides. */
    private readonly more: Readonly<Record<string, Handler>> = {},
  ) {}

  /** Makes a handler for an `exporter`; gives `onOtlp` the word where it is `otlp_http`. */
  handler(onOtlp: () => void = () => undefined): Handler {
    const { reader } = this;
    const grpc = 'http/protobuf is the only protocol; use otlp_http';
    return (cursor) =>
      reader.fields(cursor, {
        otlp_http: (exporter) => {
          if (this.names.has('otlp')) {
            reader.unsupported(exporter, `the ${this.signal} have one otlp_http exporter; a Collector can send to several`);
            return;
          }
          this.names.add('otlp');
          this.readOtlp(exporter);
          onOtlp();
        },
        console: (exporter) => {
          this.names.add('console');
          reader.fields(exporter, this.more);
        },
        otlp_grpc: (exporter) => reader.unsupported(exporter, grpc),
        'otlp_file/development': (exporter) => reader.unsupported(exporter, 'files are not written; console writes JSON lines on stderr'),
      });
  }

  /** Adds one that is no exporter of a processor or a periodic reader. */
  add(name: string): void {
    this.names.add(name);
  }

  /** Takes the exporters for the signal. */
  finish(cursor: Cursor): void {
    this.reader.put(`${this.signal}.exporters`, cursor, this.names.size === 0 ? 'none' : [...this.names]);
  }

  private readOtlp(cursor: Cursor): void {
    const { reader, signal } = this;
    const headers: Record<string, string> = {};
    reader.fields(cursor, {
      endpoint: reader.set(`${signal}.endpoint`),
      tls: (tls) =>
        reader.fields(tls, {
          ca_file: reader.set(`${signal}.certificate`),
          key_file: reader.set(`${signal}.clientKey`),
          cert_file: reader.set(`${signal}.clientCertificate`),
        }),
      headers: (list) => {
        for (const item of reader.items(list)) readHeader(reader, item, headers);
      },
      headers_list: (list) => {
        const parsed = parseHeaders(reader.text(list) ?? '');
        if (!('value' in parsed)) reader.invalid(list, parsed.expected);
        else for (const [name, value] of Object.entries(parsed.value)) headers[name] ??= value;
      },
      compression: reader.set(`${signal}.compression`),
      timeout: reader.set(`${signal}.timeoutMillis`),
      encoding: (encoding) => {
        const text = reader.text(encoding);
        if (text === 'json') reader.unsupported(encoding, 'protobuf is the only encoding');
        else if (text !== undefined && text !== 'protobuf') reader.invalid(encoding, 'protobuf', text);
      },
      ...this.more,
    });
    if (Object.keys(headers).length > 0) reader.put(`${signal}.headers`, cursor, headers);
  }
}

function readHeader(reader: FileReader, cursor: Cursor, headers: Record<string, string>): void {
  let name: string | undefined;
  let value: string | undefined;
  reader.fields(cursor, {
    name: (field) => {
      name = reader.text(field)?.toLowerCase();
    },
    value: (field) => {
      value = reader.text(field);
    },
  });
  const wrong = name === undefined || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value ?? '');
  if (wrong) reader.invalid(cursor, 'the name of a header and its value');
  else if (value !== undefined) headers[name as string] = value;
}
