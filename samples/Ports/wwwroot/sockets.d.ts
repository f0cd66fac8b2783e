// The client of Ports, written by QueueRun when that was built. Changes to this file are lost.
/* eslint-disable */

/** Connects, and connects again whenever the connection is lost, until it is closed. `url` may be relative to the page. */
export declare function connect(url: string, options?: SocketOptions): Socket;

/** The connection to the server. */
export interface Socket {
  /** Sends a message, without an answer. Until the connection is open it waits, at most as long as a call. */
  readonly send: {
    addTodo(message: AddTodo): void;
    boards(): void;
    changeTodo(message: ChangeTodo): void;
    clearBoard(message: { board: string }): void;
    closeMarket(): void;
    /** To the others: the page shows its stroke already. A drawing with a number below the answer lacks the stroke. */
    draw(message: Draw & { board: string }): void;
    enterRoom(message: { room: string }): void;
    leaveBoard(message: { board: string }): void;
    leaveRoom(message: { room: string }): void;
    /** Joins first, then sends the board in turn with its changes: what this connection gets later is newer. */
    openBoard(message: { board: string }): void;
    openMarket(): void;
    removeTodo(message: { id: number }): void;
    tell(message: Tell): void;
    /** A tab that opens asks for the list. What comes later on this connection is newer. */
    todos(): void;
    /**
     * Concurrent: the client's other messages do not wait for its end. A client that still types when its call has timed out calls
     * again.
     */
    type(message: { room: string }): void;
    /**
     * The state now, so a late visitor needs nothing else, and then each newer one. A stream waits for its reader: a slow one misses
     * prices, and never sees old ones. While there is no news, the state is sent again, because each element has a timeout.
     */
    watchMarket(): void;
  };
  /** Sends a message, and returns its answer. Rejects with a SocketError. */
  readonly call: {
    addTodo(message: AddTodo, options?: SocketCallOptions): Promise<number>;
    boards(options?: SocketCallOptions): Promise<string[]>;
    changeTodo(message: ChangeTodo, options?: SocketCallOptions): Promise<void>;
    clearBoard(message: { board: string }, options?: SocketCallOptions): Promise<void>;
    closeMarket(options?: SocketCallOptions): Promise<void>;
    /** To the others: the page shows its stroke already. A drawing with a number below the answer lacks the stroke. */
    draw(message: Draw & { board: string }, options?: SocketCallOptions): Promise<number>;
    enterRoom(message: { room: string }, options?: SocketCallOptions): Promise<string[]>;
    leaveBoard(message: { board: string }, options?: SocketCallOptions): Promise<void>;
    leaveRoom(message: { room: string }, options?: SocketCallOptions): Promise<void>;
    /** Joins first, then sends the board in turn with its changes: what this connection gets later is newer. */
    openBoard(message: { board: string }, options?: SocketCallOptions): Promise<void>;
    openMarket(options?: SocketCallOptions): Promise<void>;
    removeTodo(message: { id: number }, options?: SocketCallOptions): Promise<void>;
    tell(message: Tell, options?: SocketCallOptions): Promise<Receipt>;
    /** A tab that opens asks for the list. What comes later on this connection is newer. */
    todos(options?: SocketCallOptions): Promise<void>;
    /**
     * Concurrent: the client's other messages do not wait for its end. A client that still types when its call has timed out calls
     * again.
     */
    type(message: { room: string }, options?: SocketCallOptions): Promise<void>;
  };
  /** Sends a message when it is iterated, and returns the items of its answer. To break out of the loop cancels it, in the server too. */
  readonly stream: {
    /**
     * The state now, so a late visitor needs nothing else, and then each newer one. A stream waits for its reader: a slow one misses
     * prices, and never sees old ones. While there is no news, the state is sent again, because each element has a timeout.
     */
    watchMarket(options?: SocketCallOptions): AsyncIterable<Tick>;
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
  "board-added": BoardAdded & { event: "board-added" };
  drawing: Drawing & { event: "drawing" };
  drawn: Drawn & { event: "drawn" };
  todo: TodoChanged & { event: "todo" };
  todos: Todos & { event: "todos" };
  told: Told & { event: "told" };
  typing: UserTyping & { event: "typing" };
}

export interface AddTodo {
  title?: string | null;
}

export interface BoardAdded {
  board: string;
}

export interface ChangeTodo {
  id: number;
  title?: string | null;
  done?: boolean | null;
}

export interface Draw {
  stroke?: Stroke | null;
}

export interface Drawing {
  board: string;
  number: number;
  strokes: Stroke[];
}

export interface Drawn {
  board: string;
  number: number;
  stroke: Stroke;
}

export interface Item {
  id: number;
  title: string;
  done: boolean;
}

export interface Receipt {
  /** The message's place among all messages: a page sorts by it. A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  id: number;
  /** When the server sent it. A time with its offset: 2026-01-31T12:00:00+00:00. */
  at: string;
  /** Whether a device of the recipient took it. A real program keeps it for later if not. */
  delivered: boolean;
}

export interface Stock {
  symbol: string;
  /** A decimal number: JavaScript's numbers round it to about 15 digits. */
  price: number;
}

export interface Stroke {
  colour: string;
  line: number[];
}

export interface Tell {
  to?: string | null;
  text?: string | null;
}

export interface Tick {
  open: boolean;
  stocks: Stock[];
}

export interface TodoChanged {
  id: number;
  item: Item | null;
}

export interface Todos {
  items: Item[];
}

export interface Told {
  /** A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  id: number;
  /** A time with its offset: 2026-01-31T12:00:00+00:00. */
  at: string;
  from: string;
  to: string;
  text: string;
}

export interface UserTyping {
  /** The room. */
  room: string;
  /** The user, who may type in several tabs. */
  user: string;
  /** The connection: each tab begins and stops by itself. */
  tab: string;
  /** Whether the user begins or stops. */
  typing: boolean;
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
