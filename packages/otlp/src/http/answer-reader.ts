/** Node's own bound for the head of an answer. */
const MAX_HEAD_LENGTH = 16 * 1024;
/** The part of a body that is read; what follows is not waited for. */
export const MAX_BODY_LENGTH: number = 64 * 1024;
const VERSION = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\r\n\0]*)?$/;
/** What the name of a header field is made of. */
export const FIELD_NAME: RegExp = /^[!#$%&'*+.^`|~\w-]+$/;
const FIELD_LINE = /^([^:]*):[ \t]*([^\r\n\0]*)$/;
const CHUNK_SIZE = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;

/** Header fields by their names in lower case; of a field that comes more than once, the values with commas in between. */
export type AnswerHeaders = Readonly<Record<string, string | undefined>>;

interface Head {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly minorVersion: string;
}

/**
 * Reads one answer to a POST request of HTTP/1.1 as it comes in, and at most 64 KiB of its body. Texts are bytes, one a character.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112
 */
export class AnswerReader {
  #rest = '';
  #head: Head | undefined;
  #body = '';
  /** Bytes of the body, or of its current chunk, that are still to come; Infinity where the connection's end ends it. */
  #missing = 0;
  #isChunked = false;
  /** What comes next in a chunked body. */
  #next: 'size' | 'data' | 'end of data' | 'trailer' = 'size';
  #isBroken = false;
  /** Nothing more belongs to the answer. */
  ended = false;
  /** What is wrong with the answer, by the name that Node's parser has for it; only where there is no status to go by. */
  errorCode: string | undefined;

  /** 0 before the head is there. */
  get status(): number {
    return this.#head?.status ?? 0;
  }

  get headers(): AnswerHeaders {
    return this.#head?.headers ?? {};
  }

  get body(): Uint8Array {
    return Buffer.from(this.#body, 'latin1');
  }

  /** Whether the connection can be used again: the answer was read to an end that the server does not mark by closing. */
  get isReusable(): boolean {
    if (!this.ended || this.#isBroken || this.#rest !== '' || !this.#head) return false;
    const { headers, minorVersion } = this.#head;
    const connection = tokensOf(headers['connection']);
    return !connection.includes('close') && (minorVersion === '1' || connection.includes('keep-alive'));
  }

  /** Takes what has come in. */
  take(text: string): void {
    this.#rest += text;
    while (!this.#head && !this.ended && this.#readHead());
    if (this.#head && !this.ended) this.#readBody();
  }

  /** Reads a head; gives whether it was there. Heads that only inform are skipped. */
  #readHead(): boolean {
    const rest = this.#rest;
    if (rest.slice(0, VERSION.length) !== VERSION.slice(0, rest.length)) return this.#break('HPE_INVALID_CONSTANT');
    const end = rest.indexOf('\r\n\r\n');
    if (end > MAX_HEAD_LENGTH || (end < 0 && rest.length > MAX_HEAD_LENGTH)) return this.#break('HPE_HEADER_OVERFLOW');
    if (end < 0) return false;
    const [statusLine = '', ...fieldLines] = rest.slice(0, end).split('\r\n');
    const [, minorVersion, status] = STATUS_LINE.exec(statusLine) ?? [];
    if (minorVersion === undefined) return this.#break('HPE_INVALID_STATUS');
    const headers: Record<string, string> = Object.create(null);
    for (const line of fieldLines) {
      const [, field, value] = FIELD_LINE.exec(line) ?? [];
      if (field === undefined || value === undefined || !FIELD_NAME.test(field)) return this.#break('HPE_INVALID_HEADER_TOKEN');
      const name = field.toLowerCase();
      headers[name] = headers[name] === undefined ? value.trimEnd() : `${headers[name]}, ${value.trimEnd()}`;
    }
    this.#rest = rest.slice(end + 4);
    const head: Head = { status: Number(status), headers, minorVersion };
    // 101 would be another protocol, for which nobody has asked.
    if (head.status === 101) return this.#break('HPE_INVALID_STATUS');
    return head.status < 200 || this.#frame(head);
  }

  /** Finds out how the body ends. */
  #frame(head: Head): boolean {
    const { 'content-length': length, 'transfer-encoding': encoding } = head.headers;
    if (length !== undefined && encoding !== undefined) return this.#break('HPE_INVALID_TRANSFER_ENCODING');
    if (length !== undefined && !/^\d{1,15}$/.test(length)) return this.#break('HPE_INVALID_CONTENT_LENGTH');
    this.#head = head;
    if (head.status === 204 || head.status === 304) return true;
    this.#isChunked = tokensOf(encoding).at(-1) === 'chunked';
    if (!this.#isChunked) this.#missing = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
    return true;
  }

  #readBody(): void {
    if (this.#isChunked) while (!this.ended && this.#readChunk());
    else {
      this.#readData();
      if (this.#missing === 0) this.ended = true;
    }
    if (this.#body.length > MAX_BODY_LENGTH) {
      this.#body = this.#body.slice(0, MAX_BODY_LENGTH);
      this.#break();
    }
  }

  #readData(): void {
    const data = this.#rest.slice(0, this.#missing);
    this.#body += data;
    this.#rest = this.#rest.slice(data.length);
    this.#missing -= data.length;
  }

  /** Reads the next part of a chunked body; gives whether more can be read. */
  #readChunk(): boolean {
    if (this.#next === 'data') {
      this.#readData();
      if (this.#missing > 0) return false;
      this.#next = 'end of data';
    }
    const end = this.#rest.indexOf('\r\n');
    if (end < 0) return this.#rest.length > MAX_HEAD_LENGTH && this.#break();
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 2);
    if (this.#next === 'trailer') {
      this.ended = line === '';
      return true;
    }
    if (this.#next === 'end of data') {
      this.#next = 'size';
      return line === '' || this.#break();
    }
    const size = Number.parseInt(CHUNK_SIZE.exec(line)?.[1] ?? '', 16);
    if (Number.isNaN(size)) return this.#break();
    this.#missing = size;
    this.#next = size === 0 ? 'trailer' : 'data';
    return true;
  }

  /** Reads no more. What breaks off after its status is as good as what has no body. */
  #break(errorCode?: string): false {
    this.ended = this.#isBroken = true;
    this.errorCode = errorCode;
    return false;
  }
}

function tokensOf(list: string | undefined): string[] {
  return list === undefined
    ? []
    : list
        .toLowerCase()
        .split(',')
        .map((token) => token.trim());
}
