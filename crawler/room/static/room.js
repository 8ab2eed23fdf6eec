// Live progress of a crawl. Everything else of the room works without a script.
"use strict";
(() => {
  const live = document.getElementById("live");
  if (!live || !live.dataset.stream) return;
  const put = (id, text) => { const element = document.getElementById(id); if (element) element.textContent = text; };
  const source = new EventSource(live.dataset.stream);
  source.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    put("state", told.running ? live.dataset.running : `${live.dataset.ended} ${told.exit_code}`);
    put("seconds", told.seconds);
    for (const [name, value] of Object.entries(told.progress || {})) put(name, value);
    put("log", told.log);
    if (!told.running) { source.close(); location.reload(); }
  });
})();
