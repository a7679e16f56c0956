// Sends the sliders' values and puts the answer in its place. No number is computed here.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const main = byId("lesson");
  const form = byId("controls");
  const language = document.documentElement.lang;
  const name = main.dataset.lesson;
  const ranges = [...form.querySelectorAll(".control input[type=range]")];
  const choices = [...form.querySelectorAll("fieldset.choice")];
  const guess = byId("guess");
  let kept = new URLSearchParams(location.search).get("kept") || "";

  const isSeen = () => main.dataset.state !== "predict";
  const valueOf = (control) => control.matches("fieldset")
    ? control.querySelector("input:checked").value : control.value;
  const controls = () => [...form.querySelectorAll(".control")]
    .map((part) => part.matches("fieldset") ? part : part.querySelector("input"));

  const state = () => {
    const query = new URLSearchParams({ lang: language });
    for (const control of controls()) query.set(control.id, valueOf(control));
    if (isSeen()) {
      query.set("guess", guess.value);
      query.set("seen", "1");
    }
    if (kept) query.set("kept", kept);
    return query;
  };

  const remember = (query) => {
    history.replaceState(null, "", "/lesson/" + name + "?" + query);
    const other = new URLSearchParams(query);
    other.set("lang", byId("other-language").hreflang);
    byId("other-language").href = "/lesson/" + name + "?" + other;
  };

  const put = (reply) => {
    byId("figure").innerHTML = reply.figure;
    for (const [id, words] of Object.entries(reply.controls)) {
      const control = byId(id);
      if (control && control.matches("input")) {
        control.setAttribute("aria-valuetext", words);
        byId(id + "-words").textContent = words;
      }
    }
    announce(reply.sentence);
    if (!isSeen()) return;
    byId("result").hidden = false;
    byId("equation").textContent = reply.equation;
    const list = byId("numbers");
    list.replaceChildren(...reply.numbers.map((number) => {
      const part = document.createElement("div");
      const label = document.createElement("dt");
      label.textContent = number.label;
      const data = document.createElement("data");
      data.id = number.id;
      data.value = number.value === undefined || number.value === null ? "" : number.value;
      data.textContent = number.text;
      const place = document.createElement("dd");
      place.append(data);
      part.append(label, place);
      return part;
    }));
  };

  // At most one announcement a second, the last one always.
  let lastSaid = 0;
  let waiting = null;
  const announce = (sentence) => {
    clearTimeout(waiting);
    const say = () => {
      lastSaid = Date.now();
      byId("sentence").firstElementChild.textContent = sentence;
    };
    const rest = 1000 - (Date.now() - lastSaid);
    if (rest <= 0) say(); else waiting = setTimeout(say, rest);
  };

  // One question at a time, and the last one counts.
  let isAsking = false;
  let asksAgain = false;
  const ask = async () => {
    if (isAsking) { asksAgain = true; return; }
    isAsking = true;
    asksAgain = false;
    const query = state();
    remember(query);
    try {
      const answer = await fetch("/lesson/" + name + "/answer?" + query);
      if (answer.ok && !asksAgain) {
        put(await answer.json());
        main.dataset.answered = query.toString();
      }
    } finally {
      isAsking = false;
      if (asksAgain) ask();
    }
  };

  for (const range of ranges) range.addEventListener("input", ask);
  for (const choice of choices) choice.addEventListener("change", ask);

  const showGuess = () => {
    const words = Number(guess.value).toFixed(2) + " " + guess.dataset.unit;
    byId("guess-words").textContent = words;
    guess.setAttribute("aria-valuetext", words);
  };
  guess.addEventListener("input", () => { showGuess(); if (isSeen()) ask(); });

  // A lesson that measures: the bench runs on the server, and only when it is told to.
  const measure = async (part) => {
    const button = byId("measure");
    const words = byId("measuring");
    if (button.disabled) return false;
    button.disabled = true;
    words.textContent = words.dataset.running;
    try {
      const values = Object.fromEntries(controls().map((c) => [c.id, Number(valueOf(c))]));
      const answer = await fetch("/lesson/" + name + "/run", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-Denchi-Key": document.querySelector("meta[name=denchi-key]").content,
        },
        body: JSON.stringify({ part, values }),
      });
      words.textContent = answer.ok ? "" : await answer.text();
      return answer.ok;
    } catch (error) {
      words.textContent = words.dataset.silent;
      return false;
    } finally {
      button.disabled = false;
    }
  };
  if (byId("measure"))
    byId("measure").addEventListener("click", async () => {
      if (await measure(isSeen() ? "foretold" : "known")) ask();
    });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (byId("measure") && !(await measure("foretold"))) return;
    if (!isSeen()) main.dataset.state = "seen";
    ask();
  });

  byId("keep").addEventListener("click", () => {
    const now = controls().map(valueOf).join("_");
    kept = [...kept.split("~").filter((text) => text && text !== now), now].slice(-2).join("~");
    ask();
  });

  byId("reset").addEventListener("click", () => {
    for (const range of ranges) range.value = range.dataset.start;
    for (const choice of choices)
      for (const option of choice.querySelectorAll("input"))
        option.checked = option.value === choice.dataset.start;
    for (const check of document.querySelectorAll(".check")) {
      for (const option of check.querySelectorAll("input")) option.checked = false;
      check.querySelector(".check-answer").replaceChildren();
      delete check.dataset.answered;
    }
    kept = "";
    main.dataset.state = "predict";
    byId("result").hidden = true;
    byId("sentence").firstElementChild.textContent = "";
    ask();
  });

  for (const check of document.querySelectorAll(".check"))
    check.addEventListener("change", (event) => {
      const isRight = event.target.dataset.right === "yes";
      check.dataset.answered = isRight ? "right" : "wrong";
      const words = document.createElement("b");
      words.textContent = isRight ? check.dataset.yes : check.dataset.no;
      check.querySelector(".check-answer").replaceChildren(
        words, " ", check.querySelector("template").content.cloneNode(true));
      const all = [...document.querySelectorAll(".check")];
      if (all.every((one) => one.dataset.answered === "right")) main.dataset.state = "checked";
    });

  // For whoever measures how soon a lesson can be used: ms since the page was asked for.
  main.dataset.usable = performance.now();
  main.dataset.ready = "yes";
})();
