import type { SemanticAttributes } from './semantic-attributes.js';

/** Gives `server.address:server.port`, as names of spans have it where there is no better one. */
export function endpointName(attributes: SemanticAttributes): string | undefined {
  const address = attributes['server.address'];
  const port = attributes['server.port'];
  return address && port !== undefined ? `${address}:${port}` : address;
}
