/** Name of the attribute for the local address of a network connection. */
export const ATTR_NETWORK_LOCAL_ADDRESS = 'network.local.address';
/** Name of the attribute for the local port of a network connection. */
export const ATTR_NETWORK_LOCAL_PORT = 'network.local.port';
/** Name of the attribute for the address of the peer of a network connection: IP address or UNIX socket name. */
export const ATTR_NETWORK_PEER_ADDRESS = 'network.peer.address';
/** Name of the attribute for the port of the peer of a network connection. */
export const ATTR_NETWORK_PEER_PORT = 'network.peer.port';
/** Name of the attribute for the application protocol, in lower case. */
export const ATTR_NETWORK_PROTOCOL_NAME = 'network.protocol.name';
/** Name of the attribute for the version of the application protocol, such as `1.1` or `2`. */
export const ATTR_NETWORK_PROTOCOL_VERSION = 'network.protocol.version';
/** Name of the attribute for the transport layer: `tcp`, `udp`, `pipe`, `unix` or `quic`. */
export const ATTR_NETWORK_TRANSPORT = 'network.transport';
/** Name of the attribute for the network layer: `ipv4` or `ipv6`. */
export const ATTR_NETWORK_TYPE = 'network.type';
