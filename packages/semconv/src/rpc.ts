import type { AttributeTypes } from './attribute-types.js';
import type { MetricDefinition } from './metric-definition.js';

/** Name of the attribute for the fully qualified method of a remote procedure call, `_OTHER` for one that is not known. */
export const ATTR_RPC_METHOD = 'rpc.method';
/** Name of the attribute for the method as the client named it, set when `rpc.method` is `_OTHER`. */
export const ATTR_RPC_METHOD_ORIGINAL = 'rpc.method_original';
/** Name of the attribute for the status code of a call, a string such as `DEADLINE_EXCEEDED`. */
export const ATTR_RPC_STATUS_CODE = 'rpc.status_code';
/** Name of the attribute for the RPC system, such as `grpc`. */
export const ATTR_RPC_SYSTEM_NAME = 'rpc.system.name';

/** The attributes of the durations of calls. */
export type RpcDurationAttributes = Pick<AttributeTypes, 'rpc.system.name'> &
  Partial<Pick<AttributeTypes, 'error.type' | 'rpc.method' | 'rpc.status_code' | 'server.address' | 'server.port'>>;

const DURATION_BOUNDARIES_SECONDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Duration of outgoing remote procedure calls, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/#metric-rpcclientcallduration
 */
export const RPC_CLIENT_CALL_DURATION: MetricDefinition<'histogram', RpcDurationAttributes> = {
  name: 'rpc.client.call.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Measures the duration of an outgoing Remote Procedure Call (RPC).',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};

/**
 * Duration of incoming remote procedure calls, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/#metric-rpcservercallduration
 */
export const RPC_SERVER_CALL_DURATION: MetricDefinition<'histogram', RpcDurationAttributes> = {
  name: 'rpc.server.call.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Measures the duration of an incoming Remote Procedure Call (RPC).',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};
