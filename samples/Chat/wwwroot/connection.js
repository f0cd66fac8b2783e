// The browser's own WebSocket, with what every page needs around it: it signs in, comes back by itself, and matches each answer to its
// request. Nothing in here knows the page.

const longestDelay = 30_000;
const connectTimeout = 10_000;
const answerTimeout = 15_000;   // longer than the server lets a handler run: no answer by then means that nobody is there
const signedOut = 4001;         // the code with which this server closes a connection that should not come back

/**
 * How long to wait before the next attempt. Growing, so that a server in trouble is left in peace; and each page for itself anywhere
 * between a quarter of that time and all of it, because a server that was started again has thousands of them to take back.
 */
export function reconnectDelay(attempt) {
  return Math.min(longestDelay, 2000 * 2 ** attempt) * (0.25 + 0.75 * Math.random());
}

export class Connection {
  #wanted = false;
  #socket = null;
  #early = [];                  // what came before the state, and may be newer; null when the state is there
  #ready = false;
  #attempt = 0;
  #timer = null;                // until the next attempt, or for the attempt that is under way
  #requests = new Map();        // sent and not answered yet, by reference
  #lastReference = 0;
  #on;

  /** @param on {token(), welcome(token), status(status), message(message), signedOut(why)} */
  constructor(on) {
    this.#on = on;
    addEventListener('online', () => this.retryNow());
    addEventListener('offline', () => this.#lost('This device is offline.'));
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow());
  }

  get ready() { return this.#ready; }

  start() {
    this.#drop('You signed in again.');
    this.#wanted = true;
    this.#attempt = 0;
    this.#connect();
  }

  stop() {
    this.#wanted = false;
    this.#drop('You signed out.');
  }

  /** Tries at once, where the page would otherwise wait. */
  retryNow() {
    if (this.#wanted && !this.#socket) this.#connect();
  }

  /**
   * Sends an object as JSON, or a blob. Resolves to the answer when the server has done it. Rejects with what went wrong: `error.unsure`
   * says that it may have been done nevertheless, and `error.lost` that the connection is to blame.
   * @param item is called with each element of an answer that comes piece by piece  @param signal cancels it
   */
  request(message, { item, signal } = {}) {
    if (!this.#ready) return Promise.reject(Object.assign(new Error('There is no connection.'), { lost: true }));
    return this.#send(message, item, signal);
  }

  #send(message, item, signal) {
    // A binary message has no reference, and neither has its answer: such answers come in the order of the messages.
    const socket = this.#socket, binary = message instanceof Blob, number = ++this.#lastReference;
    const reference = binary ? `binary ${number}` : number;
    socket.send(binary ? message : JSON.stringify({ '#': reference, ...message }));
    return new Promise((resolve, reject) => {
      this.#requests.set(reference, { socket, resolve, reject, item, timer: null });
      this.#wait(reference);
      signal?.addEventListener('abort', () => {
        const request = this.#answered(reference);
        if (!request) return;
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ '#': reference, cancel: true }));
        reject(signal.reason);
      });
    });
  }

  #wait(reference) {
    const request = this.#requests.get(reference);
    clearTimeout(request.timer);
    request.timer = setTimeout(() => request.socket === this.#socket && this.#lost('The server did not answer.'), answerTimeout);
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#on.status({ state: 'connecting', again: this.#attempt > 0 });
    const token = this.#on.token();
    const socket = this.#socket = new WebSocket(new URL(token ? 'socket?tab' : 'socket', document.baseURI.replace(/^http/, 'ws')));
    const mine = handle => event => socket === this.#socket && handle(event);
    this.#timer = setTimeout(mine(() => this.#lost('The server did not answer.')), connectTimeout);
    socket.binaryType = 'arraybuffer';
    // The cookie went with the request; a token goes with the first message, and is answered by a welcome.
    socket.onopen = mine(() => token ? socket.send(JSON.stringify({ token })) : this.#open());
    socket.onmessage = mine(event => this.#received(event.data));
    socket.onclose = mine(event => this.#closed(event));
  }

  #open() {
    this.#send({ action: 'open' }).then(() => {
      clearTimeout(this.#timer);
      this.#attempt = 0;
      this.#ready = true;
      this.#on.status({ state: 'ready' });
    }, error => error.unsure || this.#lost(error.message));
  }

  #received(data) {
    if (typeof data !== 'string') return this.#tell(data);

    const message = JSON.parse(data), reference = message['#'];
    if (reference !== undefined && 'item' in message) {
      if (!this.#requests.has(reference)) return;       // it was cancelled meanwhile
      this.#wait(reference);
      this.#requests.get(reference).item?.(message.item);
    } else if (reference !== undefined || 'error' in message || message.event === 'shown') {
      const request = this.#answered(reference ?? this.#oldestBinary());
      if ('error' in message) request?.reject(new Error(message.error));
      else request?.resolve(message.event === 'shown' ? message.said : message.result);
    } else if (message.event === 'welcome') {
      this.#on.welcome(message.token);
      this.#open();
    } else {
      this.#tell(message);
    }
  }

  /** Tells the page, but nothing before the state. */
  #tell(data) {
    if (data.event === 'state') {
      const early = this.#early ?? [];
      this.#early = null;
      this.#on.message(data);
      early.forEach(data => this.#on.message(data));
    } else if (this.#early) {
      this.#early.push(data);
    } else {
      this.#on.message(data);
    }
  }

  #closed({ code, reason }) {
    if (code === signedOut) {
      this.stop();
      this.#on.signedOut(reason);
    } else {
      this.#lost(reason ? `The server closed the connection: ${reason}.` : this.#ready ? 'Connection lost.' : 'No connection.');
    }
  }

  #answered(reference) {
    const request = this.#requests.get(reference);
    this.#requests.delete(reference);
    clearTimeout(request?.timer);
    return request;
  }

  #oldestBinary() {
    return [...this.#requests.keys()].find(reference => typeof reference === 'string');
  }

  #lost(why) {
    if (!this.#wanted) return;
    this.#drop(why);
    const delay = reconnectDelay(this.#attempt++);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#on.status({ state: 'waiting', why, until: Date.now() + delay });
  }

  #drop(why) {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#early = [];
    this.#ready = false;
    socket?.close();
    for (const reference of [...this.#requests.keys()])
      this.#answered(reference).reject(Object.assign(new Error(why), { lost: true, unsure: true }));
  }
}
