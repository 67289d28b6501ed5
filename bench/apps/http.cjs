// The smallest service: plain HTTP.
const server = require('node:http').createServer((_, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => console.log('listening'));
setTimeout(() => {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpuMillis: (user + system) / 1_000, rssMegabytes: process.memoryUsage().rss / 1e6 }));
  process.exit();
}, 700);
