// The server, as this page sees it: the client that the build writes, and what is this page's own. The client signs in, comes back by itself,
// and matches each answer to its call; here each connection asks for the state, and nothing newer is told before that.

import { connect } from './sockets.js';

const signedOut = 4001;         // the code with which this server closes a connection that should not come back
const events = ['state', 'person', 'history', 'said', 'typing', 'progress', 'summary'];
const reasons = { 'connection lost': 'Connection lost.', 'no connection': 'No connection.', 'no answer': 'The server did not answer.' };

export class Server {
  #socket = null;
  #early = [];                  // what came before the state, and may be newer; null when the state is there
  #ready = false;
  #wasOpen = false;
  #pictures = [];               // not answered yet: a binary message has no reference, so its answers come in the order of the messages
  #on;

  /** @param on {token(), welcome(token), status(status), message(message), signedOut(why)} */
  constructor(on) {
    this.#on = on;
  }

  get ready() { return this.#ready; }

  start() {
    this.stop();
    const socket = this.#socket = connect(this.#on.token() ? 'socket?tab' : 'socket', {
      authenticate: () => this.#on.token() ? { token: this.#on.token() } : null,       // a cookie went with the request
    });
    for (const event of events) socket.on(event, message => this.#tell(message));
    socket.on('welcome', ({ token }) => this.#on.welcome(token));
    socket.on('shown', ({ said }) => this.#pictures.shift()?.resolve(said));
    socket.on('*', data => data instanceof ArrayBuffer ? this.#tell(data) : this.#pictures.shift()?.reject(new Error(data.error)));
    socket.onstatus = status => this.#status(status);
  }

  stop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#lost();
    this.#wasOpen = false;
    socket?.close();
  }

  /** Tries at once, where the page would otherwise wait. */
  retryNow() { this.#socket?.retry(); }

  /**
   * Calls a handler. Resolves to the answer when the server has done it. Rejects with what went wrong: `error.unsure` says that it may
   * have been done nevertheless, and `error.lost` that the connection is to blame.
   */
  async call(name, message) {
    if (!this.#ready) throw Object.assign(new Error('There is no connection.'), { lost: true });
    try {
      return message ? await this.#socket.call[name](message) : await this.#socket.call[name]();
    } catch (error) {
      throw told(error);
    }
  }

  /** The hits of a search, one after the other. */
  async *search(words, signal) {
    if (!this.#ready) throw Object.assign(new Error('There is no connection.'), { lost: true });
    try {
      yield* this.#socket.stream.search({ words }, { signal });
    } catch (error) {
      throw told(error);
    }
  }

  /** Sends a picture. Resolves to what was said with it. */
  async show(picture) {
    if (!this.#ready) throw Object.assign(new Error('There is no connection.'), { lost: true });
    const socket = this.#socket, bytes = await picture.arrayBuffer();
    return new Promise((resolve, reject) => {
      if (socket !== this.#socket || !this.#ready) return reject(Object.assign(new Error('There is no connection.'), { lost: true }));
      this.#pictures.push({ resolve, reject });
      socket.send.showPicture(bytes);
    });
  }

  #status({ state, until, reason, code }) {
    if (!this.#socket) return;
    if (state !== 'open') this.#lost();
    if (state === 'open') this.#open();
    else if (state === 'connecting') this.#on.status({ state, again: this.#wasOpen });
    else if (state === 'waiting') {
      this.#wasOpen = true;
      this.#on.status({ state, until, why: reasons[reason] ?? `The server closed the connection: ${reason}.` });
    } else {
      this.stop();
      this.#on.signedOut(code === signedOut ? reason : `The server closed the connection: ${reason}.`);
    }
  }

  async #open() {
    const socket = this.#socket;
    try {
      await socket.call.open();
    } catch {
      return;                                                   // the connection is lost: the next one asks again
    }
    if (socket !== this.#socket || socket.status.state !== 'open') return;
    this.#ready = true;
    this.#on.status({ state: 'ready' });
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

  #lost() {
    this.#early = [];
    this.#ready = false;
    for (const picture of this.#pictures.splice(0)) picture.reject(Object.assign(new Error('Connection lost.'), { lost: true, unsure: true }));
  }
}

/** What was not answered may have been done. */
function told(error) {
  if (error.message === 'closed') return Object.assign(new Error('Connection lost.'), { lost: true, unsure: true });
  return error.message === 'timed out' ? Object.assign(new Error('The server did not answer.'), { unsure: true }) : error;
}
