// The browser's own WebSocket, with what every page needs around it: it signs in, comes back by itself, and knows of each request
// whether it was done. Nothing in here knows the page.

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
  #hasState = false;            // what comes before the state is older than the state
  #ready = false;
  #attempt = 0;
  #timer = null;                // until the next attempt, or for the attempt that is under way
  #requests = [];               // sent and not answered yet: handlers answer in order, so an answer is always the oldest one's
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
   * Sends an object as JSON, or a blob. Resolves when the server has done it. Rejects with what went wrong: then `error.unsure` says
   * that it may have been done.
   */
  request(message) {
    if (!this.#ready) return Promise.reject(new Error('Not sent: there is no connection.'));
    return this.#send(message);
  }

  #send(message) {
    const socket = this.#socket;
    socket.send(message instanceof Blob ? message : JSON.stringify(message));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => socket === this.#socket && this.#lost('The server did not answer.'), answerTimeout);
      this.#requests.push({ resolve, reject, timer });
    });
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
    if (typeof data !== 'string') return this.#hasState && this.#on.message(data);

    const message = JSON.parse(data);
    if (message.event === 'welcome') {
      this.#on.welcome(message.token);
      this.#open();
    } else if (message.event === 'done') {
      this.#answered()?.resolve();
    } else if ('error' in message) {
      this.#answered()?.reject(new Error(message.error));
    } else {
      this.#hasState ||= message.event === 'state';
      if (this.#hasState) this.#on.message(message);
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

  #answered() {
    const request = this.#requests.shift();
    clearTimeout(request?.timer);
    return request;
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
    this.#hasState = this.#ready = false;
    socket?.close();
    // The newest first: whoever puts its text back in front of what is there ends up with them in order.
    for (const { reject, timer } of this.#requests.splice(0).reverse()) {
      clearTimeout(timer);
      reject(Object.assign(new Error(why), { unsure: true }));
    }
  }
}
