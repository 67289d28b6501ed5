import { AgentConnection } from './agent-connection.js';
import type { Connection, ConnectionOptions } from './connection.js';
import { DirectConnection } from './direct-connection.js';

/** Makes a connection, which connects nothing yet. Throws where its options can't be used. */
export function openConnection(options: ConnectionOptions): Connection {
  return options.proxyEnv ? new AgentConnection(options) : new DirectConnection(options);
}
