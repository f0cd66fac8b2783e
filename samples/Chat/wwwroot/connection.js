// The browser's own WebSocket, with what every page needs around it: it signs in, comes back by itself, and knows of each request
// whether it was done. Nothing in here knows the page.

const firstDelay = 1000;
const longestDelay = 30_000;
const connectTimeout = 10_000;
const answerTimeout = 15_000;   // longer than the server lets a handler run: no answer by then means that nobody is there

export class Connection {
  #name = null;
  #socket = null;
  #welcome = false;             // the server knows who we are
  #ready = false;               // and the page has its state
  #attempt = 0;
  #timer = null;                // until the next attempt, or for the attempt that is under way
  #requests = [];               // sent and not answered yet: handlers answer in order, so an answer is always the oldest one's
  #on;

  /** @param on {status(status), message(message), refused(error)} */
  constructor(on) {
    this.#on = on;
    addEventListener('online', () => this.retryNow());
    addEventListener('offline', () => this.#lost('This device is offline.'));
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow());
  }

  get ready() { return this.#ready; }

  signIn(name) {
    this.#drop('You signed in again.');
    this.#name = name;
    this.#attempt = 0;
    this.#connect();
  }

  signOut() {
    this.#name = null;
    this.#drop('You signed out.');
  }

  /** Tries at once, where the page would otherwise wait. */
  retryNow() {
    if (this.#name !== null && !this.#socket) this.#connect();
  }

  /** Resolves when the server has done it. Rejects with what went wrong: then `error.unsure` says that it may have been done. */
  request(message) {
    if (!this.#ready) return Promise.reject(new Error('Not sent: there is no connection.'));
    return this.#send(message);
  }

  #send(message) {
    const socket = this.#socket;
    socket.send(JSON.stringify(message));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => socket === this.#socket && this.#lost('The server did not answer.'), answerTimeout);
      this.#requests.push({ resolve, reject, timer });
    });
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#on.status({ state: 'connecting', again: this.#attempt > 0 });
    const socket = this.#socket = new WebSocket(new URL('socket', document.baseURI.replace(/^http/, 'ws')));
    const mine = handle => event => socket === this.#socket && handle(event);
    this.#timer = setTimeout(mine(() => this.#lost('The server did not answer.')), connectTimeout);
    socket.onopen = mine(() => socket.send(JSON.stringify({ name: this.#name })));
    socket.onmessage = mine(event => this.#received(JSON.parse(event.data)));
    socket.onclose = mine(event => this.#lost(event.reason ? `The server closed the connection: ${event.reason}.`
      : this.#welcome ? 'Connection lost.' : 'No connection.'));
  }

  #received(message) {
    if (message.event === 'welcome') {
      this.#welcome = true;
      this.#name = message.name;
      this.#send({ action: 'open' }).then(() => {
        clearTimeout(this.#timer);
        this.#attempt = 0;
        this.#ready = true;
        this.#on.status({ state: 'ready' });
      }, () => {});
    } else if (message.event === 'done') {
      this.#answered()?.resolve();
    } else if ('error' in message && this.#welcome) {
      this.#answered()?.reject(new Error(message.error));
    } else if ('error' in message) {
      this.signOut();
      this.#on.refused(message.error);
    } else {
      this.#on.message(message);
    }
  }

  #answered() {
    const request = this.#requests.shift();
    clearTimeout(request?.timer);
    return request;
  }

  #lost(why) {
    if (this.#name === null) return;
    this.#drop(why);
    // Growing, so that a server in trouble is left in peace; jittered, so that not everybody comes back in the same second.
    const delay = Math.min(longestDelay, firstDelay * 2 ** this.#attempt++) * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#on.status({ state: 'waiting', why, until: Date.now() + delay });
  }

  #drop(why) {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#welcome = this.#ready = false;
    socket?.close();
    // The newest first: whoever puts its text back in front of what is there ends up with them in order.
    for (const { reject, timer } of this.#requests.splice(0).reverse()) {
      clearTimeout(timer);
      reject(Object.assign(new Error(why), { unsure: true }));
    }
  }
}
