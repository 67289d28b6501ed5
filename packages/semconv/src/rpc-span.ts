import { context, SpanKind } from '@opentelemetry/api';
import type { AttributeTypes } from './attribute-types.js';
import { type Carrier, extract, inject } from './carrier.js';
import { ERROR_TYPE_VALUE_OTHER } from './error.js';
import type { Checked, SemanticAttributes } from './semantic-attributes.js';
import { runInSpan, type SettingsAndWork, type SpanSettings, settingsAndWork } from './with-span.js';

/** The attributes of a remote procedure call: what the conventions require, and whatever else applies. */
export type RpcAttributes = SemanticAttributes & Pick<AttributeTypes, 'rpc.method' | 'rpc.system.name'>;

/** How the span of a call is started. */
export interface RpcSpanSettings extends SpanSettings {
  /** The metadata of the call: the client's span is written into it, the server's is a child of what it brought. @default none */
  readonly carrier?: Carrier;
}

/**
 * Runs an outgoing remote procedure call in a CLIENT span under the method's name.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/
 */
export function withRpcClientSpan<Result, const Given extends RpcAttributes>(
  attributes: Given & Checked<Given>,
  ...rest: SettingsAndWork<RpcSpanSettings, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  return runInSpan(rpcSpanName(attributes), SpanKind.CLIENT, attributes, settings, (span) => {
    if (settings.carrier) inject(settings.carrier);
    return work(span);
  });
}

/**
 * Runs the answer to a remote procedure call in a SERVER span under the method's name. A method that the server does not have is `_OTHER`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/
 */
export function withRpcServerSpan<Result, const Given extends RpcAttributes>(
  attributes: Given & Checked<Given>,
  ...rest: SettingsAndWork<RpcSpanSettings, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  const surrounding = settings.context ?? context.active();
  const parent = settings.carrier ? extract(surrounding, settings.carrier) : surrounding;
  return runInSpan(rpcSpanName(attributes), SpanKind.SERVER, attributes, { ...settings, context: parent }, work);
}

function rpcSpanName(attributes: RpcAttributes): string {
  const method = attributes['rpc.method'];
  return method && method !== ERROR_TYPE_VALUE_OTHER ? method : attributes['rpc.system.name'];
}
