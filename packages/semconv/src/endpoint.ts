/** Name of the attribute for the client's address, behind intermediaries where that is known. */
export const ATTR_CLIENT_ADDRESS = 'client.address';
/** Name of the attribute for the client's port. */
export const ATTR_CLIENT_PORT = 'client.port';
/** Name of the attribute for the server's domain name, IP address or UNIX socket name. */
export const ATTR_SERVER_ADDRESS = 'server.address';
/** Name of the attribute for the server's port. */
export const ATTR_SERVER_PORT = 'server.port';
/** Name of the attribute for the value of the `User-Agent` header. */
export const ATTR_USER_AGENT_ORIGINAL = 'user_agent.original';
