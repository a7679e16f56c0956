// Puts what the server says in its place. No number is computed here.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const language = document.documentElement.lang;
  const key = document.querySelector('meta[name="denchi-key"]').content;
  const patience = Number(byId("live").dataset.offlineAfter);
  const query = new URLSearchParams(location.search);
  const tiles = new Map();
  const seen = new Map();
  let chosen = query.has("run") ? query.get("run") : null;
  let shownWindow = query.get("window") || "10m";
  let lastHeard = Date.now();
  let source = null;

  const heard = () => {
    lastHeard = Date.now();
    setOffline(false);
  };
  const setOffline = (isOffline) => {
    byId("offline").hidden = !isOffline;
    document.body.classList.toggle("offline", isOffline);
  };

  const tileOf = (run) => {
    if (tiles.has(run)) return tiles.get(run);
    const item = byId("tile").content.firstElementChild.cloneNode(true);
    const button = item.querySelector("button");
    button.dataset.run = run;
    // The address may have chosen it before it was there.
    button.setAttribute("aria-pressed", String(run === chosen));
    button.addEventListener("click", () => choose(run));
    // Channels stand in the order of their runs, whenever they appear.
    const next = [...tiles.keys()].filter((other) => Number(other) > Number(run))
      .sort((a, b) => a - b)[0];
    byId("tiles").insertBefore(item, next ? tiles.get(next).item : null);
    const parts = { item, button };
    for (const name of ["name", "state", "age", "counts", "alarm", "spark"])
      parts[name] = item.querySelector(".tile-" + name);
    for (const name of ["voltage", "current", "temperature"])
      parts[name] = item.querySelector(".tile-" + name + " b");
    tiles.set(run, parts);
    return parts;
  };

  const put = (tile) => {
    const parts = tileOf(String(tile.run));
    parts.button.dataset.state = tile.state;
    parts.button.classList.toggle("alarmed", tile.alarm !== "");
    parts.state.textContent = tile.word;
    for (const name of ["name", "voltage", "current", "temperature", "age", "counts", "alarm"])
      if (parts[name].textContent !== tile[name]) parts[name].textContent = tile[name];
    if (typeof tile.spark === "string") parts.spark.innerHTML = tile.spark;
    seen.set(String(tile.run), tile);
  };

  const onFrame = (event) => {
    heard();
    const frame = JSON.parse(event.data);
    document.body.dataset.commit = frame.commit;
    byId("summary").textContent = frame.summary.text;
    byId("complaint").textContent = frame.summary.complaint;
    byId("complaint").hidden = frame.summary.complaint === "";
    for (const tile of frame.tiles) put(tile);
    document.body.dataset.shown = Date.now();
    if (chosen === null && tiles.size > 0) choose([...tiles.keys()].sort((a, b) => a - b)[0], true);
    else if (frame.tiles.some((tile) => String(tile.run) === chosen)) askDetail();
  };

  const connect = () => {
    if (source) source.close();
    source = new EventSource("/events?lang=" + language);
    source.addEventListener("frame", onFrame);
    source.addEventListener("heartbeat", heard);
  };

  // The chosen channel: one question at a time, and the last one counts.
  let isAsking = false;
  let asksAgain = false;
  const askDetail = async () => {
    if (isAsking) { asksAgain = true; return; }
    isAsking = true;
    asksAgain = false;
    const run = chosen;
    try {
      const answer = await fetch("/channel?run=" + encodeURIComponent(run) + "&window="
        + shownWindow + "&lang=" + language);
      if (answer.ok && run === chosen) {
        const detail = await answer.json();
        const tile = seen.get(run);
        byId("detail").hidden = false;
        byId("detail-name").textContent = tile ? tile.name : run;
        byId("acknowledge").hidden = !tile || tile.alarm === "";
        for (const part of ["strip", "facts", "rates", "steps", "events"])
          byId(part).innerHTML = detail[part];
      }
    } catch (error) { /* The banner says it when nothing is heard any more. */ }
    setTimeout(() => { isAsking = false; if (asksAgain) askDetail(); }, 400);
  };

  const remember = () => {
    const state = new URLSearchParams(location.search);
    state.set("lang", language);
    if (chosen !== null) state.set("run", chosen);
    state.set("window", shownWindow);
    history.replaceState(null, "", "/?" + state);
    state.set("lang", byId("other-language").hreflang);
    byId("other-language").href = "/?" + state;
  };

  const choose = (run) => {
    chosen = String(run);
    for (const [other, parts] of tiles)
      parts.button.setAttribute("aria-pressed", String(other === chosen));
    remember();
    askDetail();
  };

  for (const button of document.querySelectorAll("[data-window]"))
    button.addEventListener("click", () => {
      shownWindow = button.dataset.window;
      for (const other of document.querySelectorAll("[data-window]"))
        other.setAttribute("aria-pressed", String(other === button));
      remember();
      askDetail();
    });

  byId("acknowledge").addEventListener("click", () =>
    fetch("/acknowledge", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Denchi-Key": key },
      body: JSON.stringify({ run: Number(chosen) }),
    }));

  setInterval(() => {
    const silence = Date.now() - lastHeard;
    if (silence > patience) setOffline(true);
    // A laptop that slept may hold a connection that is dead without knowing it.
    if (silence > 3 * patience && silence % (3 * patience) < 500) connect();
  }, 500);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - lastHeard > patience) { setOffline(true); connect(); }
  });
  connect();
})();
