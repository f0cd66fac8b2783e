// What scenarios need beside the client.

export function toolbox(control) {
  return { check, same, fails, until, status, wait, steer: what => fetch(`${control}/steer/${what}`).then(got => check(got.ok, what)), ask: what => fetch(`${control}/${what}`).then(got => got.text()) };
}

function check(isTrue, what) {
  if (!isTrue) throw new Error(`It is not true: ${what}`);
}

function same(found, expected, what = "value") {
  check(JSON.stringify(found) === JSON.stringify(expected), `${what} is ${JSON.stringify(expected)}, but ${JSON.stringify(found)}`);
}

async function fails(promise, message) {
  const error = await promise.then(value => { throw new Error(`Expected the error "${message}", got ${JSON.stringify(value)}`); }, error => error);
  same(error.message, message, "error");
  return error;
}

const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Looks again and again until it is so. */
async function until(isSo, what) {
  for (let i = 0; i < 2000; i++) {
    if (await isSo()) return;
    await wait(10);
  }
  throw new Error(`It never happened: ${what ?? isSo}`);
}

/** Resolves to the next status that is as wanted: not the present one. */
function status(socket, isWanted) {
  return new Promise(resolve => {
    const before = socket.onstatus;
    let isNext = false;
    socket.onstatus = status => {
      if (!isNext) return void (isNext = true);                 // the present one, told at once
      before?.(status);
      if (isWanted(status)) { socket.onstatus = null; resolve(status); }
    };
  });
}
