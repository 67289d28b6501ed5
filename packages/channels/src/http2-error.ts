import { errorTypeOf } from '@telewright/semconv';

/** The names of the error codes of HTTP/2 (RFC 9113, section 7), as Node calls them, by number. */
const NAMES: readonly string[] = [
  'NGHTTP2_NO_ERROR',
  'NGHTTP2_PROTOCOL_ERROR',
  'NGHTTP2_INTERNAL_ERROR',
  'NGHTTP2_FLOW_CONTROL_ERROR',
  'NGHTTP2_SETTINGS_TIMEOUT',
  'NGHTTP2_STREAM_CLOSED',
  'NGHTTP2_FRAME_SIZE_ERROR',
  'NGHTTP2_REFUSED_STREAM',
  'NGHTTP2_CANCEL',
  'NGHTTP2_COMPRESSION_ERROR',
  'NGHTTP2_CONNECT_ERROR',
  'NGHTTP2_ENHANCE_YOUR_CALM',
  'NGHTTP2_INADEQUATE_SECURITY',
  'NGHTTP2_HTTP_1_1_REQUIRED',
];

/** The codes of the errors that Node makes of the code with which a stream was reset, and which say less than that. */
const GENERIC: ReadonlySet<string> = new Set(['ERR_HTTP2_STREAM_ERROR', 'ERR_HTTP2_STREAM_CANCEL']);

/**
 * Gives the `error.type` of a stream that is closed: that of its error or of the cause of that, else the name of the code with which it
 * was reset; undefined where there is neither.
 */
export function http2ErrorType(error: unknown, resetCode: number | undefined): string | undefined {
  const cause = (error as Error | undefined)?.cause;
  const type = error === undefined ? undefined : errorTypeOf(cause ?? error);
  if (type !== undefined && !GENERIC.has(type)) return type;
  return resetCode ? (NAMES[resetCode] ?? type) : type;
}
