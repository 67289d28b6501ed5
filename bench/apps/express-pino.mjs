// A usual service: express and pino, as ES modules.
import express from 'express';
import pino from 'pino';

pino({ enabled: false });
express().listen(0, '127.0.0.1', () => console.log('listening'));
setTimeout(() => {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpuMillis: (user + system) / 1_000, rssMegabytes: process.memoryUsage().rss / 1e6 }));
  process.exit();
}, 900);
