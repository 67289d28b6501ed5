import type { AttributeTypes } from './attribute-types.js';
import type { MetricDefinition } from './metric-definition.js';

/** Name of the attribute for the table, collection or container that a database operation acts on. */
export const ATTR_DB_COLLECTION_NAME = 'db.collection.name';
/** Name of the attribute for the fully qualified name of the database. */
export const ATTR_DB_NAMESPACE = 'db.namespace';
/** Name of the attribute for the number of queries in a batch, 2 or more. */
export const ATTR_DB_OPERATION_BATCH_SIZE = 'db.operation.batch.size';
/** Name of the attribute for the name of the operation or command. */
export const ATTR_DB_OPERATION_NAME = 'db.operation.name';
/** Name of the attribute for a low-cardinality summary of a query. */
export const ATTR_DB_QUERY_SUMMARY = 'db.query.summary';
/** Name of the attribute for the text of a query, sanitized. */
export const ATTR_DB_QUERY_TEXT = 'db.query.text';
/** Name of the attribute for the status code that the database returned, a string. */
export const ATTR_DB_RESPONSE_STATUS_CODE = 'db.response.status_code';
/** Name of the attribute for the name of a stored procedure. */
export const ATTR_DB_STORED_PROCEDURE_NAME = 'db.stored_procedure.name';
/** Name of the attribute for the database management system, as the client sees it. */
export const ATTR_DB_SYSTEM_NAME = 'db.system.name';

/** The attributes of the duration of database calls. */
export type DatabaseDurationAttributes = Pick<AttributeTypes, 'db.system.name'> &
  Partial<
    Pick<
      AttributeTypes,
      | 'db.collection.name'
      | 'db.namespace'
      | 'db.operation.name'
      | 'db.query.summary'
      | 'db.query.text'
      | 'db.response.status_code'
      | 'db.stored_procedure.name'
      | 'error.type'
      | 'network.peer.address'
      | 'network.peer.port'
      | 'server.address'
      | 'server.port'
    >
  >;

/**
 * Duration of database client operations, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-metrics/#metric-dbclientoperationduration
 */
export const DB_CLIENT_OPERATION_DURATION: MetricDefinition<'histogram', DatabaseDurationAttributes> = {
  name: 'db.client.operation.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of database client operations.',
  boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
};
