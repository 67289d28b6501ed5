import type { Agent, AgentOptions, RequestOptions } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { RequestFunction } from './http-attempt.js';
import type { TlsOptions } from './transport-options.js';

/** Where to connect to, and how. */
export interface ConnectionOptions {
  readonly url: URL;
  readonly tls?: TlsOptions;
  readonly socketPath?: string;
  readonly proxyEnv?: Readonly<Record<string, string>>;
  readonly runRequest?: <T>(make: () => T) => T;
}

/** The means to make requests to one server. */
export interface Connection {
  readonly request: RequestFunction;
  readonly options: RequestOptions;
  readonly agent: Agent;
}

/** Instrumentations leave requests alone whose agent carries this: telemetry about sending telemetry would never end. */
const UNTRACED = Symbol.for('telewright.untraced');

/** Loads Node's client, which a process that never exports does not need, and makes a keep-alive agent for it; nothing is connected yet. */
export async function openConnection({ url, tls, socketPath, proxyEnv, runRequest }: ConnectionOptions): Promise<Connection> {
  // Not by import(): the namespace of node:http reads every export, and one of them loads undici, which takes 10 ms.
  const client = url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const agentOptions: AgentOptions = { keepAlive: true, scheduling: 'lifo', ...tls };
  if (proxyEnv) agentOptions.proxyEnv = proxyEnv;
  const agent = Object.assign(new client.Agent(agentOptions), { [UNTRACED]: true });
  const options: RequestOptions = { ...urlToHttpOptions(url), method: 'POST', agent };
  if (socketPath) options.socketPath = socketPath;
  const request: RequestFunction = runRequest ? (options) => runRequest(() => client.request(options)) : client.request;
  return { request, options, agent };
}
