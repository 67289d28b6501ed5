import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../src/spool/spool.js';

let built: string;
let root: string;

beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'otlp-built-'));
  buildSync({
    entryPoints: [join(import.meta.dirname, '../../src/spool/spool.ts')],
    outfile: join(built, 'spool.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});
afterAll(() => rmSync(built, { recursive: true }));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otlp-spool-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Runs a script as a process of its own, which has a `spool` and says something by `say`; gives what it said. */
const run = (script: string, command: readonly string[] = [process.execPath]) => {
  const preamble = `import { existsSync } from 'node:fs';
    import { Spool } from ${JSON.stringify(join(built, 'spool.mjs'))};
    const events = [];
    const spool = new Spool({ root: ${JSON.stringify(root)}, service: 'shop', onEvent: (event) => events.push(event) });
    const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
    const take = async () => {
      const bodies = [];
      for (let next = await spool.next('traces'); next; next = await spool.next('traces')) {
        bodies.push(Buffer.from(next.body).toString());
        spool.remove(next);
      }
      return bodies;
    };`;
  const [file = '', ...args] = command;
  const child = spawn(file, [...args, '--input-type=module', '-e', preamble + script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const listeners: (() => void)[] = [];
  child.stdout.on('data', (chunk) => {
    output += chunk;
    for (const listener of listeners) listener();
  });
  const lines = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return {
    ended: new Promise<unknown[]>((resolve) => child.on('close', () => resolve(lines()))),
    saidSomething: new Promise<void>((resolve) => listeners.push(resolve)),
    kill: () => child.kill('SIGKILL'),
  };
};

describe('processes that share a spool', () => {
  it('take each file of those that are gone once, however many look for them at the same moment', async () => {
    const bodies = Array.from({ length: 24 }, (_, index) => `request ${index}`);
    for (const body of bodies) {
      const spool = new Spool({ root, service: 'shop' });
      spool.append('traces', false, Buffer.from(body), 1);
      spool.close();
    }
    for (const name of readdirSync(`${root}/shop`)) {
      const path = `${root}/shop/${name}/owner`;
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), started: '1' }));
    }
    const racers = Array.from({ length: 8 }, () =>
      run(
        `say('ready'); while (!existsSync(${JSON.stringify(`${root}/go`)})); spool.adopt(); say(await take()); say(events); spool.close();`,
      ),
    );
    await Promise.all(racers.map(({ saidSomething }) => saidSomething));
    writeFileSync(`${root}/go`, '');
    const results = await Promise.all(racers.map(({ ended }) => ended));
    const taken = results.map(([, bodies]) => bodies as string[]);
    expect(taken.flat().sort()).toEqual([...bodies].sort());
    expect(results.map(([, , events]) => events)).toEqual(Array(8).fill([]));
    expect(readdirSync(`${root}/shop`)).toEqual([]);
  });

  it('have what a killed one has written up to the end', async () => {
    const writer = run(`for (let n = 0; n < 50; n++) spool.append('traces', n % 2 === 0, Buffer.from('request ' + n), 1, true);
      say('written'); setInterval(() => undefined, 1000);`);
    await writer.saidSomething;
    writer.kill();
    await writer.ended;
    const [bodies] = await run(`spool.adopt(); say(await take());`).ended;
    expect((bodies as string[]).sort()).toEqual(Array.from({ length: 50 }, (_, index) => `request ${index}`).sort());
  });
});

describe('a disk that is full', () => {
  const write = `const stored = [];
    for (let n = 0; n < 100; n++) if (spool.append('traces', false, Buffer.from((n + ' ').padEnd(700, 'x')), 1)) stored.push(n);`;

  it('keeps what it took whole, and the rest is refused and told once', async () => {
    // The system refuses what would make a file longer than eight blocks, after it has taken a part.
    const limited = ['sh', '-c', 'ulimit -f 8 && exec "$0" "$@"', process.execPath];
    const [stored, bodies, events] = await run(
      `${write} say(stored); say((await take()).map((body) => [parseInt(body), body.length])); say(events);`,
      limited,
    ).ended;
    const numbers = stored as number[];
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers.length).toBeLessThan(20);
    expect(numbers).toEqual(Array.from(numbers.keys()));
    expect(events).toEqual([{ type: 'spool_unavailable', message: `${root} can't be used: ENOSPC` }]);
    expect(bodies).toEqual(numbers.map((n) => [n, 700]));
  });

  it('is as good as none where nothing can be written at all', async () => {
    writeFileSync(`${root}/shop`, '');
    const [stored, events] = await run(`${write} say(stored); say(events);`).ended;
    expect([stored, events]).toEqual([[], [{ type: 'spool_unavailable', message: `${root} can't be used: EEXIST` }]]);
  });
});
