import { Writer } from 'protobufjs/minimal.js';
import { PROTOBUF } from './export-items.js';
import type { Signal } from './received-request.js';

/** A body with its content type. */
export interface ResponseBody {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** What was not taken of an export that was answered with success, and why. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

const REJECTED_NAMES: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};

/** Codes of google.rpc.Code by HTTP status; others are 3 (INVALID_ARGUMENT) from 400 and 13 (INTERNAL) from 500 on. */
const RPC_CODES: ReadonlyMap<number, number> = new Map([
  [401, 16],
  [403, 7],
  [404, 5],
  [405, 12],
  [413, 8],
  [429, 8],
  [501, 12],
  [502, 14],
  [503, 14],
  [504, 4],
]);

/** Makes an Export*ServiceResponse in the content type of the request. */
export function successBody(
  contentType: string | undefined,
  signal: Signal | undefined,
  partial: PartialSuccess | undefined,
): ResponseBody {
  if (contentType !== PROTOBUF) {
    const name = REJECTED_NAMES[signal ?? 'traces'];
    const response = partial && { partialSuccess: { [name]: String(partial.rejected), errorMessage: partial.message } };
    return json(response ?? {});
  }
  const writer = Writer.create();
  if (partial !== undefined) {
    writer.uint32(tag(1, 2)).fork().uint32(tag(1, 0)).int64(partial.rejected).uint32(tag(2, 2)).string(partial.message).ldelim();
  }
  return { contentType: PROTOBUF, body: writer.finish() };
}

/**
 * Makes the google.rpc.Status that OTLP asks for with an error, in the content type of the request.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
export function errorBody(contentType: string | undefined, status: number, message: string): ResponseBody {
  const code = RPC_CODES.get(status) ?? (status < 500 ? 3 : 13);
  if (contentType !== PROTOBUF) return json({ code, message });
  const writer = Writer.create().uint32(tag(1, 0)).int32(code).uint32(tag(2, 2)).string(message);
  return { contentType: PROTOBUF, body: writer.finish() };
}

function json(value: object): ResponseBody {
  return { contentType: 'application/json', body: JSON.stringify(value) };
}

function tag(fieldId: number, wireType: number): number {
  return (fieldId << 3) | wireType;
}
