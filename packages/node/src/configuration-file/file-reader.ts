import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, parse, Scalar } from 'yaml';
import { type FileEntry, nothingRuns } from '../settings/configuration-file.js';
import { nearestName } from '../settings/nearest-name.js';
import type { SettingFinding } from '../settings/settings.js';
import { substitute } from './substitute.js';

/** A place in the file. */
export interface Cursor {
  /** The way to it: `tracer_provider.processors[0].batch`. */
  readonly key: string;
  readonly node: Node | null;
  readonly line: number;
}

/** What a key of the file leads to. */
export type Handler = (cursor: Cursor) => void;

/** A value without parts. */
export type Primitive = string | number | boolean | null;

/** Walks through a YAML document, collects what it says, and reports what it can't mean, with line and key. */
export class FileReader {
  readonly entries: Map<string, FileEntry> = new Map();
  readonly attributes: { attribute: string; value: unknown; source: string }[] = [];
  readonly findings: SettingFinding[] = [];
  readonly referenced: Set<string> = new Set();
  /** True for a file of a later minor version, whose unknown keys are no mistakes. */
  lenient = false;

  constructor(
    private readonly name: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  /** The place as an origin. */
  origin({ line }: Cursor): string {
    return `${this.name}:${line}`;
  }

  root(): Cursor {
    return { key: '', node: this.document.contents, line: 1 };
  }

  /** Calls the handler of each key that a mapping has. A key without a value counts as an empty mapping. */
  fields(cursor: Cursor, handlers: Readonly<Record<string, Handler>>): void {
    for (const [name, field] of this.pairs(cursor)) {
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (handler !== undefined) handler(field);
      else if (this.lenient || name.endsWith('/development')) this.unsupported(field, 'it is not known');
      else {
        const nearest = nearestName(name, Object.keys(handlers));
        this.invalid(field, nearest ? `a known key (did you mean ${nearest}?)` : `one of ${Object.keys(handlers).join(', ')}`);
      }
    }
  }

  /** Gives the keys of a mapping, each with its place. */
  pairs(cursor: Cursor): [name: string, field: Cursor][] {
    const { node } = cursor;
    if (isNothing(node)) return [];
    if (!isMap(node)) {
      this.invalid(cursor, 'a mapping');
      return [];
    }
    return node.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '?';
      const line = this.lineOf(key as Node, cursor.line);
      // A name may be anything, a line break too, which must not begin a line of the log.
      const shown = /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
      return [name, { key: cursor.key === '' ? shown : `${cursor.key}.${shown}`, node: this.resolve(value as Node | null), line }];
    });
  }

  /** Gives the entries of a sequence. */
  items(cursor: Cursor): Cursor[] {
    const { node, key } = cursor;
    if (isNothing(node)) return [];
    if (!isSeq(node)) {
      this.invalid(cursor, 'a sequence');
      return [];
    }
    return node.items.map((item, index) => ({
      key: `${key}[${index}]`,
      node: this.resolve(item as Node | null),
      line: this.lineOf(item as Node, cursor.line),
    }));
  }

  /** Gives a value without parts, with its variables put in; undefined where it is none. */
  value(cursor: Cursor): Primitive | undefined {
    const { node } = cursor;
    if (node === null) return null;
    if (!isScalar(node)) {
      this.invalid(cursor, 'a value without parts');
      return undefined;
    }
    const { value } = node;
    if (typeof value !== 'string') return typeof value === 'bigint' ? Number(value) : (value as Primitive);
    const result = substitute(value, this.environment, (name) => this.referenced.add(name));
    if ('wrong' in result) {
      this.invalid(cursor, 'a reference to NAME, env:NAME or NAME:-default', result.wrong);
      return undefined;
    }
    return result.changed && node.type === Scalar.PLAIN ? retyped(result.text) : result.text;
  }

  /** Gives a value as text; undefined where there is none. */
  text(cursor: Cursor): string | undefined {
    const value = this.value(cursor);
    return value === undefined || value === null || value === '' ? undefined : String(value);
  }

  /** Gives a sequence of texts. */
  texts(cursor: Cursor): string[] {
    return this.items(cursor).flatMap((item) => this.text(item) ?? []);
  }

  /** Makes a handler that takes a value without parts for an option. */
  set(path: string): Handler {
    return (cursor) => {
      const text = this.text(cursor);
      if (text !== undefined) this.put(path, cursor, text);
    };
  }

  /** Takes a value for an option. There is one value for each: a second, other one can't be kept too. */
  put(path: string, cursor: Cursor, raw: unknown): void {
    const before = this.entries.get(path);
    if (before !== undefined && JSON.stringify(before.raw) !== JSON.stringify(raw)) {
      this.unsupported(cursor, `${before.origin} has another value, and there is one for all`);
      return;
    }
    this.entries.set(path, { raw, origin: this.origin(cursor), key: cursor.key });
  }

  /** Reports what makes the file a wrong one. */
  invalid(cursor: Cursor, expected: string, got?: string): void {
    this.findings.push({ name: `${this.origin(cursor)} ${cursor.key}`, expected, got, action: nothingRuns, level: 'error' });
  }

  /** Reports what the schema knows and this package does not do. */
  unsupported(cursor: Cursor, why: string): void {
    const expected = `what is supported (${why})`;
    this.findings.push({ name: `${this.origin(cursor)} ${cursor.key}`, expected, got: undefined, action: 'it is left out' });
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }

  private lineOf(node: Node | null, fallback: number): number {
    return node?.range ? this.lines.linePos(node.range[0]).line : fallback;
  }
}

function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** What came from a variable has the type that it would have in its place. */
function retyped(text: string): Primitive {
  try {
    const value: unknown = parse(text, { version: '1.2' });
    return value === null || typeof value === 'number' || typeof value === 'boolean' ? value : text;
  } catch {
    return text; // no YAML: a text like any other
  }
}
