import type { DatabaseSystem, Known, MessagingOperationType, MessagingSystem, RpcSystem } from './known-values.js';

/**
 * The attributes of semantic-conventions 1.45 in the namespaces `client`, `db`, `error`, `exception`, `http`, `messaging`, `network`,
 * `rpc`, `server`, `url` and `user_agent`, and our own of jobs, each with the type of its value.
 */
export interface AttributeTypes {
  'client.address': string;
  'client.as.number': number;
  'client.as.organization': string;
  'client.mac.address': string;
  'client.port': number;
  'client.prefix': string;
  'client.service.name': string;
  'client.service.namespace': string;

  'db.client.connection.pool.name': string;
  'db.client.connection.state': 'idle' | 'used';
  'db.collection.name': string;
  'db.namespace': string;
  'db.operation.batch.size': number;
  'db.operation.name': string;
  [name: `db.operation.parameter.${string}`]: string;
  [name: `db.query.parameter.${string}`]: string;
  'db.query.summary': string;
  'db.query.text': string;
  'db.response.returned_rows': number;
  'db.response.status_code': string;
  'db.stored_procedure.name': string;
  'db.system.name': DatabaseSystem;

  'error.type': Known<'_OTHER'>;

  'exception.message': string;
  'exception.stacktrace': string;
  'exception.type': string;

  'http.connection.state': 'active' | 'idle';
  'http.request.body.content': string;
  'http.request.body.size': number;
  [name: `http.request.header.${string}`]: readonly string[];
  'http.request.method': Known<'CONNECT' | 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'PATCH' | 'POST' | 'PUT' | 'QUERY' | 'TRACE' | '_OTHER'>;
  'http.request.method_original': string;
  'http.request.resend_count': number;
  'http.request.size': number;
  'http.response.body.content': string;
  'http.response.body.size': number;
  [name: `http.response.header.${string}`]: readonly string[];
  'http.response.size': number;
  'http.response.status_code': number;
  'http.route': string;

  'messaging.batch.message_count': number;
  'messaging.client.id': string;
  'messaging.consumer.group.name': string;
  'messaging.destination.anonymous': boolean;
  'messaging.destination.name': string;
  'messaging.destination.partition.id': string;
  'messaging.destination.subscription.name': string;
  'messaging.destination.template': string;
  'messaging.destination.temporary': boolean;
  'messaging.message.body.size': number;
  'messaging.message.conversation_id': string;
  'messaging.message.envelope.size': number;
  'messaging.message.id': string;
  'messaging.operation.name': string;
  'messaging.operation.type': MessagingOperationType;
  'messaging.system.name': MessagingSystem;

  'network.carrier.icc': string;
  'network.carrier.mcc': string;
  'network.carrier.mnc': string;
  'network.carrier.name': string;
  'network.connection.state': string;
  'network.connection.subtype': string;
  'network.connection.type': string;
  'network.interface.name': string;
  'network.io.direction': 'receive' | 'transmit';
  'network.local.address': string;
  'network.local.as.number': number;
  'network.local.as.organization': string;
  'network.local.mac.address': string;
  'network.local.port': number;
  'network.local.prefix': string;
  'network.peer.address': string;
  'network.peer.as.number': number;
  'network.peer.as.organization': string;
  'network.peer.mac.address': string;
  'network.peer.port': number;
  'network.peer.prefix': string;
  'network.protocol.name': string;
  'network.protocol.version': string;
  'network.transport': Known<'pipe' | 'quic' | 'tcp' | 'udp' | 'unix'>;
  'network.type': Known<'ipv4' | 'ipv6'>;

  'rpc.method': string;
  'rpc.method_original': string;
  [name: `rpc.request.header.${string}`]: readonly string[];
  [name: `rpc.response.header.${string}`]: readonly string[];
  [name: `rpc.response.trailer.${string}`]: readonly string[];
  'rpc.status_code': string;
  'rpc.system.name': RpcSystem;

  'server.address': string;
  'server.as.number': number;
  'server.as.organization': string;
  'server.mac.address': string;
  'server.port': number;
  'server.prefix': string;
  'server.service.name': string;
  'server.service.namespace': string;

  'url.domain': string;
  'url.extension': string;
  'url.fragment': string;
  'url.full': string;
  'url.original': string;
  'url.path': string;
  'url.port': number;
  'url.query': string;
  'url.registered_domain': string;
  'url.scheme': string;
  'url.subdomain': string;
  'url.template': string;
  'url.top_level_domain': string;

  'user_agent.name': string;
  'user_agent.original': string;
  'user_agent.os.name': string;
  'user_agent.os.version': string;
  'user_agent.synthetic.type': Known<'bot' | 'test'>;
  'user_agent.version': string;

  'telewright.job.name': string;
  'telewright.job.id': string;
  'telewright.job.attempt': number;
  'telewright.job.trigger': Known<'schedule' | 'queue' | 'manual'>;
}
