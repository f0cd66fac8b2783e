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
