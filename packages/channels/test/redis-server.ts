import { createServer, type Socket } from 'node:net';
import { cleanup } from './telemetry.js';

/**
 * A small Redis for tests, by the protocol's specification (RESP2 and RESP3): no package brings a real one that runs without a download.
 * It knows the commands below, transactions, and errors in the form of Redis; everything else is an unknown command.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export interface RedisServer {
  readonly port: number;
  /** Every command that came, with its arguments. */
  readonly commands: string[][];
  /** Answers no command any more. */
  hold(): void;
  /** Breaks all connections. */
  breakConnections(): void;
}

type Reply = string | number | null | Error | Reply[];

/** Starts a Redis for the length of a test. */
export async function startRedis(): Promise<RedisServer> {
  const sockets = new Set<Socket>();
  const commands: string[][] = [];
  const values = new Map<string, string>();
  let isHeld = false;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    const session = new Session(values);
    let input = '';
    socket.setEncoding('latin1').on('data', (data) => {
      input += data;
      for (let parsed = parse(input); parsed !== undefined; parsed = parse(input)) {
        input = input.slice(parsed.end);
        commands.push(parsed.args);
        if (!isHeld) socket.write(session.answer(parsed.args), 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as { port: number }).port,
    commands,
    hold: () => {
      isHeld = true;
    },
    breakConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One connection: the version of the protocol, and the transaction that is open. */
class Session {
  private version = 2;
  private transaction: string[][] | undefined;
  private isSpoiled = false;

  constructor(private readonly values: Map<string, string>) {}

  answer(args: string[]): string {
    const [name = ''] = args;
    const command = name.toUpperCase();
    if (command === 'HELLO') return this.hello(args);
    if (command === 'MULTI') {
      this.transaction = [];
      return '+OK\r\n';
    }
    if (command === 'EXEC') return this.exec();
    if (this.transaction === undefined) return this.encode(this.run(command, args.slice(1)));
    if (!COMMANDS.has(command)) {
      this.isSpoiled = true;
      return this.encode(unknown(command));
    }
    this.transaction.push(args);
    return '+QUEUED\r\n';
  }

  private hello([, version]: string[]): string {
    if (version !== undefined) this.version = Number(version);
    const pairs: Reply[] = ['server', 'redis', 'version', '8.0.0', 'proto', this.version, 'id', 1, 'mode', 'standalone', 'role', 'master'];
    const fields = pairs.map((part) => this.encode(part)).join('');
    return this.version === 3 ? `%${pairs.length / 2}\r\n${fields}` : `*${pairs.length}\r\n${fields}`;
  }

  private exec(): string {
    const queued = this.transaction ?? [];
    this.transaction = undefined;
    const isSpoiled = this.isSpoiled;
    this.isSpoiled = false;
    if (isSpoiled) return this.encode(new Error('EXECABORT Transaction discarded because of previous errors.'));
    return this.encode(queued.map(([name = '', ...args]) => this.run(name.toUpperCase(), args)));
  }

  private run(command: string, [key = '', value = '']: string[]): Reply {
    const { values } = this;
    if (command === 'GET') return values.get(key) ?? null;
    if (command === 'SET') {
      values.set(key, value);
      return 'OK';
    }
    if (command === 'INCR') {
      const next = Number(values.get(key) ?? 0) + 1;
      if (Number.isNaN(next)) return new Error('ERR value is not an integer or out of range');
      values.set(key, String(next));
      return next;
    }
    if (command === 'INFO') return 'loading:0\r\nrole:master\r\n';
    return COMMANDS.has(command) ? 'OK' : unknown(command);
  }

  private encode(reply: Reply): string {
    if (reply === null) return this.version === 3 ? '_\r\n' : '$-1\r\n';
    if (typeof reply === 'number') return `:${reply}\r\n`;
    if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`;
    if (reply instanceof Error) return `-${reply.message}\r\n`;
    return `*${reply.length}\r\n${reply.map((item) => this.encode(item)).join('')}`;
  }
}

const COMMANDS = new Set(['GET', 'SET', 'INCR', 'INFO', 'PING', 'SELECT', 'AUTH', 'CLIENT', 'QUIT', 'READONLY']);

function unknown(command: string): Error {
  return new Error(`ERR unknown command '${command}'`);
}

/** Reads one command, an array of bulk strings; undefined as long as it is not complete. */
function parse(input: string): { args: string[]; end: number } | undefined {
  let at = 0;
  const line = (): string | undefined => {
    const end = input.indexOf('\r\n', at);
    if (end === -1) return undefined;
    const text = input.slice(at + 1, end);
    at = end + 2;
    return text;
  };
  const count = line();
  if (count === undefined) return undefined;
  const args: string[] = [];
  for (let i = 0; i < Number(count); i += 1) {
    const length = line();
    if (length === undefined || input.length < at + Number(length) + 2) return undefined;
    args.push(input.slice(at, at + Number(length)));
    at += Number(length) + 2;
  }
  return { args, end: at };
}
