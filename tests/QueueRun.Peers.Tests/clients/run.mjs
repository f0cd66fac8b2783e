// A conversation as every client of these tests has it: says a word, hears it, says another, hears it, and closes.
export function converse(socket, name) {
    const words = ["hello", "again"];
    const limit = setTimeout(() => end(1, "no end"), 10000);
    socket.onopen = () => socket.send(words[0]);
    socket.onmessage = ({ data }) => {
        if (data !== words.shift()) end(1, `heard ${data}`);
        if (words.length > 0) socket.send(words[0]);
        else socket.close(1000);
    };
    socket.onerror = event => console.log(`${name}: ${event.message || event.error?.message || "failed"}`);
    socket.onclose = ({ code, wasClean }) => end(wasClean && words.length === 0 ? 0 : 1, `closed ${code}`);

    function end(status, text) {
        clearTimeout(limit);
        console.log(`${name}: ${text}`);
        process.exit(status);
    }
}
