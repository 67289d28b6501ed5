// Profiles the process it is loaded into between two messages of its parent, and gives the profile into a file.
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector/promises');

const session = new Session();
session.connect();

process.on('message', async (message) => {
  if (message === 'profile') {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 500 });
    await session.post('Profiler.start');
    process.send({ profiling: true });
  }
  if (message === 'profiled') {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env.PROFILE, JSON.stringify(profile));
    process.send({ profiling: false });
  }
});
