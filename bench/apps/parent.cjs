// What a measured service says to the process that measures it: its port, and on request what it has used so far.
exports.serve = (server) => server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', (message) => {
  if (message === 'exit') process.exit();
  if (message !== 'used') return;
  const { user, system } = process.cpuUsage();
  const rss = process.memoryUsage.rss();
  globalThis.gc?.();
  process.send({ cpuMicros: user + system, rss, heapUsed: process.memoryUsage().heapUsed });
});
