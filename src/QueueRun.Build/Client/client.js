/** A call that failed: `message` is the server's text, or "timed out", "closed", "cancelled", "too many waiting". */
export class SocketError extends Error {
    name = "SocketError";
}
const host = globalThis;
const patience = 10_000; // for a connection to open, and for a sign of life
const longestDelay = 30_000;
const settled = 5_000; // a connection that was open for so long was a good one
const transient = ["timed out", "internal error", "the server is shutting down"];
const now = () => performance.now();
const toText = (error) => error instanceof Error ? error.message : String(error);
class SocketConnection {
    send = {};
    call = {};
    stream = {};
    #url;
    #contract;
    #options;
    #WebSocket;
    #silence;
    #names = new Map(); // of messages, by property and value
    #listeners = new Map();
    #socket;
    #status = { state: "connecting" };
    #onstatus;
    #ready;
    #pending = new Map(); // by reference, in the order of the calls
    #reference = 0;
    #attempt = 0; // how many have failed since a connection was good; it also says which one is under way
    #turn = 0;
    #openedAt = 0;
    #heardAt = 0;
    #isAsked = false; // for a sign of life
    #due = Infinity; // when the state itself has something to do
    #timer; // the only one: for what is due first, the state or a call
    #timerAt = Infinity;
    constructor(url, contract, options) {
        const WebSocket = options.WebSocket ?? host.WebSocket;
        if (!WebSocket)
            throw new Error("This runtime has no WebSocket: pass one as options.WebSocket.");
        this.#url = new URL(url, host.location?.href).href.replace(/^http/, "ws");
        [this.#WebSocket, this.#contract, this.#options] = [WebSocket, contract, options];
        this.#silence = options.silence ?? 25_000;
        for (const [name, [property, value]] of Object.entries(contract.messages)) {
            if (!this.#names.has(property))
                this.#names.set(property, new Map());
            this.#names.get(property).set(value, name);
        }
        // A handler that takes nothing is called with options only.
        const split = (handler, given) => handler[0] === "nothing" ? [undefined, given[0]] : given;
        for (const [name, handler] of Object.entries(contract.send))
            this.send[name] = (message) => this.#send(handler, message);
        for (const name of contract.call)
            this.call[name] = (...given) => this.#call(contract.send[name], ...split(contract.send[name], given));
        for (const name of contract.stream)
            this.stream[name] = (...given) => this.#stream(contract.send[name], ...split(contract.send[name], given));
        host.addEventListener?.("online", this.#look);
        host.addEventListener?.("offline", this.#look);
        host.document?.addEventListener("visibilitychange", this.#look);
        void this.#connect();
    }
    get status() { return this.#status; }
    get onstatus() { return this.#onstatus; }
    set onstatus(listener) {
        this.#onstatus = listener;
        if (listener)
            guard(listener, this.#status);
    }
    get ready() {
        if (this.#status.state === "open")
            return Promise.resolve();
        if (this.#status.state === "closed")
            return Promise.reject(new SocketError(this.#status.reason));
        return (this.#ready ??= newPromise()).promise;
    }
    on(name, listener) {
        const entry = (message) => listener(message); // an own one: a function may listen twice
        if (!this.#listeners.has(name))
            this.#listeners.set(name, new Set());
        this.#listeners.get(name).add(entry);
        return () => void this.#listeners.get(name).delete(entry);
    }
    retry() {
        if (this.#status.state === "waiting")
            void this.#connect();
    }
    close() { this.#close("closed", undefined); }
    // --- out ---
    #send(handler, message) {
        const error = this.#add(++this.#reference, encode(handler, message));
        if (error)
            throw error;
    }
    #call(handler, message, options = {}) {
        return new Promise((resolve, reject) => {
            this.#begin(handler, message, options, { end: (error, result) => error ? reject(error) : resolve(result) });
        });
    }
    /** Each iteration is a call of its own. */
    #stream(handler, message, options = {}) {
        return {
            [Symbol.asyncIterator]: () => {
                const items = []; // that nobody has asked for yet
                const readers = [];
                let isOver = false, failure;
                const done = { done: true, value: undefined };
                const cancel = this.#begin(handler, message, options, {
                    item: value => {
                        const reader = readers.shift();
                        if (reader)
                            reader.resolve({ done: false, value });
                        else
                            items.push(value);
                    },
                    end: error => {
                        isOver = true;
                        const reader = error && readers.shift(); // it is told once
                        if (reader)
                            reader.reject(error);
                        else
                            failure = error;
                        for (const reader of readers.splice(0))
                            reader.resolve(done);
                    },
                });
                return {
                    next: () => new Promise((resolve, reject) => {
                        if (items.length)
                            return resolve({ done: false, value: items.shift() });
                        if (!isOver)
                            return void readers.push({ resolve, reject });
                        if (!failure)
                            return resolve(done);
                        reject(failure);
                        failure = undefined;
                    }),
                    return: async () => {
                        items.length = 0;
                        cancel(undefined);
                        failure = undefined;
                        return done;
                    },
                };
            },
        };
    }
    /** Begins a call. Returns what cancels it. */
    #begin(handler, message, { timeout, signal }, ends) {
        const reference = ++this.#reference;
        const cancel = (reason) => this.#cancel(reference, reason);
        const abort = () => cancel(signal.reason ?? new SocketError("cancelled"));
        const error = signal?.aborted ? signal.reason ?? new SocketError("cancelled") : this.#add(reference, encode(handler, message, reference), timeout, {
            ...ends,
            end: (error, result) => {
                signal?.removeEventListener("abort", abort);
                ends.end(error, result);
            },
        });
        if (error)
            ends.end(error);
        else
            signal?.addEventListener("abort", abort);
        return cancel;
    }
    /** Sends a message, or keeps it until the connection is open. Returns what speaks against it. */
    #add(reference, data, timeout = this.#options.timeout ?? 15_000, ends = {}) {
        if (this.#status.state === "closed")
            return new SocketError("closed");
        if (this.#status.state !== "open" && this.#pending.size >= (this.#options.maxWaiting ?? 1000))
            return new SocketError("too many waiting");
        const pending = { data, timeout, until: now() + timeout, ...ends };
        this.#pending.set(reference, pending);
        if (this.#status.state === "open")
            this.#transmit(reference, pending);
        if (this.#pending.has(reference))
            this.#wakeAt(pending.until);
        return undefined;
    }
    /** A message is handed to a socket once, and never again. */
    #transmit(reference, pending) {
        if (this.#socket.readyState !== 1 || pending.data === undefined)
            return; // it is closing: the message waits for the next
        this.#socket.send(pending.data);
        pending.data = undefined;
        if (!pending.end)
            this.#pending.delete(reference);
    }
    #cancel(reference, reason) {
        const pending = this.#pending.get(reference);
        if (!pending)
            return;
        this.#settle(reference, reason);
        if (pending.data === undefined && this.#socket?.readyState === 1)
            this.#socket.send(`{"#":${reference},"cancel":true}`);
    }
    #settle(reference, error, result) {
        const pending = this.#pending.get(reference);
        this.#pending.delete(reference);
        pending?.end?.(error, result);
    }
    // --- in ---
    #received(data) {
        this.#heardAt = now();
        this.#isAsked = false;
        let message = data;
        if (typeof data === "string") {
            try {
                message = JSON.parse(data);
            }
            catch { /* text of the program's own */ }
        }
        const reference = message?.["#"];
        if (reference === undefined)
            this.#tell(message);
        else
            this.#answered(reference, message);
    }
    #answered(reference, answer) {
        const pending = this.#pending.get(reference);
        if (!pending)
            return; // a ping's, or it was cancelled
        if ("item" in answer) {
            pending.until = this.#heardAt + pending.timeout;
            pending.item?.(answer.item);
        }
        else {
            this.#settle(reference, answer.error === undefined ? undefined : new SocketError(answer.error), answer.result);
        }
    }
    #tell(message) {
        let name;
        for (const [property, names] of this.#names)
            name ??= names.get(message?.[property]);
        for (const listener of [...this.#listeners.get(name ?? "*") ?? []])
            guard(listener, message);
    }
    // --- the connection ---
    async #connect() {
        const turn = ++this.#turn;
        this.#become({ state: "connecting" }, Infinity); // authenticate may ask somebody, who may take long
        try {
            const credentials = await this.#options.authenticate?.();
            if (turn !== this.#turn)
                return;
            this.#due = now() + patience;
            this.#wakeAt(this.#due);
            const socket = this.#socket = new this.#WebSocket(this.#url);
            const ifMine = (handle) => (event) => { if (socket === this.#socket)
                handle(event); };
            socket.binaryType = "arraybuffer";
            socket.onopen = ifMine(() => this.#enter(credentials));
            socket.onmessage = ifMine(event => this.#received(event.data));
            socket.onclose = ifMine(event => this.#closed(event.code, event.reason));
            socket.onerror = () => { }; // onclose follows, with more to say
        }
        catch (error) {
            if (turn === this.#turn)
                this.#lost(toText(error));
        }
    }
    /** Signs in, where there is something to sign in with; a cookie may already have done it. */
    #enter(credentials) {
        const { signIn } = this.#contract;
        if (signIn === undefined || credentials === null || credentials === undefined)
            return this.#opened();
        if (signIn !== "object") {
            this.#socket.send(encode([signIn], credentials)); // has no answer
            return this.#opened();
        }
        const socket = this.#socket, reference = ++this.#reference;
        const pending = {
            data: encode([signIn], credentials, reference), timeout: Infinity, until: Infinity,
            end: error => {
                if (socket !== this.#socket)
                    return;
                if (!error)
                    this.#opened();
                else if (transient.includes(error.message))
                    this.#lost(error.message);
                else
                    this.#close(error.message, undefined);
            },
        };
        this.#pending.set(reference, pending);
        this.#transmit(reference, pending);
    }
    #opened() {
        this.#openedAt = this.#heardAt = now();
        this.#isAsked = false;
        this.#become({ state: "open" }, this.#contract.pings ? this.#heardAt + this.#silence : Infinity);
        for (const [reference, pending] of this.#pending)
            this.#transmit(reference, pending);
        this.#ready?.resolve();
        this.#ready = undefined;
    }
    #closed(code, reason) {
        const wasGood = this.#status.state === "open" && now() - this.#openedAt > settled;
        const expired = code === 1008 && reason === "expired";
        const final = code === 1000 || code >= 4000 // the program's own codes: it has closed it on purpose
            || (code === 1008 && reason === "not authenticated")
            || (expired && !(wasGood && this.#options.authenticate));
        if (final)
            this.#close(reason || "closed", code);
        else
            this.#lost(reason || (this.#status.state === "open" ? "connection lost" : "no connection"), code, expired ? 0 : code === 1001 || code === 1012 ? settled : undefined);
    }
    /** The connection is gone, and another is tried later: at any time within a span that grows, so that many clients spread. */
    #lost(reason, code = 1006, within) {
        if (this.#status.state === "open" && now() - this.#openedAt > settled)
            this.#attempt = 0;
        const delay = Math.random() * (within ?? Math.min(longestDelay, 500 * 2 ** this.#attempt++));
        this.#become({ state: "waiting", until: new Date(Date.now() + delay), reason, code }, now() + delay);
    }
    #close(reason, code) {
        if (this.#status.state === "closed")
            return;
        host.removeEventListener?.("online", this.#look);
        host.removeEventListener?.("offline", this.#look);
        host.document?.removeEventListener("visibilitychange", this.#look);
        this.#become({ state: "closed", reason, ...code === undefined ? {} : { code } }, Infinity);
        this.#ready?.reject(new SocketError(reason));
        this.#ready = undefined;
    }
    #become(status, due) {
        this.#status = status;
        this.#due = due;
        if (status.state === "waiting" || status.state === "closed") {
            this.#turn++;
            const socket = this.#socket;
            this.#socket = undefined;
            if (socket && socket.readyState < 2)
                socket.close(1000);
            for (const [reference, { data }] of this.#pending)
                if (data === undefined || status.state === "closed")
                    this.#settle(reference, new SocketError("closed"));
        }
        this.#sleep();
        if (this.#onstatus)
            guard(this.#onstatus, status);
    }
    /** The network or the page has come or gone. */
    #look = (event) => {
        const { state } = this.#status;
        if (event.type === "visibilitychange" && host.document?.hidden)
            return;
        if (event.type !== "offline")
            this.retry();
        if (state === "open" && !this.#isAsked)
            this.#ask();
    };
    #ask() {
        if (!this.#contract.pings || this.#socket?.readyState !== 1)
            return;
        this.#isAsked = true;
        this.#socket.send('{"#":0}');
        this.#due = now() + Math.min(patience, this.#silence);
        this.#wakeAt(this.#due);
    }
    // --- time ---
    #wakeAt(time) {
        if (time < this.#timerAt)
            this.#sleep(time);
    }
    #sleep(until = this.#nextDue()) {
        clearTimeout(this.#timer);
        this.#timerAt = until;
        this.#timer = until === Infinity ? undefined : setTimeout(() => this.#wake(), Math.min(Math.max(until - now(), 0), 2 ** 31 - 1));
    }
    #nextDue() {
        let next = this.#due;
        for (const { until } of this.#pending.values())
            if (until < next)
                next = until;
        return next;
    }
    #wake() {
        const time = now();
        for (const [reference, pending] of this.#pending)
            if (pending.until <= time)
                this.#cancel(reference, new SocketError("timed out"));
        if (this.#due <= time) {
            const { state } = this.#status;
            const silentUntil = this.#heardAt + this.#silence;
            if (state === "waiting")
                return void this.#connect();
            if (state === "connecting" || this.#isAsked)
                return this.#lost("no answer");
            if (silentUntil > time)
                this.#due = silentUntil;
            else
                this.#ask();
        }
        this.#sleep();
    }
}
function newPromise() {
    const ends = {};
    ends.promise = new Promise((resolve, reject) => { ends.resolve = resolve; ends.reject = reject; });
    ends.promise.catch(() => { }); // nobody need wait for it
    return ends;
}
/** A listener that throws is reported as an uncaught error, and breaks nothing here. */
function guard(listener, value) {
    try {
        listener(value);
    }
    catch (error) {
        queueMicrotask(() => { throw error; });
    }
}
function encode([kind, fixed], message, reference) {
    if (kind === "text" || kind === "bytes")
        return message;
    if (kind === "value" && reference === undefined)
        return JSON.stringify(message ?? null);
    const json = message === undefined ? "{}" : JSON.stringify(message);
    if (json?.[0] !== "{")
        throw new TypeError("A message of this handler is an object.");
    const own = json.slice(1, -1);
    let all = fixed && own ? `${fixed},${own}` : fixed || own;
    if (reference !== undefined) {
        // Alone, a reference is a ping, and with `cancel` it cancels: tracestate is a property that no type of the server minds.
        if (all === "" || all === '"cancel":true')
            all = all ? `${all},"tracestate":""` : '"tracestate":""';
        all = `"#":${reference},${all}`;
    }
    return `{${all}}`;
}
