// Opens all that leaves HTTP behind: WebSockets, a proxy's tunnel, and an upgrade that is refused; says what comes through.
import { once } from 'node:events';
import { Agent, createServer, get, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fetch, ProxyAgent } from 'undici';
import { WebSocket as Client, WebSocketServer } from 'ws';

const listen = async (server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
};
const service = createServer((incoming, response) => response.end(`served ${incoming.url}`));
const sockets = new WebSocketServer({ server: service, path: '/chat' });
sockets.on('connection', (socket, incoming) => socket.on('message', (data) => socket.send(`${incoming.url} ${data}`)));
const proxy = createServer().on('connect', (incoming, client, head) => {
  const [host, port] = incoming.url.split(':');
  const target = connect(port, host, () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    target.write(head);
    target.pipe(client).pipe(target);
  });
});
const port = await listen(service);
const proxyPort = await listen(proxy);

async function converse(Socket, path) {
  const socket = new Socket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  socket.send('hello');
  const { data } = await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
  console.log(data);
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  socket.close(1000, 'done');
  const { code, reason } = await closed;
  console.log(code, reason);
}

await converse(Client, '/chat?by=ws');
await converse(WebSocket, '/chat?by=node');
const refused = new Client(`ws://127.0.0.1:${port}/elsewhere`);
console.log((await once(refused, 'error'))[0].message);

const asking = request({ host: '127.0.0.1', port: proxyPort, method: 'CONNECT', path: `127.0.0.1:${port}` }).end();
const [established, tunnel] = await once(asking, 'connect');
console.log(established.statusCode);
const agent = new Agent();
agent.createConnection = () => tunnel;
const [response] = await once(get({ host: '127.0.0.1', port, path: '/tunnelled', agent }), 'response');
console.log(await text(response));
agent.destroy();

const dispatcher = new ProxyAgent({ uri: `http://127.0.0.1:${proxyPort}`, proxyTunnel: true });
console.log(await (await fetch(`http://127.0.0.1:${port}/by-undici`, { dispatcher })).text());
await dispatcher.close();
sockets.close();
service.close();
proxy.close();
