// Listens to the lines of pino and does nothing with them: what the channel itself costs, whoever listens.
const { tracingChannel } = require('node:diagnostics_channel');

let open = 0;
const channel = tracingChannel('pino_asJson');
channel.start.subscribe(() => open++);
channel.end.subscribe(() => open--);
