// The client of Chat, written by QueueRun when that was built. Changes to this file are lost.
/* eslint-disable */

/** Connects, and connects again whenever the connection is lost, until it is closed. `url` may be relative to the page. */
export declare function connect(url: string, options: SocketOptions & { authenticate: () => SignIn | null | undefined | Promise<SignIn | null | undefined> }): Socket;

/** The connection to the server. */
export interface Socket {
  /** Sends a message, without an answer. Until the connection is open it waits, at most as long as a call. */
  readonly send: {
    /** A person enters with all devices. */
    enter(message: { room: string }): void;
    leave(message: { room: string }): void;
    /** The answer is a token that signs in another device as the same person: the page makes a link of it. */
    link(): void;
    /**
     * A signed-in page asks for the state. It is sent only now, because from here on the page also receives every change, so nothing is
     * lost in between; and only on this connection, because the person's other devices already have the state.
     */
    open(): void;
    /** The others in the room get the message; the device that it comes from has it as the answer, with id and time. */
    say(message: Say): void;
    /**
     * Each element is sent as soon as it is found, and other messages of the connection do not wait for the end. When the page cancels,
     * the token is cancelled. Only the rooms that the person is in are searched, each from its newest message on.
     */
    search(message: { words: string }): void;
    /** Takes every binary message: the parameter's type says so. */
    showPicture(message: ArrayBuffer | ArrayBufferView): void;
    /** First invalidates every cookie and token of the person, then closes every device, this one too: its close is the answer. */
    signOutEverywhere(): void;
    /**
     * Only pushes a job. The key makes one person's summaries run one after another. While one is under way, the person has the same
     * ticket for that room, so a second request creates no second job.
     */
    summarise(message: { room: string }): void;
    typing(message: { room: string }): void;
  };
  /** Sends a message, and returns its answer. Rejects with a SocketError. */
  readonly call: {
    /** A person enters with all devices. */
    enter(message: { room: string }, options?: SocketCallOptions): Promise<void>;
    leave(message: { room: string }, options?: SocketCallOptions): Promise<void>;
    /** The answer is a token that signs in another device as the same person: the page makes a link of it. */
    link(options?: SocketCallOptions): Promise<string>;
    /**
     * A signed-in page asks for the state. It is sent only now, because from here on the page also receives every change, so nothing is
     * lost in between; and only on this connection, because the person's other devices already have the state.
     */
    open(options?: SocketCallOptions): Promise<void>;
    /** The others in the room get the message; the device that it comes from has it as the answer, with id and time. */
    say(message: Say, options?: SocketCallOptions): Promise<{ event: "said" } & Said>;
    /** First invalidates every cookie and token of the person, then closes every device, this one too: its close is the answer. */
    signOutEverywhere(options?: SocketCallOptions): Promise<void>;
    /**
     * Only pushes a job. The key makes one person's summaries run one after another. While one is under way, the person has the same
     * ticket for that room, so a second request creates no second job.
     */
    summarise(message: { room: string }, options?: SocketCallOptions): Promise<void>;
    typing(message: { room: string }, options?: SocketCallOptions): Promise<void>;
  };
  /** Sends a message when it is iterated, and returns the items of its answer. To break out of the loop cancels it, in the server too. */
  readonly stream: {
    /**
     * Each element is sent as soon as it is found, and other messages of the connection do not wait for the end. When the page cancels,
     * the token is cancelled. Only the rooms that the person is in are searched, each from its newest message on.
     */
    search(message: { words: string }, options?: SocketCallOptions): AsyncIterable<{ event: "said" } & Said>;
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
  history: History & { event: "history" };
  person: Person & { event: "person" };
  progress: Progress & { event: "progress" };
  said: Said & { event: "said" };
  shown: Shown & { event: "shown" };
  state: State & { event: "state" };
  summary: Summary & { event: "summary" };
  typing: Typing & { event: "typing" };
  welcome: Welcome & { event: "welcome" };
}

/** The last messages in a room, for people who enter or come back. Their pictures follow. */
export interface History {
  room: string;
  messages: Said[];
}

/**
 * A person, for everybody, sent at every change. Without devices the person is away, and without rooms, too, gone. The newest
 * version counts.
 */
export interface Person {
  who: string;
  /** A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  version: number;
  devices: number;
  rooms: string[];
}

/** The progress of a summary that you asked for, on any of your devices. */
export interface Progress {
  room: string;
  percent: number;
}

/** A message in a room, for its members. An announcement has no sender. A picture follows in a binary message, see Pictures.cs. */
export interface Said {
  room: string;
  /** A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  id: number;
  /** A time with its offset: 2026-01-31T12:00:00+00:00. */
  at: string;
  from: string | null;
  text: string;
  picture: boolean;
}

/** {"#":3,"action":"say","room":"Lobby","text":"Hello"} */
export interface Say {
  room?: string | null;
  text?: string | null;
}

/** The answer to a picture: a binary message has no reference, so its answer has none either. */
export interface Shown {
  said: Said;
}

/** The first message of a connection without a cookie: {"token":"CfDJ8…"}. */
export interface SignIn {
  token?: string | null;
}

/**
 * Your name, the rooms that are always there, and all people. A page that sees another server than before knows that its rooms were
 * forgotten. Older versions of a person are of no use any more, even if they come later.
 */
export interface State {
  server: string;
  /** A 64-bit integer: beyond 2^53 JavaScript's numbers round it. */
  version: number;
  you: string;
  rooms: string[];
  people: Person[];
}

/** The summary, and the time span that it covers; without the times there is no summary, and the text says why. */
export interface Summary {
  room: string;
  text: string;
  /** A time with its offset: 2026-01-31T12:00:00+00:00. */
  from: string | null;
  /** A time with its offset: 2026-01-31T12:00:00+00:00. */
  to: string | null;
}

/** Somebody is typing in a room, for all devices in it but that one. Sent again every few seconds as long as it goes on. */
export interface Typing {
  room: string;
  who: string;
}

/** The answer to a token: a fresh one, for the next time. */
export interface Welcome {
  token: string;
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
