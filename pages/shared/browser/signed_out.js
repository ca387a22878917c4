// The server closes the connection of a tab whose session has ended. Streamlit would try again for ever; the
// page is loaded anew instead, and the gate shows the way to sign in.
const SIGNED_OUT = 4401;

async function leaveIfSignedOut(code) {
  if (code === SIGNED_OUT) return location.reload();
  // a connection that could not be made says nothing of why
  const answer = await fetch("./search.json", { cache: "no-store" }).catch(() => null);
  if (answer && answer.status === 401) location.reload();
}

window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("close", (event) => leaveIfSignedOut(event.code));
  }
};
