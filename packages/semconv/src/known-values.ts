/** A text of which the conventions know these values. */
export type Known<Value extends string> = Value | (string & {});

/** The database systems that the conventions name. */
export type DatabaseSystem = Known<
  | 'actian.ingres'
  | 'aws.dynamodb'
  | 'aws.redshift'
  | 'azure.cosmosdb'
  | 'cassandra'
  | 'clickhouse'
  | 'cockroachdb'
  | 'couchbase'
  | 'couchdb'
  | 'derby'
  | 'elasticsearch'
  | 'firebirdsql'
  | 'gcp.spanner'
  | 'geode'
  | 'h2database'
  | 'hbase'
  | 'hive'
  | 'hsqldb'
  | 'ibm.db2'
  | 'ibm.informix'
  | 'ibm.netezza'
  | 'influxdb'
  | 'instantdb'
  | 'intersystems.cache'
  | 'mariadb'
  | 'memcached'
  | 'microsoft.sql_server'
  | 'mongodb'
  | 'mysql'
  | 'neo4j'
  | 'opensearch'
  | 'oracle.db'
  | 'other_sql'
  | 'postgresql'
  | 'redis'
  | 'sap.hana'
  | 'sap.maxdb'
  | 'softwareag.adabas'
  | 'sqlite'
  | 'teradata'
  | 'trino'
>;

/** The messaging systems that the conventions name. */
export type MessagingSystem = Known<
  | 'activemq'
  | 'aws.sns'
  | 'aws.sqs'
  | 'azure.eventgrid'
  | 'azure.eventhubs'
  | 'azure.servicebus'
  | 'gcp.pubsub'
  | 'jms'
  | 'kafka'
  | 'pulsar'
  | 'rabbitmq'
  | 'rocketmq'
>;

/** The RPC systems that the conventions name. */
export type RpcSystem = Known<'connectrpc' | 'dubbo' | 'grpc' | 'jsonrpc'>;

/** What a messaging span does with messages; it decides the kind of the span. */
export type MessagingOperationType = 'create' | 'send' | 'receive' | 'process' | 'settle';
