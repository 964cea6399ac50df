// Shows the new edition of the draft as soon as there is one.
const seen = new URL(document.currentScript.src).searchParams.get("edition");
new EventSource("/-/live?seen=" + seen).addEventListener("edition", () => location.reload());
