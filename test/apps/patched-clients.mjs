// A service with client libraries that publish no channels. One request uses each of them once, in the order below.
import { createServer } from 'node:http';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import grpc from '@grpc/grpc-js';
import Redis from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { MongoClient } from 'mongodb';
import mysql from 'mysql';

const ports = JSON.parse(process.env.PORTS);
const host = '127.0.0.1';
// Its connection belongs to no request, as in any service.
const redis = new Redis({ host, port: ports.redis, lazyConnect: true });
const bytes = (value) => Buffer.from(value);
const definition = {
  Get: {
    path: '/shop.Orders/Get',
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: String,
    responseSerialize: bytes,
    responseDeserialize: String,
  },
};
const OrdersClient = grpc.makeGenericClientConstructor(definition, 'Orders');

const uses = {
  async grpc() {
    const server = new grpc.Server();
    server.addService(definition, { Get: (call, done) => done(null, `order ${call.request}`) });
    const port = await new Promise((resolve, reject) =>
      server.bindAsync(`${host}:0`, grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    const client = new OrdersClient(`${host}:${port}`, grpc.credentials.createInsecure());
    const answer = await new Promise((resolve, reject) =>
      client.Get('confidential', (error, value) => (error ? reject(error) : resolve(value))),
    );
    client.close();
    server.forceShutdown();
    return answer;
  },
  async sqs() {
    const client = new SQSClient({
      endpoint: `http://${host}:${ports.sqs}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
    const { MessageId } = await client.send(
      new SendMessageCommand({ QueueUrl: `http://${host}:${ports.sqs}/1/orders`, MessageBody: 'confidential' }),
    );
    client.destroy();
    return MessageId;
  },
  async mysql() {
    const connection = mysql.createConnection({ host, port: ports.mysql, user: 'ada', database: 'shop' });
    const rows = await new Promise((resolve, reject) =>
      connection.query('SELECT a FROM orders WHERE name = ?', ['confidential'], (error, found) => (error ? reject(error) : resolve(found))),
    );
    connection.destroy();
    return rows;
  },
  async mongodb() {
    const client = new MongoClient(`mongodb://${host}:${ports.mongodb}/?directConnection=true`);
    const orders = client.db('shop').collection('orders');
    const { insertedId } = await orders.insertOne({ _id: 9, state: 'confidential' });
    const found = await orders.findOne({ _id: insertedId });
    await client.close();
    return found;
  },
  async kafkajs() {
    const kafka = new Kafka({ clientId: 'shop', brokers: [`${host}:${ports.kafka}`], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
    const producer = kafka.producer({ createPartitioner: () => () => 0 });
    await producer.connect();
    const [sent] = await producer.send({ topic: 'orders', messages: [{ value: 'confidential' }] });
    await producer.disconnect();
    return sent.baseOffset;
  },
  ioredis: () => redis.get('confidential'),
};

async function main() {
  await redis.connect();
  const server = createServer(async (_, response) => {
    const answers = [];
    for (const [name, use] of Object.entries(uses)) answers.push(`${name} ${JSON.stringify(await use())}`);
    response.end(answers.join('\n'));
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  const answer = await fetch(`http://${host}:${server.address().port}`, { headers: { connection: 'close' } });
  console.log(await answer.text());
  server.close();
  redis.disconnect();
}

main();
