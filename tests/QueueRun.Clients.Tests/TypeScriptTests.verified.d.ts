// The client of web, written by QueueRun when that was built. Changes to this file are lost.
/* eslint-disable */

/** Connects, and connects again whenever the connection is lost, until it is closed. `url` may be relative to the page. */
export declare function connect(url: string, options: SocketOptions & { authenticate: () => SignIn | null | undefined | Promise<SignIn | null | undefined> }): Socket;

/** The connection to the server. */
export interface Socket {
  /** Sends a message, without an answer. Until the connection is open it waits, at most as long as a call. */
  readonly send: {
    bytes(message: ArrayBuffer | ArrayBufferView): void;
    /** Does enter. */
    enter(message: { room: string }): void;
    other(message: unknown): void;
    /** Does ping2. */
    ping2(): void;
    price(message: Order): void;
    /** Does say. */
    say(message: Say): void;
    text(message: string): void;
    ticks(message: PageOfSymbol): void;
  };
  /** Sends a message, and returns its answer. Rejects with a SocketError. */
  readonly call: {
    /** Does enter. */
    enter(message: { room: string }, options?: SocketCallOptions): Promise<void>;
    other(message: object, options?: SocketCallOptions): Promise<void>;
    /** Does ping2. */
    ping2(options?: SocketCallOptions): Promise<void>;
    price(message: Order, options?: SocketCallOptions): Promise<Price | null>;
    /** Does say. */
    say(message: Say, options?: SocketCallOptions): Promise<void>;
  };
  /** Sends a message when it is iterated, and returns the items of its answer. To break out of the loop cancels it, in the server too. */
  readonly stream: {
    ticks(message: PageOfSymbol, options?: SocketCallOptions): AsyncIterable<Tick>;
  };
  /** Receives messages of one kind, or with "*" all others, binary ones as ArrayBuffer. Returns a function that ends it. */
  on<Name extends keyof SocketMessages>(name: Name, listener: (message: SocketMessages[Name]) => void): () => void;
  on(name: "*", listener: (message: unknown) => void): () => void;
  /** Whether the server can be reached. */
  readonly status: SocketStatus;
  /** Is called with the status at once, and whenever it changes. */
  onstatus: ((status: SocketStatus) => void) | null | undefined;
  /** Resolves when the connection is open, and it is known who it is. Rejects when it is closed for good. */
  readonly ready: Promise<void>;
  /** Tries to connect now, if it waits for the next attempt. */
  retry(): void;
  /** Closes the connection for good. What waits rejects with "closed". */
  close(): void;
}

/** What the server sends, by the value that each message has in its property of `[SocketMessage]`. */
export interface SocketMessages {
  said: Said & { event: "said" };
}

export interface Circle {
  radius: number;
  name: string;
}

/** JSON that a converter of the program writes and reads. */
export type Money = unknown;

export interface Order {
  dish: string;
  /** 1 if it is missing. */
  count?: number;
  /** 0 if it is missing. */
  spice?: Spice;
  /** null if it is missing. */
  extras?: { [name: string]: number } | null;
  /** A date: 2026-01-31. */
  day: string;
}

export interface PageOfSymbol {
  items: Symbol_[];
  next?: string | null;
}

export interface Price {
  /** A decimal number: JavaScript's numbers round it to about 15 digits. */
  amount: number;
  /** A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  id: number;
  exact: Money;
  /** Bytes in Base64. */
  signature: string;
  /** A time with its offset: 2026-01-31T12:00:00+00:00. */
  at: string;
}

/** What somebody said. */
export interface Said {
  room: string;
  /** The user's id. */
  from: string;
  text: string;
  picture: Shape | null;
  inReplyTo: Said | null;
}

export interface Say {
  room: string;
  text: string;
}

export type Shape = { $type: "circle" } & Circle | { $type: "square" } & Square;

export type Side = "Buy" | "Sell";

export interface SignIn {
  name: string;
  /** null if it is missing. */
  device?: string | null;
}

export type Spice = 0 | 1;
export declare const Spice: { readonly Mild: 0; readonly Hot: 1 };

export interface Square {
  side: number;
  name: string;
}

export interface Symbol_ {
  name: string;
}

export interface Tick {
  symbol: Symbol_;
  side: Side;
  price: number;
}

/** Whether the server can be reached. */
export interface SocketStatus {
  /** `connecting`; `open`: signed in, calls go out; `waiting` until the next attempt; `closed`: for good. */
  readonly state: "connecting" | "open" | "waiting" | "closed";
  /** When the next attempt begins (`waiting`). */
  readonly until?: Date;
  /** What ended the connection (`waiting`, `closed`). */
  readonly reason?: string;
  /** The close code that the server sent, or 1006 where the connection broke. */
  readonly code?: number;
}

/** What a call or a stream may be told. */
export interface SocketCallOptions {
  /** Milliseconds to wait for the answer, or for a stream's next item. */
  readonly timeout?: number | undefined;
  /** Cancels it, in the server too. */
  readonly signal?: AbortSignal | undefined;
}

/** How to connect. */
export interface SocketOptions {
  /** Milliseconds that a call waits for its answer, and a stream for its next item: 15000 unless set. */
  readonly timeout?: number | undefined;
  /** How many messages may wait for the connection to open: 1000 unless set. */
  readonly maxWaiting?: number | undefined;
  /** Milliseconds without a message after which the server is asked for a sign of life: 25000 unless set. */
  readonly silence?: number | undefined;
  /** The WebSocket class of a runtime that has none of its own, such as that of `ws` in Node.js 20. */
  readonly WebSocket?: (new (url: string) => unknown) | undefined;
}

/** A call that failed: `message` is the server's text, or "timed out", "closed", "cancelled", "too many waiting". */
export declare class SocketError extends Error {
  readonly name = "SocketError";
}
