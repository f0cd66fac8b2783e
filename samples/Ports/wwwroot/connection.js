/**
 * The browser's WebSocket, with calls: each has a reference, and its promise is the answer.
 * @param on {opened(), status(text), event?(message)}
 */
export function connect(on) {
  let socket, last = 0, attempts = 0;
  let calls = new Map();       // reference → a call without an answer

  const open = () => {
    on.status('Connecting…');
    socket = new WebSocket(new URL('socket', document.baseURI.replace(/^http/, 'ws')));
    socket.onopen = () => { attempts = 0; on.status(''); on.opened(); };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data), call = calls.get(message['#']);
      if (!('#' in message)) return on.event?.(message);
      if ('item' in message) return call?.item(message.item);
      calls.delete(message['#']);
      if ('error' in message) call?.reject(new Error(message.error)); else call?.resolve(message.result);
    };
    socket.onclose = () => {
      const lost = calls;
      calls = new Map();
      lost.forEach(call => call.reject(new Error('The connection is lost.')));
      on.status('No connection: trying again…');
      setTimeout(open, Math.min(30_000, 500 * 2 ** attempts++) * (0.5 + Math.random() / 2));
    };
  };
  open();

  return {
    get isOpen() { return socket.readyState === WebSocket.OPEN; },
    /** Calls. `item` gets the elements of a stream. Returns the promise of the answer, with the function that cancels the call. */
    call(message, item = () => {}) {
      const reference = ++last;
      const answer = new Promise((resolve, reject) => calls.set(reference, { resolve, reject, item }));
      if (this.isOpen) socket.send(JSON.stringify({ '#': reference, ...message }));
      else { calls.get(reference).reject(new Error('There is no connection.')); calls.delete(reference); }
      return Object.assign(answer, { cancel: () => this.isOpen && socket.send(JSON.stringify({ '#': reference, cancel: true })) });
    },
  };
}
