import type { Scalar } from './scalar.js';

/** A field of a message whose value is a V. */
export interface Field<V> {
  readonly id: number;
  /** A scalar, or a function that gives the message type, since message types refer to each other in circles. */
  readonly type: Scalar<unknown> | (() => MessageType<object>);
  readonly repeated: boolean;
  /** The group of fields of which at most one is set. */
  readonly oneof: string | undefined;
  /** The value when nothing was sent. */
  initial(): V;
}

type NamedField = Field<unknown> & { readonly name: string };

/** A message of the schema: the one description from which both protobuf and JSON are read. */
export class MessageType<M extends object> {
  readonly name: string;
  readonly fields: readonly NamedField[];
  readonly #byId: ReadonlyMap<number, NamedField>;

  constructor(name: string, fields: { readonly [K in keyof M]: Field<M[K]> }) {
    this.name = name;
    this.fields = Object.entries<Field<unknown>>(fields).map(([name, field]) => ({ name, ...field }));
    this.#byId = new Map(this.fields.map((field) => [field.id, field]));
  }

  field(id: number): NamedField | undefined {
    return this.#byId.get(id);
  }

  create(): M {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.initial()])) as M;
  }

  /** Sets a field and, as the wire format asks, clears the others of its group: the last one wins. */
  assign(message: M, field: NamedField, value: unknown): void {
    const target = message as Record<string, unknown>;
    if (field.oneof !== undefined) {
      for (const other of this.fields) if (other.oneof === field.oneof) target[other.name] = undefined;
    }
    target[field.name] = value;
  }
}

/** A scalar that is its zero when absent. */
export const one = <V>(id: number, type: Scalar<V>): Field<V> => ({
  id,
  type,
  repeated: false,
  oneof: undefined,
  initial: () => type.zero,
});

/** A scalar whose absence means something. */
export const optional = <V>(id: number, type: Scalar<V>, oneof?: string): Field<V | undefined> => ({
  id,
  type,
  repeated: false,
  oneof,
  initial: () => undefined,
});

export const many = <V>(id: number, type: Scalar<V>): Field<V[]> => ({ id, type, repeated: true, oneof: undefined, initial: () => [] });

export const message = <M extends object>(id: number, type: () => MessageType<M>, oneof?: string): Field<M | undefined> => ({
  id,
  type: type as () => MessageType<object>,
  repeated: false,
  oneof,
  initial: () => undefined,
});

export const messages = <M extends object>(id: number, type: () => MessageType<M>): Field<M[]> => ({
  id,
  type: type as () => MessageType<object>,
  repeated: true,
  oneof: undefined,
  initial: () => [],
});
