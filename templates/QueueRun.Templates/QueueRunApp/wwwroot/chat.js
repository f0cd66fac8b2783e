import { connect } from "./sockets.js";         // the build writes it, with its types in sockets.d.ts

const $ = id => document.getElementById(id);
const room = "lobby";
let chat;                                       // the connection: it comes back by itself

$("door").onsubmit = event => {
  event.preventDefault();
  const name = new FormData($("door")).get("name");
  chat = connect("socket", { authenticate: () => ({ name }) });
  chat.on("said", ({ from, text }) => show(`${from}: ${text}`));
  chat.on("left", ({ user }) => show(`${user} has gone`));
  chat.on("*", message => show(`${message.event}: ${message.text}`));       // reminders and announcements: they have no type
  chat.onstatus = async ({ state, reason }) => {
    $("status").textContent = state === "open" ? "" : `${state} ${reason ?? ""}`;
    $("door").hidden = state !== "closed";
    $("say").hidden = state === "closed";
    if (state !== "open") return;
    const entered = await ask(chat.call.enter({ room }));                   // each time: a user who was away is in no room
    if (entered) show(`In the ${room}: ${entered.members.join(", ")}`);
  };
};

$("say").onsubmit = async event => {
  event.preventDefault();
  const text = new FormData($("say")).get("text");
  const isLater = event.submitter?.value === "later";
  $("say").reset();
  await ask(isLater ? chat.call.remind({ text, seconds: 20 }) : chat.call.say({ room, text }));
};

/** The answer. An error is shown: its message is the server's text. */
async function ask(answer) {
  try {
    return await answer;
  } catch (error) {
    show(error.message);
  }
}

function show(text) {
  $("log").append(Object.assign(document.createElement("li"), { textContent: text }));
}
